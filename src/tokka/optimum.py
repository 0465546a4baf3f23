"""The one door to the solvers: flows to the last unit by OR-Tools, linear and mixed-integer plans by HiGHS.

An answer always says whether it is proven, what it is worth, the bound that no answer can beat, and how long it took.
Seeds and thread counts are fixed, so that a run repeats.
"""

import time
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

import highspy
import numpy as np
import numpy.typing as npt
from ortools.graph.python import min_cost_flow
from scipy import sparse

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

SEED: Final = 20261124
LARGEST_INTEGER: Final = 2**62
"""Sums above this would leave the integers of the flow solver."""


class Status(StrEnum):
    """What a solver can say of its answer."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    """A plan with a proven bound, stopped before the bound was reached."""
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    FAILED = "failed"


class CannotSolve(ValueError):
    """The question cannot be put to the solver: it says which number is too large, and what to do."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow of least cost: tonnes (or any whole unit) on every arc, in the order in which the arcs were given."""

    status: Status
    flows: Integers
    cost: int
    seconds: float


def cheapest_flow(tails: Integers, heads: Integers, capacities: Integers, costs: Integers, supplies: Integers) -> Flow:
    """The cheapest flow that ships every supply (negative: demand); all numbers whole, nodes counted from 0.

    Method: cost-scaling push-relabel (Goldberg 1997) as OR-Tools implements it. Supplies have to add up to zero.
    """
    began = time.perf_counter()
    _refuse_large(capacities, costs, supplies)
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, costs)
    solver.set_nodes_supplies(np.arange(len(supplies)), supplies)
    ended = solver.solve()
    if ended != solver.OPTIMAL:
        status = Status.INFEASIBLE if ended in (solver.INFEASIBLE, solver.UNBALANCED) else Status.FAILED
        return Flow(status, np.zeros(len(tails), np.int64), 0, time.perf_counter() - began)
    flows = np.asarray(solver.flows(np.arange(len(tails))), np.int64)
    return Flow(Status.OPTIMAL, flows, int(solver.optimal_cost()), time.perf_counter() - began)


