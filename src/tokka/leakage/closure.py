"""Type II: households as one more industry that sells work and buys products (§6), with the guards that it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tokka.leakage.examine import Examined
from tokka.leakage.refusals import Check, Fault, Refused
from tokka.leakage.table import Matrix, Table
from tokka.words import Remark, _


@dataclass(frozen=True, slots=True)
class Households:
    """The row of household income, the column of household spending, and the income that the spending is divided by.

    Without `income` it is the row's sum, final uses included; or the cell `output` of a column that has the row's code.
    """

    row: str
    column: str
    income: float | None = None


@dataclass(frozen=True)
class Closure:
    """Type II by industry. `output` counts industries only, `output_with_households` their income as well.

    `income` and `income_type1` are household income per unit of final demand, with and without re-spending; the ratios
    divide by the direct income.
    """

    output: Matrix
    output_with_households: Matrix
    value_added: Matrix | None
    jobs: Matrix | None
    income: Matrix
    income_type1: Matrix
    income_direct: Matrix
    spending: float
    """What households spend on the table's industries per unit of income."""
    checks: tuple[Check, ...]


def close(
    found: Examined, households: Households, sides: Mapping[str, Matrix], solved: Mapping[str, Matrix]
) -> Closure:
    """The bordered system from the open solutions `solved` of `sides`: no second table is built.

    With H the open income multipliers, households earn 1 / room in all per unit that they are given at first, where
    room = 1 - own - H c. Raises Refused where they would spend more than they earn, or the rounds never came to rest.
    """
    c, own = _spending(found, households)
    spending = float(c.sum() + own)
    H = solved["income"]
    room = 1 - own - float(H @ c)
    checks = (_column_guard(spending), _rest_guard(room))
    failed = [check for check in checks if not check.passed]
    if failed:
        faults = [Fault(check.says, Remark(WRONG_CLOSURE), column=households.column) for check in failed]
        raise Refused(faults, checks=(*found.checks, *checks))
    lift = H / room
    closed = {name: Y + lift * float(Y @ c) for name, Y in solved.items()}
    return Closure(
        output=closed["output"],
        output_with_households=closed["output"] + lift,
        value_added=closed.get("value_added"),
        jobs=closed.get("jobs"),
        income=lift,
        income_type1=H,
        income_direct=sides["income"],
        spending=spending,
        checks=checks,
    )


WRONG_CLOSURE: Final = _(
    "Divide what households buy by their whole income, not by the output of the sellers; "
    "leave out imports, taxes and saving, or state the income if the row holds only a part of it."
)


def _column_guard(spending: float) -> Check:
    says = _("Households spend %(spending)s on the table's industries per unit of income; more than 1 cannot be.")
    told = Remark(says, {"spending": round(spending, 4)})
    return Check("household_column", spending <= 1, told, spending, 1.0)


def _rest_guard(room: float) -> Check:
    """1 - own - Hc above zero is, for a productive A, the same as a spectral radius of the closed matrix below one."""
    says = _("Of one unit of income %(back)s comes back to households in the first full round, which must be below 1.")
    return Check("closed_economy_rests", room > 0, Remark(says, {"back": round(1 - room, 4)}), 1 - room, 1.0)


def _spending(found: Examined, households: Households) -> tuple[Matrix, float]:
    """c (n), what households buy of each industry per unit of income, and what they buy of each other."""
    table = found.table
    _refuse_unknown(table, households)
    row = table.cells[table.row_at[households.row]]
    column = table.cells[:, table.column_at[households.column]]
    if (row < 0).any() or (column[: table.n] < 0).any():
        says = Remark(_("Household income or spending is negative."))
        remedy = Remark(_("Name rows and columns that hold income and spending alone."))
        raise Refused([Fault(says, remedy, households.row, households.column)])
    income = households.income or _stated(table, households) or found.whole(households.row)
    if not income > 0:
        says = Remark(_("The household row adds up to %(sum)s, so there is no income to spend."), {"sum": income})
        raise Refused([Fault(says, Remark(_("Name the row of wages or of household income.")), households.row)])
    return column[: table.n] / income, float(column[table.row_at[households.row]] / income)


def _stated(table: Table, households: Households) -> float | None:
    """The output cell of the household column, where one code is row and column: income as the table states it."""
    if table.given_output is None or households.row != households.column:
        return None
    stated = float(table.given_output[table.column_at[households.column]])
    return stated if stated > 0 else None


def _refuse_unknown(table: Table, households: Households) -> None:
    faults = []
    if households.row not in table.primary:
        known = {"codes": ", ".join(table.primary[:20])}
        says, remedy = Remark(_("The household row is no primary input of the table.")), Remark(ITS_ROWS, known)
        faults.append(Fault(says, remedy, row=households.row))
    if households.column not in table.final:
        known = {"codes": ", ".join(table.final[:20])}
        says, remedy = Remark(_("The household column is no final use of the table.")), Remark(ITS_COLUMNS, known)
        faults.append(Fault(says, remedy, column=households.column))
    if faults:
        raise Refused(faults)


ITS_ROWS: Final = _("Its primary inputs are: %(codes)s.")
ITS_COLUMNS: Final = _("Its final uses are: %(codes)s.")
