"""Draws of what is uncertain, each kept with the question that would settle it, and the questions in order (§13)."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from tokka.leakage.plant import Triangle
from tokka.leakage.shares import MODEL_WORTH
from tokka.leakage.table import Matrix
from tokka.words import Remark

DRAWS: Final = 10_000
SEED: Final = 20_140_101
"""Fixed, so that a run repeats; it stands for nothing."""
BINS: Final = 40
INTERVAL: Final = (5.0, 50.0, 95.0)
"""Percentiles of the low, middle and high figure: a 90 % interval."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The middle of the draws, and the bounds that nine of ten of them lie within."""

    low: float
    middle: float
    high: float


def estimate(values: Matrix) -> Estimate:
    """The interval of some draws."""
    low, middle, high = np.percentile(values, INTERVAL)
    return Estimate(float(low), float(middle), float(high))


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next, the share of the spread that it explains, and how wide the interval is after the answer."""

    asks: Remark
    explains: float
    width_after: float


@dataclass
class Draws:
    """Random numbers by question. One stream in one order: the same plan gives the same draws."""

    count: int = DRAWS
    chance: np.random.Generator = field(default_factory=lambda: np.random.default_rng(SEED))
    drawn: list[tuple[Remark, Matrix]] = field(default_factory=list)

    def triangle(self, values: Triangle, asks: Remark) -> Matrix:
        """A triangular distribution; one number where it is certain, and then no question."""
        low, likeliest, high = values
        if low == high:
            return np.full(self.count, low)
        return self.ask(asks, self.chance.triangular(low, likeliest, high, self.count))

    def share(self, mean: float, asks: Remark | None) -> Matrix:
        """A share that a model says; certain where the model says none or all."""
        if mean <= 0 or mean >= 1:
            return np.full(self.count, min(max(mean, 0.0), 1.0))
        drawn = self.chance.beta(MODEL_WORTH * mean, MODEL_WORTH * (1 - mean), self.count)
        return self.ask(asks, drawn) if asks else drawn

    def ask(self, asks: Remark, values: Matrix) -> Matrix:
        """Keeps the draws under their question."""
        self.drawn.append((asks, values))
        return values

    def questions(self, result: Matrix) -> tuple[Question, ...]:
        """The questions by how much of the result's variance their answer explains; of equals, the first asked."""
        width = estimate(result)
        found = []
        for asks, values in self.drawn:
            part = explained(values, result)
            found.append(Question(asks, part, (width.high - width.low) * float(np.sqrt(1 - part))))
        return tuple(sorted(found, key=lambda one: -one.explains))


def explained(values: Matrix, result: Matrix) -> float:
    """The share of the result's variance between bins of the values: Sobol's first-order index from given draws.

    The bins of independent draws differ a little by chance: what that would give is subtracted.
    """
    variance = float(result.var())
    if variance <= 0:
        return 0.0
    groups = np.array_split(result[np.argsort(values, kind="stable")], BINS)
    means = np.array([group.mean() for group in groups])
    sizes = np.array([len(group) for group in groups])
    between = float(np.average((means - result.mean()) ** 2, weights=sizes)) / variance
    by_chance = (BINS - 1) / len(result)
    return min(max((between - by_chance) / (1 - by_chance), 0.0), 1.0)
