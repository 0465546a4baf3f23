"""What is published and what came in: the few queries that the public pages and their keepers share."""

from datetime import date

from django.db.models import QuerySet, Sum
from wagtail.models import Locale, Page

from tokkasite.portal.models import DayOfReading, Message

MOST_FOUND = 50


def pages_of(locale: Locale) -> QuerySet[Page]:
    """Every public page of a language in the order of the tree."""
    return Page.objects.live().public().filter(locale=locale, depth__gte=2).order_by("path")


def pages_about(words: str, locale: Locale) -> list[Page]:
    """The public pages of a language in which the words stand, likeliest first."""
    rows = Page.objects.live().public().filter(locale=locale, depth__gte=2)
    return [page.specific for page in rows.search(words, operator="and")[:MOST_FOUND]]


def waiting_messages() -> QuerySet[Message]:
    """The messages that nobody answered, by the day on which the answer is due; suspects come last."""
    return Message.objects.filter(answered_at=None).order_by("is_suspect", "due_on", "pk")


def readings_since(day: date) -> list[tuple[str, int]]:
    """How often each page was read since a day, most first."""
    rows = DayOfReading.objects.filter(on__gte=day)
    return list(rows.values_list("path").annotate(times=Sum("count")).order_by("-times", "path")[:MOST_FOUND])
