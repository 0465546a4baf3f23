"""Who is who: the region, organisations of every role, clusters with their hosts, and who takes part since when."""

from typing import Any
from unicodedata import combining, normalize

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from tokka.tables.identifiers import business_id, european_id, legal_entity_id, vat_number
from tokka.words import Remark

REVERSED = _("The last day is before the first day. Correct one of the two.")
LEVEL_OF_A_LABEL = _("Give the level of a label; leave it empty otherwise.")
CLUSTER_OF_A_MANDATE = _("Choose a cluster, except for the region's coordinator.")
ORGANISATION_OF_A_MANDATE = _("Choose the organisation of a member; leave it empty for every other role.")
MEMBER_OF_THE_CLUSTER = _("This organisation has never taken part in the cluster. Enter its participation first.")


class Language(models.TextChoices):
    """The languages in which names and people are kept, all alike, in the order in which one stands in for another."""

    FI = "fi", _("Finnish")
    EN = "en", _("English")
    SV = "sv", _("Swedish")
    SE = "se", _("Northern Sámi")
    SMN = "smn", _("Inari Sámi")
    SMS = "sms", _("Skolt Sámi")


STANDS_IN = {"smn": ("se", "sms"), "sms": ("se", "smn"), "se": ("smn", "sms")}
"""Which languages are nearer to a reader than the usual order says: a Sámi language before all others."""


def in_language(thing: models.Model, field: str) -> str:
    """The words of `field` in the reader's language, else in the first language that has them."""
    wanted = (get_language() or "fi").split("-")[0]
    order = (wanted, *STANDS_IN.get(wanted, ()), *Language.values)
    return next((text for code in order if (text := getattr(thing, f"{field}_{code}", ""))), "")


def searchable(name: str) -> str:
    """A name as it is compared: without case, accents and doubled spaces, so that Kittila finds Kittilä."""
    plain = "".join(letter for letter in normalize("NFKD", name) if not combining(letter))
    return " ".join(plain.casefold().split())


def in_words(remark: Remark) -> str:
    """What the library remarks, in the reader's language."""
    values = {
        name: gettext(value) if isinstance(value, str) and value else value for name, value in remark.values.items()
    }
    return gettext(remark.message) % values


def refuse_reversed(row: models.Model) -> None:
    """Refuse, at the last day, what ends before it begins."""
    if row.from_on and row.until_on and row.until_on < row.from_on:
        raise ValidationError({"until_on": REVERSED})


def lasts(name: str) -> models.CheckConstraint:
    """What begins does not end before it began. The database keeps it; `refuse_reversed` says it at the field."""
    return models.CheckConstraint(
        name=f"{name}_ends_after_it_begins",
        condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
        violation_error_message=REVERSED,
    )


