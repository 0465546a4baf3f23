"""Which share of costs aid may pay: the regional aid map by municipality, and the articles of the block exemption."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Final

from tokka.rulebook.model import DatedValue, Outcome, Source
from tokka.rulebook.state_aid import ARTICLES, BLOCK_EXEMPTION, REGIONAL_AID_OF_FINLAND, SIZES, value_on
from tokka.words import Remark, _

SIZE_OF: Final = {"micro": "small", "small": "small", "medium": "medium", "large": "large"}


@dataclass(frozen=True, slots=True)
class Intensity:
    """The largest share of the costs that aid may pay, from 0 to 1; None where it is unknown or there is none."""

    share: float | None
    outcome: Outcome
    """Met: aid may be paid. Missed: none may. Unknown: a fact or a number is missing, and `missing` names it."""
    source: Source
    read: tuple[DatedValue, ...] = ()
    missing: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """In which support area a municipality lies, from one day to another."""

    area: str
    since: date
    until: date


@lru_cache(maxsize=1)
def _map() -> dict[str, tuple[Placement, ...]]:
    tables = tomllib.loads(resources.files(__package__ or "").joinpath("areas.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[Placement, ...]] = {}
    for row in tables["placement"]:
        for code in row["municipalities"]:
            found[code] = (*found.get(code, ()), Placement(row["area"], row["since"], row["until"]))
    return found


def support_area(municipality: str, day: date) -> str:
    """The support area of a Finnish municipality by its three-digit code; empty where the map does not tell it."""
    return next((one.area for one in _map().get(municipality, ()) if one.since <= day <= one.until), "")


def regional_investment_aid(municipality: str, size: str, day: date) -> Intensity:
    """The share of an investment that regional aid may pay. Raises KeyError for no size class."""
    row = _size_row(size)
    area = support_area(municipality, day)
    if not area:
        says = _("The support area of municipality %(code)s on %(day)s is not entered. Look it up in the decree.")
        missing = (Remark(says, {"code": municipality, "day": day}),)
        return Intensity(None, Outcome.UNKNOWN, REGIONAL_AID_OF_FINLAND, missing=missing)
    share, dated = value_on(f"investment_{area}_{row}", day)
    if share is None or dated is None:
        says = _("No intensity of support area %(area)s is entered for %(day)s.")
        missing = (Remark(says, {"area": area, "day": day}),)
        return Intensity(None, Outcome.UNKNOWN, REGIONAL_AID_OF_FINLAND, missing=missing)
    return Intensity(share, Outcome.MET if share > 0 else Outcome.MISSED, dated.source, (dated,))


def block_exempted(article: str, size: str, day: date) -> Intensity:
    """The largest intensity of an article of the block exemption for an enterprise of a size on a day.

    From 2027 on the Regulation is no longer in force and its successor's numbers are not entered: unknown, never the
    old ones. Raises KeyError for another article or size.
    """
    if article not in ARTICLES:
        raise KeyError(f"{article!r} is no article of this rule set. Use one of: {', '.join(ARTICLES)}.")
    row = _size_row(size)
    in_force, _dated = value_on("block_exemption_in_force", day)
    if not in_force:
        says = _("Regulation (EU) No 651/2014 is not in force on %(day)s, and no successor is entered.")
        return Intensity(None, Outcome.UNKNOWN, BLOCK_EXEMPTION, missing=(Remark(says, {"day": day}),))
    share, dated = value_on(f"block_{article}_{row}", day)
    if share is None or dated is None:
        says = _("The intensity of Article %(article)s is not entered. Read it in the Regulation, and enter it.")
        return Intensity(None, Outcome.UNKNOWN, BLOCK_EXEMPTION, missing=(Remark(says, {"article": article}),))
    return Intensity(share, Outcome.MET if share > 0 else Outcome.MISSED, dated.source, (dated,))


def _size_row(size: str) -> str:
    if size not in SIZE_OF:
        raise KeyError(f"{size!r} is no size class. Use one of: micro, {', '.join(SIZES)}.")
    return SIZE_OF[size]
