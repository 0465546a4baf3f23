"""Contradictory locks: the smallest set that cannot be held together is named, and the earliest of it stays (§5)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tokka.partners.timetable.wishes import Lock
from tokka.words import _


class Says(Protocol):
    """Whoever takes remarks."""

    def __call__(self, message: str, /, **values: object) -> None: ...


@dataclass(frozen=True, slots=True)
class Locked:
    """A lock and the numbers of its two people, in the order of the lock."""

    lock: Lock
    of_a: int
    of_b: int

    @property
    def pair(self) -> tuple[int, int]:
        """The two people, the smaller number first."""
        return min(self.of_a, self.of_b), max(self.of_a, self.of_b)


@dataclass(slots=True)
class Keeper:
    """Takes one lock after the other; keeps those that can be held together, and names what each other one is against.

    `present` are the slots of each person as bits, `tables` the tables of each slot.
    """

    present: Sequence[int]
    tables: int
    say: Says
    kept: list[Locked] = field(default_factory=list)
    of_pair: dict[tuple[int, int], Lock] = field(default_factory=dict)
    of_person: dict[tuple[int, int | None], Lock] = field(default_factory=dict)
    at_table: dict[tuple[int, int | None], Lock] = field(default_factory=dict)
    in_slot: dict[int, list[Lock]] = field(default_factory=lambda: defaultdict(list))

    def take(self, locked: Locked) -> None:
        if not (self._is_absent(locked) or self._is_repeated(locked) or self._is_against(locked)):
            self._keep(locked)

    def _keep(self, locked: Locked) -> None:
        lock = locked.lock
        self.kept.append(locked)
        self.of_pair[locked.pair] = lock
        if lock.slot is None:
            return
        self.in_slot[lock.slot].append(lock)
        for person in locked.pair:
            self.of_person[person, lock.slot] = lock
        if lock.table is not None:
            self.at_table[lock.slot, lock.table] = lock

    def _is_absent(self, locked: Locked) -> bool:
        lock = locked.lock
        if lock.slot is None:
            return self._is_never_together(locked)
        bit = 1 << (lock.slot - 1)
        away = [
            name for name, person in ((lock.a, locked.of_a), (lock.b, locked.of_b)) if not self.present[person] & bit
        ]
        if away:
            self.say(
                _(
                    "These contradict each other: the lock %(lock)s, and the absence of %(name)s in slot %(slot)s. "
                    "The lock is left out; the meeting is planned as any other."
                ),
                lock=_said(lock),
                name=" and ".join(away),
                slot=lock.slot,
            )
        return bool(away)

    def _is_never_together(self, locked: Locked) -> bool:
        if self.present[locked.of_a] & self.present[locked.of_b]:
            return False
        lock = locked.lock
        self.say(
            _("Lock in row %(row)s: %(a)s and %(b)s are never present together. It is left out."),
            row=lock.row,
            a=lock.a,
            b=lock.b,
        )
        return True

    def _is_repeated(self, locked: Locked) -> bool:
        """The same two people locked again: a repetition if it adds nothing, else a conflict."""
        lock = locked.lock
        earlier = self.of_pair.get(locked.pair)
        if earlier is None:
            return False
        if lock.slot in (None, earlier.slot) and lock.table in (None, earlier.table):
            self.say(_("Lock in row %(row)s repeats that of row %(earlier)s."), row=lock.row, earlier=earlier.row)
        else:
            self._conflict([earlier], lock)
        return True

    def _is_against(self, locked: Locked) -> bool:
        """A person or the table is taken in that slot, or all tables are."""
        lock = locked.lock
        if lock.slot is None:
            return False
        others = [self.of_person.get((person, lock.slot)) for person in locked.pair]
        others.append(self.at_table.get((lock.slot, lock.table)) if lock.table is not None else None)
        there = self.in_slot[lock.slot]
        earlier = next((other for other in others if other is not None), None)
        against = [earlier] if earlier else there if len(there) >= self.tables else []
        if against:
            self._conflict(against, lock)
        return bool(against)

    def _conflict(self, earlier: Sequence[Lock], last: Lock) -> None:
        self.say(
            _(
                "These locks contradict each other: %(locks)s. That of row %(row)s is left out; its meeting is planned "
                "as any other."
            ),
            locks="; ".join(_said(lock) for lock in (*earlier, last)),
            row=last.row,
        )


def _said(lock: Lock) -> str:
    slot = "any slot" if lock.slot is None else f"slot {lock.slot}"
    table = "" if lock.table is None else f", table {lock.table}"
    return f"row {lock.row} ({lock.a} – {lock.b}, {slot}{table})"
