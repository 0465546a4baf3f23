"""Days as a calendar that other programs subscribe to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.http import HttpResponse
from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class AllDay:
    """One entry: a key that stays the same, the day, what it says, and where to read more."""

    key: str
    on: date
    title: str
    url: str


def as_calendar(name: str, entries: Iterable[AllDay], *, told_on: date, site: str) -> HttpResponse:
    """The entries as an iCalendar file. No cache keeps it: who closes the address closes it at once."""
    calendar = new_calendar(name)
    for entry in entries:
        event = Event()
        event.add("uid", lasting_key(entry.key, site))
        event.add("dtstamp", datetime.combine(told_on, time(), UTC))
        event.add("dtstart", entry.on)
        event.add("summary", entry.title)
        event.add("url", f"{site}{entry.url}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return for_one_reader(calendar)


def new_calendar(name: str) -> Calendar:
    """A calendar without entries (RFC 5545)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tokka//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    return calendar


def lasting_key(key: str, site: str) -> str:
    """By what programs know an entry again when it comes anew: its own key at the host of the site."""
    return f"{key}@{site.partition('//')[2] or site}"


def for_one_reader(calendar: Calendar) -> HttpResponse:
    """The calendar as a file that no cache keeps and no search engine lists."""
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
