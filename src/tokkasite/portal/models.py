"""The public pages: the front page, clusters, news, stories and plain pages, in a tree for each language.

Beside them what the public sends (feedback, orders of letters) and how often pages are read.
"""

from secrets import token_urlsafe
from typing import Any, Self

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.blocks import StreamValue
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from tokkasite.accounts.readers import demo_people
from tokkasite.excellence.label_readers import alarms_of
from tokkasite.funding.readers import shown_with
from tokkasite.missions.readers import public_events
from tokkasite.portal.blocks import ArticleBody
from tokkasite.portal.editing import PageForm
from tokkasite.portal.readers import (
    counts_of_exchanges,
    label_today,
    participants_by_role,
    public_calls,
    public_exchanges,
    shown_in_public,
)
from tokkasite.register.models import Cluster
from tokkasite.register.permissions import clusters_of

NEWS_ON_FRONT = 3
HIGHLIGHTS = 3
"""Events, calls and exchanges of each kind on the front page; a link leads to all of them."""
LISTED_AT_ONCE = 20


def new_token() -> str:
    """A key that nobody guesses, for a link in a letter."""
    return token_urlsafe(32)


class HomePage(Page):
    """The region's front page: what this is, and its clusters."""

    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(_("text"), blank=True, features=["h2", "h3", "bold", "ol", "ul", "link"])
    base_form_class = PageForm
    content_panels = (*Page.content_panels, FieldPanel("lead"), FieldPanel("body"))
    parent_page_types = ("wagtailcore.Page",)
    subpage_types = ("portal.ClusterPage", "portal.NewsIndex", "portal.StoryIndex", "portal.PlainPage")
    template = "portal/home.html"

    class Meta:
        verbose_name = _("front page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pages = ClusterPage.objects.child_of(self).live().select_related("cluster__host")
        today, moment = localdate(), now()
        calls = public_calls(moment)
        return super().get_context(request, *args, **kwargs) | {
            "cluster_pages": pages,
            "news": Article.newest(self.locale)[:NEWS_ON_FRONT],
            "events": public_events(today)[:HIGHLIGHTS],
            "call_count": calls.count(),
            "calls": shown_with(calls[:HIGHLIGHTS], moment),
            "exchange_counts": counts_of_exchanges(),
            "exchanges": public_exchanges(today)[:HIGHLIGHTS],
            "demo_people": demo_people(),
            "today": today,
            "alarms_by_cluster": alarms_of(clusters_of(request.user, today), today),
        }


class ClusterPage(Page):
    """What a cluster is to the public: its host, its label, and who takes part."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="pages", verbose_name=_("cluster"))
    body = RichTextField(_("text"), blank=True, features=["h2", "h3", "bold", "ol", "ul", "link"])
    base_form_class = PageForm
    content_panels = (*Page.content_panels, FieldPanel("cluster"), FieldPanel("body"))
    parent_page_types = ("portal.HomePage",)
    subpage_types: tuple[str, ...] = ()
    template = "portal/cluster.html"

    class Meta:
        verbose_name = _("page of a cluster")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        roles = participants_by_role(self.cluster, today)
        return super().get_context(request, *args, **kwargs) | {
            "cluster": self.cluster,
            "today": today,
            "label": label_today(self.cluster, today),
            "roles": roles,
            "participant_count": sum(count for _role, count in roles),
            "shown": shown_in_public(self.cluster, today),
            "events": public_events(today).filter(cluster=self.cluster),
            "websites": self.cluster.websites.filter(until_on=None),
        }


class ListingPage(Page):
    """A page that lists those below it, newest first."""

    lead = models.TextField(_("lead"), blank=True)
    base_form_class = PageForm
    content_panels = (*Page.content_panels, FieldPanel("lead"))
    parent_page_types = ("portal.HomePage",)

    class Meta:
        abstract = True

    def of_class(self) -> type["Writing"]:
        """What is listed."""
        raise NotImplementedError

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        cluster = request.GET.get("cluster", "")
        pages = self.of_class().objects.child_of(self).live().public().select_related("cluster")
        if cluster:
            pages = pages.filter(cluster__key=cluster)
        page = Paginator(pages.order_by("-published_on", "-pk"), LISTED_AT_ONCE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {
            "listed": page,
            "page_obj": page,
            "clusters": Cluster.objects.all(),
            "chosen_cluster": cluster,
        }


class NewsIndex(ListingPage):
    """The region's news."""

    subpage_types = ("portal.Article",)
    template = "portal/listing.html"

    class Meta:
        verbose_name = _("list of news")

    def of_class(self) -> type["Writing"]:
        return Article


class StoryIndex(ListingPage):
    """Practices of cluster work and stories of success."""

    subpage_types = ("portal.Story",)
    template = "portal/listing.html"

    class Meta:
        verbose_name = _("list of stories")

    def of_class(self) -> type["Writing"]:
        return Story


class Writing(Page):
    """What an article and a story share: day, lead, body, the cluster it is about, and whom to call."""

    published_on = models.DateField(_("day"), default=localdate)
    lead = models.TextField(_("lead"), help_text=_("Two or three sentences that tell the whole matter."))
    body = StreamField(ArticleBody(), verbose_name=_("text"), blank=True)
    cluster = models.ForeignKey(
        Cluster, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("cluster")
    )
    is_invented = models.BooleanField(_("invented, for a demonstration"), default=False)
    base_form_class = PageForm
    content_panels = (
        *Page.content_panels,
        FieldPanel("published_on"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("cluster"),
        InlinePanel("contacts", heading=_("Contact persons"), label=_("Contact person")),
    )
    translatable_fields = (
        TranslatableField("title"),
        TranslatableField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("lead"),
        TranslatableField("body"),
        SynchronizedField("published_on"),
        SynchronizedField("cluster"),
        SynchronizedField("is_invented"),
        SynchronizedField("contacts"),
    )
    search_fields = (*Page.search_fields, index.SearchField("lead"), index.SearchField("body"))
    subpage_types: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @property
    def pieces(self) -> StreamValue:
        """What the text is made of."""
        return self.body

    @classmethod
    def newest(cls, locale: Locale) -> QuerySet[Self]:
        """Those of a language that everyone may read, newest first."""
        rows = cls.objects.live().public().filter(locale=locale)
        return rows.select_related("cluster").order_by("-published_on", "-pk")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        shown = [row.card for row in self.contacts.select_related("card") if row.card.is_public]
        return super().get_context(request, *args, **kwargs) | {"contact_cards": shown}


class Article(Writing):
    """A piece of news."""

    parent_page_types = ("portal.NewsIndex",)
    template = "portal/article.html"
    schema_type = "NewsArticle"

    class Meta:
        verbose_name = _("news article")


class Story(Writing):
    """A practice of cluster work, or what a cluster brought to somebody."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("Practice")
        SUCCESS = "success", _("Story of success")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PRACTICE)
    content_panels = (*Writing.content_panels[:1], FieldPanel("kind"), *Writing.content_panels[1:])
    translatable_fields = (*Writing.translatable_fields, SynchronizedField("kind"))
    parent_page_types = ("portal.StoryIndex",)
    template = "portal/article.html"
    schema_type = "Article"

    class Meta:
        verbose_name = _("story")


class PlainPage(Page):
    """A page of text without a day, such as how to join."""

    lead = models.TextField(_("lead"), blank=True)
    body = StreamField(ArticleBody(), verbose_name=_("text"), blank=True)
    base_form_class = PageForm
    content_panels = (*Page.content_panels, FieldPanel("lead"), FieldPanel("body"))
    search_fields = (*Page.search_fields, index.SearchField("lead"), index.SearchField("body"))
    parent_page_types = ("portal.HomePage", "portal.PlainPage")
    subpage_types = ("portal.PlainPage",)
    template = "portal/plain.html"

    class Meta:
        verbose_name = _("page of text")


class ContactCard(models.Model):
    """Somebody whom the public may call, written once and used on many pages."""

    name = models.CharField(_("name"), max_length=100)
    title_fi = models.CharField(_("title in Finnish"), max_length=100)
    title_en = models.CharField(_("title in English"), max_length=100, blank=True)
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    is_public = models.BooleanField(
        _("may be shown"),
        default=False,
        help_text=_("Only when this person has said so. Until then no page shows the card, also where it is chosen."),
    )
    panels = tuple(
        FieldPanel(name) for name in ("name", "title_fi", "title_en", "organisation", "phone", "email", "is_public")
    )

    class Meta:
        verbose_name = _("contact card")
        verbose_name_plural = _("contact cards")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name if self.is_public else gettext("%(name)s (not shown)") % {"name": self.name}

    @property
    def title(self) -> str:
        """What this person does, in the reader's language where that is told."""
        return (self.title_en if get_language() == "en" else self.title_fi) or self.title_fi


class ArticleContact(Orderable):
    """Whom to call about an article."""

    page = ParentalKey(Article, on_delete=models.CASCADE, related_name="contacts")
    card = models.ForeignKey(ContactCard, models.CASCADE, related_name="+", verbose_name=_("contact card"))
    panels = (FieldPanel("card"),)


class StoryContact(Orderable):
    """Whom to call about a story."""

    page = ParentalKey(Story, on_delete=models.CASCADE, related_name="contacts")
    card = models.ForeignKey(ContactCard, models.CASCADE, related_name="+", verbose_name=_("contact card"))
    panels = (FieldPanel("card"),)


@register_setting(icon="mail", order=10)
class Feedback(BaseSiteSetting):
    """Whom to tell that something on the site does not work. The region's manager enters it in the admin's settings."""

    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("feedback")


class Message(models.Model):
    """What somebody sent through the feedback page, and what became of it. Nothing that came is thrown away."""

    class About(models.TextChoices):
        CONTENT = "content", _("What a page says")
        ACCESSIBILITY = "accessibility", _("Something does not work for me")
        CLUSTER = "cluster", _("A cluster, or joining one")
        OTHER = "other", _("Something else")

    about = models.CharField(_("about"), max_length=15, choices=About)
    text = models.TextField(_("message"), max_length=5000)
    email = models.EmailField(_("e-mail address"), blank=True)
    page = models.CharField(_("page"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=3)
    received_at = models.DateTimeField(_("received at"))
    due_on = models.DateField(_("to be answered by"))
    digest = models.CharField(max_length=64, unique=True)
    """Of what was sent: the same words sent again are counted, not kept twice."""
    times = models.PositiveIntegerField(_("times sent"), default=1)
    is_suspect = models.BooleanField(_("looks like a machine's"), default=False)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("answered by"),
    )

    class Meta:
        verbose_name = _("message to the region")
        verbose_name_plural = _("messages to the region")
        ordering = ("due_on", "pk")
        indexes = (models.Index(name="messages_to_answer", fields=["is_suspect", "answered_at", "due_on"]),)

    def __str__(self) -> str:
        return f"{self.get_about_display()}, {self.received_at:%Y-%m-%d}"


class Reader(models.Model):
    """Somebody who ordered the region's letters. Only an address that was confirmed gets any."""

    class Kind(models.TextChoices):
        LETTER = "letter", _("Newsletter")
        PRESS = "press", _("Releases to the press")

    email = models.EmailField(_("e-mail address"))
    kind = models.CharField(_("what was ordered"), max_length=10, choices=Kind, default=Kind.LETTER)
    language = models.CharField(_("language"), max_length=3)
    token = models.CharField(max_length=43, unique=True, default=new_token)
    asked_at = models.DateTimeField(_("ordered at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("reader of letters")
        verbose_name_plural = _("readers of letters")
        constraints = (models.UniqueConstraint(name="one_order_of_each_kind", fields=["email", "kind"]),)

    def __str__(self) -> str:
        return self.email


class Letter(models.Model):
    """A newsletter or a release that went out: which articles, to how many."""

    kind = models.CharField(_("kind"), max_length=10, choices=Reader.Kind)
    language = models.CharField(_("language"), max_length=3)
    subject = models.CharField(_("subject"), max_length=150)
    greeting = models.TextField(_("opening words"), blank=True)
    articles = models.ManyToManyField(Article, related_name="+", verbose_name=_("articles"))
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("sent by")
    )
    count = models.PositiveIntegerField(_("readers"), default=0)
    failed = models.PositiveIntegerField(_("not delivered"), default=0)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("-sent_at", "-pk")

    def __str__(self) -> str:
        return self.subject


class DayOfReading(models.Model):
    """How often a page was read on a day. No reader is known, and no cookie is set."""

    on = models.DateField(_("day"))
    path = models.CharField(_("page"), max_length=500)
    count = models.PositiveIntegerField(_("times read"), default=0)

    class Meta:
        verbose_name = _("reading of a page")
        verbose_name_plural = _("readings of pages")
        constraints = (models.UniqueConstraint(name="one_count_for_a_day_and_page", fields=["on", "path"]),)

    def __str__(self) -> str:
        return f"{self.on}: {self.path}"


class OutsideLink(models.Model):
    """An address of another site to which a page leads, and what the night last found there."""

    class Fault(models.TextChoices):
        GONE = "gone", _("The page is not there any more")
        REFUSED = "refused", _("The site refuses the address")
        SERVER = "server", _("The site has a fault of its own")
        NO_HOST = "no_host", _("No site has this name")
        SILENT = "silent", _("The site does not answer")
        CERTIFICATE = "certificate", _("The site's certificate is not valid")
        INSIDE = "inside", _("It leads into a network of its own, where visitors cannot follow")

    address = models.URLField(_("address"), max_length=1000, unique=True)
    pages = models.ManyToManyField(Page, related_name="+", verbose_name=_("pages"))
    looked_on = models.DateField(_("looked at on"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    """As HTTP tells it; none where no answer came."""
    fault = models.CharField(_("what is wrong"), max_length=12, choices=Fault, blank=True)
    is_known = models.BooleanField(_("answers machines"), default=True)
    broken_since = models.DateField(_("since"), null=True, blank=True)

    class Meta:
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")
        ordering = ("address",)
        constraints = (
            models.CheckConstraint(
                name="a_fault_has_its_first_day",
                condition=models.Q(fault="", broken_since=None) | (~models.Q(fault="") & ~models.Q(broken_since=None)),
            ),
        )

    def __str__(self) -> str:
        return self.address
