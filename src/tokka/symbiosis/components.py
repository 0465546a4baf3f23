"""An exchange split into parts that share no offer and no need, each solved wherever there is a processor (§5)."""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from tokka.fleet import in_order
from tokka.symbiosis.exchange import Arcs, Exchange, best_exchange
from tokka.symbiosis.records import Integers


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


def _places_by_part(arcs: Arcs, offers: int, needs: int) -> list[Integers]:
    """The places of the arcs of each connected part, the parts in the order of their first arc."""
    heads = offers + arcs.needs.astype(np.int64)
    graph = sparse.coo_matrix((np.ones(len(arcs), np.int8), (arcs.offers, heads)), (offers + needs, offers + needs))
    _count, label = connected_components(graph, directed=False)
    part = label[arcs.offers]
    order = np.argsort(part, kind="stable")
    cuts = np.flatnonzero(np.diff(part[order])) + 1
    return sorted(np.split(order, cuts), key=lambda one: int(one[0])) if len(arcs) else []


def _part(arcs: Arcs, supply: Integers, capacity: Integers, minimum: Integers) -> Part:
    givers, tails = np.unique(arcs.offers, return_inverse=True)
    takers, heads = np.unique(arcs.needs, return_inverse=True)
    own = Arcs(tails.astype(np.int32), heads.astype(np.int32), arcs.cents)
    return Part(own, supply[givers], capacity[takers], minimum[takers])
