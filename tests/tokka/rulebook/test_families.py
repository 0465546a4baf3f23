"""What the families say and leave unsaid: 31 indicators, no guessed threshold, and no pass on an unknown."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokka.excellence.measures import BY_KEY
from tokka.rulebook import eccp, ecei, ecei_reference, label_life, lapland
from tokka.rulebook.enterprise_size import size_class
from tokka.rulebook.families import FAMILIES, family_named
from tokka.rulebook.load import WrongFile
from tokka.rulebook.model import Fact, Outcome

DAY = date(2026, 11, 23)
RULES = [rule for family in FAMILIES for rule in family.rules]
VALUES = st.one_of(st.none(), st.integers(-1, 200), st.floats(0, 200), st.booleans())
FACTS = {key for rule in RULES for key in rule.reads}


def facts(value=None, **others):
    return {key: Fact(value) for key in FACTS} | {key: Fact(one) for key, one in others.items()}


def test_the_families_stand_in_the_order_of_screens_and_pages():
    assert [family.key for family in FAMILIES] == [
        "lapland", "eccp", "ecei", "ecei_reference", "label_life",
        "hungary", "poland", "baden_wuerttemberg", "flanders",
    ]  # fmt: skip
    assert [len(family.rules) for family in FAMILIES] == [8, 5, 33, 31, 9, 6, 6, 34, 1]


def test_a_family_or_rule_that_there_is_not_is_named_with_those_there_are():
    with pytest.raises(KeyError, match=r"There is no rule family 'gold'\. There are: lapland, eccp, ecei"):
        family_named("gold")
    with pytest.raises(KeyError, match=r"'eccp' has no rule 'eccp\.x'\. It has: eccp\.fte, eccp\.committed_members"):
        family_named("eccp").rule("eccp.x")
    assert family_named("eccp").rule("eccp.fte").unit == "FTE"


def test_every_rule_has_a_key_of_its_own_in_its_family_and_reads_measures_that_are_counted():
    assert len({rule.key for rule in RULES}) == len(RULES)
    assert {rule.key.partition(".")[0] for rule in RULES} == {family.key for family in FAMILIES}
    assert set(BY_KEY) >= FACTS


def test_the_31_indicators_stand_in_five_dimensions():
    found = [one.dimension for one in ecei.INDICATORS]
    assert [found.count(dimension) for dimension in ecei.DIMENSIONS] == [4, 10, 2, 12, 3]
    assert len({one.number for one in ecei.INDICATORS}) == 31
    assert [int(one.number[0]) for one in ecei.INDICATORS] == [1] * 4 + [2] * 10 + [3] * 2 + [4] * 12 + [5] * 3


def test_each_indicator_is_counted_by_a_measure_of_its_own_in_the_measures_unit():
    assert len({one.measure for one in ecei.INDICATORS}) == 31
    assert [one.unit for one in ecei.INDICATORS] == [BY_KEY[one.measure].unit for one in ecei.INDICATORS]
    for level in ("threshold", "minimum"):
        assert [ecei.VALUES[f"{level}_{one.slug}"].unit for one in ecei.INDICATORS] == [
            one.unit for one in ecei.INDICATORS
        ]


def test_the_scope_of_the_silver_audit_is_told_for_29_and_left_open_for_two():
    scopes = [one.silver_audit for one in ecei.INDICATORS]
    assert [scopes.count(scope) for scope in (ecei.YES, ecei.NO, ecei.NOT_READABLE)] == [19, 10, 2]
    assert [one.number for one in ecei.INDICATORS if one.silver_audit == ecei.NOT_READABLE] == ["5.2", "5.3"]


def test_the_shipped_indicators_hold_no_number_but_the_pass_mark():
    held = {key: [dated.value for dated in parameter.values] for key, parameter in ecei.VALUES.items()}
    assert {key: values for key, values in held.items() if values} == {"pass_mark": [80, 80]}


@given(st.dictionaries(st.sampled_from(sorted(FACTS)), VALUES))
@settings(max_examples=60)
def test_without_the_handbook_every_gold_rule_is_unknown_whatever_is_known(known):
    told = {key: Fact(value) for key, value in known.items()}
    assert {rule.find(DAY, told).outcome for rule in ecei.RULES} == {Outcome.UNKNOWN}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_a_rule_that_is_told_nothing_is_unknown(rule):
    assert rule.find(DAY, {}).outcome is Outcome.UNKNOWN


SUMS = {"ecei.minimums", "ecei.score"}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.key not in SUMS], ids=lambda rule: rule.key)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_a_rule_is_never_met_while_a_fact_that_it_needs_is_unknown(rule, data):
    """A recognition waives what is unknown, because it is itself on record; a window for renewal decides nothing."""
    needed = [key for key in rule.reads if key != "recognitions" and not key.endswith("_window_days_left")]
    if not needed:
        assert rule.find(DAY, {}).outcome is Outcome.UNKNOWN
        return
    told = {key: Fact(data.draw(VALUES)) for key in rule.reads} | {"recognitions": Fact(0)}
    told[needed[-1]] = Fact(None)
    assert rule.find(DAY, told).outcome is not Outcome.MET


def with_handbook(text):
    return family_named("ecei").with_values(text, "handbook.toml")


def number(key, value, unit="%"):
    source = '{ title = "Handbook, edition 7", url = "https://example.org", checked = 2026-05-04 }'
    return f'[{key}]\nunit = "{unit}"\n[[{key}.values]]\nsince = 2024-01-01\nvalue = {value}\nsource = {source}\n'


def test_a_number_of_the_handbook_decides_from_its_day_on_and_is_opened_with_its_edition():
    rule = with_handbook(number("threshold_2_5", 60)).rule("ecei.2.5")
    before, since = (rule.find(day, facts(60)) for day in (date(2023, 12, 31), date(2024, 1, 1)))
    assert (before.outcome, since.outcome) == (Outcome.UNKNOWN, Outcome.MET)
    assert [source.title for source in since.sources] == [ecei.SOURCE.title, "Handbook, edition 7"]
    assert rule.find(date(2024, 1, 1), facts(59.9)).outcome is Outcome.MISSED


def test_a_handbook_leaves_the_shipped_family_as_it_was():
    with_handbook(number("threshold_2_5", 60))
    assert family_named("ecei").rule("ecei.2.5").find(DAY, facts(60)).outcome is Outcome.UNKNOWN


def test_one_number_of_31_leaves_score_and_minimum_requirements_unknown():
    family = with_handbook(number("minimum_2_5", 20) + number("scale_2_5", "[[0, 0], [50, 5]]", "points"))
    found = [family.rule(key).find(DAY, facts(100)) for key in ("ecei.minimums", "ecei.score")]
    assert [finding.outcome for finding in found] == [Outcome.UNKNOWN, Outcome.UNKNOWN]
    assert str(found[1].remarks[0]) == "No score yet: points or value unknown for 30 of 31 indicators."


WHOLE = "".join(
    number(f"minimum_{one.slug}", 1, one.unit) + number(f"scale_{one.slug}", "[[0, 0], [3, 5]]", "points")
    for one in ecei.INDICATORS
)


@pytest.mark.parametrize("key", ["ecei.minimums", "ecei.score"])
def test_with_the_whole_handbook_one_value_that_nobody_kept_leaves_the_label_unknown(key):
    rule = with_handbook(WHOLE).rule(key)
    assert rule.find(DAY, facts(4)).outcome is Outcome.MET
    found = rule.find(DAY, facts(4, satisfaction=None))
    assert (found.outcome, found.lacking) == (Outcome.UNKNOWN, ("satisfaction",))


def test_a_missed_score_names_the_indicators_that_are_short_of_points():
    short = [one.measure for one in ecei.INDICATORS][:7]
    found = with_handbook(WHOLE).rule("ecei.score").find(DAY, facts(4, **dict.fromkeys(short, 2)))
    assert (found.outcome, found.value, found.lacking) == (
        Outcome.MISSED,
        pytest.approx(100 * 24 / 31),
        tuple(short),
    )


def test_one_missed_minimum_requirement_blocks_although_the_rest_is_unknown():
    found = with_handbook(number("minimum_2_5", 20)).rule("ecei.minimums").find(DAY, facts(19))
    assert (found.outcome, found.blocks) == (Outcome.MISSED, True)
    assert [str(remark) for remark in found.remarks] == ["Minimum requirements are missed: 2.5."]


def test_a_number_for_another_family_is_refused():
    with pytest.raises(WrongFile, match=r"handbook\.toml, line 1, least_fte: This key is unknown\."):
        with_handbook(number("least_fte", 1, "FTE"))


def test_the_reference_levels_say_that_they_are_not_official():
    assert family_named("ecei_reference").note == "Tokka reference level, not the official threshold"


def test_each_reference_level_has_two_rising_numbers_a_reason_and_a_source():
    for one in ecei.INDICATORS:
        yellow, green = (ecei_reference.VALUES[f"{level}_{one.slug}"] for level in ("yellow", "green"))
        assert (yellow.unit, green.unit) == (one.unit, one.unit), one.number
        assert yellow.values[0].value < green.values[0].value, one.number
    assert list(ecei_reference.RATIONALES) == [one.number for one in ecei.INDICATORS]


def test_reference_levels_lie_apart_from_the_official_family():
    own = {key for rule in ecei_reference.RULES for key in (rule.key, *(one.key for one in rule.parameters.values()))}
    official = {key for rule in ecei.RULES for key in (rule.key, *(one.key for one in rule.parameters.values()))}
    assert own & official == set()


@given(st.floats(-10, 500), st.sampled_from(ecei_reference.RULES))
def test_red_is_missed_and_yellow_and_green_are_met(value, rule):
    found = rule.find(DAY, facts(value))
    assert (found.level == "red") == (found.outcome is Outcome.MISSED)
    assert found.level in ("red", "yellow", "green")


DECISION = Path(__file__).resolve().parents[3] / "docs/decisions/0003-reference-levels.md"


def test_the_decision_gives_every_reference_level_with_its_reason():
    rows = {
        cells[1]: cells[3:6]
        for line in DECISION.read_text(encoding="utf-8").splitlines()
        if re.match(r"\| \d", line) and (cells := [cell.strip() for cell in line.split("|")])
    }
    wanted = {
        one.number: [
            *(f"{ecei_reference.VALUES[f'{level}_{one.slug}'].values[0].value:g}" for level in ("yellow", "green")),
            ecei_reference.RATIONALES[one.number],
        ]
        for one in ecei.INDICATORS
    }
    assert {number: [*cells] for number, cells in rows.items()} == wanted


def test_the_numbers_of_the_platform_and_of_lapland_are_those_published():
    assert {key: one.values[0].value for key, one in eccp.VALUES.items()} == {
        "least_fte": 0.5,
        "least_committed": 15,
        "least_types": 2,
    }
    assert {key: one.values[0].value for key, one in lapland.VALUES.items()} == {"activities_a_year": 2}
    assert [rule.number for rule in lapland.RULES] == list("12345678")


@pytest.mark.parametrize(
    ("key", "day", "price"),
    [
        ("price_bronze_video", DAY, 1650),
        ("price_bronze_visit", DAY, 2250),
        ("price_silver", DAY, 3620),
        ("price_gold", DAY, 8250),
        ("price_gold_renewal", DAY, 6765),
        ("price_gold", date(2013, 12, 31), 12000),
        ("price_gold", date(2014, 1, 1), None),
        ("price_gold", date(2026, 11, 22), None),
        ("price_silver", date(2026, 11, 22), None),
    ],
)
def test_a_price_is_known_only_for_the_days_that_a_source_tells_of(key, day, price):
    dated = label_life.VALUES[key].on(day)
    assert (dated.value if dated else None) == price


def test_what_a_renewal_adds_to_silver_and_gold_is_not_public():
    held = [label_life.VALUES[f"{level}_renewed"].on(DAY) for level in label_life.LEVELS]
    assert [dated.value if dated else None for dated in held] == [36, None, None]


def test_a_label_with_a_window_that_nobody_knows_is_not_called_lapsed():
    rule = family_named("label_life").rule("label_life.silver_valid")
    found = rule.find(DAY, facts(silver_interviews=1, silver_days_left=-1))
    assert (found.outcome, str(found.remarks[0])) == (
        Outcome.MISSED,
        "Expired; whether it can still be renewed is not known.",
    )


@pytest.mark.parametrize(
    ("left", "window", "says"),
    [
        (-1, 0, "Expired; it can still be renewed."),
        (-366, -1, "Lapsed: the way begins again with Bronze."),
    ],
)
def test_an_expired_label_says_whether_it_can_be_renewed(left, window, says):
    rule = family_named("label_life").rule("label_life.bronze_valid")
    found = rule.find(DAY, facts(bronze_interviews=1, bronze_days_left=left, bronze_window_days_left=window))
    assert str(found.remarks[0]) == says


MILLION = 1_000_000


@pytest.mark.parametrize(
    ("staff", "turnover", "balance", "size"),
    [
        (9.9, 2 * MILLION, None, "micro"),
        (10, 2 * MILLION, None, "small"),
        (9.9, 2 * MILLION + 1, None, "small"),
        (9.9, 3 * MILLION, 2 * MILLION, "micro"),
        (49.9, 10 * MILLION, None, "small"),
        (50, 10 * MILLION, None, "medium"),
        (249.9, 50 * MILLION, 44 * MILLION, "medium"),
        (249.9, 51 * MILLION, 43 * MILLION, "medium"),
        (249.9, 50 * MILLION + 1, 43 * MILLION + 1, "large"),
        (250, 0, 0, "large"),
        (250, None, None, "large"),
        (5, None, None, ""),
        (249.9, None, None, ""),
    ],
)
def test_a_size_class_takes_staff_below_and_either_money_up_to_the_ceiling(staff, turnover, balance, size):
    assert size_class(DAY, staff, turnover, balance).key == size


def test_a_size_class_opens_to_the_ceilings_that_decided_it():
    found = size_class(DAY, 20, 5 * MILLION, None)
    assert (found.label, len(found.read), [source.title for source in found.sources]) == (
        "Small",
        6,
        ["Recommendation 2003/361/EC"],
    )
    assert [str(remark) for remark in found.remarks] == [
        "Counted from this enterprise alone: partner and linked enterprises may raise the class."
    ]


def test_before_the_recommendation_applied_there_is_no_size_class():
    assert size_class(date(2005, 1, 1), 5, 0, 0).key == "micro"
    with pytest.raises(LookupError, match="has no value on 2004-12-31: the Recommendation applies from 2005-01-01"):
        size_class(date(2004, 12, 31), 5, 0, 0)
