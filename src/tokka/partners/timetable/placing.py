"""Puts the chosen meetings into slots, and repairs what did not fit (§4)."""

import random
import time
from dataclasses import dataclass, field

import numpy as np

from tokka.partners.timetable.board import NOWHERE, Board, Score, bits
from tokka.partners.timetable.choice import Choice
from tokka.partners.timetable.event import Event, Floats

EQUAL = 1e-9
"""Weights that differ by less, in parts of the whole, are equal: sums of floats are not exact."""
PROVEN = 1e-6
"""A weight that comes as near to the bound, in parts of it, is proven: the solver keeps its limits no more exactly."""


@dataclass(slots=True)
class Clock:
    """How long there is still to work. It is read between moves, so a plan that ends before it repeats exactly."""

    seconds: float
    began: float = field(default_factory=time.perf_counter)

    @property
    def spent(self) -> float:
        return time.perf_counter() - self.began

    @property
    def is_over(self) -> bool:
        return self.spent >= self.seconds


@dataclass(frozen=True, slots=True)
class Goal:
    """The best that any timetable may reach: there is nothing to look for beyond it."""

    best: Score

    def is_reached_by(self, score: Score) -> bool:
        return score[:2] >= self.best[:2] and score.weight >= self.best.weight - PROVEN * max(self.best.weight, 1.0)


def goal_of(choice: Choice) -> Goal:
    return Goal(Score(choice.most_musts, choice.most_served, choice.tiered_bound))


def place(event: Event, choice: Choice, clock: Clock) -> Board:
    """A board with the locks, the chosen meetings and all else that still fits, each put where no other is lost.

    When time is up the rest goes where both are free, without moving others: that takes little, and leaves fewer out.
    """
    board = Board(event)
    for fixture in event.fixtures:
        board.fix(fixture.meeting, fixture.slot)
    for meeting in _in_order(event, choice):
        if board.slot[meeting] == NOWHERE and board.common(meeting):
            board.insert(meeting, may_move=not clock.is_over)
    return board


def _in_order(event: Event, choice: Choice) -> list[int]:
    """Musts, then chosen meetings, the tightest people first; then the others, heaviest first. Ties by number."""
    chosen = choice.chosen
    planned = np.bincount(event.a[chosen], minlength=len(event.people))
    planned += np.bincount(event.b[chosen], minlength=len(event.people))
    tightness: Floats = planned / np.maximum(event.capacity, 1)
    least = np.minimum(planned[event.a], planned[event.b]) > event.minimum  # others are somebody's only meetings
    keys = (
        -event.weight,
        np.where(chosen, -(tightness[event.a] + tightness[event.b]), 0.0),
        least,
        ~chosen,
        ~event.must,
    )
    return [int(meeting) for meeting in np.lexsort(keys)]


def repair(board: Board, goal: Goal, clock: Clock, chance: random.Random) -> bool:
    """Ejection: hold a missing meeting at the cost of those in its way, and find these another place, or others theirs.

    Each step is kept if the score rises, or taken back; steps that leave it equal are kept now and then, so that the
    next may rise. Goes once through all missing meetings; says whether the score rose.
    """
    before = board.score
    others = Alternatives(board)
    missing = [meeting for meeting, slot in enumerate(board.slot) if slot == NOWHERE and board.common(meeting)]
    chance.shuffle(missing)
    missing.sort(key=lambda meeting: (not board.must[meeting], not _would_serve(board, meeting)))
    for meeting in missing:
        if clock.is_over or goal.is_reached_by(board.score):
            break
        if board.slot[meeting] == NOWHERE and not board.insert(meeting):
            _force(board, meeting, others, chance)
    return rises(board.score, before)


def _would_serve(board: Board, meeting: int) -> bool:
    """Whether one of the two has fewer meetings than the minimum."""
    fewest = min(board.meetings_of[board.a[meeting]], board.meetings_of[board.b[meeting]])
    return fewest < board.minimum


def rises(after: Score, before: Score) -> bool:
    """Whether a score is better by more than the rounding of floats."""
    if after[:2] != before[:2]:
        return after[:2] > before[:2]
    return after.weight > before.weight + EQUAL * max(before.weight, 1.0)


class Alternatives:
    """For each person, their possible meetings, heaviest first, looked up when asked for."""

    def __init__(self, board: Board) -> None:
        self.of_person: list[list[int]] = [[] for _person in board.present]
        for meeting in sorted(range(len(board.slot)), key=lambda one: -board.weight[one]):
            if board.common(meeting):
                self.of_person[board.a[meeting]].append(meeting)
                self.of_person[board.b[meeting]].append(meeting)


def _force(board: Board, meeting: int, others: Alternatives, chance: random.Random) -> bool:
    slots = list(bits(board.common(meeting)))
    chance.shuffle(slots)
    return any(_force_into(board, meeting, slot, others, chance) for slot in slots)


def _force_into(board: Board, meeting: int, slot: int, others: Alternatives, chance: random.Random) -> bool:
    both = (board.a[meeting], board.b[meeting])
    ousted = [(board.at[person][slot], person) for person in both if board.at[person][slot] != NOWHERE]
    if any(board.is_fixed[out] for out, _host in ousted) or (not ousted and board.held_in[slot] >= board.tables):
        return False
    before = board.score
    board.start_log()
    for out, _host in ousted:
        board.take(out)
    board.put(meeting, slot)
    for out, host in ousted:
        if not board.insert(out):
            _console(board, board.partner(out, host), others)
    if rises(board.score, before) or (not rises(before, board.score) and chance.random() < 0.3):
        board.keep()
        return True
    board.undo()
    return False


def _console(board: Board, person: int, others: Alternatives) -> None:
    """Give somebody who lost a meeting the heaviest other one that fits."""
    if board.free[person]:
        for meeting in others.of_person[person]:
            if board.slot[meeting] == NOWHERE and board.insert(meeting):
                return
