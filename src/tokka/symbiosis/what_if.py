"""What if: the loss when a site stops, and the front between benefit and emissions (§11). Each is many exchanges."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from tokka.fleet import in_order
from tokka.symbiosis.exchange import Arcs, best_exchange
from tokka.symbiosis.market import Market
from tokka.symbiosis.records import Integers, Numbers, Rows


@dataclass(frozen=True, slots=True)
class Case:
    """One exchange to be valued: a task that any processor can do by itself."""

    arcs: Arcs
    supply: Integers
    capacity: Integers
    units_in_tonne: int


def value_of(case: Case) -> float:
    """What the best exchange of a case is worth, in euros."""
    if not len(case.arcs):
        return 0.0
    return best_exchange(case.arcs, case.supply, case.capacity).value / (100 * case.units_in_tonne)


@dataclass(frozen=True, slots=True)
class Loss:
    """What the network loses when a site stops."""

    site: str
    lost_eur: float


def losses(market: Market, offers: Rows, needs: Rows, executor: Executor | None = None) -> tuple[Loss, ...]:
    """The loss of each site's stop, the largest first; a row without a site is a site by its own name.

    A site that moves nothing in the best exchange is missed by nobody, so that only the others are planned again.
    """
    arcs = Arcs.joined(market.parts)
    sites: dict[str, tuple[list[int], list[int]]] = {}
    for side, rows in enumerate((offers, needs)):
        for at, name in enumerate(rows.names):
            sites.setdefault(rows.word("site", at) or name, ([], []))[side].append(at)
    whole = Case(arcs, market.supply, market.capacity, market.units_in_tonne)
    exchange = best_exchange(arcs, market.supply, market.capacity)
    moving = [set(ends[exchange.units > 0].tolist()) for ends in (arcs.offers, arcs.needs)]
    busy = [
        site for site, rows in sites.items() if any(not own.isdisjoint(s) for own, s in zip(moving, rows, strict=True))
    ]
    rest = in_order(executor, value_of, [_without(whole, *sites[site]) for site in busy])
    lost = dict.fromkeys(sites, 0.0)
    value = exchange.value / (100 * market.units_in_tonne)
    lost |= {site: round(value - without, 2) for site, without in zip(busy, rest, strict=True)}
    return in_size(Loss(site, lost_eur) for site, lost_eur in lost.items())


def in_size(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    """The largest loss first; of equals, by the name of the site."""
    return tuple(sorted(losses, key=lambda loss: (-loss.lost_eur, loss.site)))


def _without(case: Case, offers: Sequence[int], needs: Sequence[int]) -> Case:
    stays = ~(np.isin(case.arcs.offers, offers) | np.isin(case.arcs.needs, needs))
    return Case(case.arcs.at(np.flatnonzero(stays)), case.supply, case.capacity, case.units_in_tonne)


@dataclass(frozen=True, slots=True)
class FrontPoint:
    """A plan on the front: benefit, tonnes of CO2 saved, and what one more tonne of CO2 costs there."""

    benefit_eur: float
    co2_t: float
    eur_per_tonne_co2: float


def front(
    market: Market, co2_kg_t: Numbers, *, prices_eur: Sequence[float], executor: Executor | None = None
) -> tuple[FrontPoint, ...]:
    """Plans that are best at a price of CO2, from none up: each supports the front, and its price is the slope there.

    `co2_kg_t` goes by the arcs of the market. A point between two of these is a mixture of them (epsilon-constraint
    points lie on the straight line between, because the exchange is linear).
    """
    arcs = Arcs.joined(market.parts)
    questions = [(arcs, market, co2_kg_t, price) for price in prices_eur]
    found = in_order(executor, _at_price, questions)
    points = sorted({(point.benefit_eur, point.co2_t): point for point in found}.values(), key=lambda one: one.co2_t)
    return tuple(points)


def _at_price(question: tuple[Arcs, Market, Numbers, float]) -> FrontPoint:
    arcs, market, co2_kg_t, price = question
    cents = np.rint(arcs.cents + co2_kg_t * price / 10).astype(np.int32)
    exchange = best_exchange(Arcs(arcs.offers, arcs.needs, cents), market.supply, market.capacity)
    tonnes = exchange.units / market.units_in_tonne
    return FrontPoint(round(float(tonnes @ arcs.cents) / 100, 2), round(float(tonnes @ co2_kg_t) / 1000, 3), price)
