"""Opens delimited text whose quotation marks may be broken: then every line is a row, and nothing is swallowed."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from tokka.tables.grid import LARGEST_FILE, Grid, Line, Opened, refuse_cells, without_blanks
from tokka.words import Remark, _

DELIMITERS: Final = (",", ";", "\t", "|")
LINES_LOOKED_AT: Final = 60

csv.field_size_limit(max(csv.field_size_limit(), LARGEST_FILE))  # a cell too long refuses its row, not the file

Understood = Callable[[Sequence[str]], float]
"""How much of a line is understood as headings."""


def open_delimited(text: str, encoding: str, understood: Understood, file: str) -> Opened:
    """The lines of a delimited text."""
    delimiter = _delimiter_of(text, understood)
    try:
        records = _held(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), file)
        remarks: tuple[Remark, ...] = ()
    except csv.Error as fault:
        records = _held(_line_by_line(text, delimiter), file)
        says = _("Quotation marks are not paired (%(why)s): every line of the file was taken as one row.")
        remarks = (Remark(says, {"why": str(fault)}),)
    lines = [Line(number, tuple(cell.strip() for cell in cells)) for number, cells in enumerate(records, start=1)]
    kept, blank = without_blanks(lines)
    return Opened(_("delimited text"), (Grid(file, kept, blank),), encoding, delimiter, remarks)


def _held(records: Iterable[list[str]], file: str) -> list[list[str]]:
    """All records, refused as soon as they are too many. An empty line takes as much memory as a cell or two."""
    held, count = [], 0
    for record in records:
        held.append(record)
        count += len(record) + 2
        refuse_cells(count, file)
    return held


def _line_by_line(text: str, delimiter: str) -> Iterator[list[str]]:
    for line in io.StringIO(text, newline=None):
        cells = next(csv.reader([line], delimiter=delimiter), [])
        yield _unwrapped(cells, delimiter)


def _unwrapped(cells: list[str], delimiter: str) -> list[str]:
    """A row that was put as a whole into quotation marks is opened again."""
    inner = cells[0] if cells else ""
    if inner.count(delimiter) < 3 or any(cell.strip(" ;,") for cell in cells[1:]):
        return cells
    return next(csv.reader([inner], delimiter=delimiter), []) + cells[1:]


def _delimiter_of(text: str, understood: Understood) -> str:
    """The delimiter under which most headings are understood; of equals, the one that makes the most even columns."""
    start = list(islice(io.StringIO(text, newline=None), LINES_LOOKED_AT))

    def promise(delimiter: str) -> tuple[float, int]:
        rows = list(csv.reader([line[:20_000] for line in start], delimiter=delimiter))
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, often = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        return max((understood(row) for row in rows), default=0.0), often * min(width, 50)

    return max(DELIMITERS, key=promise)
