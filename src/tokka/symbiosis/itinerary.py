"""The plan row by row, as files and screens list it: who gives what to whom, its worth, and what the gate asks."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from tokka.symbiosis.gate import Gate, gate_says
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
            one.gate,
            "; ".join(one.missing),
        )


def _exchanges(plan: Plan, gate: Gate | None) -> Iterator[tuple[object, ...]]:
    """A row for each exchange, the most valuable first; of equals, in the order of the tables."""
    value = plan.tonnes * plan.eur_t
    for at in np.lexsort((plan.pairs.needs, plan.pairs.offers, -value)).tolist():
        offer, need = int(plan.pairs.offers[at]), int(plan.pairs.needs[at])
        outcome, missing = gate_says(gate, plan.offers, plan.needs, offer, need, float(value[at]))
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
