"""Municipalities inside their region: flows by four origins that add up to the region's table by construction (§11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tokka.leakage.origins import RegionTable
from tokka.leakage.quotients import flq, slq
from tokka.leakage.refusals import Fault, Refused
from tokka.leakage.solve import Economy
from tokka.leakage.table import Matrix
from tokka.words import Remark, _

HOUSEHOLDS, GOVERNMENT, INVESTMENT = "HH", "GOV", "INV"
LOCAL_USERS: Final = (HOUSEHOLDS, GOVERNMENT, INVESTMENT)
"""Final users that live in a municipality; exports and stocks are the region's."""


@dataclass(frozen=True)
class Place:
    """A municipality: its jobs by industry (n, in the order of the region's table), incomes in euros, and people."""

    key: str
    jobs: Matrix
    income: float
    people: float


@dataclass(frozen=True)
class Municipalities:
    """m municipalities, n products, users n + 3: purchases from the own municipality, the rest of the region, outside.

    `own`, `region`, `elsewhere`, `abroad` are m x n x (n + 3) and sum over m to the region's table. `x` is m x n.
    """

    keys: tuple[str, ...]
    users: tuple[str, ...]
    x: Matrix
    own: Matrix
    region: Matrix
    elsewhere: Matrix
    abroad: Matrix
    capped: float
    """The largest part by which quotients promised more of a product than a municipality makes for its region."""

    def multipliers(self) -> Matrix:
        """Type I output multipliers of each municipality by itself, m x n: what one euro moves at home."""
        n = self.x.shape[1]
        found = [
            Economy(own[:, :n], x).multipliers_of(np.ones((1, n)))[0][0]
            for own, x in zip(self.own, self.x, strict=True)
        ]
        return np.array(found)


def within(table: RegionTable, places: Sequence[Place], *, delta: float) -> Municipalities:
    """Shares every flow of the region among its municipalities, and tells the own part by nested FLQ.

    Output by jobs, households by income, government by people, investment by output. The own share of a purchase is
    FLQ (of households and other final users: SLQ times lambda), capped by the municipality's part of what the region
    makes for itself: so purchases and supplies both add up to the region's. Raises Refused for output without jobs.
    """
    n, columns = table.n, [table.use_by(user) for user in LOCAL_USERS if user in table.final]
    E = np.array([place.jobs for place in places])
    _refuse_workless(table, E)
    jobs = E.sum(axis=0)
    x = np.divide(E, jobs, out=np.zeros_like(E), where=jobs > 0) * table.x
    weights = _user_weights(table, places, x, columns)
    bought = [
        cells[:, [*range(n), *columns]] * weights[:, None, :] for cells in (table.own, table.elsewhere, table.abroad)
    ]
    own, most = _own_part(table, x, bought[0], delta)
    users = (*table.industries, *(table.users[at] for at in columns))
    keys = tuple(place.key for place in places)
    return Municipalities(keys, users, x, own, bought[0] - own, bought[1], bought[2], most)


def _refuse_workless(table: RegionTable, E: Matrix) -> None:
    says = Remark(_("The region has output in this industry, but no municipality has jobs in it."))
    remedy = Remark(_("Add the jobs, or take the industry together with a neighbour."))
    lost = np.flatnonzero((table.x > 0) & (E.sum(axis=0) <= 0))
    if len(lost) or (E < 0).any():
        raise Refused([Fault(says, remedy, row=table.industries[at]) for at in lost] or [Fault(says, remedy)])


def _user_weights(table: RegionTable, places: Sequence[Place], x: Matrix, columns: Sequence[int]) -> Matrix:
    """Each municipality's part of each user's purchases, m x (n + users); every column sums to one."""
    industry = np.divide(x, table.x, out=np.zeros_like(x), where=table.x > 0)
    by_user: Mapping[str, Matrix] = {
        HOUSEHOLDS: np.array([place.income for place in places], dtype=float),
        GOVERNMENT: np.array([place.people for place in places], dtype=float),
        INVESTMENT: x.sum(axis=1),
    }
    final = [by_user[table.users[at]] / by_user[table.users[at]].sum() for at in columns]
    return np.hstack([industry, *(weight[:, None] for weight in final)])


def _own_part(table: RegionTable, x: Matrix, bought: Matrix, delta: float) -> tuple[Matrix, float]:
    """What of the regional purchases is bought at home: by quotients, then no more than is made for the region."""
    size = np.log2(1 + x.sum(axis=1) / table.x.sum()) ** delta
    final = np.minimum(slq(x, table.x) * size[:, None], 1.0)[:, :, None]
    extra = bought.shape[2] - table.n
    t = np.concatenate([flq(x, table.x, delta), np.repeat(final, extra, axis=2)], axis=2)
    own = t * bought
    sold = own.sum(axis=2)
    used, made = bought.sum(axis=(0, 2)), x.sum(axis=0)
    supply = x * np.divide(used, made, out=np.zeros_like(used), where=made > 0)
    scale = np.minimum(np.divide(supply, sold, out=np.ones_like(x), where=sold > 0), 1.0)
    return own * scale[:, :, None], float((1 - scale).max(initial=0.0))
