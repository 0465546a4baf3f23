"""Reads delimited text as the world writes it: any encoding, any usual delimiter, and every row accounted for."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from tokka.tables.model import Column, Note, Row, Table, WrongTable
from tokka.words import Remark, _

DELIMITERS: Final = (",", ";", "\t", "|")
LONGEST_CELL: Final = 10_000
"""Letters. A longer cell is a broken quotation mark or a document, not an entry of a list."""
LARGEST_FILE: Final = 50_000_000
"""Bytes. A larger list is split, so that memory stays bounded."""
MOST_COLUMNS: Final = 200

_SHORT_REMEDY: Final = Remark(_("Correct the row, and import the file again: rows that are in already stay as they are."))
_MARKS: Final = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
_FOREIGN: Final = (
    (b"PK\x03\x04", _("an Excel workbook or another archive")),
    (b"\xd0\xcf\x11\xe0", _("an old Excel workbook")),
    (b"%PDF", _("a PDF document")),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read: how the file was written, which headings were understood, and every row with its notes."""

    encoding: str
    delimiter: str
    columns: dict[str, str]
    """The heading in the file by the key of the column."""
    ignored: tuple[str, ...]
    """Headings that no column is called by."""
    rows: tuple[Row, ...]


def read_text(table: Table, content: bytes, file: str) -> Sheet:
    """The rows of a delimited text by the columns of `table`. Raises WrongTable where the file as a whole is wrong."""
    _refuse_foreign(content, file)
    text, encoding = decoded(content, file)
    delimiter = delimiter_of(text, table)
    records = _records(text, delimiter, file)
    header = next(records, [])
    columns = _understood(table, header, file)
    rows = tuple(_row(number, cells, header, columns) for number, cells in enumerate(records, start=2) if any(cells))
    ignored = tuple(heading for place, heading in enumerate(header) if place not in columns and heading)
    return Sheet(encoding, delimiter, {column.key: header[at] for at, column in columns.items()}, ignored, rows)


def _refuse_foreign(content: bytes, file: str) -> None:
    save_as_csv = Remark(_("Save the list as CSV in UTF-8, and import that file."))
    if not content.strip():
        raise WrongTable(file, Remark(_("The file is empty.")), save_as_csv)
    if len(content) > LARGEST_FILE:
        says = Remark(_("The file has %(megabytes)s MB; at most %(most)s can be read at once."), _megabytes(content))
        raise WrongTable(file, says, Remark(_("Split the list into smaller files.")))
    for mark, name in _FOREIGN:
        if content.startswith(mark):
            raise WrongTable(file, Remark(_("This is %(what)s, not delimited text."), {"what": name}), save_as_csv)


def _megabytes(content: bytes) -> dict[str, object]:
    return {"megabytes": len(content) // 1_000_000, "most": LARGEST_FILE // 1_000_000}


def decoded(content: bytes, file: str) -> tuple[str, str]:
    """The text and the encoding that was found: by its mark, as UTF-8, or the likeliest of the Western ones."""
    for encoding, mark in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding, file), encoding
    if b"\0" in content:
        says = Remark(_("The file holds bytes that no text has."))
        raise WrongTable(file, says, Remark(_("Save the list as CSV in UTF-8, and import that file.")))
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        found = from_bytes(content, cp_isolation=["cp1252", "iso8859_15", "cp1250", "mac_roman", "cp850"]).best()
        encoding = found.encoding if found else "cp1252"
        return content.decode(encoding, errors="replace"), encoding


def _strictly(content: bytes, encoding: str, file: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        says = Remark(_("The file says that it is %(encoding)s, but byte %(byte)s is not."), {"encoding": encoding, "byte": fault.start})
        raise WrongTable(file, says, Remark(_("Save the list as CSV in UTF-8, and import that file."))) from fault


def delimiter_of(text: str, table: Table) -> str:
    """The delimiter under which most headings are understood; of equals, the one that makes more columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def understood(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([first], delimiter=delimiter), [])
        return sum(table.column_called(cell) is not None for cell in cells), len(cells)

    return max(DELIMITERS, key=understood)


def _records(text: str, delimiter: str, file: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield [cell.strip() for cell in cells]
    except csv.Error as fault:
        says = Remark(_("Line %(line)s cannot be read: %(why)s."), {"line": reader.line_num, "why": str(fault)})
        raise WrongTable(file, says, Remark(_("Look for a quotation mark that is not closed in that line."))) from fault


def _understood(table: Table, header: Sequence[str], file: str) -> dict[int, Column]:
    """The columns by their places. Raises WrongTable for a required one that is missing, and for one that comes twice."""
    if len(header) > MOST_COLUMNS:
        says = Remark(_("The file has %(count)s columns; a list has at most %(most)s."), {"count": len(header), "most": MOST_COLUMNS})
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
    says = Remark(
        _("The column “%(column)s” is missing. The first row has: %(found)s."),
        {"column": column.key, "found": ", ".join(header[:12]) or "–"},
    )
    remedy = Remark(_("Name the column in the first row; these names are understood: %(names)s."), {"names": ", ".join((column.key, *column.headings))})
    raise WrongTable(file, says, remedy)


def _row(number: int, cells: Sequence[str], header: Sequence[str], columns: dict[int, Column]) -> Row:
    notes = []
    if len(cells) > len(header):
        says = Remark(_("The row has %(cells)s cells, the heading %(columns)s."), {"cells": len(cells), "columns": len(header)})
        notes.append(Note("", says, _SHORT_REMEDY))
    told = {column.key: cells[place] if place < len(cells) else "" for place, column in columns.items()}
    for place, column in columns.items():
        if len(told[column.key]) > LONGEST_CELL:
            says = Remark(_("The cell has %(length)s letters; at most %(most)s are taken."), {"length": len(told[column.key]), "most": LONGEST_CELL})
            notes.append(Note(header[place], says, _SHORT_REMEDY))
        if column.required and not told[column.key]:
            notes.append(Note(header[place], Remark(_("The cell is empty.")), _SHORT_REMEDY))
    return Row(number, told, tuple(notes))
