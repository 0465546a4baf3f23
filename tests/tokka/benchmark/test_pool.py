"""Many sheets: what is wrong is refused by name, and never averaged in."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.tokka.benchmark.pool_samples import KNOWN, LAPLAND, STRANGER, TODAY, altered, name, with_indicators
from tokka.benchmark.pool import Reason, gather
from tokka.benchmark.sheet import Consent, signed, spelled


def why(pool):
    return [(one.place, one.organisation, one.reason.value) for one in pool.refusals]


def test_sheets_in_order_become_rows_and_unknown_stays_unknown(sheet, handed_in):
    pool = handed_in(replace(sheet, organisation=name(2), indicators=dict.fromkeys(sheet.indicators)), sheet)
    assert list(pool.organisations) == [name(1), name(2)]
    assert pool.refusals == ()
    assert np.isnan(pool.indicators).all(axis=1).tolist() == [False, True]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("day", "2026-06-25"),
        ("organisation", name(7)),
        ("consent", "contact"),
        ("profile.country", "SE"),
        ("indicators.team_fte", 9),
        ("indicators.team_fte", None),
        ("answers.initiator", "firms"),
        ("outcomes.turnover_change", 99),
    ],
)
def test_a_tampered_sheet_is_refused_by_name_and_the_rest_goes_on(sheet, handed_in, part, value):
    other = replace(sheet, organisation=name(2), indicators=dict.fromkeys(sheet.indicators))
    pool = handed_in(altered(signed(sheet, LAPLAND), part, value), other)
    assert [(one.place, one.installation, one.reason) for one in pool.refusals] == [
        ("pool.jsonl, line 1", "Lapland", Reason.TAMPERED)
    ]
    assert str(pool.refusals[0].remark) == "The sheet was changed after Lapland had signed it. Ask for it anew."
    assert list(pool.organisations) == [name(2)]


def test_a_signature_of_somebody_unknown_proves_nothing(sheet, handed_in):
    pool = handed_in(signed(sheet, STRANGER))
    assert why(pool) == [("pool.jsonl, line 1", name(1), "unknown_installation")]


def test_the_key_of_a_known_installation_under_another_ones_signature_is_tampering(sheet, handed_in):
    line = altered(signed(sheet, STRANGER), "signature.key", spelled(LAPLAND.public_key()))
    assert why(handed_in(line)) == [("pool.jsonl, line 1", name(1), "tampered")]


def test_a_foreign_edition_is_named_with_both_editions(sheet, handed_in):
    pool = handed_in(replace(sheet, edition="2025.3"))
    assert why(pool) == [("pool.jsonl, line 1", name(1), "foreign_edition")]
    assert "2025.3" in str(pool.refusals[0].remark)
    assert "2026.1" in str(pool.refusals[0].remark)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("surprise", 1),
        ("indicators.surprise", 1),
        ("indicators.near_share", 100.5),
        ("indicators.team_fte", "2"),
        ("indicators.team_fte", True),
        ("indicators.team_fte", 1e999),
        ("indicators.team_fte", 10**400),
        ("organisation", "ProAgria"),
        ("profile.portfolio", "forestry"),
        ("answers.initiator", ["public"]),
        ("signature", None),
        ("format", "another"),
        ("edition", 2026),
        ("\ud800", 1),
    ],
)
def test_what_does_not_have_the_form_of_a_sheet_is_refused(sheet, handed_in, part, value):
    [refusal] = handed_in(altered(signed(sheet, LAPLAND), part, value)).refusals
    assert refusal.reason in (Reason.WRONG_FORM, Reason.NOT_JSON)


def test_a_missing_part_is_refused(sheet, handed_in):
    body = json.loads(signed(sheet, LAPLAND))
    del body["indicators"]["team_fte"]
    [refusal] = handed_in(json.dumps(body)).refusals
    assert (refusal.reason, refusal.remark.values["where"]) == (Reason.WRONG_FORM, "indicators")


@pytest.mark.parametrize("line", ["not json", "[]", '{"day": "2026-01-01", "day": "2025-01-01"}', "[" * 19_000])
def test_what_is_no_sheet_at_all_is_refused_with_its_line(line, handed_in):
    assert why(handed_in(line)) == [("pool.jsonl, line 1", "", "not_json")]


def test_a_sheet_from_the_future_is_refused(sheet, handed_in):
    assert why(handed_in(replace(sheet, day=date(2026, 11, 25)))) == [("pool.jsonl, line 1", name(1), "wrong_day")]
    assert why(handed_in(replace(sheet, day=TODAY))) == []


def test_a_day_that_does_not_exist_is_refused(sheet, handed_in):
    class Day(date):
        def isoformat(self):
            return "2026-02-30"

    assert why(handed_in(replace(sheet, day=Day(2026, 1, 1)))) == [("pool.jsonl, line 1", name(1), "wrong_day")]


def test_two_sheets_of_one_organisation_for_a_year_are_both_set_aside_each_naming_the_other(sheet, handed_in):
    pool = handed_in(sheet, with_indicators(sheet, team_fte=9.0))
    assert why(pool) == [
        ("pool.jsonl, line 1", name(1), "same_organisation"),
        ("pool.jsonl, line 2", name(1), "same_organisation"),
    ]
    assert "pool.jsonl, line 2" in str(pool.refusals[0].remark)
    assert len(pool.years) == 0


def test_sheets_of_two_years_are_two_rows(sheet, handed_in):
    pool = handed_in(sheet, replace(sheet, day=date(2025, 6, 24)))
    assert list(pool.years) == [2025, 2026]


def test_the_very_same_sheet_twice_counts_once(sheet, handed_in):
    pool = handed_in(sheet, sheet)
    assert why(pool) == [("pool.jsonl, line 2", name(1), "copy")]
    assert len(pool.years) == 1


def test_one_organisation_under_two_names_is_found_by_its_numbers(sheet, handed_in):
    full = replace(sheet, indicators={key: value or 2 for key, value in sheet.indicators.items()})
    full = with_indicators(full, committed_companies=48, needs_reviews=1)
    pool = handed_in(full, replace(full, organisation=name(2)), replace(sheet, organisation=name(3)))
    assert why(pool) == [("pool.jsonl, line 1", name(1), "lookalike"), ("pool.jsonl, line 2", name(2), "lookalike")]
    assert list(pool.organisations) == [name(3)]


def test_sheets_that_know_next_to_nothing_are_not_called_alike(sheet, handed_in):
    empty = replace(sheet, indicators=dict.fromkeys(sheet.indicators))
    assert why(handed_in(empty, replace(empty, organisation=name(2)))) == []


@pytest.mark.parametrize(
    ("values", "answers"),
    [
        ({"committed_companies": 62}, {}),
        ({"committed_types": 62}, {}),
        ({"needs_reviews": 3}, {}),
        ({"committed_participants": 101}, {}),
        ({}, {"strategy_cycle": "none"}),
        ({"strategies": 0}, {}),
        ({"monitored_share": 50}, {"monitoring": "none"}),
        ({"shared_decisions": 3}, {"decisions": "management"}),
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(sheet, handed_in, values, answers):
    wrong = replace(with_indicators(sheet, **values), answers={**sheet.answers, **answers})
    assert why(handed_in(wrong)) == [("pool.jsonl, line 1", name(1), "contradiction")]


def test_a_contradiction_says_both_numbers(sheet, handed_in):
    [refusal] = handed_in(with_indicators(sheet, needs_reviews=3)).refusals
    assert str(refusal.remark) == "It counts 3 reviews with company needs among 2 reviews."


def test_what_is_unknown_contradicts_nothing(sheet, handed_in):
    assert why(handed_in(with_indicators(sheet, committed_participants=None, reviews=None))) == []


def test_models_read_only_those_who_allow_study(sheet, handed_in):
    shy = replace(with_indicators(sheet, team_fte=5), organisation=name(2), consent=Consent.COMPARE)
    pool = handed_in(sheet, shy)
    assert pool.organisations[pool.rows(2026)].tolist() == [name(1), name(2)]
    assert pool.organisations[pool.rows(2026, Consent.STUDY)].tolist() == [name(1)]


def test_an_empty_pool_says_where_to_look():
    pool = gather([], known_installations=KNOWN, day=TODAY)
    with pytest.raises(ValueError, match="holds no sheet"):
        _ = pool.latest_year
