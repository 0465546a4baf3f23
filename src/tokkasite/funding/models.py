"""Calls for applications as their sources tell them, how they were fetched, and which of them fit whom.

A call is known by its source and the reference that the source gives it (`docs/explanation/funding.md`, §1). What it
says of its state is kept to be shown; the state itself is told from the dates, by `Call.status_at`.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tokkasite.register.models import Cluster, Mandate, Organisation
from tokkasite.runs.models import Run


class Source(models.Model):
    """Somebody who publishes calls, and how we hear of them."""

    class Way(models.TextChoices):
        SEARCH = "search", _("Search of the EU Funding & Tenders Portal")
        REFERENCE = "reference", _("Reference file of the EU Funding & Tenders Portal")
        EURA = "eura", _("Call register EURA 2021")
        STATE_GRANTS = "state_grants", _("List of haeavustuksia.fi")
        FILES = "files", _("Files alone")

    key = models.SlugField(_("key"), max_length=60, primary_key=True)
    name = models.CharField(_("name"), max_length=200)
    url = models.URLField(_("address"), max_length=500, blank=True)
    way = models.CharField(_("how it is fetched"), max_length=15, choices=Way, default=Way.FILES)
    licence = models.CharField(_("licence"), max_length=300, blank=True)
    floor = models.PositiveIntegerField(
        _("floor"), default=1, help_text=_("A whole listing with fewer calls is an outage: it changes nothing.")
    )
    is_fetched_nightly = models.BooleanField(_("fetched every night"), default=False)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    last_modified = models.CharField(max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = _("source of calls")
        verbose_name_plural = _("sources of calls")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Fetch(models.Model):
    """One time that a source was asked, or a file of it was read: what came of it."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        UNCHANGED = "unchanged", _("Nothing new since the last time")
        REFUSED = "refused", _("Refused: nothing was changed")
        FAILED = "failed", _("Broken off: it goes on where it stopped")

    source = models.ForeignKey(Source, models.CASCADE, related_name="fetches", verbose_name=_("source"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RUNNING)
    file = models.CharField(_("file"), max_length=200, blank=True)
    is_whole = models.BooleanField(_("a whole listing"), default=True)
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    listed = models.PositiveIntegerField(_("listed"), default=0)
    added = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    returned = models.PositiveIntegerField(_("back again"), default=0)
    missing = models.PositiveIntegerField(_("not listed this time"), default=0)
    withdrawn = models.PositiveIntegerField(_("withdrawn"), default=0)
    kept_apart = models.PositiveIntegerField(_("kept apart"), default=0)
    says = models.JSONField(_("remarks"), default=list, blank=True)
    error = models.JSONField(_("error"), null=True, blank=True)
    is_to_stop = models.BooleanField(_("is to stop"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("started by")
    )

    class Meta:
        verbose_name = _("fetch of calls")
        verbose_name_plural = _("fetches of calls")
        ordering = ("-began_at", "-pk")
        indexes = (models.Index(name="fetches_of_a_source", fields=["source", "-began_at"]),)

    def __str__(self) -> str:
        return f"{self.source}, {self.began_at:%Y-%m-%d %H:%M}"


class Page(models.Model):
    """An answer as it came, kept until its fetch is done, so that a broken fetch goes on where it stopped."""

    fetch = models.ForeignKey(Fetch, models.CASCADE, related_name="answers")
    number = models.PositiveIntegerField(_("number"))
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("answer of a source")
        verbose_name_plural = _("answers of sources")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(name="one_answer_a_number", fields=["fetch", "number"]),)

    def __str__(self) -> str:
        return f"{self.fetch}: {self.number}"


class Call(models.Model):
    """A call as its source tells it now. Moments are UTC; `zone` says in which zone the source tells them."""

    class Kind(models.TextChoices):
        TOPIC = "topic", _("Topic of a call")
        CALL = "call", _("Call for proposals")
        CASCADE = "cascade", _("Call of a project that passes money on")
        TENDER = "tender", _("Tender")
        NATIONAL = "national", _("National call")

    class Status(models.TextChoices):
        FORTHCOMING = "forthcoming", _("Forthcoming")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        UNKNOWN = "unknown", _("No date is told")

    source = models.ForeignKey(Source, models.PROTECT, related_name="calls", verbose_name=_("source"))
    reference = models.CharField(_("reference"), max_length=200)
    identifier = models.CharField(_("identifier"), max_length=200, blank=True)
    parent = models.CharField(_("topic that pays for it"), max_length=200, blank=True, db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NATIONAL)
    title = models.CharField(_("title"), max_length=500)
    text = models.TextField(_("text"), blank=True)
    conditions = models.TextField(_("what it says of applicants"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    programme = models.CharField(_("programme"), max_length=200, blank=True)
    authority = models.CharField(_("authority"), max_length=300, blank=True)
    action = models.CharField(_("type of action"), max_length=300, blank=True)
    call = models.CharField(_("call that it belongs to"), max_length=200, blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    regions = models.JSONField(_("regions"), default=list, blank=True)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    deadlines = models.JSONField(_("deadlines"), default=list, blank=True)
    """Moments in UTC of the ISO form, earliest first: cut-offs and stages, past ones included."""
    deadline_at = models.DateTimeField(_("last deadline"), null=True, blank=True, db_index=True)
    is_continuous = models.BooleanField(_("open all the time"), default=False)
    zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    budget_eur = models.FloatField(_("budget, EUR"), null=True, blank=True)
    grant_least_eur = models.FloatField(_("smallest grant, EUR"), null=True, blank=True)
    grant_most_eur = models.FloatField(_("largest grant, EUR"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    told_status = models.CharField(_("state as its source tells it"), max_length=60, blank=True)
    is_invented = models.BooleanField(
        _("invented"), default=False, help_text=_("Made up for the demonstration. It is marked so wherever it shows.")
    )
    first_seen_at = models.DateTimeField(_("first seen"))
    last_seen_at = models.DateTimeField(_("last seen"))
    misses = models.PositiveIntegerField(_("listings in a row without it"), default=0)
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = (F("deadline_at").asc(nulls_last=True), "title", "pk")
        constraints = (models.UniqueConstraint(name="one_call_a_reference", fields=["source", "reference"]),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("funding:call", args=[self.pk])

    @property
    def opens_on(self) -> date | None:
        """The first day, in the zone of its source."""
        return self.opens_at.astimezone(ZoneInfo(self.zone)).date() if self.opens_at else None

    @property
    def moments(self) -> list[datetime]:
        """The deadlines, earliest first."""
        return sorted(datetime.fromisoformat(one) for one in self.deadlines)

    def next_deadline(self, now: datetime) -> datetime | None:
        """The first deadline after a moment; past cut-offs and stages stay listed but are no longer next."""
        return next((one for one in self.moments if one > now), None)

    def status_at(self, now: datetime) -> str:
        """The state at a moment, told from the dates and never copied (§1)."""
        if self.deadline_at is not None and now >= self.deadline_at:
            return self.Status.CLOSED
        if self.opens_at is not None and now < self.opens_at:
            return self.Status.FORTHCOMING
        if self.opens_at is None and self.deadline_at is None and not self.is_continuous:
            return self.Status.UNKNOWN
        return self.Status.OPEN


class CallVersion(models.Model):
    """What a listing changed in a call: each field before and after, and how the deadline moved."""

    class Shift(models.TextChoices):
        SILENT = "silent", _("by seconds alone: no notice")
        LATER = "later", _("later")
        EARLIER = "earlier", _("earlier")
        GIVEN = "given", _("told for the first time")
        TAKEN_AWAY = "taken away", _("no longer told")

    call = models.ForeignKey(Call, models.CASCADE, related_name="versions", verbose_name=_("call"))
    at = models.DateTimeField(_("at"))
    changes = models.JSONField(_("changes"), default=list)
    """Each with `field`, `before`, `after` and `is_silent`; empty for the first version."""
    shift = models.CharField(_("how the deadline moved"), max_length=12, choices=Shift, blank=True)

    class Meta:
        verbose_name = _("version of a call")
        verbose_name_plural = _("versions of calls")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.call}, {self.at:%Y-%m-%d}"


class Condition(models.Model):
    """What a person has read in a call and confirmed: from then on it is a rule for this call, with its quotation."""

    class Kind(models.TextChoices):
        REGION = "region", _("Regions by NUTS code")
        ROLE = "role", _("Kinds of applicants")
        SIZE = "size", _("Size classes")
        CONSORTIUM = "consortium", _("Independent partners at least")

    call = models.ForeignKey(Call, models.CASCADE, related_name="asked", verbose_name=_("call"))
    kind = models.CharField(_("what it asks"), max_length=10, choices=Kind)
    values = models.JSONField(_("what is admitted"), default=list)
    quote = models.TextField(_("the sentence of the call"), max_length=2000)
    confirmed_on = models.DateField(_("confirmed on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("confirmed by"),
    )

    class Meta:
        verbose_name = _("confirmed condition of a call")
        verbose_name_plural = _("confirmed conditions of calls")
        ordering = ("kind", "pk")
        constraints = (models.UniqueConstraint(name="one_condition_of_a_kind", fields=["call", "kind"]),)

    def __str__(self) -> str:
        return f"{self.call}: {self.get_kind_display()}"


class Shortlist(models.Model):
    """What a ranking says to one organisation: what its profile lacks, and how many calls are out of its reach."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="shortlists", verbose_name=_("ranking"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="shortlists", verbose_name=_("organisation")
    )
    lacks = models.JSONField(_("missing in the profile"), default=list)
    excluded = models.JSONField(_("excluded"), default=dict)
    """The reason, and the numbers of the calls that fail for it."""

    class Meta:
        verbose_name = _("shortlist of an organisation")
        verbose_name_plural = _("shortlists of organisations")
        constraints = (models.UniqueConstraint(name="one_shortlist_a_ranking", fields=["run", "organisation"]),)

    def __str__(self) -> str:
        return f"{self.organisation}, {self.run}"


class RankingAsked(models.Model):
    """A ranking that somebody asked for: how far it is, and what came of it. The ranking itself is a run."""

    class State(models.TextChoices):
        BEGUN = "begun", _("being ranked")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    class Step(models.TextChoices):
        WAITING = "waiting", _("It waits for its turn.")
        READING = "reading", _("The words of the calls are being read.")
        RANKING = "ranking", _("The calls are being ranked for each member.")
        KEEPING = "keeping", _("The shortlists are being written.")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="rankings_asked", verbose_name=_("cluster"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.BEGUN)
    step = models.CharField(_("step"), max_length=10, choices=Step, default=Step.WAITING)
    is_to_stop = models.BooleanField(_("is to stop"), default=False)
    begun_at = models.DateTimeField(_("begun at"))
    says = models.JSONField(_("remarks"), default=list)
    run = models.ForeignKey(Run, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("ranking"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("asked by")
    )

    class Meta:
        verbose_name = _("ranking asked for")
        verbose_name_plural = _("rankings asked for")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.cluster}, {self.begun_at:%Y-%m-%d %H:%M}"


class Match(models.Model):
    """One call on a shortlist: its rank, its fit with the parts, and whether the organisation may apply."""

    class Verdict(models.TextChoices):
        MET = "met", _("May apply")
        UNKNOWN = "unknown", _("Not known yet")
        MISSED = "missed", _("May not apply")

    shortlist = models.ForeignKey(Shortlist, models.CASCADE, related_name="matches")
    call = models.ForeignKey(Call, models.CASCADE, related_name="matches", verbose_name=_("call"))
    rank = models.PositiveIntegerField(_("rank"))
    fit = models.FloatField(_("fit"))
    parts = models.JSONField(_("parts of the fit"), default=dict)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    reasons = models.JSONField(_("reasons"), default=list)
    won = models.JSONField(_("projects won in its programme"), default=list)
    """Each with `title` and `topic`."""

    class Meta:
        verbose_name = _("call that fits")
        verbose_name_plural = _("calls that fit")
        ordering = ("rank",)
        constraints = (models.UniqueConstraint(name="one_match_a_call", fields=["shortlist", "call"]),)

    def __str__(self) -> str:
        return f"{self.shortlist}: {self.call}"


class Follow(models.Model):
    """An organisation keeps an eye on a call: its deadline is in the calendar, a move of it in the letter."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="follows", verbose_name=_("call"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="followed_calls", verbose_name=_("organisation")
    )
    from_on = models.DateField(_("from"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("followed call")
        verbose_name_plural = _("followed calls")
        ordering = ("-from_on", "-pk")
        constraints = (models.UniqueConstraint(name="a_call_is_followed_once", fields=["call", "organisation"]),)

    def __str__(self) -> str:
        return f"{self.organisation}: {self.call}"


class Letters(models.Model):
    """A member wants letters of new calls that fit, and of deadlines that moved or are near. Gone when stopped."""

    mandate = models.OneToOneField(Mandate, models.CASCADE, related_name="funding_letters", verbose_name=_("member"))
    language = models.CharField(_("language"), max_length=5)
    from_on = models.DateField(_("from"))
    sent_at = models.DateTimeField(_("last sent"), null=True, blank=True)
    told = models.JSONField(_("calls told of"), default=list)
    reminded = models.JSONField(_("deadlines reminded of"), default=list)
    """Each as the number of the call, the day, and how many days before: `12:2026-12-20:14`."""

    class Meta:
        verbose_name = _("letters of new calls")
        verbose_name_plural = _("letters of new calls")

    def __str__(self) -> str:
        return str(self.mandate)


class DeadlineFeed(models.Model):
    """A private address under which a member's calendar reads the deadlines of followed calls. Its digest alone."""

    mandate = models.OneToOneField(Mandate, models.CASCADE, related_name="deadline_feed", verbose_name=_("member"))
    digest = models.CharField(max_length=64, unique=True)
    from_on = models.DateField(_("from"))

    class Meta:
        verbose_name = _("calendar address of deadlines")
        verbose_name_plural = _("calendar addresses of deadlines")

    def __str__(self) -> str:
        return str(self.mandate)
