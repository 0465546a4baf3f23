"""Writes rows as delimited text that our own reader takes back with no change."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tokka.tables.safe import neutral

MARK_OF_UTF8: Final = "\ufeff"
"""Without it Excel takes UTF-8 for the encoding of an old Windows, and ä for Ã¤."""
LINES_AT_ONCE: Final = 1000


class _Line:
    """What the csv module writes to: it gives back the line."""

    def write(self, text: str) -> str:
        return text


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ";") -> Iterator[str]:
    """The text of a CSV file in pieces of many lines, so that a list of any length needs no memory.

    Text that begins like a formula is made safe; numbers keep a decimal point and are no text, so -5 stays -5.
    """
    write = csv.writer(_Line(), delimiter=delimiter, lineterminator="\r\n").writerow
    piece = [MARK_OF_UTF8, write(headings)]
    for row in rows:
        piece.append(write([_written(cell) for cell in row]))
        if len(piece) >= LINES_AT_ONCE:
            yield "".join(piece)
            piece = []
    yield "".join(piece)


def _written(cell: object) -> str:
    if isinstance(cell, str):
        return neutral(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)  # days as 2026-11-24; whole numbers and decimals as they are
