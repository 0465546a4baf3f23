"""Published events for other programs: as a calendar, and as search engines read them (schema.org)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Event as Entry

from tokkasite.journal.models import Event
from tokkasite.ui.calendars import lasting_key, new_calendar


def begins(event: Event) -> date | datetime:
    """The moment in the region's own zone, or the day where no hour is told."""
    if event.starts_at is None:
        return event.on
    return datetime.combine(event.on, event.starts_at, ZoneInfo(settings.TIME_ZONE))


def as_calendar(events: Iterable[Event], *, name: str, site: str, now: datetime) -> bytes:
    """The events as iCalendar (RFC 5545). No end is written, because none is known: programs show the beginning."""
    calendar = new_calendar(name)
    for event in events:
        entry = Entry()
        entry.add("uid", lasting_key(f"event-{event.pk}", site))
        entry.add("dtstamp", now.astimezone(UTC))
        entry.add("dtstart", begins(event))
        entry.add("summary", event.title)
        if event.place:
            entry.add("location", event.place)
        if event.about:
            entry.add("description", event.about)
        entry.add("url", f"{site}{reverse('missions:public_event', args=[event.pk])}")
        calendar.add_component(entry)
    return calendar.to_ical()


def described(event: Event, address: str) -> dict[str, Any]:
    """The event in the words of schema.org, with nothing that is not known of it."""
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "startDate": begins(event).isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "organizer": {"@type": "Organization", "name": str(event.cluster)},
        "url": address,
    }
    if event.place:
        told["location"] = {"@type": "Place", "name": event.place, "address": event.place}
    if event.about:
        told["description"] = event.about
    return told
