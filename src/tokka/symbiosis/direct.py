"""Tier 1: offers straight to needs. From tables to the proven best plan, in bounded memory (§5)."""

from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Final

import numpy as np

from tokka.optimum import Status
from tokka.symbiosis.candidates import kinds_of, measured
from tokka.symbiosis.clock import Clock
from tokka.symbiosis.components import exchange_by_parts, priced_by_fleet
from tokka.symbiosis.exchange import Arcs, Exchange, best_exchange, most_units
from tokka.symbiosis.gate import Gate, checkpoint
from tokka.symbiosis.market import Market, market_of
from tokka.symbiosis.minima import Conflict, conflicts
from tokka.symbiosis.plan import Plan
from tokka.symbiosis.prices import Prices, cheap_needs, dear_needs
from tokka.symbiosis.pricing import Priced, priced_exchange
from tokka.symbiosis.records import Integers, Needs, Numbers, Offers, Rows
from tokka.symbiosis.terms import Objective, Terms
from tokka.words import Remark, _

ARCS_AT_ONCE: Final = 1_000_000
"""With more arcs than this, pricing them in is quicker than one flow of all, and takes less memory."""
ARCS_TO_THE_CENT: Final = 20_000_000
ENOUGH_GAP: Final = 0.001
"""Above so many arcs the search ends at this proven gap: the last cents would take as long again (§5)."""
MOST_NAMES: Final = 12
"""Rows named in one remark; the rest are counted."""


def direct_plan(
    offers: Offers, needs: Needs, terms: Terms, gate: Gate | None, clock: Clock, executor: Executor | None = None
) -> Plan:
    """The best plan of exchanges straight from offer to need, proven to the cent.

    With an `executor`, parts of the market are solved by its processors, to the same cent.
    """
    check = checkpoint(gate, offers, needs) if gate else None
    clock.done("gate")
    kinds = kinds_of(offers, needs)
    market = market_of(offers, needs, kinds, terms, check)
    clock.done("candidates")
    if market.count > ARCS_AT_ONCE and not market.minimum.any() and terms.objective is not Objective.TONNES:
        enough = ENOUGH_GAP if market.count > ARCS_TO_THE_CENT else 0.0
        if executor is None:
            priced = priced_exchange(market, enough_gap=enough)
        else:
            priced = priced_by_fleet(market, offers, executor, enough_gap=enough)
        clock.done("solve")
        plan = plan_of(offers, needs, terms, market, priced).noting(_lonely(offers, needs, market))
        clock.done("explain")
        return plan
    arcs = Arcs.joined(market.parts)
    given_up = conflicts(arcs, market.supply, market.capacity, market.minimum) if market.minimum.any() else ()
    for conflict in given_up:
        market.minimum[conflict.unmet] = 0
    exchange = solve(arcs, market, terms, executor)
    clock.done("solve")
    plan = plan_of(offers, needs, terms, market, _proven(arcs, exchange, market, terms))
    remarks = (*_lonely(offers, needs, market), *(_conflict_remark(offers, needs, one, market) for one in given_up))
    clock.done("explain")
    return plan.noting(remarks)


def solve(arcs: Arcs, market: Market, terms: Terms, executor: Executor | None = None) -> Exchange:
    """The exchange that the objective asks for: most benefit, least emissions, or most tonnes at the best benefit."""
    moved = None
    if terms.objective is Objective.TONNES:
        moved = most_units(arcs, market.supply, market.capacity, market.minimum)
    elif executor is not None:
        return exchange_by_parts(arcs, market.supply, market.capacity, market.minimum, executor)
    return best_exchange(arcs, market.supply, market.capacity, market.minimum, moved)


