"""Registers what the audit trail calls the deeds of this room."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("members.invite", _("Invite a member"), _("A person was invited as a member"))
    actions.register_action("members.invite_again", _("Invite again"), _("The invitation was sent again"))
    actions.register_action(
        "members.withdraw_invitation", _("Withdraw an invitation"), _("The invitation was withdrawn")
    )
    actions.register_action("members.accept", _("Accept an invitation"), _("The invitation was accepted"))
    actions.register_action("members.say_wrong", _("Say what is wrong"), _("A member said that a record is wrong"))
    actions.register_action("members.settle", _("Settle a correction"), _("What a member said is wrong was settled"))
    actions.register_action("members.export", _("Export a membership"), _("A member took everything along as a file"))
