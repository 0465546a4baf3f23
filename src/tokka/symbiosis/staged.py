"""A network's answer as a plan: its movements, its worth, and what the limits cost (§9)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from tokka.optimum import CannotSolve, Status, relative_gap
from tokka.symbiosis.gate import Gate
from tokka.symbiosis.network import Legs, Network, solve_network
from tokka.symbiosis.processors import Recipes
from tokka.symbiosis.records import Needs, Numbers, Offers, Rows
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


@dataclass(frozen=True, slots=True)
class StagedPlan:
    """A plan with processors, quality, seasons or lots. `value_eur` is net of opening, contracts and storage."""

    status: Status
    movements: tuple[Movement, ...]
    opened: tuple[str, ...]
    value_eur: float
    bound_eur: float
    moved_tonnes: float
    """What leaves the offers."""
    candidates: int
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


def staged_plan(
    offers: Offers, needs: Needs, recipes: Recipes, terms: Terms, gate: Gate | None, *, gap: float = 1e-3
) -> StagedPlan:
    """The best plan of a network. Raises CannotSolve where minima cannot be met."""
    network = solve_network(offers, needs, recipes, terms, gate, gap=gap)
    answer = network.answer
    if answer.status not in (Status.OPTIMAL, Status.FEASIBLE):
        raise CannotSolve(
            f"No plan keeps every limit (the solver says: {answer.status}). "
            "Lower the minima in the needs, or raise the limits, and run again."
        )
    stopped = Remark(_("The search ended at its time limit before the gap was closed; the bound is proven."))
    movements = tuple(_movements(network, offers, needs, recipes))
    value = _value(network, offers, needs, recipes)
    is_benefit = terms.objective is Objective.BENEFIT
    return StagedPlan(
        status=answer.status,
        movements=movements,
        opened=tuple(name for at, name in enumerate(recipes.processors) if _runs(network, recipes, at)),
        value_eur=round(value, 2),
        bound_eur=round(max(value, answer.bound) if is_benefit else value, 2),
        moved_tonnes=round(float(network.tonnes[0].sum() + network.tonnes[1].sum()), 6),
        candidates=sum(len(legs.gain) for legs in (network.direct, network.inward, network.outward)),
        remarks=(
            *(() if answer.status is Status.OPTIMAL else (stopped,)),
            *(_bottlenecks(network, offers, needs) if len(answer.prices) and is_benefit else ()),
        ),
    )


def _movements(network: Network, offers: Offers, needs: Needs, recipes: Recipes) -> Iterator[Movement]:
    ends: tuple[tuple[Legs, Numbers, Offers, Needs], ...] = (
        (network.direct, network.tonnes[0], offers, needs),
        (network.inward, network.tonnes[1], offers, recipes.inlets),
        (network.outward, network.tonnes[2], recipes.outlets, needs),
    )
    for legs, tonnes, givers, takers in ends:
        total = tonnes.sum(axis=1)
        for at in np.flatnonzero(total > GRAM).tolist():
            giver, taker = int(legs.pairs.offers[at]), int(legs.pairs.needs[at])
            yield Movement(
                givers.names[giver],
                takers.names[taker],
                givers.codes[giver] or givers.materials[giver],
                float(total[at]),
                float(legs.pairs.km[at]),
                float(legs.eur_t[at]),
                float(legs.co2_kg_t[at]),
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
    return moved - opening - contracts - float(network.kept.sum(axis=1) @ recipes.storage_eur_t)


def _bottlenecks(network: Network, offers: Offers, needs: Needs) -> Iterator[Remark]:
    """The three dearest rows of each side: the prices of the first conditions are those of supplies, then of room."""
    size, prices = network.periods, network.answer.prices
    supply = prices[: len(offers) * size].reshape(-1, size).max(axis=1)
    room = prices[len(offers) * size : (len(offers) + len(needs)) * size].reshape(-1, size).max(axis=1)
    capacity = _("%(name)s (row %(row)s of %(file)s): one more tonne of capacity here is worth %(eur)s EUR.")
    offered = _("%(name)s (row %(row)s of %(file)s): one more tonne on offer here is worth %(eur)s EUR.")
    for rows, worth, text in ((needs, room, capacity), (offers, supply, offered)):
        yield from _dearest(rows, worth, text)


def _dearest(rows: Rows, worth: Numbers, text: str) -> Iterator[Remark]:
    for at in np.argsort(-worth, kind="stable")[:3].tolist():
        if worth[at] >= 0.01:
            named = {"name": rows.names[at], "row": int(rows.rows[at]), "file": rows.file, "eur": f"{worth[at]:.2f}"}
            yield Remark(text, named)
