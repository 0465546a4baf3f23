"""Events as the team runs them: who registered, the meetings and their timetable, and the day itself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime, now
from django.utils.translation import gettext, ngettext

from tokka.tables.model import WrongTable
from tokkasite.journal.guests import new_link, register_guest
from tokkasite.journal.membership import places_left, waiting
from tokkasite.journal.models import Event, Guest
from tokkasite.missions import actions, papers, readers, tasks
from tokkasite.missions import forms as own_forms
from tokkasite.missions.models import Meeting, Meetings, Planning
from tokkasite.missions.views import FormPage, pdf
from tokkasite.register.models import in_words
from tokkasite.register.views import ClusterView
from tokkasite.runs.readers import said
from tokkasite.ui.exports import as_csv

SECONDS_OF_GRACE = 60
"""A planning that is so much later than it was to end was interrupted."""


class Events(ClusterView):
    """The events for which people register, the next and the last."""

    template_name = "missions/events.html"
    is_for_writers = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(readers.events_of(self.cluster)[:100])
        coming = [one for one in reversed(rows) if one.on >= self.today]
        return super().get_context_data(**kwargs, coming=coming, past=[one for one in rows if one.on < self.today][:20])


class OfAnEvent(ClusterView):
    """What the team's pages of one event share. They name guests, so nobody else opens them."""

    is_for_writers = True

    @cached_property
    def event(self) -> Event:
        return get_object_or_404(Event, pk=self.kwargs["number"], cluster=self.cluster)

    @cached_property
    def meetings(self) -> Meetings:
        return get_object_or_404(Meetings.objects.select_related("event__cluster"), event=self.event)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(event=self.event, **kwargs)

    def onward(self, name: str, *more: Any) -> HttpResponse:
        return redirect(f"missions:{name}", self.cluster.key, self.event.pk, *more)


class EventPage(OfAnEvent, FormPage):
    """One event: what the public reads, who comes, who waits, and the way to its meetings."""

    template_name = "missions/event.html"
    form_class = own_forms.PublicForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Event.objects.get(pk=self.event.pk)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event = self.event
        queue = [
            (one.organisation.name, one.persons) if hasattr(one, "persons") else (one.label, 1)
            for one in waiting(event)
        ]
        page = Paginator(readers.guests_by_hundreds(event), 1).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            **kwargs,
            page=page,
            count=sum(map(len, page.paginator.object_list)),
            registrations=event.registrations.filter(cancelled_on=None, waits=False).select_related("organisation"),
            guests=list(readers.guests_of(event).filter(pk__in=page[0])),
            queue=queue,
            left=places_left(event),
            meetings=Meetings.objects.filter(event=event).first(),
            is_held=event.on <= self.today,
            came=set(event.attendances.values_list("organisation", flat=True)),
        )

    def act(self, form: Any) -> HttpResponse:
        actions.publish(event=self.event, told=form.cleaned_data, by=self.request.user)
        messages.success(self.request, gettext("Saved."))
        return self.onward("event")


class AddGuest(OfAnEvent, FormPage):
    """The team registers a person who agreed to it."""

    template_name = "missions/form.html"
    form_class = own_forms.TeamGuestForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Guest(event=self.event), "cluster": self.cluster}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = gettext("The person gets a link of their own, by which they ask for meetings and read their agenda.")
        return super().get_context_data(**kwargs, heading=gettext("Register a guest"), lead=lead, here="events")

    def act(self, form: Any) -> HttpResponse:
        told = {"guest": form.save(commit=False), "today": self.today, "by": self.request.user}
        guest, token = register_guest(by_team=True, **told)
        says = gettext("%(guest)s is registered. Give them their link, it is shown once: %(link)s")
        messages.success(self.request, says % {"guest": guest.label, "link": link_of(self.request, token)})
        return self.onward("event")


def link_of(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("missions:mine", args=[token]))


class GuestDeed(OfAnEvent):
    """Makes a new link for a guest, notes that the guest does not come, or erases the guest on request."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        guest = get_object_or_404(Guest, pk=kwargs["pk"], event=self.event)
        try:
            if "link" in request.POST:
                says = gettext("The new link of %(guest)s, shown once: %(link)s")
                link = link_of(request, new_link(guest=guest, by=request.user))
                messages.success(request, says % {"guest": guest.label, "link": link})
            elif "erase" in request.POST:
                actions.erase_guest(guest=guest, today=self.today, now=localtime(), by=request.user)
                messages.success(request, gettext("Erased: the guest, with wishes and meetings."))
            else:
                actions.stay_away(guest=guest, today=self.today, now=localtime(), by=request.user)
                messages.success(request, gettext("%(guest)s does not come.") % {"guest": guest.label})
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        return self.onward("event")


class Came(OfAnEvent):
    """Writes into the journal which organisations came, by the guests who are ticked."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ticked = [number for number in request.POST.getlist("came") if number.isdigit()]
        guests = list(readers.guests_of(self.event).filter(pk__in=ticked))
        try:
            count = actions.note_attendance(event=self.event, guests=guests, by=request.user, today=self.today)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        else:
            says = ngettext(
                "The journal has the attendance of %(count)d organisation.",
                "The journal has the attendance of %(count)d organisations.",
                count,
            )
            messages.success(request, says % {"count": count})
        return self.onward("event")


