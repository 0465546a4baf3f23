"""Registers what the audit trail calls the deeds of this room."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("symbiosis.end", _("End an offer or a need"), _("An offer or a need was ended"))
    actions.register_action("symbiosis.take_up", _("Follow an exchange"), _("An exchange is followed from now on"))
    actions.register_action("symbiosis.move", _("Move an exchange on"), _("An exchange came to another stage"))
    actions.register_action("symbiosis.answer", _("Answer to an exchange"), _("A side agreed to meet the other"))
    actions.register_action("symbiosis.add_paper", _("Name a document"), _("A document of an exchange was named"))
    actions.register_action("symbiosis.add_delivery", _("Note a delivery"), _("Tonnes of an exchange were noted"))
    actions.register_action("symbiosis.set_levels", _("Choose readers"), _("Who may read which field was chosen"))
    actions.register_action(
        "symbiosis.bring_transfers",
        _("Bring in reported transfers"),
        _("Transfers of a public register were brought in"),
    )
    actions.register_action("symbiosis.keep_processor", _("Enter a processor"), _("A processor was entered or changed"))
    actions.register_action("symbiosis.keep_recipe", _("Enter a recipe"), _("A recipe was entered or changed"))
    actions.register_action("symbiosis.drop_recipe", _("Take a recipe away"), _("A recipe was taken away"))
    actions.register_action("symbiosis.keep_permit", _("Enter a permit"), _("A permit was entered or changed"))
    actions.register_action(
        "symbiosis.keep_transfer", _("Fill in a transfer document"), _("A transfer document was filled in")
    )
