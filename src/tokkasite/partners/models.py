"""Who looks for partners, who asked whom, which consortia are being built, and what clusters tell one another."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models import Cluster, Mandate, Organisation
from tokkasite.runs.models import Run

TWO_LETTERS = RegexValidator(r"^[A-Za-z]{2}$", _("Write the country as two letters, such as FI."))
REVERSED_CONSENT = _("The consent ends before it begins. Correct one of the two days.")
ANSWERED = _("An answer has its day, and what waits has none.")


def words(label: str, **told: object) -> models.TextField:
    """Words or short phrases, one on each line."""
    return models.TextField(label, max_length=1500, blank=True, **told)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text, each once, without the empty ones."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class Anonymity(models.TextChoices):
    """How much is shown before both sides agreed. The keys are those of `tokka.partners.profiles`."""

    NAMED = "named", _("Openly: name and words at once; contact details only after both agreed")
    UNNAMED = "unnamed", _("Without name: only kind, country, what we offer and what we seek")
    HIDDEN = "hidden", _("Hidden: in no list; our cluster's team proposes us, without name")


class Stage(models.TextChoices):
    """How far the thing is that is offered."""

    IDEA = "idea", _("Idea")
    RESEARCH = "research", _("Under development")
    PROTOTYPE = "prototype", _("Prototype or pilot")
    FIELD_TESTED = "tested", _("Tested in practice")
    ON_THE_MARKET = "market", _("On the market")


class Rights(models.TextChoices):
    """What rights are held in it."""

    NONE = "none", _("No rights")
    SECRET = "secret", _("Secret know-how")
    APPLIED = "applied", _("Patent applied for")
    GRANTED = "granted", _("Patent granted")
    OTHER = "other", _("Copyright, design or trade mark")


class Partnership(models.TextChoices):
    """What kind of partnership is wanted."""

    COMMERCIAL = "commercial", _("Trade: selling, buying, representing")
    MANUFACTURE = "manufacture", _("Making together or for one another")
    TECHNICAL = "technical", _("Technical cooperation")
    LICENCE = "licence", _("Licence")
    PROJECT = "project", _("Joint project with public funding")
    INVESTMENT = "investment", _("Investment")


class PartnerProfile(models.Model):
    """What an organisation offers and seeks. It is found only while its consent holds."""

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="partner_profiles", verbose_name=_("cluster, whose team advises")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partner_profiles", verbose_name=_("organisation")
    )
    title = models.CharField(
        _("title"), max_length=120, help_text=_("What it is about, in a few words. Shown together with the name only.")
    )
    offers = words(_("what we offer"), help_text=_("One word or short phrase on each line, without names."))
    seeks = words(_("what we seek"), help_text=_("One word or short phrase on each line, without names."))
    sectors = models.CharField(
        _("activity codes"), max_length=100, blank=True, help_text=_("NACE codes, with blanks between, such as 16.23.")
    )
    country = models.CharField(_("country"), max_length=2, default="FI", validators=[TWO_LETTERS])
    wanted_countries = models.CharField(
        _("countries wanted"),
        max_length=100,
        blank=True,
        help_text=_("Two letters each, with blanks between, such as NO SE. Empty: any country."),
    )
    wanted_kinds = models.JSONField(_("kinds of partner wanted"), default=list, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, blank=True)
    rights = models.CharField(_("rights"), max_length=10, choices=Rights, blank=True)
    partnership = models.CharField(_("partnership wanted"), max_length=12, choices=Partnership, blank=True)
    text = models.TextField(
        _("more about it"), max_length=3000, blank=True, help_text=_("Shown together with the name only.")
    )
    contact = models.CharField(
        _("contact"),
        max_length=200,
        help_text=_("Whom to write to, and where. Shown to the other side only after both agreed."),
    )
    ends_on = models.DateField(
        _("answers welcome until"), null=True, blank=True, help_text=_("Empty: as long as the consent holds.")
    )
    consented_on = models.DateField(_("consented on"), null=True, blank=True)
    consent_ended_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    anonymity = models.CharField(
        _("shown before both agreed"), max_length=10, choices=Anonymity, default=Anonymity.UNNAMED
    )
    is_invented = models.BooleanField(_("invented for the demonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("partner profile")
        verbose_name_plural = _("partner profiles")
        ordering = ("title", "pk")
        constraints = (
            models.CheckConstraint(
                name="consent_to_partners_ends_after_it_begins",
                condition=Q(consent_ended_on=None) | Q(consent_ended_on__gte=F("consented_on")),
                violation_error_message=REVERSED_CONSENT,
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partners:profile", args=[self.cluster.key, self.pk])

    def clean(self) -> None:
        if not lines_of(self.offers) and not lines_of(self.seeks):
            raise ValidationError({"seeks": _("Say what you offer, what you seek, or both: else nobody is found.")})


class Interest(models.Model):
    """One profile asks for another. Where a team proposed it, the asking side agrees first."""

    class Answer(models.TextChoices):
        NONE = "none", _("none yet")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")

    asks = models.ForeignKey(PartnerProfile, models.CASCADE, related_name="asked_for", verbose_name=_("asks"))
    asked = models.ForeignKey(PartnerProfile, models.CASCADE, related_name="asked_by", verbose_name=_("is asked"))
    on = models.DateField(_("on"))
    expires_on = models.DateField(_("answer until"))
    is_proposal = models.BooleanField(_("proposed by a team"), default=False)
    """True until the asking side has agreed: the other side reads nothing of it before."""
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.NONE)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("interest in a partner")
        verbose_name_plural = _("interests in partners")
        ordering = ("-on", "-pk")
        constraints = (
            models.CheckConstraint(name="nobody_is_its_own_partner", condition=~Q(asks=F("asked"))),
            models.CheckConstraint(name="an_interest_ends_after_it_begins", condition=Q(expires_on__gte=F("on"))),
            models.CheckConstraint(
                name="an_answer_to_an_interest_has_its_day",
                condition=Q(answer="none", answered_on=None) | (~Q(answer="none") & Q(answered_on__isnull=False)),
                violation_error_message=ANSWERED,
            ),
        )

    def __str__(self) -> str:
        return f"{self.asks_id} → {self.asked_id}, {self.on}"


class NoLetters(models.Model):
    """A member who wants no letters of partners. Without a row it gets them."""

    mandate = models.OneToOneField(Mandate, models.CASCADE, related_name="no_partner_letters", verbose_name=_("member"))
    from_on = models.DateField(_("from"))

    class Meta:
        verbose_name = _("member without letters of partners")
        verbose_name_plural = _("members without letters of partners")

    def __str__(self) -> str:
        return str(self.mandate)


class LetterSent(models.Model):
    """That a letter told a member something of an interest, so that it is told once."""

    class About(models.TextChoices):
        ASKED = "asked", _("somebody asks")
        PROPOSED = "proposed", _("the team proposes somebody")
        AGREED = "agreed", _("the other side agreed")
        DECLINED = "declined", _("the other side declined")
        ENDS = "ends", _("the last day for an answer is near")

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="partner_letters", verbose_name=_("member"))
    interest = models.ForeignKey(Interest, models.CASCADE, related_name="letters", verbose_name=_("interest"))
    about = models.CharField(_("about"), max_length=10, choices=About)
    on = models.DateField(_("sent on"))

    class Meta:
        verbose_name = _("letter on an interest")
        verbose_name_plural = _("letters on interests")
        ordering = ("-on", "-pk")
        constraints = (models.UniqueConstraint(name="a_member_is_told_once", fields=["mandate", "interest", "about"]),)

    def __str__(self) -> str:
        return f"{self.mandate}: {self.get_about_display()}"


def percent(label: str, **told: object) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, validators=[MaxValueValidator(100)], **told)


def number(label: str, least: int, **told: object) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, validators=[MinValueValidator(least), MaxValueValidator(60)], **told)


class Consortium(models.Model):
    """What a call asks of a consortium, who could take part, and the last answer of the engine."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="consortia", verbose_name=_("cluster"))
    title = models.CharField(_("title"), max_length=150)
    call = models.CharField(_("call"), max_length=200, blank=True, help_text=_("Its name or number."))
    covered = models.TextField(
        _("roles and competences to cover"),
        max_length=2000,
        help_text=_(
            "One on each line. If several partners must cover it, write how many behind a colon: pilot site: 2"
        ),
    )
    entities = number(_("independent entities, each in another country"), 1, default=3)
    of_member_states = number(_("of them in a Member State"), 0, default=1)
    associated = models.CharField(
        _("associated countries"),
        max_length=200,
        blank=True,
        help_text=_("Those of the programme on the day of the call, as two letters with blanks between: NO IS. The "
                    "list changes, so look it up; none is assumed."),
    )  # fmt: skip
    most_partners = number(_("partners at most"), 1, default=8)
    most_per_country = number(_("partners at most from one country"), 1, null=True, blank=True)
    least_smes = number(_("small or medium-sized enterprises at least"), 0, default=0)
    least_sme_percent = percent(_("share of the budget for them at least, %"), default=0)
    most_share_percent = percent(_("share of the budget for one partner at most, %"), default=100)
    alternatives = models.PositiveSmallIntegerField(
        _("alternatives"), default=4, validators=[MinValueValidator(3), MaxValueValidator(5)]
    )
    run = models.ForeignKey(
        Run, models.PROTECT, related_name="consortia", null=True, blank=True, editable=False, verbose_name=_("run")
    )
    is_invented = models.BooleanField(_("invented for the demonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("consortium")
        verbose_name_plural = _("consortia")
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partners:consortium", args=[self.cluster.key, self.pk])

    def clean(self) -> None:
        if self.of_member_states and self.entities and self.of_member_states > self.entities:
            raise ValidationError({"of_member_states": _("These are more than the entities in all.")})
        if self.entities and self.most_partners and self.entities > self.most_partners:
            raise ValidationError({"most_partners": _("These are fewer than the independent entities asked for.")})


class ReceivedProfile(models.Model):
    """The profile of another cluster, as its organisation sent it."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="received_profiles", verbose_name=_("cluster"))
    key = models.CharField(_("key"), max_length=500)
    name = models.CharField(_("name"), max_length=2000)
    country = models.CharField(_("country"), max_length=2)
    updated_on = models.DateField(_("updated on"))
    sender = models.CharField(_("sent by"), max_length=500, blank=True)
    told = models.JSONField(_("profile"))
    received_on = models.DateField(_("received on"))
    is_invented = models.BooleanField(_("invented for the demonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("profile of another cluster")
        verbose_name_plural = _("profiles of other clusters")
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(name="one_profile_of_each_other_cluster", fields=["cluster", "key"]),)

    def __str__(self) -> str:
        return self.name


class Candidate(models.Model):
    """Who could take part in a consortium, and what is known of it. Unknown stays unknown."""

    class Place(models.TextChoices):
        FREE = "free", _("if it fits")
        FIXED = "fixed", _("takes part in any case")
        EXCLUDED = "excluded", _("takes no part")

    consortium = models.ForeignKey(
        Consortium, models.CASCADE, related_name="candidates", verbose_name=_("consortium"), editable=False
    )
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, related_name="candidacies", null=True, blank=True, editable=False
    )
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[TWO_LETTERS])
    covers = models.JSONField(_("covers"), default=list, blank=True)
    fit = models.PositiveSmallIntegerField(
        _("fit"), default=5, validators=[MaxValueValidator(10)], help_text=_("0 to 10, by your judgement.")
    )
    is_sme = models.BooleanField(_("small or medium-sized enterprise"), null=True, blank=True)
    owners = models.TextField(
        _("owners"),
        max_length=1000,
        blank=True,
        help_text=_("One on each line with the share: Northern Holding: 60. Write none: 0 where nobody owns a share. "
                    "Empty: not known."),
    )  # fmt: skip
    least_percent = percent(_("share of the budget at least, %"), default=5)
    most_percent = percent(_("share of the budget at most, %"), default=100)
    place = models.CharField(_("takes part"), max_length=10, choices=Place, default=Place.FREE)
    is_invented = models.BooleanField(_("invented for the demonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                name="one_candidate_of_each_name",
                fields=["consortium", "name"],
                violation_error_message=_("This name is among the candidates already. Change that one instead."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.least_percent is not None and self.most_percent is not None and self.least_percent > self.most_percent:
            raise ValidationError({"most_percent": _("This is less than the share at least. Correct one of the two.")})


class OwnProfile(models.Model):
    """What the cluster tells other clusters of itself, and whether anybody may fetch it."""

    cluster = models.OneToOneField(
        Cluster, models.CASCADE, related_name="own_profile", verbose_name=_("cluster"), editable=False
    )
    region = models.CharField(_("NUTS code of the region"), max_length=5, blank=True)
    label = models.CharField(_("label"), max_length=100, blank=True)
    url = models.URLField(_("web address"), blank=True)
    founded = models.PositiveSmallIntegerField(
        _("founded in"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    sme = models.PositiveIntegerField(_("small or medium-sized enterprises"), null=True, blank=True)
    large = models.PositiveIntegerField(_("large enterprises"), null=True, blank=True)
    research = models.PositiveIntegerField(_("research and education"), null=True, blank=True)
    public = models.PositiveIntegerField(_("public bodies"), null=True, blank=True)
    other = models.PositiveIntegerField(_("other members"), null=True, blank=True)
    sectors = words(_("sectors"), help_text=_("One on each line."))
    technologies = words(_("technologies"), help_text=_("One on each line."))
    offers = words(_("what the cluster offers"), help_text=_("One on each line."))
    seeks = words(_("what the cluster seeks"), help_text=_("One on each line."))
    languages = models.CharField(
        _("languages"), max_length=60, blank=True, help_text=_("As two letters, with blanks between: fi en.")
    )
    target_countries = models.CharField(
        _("target countries"), max_length=100, blank=True, help_text=_("As two letters, with blanks between: NO SE.")
    )
    is_published = models.BooleanField(
        _("anybody may fetch it"), default=False, help_text=_("At an address of its own, as JSON. It names no person.")
    )
    updated_on = models.DateField(_("updated on"), editable=False)
    is_invented = models.BooleanField(_("invented for the demonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("own cluster profile")
        verbose_name_plural = _("own cluster profiles")

    def __str__(self) -> str:
        return str(self.cluster)
