"""Amounts as people write them: in a sentence or a field, in tonnes, kilograms or cubic metres (§16)."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tokka.tables.cells import number_in
from tokka.words import Remark, _


class Unit(StrEnum):
    """In what an amount is written."""

    TONNES = "t"
    KILOGRAMS = "kg"
    CUBIC_METRES = "m3"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the unit that stands beside it."""

    value: float
    unit: Unit


_NUMBER: Final = r"(?<![\w.,–-])(?P<number>\d[\d\s.,]*?)"
_THOUSAND: Final = r"(?P<thousand>tuhatta|tuhat|tusen|thousand)?"
_UNITS: Final = (
    (Unit.KILOGRAMS, r"kg|kilogram\w*|kiloa?|kilo"),
    (Unit.CUBIC_METRES, r"m3|m³|kuutio\w*|kubikmeter\w*|cubic met\w+"),
    (Unit.TONNES, r"t|tn|tonni\w*|tonnia|ton|tonnes?|tons?"),
)
_WRITTEN: Final = tuple(
    (unit, re.compile(rf"{_NUMBER}\s*{_THOUSAND}\s*(?:{words})(?![\w³])", re.IGNORECASE)) for unit, words in _UNITS
)
_TWO_WAYS: Final = re.compile(r"\d{1,3}[.,]\d{3}")
"""A number whose mark may stand between thousands or before decimals: in a sentence it is not guessed."""
LIGHTEST, HEAVIEST = 0.01, 25.0
"""Tonnes in a cubic metre between which a density is taken: from foam to lead and beyond."""


def amounts_in(text: str) -> tuple[Amount, ...]:
    """Every amount that a sentence names, in the order in which they stand there."""
    found = []
    for unit, pattern in _WRITTEN:
        for one in pattern.finditer(text):
            number = one["number"].strip(" .,")
            value = number_in(number)
            if value is not None and not _TWO_WAYS.fullmatch(number):
                found.append((one.start(), Amount(value * (1000 if one["thousand"] else 1), unit)))
    return tuple(amount for _start, amount in sorted(found, key=lambda one: one[0]))


def tonnes_of(text: str, unit: Unit, density_t_m3: float | None) -> float | Remark:
    """The tonnes that a field means with the unit chosen beside it, or what is to be asked.

    A unit written in the field itself has to be the chosen one: of two that differ none is taken in silence.
    """
    written = amounts_in(text)
    value = written[0].value if written else number_in(text)
    if value is None or len(written) > 1:
        return Remark(_("“%(value)s” is no amount. Write one number, such as 600 or 12.5."), {"value": text[:60]})
    if written and written[0].unit is not unit:
        named = {"value": text[:60], "unit": str(unit)}
        return Remark(
            _("The field says “%(value)s” and the unit beside it is %(unit)s. Which of the two is it?"), named
        )
    if value < 0:
        return Remark(_("There cannot be %(value)s tonnes."), {"value": f"{value:g}"})
    if unit is Unit.KILOGRAMS:
        return value / 1000
    if unit is Unit.TONNES:
        return value
    return _from_cubic_metres(value, density_t_m3)


def _from_cubic_metres(value: float, density_t_m3: float | None) -> float | Remark:
    if density_t_m3 is None:
        return Remark(_("Cubic metres are not tonnes: say how many tonnes one cubic metre weighs."))
    if not LIGHTEST <= density_t_m3 <= HEAVIEST:
        named = {"value": f"{density_t_m3:g}", "low": f"{LIGHTEST:g}", "high": f"{HEAVIEST:g}"}
        text = _("%(value)s t in a cubic metre cannot be: from %(low)s to %(high)s. Was it written in kilograms?")
        return Remark(text, named)
    return value * density_t_m3


_OTHER_PERIOD: Final = re.compile(
    r"\b(päivä\w*|viiko\w*|kuukau\w*|kk|vrk|dag\w*|vecka\w*|veckor|månad\w*|day|daily|week\w*|month\w*)\b|/(d|wk|kk|vk)\b",
    re.IGNORECASE,
)


def yearly_amount_in(text: str) -> Amount | None:
    """The one amount of a sentence, where it names one alone and no period shorter than a year."""
    found = amounts_in(text)
    return found[0] if len(found) == 1 and not _OTHER_PERIOD.search(text) else None
