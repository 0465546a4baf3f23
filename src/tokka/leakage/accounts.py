"""Leak accounts: where each euro of a purchase goes, in the first round and after all rounds (§4)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from tokka.leakage.origins import RegionTable, refuse_unsound
from tokka.leakage.solve import Economy
from tokka.leakage.table import Matrix

WAYS: Final = ("kept", "other_regions", "abroad", "taxes")
"""Where a euro ends: value added in the region, suppliers elsewhere in the country, suppliers abroad, product taxes."""


@dataclass(frozen=True)
class Leak:
    """A purchase in the unit of the table: by origin at once, and where it ends after all rounds in the region."""

    spent: float
    local: float
    elsewhere: float
    abroad: float
    ends: dict[str, float]

    @property
    def leak_share(self) -> float:
        """The share that leaves in the first round."""
        return 1 - self.local / self.spent if self.spent else 0.0


@dataclass(frozen=True)
class FlowRow:
    """One band of a Sankey picture: who sells to whom, of which product, from which origin."""

    source: str
    target: str
    product: str
    value: float


class Accounts:
    """The accounts of one region: its table is checked once and factored once. Raises Refused where it is unsound."""

    def __init__(self, table: RegionTable) -> None:
        refuse_unsound(table)
        self.table = table
        self.economy = Economy(table.own[:, : table.n], table.x)

    @cached_property
    def ends(self) -> Matrix:
        """Where one euro of each local product ends, 4 x n in the order of `WAYS`; every column sums to one."""
        n, table = self.table.n, self.table
        direct = np.vstack(
            [table.value_added, table.elsewhere[:, :n].sum(axis=0), table.abroad[:, :n].sum(axis=0), table.taxes[:n]]
        )
        return self.economy.multipliers_of(direct * self.economy.per_output)[0]

    def leak_of(self, user: str, product: str | None = None) -> Leak:
        """What a user buys, of one product or of all, and where it ends. Taxes on the purchase itself are not in it."""
        table, column = self.table, self.table.use_by(user)
        rows = slice(None) if product is None else [table.industries.index(product)]
        local = np.zeros(table.n)
        local[rows] = table.own[rows, column]
        elsewhere, abroad = (float(cells[rows, column].sum()) for cells in (table.elsewhere, table.abroad))
        ends = dict(zip(WAYS, (self.ends @ local).tolist(), strict=True))
        ends["other_regions"] += elsewhere
        ends["abroad"] += abroad
        return Leak(float(local.sum()) + elsewhere + abroad, float(local.sum()), elsewhere, abroad, ends)

    def largest_leaks(self, user: str, count: int = 5) -> list[tuple[str, float]]:
        """The products of which most leaves in the first round; of equals, the first in the table."""
        column = self.table.use_by(user)
        leaves = self.table.elsewhere[:, column] + self.table.abroad[:, column]
        order = np.argsort(-leaves, kind="stable")[:count]
        return [(self.table.industries[at], float(leaves[at])) for at in order]

    def flows_to(self, user: str) -> list[FlowRow]:
        """Every band to a user that is not zero, by product and origin."""
        table, column = self.table, self.table.use_by(user)
        origins = (("own_region", table.own), ("other_regions", table.elsewhere), ("abroad", table.abroad))
        return [
            FlowRow(origin, user, product, float(cells[at, column]))
            for at, product in enumerate(table.industries)
            for origin, cells in origins
            if cells[at, column]
        ]
