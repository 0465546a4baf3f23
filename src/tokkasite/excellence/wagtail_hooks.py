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


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("excellence.open_round", _("Open a self-assessment"), _("A self-assessment was opened"))
    actions.register_action(
        "excellence.drop_round", _("Give up a self-assessment"), _("A self-assessment was given up")
    )
    actions.register_action(
        "excellence.refresh_round", _("Let the journal answer again"), _("The journal answered again")
    )
    actions.register_action("excellence.answer_item", _("Answer by hand"), _("A question was answered by hand"))
    actions.register_action("excellence.add_file", _("Add an evidence file"), _("An evidence file was added"))
    actions.register_action("excellence.remove_file", _("Remove an evidence file"), _("An evidence file was removed"))
    actions.register_action("excellence.comment_on", _("Comment on an answer"), _("An answer was commented on"))
    actions.register_action(
        "excellence.share_round", _("Share a self-assessment"), _("A self-assessment was shared with assessors")
    )
    actions.register_action(
        "excellence.submit_round", _("Hand in a self-assessment"), _("A self-assessment was handed in")
    )
    actions.register_action("excellence.make_dossier", _("Make a dossier"), _("A dossier was made"))
    actions.register_action("excellence.stop_dossier", _("Stop a dossier"), _("A dossier was stopped"))
