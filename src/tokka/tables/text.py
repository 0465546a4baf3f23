"""Reads delimited text as the world writes it: any encoding, any usual delimiter, and every row accounted for."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from charset_normalizer import from_bytes

from tokka.tables.cells import read_cell
from tokka.tables.model import Cell, Column, Note, Row, Table, WrongTable
from tokka.words import Remark, _

DELIMITERS: Final = (",", ";", "\t", "|")
LONGEST_CELL: Final = 10_000
"""Letters. A longer cell is a broken quotation mark or a document, not an entry of a list."""
LARGEST_FILE: Final = 50_000_000
"""Bytes. A larger list is split, so that memory stays bounded."""
MOST_COLUMNS: Final = 200
WESTERN: Final = ["cp1252", "mac_roman", "cp850"]
"""Of an old Windows, Macintosh or DOS. No more: a list of many is guessed wrong, and å becomes ĺ without a word."""

_SAVE_AS_CSV: Final = Remark(_("Save the list as CSV in UTF-8, and import that file."))
_CORRECT_ROW: Final = Remark(
    _("Correct the row, and import the file again: rows that are in already stay as they are.")
)
_MARKS: Final = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
_FOREIGN: Final = (
    (b"PK\x03\x04", _("This is an Excel workbook or another archive, not delimited text.")),
    (b"\xd0\xcf\x11\xe0", _("This is an old Excel workbook, not delimited text.")),
    (b"%PDF", _("This is a PDF document, not delimited text.")),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read: how the file was written, which headings were understood, and every row with its notes."""

    encoding: str
    delimiter: str
    columns: Mapping[str, str]
    """The heading in the file by the key of the column."""
    ignored: tuple[str, ...]
    """Headings that no column is called by."""
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose heading is understood and whose rows are still to be read."""

    encoding: str
    delimiter: str
    header: Sequence[str]
    columns: Mapping[int, Column]
    """The columns by their places."""
    records: Iterator[tuple[int, list[str]]]
    """The rows with something in them, with their numbers."""

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headings that no column is called by."""
        return tuple(heading for place, heading in enumerate(self.header) if place not in self.columns and heading)


def open_text(table: Table, content: bytes, file: str) -> Opened:
    """A delimited text with its heading understood. Raises WrongTable where the file as a whole is wrong."""
    _refuse_foreign(content, file)
    text, encoding = decoded(content, file)
    delimiter = delimiter_of(text, table)
    records = _records(text, delimiter, file)
    header = next(records, (1, []))[1]
    return Opened(encoding, delimiter, header, _understood(table, header, file), records)


def read_text(table: Table, content: bytes, file: str) -> Sheet:
    """The rows of a delimited text by the columns of `table`. Raises WrongTable where the file as a whole is wrong."""
    opened = open_text(table, content, file)
    header, columns = opened.header, opened.columns
    rows = tuple(_row(number, cells, header, columns) for number, cells in opened.records)
    known = {column.key: header[at] for at, column in columns.items()}
    return Sheet(opened.encoding, opened.delimiter, known, opened.ignored, rows)


def _refuse_foreign(content: bytes, file: str) -> None:
    if not content.strip():
        raise WrongTable(file, Remark(_("The file is empty.")), _SAVE_AS_CSV)
    if len(content) > LARGEST_FILE:
        sizes = {"megabytes": len(content) // 1_000_000, "most": LARGEST_FILE // 1_000_000}
        says = Remark(_("The file has %(megabytes)s MB; at most %(most)s can be read at once."), sizes)
        raise WrongTable(file, says, Remark(_("Split the list into smaller files.")))
    for mark, says_what in _FOREIGN:
        if content.startswith(mark):
            raise WrongTable(file, Remark(says_what), _SAVE_AS_CSV)


def decoded(content: bytes, file: str) -> tuple[str, str]:
    """The text and the encoding that was found: by its mark, as UTF-8, or the likeliest of the Western ones."""
    for encoding, mark in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding, file), encoding
    if b"\0" in content:
        raise WrongTable(file, Remark(_("The file holds bytes that no text has.")), _SAVE_AS_CSV)
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = _western(content)
        return _strictly(content, encoding, file), encoding


def _western(content: bytes) -> str:
    """The encoding that makes letters of most bytes beyond ASCII; of equals the one that the library finds likelier.

    The library alone takes a short list with a few Finnish letters for one of an old Macintosh.
    """
    odd = {encoding: _odd_signs(content, encoding) for encoding in WESTERN}
    fewest = [encoding for encoding in WESTERN if odd[encoding] == min(odd.values())]
    found = from_bytes(content, cp_isolation=WESTERN).best() if len(fewest) > 1 else None
    return found.encoding if found and found.encoding in fewest else fewest[0]


