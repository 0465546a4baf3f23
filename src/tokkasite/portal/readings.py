"""How often the public pages are read: a count for a page and a day, without cookies and without knowing who reads."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from threading import Lock
from time import monotonic
from typing import Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate

from tokkasite.portal.actions import add_readings

KEPT_FOR_SECONDS: Final = 60
KEPT_AT_MOST: Final = 500
MACHINES: Final = ("bot", "crawl", "spider", "slurp", "curl", "wget", "python", "monitor", "wrk")
"""Words by which programs that fetch pages name themselves."""


class Tally:
    """Counts in memory, so that reading a page writes nothing; handed on after a minute or five hundred readings.

    A process that is killed loses its last minute: a count of visits may, a message may not.
    """

    def __init__(self) -> None:
        self.counts: Counter[tuple[date, str]] = Counter()
        self.began = monotonic()
        self.lock = Lock()

    def add(self, day: date, path: str) -> None:
        with self.lock:
            self.counts[day, path] += 1

    def is_due(self) -> bool:
        return self.counts.total() >= KEPT_AT_MOST or monotonic() - self.began >= KEPT_FOR_SECONDS

    def hand_on(self) -> None:
        """Write what was counted. What could not be written is counted again."""
        with self.lock:
            counts, self.counts, self.began = self.counts, Counter(), monotonic()
        if not counts:
            return
        try:
            add_readings(counts=counts)
        except DatabaseError:
            with self.lock:
                self.counts += counts


TALLY: Final = Tally()


class CountReadings:
    """Counts the pages of the public site that were answered to a person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 200 and getattr(request, "is_public_page", False) and is_person(request):
            TALLY.add(localdate(), request.path[:500])
            if TALLY.is_due():
                TALLY.hand_on()
        return response


def is_person(request: HttpRequest) -> bool:
    """Whether the reader does not call itself a machine, is no editor, and does not ask not to be counted."""
    agent = request.headers.get("User-Agent", "").lower()
    asks_not_to = request.headers.get("DNT") == "1" or request.headers.get("Sec-GPC") == "1"
    return bool(agent) and not asks_not_to and not any(word in agent for word in MACHINES)
