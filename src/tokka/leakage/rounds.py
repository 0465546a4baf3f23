"""Screens that need no table: LM3 of a purchase, and the economic base of a region (§9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tokka.leakage.table import Matrix

FEWEST_ANSWERS: Final = 5
"""With fewer answers the New Economics Foundation's sheet takes each alone instead of their mean."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """Three rounds of spending in euros: what comes in, what of it is spent locally, what of that is spent locally.

    LM3 counts turnover, not income: it is never added to value added.
    """

    first: float
    second: float
    third: float

    def __post_init__(self) -> None:
        if not self.first > 0 or not 0 <= self.second <= self.first or not 0 <= self.third <= self.second:
            raise ValueError(f"{self} is no spending: each round is a part of the one before, and the first not zero.")

    @property
    def lm3(self) -> float:
        """Between 1 and 3."""
        return (self.first + self.second + self.third) / self.first


def rounds_of_shares(euros: float, local: float, local_again: float) -> Rounds:
    """The rounds of a sum whose local shares are known, each from 0 to 1."""
    return Rounds(euros, euros * local, euros * local * local_again)


def respent(euros: float, local: float, rounds: int) -> tuple[float, ...]:
    """What is left of a sum in each round when the same share stays every time."""
    return tuple(euros * local**number for number in range(rounds))


def endless_multiplier(local: float) -> float:
    """All rounds of one share, 1 / (1 - share): the upper limit that LM3 stops short of. The share is below 1."""
    if not 0 <= local < 1:
        raise ValueError(f"A local share of {local} never comes to rest; it lies from 0 to below 1.")
    return 1 / (1 - local)


def answers_to_use(shares: Sequence[float]) -> tuple[float, ...]:
    """The mean of the answers, once for all; or with fewer than five, each answer alone."""
    return (float(np.mean(shares)),) if len(shares) >= FEWEST_ANSWERS else tuple(shares)


@dataclass(frozen=True)
class EconomicBase:
    """Jobs that serve the world outside, by industry, and how many jobs of the region stand on one of them."""

    basic: Matrix
    multiplier: float


def economic_base(E: Matrix, national: Matrix) -> EconomicBase:
    """max(0, E_ir - E_r E_in / E_n) by industry (n), and E_r over their sum; infinite where nothing is basic."""
    basic = np.maximum(0.0, E - E.sum() * national / national.sum())
    whole = float(basic.sum())
    return EconomicBase(basic, float(E.sum()) / whole if whole > 0 else float("inf"))
