"""Where one organisation stands among its peers, with an interval that says how little a small group tells (§10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from tokka.benchmark.catalogue import INDICATORS, Quantity, coarse
from tokka.benchmark.disclosure import LEAST
from tokka.benchmark.groups import REGISTERED, Group, Release, release
from tokka.benchmark.pool import Pool
from tokka.words import Remark, _

LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True)
class Position:
    """The share of peers below, ties counted half, in %, and the interval that holds it for the peers at large.

    `peers` does not count the organisation itself. The median is shown from ten peers on, the quartiles from twenty:
    each part that they cut off holds five.
    """

    indicator: Quantity
    group: Group
    value: float
    peers: int
    percentile: float
    low: float
    high: float
    median: float | None
    quartiles: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Silence:
    """An indicator and group of which nothing is shown, and why."""

    indicator: Quantity
    group: Group
    remark: Remark


@dataclass(frozen=True, slots=True)
class Comparison:
    """One organisation beside its peers in one year, by indicator and group in their orders."""

    year: int
    positions: tuple[Position, ...]
    silences: tuple[Silence, ...]
    withheld: tuple[Group, ...]
    """The organisation's own groups that are too small for any indicator."""
    remarks: tuple[Remark, ...]


TOO_FEW: Final = _(
    "Nothing is shown for this group: it has too few organisations, or it would tell apart fewer than five of them."
)
NOT_KNOWN: Final = _("Your own value is not known. Keep the records that would tell, and compare again.")
NOT_A_RANKING: Final = _("A percentile says where you stand among those who shared their sheets. It is not a verdict.")
POOL_TOO_SMALL: Final = _(
    "The pool has %(count)d sheets of %(year)d. Nothing is shown before it has %(least)d: five besides your own."
)


def compare(
    found: Release, *, profile: Mapping[str, str], values: Mapping[str, float | None], organisation: str = ""
) -> Comparison:
    """Place an organisation in every registered group to which its profile belongs.

    A facet that the profile lacks leaves out its groups. `organisation` is its name in the pool, so that it is not its
    own peer; "" where it has not shared a sheet. It has to be the reader's own: to leave out
    another would tell it apart.
    """
    own = found.organisations == organisation
    positions: list[Position] = []
    silences: list[Silence] = []
    for place, group in enumerate(found.groups):
        if all(profile.get(facet) == one for facet, one in group.classes):
            peers = (found.members[place] > 0) & ~own
            for column, indicator in enumerate(INDICATORS):
                value = values.get(indicator.key)
                if value is None:
                    silences.append(Silence(indicator, group, Remark(NOT_KNOWN)))
                elif not found.shown[place, column]:
                    silences.append(Silence(indicator, group, Remark(TOO_FEW)))
                else:
                    theirs = found.values[peers & found.known[:, column], column]
                    positions.append(position(indicator, group, coarse(value), theirs))
    return Comparison(found.year, tuple(positions), tuple(silences), _withheld(found, profile), _remarks(found))


def _withheld(found: Release, profile: Mapping[str, str]) -> tuple[Group, ...]:
    told = (design for design in REGISTERED if all(facet in profile for facet in design))
    own = (Group(tuple((facet, profile[facet]) for facet in design)) for design in told)
    return tuple(group for group in own if group not in found.groups)


def own_sheet(pool: Pool, organisation: str, year: int) -> tuple[Mapping[str, str], Mapping[str, float | None]]:
    """The profile and the values of an organisation's own sheet, as `compare` takes them. Raises KeyError."""
    rows = np.flatnonzero((pool.organisations == organisation) & (pool.years == year))
    if not len(rows):
        raise KeyError(f"The pool has no sheet of {organisation!r} for {year}.")
    row = int(rows[0])
    values = {
        one.key: None if np.isnan(x) else float(x) for one, x in zip(INDICATORS, pool.indicators[row], strict=True)
    }
    return {facet: str(column[row]) for facet, column in pool.profile.items()}, values


def trend(pool: Pool, organisation: str, indicator: str) -> tuple[tuple[int, Position], ...]:
    """The standing among all of each year, for the years in which the organisation has a value and it may be shown."""
    found = []
    for year in sorted(set(map(int, pool.years[pool.organisations == organisation]))):
        profile, values = own_sheet(pool, organisation, year)
        shown = release(pool, year, indicators=(indicator,))
        mine = {indicator: values[indicator]}
        beside = compare(shown, profile=profile, values=mine, organisation=organisation)
        found += [(year, one) for one in beside.positions if not one.group.classes]
    return tuple(found)


def position(indicator: Quantity, group: Group, value: float, peers: NDArray[np.float64]) -> Position:
    """One standing. The interval is Clopper and Pearson's, from those strictly below to those below or level."""
    count, below, level = len(peers), int((peers < value).sum()), int((peers == value).sum())
    if count < LEAST:
        raise ValueError(f"{count} peers are fewer than {LEAST}: the release should not have shown this group.")
    low, high = interval(below, level, count)
    return Position(
        indicator=indicator,
        group=group,
        value=value,
        peers=count,
        percentile=100 * (below + level / 2) / count,
        low=low,
        high=high,
        median=coarse(float(np.median(peers))) if count >= 2 * LEAST else None,
        quartiles=_quartiles(peers) if count >= 4 * LEAST else None,
    )


def interval(below: int, level: int, count: int) -> tuple[float, float]:
    """The bounds in % that hold the percentile among all such organisations with at least 95 % confidence."""
    tail = (1 - LEVEL) / 2
    most = below + level
    low = float(betaincinv(below, count - below + 1, tail)) if below else 0.0
    high = float(betaincinv(most + 1, count - most, 1 - tail)) if most < count else 1.0
    return 100 * low, 100 * high


def _quartiles(peers: NDArray[np.float64]) -> tuple[float, float]:
    first, third = np.quantile(peers, [0.25, 0.75])
    return coarse(float(first)), coarse(float(third))


def _remarks(found: Release) -> tuple[Remark, ...]:
    count = len(found.organisations)
    if count > LEAST:
        return (Remark(NOT_A_RANKING),)
    return (Remark(POOL_TOO_SMALL, {"count": count, "year": found.year, "least": LEAST + 1}),)
