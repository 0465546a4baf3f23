"""A guest's meetings as an iCalendar file."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext
from icalendar import Event

from tokkasite.journal.models import Guest
from tokkasite.missions.models import Meetings
from tokkasite.missions.readers import Line
from tokkasite.ui.calendars import for_one_reader, new_calendar


def as_calendar(meetings: Meetings, guest: Guest, lines: Iterable[Line]) -> HttpResponse:
    """Each meeting as an entry in the event's own time zone. No cache keeps it: a moved meeting is moved at once."""
    zone = ZoneInfo(settings.TIME_ZONE)
    calendar = new_calendar(meetings.event.title)
    for line in lines:
        if line.other is None:
            continue
        entry = Event()
        entry.add("uid", f"meeting-{line.slot}-{guest.pk}@tokka")
        entry.add("dtstamp", line.begins.replace(tzinfo=zone))
        entry.add("dtstart", line.begins.replace(tzinfo=zone))
        entry.add("dtend", line.ends.replace(tzinfo=zone))
        entry.add("summary", line.other.label if not line.other.body else f"{line.other.label}, {line.other.body}")
        table = gettext("Table %(number)s") % {"number": line.table}
        entry.add("location", f"{table}, {meetings.event.place}" if meetings.event.place else table)
        calendar.add_component(entry)
    response = for_one_reader(calendar)
    response["Content-Disposition"] = 'attachment; filename="meetings.ics"'
    return response
