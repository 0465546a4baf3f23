"""Writes a declared table as delimited text that our own reader takes back with no change."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from tokka.tables.model import Cell, Table
from tokka.tables.safe import neutral

MARK_OF_UTF8 = "\ufeff"
"""Without it Excel takes UTF-8 for the encoding of an old Windows, and ä for Ã¤."""


def csv_lines(
    table: Table, rows: Iterable[Mapping[str, Cell]], *, columns: Sequence[str] = (), delimiter: str = ";"
) -> Iterator[str]:
    """The lines of a CSV file, one at a time, so that a long list needs no memory. The headings are the columns' keys.

    Text that begins like a formula is made safe; numbers keep a decimal point and are no text, so -5 stays -5.
    """
    keys = tuple(columns) or tuple(column.key for column in table.columns)
    yield MARK_OF_UTF8 + _line(keys, delimiter)
    for row in rows:
        yield _line([_written(row.get(key)) for key in keys], delimiter)


def _line(cells: Iterable[str], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL).writerow(cells)
    return out.getvalue()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float | int):
        return str(int(cell)) if float(cell).is_integer() and abs(cell) < 1e15 else repr(cell)
    return neutral(cell)
