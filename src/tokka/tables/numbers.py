"""Which decimal mark and which order of day and month a column uses: told by the column as a whole, not by one cell."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from tokka.tables.cells import day_in, number_in

_GAPS: Final = re.compile(r"[\s'’\u00a0\u202f]|€|eur(oa)?\.?$|%$", re.IGNORECASE)
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_WHOLE: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")

DAY_FIRST, MONTH_FIRST = "day/month/year", "month/day/year"


def decimal_mark(texts: Iterable[str]) -> str | None:
    """`,` or `.` where a cell of the column proves it; "" where its cells contradict each other; None without proof.

    A mark that comes twice, or before the other one, parts thousands. A single mark with other than three figures
    after it is decimal. 29,275 alone proves nothing.
    """
    proofs = {proof for text in texts if (proof := _proof(_GAPS.sub("", text)))}
    return None if not proofs else proofs.pop() if len(proofs) == 1 else ""


def _proof(figures: str) -> str:
    marks = [sign for sign in figures if sign in ",."]
    if not marks or not re.fullmatch(r"[-+−]?[\d.,]+", figures):
        return ""
    if len(set(marks)) == 2:
        return marks[-1] if marks.count(marks[-1]) == 1 else ""
    if len(marks) > 1:
        return "." if marks[0] == "," else ","
    return marks[0] if len(figures.rpartition(marks[0])[2]) != 3 else ""


def proves_nothing(text: str) -> bool:
    """One mark with three figures after it: thousands for one writer, thousandths for another."""
    return bool(re.fullmatch(r"[-+−]?\d{1,3}[.,]\d{3}", _GAPS.sub("", text)))


def number_with(text: str, mark: str) -> float | None:
    """A number whose decimal mark is known; without one as `number_in` guesses it."""
    figures = _GAPS.sub("", text).replace("−", "-")
    if mark not in (",", "."):
        return number_in(figures)
    other = "." if mark == "," else ","
    whole = figures.replace(other, "").replace(mark, ".")
    return float(whole) if _WHOLE.fullmatch(whole) else None


def order_of_days(texts: Iterable[str]) -> str | None:
    """Whether 6/29/2015 or 29/6/2015 is written; "" where cells contradict each other, None without proof."""
    orders = set()
    for text in texts:
        if found := _SLASHED.fullmatch(text):
            first, second = int(found[1]), int(found[2])
            orders |= {DAY_FIRST} if first > 12 else {MONTH_FIRST} if second > 12 else set()
    return None if not orders else orders.pop() if len(orders) == 1 else ""


def day_with(text: str, order: str) -> date | None:
    """A day, slashed ones in the order that the column proves; without a proven order a slashed day is none."""
    found = _SLASHED.fullmatch(text)
    if not found:
        return day_in(text)
    if not order:
        return None
    first, second, year = (int(part) for part in found.groups())
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    try:
        return date(year, month, day)
    except ValueError:
        return None
