"""One sheet: what leaves the house, and whether it can be trusted on arrival."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tokka.benchmark.pool_samples import EVIDENCE, LAPLAND
from tokka.benchmark.catalogue import INDICATORS, coarse
from tokka.benchmark.sheet import Consent, NotJson, is_sealed, parsed, pseudonym, schema, signed
from tokka.excellence.measures import BY_KEY

REFERENCE = Path(__file__).parents[3] / "docs/reference/pool-sheet.md"


def test_numbers_leave_the_house_with_two_digits_and_unknown_ones_as_unknown(sheet):
    told = {key: value for key, value in sheet.indicators.items() if value is not None}
    assert told == {
        "committed_participants": 61,
        "committed_companies": 48,
        "committed_types": 4,
        "team_fte": 2.3,
        "contacted_share": 83,
        "reviews": 2,
        "needs_reviews": 1,
        "strategies": 1,
    }
    assert sheet.outcomes == {"turnover_change": 3.1, "staff_change": None, "export_change": None, "new_projects": None}


def test_the_profile_is_told_in_classes_only(sheet):
    assert sheet.profile == {
        "portfolio": "food",
        "country": "FI",
        "age": "from_8",
        "size": "from_40",
        "composition": "companies",
    }


@pytest.mark.parametrize(
    ("value", "told"), [(0, 0), (9.96, 10), (14.4, 14), (149, 150), (1234, 1200), (-3.14, -3.1), (0.0123, 0.012)]
)
def test_two_digits(value, told):
    assert coarse(value) == told


def test_every_indicator_is_a_measure_with_the_same_label_and_unit():
    ours = [(one.key, one.label, one.unit) for one in INDICATORS]
    assert ours == [(one.key, BY_KEY[one.key].label, BY_KEY[one.key].unit) for one in INDICATORS]


def test_what_a_public_register_tells_stays_at_home():
    left_out = set(BY_KEY) - {one.key for one in INDICATORS}
    assert {key for key in BY_KEY if key.startswith(("bronze_", "silver_", "gold_"))} <= left_out
    assert "management_years" in left_out


def test_an_organisation_has_one_name_in_every_installation_of_a_pool():
    names = {pseudonym("fi", number, pool_secret=b"p" * 16) for number in ("0123456-7", "01234567", "0123456 7")}
    assert len(names) == 1


def test_another_pool_gives_another_name():
    assert pseudonym("FI", "0123456-7", pool_secret=b"p" * 16) != pseudonym("FI", "0123456-7", pool_secret=b"q" * 16)


def test_a_short_secret_is_refused():
    with pytest.raises(ValueError, match="fewer than 16 bytes"):
        pseudonym("FI", "0123456-7", pool_secret=b"short")


def test_a_signed_sheet_holds_and_reads_back(sheet):
    line = signed(sheet, LAPLAND)
    assert is_sealed(line, parsed(line))
    assert parsed(line)["indicators"]["team_fte"] == 2.3


def test_another_layout_of_the_same_sheet_still_holds(sheet):
    body = json.loads(signed(sheet, LAPLAND))
    line = json.dumps(dict(reversed(body.items())), indent=1)
    assert is_sealed(line, parsed(line))


def test_a_full_sheet_is_far_below_the_longest_line_that_is_read(sheet):
    full = replace(sheet, indicators=dict.fromkeys(sheet.indicators, 0.000123))
    assert len(signed(full, LAPLAND)) < 20_000 / 3


@pytest.mark.parametrize(
    "line", ["", "[]", "{", '{"a": 1, "a": 2}', '{"a": NaN}', "[" * 9_999, '"\ud800"', '{"a": "' + "x" * 20_000 + '"}']
)
def test_what_is_not_one_plain_object_is_refused(line):
    with pytest.raises(NotJson):
        parsed(line)


def test_consent_to_study_includes_comparison_and_not_contact():
    assert [Consent.STUDY.allows(one) for one in Consent] == [True, True, False]


def test_the_page_of_the_format_names_every_key_and_class_of_the_schema():
    page = REFERENCE.read_text(encoding="utf-8")
    parts = schema()["properties"]
    keys = [key for part in parts.values() for key in part.get("properties", {})]
    classes = [one for part in parts["profile"]["properties"].values() for one in part.get("enum", ())]
    choices = [one for part in parts["answers"]["properties"].values() for one in part["enum"] if one]
    assert [word for word in (*parts, *keys, *classes, *choices) if f"`{word}`" not in page] == []


def test_the_evidence_of_these_tests_is_made_of_real_measures():
    assert set(EVIDENCE) - set(BY_KEY) == set()
