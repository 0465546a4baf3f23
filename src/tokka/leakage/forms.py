"""The two forms of a table's file: long (`row, column, value`) and square (first column the codes of the rows)."""

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tokka.leakage.files import (
    Content,
    cells_of,
    count_lines,
    delimiter_of,
    no_number,
    records_of,
    repeated,
    value_in,
)
from tokka.leakage.refusals import Fault, Refused, refuse
from tokka.leakage.table import Matrix
from tokka.tables.model import plain
from tokka.words import Remark, _

LONG: Final = (
    frozenset({"row", "rows", "rivi", "supplier", "seller"}),
    frozenset({"column", "columns", "col", "sarake", "buyer", "user"}),
    frozenset({"value", "values", "arvo", "amount"}),
)
LABELS: Final = frozenset({"name", "label", "nimi", "selite", "description"})
"""Headings of a square file's columns that explain the codes and hold no euros."""
Places = NDArray[np.int64]
Cells = tuple[Places, Places, Matrix]
"""Places of rows, places of columns, values: three arrays of one length."""


class Form(Protocol):
    """A file's codes in the order of their first appearance, and its cells by the places of those codes."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]

    def cells(self) -> Iterator[Cells]:
        """All cells, a block at a time. Raises Refused naming row, column and line of what is no number."""


def form_of(content: Content) -> Form:
    """Reads the heading and the codes. Raises Refused for a heading that is neither long nor square."""
    line = content.first_line()
    delimiter = delimiter_of(line)
    header = cells_of(line, delimiter)
    names = [plain(name) for name in header]
    places = [next((at for at, name in enumerate(names) if name in known), -1) for known in LONG]
    if min(places) >= 0:
        return Long(content, delimiter, (places[0], places[1], places[2]))
    if len(header) < 2:
        says = _("The first line, “%(line)s”, is no heading of a table.")
        remedy = _("Head a long table by row,column,value, and a square one by code and the codes of its columns.")
        raise refuse(says, {"line": line[:60]}, remedy)
    return Square(content, delimiter, header)


class Long:
    """One cell a line; zeros may be left out."""

    def __init__(self, content: Content, delimiter: str, places: tuple[int, int, int]) -> None:
        self.content, self.delimiter, self.places = content, delimiter, places
        rows: dict[str, None] = {}
        columns: dict[str, None] = {}
        for frame in self._frames():
            rows |= dict.fromkeys(frame["row"].unique(maintain_order=True))
            columns |= dict.fromkeys(frame["column"].unique(maintain_order=True))
        self.rows, self.columns = tuple(rows), tuple(columns)

    def cells(self) -> Iterator[Cells]:
        row_kind, column_kind = pl.Enum(self.rows), pl.Enum(self.columns)
        for frame in self._frames():
            yield (
                frame["row"].cast(row_kind).to_physical().cast(pl.Int64).to_numpy(),
                frame["column"].cast(column_kind).to_physical().cast(pl.Int64).to_numpy(),
                frame["value"].to_numpy(),
            )

    def _frames(self) -> Iterator[pl.DataFrame]:
        first = 1
        for block in self.content.blocks():
            try:
                yield self._fast(block, skip=first == 1)
            except pl.exceptions.PolarsError:
                yield self._slow(block, first)
            first += count_lines(block)

    def _fast(self, block: bytes, *, skip: bool) -> pl.DataFrame:
        """What polars reads at once; anything unusual raises, and the slow way says what it is."""
        names = {self.places[0]: pl.String, self.places[1]: pl.String, self.places[2]: pl.Float64}
        wide = max(self.places) + 1
        schema = {str(at): names.get(at, pl.String) for at in range(max(wide, len(self._first_cells(block))))}
        read = pl.read_csv(
            block, separator=self.delimiter, has_header=False, skip_rows=int(skip), schema=schema, raise_if_empty=False
        )
        frame = read.select(pl.col(str(at)).alias(name) for at, name in zip(self.places, _NAMES, strict=True))
        frame = frame.filter(~pl.all_horizontal(pl.all().is_null()))
        spaced = pl.col("row", "column").str.contains(r"^\s|\s$")
        if frame.select(pl.any_horizontal((pl.col("row", "column").is_null() | spaced).any())).item():
            raise pl.exceptions.ComputeError("codes with blanks around them, or none")
        return frame.with_columns(pl.col("value").fill_null(0.0))

    def _first_cells(self, block: bytes) -> list[str]:
        return cells_of(block[: block.find(b"\n")].decode("utf-8", "replace"), self.delimiter)

    def _slow(self, block: bytes, first: int) -> pl.DataFrame:
        kept: list[tuple[str, str, float]] = []
        faults: list[Fault] = []
        for number, cells in records_of(block, self.delimiter, first):
            if number == 1:
                continue
            row, column, text = (cells[at] if at < len(cells) else "" for at in self.places)
            value = value_in(text)
            if not row or not column:
                says = Remark(_("Line %(line)s names no row or no column."), {"line": number})
                faults.append(Fault(says, Remark(_("Write the code of the seller and of the buyer.")), row, column))
            elif value is None:
                faults.append(no_number(number, text, row, column))
            else:
                kept.append((row, column, value))
        if faults:
            raise Refused(faults)
        return pl.DataFrame(kept, schema={"row": pl.String, "column": pl.String, "value": pl.Float64}, orient="row")


_NAMES: Final = ("row", "column", "value")


class Square:
    """One row a line under a heading of the columns' codes."""

    def __init__(self, content: Content, delimiter: str, header: Sequence[str]) -> None:
        self.content, self.delimiter = content, delimiter
        while header and not header[-1]:
            header = header[:-1]
        self.wide = len(header)
        self.places = [at for at, name in enumerate(header) if at > 0 and plain(name) not in LABELS]
        self.columns = tuple(header[at] for at in self.places)
        self.rows = tuple(self._codes())
        _refuse_repeated(self.rows, self.columns)

    def _codes(self) -> Iterator[str]:
        for number, block in enumerate(self.content.blocks()):
            for line in block.splitlines()[int(number == 0) :]:
                if line.strip():
                    yield self._code(line)

    def _code(self, line: bytes) -> str:
        start = line[:2_000].decode("utf-8", "replace")
        return cells_of(start, self.delimiter)[0] if start.lstrip().startswith('"') else _before(start, self.delimiter)

    def cells(self) -> Iterator[Cells]:
        first, done = 1, 0
        for block in self.content.blocks():
            try:
                values = self._fast(block, skip=first == 1)
            except pl.exceptions.PolarsError:
                values = self._slow(block, first)
            rows = np.repeat(np.arange(done, done + len(values)), len(self.columns))
            columns = np.tile(np.arange(len(self.columns)), len(values))
            yield rows, columns, values.ravel()
            first, done = first + count_lines(block), done + len(values)

    def _fast(self, block: bytes, *, skip: bool) -> Matrix:
        kinds = dict.fromkeys(self.places, pl.Float64)
        schema = {str(at): kinds.get(at, pl.String) for at in range(self.wide)}
        read = pl.read_csv(
            block, separator=self.delimiter, has_header=False, skip_rows=int(skip), schema=schema, raise_if_empty=False
        )
        if read["0"].null_count():
            raise pl.exceptions.ComputeError("empty lines, or a row without a code")
        values = read.drop([str(at) for at in range(self.wide) if at not in kinds])
        return values.fill_null(0.0).to_numpy()

    def _slow(self, block: bytes, first: int) -> Matrix:
        rows: list[list[float]] = []
        faults: list[Fault] = []
        for number, cells in records_of(block, self.delimiter, first):
            if number == 1:
                continue
            if any(cells[self.wide :]):
                faults.append(_too_long(number, len(cells), self.wide, cells[0]))
            texts = [cells[at] if at < len(cells) else "" for at in self.places]
            values = [value_in(text) for text in texts]
            for text, value, column in zip(texts, values, self.columns, strict=True):
                if value is None:
                    faults.append(no_number(number, text, cells[0], column))
            rows.append([value or 0.0 for value in values])
        if faults:
            raise Refused(faults)
        return np.array(rows, dtype=float).reshape(-1, len(self.columns))


def _before(start: str, delimiter: str) -> str:
    return start.partition(delimiter)[0].strip()


def _too_long(number: int, found: int, wide: int, row: str) -> Fault:
    named = {"line": number, "cells": found, "columns": wide}
    says = Remark(_("Line %(line)s has %(cells)s cells under %(columns)s headings."), named)
    return Fault(says, Remark(_("Look for a decimal comma or a delimiter inside a code that is not quoted.")), row)


def _refuse_repeated(rows: Sequence[str], columns: Sequence[str]) -> None:
    says = Remark(_("The code comes twice."))
    remedy = Remark(_("Give every row and every column a code of its own."))
    faults = [Fault(says, remedy, row=code) for code in repeated(rows)]
    faults += [Fault(says, remedy, column=code) for code in repeated(columns)]
    if faults:
        raise Refused(faults)