class MeetingsSettings(OfAnEvent, FormPage):
    """When the slots are and how many tables there are."""

    template_name = "missions/form.html"
    form_class = own_forms.MeetingsForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kept = Meetings.objects.select_related("event").filter(event=self.event).first()
        return super().get_form_kwargs() | {"instance": kept or Meetings(event=self.event, ask_until=self.event.on)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            heading=gettext("Set up the meetings"),
            lead=gettext(
                "Guests meet two by two at tables, in slots one after another. Later you can change all this."
            ),
            here="events",
        )

    def act(self, form: Any) -> HttpResponse:
        actions.set_meetings(meetings=form.save(commit=False), by=self.request.user)
        messages.success(self.request, gettext("Saved."))
        return self.onward("meetings")


class MeetingsPage(OfAnEvent):
    """What is asked for, the planning under way, and how good the timetable is."""

    template_name = "missions/meetings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meetings = self.meetings
        last = meetings.plannings.select_related("run").first()
        late = last is not None and (now() - last.begun_at).total_seconds() > last.seconds + SECONDS_OF_GRACE
        is_going = last is not None and last.state == Planning.State.BEGUN and not late
        done = meetings.plannings.filter(state=Planning.State.DONE).select_related("run").first()
        quality = readers.figures_of(done)
        has_rows = meetings.held.exists()
        # While it is being planned the page is asked for each second, and the old timetable is nobody's concern.
        without = readers.whose_day_is_empty(meetings) if has_rows and not is_going else []
        says = [said(one) for one in done.says] if done else []
        return super().get_context_data(
            **{"list_form": own_forms.ListForm(label_suffix=""), "plan_form": own_forms.PlanForm(label_suffix="")}
            | kwargs,
            meetings=meetings,
            told=readers.counted(meetings),
            rows=has_rows,
            last=last,
            is_going=is_going,
            is_interrupted=late and last.state == Planning.State.BEGUN,
            elapsed=round((now() - last.begun_at).total_seconds()) if is_going else 0,
            done=done,
            quality=quality,
            percent=round(100 * quality["ratio"], 1) if quality else None,
            says=says[: readers.ON_A_PAGE],
            more=len(says) - readers.ON_A_PAGE,
            fault=" ".join(said(one) for one in last.says) if last and last.state == Planning.State.FAILED else "",
            page=Paginator([in_words(why) for _name, why in without], readers.ON_A_PAGE).get_page(
                self.request.GET.get("page")
            ),
        )


class BringList(OfAnEvent, FormPage):
    """Brings requests, absences or locked meetings, and says of every row that is left out why."""

    template_name = "missions/bring_list.html"
    form_class = own_forms.ListForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, meetings=self.meetings)

    def act(self, form: Any) -> HttpResponse:
        content, file = form.content()
        told = {"meetings": self.meetings, "kind": form.cleaned_data["kind"], "by": self.request.user}
        try:
            brought = actions.bring_list(content=content, file=file, **told)
        except WrongTable as wrong:
            raise ValidationError({"text": f"{in_words(wrong.says)} {in_words(wrong.remedy)}"}) from wrong
        says = [in_words(one) for one in brought.says[: readers.ON_A_PAGE]]
        fresh, more = self.form_class(label_suffix=""), len(brought.says) - readers.ON_A_PAGE
        return self.render_to_response(self.get_context_data(form=fresh, brought=brought, says=says, more=more))


