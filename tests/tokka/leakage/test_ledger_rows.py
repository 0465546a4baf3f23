"""A ledger row by row: verdicts, postcodes as people write them, and sums that look wrong."""

import pytest

from tokka.leakage.ledger_rows import guess, read_ledger_rows
from tokka.leakage.postcodes import read_postcodes, tidy
from tokka.leakage.refusals import Refused

HOME, REGION = read_postcodes("97700-97799, 9784"), read_postcodes("94-99")
LINES = """Toimittaja;Tili;Summa;Postinumero
Kylän leipä;4500 Elintarvikkeet;1 200,50;97700
Kemin tukku;4500 Elintarvikkeet;300;94100
Tukku;4500 Elintarvikkeet;800;00100
Svensk grossist;4500 Elintarvikkeet;100;SE-97733
Nimetön;4600 Lämmitys;50;
Rikki;4600 Lämmitys;paljon;97700
"""


def read(text=LINES, people=3501.0, encoding="utf-8"):
    return read_ledger_rows(text.encode(encoding), "ledger.csv", home=HOME, region=REGION, people=people)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_every_row_has_its_verdict(encoding):
    found = read(encoding=encoding)
    verdicts = ["home", "region", "outside", "outside", "placeless", "refused"]
    assert [row.verdict for row in found.rows] == verdicts
    assert (found.rows[-1].column, str(found.rows[-1].says)) == ("Summa", "“paljon” is no number.")


def test_sums_by_account_hold_the_euros_at_home_within_those_of_the_region():
    food, heat = read().accounts
    assert (food.account, food.rows, food.euros, food.regional, food.local) == (
        "4500 Elintarvikkeet", 4, 2400.5, 1500.5, 1200.5,
    )  # fmt: skip
    assert (food.product, heat.product) == ("10_12", "35_39")
    assert (heat.rows, heat.euros) == (1, 50)


def test_sums_that_look_like_thousands_or_cents_are_suspected():
    assert "thousands of euros" in str(read().suspicions[0])
    assert read(people=30.0).suspicions == ()
    assert "comma lost" in str(read(LINES.replace("300;94100", "300000000;94100")).suspicions[0])


def rows_of(sums):
    return "tili,summa\n" + "".join(f'4500 Elintarvikkeet,"{value:.2f}"\n' for value in sums)


def test_sums_that_are_round_without_the_tax_are_suspected_of_holding_it():
    net = [100, 250, 80, 45, 990, 1205, 35, 60, 75, 300, 415, 520]
    assert "24 per cent" in str(read(rows_of(value * 1.24 for value in net), people=5).suspicions[0])
    assert read(rows_of(net), people=5).suspicions == ()
    assert read(rows_of(value + 0.37 for value in net), people=5).suspicions == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tili;summa sis. alv\n4500;10\n", "value-added tax"),
        ("tili;summa\n4500;-10\n", "Credit notes"),
        ("tili;summa\n4500;paljon\n", "No row"),
        ("nimi;määrä\nA;1\n", "account"),
        ("", "empty"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused(text, says):
    with pytest.raises(Refused, match=says):
        read(text)


def test_postcodes_are_single_ones_beginnings_and_ranges():
    assert [code in HOME for code in ("97700", "97799", "97800", "97840", "97849", "SE-97733", "")] == [
        True, True, False, True, True, False, False,
    ]  # fmt: skip
    assert HOME.within(REGION)
    assert not REGION.within(HOME)


@pytest.mark.parametrize("text", ["", "9", "97800-97700", "Ranua", "977-9", "977001"])
def test_what_is_no_postcode_is_refused(text):
    with pytest.raises(Refused, match="postcode"):
        read_postcodes(text)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("FI-97700", "97700"), ("97700 RANUA", "97700"), ("100", "00100"), ("97700.0", "97700"), ("", ""),
        ("se-97733", "SE-97733"),
    ],
)  # fmt: skip
def test_a_postcode_is_kept_as_five_digits_and_a_foreign_one_as_it_is(told, kept):
    assert tidy(told) == kept


def test_an_account_that_no_word_explains_is_not_guessed():
    assert guess("4999 Muut") == ""
