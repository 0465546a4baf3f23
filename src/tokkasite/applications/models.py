"""Applications from idea to result, aid by the law's ledger, what size is told from, and projects of the past."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tokkasite.funding.models import Call
from tokkasite.journal.models import Project
from tokkasite.register.models import Cluster, Organisation

ALARM_DAYS: Final = 14
"""So many days before a deadline or a next step the page begins to warn."""


def euros(label: str, told: str = "", **more: Any) -> models.DecimalField:
    """Money in euros, not below zero; empty where nobody has told it."""
    shape = {"max_digits": 13, "decimal_places": 2, "validators": (MinValueValidator(0),), "help_text": told}
    return models.DecimalField(label, **shape, **({"null": True, "blank": True} | more))


def made_by(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=label
    )


def invented() -> models.BooleanField:
    return models.BooleanField(
        _("invented"), default=False, help_text=_("Made up for the demonstration. It is marked so wherever it shows.")
    )


class Application(models.Model):
    """One application of a consortium on its way from idea to result."""

    class Stage(models.TextChoices):
        IDEA = "idea", _("Idea")
        DECISION = "decision", _("Go or no-go")
        DRAFTING = "drafting", _("Drafting")
        SUBMITTED = "submitted", pgettext_lazy("application", "Submitted")
        EVALUATED = "evaluated", _("Evaluated")
        CONTRACT = "contract", _("Contract")
        CLAIMS = "claims", _("Claims for payment")
        RESULT = "result", _("Result")
        LOST = "lost", _("Not funded")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Owes(models.TextChoices):
        TEAM = "team", _("The cluster's team")
        LEAD = "lead", _("The lead applicant")
        PARTNERS = "partners", _("The partners")
        FUNDER = "funder", _("The funder")

    class Reason(models.TextChoices):
        SCORE = "score", _("Below the threshold")
        MONEY = "money", _("Good enough, but the money ran out")
        ELIGIBILITY = "eligibility", _("Not eligible")
        CONSORTIUM = "consortium", _("The consortium did not come together")
        CO_FUNDING = "co_funding", _("The own share was missing")
        TIME = "time", _("There was too little time")
        FIT = "fit", _("The call did not fit after all")
        OTHER = "other", _("Other reason")

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="applications", verbose_name=_("cluster"))
    title = models.CharField(_("title"), max_length=200)
    call = models.ForeignKey(
        Call, models.SET_NULL, related_name="applications", null=True, blank=True, verbose_name=_("call")
    )
    call_title = models.CharField(_("name of the call"), max_length=500, blank=True)
    call_url = models.URLField(_("address of the call"), max_length=500, blank=True)
    programme = models.CharField(_("programme"), max_length=200, help_text=_("Such as Horizon Europe or ERDF."))
    reference = models.CharField(
        _("reference"), max_length=100, blank=True, help_text=_("What the funder calls the application.")
    )
    lead = models.ForeignKey(
        Organisation, models.PROTECT, related_name="applications_led", verbose_name=_("lead applicant")
    )
    deadline_on = models.DateField(_("deadline"), null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.IDEA)
    since_on = models.DateField(_("in this stage since"))
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    owes = models.CharField(_("who owes the next step"), max_length=10, choices=Owes, default=Owes.TEAM)
    due_on = models.DateField(_("due"), null=True, blank=True)
    costs_eur = euros(_("total costs, EUR"))
    asked_eur = euros(_("asked for, EUR"))
    granted_eur = euros(_("granted, EUR"))
    starts_on = models.DateField(_("project begins"), null=True, blank=True)
    ends_on = models.DateField(_("project ends"), null=True, blank=True)
    reason = models.CharField(_("why it ended without money"), max_length=15, choices=Reason, blank=True)
    project = models.OneToOneField(
        Project, models.SET_NULL, related_name="application", null=True, blank=True, verbose_name=_("journal project")
    )
    is_invented = invented()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ("-since_on", "-pk")
        indexes = (models.Index(name="applications_of_a_stage", fields=["cluster", "stage"]),)
        constraints = (
            models.UniqueConstraint(
                name="one_application_each_reference",
                fields=["cluster", "programme", "reference"],
                condition=~Q(reference=""),
                violation_error_message=_("An application with this reference is followed already. Open that one."),
            ),
            models.CheckConstraint(
                name="an_end_without_money_has_its_reason",
                condition=~Q(stage__in=("lost", "withdrawn")) | ~Q(reason=""),
                violation_error_message=_("Say why it ended without money."),
            ),
            models.CheckConstraint(
                name="an_applied_project_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The project ends before it begins. Correct one of the two days."),
            ),
            models.CheckConstraint(
                name="nobody_asks_for_more_than_the_costs",
                condition=Q(asked_eur=None) | Q(costs_eur=None) | Q(asked_eur__lte=F("costs_eur")),
                violation_error_message=_("More is asked for than the project costs. Correct one of the two."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("applications:application", args=[self.cluster.key, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether anybody still works on it."""
        return self.stage not in CLOSED

    @property
    def is_won(self) -> bool:
        return self.stage in WON

    @property
    def name_of_call(self) -> str:
        return self.call_title or (self.call.title if self.call else "")

    @property
    def address_of_call(self) -> str:
        return self.call_url or (self.call.url if self.call else "")

    @property
    def own_share_eur(self) -> Decimal | None:
        """What the partners pay themselves: of the grant where there is one, else of what is asked for."""
        paid = self.granted_eur if self.granted_eur is not None else self.asked_eur
        return None if self.costs_eur is None or paid is None else self.costs_eur - paid

    def alarm_on(self, today: date) -> str:
        """`late` or `soon` where a day presses: the deadline before submission, and the next step as long as open."""
        days = [self.due_on] if self.is_open else []
        if self.stage in BEFORE_SUBMISSION:
            days.append(self.deadline_on)
        nearest = min((day for day in days if day), default=None)
        if nearest is None or nearest > today + timedelta(days=ALARM_DAYS):
            return ""
        return "late" if nearest < today else "soon"


