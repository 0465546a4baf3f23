"""The five nouns of the rulebook: `Source`, `DatedValue`, `Parameter`, `Rule`, `Finding`.

Between them go three small words: a rule is told a `Case` made of `Fact`s and answers with a `Verdict`.
Source, date and unit are required by the constructor: a number without them cannot be written down.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from tokka.words import Remark

RecordKey = tuple[str, int]
"""The kind of a record and its number within the kind: the address of one piece of evidence."""

Value = bool | int | float | str | tuple[tuple[float, float], ...]
"""What a parameter may hold. A tuple of pairs is a scale: from this value on, so many points."""


class Outcome(StrEnum):
    """What a rule says of a day. Unknown is never a pass."""

    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"


class Shape(StrEnum):
    """What kind of value a parameter holds, so that a file with another kind is refused."""

    NUMBER = "number"
    SCALE = "scale"
    TRUTH = "truth"
    TEXT = "text"


class NotInForce(LookupError):
    """A rule was asked about a day on which it does not hold."""


@dataclass(frozen=True, slots=True)
class Source:
    """On whose word: the publication, where to read it, and the day on which we last did."""

    title: str
    url: str
    checked: date
    article: str = ""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A number with its first day and its source. A value of None says: from this day on there is none."""

    since: date
    value: Value | None
    source: Source


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that the law or a handbook sets, with its history, oldest first."""

    key: str
    label: str
    unit: str
    values: tuple[DatedValue, ...] = ()
    shape: Shape = Shape.NUMBER

    def on(self, day: date) -> DatedValue | None:
        """The value in force on `day`, or None where nobody has published one for that day."""
        held = [dated for dated in self.values if dated.since <= day]
        return held[-1] if held and held[-1].value is not None else None


@dataclass(frozen=True, slots=True)
class Fact:
    """What the register and the journal know of one measure on one day, and the records it was counted from.

    A value of None means not known: nobody has kept the records that would tell.
    """

    value: bool | int | float | None
    records: tuple[RecordKey, ...] = ()


UNTOLD = Fact(None)


@dataclass(frozen=True, slots=True)
class Case:
    """All that a rule may look at: the day, the facts that it reads, and its numbers in force (None: unpublished)."""

    day: date
    facts: Mapping[str, Fact]
    values: Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a formula answers: the outcome, the value that it judged, and its reasons."""

    outcome: Outcome
    value: Value | None
    remarks: tuple[Remark, ...] = ()
    level: str = ""
    """The finer shade of a rule set that has one: red, yellow or green."""
    blocks: bool = False
    """True where missing this alone keeps the cluster from what the rule set leads to."""
    lacking: tuple[str, ...] | None = None
    """The facts that keep the rule from being met, where only the formula can tell; None where the facts show it."""


Formula = Callable[[Case], Verdict]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a law or a handbook asks, by date: from each day in `versions` on, that formula holds (None: retired)."""

    key: str
    label: str
    unit: str
    source: Source
    reads: tuple[str, ...]
    versions: Mapping[date, Formula | None]
    parameters: Mapping[str, Parameter] = field(default_factory=lambda: MappingProxyType({}))
    number: str = ""
    """The number under which the publication lists it, such as 2.5."""
    group: str = ""
    """The heading under which a scorecard shows it, such as a dimension."""
    note: str = ""
    """One sentence of reading: what is measured, or why the numbers are what they are."""

    def version_on(self, day: date) -> date | None:
        """The first day of the wording in force on `day`; None before the first one and after the rule was retired."""
        begun = max((since for since in self.versions if since <= day), default=None)
        return begun if begun is not None and self.versions[begun] is not None else None

    def find(self, day: date, facts: Mapping[str, Fact]) -> "Finding":
        """Judge one day. The formula is shown the facts and numbers that the rule declares, and no others.

        Raises NotInForce where no wording holds on `day`.
        """
        version = self.version_on(day)
        formula = self.versions[version] if version is not None else None
        if version is None or formula is None:
            first = min(self.versions)
            raise NotInForce(
                f"The rule {self.key!r} has no wording in force on {day}: it begins on {first}. "
                "Ask for a later day, or add an earlier version to the rule."
            )
        told = {key: facts.get(key, UNTOLD) for key in self.reads}
        read = {name: parameter.on(day) for name, parameter in self.parameters.items()}
        verdict = formula(Case(day, told, {name: dated.value if dated else None for name, dated in read.items()}))
        return Finding(
            rule=self,
            day=day,
            version=version,
            outcome=verdict.outcome,
            value=verdict.value,
            level=verdict.level,
            remarks=verdict.remarks,
            blocks=verdict.blocks,
            lacking=verdict.lacking,
            read=MappingProxyType(read),
            facts=MappingProxyType(told),
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one day, with everything that it looked at: every number opens down to its records."""

    rule: Rule
    day: date
    version: date
    outcome: Outcome
    value: Value | None
    level: str
    remarks: tuple[Remark, ...]
    read: Mapping[str, DatedValue | None]
    facts: Mapping[str, Fact]
    blocks: bool = False
    lacking: tuple[str, ...] | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The rule's own source, then those of the numbers that it read, each once."""
        numbers = (dated.source for dated in self.read.values() if dated is not None)
        return tuple(dict.fromkeys((self.rule.source, *numbers)))

    @property
    def records(self) -> tuple[RecordKey, ...]:
        """The records counted, each once, in the order in which the rule reads them."""
        return tuple(dict.fromkeys(key for fact in self.facts.values() for key in fact.records))
