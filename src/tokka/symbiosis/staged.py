"""A network's answer as a plan: its movements, its worth, and what the limits cost (§9)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from tokka.conflicts import CannotTell
from tokka.optimum import CannotSolve, Status, relative_gap
from tokka.symbiosis.bottlenecks import bottlenecks
from tokka.symbiosis.gate import NOT_ASKED, Gate, gate_says
from tokka.symbiosis.network import MOST_SECONDS, Legs, Network, blueprint
from tokka.symbiosis.pipes import CARRIERS, NAMES, UNITS, carriers_of, pipe_remarks
from tokka.symbiosis.processors import Recipes
from tokka.symbiosis.records import Needs, Numbers, Offers
from tokka.symbiosis.standoffs import standoff_remark, standoffs
from tokka.symbiosis.tables import Carrier
from tokka.symbiosis.terms import Objective, Terms
from tokka.words import Remark, _

GRAM: Final = 1e-6
"""Tonnes. Less than this is the rounding of the solver."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Tonnes from one place to another in all periods together."""

    giver: str
    taker: str
    code: str
    tonnes: float
    km: float
    eur_t: float
    co2_kg_t: float
    carrier: Carrier = Carrier.GOODS
    arriving: float = 0.0
    """What arrives of the tonnes, or of the MWh or m³, that are sent."""
    gate: str = NOT_ASKED
    missing: tuple[str, ...] = ()
    """Documents that the gate misses."""


