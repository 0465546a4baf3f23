"""Organisations of every role, with every fact of theirs that changes, dated."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from tokka.tables.identifiers import business_id, european_id, legal_entity_id, vat_number
from tokka.words import Remark
from tokkasite.register.models.places import Municipality
from tokkasite.register.models.shared import Language, in_words, lasts, refuse_reversed, searchable


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
