"""Finds total rows and columns by arithmetic: a line that is the sum of neighbouring lines in every cell (§3)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tokka.leakage.table import Matrix, Truths

CLOSE: Final = 5e-4
"""Of the larger of two sums. Published tables are off by rounding: the Eurostat manual's Germany 1995 by 4e-5."""
MOST_LINES: Final = 120
"""Primary rows or final columns among which totals are searched: every run of neighbours is tried."""
FIRST_CELLS: Final = 64
NAMED_TOTAL: Final = frozenset(
    {"total", "totals", "subtotal", "sum", "summa", "yhteensä", "insgesamt", "gesamt", "ensemble", "totaal"}
)


def is_called_total(code: str) -> bool:
    """Whether a word of the code means a total, in some languages of Europe."""
    return bool(NAMED_TOTAL & set(re.split(r"[\W_]+", code.casefold())))


def unit_of(cells: Matrix) -> float:
    """The last decimal that a table is rounded to, from 1 to 0.001; 0 where it is not rounded so."""
    return next((unit for unit in (1.0, 0.1, 0.01, 0.001) if np.allclose(cells / unit, np.rint(cells / unit))), 0.0)


def slack(unit: float, count: int) -> float:
    """Four standard deviations of the sum of `count` figures that were rounded to `unit`."""
    return float(4 * unit * ((count + 1) / 12) ** 0.5)


def same(sum_of_parts: Matrix, line: Matrix, loose: float = 0.0) -> bool:
    """Whether two lines agree in every cell, within `CLOSE` of the larger, or within `loose` where that is small."""
    return _within(sum_of_parts, line, _small(loose, line))


def _small(loose: float, line: Matrix) -> float:
    return 0.0 if loose > 0.02 * np.abs(line).max(initial=0.0) else loose


def _within(sum_of_parts: Matrix, line: Matrix, loose: float) -> bool:
    limit = np.maximum(CLOSE * np.maximum(np.abs(sum_of_parts), np.abs(line)), loose)
    return bool(np.all(np.abs(sum_of_parts - line) <= limit))


@dataclass(frozen=True, slots=True)
class Total:
    """A line that is a sum. In doubt where all is in one proportion; `is_last` where it stands below all its parts."""

    in_doubt: bool
    is_last: bool


def totals_among(lines: Matrix, base: Matrix, *, count: int) -> dict[int, Total]:
    """The lines (m x n) by place that are sums of neighbours in the list of `base` (n) and lines.

    `base` is the sum of `count` industries. A total that was found is taken out and the search begins anew, so that
    totals of totals are found too. A sum of lines that are all in one proportion is in doubt: made-up tables of
    constant shares have such sums by chance.
    """
    left = [at for at in range(min(len(lines), MOST_LINES)) if lines[at].any()]
    loose = slack(unit_of(lines), count)
    found: dict[int, Total] = {}
    while left:
        sums = ((at, _parts_of(at, left, lines, base, loose)) for at in left)
        total, parts = next(((at, parts) for at, parts in sums if parts), (-1, []))
        if not parts:
            break
        in_doubt = all(_in_proportion(part, lines[total]) for part, _is_above in parts)
        found[total] = Total(in_doubt, all(is_above for _part, is_above in parts))
        left.remove(total)
    return dict(sorted(found.items()))


def _parts_of(at: int, left: Sequence[int], lines: Matrix, base: Matrix, loose: float) -> list[tuple[Matrix, bool]]:
    """The lines that a line is the sum of, and whether each stands above it; of `base` alone, the rest is told too."""
    line, places = lines[at], [other for other in left if other != at]
    others = [lines[other] for other in places]
    if base.any() and same(base, line, loose):
        return [(base, True), (np.sum(others, axis=0) if others else base, bool(others))]
    parts = np.vstack([base, *others])
    sums = np.vstack([np.zeros_like(base), np.cumsum(parts, axis=0)])
    whole, near = sums.sum(axis=1), 4 * CLOSE * np.abs(line).sum() + loose * len(line)
    for i, j in _runs(len(parts)):
        is_near = abs(whole[j] - whole[i] - line.sum()) <= near
        if is_near and _two_at_least(parts[i:j]) and same(sums[j] - sums[i], line, loose):
            above = [True, *(other < at for other in places)]
            return [(parts[k], above[k]) for k in range(i, j) if parts[k].any()]
    return []


def _in_proportion(part: Matrix, line: Matrix) -> bool:
    """Whether a line is the same multiple of another in every cell."""
    share = float(part.sum() / line.sum()) if line.sum() else 0.0
    return bool(np.allclose(part, share * line, rtol=1e-6, atol=1e-9 * float(np.abs(line).max())))


def _runs(count: int) -> Iterator[tuple[int, int]]:
    """Every run of at least two neighbours, as half-open places."""
    return ((start, stop) for start in range(count) for stop in range(start + 2, count + 1))


def _two_at_least(parts: Matrix) -> bool:
    return int(np.count_nonzero(parts.any(axis=1))) >= 2


def industry_totals(Z: Matrix, row_sums: Matrix, column_sums: Matrix) -> list[int]:
    """Places of "industries" whose row is the sum of all other rows, or of a run of rows right before or after it.

    Only the row sums are searched, in n log n; cells are compared where those agree. Needs three rows at least.
    """
    n = len(row_sums)
    if n < 3:
        return []
    reach = np.concatenate([[0.0], np.cumsum(row_sums)])
    own = np.diagonal(Z)  # left aside, because a total may have no cell with itself
    others = reach[-1] - row_sums - (column_sums - own)
    runs = {(at, 0, n) for at in np.flatnonzero(_near(row_sums - own, others)).tolist()}
    runs |= _runs_that_sum(reach, row_sums)
    return sorted({at for at, start, stop in runs if _sums(Z, at, start, stop)})


def _near(sums: Matrix, target: Matrix) -> Truths:
    close: Truths = np.abs(sums - target) <= 4 * CLOSE * np.abs(target)
    return close


def _runs_that_sum(reach: Matrix, row_sums: Matrix) -> set[tuple[int, int, int]]:
    """(place, start, stop) of rows whose sum is that of the run [start, stop) that ends before or begins after them."""
    n, found = len(row_sums), set()
    places = np.arange(n)
    for shift in (-1, 0, 1):
        start = np.clip(np.searchsorted(reach, reach[:-1] - row_sums) + shift, 0, n)
        good = _near(reach[:-1] - reach[start], row_sums) & (start < places - 1) & (row_sums > 0)
        found |= {(int(at), int(start[at]), int(at)) for at in np.flatnonzero(good)}
        stop = np.clip(np.searchsorted(reach, reach[1:] + row_sums) + shift, 0, n)
        good = _near(reach[stop] - reach[1:], row_sums) & (stop > places + 2) & (row_sums > 0)
        found |= {(int(at), int(at) + 1, int(stop[at])) for at in np.flatnonzero(good)}
    return found


def _sums(Z: Matrix, at: int, start: int, stop: int) -> bool:
    """Whether row `at` is the sum of the others of a run. The first cells are tried alone: most rows fail there."""
    rows = start + np.flatnonzero(np.arange(start, stop) != at)
    others = np.flatnonzero(np.arange(len(Z)) != at)
    line, first = Z[at][others], others[:FIRST_CELLS]
    loose = _small(slack(unit_of(line), len(rows)), line)
    if not _within(Z[np.ix_(rows, first)].sum(axis=0), Z[at][first], loose):
        return False
    parts = Z[np.ix_(rows, others)]
    return _two_at_least(parts) and _within(parts.sum(axis=0), line, loose)
