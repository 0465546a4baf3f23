"""Plans a small event whole, with CP-SAT, to find the best there is and to prove it (§4)."""

from typing import Final

from ortools.sat.python import cp_model

from tokka.partners.timetable.board import NOWHERE, Board, bits
from tokka.partners.timetable.placing import Clock, rises

MOST_CHOICES: Final = 1500
"""Pairs of a meeting and a slot. Above, CP-SAT gains nothing in the time that people wait."""
PARTS: Final = 1000
"""Weights are counted in thousandths; finer ones are planned so but not proven."""
LARGEST: Final = 2**60
"""The solver counts in 64 bits."""
EFFORT: Final = 20.0
"""Deterministic seconds of CP-SAT: the same amount of work on every machine."""

Choices = dict[tuple[int, int], cp_model.IntVar]


def prove(board: Board, clock: Clock) -> bool:
    """Improve the board where that can be done; True if then no better board exists. Large events are left alone."""
    sizes = (board.common(meeting).bit_count() for meeting in range(len(board.slot)))
    if sum(sizes) > MOST_CHOICES or clock.is_over or _per_must(board) * (len(board.slot) + 1) > LARGEST:
        return False
    model, choices = _model(board)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, 0
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.max_time_in_seconds = max(clock.seconds - clock.spent, 0.1)
    status = solver.solve(model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        _take_over(board, {meeting: slot for (meeting, slot), one in choices.items() if solver.boolean_value(one)})
    return status == cp_model.OPTIMAL and all(_is_exact(weight) for weight in board.weight)


def _is_exact(weight: float) -> bool:
    return abs(weight * PARTS - round(weight * PARTS)) < 1e-6


def _model(board: Board) -> tuple[cp_model.CpModel, Choices]:
    """A choice of slot for each meeting, nobody twice, no more than the tables; the tiers of the score as one sum."""
    model = cp_model.CpModel()
    choices: Choices = {}
    for meeting in range(len(board.slot)):
        slots = [board.slot[meeting]] if board.is_fixed[meeting] else bits(board.common(meeting))
        own = []
        for slot in slots:
            choices[meeting, slot] = model.new_bool_var("")
            model.add_hint(choices[meeting, slot], board.slot[meeting] == slot)
            own.append(choices[meeting, slot])
        if board.is_fixed[meeting]:
            model.add_exactly_one(own)
        else:
            model.add_at_most_one(own)
    _limit(board, model, choices)
    model.maximize(_worth(board, model, choices))
    return model, choices


def _limit(board: Board, model: cp_model.CpModel, choices: Choices) -> None:
    of_person: dict[tuple[int, int], list[cp_model.IntVar]] = {}
    of_slot: dict[int, list[cp_model.IntVar]] = {}
    for (meeting, slot), one in choices.items():
        of_slot.setdefault(slot, []).append(one)
        for person in (board.a[meeting], board.b[meeting]):
            of_person.setdefault((person, slot), []).append(one)
    for same in of_person.values():
        model.add_at_most_one(same)
    for same in of_slot.values():
        model.add(sum(same) <= board.tables)


def _worth(board: Board, model: cp_model.CpModel, choices: Choices) -> cp_model.LinearExprT:
    """Weight; more than all weight for one served; more than all of that for one must."""
    per_served, per_must = _per_served(board), _per_must(board)
    terms: list[cp_model.LinearExprT] = [
        (round(board.weight[meeting] * PARTS) + per_must * board.must[meeting]) * one
        for (meeting, _slot), one in choices.items()
    ]
    for person in range(len(board.present)):
        own = [one for (meeting, _slot), one in choices.items() if person in (board.a[meeting], board.b[meeting])]
        served = model.new_int_var(0, board.minimum, "")
        model.add(served <= sum(own))
        terms.append(per_served * served)
    return sum(terms)


def _per_served(board: Board) -> int:
    return sum(round(weight * PARTS) for weight in board.weight) + 1


def _per_must(board: Board) -> int:
    return _per_served(board) * (board.minimum * len(board.present) + 1)


def _take_over(board: Board, slot_of: dict[int, int]) -> None:
    """Make the board the solver's, unless that would be no better."""
    before = board.score
    board.start_log()
    for meeting, slot in enumerate(board.slot):
        if slot != NOWHERE and not board.is_fixed[meeting]:
            board.take(meeting)
    for meeting, slot in slot_of.items():
        if not board.is_fixed[meeting]:
            board.put(meeting, slot)
    if rises(board.score, before):
        board.keep()
    else:
        board.undo()
