"""The public pages: the region's front page, and one page for each cluster, in a tree for each language."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Page

from tokkasite.accounts.readers import demo_people
from tokkasite.excellence.label_readers import alarms_of
from tokkasite.portal.readers import label_today, participants_by_role, shown_in_public
from tokkasite.register.models import Cluster
from tokkasite.register.permissions import clusters_of


class HomePage(Page):
    """The region's front page: what this is, and its clusters."""

    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(_("text"), blank=True, features=["h2", "h3", "bold", "ol", "ul", "link"])
    content_panels = (*Page.content_panels, FieldPanel("lead"), FieldPanel("body"))
    parent_page_types = ("wagtailcore.Page",)
    subpage_types = ("portal.ClusterPage",)
    template = "portal/home.html"

    class Meta:
        verbose_name = _("front page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pages = ClusterPage.objects.child_of(self).live().select_related("cluster__host")
        today = localdate()
        return super().get_context(request, *args, **kwargs) | {
            "cluster_pages": pages,
            "demo_people": demo_people(),
            "today": today,
            "alarms_by_cluster": alarms_of(clusters_of(request.user, today), today),
        }


class ClusterPage(Page):
    """What a cluster is to the public: its host, its label, and who takes part."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="pages", verbose_name=_("cluster"))
    body = RichTextField(_("text"), blank=True, features=["h2", "h3", "bold", "ol", "ul", "link"])
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
            "websites": self.cluster.websites.filter(until_on=None),
        }


@register_setting(icon="mail", order=10)
class Feedback(BaseSiteSetting):
    """Whom to tell that something on the site does not work. The region's manager enters it in the admin's settings."""

    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("feedback")
