"""Every address, in the order in which it is tried."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from tokkasite.accounts.views import OneDoor
from tokkasite.portal.sitemaps import SITEMAPS
from tokkasite.register.staff import SiteHistory

urlpatterns = [
    # Before Wagtail's own, which shows every team the history of all clusters.
    path("admin/reports/site-history/", require_admin_access(SiteHistory.as_view())),
    path("admin/reports/site-history/results/", require_admin_access(SiteHistory.as_view(results_only=True))),
    path("admin/login/", OneDoor.as_view(onward="wagtailadmin_home"), name="wagtailadmin_login"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    # Pictures of the public pages. Documents go through Wagtail's own view, which knows rights.
    path("media/images/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / "images"}),
    *i18n_patterns(
        path("", include("tokkasite.accounts.urls")),
        path("", include("tokkasite.accounts.doors")),
        path("_util/login/", OneDoor.as_view(), name="wagtailcore_login"),
        path("", include("tokkasite.register.urls")),
        path("", include("tokkasite.search.urls")),
        path("", include("tokkasite.members.urls")),
        path("", include("tokkasite.journal.urls")),
        path("", include("tokkasite.symbiosis.urls")),
        path("", include("tokkasite.leakage.urls")),
        path("", include("tokkasite.plants.urls")),
        path("", include("tokkasite.funding.urls")),
        path("", include("tokkasite.applications.urls")),
        path("", include("tokkasite.partners.urls")),
        path("", include("tokkasite.missions.urls")),
        path("", include("tokkasite.excellence.urls")),
        path("", include("tokkasite.benchmark.urls")),
        path("", include("tokkasite.portal.urls")),
        path("", include(wagtail_urls)),
    ),
]
