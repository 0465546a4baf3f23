"""A list as a file: rows go out as they come in, whatever their number. A spreadsheet takes no cell for a formula."""

import tempfile
from collections.abc import Iterable, Sequence
from itertools import chain

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from rustpy_xlsxwriter import write_worksheet

from tokka.tables.export import csv_lines
from tokka.tables.safe import neutral

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767
"""Letters that Excel takes in one cell. It refuses a file with more, so the rest stays out."""

Row = Sequence[object]


def as_csv(name: str, columns: Sequence[str], rows: Iterable[Row]) -> HttpResponseBase:
    """Send the rows as `name`.csv while they are read."""
    response = StreamingHttpResponse(csv_lines(columns, rows, delimiter=","), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_excel(name: str, columns: Sequence[str], rows: Iterable[Row]) -> HttpResponseBase:
    """Send the rows as `name`.xlsx. A workbook is whole before it is sent; meanwhile it lies on disk, not in memory."""
    # The response closes the file when it has been sent, and the file then deletes itself.
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 -- closed by FileResponse
    records = (dict(zip(columns, map(in_a_sheet, row), strict=True)) for row in rows)
    # The writer takes the headings from the first record, so an empty list has one without cells.
    first = next(records, dict.fromkeys(columns))
    write_worksheet(chain([first], records), file, bold_headers=True, datetime_format="yyyy-mm-dd")
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=EXCEL)


def in_a_sheet(value: object) -> object:
    """The value as a cell: text that begins like a formula is made harmless."""
    return neutral(value)[:LONGEST] if isinstance(value, str) else value


FORMATS = {"csv": as_csv, "xlsx": as_excel}
