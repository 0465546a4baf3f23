"""The size class of an enterprise by its staff and money: micro, small, medium or large.

Recommendation 2003/361/EC, Annex, Article 2, on the figures of one enterprise alone. Partner and linked enterprises
(Article 3) are counted by `group_size`, from the graph of `ownership`, and so is the rule of two years in a row.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tokka.rulebook.load import Declared, read_package
from tokka.rulebook.model import DatedValue, Source
from tokka.words import Remark, _

CLASSES: Final = ("micro", "small", "medium")
LABELS: Final = {
    "micro": _("Micro"),
    "small": _("Small"),
    "medium": _("Medium-sized"),
    "large": _("Large"),
    "": _("Unknown"),
}

VALUES: Final = read_package(
    __name__,
    {f"{size}_staff": Declared(_("Staff below")) for size in CLASSES}
    | {f"{size}_turnover": Declared(_("Turnover up to")) for size in CLASSES}
    | {f"{size}_balance": Declared(_("Balance sheet total up to")) for size in CLASSES}
    | {
        "partner_from": Declared(_("A partner holds from")),
        "angel_below": Declared(_("A business angel has invested less than")),
        "authority_inhabitants_below": Declared(_("A small local authority has fewer inhabitants than")),
        "authority_budget_below": Declared(_("A small local authority has a yearly budget below")),
        "mid_cap_staff": Declared(_("Small mid-cap: staff below")),
        "mid_cap_turnover": Declared(_("Small mid-cap: turnover up to")),
        "mid_cap_balance": Declared(_("Small mid-cap: balance sheet total up to")),
    },
)

ALONE: Final = Remark(_("Counted from this enterprise alone: partner and linked enterprises may raise the class."))
MONEY_UNKNOWN: Final = Remark(_("Turnover and balance sheet are not known: the class cannot be told from staff alone."))


@dataclass(frozen=True, slots=True)
class SizeClass:
    """The class, the numbers that decided it, and what was not looked at. An empty key: not known."""

    key: str
    read: tuple[DatedValue, ...]
    remarks: tuple[Remark, ...]

    @property
    def label(self) -> str:
        return LABELS[self.key]

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(dict.fromkeys(dated.source for dated in self.read))


def size_class(day: date, staff_awu: float, turnover_eur: float | None, balance_eur: float | None) -> SizeClass:
    """The class of an enterprise with so many annual work units and so much money a year, on `day`.

    Staff has to lie below the ceiling, and turnover or balance sheet within theirs. From 250 work units on an
    enterprise is large whatever its money; below, money that nobody knows leaves the class unknown.
    """
    read: list[DatedValue] = []
    for size in CLASSES:
        staff, turnover, balance = (_in_force(f"{size}_{what}", day) for what in ("staff", "turnover", "balance"))
        read += [staff, turnover, balance]
        if staff_awu >= _number(staff):
            continue
        if turnover_eur is None and balance_eur is None:
            return SizeClass("", tuple(read), (MONEY_UNKNOWN,))
        if _within(turnover_eur, turnover) or _within(balance_eur, balance):
            return SizeClass(size, tuple(read), (ALONE,))
    return SizeClass("large", tuple(read), ())


def _in_force(key: str, day: date) -> DatedValue:
    dated = VALUES[key].on(day)
    if dated is None:
        raise LookupError(
            f"{key} has no value on {day}: the Recommendation applies from {VALUES[key].values[0].since}."
        )
    return dated


def _within(money: float | None, ceiling: DatedValue) -> bool:
    return money is not None and money <= _number(ceiling)


def _number(dated: DatedValue) -> float:
    if isinstance(dated.value, bool) or not isinstance(dated.value, int | float):
        raise TypeError(f"{dated.value!r} is not a number. Correct the family's values.")
    return dated.value
