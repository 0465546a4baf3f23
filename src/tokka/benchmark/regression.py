"""One slope of a linear regression with errors that allow unequal spread, and Holm's correction (§17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
from scipy.special import stdtr

from tokka.benchmark.pool import Floats

_NOTHING_LEFT: Final = 1e-9
"""Relative: below this a column is a sum of the adjustments, up to rounding."""


@dataclass(frozen=True, slots=True)
class Slope:
    """The coefficient of one column, its standard error (HC3), the two-sided p of Student's t, degrees of freedom."""

    effect: float
    error: float
    p: float
    free: int


def slope(y: Floats, x: Floats, adjust: Floats) -> Slope | None:
    """The coefficient of `x` in the least-squares fit of `y` on `x` and the columns of `adjust`.

    Both are first cleared of the adjustments (Frisch, Waugh, Lovell); the error is the HC3 of MacKinnon and White
    (https://doi.org/10.1016/0304-4076(85)90158-7), close to leaving out one organisation after another. None where
    `x` is a sum of the adjustments, or where one organisation alone settles the fit.
    """
    basis = _orthonormal(adjust)
    y, x_left = (one - basis @ (basis.T @ one) for one in (y, x))
    size = float(x_left @ x_left)
    free = len(y) - basis.shape[1] - 1
    if size <= _NOTHING_LEFT * max(1.0, float(x @ x)) or free < 1:
        return None
    effect = float(x_left @ y) / size
    room = 1 - (basis**2).sum(axis=1) - x_left**2 / size
    if room.min() <= _NOTHING_LEFT:
        return None
    error = float(np.linalg.norm(x_left * (y - effect * x_left) / room)) / size
    p = float(2 * stdtr(free, -abs(effect) / error)) if error > 0 else float(effect == 0)
    return Slope(effect, error, p, free)


def _orthonormal(columns: Floats) -> Floats:
    """Orthonormal columns that span the same space; a column that is a sum of the others adds none."""
    left, sizes, _right = np.linalg.svd(columns, full_matrices=False)
    found: Floats = left[:, sizes > _NOTHING_LEFT * sizes.max(initial=0.0)]
    return found


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """The p-values corrected for all of them together, in their order (Holm 1979)."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    raised = [min(1.0, (len(p_values) - rank) * p_values[place]) for rank, place in enumerate(order)]
    corrected = dict(zip(order, accumulate(raised, max), strict=True))
    return tuple(corrected[place] for place in range(len(p_values)))
