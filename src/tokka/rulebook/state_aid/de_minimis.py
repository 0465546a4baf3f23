"""De minimis aid: what one undertaking may still receive on a day, by a window that slides day by day.

Regulation (EU) 2023/2831, Article 3(2). Until the end of 2023 the window was three fiscal years.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from tokka.rulebook.enterprise_size.ownership import Ownership
from tokka.rulebook.model import DatedValue, Outcome
from tokka.rulebook.state_aid import REGIMES, value_on
from tokka.words import Remark, _

YEARS: Final = 3
SLIDING_SINCE: Final = date(2024, 1, 1)
"""Since this day any three years count; before, the fiscal year of the grant and the two before it."""


@dataclass(frozen=True, slots=True)
class Grant:
    """De minimis aid in euros of gross grant equivalent, on the day on which the right to it arose."""

    undertaking: str
    granted_on: date
    euros: float
    regime: str = "general"


@dataclass(frozen=True, slots=True)
class Room:
    """What is free on a day. Of an unknown ceiling the room is None."""

    day: date
    undertakings: tuple[str, ...]
    """The single undertaking: all that control binds together inside the Member State."""
    window_from: date
    """The first day that counts."""
    used: float
    free: float | None
    counted: tuple[Grant, ...]
    read: tuple[DatedValue, ...]
    remarks: tuple[Remark, ...]

    def allows(self, euros: float) -> Outcome:
        """Whether a grant of so much fits."""
        if self.free is None:
            return Outcome.UNKNOWN
        return Outcome.MET if euros <= self.free else Outcome.MISSED


def de_minimis_room(
    ownership: Ownership, undertaking: str, grants: Iterable[Grant], day: date, regime: str = "general"
) -> Room:
    """The room of a single undertaking on a day, under one regime.

    Control links inside the undertaking's Member State make the single undertaking; shares of partners do not count
    here, unlike for the size class. Aid dated after the day is named and not counted. Raises KeyError for an unknown
    party or regime.
    """
    if regime not in REGIMES:
        raise KeyError(f"{regime!r} is no regime of de minimis aid. Use one of: {', '.join(REGIMES)}.")
    if undertaking not in ownership.parties:
        raise KeyError(f"{undertaking!r} is not among the parties. Add it to the ownership.")
    country = ownership.parties[undertaking].country
    group = ownership.linked_to(undertaking, country=country)
    begins = window_start(day)
    theirs = [grant for grant in grants if grant.undertaking in group and grant.regime == regime]
    sound = [grant for grant in theirs if grant.euros >= 0]
    counted = tuple(sorted((one for one in sound if begins <= one.granted_on <= day), key=lambda one: one.granted_on))
    used = sum(grant.euros for grant in counted)
    ceiling, dated = value_on(f"de_minimis_{regime}", day)
    remarks = (*ownership.remarks(), *_remarks(theirs, day, country), *_no_ceiling(ceiling, regime, day))
    free = None if ceiling is None else max(0.0, ceiling - used)
    return Room(day, group, begins, used, free, counted, (dated,) if dated else (), remarks)


def window_start(day: date) -> date:
    """The first day of the three years that end with `day`, that day included."""
    if day < SLIDING_SINCE:
        return date(day.year - (YEARS - 1), 1, 1)
    same_day = _years_before(day, YEARS)
    return date.fromordinal(same_day.toordinal() + 1)


def leaves_on(granted_on: date) -> date:
    """The first day on which a grant of that day counts no longer, by the window that slides."""
    try:
        same_day = granted_on.replace(year=granted_on.year + YEARS)
    except ValueError:
        same_day = date(granted_on.year + YEARS, 3, 1)
    if same_day < SLIDING_SINCE:
        return date(granted_on.year + YEARS, 1, 1)
    return max(same_day, SLIDING_SINCE)


def first_day_for(
    ownership: Ownership, undertaking: str, grants: Iterable[Grant], euros: float, day: date, regime: str = "general"
) -> date | None:
    """The first day from `day` on, on which a grant of so much fits; None where none does or a ceiling is unknown.

    Grants of today and the ownership of today are taken to last: a new grant or a new owner changes the answer.
    """
    told = tuple(grants)
    counted = de_minimis_room(ownership, undertaking, told, day, regime).counted
    for one in sorted({day, *(leaves_on(grant.granted_on) for grant in counted)}):
        if one >= day and de_minimis_room(ownership, undertaking, told, one, regime).allows(euros) is Outcome.MET:
            return one
    return None


def _years_before(day: date, years: int) -> date:
    """The same day years before; of 29 February the last of that month."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _remarks(grants: Iterable[Grant], day: date, country: str) -> tuple[Remark, ...]:
    later = [grant for grant in grants if grant.granted_on > day]
    negative = [grant for grant in grants if not grant.euros >= 0]
    said = []
    if later:
        named = {"count": len(later), "day": day, "euros": sum(grant.euros for grant in later)}
        says = _("%(count)s grants of EUR %(euros)s are dated after %(day)s: not counted on that day. Check the dates.")
        said.append(Remark(says, named))
    if negative:
        says = _("%(count)s grants are below zero and not counted. Enter a recovery as its own record.")
        said.append(Remark(says, {"count": len(negative)}))
    if not country:
        said.append(Remark(_("The Member State of the undertaking is not known: links over borders are counted too.")))
    return tuple(said)


def _no_ceiling(ceiling: float | None, regime: str, day: date) -> tuple[Remark, ...]:
    if ceiling is not None:
        return ()
    says = _("No ceiling of the regime %(regime)s is entered for %(day)s: read it in the regulation, and enter it.")
    return (Remark(says, {"regime": regime, "day": day}),)
