"""Puts rows right in which an unquoted delimiter split a cell: by what the sound rows hold in each column.

A row with k cells too many is read in every way that joins neighbouring cells into as many as there are headings. Each
way is weighed by how usual the kinds of its cells are in their columns; the best way is taken only where it is clearly
better than the second best. A dynamic programme over columns and cells weighs all ways at once.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from tokka.tables.grid import Line, written

SOUND_ROWS_NEEDED: Final = 20
MOST_JOINED: Final = 6
"""Cells too many in one row, from which on it is left to its owner."""
CLEARLY: Final = log(20)
"""The best way is at least so much likelier than the second."""
FEW_VALUES: Final = 200
"""A column with no more different values than this is a list of choices: a known choice speaks for itself."""

_DAY: Final = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{2}-\d{2}")
_NUMBER: Final = re.compile(r"[-+−]?[\d\s]*[.,]?\d+(\s?[%€])?")
_CODE: Final = re.compile(r"(?=\S*\d)[A-Z0-9ÅÄÖ-]{2,20}")

Way = tuple[float, tuple[str, ...]]
"""The weight of a way to join the cells, and the cells."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What the sound rows hold: for each column how often which kind of cell, and its choices where they are few."""

    kinds: tuple[Counter[str], ...]
    choices: tuple[frozenset[str], ...]
    rows: int

    def weight(self, place: int, text: str) -> float:
        """The logarithm of how usual a cell is in its column. In a column of choices a new one is unusual."""
        usual = log((self.kinds[place][_kind(text)] + 0.1) / (self.rows + 1))
        if not self.choices[place]:
            return usual
        return usual + log(0.95 if _loosely(text) in self.choices[place] else 0.01)


def _kind(text: str) -> str:
    if not text:
        return "empty"
    for name, pattern in (("day", _DAY), ("number", _NUMBER), ("code", _CODE)):
        if pattern.fullmatch(text):
            return name
    return "text"


def _loosely(text: str) -> str:
    """Letters and figures only: a list that lost its commas still knows its choices."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def habits_of(lines: Sequence[Line], width: int) -> Habits | None:
    """The habits of the rows that are as wide as the headings; None where they are too few to tell."""
    sound = [[written(cell) for cell in line.cells] for line in lines if len(line.cells) == width and not line.wrong]
    if len(sound) < SOUND_ROWS_NEEDED:
        return None
    columns = list(zip(*sound, strict=True))
    kinds = tuple(Counter(map(_kind, column)) for column in columns)
    values = [frozenset(map(_loosely, column)) for column in columns]
    few = min(FEW_VALUES, len(sound) // 4)
    return Habits(kinds, tuple(some if len(some) <= few else frozenset() for some in values), len(sound))


def aligned(line: Line, width: int, habits: Habits, delimiter: str) -> Line | None:
    """The line with its split cells joined again, or None where no way is clearly the best."""
    texts = [written(cell) for cell in line.cells]
    if not 0 < len(texts) - width <= MOST_JOINED:
        return None
    ways = _two_best_ways(texts, width, habits, delimiter)
    if len(ways) > 1 and ways[0][0] - ways[1][0] < CLEARLY:
        return None
    return Line(line.number, ways[0][1], line.wrong)


def _two_best_ways(texts: Sequence[str], width: int, habits: Habits, delimiter: str) -> list[Way]:
    """The two best ways to make `width` cells of all texts."""
    best: dict[int, list[Way]] = {0: [(0.0, ())]}
    most = len(texts) - width + 1
    for place in range(width):
        after: dict[int, list[Way]] = {}
        for used, ways in best.items():
            for count in range(1, min(most, len(texts) - used) + 1):
                cell = f"{delimiter} ".join(texts[used : used + count])
                weight = habits.weight(place, cell)
                after.setdefault(used + count, []).extend((way + weight, (*cells, cell)) for way, cells in ways)
        best = {used: sorted(ways, reverse=True)[:2] for used, ways in after.items()}
    return best[len(texts)]
