"""Counting in months: a day that a month lacks becomes its last day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokka.excellence.months import month_end, month_shifted, months_between

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "shifted"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2024, 5, 5), 0, date(2024, 5, 5)),
    ],
)
def test_the_same_day_of_another_month_or_its_last_day(day, months, shifted):
    assert month_shifted(day, months) == shifted


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2024, 1, 15), date(2024, 2, 14), 0),
        (date(2024, 1, 15), date(2024, 2, 15), 1),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2023, 1, 31), date(2023, 2, 27), 0),
        (date(2024, 2, 15), date(2024, 1, 15), -1),
        (date(2024, 5, 5), date(2024, 5, 5), 0),
    ],
)
def test_completed_months_between_two_days(first, last, months):
    assert months_between(first, last) == months


@pytest.mark.parametrize(
    ("day", "last"), [(date(2024, 2, 1), date(2024, 2, 29)), (date(2023, 12, 31), date(2023, 12, 31))]
)
def test_the_last_day_of_a_month(day, last):
    assert month_end(day) == last


@given(DAYS, st.integers(0, 400))
def test_so_many_months_later_so_many_months_have_passed(day, months):
    assert months_between(day, month_shifted(day, months)) == months
