"""How unlike two organisations are, over answers of mixed type: Gower's distance (§12)."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tokka.benchmark.catalogue import INDICATORS
from tokka.benchmark.pool import Ints, Pool
from tokka.benchmark.questionnaire import ASKED, DIMENSIONS, Dimension, Kind

Matrix = NDArray[np.float32]
Steps = NDArray[np.float32]

_COLUMN: Final = {one.key: place for place, one in enumerate(INDICATORS)}
_ASKED: Final = {one.key: place for place, one in enumerate(ASKED)}
LEAST_TOLD: Final = 0.5
"""Who leaves more than half of the dimensions open is not placed in any model."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The dimensions as columns of numbers, NaN where unknown: codes for nominal ones, 0 to 1 for the others."""

    columns: NDArray[np.float64]
    dimensions: tuple[Dimension, ...] = DIMENSIONS

    @property
    def is_told(self) -> NDArray[np.bool_]:
        """Who answers at least half of the dimensions."""
        told: NDArray[np.float64] = 1 - np.isnan(self.columns).mean(axis=1)
        return told >= LEAST_TOLD


def features(pool: Pool, rows: Ints) -> Features:
    """Every dimension of the questionnaire for these rows of the pool."""
    return Features(np.column_stack([_column(pool, rows, one) for one in DIMENSIONS]).astype(np.float64))


def _column(pool: Pool, rows: Ints, dimension: Dimension) -> NDArray[np.float64]:
    """Numbers become their ranks from 0 to 1: a few very large organisations then do not set the scale for all."""
    if dimension.kind is Kind.NUMBER:
        from scipy.stats import rankdata

        values = pool.indicators[rows, _COLUMN[dimension.indicator]]
        ranks: NDArray[np.float64] = np.asarray(rankdata(values, nan_policy="omit"), dtype=np.float64)
        scaled: NDArray[np.float64] = (ranks - 1) / max(1, int((~np.isnan(values)).sum()) - 1)
        return scaled
    answers = pool.answers[rows, _ASKED[dimension.key]]
    codes = np.full(len(rows), np.nan)
    for code, choice in enumerate(dimension.choices):
        codes[answers == choice] = code
    return codes / (len(dimension.choices) - 1) if dimension.kind is Kind.ORDINAL else codes


def gower(told: Features) -> Matrix:
    """The mean difference over the dimensions that both know, from 0 to 1; 1 where they share none.

    A nominal dimension differs by 0 or 1, an ordinal one by its steps, a number by its ranks. All weigh the same.
    """
    size = len(told.columns)
    total, shared = np.zeros((size, size), dtype=np.float32), np.zeros((size, size), dtype=np.float32)
    for column, dimension in zip(told.columns.T.astype(np.float32), told.dimensions, strict=True):
        is_known = ~np.isnan(column)
        filled = np.where(is_known, column, 0)
        if dimension.kind is Kind.NOMINAL:
            apart = (filled[:, None] != filled[None, :]).astype(np.float32)
        else:
            apart = np.abs(filled[:, None] - filled[None, :])
        both = (is_known[:, None] & is_known[None, :]).astype(np.float32)
        total += apart * both
        shared += both
    distance: Matrix = np.where(shared > 0, total / np.maximum(shared, 1), np.float32(1))
    np.fill_diagonal(distance, 0)
    return distance
