"""What a measure is, and the two sentences that most of them are made of: a count and a share."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tokka.excellence.book import ByOrganisation, Sight
from tokka.excellence.records import Record
from tokka.rulebook.model import UNTOLD, Fact, RecordKey

YEAR: Final = 12
"""Months in which everyday work has to show: contacts, activities, news (§4)."""
TWO_YEARS: Final = 24
"""Months that an assessment looks back on for evidence (§4)."""

Count = Callable[[Sight], Fact]
Whom = Callable[[Sight], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that the engine counts from everyday records. Higher is better for every one of them.

    All of `kinds` and one of `either` have to have been kept before anything is known (§5); `also` are read where
    they are kept. `answer` is the kind of record to keep where the measure is unknown or too low, `advice` the
    sentence that says so, and `whom` names the organisations that would raise it, most urgent first.
    """

    key: str
    label: str
    unit: str
    meaning: str
    kinds: tuple[str, ...]
    count: Count
    answer: str
    advice: str
    either: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    whom: Whom | None = None

    def fact_on(self, sight: Sight) -> Fact:
        """What is known of the measure on the day of the sight. Unknown until every needed kind was kept (§5)."""
        is_told = sight.has_kept(*self.kinds) and (not self.either or any(map(sight.has_kept, self.either)))
        return self.count(sight) if is_told else UNTOLD

    @property
    def reads(self) -> tuple[str, ...]:
        """Every kind of record that the measure looks at."""
        return (*self.kinds, *self.either, *self.also)


def keys_of(*rows: Iterable[Record]) -> tuple[RecordKey, ...]:
    """The addresses of the records, each once, in their order."""
    return tuple(dict.fromkeys(row.key for some in rows for row in some))


def number_of(rows: Collection[Record]) -> Fact:
    """How many records there are."""
    return Fact(len(rows), keys_of(rows))


def organisations_of(found: ByOrganisation) -> Fact:
    """How many organisations there are, with the records that show each."""
    return Fact(len(found), keys_of(*found.values()))


def share_of(part: Mapping[int, Collection[Record]], base: Mapping[int, Collection[Record]]) -> Fact:
    """The part of the base that is found in `part`, in %. A share of nothing is unknown (§7).

    The records are those that make each one of the part count, then those of the base.
    """
    if not base:
        return UNTOLD
    inside = [one for one in base if one in part]
    records = keys_of(*(part[one] for one in inside), *base.values())
    return Fact(100 * len(inside) / len(base), records)


def by_group(rows: Iterable[Record]) -> dict[int, tuple[Record, ...]]:
    """The rows by the record or person that their group points to, in their order."""
    found: dict[int, list[Record]] = {}
    for row in rows:
        if row.group is not None:
            found.setdefault(row.group, []).append(row)
    return {group: tuple(theirs) for group, theirs in found.items()}


def by_id(rows: Iterable[Record]) -> dict[int, Record]:
    """The rows by their numbers."""
    return {row.id: row for row in rows}
