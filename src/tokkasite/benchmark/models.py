"""The pool of indicator sheets, what is shown of it, and what a cluster answers about its management."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models import Cluster


def person_key(verbose_name: str) -> models.ForeignKey:
    """Who did it; nobody once the account is removed."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=verbose_name
    )


class Installation(models.Model):
    """Another installation whose sheets count here: somebody has asked it for its public key."""

    name = models.CharField(_("name"), max_length=120)
    key = models.CharField(
        _("public key"),
        max_length=44,
        unique=True,
        help_text=_("44 letters, as `tokka benchmark key` printed them there. Ask the operator by telephone."),
    )
    contact = models.EmailField(
        _("e-mail address"), blank=True, help_text=_("Where peers ask how a practice is done there.")
    )
    is_invented = models.BooleanField(_("invented"), default=False, help_text=_("Its sheets are for trying out."))

    class Meta:
        verbose_name = _("known installation")
        verbose_name_plural = _("known installations")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """Sheets that came into the pool together: a file from elsewhere, or the one sheet that a cluster shares."""

    cluster = models.ForeignKey(
        Cluster,
        models.CASCADE,
        related_name="shared_sheets",
        null=True,
        blank=True,
        verbose_name=_("cluster"),
        help_text=_("Empty where the sheets came from elsewhere."),
    )
    file_name = models.CharField(_("file"), max_length=120)
    digest = models.CharField(max_length=64, editable=False)
    on = models.DateField(_("day"))
    by = person_key(_("who brought it in"))
    is_undone = models.BooleanField(_("taken back"), default=False)

    class Meta:
        verbose_name = _("delivery of sheets")
        verbose_name_plural = _("deliveries of sheets")
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(name="one_file_once", fields=["digest"], condition=Q(is_undone=False)),)

    def __str__(self) -> str:
        return f"{self.on}: {self.file_name}"


class Sheet(models.Model):
    """One line of a delivery with the verdict on it: it counts where no reason speaks against it."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="sheets", verbose_name=_("delivery"))
    number = models.PositiveIntegerField(_("line"))
    line = models.TextField()
    organisation = models.CharField(_("organisation"), max_length=32, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, db_index=True)
    key = models.CharField(_("public key"), max_length=44, blank=True)
    tag = models.CharField(max_length=12)
    """The beginning of the line's digest: a sheet that says something else is another sheet (§9)."""
    reason = models.CharField(_("why not"), max_length=20, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    remark_values = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(name="one_sheet_a_line", fields=["delivery", "number"]),)

    def __str__(self) -> str:
        return f"{self.delivery.pk}/{self.delivery.file_name}:{self.number}"


class Release(models.Model):
    """What is shown of one year, for every reader the same, decided before anybody reads (§8, §9).

    The groups of every release are kept for ever, because whoever read them remembers; values only in the latest.
    """

    year = models.PositiveSmallIntegerField(_("year"), db_index=True)
    on = models.DateField(_("day"))
    sheets = models.PositiveIntegerField(_("sheets"))
    groups = models.BinaryField()
    values = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.year} ({self.on})"


class Study(models.Model):
    """The models or the practices of the pool as they were found on one day, and the sheets on which they rest."""

    class Part(models.TextChoices):
        MODELS = "models", _("Management models")
        PRACTICES = "practices", _("Practices")

    part = models.CharField(_("part"), max_length=10, choices=Part)
    year = models.PositiveSmallIntegerField(_("year"))
    on = models.DateField(_("day"))
    rests_on = models.JSONField()
    found = models.JSONField(null=True)
    """None where sheets were taken back since, and too few others have changed for a new study."""

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")
        ordering = ("pk",)
        indexes = (models.Index(fields=["part", "year"]),)

    def __str__(self) -> str:
        return f"{self.get_part_display()}, {self.year} ({self.on})"


class Answers(models.Model):
    """What a cluster's manager answered about the management on one day. Earlier rounds stay."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="answers", verbose_name=_("cluster"))
    on = models.DateField(_("day"))
    by = person_key(_("who answered"))
    given = models.JSONField(_("answers"))
    proposed = models.JSONField(_("what the journal proposed"))

    class Meta:
        verbose_name = _("answers about the management")
        verbose_name_plural = _("answers about the management")
        ordering = ("-on", "-pk")
        indexes = (models.Index(fields=["cluster", "-on"]),)

    def __str__(self) -> str:
        return f"{self.cluster}, {self.on}"


class OwnWay(models.Model):
    """How a cluster does a practice, in its own words, for peers who ask."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="own_ways", verbose_name=_("cluster"))
    practice = models.CharField(_("practice"), max_length=30)
    text = models.TextField(_("how we do it"), max_length=1500)
    on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("own way of a practice")
        verbose_name_plural = _("own ways of practices")
        ordering = ("cluster", "practice")
        constraints = (models.UniqueConstraint(name="one_way_of_a_practice", fields=["cluster", "practice"]),)

    def __str__(self) -> str:
        return f"{self.cluster}: {self.practice}"
