"""The team's screens for the journal in the admin: one for each kind of everyday work, with what belongs to it inside.

Meetings and decisions come by the dozen, so they have screens of their own; members, attendance and the like are
entered with the group, event, body, project, person or document to which they belong.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.forms.models import WagtailAdminModelForm, WagtailAdminModelFormMetaclass
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, Panel
from wagtail.admin.viewsets.base import ViewSetGroup

from tokkasite.accounts.models import User
from tokkasite.journal import models as journal
from tokkasite.journal.actions import refuse_future
from tokkasite.journal.readers import READINGS
from tokkasite.register.models import Cluster, Participation
from tokkasite.register.permissions import can_read_notes
from tokkasite.register.staff import VIEWSETS as REGISTER_SCREENS
from tokkasite.register.staff import ClusterViewSet

HAPPENED: Final = ("on", "done_on")
"""The fields that say when something happened: their day is never still to come."""


class JournalFormMetaclass(WagtailAdminModelFormMetaclass):
    """Rows inside a record are checked like the record itself."""

    @classmethod
    def child_form(cls) -> type[WagtailAdminModelForm]:
        return JournalForm


class JournalForm(WagtailAdminModelForm, metaclass=JournalFormMetaclass):
    """Refuses a day still to come, and an end before the beginning, at the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The admin's views know no day to tell, so its forms are where the clock is read.
        self.today = localdate()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name in HAPPENED:
            if given.get(name) and not self.is_announced(given):
                self._refuse_future(name, given[name])
        begins, ends = given.get("from_on"), given.get("until_on")
        if begins and ends and ends < begins:
            self.add_error("until_on", _("The last day is before the first day. Correct one of the two."))
        return given

    def is_announced(self, given: dict[str, Any]) -> bool:
        """Whether it is told before it happens."""
        return False

    def _refuse_future(self, name: str, day: Any) -> None:
        try:
            refuse_future(name, day, self.today)
        except ValidationError as wrong:
            self.add_error(None, wrong)


