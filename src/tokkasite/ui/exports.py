"""A list as a file: rows go out as they come in, whatever their number. A spreadsheet takes no cell for a formula."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from tokka.tables.safe import neutral

ROWS_AT_ONCE = 1000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = Sequence[object]


class Line:
    """What the csv module writes to: it gives back the line."""

    def write(self, text: str) -> str:
        return text


def safe(value: object) -> object:
    """The value as a cell: text that begins like a formula is made harmless, nothing stays empty."""
    return neutral(value) if isinstance(value, str) else "" if value is None else value


def csv_lines(columns: Row, rows: Iterable[Row]) -> Iterator[str]:
    """The file in pieces of many lines. It begins with the mark by which Excel knows UTF-8."""
    writer = csv.writer(Line())
    piece = ["\ufeff", writer.writerow(columns)]
    for row in rows:
        piece.append(writer.writerow([safe(value) for value in row]))
        if len(piece) >= ROWS_AT_ONCE:
            yield "".join(piece)
            piece = []
    yield "".join(piece)


def as_csv(name: str, columns: Row, rows: Iterable[Row]) -> HttpResponseBase:
    """Send the rows as `name`.csv while they are read."""
    response = StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_excel(name: str, columns: Row, rows: Iterable[Row]) -> HttpResponseBase:
    """Send the rows as `name`.xlsx. A workbook is whole before it is sent; meanwhile it lies on disk, not in memory."""
    # The response closes the file when it has been sent, and the file then deletes itself.
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 -- closed by FileResponse
    with xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                value = safe(value)
                if isinstance(value, str):
                    sheet.write_string(number, place, value)
                else:
                    sheet.write(number, place, value)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=EXCEL)


FORMATS = {"csv": as_csv, "xlsx": as_excel}
