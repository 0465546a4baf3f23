"""An input-output table as its cells were given: industries, primary inputs, final uses, and an output row or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scope:
    """What the euros of a table are: whose, of which year, in which prices and unit (§1). Unknown stays empty."""

    place: str = ""
    year: int | None = None
    prices: str = ""
    unit: str = ""
    source: str = ""


@dataclass(frozen=True)
class Table:
    """All cells in one array, industries first in both directions, in the currency unit of the table.

    `cells` is (n + m) x (n + k): n industries, m primary inputs, k final uses. Z, P and F are views of it, so a
    table of 9,800 industries is held once.
    """

    industries: tuple[str, ...]
    primary: tuple[str, ...]
    final: tuple[str, ...]
    cells: Matrix
    given_output: Matrix | None = None
    """The row `output` over industries and final uses, n + k, where the file has one. NaN where it is silent."""
    before_output: int | None = None
    """How many of the primary rows stand above the row `output`; those below it may be memoranda, such as jobs."""
    scope: Scope = Scope()

    @property
    def n(self) -> int:
        return len(self.industries)

    @property
    def Z(self) -> Matrix:
        """Flows between industries, seller x buyer, n x n."""
        return self.cells[: self.n, : self.n]

    @property
    def P(self) -> Matrix:
        """Primary inputs of industries, m x n."""
        return self.cells[self.n :, : self.n]

    @property
    def F(self) -> Matrix:
        """Final uses of industries' products, n x k."""
        return self.cells[: self.n, self.n :]

    @cached_property
    def row_at(self) -> dict[str, int]:
        """The place of every row by its code."""
        return {code: at for at, code in enumerate((*self.industries, *self.primary))}

    @cached_property
    def column_at(self) -> dict[str, int]:
        """The place of every column by its code."""
        return {code: at for at, code in enumerate((*self.industries, *self.final))}


def as_table(
    industries: Sequence[str],
    Z: Matrix,
    *,
    primary: dict[str, Sequence[float]] | None = None,
    final: dict[str, Sequence[float]] | None = None,
    output: Sequence[float] | None = None,
    scope: Scope = Scope(),
) -> Table:
    """A table from parts at hand: n industries, Z n x n, primary rows and final columns of n cells each."""
    primary, final, n = primary or {}, final or {}, len(industries)
    cells = np.zeros((n + len(primary), n + len(final)))
    cells[:n, :n] = Z
    for at, row in enumerate(primary.values()):
        cells[n + at, :n] = row
    for at, column in enumerate(final.values()):
        cells[:n, n + at] = column
    given = None if output is None else np.concatenate([np.asarray(output, float), np.full(len(final), np.nan)])
    return Table(tuple(industries), tuple(primary), tuple(final), cells, given, None, scope)