BEFORE_SUBMISSION: Final = (Application.Stage.IDEA, Application.Stage.DECISION, Application.Stage.DRAFTING)
UNDECIDED: Final = (*BEFORE_SUBMISSION, Application.Stage.SUBMITTED, Application.Stage.EVALUATED)
WON: Final = (Application.Stage.CONTRACT, Application.Stage.CLAIMS, Application.Stage.RESULT)
ENDED: Final = (Application.Stage.LOST, Application.Stage.WITHDRAWN)
CLOSED: Final = (Application.Stage.RESULT, *ENDED)


class Step(models.Model):
    """A stage that an application came to, or what happened in one, and when."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps", verbose_name=_("application"))
    stage = models.CharField(_("stage"), max_length=10, choices=Application.Stage)
    on = models.DateField(_("day"))
    note = models.TextField(_("note"), blank=True)
    by = made_by(_("noted by"))

    class Meta:
        verbose_name = _("step of an application")
        verbose_name_plural = _("steps of an application")
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.on}: {self.get_stage_display()}"


class Partner(models.Model):
    """An organisation in the consortium of an application: its role, its task, and its part of the money."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        PARTNER = "partner", _("Partner")
        ASSOCIATED = "associated", _("Associated partner, without funding")
        THIRD_PARTY = "third_party", _("Third party")

    application = models.ForeignKey(Application, models.CASCADE, related_name="partners", verbose_name=_("application"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="application_parts", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.PARTNER)
    task = models.CharField(_("task"), max_length=200, blank=True)
    costs_eur = euros(_("own costs, EUR"))
    asked_eur = euros(_("asks for, EUR"))
    is_agreed = models.BooleanField(_("has agreed"), default=False)

    class Meta:
        verbose_name = _("partner of an application")
        verbose_name_plural = _("partners of an application")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                name="a_partner_once_in_an_application",
                fields=["application", "organisation"],
                violation_error_message=_("This organisation is in the consortium already."),
            ),
            models.CheckConstraint(
                name="no_partner_asks_for_more_than_its_costs",
                condition=Q(asked_eur=None) | Q(costs_eur=None) | Q(asked_eur__lte=F("costs_eur")),
                violation_error_message=_("The partner asks for more than its costs. Correct one of the two."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()}"


class Score(models.Model):
    """What the evaluators gave for one criterion, and why."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="scores", verbose_name=_("application"))
    criterion = models.CharField(_("criterion"), max_length=100)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, validators=(MinValueValidator(0),))
    most = models.DecimalField(_("out of"), max_digits=6, decimal_places=2, validators=(MinValueValidator(0),))
    threshold = models.DecimalField(
        _("threshold"), max_digits=6, decimal_places=2, null=True, blank=True, validators=(MinValueValidator(0),)
    )
    says = models.TextField(_("the evaluators' reasons"), blank=True)

    class Meta:
        verbose_name = _("score of an application")
        verbose_name_plural = _("scores of an application")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                name="one_score_each_criterion",
                fields=["application", "criterion"],
                violation_error_message=_("This criterion has its points already. Give the other one another name."),
            ),
            models.CheckConstraint(
                name="points_do_not_exceed_the_most",
                condition=Q(points__lte=F("most")),
                violation_error_message=_("These are more points than there are. Correct one of the two."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}/{self.most}"

    @property
    def is_below(self) -> bool:
        return self.threshold is not None and self.points < self.threshold


class Claim(models.Model):
    """Money claimed under a contract, and what was paid of it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="claims", verbose_name=_("application"))
    reference = models.CharField(_("reference"), max_length=60)
    on = models.DateField(_("claimed on"))
    amount_eur = euros(_("claimed, EUR"), null=False, blank=False)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    paid_eur = euros(_("paid, EUR"))

    class Meta:
        verbose_name = _("claim for payment")
        verbose_name_plural = _("claims for payment")
        ordering = ("on", "pk")
        constraints = (
            models.UniqueConstraint(
                name="one_claim_each_reference",
                fields=["application", "reference"],
                violation_error_message=_("A claim with this reference is noted already."),
            ),
            models.CheckConstraint(
                name="paid_on_and_paid_eur_together",
                condition=Q(paid_on=None, paid_eur=None) | Q(paid_on__isnull=False, paid_eur__isnull=False),
                violation_error_message=_("Give both the day and the amount of the payment, or neither."),
            ),
            models.CheckConstraint(
                name="a_claim_is_paid_after_it_was_made",
                condition=Q(paid_on=None) | Q(paid_on__gte=F("on")),
                violation_error_message=_("The payment lies before the claim. Correct one of the two days."),
            ),
        )

    def __str__(self) -> str:
        return self.reference


