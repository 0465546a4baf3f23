"""The European List of Waste by date: codes of six digits under sub-chapters (4) and chapters (2).

The list changes on 9 December 2026, so every question names its day (§3 of docs/explanation/symbiosis.md).
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

from tokka.words import Remark, _

REFERENCE: Final = "reference/list_of_waste.csv"
_GAPS: Final = re.compile(r"[\s.\-]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: a chapter, a sub-chapter or a code, with the days for which it holds."""

    code: str
    since: date
    until: date | None
    """The first day on which it no longer holds; None while no end is known."""
    kind: str
    """AH, MH, MN, AN: absolute or mirror, hazardous or not; H or N where only the hazard is known; empty for titles."""
    text: str

    def holds_on(self, day: date) -> bool:
        """Whether the line is in force on `day`."""
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def is_hazardous(self) -> bool:
        return self.kind.endswith("H")

    @property
    def is_mirror(self) -> bool:
        """Whether the hazard is decided by an assessment and not by the code alone."""
        return self.kind.startswith("M")


@dataclass(frozen=True, slots=True)
class CodeList:
    """The list as it stands on one day. Codes are keys of two, four or six digits."""

    day: date
    entries: Mapping[str, Entry]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of six digits, in their order."""
        return tuple(code for code in self.entries if len(code) == 6)

    @property
    def hazardous(self) -> tuple[str, ...]:
        """The codes that bear an asterisk."""
        return tuple(code for code in self.codes if self.entries[code].is_hazardous)

    def is_hazardous(self, code: str) -> bool:
        """Whether the code bears an asterisk; a code that is not on the list does not."""
        return code in self.entries and self.entries[code].is_hazardous

    def fault(self, code: str) -> Remark | None:
        """Why a code cannot be used on this day: not yet, no longer, or never on the list. None where it can."""
        if code in self.entries:
            return None
        return _fault(code, self.day)


@cache
def whole_list() -> tuple[Entry, ...]:
    """Every line of the reference file, of all days, by code and first day."""
    text = resources.files(__package__).joinpath(REFERENCE).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(
        Entry(
            row["code"],
            date.fromisoformat(row["since"]),
            date.fromisoformat(row["until"]) if row["until"] else None,
            row["entry"],
            row["text"],
        )
        for row in csv.DictReader(lines)
    )


@cache
def list_on(day: date) -> CodeList:
    """The list in force on `day`; empty before 1 June 2015, for which no list is kept."""
    return CodeList(day, {entry.code: entry for entry in whole_list() if entry.holds_on(day)})


def _fault(code: str, day: date) -> Remark:
    of_all_days = [entry for entry in whole_list() if entry.code == code]
    named = {"code": spaced(code), "day": day.isoformat()}
    ended = [entry.until for entry in of_all_days if entry.until and entry.until <= day]
    begins = [entry.since for entry in of_all_days if entry.since > day]
    if ended:
        until = max(ended)
        named |= {"until": until.isoformat(), "nearest": ", ".join(spaced(one) for one in successors(code, day))}
        if named["nearest"]:
            text = _(
                "The waste code %(code)s expired: it is not on the list from %(until)s on. "
                "Nearest to it on the list since then: %(nearest)s."
            )
            return Remark(text, named)
        text = _("The waste code %(code)s expired: it is not on the list from %(until)s on. Choose its successor.")
        return Remark(text, named)
    if begins:
        return Remark(
            _("The waste code %(code)s is on the list only from %(since)s on; the plan is for %(day)s."),
            named | {"since": min(begins).isoformat()},
        )
    return Remark(
        _("The waste code %(code)s is not on the European List of Waste. Look the six digits up again."), named
    )


MOST_SUCCESSORS: Final = 3


def successors(code: str, day: date) -> tuple[str, ...]:
    """The codes of `day` nearest to one that has ended: of its sub-chapter, begun when it ended, by words in common.

    The law names no successors one by one, so these are what to look at, and not a translation (§3).
    """
    old = next((entry for entry in reversed(whole_list()) if entry.code == code), None)
    if old is None or old.until is None or old.until > day:
        return ()
    said = _plain_words(old.text)
    near = [
        (-len(said & _plain_words(entry.text)) / len(said | _plain_words(entry.text)), entry.code)
        for entry in whole_list()
        if entry.since == old.until
        and entry.holds_on(day)
        and len(entry.code) == len(code)
        and entry.code[:4] == code[:4]
        and entry.is_hazardous == old.is_hazardous
    ]
    return tuple(found for worth, found in sorted(near)[:MOST_SUCCESSORS] if worth < 0)


def _plain_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", text.casefold())) - {"waste", "wastes", "and", "or", "in", "the", "than"}


def ends_on(code: str, day: date) -> date | None:
    """The first day on which a code of the list of `day` no longer holds; None while no end is known."""
    known = any(entry.code == code and entry.since > day for entry in whole_list())
    held = next((entry for entry in whole_list() if entry.code == code and entry.holds_on(day)), None)
    return held.until if held and not known else None


def spaced(code: str) -> str:
    """A code as the list prints it, in pairs."""
    return " ".join(code[at : at + 2] for at in range(0, len(code), 2))


def code_in(text: str) -> tuple[str, Remark | None]:
    """The six digits of a code written as 100202, 10 02 02 or 10 02 07*, and what is wrong with it, if anything."""
    digits = _GAPS.sub("", text).removesuffix("*")
    if digits.isascii() and digits.isdigit() and len(digits) == 6:
        return digits, None
    return "", _wrong_form(text, digits)


def _wrong_form(text: str, digits: str) -> Remark:
    named = {"value": text[:80], "padded": digits.zfill(6)}
    if digits.isdigit() and len(digits) == 5:
        return Remark(
            _("“%(value)s” has five digits: a spreadsheet dropped the leading zero. Write %(padded)s."), named
        )
    return Remark(_("“%(value)s” is no waste code. Write six digits, such as 100202."), named)


def prefixes_in(text: str) -> tuple[tuple[str, ...], tuple[Remark, ...]]:
    """The codes and prefixes of a cell, separated by blanks, commas or semicolons, and what is wrong with it."""
    words = re.split(r"[\s,;]+", text.strip())
    kept, faults = [], []
    for word in filter(None, words):
        digits = re.sub(r"[.\-]", "", word).removesuffix("*")
        if digits.isascii() and digits.isdigit() and len(digits) in (2, 4, 6):
            kept.append(digits)
        else:
            faults.append(_wrong_prefix(word, digits))
    return tuple(dict.fromkeys(kept)), tuple(faults)


def _wrong_prefix(word: str, digits: str) -> Remark:
    named = {"value": word[:80], "padded": digits.zfill(len(digits) + 1)}
    if digits.isdigit() and len(digits) in (1, 3, 5):
        return Remark(
            _("“%(value)s” has an odd number of digits: a spreadsheet dropped the leading zero. Write %(padded)s."),
            named,
        )
    return Remark(
        _("“%(value)s” is no waste code. Write two, four or six digits, with blanks between the codes."), named
    )


def is_split_code(text: str) -> bool:
    """Whether a cell looks like one code written in pairs, such as 10 02 02, though blanks separate codes."""
    return bool(re.fullmatch(r"\d\d \d\d \d\d\*?", text.strip()))
