"""Missions abroad with who pays what, and the meetings of brokerage events.

The days of a mission are its own; who takes part in which cluster on them is read from the register.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tokkasite.journal.models import Event, Guest, SuccessStory
from tokkasite.register.models import Cluster, Organisation, lasts, refuse_reversed
from tokkasite.runs.models import Run


def by_whom() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("by")
    )


def country() -> models.CharField:
    return models.CharField(_("country"), max_length=2, help_text=_("As two letters, such as FI."))


def euros(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=10, decimal_places=2, validators=[MinValueValidator(0)])


class Initiative(models.Model):
    """Under which several clusters open doors abroad: a programme, and the scheme that pays exchanges."""

    name = models.CharField(_("name"), max_length=200)
    programme = models.CharField(_("programme"), max_length=200, blank=True, help_text=_("Who funds it."))
    scheme = models.CharField(
        _("exchange scheme"), max_length=40, blank=True, help_text=_("Whose rules judge the days, the way and the sum.")
    )
    clusters = models.ManyToManyField(Cluster, related_name="initiatives", verbose_name=_("clusters"))
    hosts = models.TextField(_("hosts"), max_length=1000, blank=True, help_text=_("One a line, with the country."))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)
    is_invented = models.BooleanField(_("invented for the demonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ("-from_on", "name")
        constraints = (lasts("initiative"),)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        refuse_reversed(self)


class Mission(models.Model):
    """A journey of members of the named clusters to a host abroad, from the call to what came of it."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="missions", verbose_name=_("cluster"))
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="missions", null=True, blank=True, verbose_name=_("initiative")
    )
    clusters = models.ManyToManyField(
        Cluster,
        related_name="open_missions",
        verbose_name=_("whose members may take part"),
        help_text=_("Committed participants of one of these clusters on the first day of the mission."),
    )
    title = models.CharField(_("title"), max_length=200)
    host_name = models.CharField(_("host"), max_length=200)
    place = models.CharField(_("place"), max_length=120)
    country = country()
    lat = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Of the host, degrees north. With both, the way is measured for the exchange scheme."),
    )  # fmt: skip
    lon = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees east."),
    )  # fmt: skip
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"))
    working_days = models.PositiveSmallIntegerField(
        _("working days at the host"), validators=[MinValueValidator(1)], help_text=_("Without the days of travel.")
    )
    sign_up_until = models.DateField(_("sign up until"))
    places = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, help_text=_("For how many organisations; empty where there is no limit.")
    )
    programme = models.TextField(_("programme of the days"), max_length=4000, blank=True)
    report = models.TextField(_("report"), max_length=8000, blank=True)
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    event = models.OneToOneField(
        Event, models.SET_NULL, related_name="mission", null=True, blank=True, verbose_name=_("record in the journal")
    )
    """Made once, with the report: the evidence that the labels count."""
    asked_on = models.DateField(_("asked for outcomes on"), null=True, blank=True, editable=False)
    is_invented = models.BooleanField(_("invented for the demonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        ordering = ("-from_on", "-pk")
        constraints = (
            lasts("mission"),
            models.CheckConstraint(
                name="one_signs_up_before_a_mission",
                condition=Q(sign_up_until__lte=F("from_on")),
                violation_error_message=_("One signs up before the mission begins. Choose an earlier last day."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("missions:mission", args=[self.cluster.key, self.pk])

    def clean(self) -> None:
        refuse_reversed(self)
        has_days = self.from_on and self.until_on and self.working_days
        if has_days and self.working_days > (self.until_on - self.from_on).days + 1:
            raise ValidationError({"working_days": _("There are fewer days between the first and the last.")})
        if (self.lat is None) != (self.lon is None):
            raise ValidationError({"lon": _("Give latitude and longitude both, or neither.")})


class Traveller(models.Model):
    """An organisation that is invited to a mission, asks to come along, or comes."""

    added_up_when_merged = "persons"

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        ASKED = "asked", _("asks to come along")
        COMES = "comes", _("comes along")
        STAYS = "stays", _("does not come")

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="travellers", verbose_name=_("mission"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="journeys", verbose_name=_("organisation")
    )
    persons = models.PositiveSmallIntegerField(_("persons"), default=1, validators=[MinValueValidator(1)])
    state = models.CharField(_("state"), max_length=10, choices=State)
    aim = models.CharField(_("what it looks for there"), max_length=300, blank=True)
    moved_on = models.DateField(_("since"))

    class Meta:
        verbose_name = _("organisation on a mission")
        verbose_name_plural = _("organisations on missions")
        ordering = ("organisation__name", "pk")
        constraints = (models.UniqueConstraint(name="one_journey_each", fields=["mission", "organisation"]),)

    def __str__(self) -> str:
        return f"{self.organisation} – {self.mission}"


class CostLine(models.Model):
    """A cost of a mission. A line that may not stand is kept as refused, with the reason, and is in no sum."""

    class Kind(models.TextChoices):
        TRAVEL = "travel", _("travel")
        ACCOMMODATION = "accommodation", _("accommodation")
        MEALS = "meals", _("meals")
        FEE = "fee", _("fee")
        VENUE = "venue", _("venue")
        INTERPRETING = "interpreting", _("interpreting")
        MATERIAL = "material", _("material")
        STAFF = "staff", _("staff")
        OTHER = "other", _("other")

    class Payer(models.TextChoices):
        SME = "sme", _("the organisation itself")
        CLUSTER = "cluster", _("the cluster")
        SCHEME = "scheme", _("the exchange scheme")
        HOST = "host", _("the host")
        OTHER = "other", _("somebody else")

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="cost_lines", verbose_name=_("mission"))
    kind = models.CharField(_("what for"), max_length=15, choices=Kind)
    label = models.CharField(_("in words"), max_length=150, blank=True)
    amount_eur = euros(_("EUR"))
    on = models.DateField(_("day"))
    payer = models.CharField(_("who pays"), max_length=10, choices=Payer)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("which of them pays"),
        help_text=_("Where an organisation of the mission pays."),
    )  # fmt: skip
    traveller = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("whose cost it is"),
        help_text=_("Where it is somebody's travel: whose."),
    )  # fmt: skip
    refusal = models.JSONField(_("why it is refused"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("cost line")
        verbose_name_plural = _("cost lines")
        ordering = ("on", "pk")
        constraints = (
            models.CheckConstraint(
                name="an_organisation_that_pays_is_named",
                condition=~Q(payer="sme") | Q(organisation__isnull=False),
                violation_error_message=_("Name the organisation that pays."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.amount_eur} EUR"


class Paper(models.Model):
    """A ticket, a receipt or a report of a mission: its file, kept under its own digest, or where else it is."""

    class Kind(models.TextChoices):
        TICKET = "ticket", _("Ticket")
        RECEIPT = "receipt", _("Receipt")
        REPORT = "report", _("Report")
        LIST = "list", _("List of those present")
        OUTCOME = "outcome", _("Proof of what came of it")
        OTHER = "other", _("Other")

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="papers", verbose_name=_("mission"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    line = models.ForeignKey(
        CostLine,
        models.SET_NULL,
        related_name="papers",
        null=True,
        blank=True,
        verbose_name=_("cost line that it proves"),
    )
    reference = models.CharField(
        _("where it is"), max_length=300, blank=True, help_text=_("A web address, or a place in your own archive.")
    )
    on = models.DateField(_("day"))
    name = models.CharField(_("file name"), max_length=150, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), default=0, editable=False)
    digest = models.CharField(_("digest"), max_length=64, blank=True, editable=False)
    kept_on = models.DateField(_("added on"), null=True, blank=True, editable=False)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, editable=False,
        verbose_name=_("added by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("document of a mission")
        verbose_name_plural = _("documents of missions")
        ordering = ("on", "pk")
        constraints = (
            models.CheckConstraint(
                name="a_file_of_a_mission_has_its_digest",
                condition=Q(name="", digest="") | (~Q(name="") & ~Q(digest="") & Q(kept_on__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"

    @property
    def link(self) -> str:
        return self.reference if self.reference.startswith(("https://", "http://")) else ""


class Outcome(models.Model):
    """What came of a mission for one organisation. A contract or project becomes a success story of the journal."""

    class Kind(models.TextChoices):
        NOTHING = "nothing", _("Nothing so far")
        TALKS = "talks", _("Talks go on")
        PARTNER = "partner", _("A partner was found")
        PROJECT = "project", _("A joint project")
        CONTRACT = "contract", _("A contract")

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="outcomes", verbose_name=_("mission"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    kind = models.CharField(_("what came of it"), max_length=10, choices=Kind)
    words = models.TextField(_("in words"), max_length=1000, blank=True)
    on = models.DateField(_("day"))
    story = models.OneToOneField(
        SuccessStory, models.SET_NULL, related_name="outcome_of_mission", null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("outcome of a mission")
        verbose_name_plural = _("outcomes of missions")
        ordering = ("on", "pk")
        constraints = (models.UniqueConstraint(name="one_outcome_each", fields=["mission", "organisation"]),)

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"


class Meetings(models.Model):
    """The settings of the meetings of an event: when the slots are, how many tables, until when one asks."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="meetings", verbose_name=_("event"))
    first_at = models.TimeField(_("first meeting at"))
    slots = models.PositiveSmallIntegerField(
        _("slots"), validators=[MinValueValidator(1), MaxValueValidator(60)], help_text=_("Meetings one after another.")
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes of a meeting"), default=20, validators=[MinValueValidator(5), MaxValueValidator(120)]
    )
    change_minutes = models.PositiveSmallIntegerField(
        _("minutes to change tables"), default=5, validators=[MaxValueValidator(60)]
    )
    breaks_after = models.CharField(
        _("breaks after the slots"), max_length=60, blank=True, help_text=_("Numbers with blanks, such as 4 8.")
    )
    break_minutes = models.PositiveSmallIntegerField(
        _("minutes of a break"), default=30, validators=[MaxValueValidator(240)]
    )
    tables = models.PositiveSmallIntegerField(
        _("tables"), validators=[MinValueValidator(1), MaxValueValidator(2000)],
        help_text=_("Some more than the meetings of a slot need leaves room for changes."),
    )  # fmt: skip
    has_interpreters = models.BooleanField(
        _("interpreters are there"), default=False, help_text=_("Without them, two need a language in common to meet.")
    )
    ask_until = models.DateField(_("guests ask for meetings until"))

    class Meta:
        verbose_name = _("meetings of an event")
        verbose_name_plural = _("meetings of events")

    def __str__(self) -> str:
        return str(self.event)

    @property
    def breaks(self) -> list[int]:
        return [int(one) for one in self.breaks_after.split() if one.isdigit()]

    def clean(self) -> None:
        wrong = [one for one in self.breaks_after.split() if not one.isdigit() or not 1 <= int(one) < (self.slots or 0)]
        if wrong:
            says = _("“%(what)s” is no slot with another one behind it. Write numbers, such as 4 8.")
            raise ValidationError({"breaks_after": says % {"what": wrong[0]}})
        if self.event_id and self.ask_until and self.ask_until > self.event.on:
            raise ValidationError({"ask_until": _("This day lies after the event. Choose the event's day or earlier.")})
        if self.first_at and self.slots and self.times[-1][1].date() != self.times[0][0].date():
            raise ValidationError(
                {"slots": _("The last meeting would end after midnight. Plan fewer or shorter ones.")}
            )

    @property
    def times(self) -> list[tuple[datetime, datetime]]:
        """When each slot begins and ends, slot 1 first, in the event's own time."""
        begins, found = datetime.combine(self.event.on, self.first_at), []
        for slot in range(1, self.slots + 1):
            ends = begins + timedelta(minutes=self.minutes)
            found.append((begins, ends))
            pause = self.break_minutes if slot in self.breaks else self.change_minutes
            begins = ends + timedelta(minutes=pause)
        return found


class Wish(models.Model):
    """A guest asks to meet another one."""

    meetings = models.ForeignKey(Meetings, models.CASCADE, related_name="wishes", verbose_name=_("meetings"))
    a = models.ForeignKey(Guest, models.CASCADE, related_name="wishes", verbose_name=_("who asks"))
    b = models.ForeignKey(Guest, models.CASCADE, related_name="wished", verbose_name=_("whom"))
    weight = models.FloatField(_("weight"), default=1, validators=[MinValueValidator(0), MaxValueValidator(1000)])
    must = models.BooleanField(_("must be held"), default=False)

    class Meta:
        verbose_name = _("request for a meeting")
        verbose_name_plural = _("requests for meetings")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="one_wish_each", fields=["meetings", "a", "b"]),
            models.CheckConstraint(name="nobody_meets_oneself", condition=~Q(a=F("b"))),
        )

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Absence(models.Model):
    """A slot in which a guest cannot meet."""

    meetings = models.ForeignKey(Meetings, models.CASCADE, related_name="absences", verbose_name=_("meetings"))
    guest = models.ForeignKey(Guest, models.CASCADE, related_name="absences", verbose_name=_("guest"))
    slot = models.PositiveSmallIntegerField(_("slot"))

    class Meta:
        verbose_name = _("absence from a slot")
        verbose_name_plural = _("absences from slots")
        ordering = ("guest", "slot")
        constraints = (models.UniqueConstraint(name="one_absence_each", fields=["meetings", "guest", "slot"]),)

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Lock(models.Model):
    """The organiser fixes a meeting: in a slot and perhaps at a table, or in any slot. Locks may contradict."""

    meetings = models.ForeignKey(Meetings, models.CASCADE, related_name="locks", verbose_name=_("meetings"))
    a = models.ForeignKey(Guest, models.CASCADE, related_name="+", verbose_name=_("who"))
    b = models.ForeignKey(Guest, models.CASCADE, related_name="+", verbose_name=_("whom"))
    slot = models.PositiveSmallIntegerField(_("slot"), null=True, blank=True)
    table = models.PositiveSmallIntegerField(_("table"), null=True, blank=True)

    class Meta:
        verbose_name = _("locked meeting")
        verbose_name_plural = _("locked meetings")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Meeting(models.Model):
    """Two guests in one slot at one table, as the timetable stands."""

    meetings = models.ForeignKey(Meetings, models.CASCADE, related_name="held", verbose_name=_("meetings"))
    a = models.ForeignKey(Guest, models.CASCADE, related_name="+", verbose_name=_("who"))
    b = models.ForeignKey(Guest, models.CASCADE, related_name="+", verbose_name=_("whom"))
    slot = models.PositiveSmallIntegerField(_("slot"))
    table = models.PositiveSmallIntegerField(_("table"))

    class Meta:
        verbose_name = _("meeting of two")
        verbose_name_plural = _("meetings of two")
        ordering = ("slot", "table")
        constraints = (
            models.UniqueConstraint(name="one_meeting_at_a_table", fields=["meetings", "slot", "table"]),
            models.UniqueConstraint(name="once_in_a_slot_a", fields=["meetings", "slot", "a"]),
            models.UniqueConstraint(name="once_in_a_slot_b", fields=["meetings", "slot", "b"]),
        )

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Planning(models.Model):
    """A timetable under way or done: how it stands, and what was said of it, by name."""

    class State(models.TextChoices):
        BEGUN = "begun", _("being planned")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    meetings = models.ForeignKey(Meetings, models.CASCADE, related_name="plannings", verbose_name=_("meetings"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.BEGUN)
    seconds = models.PositiveSmallIntegerField(_("seconds at most"), default=10)
    begun_at = models.DateTimeField(_("begun at"))
    says = models.JSONField(_("remarks"), default=list)
    run = models.ForeignKey(Run, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("run"))
    by = by_whom()

    class Meta:
        verbose_name = _("planning of meetings")
        verbose_name_plural = _("plannings of meetings")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.meetings}, {self.begun_at:%Y-%m-%d %H:%M}"


class Change(models.Model):
    """A timetable changed after it was made: somebody did not come, or the organiser moved a meeting."""

    meetings = models.ForeignKey(Meetings, models.CASCADE, related_name="changes", verbose_name=_("meetings"))
    at = models.DateTimeField(_("at"))
    what = models.JSONField(_("what changed"))
    """`why` (a remark), and by label: `dropped` and `added` (each a, b, slot, table), `touched`."""
    by = by_whom()

    class Meta:
        verbose_name = _("change of a timetable")
        verbose_name_plural = _("changes of timetables")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.meetings}, {self.at:%Y-%m-%d %H:%M}"
