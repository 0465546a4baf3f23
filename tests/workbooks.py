"""Workbooks as people bring them."""

import io
from collections.abc import Iterable

import xlsxwriter


def workbook(*rows: Iterable[object], others: Iterable[str] = ()) -> bytes:
    """An Excel workbook with one sheet of these rows, and others with a line each."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Ostot")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for name in others:
            book.add_worksheet(name).write_row(0, 0, ("a", "b"))
    return out.getvalue()