class Paper(models.Model):
    """A document of an application. Its content lies outside the web root, under its own digest."""

    class Kind(models.TextChoices):
        PLAN = "plan", _("Plan")
        AGREEMENT = "agreement", _("Consortium agreement or letter of intent")
        APPLICATION = "application", _("Application as submitted")
        EVALUATION = "evaluation", _("Evaluation report")
        CONTRACT = "contract", _("Grant agreement or decision")
        CLAIM = "claim", _("Claim or report")
        OTHER = "other", _("Other document")

    application = models.ForeignKey(Application, models.CASCADE, related_name="papers", verbose_name=_("application"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("file name"), max_length=150)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(_("digest"), max_length=64)
    kept_on = models.DateField(_("added on"))
    kept_by = made_by(_("added by"))

    class Meta:
        verbose_name = _("document of an application")
        verbose_name_plural = _("documents of an application")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                name="one_paper_of_a_name_for_an_application",
                fields=["application", "name"],
                violation_error_message=_("There is a document of this name already. Give this one another name."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class AidGrant(models.Model):
    """De minimis aid of one organisation, on the day on which the right to it arose."""

    class Regime(models.TextChoices):
        GENERAL = "general", _("General: Regulation (EU) 2023/2831")
        AGRICULTURE = "agriculture", _("Agriculture: Regulation (EU) No 1408/2013")
        FISHERIES = "fisheries", _("Fisheries: Regulation (EU) No 717/2014")
        SERVICES = "services", _("Services of general economic interest: Regulation (EU) 2023/2832")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="aid_grants", verbose_name=_("who received it")
    )
    granted_on = models.DateField(
        _("granted on"), help_text=_("The day on which the right to the aid arose, not that of the payment.")
    )
    euros = euros(_("amount, EUR"), _("Gross grant equivalent."), null=False, blank=False)
    regime = models.CharField(_("regulation"), max_length=12, choices=Regime, default=Regime.GENERAL)
    body = models.CharField(_("granted by"), max_length=150)
    reference = models.CharField(_("reference of the decision"), max_length=100, blank=True)
    purpose = models.CharField(_("for what"), max_length=200, blank=True)
    source = models.CharField(_("where this is written"), max_length=200, help_text=_("Such as decision or register."))
    is_invented = invented()

    class Meta:
        verbose_name = _("de minimis grant")
        verbose_name_plural = _("de minimis grants")
        ordering = ("-granted_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="aid_is_above_zero",
                condition=Q(euros__gt=0),
                violation_error_message=_("An amount of aid lies above zero."),
            ),
            models.UniqueConstraint(
                name="one_grant_each_decision",
                fields=["organisation", "body", "reference"],
                condition=~Q(reference=""),
                violation_error_message=_("This decision is in the ledger already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}, {self.granted_on}: {self.euros} EUR"


class OwnerKind(models.TextChoices):
    """What an organisation is as an owner. The keys are those of the rulebook's ownership, its labels as well."""

    ENTERPRISE = "enterprise", _("enterprise")
    PERSON = "person", _("person")
    PUBLIC_INVESTMENT = "public investment corporation", _("public investment corporation")
    VENTURE_CAPITAL = "venture capital company", _("venture capital company")
    BUSINESS_ANGEL = "business angel", _("business angel")
    RESEARCH = "university or non-profit research centre", _("university or non-profit research centre")
    INSTITUTIONAL = (
        "institutional investor or regional development fund",
        _("institutional investor or regional development fund"),
    )
    MUNICIPALITY = "local authority", _("local authority")
    PUBLIC_BODY = "public body", _("public body")


class SizeFacts(models.Model):
    """What the size class is told from beside ownership and accounts, and what the organisation itself declares."""

    class Declared(models.TextChoices):
        MICRO = "micro", _("Micro")
        SMALL = "small", _("Small")
        MEDIUM = "medium", _("Medium-sized")
        LARGE = "large", _("Large")

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="size_facts")
    kind = models.CharField(
        _("as an owner it is"),
        max_length=60,
        choices=OwnerKind,
        blank=True,
        help_text=_("Empty: told from its role. Some investors may hold up to half without counting."),
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("As two letters, such as FI. The country of its seat.")
    )
    inhabitants = models.PositiveIntegerField(_("inhabitants of the local authority"), null=True, blank=True)
    budget_eur = euros(_("yearly budget of the local authority, EUR"))
    declared = models.CharField(_("declared size class"), max_length=10, choices=Declared, blank=True)
    declared_on = models.DateField(_("declared on"), null=True, blank=True)
    source = models.CharField(_("where this is written"), max_length=200, blank=True)
    is_invented = invented()

    class Meta:
        verbose_name = _("facts for the size class")
        verbose_name_plural = _("facts for the size class")
        constraints = (
            models.CheckConstraint(
                name="what_is_declared_is_declared_on_a_day",
                condition=Q(declared="", declared_on=None) | (~Q(declared="") & Q(declared_on__isnull=False)),
                violation_error_message=_("Give both the declared class and the day of the declaration, or neither."),
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation)


class AccountsYear(models.Model):
    """Figures of approved accounts by which an undertaking is in difficulty or not. Empty is not known, never 0."""

    class Liability(models.TextChoices):
        LIMITED = "limited", _("Limited liability")
        UNLIMITED = "unlimited", _("Unlimited liability of at least some")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="accounts_years")
    year = models.PositiveSmallIntegerField(_("accounting year"), validators=(MinValueValidator(1990),))
    liability = models.CharField(_("liability"), max_length=10, choices=Liability, default=Liability.LIMITED)
    subscribed_capital_eur = euros(_("subscribed capital, EUR"))
    share_premium_eur = euros(_("share premium, EUR"))
    accumulated_losses_eur = euros(_("accumulated losses, EUR"), _("As a positive number; 0 where there are none."))
    reserves_eur = euros(_("reserves, EUR"))
    capital_in_accounts_eur = euros(_("capital in the accounts, EUR"), _("Of unlimited liability, before its losses."))
    is_insolvent = models.BooleanField(_("insolvent, or meets its criteria"), null=True, blank=True)
    has_unrepaid_rescue_aid = models.BooleanField(_("rescue aid or restructuring plan"), null=True, blank=True)
    debt_to_equity = models.DecimalField(_("debt to equity"), max_digits=9, decimal_places=2, null=True, blank=True)
    interest_cover = models.DecimalField(
        _("earnings (EBITDA) to interest"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    source = models.CharField(_("where this is written"), max_length=200)
    is_invented = invented()

    class Meta:
        verbose_name = _("accounts of a year")
        verbose_name_plural = _("accounts of years")
        ordering = ("-year",)
        constraints = (
            models.UniqueConstraint(
                name="one_accounts_a_year",
                fields=["organisation", "year"],
                violation_error_message=_("The accounts of this year are noted already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}, {self.year}"


class PastImport(models.Model):
    """One reading of lists of funded projects: what was read, what was found, and the rows kept apart."""

    class Kind(models.TextChoices):
        CORDIS = "cordis", _("CORDIS: projects, organisations and participations")
        STRUCTURAL = "structural", _("Structural funds: projects with their beneficiaries")

    kind = models.CharField(_("kind of list"), max_length=12, choices=Kind)
    files = models.CharField(_("files"), max_length=300)
    made_at = models.DateTimeField(_("read at"))
    made_by = made_by(_("read by"))
    counts = models.JSONField(_("counts"), default=dict)
    faults = models.JSONField(_("rows kept apart"), default=list)

    class Meta:
        verbose_name = _("import of past projects")
        verbose_name_plural = _("imports of past projects")
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.files


class PastProject(models.Model):
    """A funded project of an organisation, as a programme's open data tell it."""

    class Verdict(models.TextChoices):
        BUSINESS_ID = "business_id", _("matched by business id")
        NAME = "name", _("matched by name")
        ALIKE = "alike", _("the name is alike: look at it")
        CONFIRMED = "confirmed", _("confirmed by the team")
        REJECTED = "rejected", _("rejected by the team")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="past_projects", verbose_name=_("organisation")
    )
    source = models.CharField(_("source"), max_length=20)
    reference = models.CharField(_("reference"), max_length=100)
    told_name = models.CharField(_("name in the source"), max_length=300)
    title = models.CharField(_("title"), max_length=500)
    programme = models.CharField(_("programme"), max_length=200, blank=True)
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=40, blank=True)
    began_on = models.DateField(_("began on"), null=True, blank=True)
    ended_on = models.DateField(_("ends on"), null=True, blank=True)
    text = models.TextField(_("what it is about"), blank=True)
    amount = models.DecimalField(_("grant"), max_digits=15, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict)
    source_title = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=300, blank=True)
    found_in = models.ForeignKey(
        PastImport, models.SET_NULL, related_name="projects", null=True, blank=True, verbose_name=_("import")
    )

    class Meta:
        verbose_name = _("past project")
        verbose_name_plural = _("past projects")
        ordering = ("-began_on", "title", "pk")
        constraints = (
            models.UniqueConstraint(name="one_past_project_each", fields=["organisation", "source", "reference"]),
        )

    def __str__(self) -> str:
        return self.title


COUNTED: Final = (PastProject.Verdict.BUSINESS_ID, PastProject.Verdict.NAME, PastProject.Verdict.CONFIRMED)
"""The verdicts by which a past project is the organisation's own."""


def refuse_future(field: str, day: date | None, today: date) -> None:
    """What a ledger keeps has happened."""
    if day is not None and day > today:
        raise ValidationError({field: _("This day is still to come. Enter what has happened, on its own day.")})
