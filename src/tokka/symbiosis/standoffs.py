"""Minima that a network cannot meet: smallest sets of rows that stand against each other, and what is given up (§7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Final

import numpy as np

from tokka.conflicts import CannotTell, Conflict, conflicts
from tokka.optimum import Linear
from tokka.symbiosis.network import Blueprint
from tokka.symbiosis.processors import Recipes
from tokka.symbiosis.quality import limits_in
from tokka.symbiosis.records import Integers, Needs, Offers, Rows
from tokka.symbiosis.tables import NEEDS, OFFERS, PROCESSORS
from tokka.tables.model import Table
from tokka.words import Remark, _

MOST_SECONDS: Final = 30.0
"""For finding the conflicts. After it the rest of what falls short is given up as it is, and that is said."""

Place = tuple[str, int]
"""A sort of condition, and the place of a row in the table that it belongs to."""


@dataclass(frozen=True, slots=True)
class Standoff:
    """Rows that cannot all be kept. Without any one of them the others can, where it is the smallest."""

    unmet: tuple[int, ...]
    """The needs whose minimum is given up."""
    rows: tuple[Place, ...]
    is_smallest: bool


def standoffs(drawn: Blueprint, needs: Needs, recipes: Recipes) -> tuple[tuple[Standoff, ...], Blueprint]:
    """The standoffs of a network, and the network without the minima that are given up because of them.

    First everything is opened and lots are of any size, which leaves a linear question; then lots are looked at, as far
    as time allows. Raises CannotTell.
    """
    places = _places(drawn, needs, recipes)
    tonnage = ("minima", "needs", "offers", "capacity", "permits", "limits")
    found, drawn = _found(_opened(drawn), drawn, {sort: places[sort] for sort in tonnage})
    if not len(drawn.rows["lots"]):
        return found, drawn
    try:
        more, drawn = _found(drawn.question, drawn, {sort: places[sort] for sort in ("minima", "lots")})
    except CannotTell:
        more = ()
    return (*found, *more), drawn


def _places(drawn: Blueprint, needs: Needs, recipes: Recipes) -> Mapping[str, Integers]:
    """Of each sort of condition, the place of its row in its table, in the order of the conditions."""
    limits = [need for need in range(len(needs)) for _limit in limits_in(needs.word("limits", need))]
    return {
        "minima": np.flatnonzero(needs.minimum_t > 0),
        "needs": np.arange(len(needs)),
        "offers": np.arange(len(drawn.rows["offers"])),
        "capacity": np.arange(len(recipes.processors)),
        "permits": np.arange(len(recipes)),
        "limits": np.array(limits, np.int64),
        "lots": drawn.direct.pairs.needs[drawn.rows["lot_legs"]].astype(np.int64),
    }


def _opened(drawn: Blueprint) -> Linear:
    """The question with every switch on and lots of any size."""
    question, free = drawn.question, np.concatenate((drawn.rows["ties"], drawn.rows["lots"]))
    low, least, most = question.low.copy(), question.least.copy(), question.most.copy()
    low[question.whole] = 1.0
    least[free], most[free] = -np.inf, np.inf
    return replace(question, low=low, least=least, most=most, whole=np.zeros(0, np.bool_))


def _found(
    question: Linear, drawn: Blueprint, places: Mapping[str, Integers]
) -> tuple[tuple[Standoff, ...], Blueprint]:
    """The standoffs of a question among conditions of these sorts, and the network with the minima that are left."""
    group = np.full(len(question.most), -1)
    known: dict[Place, int] = {}
    for sort, own in places.items():
        by_place = np.array_split(drawn.rows[sort].ravel(), max(len(own), 1))
        for conditions, place in zip(by_place, own.tolist(), strict=False):
            group[conditions] = known.setdefault((sort, place), len(known))
    minima = places["minima"].tolist()
    asking = np.array([known["minima", place] for place in minima], np.int64)
    among, short = conflicts(question, group, asking, max_seconds=MOST_SECONDS)
    found = tuple(sorted((_standoff(one, list(known)) for one in among), key=lambda one: one.unmet))
    unmet = [need for one in found for need in one.unmet]
    least = drawn.question.least[drawn.rows["minima"]] - short[drawn.rows["minima"]]
    return found, drawn.asking(np.where(np.isin(minima, unmet), 0.0, np.maximum(least, 0.0)))


def _standoff(one: Conflict, names: Sequence[Place]) -> Standoff:
    unmet = tuple(names[at][1] for at in one.given_up)
    return Standoff(unmet, tuple(names[at] for at in one.groups), one.is_smallest)


COLUMNS: Final[Mapping[str, tuple[Table, str]]] = {
    "minima": (NEEDS, "minimum_t"),
    "needs": (NEEDS, "tonnes"),
    "offers": (OFFERS, "tonnes"),
    "capacity": (PROCESSORS, "capacity_t"),
    "permits": (PROCESSORS, "permit_t"),
    "limits": (NEEDS, "limits"),
    "lots": (NEEDS, "minimum_lot_t"),
}
"""The column that says what each sort of condition holds to."""


def standoff_remark(one: Standoff, offers: Offers, needs: Needs, recipes: Recipes) -> Remark:
    """What is given up, and the rows that stand against each other, by table and column."""
    smallest = _(
        "%(file)s, row %(rows)s, minimum_t: the minimum cannot be met and is given up. These rows stand against each "
        "other, and without any one of them the others could be kept: %(set)s."
    )
    hurried = _(
        "%(file)s, row %(rows)s, minimum_t: the minimum cannot be met and is given up. These rows stand against each "
        "other; the search for a smaller set ended at its time limit: %(set)s."
    )
    alone = _(
        "%(file)s, row %(rows)s, minimum_t: the minimum cannot be met and is given up. Nothing can reach it, whatever "
        "is left out: look at the accepted codes, the distances, the gate and the limits of contents."
    )
    if one.is_smallest and len(one.rows) == 1:
        return Remark(alone, {"file": needs.file, "rows": _numbered(needs, one.unmet)})
    processors = recipes.inlets.only(np.unique(recipes.processor, return_index=True)[1])
    tables: Mapping[str, Rows] = {
        **dict.fromkeys(("minima", "needs", "limits", "lots"), needs),
        "offers": offers,
        "capacity": processors,
        "permits": recipes.inlets,
    }
    sets = []
    for sort, (table, key) in COLUMNS.items():
        places = [place for own, place in one.rows if own == sort]
        label = next(column.label for column in table.columns if column.key == key)
        if places:
            named = {"label": Remark(label), "file": tables[sort].file, "rows": _numbered(tables[sort], places)}
            sets.append(Remark(_("%(label)s (%(file)s, rows %(rows)s)"), named))
    whole = reduce(lambda first, rest: Remark(_("%(first)s; %(rest)s"), {"first": first, "rest": rest}), sets)
    named = {"file": needs.file, "rows": _numbered(needs, one.unmet), "set": whole}
    return Remark(smallest if one.is_smallest else hurried, named)


def _numbered(rows: Rows, places: Sequence[int]) -> str:
    return ", ".join(str(int(rows.rows[at])) for at in sorted(places))
