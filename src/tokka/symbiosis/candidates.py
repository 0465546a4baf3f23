"""Every pair of an offer and a need that could be an exchange: same code or material, near enough; none is cut (§4).

Needs of one kind stand sorted by latitude. A block of offers looks at the window of latitudes that can be in reach,
compares all pairs by the product of unit vectors, and keeps those within the distance. Memory is bounded by the block.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, degrees, pi
from typing import Final

import numpy as np
import numpy.typing as npt

from tokka.geography import EARTH_RADIUS_KM
from tokka.symbiosis.records import Integers, Needs, Numbers, Offers, Rows, Truths

Places = npt.NDArray[np.int32]

PAIRS_AT_ONCE: Final = 1_500_000
"""Pairs compared in one go: about 12 MB."""
SLACK: Final = 1e-12
"""The rounding of a product of unit vectors: kept wider here, judged exactly below."""

Kind = tuple[str, str]
"""What offers of one kind share: their waste code and their material."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of an offer and a need by their places in the tables, with the great-circle distance in kilometres."""

    offers: Places
    needs: Places
    km: Numbers

    def where(self, kept: Truths) -> "Pairs":
        """These pairs alone."""
        return self if kept.all() else Pairs(self.offers[kept], self.needs[kept], self.km[kept])


@dataclass(frozen=True, slots=True)
class Kinds:
    """Offers by kind, and for each kind the needs that accept it, both sorted by latitude."""

    kinds: Sequence[Kind]
    offers: Sequence[Integers]
    needs: Sequence[Integers]

    @property
    def unmatched(self) -> Integers:
        """The offers of kinds that no need accepts."""
        none: list[Integers] = [offers for offers, needs in zip(self.offers, self.needs, strict=True) if not len(needs)]
        return np.sort(np.concatenate(none)) if none else np.zeros(0, np.int64)


def kinds_of(offers: Offers, needs: Needs) -> Kinds:
    """Group the offers by code and material, and find the needs that accept each: by code, prefix or material."""
    members: dict[Kind, list[int]] = {}
    for at, kind in enumerate(zip(offers.codes, offers.materials, strict=True)):
        members.setdefault(kind, []).append(at)
    takers = _takers(needs)
    kinds = sorted(members)
    return Kinds(
        kinds,
        [_by_latitude(offers, np.array(members[kind], np.int64)) for kind in kinds],
        [_by_latitude(needs, _accepting(kind, takers)) for kind in kinds],
    )


def _takers(needs: Needs) -> Mapping[str, list[int]]:
    """The needs by what they accept: a code, a prefix, or a material after an equals sign."""
    takers: dict[str, list[int]] = {}
    for at, (prefixes, materials) in enumerate(zip(needs.accepts, needs.materials, strict=True)):
        for word in (*prefixes, *(f"={material}" for material in materials)):
            takers.setdefault(word, []).append(at)
    return takers


def _accepting(kind: Kind, takers: Mapping[str, list[int]]) -> Integers:
    code, material = kind
    words = [code[:digits] for digits in (2, 4, 6) if code] + [f"={material}"] * bool(material)
    found = [at for word in words for at in takers.get(word, ())]
    return np.unique(np.array(found, np.int64))


def _by_latitude(rows: Rows, places: Integers) -> Integers:
    return places[np.argsort(rows.lat[places], kind="stable")]


def on_the_sphere(rows: Rows) -> Numbers:
    """Unit vectors, a row for each place."""
    lat, lon = np.radians(rows.lat), np.radians(rows.lon)
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


def pairs_in_reach(offers: Offers, needs: Needs, kinds: Kinds, max_km: float) -> Iterator[Pairs]:
    """All pairs of one kind at most `max_km` apart, in blocks, sorted by kind, then by the latitude of the offer."""
    from_here, to_there = on_the_sphere(offers), on_the_sphere(needs)
    angle = min(max_km / EARTH_RADIUS_KM, pi)
    window = degrees(angle) * (1 + 1e-9) + 1e-9
    for own, theirs in zip(kinds.offers, kinds.needs, strict=True):
        if not len(theirs):
            continue
        north, taker_north = offers.lat[own], needs.lat[theirs]
        vectors = to_there[theirs]
        for first, last, low, high in _blocks(north, taker_north, window):
            near = from_here[own[first:last]] @ vectors[low:high].T >= cos(angle) - SLACK
            row, column = np.divmod(np.flatnonzero(near), high - low)
            pairs = _measured(own[first + row], theirs[low + column], from_here, to_there)
            yield pairs.where(pairs.km <= max_km)


def _blocks(north: Numbers, taker_north: Numbers, window: float) -> Iterator[tuple[int, int, int, int]]:
    """Blocks of offers (first, last) with their window of needs (low, high), each of bounded size."""
    lows = np.searchsorted(taker_north, north - window, "left")
    highs = np.searchsorted(taker_north, north + window, "right")
    first = 0
    while first < len(north):
        wide = max(1, int(highs[first] - lows[first]))
        last = min(len(north), first + max(1, min(256, PAIRS_AT_ONCE // wide)))
        low, high = int(lows[first]), int(highs[last - 1])
        if low < high:
            yield first, last, low, high
        first = last


def _measured(own: Integers, theirs: Integers, from_here: Numbers, to_there: Numbers) -> Pairs:
    """Distances from the chord, which keeps its digits for near places where the product of vectors loses them."""
    apart = from_here[own] - to_there[theirs]
    chord = np.sqrt(np.einsum("ij,ij->i", apart, apart))
    km = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1.0))
    return Pairs(own.astype(np.int32), theirs.astype(np.int32), km)


def measured(offers: Offers, needs: Needs, own: Places, theirs: Places) -> Pairs:
    """These pairs with their distances, to the same last digit as when they were found."""
    givers, own_back = np.unique(own, return_inverse=True)
    takers, their_back = np.unique(theirs, return_inverse=True)
    here, there = (
        on_the_sphere(offers.only(givers.astype(np.int64))),
        on_the_sphere(needs.only(takers.astype(np.int64))),
    )
    km = _measured(own_back, their_back, here, there).km
    return Pairs(own, theirs, km)
