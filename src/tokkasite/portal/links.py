"""Links in the pages that lead nowhere: to pages of this site that are gone or not published, and to other sites.

What is wrong within the site is read at once from Wagtail's index of references. What is wrong outside was found by the
night (`link_actions.look_at_links`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any, Final

from django.db.models import F, Max, Q, QuerySet
from wagtail.models import Page, ReferenceIndex

from tokkasite.portal.models import Article, ClusterPage, HomePage, OutsideLink, PlainPage, Story

LINKED: Final = (HomePage, Article, Story, PlainPage)
HREF: Final = re.compile(r'href="(https?://[^"\s]+)"', re.IGNORECASE)
LONGEST: Final = 1000


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A page on which a link stands, and what it leads to."""

    page: Page
    target: str


def broken_links() -> list[BrokenLink]:
    """The published pages with links to pages that visitors cannot open, read from Wagtail's index of references."""
    return list(_broken())


def _broken() -> Iterator[BrokenLink]:
    hidden = {page.pk: page.title for page in Page.objects.filter(live=False)}
    for model in LINKED:
        for page in model.objects.live():
            for reference in ReferenceIndex.get_references_for_object(page):
                if reference.to_content_type.model_class() in (Page, *LINKED) and int(reference.to_object_id) in hidden:
                    yield BrokenLink(page, hidden[int(reference.to_object_id)])


def addresses_by_page() -> Iterator[tuple[int, set[str]]]:
    """The published pages that are written in their own language, and the addresses of other sites on each."""
    for model in (*LINKED, ClusterPage):
        for page in model.objects.live().filter(alias_of=None):
            yield page.pk, {one for one in _addresses(page) if len(one) <= LONGEST}


def _addresses(page: Any) -> Iterable[str]:
    written = page.body if isinstance(page.body, str) else " ".join(_texts(list(page.body.raw_data)))
    yield from map(unescape, HREF.findall(written))
    if isinstance(page, ClusterPage):
        told = [page.cluster.source_url, *page.cluster.websites.filter(until_on=None).values_list("url", flat=True)]
        yield from (one for one in told if one.startswith(("http://", "https://")))


def _texts(value: Any) -> Iterator[str]:
    """Every text within the blocks of a page, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _texts(inner)


def due(day: date) -> QuerySet[OutsideLink]:
    """The addresses that nobody looked at after a day: those never seen first, then the longest ago."""
    rows = OutsideLink.objects.filter(Q(looked_on=None) | Q(looked_on__lte=day))
    return rows.order_by(F("looked_on").asc(nulls_first=True), "pk")


def faulty() -> QuerySet[OutsideLink]:
    """The addresses that did not work when the night last looked, the longest broken first."""
    return OutsideLink.objects.exclude(broken_since=None).prefetch_related("pages").order_by("broken_since", "pk")


def looked_at() -> dict[str, Any]:
    """How many addresses there are, how many do not answer machines, and when one was last looked at."""
    unknown = OutsideLink.objects.filter(is_known=False).count()
    last = OutsideLink.objects.aggregate(day=Max("looked_on"))["day"]
    return {"count": OutsideLink.objects.count(), "unknown": unknown, "day": last}
