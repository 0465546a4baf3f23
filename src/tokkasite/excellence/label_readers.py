"""The labels of a cluster: which it held, which ran out, and what must happen by when."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext

from tokka.excellence.book import Book
from tokka.excellence.life import Life
from tokka.excellence.milestones import HeldLabel, Milestone, alarms, labels_held, milestones
from tokka.excellence.records import Record
from tokka.rulebook.label_life import LEVEL_NAMES
from tokkasite.register.models import Cluster, Standing
from tokkasite.ui.calendars import AllDay

SOON = timedelta(days=180)
"""How far ahead the day of a label is shown among the reminders: a renewal takes months of preparation."""


def label_books(clusters: Iterable[Cluster]) -> dict[int, Book]:
    """The labels of each cluster as a book, in one query whatever their number."""
    rows: dict[int, list[Record]] = {cluster.pk: [] for cluster in clusters}
    for row in Standing.objects.filter(cluster__in=rows, kind=Standing.Kind.LABEL):
        rows[row.cluster_id].append(Record("label", row.pk, row.from_on, row.until_on, tag=row.level))
    return {number: Book(labels) for number, labels in rows.items()}


def alarms_of(clusters: Iterable[Cluster], day: date) -> list[tuple[Cluster, tuple[Life, ...]]]:
    """The clusters with a label that ran out and that nothing replaces."""
    known = list(clusters)
    books = label_books(known)
    found = ((cluster, alarms(books[cluster.pk], day)) for cluster in known)
    return [(cluster, lives) for cluster, lives in found if lives]


def alarms_in(book: Book, day: date) -> tuple[Life, ...]:
    return alarms(book, day)


def milestones_in(book: Book, day: date, within: timedelta | None = None) -> tuple[Milestone, ...]:
    """What must happen by when, as far ahead as told."""
    told = milestones(book, day)
    return tuple(one for one in told if within is None or one.on <= day + within)


def labels_of(cluster: Cluster, book: Book, day: date) -> list[tuple[HeldLabel, Standing]]:
    """Every label held up to the day, with the row that says who gave it."""
    held = [(one, one.life.records[-1][1]) for one in labels_held(book, day)]
    rows = cluster.standings.in_bulk([number for _one, number in held])
    return [(one, rows[number]) for one, number in held]


def label_days(cluster: Cluster, book: Book, day: date, within: timedelta) -> Iterable[AllDay]:
    """The days of the labels as entries of a calendar."""
    for one in milestones_in(book, day, within):
        yield AllDay(
            f"label-{one.level}-{one.key}-{one.on}",
            one.on,
            f"{gettext(LEVEL_NAMES[one.level])}: {gettext(one.what)}",
            reverse("excellence:labels", args=[cluster.key]),
        )
