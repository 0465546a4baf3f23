"""What is checked before anything is computed (§2, §3): signs, totals, output, and the balance of columns and rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tokka.leakage.balance import Balance, column_balance, doubts, row_balance
from tokka.leakage.refusals import Check, Fault, Refused
from tokka.leakage.table import Matrix, Table
from tokka.leakage.totals import Total, industry_totals, is_called_total, totals_among
from tokka.words import Remark, _

PANEL: Final = 64
"""Rows that are looked at together, so that a large table passes once through the processor's cache."""


@dataclass(frozen=True)
class Examined:
    """A sound table: totals apart, output known, and every check that was made."""

    table: Table
    x: Matrix
    money: tuple[int, ...]
    """Places of the primary rows that are part of a column's sum; others are totals or memoranda."""
    total_columns: frozenset[int]
    """Places of the final uses that are totals of others."""
    checks: tuple[Check, ...]

    def whole(self, row: str) -> float:
        """The sum of a primary row over industries and final uses, totals left out."""
        cells = self.table.cells[self.table.row_at[row]]
        return float(np.delete(cells, [self.table.n + at for at in self.total_columns]).sum())


@dataclass(frozen=True)
class Sums:
    """Sums over Z (n x n) in both directions, and its smallest cell."""

    rows: Matrix
    columns: Matrix
    smallest: float


def sums_of(Z: Matrix) -> Sums:
    """Both sums and the smallest cell in one pass."""
    n = len(Z)
    rows, columns, smallest, ones = np.empty(n), np.zeros(n), np.inf, np.ones(n)
    for start in range(0, n, PANEL):
        panel = Z[start : start + PANEL]
        smallest = min(smallest, float(panel.min()))
        rows[start : start + PANEL] = panel @ ones
        columns += ones[: len(panel)] @ panel
    return Sums(rows, columns, smallest)


def examine(table: Table) -> Examined:
    """Finds totals, output and balance. Raises Refused, with every fault and check, where the table is not sound."""
    sums = sums_of(table.Z)
    faults = _negatives(table, sums)
    table, sums, total_checks, total_faults = _without_industry_totals(table, sums)
    faults += total_faults
    if faults:
        raise Refused(faults, checks=total_checks)
    rows, final = _settled(table, sums)
    balance = column_balance(table, sums.columns, frozenset(rows))
    faults = [*_totals_left(table, rows, balance), *balance.faults]
    uses = sums.rows + np.delete(table.F, list(final), axis=1).sum(axis=1)
    lines = row_balance(table, uses, balance, has_final=len(final) < len(table.final))
    faults += [*lines.faults, *doubts(table, float(sums.columns.sum()), balance, lines)]
    named = [*(table.primary[at] for at in rows), *(f"{table.final[at]} (column)" for at in sorted(final))]
    checks = (*total_checks, _totals_check(named, not faults), _signs_check(sums), *balance.checks, *lines.checks)
    if faults:
        raise Refused(faults, checks=checks)
    return Examined(table, balance.x, balance.money, final, checks)


def _settled(table: Table, sums: Sums) -> tuple[list[int], frozenset[int]]:
    """Total rows and total columns. What is in doubt is a total where its name says so, or the balance needs it.

    With neither output nor final uses there is no balance: then it is a total where it stands below its parts.
    """
    rows = totals_among(table.P, sums.columns, count=table.n)
    columns = totals_among(table.F.T, sums.rows, count=table.n)
    if table.given_output is None and not table.final:
        return [at for at, total in rows.items() if not total.in_doubt or total.is_last], frozenset()
    choices = [
        (_decided(rows, table.primary, doubted), frozenset(_decided(columns, table.final, doubted_too)))
        for doubted in (False, True)
        for doubted_too in (False, True)
    ]
    for rows_left, columns_left in choices:
        if _adds_up(table, sums, rows_left, columns_left):
            return rows_left, columns_left
    return choices[0]


def _decided(found: dict[int, Total], codes: Sequence[str], doubted: bool) -> list[int]:
    return [at for at, total in found.items() if not total.in_doubt or doubted or is_called_total(codes[at])]


def _adds_up(table: Table, sums: Sums, rows: Sequence[int], columns: frozenset[int]) -> bool:
    balance = column_balance(table, sums.columns, frozenset(rows))
    uses = sums.rows + np.delete(table.F, list(columns), axis=1).sum(axis=1)
    lines = row_balance(table, uses, balance, has_final=len(columns) < len(table.final))
    return not (balance.faults or balance.is_short or lines.faults or lines.is_short)


def _negatives(table: Table, sums: Sums) -> list[Fault]:
    if sums.smallest >= 0:
        return []
    says = _("The flow between industries is negative: %(value)s.")
    remedy = Remark(_("Book a by-product or a correction in final use; look for a sign or an import column."))
    return [
        Fault(Remark(says, {"value": float(table.Z[i, j])}), remedy, table.industries[i], table.industries[j])
        for i, j in np.argwhere(table.Z < 0)
    ]


def _signs_check(sums: Sums) -> Check:
    says = Remark(_("No flow between industries is negative."))
    return Check("no_negative_flow", sums.smallest >= 0, says, sums.smallest, 0.0)


def _without_industry_totals(table: Table, sums: Sums) -> tuple[Table, Sums, tuple[Check, ...], list[Fault]]:
    """Total row and total column under one code look like an industry: left out where `output` proves the rest."""
    found = industry_totals(table.Z, sums.rows, sums.columns)
    called = [at for at, code in enumerate(table.industries) if is_called_total(code) and at not in found]
    faults = [_total_fault(table.industries[at]) for at in found if table.given_output is None]
    faults += [_unproven(table.industries[at]) for at in called]
    if not found:
        return table, sums, (), faults
    names = [table.industries[at] for at in found]
    check = _totals_check(names, not faults)
    if faults:
        return table, sums, (check,), faults
    kept = _without(table, found)
    return kept, sums_of(kept.Z), (check,), faults


def _without(table: Table, places: Sequence[int]) -> Table:
    cells = np.delete(np.delete(table.cells, places, axis=0), places, axis=1)
    given = None if table.given_output is None else np.delete(table.given_output, places)
    industries = tuple(code for at, code in enumerate(table.industries) if at not in set(places))
    return replace(table, industries=industries, cells=cells, given_output=given)


def _totals_left(table: Table, rows: Sequence[int], balance: Balance) -> list[Fault]:
    """Without a row `output`, a total row would be counted into it, and so would a row that is only called a total."""
    if table.given_output is not None:
        return []
    named = [at for at in balance.money if is_called_total(table.primary[at])]
    return [_total_fault(table.primary[at]) for at in rows] + [_unproven(table.primary[at]) for at in named]


def _total_fault(code: str) -> Fault:
    says = Remark(_("The row is the sum of other rows, so it would be counted twice."))
    remedy = _("Take the total row out, or give the output of every industry in a row called “output”.")
    return Fault(says, Remark(remedy), code)


def _unproven(code: str) -> Fault:
    says = Remark(_("The row is called a total, but is the sum of no neighbouring rows."))
    return Fault(says, Remark(_("Take it out if it is a total, correct it, or call it by what it holds.")), code)


def _totals_check(names: Sequence[str], passed: bool) -> Check:
    told = {"codes": ", ".join(names)}
    says = Remark(_("Totals found and left out: %(codes)s."), told) if names else Remark(_("No total was left in."))
    return Check("totals", passed or not names, says, float(len(names)), None)
