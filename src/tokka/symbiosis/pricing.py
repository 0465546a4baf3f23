"""The exchange of markets too large for the flow solver at once: columns priced in, with a bound each round (§5).

Method: column generation on the transportation problem (Gilmore and Gomory 1961), begun from prices that a market with
soft choice finds (tâtonnement: needs that are asked for too much become dearer, the choice sharpens round by round).
A part of the arcs is solved to the cent; its prices at the needs are laid on all arcs. Each offer's best margin over
them completes a dual plan, whose value no exchange can beat. Arcs with a margin above it come in; when there is none,
the part has the optimum of the whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from tokka.symbiosis.exchange import Arcs, Exchange, best_exchange
from tokka.symbiosis.market import Market
from tokka.symbiosis.prices import Prices, cheap_needs, covering_prices, dear_needs, runs_of
from tokka.symbiosis.records import Integers, Numbers, Truths

Cents = npt.NDArray[np.int32]

FIRST_HEAT: Final = 3000.0
"""Cents. The width of the first soft choice."""
COOLING: Final = 0.87
ROUNDS_OF_MARKET: Final = 30
WIDEST_SLACK: Final = 40_000
"""Cents. Arcs farther below the best margin never take part in the first choice."""
ARCS_FOR_AN_OFFER: Final = 20
"""So many arcs for each offer, on the average, make the first part."""
MOST_ROUNDS: Final = 25
NEAR_GAP: Final = 0.01
"""Enough for a group of a larger market: its needs are shared with other groups, so that it is priced again anyway."""


@dataclass(frozen=True, slots=True)
class Priced:
    """The best exchange on the arcs that came in, the prices that cover the rest, and the bound: units times cents."""

    arcs: Arcs
    exchange: Exchange
    prices: Prices
    bound: int
    rounds: int

    @property
    def is_optimal(self) -> bool:
        return self.bound == self.exchange.value


def priced_exchange(market: Market, *, enough_gap: float = 0.0, first: Sequence[Truths] | None = None) -> Priced:
    """The best exchange of a large market without minima, to within `enough_gap` (0: to the cent).

    `first` tells for each block of arcs, empty ones left out, which arcs to begin with; without it, those that a
    market with soft choice finds.
    """
    return _priced(market, enough_gap, first)[0]


def near_best(market: Market) -> Integers:
    """The places of the arcs that came in until the market had its best exchange: a task for one processor."""
    _found, inside = _priced(market, NEAR_GAP, None)
    return np.flatnonzero(np.concatenate([np.zeros(0, np.bool_), *inside]))


def _priced(market: Market, enough_gap: float, first: Sequence[Truths] | None) -> tuple[Priced, list[Truths]]:
    parts = [part for part in market.parts if len(part)]
    inside, bound = list(first or ()), None
    if first is None:
        prices, bound = market_prices(parts, market.supply, market.capacity)
        inside = _near_best(parts, prices, ARCS_FOR_AN_OFFER * len(market.supply))
    rounds = 0
    while True:
        rounds += 1
        arcs = Arcs.joined([part.at(np.flatnonzero(inner)) for part, inner in zip(parts, inside, strict=True)])
        exchange = best_exchange(arcs, market.supply, market.capacity)
        dual = _middle(arcs, exchange, market)
        laid, added = _lay_on(parts, inside, dual, market)
        bound = laid if bound is None else min(bound, laid)
        if not added or rounds == MOST_ROUNDS or bound - exchange.value <= enough_gap * exchange.value:
            return Priced(arcs, exchange, dual, bound, rounds), inside


def market_prices(parts: Sequence[Arcs], supply: Integers, capacity: Integers) -> tuple[Cents, int]:
    """Prices at the needs near the optimum, and the bound that they prove.

    Each round every offer spreads over the needs whose margin lies within the heat of its best, by their room; a need
    asked for k times its room becomes dearer by half the heat times log k. The best prices met are kept.
    """
    prices = np.zeros(len(capacity), np.int32)
    best, bound, heat = prices, -1, FIRST_HEAT
    for _round in range(ROUNDS_OF_MARKET):
        demand, value = _demand(parts, prices, heat, supply, capacity)
        if bound < 0 or value < bound:
            best, bound = prices, value
        crowding = np.log(np.maximum(demand / np.maximum(capacity, 1), 1e-3))
        prices = np.maximum(0, prices + heat / 2 * np.clip(crowding, -1, 1)).astype(np.int32)
        heat *= COOLING
    return best, bound


def _demand(
    parts: Sequence[Arcs], prices: Cents, heat: float, supply: Integers, capacity: Integers
) -> tuple[Numbers, int]:
    """What the offers ask of every need at these prices, and the dual value of the prices."""
    demand, room = np.zeros(len(prices)), capacity.astype(np.float64)
    value = int(prices.astype(np.int64) @ capacity)
    for part, starts, givers in _with_runs(parts):
        margin = part.cents - prices[part.needs]
        best = np.maximum.reduceat(margin, starts)
        value += int(np.maximum(best, 0).astype(np.int64) @ supply[givers])
        run = _run_of_each(starts, len(part))
        likes = np.flatnonzero((margin >= (best - heat)[run]) & (margin > -heat / 2))
        needs, run = part.needs[likes], run[likes]
        weight = room[needs] * np.exp((margin[likes] - best[run]) * (3 / heat))
        share = supply[givers] / np.maximum(np.bincount(run, weight, len(starts)), 1e-9)
        demand += np.bincount(needs, weight * share[run], len(prices))
    return demand, value


def _with_runs(parts: Sequence[Arcs]) -> Iterator[tuple[Arcs, Integers, npt.NDArray[np.int32]]]:
    for part in parts:
        yield part, *runs_of(part.offers)


def _run_of_each(starts: Integers, count: int) -> Integers:
    """The number of the run that each arc belongs to."""
    return np.repeat(np.arange(len(starts)), np.diff(starts, append=count))


def _near_best(parts: Sequence[Arcs], prices: Cents, wanted: int) -> list[Truths]:
    """The arcs whose margin is nearest to their offer's best: about so many, by a common width in whole cents."""
    counts = np.zeros(WIDEST_SLACK + 1, np.int64)
    for part, starts, _givers in _with_runs(parts):
        counts += np.bincount(_slack(part, starts, prices), minlength=WIDEST_SLACK + 1)
    width = min(int(np.searchsorted(np.cumsum(counts), wanted)), WIDEST_SLACK)
    return [_slack(part, starts, prices) <= width for part, starts, _givers in _with_runs(parts)]


