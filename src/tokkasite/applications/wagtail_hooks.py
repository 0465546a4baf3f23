"""Registers what the audit trail calls the deeds of this room."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

DEEDS = (
    ("move", _("Move an application on"), _("An application came to another stage")),
    ("keep_part", _("Note a part of an application"), _("A partner, score or claim was noted")),
    ("remove_part", _("Remove a part of an application"), _("A partner, score or claim was removed")),
    ("add_paper", _("Add a document"), _("A document of an application was added")),
    ("record_project", _("Enter a funded project"), _("A funded application was entered into the journal")),
    ("keep_grant", _("Enter de minimis aid"), _("De minimis aid was entered into the ledger")),
    ("remove_grant", _("Remove de minimis aid"), _("De minimis aid was removed from the ledger")),
    ("keep_facts", _("Note facts for aid and size"), _("Facts for aid and size were noted")),
    ("import_past", _("Read past projects"), _("Lists of past projects were read")),
    ("decide_past", _("Decide on a past project"), _("It was decided whose a past project is")),
)


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    for key, label, told in DEEDS:
        actions.register_action(f"applications.{key}", label, told)
