"""Registers the journal's screens in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from tokkasite.journal.staff import JournalGroup


@hooks.register("register_admin_viewset")
def register_journal() -> JournalGroup:
    return JournalGroup()


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("journal.change_in_bulk", _("Change many records"), _("Many records were changed at once"))
    actions.register_action("journal.undo_bulk", _("Put back many records"), _("A change of many records was put back"))
    actions.register_action(
        "journal.open_feed", _("Open a calendar address"), _("A private calendar address was opened")
    )
    actions.register_action(
        "journal.close_feed", _("Close a calendar address"), _("A private calendar address was closed")
    )
    actions.register_action("journal.bring_calendar", _("Bring in a calendar"), _("A calendar was brought in"))
    actions.register_action("journal.add_attendance", _("Add who came"), _("A list of those who came was added"))
    actions.register_action("journal.file_message", _("File a message"), _("A message was filed as a contact"))
    actions.register_action("journal.answer_survey", _("Answer a survey"), _("A member answered the survey"))
    actions.register_action("journal.sign_up", _("Sign up"), _("A member signed up for the event"))
    actions.register_action("journal.promote", _("Give a place"), _("Those who waited for a place got one"))
    actions.register_action("journal.register_guest", _("Register a guest"), _("A guest of the event was registered"))
    actions.register_action("journal.cancel_guest", _("Cancel a guest"), _("A guest of the event does not come"))
    actions.register_action("journal.new_link", _("Make a new link"), _("A guest was given a new personal link"))
    actions.register_action("journal.forget_guests", _("Forget guests"), _("The guests of the event were erased"))
    actions.register_action(
        "journal.publish_event", _("Publish an event"), _("What the public reads of it was changed")
    )
    actions.register_action("journal.cancel", _("Cancel"), _("A member took the registration back"))
    actions.register_action("journal.ask_to_join", _("Ask to join"), _("A member asked to join the group"))
    actions.register_action("journal.take_back_wish", _("Take back a wish"), _("A member no longer asks to join"))
    actions.register_action("journal.accept_wish", _("Let into a group"), _("A member was let into the group"))
    actions.register_action("journal.reject_wish", _("Not let into a group"), _("A member was not let into the group"))
    actions.register_action("journal.leave_group", _("Leave a group"), _("A member left the group"))
