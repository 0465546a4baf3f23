"""The fair split of a plan's gain among its members: the point of the core nearest to the Shapley value (§10).

A member is an offer or a need; a coalition is worth the optimum of its own members' exchange. Shapley's value weighs
what each adds, but it can leave a coalition better off alone. The core has no such coalition, and is never empty for an
exchange (Shapley and Shubik 1971; Owen 1975). The nearest core point keeps both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Final

import numpy as np
from scipy import sparse

from tokka.optimum import SEED, Linear, best_linear
from tokka.symbiosis.exchange import Arcs, best_exchange
from tokka.symbiosis.market import Market
from tokka.symbiosis.records import Integers, Numbers

Coalition = frozenset[int]
Worth = Callable[[Coalition], float]

MOST_IN_FULL: Final = 15
"""Members up to which every coalition is valued; above it, Shapley is sampled and coalitions are found as needed."""
SAMPLES: Final = 200
"""Orders of arrival that are sampled."""
MOST_ROUNDS: Final = 200
CENT: Final = 0.01


@dataclass(frozen=True, slots=True)
class Split:
    """The gain split among the members, offers first, then needs, in euros."""

    shares: Numbers
    shapley: Numbers
    half_each: Numbers
    """Each exchange's gain split in half between its two sides."""
    total: float
    is_shapley_exact: bool
    shortfall: float
    """By how much the worst coalition is short under `shares`: proven, at most a cent."""
    shapley_shortfall: float
    """By how much the worst coalition is short under Shapley's value: above a cent, it lies outside the core."""


def fair_split(market: Market) -> Split:
    """Split the optimum of a market among its offers and needs."""
    arcs = Arcs.joined(market.parts)
    count = len(market.supply) + len(market.capacity)
    worth = coalition_worth(arcs, market)
    is_exact = count <= MOST_IN_FULL
    shapley = shapley_value(count, worth) if is_exact else sampled_shapley(count, worth)
    total = worth(frozenset(range(count)))
    shares, shortfall = _nearest_in_core(shapley, total, arcs, market)
    _one, unfair = worst_coalition(shapley, arcs, market)
    return Split(shares, shapley, _half_each(arcs, market), total, is_exact, shortfall, unfair)


def coalition_worth(arcs: Arcs, market: Market) -> Worth:
    """What a coalition is worth by itself, in euros; remembered, because orders of arrival share coalitions."""
    known: dict[Coalition, float] = {}
    offers = len(market.supply)

    def worth(members: Coalition) -> float:
        if members not in known:
            inside = np.zeros(offers + len(market.capacity), np.bool_)
            inside[list(members)] = True
            own = arcs.at(np.flatnonzero(inside[arcs.offers] & inside[offers + arcs.needs.astype(np.int64)]))
            value = best_exchange(own, market.supply, market.capacity).value if len(own) else 0
            known[members] = value / (100 * market.units_in_tonne)
        return known[members]

    return worth


def shapley_value(count: int, worth: Worth) -> Numbers:
    """What each member adds, averaged over all orders of arrival (Shapley 1953)."""
    value = np.zeros(count)
    for size in range(count):
        weight = factorial(size) * factorial(count - size - 1) / factorial(count)
        for chosen in combinations(range(count), size):
            before = frozenset(chosen)
            for member in range(count):
                if member not in before:
                    value[member] += weight * (worth(before | {member}) - worth(before))
    return value


def sampled_shapley(count: int, worth: Worth) -> Numbers:
    """The same over a fixed sample of orders, each taken forwards and backwards."""
    value, chance = np.zeros(count), np.random.default_rng(SEED)
    for _sample in range(SAMPLES // 2):
        order = chance.permutation(count).tolist()
        for arrival in (order, order[::-1]):
            before, held = frozenset[int](), 0.0
            for member in arrival:
                before |= {member}
                value[member] += worth(before) - held
                held = worth(before)
    return value / (SAMPLES // 2 * 2)


def _nearest_in_core(wished: Numbers, total: float, arcs: Arcs, market: Market) -> tuple[Numbers, float]:
    """The core point nearest to what is wished, by adding the coalition that is worst off until none is."""
    count = len(wished)
    rows, floors = list(np.eye(count)), [0.0] * count
    for _round in range(MOST_ROUNDS):
        shares = nearest_point(wished, np.array(rows), np.array(floors), total)
        coalition, short = worst_coalition(shares, arcs, market)
        if short <= CENT / 10:
            break
        rows.append(np.isin(np.arange(count), coalition).astype(np.float64))
        floors.append(short + float(shares[coalition].sum()))
    return shares, short


def nearest_point(wished: Numbers, rows: Numbers, floors: Numbers, total: float) -> Numbers:
    """The point nearest to `wished` with rows · x ≥ floors and sum x = total.

    Method: least distance programming by non-negative least squares (Lawson and Hanson 1974, chapter 23), in units of
    the total so that the numbers are near one.
    """
    from scipy.optimize import nnls

    scale = max(abs(total), 1.0)
    ones = np.ones((1, len(wished)))
    bounds = np.concatenate((floors, [total, -total])) / scale
    matrix = np.vstack((rows, ones, -ones))
    lifted = np.vstack((matrix.T, (bounds - matrix @ (wished / scale))[None, :]))
    target = np.zeros(len(wished) + 1)
    target[-1] = 1.0
    weights, _distance = nnls(lifted, target)
    rest = lifted @ weights - target
    return wished if abs(rest[-1]) < 1e-14 else wished - scale * rest[:-1] / rest[-1]


def worst_coalition(shares: Numbers, arcs: Arcs, market: Market) -> tuple[Integers, float]:
    """The coalition that would gain most by leaving, and how much, proven: a mixed-integer question.

    Unknowns: what moves on each arc, and who is in. A member moves something only if it is in, and takes its share.
    """
    moves, offers, members = len(arcs), len(market.supply), len(shares)
    euros = arcs.cents / (100 * market.units_in_tonne)
    ends = np.concatenate((arcs.offers.astype(np.int64), offers + arcs.needs.astype(np.int64)))
    room = np.concatenate((market.supply, market.capacity)).astype(np.float64)
    rows = np.concatenate((ends, np.arange(members)))
    columns = np.concatenate((np.tile(np.arange(moves), 2), moves + np.arange(members)))
    values = np.concatenate((np.ones(2 * moves), -room))
    most = np.minimum(room[arcs.offers], room[offers + arcs.needs.astype(np.int64)])
    question = Linear(
        worth=np.concatenate((euros, -shares)),
        low=np.zeros(moves + members),
        high=np.concatenate((most, np.ones(members))),
        matrix=sparse.coo_matrix((values, (rows, columns)), (members, moves + members)).tocsc(),
        least=np.full(members, -np.inf),
        most=np.zeros(members),
        whole=np.arange(moves + members) >= moves,
    )
    answer = best_linear(question, gap=1e-9)
    inside = np.flatnonzero(answer.x[moves:] > 0.5)
    alone = float(coalition_worth(arcs, market)(frozenset(inside.tolist())))
    return inside, max(0.0, alone - float(shares[inside].sum()))


def _half_each(arcs: Arcs, market: Market) -> Numbers:
    exchange = best_exchange(arcs, market.supply, market.capacity)
    gains = exchange.units * arcs.cents.astype(np.int64) / (200 * market.units_in_tonne)
    sides = ((arcs.offers, len(market.supply)), (arcs.needs, len(market.capacity)))
    return np.concatenate([np.bincount(places, gains, count) for places, count in sides])
