"""Reads the rows of a table cell by cell: what is kept, what was repaired, and why a row is refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tokka.tables.align import Habits, aligned, habits_of
from tokka.tables.cells import read_cell
from tokka.tables.grid import LONGEST_CELL, Line, Raw, written
from tokka.tables.mapping import Match
from tokka.tables.model import Cell, Column, Holds, Note, Row, Table
from tokka.tables.numbers import day_with, decimal_mark, number_with, order_of_days, proves_nothing
from tokka.tables.safe import as_it_was
from tokka.tables.shape import Shape
from tokka.words import Remark, _

_SCIENTIFIC: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_MANGLED: Final = re.compile(r"[ÂÃÄÅâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_LONGER_THAN_A_DOUBLE: Final = 1e15
_CORRECT_ROW: Final = Remark(
    _("Correct the row, and import the file again: rows that are in already stay as they are.")
)
_AS_TEXT: Final = Remark(_("Format the column as text, enter the number again, and import the file again."))
_VALUES_ONLY: Final = Remark(_("Put its value in place of the formula, and import the file again."))
_MENDED: Final = Remark(_("Letters that had been stored in a wrong encoding were put right."))


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell or row that was put right: the row, the column as the file calls it, and what was done."""

    row: int
    column: str
    says: Remark


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of a table, what was repaired in them, and what its columns prove of decimal marks and days."""

    rows: tuple[Row, ...]
    repairs: tuple[Repair, ...]
    marks: Mapping[str, str]
    remarks: tuple[Remark, ...]


Cellwise = tuple[Cell, Remark | None, Remark | None]
"""What a cell holds, what is wrong with it, and what to do about that."""


def reading_of(table: Table, places: Mapping[int, Match], shape: Shape, delimiter: str) -> Reading:
    """Read every row of the body. The columns are looked at as a whole first."""
    columns = {column.key: column for column in table.columns}
    wanted = {place: columns[match.column] for place, match in places.items() if match.column}
    repairs: list[Repair] = []
    lines = _fitted(shape, delimiter, repairs)
    texts = {column.key: _texts(lines, place) for place, column in wanted.items()}
    marks = _marks(list(wanted.values()), texts)
    remarks = _told(list(wanted.values()), texts, marks)
    rows = tuple(_row(line, wanted, shape.headings, marks, repairs) for line in lines)
    return Reading(rows, tuple(repairs), marks, tuple(remarks))


def _texts(lines: Sequence[Line], place: int) -> list[str]:
    cells = (line.cells[place] for line in lines if place < len(line.cells))
    return [cell for cell in cells if isinstance(cell, str) and cell]


def _marks(columns: Sequence[Column], texts: Mapping[str, list[str]]) -> dict[str, str]:
    """What columns prove; a number column without proof of its own follows the others where they agree."""
    marks: dict[str, str] = {}
    numbers = [column.key for column in columns if column.holds is Holds.NUMBER]
    for key in numbers:
        if (proved := decimal_mark(texts[key])) is not None:
            marks[key] = proved
    if len(agreed := set(marks.values()) - {""}) == 1:
        marks = {**dict.fromkeys(numbers, next(iter(agreed))), **marks}
    for column in columns:
        if column.holds is Holds.DAY and (order := order_of_days(texts[column.key])):
            marks[column.key] = order
    return marks


def _told(columns: Sequence[Column], texts: Mapping[str, list[str]], marks: Mapping[str, str]) -> list[Remark]:
    remarks = []
    for key in (column.key for column in columns if column.holds is Holds.NUMBER):
        if marks.get(key) == "":
            says = _("The cells of “%(column)s” contradict each other on the decimal mark: each was read on its own.")
            remarks.append(Remark(says, {"column": key}))
        elif key not in marks and any(proves_nothing(text) for text in texts[key]):
            says = _("No cell of “%(column)s” proves the decimal mark: 1,234 was read as 1.234.")
            remarks.append(Remark(says, {"column": key}))
    return remarks


def _fitted(shape: Shape, delimiter: str, repairs: list[Repair]) -> list[Line]:
    """Lines as wide as the headings where that can be had: stray marks cut off, split cells joined again."""
    width = len(shape.headings)
    lines = [_trimmed(line, width, repairs) for line in shape.rows]
    habits = habits_of(lines, width) if delimiter and any(len(line.cells) > width for line in lines) else None
    if habits is None:
        return lines
    return [_joined(line, width, habits, delimiter, repairs) for line in lines]


def _trimmed(line: Line, width: int, repairs: list[Repair]) -> Line:
    kept = len(line.cells)
    while kept > width and str(line.cells[kept - 1]).strip(' ;,\t"') == "":
        kept -= 1
    if any(cell != "" for cell in line.cells[kept:]):
        repairs.append(Repair(line.number, "", Remark(_("Stray marks after the last column were left out."))))
    return line if kept == len(line.cells) else Line(line.number, line.cells[:kept], line.wrong)


def _joined(line: Line, width: int, habits: Habits, delimiter: str, repairs: list[Repair]) -> Line:
    whole = aligned(line, width, habits, delimiter)
    if whole is None:
        return line
    counts = {"cells": len(line.cells), "columns": width}
    says = _("The row had %(cells)s cells for %(columns)s columns: those that a delimiter had split were joined again.")
    repairs.append(Repair(line.number, "", Remark(says, counts)))
    return whole


def _row(
    line: Line,
    wanted: Mapping[int, Column],
    headings: Sequence[str],
    marks: Mapping[str, str],
    repairs: list[Repair],
) -> Row:
    notes = _notes_of(line, len(headings))
    cells: dict[str, Cell] = {}
    for place, column in wanted.items():
        raw = line.cells[place] if place < len(line.cells) else ""
        if isinstance(raw, str) and (whole := mended(raw)) != raw:
            repairs.append(Repair(line.number, headings[place], _MENDED))
            raw = whole
        told = ("", line.wrong[place], _VALUES_ONLY) if place in line.wrong else None
        cells[column.key], wrong, remedy = told or _cell(column, raw, marks.get(column.key, ""))
        if wrong:
            notes.append(Note(headings[place], wrong, remedy or _CORRECT_ROW))
    return Row(line.number, cells, tuple(notes))


def _notes_of(line: Line, width: int) -> list[Note]:
    """What is wrong with a line as a whole."""
    if -1 in line.wrong:
        return [Note("", line.wrong[-1], _CORRECT_ROW)]
    if len(line.cells) <= width:
        return []
    counts = {"cells": len(line.cells), "columns": width}
    return [Note("", Remark(_("The row has %(cells)s cells, the heading %(columns)s."), counts), _CORRECT_ROW)]


def mended(text: str) -> str:
    """UTF-8 that was once read as Windows-1252 is read rightly: Ã¤ becomes ä. Other text stays as it is."""
    if text.isascii() or not _MANGLED.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _cell(column: Column, raw: Raw, mark: str) -> Cellwise:
    if isinstance(raw, str):
        return _formula(raw) if raw.startswith("=") else _text_cell(column, as_it_was(raw), mark)
    if isinstance(raw, bool):
        return _outcome(column, written(raw))
    if isinstance(raw, date):
        return (raw if column.holds is Holds.DAY else raw.isoformat()), None, None
    if column.holds is Holds.NUMBER:
        return float(raw), None, None
    if column.holds is Holds.TEXT and abs(raw) >= _LONGER_THAN_A_DOUBLE:
        says = _("The number %(value)s is longer than a spreadsheet keeps: its last digits are lost.")
        return "", Remark(says, {"value": written(raw)}), _AS_TEXT
    return _outcome(column, written(raw))


def _formula(text: str) -> Cellwise:
    return "", Remark(_("“%(value)s” is a formula, not a value."), {"value": text[:80]}), _VALUES_ONLY


def _text_cell(column: Column, text: str, mark: str) -> Cellwise:
    if len(text) > LONGEST_CELL:
        lengths = {"length": len(text), "most": LONGEST_CELL}
        return text[:80], Remark(_("The cell has %(length)s letters; at most %(most)s are taken."), lengths), None
    if column.required and not text:
        return "", Remark(_("The cell is empty.")), None
    if column.holds is Holds.NUMBER and text:
        value = number_with(text, mark)
        return value, None if value is not None else Remark(_("“%(value)s” is no number."), {"value": text[:80]}), None
    if column.holds is Holds.DAY and text:
        return _day(text, mark)
    if _SCIENTIFIC.fullmatch(text):
        says = _("“%(value)s” was written in scientific notation by a spreadsheet: digits are lost.")
        return "", Remark(says, {"value": text}), _AS_TEXT
    return _outcome(column, text)


def _day(text: str, order: str) -> Cellwise:
    found = day_with(text, order)
    if found:
        return found, None, None
    if "/" in text and not order:
        says = _("“%(value)s” may be day/month or month/day: no cell of the column proves which.")
        return None, Remark(says, {"value": text[:80]}), Remark(_("Write days as 2026-11-24."))
    says = _("“%(value)s” is no day. Write it as 2026-11-24 or 24.11.2026.")
    return None, Remark(says, {"value": text[:80]}), None


def _outcome(column: Column, text: str) -> Cellwise:
    if column.holds is Holds.TEXT and column.check is None:
        return text, None, None
    value, wrong = read_cell(column, text)
    return value, wrong, None
