"""Statistics Finland's supply and use tables as they are published: wide files whose names begin with a code (§3)."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from tokka.leakage.refusals import refuse
from tokka.leakage.supply_use import from_supply_and_use
from tokka.leakage.table import Matrix, Scope, Table
from tokka.words import _

FINAL: Final = ("P3/S14", "P3/S15", "P3/S13", "P51", "P52", "P6K/S21", "P6K/S22")
"""Households, their non-profit bodies, government, investment, stocks, exports within the Union and beyond."""
TAXES, VALUE_ADDED = "D21N", "B1GPHT"
LAST_INDUSTRY, LAST_PRODUCT = "0", "Products"
"""The codes of the totals behind the industries and below the products."""


@dataclass(frozen=True)
class _Wide:
    """A file by the codes of its rows and columns; a dot is zero."""

    file: str
    cells: Mapping[str, Sequence[float]]
    columns: Sequence[str]

    def take(self, rows: Sequence[str], columns: Sequence[str], *, lacks: bool = False) -> Matrix:
        """Some cells by their codes; a row that the file `lacks` is zero. Raises Refused for one that is needed."""
        missing = [code for code in columns if code not in self.columns]
        missing += [] if lacks else [code for code in rows if code not in self.cells]
        for code in missing:
            says, remedy = _("The file has no row or column %(code)s."), _("Take the whole table as it is published.")
            raise refuse(says, {"code": code}, remedy, row=code).within(self.file)
        at, none = [self.columns.index(code) for code in columns], [0.0] * len(self.columns)
        return np.array([[self.cells.get(row, none)[place] for place in at] for row in rows])


def read_statfin(supply: Path, use: Path, imports: Path, *, scope: Scope | None = None) -> Table:
    """The domestic industry-by-industry table of the country, from supply, use and use of imports at basic prices.

    Industries are all columns before the total; products all rows above theirs. Imports, taxes on products and value
    added are the primary inputs; a product that is not imported has no row in `imports`.
    Raises Refused where the three files do not fit together.
    """
    made, used, foreign = (_read(path) for path in (supply, use, imports))
    industries = _before(made.columns, LAST_INDUSTRY, supply.name)
    products = _before(tuple(made.cells), LAST_PRODUCT, supply.name)
    abroad = foreign.take(products, industries, lacks=True)
    domestic = used.take(products, industries) - abroad
    final = used.take(products, FINAL) - foreign.take(products, FINAL, lacks=True)
    primary = {
        "imports": abroad.sum(axis=0),
        TAXES: used.take([TAXES], industries)[0],
        VALUE_ADDED: used.take([VALUE_ADDED], industries)[0],
    }
    return from_supply_and_use(
        industries,
        products,
        made.take(products, industries),
        domestic,
        final=dict(zip(FINAL, final.T.tolist(), strict=True)),
        primary={name: row.tolist() for name, row in primary.items()},
        scope=scope,
    )


def _read(path: Path) -> _Wide:
    with path.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    columns = [_code(name) for name in heading[1:]]
    return _Wide(path.name, {_code(row[0]): [_number(cell, row[0], path) for cell in row[1:]] for row in rows}, columns)


def _code(name: str) -> str:
    return name.strip().split(" ")[0].rstrip(":")


def _number(cell: str, row: str, path: Path) -> float:
    text = cell.strip()
    if text in ("", ".", "-"):
        return 0.0
    try:
        return float(text)
    except ValueError as fault:
        remedy = _("Write it as a number with a decimal point.")
        raise refuse(_("“%(cell)s” is no number."), {"cell": text}, remedy, row=row).within(path.name) from fault


def _before(codes: Sequence[str], last: str, file: str) -> tuple[str, ...]:
    if last not in codes:
        says, remedy = _("The file has no row or column %(code)s."), _("Take the whole table as it is published.")
        raise refuse(says, {"code": last}, remedy).within(file)
    return tuple(codes[: codes.index(last)])
