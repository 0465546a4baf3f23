"""RAS and GRAS: the table nearest to an old one that has the new margins (§8)."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tokka.leakage.refusals import Fault, Refused
from tokka.leakage.table import Matrix, Truths
from tokka.words import Remark, _

TOLERANCE: Final = 1e-12
"""Of the largest margin: how far a row or column may be off at the end."""
MOST_ROUNDS: Final = 20_000
LONGEST_LOGARITHM: Final = 200.0
"""Of a factor: it grows without end only where the zeros forbid the margins."""


@dataclass(frozen=True)
class Balanced:
    """Cells with the wanted margins, the factors r and s, rounds made, and the largest distance from a margin."""

    cells: Matrix
    r: Matrix
    s: Matrix
    rounds: int
    worst: float


def ras(Z: Matrix, u: Matrix, v: Matrix, *, fixed: Truths | None = None, tolerance: float = TOLERANCE) -> Balanced:
    """r Z s with row sums u (m) and column sums v (n), by Stone and Bates. Z must not be negative; see `gras`.

    `fixed` cells, such as those of a complete ledger, are kept as they are. Raises Refused where no answer exists.
    """
    if (Z < 0).any():
        says, remedy = Remark(_("A cell is negative, which RAS cannot balance.")), Remark(_("Use GRAS for this table."))
        raise Refused([Fault(says, remedy, *_place(Z < 0))])
    return _balanced(Z, u, v, fixed, tolerance)


def gras(Z: Matrix, u: Matrix, v: Matrix, *, fixed: Truths | None = None, tolerance: float = TOLERANCE) -> Balanced:
    """RAS for tables with negative cells: r P s - N / (r s), with P and N the positive and negative parts.

    Junius and Oosterhaven 2003, with the correction of Lenzen, Wood and Gallego 2007 and Temurshoev et al. 2013.
    """
    return _balanced(Z, u, v, fixed, tolerance)


def _balanced(Z: Matrix, u: Matrix, v: Matrix, fixed: Truths | None, tolerance: float) -> Balanced:
    kept = np.where(fixed, Z, 0.0) if fixed is not None else np.zeros_like(Z, dtype=float)
    free, u, v = Z - kept, u - kept.sum(axis=1), v - kept.sum(axis=0)
    _refuse_margins(free, u, v)
    P, N = np.maximum(free, 0.0), np.maximum(-free, 0.0)
    signed, limit = bool(N.any()), tolerance * max(float(np.abs(u).max()), float(np.abs(v).max()), 1e-300)
    r, s = np.ones(len(u)), np.ones(len(v))
    rounds = 0
    while rounds < MOST_ROUNDS and float(np.abs(np.log(s)).max(initial=0.0)) < LONGEST_LOGARITHM:
        rounds += 1
        r = _factors(u, P @ s, N @ (1 / s) if signed else None)
        p = r @ P
        worst = float(np.abs(s * p - ((1 / r) @ N) / s - v).max()) if signed else float(np.abs(s * p - v).max())
        if worst <= limit:
            break
        s = _factors(v, p, (1 / r) @ N if signed else None)
    cells = kept + r[:, None] * P * s - (N / r[:, None] / s if signed else 0.0)
    worst = max(float(np.abs(cells.sum(axis=1) - kept.sum(axis=1) - u).max()), worst)
    if worst > max(limit * 10, 1e-300):
        _refuse_unreached(cells - kept, u, v)
    return Balanced(cells, r, s, rounds, worst)


def _factors(target: Matrix, p: Matrix, n: Matrix | None) -> Matrix:
    """What every line is multiplied by: the positive root of p z^2 - target z - n = 0."""
    if n is None:
        return np.divide(target, p, out=np.ones_like(p), where=p > 0)
    root = np.sqrt(target * target + 4 * p * n)
    # Of two ways to write the root, the one that adds figures of one sign loses none of them.
    added = np.divide(target + root, 2 * p, out=np.ones_like(p), where=p > 0)
    alone = np.divide(2 * n, root - target, out=added.copy(), where=(target < 0) & (root > target))
    return np.where(alone > 0, alone, 1.0)


def _place(wrong: Truths) -> tuple[str, str]:
    i, j = np.argwhere(wrong)[0]
    return str(int(i) + 1), str(int(j) + 1)


def _refuse_margins(free: Matrix, u: Matrix, v: Matrix) -> None:
    """Margins must have one sum, and every line that shall have something must have cells to put it in."""
    faults = []
    if abs(u.sum() - v.sum()) > 1e-9 * max(float(np.abs(u).sum()), float(np.abs(v).sum())):
        told = {"rows": float(u.sum()), "columns": float(v.sum())}
        says = Remark(_("The row sums add up to %(rows)s, the column sums to %(columns)s."), told)
        faults.append(Fault(says, Remark(_("Give margins that have the same total."))))
    says = Remark(_("The line shall add up to something, but has no cell of that sign."))
    remedy = Remark(_("Correct the margin, or give the line a first estimate."))
    faults += [Fault(says, remedy, row=str(at + 1)) for at in _impossible(free, u)]
    faults += [Fault(says, remedy, column=str(at + 1)) for at in _impossible(free.T, v)]
    if faults:
        raise Refused(faults)


def _impossible(lines: Matrix, target: Matrix) -> list[int]:
    above, below = (lines > 0).any(axis=1), (lines < 0).any(axis=1)
    return [int(at) for at in np.flatnonzero(((target > 0) & ~above) | ((target < 0) & ~below))]


def _refuse_unreached(cells: Matrix, u: Matrix, v: Matrix) -> None:
    """The pattern of zeros does not allow the margins: the lines farthest from theirs are named."""
    row, column = int(np.abs(cells.sum(axis=1) - u).argmax()), int(np.abs(cells.sum(axis=0) - v).argmax())
    says = Remark(_("The margins cannot be reached with the zeros of this table."))
    remedy = Remark(_("Give a first estimate to cells of this row and column that are zero without need."))
    raise Refused([Fault(says, remedy, str(row + 1), str(column + 1))])