class Plan(OfAnEvent):
    """Has the timetable made beside the requests."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = own_forms.PlanForm(request.POST, label_suffix="")
        if not form.is_valid():
            messages.error(request, gettext("Seconds are a whole number from 1 to 120."))
            return self.onward("meetings")
        told = {"seconds": form.cleaned_data["seconds"], "now": now(), "by": request.user}
        try:
            planning = actions.begin_planning(meetings=self.meetings, **told)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        else:
            tasks.start(planning.pk)
        return self.onward("meetings")


class Timetable(OfAnEvent):
    """The timetable as a grid of slots and tables, what changed since, and what to do when somebody does not come."""

    template_name = "missions/timetable.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meetings = self.meetings
        slot_now = readers.slot_now(meetings, localtime())
        count, words = meetings.held.count(), self.request.GET.get("q", "").strip()[:100]
        rows = meetings.held.select_related("a__organisation", "b__organisation")
        shown = range(1, meetings.slots + 1)
        if words:
            rows = rows.filter(Q(a__label__icontains=words) | Q(b__label__icontains=words))
        elif count > readers.ON_A_PAGE:
            shown = [self.slot_asked(slot_now)]
            rows = rows.filter(slot=shown[0])
        page = Paginator(rows, readers.ON_A_PAGE).get_page(self.request.GET.get("page"))
        slots = readers.slots_shown(meetings, page, shown)
        no_show = own_forms.NoShowForm(meetings=meetings, slot_now=slot_now, label_suffix="")
        if count > readers.ON_A_PAGE:
            no_show.offer({number for one in page for number in (one.a_id, one.b_id)})
        return super().get_context_data(
            **{"no_show": no_show} | kwargs,
            meetings=meetings,
            slots=slots,
            page=page,
            words=words,
            is_long=count > readers.ON_A_PAGE,
            count=count,
            changes=[
                {**one.what, "at": one.at, "by": one.by, "why": said(one.what["why"])}
                for one in meetings.changes.select_related("by")[:10]
            ],
        )

    def slot_asked(self, slot_now: int) -> int:
        """The slot of this page: the one that was asked for, else the one that is on."""
        asked = self.request.GET.get("slot", "")
        number = int(asked) if asked.isdecimal() and len(asked) < 4 else slot_now
        return min(max(number, 1), self.meetings.slots)


class NoShow(OfAnEvent):
    """Somebody does not come, or leaves: only those who lose a meeting are planned anew."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        slot_now = readers.slot_now(self.meetings, localtime())
        form = own_forms.NoShowForm(request.POST, meetings=self.meetings, slot_now=slot_now, label_suffix="")
        if not form.is_valid():
            page = Timetable(request=request, kwargs=self.kwargs, args=())
            page.cluster, page.today, page.can_write = self.cluster, self.today, self.can_write
            return page.render_to_response(page.get_context_data(no_show=form), status=422)
        change = actions.note_no_show(meetings=self.meetings, now=localtime(), by=request.user, **form.cleaned_data)
        told = change.what
        says = gettext("Dropped: %(dropped)s. Added: %(added)s. These agendas differ: %(touched)s. Nobody else's does.")
        counts = {"dropped": len(told["dropped"]), "added": len(told["added"])}
        messages.success(request, says % {**counts, "touched": ", ".join(told["touched"]) or "–"})
        return self.onward("timetable")


class Move(OfAnEvent, FormPage):
    """Moves a meeting to another slot or table. A plain form; the page's script sends the same one after a drag."""

    template_name = "missions/move.html"
    form_class = own_forms.PlaceForm

    @cached_property
    def meeting(self) -> Meeting:
        rows = Meeting.objects.select_related("a__organisation", "b__organisation", "meetings__event")
        return get_object_or_404(rows, pk=self.kwargs["pk"], meetings=self.meetings)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.meeting}

    def get_initial(self) -> dict[str, Any]:
        return {"slot": self.meeting.slot, "table": self.meeting.table}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        begins, _ends = self.meetings.times[self.meeting.slot - 1]
        return super().get_context_data(**kwargs, meeting=self.meeting, begins=begins)

    def act(self, form: Any) -> HttpResponse:
        actions.move_meeting(meeting=self.meeting, now=localtime(), by=self.request.user, **form.cleaned_data)
        messages.success(self.request, gettext("Moved. Both agendas show it."))
        page = reverse("missions:timetable", args=[self.cluster.key, self.event.pk])
        return redirect(f"{page}?slot={form.cleaned_data['slot']}")


class TimetableFile(OfAnEvent):
    """The timetable as a file, which can come back as locked meetings."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = ((one.a.label, one.b.label, one.slot, one.table) for one in readers.held(self.meetings))
        return as_csv(f"timetable-{self.event.pk}", ("a", "b", "slot", "table"), rows)


class Agenda(OfAnEvent):
    """One guest's agenda, as the guest sees it."""

    template_name = "missions/agenda.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        guest = get_object_or_404(Guest, pk=self.kwargs["pk"], event=self.event)
        away = self.meetings.absences.filter(guest=guest).values_list("slot", flat=True)
        rows = readers.held_by(self.meetings, guest)
        return super().get_context_data(
            **kwargs, guest=guest, lines=readers.agenda_of(self.meetings, guest, rows, away), meetings=self.meetings
        )


class AgendasPaper(OfAnEvent):
    """Everybody's agenda as one PDF, each on a page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return pdf(papers.agendas(self.meetings, readers.agendas(self.meetings)), f"agendas-{self.event.pk}")


class SignsPaper(OfAnEvent):
    """A sign for each table as one PDF."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return pdf(papers.signs(self.meetings, readers.held(self.meetings)), f"signs-{self.event.pk}")
