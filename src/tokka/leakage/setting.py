"""The surroundings of a plant: what one euro of each product moves in municipality, region and nation (§12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from tokka.leakage.municipal import HOUSEHOLDS, Place, within
from tokka.leakage.origins import RegionTable, refuse_unsound
from tokka.leakage.quotients import DELTA
from tokka.leakage.refusals import refuse
from tokka.leakage.solve import Economy
from tokka.leakage.table import Matrix
from tokka.words import _

GRID: Final = (0.0, 0.05, 0.12, 0.18, 0.25, 0.35, 0.6, 0.99)
"""Values of delta at which multipliers are solved; between them they are interpolated."""
MEASURES: Final = ("value_added", "jobs", "income")
MILLION: Final = 1e6
"""Euros in the unit of the regional tables."""


@dataclass(frozen=True)
class Setting:
    """A region's sound table, the nation's, jobs per million euros of output, and one of its municipalities or none.

    Raises Refused, when it is first used, where a table is unsound or the municipality is unknown.
    """

    region: RegionTable
    nation: RegionTable
    jobs_per_million: Matrix | None
    places: Sequence[Place] = ()
    municipality: str = ""

    def kappa(self, delta: float) -> float:
        """How much more or less the region's industries buy from each other than in its table, if delta is another."""
        size = float(np.log2(1 + self.region.x.sum() / self.nation.x.sum()))
        return float(size ** (delta - DELTA[1]))

    @cached_property
    def place_at(self) -> int | None:
        """The place of the municipality in the list; None where none is told."""
        if not self.municipality:
            return None
        keys = [place.key.casefold() for place in self.places]
        if self.municipality.casefold() not in keys:
            told: dict[str, object] = {"key": self.municipality, "keys": ", ".join(p.key for p in self.places) or "–"}
            raise refuse(_("The region has no municipality “%(key)s”."), told, _("Its municipalities: %(keys)s."))
        return keys.index(self.municipality.casefold())

    @cached_property
    def multipliers(self) -> dict[str, Matrix]:
        """By ring, delta x measure x product: value added, jobs and income per unit bought from a local supplier.

        `nation` is what a supplier in the region moves in the whole country, `elsewhere` what one outside it moves.
        """
        refuse_unsound(self.region)
        national = self._national()
        found: dict[str, list[Matrix]] = {"municipality": [], "region": [], "nation": [], "elsewhere": []}
        for delta in GRID:
            local, country = self._regional(self.kappa(delta), national)
            found["region"].append(local)
            found["nation"].append(country)
            found["elsewhere"].append(national)
            found["municipality"].append(self._municipal(delta))
        return {ring: np.array(grids) for ring, grids in found.items()}

    def at(self, ring: str, product: int, delta: Matrix) -> Matrix:
        """The three measures (3 x draws) of a product at each drawn delta."""
        grid = self.multipliers[ring][:, :, product]
        return np.array([np.interp(delta, GRID, grid[:, measure]) for measure in range(len(MEASURES))])

    def _per_output(self, table: RegionTable) -> Matrix:
        per = Economy(table.own[:, : table.n], table.x).per_output
        jobs = (
            np.zeros(table.n) if self.jobs_per_million is None else np.nan_to_num(self.jobs_per_million) * (table.x > 0)
        )
        return np.vstack([table.value_added * per, jobs, table.income * per])

    def _national(self) -> Matrix:
        table = self.nation
        return Economy(table.own[:, : table.n], table.x).multipliers_of(self._per_output(table))[0]

    def _regional(self, kappa: float, national: Matrix) -> tuple[Matrix, Matrix]:
        n, table = self.region.n, self.region
        domestic = (table.own + table.elsewhere)[:, :n]
        own = np.minimum(table.own[:, :n] * kappa, domestic)
        economy = Economy(own, table.x)
        sides = self._per_output(table)
        onward = national @ ((domestic - own) * economy.per_output)
        solved, _residual = economy.multipliers_of(np.vstack([sides, sides + onward]))
        return solved[:3], solved[3:]

    def _municipal(self, delta: float) -> Matrix:
        n = self.region.n
        if self.place_at is None:
            return np.zeros((len(MEASURES), n))
        split = within(self.region, self.places, delta=delta)
        own = split.own[self.place_at, :, :n] * min(self.kappa(delta), 1.0)
        x = split.x[self.place_at]
        sides = self._per_output(self.region) * (x > 0)
        return Economy(own, x).multipliers_of(sides)[0]

    @cached_property
    def model_shares(self) -> Matrix:
        """By ring (municipality, region, nation) and product: the local share of what local users buy, 3 x n."""
        everything = self.region.everything[:, : self.region.n].sum(axis=1) + self._final(self.region.everything)
        own = self.region.own[:, : self.region.n].sum(axis=1) + self._final(self.region.own)
        elsewhere = self.region.elsewhere[:, : self.region.n].sum(axis=1) + self._final(self.region.elsewhere)
        region = np.divide(own, everything, out=np.zeros_like(own), where=everything > 0)
        nation = np.divide(own + elsewhere, everything, out=np.zeros_like(own), where=everything > 0)
        return np.vstack([region * self._municipal_part, region, nation])

    def _final(self, cells: Matrix) -> Matrix:
        column: Matrix = cells[:, self.region.use_by(HOUSEHOLDS)]
        return column

    @cached_property
    def _municipal_part(self) -> Matrix:
        """Of what the municipality's users buy in the region, the part they buy at home, by product."""
        if self.place_at is None:
            return np.zeros(self.region.n)
        split = within(self.region, self.places, delta=DELTA[1])
        own, region = split.own[self.place_at].sum(axis=1), split.region[self.place_at].sum(axis=1)
        part: Matrix = np.divide(own, own + region, out=np.zeros_like(own), where=own + region > 0)
        return part

    def spent_by_households(self, delta: Matrix) -> Matrix:
        """The three measures (3 x draws) that one euro of the region's households moves in the region."""
        column = self.region.use_by(HOUSEHOLDS)
        c = self.region.own[:, column] / self.region.everything[:, column].sum()
        grid = self.multipliers["region"] @ c
        return np.array([np.interp(delta, GRID, grid[:, measure]) for measure in range(len(MEASURES))])
