"""Reads a list of any form by a declared table. Each line is a heading, a row, set aside with a reason, or blank."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tokka.tables.grid import MOST_COLUMNS, Grid, Opened, written
from tokka.tables.intake import opened
from tokka.tables.mapping import Match, Vocabulary
from tokka.tables.model import Column, Row, Table, WrongTable
from tokka.tables.rows import Reading, Repair, reading_of
from tokka.tables.shape import Aside, Shape, shaped
from tokka.words import Remark, _

NO_MAPPING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Listing:
    """What was read of a file: how it was written, which headings were understood, and every line accounted for."""

    form: str
    sheet: str
    encoding: str
    delimiter: str
    header: tuple[int, ...]
    """The lines that hold the headings; none where the format names its columns itself."""
    matches: tuple[Match, ...]
    """Every heading, the column it means, and how sure that is."""
    columns: Mapping[str, str]
    """The heading in the file by the key of the column."""
    ignored: tuple[str, ...]
    """Headings that no column took."""
    marks: Mapping[str, str]
    """The decimal mark of number columns and the order of slashed days, by the key of the column, where proved."""
    rows: tuple[Row, ...]
    repairs: tuple[Repair, ...]
    aside: tuple[Aside, ...]
    sections: Mapping[int, str]
    blank: int
    lines: int
    remarks: tuple[Remark, ...]
    missing: tuple[Column, ...] = ()
    """Required columns that no heading means, where the reader was told that it may miss some."""
    unread: tuple[str, ...] = ()
    """The other sheets of the workbook with anything in them."""

    @property
    def unaccounted(self) -> int:
        """Lines of the sheet of which nothing is said. Always 0, and tested to be."""
        return self.lines - len(self.header) - len(self.rows) - len(self.aside) - self.blank

    @property
    def refused(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.is_refused)


def read_list(
    table: Table,
    content: bytes,
    file: str,
    *,
    mapping: Mapping[str, str] = NO_MAPPING,
    sheet: str | None = None,
    may_miss: bool = False,
) -> Listing:
    """The rows of a list by the columns of `table`. Raises WrongTable where the file as a whole is wrong.

    `mapping` gives headings of the file their column by hand: a key of the table, or "" for none. `sheet` names the
    sheet of a workbook; without it the one is taken whose headings are understood best, of equals the first. A required
    column that no heading means refuses the file, unless it `may_miss` some: then the list says which.
    """
    words = Vocabulary(table, mapping)
    file_opened = opened(content, file, words.understood)
    grid, shape = _best_sheet(file_opened, words, sheet, file)
    found = words.matches(shape.headings)
    _refuse_width(shape, file)
    missing = _missing(table, found)
    if missing and not may_miss:
        _refuse_missing(missing[0], found, file)
    columns = {match.place: match for match in found if match.is_sure}
    reading = reading_of(table, columns, shape, file_opened.delimiter)
    return _listing(file_opened, grid, shape, found, reading, missing)


def _listing(
    file_opened: Opened,
    grid: Grid,
    shape: Shape,
    found: tuple[Match, ...],
    reading: Reading,
    missing: tuple[Column, ...],
) -> Listing:
    return Listing(
        form=file_opened.form,
        sheet=grid.name,
        encoding=file_opened.encoding,
        delimiter=file_opened.delimiter,
        header=shape.header,
        matches=found,
        columns={match.column: match.heading for match in found if match.is_sure and match.column},
        ignored=tuple(match.heading for match in found if not match.is_sure and match.heading),
        marks=reading.marks,
        rows=reading.rows,
        repairs=reading.repairs,
        aside=shape.aside,
        sections=shape.sections,
        blank=grid.blank,
        lines=len(grid.lines) + grid.blank - (1 if grid.is_headed else 0),
        remarks=(*file_opened.remarks, *_other_sheets(file_opened, grid), *reading.remarks),
        missing=missing,
        unread=tuple(other.name for other in file_opened.grids if other is not grid and other.lines),
    )


def _best_sheet(file_opened: Opened, words: Vocabulary, sheet: str | None, file: str) -> tuple[Grid, Shape]:
    wanted = [grid for grid in file_opened.grids if grid.lines and sheet in (None, grid.name)]
    if not wanted:
        names = ", ".join(grid.name for grid in file_opened.grids)
        says = Remark(_("No sheet with anything in it was found. The file has: %(sheets)s."), {"sheets": names or "–"})
        raise WrongTable(file, says, Remark(_("Name a sheet that has a list.")))
    both = [(grid, shaped(grid, words)) for grid in wanted]
    return max(both, key=lambda one: words.understood(one[1].headings))


def _other_sheets(file_opened: Opened, taken: Grid) -> Iterable[Remark]:
    for grid in file_opened.grids:
        if grid is not taken and grid.lines:
            says = _("The sheet “%(sheet)s” with %(count)s lines was not read. Import it by its name.")
            yield Remark(says, {"sheet": grid.name, "count": len(grid.lines)})


def _refuse_width(shape: Shape, file: str) -> None:
    if len([heading for heading in shape.headings if heading]) > MOST_COLUMNS:
        counts = {"count": len(shape.headings), "most": MOST_COLUMNS}
        says = Remark(_("The file has %(count)s columns; a list has at most %(most)s."), counts)
        raise WrongTable(file, says, Remark(_("Remove the columns that are not needed.")))


def _missing(table: Table, found: tuple[Match, ...]) -> tuple[Column, ...]:
    """The required columns that no heading means: that is for the owner of the list to settle."""
    meant = {match.column for match in found if match.is_sure}
    return tuple(column for column in table.columns if column.required and column.key not in meant)


def _refuse_missing(column: Column, found: tuple[Match, ...], file: str) -> None:
    headings = ", ".join(match.heading[:40] for match in found if match.heading) or "–"
    named = {"column": column.key, "found": headings[:400]}
    says = Remark(_("The column “%(column)s” is missing. The headings found are: %(found)s."), named)
    names = {"names": ", ".join((column.key, *column.headings))}
    remedy = Remark(_("Say which heading means it, or call it by one of its names: %(names)s."), names)
    raise WrongTable(file, says, remedy)


def preview(listing: Listing, count: int = 20) -> tuple[tuple[str, ...], ...]:
    """The first rows as they would be stored, under the keys of their columns."""
    keys = tuple(listing.columns)
    cells = ((row.cells.get(key) for key in keys) for row in listing.rows[:count])
    return keys, *(tuple("" if cell is None else written(cell) for cell in row) for row in cells)
