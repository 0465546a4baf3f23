"""The map for search engines: every public page that is written in its own language."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap as PlainSitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from tokkasite.journal.models import Event
from tokkasite.missions.readers import public_events


class PublicPages(Sitemap):
    """The trees of all languages, without pages that only stand in for a translation."""

    def items(self) -> QuerySet[Page]:
        return Page.objects.live().public().filter(depth__gte=2, alias_of=None).order_by("path").specific()


class OtherPages(PlainSitemap):
    """The public pages that are none of the tree, in each language: of events, calls and exchanges."""

    i18n = True
    languages = tuple(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES)
    alternates = True

    def items(self) -> list[str]:
        return ["missions:public_events", "portal:calls", "portal:exchanges"]

    def location(self, item: str) -> str:
        return reverse(item)


class EventPages(OtherPages):
    """The coming events. Their words stand in the language in which they were written, the page around in each."""

    def items(self) -> QuerySet[Event]:
        return public_events(localdate())

    def location(self, item: Event) -> str:
        return reverse("missions:public_event", args=[item.pk])


SITEMAPS = {"pages": PublicPages, "other": OtherPages, "events": EventPages}
