"""Registers what the audit trail calls the deeds of this room."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("symbiosis.end", _("End an offer or a need"), _("An offer or a need was ended"))
