"""Location quotients: the share of a national input that a region can supply itself (§7). All regions in one array.

Sources: Flegg, Webber and Elliott 1995; Flegg and Webber 1997 and 2000; Miller and Blair 2009, chapter 8.
"""

from typing import Final

import numpy as np

from tokka.leakage.refusals import Fault, Refused
from tokka.leakage.table import Matrix
from tokka.words import Remark, _

DELTA: Final = (0.05, 0.18, 0.35)
"""Lowest, likeliest and highest delta: a triangle around what fitted Lapland 2014 best, not a constant (§7)."""


def slq(E: Matrix, national: Matrix) -> Matrix:
    """Simple location quotients: (E_ir / E_r) / (E_in / E_n), regions x industries; 0 where the region has none.

    E is output (better) or jobs, r x n or n; `national` is n. An industry that the nation lacks counts as absent.
    """
    _refuse_measures(E, national)
    whole = E.sum(axis=-1, keepdims=True)
    shares = np.divide(E, whole, out=np.zeros_like(E, dtype=float), where=whole > 0)
    nation = national / national.sum()
    quotients: Matrix = np.divide(shares, nation, out=np.zeros_like(shares), where=nation > 0)
    return quotients


def cilq(E: Matrix, national: Matrix) -> Matrix:
    """Cross-industry quotients SLQ_i / SLQ_j, r x n x n, with SLQ_i on the diagonal; not yet capped.

    Two rules at the edge: an absent supplier supplies nothing, whoever buys; an absent buyer, for which the quotient
    would be infinite and say that all is bought locally, is given the supplier's SLQ.
    """
    quotients = slq(E, national)
    seller, buyer = quotients[..., :, None], quotients[..., None, :]
    crossed: Matrix = np.repeat(seller, quotients.shape[-1], axis=-1)
    np.divide(seller, buyer, out=crossed, where=buyer > 0)
    diagonal = np.arange(quotients.shape[-1])
    crossed[..., diagonal, diagonal] = quotients
    return crossed


def flq(E: Matrix, national: Matrix, delta: float) -> Matrix:
    """Flegg's quotients, capped at 1: CILQ times lambda = log2(1 + E_r/E_n) to the power of delta; 0 <= delta < 1."""
    if not 0 <= delta < 1:
        raise ValueError(f"delta is {delta}; it lies from 0 to below 1.")
    size: Matrix = np.log2(1 + E.sum(axis=-1) / national.sum()) ** delta
    crossed = cilq(E, national)
    crossed *= size[..., None, None] if np.ndim(size) else size
    np.minimum(crossed, 1.0, out=crossed)
    return crossed


def aflq(E: Matrix, national: Matrix, delta: float) -> Matrix:
    """FLQ augmented by log2(1 + SLQ_j) where the buyer is specialised; may exceed the national coefficient."""
    buyer = slq(E, national)[..., None, :]
    return flq(E, national, delta) * np.where(buyer > 1, np.log2(1 + buyer), 1.0)


def sdp(supply: Matrix, demand: Matrix) -> Matrix:
    """Supply-demand pool: min(1, local supply / local demand) by product; 1 where nothing is demanded."""
    met: Matrix = np.divide(supply, demand, out=np.ones_like(supply, dtype=float), where=demand > 0)
    return np.minimum(met, 1.0)


def regional_multipliers(t: Matrix, A: Matrix) -> Matrix:
    """Output multipliers (r x n) of regions whose own coefficients are t (r x n x n) times the national A (n x n)."""
    systems = np.eye(len(A)) - np.swapaxes(t * A, -1, -2)
    ones = np.ones((*systems.shape[:-1], 1))
    return np.asarray(np.linalg.solve(systems, ones)[..., 0], dtype=np.float64)


def _refuse_measures(E: Matrix, national: Matrix) -> None:
    """Raises Refused for a negative or unknown measure, or a region that has more than its nation."""
    says, remedy = _("The measure of size is negative or unknown."), _("Use output or jobs of every industry.")
    faults = [Fault(Remark(says), Remark(remedy))] if not (np.all(E >= 0) and np.all(national >= 0)) else []
    if not faults and np.any(national * (1 + 1e-9) < E):
        at = int(np.argwhere(national * (1 + 1e-9) < E)[0][-1])
        larger = Remark(_("A region has more of industry number %(at)s than the nation."), {"at": at + 1})
        faults.append(Fault(larger, Remark(_("Give both in the same unit, year and classification."))))
    if faults:
        raise Refused(faults)
