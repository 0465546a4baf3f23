"""The timetable of an event: as good as can be found in the time, with its bound and what is to be said."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tokka.partners.timetable.board import NOWHERE, Board
from tokka.partners.timetable.choice import Choice, choose
from tokka.partners.timetable.event import admit
from tokka.partners.timetable.gaps import draw_together, gaps_of
from tokka.partners.timetable.musts import conflicting_musts
from tokka.partners.timetable.one_slot import replan_slots
from tokka.partners.timetable.placing import Clock, Goal, goal_of, place, repair
from tokka.partners.timetable.seating import seat
from tokka.partners.timetable.wishes import Absence, Lock, Meeting, Request
from tokka.words import Remark, _

SHARE_FOR_WEIGHT, SHARE_FOR_ALL = 0.8, 0.93
"""The shares of the time after which the search for weight ends, and that for gaps: the rest is for files and seats."""
TIME_ALWAYS = 0.2
"""Seconds that the placing of the chosen meetings gets even where no time is given."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """Who meets when and where, how good it is, and whether it is proven that none is better."""

    meetings: tuple[Meeting, ...]
    """By slot and table."""
    weight: float
    bound: float
    """No timetable that keeps the locks weighs more (the linear relaxation, §3)."""
    is_proven: bool
    """None holds more musts, or serves more people, or, with as many, weighs more."""
    without_meeting: tuple[str, ...]
    """Those who have no meeting though somebody they could meet was asked for, by name."""
    gaps: int
    """Idle slots between first and last meetings, of all people together."""
    seconds: float
    remarks: tuple[Remark, ...]

    @property
    def ratio(self) -> float:
        """Weight by bound; 1 where there is nothing to hold."""
        return self.weight / self.bound if self.bound > 0 else 1.0

    @property
    def gap(self) -> float:
        """How far from the bound, as a share of it."""
        return 1.0 - self.ratio


def best_timetable(
    requests: Iterable[Request],
    *,
    slots: int,
    tables: int,
    absences: Iterable[Absence] = (),
    locks: Sequence[Lock] = (),
    seconds: float = 30.0,
    seed: int = 0,
    minimum: int = 1,
    people: Iterable[str] | None = None,
) -> Timetable:
    """The best timetable that is found within `seconds` of wall time.

    Must-meetings come first, then at least `minimum` meetings for as many as possible, then weight, then few gaps (§1).
    Wrong wishes are left out with a remark (§2). The same wishes and seed give the same timetable, unless time ran
    out (§8). Raises WrongEvent without slots or tables.
    """
    clock = Clock(seconds * SHARE_FOR_ALL)
    event, remarks = admit(
        requests, slots=slots, tables=tables, absences=absences, locks=locks, minimum=minimum, people=people
    )
    choice = choose(event)
    goal = goal_of(choice)
    board = place(event, choice, Clock(max(seconds - clock.spent, TIME_ALWAYS)))
    chance = random.Random(seed)  # noqa: S311 -- chance for a search, not for a secret
    is_proven = _search(board, goal, Clock(seconds * SHARE_FOR_WEIGHT, clock.began), chance)
    draw_together(board, clock)
    return _result(board, choice, is_proven, clock, remarks)


def _search(board: Board, goal: Goal, clock: Clock, chance: random.Random) -> bool:
    """Repairs and slots planned anew in turn, until the goal is reached, nothing rises, or time is up.

    Says whether the board is proven the best; a small one by a search through all that is possible.
    """
    from tokka.partners.timetable.proof import prove

    rises = True
    while rises and not clock.is_over and not goal.is_reached_by(board.score):
        rises = repair(board, goal, clock, chance)
        rises = replan_slots(board, goal, clock) or rises
    return goal.is_reached_by(board.score) or prove(board, clock)


def _result(board: Board, choice: Choice, is_proven: bool, clock: Clock, remarks: Iterable[Remark]) -> Timetable:
    held = [meeting for meeting, slot in enumerate(board.slot) if slot != NOWHERE]
    weight = float(sum(board.weight[meeting] for meeting in held))
    without = _without_meeting(board)
    found = [*remarks, *conflicting_musts(board), *_shortfalls(board, choice, without, is_proven, clock)]
    return Timetable(
        meetings=_meetings(board, held),
        weight=weight,
        bound=max(choice.bound, weight),
        is_proven=is_proven,
        without_meeting=without,
        gaps=gaps_of(board),
        seconds=clock.spent,
        remarks=tuple(found),
    )


def _meetings(board: Board, held: Iterable[int]) -> tuple[Meeting, ...]:
    people, table_of = board.event.people, seat(board)
    return tuple(
        sorted(
            Meeting(board.slot[one] + 1, table_of[one] + 1, people[board.a[one]], people[board.b[one]]) for one in held
        )
    )


def _without_meeting(board: Board) -> tuple[str, ...]:
    could = {
        person
        for meeting in range(len(board.slot))
        if board.common(meeting)
        for person in (board.a[meeting], board.b[meeting])
    }
    return tuple(board.event.people[person] for person in sorted(could) if not board.meetings_of[person])


def _shortfalls(
    board: Board, choice: Choice, without: Sequence[str], is_proven: bool, clock: Clock
) -> Iterable[Remark]:
    never = _list(board.event.people[person] for person, mask in enumerate(board.present) if not mask)
    if never:
        yield Remark(_("Present in no slot, so without a meeting: %(names)s."), {"names": never})
    if without and board.served >= choice.most_served:
        yield Remark(_("Without a meeting, and no timetable serves more people: %(names)s."), {"names": _list(without)})
    elif without:
        yield Remark(_("Without a meeting: %(names)s. More time may find them one."), {"names": _list(without)})
    if is_proven:
        yield Remark(_("Proven: no timetable is better."))
    elif clock.is_over:
        yield Remark(_("Time was up. Another run, or more seconds, may find more."))


def _list(names: Iterable[str], most: int = 20) -> str:
    all_names = list(names)
    more = len(all_names) - most
    return ", ".join(all_names[:most]) + (f" … (+{more})" if more > 0 else "")
