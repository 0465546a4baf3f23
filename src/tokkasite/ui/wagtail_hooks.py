"""The team's editing screens look like the rest of the site, and lead back to it."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component


class Ways(Component):
    """What is done here most."""

    name = "ways"
    template_name = "ui/admin_home.html"
    order = 10


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("ui/admin.css"))


@hooks.register("construct_homepage_panels")
def show_ways(request: HttpRequest, panels: list[Component]) -> None:
    panels.insert(0, Ways())


@hooks.register("register_admin_menu_item")
def back_to_the_pages() -> MenuItem:
    # The address bears the reader's language, which is not known yet when the menu is made.
    return MenuItem(
        _("To the pages"), lazy(reverse, str)("excellence:clusters"), name="pages", icon_name="home", order=1
    )
