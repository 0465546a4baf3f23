"""Reads one cell by what its column holds, as people in Europe write numbers, days and yes or no."""

import re
from datetime import date
from typing import Final

from tokka.tables.model import Cell, Column, Holds
from tokka.words import Remark, _

YES: Final = frozenset({"1", "yes", "true", "x", "kyllä", "k", "ja", "y"})
NO: Final = frozenset({"0", "no", "false", "-", "ei", "e", "nej", "n"})

_GAPS: Final = re.compile(r"[\s'’]")
_DAYS: Final = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})"),
)


def read_cell(column: Column, text: str) -> tuple[Cell, Remark | None]:
    """What a cell holds, and what is wrong with it, if anything."""
    if not text:
        return ("" if column.holds is Holds.TEXT else None), None
    if column.holds is Holds.TEXT:
        kept = column.check(text) if column.check else text
        return (text, kept) if isinstance(kept, Remark) else (kept, None)
    value = {Holds.NUMBER: number_in, Holds.DAY: day_in, Holds.TRUTH: truth_in}[column.holds](text)
    return value, None if value is not None else Remark(_WRONG[column.holds], {"value": text[:80]})


_WRONG: Final = {
    Holds.NUMBER: _("“%(value)s” is no number."),
    Holds.DAY: _("“%(value)s” is no day. Write it as 2026-11-24 or 24.11.2026."),
    Holds.TRUTH: _("“%(value)s” is neither yes nor no."),
}


def number_in(text: str) -> float | None:
    """A number with a decimal point or comma: of two signs the last is the decimal mark, unless it repeats."""
    figures = _GAPS.sub("", text).replace("−", "-")
    marks = [sign for sign in figures if sign in ",."]
    decimal = marks[-1] if marks and marks.count(marks[-1]) == 1 else ""
    whole = "".join("." if sign == decimal else sign for sign in figures if sign == decimal or sign not in ",.")
    return float(whole) if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", whole) else None


def day_in(text: str) -> date | None:
    """A day as the international standard writes it, or as Finns do."""
    for pattern in _DAYS:
        if found := pattern.fullmatch(text):
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return None
    return None


def truth_in(text: str) -> bool | None:
    """Yes or no in English, Finnish or Swedish."""
    word = text.casefold()
    return True if word in YES else False if word in NO else None
