"""Registers what the audit trail calls the deeds of this room."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("missions.keep_initiative", _("Write an initiative"), _("An initiative was written down"))
    actions.register_action("missions.keep_mission", _("Call a mission"), _("A mission was called or changed"))
    actions.register_action("missions.invite", _("Invite to a mission"), _("Organisations were invited to a mission"))
    actions.register_action("missions.ask_along", _("Ask to come along"), _("A member asks to come on a mission"))
    actions.register_action("missions.stay_home", _("Stay home"), _("A member does not come on a mission"))
    actions.register_action("missions.decide", _("Decide who comes"), _("The team decided who comes on a mission"))
    actions.register_action("missions.add_cost", _("Book a cost"), _("A cost line of a mission was judged and kept"))
    actions.register_action("missions.let_pay", _("Change the payer"), _("A refused cost line got another payer"))
    actions.register_action("missions.remove_cost", _("Take a cost out"), _("A cost line of a mission was removed"))
    actions.register_action("missions.add_paper", _("Add a document"), _("A document of a mission was added"))
    actions.register_action(
        "missions.remove_paper", _("Take a document out"), _("A document of a mission was destroyed")
    )
    actions.register_action("missions.report", _("Report on a mission"), _("A mission was reported on"))
    actions.register_action("missions.tell_outcome", _("Tell an outcome"), _("What came of a mission was told"))
    actions.register_action("missions.ask_for_outcomes", _("Ask for outcomes"), _("It was asked what came of it"))
    actions.register_action("missions.set_meetings", _("Set up meetings"), _("The meetings of an event were set up"))
    actions.register_action("missions.ask_for", _("Ask for meetings"), _("A guest said whom to meet"))
    actions.register_action("missions.bring_list", _("Bring a list"), _("A list for the meetings was brought"))
    actions.register_action("missions.begin_planning", _("Plan meetings"), _("The meetings are being planned"))
    actions.register_action("missions.plan", _("Make a timetable"), _("A timetable of meetings was made"))
    actions.register_action("missions.move_meeting", _("Move a meeting"), _("A meeting was moved"))
    actions.register_action("missions.note_no_show", _("Note a no-show"), _("Meetings changed after a no-show"))
    actions.register_action("missions.note_attendance", _("Note who came"), _("Who came was written into the journal"))
    actions.register_action("missions.forget_names", _("Forget names"), _("Names in the remarks were forgotten"))
    actions.register_action("missions.erase_guest", _("Erase a guest"), _("A guest of the event was erased"))
