"""How a cluster is seen in public: what others say of it, how often its pages are read, and how messages are answered.

Mentions are records of the journal and count for the labels as they are. What the cluster publishes here becomes
records of communication when its team says so. Readings and answers are numbers without a rule of their own: they back
an answer of a self-assessment as a file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import ModelLogEntry, Page

from tokkasite.excellence.models import Item
from tokkasite.journal.models import Communication, Event, MediaMention
from tokkasite.portal.models import Article, ClusterPage, DayOfReading, Letter, Message, Reader, Story
from tokkasite.portal.published import Answers, answers_of
from tokkasite.register.models import Cluster
from tokkasite.ui.charts import Figure, Series, bars

MONTHS: Final = 12
MENTIONS_SHOWN: Final = 20


def pages_on(cluster: Cluster) -> Iterator[Page]:
    """The published pages about a cluster, in every language."""
    for model in (ClusterPage, Article, Story):
        yield from model.objects.live().filter(cluster=cluster).select_related("locale")


def paths_of(cluster: Cluster) -> set[str]:
    """Where the pages about a cluster are read today, with those of its published events."""
    paths = {urlsplit(page.url).path for page in pages_on(cluster) if page.url}
    events = Event.objects.filter(cluster=cluster, is_public=True).values_list("pk", flat=True)
    codes = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    return paths | {f"/{code}/events/{number}/" for code in codes for number in events}


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a cluster in public."""

    first: date
    readings: int
    published: int
    mentions: int
    received: int
    answered: int
    in_time: int

    @property
    def row(self) -> tuple[int, ...]:
        return self.readings, self.published, self.mentions, self.received, self.answered, self.in_time


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve months, the last one up to today, and how messages about the cluster's pages were answered in them."""

    months: tuple[Month, ...]
    answers: Answers

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(map(sum, zip(*(month.row for month in self.months), strict=True)))


