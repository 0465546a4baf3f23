"""Multipliers of every industry: what one more unit of its final demand means in the whole economy (§5, §6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Final

import numpy as np

from tokka.leakage.closure import Closure, Households, close
from tokka.leakage.examine import Examined, examine
from tokka.leakage.refusals import Check, Fault, Refused
from tokka.leakage.solve import Economy
from tokka.leakage.table import Matrix, Table, Truths
from tokka.words import Remark, _

LARGEST_RESIDUAL: Final = 1e-10


@dataclass(frozen=True)
class Multipliers:
    """One number per industry, in the table's unit per unit of final demand; NaN where there is no output (§4).

    `value_added`, `jobs` and `type2` are None where they were not asked for. `residual` is the largest of the solution.
    """

    industries: tuple[str, ...]
    x: Matrix
    output: Matrix
    value_added: Matrix | None
    value_added_direct: Matrix | None
    jobs: Matrix | None
    jobs_direct: Matrix | None
    type2: Closure | None
    checks: tuple[Check, ...]
    residual: float
    seconds: float

    @property
    def is_proven(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)


def multipliers(
    table: Table,
    *,
    value_added: Sequence[str] = (),
    jobs: Mapping[str, float] | None = None,
    households: Households | None = None,
) -> Multipliers:
    """Type I multipliers, and type II where households are told. One pass over the table serves all right-hand sides.

    Raises Refused where the table, a code or the closure is not sound: nothing is computed from it (§2).
    """
    began = perf_counter()
    found = examine(table)
    sides = _sides(found, value_added, jobs, households)
    economy = Economy(found.table.Z, found.x)
    Y, residual = economy.multipliers_of(np.vstack(list(sides.values())))
    solved = dict(zip(sides, Y, strict=True))
    checks = [*found.checks, *_after(found.table, solved["output"], residual)]
    failed = [check for check in checks if not check.passed]
    if failed:
        raise Refused([Fault(check.says, Remark(UNPRODUCTIVE)) for check in failed], checks=checks)
    closure = close(found, households, sides, solved) if households else None
    absent = found.x <= 0
    return Multipliers(
        industries=found.table.industries,
        x=found.x,
        output=np.where(absent, np.nan, solved["output"]),
        value_added=_known(solved.get("value_added"), absent),
        value_added_direct=sides.get("value_added"),
        jobs=_known(solved.get("jobs"), absent),
        jobs_direct=sides.get("jobs"),
        type2=closure,
        checks=(*checks, *(closure.checks if closure else ())),
        residual=residual,
        seconds=perf_counter() - began,
    )


UNPRODUCTIVE: Final = _("Industries buy more than they make: look for columns whose purchases exceed their output.")


def _known(values: Matrix | None, absent: Truths) -> Matrix | None:
    return None if values is None else np.where(absent, np.nan, values)


def _sides(
    found: Examined, value_added: Sequence[str], jobs: Mapping[str, float] | None, households: Households | None
) -> dict[str, Matrix]:
    """The right-hand sides by name, each per unit of output."""
    per_output = Economy(found.table.Z, found.x).per_output
    sides = {"output": np.ones(found.table.n)}
    if value_added:
        sides["value_added"] = _rows_called(found.table, value_added) * per_output
    if jobs is not None:
        sides["jobs"] = _jobs_in_order(found.table, jobs) * per_output
    if households is not None:
        sides["income"] = _rows_called(found.table, [households.row]) * per_output
    return sides


def _rows_called(table: Table, codes: Sequence[str]) -> Matrix:
    """The sum of the primary rows called so. Raises Refused for a code that is none, or a row counted twice."""
    faults = [_no_primary(table, code) for code in codes if code not in table.primary]
    if len(set(codes)) < len(codes):
        says = Remark(_("A value-added code is given twice."))
        faults.append(Fault(says, Remark(_("Give each code once."))))
    if faults:
        raise Refused(faults)
    rows = table.cells[[table.row_at[code] for code in codes], : table.n]
    _refuse_overlap(rows, codes)
    total: Matrix = rows.sum(axis=0)
    return total


def _refuse_overlap(rows: Matrix, codes: Sequence[str]) -> None:
    """A total beside its parts would count value added twice."""
    for at, code in enumerate(codes):
        rest = np.delete(rows, at, axis=0)
        if len(rest) > 1 and rest.any() and np.allclose(rest.sum(axis=0), rows[at], rtol=1e-6):
            says = Remark(_("The row is the sum of the other value-added codes, so it would be counted twice."))
            raise Refused([Fault(says, Remark(_("Give either the total or its parts.")), code)])


def _no_primary(table: Table, code: str) -> Fault:
    named = {"codes": ", ".join(table.primary[:20])}
    if code in table.industries:
        says = Remark(_("The code is an industry, not a primary input."))
    else:
        says = Remark(_("The table has no such row."))
    return Fault(says, Remark(_("Its primary inputs are: %(codes)s."), named), code)


def _jobs_in_order(table: Table, jobs: Mapping[str, float]) -> Matrix:
    """Jobs by industry. Raises Refused for an industry without a number, or a number below zero."""
    missing = [code for code in table.industries if code not in jobs]
    says, remedy = (
        Remark(_("The jobs file has no number for this industry.")),
        Remark(_("Add it; write 0 for no jobs.")),
    )
    faults = [Fault(says, remedy, row=code) for code in missing]
    below = Remark(_("The number of jobs is negative or unknown."))
    faults += [
        Fault(below, Remark(_("Write persons or person-years.")), row=code)
        for code in table.industries
        if code in jobs and not jobs[code] >= 0
    ]
    if faults:
        raise Refused(faults)
    return np.array([jobs[code] for code in table.industries])


def _after(table: Table, output: Matrix, residual: float) -> list[Check]:
    """A solution of at least one for every industry proves that the spectral radius of A is below one (§5)."""
    lowest = float(output.min())
    bound = 1 - 1 / float(output.max()) if lowest >= 1 - 1e-9 else float("nan")
    says = _("Every industry makes more than the economy uses up to make it: the spectral radius of A is below one.")
    exact = Remark(_("The solution satisfies its equations."))
    return [
        Check("productive", lowest >= 1 - 1e-9, Remark(says), bound, 1.0),
        Check("residual", residual < LARGEST_RESIDUAL, exact, residual, LARGEST_RESIDUAL),
    ]
