"""The areas of programmes by date, told in NUTS codes: who may take part from where, and when that changed."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from tokka.rulebook.model import Outcome, Source
from tokka.words import Remark, _


@dataclass(frozen=True, slots=True)
class Area:
    """The regions of a programme from one day on. A region begins with one of the codes."""

    programme: str
    since: date
    until: date
    regions: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class InArea:
    """Whether a region lies in the area of a programme on a day, on whose word."""

    outcome: Outcome
    source: Source | None
    remarks: tuple[Remark, ...] = ()


@lru_cache(maxsize=1)
def programme_areas() -> tuple[Area, ...]:
    """Every area that is entered, oldest first for each programme."""
    tables = tomllib.loads(resources.files(__package__ or "").joinpath("areas.toml").read_text(encoding="utf-8"))
    return tuple(
        Area(row["programme"], row["since"], row["until"], tuple(row["regions"]), Source(**row["source"]))
        for row in tables["area"]
    )


def in_area(programme: str, nuts: str, day: date) -> InArea:
    """Whether a region by its NUTS code may take part. A code wider than a region of the area leaves it unknown."""
    held = [area for area in programme_areas() if area.programme == programme and area.since <= day <= area.until]
    if not held or not nuts:
        says = _("No area of %(programme)s is entered for %(day)s, or the region is not known.")
        return InArea(Outcome.UNKNOWN, None, (Remark(says, {"programme": programme, "day": day}),))
    area = held[-1]
    if any(nuts.startswith(code) for code in area.regions):
        return InArea(Outcome.MET, area.source)
    if any(code.startswith(nuts) for code in area.regions):
        says = _("Only a part of %(nuts)s lies in the area. Give the region to its last letter.")
        return InArea(Outcome.UNKNOWN, area.source, (Remark(says, {"nuts": nuts}),))
    return InArea(Outcome.MISSED, area.source)
