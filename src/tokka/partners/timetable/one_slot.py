"""Plans one slot anew while the others stand: a maximum-weight matching by integer programming (§4).

It sees what ejections cannot: long alternating paths of held and missing meetings within the slot.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tokka.partners.timetable.board import NOWHERE, Board
from tokka.partners.timetable.event import Counts, Floats
from tokka.partners.timetable.placing import Clock, Goal, rises
from tokka.partners.timetable.shares import heaviest_shares, whole


def replan_slots(board: Board, goal: Goal, clock: Clock) -> bool:
    """Every slot once, in order. Says whether the score rose."""
    before = board.score
    for slot in range(board.slots):
        if clock.is_over or goal.is_reached_by(board.score):
            break
        _replan(board, slot, clock)
    return rises(board.score, before)


def _replan(board: Board, slot: int, clock: Clock) -> None:
    held = [meeting for meeting, at in enumerate(board.slot) if at == slot and not board.is_fixed[meeting]]
    free = _free_but_for(board, slot, held)
    missing = [
        meeting
        for meeting, at in enumerate(board.slot)
        if at == NOWHERE and free[board.a[meeting]] and free[board.b[meeting]]
    ]
    if not missing:
        return
    candidates = np.array(held + missing, dtype=np.int64)
    best = _heaviest_matching(board, slot, candidates, len(held), clock)
    if best is not None:
        _exchange(board, slot, held, [int(one) for one in candidates[best]])


def _free_but_for(board: Board, slot: int, held: list[int]) -> NDArray[np.bool_]:
    """Who could meet in the slot if the meetings in `held` were not: shape (people,)."""
    free = np.array([bool(mask >> slot & 1) for mask in board.free], dtype=bool)
    for meeting in held:
        free[[board.a[meeting], board.b[meeting]]] = True
    return free


def _heaviest_matching(
    board: Board, slot: int, candidates: Counts, held: int, clock: Clock
) -> NDArray[np.bool_] | None:
    """The candidates to hold, everybody at most once; no person and no must loses by it. None if none is found."""
    a, b = np.array(board.a)[candidates], np.array(board.b)[candidates]
    count = len(candidates)
    places = np.arange(count)
    of_person = csr_array((np.ones(2 * count), (np.concatenate([a, b]), np.tile(places, 2))))
    tables = board.tables - (board.held_in[slot] - held)
    must_serve = _only_here(board, a[:held], b[:held], of_person.shape[0])
    musts = np.array(board.must)[candidates].astype(float)
    totals = csr_array(np.vstack([np.ones(count), musts]))
    found = heaviest_shares(
        np.array(board.weight)[candidates],
        [
            (of_person, must_serve, np.ones(of_person.shape[0])),
            (totals, np.array([0.0, musts[:held].sum()]), np.array([tables, np.inf])),
        ],
        between=(np.zeros(count), np.ones(count)),
        nodes=200,
        closeness=1e-4,
        seconds=clock.seconds - clock.spent,
    )
    return None if found is None else whole(found)


def _only_here(board: Board, a: Counts, b: Counts, people: int) -> Floats:
    """1 for those who would fall under the minimum without a meeting in this slot: shape (people,)."""
    needed = np.zeros(people)
    for person in np.concatenate([a, b]).tolist():
        needed[person] = board.meetings_of[person] <= board.minimum
    return needed


def _exchange(board: Board, slot: int, held: list[int], wanted: list[int]) -> None:
    before = board.score
    board.start_log()
    for meeting in held:
        board.take(meeting)
    for meeting in wanted:
        board.put(meeting, slot)
    if rises(board.score, before):
        board.keep()
    else:
        board.undo()
