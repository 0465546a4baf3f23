"""The map for search engines: every public page that is written in its own language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap as PlainSitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page, Site

from tokkasite.journal.models import Event
from tokkasite.missions.readers import public_events


class PublicPages(Sitemap):
    """The trees of all languages, without pages that only stand in for a translation."""

    def items(self) -> QuerySet[Page]:
        return Page.objects.live().public().filter(depth__gte=2, alias_of=None).order_by("path").specific()


def default_root() -> str:
    """The address of the site as the operator entered it."""
    site = Site.objects.filter(is_default_site=True).first()
    return site.root_url if site else settings.WAGTAILADMIN_BASE_URL


class OtherPages(PlainSitemap):
    """The public pages that are none of the tree, in each language: of events, calls and exchanges."""

    i18n = True
    languages = tuple(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES)
    alternates = True

    def get_domain(self, site: object = None) -> str:
        """That of the pages of the tree: a map names one host alone."""
        return urlsplit(default_root()).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(default_root()).scheme

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
