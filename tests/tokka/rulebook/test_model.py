"""The kernel: numbers and wordings by date, and a rule that sees only what it declares."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokka.rulebook.formulas import at_least, each_present, number_in, points_for, scale_in, waived_by
from tokka.rulebook.model import (
    UNTOLD,
    Case,
    DatedValue,
    Fact,
    NotInForce,
    Outcome,
    Parameter,
    Rule,
    Source,
    Verdict,
)
from tokka.words import Remark

LAW = Source("Law", "https://example.org/law", date(2026, 11, 23))
NEW_LAW = Source("New law", "https://example.org/new", date(2026, 11, 23))
DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))


def number(*dated, key="least"):
    return Parameter(key, "Least", "members", tuple(DatedValue(since, value, LAW) for since, value in dated))


def rule(versions, reads=("members",), **parameters):
    return Rule("x.rule", "Rule", "members", LAW, reads, versions, parameters)


TWO = number((date(2016, 1, 1), 10), (date(2020, 1, 1), 15))


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2016, 1, 1), 10), (date(2019, 12, 31), 10), (date(2020, 1, 1), 15), (date(2099, 1, 1), 15)],
)
def test_a_number_holds_from_its_first_day_to_the_day_before_the_next(day, value):
    assert TWO.on(day).value == value


def test_before_its_first_day_there_is_no_number():
    assert TWO.on(date(2015, 12, 31)) is None


def test_a_value_of_none_ends_a_number_until_the_next_one():
    ended = number((date(2016, 1, 1), 10), (date(2018, 1, 1), None), (date(2020, 1, 1), 15))
    assert [ended.on(date(year, 6, 1)) and ended.on(date(year, 6, 1)).value for year in (2017, 2019, 2021)] == [
        10,
        None,
        15,
    ]


@given(DAYS, st.lists(st.tuples(DAYS, st.integers()), min_size=1, unique_by=lambda pair: pair[0]))
def test_the_number_in_force_is_that_of_the_last_date_not_after_the_day(day, dated):
    held = [pair for pair in sorted(dated) if pair[0] <= day]
    found = number(*sorted(dated)).on(day)
    assert (found and found.value) == (held[-1][1] if held else None)


def says(value):
    return lambda case: Verdict(Outcome.MET, value)


OLD_AND_NEW = {date(2016, 1, 1): says("old"), date(2020, 1, 1): says("new"), date(2024, 1, 1): None}


@pytest.mark.parametrize(
    ("day", "version", "value"),
    [
        (date(2016, 1, 1), date(2016, 1, 1), "old"),
        (date(2019, 12, 31), date(2016, 1, 1), "old"),
        (date(2020, 1, 1), date(2020, 1, 1), "new"),
        (date(2023, 12, 31), date(2020, 1, 1), "new"),
    ],
)
def test_a_wording_stays_true_for_its_time(day, version, value):
    found = rule(OLD_AND_NEW).find(day, {})
    assert (found.version, found.value, rule(OLD_AND_NEW).version_on(day)) == (version, value, version)


@pytest.mark.parametrize("day", [date(2015, 12, 31), date(2024, 1, 1), date(2030, 1, 1)])
def test_before_its_first_wording_and_after_it_was_retired_a_rule_is_not_in_force(day):
    assert rule(OLD_AND_NEW).version_on(day) is None
    with pytest.raises(NotInForce) as refused:
        rule(OLD_AND_NEW).find(day, {})
    assert str(refused.value) == (
        f"The rule 'x.rule' has no wording in force on {day}: it begins on 2016-01-01. "
        "Ask for a later day, or add an earlier version to the rule."
    )


def test_a_rule_is_shown_what_it_declares_and_nothing_else():
    shown = []

    def look(case):
        shown.append(case)
        return Verdict(Outcome.MET, None)

    declared = rule({date(2016, 1, 1): look}, reads=("members", "fte"), least=TWO)
    declared.find(date(2020, 1, 1), {"members": Fact(3), "secret": Fact(9)})
    assert shown == [Case(date(2020, 1, 1), {"members": Fact(3), "fte": UNTOLD}, {"least": 15})]


def test_a_finding_opens_down_to_its_sources_and_records_each_once():
    new = Parameter("most", "Most", "members", (DatedValue(date(2016, 1, 1), 9, NEW_LAW),))
    declared = rule({date(2016, 1, 1): says(1)}, reads=("members", "fte"), least=TWO, most=new, none=number())
    facts = {"members": Fact(2, (("participation", 1), ("participation", 2))), "fte": Fact(1, (("participation", 2),))}
    found = declared.find(date(2020, 1, 1), facts)
    assert found.sources == (LAW, NEW_LAW)
    assert found.records == (("participation", 1), ("participation", 2))
    assert {name: dated and dated.value for name, dated in found.read.items()} == {
        "least": 15,
        "most": 9,
        "none": None,
    }


def judged(formula, facts, **values):
    read = {key: Fact(value) for key, value in facts.items()}
    return formula(Case(date(2020, 1, 1), read, values))


@pytest.mark.parametrize(
    ("value", "asked", "outcome"),
    [(15, 15, "met"), (14, 15, "missed"), (None, 15, "unknown"), (15, None, "unknown"), (None, None, "unknown")],
)
def test_at_least_is_met_on_the_number_and_unknown_without_either(value, asked, outcome):
    verdict = judged(at_least("members", "least"), {"members": value}, least=asked)
    assert (verdict.outcome, verdict.value, verdict.blocks) == (outcome, value, outcome == "missed")


@pytest.mark.parametrize(
    ("values", "outcome", "value"),
    [
        ((1, 4), "met", 2),
        ((0, 4), "missed", 1),
        ((None, 4), "unknown", 1),
        ((None, 0), "missed", 0),
        ((None, None), "unknown", 0),
    ],
)
def test_of_several_each_has_to_be_there_and_one_known_to_lack_is_enough_to_miss(values, outcome, value):
    verdict = judged(each_present("a", "b"), dict(zip("ab", values, strict=True)))
    assert (verdict.outcome, verdict.value) == (outcome, value)


WHY = Remark("Waived.")


@pytest.mark.parametrize(
    ("members", "recognitions", "outcome", "waives"),
    [(0, 1, "met", True), (None, 1, "met", True), (2, 1, "met", False), (0, 0, "missed", False)],
)
def test_only_a_kept_recognition_waives_and_says_so(members, recognitions, outcome, waives):
    facts = {"members": members, "recognitions": recognitions}
    verdict = judged(waived_by("recognitions", each_present("members"), WHY), facts)
    assert (verdict.outcome, WHY in verdict.remarks) == (outcome, waives)


def test_an_unknown_recognition_waives_nothing():
    verdict = judged(waived_by("recognitions", each_present("members"), WHY), {"members": 0, "recognitions": None})
    assert verdict.outcome is Outcome.MISSED


SCALE = ((0, 0), (5, 2), (10, 4))


@pytest.mark.parametrize(("value", "points"), [(-1, 0), (0, 0), (4.9, 0), (5, 2), (9.9, 2), (10, 4), (99, 4)])
def test_the_points_are_those_of_the_last_step_reached(value, points):
    assert points_for(value, SCALE) == points


def test_a_number_is_no_text_and_a_scale_is_no_number():
    with pytest.raises(TypeError, match="holds True, which is not a number"):
        number_in(Case(date(2020, 1, 1), {}, {"least": True}), "least")
    with pytest.raises(TypeError, match="holds 3, which is not a scale"):
        scale_in(Case(date(2020, 1, 1), {}, {"scale": 3}), "scale")
