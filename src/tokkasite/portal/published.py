"""What is published and what came in: the few queries that the public pages and their keepers share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum
from django.utils.timezone import localdate
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


@dataclass(frozen=True, slots=True)
class Answers:
    """How messages were answered: how many came, how many of them have their answer, and how many had it in time."""

    received: int
    answered: int
    in_time: int
    late: int
    """Not answered, and the day is past."""


def answers_since(day: date, *, today: date) -> Answers:
    """How the messages that came since a day were answered. What looks like a machine's is left out."""
    return answers_of(Message.objects.filter(is_suspect=False, received_at__date__gte=day), today)


def answers_of(messages: Iterable[Message], today: date) -> Answers:
    rows = list(messages)
    done = [one for one in rows if one.answered_at is not None]
    return Answers(
        received=len(rows),
        answered=len(done),
        in_time=sum(localdate(one.answered_at) <= one.due_on for one in done),
        late=sum(one.answered_at is None and one.due_on < today for one in rows),
    )
