"""The life of a label from its interviews, and the way to the next. §11 of docs/explanation/excellence.md."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tokka.excellence.builders import DAY, committed, row
from tokka.excellence.book import Book, Sight
from tokka.excellence.label import label_state, prices_of
from tokka.excellence.life import NOT_KNOWN_THEN, RENEWED_AS_FIRST, TO_MONTH_END, life_on
from tokka.excellence.months import month_end, month_shifted


def label(on, tag="bronze", until=None):
    return row("label", on, until, tag=tag)


def life(*labels, level="bronze", day=DAY):
    return life_on(Sight(Book(labels), day), level)


@pytest.mark.parametrize(
    ("interview", "until", "window"),
    [
        (date(2022, 3, 1), date(2024, 3, 31), date(2025, 3, 31)),
        (date(2022, 3, 31), date(2024, 3, 31), date(2025, 3, 31)),
        (date(2022, 2, 10), date(2024, 2, 29), date(2025, 2, 28)),
        (date(2024, 2, 29), date(2026, 2, 28), date(2027, 2, 28)),
    ],
)
def test_a_first_label_holds_two_years_to_the_end_of_the_month_and_can_be_renewed_for_one_more(
    interview, until, window
):
    found = life(label(interview))
    assert (found.valid_until, found.renewable_until, found.remarks) == (until, window, (TO_MONTH_END,))


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2022, 2, 28), "none"),
        (date(2022, 3, 1), "valid"),
        (date(2024, 3, 31), "valid"),
        (date(2024, 4, 1), "renewable"),
        (date(2025, 3, 31), "renewable"),
        (date(2025, 4, 1), "lapsed"),
    ],
)
@pytest.mark.parametrize("level", ["bronze", "silver", "gold"])
def test_a_label_is_valid_then_renewable_then_lapsed(level, day, state):
    book = Book([label(date(2022, 3, 1), level)])
    assert (life_on(Sight(book, day), level).state_on(day), label_state(book, day).state) == (state, state)


@pytest.mark.parametrize("renewed", [date(2024, 1, 15), date(2024, 3, 31), date(2024, 12, 1), date(2025, 3, 31)])
def test_a_renewed_bronze_adds_three_years_to_its_end_whenever_within_the_window(renewed):
    assert life(label(date(2022, 3, 1)), label(renewed)).valid_until == date(2027, 3, 31)


def test_the_day_after_the_window_the_label_begins_anew():
    found = life(label(date(2022, 3, 1)), label(date(2025, 4, 1)))
    assert (found.valid_until, found.renewable_until) == (date(2027, 4, 30), date(2028, 4, 30))


def test_a_second_renewal_adds_to_the_first():
    found = life(label(date(2020, 3, 1)), label(date(2022, 3, 1)), label(date(2025, 3, 1)))
    assert found.valid_until == date(2028, 3, 31)


def test_a_renewal_runs_to_the_end_of_the_month_although_the_certificate_before_it_did_not():
    found = life(label(date(2022, 3, 1), until=date(2024, 6, 15)), label(date(2024, 5, 1)))
    assert found.valid_until == date(2027, 6, 30)


@pytest.mark.parametrize("level", ["silver", "gold"])
def test_what_a_renewal_adds_to_silver_and_gold_is_not_public_so_it_counts_like_a_first_one(level):
    found = life(label(date(2022, 3, 1), level), label(date(2024, 6, 1), level), level=level)
    assert (found.valid_until, found.remarks) == (date(2026, 6, 30), (TO_MONTH_END, RENEWED_AS_FIRST))


def test_an_early_renewal_never_shortens_a_label():
    certified = label(date(2022, 3, 1), "silver", until=date(2027, 5, 31))
    found = life(certified, label(date(2024, 6, 1), "silver"), level="silver")
    assert found.valid_until == date(2027, 5, 31)


def test_the_certificate_goes_before_what_is_counted():
    found = life(label(date(2022, 3, 1), until=date(2024, 6, 15)))
    assert (found.valid_until, found.renewable_until, found.remarks) == (date(2024, 6, 15), date(2025, 6, 30), ())


def test_a_label_of_a_time_without_a_published_number_has_no_end_that_anybody_knows():
    found = life(label(date(2016, 5, 1)))
    assert (found.valid_until, found.state_on(DAY), found.remarks) == (None, "unknown", (NOT_KNOWN_THEN,))


def test_an_old_label_with_a_certificate_is_unknown_after_its_end_because_no_window_is_known():
    old = label(date(2016, 5, 1), until=date(2018, 5, 31))
    assert [life(old).state_on(day) for day in (date(2018, 5, 31), date(2018, 6, 1))] == ["valid", "unknown"]


def test_a_later_interview_is_not_known_on_an_earlier_day():
    labels = (label(date(2022, 3, 1)), label(date(2024, 1, 15)))
    assert life(*labels, day=date(2024, 1, 14)).valid_until == date(2024, 3, 31)


@given(st.dates(date(2019, 11, 15), date(2026, 11, 24)))
def test_a_first_validity_always_ends_with_a_month_two_years_on(interview):
    end = life(label(interview), day=interview).valid_until
    assert end == month_end(end) == month_end(month_shifted(interview, 24))


def state(*labels, others=(), day=DAY):
    return label_state(Book([*labels, *others]), day)


def keys(findings):
    return [finding.rule.key for finding in findings]


def test_without_a_label_bronze_comes_next_and_eligibility_decides():
    found = state(others=committed(*range(1, 15)))
    assert (found.level, found.state, found.next_label) == ("", "none", "bronze")
    assert keys(found.blocked_by) == ["label_life.eligible_committed"]
    assert keys(found.open) == [
        "label_life.eligible_fte",
        "label_life.eligible_profile",
        "label_life.eligible_otherwise",
    ]


def test_after_bronze_silver_asks_for_a_second_benchmark_improvements_and_the_minimum_requirements():
    found = state(label(date(2025, 3, 1)))
    assert (found.level, found.state, found.next_label) == ("bronze", "valid", "silver")
    assert keys(found.blocked_by) == ["label_life.second_benchmark"]
    assert keys(found.open)[-2:] == ["label_life.improvements", "ecei.minimums"]


def test_after_silver_gold_asks_for_the_minimum_requirements_and_the_score():
    found = state(label(date(2025, 3, 1), "silver"))
    assert (found.next_label, keys(found.open)[-2:]) == ("gold", ["ecei.minimums", "ecei.score"])
    assert "label_life.second_benchmark" not in keys((*found.open, *found.blocked_by))


def test_after_gold_nothing_comes_next_and_the_prices_are_those_of_gold():
    found = state(label(date(2025, 3, 1), "gold"))
    assert (found.next_label, found.blocked_by, found.open) == ("", (), ())
    assert [parameter.key for parameter, _dated in found.prices] == ["price_gold", "price_gold_renewal"]


def test_the_highest_valid_label_counts_before_a_higher_one_that_has_expired():
    found = state(label(date(2022, 3, 1), "gold"), label(date(2025, 3, 1), "silver"))
    assert (found.level, found.state) == ("silver", "valid")


def test_of_two_valid_labels_the_higher_one_counts():
    found = state(label(date(2025, 3, 1), "silver"), label(date(2025, 6, 1), "bronze"))
    assert (found.level, found.valid_until) == ("silver", date(2027, 3, 31))


def test_a_label_that_can_be_renewed_counts_before_one_that_lapsed():
    found = state(label(date(2020, 3, 1), "gold"), label(date(2024, 3, 1), "bronze"), day=date(2026, 4, 1))
    assert (found.level, found.state, found.next_label) == ("bronze", "renewable", "silver")


def test_a_lapsed_label_begins_again_with_bronze():
    found = state(label(date(2020, 3, 1), "silver"))
    assert (found.level, found.state, found.next_label) == ("silver", "lapsed", "bronze")
    assert (found.valid_until, found.renewable_until) == (date(2022, 3, 31), date(2023, 3, 31))


def test_the_state_opens_to_the_interviews_that_it_rests_on():
    first, second = label(date(2022, 3, 1)), label(date(2024, 3, 1))
    assert state(second, first).records == (first.key, second.key)


@pytest.mark.parametrize(
    ("level", "day", "prices"),
    [
        ("bronze", DAY, [1650, 2250]),
        ("silver", DAY, [3620]),
        ("gold", DAY, [8250, 6765]),
        ("gold", date(2013, 5, 1), [12000]),
        ("gold", date(2020, 5, 1), []),
        ("", DAY, []),
    ],
)
def test_prices_are_those_known_on_the_day(level, day, prices):
    assert [dated.value for _parameter, dated in prices_of(level, day)] == prices