@dataclass(frozen=True, slots=True)
class StagedPlan:
    """A plan with processors, quality, seasons or lots. `value_eur` is net of opening, contracts and storage."""

    status: Status
    movements: tuple[Movement, ...]
    opened: tuple[str, ...]
    value_eur: float
    bound_eur: float
    moved_tonnes: float
    """Goods that leave the offers."""
    candidates: int
    saved_co2_t: float = 0.0
    """Tonnes of CO2 saved: avoided less caused."""
    moved_mwh: float = 0.0
    """Heat that leaves the offers."""
    moved_m3: float = 0.0
    """Water that leaves the offers."""
    minimum_t: tuple[float, ...] = ()
    """The minimum of each need that the plan keeps: less than was asked for where it was given up."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    @property
    def proven(self) -> bool:
        return self.status is Status.OPTIMAL

    @property
    def gap(self) -> float:
        """The share by which the bound exceeds the value."""
        return relative_gap(self.value_eur, self.bound_eur)

    @property
    def exchanges(self) -> int:
        """How many movements there are."""
        return len(self.movements)

    def noting(self, remarks: tuple[Remark, ...]) -> "StagedPlan":
        """The same plan with more remarks."""
        return replace(self, remarks=(*self.remarks, *remarks))


def network_plan(
    offers: Offers, needs: Needs, recipes: Recipes, terms: Terms, gate: Gate | None, *, gap: float = 1e-3
) -> StagedPlan:
    """The best plan of a network; minima that cannot be met are given up, with the rows that stand against them (§7).

    Raises CannotSolve where there is no plan whatever is given up.
    """
    drawn = blueprint(offers, needs, recipes, terms, gate)
    network = drawn.answered(gap=gap, max_seconds=MOST_SECONDS)
    bound, remarks = np.flatnonzero(needs.minimum_t > 0), []
    if len(bound) and not network.has_plan:
        with suppress(CannotTell):
            found, drawn = standoffs(drawn, needs, recipes)
            remarks = [standoff_remark(one, offers, needs, recipes) for one in found]
            network = drawn.answered(gap=gap, max_seconds=MOST_SECONDS)
        if not network.has_plan:
            remarks = [_without_minima(needs)]
            drawn = drawn.asking(np.zeros(len(bound)))
            network = drawn.answered(gap=gap, max_seconds=MOST_SECONDS)
    plan = plan_of_network(network, offers, needs, recipes, terms, gate)
    minimum = np.zeros(len(needs))
    minimum[bound] = drawn.question.least[drawn.rows["minima"]]
    return replace(plan.noting(tuple(remarks)), minimum_t=tuple(minimum.tolist()))


def _without_minima(needs: Needs) -> Remark:
    """Which rows ask for minima that a network cannot meet all at once."""
    rows = ", ".join(str(int(row)) for row in needs.rows[needs.minimum_t > 0])
    text = _("%(file)s, minimum_t: the minima of rows %(rows)s cannot all be met; the plan is made without them.")
    return Remark(text, {"file": needs.file, "rows": rows})


def plan_of_network(
    network: Network, offers: Offers, needs: Needs, recipes: Recipes, terms: Terms, gate: Gate | None = None
) -> StagedPlan:
    """The answer of a network as a plan. Raises CannotSolve where there is none."""
    answer = network.answer
    if answer.status is Status.FAILED:
        raise CannotSolve(
            "The search ended before there was a plan. Shorten the longest distance, or plan a region by itself."
        )
    if answer.status not in (Status.OPTIMAL, Status.FEASIBLE):
        raise CannotSolve(
            f"No plan keeps every limit (the solver says: {answer.status}). "
            "Lower the minima in the needs, or raise the limits, and run again."
        )
    stopped = Remark(_("The search ended at its time limit before the gap was closed; the bound is proven."))
    movements = tuple(_movements(network, offers, needs, recipes, gate))
    value = _value(network, offers, needs, recipes)
    is_benefit = terms.objective is Objective.BENEFIT
    goods, heat, water = _moved(network, offers)
    return StagedPlan(
        status=answer.status,
        movements=movements,
        opened=tuple(name for at, name in enumerate(recipes.processors) if _runs(network, recipes, at)),
        value_eur=round(value, 2),
        bound_eur=round(max(value, answer.bound) if is_benefit else value, 2),
        moved_tonnes=goods,
        candidates=sum(len(legs.gain) for legs in (network.direct, network.inward, network.outward)),
        saved_co2_t=round(sum(one.tonnes * one.co2_kg_t for one in movements) / 1000, 6),
        moved_mwh=heat,
        moved_m3=water,
        remarks=(
            *(() if answer.status is Status.OPTIMAL else (stopped,)),
            *_piped(movements),
            *pipe_remarks((offers, needs, recipes.outlets), terms.pipes),
            *(bottlenecks(network, offers, needs, recipes) if is_benefit else ()),
        ),
    )


def _piped(movements: Sequence[Movement]) -> Iterator[Remark]:
    """How much heat and water is sent, and how much of it arrives."""
    text = _("%(carrier)s: %(sent)s %(unit)s are sent by pipe and %(arriving)s %(unit)s arrive.")
    for carrier in CARRIERS[1:]:
        own = [one for one in movements if one.carrier is carrier]
        if own:
            sent, arriving = (
                f"{sum(amounts):,.0f}" for amounts in zip(*((one.tonnes, one.arriving) for one in own), strict=True)
            )
            named = {"carrier": NAMES[carrier], "sent": sent, "arriving": arriving, "unit": UNITS[carrier]}
            yield Remark(text, named)


def _moved(network: Network, offers: Offers) -> tuple[float, ...]:
    """What leaves the offers, by carrier."""
    sums = np.zeros(len(CARRIERS))
    for legs, tonnes in zip((network.direct, network.inward), network.tonnes[:2], strict=True):
        np.add.at(sums, carriers_of(offers)[legs.pairs.offers], tonnes.sum(axis=1))
    return tuple(round(float(one), 6) for one in sums)


def _movements(
    network: Network, offers: Offers, needs: Needs, recipes: Recipes, gate: Gate | None
) -> Iterator[Movement]:
    ends: tuple[tuple[Legs, Numbers, Offers, Needs], ...] = (
        (network.direct, network.tonnes[0], offers, needs),
        (network.inward, network.tonnes[1], offers, recipes.inlets),
        (network.outward, network.tonnes[2], recipes.outlets, needs),
    )
    for legs, tonnes, givers, takers in ends:
        total, carrier = tonnes.sum(axis=1), carriers_of(givers)
        for at in np.flatnonzero(total > GRAM).tolist():
            giver, taker = int(legs.pairs.offers[at]), int(legs.pairs.needs[at])
            outcome, missing = gate_says(gate, givers, takers, giver, taker, float(total[at] * legs.eur_t[at]))
            yield Movement(
                givers.names[giver],
                takers.names[taker],
                givers.codes[giver] or givers.materials[giver],
                float(total[at]),
                float(legs.pairs.km[at]),
                float(legs.eur_t[at]),
                float(legs.co2_kg_t[at]),
                CARRIERS[int(carrier[giver])],
                float(total[at] * legs.arrives[at]),
                outcome,
                missing,
            )


def _runs(network: Network, recipes: Recipes, processor: int) -> bool:
    """Whether anything goes into a processor."""
    own = recipes.processor[network.inward.pairs.needs] == processor
    return bool(network.tonnes[1][own].sum() > GRAM)


def _value(network: Network, offers: Offers, needs: Needs, recipes: Recipes) -> float:
    """Euros of the plan: movements less opening, contracts and storage, recomputed from the tonnes."""
    legs = (network.direct, network.inward, network.outward)
    moved = sum(float(tonnes.sum(axis=1) @ one.eur_t) for one, tonnes in zip(legs, network.tonnes, strict=True))
    opening = sum(
        float(recipes.opening_eur[at]) for at in range(len(recipes.processors)) if _runs(network, recipes, at)
    )
    used = network.tonnes[0].sum(axis=1) > GRAM
    contracts = float(needs.contract_eur[network.direct.pairs.needs[used]].sum())
    piped = sum(
        float(one.fixed_eur[tonnes.sum(axis=1) > GRAM].sum())
        for one, tonnes in zip((network.direct, network.outward), (network.tonnes[0], network.tonnes[2]), strict=True)
    )
    return moved - opening - contracts - piped - float(network.kept.sum(axis=1) @ recipes.storage_eur_t)