def _refuse_large(capacities: Integers, costs: Integers, supplies: Integers) -> None:
    moved = int(np.abs(supplies).astype(float).sum() / 2) if len(supplies) else 0
    dearest = int(np.abs(costs).max(initial=0))
    largest = int(capacities.max(initial=0))
    if max(moved * max(dearest, 1), dearest * (len(supplies) + 1), largest) > LARGEST_INTEGER:
        raise CannotSolve(
            f"Amounts up to {largest} at costs up to {dearest} leave the whole numbers of the solver. "
            "Use a larger unit, or look for a row with a wrong number."
        )


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear question: maximise worth · x within low ≤ x ≤ high and least ≤ A x ≤ most; some x may have to be whole.

    `matrix` has a row for each condition and a column for each unknown.
    """

    worth: Numbers
    low: Numbers
    high: Numbers
    matrix: sparse.csc_matrix
    least: Numbers
    most: Numbers
    whole: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))


@dataclass(frozen=True, slots=True)
class Answer:
    """What HiGHS says: the plan, its value, the bound, and for a linear question the price of every condition."""

    status: Status
    x: Numbers
    value: float
    bound: float
    prices: Numbers
    """What one more unit of each condition's limit is worth. Of a question with switches: while they stay as they are.
    Empty for other mixed-integer questions."""
    seconds: float

    @property
    def proven(self) -> bool:
        return self.status is Status.OPTIMAL

    @property
    def gap(self) -> float:
        """How far the bound lies above the value, as a share of the value."""
        return relative_gap(self.value, self.bound)


def relative_gap(value: float, bound: float) -> float:
    """The share of the value by which the bound exceeds it; 0 where both are nothing, 1 where only the value is."""
    over = max(0.0, bound - value)
    return 0.0 if over == 0 else over / abs(value) if value else 1.0


def best_linear(
    question: Linear,
    *,
    gap: float = 1e-3,
    max_seconds: float = 300.0,
    method: str = "ipm",
    start: Numbers | None = None,
    is_rough: bool = False,
) -> Answer:
    """The best plan of a linear question, by interior point with crossover; with whole unknowns to within `gap`.

    `start` is a plan to begin a mixed-integer search from. A rough answer of interior point is near the best one and
    has many small amounts, but it takes less time. One thread is used, so that a run repeats.
    """
    began = time.perf_counter()
    if not len(question.worth):
        return _answer_to_nothing(question)
    # The base class: the constructor of `Highs` itself writes a banner to the terminal, which may be a JSON stream.
    solver: Any = highspy.Highs.__mro__[1]()
    is_whole = bool(question.whole.any())
    for name, option in _options(gap, max_seconds, "choose" if is_whole else method, method, is_rough).items():
        solver.setOptionValue(name, option)
    solver.passModel(_model(question))
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        solver.setSolution(solution)
    solver.run()
    return _answer(solver, question, is_whole, time.perf_counter() - began)


class Resumed:
    """A linear question solved again and again: bounds move, conditions and unknowns come in, the simplex goes on.

    Unknowns that have not come in are nothing. The first answer is found by the simplex within as many steps as twice
    the conditions, else by interior point with crossover, which large questions need. Every later one takes only the
    steps that the change asks for.
    """

    def __init__(self, question: Linear, columns: Integers | None = None) -> None:
        count = len(question.worth)
        self._columns = np.arange(count) if columns is None else columns
        self._place = np.full(count, -1)
        self._place[self._columns] = np.arange(len(self._columns))
        self._question = _of_columns(question, self._columns)
        self._solver: Any = highspy.Highs.__mro__[1]()
        for name, option in (_options(0.0, np.inf, "simplex", "simplex", False)).items():
            self._solver.setOptionValue(name, option)
        self._solver.passModel(_model(self._question))
        self._is_first = True

    @property
    def is_in(self) -> npt.NDArray[np.bool_]:
        """Which unknowns have come in."""
        has: npt.NDArray[np.bool_] = self._place >= 0
        return has

    def set_bounds(self, columns: Integers, low: Numbers, high: Numbers) -> None:
        """Other bounds for these unknowns, as far as they have come in."""
        places = self._place[columns]
        own = places >= 0
        self._solver.changeColsBounds(int(own.sum()), places[own].astype(np.int32), low[own], high[own])

    def set_limits(self, rows: Integers, least: Numbers, most: Numbers) -> None:
        """Other limits for these conditions."""
        self._solver.changeRowsBounds(len(rows), rows.astype(np.int32), least, most)

    def add(self, matrix: sparse.csr_matrix, most: Numbers) -> None:
        """Further conditions on unknowns that have come in: a row of the matrix times them is at most so much."""
        none = np.full(len(most), -np.inf)
        starts, places = matrix.indptr[:-1].astype(np.int32), self._place[matrix.indices].astype(np.int32)
        self._solver.addRows(len(most), none, most, matrix.nnz, starts, places, matrix.data)

    def bring_in(self, question: Linear, columns: Integers) -> None:
        """These unknowns of the question too. It has the conditions of now, in their order."""
        self._place[columns] = len(self._columns) + np.arange(len(columns))
        self._columns = np.concatenate((self._columns, columns))
        own = question.matrix[:, columns].tocsc()
        starts, rows = own.indptr[:-1].astype(np.int32), own.indices.astype(np.int32)
        worth, low, high = question.worth[columns], question.low[columns], question.high[columns]
        self._solver.addCols(len(columns), worth, low, high, own.nnz, starts, rows, own.data)

    def keep(self) -> Any:
        """Where the simplex stands, to come back to."""
        return self._solver.getBasis()

    def go_back(self, basis: Any) -> None:
        """Back to where the simplex stood; conditions and unknowns that came in since then are taken in."""
        unknowns = len(self._columns) - len(basis.col_status)
        if unknowns:
            basis.col_status = [*basis.col_status, *[highspy.HighsBasisStatus.kLower] * unknowns]
        more = self._solver.getNumRow() - len(basis.row_status)
        if more:
            basis.row_status = [*basis.row_status, *[highspy.HighsBasisStatus.kBasic] * more]
        self._solver.setBasis(basis)

    def answer(self, max_seconds: float) -> Answer:
        """The best plan under the bounds and conditions of now."""
        began = time.perf_counter()
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + max_seconds)
        if self._is_first:
            self._solver.setOptionValue("simplex_iteration_limit", 2 * self._solver.getNumRow() + 1000)
        self._solver.run()
        if self._is_first:
            self._solver.setOptionValue("simplex_iteration_limit", 2**31 - 1)
            if self._solver.getModelStatus() == highspy.HighsModelStatus.kIterationLimit:
                self._solver.clearSolver()
                self._solver.setOptionValue("solver", "ipm")
                self._solver.run()
                self._solver.setOptionValue("solver", "simplex")
            self._is_first = False
        answer = _answer(self._solver, self._question, False, time.perf_counter() - began)
        if not len(answer.x):
            return answer
        x = np.zeros(len(self._place))
        x[self._columns] = answer.x
        return replace(answer, x=x)


def _of_columns(question: Linear, columns: Integers) -> Linear:
    """The question with these unknowns alone, all of them parts of a whole if need be."""
    return Linear(
        question.worth[columns],
        question.low[columns],
        question.high[columns],
        question.matrix[:, columns],
        question.least,
        question.most,
    )


def _answer_to_nothing(question: Linear) -> Answer:
    """A question without unknowns: the conditions hold at nothing, or they cannot hold."""
    holds = bool((question.least <= 0).all() and (question.most >= 0).all())
    nothing = np.zeros(0)
    return Answer(Status.OPTIMAL if holds else Status.INFEASIBLE, nothing, 0.0, 0.0, nothing, 0.0)


def _options(
    gap: float, max_seconds: float, method: str, root: str, is_rough: bool
) -> dict[str, bool | int | float | str]:
    return {
        "output_flag": False,
        "random_seed": SEED % 2**31,
        "threads": 1,
        "solver": method,
        "mip_lp_solver": root,
        "run_crossover": "off" if is_rough else "on",
        "mip_rel_gap": gap,
        "time_limit": max_seconds,
    }


def _model(question: Linear) -> highspy.HighsLp:
    model = highspy.HighsLp()
    matrix = question.matrix.tocsc()
    model.num_row_, model.num_col_ = matrix.shape
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = question.worth
    model.col_lower_, model.col_upper_ = question.low, question.high
    model.row_lower_, model.row_upper_ = question.least, question.most
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    model.a_matrix_.index_ = matrix.indices.astype(np.int32)
    model.a_matrix_.value_ = matrix.data.astype(np.float64)
    if question.whole.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(one)] for one in question.whole]
    return model


def _answer(solver: Any, question: Linear, is_whole: bool, seconds: float) -> Answer:
    ended, info = solver.getModelStatus(), solver.getInfo()
    statuses = {
        highspy.HighsModelStatus.kOptimal: Status.OPTIMAL,
        highspy.HighsModelStatus.kInfeasible: Status.INFEASIBLE,
        highspy.HighsModelStatus.kUnboundedOrInfeasible: Status.INFEASIBLE,
        highspy.HighsModelStatus.kUnbounded: Status.UNBOUNDED,
    }
    status = statuses.get(ended, Status.FAILED)
    has_plan = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if status is Status.FAILED and has_plan and is_whole:
        status = Status.FEASIBLE
    if status not in (Status.OPTIMAL, Status.FEASIBLE):
        nothing = np.zeros(0)
        return Answer(status, nothing, 0.0, 0.0, nothing, seconds)
    solution = solver.getSolution()
    value = float(info.objective_function_value)
    bound = float(info.mip_dual_bound) if is_whole else value
    prices = np.zeros(0) if is_whole else np.asarray(solution.row_dual, np.float64)
    return Answer(status, np.asarray(solution.col_value, np.float64), value, bound, prices, seconds)
