"""Distances by road as a list gives them; where it says nothing, the great circle with its detour holds (§4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from tokka.symbiosis.candidates import Pairs, Places
from tokka.symbiosis.records import Fault, Integers, Numbers, Rows
from tokka.symbiosis.tables import DISTANCES
from tokka.tables.columns import Columns, read_columns
from tokka.words import Remark, _

FARTHEST_KM: Final = 20_000.0
"""No road on Earth is longer."""
MOST_NAMES: Final = 12

_LEFT_OUT: Final = Remark(_("The row is left out; the great circle with its detour holds there. Correct it."))


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """Kilometres by road between named places. A row of a table stands at its own name, else at its site."""

    places: dict[str, int] = field(default_factory=dict)
    keys: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    """Each known way as from × number of places + to, sorted."""
    km: Numbers = field(default_factory=lambda: np.zeros(0))

    def known_km(self, givers: Rows, takers: Rows, pairs: Pairs) -> Numbers:
        """The kilometres of each pair; not a number where the list does not say."""
        if not len(self.keys):
            return np.full(len(pairs.km), np.nan)
        here, there = self._stand(givers, pairs.offers), self._stand(takers, pairs.needs)
        wanted = here * len(self.places) + there
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        known = (here >= 0) & (there >= 0) & (self.keys[at] == wanted)
        return np.where(known, self.km[at], np.nan)

    def _stand(self, rows: Rows, places: Places) -> Integers:
        """The number of the place at which each of these rows stands; -1 where the list does not name it."""
        met, back = np.unique(places, return_inverse=True)
        return np.array([self._number(rows, at) for at in met.tolist()], np.int64)[back]

    def _number(self, rows: Rows, at: int) -> int:
        return self.places.get(rows.names[at], self.places.get(rows.word("site", at), -1))

    def strangers(self, tables: Iterable[Rows]) -> tuple[str, ...]:
        """Places of the list that no row stands at."""
        met = {name for rows in tables for name in (*rows.names, *rows.words.get("site", ()))}
        return tuple(name for name in self.places if name not in met)


@dataclass(frozen=True, slots=True)
class RoadList:
    """The ways of a file that can be used, and what is to be said of the others."""

    roads: Roads
    faults: tuple[Fault, ...]
    remarks: tuple[Remark, ...]


def read_distances(content: bytes, file: str) -> RoadList:
    """Ways of a delimited text with a row for each pair. Raises WrongTable where the file as a whole is wrong."""
    columns = read_columns(DISTANCES, content, file)
    faults: list[Fault] = []
    ways: dict[tuple[str, str], float] = {}
    for at, way in enumerate(zip(columns.text("from"), columns.text("to"), strict=True)):
        says = _fault(columns, at, way, ways)
        if says:
            faults.append(Fault(file, int(columns.rows[at]), "km", says, _LEFT_OUT))
        else:
            ways[way] = float(columns.number("km")[at])
    remarks: tuple[Remark, ...] = ()
    if columns.ignored:
        named = {"file": file, "columns": ", ".join(columns.ignored[:MOST_NAMES])}
        remarks = (Remark(_("%(file)s: these columns are not used: %(columns)s."), named),)
    return RoadList(roads_of(ways), tuple(faults), remarks)


def _fault(columns: Columns, at: int, way: tuple[str, str], ways: dict[tuple[str, str], float]) -> Remark | None:
    if at in columns.notes:
        return columns.notes[at][0].says
    km = float(columns.number("km")[at])
    if not 0 <= km <= FARTHEST_KM:
        return Remark(_("%(value)s is no distance on Earth in kilometres."), {"value": f"{km:g}"})
    if ways.get(way, km) != km:
        named = {"from": way[0], "to": way[1], "km": f"{ways[way]:g}"}
        return Remark(_("An earlier row says %(km)s km from %(from)s to %(to)s."), named)
    return None


def roads_of(ways: dict[tuple[str, str], float]) -> Roads:
    """A list of ways made ready: the way back is as long as the way there, unless it is given."""
    both = {(there, here): km for (here, there), km in ways.items()} | ways
    places = {name: at for at, name in enumerate(dict.fromkeys(name for way in both for name in way))}
    keys = np.array([places[here] * len(places) + places[there] for here, there in both], np.int64)
    order = np.argsort(keys)
    return Roads(places, keys[order], np.array(list(both.values()), np.float64)[order])


def road_remarks(roads: Roads, tables: Sequence[Rows], file: str) -> tuple[Remark, ...]:
    """The places of the list that no row of the plan bears, so that a slip of the pen in a name is seen."""
    strangers = roads.strangers(tables)
    if not strangers:
        return ()
    named = {
        "file": file,
        "names": ", ".join(strangers[:MOST_NAMES]) + (", …" if len(strangers) > MOST_NAMES else ""),
    }
    return (Remark(_("%(file)s: no row of the plan stands at these places of the list: %(names)s."), named),)
