"""What a new plant would keep, ring by ring, with an interval and the question that would narrow it most (§12, §13)."""

from dataclasses import dataclass, replace
from itertools import pairwise
from time import perf_counter
from typing import Final

import numpy as np

from tokka.leakage.draws import DRAWS, Draws, Estimate, Question, estimate
from tokka.leakage.effects import (
    ASKS_DISPLACED,
    Common,
    Effects,
    added_up,
    direct_effects,
    induced_effects,
    line_effects,
)
from tokka.leakage.plant import RINGS, Homes, Line, Plant, Triangle
from tokka.leakage.plausible import refuse_implausible
from tokka.leakage.quotients import DELTA
from tokka.leakage.refusals import Check, Fault, Refused
from tokka.leakage.setting import GRID, Setting
from tokka.leakage.table import Matrix
from tokka.words import Remark, _

JOBS_PER_EURO: Final = (0.8, 1.0, 1.2)
"""National jobs per euro in the region: its firms may be smaller or larger than the country's."""
NOT_COUNTED: Final = (
    Remark(_("Prices, shortage of labour and full capacity are not seen by this arithmetic: ask about them.")),
    Remark(_("Turnover is not money that stays; only value added is.")),
    Remark(_("Not every leak can be plugged: nothing stays that the region could not make.")),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """Value added in euros and work in person-years that stay in a ring; None where the ring is not told."""

    ring: str
    value_added: Estimate | None
    person_years: Estimate | None


@dataclass(frozen=True)
class WhatIf:
    """A year of operation, households' re-spending as a layer of its own, and the investment once, all apart.

    Status is `drawn`: an interval of draws has no proof and no bound.
    """

    plant: str
    region: str
    municipality: str
    yearly: tuple[Kept, ...]
    induced: Kept | None
    investment: tuple[Kept, ...]
    questions: tuple[Question, ...]
    checks: tuple[Check, ...]
    remarks: tuple[Remark, ...]
    seconds: float
    draws: int
    status: str = "drawn"


def what_if(plant: Plant, setting: Setting, *, induced: bool = False, count: int = DRAWS) -> WhatIf:
    """10,000 draws of the plan. Raises Refused for an unknown product, an unsound table, or more kept than spent."""
    began = perf_counter()
    _refuse_unknown(plant, setting)
    refuse_implausible(plant, setting)
    draws = Draws(count)
    common = Common(
        delta=draws.triangle(DELTA, Remark(_("How much do the region's firms buy from each other (delta)?"))),
        jobs=draws.triangle(JOBS_PER_EURO, Remark(_("How many jobs stand behind a euro of the suppliers' sales?"))),
    )
    direct = direct_effects(plant, draws)
    supplied = added_up(line_effects(line, setting, draws, common) for line in plant.inputs)
    lost = added_up(line_effects(line, setting, draws, common, ASKS_DISPLACED) for line in plant.displaced)
    yearly = {ring: direct[ring] + supplied[ring] - lost[ring] for ring in RINGS}
    questions = draws.questions(yearly["region"][0])
    once = added_up(line_effects(line, setting, draws, common) for line in plant.investment)
    layer = induced_effects(yearly["region"], setting, draws, common) if induced else None
    gross = {ring: direct[ring] + supplied[ring] for ring in RINGS}
    checks = _checks(plant, setting, gross)
    told = _rings_told(plant)
    return WhatIf(
        plant=plant.name,
        region=setting.region.key,
        municipality=plant.municipality,
        yearly=tuple(_kept(ring, yearly[ring], setting, ring in told) for ring in RINGS),
        induced=None if layer is None else _kept("region", layer, setting, is_told=True),
        investment=tuple(_kept(ring, once[ring], setting, ring in told) for ring in RINGS) if plant.investment else (),
        questions=questions,
        checks=checks,
        remarks=(*_remarks(plant, setting), *NOT_COUNTED),
        seconds=perf_counter() - began,
        draws=count,
    )


def _refuse_unknown(plant: Plant, setting: Setting) -> None:
    _place = setting.place_at  # an unknown municipality is refused before anything is drawn
    known = set(setting.region.industries)
    named = {"products": ", ".join(setting.region.industries)}
    says, remedy = Remark(_("The region's table has no such product.")), Remark(_("It has: %(products)s."), named)
    lines = [("input", plant.inputs), ("displaced", plant.displaced), ("investment", plant.investment)]
    faults = [
        Fault(says, remedy, f"{kind}[{at}].product = {line.product}")
        for kind, several in lines
        for at, line in enumerate(several, 1)
        if line.product not in known
    ]
    if faults:
        raise Refused(faults)


def _rings_told(plant: Plant) -> set[str]:
    """The municipality's figures are told only where the plan names one."""
    return set(RINGS if plant.municipality else RINGS[1:])


def _kept(ring: str, effects: Matrix, setting: Setting, is_told: bool) -> Kept:
    if not is_told:
        return Kept(ring, None, None)
    jobs = None if setting.jobs_per_million is None else estimate(effects[1])
    return Kept(ring, estimate(effects[0]), jobs)


def _checks(plant: Plant, setting: Setting, gross: Effects) -> tuple[Check, ...]:
    """The guards of every what-if. Raises Refused where one fails (§2)."""
    most = float(gross["region"][0].max())
    nested = all((gross[inner][0] <= gross[outer][0] + 0.01).all() for inner, outer in pairwise(RINGS))
    low, high = (_with_delta(plant, setting, delta) for delta in (GRID[-1], GRID[0]))
    spent = Remark(_("No more value added stays than is spent."))
    bounds = _("With delta at its bounds the region keeps between %(low)s and %(high)s euros.")
    checks = (
        Check("kept_at_most_spent", most <= plant.turnover * 1.001, spent, most, plant.turnover),
        Check("rings_are_nested", nested, Remark(_("No inner ring keeps more than the one around it."))),
        Check("delta_bounds", low <= high + 0.01, Remark(bounds, {"low": round(low), "high": round(high)}), low, high),
    )
    remedy = Remark(_("Check the bill and the shares of the plan."))
    failed = [Fault(check.says, remedy) for check in checks if not check.passed]
    if failed:
        raise Refused(failed, checks=checks)
    return checks


def _with_delta(plant: Plant, setting: Setting, delta: float) -> float:
    """The region's gross value added with every input at its likeliest value and one delta."""
    draws, common = Draws(1), Common(np.array([delta]), np.ones(1))
    sure = replace(plant, wages=_sure(plant.wages), owners=_sure(plant.owners), person_years=(0.0, 0.0, 0.0))
    lines = (line_effects(_likeliest(line, setting), setting, draws, common) for line in plant.inputs)
    kept = direct_effects(sure, draws)["region"] + added_up(lines)["region"]
    return float(kept[0, 0])


def _sure(homes: Homes) -> Homes:
    return Homes(homes.euros, {ring: _certain(one[1]) for ring, one in homes.shares.items()})


def _certain(value: float) -> Triangle:
    return value, value, value


def _likeliest(line: Line, setting: Setting) -> Line:
    at = setting.region.industries.index(line.product)
    model = dict(zip(RINGS, setting.model_shares[:, at], strict=True))
    shares = {ring: _certain(line.local[ring][1] if ring in line.local else float(model[ring])) for ring in RINGS}
    return replace(line, local=shares, additional=_certain(line.additional[1]))


def _remarks(plant: Plant, setting: Setting) -> list[Remark]:
    scope = setting.region.scope
    told = {"year": scope.year, "prices": scope.prices, "place": scope.place, "source": scope.source}
    remarks = [Remark(_("Shares and multipliers: %(place)s, %(year)s, %(prices)s. Source: %(source)s."), told)]
    if plant.year and scope.year and plant.year != scope.year:
        years = {"plan": plant.year, "table": scope.year}
        older = _("The plan is in euros of %(plan)s, jobs per euro are of %(table)s: too many jobs if prices rose.")
        remarks.append(Remark(older, years))
    if setting.jobs_per_million is None:
        remarks.append(Remark(_("No jobs per euro are known, so no person-years are told.")))
    doubtful = [line.name for line in plant.inputs if line.is_doubtful]
    if doubtful:
        says = _("It is uncertain how much of this is new production: %(lines)s.")
        remarks.append(Remark(says, {"lines": ", ".join(doubtful)}))
    return remarks
