"""The plan's own checker: it trusts no solver and recomputes everything from the tables (§8)."""

from collections.abc import Iterator, Sequence

import numpy as np

from tokka.geography import km_between
from tokka.symbiosis.gate import Gate, receiver_of, stream_of
from tokka.symbiosis.plan import Plan
from tokka.symbiosis.processors import Recipes
from tokka.symbiosis.records import Needs, Offers, Truths
from tokka.symbiosis.staged import Movement, StagedPlan
from tokka.symbiosis.terms import Terms
from tokka.words import Remark, _

LEAST: float = 1e-6
TOLERANCE: float = 1e-4
"""Tonnes: what a solver of fractions may leave."""


def complaints(plan: Plan, terms: Terms, gate: Gate | None = None) -> tuple[Remark, ...]:
    """Everything that is wrong with a plan; nothing where it keeps every limit and its sums are right."""
    return (*_limits(plan), *_exchanges(plan, terms, gate), *_sums(plan))


def network_complaints(
    plan: StagedPlan, offers: Offers, needs: Needs, recipes: Recipes, terms: Terms
) -> tuple[Remark, ...]:
    """Everything that is wrong with the movements of a network, in all periods together."""
    givers = {name: (offers, at) for at, name in enumerate(offers.names)}
    takers = {name: (needs, at) for at, name in enumerate(needs.names)}
    runs = {name: at for at, name in enumerate(recipes.processors)}
    given, taken = np.zeros(len(offers)), np.zeros(len(needs))
    inside, made = np.zeros(len(runs)), np.zeros(len(runs))
    found: list[Remark] = []
    for one in plan.movements:
        if one.giver in givers:
            given[givers[one.giver][1]] += one.tonnes
        else:
            made[runs[one.giver]] += one.tonnes
        if one.taker in takers:
            taken[takers[one.taker][1]] += one.arriving
            found.extend(_lot(needs, takers[one.taker][1], one, one.giver in givers))
        else:
            inside[runs[one.taker]] += one.tonnes
        found.extend(_loss(one, terms))
    best = np.array([recipes.yields[recipes.processor == at].max() for at in runs.values()])
    checks: tuple[tuple[Sequence[str], Truths, str], ...] = (
        (offers.names, given > offers.tonnes + TOLERANCE, _("The offer %(name)s gives more than it has.")),
        (needs.names, taken > needs.tonnes + TOLERANCE, _("The need %(name)s takes more than it has room for.")),
        (recipes.processors, inside > recipes.capacity_t + TOLERANCE, _("%(name)s takes in more than it can.")),
        (recipes.processors, made > inside * best + TOLERANCE, _("%(name)s gives more than it makes.")),
    )
    for names, wrong, text in checks:
        found.extend(Remark(text, {"name": names[at]}) for at in np.flatnonzero(wrong).tolist())
    return (*found, *_network_sums(plan, recipes))


def _lot(needs: Needs, need: int, one: Movement, is_direct: bool) -> Iterator[Remark]:
    if is_direct and one.arriving < needs.minimum_lot_t[need] - TOLERANCE:
        yield Remark(_("%(giver)s to %(taker)s is less than a lot."), {"giver": one.giver, "taker": one.taker})


def _loss(one: Movement, terms: Terms) -> Iterator[Remark]:
    """Goods arrive whole; by pipe less arrives than is sent, and at the least what a pipe of the detour leaves."""
    pipe = terms.pipes.get(one.carrier)
    least = 1.0 if pipe is None else (1 - pipe.loss_per_km) ** (terms.detour * one.km)
    is_by_list = pipe is not None and terms.roads is not None
    if one.arriving > one.tonnes + TOLERANCE or (not is_by_list and abs(one.arriving - least * one.tonnes) > TOLERANCE):
        yield Remark(_("From %(giver)s to %(taker)s another amount arrives."), {"giver": one.giver, "taker": one.taker})