class Region(models.Model):
    """The region that runs this installation: one row."""

    code = models.CharField(_("NUTS code"), max_length=5, unique=True)
    name_fi = models.CharField(_("name in Finnish"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    name_sv = models.CharField(_("name in Swedish"), max_length=100, blank=True)
    name_se = models.CharField(_("name in Northern Sámi"), max_length=100, blank=True)
    name_smn = models.CharField(_("name in Inari Sámi"), max_length=100, blank=True)
    name_sms = models.CharField(_("name in Skolt Sámi"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return in_language(self, "name")


class Municipality(models.Model):
    """A municipality by its official code, with its names and a point that lies inside it."""

    code = models.CharField(_("code"), max_length=3, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="municipalities", null=True, blank=True)
    name_fi = models.CharField(_("name in Finnish"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    name_sv = models.CharField(_("name in Swedish"), max_length=100, blank=True)
    name_se = models.CharField(_("name in Northern Sámi"), max_length=100, blank=True)
    name_smn = models.CharField(_("name in Inari Sámi"), max_length=100, blank=True)
    name_sms = models.CharField(_("name in Skolt Sámi"), max_length=100, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ("name_fi",)

    def __str__(self) -> str:
        return in_language(self, "name")

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that it has, in whichever language."""
        return tuple(name for code in Language.values if (name := getattr(self, f"name_{code}")))


class Role(models.TextChoices):
    """What an organisation is in a network. The keys are those of `tokka.excellence.records.ROLES`."""

    COMPANY = "company", _("Company")
    RESEARCH = "research", _("Research institute or university")
    EDUCATION = "education", _("Education")
    DEVELOPMENT_COMPANY = "development_company", _("Development company")
    MUNICIPALITY = "municipality", _("Municipality or city")
    FINANCIER = "financier", _("Financier")
    REGIONAL_AUTHORITY = "regional_authority", _("Regional authority")
    OTHER = "other", _("Other")


class Organisation(ClusterableModel):
    """A body of any role. What changes over time (identifiers, activity, size, participation) stands in dated rows."""

    name = models.CharField(_("name"), max_length=200)
    search_name = models.CharField(max_length=200, editable=False, db_index=True)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="organisations",
        null=True,
        blank=True,
        verbose_name=_("municipality"),
    )
    website = models.URLField(_("website"), blank=True)
    is_invented = models.BooleanField(
        _("invented"), default=False, help_text=_("Made up for the demonstration. It is marked so wherever it shows.")
    )
    source_title = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = pgettext_lazy("heading", "organisations")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_name = searchable(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("register:organisation", args=[self.pk])


class OrganisationName(models.Model):
    """A name that an organisation bears or bore beside the one that heads its page, and from when to when."""

    class Kind(models.TextChoices):
        FORMER = "former", _("Former name")
        PARALLEL = "parallel", _("Name in another language")
        AUXILIARY = "auxiliary", _("Auxiliary name")

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    language = models.CharField(_("language"), max_length=3, choices=Language, blank=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ("name",)
        constraints = (lasts("organisation_name"),)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        refuse_reversed(self)


class Succession(models.Model):
    """One organisation goes on with the tasks of another. A body that is split has several successors."""

    predecessor = models.ForeignKey(
        Organisation, models.PROTECT, related_name="successions", verbose_name=_("organisation that ended")
    )
    successor = ParentalKey(
        Organisation, on_delete=models.PROTECT, related_name="preceded_by", verbose_name=_("organisation that goes on")
    )
    on = models.DateField(_("first day of the successor"))
    tasks = models.CharField(_("which tasks"), max_length=300, blank=True)
    source_title = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ("on", "pk")
        constraints = (
            models.CheckConstraint(
                name="nobody_succeeds_itself",
                condition=~Q(predecessor=F("successor")),
                violation_error_message=_("An organisation does not succeed itself. Choose another one."),
            ),
            models.UniqueConstraint(name="one_succession_each", fields=["predecessor", "successor"]),
        )

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Ownership(models.Model):
    """A share of one organisation held by another, from one day to another."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="holdings", verbose_name=_("owner"))
    owned = ParentalKey(
        Organisation, on_delete=models.CASCADE, related_name="ownerships", verbose_name=_("organisation owned")
    )
    share_percent = models.DecimalField(_("share, %"), max_digits=5, decimal_places=2)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("ownership share")
        verbose_name_plural = _("ownership shares")
        ordering = ("-share_percent", "pk")
        constraints = (
            lasts("ownership"),
            models.CheckConstraint(
                name="a_share_is_part_of_a_whole",
                condition=Q(share_percent__gt=0, share_percent__lte=100),
                violation_error_message=_("A share lies above 0 and goes up to 100 per cent."),
            ),
            models.CheckConstraint(
                name="nobody_owns_itself",
                condition=~Q(owner=F("owned")),
                violation_error_message=_("An organisation does not own itself. Choose another one."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.owner}: {self.share_percent} % – {self.owned}"

    def clean(self) -> None:
        refuse_reversed(self)


class Identifier(models.Model):
    """What a register calls an organisation, and since when."""

    class Scheme(models.TextChoices):
        FI_BUSINESS_ID = "fi_business_id", _("Finnish business id")
        EU_VAT = "eu_vat", _("EU VAT number")
        EUID = "euid", _("European unique identifier (EUID)")
        LEI = "lei", _("Legal entity identifier (LEI)")
        LIST = "list", _("Number in a list")

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("scheme"), max_length=20, choices=Scheme)
    value = models.CharField(_("identifier"), max_length=100, db_index=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = (
            lasts("identifier"),
            models.UniqueConstraint(
                name="identifier_names_one_organisation",
                fields=["scheme", "value", "source"],
                violation_error_message=_("Another organisation has this identifier. Open that one instead."),
            ),
            models.UniqueConstraint(
                name="official_identifier_names_one_organisation",
                fields=["scheme", "value"],
                condition=~Q(scheme="list"),
                violation_error_message=_("Another organisation has this identifier. Open that one instead."),
            ),
        )

    def __str__(self) -> str:
        return self.value

    def clean(self) -> None:
        """An official identifier has its check digit right, and is kept as its register writes it."""
        refuse_reversed(self)
        check = CHECKS.get(self.scheme)
        kept = check(self.value) if check and self.value else self.value
        if isinstance(kept, Remark):
            remedy = gettext("Look it up in the register that gave it, and correct it.")
            raise ValidationError({"value": f"{in_words(kept)} {remedy}"})
        self.value = kept


CHECKS = {
    Identifier.Scheme.FI_BUSINESS_ID: business_id,
    Identifier.Scheme.EU_VAT: vat_number,
    Identifier.Scheme.EUID: european_id,
    Identifier.Scheme.LEI: legal_entity_id,
}


class FormerFact(models.Model):
    """What the register said of an organisation until a day: what stands on its page now began on the day after.

    What is kept in dated rows of its own (identifiers, codes, sizes, participation) needs no such line.
    """

    class Field(models.TextChoices):
        NAME = "name", _("Name")
        ROLE = "role", _("Role")
        MUNICIPALITY = "municipality", _("Municipality")
        WEBSITE = "website", _("Website")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="former_facts")
    field = models.CharField(_("field"), max_length=15, choices=Field)
    value = models.CharField(_("value"), max_length=300)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"))

    class Meta:
        verbose_name = _("former fact")
        verbose_name_plural = _("former facts")
        ordering = ("-until_on", "field", "-pk")
        constraints = (lasts("former_fact"),)

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.value}"

    @property
    def told(self) -> str:
        """The value as it is read: a role by its name, a municipality by its own."""
        return Role(self.value).label if self.field == self.Field.ROLE and self.value in Role else self.value


class ActivityCode(models.Model):
    """What an organisation does, in one edition of one classification. Editions stand side by side.

    A code of one edition is never made from that of another: the same digits may mean another class.
    """

    class Scheme(models.TextChoices):
        NACE_2 = "nace_2", _("NACE Rev. 2")
        NACE_2_1 = "nace_2_1", _("NACE Rev. 2.1")
        TOL_2008 = "tol_2008", _("TOL 2008")
        TOL_2025 = "tol_2025", _("TOL 2025")

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="activity_codes")
    scheme = models.CharField(_("classification"), max_length=10, choices=Scheme)
    code = models.CharField(
        _("code"),
        max_length=7,
        validators=[RegexValidator(r"^\d{2}(\.?\d{1,3})?$", _("Write the code as digits, such as 10.51 or 10510."))],
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("activity code")
        verbose_name_plural = _("activity codes")
        constraints = (lasts("activity_code"),)

    def __str__(self) -> str:
        return f"{self.code} ({self.get_scheme_display()})"

    def clean(self) -> None:
        refuse_reversed(self)


class SizeFigure(models.Model):
    """Staff, turnover and balance sheet of one accounting year: the size class is computed from them.

    What the organisation declares and what a register says stand side by side; neither overwrites the other.
    """

    class Origin(models.TextChoices):
        DECLARED = "declared", _("declared by the organisation")
        REGISTER = "register", _("from a register")

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="size_figures")
    year = models.PositiveSmallIntegerField(_("accounting year"))
    headcount_awu = models.DecimalField(_("staff, annual work units"), max_digits=9, decimal_places=1)
    turnover_eur = models.DecimalField(_("turnover, EUR"), max_digits=15, decimal_places=2, null=True, blank=True)
    balance_eur = models.DecimalField(
        _("balance sheet total, EUR"), max_digits=15, decimal_places=2, null=True, blank=True
    )
    source = models.CharField(_("source"), max_length=200)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.DECLARED)

    class Meta:
        verbose_name = _("size figure")
        verbose_name_plural = _("size figures")
        ordering = ("-year", "origin")
        constraints = (
            models.UniqueConstraint(name="one_size_figure_a_year", fields=["organisation", "year", "origin"]),
        )

    def __str__(self) -> str:
        return f"{self.organisation}, {self.year}"


class ContactPerson(models.Model):
    """Whom to call at an organisation: name, task and work contact, and nothing more.

    Why it is kept, when it was last found true and until when it is kept stand beside it; the night acts on the last.
    """

    class Basis(models.TextChoices):
        LEGITIMATE_INTEREST = "interest", _("Legitimate interest in the cluster's work")
        CONSENT = "consent", _("Consent")
        CONTRACT = "contract", _("Agreement with the organisation")
        PUBLIC_TASK = "public_task", _("Task in the public interest")

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="contact_people")
    name = models.CharField(_("name"), max_length=120)
    task = models.CharField(_("task"), max_length=120, blank=True)
    email = models.EmailField(_("work e-mail"), blank=True)
    phone = models.CharField(_("work telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=3, choices=Language, default=Language.FI)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    lawful_basis = models.CharField(_("lawful basis"), max_length=15, choices=Basis, default=Basis.LEGITIMATE_INTEREST)
    verified_on = models.DateField(
        _("verified on"), null=True, blank=True, help_text=_("When these details were last found true.")
    )
    keep_until = models.DateField(
        _("keep until"), null=True, blank=True, help_text=_("After this day the person is erased at night.")
    )

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact people")
        ordering = ("name",)
        constraints = (lasts("contact_person"),)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        refuse_reversed(self)


class Profile(models.Model):
    """What an organisation tells of itself, in its own language. Its members write it."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="profile")
    description = models.TextField(_("what we do"), max_length=2000, blank=True)
    services = models.TextField(
        _("our services and products"), max_length=2000, blank=True, help_text=_("One on each line.")
    )
    language = models.CharField(_("language of these words"), max_length=3, choices=Language, default=Language.FI)
    email = models.EmailField(_("e-mail for the public"), blank=True)
    phone = models.CharField(_("telephone for the public"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.organisation)


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


class RegisterFact(models.Model):
    """What the company register says of an organisation beyond what others keep: dated, the latest without an end."""

    class Kind(models.TextChoices):
        FORM = "form", _("Legal form")
        STATUS = "status", _("Status")
        ADDRESS = "address", _("Address")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="register_facts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    value = models.CharField(_("value"), max_length=300)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("fact from the company register")
        verbose_name_plural = _("facts from the company register")
        ordering = ("kind", "-from_on")
        constraints = (
            lasts("register_fact"),
            models.UniqueConstraint(
                name="one_open_register_fact", fields=["organisation", "kind"], condition=Q(until_on=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"


class RegisterAlert(models.Model):
    """The register says that a company is bankrupt, in liquidation or being restructured. Shown at once."""

    class Kind(models.TextChoices):
        BANKRUPTCY = "bankruptcy", _("Bankruptcy")
        LIQUIDATION = "liquidation", _("Liquidation")
        RESTRUCTURING = "restructuring", _("Restructuring")
        CEASED = "ceased", _("Ceased")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="register_alerts")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    from_on = models.DateField(_("from"), null=True, blank=True)
    found_on = models.DateField(_("found on"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("alert from the company register")
        verbose_name_plural = _("alerts from the company register")
        ordering = ("kind",)
        constraints = (
            models.UniqueConstraint(
                name="one_open_register_alert", fields=["organisation", "kind"], condition=Q(until_on=None)
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class ProposedChange(models.Model):
    """What the company register or the organisation itself says otherwise. Somebody accepts or rejects it."""

    class Field(models.TextChoices):
        NAME = "name", _("Name")
        FORM = "form", _("Legal form")
        STATUS = "status", _("Status")
        ADDRESS = "address", _("Address")
        MUNICIPALITY = "municipality", _("Municipality")
        WEBSITE = "website", _("Website")
        EUID = "euid", _("European unique identifier (EUID)")
        TOL_2025 = "tol_2025", _("TOL 2025")
        TOL_2008 = "tol_2008", _("TOL 2008")

    class Decision(models.TextChoices):
        OPEN = "", _("open")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")

    class Origin(models.TextChoices):
        REGISTER = "register", _("The company register")
        MEMBER = "member", _("The organisation itself")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="proposed_changes")
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.REGISTER)
    field = models.CharField(_("field"), max_length=15, choices=Field)
    kept = models.CharField(_("kept"), max_length=300, blank=True)
    proposed = models.CharField(_("proposed"), max_length=300)
    source = models.CharField(_("source"), max_length=200)
    found_on = models.DateField(_("found on"))
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, default="", blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ("field", "pk")
        constraints = (
            models.UniqueConstraint(
                name="one_open_change_of_a_field", fields=["organisation", "field", "origin"], condition=Q(decision="")
            ),
            models.CheckConstraint(
                name="change_is_decided_on_a_day",
                condition=Q(decision="", decided_on=None) | (~Q(decision="") & Q(decided_on__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.proposed}"


class RegisterCheck(models.Model):
    """When an organisation was last looked up in the company register, and what the register called that version."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="register_check")
    checked_on = models.DateField(_("checked on"))
    last_modified = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("check in the company register")
        verbose_name_plural = _("checks in the company register")

    def __str__(self) -> str:
        return f"{self.organisation}, {self.checked_on}"


class Distinct(models.Model):
    """Somebody decided that two organisations are not one, however alike. Which is named first says nothing."""

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="distinct_from")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="distinct_to")

    class Meta:
        verbose_name = _("pair that is no duplicate")
        verbose_name_plural = _("pairs that are no duplicates")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(Least("first", "second"), Greatest("first", "second"), name="decided_once_a_pair"),
            models.CheckConstraint(name="nobody_is_distinct_from_itself", condition=~Q(first=F("second"))),
        )

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"


class Unit(models.Model):
    """An organisation of the register that is a unit of another one: linked, never merged."""

    parent = models.ForeignKey(Organisation, models.CASCADE, related_name="units", verbose_name=_("body"))
    unit = models.ForeignKey(Organisation, models.CASCADE, related_name="unit_of", verbose_name=_("unit"))

    class Meta:
        verbose_name = _("unit of a body")
        verbose_name_plural = _("units of bodies")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(name="one_link_each", fields=["parent", "unit"]),
            models.CheckConstraint(name="nobody_is_a_unit_of_itself", condition=~Q(parent=F("unit"))),
        )

    def __str__(self) -> str:
        return f"{self.unit} – {self.parent}"


class Merge(models.Model):
    """Two organisations became one: what was moved, step by step, so that it can be taken back exactly.

    The two are named by number, not by key: one of them is gone while the merge stands.
    """

    kept_number = models.BigIntegerField(db_index=True)
    kept_name = models.CharField(_("organisation that stayed"), max_length=200)
    lost_number = models.BigIntegerField(db_index=True)
    lost_name = models.CharField(_("organisation that went into it"), max_length=200)
    steps = models.JSONField(default=list)
    is_undone = models.BooleanField(_("undone"), default=False)
    made_at = models.DateTimeField(_("merged at"), auto_now_add=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.lost_name} → {self.kept_name}"
