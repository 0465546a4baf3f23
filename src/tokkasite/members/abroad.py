"""A member's pages on missions abroad, and on the persons who meet others at an event."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext

from tokkasite.journal.guests import register_guest
from tokkasite.journal.models import Guest
from tokkasite.members import readers
from tokkasite.members.views import MemberForm, MemberPage
from tokkasite.missions.actions import ask_along, stay_home
from tokkasite.missions.forms import AskAlongForm, GuestForm
from tokkasite.missions.models import Mission
from tokkasite.missions.readers import admissions, open_to
from tokkasite.register.models import in_words


class Missions(MemberPage):
    """The missions that are open, and those of the organisation."""

    template_name = "members/missions.html"
    here = "missions"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(missions=open_to(self.cluster, self.organisation, self.today), **kwargs)


class AskAlong(MemberForm):
    """Asks to come along on a mission, or no longer."""

    template_name = "members/mission.html"
    here = onward = "missions"
    form_class = AskAlongForm

    @cached_property
    def mission(self) -> Mission:
        return get_object_or_404(open_to(self.cluster, self.organisation, self.today), pk=self.kwargs["number"])

    @property
    def own(self) -> Any:
        return next(iter(self.mission.own), None)

    def get_initial(self) -> dict[str, Any]:
        return {"persons": self.own.persons, "aim": self.own.aim} if self.own else {"persons": 1}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "stay" not in request.POST:
            return super().post(request, *args, **kwargs)
        stay_home(mission=self.mission, organisation=self.organisation, by=request.user, today=self.today)
        messages.success(request, gettext("You do not come along."))
        return self.back("missions")

    def act(self, form: Any) -> str:
        told = {"mission": self.mission, "organisation": self.organisation, **form.cleaned_data}
        ask_along(by=self.request.user, today=self.today, **told)
        return gettext("You have asked to come along. The cluster's team decides.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = admissions(self.mission, [self.organisation])[self.organisation.pk]
        return super().get_context_data(
            mission=self.mission,
            own=self.own,
            may=found.may,
            says=in_words(found.reason),
            is_late=self.today > self.mission.sign_up_until,
            **kwargs,
        )


class Persons(MemberForm):
    """Names a person who comes to an event for the organisation, and so can meet the other guests."""

    template_name = "members/persons.html"
    here = onward = "events"
    form_class = GuestForm

    @cached_property
    def event(self) -> Any:
        events = readers.coming_events(self.mandate, self.today)
        return get_object_or_404(events.filter(meetings__isnull=False), pk=self.kwargs["number"])

    @property
    def registration(self) -> Any:
        return next((one for one in self.event.own_registrations if not one.waits), None)

    def get_form_kwargs(self) -> dict[str, Any]:
        guest = Guest(
            event=self.event,
            organisation=self.organisation,
            organisation_name=self.organisation.name,
            country="FI",
            registration=self.registration,
        )
        return super().get_form_kwargs() | {"instance": guest, "has_meetings": True}

    def get_initial(self) -> dict[str, Any]:
        return {
            "name": self.request.user.get_full_name(),
            "email": self.request.user.email,
            "language": get_language(),
            "organisation_name": self.organisation.name,
            "country": "FI",
        }

    def act(self, form: Any) -> str:
        guest, token = register_guest(guest=form.save(commit=False), today=self.today, by=self.request.user)
        link = self.request.build_absolute_uri(reverse("missions:mine", args=[token]))
        says = gettext("%(guest)s is registered. This link opens the person's own page, it is shown once: %(link)s")
        return says % {"guest": guest.label, "link": link}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.event.guests.filter(organisation=self.organisation, cancelled_on=None)
        return super().get_context_data(event=self.event, registration=self.registration, own=own, **kwargs)
