"""What one more tonne is worth at each offer and each need: the dual of the exchange, in whole cents (§6)."""

from dataclasses import dataclass

import numpy as np

from tokka.symbiosis.candidates import Places
from tokka.symbiosis.exchange import Arcs, Exchange
from tokka.symbiosis.records import Integers


@dataclass(frozen=True, slots=True)
class Prices:
    """What a unit is worth at each offer and at each need, in cents a tonne: one point of the dual (§6)."""

    offers: Integers
    needs: Integers

    def value(self, supply: Integers, capacity: Integers) -> int:
        """The dual value: no plan is worth more where the prices cover every arc."""
        return int(self.offers @ supply + self.needs @ capacity)


def covering_prices(arcs: Arcs, at_needs: Integers, count: int) -> Integers:
    """The lowest prices at the offers that cover every arc, given those at the needs; never below nothing."""
    prices = np.zeros(count, np.int64)
    starts, givers = runs_of(arcs.offers)
    if len(starts):
        best = np.maximum.reduceat(arcs.cents - at_needs[arcs.needs], starts)
        prices[givers] = np.maximum(best, 0)
    return prices


def runs_of(sorted_places: Places) -> tuple[Integers, Places]:
    """Where each run of equal places begins, and which place it is."""
    if not len(sorted_places):
        return np.zeros(0, np.int64), sorted_places
    starts = np.flatnonzero(np.concatenate(([True], sorted_places[1:] != sorted_places[:-1])))
    return starts, sorted_places[starts]


def dear_needs(arcs: Arcs, exchange: Exchange, supply: Integers, capacity: Integers) -> Prices:
    """The prices with the needs as dear and the offers as cheap as the optimum allows.

    So the price of an offer is what one more unit there adds. Method: shortest paths in the residual network by
    rounds of Bellman and Ford: a full need is at most as dear as its supplier's gain less the supplier's next best.
    """
    used = np.flatnonzero(exchange.units > 0)
    flowing = arcs.at(used)
    filled = np.bincount(flowing.needs, exchange.units[used], len(capacity)).astype(np.int64)
    dearest = int(arcs.cents.max(initial=0)) + 1
    needs = np.where(filled >= capacity, dearest, 0)
    while True:
        offers = covering_prices(arcs, needs, len(supply))
        allowed = flowing.cents - offers[flowing.offers]
        lower = needs.copy()
        np.minimum.at(lower, flowing.needs, allowed)
        if (lower == needs).all():
            return Prices(offers, needs)
        needs = lower


def cheap_needs(arcs: Arcs, exchange: Exchange, supply: Integers, capacity: Integers) -> Prices:
    """The prices with the needs as cheap and the offers as dear as the optimum allows.

    So the price of a need is what one more unit of its capacity adds. It is the mirror image of `dear_needs`.
    """
    order = np.argsort(arcs.needs, kind="stable")
    mirrored = Arcs(arcs.needs[order], arcs.offers[order], arcs.cents[order])
    turned = Exchange(exchange.units[order], exchange.value, 0.0)
    prices = dear_needs(mirrored, turned, capacity, supply)
    return Prices(prices.needs, prices.offers)
