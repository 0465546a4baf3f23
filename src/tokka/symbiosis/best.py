"""The door of the engine: offers and needs under given terms and the gate of a day → the best plan."""

from dataclasses import replace

from tokka.symbiosis.clock import Clock
from tokka.symbiosis.direct import direct_plan
from tokka.symbiosis.explain import sentences
from tokka.symbiosis.gate import Gate, ended_permits
from tokka.symbiosis.plan import Plan
from tokka.symbiosis.records import Needs, Offers
from tokka.symbiosis.terms import Terms


def best_plan(
    offers: Offers, needs: Needs, *, terms: Terms | None = None, gate: Gate | None = None, clock: Clock | None = None
) -> Plan:
    """The plan that makes the objective largest, with its proof, its prices and its remarks.

    `gate` is the legal gate of the day, None to match by code and material alone. `clock` carries on with the seconds
    of the steps before, such as reading.
    """
    clock = clock or Clock()
    plan = direct_plan(offers, needs, terms or Terms(), gate, clock)
    plan = plan.noting((*(ended_permits(needs, gate) if gate else ()), *sentences(plan)))
    clock.done("explain")
    return replace(plan, seconds=dict(clock.seconds))