def _slack(part: Arcs, starts: Integers, prices: Cents) -> Cents:
    """How far each arc's margin lies below its offer's best, or below nothing where the best is a loss; in cents."""
    margin = part.cents - prices[part.needs]
    best = np.maximum(np.maximum.reduceat(margin, starts), 0)
    slack: Cents = np.minimum(best[_run_of_each(starts, len(part))] - margin, WIDEST_SLACK)
    return slack


def _middle(arcs: Arcs, exchange: Exchange, market: Market) -> Prices:
    """Prices in the middle of the optimal ones of this part: they swing less from round to round than its ends."""
    dear = dear_needs(arcs, exchange, market.supply, market.capacity)
    cheap = cheap_needs(arcs, exchange, market.supply, market.capacity)
    needs = (dear.needs + cheap.needs) // 2
    return Prices(covering_prices(arcs, needs, len(market.supply)), needs)


def _lay_on(parts: Sequence[Arcs], inside: list[Truths], dual: Prices, market: Market) -> tuple[int, int]:
    """Lay the prices on all arcs: the bound that they prove, and how many arcs came in because they beat them."""
    needs = dual.needs.astype(np.int32)
    bound, added = int(dual.needs @ market.capacity), 0
    for at, (part, starts, givers) in enumerate(_with_runs(parts)):
        margin = part.cents - needs[part.needs]
        best = np.maximum(np.maximum.reduceat(margin, starts), 0).astype(np.int64)
        bound += int(best @ market.supply[givers])
        better = margin > dual.offers[givers][_run_of_each(starts, len(part))]
        added += int(np.count_nonzero(better & ~inside[at]))
        inside[at] |= better
    return bound, added
