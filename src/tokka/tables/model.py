"""A table as it is declared once, for files, forms and pages of the manual alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from unicodedata import combining, normalize

from tokka.words import Remark

Cell = str | float | bool | date | None
"""What a cell holds once it is read. An empty text is "", any other empty cell None."""

Check = Callable[[str], "str | Remark"]
"""The text as it is kept, or a remark that says why it cannot be."""


class Holds(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its label, what it holds, and the headings by which people's lists call it."""

    key: str
    label: str
    meaning: str
    holds: Holds = Holds.TEXT
    unit: str = ""
    required: bool = False
    headings: tuple[str, ...] = ()
    """Other names in the lists of the world, in any language. Case, accents and signs do not matter."""
    check: Check | None = None

    @property
    def known_as(self) -> frozenset[str]:
        return frozenset(plain(name) for name in (self.key, *self.headings))


def called(*, fi: str = "", sv: str = "", en: str = "") -> tuple[str, ...]:
    """Headings of a column in Finnish, Swedish and English, each a list of names with commas between them."""
    return tuple(name.strip() for names in (fi, sv, en) for name in names.split(",") if name.strip())


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of one kind of list."""

    key: str
    label: str
    columns: tuple[Column, ...]

    def column_called(self, heading: str) -> Column | None:
        """The column that a heading means, whatever its case, accents and signs; None where nobody calls it so."""
        name = plain(heading)
        return next((column for column in self.columns if name in column.known_as), None)


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said of one cell: the column as the file calls it, what is the matter, and what to do."""

    column: str
    says: Remark
    remedy: Remark


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file by the keys of its columns. The number is that of a spreadsheet: the heading is row 1."""

    number: int
    cells: Mapping[str, Cell]
    notes: tuple[Note, ...] = ()

    @property
    def is_refused(self) -> bool:
        return bool(self.notes)

    def text(self, key: str) -> str:
        """The text of a column; empty where the file has no such column."""
        return str(self.cells.get(key) or "")


class WrongTable(ValueError):
    """A file that was refused at the door: what is the matter with all of it, and what to do."""

    def __init__(self, file: str, says: Remark, remedy: Remark) -> None:
        self.file, self.says, self.remedy = file, says, remedy
        super().__init__(f"{file}: {says} {remedy}")


def plain(heading: str) -> str:
    """A heading as it is compared: letters and digits only, without case and accents."""
    letters = (letter for letter in normalize("NFKD", heading.casefold()) if not combining(letter))
    return "".join(letter for letter in letters if letter.isalnum())