def _proven(arcs: Arcs, exchange: Exchange, market: Market, terms: Terms) -> Priced:
    """The exchange with the worth of one more tonne at each row; without prices where the plan has another aim (§6)."""
    prices = Prices(np.zeros(0, np.int64), np.zeros(0, np.int64))
    if terms.objective is Objective.BENEFIT and not market.minimum.any():
        at_offers = dear_needs(arcs, exchange, market.supply, market.capacity).offers
        at_needs = cheap_needs(arcs, exchange, market.supply, market.capacity).needs
        prices = Prices(at_offers, at_needs)
    return Priced(arcs, exchange, prices, exchange.value, 1)


def plan_of(offers: Offers, needs: Needs, terms: Terms, market: Market, priced: Priced) -> Plan:
    """The exchange as a plan in tonnes and euros, with the price of one more tonne at each row."""
    arcs, exchange = priced.arcs, priced.exchange
    used = np.flatnonzero(exchange.units > 0)
    chosen = arcs.at(used)
    pairs = measured(offers, needs, chosen.offers, chosen.needs)
    units = exchange.units[used]
    cents = np.rint(100 * terms.eur_per_tonne(offers, needs, pairs)).astype(np.int64)
    value = int(cents @ units) / (100 * market.units_in_tonne)
    over = max(0.0, (priced.bound - exchange.value) / (100 * market.units_in_tonne))
    return Plan(
        offers=offers,
        needs=needs,
        status=Status.OPTIMAL if priced.is_optimal else Status.FEASIBLE,
        pairs=pairs,
        tonnes=units / market.units_in_tonne,
        eur_t=cents / 100,
        co2_kg_t=terms.co2_kg_per_tonne(offers, needs, pairs),
        value_eur=round(value, 2),
        bound_eur=round(value + (over if terms.objective is Objective.BENEFIT else 0.0), 2),
        candidates=market.candidates,
        offer_prices=_euros(priced.prices.offers, len(offers), terms),
        need_prices=_euros(priced.prices.needs, len(needs), terms),
    )


def _euros(cents: Integers, count: int, terms: Terms) -> Numbers:
    is_known = len(cents) and terms.objective is Objective.BENEFIT
    return cents / 100 if is_known else np.full(count, np.nan)


def _lonely(offers: Offers, needs: Needs, market: Market) -> tuple[Remark, ...]:
    """The rows that no candidate reaches, by number."""
    has_arc = np.zeros(len(needs), np.bool_)
    gives = np.zeros(len(offers), np.bool_)
    for part in market.parts:
        has_arc[part.needs] = True
        gives[part.offers] = True
    alone = (
        (
            needs,
            ~has_arc,
            _("%(file)s: no offer within reach can meet %(count)s of the needs with gain: rows %(rows)s."),
        ),
        (offers, ~gives, _("%(file)s: no need within reach takes %(count)s of the offers with gain: rows %(rows)s.")),
    )
    return tuple(_naming(rows, np.flatnonzero(mask).tolist(), text) for rows, mask, text in alone if mask.any())


def _naming(rows: Rows, places: Sequence[int], text: str) -> Remark:
    named = ", ".join(str(int(rows.rows[at])) for at in places[:MOST_NAMES])
    more = ", …" if len(places) > MOST_NAMES else ""
    return Remark(text, {"file": rows.file, "count": len(places), "rows": named + more})


def _conflict_remark(offers: Offers, needs: Needs, conflict: Conflict, market: Market) -> Remark:
    named = {
        "file": needs.file,
        "row": int(needs.rows[conflict.unmet]),
        "needs": ", ".join(str(int(needs.rows[at])) for at in conflict.needs),
        "offers": ", ".join(str(int(offers.rows[at])) for at in conflict.offers) or "–",
        "asked": f"{conflict.asked / market.units_in_tonne:g}",
        "there": f"{conflict.there / market.units_in_tonne:g}",
    }
    text = _(
        "%(file)s, row %(row)s, minimum_t: the minimum cannot be met and is given up. Rows %(needs)s together ask for "
        "%(asked)s t, and all that can reach them (offers in rows %(offers)s) is %(there)s t."
    )
    return Remark(text, named)