class ContactForm(JournalForm):
    """Keeps a confidential note from whoever may correct the record without being of the team, such as the operator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = self.instance
        if shown.pk and shown.is_confidential and not can_read_notes(self.for_user, shown.cluster, self.today):
            del self.fields["note"], self.fields["is_confidential"]


def fields(*names: str) -> list[Panel]:
    """Fields as the model has them. There are no drafts: what is required is required at once."""
    return [FieldPanel(name, required_on_save=True) for name in names]


def inside(relation: str, *names: str) -> InlinePanel:
    """The rows that belong to a record, entered on its screen."""
    return InlinePanel(relation, panels=fields(*names), heading=HEADINGS[relation])


PARENTS: Final[Mapping[str, type[Model]]] = {
    "attendance": journal.Event,
    "working_group_member": journal.WorkingGroup,
    "body_member": journal.Body,
    "project_partner": journal.Project,
    "team_period": journal.TeamMember,
    "qualification": journal.TeamMember,
    "training": journal.TeamMember,
    "strategy_step": journal.Document,
    "review": journal.Document,
    "plan_action": journal.Document,
    "action_done": journal.Document,
    "goal": journal.Document,
    "goal_value": journal.Document,
}
"""The kinds that are entered on the screen of another record."""

HEADINGS: Final = {
    "attendances": _("Who came"),
    "members": _("Members"),
    "partners": _("Partners"),
    "periods": _("Working time"),
    "qualifications": _("Qualifications"),
    "trainings": _("Training"),
    "steps": _("Steps of building the strategy"),
    "reviews": _("Reviews"),
    "actions": _("Actions"),
    "goals": _("Goals"),
    "measured": _("Measured values"),
    "questions": _("Questions"),
}


class JournalViewSet(ClusterViewSet):
    """A screen of the journal."""

    form_class = JournalForm
    list_per_page = 50

    @property
    def name(self) -> str:
        return f"journal_{self.model._meta.model_name}"

    def get_edit_handler(self) -> ObjectList:
        return ObjectList(self.panels, base_form_class=self.form_class).bind_to_model(self.model)


class ContactViewSet(JournalViewSet):
    model = journal.Contact
    form_class = ContactForm
    icon = "comment"
    list_display = ("on", "organisation", "channel", "subject", "cluster")
    list_filter = ("cluster", "channel", "on")
    search_fields = ("organisation__name", "subject")
    panels = fields("cluster", "on", "organisation", "person", "by", "channel", "subject", "note", "is_confidential")


class EventForm(JournalForm):
    """An event for which members sign up may be still to come; until it was held, nobody came."""

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        came = [form for form in self.formsets["attendances"].forms if form.has_changed() or form.instance.pk]
        if came and given.get("on") and given["on"] > self.today:
            self.add_error(None, _("This event is still to come. Record who came when it was held."))
        return given

    def is_announced(self, given: dict[str, Any]) -> bool:
        """Whether it is kept before it is held, so that members can sign up."""
        return bool(given.get("sign_up_until"))


class EventViewSet(JournalViewSet):
    model = journal.Event
    form_class = EventForm
    icon = "date"
    list_display = ("on", "title", "kind", "place", "cluster")
    list_filter = ("cluster", "kind", "on")
    search_fields = ("title", "place")
    panels = (
        *fields(
            "cluster", "on", "starts_at", "kind", "title", "place", "about", "sign_up_until", "capacity", "is_public"
        ),
        inside("attendances", "organisation", "persons"),
    )


class WorkingGroupViewSet(JournalViewSet):
    model = journal.WorkingGroup
    icon = "group"
    list_display = ("name", "from_on", "until_on", "cluster")
    list_filter = ("cluster",)
    search_fields = ("name",)
    panels = (
        *fields("cluster", "name", "lead", "from_on", "until_on"),
        inside("members", "organisation", "from_on", "until_on"),
    )


class WorkingGroupMeetingViewSet(JournalViewSet):
    model = journal.WorkingGroupMeeting
    icon = "calendar-check"
    list_display = ("on", "group", "title", "persons", "cluster")
    list_filter = ("cluster", "on")
    search_fields = ("title", "group__name")
    panels = fields("cluster", "group", "on", "title", "persons")


class BodyViewSet(JournalViewSet):
    model = journal.Body
    icon = "crosshairs"
    list_display = ("name", "kind", "from_on", "until_on", "cluster")
    list_filter = ("cluster", "kind")
    search_fields = ("name",)
    panels = (
        *fields("cluster", "kind", "name", "mandate", "from_on", "until_on"),
        inside("members", "organisation", "from_on", "until_on"),
    )


class DecisionViewSet(JournalViewSet):
    model = journal.Decision
    icon = "check"
    list_display = ("on", "body", "subject", "cluster")
    list_filter = ("cluster", "on")
    search_fields = ("subject", "body__name")
    panels = fields("cluster", "body", "on", "subject", "minutes")


class ProjectViewSet(JournalViewSet):
    model = journal.Project
    icon = "cogs"
    list_display = ("name", "kind", "from_on", "until_on", "budget_eur", "cluster")
    list_filter = ("cluster", "kind")
    search_fields = ("name",)
    panels = (
        *fields("cluster", "name", "kind", "from_on", "until_on", "budget_eur"),
        inside("partners", "organisation", "from_on", "until_on"),
    )


class IncomeViewSet(JournalViewSet):
    model = journal.Income
    icon = "download"
    list_display = ("payer", "sector", "from_on", "until_on", "amount_eur", "cluster")
    list_filter = ("cluster", "sector")
    search_fields = ("payer",)
    panels = fields("cluster", "payer", "sector", "from_on", "until_on", "amount_eur")


class CostViewSet(JournalViewSet):
    model = journal.Cost
    icon = "upload"
    list_display = ("on", "kind", "title", "amount_eur", "cluster")
    list_filter = ("cluster", "kind", "on")
    search_fields = ("title",)
    panels = fields("cluster", "on", "kind", "title", "amount_eur")


class BudgetViewSet(JournalViewSet):
    model = journal.Budget
    icon = "table"
    list_display = ("from_on", "until_on", "costs_eur", "cluster")
    list_filter = ("cluster",)
    panels = fields("cluster", "from_on", "until_on", "costs_eur")


class TeamMemberViewSet(JournalViewSet):
    model = journal.TeamMember
    icon = "user"
    list_display = ("name", "cluster")
    list_filter = ("cluster",)
    search_fields = ("name",)
    panels = (
        *fields("cluster", "name"),
        inside("periods", "task", "fte", "from_on", "until_on"),
        inside("qualifications", "on", "kind", "title", "years"),
        inside("trainings", "on", "title", "days"),
    )


class DocumentViewSet(JournalViewSet):
    model = journal.Document
    icon = "doc-full"
    list_display = ("title", "kind", "from_on", "until_on", "cluster")
    list_filter = ("cluster", "kind")
    search_fields = ("title",)
    panels = (
        *fields("cluster", "kind", "title", "from_on", "until_on", "reference"),
        inside("steps", "on", "title", "organisations"),
        inside("reviews", "on", "changes", "used_company_needs"),
        inside("actions", "title", "owner", "from_on", "until_on", "budget_eur", "done_on"),
        InlinePanel(
            "goals",
            panels=(
                *fields("kind", "title", "target", "unit", "from_on", "until_on"),
                inside("measured", "on", "value"),
            ),
            heading=HEADINGS["goals"],
        ),
    )


class CommunicationViewSet(JournalViewSet):
    model = journal.Communication
    icon = "mail"
    list_display = ("on", "kind", "title", "cluster")
    list_filter = ("cluster", "kind", "on")
    search_fields = ("title",)
    panels = fields("cluster", "on", "kind", "title", "url")


class MediaMentionViewSet(JournalViewSet):
    model = journal.MediaMention
    icon = "media"
    list_display = ("on", "outlet", "title", "cluster")
    list_filter = ("cluster", "kind", "on")
    search_fields = ("title", "outlet")
    panels = fields("cluster", "on", "kind", "outlet", "title", "url")


class SuccessStoryViewSet(JournalViewSet):
    model = journal.SuccessStory
    icon = "pick"
    list_display = ("on", "title", "organisation", "cluster")
    list_filter = ("cluster", "on")
    search_fields = ("title", "organisation__name")
    panels = fields("cluster", "on", "organisation", "title", "outcome")


class SurveyViewSet(JournalViewSet):
    model = journal.Survey
    icon = "form"
    list_display = ("on", "kind", "asked", "answered", "mean_1_to_5", "cluster")
    list_filter = ("cluster", "kind", "on")
    panels = (
        *fields("cluster", "on", "kind", "title", "open_until", "asked", "answered", "mean_1_to_5"),
        inside("questions", "text", "kind"),
    )


VIEWSETS: Final = (
    ContactViewSet(),
    EventViewSet(),
    WorkingGroupViewSet(),
    WorkingGroupMeetingViewSet(),
    BodyViewSet(),
    DecisionViewSet(),
    ProjectViewSet(),
    IncomeViewSet(),
    CostViewSet(),
    BudgetViewSet(),
    TeamMemberViewSet(),
    DocumentViewSet(),
    CommunicationViewSet(),
    MediaMentionViewSet(),
    SuccessStoryViewSet(),
    SurveyViewSet(),
)


class JournalGroup(ViewSetGroup):
    """The journal in the admin's menu: everyday work first."""

    menu_label = _("Journal")
    menu_icon = "calendar"
    menu_order = 200
    items = VIEWSETS


