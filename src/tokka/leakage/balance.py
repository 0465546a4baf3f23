"""Whether columns and rows add up to the output, and what is likely wrong where they do not (§2)."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from tokka.leakage.refusals import Check, Fault
from tokka.leakage.table import Matrix, Table, Truths
from tokka.leakage.totals import CLOSE, is_called_total, slack, unit_of
from tokka.words import Remark, _

NO_MONEY: Final = re.compile(
    r"employ|\bjobs?\b|persons?\b|person.years|\bfte\b|\bemp\b|hours|työlli|henkilö|co2|ch4|n2o|emission", re.IGNORECASE
)
"""Words of rows that count people, hours or emissions and stand in many published tables below the euros."""
MIXED_UNITS: Final = (900.0, 1_100.0)
"""A ratio of output and sum between these says that thousands were taken for millions."""
FAR_APART: Final = 50.0
"""Output that is so many times the sum of its inputs is no table with a few inputs missing."""
SAMPLE: Final = 60
"""Columns by which the rounding of a table is told."""


@dataclass(frozen=True)
class Balance:
    """Output, which primary rows are part of it, and what was found on the way."""

    x: Matrix
    money: tuple[int, ...]
    checks: tuple[Check, ...] = ()
    faults: tuple[Fault, ...] = ()
    is_short: bool = False
    """Whether primary inputs are incomplete: every column's sum falls short of its given output."""


def column_balance(table: Table, purchases: Matrix, totals: frozenset[int]) -> Balance:
    """Output by the row `output`, or as the column sum; the primary rows that add up to it; and the leak identity."""
    rows = [at for at in range(len(table.primary)) if at not in totals]
    if table.given_output is None:
        money = tuple(rows)
        x = purchases + table.P[list(money)].sum(axis=0)
        return Balance(x, money, (_identity(0.0, CLOSE),), tuple(_no_output(table, x, purchases)))
    x = table.given_output[: table.n]
    faults = _silent(table, x)
    if faults:
        return Balance(np.nan_to_num(x), tuple(rows), (), tuple(faults))
    money = _money_rows(table, purchases, rows, x)
    return _compared(table, purchases + table.P[list(money)].sum(axis=0), x, money, purchases)


def _money_rows(table: Table, purchases: Matrix, rows: list[int], x: Matrix) -> tuple[int, ...]:
    """All rows, those above `output`, or those that are no totals and count no people: the first that add up."""
    above = [at for at in rows if table.before_output is None or at < table.before_output]
    plain = [at for at in rows if not NO_MONEY.search(table.primary[at]) and not is_called_total(table.primary[at])]
    for choice in (rows, above, plain, [at for at in above if at in plain]):
        if not _off(purchases + table.P[choice].sum(axis=0), x, table).any():
            return tuple(choice)
    return tuple(plain)


def _off(sums: Matrix, x: Matrix, table: Table) -> Truths:
    limit = np.maximum(CLOSE * np.maximum(np.abs(sums), np.abs(x)), _slack(table))
    off: Truths = np.abs(sums - x) > limit
    return off


def _slack(table: Table) -> float:
    return min(slack(unit_of(table.cells[:, : min(table.n, SAMPLE)]), sum(table.cells.shape)), 40.0)


def _no_output(table: Table, x: Matrix, purchases: Matrix) -> Iterable[Fault]:
    says = Remark(_("The industry buys, but the sum of its column, which is its output, is not above zero."))
    remedy = Remark(_("Look for a negative primary input, or give a row called “output”."))
    for at in np.flatnonzero((x <= 0) & ((purchases > 0) | (x < 0))):
        yield Fault(says, remedy, column=table.industries[at])


