"""Registers the register's screens in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from tokkasite.register.staff import RegisterGroup, hide_site_history


@hooks.register("register_admin_viewset")
def register_register() -> RegisterGroup:
    return RegisterGroup()


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("register.load_region", _("Load the region"), _("The municipalities were loaded"))
    actions.register_action("register.build_demo", _("Build the demonstration"), _("The demonstration was built"))
    actions.register_action(
        "register.export_person", _("Export a person"), _("What is kept about a person was exported")
    )
    actions.register_action("register.erase_person", _("Erase a person"), _("A person was erased; the counts stay"))
    actions.register_action("register.command", _("Run a command"), _("A command was run in the terminal"))
    actions.register_action(
        "register.check_company", _("Look up a company"), _("The company register proposed changes or gave an alert")
    )
    actions.register_action("register.accept_change", _("Accept a change"), _("A proposed change was accepted"))
    actions.register_action("register.reject_change", _("Reject a change"), _("A proposed change was rejected"))
    actions.register_action("register.merge", _("Merge organisations"), _("Another organisation was merged into it"))
    actions.register_action("register.undo_merge", _("Undo a merge"), _("A merge was taken back"))
    actions.register_action("register.distinct", _("Not a duplicate"), _("It was told apart from another organisation"))
    actions.register_action("register.unit", _("Link a unit"), _("It was linked as a unit of a body"))
    actions.register_action("register.forget", _("Take back a decision"), _("A decision on a pair was taken back"))
    actions.register_action("register.tell_profile", _("Tell of oneself"), _("The organisation told of itself"))
    actions.register_action("register.give_consent", _("Consent"), _("It may be shown in public"))
    actions.register_action("register.withdraw_consent", _("Withdraw consent"), _("It is no longer shown in public"))
    actions.register_action(
        "register.sign_agreement", _("Sign the agreement"), _("The participation agreement was signed")
    )
    actions.register_action(
        "register.withdraw_agreement", _("Withdraw the agreement"), _("The participation agreement was withdrawn")
    )


hooks.register("construct_reports_menu", hide_site_history)
