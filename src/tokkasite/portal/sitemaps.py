"""The map for search engines: every public page that is written in its own language."""

from django.db.models import QuerySet
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page


class PublicPages(Sitemap):
    """The trees of all languages, without pages that only stand in for a translation."""

    def items(self) -> QuerySet[Page]:
        return Page.objects.live().public().filter(depth__gte=2, alias_of=None).order_by("path").specific()
