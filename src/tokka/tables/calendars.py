"""Reads a calendar file: every entry with its day, its words and the addresses of those invited."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, Final

from icalendar import Calendar
from icalendar.error import BrokenCalendarProperty

from tokka.tables.model import WrongTable
from tokka.words import Remark, _

LARGEST_CALENDAR: Final = 1_000_000
"""Bytes. A calendar of some thousand entries; whoever has more exports a shorter time."""
MOST_ENTRIES: Final = 5_000

_EXPORT_AGAIN: Final = Remark(
    _("In your calendar program choose to export the calendar as an iCalendar file (.ics), and bring that file.")
)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry as the file tells it. What it lacks is empty; what stands in the way is in `fault`."""

    number: int
    """Its place in the file, from 1."""
    uid: str
    title: str
    on: date | None
    place: str = ""
    addresses: tuple[str, ...] = ()
    """The e-mail addresses of who organised and who was invited, in small letters, without those who declined."""
    fault: Remark | None = None


def read_calendar(content: bytes, file: str, zone: tzinfo) -> tuple[CalendarEntry, ...]:
    """The entries of an iCalendar file, in their order, each on its day in `zone`.

    Raises WrongTable where the file as a whole is wrong. An entry that cannot be used is there with its fault.
    """
    if len(content) > LARGEST_CALENDAR:
        too_large = Remark(_("The file holds %(size)d bytes; at most %(most)d are read."), _sizes(content))
        raise WrongTable(file, too_large, Remark(_("Export a shorter time from your calendar, and bring that file.")))
    if b"BEGIN:VCALENDAR" not in content[:2000].upper():
        raise WrongTable(file, Remark(_("This is no calendar: it does not begin with BEGIN:VCALENDAR.")), _EXPORT_AGAIN)
    try:
        calendars = Calendar.from_ical(content, multiple=True)
    except (ValueError, IndexError, KeyError, UnicodeError) as fault:
        broken = Remark(_("The calendar cannot be read: %(fault)s"), {"fault": str(fault)[:200]})
        raise WrongTable(file, broken, _EXPORT_AGAIN) from fault
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    if len(events) > MOST_ENTRIES:
        too_many = Remark(_("The calendar holds %(count)d entries; at most 5,000 are read."), {"count": len(events)})
        raise WrongTable(file, too_many, Remark(_("Export a shorter time from your calendar, and bring that file.")))
    if not events:
        raise WrongTable(file, Remark(_("The calendar holds no whole entry.")), _EXPORT_AGAIN)
    return tuple(_entry(number, event, zone) for number, event in enumerate(events, start=1))


def _sizes(content: bytes) -> dict[str, object]:
    return {"size": len(content), "most": LARGEST_CALENDAR}


def _entry(number: int, event: Any, zone: tzinfo) -> CalendarEntry:
    uid, title, on = str(event.get("UID", "")).strip(), _text(event, "SUMMARY"), _day(event, zone)
    # One occurrence of a repeated entry that was moved has the same key as the others; its own day tells it apart.
    if uid and (own := event.get("RECURRENCE-ID")) is not None:
        uid = f"{uid} {own.to_ical().decode()}"
    fault = _fault(event, uid, title, on)
    return CalendarEntry(number, uid, title, on, _text(event, "LOCATION"), tuple(dict.fromkeys(_people(event))), fault)


def _text(event: Any, name: str) -> str:
    return " ".join(str(event.get(name, "")).split())


def _day(event: Any, zone: tzinfo) -> date | None:
    try:
        told = getattr(event.get("DTSTART"), "dt", None)
    except BrokenCalendarProperty:
        return None
    if isinstance(told, datetime):
        return told.astimezone(zone).date() if told.tzinfo else told.date()
    return told if isinstance(told, date) else None


def _fault(event: Any, uid: str, title: str, on: date | None) -> Remark | None:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return Remark(_("It was cancelled."))
    if not uid:
        return Remark(_("It has no key of its own (UID), so it could be brought in twice. Enter it by hand."))
    if on is None:
        return Remark(_("It has no day that can be read. Correct it in your calendar, and export again."))
    if not title:
        return Remark(_("It has no title. Give it one in your calendar, and export again."))
    if event.get("RRULE") is not None:
        return Remark(_("It repeats, and each time is an entry of its own here. Enter the times that were held."))
    return None


def _people(event: Any) -> Iterator[str]:
    for name in ("ORGANIZER", "ATTENDEE"):
        told = event.get(name, [])
        for one in told if isinstance(told, list) else [told]:
            address = str(one).strip().lower()
            declined = str(getattr(one, "params", {}).get("PARTSTAT", "")).upper() == "DECLINED"
            if address.startswith("mailto:") and not declined:
                yield address.removeprefix("mailto:")
