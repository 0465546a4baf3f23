"""Plans anew after a no-show: only those who lost a meeting are touched (§9)."""

from collections.abc import Iterable
from dataclasses import dataclass

from tokka.partners.timetable.plan import best_timetable
from tokka.partners.timetable.wishes import Absence, Lock, Meeting, Request


@dataclass(frozen=True, slots=True)
class Change:
    """The timetable after a no-show, what was dropped and added, and whose agenda differs."""

    meetings: tuple[Meeting, ...]
    dropped: tuple[Meeting, ...]
    added: tuple[Meeting, ...]
    touched: tuple[str, ...]
    """By name: those who lost a meeting. Nobody else's agenda differs."""


def replan(
    meetings: Iterable[Meeting],
    requests: Iterable[Request],
    absences: Iterable[Absence],
    news: Iterable[Absence],
    *,
    slots: int,
    tables: int,
    from_slot: int = 1,
    seconds: float = 5.0,
    seed: int = 0,
) -> Change:
    """Drop the meetings that the `news` make impossible, and plan their partners' free slots among themselves.

    `absences` are those that were known before. Slots before `from_slot` are past: nothing is added there. Every
    meeting that can still be held keeps its slot and its table.
    """
    before = tuple(meetings)
    away = {(one.person, one.slot) for one in news}
    dropped = tuple(one for one in before if (one.a, one.slot) in away or (one.b, one.slot) in away)
    kept = tuple(one for one in before if one not in set(dropped))
    touched = {name for one in dropped for name in (one.a, one.b)}
    past = (Absence(name, slot) for name in touched for slot in range(1, from_slot))
    busy = {(name, one.slot) for one in kept for name in (one.a, one.b)}
    free_again = [
        *(Absence(name, slot) for name, slot in sorted(away)),
        *(one for one in absences if one.person in touched),
        *(one for one in past if (one.person, one.slot) not in busy),
    ]
    met = {frozenset((one.a, one.b)) for one in kept}
    open_requests = [one for one in requests if {one.a, one.b} <= touched and frozenset((one.a, one.b)) not in met]
    added = _added(kept, open_requests, free_again, slots=slots, tables=tables, seconds=seconds, seed=seed)
    return Change(tuple(sorted((*kept, *added))), dropped, added, tuple(sorted(touched)))


def _added(
    kept: tuple[Meeting, ...],
    requests: list[Request],
    absences: list[Absence],
    *,
    slots: int,
    tables: int,
    seconds: float,
    seed: int,
) -> tuple[Meeting, ...]:
    """New meetings beside those that are kept, which hold their people and tables as locks do."""
    if not requests:
        return ()
    locks = [Lock(one.a, one.b, one.slot, one.table) for one in kept]
    standing = [Request(one.a, one.b, 0.0) for one in kept]
    found = best_timetable(
        [*requests, *standing], slots=slots, tables=tables, absences=absences, locks=locks, seconds=seconds, seed=seed
    )
    before = {frozenset((one.a, one.b)) for one in kept}
    return tuple(one for one in found.meetings if frozenset((one.a, one.b)) not in before)
