"""Which groups may be shown together, so that no arithmetic on them comes down to fewer than five organisations.

The proof (§8). Let each shown group be a row of zeros and ones over the organisations. Whatever a reader adds and
subtracts is a combination of the rows. Deal the organisations into six hands. If every combination that is not zero
still is not zero in each of the six hands, then it depends on at least six organisations: one of them may be the
reader, and five others remain. That is checked for all combinations at once by the null space of each hand.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # it ships no types

Rows = NDArray[np.float64]
Hands = NDArray[np.int64]

LEAST: Final = 5
"""No statistic on fewer organisations than these, besides the reader's own."""
HANDS: Final = LEAST + 1
_ZERO: Final = 1e-9
"""Relative to the largest eigenvalue:
far above the rounding of sums of 0 and 1, far below what any combination leaves."""

_TAKES_PART: Final = 1e-6
"""The least coefficient with which a group counts as part of a combination of length one."""


DEALS: Final = 4
"""So many deals are tried, and the one that shows most is kept: an unlucky deal withholds what another would not."""
ENOUGH: Final = 0.75
"""A deal that shows so much of what was asked for ends the trying: another would gain next to nothing."""


def admit(rows: Rows, fixed: Rows, *, finer: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
    """Which of the `rows` may be shown together, and beside the `fixed` rows, which were shown before.

    Both are groups × organisations. A group that was shown before tells nothing new and is always shown. Where
    something has to be withheld, the `finer` groups go first, and then the smaller ones.
    """
    sizes = rows.sum(axis=1)
    worth = sizes if finer is None else np.where(finer, sizes / (1 + sizes), sizes)
    is_old = np.array([bool((fixed == row).all(axis=1).any()) for row in rows], dtype=bool)
    is_new = (sizes >= HANDS) & ~is_old
    best = np.zeros(len(rows), dtype=bool)
    with threadpool_limits(1):  # the matrices are small: threads would wait for each other
        for seed in range(DEALS):
            found = _proven(rows, is_new, fixed, worth, deal(np.vstack([rows[is_new], fixed]), seed))
            best = found if found.sum() > best.sum() else best
            if best.sum() >= ENOUGH * is_new.sum():
                break
    return np.asarray(best | is_old)


def _proven(rows: Rows, wanted: NDArray[np.bool_], fixed: Rows, worth: Rows, hands: Hands) -> NDArray[np.bool_]:
    """Those of the wanted rows for which this deal is a proof.

    Where they cannot stand together the group of least worth that takes part in a fault is withheld, until no hand is
    at fault; ties go by the later row. A hand once in order stays so with fewer groups.
    """
    both = np.vstack([rows, fixed])
    is_in = np.append(wanted, np.ones(len(fixed), dtype=bool))
    may_go = np.arange(len(both)) < len(rows)
    whole = both @ both.T
    for hand in range(HANDS):
        mine = both[:, hands == hand]
        part = mine @ mine.T
        while len(places := np.flatnonzero(is_in)):
            among = np.ix_(places, places)
            guilty = places[_at_fault(part[among], whole[among])]
            if not len(guilty):
                break
            guilty = guilty[may_go[guilty]]
            if not len(guilty):
                return np.zeros_like(wanted)
            is_in[guilty[np.flatnonzero(worth[guilty] == worth[guilty].min())[-1]]] = False
    return is_in[: len(rows)]


def deal(rows: Rows, seed: int = 0) -> Hands:
    """Deal the organisations into hands: each group's members in turn, the smallest group first, else by chance.

    The result holds the number of the hand for each organisation. The deal decides nothing but whether the proof is
    found.
    """
    count = rows.shape[1]
    smallest_first = rows[np.argsort(rows.sum(axis=1), kind="stable")]
    first = np.argmax(np.vstack([smallest_first, np.ones(count)]) > 0, axis=0)
    order = np.lexsort((np.random.default_rng(seed).random(count), first))
    hands = np.empty(count, dtype=np.int64)
    hands[order] = np.arange(count) % HANDS
    return hands


def _at_fault(part: Rows, whole: Rows) -> NDArray[np.bool_]:
    """The groups in combinations that vanish in one hand and not in the whole, by their products with each other."""
    sizes, vectors = np.linalg.eigh(part)
    null = vectors[:, sizes < _ZERO * max(1.0, sizes[-1])]
    left, directions = np.linalg.eigh(null.T @ whole @ null)
    faults = null @ directions[:, left > _ZERO * whole.max()]
    return np.asarray(np.abs(faults).max(axis=1, initial=0) > _TAKES_PART)
