"""Money over time. §: docs/explanation/excellence.md."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tokka.excellence.builders import DAY, fact, row, value
from tokka.excellence.measures.financing import amount_between

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def income(on, until, euros, tag="public"):
    return row("income", on, until, amount=euros, tag=tag)


def budget(euros=365.0, on=FIRST, until=LAST):
    return row("budget", on, until, amount=euros)


@pytest.mark.parametrize(
    ("first", "last", "euros"),
    [
        (FIRST, LAST, 365),
        (date(2026, 1, 1), date(2026, 1, 31), 31),
        (date(2025, 1, 1), date(2026, 1, 1), 1),
        (date(2026, 12, 31), date(2027, 5, 1), 1),
        (date(2027, 1, 1), date(2027, 5, 1), 0),
        (date(2025, 1, 1), date(2025, 12, 31), 0),
    ],
)
def test_a_sum_is_spread_evenly_over_its_days(first, last, euros):
    """§10"""
    assert amount_between(income(FIRST, LAST, 365), first, last) == pytest.approx(euros)


def test_a_sum_without_an_end_lies_on_its_first_day():
    """§10"""
    gift = income(FIRST, None, 100)
    assert [amount_between(gift, day, day) for day in (FIRST, FIRST + timedelta(days=1))] == [100, 0]


@given(st.dates(FIRST, LAST), st.dates(FIRST, LAST), st.floats(0, 1e9))
def test_the_parts_of_a_sum_add_up_to_it(begin, cut, euros):
    """§10"""
    whole = income(min(begin, cut), LAST, euros)
    parts = amount_between(whole, FIRST, cut) + amount_between(whole, cut + timedelta(days=1), LAST)
    assert parts == pytest.approx(euros)


def test_secured_months_are_income_ahead_over_a_months_planned_costs():
    """A grant of one euro a day for 365 days, of which 37 lie after the day, and costs of one euro a day."""
    found = fact("secured_months", [income(FIRST, LAST, 365), budget()])
    assert found.value == pytest.approx(37 / (365.25 / 12))


def test_income_of_the_future_that_is_on_record_counts_only_once_it_has_begun():
    later = income(date(2026, 12, 1), date(2026, 12, 31), 31)
    records = [income(FIRST, LAST, 365), budget(), later]
    assert value("secured_months", records) == pytest.approx(37 / (365.25 / 12))
    assert value("secured_months", records, day=date(2026, 12, 1)) == pytest.approx(60 / (365.25 / 12))


@pytest.mark.parametrize("plan", [budget(0), budget(until=None), budget(until=date(2026, 11, 23)), budget(None)])
def test_without_a_budget_that_has_an_end_and_a_sum_nothing_is_known(plan):
    assert value("secured_months", [income(FIRST, LAST, 365), plan]) is None


def test_nothing_secured_is_zero_months_and_no_unknown():
    spent, plan = income(FIRST, DAY, 365), budget()
    found = fact("secured_months", [spent, plan])
    assert (found.value, found.records) == (0, (plan.key,))


def test_the_private_share_is_of_the_income_of_two_years():
    records = [
        income(date(2026, 1, 1), date(2026, 1, 31), 300, "private"),
        income(date(2026, 1, 1), date(2026, 1, 31), 700),
        income(date(2023, 1, 1), date(2023, 1, 31), 9000, "private"),
    ]
    assert value("private_share", records) == pytest.approx(30)


def test_only_the_days_within_the_two_years_count():
    """Two days of each grant: the first lies one day before the window, which begins on 25 November 2024."""
    records = [
        income(date(2024, 11, 24), date(2024, 11, 25), 200, "private"),
        income(date(2024, 11, 25), date(2024, 11, 26), 100),
    ]
    assert value("private_share", records) == pytest.approx(50)


@pytest.mark.parametrize("kept", [income(date(2020, 1, 1), date(2020, 2, 1), 5, "private"), income(FIRST, LAST, 0)])
def test_a_share_of_no_income_is_unknown(kept):
    """§7"""
    assert value("private_share", [kept]) is None


def cost(on):
    return row("cost", on, amount=10, tag="staff")


def test_months_are_counted_back_from_the_day():
    """§4: 25 October to 24 November is the last month; 24 October belongs to the one before."""
    days = (date(2026, 11, 24), date(2026, 10, 25), date(2026, 10, 24), date(2025, 11, 25), date(2025, 11, 24))
    assert value("controlled_months", [budget(on=date(2020, 1, 1), until=None), *map(cost, days)]) == 3


def test_a_cost_outside_every_budget_is_not_controlled():
    records = [budget(on=date(2026, 6, 1), until=date(2026, 6, 30)), cost(date(2026, 6, 30)), cost(date(2026, 7, 30))]
    found = fact("controlled_months", records)
    assert (found.value, found.records) == (1, (records[1].key, records[0].key))


def test_a_full_year_of_books_is_twelve_months():
    days = [date(2026, month, 15) for month in range(1, 12)] + [date(2025, 12, 15)]
    assert value("controlled_months", [budget(on=date(2020, 1, 1), until=None), *map(cost, days)]) == 12
