"""From supply and use tables to a table of industries by industries, by fixed product sales structure (§3)."""

from collections.abc import Mapping, Sequence

import numpy as np

from tokka.leakage.refusals import Fault, Refused
from tokka.leakage.table import Matrix, Scope, Table, as_table
from tokka.leakage.totals import CLOSE
from tokka.words import Remark, _


def from_supply_and_use(
    industries: Sequence[str],
    products: Sequence[str],
    supply: Matrix,
    use: Matrix,
    *,
    final: Mapping[str, Sequence[float]],
    primary: Mapping[str, Sequence[float]],
    scope: Scope | None = None,
) -> Table:
    """Z = D U and F = D Y, with D the market shares of the industries in each product (Eurostat manual 2008, model D).

    `supply` and `use` are product x industry at basic prices, of domestic products only; `final` has a column per use
    (p), `primary` a row per input (n) with imports and taxes on products among them. No negative flow can arise.
    Raises Refused where a product's supply is not what is used, or an industry's inputs are not what it makes.
    """
    Y = np.column_stack([np.asarray(column, float) for column in final.values()])
    _refuse_unbalanced(products, supply.sum(axis=1), use.sum(axis=1) + Y.sum(axis=1), rows=True)
    x, paid = supply.sum(axis=0), np.sum([np.asarray(row, float) for row in primary.values()], axis=0)
    _refuse_unbalanced(industries, x, use.sum(axis=0) + paid, rows=False)
    q = supply.sum(axis=1)
    D = np.divide(supply, q[:, None], out=np.zeros_like(supply, dtype=float), where=q[:, None] > 0).T
    return as_table(
        industries,
        D @ use,
        primary={name: list(row) for name, row in primary.items()},
        final=dict(zip(final, (D @ Y).T.tolist(), strict=True)),
        output=x.tolist(),
        scope=scope or Scope(),
    )


def _refuse_unbalanced(codes: Sequence[str], made: Matrix, used: Matrix, *, rows: bool) -> None:
    off = np.abs(made - used) > CLOSE * np.maximum(np.abs(made), np.abs(used))
    faults = []
    for at in np.flatnonzero(off):
        told: dict[str, object] = {"made": float(made[at]), "used": float(used[at])}
        if rows:
            says, remedy = (
                _("The supply is %(made)s, the use %(used)s."),
                _("Take imports out of the use of the product."),
            )
            faults.append(Fault(Remark(says, told), Remark(remedy), row=codes[int(at)]))
        else:
            says, remedy = _("The industry makes %(made)s and uses %(used)s."), _("Look for imports or taxes left out.")
            faults.append(Fault(Remark(says, told), Remark(remedy), column=codes[int(at)]))
    if faults:
        raise Refused(faults)
