"""What any file holds before its columns are understood: lines of raw cells, numbered as a spreadsheet shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from tokka.tables.model import WrongTable
from tokka.words import Remark, _

Raw = str | int | float | bool | date
"""A cell as the file has it. An empty one is ""."""

LARGEST_FILE: Final = 50_000_000
"""Bytes, packed or unpacked. A larger list is split, so that memory stays bounded."""
MOST_COLUMNS: Final = 200
MOST_CELLS: Final = 5_000_000
"""Cells of one sheet, empty ones included: what a reader holds at once, about half a gigabyte."""
LONGEST_CELL: Final = 10_000
"""Letters. A longer cell is a broken quotation mark or a document, not an entry of a list."""

SAVE_AS_CSV: Final = Remark(_("Save the list as CSV in UTF-8, and import that file."))
NOTHING_WRONG: Final[Mapping[int, Remark]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Span:
    """Merged cells: the first and last line (from 1) and the first and last place (from 0)."""

    first: int
    last: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a row of a sheet (from 1), or the ordinal of a record in JSON and YAML."""

    number: int
    cells: tuple[Raw, ...]
    wrong: Mapping[int, Remark] = field(default_factory=lambda: NOTHING_WRONG)
    """What the format itself says is wrong, by the place of the cell; -1 for the whole line."""

    @property
    def filled(self) -> tuple[int, ...]:
        """The places of the cells with something in them."""
        return tuple(place for place, cell in enumerate(self.cells) if cell != "")

    @property
    def is_blank(self) -> bool:
        return not self.wrong and not any(cell != "" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. Blank lines are counted and left out, so that a sheet that claims a million rows stays small."""

    name: str
    lines: tuple[Line, ...]
    blank: int = 0
    spans: tuple[Span, ...] = ()
    is_headed: bool = False
    """True where the format itself names the columns: JSON and YAML. Then line 0 holds the names."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was opened: its form, its encoding and delimiter if it has them, its sheets, what is to be told."""

    form: str
    grids: tuple[Grid, ...]
    encoding: str = ""
    delimiter: str = ""
    remarks: tuple[Remark, ...] = ()


def written(cell: Raw) -> str:
    """A cell as text. A whole number of a spreadsheet loses the .0 that it never had on screen."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)


def refuse_cells(count: int, file: str) -> None:
    """Raises WrongTable for a sheet of more cells than can be held."""
    if count > MOST_CELLS:
        says = Remark(_("The list has more than %(most)s cells, empty ones included."), {"most": MOST_CELLS})
        raise WrongTable(file, says, Remark(_("Split the list into smaller files.")))


def without_blanks(lines: list[Line]) -> tuple[tuple[Line, ...], int]:
    """The lines with something in them, and how many have nothing."""
    kept = tuple(line for line in lines if not line.is_blank)
    return kept, len(lines) - len(kept)