def firsts_until(today: date) -> list[date]:
    """The first days of the last twelve months, this one included, the oldest first."""
    months = [today.year * 12 + today.month - 1 - back for back in range(MONTHS - 1, -1, -1)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def year_of(cluster: Cluster, today: date) -> Year:
    """The last twelve months. Pages that moved are counted where they are now."""
    firsts = firsts_until(today)
    paths = paths_of(cluster)
    rows = DayOfReading.objects.filter(path__in=paths, on__gte=firsts[0], on__lte=today)
    readings = dict(rows.annotate(month=TruncMonth("on")).values_list("month").annotate(Sum("count")).order_by())
    sent = list(Message.objects.filter(is_suspect=False, page__in=paths, received_at__date__gte=firsts[0]))
    written = [*originals(Article, cluster), *originals(Story, cluster)]
    mentions = MediaMention.objects.filter(cluster=cluster, on__gte=firsts[0], on__lte=today)
    told = list(mentions.values_list("on", flat=True))

    def month(first: date) -> Month:
        answers = answers_of((one for one in sent if localdate(one.received_at).replace(day=1) == first), today)
        return Month(
            first,
            readings.get(first, 0),
            sum(page.published_on.replace(day=1) == first for page in written),
            sum(on.replace(day=1) == first for on in told),
            answers.received,
            answers.answered,
            answers.in_time,
        )

    return Year(tuple(map(month, firsts)), answers_of(sent, today))


HEADINGS: Final = ("month", "readings", "published", "mentions", "messages", "answered", "answered_in_14_days")
"""Of the file; the page says the same in the reader's language."""


def columns() -> tuple[str, ...]:
    """The headings on the page, in the order of `Month.row`."""
    return (
        _("Month"),
        _("Readings"),
        _("Published here"),
        _("In the media"),
        _("Messages"),
        _("Answered"),
        _("Within 14 days"),
    )


def lines_of(year: Year) -> list[tuple[object, ...]]:
    """The rows of the file."""
    return [(month.first.strftime("%Y-%m"), *month.row) for month in year.months]


def figure_of(year: Year) -> Figure:
    """How often the pages about the cluster were read, month by month; the table tells the rest."""
    names = [date_format(month.first, "m/Y") for month in year.months]
    return Figure(
        key="months",
        title=_("Readings of the cluster's pages, month by month"),
        image=bars(names, [Series(_("Readings"), "value", [float(month.readings) for month in year.months])]),
        columns=columns(),
        rows=[(name, *month.row) for name, month in zip(names, year.months, strict=True)],
        note=_(
            "Counted without cookies. Who asks not to be tracked, and machines that say what they are, are not counted."
        ),
    )


def originals(model: type[Article] | type[Story], cluster: Cluster) -> list[Any]:
    """What was published about a cluster, each piece once: in Finnish where it is written in Finnish, else as it is."""
    rows = model.objects.live().public().filter(cluster=cluster, alias_of=None).select_related("locale")
    by_piece: dict[Any, Any] = {}
    for page in sorted(rows, key=lambda one: (one.locale.language_code != settings.LANGUAGE_CODE, one.pk)):
        by_piece.setdefault(page.translation_key, page)
    return sorted(by_piece.values(), key=lambda one: (one.published_on, one.pk), reverse=True)


def to_record(cluster: Cluster, today: date) -> list[Communication]:
    """What the cluster published or sent through this site and the journal does not hold yet, as records to keep."""
    held = Communication.objects.filter(cluster=cluster)
    addresses = set(held.exclude(url="").values_list("url", flat=True))
    titles = {(on, title.casefold()) for on, title in held.values_list("on", "title")}
    found = [one for one in (*_written(cluster), *_sent(cluster)) if one.on <= today]
    return [one for one in found if one.url not in addresses and (one.on, one.title.casefold()) not in titles]


def _written(cluster: Cluster) -> Iterator[Communication]:
    for page in (*originals(Article, cluster), *originals(Story, cluster)):
        told = {"on": page.published_on, "title": page.title[:200], "url": (page.full_url or "")[:200]}
        yield Communication(cluster=cluster, kind=Communication.Kind.WEB, **told)


def _sent(cluster: Cluster) -> Iterator[Communication]:
    kinds = {
        Reader.Kind.LETTER: Communication.Kind.NEWSLETTER,
        Reader.Kind.PRESS: Communication.Kind.PRESS_RELEASE,
    }
    for letter in Letter.objects.filter(articles__cluster=cluster, count__gt=0).distinct():
        told = {"on": localdate(letter.sent_at), "title": letter.subject}
        yield Communication(cluster=cluster, kind=kinds[Reader.Kind(letter.kind)], **told)


@dataclass(frozen=True, slots=True)
class Told:
    """A mention in the media, and who entered it; nobody where it came with a list."""

    mention: MediaMention
    by: str


def mentions_of(cluster: Cluster) -> QuerySet[MediaMention]:
    return MediaMention.objects.filter(cluster=cluster).order_by("-on", "-pk")


def with_writers(mentions: Sequence[MediaMention]) -> list[Told]:
    """The mentions with who entered each, as the audit trail says."""
    kind = ContentType.objects.get_for_model(MediaMention)
    entries = ModelLogEntry.objects.filter(
        content_type=kind, action="wagtail.create", object_id__in=[str(one.pk) for one in mentions]
    )
    writers = {entry.object_id: str(entry.user) for entry in entries.select_related("user") if entry.user}
    return [Told(one, writers.get(str(one.pk), "")) for one in mentions]


def questions_open(cluster: Cluster) -> QuerySet[Item]:
    """The questions of the cluster's self-assessments that are not handed in yet: a file may back their answers."""
    rows = Item.objects.filter(round__cluster=cluster, round__frozen_on=None)
    return rows.select_related("round").order_by("-round__day", "place")


def file_name(cluster: Cluster, today: date) -> str:
    """The same in every language: the file is evidence."""
    with override("en"):
        return f"{cluster.key}-in-public-{today.isoformat()}.csv"
