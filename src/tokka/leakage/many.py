"""Multipliers of very many regions from one national table, shared out over the workers of any Executor (§7)."""

from collections.abc import Iterator
from concurrent.futures import Executor
from functools import partial
from typing import Final

import numpy as np

from tokka.fleet import in_order
from tokka.leakage.quotients import flq, regional_multipliers
from tokka.leakage.table import Matrix

BLOCK: Final = 64
"""Regions that one task computes: 64 regions of 64 industries take 2 MB an array, and stay in the cache."""


def flq_multipliers(E: Matrix, national: Matrix, A: Matrix, delta: float) -> Matrix:
    """Output multipliers (r x n) of regions by FLQ, a block of regions at a time, so that memory stays bounded.

    E is r x n, `national` n, both output or jobs; A (n x n) holds national coefficients of domestic products.
    """
    blocks = [regional_multipliers(flq(part, national, delta), A) for part in _blocks(E)]
    return np.vstack(blocks)


def flq_multipliers_on(executor: Executor, E: Matrix, national: Matrix, A: Matrix, delta: float) -> Matrix:
    """The same numbers in the same order, whatever the executor: threads, processes or a cluster of machines."""
    deed = partial(flq_multipliers, national=national, A=A, delta=delta)
    return np.vstack(in_order(executor, deed, list(_blocks(E))))


def _blocks(E: Matrix) -> Iterator[Matrix]:
    return (E[start : start + BLOCK] for start in range(0, len(E), BLOCK))
