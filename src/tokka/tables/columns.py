"""Reads a delimited text by columns, for tables of a hundred thousand rows: the same cells as row by row, sooner."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from tokka.tables.model import Column, Holds, Note, Table
from tokka.tables.text import cell_of, open_text
from tokka.words import Remark, _

Numbers = npt.NDArray[np.float64]

_PLAIN: Final = frozenset("0123456789.+-")
_POWER_OF_TEN: Final = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+")
_WITH_UNIT: Final = re.compile(r"[+-]?[\d\s.,]*\d\s*(?P<unit>[a-zA-Z€%/]+[\w€%/]*)")

_CORRECT: Final = Remark(_("Correct the row and run again; the other rows are planned without it."))


@dataclass(frozen=True, slots=True)
class Columns:
    """A table by its columns. `rows` are the numbers of a spreadsheet (the heading is row 1), faulty rows included."""

    file: str
    rows: npt.NDArray[np.int64]
    texts: Mapping[str, list[str]]
    """Every column that the file has, as written, by its key."""
    numbers: Mapping[str, Numbers]
    """The columns that hold numbers; an empty or faulty cell is not a number (nan)."""
    notes: Mapping[int, tuple[Note, ...]]
    """What is wrong, by the place of the row in these columns."""
    ignored: tuple[str, ...]

    def has(self, key: str) -> bool:
        """Whether the file has the column."""
        return key in self.texts

    def text(self, key: str) -> list[str]:
        """A column as text; empty texts where the file has no such column."""
        return self.texts.get(key) or [""] * len(self.rows)

    def number(self, key: str, otherwise: float = np.nan) -> Numbers:
        """A column of numbers with `otherwise` in its empty cells."""
        if key not in self.numbers:
            return np.full(len(self.rows), otherwise)
        return np.where(np.isnan(self.numbers[key]), otherwise, self.numbers[key])


def read_columns(table: Table, content: bytes, file: str) -> Columns:
    """The columns of a delimited text. Raises WrongTable where the file as a whole is wrong."""
    opened = open_text(table, content, file)
    records = list(opened.records)
    notes: dict[int, list[Note]] = {}
    _note_long_rows(records, len(opened.header), notes)
    texts: dict[str, list[str]] = {}
    numbers: dict[str, Numbers] = {}
    for place, column in opened.columns.items():
        cells = [record[place] if place < len(record) else "" for _number, record in records]
        texts[column.key] = cells
        faults: dict[int, Remark] = {}
        if column.holds is Holds.NUMBER:
            numbers[column.key], faults = _numbers(column, cells)
        elif column.required or column.check or column.holds is not Holds.TEXT:
            texts[column.key], faults = _checked(column, cells)
        for at, says in faults.items():
            notes.setdefault(at, []).append(Note(opened.header[place], says, _CORRECT))
    rows = np.array([number for number, _record in records], np.int64)
    return Columns(file, rows, texts, numbers, {at: tuple(all_of) for at, all_of in notes.items()}, opened.ignored)


def _note_long_rows(records: Sequence[tuple[int, list[str]]], width: int, notes: dict[int, list[Note]]) -> None:
    for at, (_number, record) in enumerate(records):
        if len(record) > width:
            counts = {"cells": len(record), "columns": width}
            says = Remark(_("The row has %(cells)s cells, the heading %(columns)s."), counts)
            notes.setdefault(at, []).append(Note("", says, _CORRECT))


def _checked(column: Column, cells: list[str]) -> tuple[list[str], dict[int, Remark]]:
    kept, faults = list(cells), {}
    for at, cell in enumerate(cells):
        value, wrong = cell_of(column, cell)
        if wrong:
            faults[at] = wrong
        elif column.holds is Holds.TEXT:
            kept[at] = str(value)
    return kept, faults


def _numbers(column: Column, cells: list[str]) -> tuple[Numbers, dict[int, Remark]]:
    """The numbers of a column: all at once where they are plainly written, else cell by cell."""
    if "" not in cells and _PLAIN.issuperset("".join(cells)):
        try:
            return np.array(cells, dtype=np.str_).astype(np.float64), {}
        except ValueError:
            pass
    values, faults = np.full(len(cells), np.nan), {}
    for at, cell in enumerate(cells):
        value, wrong = _number(column, cell)
        if wrong:
            faults[at] = wrong
        elif value is not None:
            values[at] = value
    return values, faults


def _number(column: Column, cell: str) -> tuple[float | None, Remark | None]:
    if _POWER_OF_TEN.fullmatch(cell) and abs(value := float(cell)) < 1e300:
        return value, None
    read, wrong = cell_of(column, cell)
    if wrong and (unit := _WITH_UNIT.fullmatch(cell)):
        named = {"value": cell[:80], "unit": unit["unit"], "expected": column.unit or column.label}
        return None, Remark(
            _("“%(value)s” carries the unit “%(unit)s”. Write a number alone, counted in: %(expected)s."), named
        )
    return (read if isinstance(read, float) else None), wrong
