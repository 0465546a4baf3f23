"""A small tree of pages in Finnish and English: quick to make, where a test needs no whole site."""

from datetime import date

from wagtail.models import Locale, Page, Site

from tokkasite.portal.models import Article, ClusterPage, HomePage, NewsIndex, PlainPage
from tokkasite.register.models import Cluster

CODES = ("fi", "en")


def make_tree(*clusters: Cluster) -> dict[str, HomePage]:
    """A front page in each language with a page of each cluster, by language."""
    homes: dict[str, HomePage] = {}
    for code in CODES:
        locale = Locale.objects.get_or_create(language_code=code)[0]
        home = HomePage(title=f"Front {code}", slug=f"home-{code}", locale=locale)
        below(Page.get_first_root_node(), home, twin=homes.get("fi"))
        for cluster in clusters:
            page = ClusterPage(title=str(cluster), slug=cluster.key, cluster=cluster, locale=locale)
            below(home, page, twin=ClusterPage.objects.filter(cluster=cluster).first())
        homes[code] = home
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    site.root_page = homes["fi"]
    site.save()
    return homes


def make_articles(homes: dict[str, HomePage], cluster: Cluster, on: date) -> dict[str, Article]:
    """One piece of news about a cluster in each language."""
    made: dict[str, Article] = {}
    for code, home in homes.items():
        news = below(home, NewsIndex(title="News", slug="news", locale=home.locale), twin=NewsIndex.objects.first())
        article = Article(
            title=f"A year {code}", slug="a-year", lead="Lead.", cluster=cluster, published_on=on, locale=home.locale
        )
        made[code] = below(news, article, twin=made.get("fi"))
    return made


def make_plain(home: HomePage, text: str) -> PlainPage:
    """A page of text with one block of rich text."""
    page = PlainPage(title="Join a cluster", slug="join", locale=home.locale)
    page.body = [("text", text)]
    return below(home, page)


def below(parent: Page, page: Page, twin: Page | None = None) -> Page:
    if twin is not None:
        page.translation_key = twin.translation_key
    parent.add_child(instance=page)
    return page
