"""Measures of money. A sum over a period is spread evenly over its days (§10)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from tokka.excellence.book import Sight
from tokka.excellence.measures.model import TWO_YEARS, YEAR, Measure, keys_of
from tokka.excellence.months import month_shifted, months_between
from tokka.excellence.records import Record
from tokka.rulebook.model import UNTOLD, Fact
from tokka.words import _

DAYS_A_MONTH: Final = 365.25 / 12


def days_of(record: Record) -> int:
    """How many days the record covers; one where its end is open."""
    return ((record.until or record.on) - record.on).days + 1


def amount_between(record: Record, first: date, last: date) -> float:
    """The part of the amount that falls on the days from `first` to `last`, both included, in EUR (§10).

    A record with an open end lies wholly on its first day: nobody has said for how long it pays.
    """
    begins, ends = max(first, record.on), min(last, record.until or record.on)
    days = (ends - begins).days + 1
    return (record.amount or 0) * days / days_of(record) if days > 0 else 0


def count_secured_months(sight: Sight) -> Fact:
    """Income secured beyond the day, over the costs that the budgets in force plan for a month.

    Unknown without a budget that has an end and an amount above zero.
    """
    budgets = [row for row in sight.holding("budget") if row.until is not None]
    a_day = sum((row.amount or 0) / days_of(row) for row in budgets)
    if a_day <= 0:
        return UNTOLD
    tomorrow = sight.day + timedelta(days=1)
    secured = [row for row in sight.holding("income") if row.until is not None and row.until > sight.day]
    ahead = sum(amount_between(row, tomorrow, row.until or row.on) for row in secured)
    return Fact(ahead / (a_day * DAYS_A_MONTH), keys_of(secured, budgets))


def count_private_share(sight: Sight) -> Fact:
    """The private part of the income that falls on the two years up to the day, in %. Unknown without income (§7)."""
    first = month_shifted(sight.day, -TWO_YEARS) + timedelta(days=1)
    parts = [(row, amount_between(row, first, sight.day)) for row in sight.ever("income")]
    parts = [(row, part) for row, part in parts if part]
    whole = sum(part for _row, part in parts)
    private = sum(part for row, part in parts if row.tag == "private")
    return Fact(100 * private / whole, keys_of(row for row, _part in parts)) if whole > 0 else UNTOLD


def count_controlled_months(sight: Sight) -> Fact:
    """Of the last twelve months counted back from the day, those with a cost recorded under a budget in force then."""
    budgets = sight.ever("budget")
    costs = [row for row in sight.within(YEAR, "cost") if any(_covers(budget, row.on) for budget in budgets)]
    months = {months_between(row.on, sight.day) for row in costs}
    return Fact(len(months), keys_of(costs, _covering(budgets, costs)))


def _covers(budget: Record, day: date) -> bool:
    return budget.on <= day and (budget.until is None or budget.until >= day)


def _covering(budgets: Iterable[Record], costs: Iterable[Record]) -> tuple[Record, ...]:
    days = {row.on for row in costs}
    return tuple(budget for budget in budgets if any(_covers(budget, day) for day in days))


MEASURES: Final = (
    Measure(
        "secured_months",
        _("Financing secured ahead"),
        _("months"),
        _("Income secured beyond the day, over a month's costs in the budget in force."),
        ("income", "budget"),
        count_secured_months,
        "income",
        _("Record each grant and contract with the last day that it covers, and the budget of the year."),
    ),
    Measure(
        "private_share",
        _("Private share of income"),
        _("%"),
        _("Private part of the income that falls on the last two years."),
        ("income",),
        count_private_share,
        "income",
        _("Record fees and other private income with the period that they cover."),
    ),
    Measure(
        "controlled_months",
        _("Months under financial control"),
        _("months of twelve"),
        _("Of the last twelve months, those with costs recorded under a budget in force."),
        ("cost", "budget"),
        count_controlled_months,
        "cost",
        _("Put a budget in force, and record the costs of every month."),
    ),
)
