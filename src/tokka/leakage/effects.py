"""What a plant's wages, purchases and residents' re-spending move in each ring, draw by draw (§12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from tokka.leakage.draws import Draws
from tokka.leakage.plant import RINGS, Homes, Line, Plant
from tokka.leakage.refusals import Fault, Refused
from tokka.leakage.setting import MILLION, Setting
from tokka.leakage.table import Matrix
from tokka.words import Remark, _

KEEP: Final = (0.45, 0.55, 0.65)
"""Of a gross wage, what households spend: the rest is tax, saving and commuting out."""
ASKS_ADDITIONAL: Final = _("How much of “%(line)s” is new production, and not sold elsewhere today?")
ASKS_DISPLACED: Final = _("How much of “%(line)s” would really be displaced?")
ASKS_SHARE: Final = _("What share of “%(line)s” is bought in the %(ring)s?")
Effects = dict[str, Matrix]
"""By ring, 3 x draws: value added in euros, person-years, and income in euros."""


@dataclass(frozen=True)
class Common:
    """What every line depends on: one draw of delta, and of jobs per euro, for all of them."""

    delta: Matrix
    jobs: Matrix


def added_up(parts: Iterable[Effects]) -> Effects:
    """The sum of some effects in each ring."""
    whole: Effects = {ring: np.zeros((3, 1)) for ring in RINGS}
    for part in parts:
        whole = {ring: whole[ring] + part[ring] for ring in RINGS}
    return whole


def direct_effects(plant: Plant, draws: Draws) -> Effects:
    """The plant's own value added: wages where workers live, the surplus where owners live; its jobs as wages."""
    wages = _homes(plant.wages, draws, _("What share of the wages goes to people of the %(ring)s?"))
    owners = _homes(plant.owners, draws, _("What share of the plant belongs to owners of the %(ring)s?"))
    jobs = draws.triangle(plant.person_years, Remark(_("How many person-years does the plant itself need?")))
    return {ring: _of_plant(plant, wages[ring], owners[ring], jobs) for ring in RINGS}


def _of_plant(plant: Plant, wages: Matrix, owners: Matrix, jobs: Matrix) -> Matrix:
    paid = plant.wages.euros * wages
    return np.vstack([paid + plant.owners.euros * owners, jobs * wages, paid])


def _homes(homes: Homes, draws: Draws, asks: str) -> Effects:
    """Shares by ring; a ring that is not told holds what the inner one does, and the nation all."""
    shares: Effects = {}
    inner = np.zeros(draws.count)
    for ring in RINGS:
        told = homes.shares.get(ring, (1.0, 1.0, 1.0) if ring == "nation" else None)
        if told is not None:
            inner = np.maximum(inner, draws.triangle(told, Remark(asks, {"ring": ring})))
        shares[ring] = inner
    return shares


def line_effects(line: Line, setting: Setting, draws: Draws, common: Common, asks: str = ASKS_ADDITIONAL) -> Effects:
    """What one purchase moves: euros x local share x additionality x multiplier, in every ring."""
    euros = line.euros * draws.triangle(line.additional, Remark(asks, {"line": line.name}))
    at = setting.region.industries.index(line.product)
    inner, region, nation = _shares(line, at, setting, draws)
    per = np.vstack([np.ones_like(common.jobs), common.jobs / MILLION, np.ones_like(common.jobs)])
    home, local, country, elsewhere = (setting.at(ring, at, common.delta) for ring in SUPPLIERS)
    return {
        "municipality": per * home * (euros * inner),
        "region": per * local * (euros * region),
        "nation": per * (country * (euros * region) + elsewhere * (euros * (nation - region))),
    }


SUPPLIERS: Final = ("municipality", "region", "nation", "elsewhere")


def _shares(line: Line, at: int, setting: Setting, draws: Draws) -> tuple[Matrix, Matrix, Matrix]:
    """Nested shares of the three rings, none above the one around it; those of the model capped by supply (§10)."""
    inner, region, nation = setting.model_shares[:, at]
    supply = min(1.0, float(setting.region.x[at]) * MILLION / line.euros) if line.euros > 0 else 1.0
    outer = _told_or(line, "nation", nation, draws, np.ones(draws.count))
    told_region = _told_or(line, "region", region / nation if nation else 0.0, draws, outer)
    middle = np.minimum(told_region, outer if "region" in line.local else np.minimum(outer, supply))
    within = _told_or(line, "municipality", inner / region if region else 0.0, draws, middle)
    return np.minimum(within, middle), middle, outer


def _told_or(line: Line, ring: str, part: float, draws: Draws, outer: Matrix) -> Matrix:
    """A share as the plan tells it; otherwise the model's part of the ring around it."""
    asks = Remark(ASKS_SHARE, {"line": line.name, "ring": ring})
    told = line.local.get(ring)
    if told is not None:
        return draws.triangle(told, asks)
    return draws.share(part, asks) * outer


def induced_effects(region: Matrix, setting: Setting, draws: Draws, common: Common) -> Matrix:
    """What residents of the region re-spend, all rounds. A layer apart: it rests on a keep rate that few know."""
    keep = draws.triangle(KEEP, Remark(_("How much of a wage do residents spend?")))
    spread = setting.spent_by_households(common.delta)
    room = 1 - keep * spread[2]
    if (room <= 0).any():
        says = Remark(_("Households would spend more than they earn."))
        raise Refused([Fault(says, Remark(_("Check the income row of the region's table.")))])
    spending = keep * region[2] / room
    return np.vstack([spending * spread[0], spending * spread[1] * common.jobs / MILLION, spending * spread[2]])
