"""What helps to describe a stream: amounts in a sentence, what is missing, names, successors, reported transfers."""

from datetime import date

import pytest

from tests.tokka.symbiosis.bench import data
from tokka.symbiosis.amounts import Unit, tonnes_of, yearly_amount_in
from tokka.symbiosis.codes import ends_on, list_on, successors
from tokka.symbiosis.completeness import NEED_PIECES, OFFER_PIECES, completeness_of_need, completeness_of_offer
from tokka.symbiosis.history import read_reported
from tokka.symbiosis.names import name_in
from tokka.symbiosis.suggest import suggest_codes
from tokka.symbiosis.tables import NEEDS, OFFERS

BEFORE, AFTER = date(2026, 12, 8), date(2026, 12, 9)
CODES = list_on(BEFORE)


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("Purkubetonia, murskattu, noin 600 tonnia vuodessa", 600, "t"),
        ("Teräspölyä 1 200 t/v", 1200, "t"),
        ("ca 3,5 tusen ton slagg om året", 3500, "t"),
        ("5000 kg of ash a year", 5000, "kg"),
        ("lietettä 40 m³", 40, "m3"),
    ],
)
def test_a_sentence_that_names_one_amount_of_a_year_tells_it(sentence, value, unit):
    found = yearly_amount_in(sentence)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    "sentence", ["tuhkaa", "10–20 tonnia", "40 t viikossa", "3 t in a month", "2 t and 3 t", "1,500 tonnes", "10 02 02"]
)
def test_what_could_be_read_in_two_ways_is_not_guessed(sentence):
    assert yearly_amount_in(sentence) is None


def test_kilograms_and_cubic_metres_become_tonnes_and_what_is_missing_is_asked_for():
    assert tonnes_of("5 000", Unit.KILOGRAMS, None) == 5.0
    assert tonnes_of("10", Unit.CUBIC_METRES, 1.5) == 15.0
    assert "how many tonnes one cubic metre weighs" in str(tonnes_of("10", Unit.CUBIC_METRES, None))
    assert "Was it written in kilograms" in str(tonnes_of("10", Unit.CUBIC_METRES, 1500))
    assert str(tonnes_of("5000 kg", Unit.TONNES, None)).endswith("Which of the two is it?")
    assert str(tonnes_of("-3", Unit.TONNES, None)) == "There cannot be -3 tonnes."
    assert "is no amount" in str(tonnes_of("some", Unit.TONNES, None))


def test_an_expired_code_names_what_lies_nearest_to_it_on_the_new_list():
    assert CODES.fault("200134") is None
    assert successors("200134", BEFORE) == ()
    assert successors("200134", AFTER) == ("200144",)
    assert successors("190211", AFTER)[0] == "190213"
    assert str(list_on(AFTER).fault("200134")).endswith("Nearest to it on the list since then: 20 01 44.")


def test_a_code_that_ends_is_known_before_and_one_that_is_only_reworded_goes_on():
    assert ends_on("160605", BEFORE) == AFTER
    assert ends_on("160601", BEFORE) is None
    assert ends_on("100202", BEFORE) is None


def test_every_piece_is_a_column_of_the_declared_table():
    for pieces, table in ((OFFER_PIECES, OFFERS), (NEED_PIECES, NEEDS)):
        known = {column.key for column in table.columns}
        assert {one for column, _allows, _matters in pieces for one in column.split("|")} <= known


def test_a_mirror_entry_asks_for_its_assessment_and_an_absolute_one_does_not():
    mirror = completeness_of_offer({"waste_code": "170101"}, CODES)
    absolute = completeness_of_offer({"waste_code": "101314"}, CODES)
    assert "evidence" in [piece.column for piece in mirror.missing]
    assert "evidence" not in [piece.column for piece in absolute.pieces]


def test_a_full_description_is_a_hundred_and_each_missing_piece_says_what_it_would_allow():
    said = dict.fromkeys(("material", "state", "composition", "avoided_co2_kg_t", "tonnes_by_period"), "x")
    full = completeness_of_offer({**said, "waste_code": "101314", "status": "waste"}, CODES)
    assert (full.percent, full.missing) == (100, ())
    less = completeness_of_offer({**said, "waste_code": "101314", "status": "waste", "composition": ""}, CODES)
    assert (less.told, [str(piece.allows) for piece in less.missing]) == (
        6,
        ["Composition: a taker with limits of contents is not found without it."],
    )


def test_heat_is_asked_for_its_temperature_and_a_municipal_service_for_its_notice():
    heat = completeness_of_offer({"carrier": "heat"}, CODES)
    assert [piece.column for piece in heat.pieces] == [
        "material", "temperature_c", "avoided_co2_kg_t", "tonnes_by_period",
    ]  # fmt: skip
    assert "notice" in [piece.column for piece in completeness_of_need({"municipal": "yes"}, CODES).missing]
    assert "notice" not in [piece.column for piece in completeness_of_need({}, CODES).pieces]


def test_a_name_is_told_where_a_source_has_one():
    assert name_in("150103", "fi") == "Puupakkaukset"
    assert name_in("100202", "fi") == ""


@pytest.mark.parametrize("description", ["Purkubetonia, murskattu", "krossad betong från rivning"])
def test_concrete_from_demolition_comes_before_concrete_of_the_works(description):
    assert suggest_codes(description, CODES).suggestions[0].code == "170101"


def test_transfers_are_kept_by_class_and_treatment_and_add_up_to_the_sums_of_the_sites():
    content = data("symbiosis/prtr_lapland_waste_transfers.csv").read_bytes()
    reported, history = read_reported(content, "transfers.csv")
    assert round(sum(one.tonnes for one in reported)) == round(sum(history.totals().values()))
    dust = [one for one in reported if one.site == "0000002110" and one.year == 2023 and one.is_hazardous]
    assert {one.treatment: round(one.tonnes) for one in dust}["R"] == 37_060
    assert {one.activity for one in dust} == {"2(b)"}


def test_a_row_below_nothing_is_left_out_of_what_was_reported():
    reported, history = read_reported(b"site,year,tonnes,waste_class,treatment\na,2020,5,HW,R\na,2020,-1,HW,R\n", "t")
    assert ([one.tonnes for one in reported], len(history.faults)) == ([5.0], 1)
