"""Registers the screens of the lists in the admin, and what is said of their deeds."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from tokkasite.lists.staff import ListsViewSet


@hooks.register("register_admin_viewset")
def register_lists() -> ListsViewSet:
    return ListsViewSet()


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("lists.import", _("Import a list"), _("A list was imported"))
    actions.register_action("lists.undo", _("Undo an import"), _("An import was taken back"))
    actions.register_action("lists.forget", _("Forget a list"), _("What the rows of a list said was forgotten"))
