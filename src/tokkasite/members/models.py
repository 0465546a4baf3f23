"""Who is invited to speak for an organisation, and what a member says is wrong."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models import Cluster, Language, Mandate, Organisation


class Invitation(models.Model):
    """A link in a letter that makes one person a member for one organisation, once and until a day.

    Only the digest of the link is kept: who reads the database cannot use it.
    """

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="invitations", verbose_name=_("cluster"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="invitations", verbose_name=_("organisation")
    )
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(
        _("language of the letter"),
        max_length=2,
        choices=[(Language.FI.value, Language.FI.label), (Language.EN.value, Language.EN.label)],
        default=Language.FI,
    )
    digest = models.CharField(max_length=64, unique=True)
    sent_on = models.DateField(_("sent on"))
    expires_on = models.DateField(_("last day"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="invitations_sent", null=True, verbose_name=_("by")
    )
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    mandate = models.OneToOneField(
        Mandate, models.SET_NULL, related_name="invitation", null=True, blank=True, verbose_name=_("mandate")
    )

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-sent_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="invitation_is_accepted_or_withdrawn", condition=Q(accepted_on=None) | Q(withdrawn_on=None)
            ),
            models.UniqueConstraint(
                name="one_open_invitation_each",
                fields=["cluster", "organisation", "email"],
                condition=Q(accepted_on=None, withdrawn_on=None),
                violation_error_message=_(
                    "This person is invited already. Send that invitation again, or withdraw it."
                ),
            ),
        )

    def __str__(self) -> str:
        """Without the person: it stands in the audit trail, which outlasts the invitation."""
        return f"{self.organisation}, {self.sent_on}"


class Correction(models.Model):
    """A member says that something the cluster recorded is wrong. The team settles it; nothing changes by itself."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="corrections", verbose_name=_("cluster"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="corrections", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=30)
    number = models.BigIntegerField(_("number"))
    about = models.CharField(_("about what"), max_length=300)
    """The record's own line as it stood on that day, so that the note still says something when the record is gone."""
    says = models.TextField(_("what is wrong"), max_length=1000)
    made_on = models.DateField(_("day"))
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("correction asked for")
        verbose_name_plural = _("corrections asked for")
        ordering = ("-made_on", "-pk")

    def __str__(self) -> str:
        return self.about
