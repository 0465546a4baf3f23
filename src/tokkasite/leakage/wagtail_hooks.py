"""Registers what the audit trail calls the deeds of this room."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("leakage.draft_ledger", _("Read a purchase ledger"), _("A purchase ledger was read"))
    actions.register_action("leakage.take_in", _("Take in a ledger"), _("A purchase ledger counts from now on"))
    actions.register_action(
        "leakage.take_back", _("Take back an answer"), _("An answer about purchases was taken back")
    )
    actions.register_action("leakage.keep_answer", _("Keep an answer"), _("An answer about purchases was kept"))
    actions.register_action("leakage.ask_firm", _("Ask a firm"), _("A firm was asked about its purchases"))
    actions.register_action("leakage.ask_again", _("Ask a firm again"), _("A firm was asked once more"))
    actions.register_action("leakage.mail_question", _("Write to a firm"), _("The letter with the questions was sent"))
    actions.register_action(
        "leakage.forget_address", _("Forget a firm's address"), _("The address of a firm was erased")
    )
    actions.register_action("leakage.withdraw_question", _("Close a link"), _("The link of a firm was closed"))
