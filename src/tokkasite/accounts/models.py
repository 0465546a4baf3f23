"""Who signs in. What they may do in which cluster stands in the register, one floor up."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes users that are known by their e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who signs in by e-mail address. Without a mandate a user sees the public pages only."""

    username = None
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=10, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class SavedFilter(models.Model):
    """What somebody often asks of a list, under a name of their own. Nobody else sees it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters", verbose_name=_("user"))
    of_list = models.CharField(max_length=150)
    """Which list: the name that its room gives it."""
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000)
    """The question as it stands in the list's address."""

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ("name",)
        constraints = (models.UniqueConstraint(name="one_saved_filter_of_a_name", fields=["user", "of_list", "name"]),)

    def __str__(self) -> str:
        return self.name
