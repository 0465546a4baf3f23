"""The reader of delimited text: the ways in which people's lists are written, and those in which they are wrong."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokka.tables import text as reader
from tokka.tables.model import Column, Holds, Table, WrongTable
from tokka.tables.text import read_text

FARMS = Table(
    "farms",
    "Farms",
    (
        Column("name", "Name", "The name.", required=True, headings=("nimi", "namn")),
        Column("area", "Area", "The fields.", holds=Holds.NUMBER, unit="ha", headings=("pinta-ala", "pinta-ala (ha)")),
    ),
)
LIST = "Nimi;Pinta-ala (ha)\nÄijälä;12,5\nÖrnstedt € Ab;3\n"
FARM_CELLS = [{"name": "Äijälä", "area": 12.5}, {"name": "Örnstedt € Ab", "area": 3.0}]


def read(content):
    return read_text(FARMS, content if isinstance(content, bytes) else content.encode(), "farms.csv")


def refusal(content):
    with pytest.raises(WrongTable) as refused:
        read(content)
    return str(refused.value)


def notes(sheet):
    return [(row.number, note.column, str(note.says)) for row in sheet.rows for note in row.notes]


@pytest.mark.parametrize(
    ("written", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_the_encoding_is_found(written, found):
    sheet = read(LIST.encode(written))
    assert (sheet.encoding, [row.cells for row in sheet.rows]) == (found, FARM_CELLS)


def test_a_long_list_in_latin_letters_is_read_without_a_broken_letter():
    names = ["Kittilä", "Enontekiö", "Sodankylä", "Kemijärvi", "Övertorneå"] * 200
    sheet = read(("Nimi\n" + "\n".join(names)).encode("iso-8859-1"))
    assert [row.cells["name"] for row in sheet.rows] == names


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    sheet = read(f'nimi{delimiter}ala\n"A{delimiter}B"{delimiter}1\n')
    assert (sheet.delimiter, [row.cells for row in sheet.rows]) == (delimiter, [{"name": f"A{delimiter}B"}])


def test_commas_in_the_cells_do_not_make_a_comma_the_delimiter():
    assert [row.cells for row in read("nimi;pinta-ala\nA, B, C;1,5\n").rows] == [{"name": "A, B, C", "area": 1.5}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_ending_and_empty_rows_keep_the_row_numbers_of_the_file(end):
    sheet = read(end.join(["", "nimi;ala", "A;1", "", ";", "B;2"]))
    assert [(row.number, row.cells["name"]) for row in sheet.rows] == [(3, "A"), (6, "B")]


def test_a_row_in_quotes_may_break_its_line():
    assert [(row.number, row.cells["name"]) for row in read('nimi\n"A\nB"\nC\n').rows] == [(2, "A\nB"), (3, "C")]


def test_columns_that_nobody_knows_are_named():
    sheet = read("nimi;väri;\nA;red;\n")
    assert (sheet.columns, sheet.ignored) == ({"name": "nimi"}, ("väri",))


def test_a_short_row_is_filled_with_nothing():
    assert [row.cells for row in read("nimi;pinta-ala\nA\n").rows] == [{"name": "A", "area": None}]


def test_what_is_wrong_in_a_row_is_told_with_row_and_column_and_the_rest_is_read():
    sheet = read("nimi;pinta-ala\n;1\nA;big\nB;1;2\nC;4\n")
    assert notes(sheet) == [
        (2, "nimi", "The cell is empty."),
        (3, "pinta-ala", "“big” is no number."),
        (4, "", "The row has 3 cells, the heading 2."),
    ]
    assert [row.is_refused for row in sheet.rows] == [True, True, True, False]


def test_a_huge_cell_is_refused_in_its_row():
    assert notes(read(f"nimi\n{'a' * 10_001}\nB\n")) == [
        (2, "nimi", "The cell has 10001 letters; at most 10000 are taken.")
    ]


SAVE = "Save the list as CSV in UTF-8, and import that file."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", f"farms.csv: The file is empty. {SAVE}"),
        (b" \r\n\t", f"farms.csv: The file is empty. {SAVE}"),
        (
            b"PK\x03\x04rest",
            f"farms.csv: This is an Excel workbook or another archive, not delimited text. {SAVE}",
        ),
        (b"\xd0\xcf\x11\xe0\xa1", f"farms.csv: This is an old Excel workbook, not delimited text. {SAVE}"),
        (b"%PDF-1.7", f"farms.csv: This is a PDF document, not delimited text. {SAVE}"),
        (b"nimi\nA\0B\n", f"farms.csv: The file holds bytes that no text has. {SAVE}"),
        (b"\xef\xbb\xbfnimi\nA\0B\n", f"farms.csv: The file holds bytes that no text has. {SAVE}"),
        (
            b"\xef\xbb\xbfnimi\n\xe4\n",
            f"farms.csv: The file was taken to be utf-8-sig, but its byte 5 is not. {SAVE}",
        ),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_its_reason(content, says):
    assert refusal(content) == says


def test_a_missing_column_is_named_with_what_was_found_and_what_to_do():
    assert refusal("Farm;Area\nA;1\n") == (
        "farms.csv: The column “name” is missing. The first row has: Farm, Area. "
        "Name the column in the first row; these names are understood: name, nimi, namn."
    )


def test_two_columns_of_one_meaning_are_refused():
    assert refusal("nimi;Namn\nA;B\n") == (
        "farms.csv: Two columns mean the same: nimi, Namn. Rename or remove one of them."
    )


def test_an_open_quotation_mark_swallows_no_rows():
    assert refusal('nimi\nA\n"B\nC\nD\n') == (
        "farms.csv: Row 3 cannot be read: unexpected end of data. "
        "Look in that row for a quotation mark that is not closed, or a cell that never ends."
    )


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(reader, "LARGEST_FILE", 1_000_000)
    assert refusal(b"nimi\n" + b"A\n" * 1_000_000) == (
        "farms.csv: The file has 2 MB; at most 1 can be read at once. Split the list into smaller files."
    )


def test_too_many_columns_are_refused():
    assert refusal("nimi" + ";x" * 200) == (
        "farms.csv: The file has 201 columns; a list has at most 200. Remove the columns that are not needed."
    )


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    with suppress(WrongTable):
        assert read(b"nimi\n" + content).columns == {"name": "nimi"}


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(str.strip)))
def test_every_row_that_was_written_is_read(names):
    quoted = ['"' + name.replace('"', '""') + '"' for name in names]
    sheet = read("nimi\n" + "\n".join(quoted))
    assert [row.cells["name"] for row in sheet.rows] == [name.strip() for name in names]


@pytest.mark.parametrize("encoding", ["cp1252", "cp850"])
def test_a_short_list_with_a_few_finnish_letters_is_read_by_its_encoding(encoding):
    text = "Jäsenluettelo\nYrityksen nimi;Kotikunta\nPoro Oy;Kittilä\n"
    assert reader.decoded(text.encode(encoding), "list.csv") == (text, encoding)
