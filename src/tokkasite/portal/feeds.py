"""The news and the coming events as RSS and as Atom, in each language."""

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format, time_format
from django.utils.timezone import datetime, localdate, make_aware
from django.utils.translation import get_language, gettext, gettext_lazy
from wagtail.models import Locale

from tokkasite.journal.models import Event
from tokkasite.missions.readers import public_events
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


class EventFeed(Feed):
    """The coming events that were published, the next first. The day of an entry is in its words, not its date."""

    title = gettext_lazy("Events of the region's clusters")
    description = gettext_lazy("Every coming event that a cluster of the region has published.")

    def link(self) -> str:
        return reverse("missions:public_events")

    def items(self) -> QuerySet[Event]:
        return public_events(localdate())[:IN_A_FEED]

    def item_title(self, item: Event) -> str:
        return f"{item.title}, {date_format(item.on)}"

    def item_description(self, item: Event) -> str:
        hour = time_format(item.starts_at) if item.starts_at else ""
        place = ", ".join(part for part in (hour, item.place, str(item.cluster)) if part)
        return f"{place}. {item.about}".strip()

    def item_link(self, item: Event) -> str:
        return reverse("missions:public_event", args=[item.pk])


class AtomEvents(EventFeed):
    """The same as Atom."""

    feed_type = Atom1Feed
    subtitle = EventFeed.description
