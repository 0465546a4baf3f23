"""Which heading means which column, how sure that is, and why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from tokka.tables.model import Column, Table, plain
from tokka.words import Remark, _

SURE_ENOUGH: Final = 0.75
"""A heading is taken without being asked from here on; a less sure one is only proposed."""
ONE_OF_ITS_NAMES, ONE_OF_TWO_LANGUAGES, WITHOUT_BRACKETS, GIVEN = 1.0, 0.95, 0.9, 1.0
MISSPELT_FROM: Final = 0.87
"""The likeness of letters from which a heading counts as misspelt."""
SHORTEST_MISSPELT: Final = 6
"""Letters. Of shorter names one wrong letter makes another word: `type` and `tyyppi`, `kind` and `king`."""

LONGEST_HEADING: Final = 200
"""Letters. Longer ones are sentences."""

_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]|\*+|\d\)$")
_SLASH: Final = re.compile(r"\s*/\s*|\s*\|\s*|\n")


@dataclass(frozen=True, slots=True)
class Match:
    """A heading of the file at its place (from 0), the column it seems to mean, and from 0 to 1 how sure that is."""

    place: int
    heading: str
    column: str | None
    confidence: float
    why: Remark

    @property
    def is_sure(self) -> bool:
        return self.column is not None and self.confidence >= SURE_ENOUGH


Meaning = tuple[str | None, float, Remark]

_NOBODY = Remark(_("No column is called so."))
_TAKEN = Remark(_("Another heading means the same column more surely."))


class Vocabulary:
    """What the headings of one file can mean: the names of a table's columns, and what was said by hand."""

    def __init__(self, table: Table, given: Mapping[str, str]) -> None:
        self.table = table
        self.columns: dict[str, Column] = {}
        for column in table.columns:
            for name in sorted(column.known_as):
                self.columns.setdefault(name, column)
        self.given = {plain(heading): key for heading, key in given.items()}
        self.known: dict[str, Meaning] = {}

    def meaning(self, heading: str) -> Meaning:
        """The column that a heading most likely means, how sure that is, and why."""
        if heading not in self.known:
            self.known[heading] = self._meaning(heading)
        return self.known[heading]

    def _meaning(self, heading: str) -> Meaning:
        name = plain(heading) if len(heading) <= LONGEST_HEADING else ""
        if not name:
            return None, 0.0, _NOBODY
        if name in self.given:
            return self.given[name] or None, GIVEN, Remark(_("You said so."))
        if column := self.columns.get(name):
            return column.key, ONE_OF_ITS_NAMES, Remark(_("It is one of the column's names."))
        for part in _SLASH.split(heading):
            if column := self.columns.get(plain(part)):
                says = Remark(_("“%(part)s” in it is one of the column's names."), {"part": part})
                return column.key, ONE_OF_TWO_LANGUAGES, says
        if column := self.columns.get(plain(_BRACKETS.sub("", heading))):
            return column.key, WITHOUT_BRACKETS, Remark(_("Without its brackets it is one of the column's names."))
        return self._nearest(name)

    def _nearest(self, name: str) -> Meaning:
        """The name that is spelt most alike. Below the likeness of a misspelling it is never sure enough."""
        found = process.extractOne(name, list(self.columns), scorer=fuzz.ratio, score_cutoff=55)
        if not found:
            return None, 0.0, _NOBODY
        known, alike = found[0], found[1] / 100
        is_misspelt = alike >= MISSPELT_FROM and min(len(name), len(known)) >= SHORTEST_MISSPELT
        sure = alike - 0.1 if is_misspelt else min(alike, SURE_ENOUGH) * 0.9
        return self.columns[known].key, round(sure, 2), Remark(_("It is spelt like “%(known)s”."), {"known": known})

    def understood(self, headings: Sequence[str]) -> float:
        """How many columns a line of headings names, each counted by how sure that is."""
        sure: dict[str, float] = {}
        for heading in headings[:500]:
            column, confidence, _why = self.meaning(heading)
            if column and confidence >= SURE_ENOUGH:
                sure[column] = max(confidence, sure.get(column, 0.0))
        return sum(sure.values())

    def matches(self, headings: Sequence[str]) -> tuple[Match, ...]:
        """Every heading with what it means. A column is given to the surest heading, of equals to the first one."""
        found = [Match(place, heading, *self.meaning(heading)) for place, heading in enumerate(headings)]
        taken: dict[str, int] = {}
        for match in sorted(found, key=lambda one: (-one.confidence, one.place)):
            if match.column and match.is_sure:
                taken.setdefault(match.column, match.place)
        return tuple(
            match
            if not match.column or taken.get(match.column, match.place) == match.place
            else Match(match.place, match.heading, None, match.confidence, _TAKEN)
            for match in found
        )
