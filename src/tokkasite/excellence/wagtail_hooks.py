"""Registers what the audit trail calls the deeds of this room."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_plan_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("excellence.aim_at", _("Choose an aim"), _("The label aimed at and its day were chosen"))
    actions.register_action("excellence.weigh", _("Weigh deeds"), _("The effort of deeds was weighed"))
    actions.register_action(
        "excellence.choose_families", _("Choose rule sets"), _("The rule sets that apply were chosen")
    )
    actions.register_action("excellence.plan_step", _("Plan a step"), _("A step was put into the improvement plan"))
    actions.register_action("excellence.plan_path", _("Plan a path"), _("A path was put into the improvement plan"))
    actions.register_action(
        "excellence.change_step", _("Change a step"), _("A step of the improvement plan was changed")
    )
    actions.register_action(
        "excellence.close_step", _("Close a step"), _("A step of the improvement plan was done, dropped or reopened")
    )
    actions.register_action("excellence.remind", _("Send reminders"), _("Reminders were sent by e-mail"))
