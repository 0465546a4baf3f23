"""Contacts, events and working groups, and who was there."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from tokkasite.journal.models.shared import cluster_key, refuse_unless, source_key
from tokkasite.register.models import ContactPerson, Language, Mandate, Organisation, lasts


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
