"""OpenDocument spreadsheets: read as others are, and never unpacked beyond what can be held."""

import io
import zipfile

import pytest

from tokka.tables.lists import read_list
from tokka.tables.model import WrongTable
from tokka.tables.organisations import ORGANISATIONS

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def document(*rows, name="Members", kind=KIND, parts=("META-INF/manifest.xml", "content.xml")):
    body = f'<table:table table:name="{name}">{"".join(rows)}</table:table>'
    content = (
        f"<office:document-content {NAMES}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", kind)
        for part, text in zip(("META-INF/manifest.xml", "content.xml"), (MANIFEST, content), strict=True):
            if part in parts:
                archive.writestr(part, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return file.getvalue()


def row(*cells, repeated=1):
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def cell(text, repeated=1):
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def formula(value=""):
    stored = f' office:value-type="string" office:string-value="{value}"' if value else ""
    text = f"<text:p>{value}</text:p>" if value else ""
    return f'<table:table-cell table:formula="of:=[.A1]"{stored}>{text}</table:table-cell>'


BLANK = '<table:table-cell table:number-columns-repeated="16384"/>'


def read(content):
    return read_list(ORGANISATIONS, content, "members.ods")


def test_a_sheet_whose_blanks_reach_to_the_last_corner_is_read():
    listing = read(
        document(row(cell("Nimi"), cell("Kunta")), row(cell("Poro Oy"), cell("Kemi")), row(BLANK, repeated=10**6))
    )
    assert (listing.form, listing.sheet, listing.unaccounted) == ("OpenDocument workbook", "Members", 0)
    assert [dict(one.cells) for one in listing.rows] == [{"name": "Poro Oy", "municipality": "Kemi"}]


def test_repeated_cells_and_rows_count_each():
    listing = read(document(row(cell("Nimi"), cell("Kunta")), row(cell("Kemi", repeated=2), repeated=3)))
    assert [(one.number, dict(one.cells)) for one in listing.rows] == [
        (number, {"name": "Kemi", "municipality": "Kemi"}) for number in (2, 3, 4)
    ]


def test_the_stored_value_of_a_formula_is_taken_and_one_without_a_value_is_refused():
    listing = read(
        document(row(cell("Nimi"), cell("Kunta")), row(formula("Poro Oy"), cell("Kemi")), row(formula(), cell("Kemi")))
    )
    assert [(one.text("name"), [str(note.says) for note in one.notes]) for one in listing.rows] == [
        ("Poro Oy", []),
        ("", ["The cell is a formula without a stored value."]),
    ]
    assert "2 cells of the sheet “Members” are formulas: their stored values were taken." in map(str, listing.remarks)


@pytest.mark.parametrize(
    "rows",
    [
        (row(cell("Poro Oy", repeated=16_384), repeated=1_000_000),),
        (row(cell("P" * 1_000_000, repeated=1_000)),),
        (row(cell('x<text:s text:c="4000000000"/>y')),),
        tuple(row(cell('x<text:s text:c="9000000"/>y')) for _time in range(20)),
    ],
    ids=["cells", "long cells", "spaces", "many spaces"],
)
def test_what_is_repeated_beyond_measure_is_refused_before_it_is_read(rows):
    with pytest.raises(WrongTable, match="repeats cells or spaces beyond what can be held"):
        read(document(row(cell("Nimi")), *rows))


def test_two_cells_far_apart_span_more_than_can_be_held():
    far = row('<table:table-cell table:number-columns-repeated="16383"/>', cell("x"))
    with pytest.raises(WrongTable, match="spans 1000001 rows and 16384 columns, more than can be held"):
        read(document(row(cell("Nimi"), repeated=1), row(BLANK, repeated=999_999), far))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (document(kind="application/vnd.oasis.opendocument.text"), "no OpenDocument one"),
        (document(parts=("META-INF/manifest.xml",)), "The workbook has no content."),
    ],
    ids=["a letter", "no content"],
)
def test_another_document_is_refused_by_its_name(content, says):
    with pytest.raises(WrongTable, match=says):
        read(content)
