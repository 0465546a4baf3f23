"""Conditions that cannot all hold: smallest sets of those that stand against each other.

Method: conditions that ask for something may fall short at a cost (elastic filter); the prices of the least shortfall
name conditions that are enough for it, and these are thinned out one by one (deletion filter). Both are by Chinneck and
Dravnieks 1991. What is left is irreducible: without any one of its conditions the others can hold. It need not be the
smallest of all such sets.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from tokka.optimum import Answer, Integers, Linear, Numbers, Status, best_linear

SHORT: Final = 1e-5
"""A shortfall below this, in the unit of the question, is the rounding of the solver."""
MATTERS: Final = 1e-7
"""Prices of a shortfall lie between 0 and 1; smaller ones than this are rounding."""
EACH_SECONDS: Final = 20.0
"""For one solution of a question with whole unknowns, which may not end by itself."""
LEAST_SECONDS: Final = 10.0
"""For one of a linear question, however late it is."""

Truths = npt.NDArray[np.bool_]


class CannotTell(ValueError):
    """The search for a conflict ended at its time limit before there was any answer."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Groups of conditions that cannot hold together."""

    groups: tuple[int, ...]
    given_up: tuple[int, ...]
    """The groups that were left out of the question because of it."""
    is_smallest: bool
    """Whether the others can hold without any one of them; else the time was up before all had been tried."""


def conflicts(
    question: Linear, group: Integers, asking: Integers, *, max_seconds: float
) -> tuple[tuple[Conflict, ...], Numbers]:
    """The conflicts of a question that nothing at all answers but for what it asks for.

    `group` says of each condition to which group it belongs, −1 for one that always holds. `asking` are the groups that
    ask for something, in the order in which they are dear: of each conflict the last one is given up. The second answer
    is what each condition falls short by in the end: rounding, which a plan may need. Raises CannotTell.
    """
    began = time.perf_counter()
    elastic = Elastic(question, group, lambda: max_seconds - (time.perf_counter() - began))
    return tuple(_found(elastic, asking)), elastic.falls_short


def _found(elastic: "Elastic", asking: Integers) -> Iterator[Conflict]:
    """One conflict after the other, until the rest can hold."""
    everything = np.ones(elastic.count, np.bool_)
    while elastic.is_short(everything):
        among = elastic.enough(everything)
        while elastic.is_short(among):
            if elastic.is_late:
                yield _in_a_hurry(elastic, among)
                for one in elastic.short_groups:
                    everything[one] = among[one] = False
                continue
            groups, is_smallest = _thinned(elastic, asking, among)
            last = next(one for one in reversed(asking.tolist()) if groups[one])
            everything[last] = among[last] = False
            yield Conflict(tuple(np.flatnonzero(groups).tolist()), (last,), is_smallest)


def _in_a_hurry(elastic: "Elastic", among: Truths) -> Conflict:
    """All that falls short, where there is no time to part it into conflicts."""
    return Conflict(tuple(np.flatnonzero(among).tolist()), elastic.short_groups, is_smallest=False)


def _thinned(elastic: "Elastic", asking: Integers, among: Truths) -> tuple[Truths, bool]:
    """The groups without those that the conflict does not need, and whether each of them was tried."""
    groups, is_smallest = among.copy(), True
    for one in (*asking.tolist(), *np.setdiff1d(np.arange(len(among)), asking).tolist()):
        if not groups[one]:
            continue
        fewer = groups.copy()
        fewer[one] = False
        if elastic.is_late:
            return groups, False
        try:
            if elastic.is_short(fewer):
                groups = elastic.enough(fewer)
        except CannotTell:
            is_smallest = False
    return groups, is_smallest


class Elastic:
    """A question without its worth, in which conditions that ask for something may fall short."""

    def __init__(self, question: Linear, group: Integers, left: Callable[[], float]) -> None:
        self._question, self._group, self._left = question, group, left
        self._matrix = sparse.csr_matrix(question.matrix)
        self.count = int(group.max(initial=-1)) + 1
        self.falls_short = np.zeros(len(group))
        """By how much each condition falls short in the last answer."""
        self._answer: Answer | None = None
        self._rows = np.zeros(0, np.int64)

    @property
    def is_late(self) -> bool:
        """Whether the time is up."""
        return self._left() <= 0

    @property
    def short_groups(self) -> tuple[int, ...]:
        """The groups that fall short in the last answer."""
        return tuple(np.unique(self._group[self.falls_short > SHORT / len(self.falls_short)]).tolist())

    def is_short(self, kept: Truths) -> bool:
        """Whether these groups cannot hold together. Raises CannotTell."""
        question, self._rows, asking = self._relaxed(kept)
        seconds = EACH_SECONDS if question.whole.any() else max(self._left(), LEAST_SECONDS)
        answer = best_linear(question, method="simplex", max_seconds=seconds)
        if answer.status not in (Status.OPTIMAL, Status.FEASIBLE):
            raise CannotTell
        if answer.value < -SHORT <= answer.bound:
            raise CannotTell
        self._answer = answer
        self.falls_short = np.zeros(len(self._group))
        self.falls_short[asking] = answer.x[len(answer.x) - len(asking) :]
        return answer.value < -SHORT

    def enough(self, kept: Truths) -> Truths:
        """Those of the groups that have a price in the answer of now: they cannot hold together without the others.

        All of them where there are no prices, or where rounding has left out too much.
        """
        if self._answer is None or not len(self._answer.prices):
            return kept
        dear = self._rows[np.abs(self._answer.prices) > MATTERS]
        fewer = np.zeros(self.count, np.bool_)
        fewer[self._group[dear][self._group[dear] >= 0]] = True
        fewer &= kept
        return fewer if (fewer == kept).all() or self.is_short(fewer) else kept

    def _relaxed(self, kept: Truths) -> tuple[Linear, Integers, Integers]:
        """The question with these groups alone; its conditions, and which of those can fall short."""
        rows = np.flatnonzero((self._group < 0) | np.append(kept, True)[self._group])
        asking = rows[(self._question.least[rows] > 0) & (self._group[rows] >= 0)]
        matrix = self._matrix[rows]
        slack = sparse.coo_matrix(
            (np.ones(len(asking)), (np.searchsorted(rows, asking), np.arange(len(asking)))), (len(rows), len(asking))
        )
        count, more = matrix.shape[1], np.zeros(len(asking))
        linear = Linear(
            worth=np.concatenate((np.zeros(count), more - 1)),
            low=np.concatenate((self._question.low, more)),
            high=np.concatenate((self._question.high, more + np.inf)),
            matrix=sparse.csc_matrix(sparse.hstack((matrix, slack))),
            least=self._question.least[rows],
            most=self._question.most[rows],
        )
        whole = self._question.whole
        if whole.any():
            linear = replace(linear, whole=np.concatenate((whole, more > 0)))
        return linear, rows, asking