def _network_sums(plan: StagedPlan, recipes: Recipes) -> Iterator[Remark]:
    """Movements less openings are worth at least the value; contracts, pipes and storage make it less."""
    opened = [at for at, name in enumerate(recipes.processors) if name in plan.opened]
    moved = sum(one.tonnes * one.eur_t for one in plan.movements) - float(recipes.opening_eur[opened].sum())
    if plan.value_eur > moved + 0.01 + 1e-9 * abs(moved):
        yield Remark(_("The exchanges add up to %(value)s EUR."), {"value": f"{moved:.2f}"})
    if plan.value_eur > plan.bound_eur:
        yield Remark(_("The value exceeds the bound."))


def _limits(plan: Plan) -> Iterator[Remark]:
    """Nobody gives more than there is, nobody takes more than there is room for, and minima of the plan are met."""
    given = np.bincount(plan.pairs.offers, plan.tonnes, len(plan.offers))
    taken = np.bincount(plan.pairs.needs, plan.tonnes, len(plan.needs))
    for at in np.flatnonzero(given > plan.offers.tonnes + LEAST).tolist():
        yield Remark(_("The offer %(name)s gives more than it has."), {"name": plan.offers.names[at]})
    for at in np.flatnonzero(taken > plan.needs.tonnes + LEAST).tolist():
        yield Remark(_("The need %(name)s takes more than it has room for."), {"name": plan.needs.names[at]})


def _exchanges(plan: Plan, terms: Terms, gate: Gate | None) -> Iterator[Remark]:
    """Every exchange moves something, within reach, to a need that accepts it, at its worth, and is not blocked."""
    for at, (offer, need) in enumerate(zip(plan.pairs.offers.tolist(), plan.pairs.needs.tolist(), strict=True)):
        named = {"offer": plan.offers.names[offer], "need": plan.needs.names[need]}
        km = km_between((plan.offers.lat[offer], plan.offers.lon[offer]), (plan.needs.lat[need], plan.needs.lon[need]))
        worth = plan.offers.avoided_eur_t[offer] + plan.needs.price_eur_t[need] - terms.handling_eur_t
        road = _road(plan, terms, offer, need, km)
        worth -= terms.transport_eur_tkm * road
        if plan.tonnes[at] <= 0:
            yield Remark(_("Nothing moves from %(offer)s to %(need)s."), named)
        if max(km, road / max(terms.detour, LEAST)) > terms.max_km + LEAST:
            yield Remark(_("%(offer)s and %(need)s are too far apart."), named)
        if abs(worth - plan.eur_t[at]) > 0.005 + LEAST:
            yield Remark(_("A tonne from %(offer)s to %(need)s is worth another sum."), named)
        if not _accepts(plan, offer, need):
            yield Remark(_("%(need)s does not accept what %(offer)s gives."), named)
        if gate and gate.is_blocked(stream_of(plan.offers, offer), receiver_of(plan.needs, need)):
            yield Remark(_("The gate blocks %(offer)s to %(need)s."), named)


def _road(plan: Plan, terms: Terms, offer: int, need: int, km: float) -> float:
    """Kilometres of road: as the list of ways says, by the row's own name before its site."""
    if terms.roads is not None:
        places, count = terms.roads.places, len(terms.roads.places)
        ends = [(rows.names[at], rows.word("site", at)) for rows, at in ((plan.offers, offer), (plan.needs, need))]
        here, there = (places.get(name, places.get(site, -1)) for name, site in ends)
        known = dict(zip(terms.roads.keys.tolist(), terms.roads.km.tolist(), strict=True))
        if min(here, there) >= 0 and here * count + there in known:
            return float(known[here * count + there])
    return terms.detour * km


def _accepts(plan: Plan, offer: int, need: int) -> bool:
    code, material = plan.offers.codes[offer], plan.offers.materials[offer]
    by_code = bool(code) and any(code.startswith(prefix) for prefix in plan.needs.accepts[need])
    return by_code or (bool(material) and material in plan.needs.materials[need])


def _sums(plan: Plan) -> Iterator[Remark]:
    value = float(plan.tonnes @ plan.eur_t)
    if abs(value - plan.value_eur) > 0.005 + 1e-12 * abs(value):
        yield Remark(_("The exchanges add up to %(value)s EUR."), {"value": f"{value:.2f}"})
    if plan.value_eur > plan.bound_eur:
        yield Remark(_("The value exceeds the bound."))