def _silent(table: Table, x: Matrix) -> list[Fault]:
    says = Remark(_("The row “output” gives no positive number for an industry that buys or sells."))
    remedy = Remark(_("Give the output of every industry, in the unit of the table."))
    busy = table.Z.any(axis=0) | table.Z.any(axis=1)
    wrong = ~(np.nan_to_num(x, nan=-1.0) > 0) & (busy | (np.nan_to_num(x) < 0))
    return [Fault(says, remedy, "output", table.industries[at]) for at in np.flatnonzero(wrong)]


def _compared(table: Table, sums: Matrix, given: Matrix, money: tuple[int, ...], purchases: Matrix) -> Balance:
    x = np.nan_to_num(given)
    off = _off(sums, x, table)
    worst = float(np.max(np.abs(sums - x) / np.where(x > 0, x, 1.0), initial=0.0))
    short = sums < x
    if not off.any():
        return Balance(x, money, (_identity(worst, max(CLOSE, worst)),))
    if _mostly(off, short) and not _by_thousand(sums, x).any() and not _fed_from_outside(table, money):
        return Balance(x, money, (_incomplete(sums, x),), (), is_short=True)
    faults = [*_explained(table, sums, x, off), *_row_missing(table, money)]
    return Balance(x, money, (_identity(worst, CLOSE),), tuple(faults))


def _identity(worst: float, limit: float) -> Check:
    says = Remark(_("What industries and primary inputs supply adds up to the output of every column."))
    return Check("leak_identity", worst <= limit, says, worst, limit)


def _incomplete(sums: Matrix, x: Matrix) -> Check:
    share = float(1 - sums.sum() / x.sum())
    says = _("Primary inputs are incomplete: %(share)s %% of the output has no input in the table.")
    return Check("primary_inputs_complete", True, Remark(says, {"share": round(100 * share, 1)}), share, None)


def _mostly(off: Truths, short: Truths) -> bool:
    """Most lines fall short and none is above: something was left out for all, which is no wrong cell."""
    return bool(np.count_nonzero(off) > len(off) / 2 and short[off].all())


def _by_thousand(sums: Matrix, x: Matrix) -> Truths:
    ratio = np.divide(
        np.maximum(sums, x), np.minimum(sums, x), out=np.full_like(x, np.inf), where=np.minimum(sums, x) > 0
    )
    return ((ratio > MIXED_UNITS[0]) & (ratio < MIXED_UNITS[1])) | (ratio > FAR_APART)


def _explained(table: Table, sums: Matrix, x: Matrix, off: Truths) -> Iterable[Fault]:
    units = _by_thousand(sums, x)
    says = _("The column adds up to %(sum)s, its output is %(output)s.")
    for at in np.flatnonzero(off):
        named = {"sum": float(f"{sums[at]:.10g}"), "output": float(f"{x[at]:.10g}")}
        remedy = UNITS if units[at] else SURPLUS if sums[at] > x[at] else SHORTAGE
        yield Fault(Remark(says, named), Remark(remedy), column=table.industries[at])


UNITS: Final = _("Thousands were perhaps taken for millions: give all rows in one unit.")
SURPLUS: Final = _("Look for a total row, a row that is no money, or a wrong cell in this column.")
SHORTAGE: Final = _("Look for a missing row (imports, taxes, an industry) or a wrong cell in this column.")


def _fed_from_outside(table: Table, money: tuple[int, ...]) -> list[str]:
    """Final uses that buy every primary input: they look like industries whose row is missing."""
    fed = table.cells[table.n :, table.n :]
    if len(money) < 1 or not fed.size:
        return []
    return [
        code for at, code in enumerate(table.final) if (fed[list(money), at] > 0).all() and not is_called_total(code)
    ]


def _row_missing(table: Table, money: tuple[int, ...]) -> Iterable[Fault]:
    says = Remark(_("The column uses primary inputs like an industry, but no row has its code."))
    remedy = Remark(_("Add the row of what this industry sells."))
    return [Fault(says, remedy, column=code) for code in _fed_from_outside(table, money)]


