"""Registers what the audit trail calls the deeds of this room."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("accounts.save_filter", _("Save a filter"), _("A filter of a list was saved"))
    actions.register_action("accounts.forget_filter", _("Forget a filter"), _("A saved filter was forgotten"))
