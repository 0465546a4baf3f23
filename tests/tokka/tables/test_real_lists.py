"""Every list of the shared data folder is read, and the lines are counted a second time by other means."""

import csv
import gzip
import io
import json
import re
from pathlib import Path

import pytest

from tokka.tables.lists import read_list
from tokka.tables.model import Column, Table
from tokka.tables.organisations import ORGANISATIONS

DATA = Path(__file__).resolve().parents[3] / "../shared/data"
MESSY, BODIES = DATA / "messy_lists", DATA / "organisations"
pytestmark = pytest.mark.skipif(not MESSY.exists(), reason="the shared data folder is not on this machine")

BY_HAND = {
    "be_flanders_erdf_2014_2020.xls": {"Promotor": "name"},
    "lv_all_funds_2014_2020.xls": {"Finansējuma saņēmējs": "name"},
    "de_mv_erdf_2014_2020.csv": {"Name des Begünstigten": "name"},
    "mojibake_sample_raw.csv": {"name_raw": "name"},
    "participations.csv.gz": {"organisationID": "name", "pic": "name"},
    "project_native_sample.json": {"title": "name"},
    "projects.csv.gz": {"title": "name"},
    "projects_with_finnish_participants.jsonl.gz": {"title": "name"},
}
"""Headings in other languages, or of lists that name no organisation, said by hand as on the screen."""


def read(file):
    return read_list(ORGANISATIONS, file.read_bytes(), file.name, mapping=BY_HAND.get(file.name, {}))


def text_of(file):
    content = file.read_bytes()
    return gzip.decompress(content).decode() if file.suffix == ".gz" else content.decode("utf-8-sig")


def records_of(text, delimiter=","):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.mark.parametrize(
    ("name", "rows", "aside", "blank", "header"),
    [
        ("be_flanders_erdf_2014_2020.xls", 23, 3, 2, (4,)),  # rows 5 to 27 as LibreOffice shows them; 29 holds totals
        ("lv_all_funds_2014_2020.xls", 134, 0, 0, (1,)),
        ("de_saarland_esf_2014_2020.xlsx", 142, 2, 10, (11, 12)),
        ("uk_england_esif_2016.csv", 394, 0, 0, (1,)),
        ("dk_erdf_2014_2020_cp1252.csv", 107, 0, 0, (1,)),
        ("de_mv_erdf_2014_2020.csv", 278, 0, 0, (1,)),
        ("fi_erdf_2014_2020_broken.csv", 2381, 0, 0, (1,)),
        ("lf_energy_members.yml", 96, 0, 0, ()),
    ],
)
def test_every_line_of_a_messy_list_is_accounted_for(name, rows, aside, blank, header):
    listing = read(MESSY / name)
    found = (len(listing.rows), len(listing.aside), listing.blank, listing.header, listing.unaccounted)
    assert found == (rows, aside, blank, header, 0)


def test_the_counts_of_the_messy_lists_agree_with_a_second_count():
    utf8 = ("uk_england_esif_2016.csv", "de_mv_erdf_2014_2020.csv")
    assert [len(records_of(text_of(MESSY / name))) - 1 for name in utf8] == [394, 278]
    danish = (MESSY / "dk_erdf_2014_2020_cp1252.csv").read_bytes().decode("cp1252")
    assert len(records_of(danish, ";")) - 1 == 107
    assert len((MESSY / "fi_erdf_2014_2020_broken.csv").read_bytes().splitlines()) - 1 == 2381
    assert text_of(MESSY / "lf_energy_members.yml").count("homepage_url:") == 94
    page = text_of(MESSY / "lv_all_funds_2014_2020.xls")
    assert len(re.findall(r"<tr\b", page)) - 1 == 134


@pytest.mark.parametrize(
    "file",
    [file for file in sorted(BODIES.glob("*/*")) if file.suffix in (".csv", ".gz") and "jsonl" not in file.name],
    ids=lambda file: f"{file.parent.name}/{file.name}",
)
def test_every_row_of_the_lists_of_organisations_is_read(file):
    listing = read(file)
    expected = len(records_of(text_of(file)))
    assert (len(listing.rows), listing.unaccounted, len(listing.aside)) == (expected - 1, 0, 0)
    assert [row.number for row in listing.rows] == list(range(2, expected + 1))


def test_every_record_of_the_json_lists_is_read():
    counts = []
    for name in ("organization_native_sample.json", "project_native_sample.json"):
        file = BODIES / "cordis_h2020" / name
        counts.append((len(read(file).rows), len(json.loads(file.read_bytes()))))
    file = BODIES / "cordis_horizon_europe/projects_with_finnish_participants.jsonl.gz"
    counts.append((len(read(file).rows), len(text_of(file).splitlines())))
    assert counts == [(1066, 1066), (26, 26), (1706, 1706)]


BENEFICIARIES = Table(
    "beneficiaries",
    "Beneficiaries",
    (
        Column("name", "Name", "", required=True, headings=("toteuttajan nimi",)),
        Column("code", "Code", "", headings=("koodi",)),
    ),
)


def test_rows_split_by_unquoted_commas_are_joined_as_their_own_publisher_later_did():
    """The same list was published again in a clean form: 2371 codes are in both, and all beneficiaries agree."""
    listing = read_list(BENEFICIARIES, (MESSY / "fi_erdf_2014_2020_broken.csv").read_bytes(), "broken.csv")
    clean = csv.DictReader(io.StringIO(text_of(BODIES / "fi_erdf_esf_beneficiaries/projects_beneficiaries.csv.gz")))
    right = {row["project_code"]: row["beneficiary"] for row in clean if row["period"] == "2014-2020"}
    both = [row for row in listing.rows if not row.is_refused and row.text("code") in right]
    wrong = [row.number for row in both if letters(row.text("name")) != letters(right[row.text("code")])]
    assert (len(both), wrong, [row.number for row in listing.refused]) == (2371, [], [181, 386, 943])


def letters(text):
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def test_the_members_of_an_association_bring_the_class_under_which_they_stand():
    listing = read(MESSY / "lf_energy_members.yml")
    first = listing.rows[0].cells
    assert (first["name"], first["url"], first["kind"]) == (
        "Alliander (LFESS)",
        "https://alliander.com/",
        "LFESS Member",
    )
    assert [str(row.notes[0].says) for row in listing.refused] == [
        "“Steering” is no entry: its list of entries is empty.",
        "“General” is no entry: its list of entries is empty.",
    ]


def test_names_stored_in_a_wrong_encoding_are_put_right_and_told():
    listing = read(BODIES / "cordis_fp7/mojibake_sample_raw.csv")
    assert listing.rows[1].text("name") == "CLESGO UG (haftungsbeschränkt)"
    assert (3, "name_raw") in [(one.row, one.column) for one in listing.repairs]


def test_danish_headings_in_two_languages_are_understood_by_their_english_half():
    listing = read(MESSY / "dk_erdf_2014_2020_cp1252.csv")
    assert (listing.encoding, listing.delimiter) == ("cp1252", ";")
    assert listing.columns == {"name": "Kontraktansvarlig partner / Beneficiary name"}
    assert listing.rows[0].text("name") == "Væksthus Nordjylland"
