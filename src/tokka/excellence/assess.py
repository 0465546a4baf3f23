"""From the book of a cluster and a rule family to findings, scorecard, history, and what to do next."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from tokka.excellence.book import Book, Evidence, Sight
from tokka.excellence.measures import BY_KEY, MEASURES
from tokka.excellence.measures.governance import uncontacted
from tokka.excellence.measures.model import YEAR, Measure
from tokka.rulebook.ecei_reference import YELLOW
from tokka.rulebook.families import Family
from tokka.rulebook.model import Finding, Outcome, RecordKey


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a rule family says of one cluster on one day, in the order of the family's rules."""

    family: Family
    day: date
    findings: tuple[Finding, ...]

    @property
    def summary(self) -> dict[str, int]:
        """How many findings are met, missed and unknown."""
        found = Counter(finding.outcome for finding in self.findings)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def levels(self) -> dict[str, int]:
        """How many findings are of each level, where the family has levels."""
        return dict(Counter(finding.level for finding in self.findings if finding.level))

    @property
    def blockers(self) -> tuple[Finding, ...]:
        """The findings that alone keep the cluster from what the rule set leads to."""
        return tuple(finding for finding in self.findings if finding.blocks)

    def finding(self, rule: str) -> Finding:
        """The finding of one rule by its key. Raises KeyError where it was not in force or is another family's."""
        for finding in self.findings:
            if finding.rule.key == rule:
                return finding
        raise KeyError(f"{self.family.key!r} says nothing of {rule!r} on {self.day}.")


@dataclass(frozen=True, slots=True)
class Card:
    """One heading of the scorecard with its findings."""

    label: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What to do about one finding: the measure to raise or to make known, the kind of record, and whom to turn to."""

    finding: Finding
    measure: Measure
    organisations: tuple[int, ...]

    @property
    def kind(self) -> str:
        """The kind of record that would answer."""
        return self.measure.answer


@dataclass(frozen=True, slots=True)
class Silence:
    """A committed participant whom nobody has met for so long: since when, and the last contact if there was one."""

    organisation: int
    since: date
    days: int
    last_contact: RecordKey | None


def evidence_on(book: Book, day: date) -> Evidence:
    """Every declared measure on the day, by key, each with the records that were counted. No later record matters."""
    if day not in book.evidence_by_day:
        sight = Sight(book, day)
        book.evidence_by_day[day] = MappingProxyType({measure.key: measure.fact_on(sight) for measure in MEASURES})
    return book.evidence_by_day[day]


def assess(book: Book, day: date, family: Family) -> Assessment:
    """Judge the cluster by every rule of the family that has a wording in force on the day."""
    evidence = evidence_on(book, day)
    in_force = (rule for rule in family.rules if rule.version_on(day) is not None)
    return Assessment(family, day, tuple(rule.find(day, evidence) for rule in in_force))


def history(book: Book, days: Iterable[date], family: Family) -> tuple[Assessment, ...]:
    """The assessment of each day, computed from the dated records as they stand now, in the order of `days`."""
    return tuple(assess(book, day, family) for day in days)


def scorecard(assessment: Assessment) -> tuple[Card, ...]:
    """The findings under their headings, both in the order of the rules."""
    groups = dict.fromkeys(finding.rule.group for finding in assessment.findings)
    return tuple(
        Card(group, tuple(finding for finding in assessment.findings if finding.rule.group == group))
        for group in groups
    )


def next_steps(book: Book, assessment: Assessment) -> tuple[Step, ...]:
    """For each finding that is missed, unknown or only yellow, the measures that would raise it.

    Blockers first, then by rule, and what is yellow last: it is met, and may still rise.

    A finding that is unknown only for want of a published number has no step here: no record would answer it.
    """
    sight = Sight(book, assessment.day)
    steps = [
        Step(finding, measure, measure.whom(sight) if measure.whom else ())
        for finding in sorted(assessment.findings, key=lambda finding: (not finding.blocks, finding.level == YELLOW))
        for measure in wanting(finding)
    ]
    return tuple(steps)


def wanting(finding: Finding) -> tuple[Measure, ...]:
    """The measures that keep a finding from being met, or from green: the unknown ones, or those that were too low."""
    if finding.outcome is Outcome.MET and finding.level != YELLOW:
        return ()
    keys = finding.lacking if finding.lacking is not None else _lacking(finding)
    return tuple(BY_KEY[key] for key in keys)


def _lacking(finding: Finding) -> tuple[str, ...]:
    """The facts that are unknown; of a finding missed, those at or below zero, or the first one where none is.

    A recognition only waives: no team can raise it, so it is never what is lacking.
    """
    facts = {key: fact for key, fact in finding.facts.items() if key != "recognitions"}
    if finding.outcome is Outcome.UNKNOWN:
        return tuple(key for key, fact in facts.items() if fact.value is None)
    return tuple(key for key, fact in facts.items() if fact.value is None or fact.value <= 0) or tuple(facts)[:1]


def not_contacted(book: Book, day: date, months: int = YEAR) -> tuple[Silence, ...]:
    """The committed participants without a contact in so many months up to the day, longest silence first."""
    sight = Sight(book, day)
    last = {row.organisation: row for row in sight.ever("contact")}
    silences = []
    for who in uncontacted(sight, months):
        contact = last.get(who)
        since = contact.on if contact else sight.participants[who][0].on
        silences.append(Silence(who, since, (day - since).days, contact.key if contact else None))
    return tuple(silences)
