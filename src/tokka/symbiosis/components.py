"""An exchange split for many processors, and put together again to the same cent (§5).

Parts that share no offer and no need are solved each by itself, and their bounds add up. A market that hangs together
is split by the family of the code or by the region of the offer: each group finds the arcs that its own best exchange
would use, all of these together are priced back until the prices prove the whole.
"""

from concurrent.futures import Executor
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from tokka.fleet import in_order
from tokka.symbiosis.candidates import Places
from tokka.symbiosis.exchange import Arcs, Exchange, best_exchange
from tokka.symbiosis.market import Market
from tokka.symbiosis.prices import Prices
from tokka.symbiosis.pricing import Priced, near_best, priced_exchange
from tokka.symbiosis.records import Integers, Offers

LARGEST_SHARE: Final = 0.5
"""Of the arcs in the largest connected part: with more, the connected parts leave the processors idle."""
CELL_DEGREES: Final = 1.35
"""Of latitude: 150 km, as far as most exchanges reach; of longitude twice as many."""


class Partition(StrEnum):
    """How a market is split for many processors."""

    COMPONENT = "component"
    FAMILY = "code family"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the exchange with its own offers and needs, numbered anew."""

    arcs: Arcs
    supply: Integers
    capacity: Integers
    minimum: Integers


def exchange_by_parts(
    arcs: Arcs, supply: Integers, capacity: Integers, minimum: Integers, executor: Executor
) -> Exchange:
    """The same value as `best_exchange` to the cent: what is best for each part is best for the whole."""
    places = _places_by_part(arcs, len(supply), len(capacity))
    parts = [_part(arcs.at(one), supply, capacity, minimum) for one in places]
    answers = in_order(executor, solve_part, parts)
    units = np.zeros(len(arcs), np.int64)
    for one, answer in zip(places, answers, strict=True):
        units[one] = answer.units
    return Exchange(units, sum(answer.value for answer in answers), sum(answer.seconds for answer in answers))


def solve_part(part: Part) -> Exchange:
    """The best exchange of one part: a task that any processor can do by itself."""
    return best_exchange(part.arcs, part.supply, part.capacity, part.minimum)


def priced_by_parts(market: Market, executor: Executor | None, *, enough_gap: float = 0.0) -> Priced:
    """A large market without minima, priced part by part wherever there is a processor; the bounds add up to a bound.

    The gap of the whole is at most that of its worst part.
    """
    arcs = Arcs.joined([part for part in market.parts if len(part)])
    parts = _places_by_part(arcs, len(market.supply), len(market.capacity))
    ends = [(np.unique(arcs.offers[one]), np.unique(arcs.needs[one])) for one in parts]
    tasks = [
        (_part_market(arcs.at(one), own, theirs, market), enough_gap)
        for one, (own, theirs) in zip(parts, ends, strict=True)
    ]
    found = in_order(executor, price_part, tasks)
    offers, needs = np.zeros(len(market.supply), np.int64), np.zeros(len(market.capacity), np.int64)
    joined = []
    for priced, (own, theirs) in zip(found, ends, strict=True):
        offers[own], needs[theirs] = priced.prices.offers, priced.prices.needs
        joined.append(Arcs(own[priced.arcs.offers], theirs[priced.arcs.needs], priced.arcs.cents))
    units = np.concatenate([np.zeros(0, np.int64), *(one.exchange.units for one in found)])
    exchange = Exchange(units, sum(one.exchange.value for one in found), sum(one.exchange.seconds for one in found))
    rounds = max((one.rounds for one in found), default=0)
    return Priced(Arcs.joined(joined), exchange, Prices(offers, needs), sum(one.bound for one in found), rounds)


def price_part(task: tuple[Market, float]) -> Priced:
    """The exchange of one part with its bound: a task that any processor can do by itself."""
    market, enough_gap = task
    return priced_exchange(market, enough_gap=enough_gap)


def priced_by_fleet(
    market: Market,
    offers: Offers,
    executor: Executor | None,
    *,
    enough_gap: float = 0.0,
    partition: Partition | None = None,
) -> Priced:
    """A large market without minima on many processors: as partitioned, or by what splits it most evenly."""
    arcs = Arcs.joined([part for part in market.parts if len(part)])
    labels = {one: _labels(one, arcs, market, offers) for one in ([partition] if partition else Partition)}
    if partition is None:
        largest = {one: int(np.bincount(label).max(initial=0)) for one, label in labels.items()}
        is_split = largest[Partition.COMPONENT] <= LARGEST_SHARE * len(arcs)
        others = (Partition.FAMILY, Partition.REGION)
        partition = Partition.COMPONENT if is_split else min(others, key=lambda one: largest[one])
    if partition is Partition.COMPONENT:
        return priced_by_parts(market, executor, enough_gap=enough_gap)
    return _priced_by_groups(market, arcs, labels[partition], executor, enough_gap)


def _labels(partition: Partition, arcs: Arcs, market: Market, offers: Offers) -> Integers:
    """The number of the group of each arc."""
    if partition is Partition.COMPONENT:
        return _components(arcs, len(market.supply), len(market.capacity))
    if partition is Partition.FAMILY:
        names = [code[:2] or material for code, material in zip(offers.codes, offers.materials, strict=True)]
        _names, group = np.unique(np.array(names, np.str_), return_inverse=True)
    else:
        cells = np.floor(np.column_stack((offers.lat, offers.lon / 2)) / CELL_DEGREES)
        _cells, group = np.unique(cells, axis=0, return_inverse=True)
    label: Integers = group.reshape(-1)[arcs.offers]
    return label


def _priced_by_groups(
    market: Market, arcs: Arcs, group: Integers, executor: Executor | None, enough_gap: float
) -> Priced:
    """Each group by itself with all the room of its needs; what it would use begins the exchange of the whole."""
    order = np.lexsort((arcs.offers, group))
    groups = np.split(order, np.flatnonzero(np.diff(group[order])) + 1) if len(order) else []
    tasks = [
        _part_market(arcs.at(one), np.unique(arcs.offers[one]), np.unique(arcs.needs[one]), market) for one in groups
    ]
    first = np.zeros(len(arcs), np.bool_)
    for one, used in zip(groups, in_order(executor, near_best, tasks), strict=True):
        first[one[used]] = True
    ends = np.cumsum([len(part) for part in market.parts if len(part)])[:-1]
    return priced_exchange(market, enough_gap=enough_gap, first=np.split(first, ends) if len(arcs) else [])


def _part_market(arcs: Arcs, own: Places, theirs: Places, market: Market) -> Market:
    """One part as a market of its own, its rows numbered anew; its arcs sorted by offer."""
    order = np.argsort(arcs.offers, kind="stable")
    inner = Arcs(
        np.searchsorted(own, arcs.offers[order]).astype(np.int32),
        np.searchsorted(theirs, arcs.needs[order]).astype(np.int32),
        arcs.cents[order],
    )
    supply, room, least = market.supply[own], market.capacity[theirs], market.minimum[theirs]
    return Market(supply, room, least, market.units_in_tonne, [inner], len(arcs))


def _components(arcs: Arcs, offers: int, needs: int) -> Integers:
    """The number of the connected part of each arc."""
    heads = offers + arcs.needs.astype(np.int64)
    graph = sparse.coo_matrix((np.ones(len(arcs), np.int8), (arcs.offers, heads)), (offers + needs, offers + needs))
    _count, label = connected_components(graph, directed=False)
    part: Integers = label[arcs.offers].astype(np.int64)
    return part


def _places_by_part(arcs: Arcs, offers: int, needs: int) -> list[Integers]:
    """The places of the arcs of each connected part, the parts in the order of their first arc."""
    part = _components(arcs, offers, needs)
    order = np.argsort(part, kind="stable")
    cuts = np.flatnonzero(np.diff(part[order])) + 1
    return sorted(np.split(order, cuts), key=lambda one: int(one[0])) if len(arcs) else []


def _part(arcs: Arcs, supply: Integers, capacity: Integers, minimum: Integers) -> Part:
    givers, tails = np.unique(arcs.offers, return_inverse=True)
    takers, heads = np.unique(arcs.needs, return_inverse=True)
    own = Arcs(tails.astype(np.int32), heads.astype(np.int32), arcs.cents)
    return Part(own, supply[givers], capacity[takers], minimum[takers])
