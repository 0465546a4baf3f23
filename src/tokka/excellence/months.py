"""Counting in months, as windows and validities do. A day that a month lacks becomes its last day."""

import calendar
from datetime import date


def month_shifted(day: date, months: int) -> date:
    """The same day of the month, so many months later (or earlier, below zero)."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_between(first: date, last: date) -> int:
    """Completed months from `first` to `last`; below zero where `last` lies before."""
    if last < first:
        return -months_between(last, first)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if month_shifted(first, months) <= last else months - 1
