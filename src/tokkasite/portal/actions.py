"""Setting up the public pages."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from tokkasite.accounts.models import User
from tokkasite.portal.models import ClusterPage, HomePage
from tokkasite.register.models import Cluster, Region

PAGE_LANGUAGES = ("fi", "en")


@transaction.atomic
def build_site(*, by: User | None = None) -> Site:
    """The front page and a page for each cluster, in Finnish and English. What is there already stays as it is."""
    homes = {code: _home(code, by) for code in PAGE_LANGUAGES}
    for cluster in Cluster.objects.all():
        for code, home in homes.items():
            _cluster_page(cluster, home, code, by)
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    site.root_page = homes["fi"]
    site.site_name = "Tokka"
    site.save()
    _remove_welcome(homes["fi"])
    return site


def _home(code: str, by: User | None) -> HomePage:
    locale, _made = Locale.objects.get_or_create(language_code=code)
    kept = HomePage.objects.filter(locale=locale).first()
    if kept:
        return kept
    twin = HomePage.objects.exclude(locale=locale).first()
    with translation.override(code):
        page = HomePage(
            title=_("Clusters of %(region)s") % {"region": Region.objects.first() or _("the region")},
            slug=f"home-{code}",
            locale=locale,
            owner=by,  # and so the one in the audit line that Wagtail writes
            lead=_(
                "Companies, researchers and municipalities that work together: who they are, how well each cluster is "
                "managed, and the records behind every number."
            ),
        )
    if twin:
        page.translation_key = twin.translation_key
    Page.get_first_root_node().add_child(instance=page)
    return page


def _cluster_page(cluster: Cluster, home: HomePage, code: str, by: User | None) -> None:
    if ClusterPage.objects.filter(cluster=cluster, locale=home.locale).exists():
        return
    twin = ClusterPage.objects.filter(cluster=cluster).first()
    with translation.override(code):
        page = ClusterPage(title=str(cluster), slug=cluster.key, cluster=cluster, locale=home.locale, owner=by)
    if twin:
        page.translation_key = twin.translation_key
    home.add_child(instance=page)


def _remove_welcome(home: HomePage) -> None:
    """The page that Wagtail makes for a new site, if nobody has put anything below it."""
    welcome = Page.objects.filter(depth=2, slug="home").exclude(pk=home.pk).first()
    if welcome and welcome.specific_class is Page and welcome.is_leaf():
        welcome.delete()
