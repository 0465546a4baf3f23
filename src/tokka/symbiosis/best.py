"""The door of the engine: offers, needs and processors under given terms and the gate of a day → the best plan."""

from concurrent.futures import Executor
from dataclasses import replace

from tokka.symbiosis.clock import Clock
from tokka.symbiosis.direct import direct_plan
from tokka.symbiosis.explain import sentences
from tokka.symbiosis.gate import Gate, ended_permits
from tokka.symbiosis.network import is_network
from tokka.symbiosis.plan import Plan
from tokka.symbiosis.processors import Recipes, no_recipes
from tokka.symbiosis.records import Needs, Offers
from tokka.symbiosis.staged import StagedPlan, network_plan
from tokka.symbiosis.terms import Terms


def best_plan(
    offers: Offers,
    needs: Needs,
    *,
    terms: Terms | None = None,
    gate: Gate | None = None,
    clock: Clock | None = None,
    executor: Executor | None = None,
) -> Plan:
    """The plan straight from offers to needs that makes the objective largest, with its proof, prices and remarks.

    `gate` is the legal gate of the day, None to match by code and material alone. `clock` carries on with the seconds
    of the steps before, such as reading. What only a network can keep (limits, lots, seasons) is not looked at here.
    """
    clock = clock or Clock()
    plan = direct_plan(offers, needs, terms or Terms(), gate, clock, executor)
    plan = plan.noting((*(ended_permits(needs, gate) if gate else ()), *sentences(plan)))
    clock.done("explain")
    return replace(plan, seconds=dict(clock.seconds))


def plan_of_all(
    offers: Offers,
    needs: Needs,
    recipes: Recipes | None = None,
    *,
    terms: Terms | None = None,
    gate: Gate | None = None,
    clock: Clock | None = None,
    executor: Executor | None = None,
    gap: float = 1e-3,
) -> Plan | StagedPlan:
    """The best plan by the simplest model that holds all that the tables say: a flow, else a linear or mixed one."""
    if not is_network(needs, offers, recipes):
        return best_plan(offers, needs, terms=terms, gate=gate, clock=clock, executor=executor)
    clock = clock or Clock()
    remarks = ended_permits(needs, gate) if gate else ()
    plan = network_plan(offers, needs, recipes or no_recipes(), terms or Terms(), gate, gap=gap)
    clock.done("solve")
    plan = plan.noting(remarks)
    return replace(plan, seconds=dict(clock.seconds))
