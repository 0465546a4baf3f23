"""Database → the engine's book, and what the screens show of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Prefetch, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tokka.excellence.assess import (
    Assessment,
    Card,
    Silence,
    Step,
    assess,
    history,
    next_steps,
    not_contacted,
    scorecard,
)
from tokka.excellence.book import Book
from tokka.excellence.label import LabelState, label_state
from tokka.excellence.least_effort import Plan, least_effort
from tokka.excellence.measures import BY_KEY
from tokka.excellence.measures.model import Measure
from tokka.excellence.months import month_end, month_shifted
from tokka.excellence.records import KINDS, Record, RecordKind
from tokka.rulebook.families import FAMILIES, Family
from tokka.rulebook.load import Fault, WrongFile
from tokka.rulebook.model import Fact, Finding, RecordKey, Rule
from tokkasite.accounts.tokens import digest_of
from tokkasite.journal.models import CalendarFeed
from tokkasite.journal.readers import describe, participants_of, records_of
from tokkasite.register.models import Cluster, ContactPerson, Organisation
from tokkasite.ui.calendars import AllDay

MONTHS_SHOWN = 36
ENDING_WITHIN = timedelta(days=90)
IN_CALENDARS = timedelta(days=366)
"""How far ahead a calendar is told what ends."""
MONTHS_OF_SILENCE = 12
ENDING_KINDS = ("commitment", "income", "document", "goal", "plan_action")
"""What lasts until a day that somebody has to renew, carry out or replace. Labels have days of their own."""


FIRST_STEPS = (
    (
        "participation",
        _("Who takes part"),
        _("Every organisation of the cluster with its first day: most rules count them."),
    ),
    (
        "commitment",
        _("What they have signed"),
        _("An agreement, a fee or a letter makes a participant a committed one."),
    ),
    ("team_period", _("Who runs the cluster"), _("Each person of the team with the share of a full week.")),
    ("document", _("The strategy and the plan"), _("Title and dates are enough; actions and goals can follow.")),
    (
        "event",
        _("What you have held"),
        _("Workshops, visits and services of the last year. A calendar file brings many at once."),
    ),
    (
        "contact",
        _("Whom you have talked to"),
        _("From now on, note each call and meeting in quick entry: it takes half a minute."),
    ),
)
"""Kind of record, what a new team enters, and why."""


def operator_file(family: Family) -> Path:
    """Where the operator keeps the numbers that are not public."""
    return settings.DATA / "rulebook" / f"{family.key}.toml"


def with_operator_numbers(family: Family) -> Family:
    """The family with the operator's numbers, if there is a file. Raises WrongFile, which names line and remedy."""
    file = operator_file(family)
    return family.with_values(file.read_text(encoding="utf-8"), str(file)) if file.exists() else family


def families() -> tuple[Family, ...]:
    """The rule families with the operator's numbers. Raises WrongFile where a file of theirs is wrong."""
    return tuple(with_operator_numbers(family) for family in FAMILIES)


def families_shown() -> tuple[tuple[Family, ...], tuple[Fault, ...]]:
    """The rule families for a page: a wrong file of the operator's is left out whole, and its faults go along."""
    known, faults = [], []
    for family in FAMILIES:
        try:
            known.append(with_operator_numbers(family))
        except WrongFile as wrong:
            known.append(family)
            faults += wrong.faults
    return tuple(known), tuple(faults)


def family_in(known: Iterable[Family], key: str) -> Family | None:
    """The family of that key among those that are known here."""
    return next((family for family in known if family.key == key), None)


def groups_of(family: Family) -> dict[str, tuple[Rule, ...]]:
    """The rules of a family under their headings, in their order."""
    headings = dict.fromkeys(rule.group for rule in family.rules)
    return {heading: tuple(rule for rule in family.rules if rule.group == heading) for heading in headings}


def book_of(cluster: Cluster) -> Book:
    """Every dated record of the cluster, in two queries."""
    return Book(records_of(cluster), participants_of(cluster))


def records_on(book: Book, day: date) -> dict[RecordKey, Record]:
    """Every record up to the day, by its address."""
    return {record.key: record for kind in KINDS for record in book.until(kind, day)}


def way_to(book: Book, family: Family, day: date) -> Plan:
    """The deeds of least effort by which all that is missed or unknown would be met."""
    return least_effort(book, day, family)


def history_of(book: Book, family: Family, day: date) -> tuple[Assessment, ...]:
    """The assessments at the ends of the months before `day`, and on `day`, as the records stand now."""
    before = (month_end(month_shifted(day, -months)) for months in range(MONTHS_SHOWN - 1, 0, -1))
    return history(book, (*before, day), family)


@dataclass(frozen=True, slots=True)
class Freshness:
    """How much was kept of one kind of record, and when last."""

    kind: RecordKind
    count: int
    last_on: date | None