def row_balance(table: Table, uses: Matrix, balance: Balance, *, has_final: bool) -> Balance:
    """Whether sales to industries and final uses add up to the output, where the table has final uses.

    A table of flows between industries alone, or with some final uses only, can still be computed: the check says so.
    """
    x = balance.x
    if not has_final:
        return Balance(x, balance.money)
    off = _off(uses, x, table)
    worst = float(np.max(np.abs(uses - x) / np.where(x > 0, x, 1.0), initial=0.0))
    if _mostly(off, uses < x) and not _by_thousand(uses, x)[uses > 0].any():
        return Balance(x, balance.money, (_few_uses(uses, x),), is_short=True)
    says = Remark(_("What an industry sells to industries and final uses adds up to its output."))
    check = Check("row_balance", not off.any(), says, worst, max(CLOSE, 0.0 if off.any() else worst))
    return Balance(x, balance.money, (check,), tuple(_row_faults(table, uses, x, off)))


def _few_uses(uses: Matrix, x: Matrix) -> Check:
    share = float(1 - uses.sum() / x.sum())
    says = _("Final uses are incomplete: %(share)s %% of the output has no use in the table.")
    return Check("final_uses_complete", True, Remark(says, {"share": round(100 * share, 1)}), share, None)


def doubts(table: Table, purchases: float, columns: Balance, rows: Balance) -> list[Fault]:
    """What forbids to compute although inputs or uses are merely left out: a missing industry, or mixed units."""
    faults = list(_implausible(table, purchases, columns.x))
    if columns.is_short and rows.is_short:
        says = Remark(_("Neither the columns nor the rows add up to the output."))
        faults.append(
            Fault(says, Remark(_("Look for a missing industry, or for output in another unit than the flows.")))
        )
    if columns.is_short or rows.is_short:
        faults += _like_industries(table)
    return faults


def _implausible(table: Table, purchases: float, x: Matrix) -> Iterable[Fault]:
    share = float(purchases / x.sum()) if x.sum() > 0 else 0.0
    if table.primary and share > 0 and not PLAUSIBLE[0] < share < PLAUSIBLE[1]:
        says = _("Purchases between industries are %(share)s %% of output, which no economy has.")
        yield Fault(Remark(says, {"share": float(f"{100 * share:.3g}")}), Remark(UNITS))


PLAUSIBLE: Final = (0.002, 0.99)
"""Share of purchases between industries in output. National tables have 0.3 to 0.6, small places some hundredths."""


def _like_industries(table: Table) -> Iterable[Fault]:
    """Codes written like those of most industries, but with a row only or a column only."""
    patterns = Counter(_pattern(code) for code in table.industries)
    usual, count = patterns.most_common(1)[0]
    if "9" not in usual or count < 0.8 * table.n:
        return
    says = Remark(_("The code is written like an industry, but is not both a row and a column."))
    remedy = Remark(_("Add the row or the column that is missing."))
    for code in table.primary:
        if _pattern(code) == usual:
            yield Fault(says, remedy, row=code)
    for code in table.final:
        if _pattern(code) == usual:
            yield Fault(says, remedy, column=code)


def _pattern(code: str) -> str:
    return re.sub(r"\d", "9", code)


def _row_faults(table: Table, uses: Matrix, x: Matrix, off: Truths) -> Iterable[Fault]:
    says, units = _("The row adds up to %(sum)s, its output is %(output)s."), _by_thousand(uses, x)
    for at in np.flatnonzero(off):
        named = {"sum": float(f"{uses[at]:.10g}"), "output": float(f"{x[at]:.10g}")}
        remedy = UNITS if units[at] else ROW_SURPLUS if uses[at] > x[at] else ROW_SHORTAGE
        yield Fault(Remark(says, named), Remark(remedy), table.industries[at])


ROW_SURPLUS: Final = _("Look for a total column, a wrong cell in this row, or imports that are not subtracted.")
ROW_SHORTAGE: Final = _("Look for a missing column (exports, an industry) or a wrong cell in this row.")
