"""The registered peer groups of a pool, and which of them may be shown for each indicator (§8, §9)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tokka.benchmark.catalogue import INDICATORS
from tokka.benchmark.disclosure import HANDS, Rows, admit
from tokka.benchmark.pool import Ints, Pool, Words

Design = tuple[str, ...]

REGISTERED: Final[tuple[Design, ...]] = (
    (),
    ("portfolio",),
    ("size",),
    ("age",),
    ("composition",),
    ("country",),
    ("portfolio", "size"),
)
"""The only ways in which peers are grouped. They are fixed before anyone asks: there is no free query (§8)."""


@dataclass(frozen=True, slots=True)
class Group:
    """Peers with these classes of these facets; without any, all organisations of the pool."""

    classes: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """A name for addresses and JSON, such as `portfolio=food,size=from_15`."""
        return ",".join(f"{facet}={one}" for facet, one in self.classes) or "all"


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """What is shown of one year of a pool: for every reader the same, decided before the first reader asks.

    `members` is groups × organisations, `known` organisations × indicators, `shown` groups × indicators.
    """

    year: int
    organisations: Words
    groups: tuple[Group, ...]
    members: Rows
    values: NDArray[np.float64]
    known: NDArray[np.bool_]
    shown: NDArray[np.bool_]


def release(
    pool: Pool, year: int, *, earlier: Sequence[Release] = (), indicators: Collection[str] | None = None
) -> Release:
    """Decide what may be shown of a year. `earlier` are the releases of that year that people have seen already.

    They count as known to every reader: a newcomer must not be found by comparing the release before and after (§9).
    With `indicators` only those are decided, and no other is shown: each is decided by itself, so nothing else changes.
    Raises ValueError where one of them is of another year.
    """
    if any(one.year != year for one in earlier):
        raise ValueError(f"Every earlier release has to be of {year}: values of different years are different values.")
    rows = pool.rows(year)
    groups, members = _candidates(pool, rows)
    values = pool.indicators[rows]
    organisations = pool.organisations[rows]
    known = ~np.isnan(values)
    is_finer = np.array([len(group.classes) > 1 for group in groups], dtype=bool)
    shown = np.zeros((len(groups), len(INDICATORS)), dtype=bool)
    for column, indicator in enumerate(INDICATORS):
        if indicators is None or indicator.key in indicators:
            shown[:, column] = _decide(column, members, known, organisations, earlier, is_finer)
    return Release(year, organisations, groups, members, values, known, shown)


def _decide(
    column: int,
    members: Rows,
    known: NDArray[np.bool_],
    organisations: Words,
    earlier: Sequence[Release],
    is_finer: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Which groups are shown for one indicator. Who does not know its value is not in its groups."""
    everyone = np.unique(np.concatenate([organisations, *(one.organisations for one in earlier)]))
    before = [_told(one, column, everyone) for one in earlier]
    told_once = np.unique(np.vstack([np.zeros((0, len(everyone))), *before]), axis=0)  # what was told twice tells once
    rows = _spread(members * known[:, column], organisations, everyone)
    return admit(rows, told_once, finer=is_finer)


def _told(one: Release, column: int, everyone: Words) -> Rows:
    """The groups that an earlier release showed for the indicator, over the columns of everyone."""
    return _spread((one.members * one.known[:, column])[one.shown[:, column]], one.organisations, everyone)


def _spread(rows: Rows, organisations: Words, everyone: Words) -> Rows:
    wide = np.zeros((len(rows), len(everyone)))
    wide[:, np.searchsorted(everyone, organisations)] = rows
    return wide


def _candidates(pool: Pool, rows: Ints) -> tuple[tuple[Group, ...], Rows]:
    """Every registered group that holds enough organisations to be thought of, in the order of the designs."""
    groups: list[Group] = []
    members: list[NDArray[np.bool_]] = []
    for design in REGISTERED:
        columns = [pool.profile[facet][rows] for facet in design]
        for classes in sorted(set(zip(*columns, strict=True))) if design else [()]:
            inside = np.ones(len(rows), dtype=bool)
            for column, one in zip(columns, classes, strict=True):
                inside &= column == one
            if inside.sum() >= HANDS:
                groups.append(Group(tuple(zip(design, map(str, classes), strict=True))))
                members.append(inside)
    return tuple(groups), np.array(members, dtype=np.float64).reshape(len(groups), len(rows))
