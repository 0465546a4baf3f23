"""The plan row by row, as files and screens list it: who gives what to whom, its worth, and what the gate asks."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from tokka.symbiosis.gate import Gate, Outcome, receiver_of, stream_of, worst
from tokka.symbiosis.plan import Plan
from tokka.symbiosis.staged import StagedPlan

COLUMNS: Final = (
    "offer",
    "need",
    "waste_code",
    "tonnes",
    "km",
    "benefit_eur_t",
    "value_eur",
    "co2_saved_kg",
    "gate",
    "missing_documents",
)
NOT_ASKED: Final = "not asked"
"""What the gate column says of a plan made without the gate."""


def rows_of(plan: Plan | StagedPlan, gate: Gate | None) -> Iterator[tuple[object, ...]]:
    """The rows of a plan of either sort under `COLUMNS`."""
    return _exchanges(plan, gate) if isinstance(plan, Plan) else _movements(plan)


def _movements(plan: StagedPlan) -> Iterator[tuple[object, ...]]:
    for one in plan.movements:
        yield (
            one.giver,
            one.taker,
            one.code,
            f"{one.tonnes:.10g}",
            f"{one.km:.3f}",
            f"{one.eur_t:.2f}",
            f"{one.tonnes * one.eur_t:.2f}",
            f"{one.tonnes * one.co2_kg_t:.1f}",
            NOT_ASKED,
            "",
        )


def _exchanges(plan: Plan, gate: Gate | None) -> Iterator[tuple[object, ...]]:
    """A row for each exchange, the most valuable first; of equals, in the order of the tables."""
    value = plan.tonnes * plan.eur_t
    for at in np.lexsort((plan.pairs.needs, plan.pairs.offers, -value)).tolist():
        offer, need = int(plan.pairs.offers[at]), int(plan.pairs.needs[at])
        outcome, missing = gate_says(plan, gate, offer, need, float(value[at]))
        yield (
            plan.offers.names[offer],
            plan.needs.names[need],
            plan.offers.codes[offer],
            f"{plan.tonnes[at]:.10g}",
            f"{plan.pairs.km[at]:.3f}",
            f"{plan.eur_t[at]:.2f}",
            f"{value[at]:.2f}",
            f"{plan.tonnes[at] * plan.co2_kg_t[at]:.1f}",
            outcome,
            "; ".join(missing),
        )


def gate_says(plan: Plan, gate: Gate | None, offer: int, need: int, eur: float) -> tuple[str, tuple[str, ...]]:
    """The outcome of the gate for one exchange, and the documents that are missing, each once."""
    if gate is None:
        return NOT_ASKED, ()
    points = gate.points(stream_of(plan.offers, offer), receiver_of(plan.needs, need), eur)
    missing = dict.fromkeys(point.missing for point in points if point.missing and point.outcome is not Outcome.BLOCKED)
    return worst(points).value, tuple(missing)
