"""Lists in any form: found, repaired, or refused with a named reason; every line accounted for."""

import io
import json
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokka.tables import grid
from tokka.tables.lists import preview, read_list
from tokka.tables.model import WrongTable
from tokka.tables.organisations import ORGANISATIONS
from tokka.tables.people import PARTICIPATIONS, PERSONS
from tokka.tables.work import ATTENDANCE, CONTACTS, COSTS, EVENTS, INCOME


def read(content, table=ORGANISATIONS, file="list.csv", **how):
    return read_list(table, content if isinstance(content, bytes) else content.encode(), file, **how)


def notes(listing):
    return [(row.number, note.column, str(note.says)) for row in listing.rows for note in row.notes]


def names(listing):
    return [row.text("name") for row in listing.rows]


def refusal(content, file="list.csv", **how):
    with pytest.raises(WrongTable) as refused:
        read(content, file=file, **how)
    return f"{refused.value.says} {refused.value.remedy}"


def workbook(*rows, merged=(), sheet=None):
    """A workbook as Excel writes it, small enough to be read: text, numbers and ("=", formula, value)."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(cell_xml(number, place, cell) for place, cell in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    spans = "".join(f'<mergeCell ref="{span}"/>' for span in merged)
    data = sheet or f"<sheetData>{''.join(lines)}</sheetData><mergeCells>{spans}</mergeCells>"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    offices = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{packages}"><Relationship Id="rId1" Type="{offices}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{offices}"><sheets>'
        '<sheet name="Jäsenet" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}"><Relationship Id="rId1" '
        f'Type="{offices}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{data}</worksheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


def cell_xml(number, place, cell):
    at = f"{chr(65 + place)}{number}"
    if isinstance(cell, tuple):
        value = f"<v>{cell[2]}</v>" if cell[2] != "" else ""
        return f'<c r="{at}" t="str"><f>{cell[1]}</f>{value}</c>'
    if isinstance(cell, str):
        return f'<c r="{at}" t="inlineStr"><is><t>{cell}</t></is></c>' if cell else ""
    return f'<c r="{at}"><v>{cell}</v></c>'


# Shapes


def test_title_rows_sections_totals_and_repeated_headings_are_set_aside_with_their_reasons():
    listing = read(
        "Lapin verkoston jäsenet;;;\n\nNimi;Y-tunnus;Kunta;Kotisivu\nYritykset;;;\nA Oy;0112038-9;Kemi;a.fi\n"
        "Nimi;Y-tunnus;Kunta;Kotisivu\nKunnat;;;\nB kunta;;Inari;b.fi\nYhteensä;;2;\n"
    )
    assert [(one.number, str(one.says)) for one in listing.aside] == [
        (1, "It stands above the headings."),
        (4, "It has one cell only, as the heading of a section has."),
        (6, "It repeats the headings."),
        (7, "It has one cell only, as the heading of a section has."),
        (9, "It is a row of totals."),
    ]
    assert (listing.header, listing.blank, listing.lines, listing.unaccounted) == ((3,), 1, 9, 0)
    assert [(row.number, row.text("name")) for row in listing.rows] == [(5, "A Oy"), (8, "B kunta")]
    assert listing.sections == {5: "Yritykset", 8: "Kunnat"}


def test_a_list_of_names_alone_has_no_sections():
    assert names(read("Nimi\nA Oy\nB Oy\n")) == ["A Oy", "B Oy"]


def test_a_heading_over_two_rows_is_read_as_one():
    listing = read("Summa;Maksaja;Voimassa;\neuroa;;alkaen;asti\n1 200,50;Lapin liitto;1.1.2026;31.12.2026\n", INCOME)
    assert listing.header == (1, 2)
    assert listing.rows[0].cells == {
        "amount_eur": 1200.5,
        "payer": "Lapin liitto",
        "from_on": date(2026, 1, 1),
        "until_on": date(2026, 12, 31),
    }


def test_merged_headings_and_cells_merged_over_rows_count_in_each_of_them():
    content = workbook(
        ["Jäsenluettelo", "", ""],
        ["Nimi", "Kunta", "Rooli"],
        ["A Oy", "Kemi", "yritys"],
        ["B Oy", "", "yritys"],
        merged=("A1:C1", "B3:B4"),
    )
    listing = read(content, file="jäsenet.xlsx")
    assert (listing.form, listing.sheet, listing.header) == ("Excel workbook", "Jäsenet", (2,))
    assert [row.text("municipality") for row in listing.rows] == ["Kemi", "Kemi"]


# Columns


@pytest.mark.parametrize(
    ("table", "headings", "columns"),
    [
        (PERSONS, "Nimi;Yritys;Sähköposti;Puhelin", ["name", "organisation", "email", "phone"]),
        (PERSONS, "Namn;Företag;E-postadress;Telefon", ["name", "organisation", "email", "phone"]),
        (PERSONS, "Full name,Company,E-mail,Job title", ["name", "organisation", "email", "title"]),
        (PARTICIPATIONS, "Jäsen;Y-tunnus;Liittynyt;Eronnut", ["organisation", "business_id", "from_on", "until_on"]),
        (PARTICIPATIONS, "Organisation;Kluster;Från;Till", ["organisation", "cluster", "from_on", "until_on"]),
        (CONTACTS, "Pvm;Organisaatio;Tapa;Aihe;Muistiinpano", ["on", "organisation", "channel", "subject", "note"]),
        (CONTACTS, "Datum;Företag;Kontaktsätt;Ämne", ["on", "organisation", "channel", "subject"]),
        (EVENTS, "Päivämäärä;Tapahtuma;Paikka;Osallistujia", ["on", "title", "place", "persons"]),
        (EVENTS, "Datum;Evenemang;Plats;Antal deltagare", ["on", "title", "place", "persons"]),
        (ATTENDANCE, "Tapahtuma;Päivä;Organisaatio;Osallistujan nimi", ["event", "on", "organisation", "person"]),
        (INCOME, "Rahoittaja;Sektori;Alkaen;Asti;Summa (€)", ["payer", "sector", "from_on", "until_on", "amount_eur"]),
        (INCOME, "Finansiär;Från;Till;Belopp", ["payer", "from_on", "until_on", "amount_eur"]),
        (COSTS, "Date,Cost type,Description,Amount (EUR)", ["on", "kind", "title", "amount_eur"]),
        (COSTS, "Pvm;Kululaji;Selite;Summa", ["on", "kind", "title", "amount_eur"]),
    ],
)
def test_headings_in_three_languages_are_understood(table, headings, columns):
    delimiter = ";" if ";" in headings else ","
    listing = read(f"{headings}\n{delimiter.join('x' * len(columns))}\n", table)
    assert [match.column for match in listing.matches] == columns


def test_how_sure_a_heading_is_and_why():
    listing = read("Nimi;Nimi / Name;Kunta (2026);Kotisivut:;Verkkosivutt;Kuntaryhmä\nA;B;C;D;E;F\n")
    assert [(match.column, match.confidence) for match in listing.matches] == [
        ("name", 1.0),
        (None, 0.95),
        ("municipality", 0.9),
        ("url", 1.0),
        (None, 0.86),
        (None, 0.6),
    ]
    assert listing.ignored == ("Nimi / Name", "Verkkosivutt", "Kuntaryhmä")


def test_a_column_given_by_hand_is_taken_and_one_given_away_is_not():
    listing = read("Nimi;Promotor\nX;A\n", mapping={"Promotor": "name", "Nimi": ""})
    assert listing.columns == {"name": "Promotor"}


def test_the_preview_shows_what_would_be_stored():
    listing = read("Pvm;Kululaji;Summa\n24.11.2026;Matkat;1 234,50\n", COSTS)
    assert preview(listing) == (("on", "kind", "amount_eur"), ("2026-11-24", "Matkat", "1234.5"))


# Numbers and days


@pytest.mark.parametrize(
    ("sums", "mark", "read_as"),
    [
        (("1.234", "12,50"), ",", [1234.0, 12.5]),
        (("29,275", "5,819,053"), ".", [29275.0, 5819053.0]),
        (("15.414.794", "1.234"), ",", [15414794.0, 1234.0]),
        (("1 234,5 €", "1'000"), ",", [1234.5, 1000.0]),
    ],
)
def test_the_decimal_mark_is_proved_by_the_column_as_a_whole(sums, mark, read_as):
    listing = read("Maksaja;Summa\n" + "".join(f"A;{told}\n" for told in sums), INCOME)
    assert (listing.marks["amount_eur"], [row.cells["amount_eur"] for row in listing.rows]) == (mark, read_as)


def test_a_decimal_mark_without_proof_is_told():
    assert [str(one) for one in read("Maksaja;Summa\nA;1,234\n", INCOME).remarks] == [
        "No cell of “amount_eur” proves the decimal mark: 1,234 was read as 1.234."
    ]


def test_the_order_of_slashed_days_is_proved_by_the_column_or_the_cell_is_refused():
    proved = read("Date,Amount\n6/7/2015,1\n6/29/2015,1\n", COSTS)
    assert [row.cells["on"] for row in proved.rows] == [date(2015, 6, 7), date(2015, 6, 29)]
    assert notes(read("Date,Amount\n6/7/2015,1\n", COSTS)) == [
        (2, "Date", "“6/7/2015” may be day/month or month/day: no cell of the column proves which.")
    ]


# Forms


PAGE = "<table><tr><th>name<th>business_id<th>kunta<tr><td>A Oy<td>0112038-9<td>Kemi<tr><td>B Oy</table>"
CELLS = [["name", "business_id", "kunta"], ["A Oy", "0112038-9", "Kemi"], ["B Oy", "", ""]]
RECORDS = [{"name": "A Oy", "business_id": "0112038-9", "kunta": "Kemi"}, {"name": "B Oy", "kunta": None}]


@pytest.mark.parametrize(
    ("content", "file", "form"),
    [
        (json.dumps(RECORDS), "list.json", "JSON"),
        (json.dumps({"members": RECORDS}), "list.json", "JSON"),
        ("\n".join(map(json.dumps, RECORDS)), "list.jsonl", "JSON lines"),
        ("- name: A Oy\n  business_id: 0112038-9\n  kunta: Kemi\n- name: B Oy\n", "list.yml", "YAML"),
        ("name\tbusiness_id\tkunta\nA Oy\t0112038-9\tKemi\nB Oy\t\t\n", "list.tsv", "delimited text"),
        (PAGE, "list.xls", "web page"),
        (workbook(*CELLS), "list.xlsx", "Excel workbook"),
    ],
    ids=["json", "json with a key", "json lines", "yaml", "tsv", "web page named xls", "xlsx"],
)
def test_the_same_list_in_any_form_is_the_same_list(content, file, form):
    listing = read(content, file=file)
    assert (listing.form, listing.unaccounted) == (form, 0)
    assert [dict(row.cells) for row in listing.rows] == [
        {"name": "A Oy", "business_id": "0112038-9", "municipality": "Kemi"},
        {"name": "B Oy", "business_id": "", "municipality": ""},
    ]


def test_norway_stays_norway_in_yaml():
    assert names(read("- name: NO\n- name: on\n", file="list.yml")) == ["NO", "on"]


def test_a_bad_line_among_json_lines_is_refused_and_the_rest_is_read():
    listing = read('{"name": "A"}\n{"name": \n{"name": "C"}\n', file="list.jsonl")
    assert [row.is_refused for row in listing.rows] == [False, True, False]


# Bad input


def test_formulas_are_refused_in_text_and_their_stored_values_taken_from_a_workbook():
    assert notes(read("name,kunta\n=HYPERLINK(1),Kemi\nB,Kemi\n")) == [
        (2, "name", "“=HYPERLINK(1)” is a formula, not a value.")
    ]
    listing = read(workbook(["name"], [("=", "A1", "A Oy")], [("=", "A2", "")], ["#REF!"]), file="list.xlsx")
    assert names(listing)[0] == "A Oy"
    assert notes(listing) == [
        (3, "name", "The cell is a formula without a stored value."),
        (4, "name", "The cell holds the error #REF! of a formula."),
    ]
    assert str(listing.remarks[0]) == "2 cells of the sheet “Jäsenet” are formulas: their stored values were taken."


def test_a_cell_of_ten_megabytes_is_refused_in_its_row():
    listing = read(b"name\n" + b"a" * 10_000_000 + b"\nB\n")
    assert notes(listing) == [(2, "name", "The cell has 10000000 letters; at most 10000 are taken.")]
    assert names(listing)[1] == "B"


def bomb(size):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * size)
    return packed.getvalue()


def test_a_zip_bomb_named_xlsx_is_refused_before_it_is_unpacked():
    content = bomb(200_000_000)
    tracemalloc.start()
    says = refusal(content, file="list.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert says.startswith("The workbook unpacks to 200 MB in 1 parts; at most 150 MB are unpacked.")
    assert peak < 5_000_000


def test_a_zip_bomb_that_lies_about_its_size_is_refused_too():
    content = bomb(200_000_000)
    told = (200_000_000).to_bytes(4, "little")
    assert content.count(told) == 2
    assert refusal(content.replace(told, (1_000).to_bytes(4, "little")), file="list.xlsx").startswith(
        "The workbook is damaged:"
    )


@pytest.mark.parametrize(
    "corner",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c r = 'xfd1048576'><v>1</v></c></row>",
        '<row r="1048576"><c x="&gt;>" r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="XFC1048576"/><c><v>1</v></c></row>',
    ],
    ids=["plain", "other quotes", "a bracket before", "a cell that does not say where it is"],
)
def test_a_stray_cell_in_the_last_corner_does_not_fill_the_memory(corner):
    sheet = f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>{corner}</sheetData>'
    assert refusal(workbook(sheet=sheet), file="list.xlsx").startswith(
        "The sheet “Jäsenet” spans 1048576 rows and 16384 columns, more than can be held."
    )


def test_five_hundred_columns_are_refused():
    assert refusal("name" + ",x" * 499 + "\nA\n").startswith("The file has 500 columns; a list has at most 200.")


@pytest.mark.parametrize(
    ("content", "file"),
    [
        (b"name\n" + b"a\n" * 20_000, "list.csv"),
        (b"name\n" + b"\n" * 30_000, "list.csv"),
        (json.dumps([{str(number): 1} for number in range(300)]), "list.json"),
        (b"<table>" + b"<td>" * 50_001, "list.xls"),
    ],
    ids=["rows", "empty rows", "records with a key of their own each", "cells of a page"],
)
def test_more_cells_than_can_be_held_are_refused(content, file, monkeypatch):
    monkeypatch.setattr(grid, "MOST_CELLS", 50_000)
    assert refusal(content, file=file).startswith("The list has more than 50000 cells")


def test_identifiers_in_scientific_notation_are_refused_with_the_reason():
    listing = read("name,business_id,id\nA,1.12E+07,\nB,,1.23457E+11\n")
    assert notes(listing) == [
        (2, "business_id", "“1.12E+07” was written in scientific notation by a spreadsheet: digits are lost."),
        (3, "id", "“1.23457E+11” was written in scientific notation by a spreadsheet: digits are lost."),
    ]


def test_yaml_that_refers_back_to_itself_is_refused():
    assert refusal("a: &a [x, x]\nb: [*a, *a]\n", file="list.yml").startswith("The YAML refers back to parts of itself")


@pytest.mark.parametrize("content", ["[" * 100_000, '{"a":' * 800 + "1" + "}" * 800])
def test_json_nested_without_end_is_refused(content):
    assert refusal(content, file="list.json")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is a PDF document, not a list."),
        (b"PK\x03\x04rest", "The workbook is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "The workbook cannot be read"),
        (b"\x1f\x8b\x08", "The packed file ends too early."),
        (b"\xef\xbb\xbfname\n\xe4\n", "The file was taken to be utf-8-sig, but its byte 5 is not."),
        (b"Farm\nA\n", "The column “name” is missing. The headings found are: Farm."),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused_with_its_reason(content, says):
    assert refusal(content).startswith(says)


def test_quotation_marks_that_are_not_paired_swallow_no_row():
    listing = read('name;kunta\nA;Kemi\n"B;Kemi\nC;Kemi\n')
    assert (len(listing.rows), listing.unaccounted) == (3, 0)
    assert str(listing.remarks[0]).startswith("Quotation marks are not paired")


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.json", "a.yml", "a.xlsx"]))
def test_any_bytes_are_read_with_every_line_accounted_for_or_refused(content, file):
    with suppress(WrongTable):
        assert read(b"name;kunta\n" + content, file=file).unaccounted == 0


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=6), max_size=30))
def test_every_line_of_any_grid_is_accounted_for(rows):
    text = "name,business_id,kunta\n" + "\n".join(",".join(json.dumps(cell) for cell in row) for row in rows)
    with suppress(WrongTable):
        listing = read(text)
        told = [*listing.header, *(row.number for row in listing.rows), *(one.number for one in listing.aside)]
        assert (listing.unaccounted, len(told)) == (0, len(set(told)))