def freshness_of(book: Book, day: date) -> tuple[Freshness, ...]:
    rows = ((kind, book.until(key, day)) for key, kind in KINDS.items())
    return tuple(Freshness(kind, len(kept), kept[-1].on if kept else None) for kind, kept in rows)


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Something that a new cluster enters first: what, why, and whether it is there."""

    kind: str
    title: str
    why: str
    is_done: bool


def first_steps(book: Book, day: date) -> tuple[FirstStep, ...]:
    """What most rules count, in the order in which a team enters it; empty where all of it is there."""
    steps = [FirstStep(kind, *words, bool(book.until(kind, day))) for kind, *words in FIRST_STEPS]
    return () if all(step.is_done for step in steps) else tuple(steps)


def ending_soon(book: Book, day: date, within: timedelta = ENDING_WITHIN) -> tuple[Record, ...]:
    """What ends within three months (or as told), soonest first; actions that are done are left out."""
    done = {row.group for row in book.until("action_done", day)}
    held = (
        row
        for kind in ENDING_KINDS
        for row in book.until(kind, day)
        if row.until is not None and day <= row.until <= day + within
    )
    open_rows = (row for row in held if not (row.kind == "plan_action" and row.id in done))
    return tuple(sorted(open_rows, key=lambda row: (row.until or day, row.key)))


@dataclass(frozen=True, slots=True)
class Callee:
    """Whom to call: the organisation, its people, and since when it has been silent."""

    organisation: Organisation
    people: tuple[ContactPerson, ...]
    silence: Silence | None


def callees(book: Book, organisations: Iterable[int], day: date, months: int = MONTHS_OF_SILENCE) -> tuple[Callee, ...]:
    """The organisations with the people to call on the day, in the order given, in two queries."""
    wanted = list(organisations)
    people = ContactPerson.objects.filter(Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day)
    found = Organisation.objects.prefetch_related(Prefetch("contact_people", people, "people_now")).in_bulk(wanted)
    silences = {silence.organisation: silence for silence in not_contacted(book, day, months)}
    return tuple(
        Callee(found[number], tuple(found[number].people_now), silences.get(number))
        for number in wanted
        if number in found
    )


@dataclass(frozen=True, slots=True)
class Month:
    """The counts of one rule family at the end of one month."""

    day: date
    counts: dict[str, int]


def months_of(past: Iterable[Assessment]) -> tuple[Month, ...]:
    return tuple(Month(one.day, {**Counter(one.summary), **one.levels}) for one in past)


def past_of(past: Iterable[Assessment], rule: str) -> tuple[Finding, ...]:
    """What one rule said at the end of each month in which it had a wording."""
    return tuple(finding for one in past for finding in one.findings if finding.rule.key == rule)


def assessments_of(book: Book, known: Iterable[Family], day: date) -> list[Assessment]:
    """What each rule family says of the day."""
    return [assess(book, day, family) for family in known]


def readiness(book: Book, family: Family, day: date) -> tuple[Assessment, tuple[Step, ...]]:
    """The assessment of the day, and what to do about each finding that is not met."""
    assessment = assess(book, day, family)
    return assessment, next_steps(book, assessment)


def cards_of(assessment: Assessment) -> tuple[Card, ...]:
    """The findings under their headings."""
    return scorecard(assessment)


def silences(book: Book, day: date, months: int = MONTHS_OF_SILENCE) -> tuple[Silence, ...]:
    """The committed participants whom nobody has met for so many months, longest silence first."""
    return not_contacted(book, day, months)


def label_of(book: Book, known: Iterable[Family], day: date) -> LabelState:
    """The state of the label, judged with the operator's numbers where there are any."""
    return label_state(book, day, ecei=next(family for family in known if family.key == "ecei"))


def measured(finding: Finding) -> tuple[tuple[Measure, Fact], ...]:
    """What the finding read, with the declaration that says what each measure means."""
    return tuple((BY_KEY[key], fact) for key, fact in finding.facts.items())


def feed_of(token: str) -> CalendarFeed | None:
    """The feed at this private address, as long as it is open and its owner may sign in."""
    feeds = CalendarFeed.objects.select_related("cluster", "user").filter(user__is_active=True)
    return feeds.filter(digest=digest_of(token)).first()


def days_ending(cluster: Cluster, book: Book, day: date) -> tuple[AllDay, ...]:
    """What ends within a year, as entries of a calendar. Titles of records never hold a note."""
    ending = ending_soon(book, day, IN_CALENDARS)
    lines = describe(record.key for record in ending)
    return tuple(
        AllDay(
            f"{record.kind}-{record.id}-ends",
            record.until,
            gettext("%(kind)s ends: %(title)s") % {"kind": gettext(KINDS[record.kind].label), "title": line.title},
            line.url,
        )
        for record in ending
        if record.until and (line := lines.get(record.key))
    )
