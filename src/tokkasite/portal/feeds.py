"""The news as RSS and as Atom, in each language."""

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import datetime, make_aware
from django.utils.translation import get_language, gettext, gettext_lazy
from wagtail.models import Locale

from tokkasite.portal.models import Article

IN_A_FEED = 20


class NewsFeed(Feed):
    """The newest articles of the language of the address."""

    title = gettext_lazy("News of the region's clusters")
    description = gettext_lazy("Everything that is published as news on this site.")

    def link(self) -> str:
        return f"/{get_language()}/"

    def get_object(self, request: HttpRequest) -> None:
        self.language = get_language()

    def items(self) -> QuerySet[Article]:
        return Article.newest(Locale.get_active())[:IN_A_FEED]

    def item_title(self, item: Article) -> str:
        return item.title

    def item_description(self, item: Article) -> str:
        invented = gettext("(Invented, for a demonstration.)") if item.is_invented else ""
        return f"{item.lead} {invented}".strip()

    def item_link(self, item: Article) -> str:
        return item.full_url

    def item_pubdate(self, item: Article) -> datetime:
        return make_aware(datetime.combine(item.published_on, datetime.min.time()))


class AtomNews(NewsFeed):
    """The same as Atom."""

    feed_type = Atom1Feed
    subtitle = NewsFeed.description
