"""A company as a register tells it, as it is kept, and what differs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Activity:
    """An industry code in its classification. A code without its classification says nothing."""

    scheme: str
    code: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Bankruptcy, liquidation or restructuring, from one day to another."""

    kind: str
    since: date | None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Company:
    """What a register says of a company now. What it does not say is empty."""

    business_id: str
    name: str = ""
    form: str = ""
    status: str = ""
    ended_on: date | None = None
    address: str = ""
    municipality: str = ""
    activity: Activity | None = None
    website: str = ""
    euid: str = ""
    situations: tuple[Situation, ...] = ()
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the site keeps of the same company; codes by their classification."""

    name: str = ""
    form: str = ""
    status: str = ""
    address: str = ""
    municipality: str = ""
    website: str = ""
    euid: str = ""
    activities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the register says otherwise: the field, what is kept, and what is proposed."""

    field: str
    kept: str
    proposed: str


COMPARED = ("name", "form", "status", "address", "municipality", "website", "euid")


def changes(company: Company, kept: Kept) -> tuple[Change, ...]:
    """What the register says otherwise, in a fixed order. Where it is silent nothing is proposed.

    A code is compared within its classification alone: one edition is never translated into another.
    """
    found = []
    for name in COMPARED:
        told, held = str(getattr(company, name)), str(getattr(kept, name))
        is_news = (name, told, held) != ("status", "active", "")  # that a company is at work goes without saying
        if told and is_news and _plain(told) != _plain(held):
            found.append(Change(name, held, told))
    if company.activity:
        held = kept.activities.get(company.activity.scheme, "")
        if held.replace(".", "") != company.activity.code:
            found.append(Change(company.activity.scheme, held, company.activity.code))
    return tuple(found)


def _plain(text: str) -> str:
    """An address of a page is the same with and without a slash at its end, and over http."""
    return " ".join(text.split()).rstrip("/").replace("http://", "https://").replace("https://www.", "https://")
