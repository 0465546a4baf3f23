"""Registers what the audit trail calls the deeds of this room."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("partners.keep_profile", _("Write a profile"), _("A partner profile was written"))
    actions.register_action("partners.withdraw", _("Withdraw a profile"), _("A partner profile was withdrawn"))
    actions.register_action("partners.ask", _("Show interest"), _("Interest in a partner was shown"))
    actions.register_action("partners.propose", _("Propose a partner"), _("The team proposed a partner"))
    actions.register_action("partners.answer", _("Answer an interest"), _("Interest in a partner was answered"))
    actions.register_action("partners.keep_consortium", _("Plan a consortium"), _("A consortium was planned"))
    actions.register_action("partners.remove_consortium", _("Remove a consortium"), _("A consortium was removed"))
    actions.register_action("partners.keep_candidate", _("Keep a candidate"), _("A candidate was added or changed"))
    actions.register_action("partners.remove_candidate", _("Remove a candidate"), _("A candidate was removed"))
    actions.register_action("partners.build", _("Build a consortium"), _("Alternatives of a consortium were sought"))
    actions.register_action(
        "partners.keep_own_profile", _("Write the cluster's profile"), _("The cluster's own profile was written")
    )
    actions.register_action("partners.send_letter", _("Send a letter of partners"), _("A letter of partners was sent"))
    actions.register_action("partners.stop_letters", _("Stop letters of partners"), _("Letters of partners stopped"))
    actions.register_action("partners.want_letters", _("Want letters of partners"), _("Letters of partners go on"))
    actions.register_action("partners.receive", _("Import profiles"), _("Profiles of other clusters were imported"))
    actions.register_action(
        "partners.forget_received", _("Forget a profile"), _("Another cluster's profile was forgotten")
    )