def add_urls(cluster: Cluster) -> dict[str, str]:
    """Where a record of each kind is added: on its own screen, or on that of the record to which it belongs."""
    screens = {viewset.model: viewset for viewset in (*REGISTER_SCREENS, *VIEWSETS)}
    found = {}
    for kind, reading in READINGS.items():
        parent = PARENTS.get(kind)
        if reading.model in screens:
            found[kind] = reverse(screens[reading.model].get_url_name("add"))
        elif parent:
            found[kind] = reverse(screens[parent].get_url_name("index"))
    quick = reverse("journal:quick", args=[cluster.key])
    return found | {
        "contact": f"{quick}?record=contact",
        "event": f"{quick}?record=event",
        "commitment": reverse(screens[Participation].get_url_name("index")),
        "management": reverse(screens[Cluster].get_url_name("edit"), args=[cluster.pk]),
    }


def edit_url(user: User, row: Model) -> str:
    """Where the user may correct the record; empty where nowhere."""
    finder = AdminURLFinder(user)
    return next((url for thing in (row, *_parents(row)) if (url := finder.get_edit_url(thing))), "")


def _parents(row: Model) -> Iterator[Model]:
    """The records inside whose screens this one is edited, the nearest first."""
    for field in row._meta.fields:
        if isinstance(field, ParentalKey):
            parent = getattr(row, field.name)
            yield parent
            yield from _parents(parent)
