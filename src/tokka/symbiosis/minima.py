"""Minima that have to be met: which can be, and a smallest set of rows that stands against those that cannot (§7)."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tokka.optimum import cheapest_flow
from tokka.symbiosis.exchange import Arcs
from tokka.symbiosis.records import Integers

LARGEST_SET: Final = 60
"""Needs. A larger set of conflict is named as it was found and not thinned out, to keep the answer quick."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Needs whose minima together exceed what their offers have. Without any one of the needs the others can be met."""

    unmet: int
    """The need whose minimum is given up."""
    needs: tuple[int, ...]
    offers: tuple[int, ...]
    asked: int
    there: int


def conflicts(arcs: Arcs, supply: Integers, capacity: Integers, minimum: Integers) -> tuple[Conflict, ...]:
    """The conflicts among the minima, each for a need whose minimum is then given up; none where all can be met.

    A minimum above the need's own room is judged by its caller. The need given up is the one that fails when needs are
    served in the order of the table.
    """
    minimum = minimum.copy()
    found: list[Conflict] = []
    while True:
        filled, units = _filled(arcs, supply, minimum)
        short = np.flatnonzero(filled < minimum)
        if not len(short):
            return tuple(found)
        unmet = int(short[-1])
        found.append(_conflict(arcs, supply, minimum, units, unmet))
        minimum[unmet] = 0


def _filled(arcs: Arcs, supply: Integers, minimum: Integers) -> tuple[Integers, Integers]:
    """How much of each minimum can be met at once, and by which arcs."""
    wanted = np.flatnonzero(minimum[arcs.needs] > 0)
    some = arcs.at(wanted)
    givers, needs, rest = len(supply), len(minimum), len(supply) + len(minimum)
    flow = cheapest_flow(
        np.concatenate((some.offers, np.arange(rest))),
        np.concatenate((some.needs + givers, np.full(rest, rest))),
        np.concatenate((np.minimum(supply[some.offers], minimum[some.needs]), supply, minimum)),
        np.concatenate((np.zeros(len(some) + givers, np.int64), np.full(needs, -1, np.int64))),
        np.concatenate((supply, np.zeros(needs, np.int64), [-supply.sum()])),
    )
    units = np.zeros(len(arcs), np.int64)
    units[wanted] = flow.flows[: len(some)]
    return flow.flows[len(some) + givers :], units


def _conflict(arcs: Arcs, supply: Integers, minimum: Integers, units: Integers, unmet: int) -> Conflict:
    """The needs that compete with `unmet` for the same offers, thinned out until every one of them matters."""
    needs = _competing(arcs, minimum, units, unmet)
    for need in needs if len(needs) <= LARGEST_SET else ():
        fewer = [one for one in needs if one != need]
        if need != unmet and not _can_be_met(arcs, supply, minimum, fewer):
            needs = fewer
    offers = np.unique(arcs.offers[np.isin(arcs.needs, needs)])
    asked, there = int(minimum[needs].sum()), int(supply[offers].sum())
    return Conflict(unmet, tuple(needs), tuple(offers.tolist()), asked, there)


def _competing(arcs: Arcs, minimum: Integers, units: Integers, unmet: int) -> list[int]:
    """Needs reached from `unmet` by the offers that could serve it and the needs that those offers serve instead."""
    reached = np.zeros(len(minimum), np.bool_)
    reached[unmet] = True
    while True:
        offers = np.unique(arcs.offers[reached[arcs.needs]])
        served = np.isin(arcs.offers, offers) & (units > 0) & (minimum[arcs.needs] > 0)
        wider = reached.copy()
        wider[arcs.needs[served]] = True
        if (wider == reached).all():
            return np.flatnonzero(reached).tolist()
        reached = wider


def _can_be_met(arcs: Arcs, supply: Integers, minimum: Integers, needs: list[int]) -> bool:
    wanted = np.zeros_like(minimum)
    wanted[needs] = minimum[needs]
    filled, _units = _filled(arcs, supply, wanted)
    return bool((filled >= wanted).all())
