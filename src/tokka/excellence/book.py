"""The book of one cluster: its records and organisations, indexed once, and what they say on any day.

The paragraphs (§) are those of docs/explanation/excellence.md.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Final

from tokka.excellence.months import month_shifted
from tokka.excellence.records import KINDS, ROLES, Participant, Record
from tokka.rulebook.model import Fact

ByOrganisation = Mapping[int, tuple[Record, ...]]
Evidence = Mapping[str, Fact]
"""What is known of every declared measure on one day, by the key of the measure."""

SIZES: Final = ("", "micro", "small", "medium", "large")


class WrongRecord(ValueError):
    """A record that was refused at the door, with its kind, number, column and the remedy."""

    def __init__(self, kind: str, number: int, column: str, says: str) -> None:
        self.kind, self.id, self.column = kind, number, column
        super().__init__(f"{kind} {number}, {column}: {says}")


def check(record: Record) -> None:
    """Raises WrongRecord for a record that its kind does not allow (§2)."""
    for column, says in _faults(record):
        raise WrongRecord(record.kind, record.id, column, says)


def _faults(record: Record) -> Iterator[tuple[str, str]]:
    kind = KINDS.get(record.kind)
    if kind is None:
        yield "kind", f"There is no kind {record.kind!r}. Use one of: {', '.join(KINDS)}."
        return
    if record.until is not None and record.until < record.on:
        yield "until", f"It ends on {record.until}, before it begins on {record.on}. Correct one of the two days."
    if record.tag and record.tag not in kind.tags:
        allowed = f"Use one of: {', '.join(kind.tags)}." if kind.tags else "Leave the tag empty."
        yield "tag", f"{record.tag!r} is unknown for this kind. {allowed}"
    if kind.group and record.group is None:
        yield "group", f"The {kind.group} that it belongs to is missing. Give its number."
    if kind.organisation and record.organisation is None and record.kind not in _ORGANISATION_OPTIONAL:
        yield "organisation", "The organisation is missing. Give its number."
    if record.amount is not None and not math.isfinite(record.amount):
        yield "amount", f"{record.amount} is not a number. Leave it empty where it is not known."
    if record.share is not None and not 0 <= record.share <= 1:
        yield "share", f"{record.share} does not lie between 0 and 1. Divide per cents by 100."


_ORGANISATION_OPTIONAL: Final = (
    "attendance",
    "body_member",
    "project_partner",
    "success_story",
    "working_group_member",
)
"""Kinds that also hold people or partners from outside the register, who have no number there."""


def checked_participant(participant: Participant) -> Participant:
    """The participant itself. Raises WrongRecord for a role, size class or distance that nobody knows (§2)."""
    if participant.role not in ROLES:
        raise WrongRecord(
            "organisation",
            participant.id,
            "role",
            f"There is no role {participant.role!r}. Use one of: {', '.join(ROLES)}.",
        )
    if participant.size not in SIZES:
        says = f"There is no size class {participant.size!r}. Use one of: {', '.join(SIZES[1:])}, or leave it empty."
        raise WrongRecord("organisation", participant.id, "size", says)
    if participant.km is not None and not 0 <= participant.km < math.inf:
        raise WrongRecord(
            "organisation", participant.id, "km", f"{participant.km} is not a distance. Leave it empty where unknown."
        )
    return participant


class Book:
    """Every record of one cluster by kind, in the order of their days; and its organisations by number.

    Built once, it answers for any day. Raises WrongRecord for a record or organisation that cannot be, and for two
    records of one kind or two organisations with one number (§2).
    """

    def __init__(self, records: Iterable[Record], participants: Iterable[Participant] = ()) -> None:
        by_kind: dict[str, list[Record]] = {}
        for record in records:
            check(record)
            by_kind.setdefault(record.kind, []).append(record)
        for kind, rows in by_kind.items():
            rows.sort(key=lambda row: (row.on, row.id))
            _refuse_repeats(kind, rows)
        self._rows = {kind: tuple(rows) for kind, rows in by_kind.items()}
        self._days = {kind: [row.on for row in rows] for kind, rows in by_kind.items()}
        self.organisations = _by_number(participants)
        self.evidence_by_day: dict[date, Evidence] = {}
        """What was computed before. A book never changes, so neither does its evidence."""

    def with_more(self, records: Iterable[Record], participants: Iterable[Participant] = ()) -> "Book":
        """Another book that also holds these. Kinds without a new record are shared, so this is quick.

        Raises WrongRecord as a new book would.
        """
        more = Book(records, participants)
        for number in self.organisations.keys() & more.organisations.keys():
            raise WrongRecord(
                "organisation", number, "id", "Two organisations bear this number. Give each one its own."
            )
        more.organisations = MappingProxyType({**self.organisations, **more.organisations})
        joined = {
            kind: tuple(sorted((*self._rows.get(kind, ()), *rows), key=lambda row: (row.on, row.id)))
            for kind, rows in more._rows.items()
        }
        for kind, rows in joined.items():
            _refuse_repeats(kind, rows)
        more._rows = {**self._rows, **joined}
        more._days = {**self._days, **{kind: [row.on for row in rows] for kind, rows in joined.items()}}
        return more

    def until(self, kind: str, day: date) -> tuple[Record, ...]:
        """Every record of the kind from the first one to `day`, that day included, oldest first."""
        rows = self._rows.get(kind, ())
        return rows[: bisect_right(self._days[kind], day)] if rows else ()

    def during(self, kind: str, after: date, day: date) -> tuple[Record, ...]:
        """The records of the kind that happened or began after `after`, up to and including `day` (§4)."""
        days = self._days.get(kind)
        return self._rows[kind][bisect_right(days, after) : bisect_right(days, day)] if days else ()

    def has_kept(self, kind: str, day: date) -> bool:
        """Whether the cluster had kept any record of the kind by `day` (§5)."""
        days = self._days.get(kind, [])
        return bool(days) and days[0] <= day


def _refuse_repeats(kind: str, rows: Sequence[Record]) -> None:
    seen: set[int] = set()
    for row in rows:
        if row.id in seen:
            raise WrongRecord(kind, row.id, "id", "Two records of this kind bear this number. Number each one once.")
        seen.add(row.id)


def _by_number(participants: Iterable[Participant]) -> Mapping[int, Participant]:
    found: dict[int, Participant] = {}
    for one in map(checked_participant, participants):
        if one.id in found:
            says = "Two organisations bear this number. Number each one once."
            raise WrongRecord("organisation", one.id, "id", says)
        found[one.id] = one
    return MappingProxyType(found)


class Sight:
    """What a book shows on one day. It remembers what it was asked, so that measures can share the looking up."""

    def __init__(self, book: Book, day: date) -> None:
        self.book, self.day = book, day
        self._held: dict[str, tuple[Record, ...]] = {}

    def has_kept(self, *kinds: str, months_ago: int = 0) -> bool:
        """Whether every one of the kinds had been kept by the day, or so many months before it (§5)."""
        day = month_shifted(self.day, -months_ago)
        return all(self.book.has_kept(kind, day) for kind in kinds)

    def ago(self, months: int) -> "Sight":
        """The same book on the day so many months before."""
        return Sight(self.book, month_shifted(self.day, -months))

    def holding(self, kind: str, *tags: str) -> tuple[Record, ...]:
        """The lasting records that hold on the day (§3), of the tags where some are named."""
        if kind not in self._held:
            rows = self.book.until(kind, self.day)
            self._held[kind] = tuple(row for row in rows if row.until is None or row.until >= self.day)
        return tagged(self._held[kind], tags)

    def within(self, months: int, kind: str, *tags: str) -> tuple[Record, ...]:
        """The things of one day that happened within so many months up to the day (§4)."""
        rows = self.book.during(kind, month_shifted(self.day, -months), self.day)
        return tagged(rows, tags)

    def ever(self, kind: str, *tags: str) -> tuple[Record, ...]:
        """Every record of the kind up to the day, oldest first."""
        return tagged(self.book.until(kind, self.day), tags)

    @cached_property
    def participants(self) -> ByOrganisation:
        """The records of participation that hold on the day, by organisation."""
        return by_organisation(self.holding("participation"))

    @cached_property
    def committed(self) -> ByOrganisation:
        """The commitments that hold on the day, by organisation, of those who take part on the day (§6)."""
        held = by_organisation(self.holding("commitment"))
        return {who: rows for who, rows in held.items() if who in self.participants}

    def with_roles(self, who: Iterable[int], *roles: str) -> set[int]:
        """Those of the organisations whose role is known to be one of the roles."""
        known = self.book.organisations
        return {one for one in who if one in known and known[one].role in roles}


def tagged(rows: tuple[Record, ...], tags: tuple[str, ...]) -> tuple[Record, ...]:
    """The rows of the tags; all of them where no tag is named."""
    return tuple(row for row in rows if row.tag in tags) if tags else rows


def by_organisation(rows: Iterable[Record]) -> dict[int, tuple[Record, ...]]:
    """The rows by organisation, in their order, without those that name none."""
    found: dict[int, list[Record]] = {}
    for row in rows:
        if row.organisation is not None:
            found.setdefault(row.organisation, []).append(row)
    return {who: tuple(theirs) for who, theirs in found.items()}