def _odd_signs(content: bytes, encoding: str) -> int:
    """How many signs beyond ASCII are neither letters nor what people type: dashes, quotation marks, the euro."""
    text = content.decode(encoding, errors="replace")
    return sum(not (sign.isascii() or sign.isalpha() or sign in "–—‘’“”«»°§€²³½·\xa0") for sign in text)


def _strictly(content: bytes, encoding: str, file: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as fault:
        named = {"encoding": encoding, "byte": fault.start}
        says = Remark(_("The file was taken to be %(encoding)s, but its byte %(byte)s is not."), named)
        raise WrongTable(file, says, _SAVE_AS_CSV) from fault
    if "\0" in text:
        raise WrongTable(file, Remark(_("The file holds bytes that no text has.")), _SAVE_AS_CSV)
    return text


def delimiter_of(text: str, table: Table) -> str:
    """The delimiter under which most headings are understood; of equals, the one that makes more columns."""
    first = next((line for line in io.StringIO(text, newline=None) if line.strip()), "")[: LONGEST_CELL * 2]

    def understood(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([first], delimiter=delimiter), [])
        return sum(table.column_called(cell) is not None for cell in cells), len(cells)

    return max(DELIMITERS, key=understood)


def _records(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with something in them, numbered. An open quotation mark would swallow rows, so the file is refused."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            cells = [cell.strip() for cell in record]
            if any(cells):
                yield number, cells
    except csv.Error as fault:
        says = Remark(_("Row %(row)s cannot be read: %(why)s."), {"row": number + 1, "why": str(fault)})
        remedy = Remark(_("Look in that row for a quotation mark that is not closed, or a cell that never ends."))
        raise WrongTable(file, says, remedy) from fault


def _understood(table: Table, header: Sequence[str], file: str) -> dict[int, Column]:
    """The columns by their places. Raises WrongTable for a required one that is missing or one that comes twice."""
    if len(header) > MOST_COLUMNS:
        counts = {"count": len(header), "most": MOST_COLUMNS}
        says = Remark(_("The file has %(count)s columns; a list has at most %(most)s."), counts)
        raise WrongTable(file, says, Remark(_("Remove the columns that are not needed.")))
    found = {place: column for place, heading in enumerate(header) if (column := table.column_called(heading))}
    for column in table.columns:
        called = [header[place] for place, one in found.items() if one is column]
        if column.required and not called:
            _refuse_missing(column, header, file)
        if len(called) > 1:
            says = Remark(_("Two columns mean the same: %(columns)s."), {"columns": ", ".join(called)})
            raise WrongTable(file, says, Remark(_("Rename or remove one of them.")))
    return found


def _refuse_missing(column: Column, header: Sequence[str], file: str) -> None:
    found = ", ".join(heading[:40] for heading in islice(header, 12)) or "–"
    says = Remark(
        _("The column “%(column)s” is missing. The first row has: %(found)s."), {"column": column.key, "found": found}
    )
    names = {"names": ", ".join((column.key, *column.headings))}
    remedy = Remark(_("Name the column in the first row; these names are understood: %(names)s."), names)
    raise WrongTable(file, says, remedy)


def _row(number: int, record: Sequence[str], header: Sequence[str], columns: Mapping[int, Column]) -> Row:
    notes = []
    if len(record) > len(header):
        counts = {"cells": len(record), "columns": len(header)}
        says = Remark(_("The row has %(cells)s cells, the heading %(columns)s."), counts)
        notes.append(Note("", says, _CORRECT_ROW))
    cells: dict[str, Cell] = {}
    for place, column in columns.items():
        cells[column.key], wrong = cell_of(column, record[place] if place < len(record) else "")
        if wrong:
            notes.append(Note(header[place], wrong, _CORRECT_ROW))
    return Row(number, cells, tuple(notes))


def cell_of(column: Column, text: str) -> tuple[Cell, Remark | None]:
    """What a cell of the column holds, and what is wrong with it, if anything: too long, empty though required, or
    of another kind."""
    if len(text) > LONGEST_CELL:
        lengths = {"length": len(text), "most": LONGEST_CELL}
        return text[:80], Remark(_("The cell has %(length)s letters; at most %(most)s are taken."), lengths)
    if column.required and not text:
        return "", Remark(_("The cell is empty."))
    return read_cell(column, text)
