"""Regional tables by origin: every purchase split into the own region, other regions and abroad (§3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from tokka.leakage.refusals import Fault, Refused, refuse
from tokka.leakage.table import Matrix, Scope
from tokka.leakage.totals import CLOSE, slack
from tokka.words import Remark, _

FLOWS: Final = ("region", "com", "use", "own_region", "other_regions", "abroad")
ORIGINS: Final = FLOWS[3:]
VALUE_ADDED, OUTPUT, TAXES = "gva_basic", "output_basic", "taxes_less_subsidies_on_products"
ROUNDED: Final = 1e-4
"""The last decimal of the published cells, in the unit of the table."""
INCOME: Final = "compensation_of_employees"


@dataclass(frozen=True)
class RegionTable:
    """One region in the unit of its source. Products and industries share codes, n of each; k final users.

    `own`, `elsewhere` and `abroad` are n x (n + k): product by user. `value_added`, `income`, `x` are n, `taxes` n + k.
    """

    key: str
    industries: tuple[str, ...]
    final: tuple[str, ...]
    own: Matrix
    elsewhere: Matrix
    abroad: Matrix
    taxes: Matrix
    value_added: Matrix
    income: Matrix
    x: Matrix
    scope: Scope = field(default_factory=Scope)

    @property
    def n(self) -> int:
        return len(self.industries)

    @property
    def users(self) -> tuple[str, ...]:
        """Industries, then final users: the columns."""
        return (*self.industries, *self.final)

    @property
    def everything(self) -> Matrix:
        """All purchases whatever their origin, n x (n + k)."""
        return self.own + self.elsewhere + self.abroad

    def use_by(self, user: str) -> int:
        """The column of a user. Raises Refused for one that the table does not have."""
        if user not in self.users:
            raise refuse(
                _("There is no user “%(user)s”."), {"user": user}, _("Look into the list of the table's users.")
            )
        return self.users.index(user)


def read_by_origin(flows: Path, inputs: Path, *, scope: Scope | None = None) -> dict[str, RegionTable]:
    """Every region of a pair of files, in the order of the flows; nothing is refused for one region but that region.

    `flows` has region, com, use and the euros of each origin; `inputs` has region, use, taxes on products, compensation
    of employees, value added and output at basic prices. Raises Refused where columns are missing.
    """
    bought, paid = _read(flows, FLOWS), _read(inputs, ("region", "use", TAXES, INCOME, VALUE_ADDED, OUTPUT))
    return by_origin(bought, paid, scope=scope)


def by_origin(bought: pl.DataFrame, paid: pl.DataFrame, *, scope: Scope | None = None) -> dict[str, RegionTable]:
    """The same from the rows of the two files, with their columns."""
    made = paid.filter(pl.col(OUTPUT).is_not_null())
    tables = {}
    for (key,), flows_of in bought.group_by("region", maintain_order=True):
        region, place = str(key), scope or Scope()
        industries = tuple(made.filter(pl.col("region") == key)["use"])
        table = _region(region, industries, flows_of, paid.filter(pl.col("region") == key))
        tables[region] = replace(table, scope=replace(place, place=place.place or region))
    return tables


def _read(file: Path, columns: Sequence[str]) -> pl.DataFrame:
    names = dict.fromkeys(("region", "com", "use"), pl.String)
    frame = pl.read_csv(file, schema_overrides=names)
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        says = _("The file has no column %(columns)s.")
        remedy = _("Give the columns %(all)s.")
        told: dict[str, object] = {"columns": ", ".join(missing), "all": ", ".join(columns)}
        raise refuse(says, told, remedy).within(file.name)
    return frame


def _region(key: str, industries: tuple[str, ...], flows: pl.DataFrame, paid: pl.DataFrame) -> RegionTable:
    final = tuple(sorted(set(flows["use"]) - set(industries)))
    row_at = {code: at for at, code in enumerate(industries)}
    users = {code: at for at, code in enumerate((*industries, *final))}
    unknown = sorted(set(flows["com"]) - set(industries))
    if unknown:
        says = Remark(_("The product has no industry of its code."))
        raise Refused([Fault(says, Remark(_("Give its output, or take it out.")), code) for code in unknown])
    i, j = [row_at[code] for code in flows["com"]], [users[code] for code in flows["use"]]
    origins = []
    for name in ORIGINS:
        cells = np.zeros((len(industries), len(users)))
        cells[i, j] = flows[name].fill_null(0.0).to_numpy()
        origins.append(cells)
    by_user = {row["use"]: row for row in paid.iter_rows(named=True)}

    def line(name: str, codes: Sequence[str]) -> Matrix:
        return np.array([float(by_user.get(code, {}).get(name) or 0.0) for code in codes])

    own, elsewhere, abroad = origins
    return RegionTable(
        key=key,
        industries=industries,
        final=final,
        own=own,
        elsewhere=elsewhere,
        abroad=abroad,
        taxes=line(TAXES, (*industries, *final)),
        value_added=line(VALUE_ADDED, industries),
        income=line(INCOME, industries),
        x=line(OUTPUT, industries),
    )


def leak_error(table: RegionTable) -> float:
    """How far inputs by origin, taxes and value added are from output, as a share of output: the leak identity (§4).

    What four decimals of every cell can explain is not counted: an industry of a few jobs has no other figures.
    """
    n = table.n
    inputs = table.everything[:, :n].sum(axis=0) + table.taxes[:n] + table.value_added
    busy = table.x > 0
    off = np.maximum(np.abs(inputs - table.x) - slack(ROUNDED, 3 * n + 2), 0.0)
    return float(np.max(off[busy] / table.x[busy], initial=0.0))


def refuse_unsound(table: RegionTable) -> None:
    """What a regional table must hold before anything is computed (§2). Raises Refused with every fault."""
    n, faults = table.n, []
    says, remedy = Remark(_("A purchase is negative.")), Remark(_("Book corrections as stock changes."))
    for name, cells in zip(ORIGINS, (table.own, table.elsewhere, table.abroad), strict=True):
        for i, j in np.argwhere(cells[:, :n] < 0):
            faults.append(Fault(says, remedy, f"{table.industries[i]} ({name})", table.users[j]))
    off = leak_error(table)
    if off > CLOSE:
        told = Remark(
            _("Inputs and value added differ from output by up to %(share)s %%."), {"share": round(100 * off, 3)}
        )
        faults.append(Fault(told, Remark(_("Look for a missing origin, for taxes, or for mixed units."))))
    used = table.own[:, :n].sum(axis=1)
    for at in np.flatnonzero(used > table.x * (1 + CLOSE) + CLOSE):
        more = Remark(_("Local industries buy more of the product than is made locally."))
        faults.append(Fault(more, Remark(_("Check the output and the local share.")), table.industries[at]))
    if faults:
        raise Refused(faults)
