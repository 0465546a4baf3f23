"""Codes for a description in three languages."""

from datetime import date

import pytest

from tokka.symbiosis.codes import list_on
from tokka.symbiosis.suggest import suggest_codes

CODES = list_on(date(2026, 11, 24))


@pytest.mark.parametrize(
    ("description", "code"),
    [
        ("green liquor sludge from recovery of cooking liquor", "030302"),
        ("Viherlipeäliete", "030302"),
        ("grönlutsslam", "030302"),
        ("unprocessed slag from steel works", "100202"),
        ("rikkomaton betoni purkutyömaalta", "170101"),
        ("lentotuhka turpeen poltosta", "100103"),
    ],
)
def test_the_right_code_is_among_the_five(description, code):
    advice = suggest_codes(description, CODES)
    assert code in [one.code for one in advice.suggestions]
    assert len(advice.suggestions) <= 5
    assert len(advice.questions) <= 3


def test_a_description_that_says_nothing_gets_no_code():
    assert suggest_codes("xyzzy", CODES).suggestions == ()


def test_a_suggestion_tells_the_words_that_speak_for_it():
    best = suggest_codes("green liquor sludge", CODES).suggestions[0]
    assert (best.code, best.fit) == ("030302", 1.0)
    assert "liquor" in str(best.reason)
