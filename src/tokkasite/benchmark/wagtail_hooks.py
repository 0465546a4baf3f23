"""Registers the deeds of the pool for the audit trail."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("benchmark.share", _("Share a sheet"), _("The cluster's sheet was shared in the pool"))
    actions.register_action("benchmark.bring_in", _("Bring in sheets"), _("Sheets were brought into the pool"))
    actions.register_action("benchmark.take_back", _("Take back sheets"), _("Sheets were taken out of the pool"))
    actions.register_action(
        "benchmark.know", _("Know an installation"), _("An installation's sheets count from now on")
    )
    actions.register_action(
        "benchmark.forget", _("Forget an installation"), _("An installation's sheets count no more")
    )
    actions.register_action(
        "benchmark.release", _("Decide what is shown"), _("It was decided what is shown of the pool")
    )
    actions.register_action(
        "benchmark.answer", _("Answer about the management"), _("Questions about the management were answered")
    )
