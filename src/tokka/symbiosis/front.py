"""The front between net benefit and what is diverted or saved, and what the stop of each site costs (§11)."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tokka.fleet import in_order
from tokka.optimum import CannotSolve, Status
from tokka.symbiosis.best import plan_of_all
from tokka.symbiosis.candidates import kinds_of, pairs_in_reach
from tokka.symbiosis.gate import Gate, checkpoint
from tokka.symbiosis.market import market_of
from tokka.symbiosis.network import is_network, solve_network
from tokka.symbiosis.plan import Plan
from tokka.symbiosis.processors import Recipes, no_recipes
from tokka.symbiosis.records import Needs, Offers, Rows, Truths
from tokka.symbiosis.staged import StagedPlan, plan_of_network
from tokka.symbiosis.terms import Objective, Terms
from tokka.symbiosis.what_if import Loss, in_size, losses
from tokka.words import Remark, _

MOST_CANDIDATES: Final = 200_000
"""Each point of a front is a linear program of its own; above this a front takes hours."""
A_HAIR: Final = 1e-9
"""The last point asks for a hair less than the most there can be, so that rounding does not make it impossible."""


@dataclass(frozen=True, slots=True)
class Question:
    """A network under terms: all that a processor needs to plan it."""

    offers: Offers
    needs: Needs
    recipes: Recipes
    terms: Terms
    gate: Gate | None
    gap: float


@dataclass(frozen=True, slots=True)
class Point:
    """The plan of greatest benefit that diverts, or saves, at least so much."""

    benefit_eur: float
    tonnes: float
    co2_t: float
    price_eur: float
    """What one more tonne diverted, or of CO2 saved, costs here. With switches: on the average since the last point."""
    gap: float


@dataclass(frozen=True, slots=True)
class Front:
    """Points from the greatest benefit to the most tonnes, or the most CO2 saved."""

    along: Objective
    points: tuple[Point, ...]
    knee: int
    """The place of the point that lies farthest above the straight line between the ends; 0 where none does."""


def front_of_all(
    offers: Offers,
    needs: Needs,
    recipes: Recipes | None = None,
    *,
    along: Objective,
    terms: Terms | None = None,
    gate: Gate | None = None,
    points: int = 9,
    gap: float = 1e-3,
    executor: Executor | None = None,
) -> Front:
    """The front between benefit and `along`, by epsilon-constraint: so many floors, evenly between the two ends.

    Method: Haimes, Lasdon and Wismer 1971; the price is the dual of the floor. Raises CannotSolve where a plan of the
    network does, and where there are too many candidates.
    """
    terms = replace(terms or Terms(), objective=Objective.BENEFIT)
    _refuse_many(offers, needs, terms)
    question = Question(offers, needs, recipes or no_recipes(), terms, gate, gap)
    first = point_of((question, along, None))
    most = _most(question, along)
    start = _amount(first, along)
    floors = np.linspace(start, most, max(points, 2))[1:].tolist() if most > start else []
    rest = in_order(executor, point_of, [(question, along, floor) for floor in floors])
    found = _priced([first, *rest], along)
    return Front(along, found, _knee(found, along))


def _refuse_many(offers: Offers, needs: Needs, terms: Terms) -> None:
    count = sum(len(block.km) for block in pairs_in_reach(offers, needs, kinds_of(offers, needs), terms.max_km))
    if count > MOST_CANDIDATES:
        raise CannotSolve(
            f"A front is drawn for up to {MOST_CANDIDATES} candidates, and there are {count}. "
            "Shorten the longest distance, or plan a region by itself."
        )


def _amount(point: Point, along: Objective) -> float:
    return point.co2_t if along is Objective.CO2 else point.tonnes


def point_of(task: tuple[Question, Objective, float | None]) -> Point:
    """One point of a front: a task that any processor can do by itself. Its price is the dual, 0 without one."""
    question, along, floor = task
    parts = (question.offers, question.needs, question.recipes, question.terms)
    least = {} if floor is None else {along: floor - A_HAIR * abs(floor)}
    network = solve_network(*parts, question.gate, gap=question.gap, least=least)
    plan = plan_of_network(network, *parts)
    dual = 0.0 if network.has_switches or floor is None else -float(network.prices(along.value)[0])
    return Point(plan.value_eur, plan.moved_tonnes, plan.saved_co2_t, round(dual, 2), plan.gap)


def _most(question: Question, along: Objective) -> float:
    """The most that can be diverted or saved, whatever it costs."""
    terms = replace(question.terms, objective=along)
    parts = (question.offers, question.needs, question.recipes, terms)
    network = solve_network(*parts, question.gate, gap=question.gap)
    if network.answer.status not in (Status.OPTIMAL, Status.FEASIBLE):
        raise CannotSolve(f"No plan keeps every limit (the solver says: {network.answer.status}).")
    plan = plan_of_network(network, *parts)
    # Of a small network the rounded sum may be more than there can be.
    return (
        sum(one.tonnes * one.co2_kg_t for one in plan.movements) / 1000 if along is Objective.CO2 else plan.moved_tonnes
    )


def _priced(points: Sequence[Point], along: Objective) -> tuple[Point, ...]:
    """The points with the slope since the last one where no dual is known."""
    found = [points[0]]
    for point in points[1:]:
        step = _amount(point, along) - _amount(found[-1], along)
        slope = (found[-1].benefit_eur - point.benefit_eur) / step if step > A_HAIR else 0.0
        found.append(point if point.price_eur else replace(point, price_eur=round(max(slope, 0.0), 2)))
    return tuple(found)


def _knee(points: Sequence[Point], along: Objective) -> int:
    benefit = np.array([point.benefit_eur for point in points])
    amount = np.array([_amount(point, along) for point in points])
    if len(points) < 3 or not np.ptp(benefit) or not np.ptp(amount):
        return 0
    above = (benefit - benefit.min()) / np.ptp(benefit) + (amount - amount.min()) / np.ptp(amount)
    return int(np.argmax(np.round(above, 9)))


def stops(
    offers: Offers,
    needs: Needs,
    recipes: Recipes | None = None,
    *,
    terms: Terms | None = None,
    gate: Gate | None = None,
    gap: float = 1e-3,
    executor: Executor | None = None,
) -> tuple[Loss, ...]:
    """What the network loses when each site stops, the largest first: the N-1 table.

    A site that moves nothing in the best plan is missed by nobody; for each of the others there is a plan.
    """
    question = Question(offers, needs, recipes or no_recipes(), terms or Terms(), gate, gap)
    is_plain = question.terms.objective is Objective.BENEFIT and not needs.minimum_t.any()
    if is_plain and not is_network(needs, offers, recipes):
        check = checkpoint(gate, offers, needs) if gate else None
        market = market_of(offers, needs, kinds_of(offers, needs), question.terms, check)
        return losses(market, offers, needs, executor)
    plan = _plan(question)
    busy = _busy(plan, question)
    rest = in_order(executor, value_of_plan, [without(question, (site,)) for site in busy])
    lost = dict.fromkeys(sites_of(offers, needs, question.recipes), 0.0)
    lost |= {site: round(plan.value_eur - value, 2) for site, value in zip(busy, rest, strict=True)}
    return in_size(Loss(site, lost_eur) for site, lost_eur in lost.items())


def _plan(question: Question) -> Plan | StagedPlan:
    return plan_of_all(
        question.offers, question.needs, question.recipes, terms=question.terms, gate=question.gate, gap=question.gap
    )


def _busy(plan: Plan | StagedPlan, question: Question) -> tuple[str, ...]:
    """The sites that give or take something in a plan."""
    if isinstance(plan, Plan):
        names = {question.offers.names[at] for at in plan.pairs.offers.tolist()}
        names |= {question.needs.names[at] for at in plan.pairs.needs.tolist()}
    else:
        names = {name for one in plan.movements for name in (one.giver, one.taker)}
    tables = (question.offers, question.needs, question.recipes.inlets)
    found = (_site(rows, at) for rows in tables for at, name in enumerate(rows.names) if name in names)
    return tuple(dict.fromkeys(found))


def sites_of(offers: Offers, needs: Needs, recipes: Recipes) -> tuple[str, ...]:
    """Every site; a row that names none is a site by its own name."""
    tables = (offers, needs, recipes.inlets)
    return tuple(dict.fromkeys(_site(rows, at) for rows in tables for at in range(len(rows))))


def _site(rows: Rows, at: int) -> str:
    return rows.word("site", at) or rows.names[at]


def without(question: Question, sites: Sequence[str]) -> Question:
    """The same question when these sites stop: all their offers, needs and recipes are gone."""

    def stay(rows: Rows) -> Truths:
        return np.array([_site(rows, at) not in sites for at in range(len(rows))], np.bool_)

    return replace(
        question,
        offers=question.offers.only(stay(question.offers)),
        needs=question.needs.only(stay(question.needs)),
        recipes=question.recipes.only(stay(question.recipes.inlets)),
    )


def value_of_plan(question: Question) -> float:
    """What the best plan is worth in euros: a task that any processor can do by itself."""
    if not len(question.offers) or not len(question.needs):
        return 0.0
    return _plan(question).value_eur


def front_remarks(front: Front) -> tuple[Remark, ...]:
    """The front in two sentences: its knee, and the price at its end."""
    if len(front.points) < 2:
        return (Remark(_("The plan of greatest benefit diverts and saves as much as any plan can.")),)
    knee, last = front.points[front.knee], front.points[-1]
    named = {
        "amount": f"{_amount(knee, front.along):,.0f}",
        "benefit": f"{knee.benefit_eur:,.0f}",
        "price": f"{knee.price_eur:,.2f}",
        "last": f"{last.price_eur:,.2f}",
    }
    if front.along is Objective.CO2:
        text = _(
            "The knee of the front saves %(amount)s t of CO2 with a benefit of %(benefit)s EUR; one more tonne saved "
            "costs %(price)s EUR there, and %(last)s EUR at the end."
        )
    else:
        text = _(
            "The knee of the front diverts %(amount)s t with a benefit of %(benefit)s EUR; one more tonne diverted "
            "costs %(price)s EUR there, and %(last)s EUR at the end."
        )
    return (Remark(text, named),)
