"""Registers what the audit trail calls the deeds of this room."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("funding.take", _("Take a listing of calls"), _("A listing of calls was taken or refused"))
    actions.register_action("funding.set_source", _("Set a source of calls"), _("A source of calls was set"))
    actions.register_action("funding.stop_fetch", _("Stop a fetch"), _("A fetch of calls was stopped"))
    actions.register_action("funding.ask_for_ranking", _("Ask for a ranking"), _("A ranking of calls was asked for"))
    actions.register_action("funding.stop_ranking", _("Stop a ranking"), _("A ranking of calls was stopped"))
    actions.register_action("funding.follow", _("Follow a call"), _("A call is followed from now on"))
    actions.register_action("funding.unfollow", _("Let a call go"), _("A call is followed no longer"))
    actions.register_action("funding.confirm", _("Confirm a condition"), _("What a call asks was confirmed"))
    actions.register_action("funding.take_back", _("Take a condition back"), _("A confirmed condition was taken back"))
    actions.register_action("funding.want_letters", _("Want letters of calls"), _("Letters of calls are wanted"))
    actions.register_action("funding.stop_letters", _("Stop letters of calls"), _("Letters of calls were stopped"))
    actions.register_action("funding.send_letter", _("Send a letter of calls"), _("A letter of calls was sent"))
    actions.register_action("funding.open_feed", _("Open a calendar address"), _("A calendar address was opened"))
    actions.register_action("funding.close_feed", _("Close a calendar address"), _("A calendar address was closed"))
