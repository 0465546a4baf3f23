"""The exchange in whole units and cents: what there is, what there is room for, and the arcs between (§4, §5)."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tokka.symbiosis.candidates import Kinds, Pairs, pairs_in_reach
from tokka.symbiosis.exchange import Arcs
from tokka.symbiosis.gate import Checkpoint
from tokka.symbiosis.records import Integers, Needs, Numbers, Offers, Truths
from tokka.symbiosis.terms import Objective, Terms

KILOGRAMS: Final = 1000
"""Units in a tonne where some row has a part of a tonne."""


@dataclass(frozen=True, slots=True)
class Market:
    """What there is and what there is room for, in whole units; `parts` are the arcs in blocks, sorted by offer."""

    supply: Integers
    capacity: Integers
    minimum: Integers
    units_in_tonne: int
    parts: list[Arcs]
    candidates: int

    @property
    def count(self) -> int:
        """How many arcs there are."""
        return sum(map(len, self.parts))


def units_of(offers: Offers, needs: Needs) -> int:
    """How many units a tonne has: 1 where all tonnes are whole, else 1000, so that a unit is a kilogram."""
    tonnes = np.concatenate((offers.tonnes, needs.tonnes, needs.minimum_t))
    return 1 if bool((tonnes == np.rint(tonnes)).all()) else KILOGRAMS


def whole(tonnes: Numbers, units_in_tonne: int) -> Integers:
    """Whole units, rounded down: nobody is promised more than there is."""
    return np.floor(tonnes * units_in_tonne + 1e-6).astype(np.int64)


def gains(offers: Offers, needs: Needs, pairs: Pairs, terms: Terms) -> Numbers:
    """What the plan makes large, for a tonne of each pair: cents of benefit, grams of CO2, or nothing but tonnes."""
    if terms.objective is Objective.CO2:
        return 1000 * terms.co2_kg_per_tonne(offers, needs, pairs)
    return 100 * terms.eur_per_tonne(offers, needs, pairs)


def market_of(offers: Offers, needs: Needs, kinds: Kinds, terms: Terms, gate: Checkpoint | None) -> Market:
    """The tables as a market: every arc that an optimal plan can use, and how many candidates there are in all."""
    units = units_of(offers, needs)
    supply, capacity = whole(offers.tonnes, units), whole(needs.tonnes, units)
    minimum = np.minimum(np.ceil(needs.minimum_t * units - 1e-6).astype(np.int64), capacity)
    parts, candidates = _parts(offers, needs, kinds, terms, gate, minimum > 0)
    return Market(supply, capacity, minimum, units, parts, candidates)


def _parts(
    offers: Offers, needs: Needs, kinds: Kinds, terms: Terms, gate: Checkpoint | None, required: Truths
) -> tuple[list[Arcs], int]:
    """The arcs that an optimal plan can use.

    Dropping an arc without gain is exact: staying at home costs nothing, unless the need has a minimum.
    """
    parts, candidates = [], 0
    for pairs in pairs_in_reach(offers, needs, kinds, terms.max_km):
        near = terms.in_reach(offers, needs, pairs)
        through = near if gate is None else near.where(gate.lets_through(near))
        candidates += len(through.km)
        gain = np.rint(np.clip(gains(offers, needs, through, terms), -2e9, 2e9)).astype(np.int32)
        kept = gain > 0
        if terms.objective is Objective.TONNES:
            kept[:] = True
        elif required.any():
            kept |= required[through.needs]
        parts.append(Arcs(through.offers[kept], through.needs[kept], gain[kept]))
    return parts, candidates
