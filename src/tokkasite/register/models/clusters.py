"""Clusters, who takes part in them, and who may do what in them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from tokkasite.register.models.organisations import Organisation
from tokkasite.register.models.places import Municipality
from tokkasite.register.models.shared import Language, in_language, lasts, refuse_reversed

LEVEL_OF_A_LABEL = _("Give the level of a label; leave it empty otherwise.")
CLUSTER_OF_A_MANDATE = _("Choose a cluster, except for the region's coordinator.")
ORGANISATION_OF_A_MANDATE = _("Choose the organisation of a member; leave it empty for every other role.")
MEMBER_OF_THE_CLUSTER = _("This organisation has never taken part in the cluster. Enter its participation first.")


class PublicConsent(models.Model):
    """An organisation lets its profile be shown in public, from one day to another."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="public_consents")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent to be shown in public")
        verbose_name_plural = _("consents to be shown in public")
        ordering = ("-from_on",)
        constraints = (
            lasts("public_consent"),
            models.UniqueConstraint(name="one_open_consent", fields=["organisation"], condition=Q(until_on=None)),
        )

    def __str__(self) -> str:
        return f"{self.organisation}, {self.from_on}"


class Cluster(models.Model):
    """A cluster: its names, its host, and where it sits. A region has several; a host may run more than one."""

    key = models.SlugField(
        _("key"), max_length=50, unique=True, help_text=_("The short name in addresses and commands.")
    )
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="hosted_clusters", verbose_name=_("host"))
    seat = models.ForeignKey(Municipality, models.PROTECT, verbose_name=_("seat"), null=True, blank=True)
    name_fi = models.CharField(_("name in Finnish"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    name_sv = models.CharField(_("name in Swedish"), max_length=150, blank=True)
    name_se = models.CharField(_("name in Northern Sámi"), max_length=150, blank=True)
    name_smn = models.CharField(_("name in Inari Sámi"), max_length=150, blank=True)
    name_sms = models.CharField(_("name in Skolt Sámi"), max_length=150, blank=True)
    summary_fi = models.TextField(_("summary in Finnish"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_sv = models.TextField(_("summary in Swedish"), blank=True)
    summary_se = models.TextField(_("summary in Northern Sámi"), blank=True)
    summary_smn = models.TextField(_("summary in Inari Sámi"), blank=True)
    summary_sms = models.TextField(_("summary in Skolt Sámi"), blank=True)
    agreement_fi = models.TextField(
        _("participation agreement in Finnish"), blank=True, help_text=_("What members sign in their own pages.")
    )
    agreement_en = models.TextField(_("participation agreement in English"), blank=True)
    agreement_sv = models.TextField(_("participation agreement in Swedish"), blank=True)
    agreement_se = models.TextField(_("participation agreement in Northern Sámi"), blank=True)
    agreement_smn = models.TextField(_("participation agreement in Inari Sámi"), blank=True)
    agreement_sms = models.TextField(_("participation agreement in Skolt Sámi"), blank=True)
    managed_since = models.DateField(_("managed since"), null=True, blank=True)
    source_title = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ("key",)

    def __str__(self) -> str:
        return in_language(self, "name")

    @property
    def summary(self) -> str:
        return in_language(self, "summary")

    @property
    def agreement(self) -> str:
        """What a member signs: the cluster's own words, else one plain sentence."""
        says = gettext("We take part in the work of the cluster “%(cluster)s” and support its aims.")
        return in_language(self, "agreement") or says % {"cluster": self}

    def get_absolute_url(self) -> str:
        return reverse("excellence:home", args=[self.key])


class Participation(ClusterableModel):
    """An organisation takes part in a cluster from one day to another."""

    once_at_a_time_in = "cluster"
    """Where two organisations are merged, participations in one cluster that share a day become one."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="participations", verbose_name=_("cluster"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="participations", verbose_name=_("organisation")
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ("organisation__name",)
        constraints = (
            lasts("participation"),
            models.UniqueConstraint(
                name="one_open_participation",
                fields=["cluster", "organisation"],
                condition=Q(until_on=None),
                violation_error_message=_("This organisation takes part already. End that participation first."),
            ),
        )
        indexes = (models.Index(fields=["cluster", "organisation"]),)

    def __str__(self) -> str:
        return f"{self.organisation} – {self.cluster}"

    def clean(self) -> None:
        """An organisation takes part once at a time: two participations in one cluster share no day."""
        refuse_reversed(self)
        if not (self.cluster_id and self.organisation_id and self.from_on):
            return
        others = Participation.objects.filter(cluster=self.cluster_id, organisation=self.organisation_id)
        later = Q(until_on=None) | Q(until_on__gte=self.from_on)
        earlier = Q(from_on__lte=self.until_on) if self.until_on else Q()
        if shared := others.exclude(pk=self.pk).filter(later & earlier).order_by("from_on").first():
            raise ValidationError({"from_on": overlap_of(shared)})


def overlap_of(shared: Participation) -> str:
    """What to say of a participation that another one overlaps."""
    days = {"from_on": date_format(shared.from_on, "SHORT_DATE_FORMAT")}
    if shared.until_on is None:
        return gettext("This organisation takes part already, since %(from_on)s. End that participation first.") % days
    days["until_on"] = date_format(shared.until_on, "SHORT_DATE_FORMAT")
    return (
        gettext("This organisation took part already from %(from_on)s to %(until_on)s. Choose days beside it.") % days
    )


class Commitment(models.Model):
    """What proves that a participant is committed, and for how long."""

    class Proof(models.TextChoices):
        AGREEMENT = "agreement", _("Agreement")
        FEE = "fee", _("Fee paid")
        LETTER = "letter", _("Letter")

    participation = ParentalKey(Participation, on_delete=models.CASCADE, related_name="commitments")
    proof = models.CharField(_("proof"), max_length=10, choices=Proof)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    reference = models.CharField(_("where the proof is"), max_length=200, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True, editable=False)
    signed_by = models.CharField(_("signed by"), max_length=120, blank=True, editable=False)
    wording = models.TextField(_("what was signed"), blank=True, editable=False)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    """Where a member signs in the own pages: when, who, the very words, and the day on which they took it back."""

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ("from_on",)
        constraints = (
            lasts("commitment"),
            models.CheckConstraint(
                name="who_signs_signs_words_on_a_day",
                condition=Q(signed_on=None, signed_by="", wording="")
                | (Q(signed_on__isnull=False) & ~Q(signed_by="") & ~Q(wording="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.participation}: {self.get_proof_display()}"

    def clean(self) -> None:
        refuse_reversed(self)


class Standing(models.Model):
    """What others have said of a cluster, from one day to another: a label, a profile accepted, a programme."""

    class Kind(models.TextChoices):
        LABEL = "label", _("Quality label")
        PLATFORM_PROFILE = "platform_profile", _("Profile on the European Cluster Collaboration Platform")
        RECOGNITION = "recognition", _("Recognition by a cluster programme")

    class Level(models.TextChoices):
        BRONZE = "bronze", _("Bronze")
        SILVER = "silver", _("Silver")
        GOLD = "gold", _("Gold")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="standings", verbose_name=_("cluster"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    level = models.CharField(_("level"), max_length=10, choices=Level, blank=True)
    from_on = models.DateField(_("from"), help_text=_("For a label the day of the interview or visit."))
    until_on = models.DateField(_("until"), null=True, blank=True)
    source_title = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        ordering = ("-from_on",)
        constraints = (
            lasts("standing"),
            models.CheckConstraint(
                name="a_label_and_nothing_else_has_a_level",
                condition=Q(kind="label", level__in=("bronze", "silver", "gold")) | (~Q(kind="label") & Q(level="")),
                violation_error_message=LEVEL_OF_A_LABEL,
            ),
        )

    def __str__(self) -> str:
        return self.get_level_display() if self.kind == self.Kind.LABEL else self.get_kind_display()

    def clean(self) -> None:
        refuse_reversed(self)
        if bool(self.level) != (self.kind == self.Kind.LABEL):
            raise ValidationError({"level": LEVEL_OF_A_LABEL})


class Website(models.Model):
    """A cluster's own site in one language, and whether it says what is offered."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="websites", verbose_name=_("cluster"))
    url = models.URLField(_("address"))
    language = models.CharField(_("language"), max_length=3, choices=Language)
    says_what_is_offered = models.BooleanField(_("says concretely what is offered"), default=False)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("website")
        verbose_name_plural = pgettext_lazy("heading", "websites")
        constraints = (lasts("website"),)

    def __str__(self) -> str:
        return f"{self.url} ({self.language})"

    def clean(self) -> None:
        refuse_reversed(self)


class Mandate(models.Model):
    """What a user may do in which cluster, from one day to another. The region's coordinator has no cluster here.

    A member has an organisation and sees nothing but it. Which groups somebody leads is said by the groups themselves.
    """

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("Region coordinator")
        MANAGER = "manager", _("Cluster manager")
        TEAM = "team", _("Team member")
        GROUP_LEAD = "group_lead", _("Working-group lead")
        MEMBER = "member", _("Member")
        ASSESSOR = "assessor", _("Assessor")
        AUDITOR = "auditor", _("Auditor")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mandates", verbose_name=_("user"))
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="mandates", null=True, blank=True, verbose_name=_("cluster")
    )
    role = models.CharField(_("role"), max_length=15, choices=Role)
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="mandates",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
        help_text=_("For a member alone: whose own pages they see."),
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = (
            lasts("mandate"),
            models.CheckConstraint(
                name="a_coordinator_and_nobody_else_has_the_region",
                condition=Q(role="coordinator", cluster=None) | (~Q(role="coordinator") & Q(cluster__isnull=False)),
                violation_error_message=CLUSTER_OF_A_MANDATE,
            ),
            models.CheckConstraint(
                name="a_member_and_nobody_else_has_an_organisation",
                condition=Q(role="member", organisation__isnull=False) | (~Q(role="member") & Q(organisation=None)),
                violation_error_message=ORGANISATION_OF_A_MANDATE,
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    def clean(self) -> None:
        refuse_reversed(self)
        if bool(self.cluster_id) == (self.role == self.Role.COORDINATOR):
            raise ValidationError({"cluster": CLUSTER_OF_A_MANDATE})
        if bool(self.organisation_id) != (self.role == self.Role.MEMBER):
            raise ValidationError({"organisation": ORGANISATION_OF_A_MANDATE})
        if self.organisation_id and not self.organisation.participations.filter(cluster=self.cluster_id).exists():
            raise ValidationError({"organisation": MEMBER_OF_THE_CLUSTER})
