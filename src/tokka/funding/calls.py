"""A call under a key that is one: its dates, its state told from them, and what changed between two versions (§1, §2).

The identifier that a portal shows is no key: a cascade call carries that of its parent topic. The key is the source
together with the reference that the source gives to the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

Key = tuple[str, str]
"""The source and its reference."""


class Kind(StrEnum):
    """What kind of call it is."""

    TOPIC = "topic"
    CALL = "call"
    CASCADE = "cascade"
    """A call of a project that passes money on: its parent is the topic that paid for the project."""
    TENDER = "tender"
    NATIONAL = "national"


class Status(StrEnum):
    """The state of a call at a moment, told from its dates and never copied (§1)."""

    FORTHCOMING = "forthcoming"
    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Call:
    """One version of a call. Moments are in UTC; `zone` says in which zone the source tells them."""

    source: str
    reference: str
    title: str
    identifier: str = ""
    kind: Kind = Kind.TOPIC
    text: str = ""
    conditions: str = ""
    """What the call says of who may apply. It is quoted as a suggestion, never applied as a rule (§6)."""
    language: str = "en"
    programme: str = ""
    authority: str = ""
    action: str = ""
    call: str = ""
    keywords: tuple[str, ...] = ()
    opens_at: datetime | None = None
    deadlines_at: tuple[datetime, ...] = ()
    is_continuous: bool = False
    zone: str = "UTC"
    budget_eur: float | None = None
    grant_least_eur: float | None = None
    grant_most_eur: float | None = None
    regions: tuple[str, ...] = ()
    url: str = ""
    parent: str = ""
    """For a cascade call the identifier of its parent topic; elsewhere empty."""
    told_status: str = ""
    """What the source says of its state. Kept to be shown beside ours; nothing is decided by it."""

    @property
    def key(self) -> Key:
        return self.source, self.reference

    @property
    def last_deadline(self) -> datetime | None:
        return max(self.deadlines_at, default=None)

    def status_at(self, moment: datetime) -> Status:
        """The state at a moment: closed from the last deadline on, forthcoming before the opening (§1)."""
        if self.last_deadline is not None and moment >= self.last_deadline:
            return Status.CLOSED
        if self.opens_at is not None and moment < self.opens_at:
            return Status.FORTHCOMING
        if self.opens_at is None and self.last_deadline is None and not self.is_continuous:
            return Status.UNKNOWN
        return Status.OPEN

    def next_deadline(self, moment: datetime) -> datetime | None:
        """The first deadline after a moment: past cut-offs and first stages stay listed but are no longer next."""
        return min((one for one in self.deadlines_at if one > moment), default=None)


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs between two versions of a call."""

    field: str
    before: object
    after: object
    is_silent: bool = False
    """True where people need no notice: the same deadline to the minute."""


DATES: Final = frozenset({"opens_at", "deadlines_at"})


def changes_between(before: Call, after: Call) -> tuple[Change, ...]:
    """The fields that differ, in the order in which a call is declared (§2)."""
    pairs = ((one.name, getattr(before, one.name), getattr(after, one.name)) for one in fields(Call))
    return tuple(
        Change(name, old, new, name in DATES and to_the_minute(old) == to_the_minute(new))
        for name, old, new in pairs
        if old != new
    )


def to_the_minute(moments: object) -> object:
    """Moments without their seconds: sources write random seconds into deadlines that nobody changed (§2)."""
    if isinstance(moments, datetime):
        return moments.replace(second=0, microsecond=0)
    return tuple(map(to_the_minute, moments)) if isinstance(moments, tuple) else moments


class Shift(StrEnum):
    """What became of a deadline."""

    SILENT = "silent"
    LATER = "later"
    EARLIER = "earlier"
    GIVEN = "given"
    TAKEN_AWAY = "taken away"


def deadline_shift(before: Call, after: Call) -> Shift | None:
    """How the deadline moved, compared to the minute; None where it did not change at all (§2)."""
    old, new = before.last_deadline, after.last_deadline
    if before.deadlines_at == after.deadlines_at:
        return None
    if to_the_minute(before.deadlines_at) == to_the_minute(after.deadlines_at):
        return Shift.SILENT
    if old is None or new is None:
        return Shift.GIVEN if old is None else Shift.TAKEN_AWAY
    return Shift.EARLIER if new < old else Shift.LATER


def utc(text: str) -> datetime | None:
    """A moment of the ISO form, in UTC; without a zone it is taken as UTC. None where it is no moment."""
    try:
        moment = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, AttributeError):
        return None


def with_parents(calls: Mapping[Key, Call]) -> dict[Key, Call]:
    """The calls with cascade calls linked to the topic whose identifier they carry, whether or not it is at hand."""
    return {
        key: replace(call, parent=call.identifier) if call.kind is Kind.CASCADE and not call.parent else call
        for key, call in calls.items()
    }
