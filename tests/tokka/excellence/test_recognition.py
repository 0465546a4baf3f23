"""Satisfaction and labels as measures. §: docs/explanation/excellence.md."""

from datetime import date

import pytest

from tests.tokka.excellence.builders import DAY, fact, row, value


def survey(on, mean, tag="satisfaction"):
    return row("survey", on, amount=mean, share=0.5, tag=tag)


def test_satisfaction_is_the_mean_of_the_latest_survey():
    records = [survey(date(2025, 5, 1), 3.2), survey(date(2026, 5, 1), 4.1), survey(date(2026, 6, 1), 1.0, "needs")]
    found = fact("satisfaction", records)
    assert (found.value, found.records) == (4.1, (records[1].key,))


def test_a_survey_without_a_mean_leaves_the_one_before():
    assert value("satisfaction", [survey(date(2025, 5, 1), 3.2), survey(date(2026, 5, 1), None)]) == 3.2


@pytest.mark.parametrize(("on", "mean"), [(date(2024, 11, 24), None), (date(2024, 11, 25), 4.0)])
def test_a_survey_older_than_two_years_tells_nothing(on, mean):
    """§4, §7"""
    assert value("satisfaction", [survey(on, 4.0)]) == mean


def label(on, tag="bronze", until=None):
    return row("label", on, until, tag=tag)


def test_interviews_are_counted_by_level():
    records = [label(date(2020, 3, 1)), label(date(2022, 3, 1)), label(date(2023, 3, 1), "silver")]
    found = [value(f"{level}_interviews", records) for level in ("bronze", "silver", "gold")]
    assert found == [2, 1, 0]
    assert value("bronze_interviews", records, day=date(2021, 1, 1)) == 1


@pytest.mark.parametrize(
    ("second", "months"), [(date(2023, 8, 31), 17), (date(2023, 9, 1), 18), (date(2024, 3, 1), 24)]
)
def test_completed_months_lie_between_the_last_two_benchmarks(second, months):
    records = [label(date(2018, 1, 1)), label(date(2022, 3, 1)), label(second)]
    assert value("months_between_benchmarks", records) == months


def test_with_one_benchmark_there_are_no_months_between():
    assert value("months_between_benchmarks", [label(date(2022, 3, 1))]) is None


def test_days_left_count_to_the_last_day_and_below_zero_after_it():
    records = [label(date(2024, 11, 3))]
    days = (date(2026, 11, 24), date(2026, 11, 30), date(2026, 12, 1))
    assert [value("bronze_days_left", records, day=day) for day in days] == [6, 0, -1]
    assert value("bronze_window_days_left", records, day=date(2027, 11, 30)) == 0
    assert value("silver_days_left", records, day=DAY) is None
