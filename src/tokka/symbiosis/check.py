"""The plan's own checker: it trusts no solver and recomputes everything from the tables (§8)."""

from collections.abc import Iterator

import numpy as np

from tokka.geography import km_between
from tokka.symbiosis.gate import Gate, receiver_of, stream_of
from tokka.symbiosis.plan import Plan
from tokka.symbiosis.terms import Terms
from tokka.words import Remark, _

LEAST: float = 1e-6


def complaints(plan: Plan, terms: Terms, gate: Gate | None = None) -> tuple[Remark, ...]:
    """Everything that is wrong with a plan; nothing where it keeps every limit and its sums are right."""
    return (*_limits(plan), *_exchanges(plan, terms, gate), *_sums(plan))


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
        worth -= terms.transport_eur_tkm * terms.detour * km
        if plan.tonnes[at] <= 0:
            yield Remark(_("Nothing moves from %(offer)s to %(need)s."), named)
        if km > terms.max_km + LEAST:
            yield Remark(_("%(offer)s and %(need)s are too far apart."), named)
        if abs(worth - plan.eur_t[at]) > 0.005 + LEAST:
            yield Remark(_("A tonne from %(offer)s to %(need)s is worth another sum."), named)
        if not _accepts(plan, offer, need):
            yield Remark(_("%(need)s does not accept what %(offer)s gives."), named)
        if gate and gate.is_blocked(stream_of(plan.offers, offer), receiver_of(plan.needs, need)):
            yield Remark(_("The gate blocks %(offer)s to %(need)s."), named)


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
