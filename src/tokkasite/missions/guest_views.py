"""Events as the public and their guests see them: the page, the registration, and what one's own link opens."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language, gettext
from django.views.generic import TemplateView
from django.views.generic.edit import FormMixin

from tokkasite.journal.guests import guest_by, register_guest
from tokkasite.journal.membership import places_left
from tokkasite.journal.models import Event, Guest
from tokkasite.missions import actions, papers, readers
from tokkasite.missions import forms as own_forms
from tokkasite.missions.calendar import as_calendar
from tokkasite.missions.models import Meetings
from tokkasite.missions.views import pdf, tell

PAST_SHOWN = 10


class PublicEvents(TemplateView):
    """The coming events that were published, and the last that were held."""

    template_name = "missions/public_events.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        return super().get_context_data(
            **kwargs, events=readers.public_events(today), past=readers.past_public_events(today)[:PAST_SHOWN]
        )


class PublicEvent(FormMixin, TemplateView):
    """One published event, and the registration for it. One that was not published is not there."""

    template_name = "missions/public_event.html"
    form_class = own_forms.GuestForm

    @cached_property
    def event(self) -> Event:
        return get_object_or_404(readers.published_event(self.kwargs["number"]))

    @cached_property
    def meetings(self) -> Meetings | None:
        return Meetings.objects.filter(event=self.event).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        told = {"instance": Guest(event=self.event), "has_meetings": self.meetings is not None, "label_suffix": ""}
        return super().get_form_kwargs() | told

    def get_initial(self) -> dict[str, Any]:
        return {"language": get_language()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event, today = self.event, localdate()
        last = min(event.sign_up_until, event.on) if event.sign_up_until else None
        return super().get_context_data(
            **kwargs,
            event=event,
            meetings=self.meetings,
            left=places_left(event),
            is_open=last is not None and today <= last,
            is_past=today > event.on,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if form.is_valid():
            try:
                guest, token = register_guest(guest=form.save(commit=False), today=localdate())
            except ValidationError as wrong:
                tell(form, wrong)
            else:
                says = (
                    gettext("The event is full. You are on the waiting list, and get a letter when a place is free.")
                    if guest.waits
                    else gettext("You are registered.")
                )
                messages.success(request, says)
                return redirect("missions:mine", token)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class OwnPage(TemplateView):
    """What the pages behind a personal link share. The link is the key: no cache keeps them, no search engine."""

    guest: Guest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = guest_by(kwargs["token"])
        if found is None:
            raise Http404
        self.guest, self.today = found, localdate()
        self.meetings = Meetings.objects.select_related("event__cluster").filter(event=found.event).first()
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"
        return response

    def lines(self) -> list[readers.Line]:
        if self.meetings is None:
            raise Http404
        away = self.meetings.absences.filter(guest=self.guest).values_list("slot", flat=True)
        return readers.agenda_of(self.meetings, self.guest, readers.held_by(self.meetings, self.guest), away)

    @property
    def can_ask(self) -> bool:
        comes = self.guest.cancelled_on is None and not self.guest.waits
        return self.meetings is not None and comes and self.today <= self.meetings.ask_until

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            guest=self.guest, event=self.guest.event, meetings=self.meetings, can_ask=self.can_ask, **kwargs
        )

    def mine(self) -> HttpResponse:
        return redirect("missions:mine", self.kwargs["token"])


class Mine(OwnPage):
    """A guest's own page: whether there is a place, the agenda, and what to do next."""

    template_name = "missions/mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self.lines() if self.meetings else []
        return super().get_context_data(
            **kwargs,
            lines=lines,
            has_meetings=any(line.other for line in lines),
            asked=self.meetings.wishes.filter(a=self.guest).count() if self.meetings else 0,
            is_past=self.today > self.guest.event.on,
        )


class Ask(OwnPage, FormMixin):
    """A guest says whom to meet, and when not."""

    template_name = "missions/ask.html"
    form_class = own_forms.AskForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.can_ask:
            messages.error(request, gettext("Requests for meetings are closed. Ask the organiser."))
            return self.mine()
        return super().get(request, *args, **kwargs)

    @cached_property
    def page(self) -> Any:
        """The guests of this page: a hundred, or those whom the words find."""
        rows = readers.guests_found(self.guest.event, self.request.GET.get("q", "")).exclude(pk=self.guest.pk)
        return Paginator(rows, readers.ON_A_PAGE).get_page(self.request.GET.get("page"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        everybody = readers.guests_of(self.guest.event).count() - 1
        return super().get_context_data(
            **kwargs,
            page=self.page,
            is_long=everybody > readers.ON_A_PAGE,
            everybody=everybody,
            chosen=self.meetings.wishes.filter(a=self.guest).count() if self.meetings else 0,
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        if self.meetings is None:
            raise Http404
        wishes = self.meetings.wishes.filter(a=self.guest)
        return super().get_form_kwargs() | {
            "label_suffix": "",
            "others": list(self.page),
            "wanted": dict(wishes.values_list("b", "weight")),
            "away": self.meetings.absences.filter(guest=self.guest).values_list("slot", flat=True),
            "slots": own_forms.slots_of(self.meetings),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not self.can_ask:
            return self.get(request)  # which says so
        if form.is_valid():
            told = {"wanted": form.wanted(), "away": form.away(), "today": self.today, "among": form.others.values()}
            actions.ask_for(meetings=self.meetings, guest=self.guest, by=None, **told)
            messages.success(request, gettext("Saved. The organiser plans the meetings; your agenda then stands here."))
            return self.mine()
        return self.render_to_response(self.get_context_data(form=form), status=422)


class CancelMine(OwnPage):
    """The guest does not come."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actions.stay_away(guest=self.guest, today=self.today, now=localtime(), by=None)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        else:
            messages.success(request, gettext("Cancelled: your registration."))
        return self.mine()


class MyCalendar(OwnPage):
    """The meetings for one's own calendar."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        lines = self.lines()
        return as_calendar(self.meetings, self.guest, lines)


class MyPaper(OwnPage):
    """The agenda as PDF."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return pdf(papers.agendas(self.meetings, [(self.guest, self.lines())]), "agenda")
