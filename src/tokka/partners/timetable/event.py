"""The event at its door: wishes become numbered people and meetings; what cannot be is left out with a remark (§2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tokka.partners.timetable.locks import Keeper, Locked
from tokka.partners.timetable.wishes import Absence, Lock, Request
from tokka.words import Remark, _

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

MOST_SLOTS: Final = 500
"""Slots. A fortnight of quarter hours has fewer."""


class WrongEvent(ValueError):
    """An event that cannot be planned at all, such as one without slots."""


@dataclass(frozen=True, slots=True)
class Fixture:
    """A meeting that keeps its slot: the number of the meeting, the slot from 0, the table from 0 or none, its lock."""

    meeting: int
    slot: int
    table: int | None
    lock: Lock


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """People and possible meetings by number, in the order of their first mention."""

    people: tuple[str, ...]
    slots: int
    tables: int
    minimum: int
    a: Counts
    b: Counts
    """The people of each possible meeting: shape (meetings,)."""
    weight: Floats
    must: NDArray[np.bool_]
    present: tuple[int, ...]
    """For each person, the slots in which they can meet, as bits: slot 1 is bit 0."""
    fixtures: tuple[Fixture, ...] = ()
    rows: tuple[tuple[int, ...], ...] = ()
    """For each possible meeting, the rows that asked for it."""

    @property
    def capacity(self) -> Counts:
        """How many slots each person has: shape (people,)."""
        return np.array([mask.bit_count() for mask in self.present], dtype=np.int64)

    @property
    def can_be_held(self) -> NDArray[np.bool_]:
        """Whether the two people of a meeting are ever present together: shape (meetings,)."""
        pairs = zip(self.a.tolist(), self.b.tolist(), strict=True)
        return np.array([bool(self.present[a] & self.present[b]) for a, b in pairs], dtype=bool)

    def named(self, meeting: int) -> str:
        return f"{self.people[self.a[meeting]]} – {self.people[self.b[meeting]]}"


@dataclass(slots=True)
class _Pair:
    """A possible meeting while requests are gathered: the weights of both directions, kept apart."""

    there: float = -1.0
    back: float = -1.0
    must: bool = False
    rows: tuple[int, ...] = ()

    @property
    def weight(self) -> float:
        return max(self.there, 0.0) + max(self.back, 0.0)


class Door:
    """Lets wishes in, and says of each that stays outside why."""

    def __init__(self, slots: int, tables: int, known: Iterable[str] | None) -> None:
        if not (1 <= slots <= MOST_SLOTS and tables >= 1):
            raise WrongEvent(
                f"{slots} slots and {tables} tables make no event. "
                f"Give at least one of each, at most {MOST_SLOTS} slots."
            )
        self.slots, self.tables = slots, tables
        self.known = None if known is None else set(known)
        self.people: dict[str, int] = {}
        self.pairs: dict[tuple[int, int], _Pair] = {}
        self.remarks: list[Remark] = []

    def say(self, message: str, /, **values: object) -> None:
        self.remarks.append(Remark(message, values))

    def number(self, name: str) -> int:
        return self.people.setdefault(name, len(self.people))

    def let_in(self, request: Request) -> None:
        a, b = request.a.strip(), request.b.strip()
        unknown = [name for name in (a, b) if not name or (self.known is not None and name not in self.known)]
        if unknown:
            self.say(_("Row %(row)s names an unknown person “%(name)s”: left out."), row=request.row, name=unknown[0])
        elif a == b:
            self.say(_("Row %(row)s asks for a meeting of %(name)s with itself: left out."), row=request.row, name=a)
        elif not (isfinite(request.weight) and request.weight >= 0):
            self.say(
                _("Row %(row)s has the weight %(weight)s: left out. Give a number of at least 0."),
                row=request.row,
                weight=request.weight,
            )
        else:
            self._gather(self.number(a), self.number(b), request)

    def _gather(self, a: int, b: int, request: Request) -> None:
        pair = self.pairs.setdefault((min(a, b), max(a, b)), _Pair())
        if a < b:
            repeated, pair.there = pair.there >= 0, max(pair.there, request.weight)
        else:
            repeated, pair.back = pair.back >= 0, max(pair.back, request.weight)
        pair.must |= request.must
        pair.rows += (request.row,)
        if repeated:
            self.say(
                _("Row %(row)s repeats the request of %(a)s to meet %(b)s: the larger weight counts, once."),
                row=request.row,
                a=request.a,
                b=request.b,
            )

    def presence(self, absences: Iterable[Absence]) -> list[int]:
        """The slots of each person as bits."""
        present = [(1 << self.slots) - 1] * len(self.people)
        for absence in absences:
            person = self.people.get(absence.person.strip())
            if person is None:
                self.say(
                    _("Absence in row %(row)s: %(name)s is in no request. Nothing follows from it."),
                    row=absence.row,
                    name=absence.person,
                )
            elif not 1 <= absence.slot <= self.slots:
                self.say(
                    _("Absence in row %(row)s: there is no slot %(slot)s; slots are 1 to %(slots)s. It is left out."),
                    row=absence.row,
                    slot=absence.slot,
                    slots=self.slots,
                )
            else:
                present[person] &= ~(1 << (absence.slot - 1))
        return present

    def kept_locks(self, present: Sequence[int], locks: Iterable[Lock]) -> list[Locked]:
        """The locks that exist and can be held together, in their order."""
        keeper = Keeper(present, self.tables, self.say)
        for lock in locks:
            if locked := self._known_lock(lock):
                keeper.take(locked)
        for locked in keeper.kept:
            self._lock_pair(locked)
        return keeper.kept

    def _known_lock(self, lock: Lock) -> Locked | None:
        a, b = (self.people.get(name.strip()) for name in (lock.a, lock.b))
        if a is None or b is None:
            who = lock.a if a is None else lock.b
            self.say(
                _("Lock in row %(row)s: %(name)s is in no request. Correct the name; the lock is left out."),
                row=lock.row,
                name=who,
            )
        elif a == b:
            self.say(_("Lock in row %(row)s: %(name)s cannot meet itself. It is left out."), row=lock.row, name=lock.a)
        elif not (_within(lock.slot, self.slots) and _within(lock.table, self.tables)):
            self.say(
                _("Lock in row %(row)s: slots are 1 to %(slots)s and tables 1 to %(tables)s. It is left out."),
                row=lock.row,
                slots=self.slots,
                tables=self.tables,
            )
        else:
            return Locked(lock, a, b)
        return None

    def _lock_pair(self, locked: Locked) -> None:
        """A lock makes its meeting possible even where nobody asked for it; one without a slot makes it a must."""
        lock = locked.lock
        pair = self.pairs.setdefault(locked.pair, _Pair())
        if not pair.rows:
            self.say(
                _("Lock in row %(row)s: nobody asked %(a)s and %(b)s to meet. It is kept, with weight 0."),
                row=lock.row,
                a=lock.a,
                b=lock.b,
            )
        pair.must |= lock.slot is None


def _within(number: int | None, most: int) -> bool:
    return number is None or 1 <= number <= most


def admit(
    requests: Iterable[Request],
    *,
    slots: int,
    tables: int,
    absences: Iterable[Absence] = (),
    locks: Sequence[Lock] = (),
    minimum: int = 1,
    people: Iterable[str] | None = None,
) -> tuple[Event, tuple[Remark, ...]]:
    """The event of all that can be planned, and a remark for every wish that was left out or changed.

    `people`, where given, are all who take part: a request that names another is left out. Both directions of a
    request make one meeting with the sum of their weights (§3). Raises WrongEvent without slots or tables.
    """
    door = Door(slots, tables, people)
    for request in requests:
        door.let_in(request)
    present = door.presence(absences)
    kept = door.kept_locks(present, locks)
    number = {pair: place for place, pair in enumerate(door.pairs)}
    fixtures = tuple(
        Fixture(number[one.pair], one.lock.slot - 1, None if one.lock.table is None else one.lock.table - 1, one.lock)
        for one in kept
        if one.lock.slot is not None
    )
    ends = np.array(list(door.pairs), dtype=np.int64).reshape(-1, 2)
    event = Event(
        people=tuple(door.people),
        slots=slots,
        tables=tables,
        minimum=minimum,
        a=ends[:, 0],
        b=ends[:, 1],
        weight=np.array([pair.weight for pair in door.pairs.values()], dtype=np.float64),
        must=np.array([pair.must for pair in door.pairs.values()], dtype=bool),
        present=tuple(present),
        fixtures=fixtures,
        rows=tuple(pair.rows for pair in door.pairs.values()),
    )
    return event, tuple(door.remarks)
