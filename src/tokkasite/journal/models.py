"""Everyday work, dated. Each table is one kind of record in `tokka.excellence.records.KINDS`, under the same name."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from tokkasite.register.models import Cluster, ContactPerson, Language, Mandate, Organisation, lasts


def cluster_key(related_name: str) -> models.ForeignKey:
    """Every record of the journal belongs to one cluster, and goes with it."""
    return models.ForeignKey(Cluster, models.CASCADE, related_name=related_name, verbose_name=_("cluster"))


def source_key() -> models.CharField:
    """What a calendar or a message calls the record, so that it is filed once however often it is brought."""
    return models.CharField(max_length=64, blank=True, default="", editable=False)


def refuse_unless(is_right: bool, field: str, message: str) -> None:
    """Say at the field what is wrong and what to do."""
    if not is_right:
        raise ValidationError({field: message})


class Contact(models.Model):
    """The team met, called or wrote to somebody."""

    given_up_when_merged = "source_key"
    """Where two organisations are merged, both records of one message stay; one goes on being its record."""

    class Channel(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        VISIT = "visit", _("Visit")
        CALL = "call", _("Telephone")
        VIDEO = "video", _("Video call")
        EMAIL = "email", _("E-mail")
        OTHER = "other", _("Other")

    cluster = cluster_key("contacts")
    on = models.DateField(_("day"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contacts", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        ContactPerson, models.SET_NULL, related_name="contacts", null=True, blank=True, verbose_name=_("person")
    )
    by = models.ForeignKey(
        "TeamMember", models.SET_NULL, related_name="contacts", null=True, blank=True, verbose_name=_("who of the team")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    is_confidential = models.BooleanField(_("note is confidential"), default=False)
    source_key = source_key()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("-on", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="contact_is_filed_once",
                fields=["cluster", "source_key", "organisation"],
                condition=~Q(source_key=""),
            ),
        )
        indexes = (models.Index(fields=["cluster", "on"]),)

    def __str__(self) -> str:
        return f"{self.on}: {self.organisation}"

    def clean(self) -> None:
        refuse_unless(
            self.person is None or self.person.organisation_id == self.organisation_id,
            "person",
            _("This person belongs to another organisation. Choose another person, or leave it empty."),
        )
        refuse_unless(
            self.by is None or self.by.cluster_id == self.cluster_id,
            "by",
            _("This team member belongs to another cluster. Choose one of this cluster's team, or leave it empty."),
        )


class Event(ClusterableModel):
    """An event or a service for members, on its first day."""

    class Kind(models.TextChoices):
        EVENT = "event", _("Event")
        TRAINING = "training", _("Training")
        WORKSHOP = "workshop", _("Workshop")
        MATCHMAKING = "matchmaking", _("Matchmaking")
        ADVICE = "advice", _("Advice")
        EXCURSION = "excursion", _("Excursion")
        FAIR = "fair", _("Fair")

    cluster = cluster_key("events")
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    place = models.CharField(_("place"), max_length=120, blank=True)
    sign_up_until = models.DateField(
        _("sign up until"), null=True, blank=True, help_text=_("Members sign up in their own pages until this day.")
    )
    capacity = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, help_text=_("How many persons fit in; empty where there is no limit.")
    )
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    about = models.TextField(
        _("what it is about"), max_length=2000, blank=True, help_text=_("For members and, where published, everyone.")
    )
    is_public = models.BooleanField(
        _("published"), default=False, help_text=_("Everyone reads it and may register until the last day for that.")
    )
    source_key = source_key()

    class Meta:
        verbose_name = _("event or service")
        verbose_name_plural = _("events and services")
        ordering = ("-on", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="event_is_filed_once", fields=["cluster", "source_key"], condition=~Q(source_key="")
            ),
        )
        indexes = (models.Index(fields=["cluster", "on"]),)

    def __str__(self) -> str:
        return f"{self.on}: {self.title}"


class Attendance(models.Model):
    """An organisation came to an event, with so many people."""

    added_up_when_merged = "persons"
    """Where two organisations are merged, those who came for either came for the one that stays."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("event"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="attendances", verbose_name=_("organisation")
    )
    persons = models.PositiveSmallIntegerField(_("persons"), default=1, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = (
            models.UniqueConstraint(
                name="one_attendance_each",
                fields=["event", "organisation"],
                violation_error_message=_(
                    "This organisation is on the list already. Change the number of persons there."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} ({self.persons})"


class Registration(models.Model):
    """An organisation signed up for a coming event, with so many people. Who came is told by the attendance."""

    added_up_when_merged = "persons"

    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations", verbose_name=_("event"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="registrations", verbose_name=_("organisation")
    )
    persons = models.PositiveSmallIntegerField(_("persons"), default=1, validators=[MinValueValidator(1)])
    made_on = models.DateField(_("signed up on"))
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    waits = models.BooleanField(_("on the waiting list"), default=False)
    promoted_on = models.DateField(_("got a place on"), null=True, blank=True)
    """Where it waited first: the night tells it by letter, and notes that here and below."""
    told_on = models.DateField(_("told of the place on"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ("made_on", "pk")
        constraints = (models.UniqueConstraint(name="one_registration_each", fields=["event", "organisation"]),)

    def __str__(self) -> str:
        return f"{self.organisation} ({self.persons})"


class Guest(models.Model):
    """A person who comes to an event: by the public page, by a member's own pages, or from the team's list.

    Only the digest of the personal link is kept: who reads the database cannot use it. Whoever comes for an
    organisation that signed up already takes one of its places.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="guests", verbose_name=_("event"))
    label = models.CharField(max_length=250, editable=False)
    """The name by which lists and timetables call the person: once in an event."""
    name = models.CharField(_("name"), max_length=120)
    registration = models.ForeignKey(
        Registration, models.SET_NULL, related_name="guests", null=True, blank=True, editable=False
    )
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, related_name="guests", null=True, blank=True, verbose_name=_("organisation")
    )
    organisation_name = models.CharField(_("name of the organisation"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("As two letters, such as FI."))
    email = models.EmailField(_("e-mail address"), blank=True)
    languages = models.CharField(
        _("languages for meetings"), max_length=60, blank=True, help_text=_("As codes with blanks, such as en fi.")
    )
    offers = models.CharField(_("what you offer"), max_length=300, blank=True)
    seeks = models.CharField(_("what you look for"), max_length=300, blank=True)
    language = models.CharField(_("language of letters"), max_length=3, choices=Language, default=Language.EN)
    consent_on = models.DateField(_("consent given on"))
    """To keep these facts for the event; and, where there are meetings, to show them to the other guests."""
    made_on = models.DateField(_("signed up on"))
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    waits = models.BooleanField(_("on the waiting list"), default=False)
    promoted_on = models.DateField(_("got a place on"), null=True, blank=True)
    told_on = models.DateField(_("told of the place on"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    is_invented = models.BooleanField(_("invented for the demonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("guest of an event")
        verbose_name_plural = _("guests of events")
        ordering = ("label", "pk")
        constraints = (models.UniqueConstraint(name="one_label_in_an_event", fields=["event", "label"]),)

    def __str__(self) -> str:
        """Without the person: it stands in the audit trail, which outlasts the guest."""
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def body(self) -> str:
        """The organisation by name, as far as it is told."""
        return self.organisation.name if self.organisation else self.organisation_name

    @property
    def spoken(self) -> list[str]:
        return self.languages.split()


class WorkingGroup(ClusterableModel):
    cluster = cluster_key("working_groups")
    name = models.CharField(_("name"), max_length=150)
    lead = models.ForeignKey(
        Mandate,
        models.SET_NULL,
        related_name="groups_led",
        limit_choices_to={"role": Mandate.Role.GROUP_LEAD},
        null=True,
        blank=True,
        verbose_name=pgettext_lazy("person", "lead"),
        help_text=_("Someone with a mandate as working-group lead: they record the meetings of this group."),
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = pgettext_lazy("heading", "working groups")
        ordering = ("name",)
        constraints = (lasts("working_group"),)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        is_right = self.lead is None or (
            self.lead.cluster_id == self.cluster_id and self.lead.role == Mandate.Role.GROUP_LEAD
        )
        refuse_unless(
            is_right, "lead", _("This mandate is not one of a working-group lead of this cluster. Choose another.")
        )


class WorkingGroupMember(models.Model):
    once_at_a_time_in = "group"

    group = ParentalKey(WorkingGroup, on_delete=models.CASCADE, related_name="members", verbose_name=_("working group"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="working_group_seats", verbose_name=_("organisation")
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of a working group")
        verbose_name_plural = _("members of working groups")
        constraints = (lasts("working_group_member"),)

    def __str__(self) -> str:
        return f"{self.organisation} – {self.group}"


class WorkingGroupWish(models.Model):
    """A member asks to join a working group; the cluster's team decides."""

    class Decision(models.TextChoices):
        OPEN = "", _("open")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")
        TAKEN_BACK = "taken_back", _("taken back")

    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="wishes", verbose_name=_("working group"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="working_group_wishes", verbose_name=_("organisation")
    )
    says = models.CharField(_("why"), max_length=300, blank=True)
    asked_on = models.DateField(_("asked on"))
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, default="", blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("wish to join a working group")
        verbose_name_plural = _("wishes to join working groups")
        ordering = ("asked_on", "pk")
        constraints = (
            models.UniqueConstraint(name="one_open_wish", fields=["group", "organisation"], condition=Q(decision="")),
            models.CheckConstraint(
                name="wish_is_decided_on_a_day",
                condition=Q(decision="", decided_on=None) | (~Q(decision="") & Q(decided_on__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} – {self.group}"


class WorkingGroupMeeting(models.Model):
    cluster = cluster_key("working_group_meetings")
    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="meetings", verbose_name=_("working group"))
    on = models.DateField(_("day"))
    title = models.CharField(_("title"), max_length=200)
    persons = models.PositiveSmallIntegerField(_("persons"))

    class Meta:
        verbose_name = _("meeting of a working group")
        verbose_name_plural = _("meetings of working groups")
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.on}: {self.title}"

    def clean(self) -> None:
        refuse_unless(
            self.group_id is None or self.group.cluster_id == self.cluster_id,
            "group",
            _("This working group belongs to another cluster. Choose one of this cluster's working groups."),
        )


class Body(ClusterableModel):
    """Who decides: an assembly, a board, a steering or advisory group, with its mandate."""

    class Kind(models.TextChoices):
        ASSEMBLY = "assembly", _("Assembly")
        STEERING_GROUP = "steering_group", _("Steering group")
        BOARD = "board", _("Board")
        ADVISORY_BOARD = "advisory_board", _("Advisory board")

    cluster = cluster_key("bodies")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    name = models.CharField(_("name"), max_length=150)
    mandate = models.TextField(_("what it decides"), blank=True)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = (lasts("body"),)

    def __str__(self) -> str:
        return self.name


class BodyMember(models.Model):
    once_at_a_time_in = "body"

    body = ParentalKey(Body, on_delete=models.CASCADE, related_name="members", verbose_name=_("body"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats", verbose_name=_("organisation"))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("seat in a body")
        verbose_name_plural = _("seats in bodies")
        constraints = (lasts("body_member"),)

    def __str__(self) -> str:
        return f"{self.organisation} – {self.body}"


class Decision(models.Model):
    cluster = cluster_key("decisions")
    body = models.ForeignKey(Body, models.CASCADE, related_name="decisions", verbose_name=_("body"))
    on = models.DateField(_("day"))
    subject = models.CharField(_("subject"), max_length=200)
    minutes = models.CharField(_("where the minutes are"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = pgettext_lazy("heading", "decisions")
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.on}: {self.subject}"

    def clean(self) -> None:
        refuse_unless(
            self.body_id is None or self.body.cluster_id == self.cluster_id,
            "body",
            _("This body belongs to another cluster. Choose one of this cluster's bodies."),
        )


class Project(ClusterableModel):
    """A joint project of participants."""

    class Kind(models.TextChoices):
        DEVELOPMENT = "development", _("Development")
        RESEARCH = "research", _("Research")
        INNOVATION = "innovation", _("Innovation")
        INVESTMENT = "investment", _("Investment")

    cluster = cluster_key("projects")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    budget_eur = models.DecimalField(_("budget, EUR"), max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("joint project")
        verbose_name_plural = _("joint projects")
        ordering = ("-from_on",)
        constraints = (lasts("project"),)

    def __str__(self) -> str:
        return self.name


class ProjectPartner(models.Model):
    once_at_a_time_in = "project"

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="partners", verbose_name=_("project"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="project_partnerships", verbose_name=_("organisation")
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("partner of a project")
        verbose_name_plural = _("partners of projects")
        constraints = (lasts("project_partner"),)

    def __str__(self) -> str:
        return f"{self.organisation} – {self.project}"


class Income(models.Model):
    """Money that the cluster's management gets, from a public or a private payer, secured until a day."""

    class Sector(models.TextChoices):
        PUBLIC = "public", _("Public")
        PRIVATE = "private", _("Private")

    cluster = cluster_key("incomes")
    payer = models.CharField(_("payer"), max_length=150)
    sector = models.CharField(_("public or private"), max_length=8, choices=Sector)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("secured until"))
    amount_eur = models.DecimalField(
        _("amount, EUR"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = _("income")
        verbose_name_plural = _("incomes")
        ordering = ("-from_on",)
        constraints = (lasts("income"),)

    def __str__(self) -> str:
        return f"{self.payer}, {self.from_on}"


class Cost(models.Model):
    class Kind(models.TextChoices):
        STAFF = "staff", _("Staff")
        SERVICES = "services", _("Services bought")
        EVENTS = "events", _("Events")
        TRAVEL = "travel", _("Travel")
        OTHER = "other", _("Other")

    cluster = cluster_key("costs")
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200, blank=True)
    amount_eur = models.DecimalField(
        _("amount, EUR"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        ordering = ("-on",)

    def __str__(self) -> str:
        return f"{self.on}: {self.get_kind_display()}"


class Budget(models.Model):
    """The costs planned for a period, as approved."""

    cluster = cluster_key("budgets")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    costs_eur = models.DecimalField(_("planned costs, EUR"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        ordering = ("-from_on",)
        constraints = (lasts("budget"),)

    def __str__(self) -> str:
        return f"{self.from_on} – {self.until_on}"


class TeamMember(ClusterableModel):
    """Who works for the cluster's management."""

    cluster = cluster_key("team")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class TeamPeriod(models.Model):
    """A team member's task and working time from one day to another."""

    class Task(models.TextChoices):
        DIRECTOR = "director", _("Director")
        MANAGER = "manager", _("Manager")
        EXPERT = "expert", _("Expert")
        ASSISTANT = "assistant", _("Assistant")

    member = ParentalKey(TeamMember, on_delete=models.CASCADE, related_name="periods", verbose_name=_("team member"))
    task = models.CharField(_("task"), max_length=10, choices=Task)
    fte = models.DecimalField(
        _("working time, FTE"),
        max_digits=3,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("1 is full time, 0.5 half time."),
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("working time of a team member")
        verbose_name_plural = _("working times of team members")
        constraints = (lasts("team_period"),)

    def __str__(self) -> str:
        return f"{self.member}: {self.fte}"


class Qualification(models.Model):
    class Kind(models.TextChoices):
        DEGREE = "degree", _("Degree")
        EXPERIENCE = "experience", _("Experience")
        LANGUAGE = "language", _("Language")
        CERTIFICATE = "certificate", _("Certificate")

    member = ParentalKey(
        TeamMember, on_delete=models.CASCADE, related_name="qualifications", verbose_name=_("team member")
    )
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=150)
    years = models.DecimalField(_("years of experience"), max_digits=4, decimal_places=1, null=True, blank=True)

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")

    def __str__(self) -> str:
        return self.title


class Training(models.Model):
    member = ParentalKey(TeamMember, on_delete=models.CASCADE, related_name="trainings", verbose_name=_("team member"))
    on = models.DateField(_("day"))
    title = models.CharField(_("title"), max_length=150)
    days = models.DecimalField(_("days"), max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = _("training of the team")
        verbose_name_plural = _("trainings of the team")
        ordering = ("-on",)

    def __str__(self) -> str:
        return f"{self.on}: {self.title}"


class Document(ClusterableModel):
    """A strategy, a plan or a catalogue in force from the day of its approval."""

    class Kind(models.TextChoices):
        STRATEGY = "strategy", _("Strategy")
        IMPLEMENTATION_PLAN = "implementation_plan", _("Implementation plan")
        TRAINING_PLAN = "training_plan", _("Training plan")
        FINANCIAL_PLAN = "financial_plan", _("Financial plan")
        MONITORING_PLAN = "monitoring_plan", _("Monitoring plan")
        SERVICE_CATALOGUE = "service_catalogue", _("Service catalogue")
        OTHER = "other", _("Other")

    cluster = cluster_key("documents")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    from_on = models.DateField(_("approved on"))
    until_on = models.DateField(_("valid until"), null=True, blank=True)
    reference = models.CharField(_("where it is"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = pgettext_lazy("heading", "documents")
        ordering = ("-from_on",)
        constraints = (lasts("document"),)

    def __str__(self) -> str:
        return self.title


class StrategyStep(models.Model):
    """A workshop, a hearing or a survey in which the strategy was built."""

    document = ParentalKey(Document, on_delete=models.CASCADE, related_name="steps", verbose_name=_("document"))
    on = models.DateField(_("day"))
    title = models.CharField(_("title"), max_length=200)
    organisations = models.PositiveSmallIntegerField(_("organisations taking part"))

    class Meta:
        verbose_name = _("step of building the strategy")
        verbose_name_plural = _("steps of building the strategy")

    def __str__(self) -> str:
        return f"{self.on}: {self.title}"


class Review(models.Model):
    document = ParentalKey(Document, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("document"))
    on = models.DateField(_("day"))
    changes = models.TextField(_("what was changed"))
    used_company_needs = models.BooleanField(_("needs of companies were used"), default=False)

    class Meta:
        verbose_name = _("review of a strategy or plan")
        verbose_name_plural = _("reviews of strategies and plans")
        ordering = ("-on",)

    def __str__(self) -> str:
        return f"{self.on}: {self.document}"


class PlanAction(models.Model):
    """What a plan promises: who does it, until when, for how much, and the day on which it was done."""

    document = ParentalKey(Document, on_delete=models.CASCADE, related_name="actions", verbose_name=_("document"))
    title = models.CharField(_("title"), max_length=200)
    owner = models.CharField(_("who answers for it"), max_length=120)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("due"))
    budget_eur = models.DecimalField(_("budget, EUR"), max_digits=12, decimal_places=2, null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("action of a plan")
        verbose_name_plural = _("actions of plans")
        ordering = ("until_on",)
        constraints = (
            lasts("plan_action"),
            models.CheckConstraint(
                name="action_is_done_after_it_begins",
                condition=Q(done_on=None) | Q(done_on__gte=F("from_on")),
                violation_error_message=_("The action was done before it begins. Correct one of the two days."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Goal(ClusterableModel):
    """A target of a strategy or plan, with the unit in which it is measured."""

    class Kind(models.TextChoices):
        GROWTH = "growth", _("Growth of companies")
        INNOVATION = "innovation", _("Innovation")
        INTERNATIONAL = "international", _("Going international")
        SKILLS = "skills", _("Skills")
        SUSTAINABILITY = "sustainability", _("Sustainability")
        MANAGEMENT = "management", _("Management of the cluster")

    document = ParentalKey(Document, on_delete=models.CASCADE, related_name="goals", verbose_name=_("document"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    target = models.DecimalField(_("target"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=40)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("due"))

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = pgettext_lazy("heading", "goals")
        constraints = (lasts("goal"),)

    def __str__(self) -> str:
        return self.title


class GoalValue(models.Model):
    goal = ParentalKey(Goal, on_delete=models.CASCADE, related_name="measured", verbose_name=_("goal"))
    on = models.DateField(_("day"))
    value = models.DecimalField(_("measured value"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("measured value of a goal")
        verbose_name_plural = _("measured values of goals")
        ordering = ("-on",)

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"


class Communication(models.Model):
    """What the cluster said to its members and the world."""

    class Kind(models.TextChoices):
        NEWSLETTER = "newsletter", _("Newsletter")
        WEB = "web", _("Web page or news")
        SOCIAL = "social", _("Social media")
        PRESS_RELEASE = "press_release", _("Press release")
        PUBLICATION = "publication", _("Publication")

    cluster = cluster_key("communications")
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), blank=True)

    class Meta:
        verbose_name = _("communication")
        verbose_name_plural = pgettext_lazy("heading", "communications")
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.on}: {self.title}"


class MediaMention(models.Model):
    """What others said of the cluster in public."""

    class Kind(models.TextChoices):
        PRINT = "print", _("Newspaper or magazine")
        WEB = "web", _("Web")
        RADIO_TV = "radio_tv", _("Radio or television")

    cluster = cluster_key("media_mentions")
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    outlet = models.CharField(_("outlet"), max_length=120)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), blank=True)

    class Meta:
        verbose_name = _("media mention")
        verbose_name_plural = _("media mentions")
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.on}: {self.title}"


class SuccessStory(models.Model):
    cluster = cluster_key("success_stories")
    on = models.DateField(_("day"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="success_stories", verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=200)
    outcome = models.TextField(_("outcome"))

    class Meta:
        verbose_name = _("success story")
        verbose_name_plural = _("success stories")
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return self.title


class Survey(ClusterableModel):
    """A survey of participants: how many were asked, how many answered, and the mean answer.

    With questions and a last day, members answer in their own pages, and their answers are counted here.
    """

    class Kind(models.TextChoices):
        SATISFACTION = "satisfaction", _("Satisfaction")
        NEEDS = "needs", _("Needs")

    cluster = cluster_key("surveys")
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    title = models.CharField(_("title"), max_length=200, blank=True)
    open_until = models.DateField(
        _("open until"),
        null=True,
        blank=True,
        help_text=_("Members answer the questions below in their own pages until this day; the numbers follow."),
    )
    asked = models.PositiveIntegerField(_("asked"), validators=[MinValueValidator(1)])
    answered = models.PositiveIntegerField(_("answered"))
    mean_1_to_5 = models.DecimalField(
        _("mean answer from 1 to 5"),
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ("-on",)
        constraints = (
            models.CheckConstraint(
                name="no_more_answers_than_asked",
                condition=Q(answered__lte=F("asked")) & Q(asked__gte=1),
                violation_error_message=_("There are more answers than people asked. Correct one of the two."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.title or self.get_kind_display()}"


class SurveyQuestion(models.Model):
    class Kind(models.TextChoices):
        SCALE = "scale", _("From 1 to 5")
        WORDS = "words", _("In words")

    survey = ParentalKey(Survey, on_delete=models.CASCADE, related_name="questions", verbose_name=_("survey"))
    text = models.CharField(_("question"), max_length=300)
    kind = models.CharField(_("how it is answered"), max_length=5, choices=Kind, default=Kind.SCALE)

    class Meta:
        verbose_name = _("question of a survey")
        verbose_name_plural = _("questions of surveys")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class SurveyAnswer(models.Model):
    """What an organisation answered to one question: a number or words."""

    question = models.ForeignKey(
        SurveyQuestion, models.CASCADE, related_name="answers", verbose_name=_("question of a survey")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="survey_answers", verbose_name=_("organisation")
    )
    on = models.DateField(_("day"))
    score = models.PositiveSmallIntegerField(
        _("from 1 to 5"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    words = models.TextField(_("in words"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="one_answer_each", fields=["question", "organisation"]),
            models.CheckConstraint(
                name="score_lies_from_1_to_5", condition=Q(score=None) | Q(score__gte=1, score__lte=5)
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.score or self.words}"


class CalendarFeed(models.Model):
    """A private address under which somebody's calendar reads what ends soon. Only its digest is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds", verbose_name=_("user")
    )
    cluster = cluster_key("calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    from_on = models.DateField(_("from"))

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = (models.UniqueConstraint(name="one_calendar_address_each", fields=["user", "cluster"]),)

    def __str__(self) -> str:
        return f"{self.user} – {self.cluster}"


class CompanyYear(models.Model):
    """What one company told of one year: turnover, staff, exports and projects begun. Empty is not told, never 0.

    It belongs to the cluster that was told. It leaves the cluster only inside means over five companies or more.
    """

    class Teller(models.TextChoices):
        TEAM = "team", _("the team, as the company told it")
        MEMBER = "member", _("the company itself")
        REGISTER = "register", _("a public register")

    class Visibility(models.TextChoices):
        MEANS = "means", _("in means only: nobody but the team reads it")
        READERS = "readers", _("whoever reads the cluster reads it")

    FIGURES = ("turnover_eur", "staff_fte", "exports_eur", "new_projects")

    cluster = cluster_key("company_years")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="company_years", verbose_name=_("organisation")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)], db_index=True
    )
    turnover_eur = models.DecimalField(
        _("turnover, EUR"), max_digits=15, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    staff_fte = models.DecimalField(
        _("staff, FTE"), max_digits=9, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    exports_eur = models.DecimalField(
        _("exports, EUR"), max_digits=15, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    new_projects = models.PositiveSmallIntegerField(_("projects begun"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    teller = models.CharField(_("who told it"), max_length=10, choices=Teller, default=Teller.TEAM)
    visibility = models.CharField(_("who reads it"), max_length=10, choices=Visibility, default=Visibility.MEANS)
    told_on = models.DateField(_("told on"))

    class Meta:
        verbose_name = _("year of a company")
        verbose_name_plural = _("years of companies")
        ordering = ("-year", "organisation__name")
        constraints = (
            models.UniqueConstraint(name="one_year_of_a_company", fields=["cluster", "organisation", "year"]),
            models.CheckConstraint(
                name="company_year_tells_something",
                condition=Q(turnover_eur__isnull=False)
                | Q(staff_fte__isnull=False)
                | Q(exports_eur__isnull=False)
                | Q(new_projects__isnull=False),
                violation_error_message=_("Fill in at least one of the four figures."),
            ),
            models.CheckConstraint(
                name="exports_within_turnover",
                condition=Q(turnover_eur=None) | Q(exports_eur=None) | Q(exports_eur__lte=F("turnover_eur")),
                violation_error_message=_("Exports are more than the whole turnover. Correct one of the two."),
            ),
        )
        indexes = (models.Index(fields=["cluster", "year"]),)

    def __str__(self) -> str:
        return f"{self.organisation}, {self.year}"
