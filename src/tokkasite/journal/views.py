"""The pages of the journal: what is kept, each record in full, and the quick entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import BooleanField, CharField, DateField, Field, ForeignKey, Model, QuerySet, URLField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django.views.generic.edit import FormMixin
from wagtail.models import ModelLogEntry

from tokka.excellence.records import KINDS
from tokka.tables.calendars import LARGEST_CALENDAR
from tokka.tables.model import WrongTable
from tokkasite.accounts.readers import saved_filters
from tokkasite.journal import actions, readers, staff
from tokkasite.journal.by_organisation import COUNTED, Together, headings, together
from tokkasite.journal.forms import (
    AttendanceForm,
    BulkForm,
    CalendarForm,
    FilterForm,
    MeetingForm,
    QuickContactForm,
    QuickEventForm,
    TogetherForm,
)
from tokkasite.journal.models import Event, WorkingGroup
from tokkasite.journal.permissions import can_read_group, can_write_group
from tokkasite.journal.privacy import about_person, audit_of
from tokkasite.register.models import Cluster, Organisation
from tokkasite.register.models import in_words as in_words_of
from tokkasite.register.permissions import (
    can_keep_register,
    can_read_audit,
    can_read_cluster,
    can_read_notes,
    clusters_written_by,
    people_of,
)
from tokkasite.register.views import ClusterView
from tokkasite.ui.exports import FORMATS
from tokkasite.ui.paging import CappedPaginator

RECORDS_A_PAGE = 50
ORGANISATIONS_A_PAGE = 100
LAST_SHOWN = 5
NOTHING_ASKED = {"text": "", "since": None, "until": None}

SECTIONS = (
    (_("Contacts and events"), ("contact", "event", "attendance")),
    (
        _("Working groups and bodies"),
        ("working_group", "working_group_member", "working_group_meeting", "body", "body_member", "decision"),
    ),
    (_("Projects and money"), ("project", "project_partner", "income", "cost", "budget")),
    (_("Team"), ("team_period", "qualification", "training")),
    (
        _("Strategy and plans"),
        ("document", "strategy_step", "review", "plan_action", "action_done", "goal", "goal_value"),
    ),
    (_("Communication and satisfaction"), ("communication", "media_mention", "success_story", "survey")),
    (
        _("Participants and standing"),
        ("participation", "commitment", "management", "recognition", "platform_profile", "label", "website"),
    ),
)
"""The kinds of record in the order in which the journal shows them: everyday work first."""


class Journal(ClusterView):
    """Every kind of record: how many there are, how fresh they are, and where to add one."""

    template_name = "journal/journal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = readers.kept_in(self.cluster)
        add = staff.add_urls(self.cluster) if self.can_write else {}
        sections = [(title, [(kept[kind], add.get(kind, "")) for kind in kinds]) for title, kinds in SECTIONS]
        return super().get_context_data(sections=sections)


class RecordList(ClusterView):
    """What a list of records and its files share: the kind, and what was asked for."""

    def filtered(self) -> QuerySet[Model]:
        """The records of the kind that the reader asked for, latest first. A filter that is wrong filters nothing."""
        self.kind = known(self.kwargs["kind"])
        self.form = FilterForm(self.request.GET)
        self.asked = self.form.cleaned_data if self.form.is_valid() else NOTHING_ASKED
        return readers.rows_holding(self.kind, self.cluster, **self.asked)


class Records(RecordList):
    """The records of one kind, latest first."""

    template_name = "journal/records.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = CappedPaginator(self.filtered(), RECORDS_A_PAGE).get_page(self.request.GET.get("page"))
        kind, query = self.kind, self.request.GET.copy()
        query.pop("page", None)
        return super().get_context_data(
            kind=KINDS[kind],
            label=readers.plural_of(kind),
            form=self.form,
            is_filtered=any(self.asked.values()),
            query=query.urlencode() if any(self.asked.values()) else "",
            of_list=f"journal/{self.cluster.key}/{kind}",
            saved_filters=saved_filters(self.request.user, f"journal/{self.cluster.key}/{kind}"),
            bulk=BulkForm(kind) if self.can_write and kind in actions.CHANGED_IN_BULK else None,
            can_put_back=self.can_write and put_back_key(self.cluster, kind) in self.request.session,
            page=page,
            lines=readers.lines(kind, page.object_list),
            add_url=staff.add_urls(self.cluster).get(kind, "") if self.can_write else "",
        )


class TogetherList(ClusterView):
    """What the page and the files of the list by organisation share: what was asked for, and its rows."""

    def asked_for(self) -> list[Together]:
        """A filter that is wrong filters nothing."""
        self.form = TogetherForm(self.request.GET)
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        is_today = asked.get("bodies") == TogetherForm.TODAY
        return together(
            self.cluster,
            since=asked.get("since"),
            until=asked.get("until"),
            bodies_of=self.today if is_today else None,
        )


class ByOrganisation(TogetherList):
    """What the cluster did with each organisation."""

    template_name = "journal/by_organisation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.asked_for(), ORGANISATIONS_A_PAGE).get_page(self.request.GET.get("page"))
        query = self.request.GET.copy()
        query.pop("page", None)
        return super().get_context_data(page=page, form=self.form, headings=headings(), query=query.urlencode())


class ExportByOrganisation(TogetherList):
    """The same list as a file, exactly as it is filtered."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["format"] not in FORMATS:
            raise Http404
        rows = (
            (
                row.organisation.name,
                *row.counts,
                "; ".join(one.name for one in row.includes),
                "; ".join(one.name for one in row.divided_among),
            )
            for row in self.asked_for()
        )
        columns = ("organisation", *COUNTED, "includes", "divided_among")
        return FORMATS[kwargs["format"]](f"{self.cluster.key}-by-organisation", columns, rows)


class ChangeRecords(ClusterView):
    """Gives the ticked records one value, and goes back to the list."""

    is_for_writers = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = kwargs["kind"]
        if kind not in actions.CHANGED_IN_BULK:
            raise Http404
        form = BulkForm(kind, request.POST)
        back = f"{reverse('journal:records', args=[self.cluster.key, kind])}?{request.POST.get('query', '')}"
        if not form.is_valid():
            wrong = [message for errors in form.errors.values() for message in errors]
            messages.error(request, gettext("Nothing was changed: %(reason)s") % {"reason": " ".join(wrong)})
            return HttpResponseRedirect(back)
        change = actions.change_in_bulk(cluster=self.cluster, kind=kind, by=request.user, **form.cleaned_data)
        count = len(change.data["before"])
        request.session[put_back_key(self.cluster, kind)] = change.pk
        says = ngettext("%(count)d record was changed.", "%(count)d records were changed.", count)
        messages.success(request, says % {"count": count})
        return HttpResponseRedirect(back)


class PutBack(ClusterView):
    """Takes back the reader's last change of many records of the kind."""

    is_for_writers = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = known(kwargs["kind"])
        last = request.session.pop(put_back_key(self.cluster, kind), None)
        changes = ModelLogEntry.objects.for_instance(self.cluster).filter(action="journal.change_in_bulk")
        change = get_object_or_404(changes, pk=last, user=request.user)
        try:
            count = actions.undo_bulk(cluster=self.cluster, change=change, by=request.user)
        except ValidationError as wrong:
            messages.error(request, wrong.messages[0])
        else:
            says = ngettext("%(count)d record was put back.", "%(count)d records were put back.", count)
            messages.success(request, says % {"count": count})
        return redirect("journal:records", self.cluster.key, kind)


def put_back_key(cluster: Cluster, kind: str) -> str:
    """Under which name the session keeps the reader's last change of many records."""
    return f"journal_change_{cluster.pk}_{kind}"


class ExportRecords(RecordList):
    """The same list as a file, exactly as it is filtered. Confidential notes go to the cluster's own team alone."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["format"] not in FORMATS:
            raise Http404
        rows = self.filtered()
        sees_notes = can_read_notes(request.user, self.cluster, self.today)
        columns = readers.exported_columns(self.kind, sees_notes=sees_notes)
        name = f"{self.cluster.key}-{self.kind}"
        return FORMATS[kwargs["format"]](name, tuple(columns), readers.exported(rows, columns))


class Record(ClusterView):
    """Every field of one record, and what belongs to it."""

    template_name = "journal/record.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, number = known(kwargs["kind"]), kwargs["number"]
        row = readers.row(kind, number, self.cluster)
        if row is None:
            raise Http404
        sees_notes = can_read_notes(self.request.user, self.cluster, self.today)
        return super().get_context_data(
            kind=KINDS[kind],
            line=readers.lines(kind, [row])[0],
            entries=list(entries(row, kind, self.cluster, sees_notes=sees_notes)),
            parts=readers.parts_of(kind, number),
            attendance_url=attendance_url(self.cluster, number) if self.can_write and kind == "event" else "",
            group_url=reverse("journal:group", args=[number]) if kind == "working_group" else "",
            edit_url=staff.edit_url(self.request.user, row) if self.can_write else "",
        )


def attendance_url(cluster: Cluster, number: int) -> str:
    """Where those who came to an event are brought as a list."""
    return reverse("journal:attendance", args=[cluster.key, number])


def known(kind: str) -> str:
    """The kind, where there is one of that name."""
    if kind not in KINDS:
        raise Http404
    return kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a record, as it is read: its name, its words, and where they lead."""

    label: str
    text: str
    url: str = ""


def entries(row: Model, kind: str, cluster: Cluster, *, sees_notes: bool) -> Iterator[Entry]:
    """The fields of the record that say something. A confidential note is for the cluster's own team."""
    for field in row._meta.fields:
        if field.primary_key or field.attname in ("cluster_id", *readers.NOT_EXPORTED):
            continue
        if field.name == "note" and getattr(row, "is_confidential", False) and not sees_notes:
            yield Entry(
                str(field.verbose_name), gettext("This note is confidential: the cluster's own team can read it.")
            )
            continue
        value = getattr(row, field.name)
        if value not in (None, ""):
            yield Entry(str(field.verbose_name), in_words(row, field, value), address(field, value, kind, cluster))


def in_words(row: Model, field: Field, value: object) -> str:
    """The value as the reader's language writes it."""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(field, BooleanField):
        return gettext("Yes") if value else gettext("No")
    if isinstance(field, DateField):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(field, CharField | ForeignKey) or isinstance(value, str):
        return str(value)
    return number_format(value)


def address(field: Field, value: object, kind: str, cluster: Cluster) -> str:
    """Where the value leads: an organisation's page, the record to which this one belongs, or a page elsewhere."""
    if isinstance(field, URLField):
        return str(value)
    if field.name == "organisation":
        return reverse("register:organisation", args=[value.pk])
    parent = KINDS[kind].group
    if isinstance(field, ForeignKey) and parent in KINDS and isinstance(value, readers.RECORD_MODELS[parent]):
        return readers.record_url(cluster.key, parent, value.pk)
    return ""


class Quick(ClusterView, FormMixin):
    """One screen for the commonest record. After saving it is ready for the next one."""

    template_name = "journal/quick.html"
    is_for_writers = True
    forms_by_kind = {"contact": QuickContactForm, "event": QuickEventForm}

    @property
    def kind(self) -> str:
        """Which of the two records is entered."""
        asked = self.request.GET.get("record", "")
        return asked if asked in self.forms_by_kind else "contact"

    def get_form_class(self) -> type[forms.Form]:
        return self.forms_by_kind[self.kind]

    @cached_property
    def choices(self) -> list[readers.Choice]:
        """The organisations that one may name, read once."""
        return readers.choices_for(self.cluster, self.today)

    def get_form_kwargs(self) -> dict[str, Any]:
        told = {"cluster": self.cluster, "today": self.today, "choices": self.choices}
        return super().get_form_kwargs() | told

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        named = [choice.name for choice in self.choices if str(choice.pk) == asked.get("organisation", "")]
        first = {
            "on": asked.get("on") or self.today,
            "organisation": "".join(named),
            "channel": "meeting",
            "kind": "event",
        }
        return first | self.request.session.get(self.remembered, {})

    @property
    def remembered(self) -> str:
        """Under which name the session keeps what was chosen last."""
        return f"journal_quick_{self.cluster.pk}_{self.kind}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            record = DEEDS[self.kind](cluster=self.cluster, by=self.request.user, today=self.today, **form.deed())
        except ValidationError as wrong:
            form.add_error(None, wrong)
            return self.form_invalid(form)
        self.request.session[self.remembered] = form.remembered()
        messages.success(self.request, saved(self.kind, record))
        # Whoever enters last week's work stays in last week.
        stay = {"on": record.on.isoformat()} if record.on != self.today else {}
        return HttpResponseRedirect(f"{self.request.path}?{urlencode({'record': self.kind} | stay)}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(kind=KINDS[self.kind], **kwargs)
        last = readers.rows_for_lines(self.kind).filter(cluster=self.cluster).order_by("-pk")[:LAST_SHOWN]
        return told | {
            "participants": [choice for choice in self.choices if choice.is_participant],
            "people": readers.people_of(self.cluster, self.today) if self.kind == "contact" else (),
            "last": readers.lines(self.kind, last),
        }


DEEDS = {"contact": actions.record_contact, "event": actions.record_event}


def saved(kind: str, record: Any) -> str:
    """What was saved, so that a wrong guess is seen at once."""
    on = date_format(record.on, "SHORT_DATE_FORMAT")
    if kind == "contact":
        return gettext("Saved: contact with %(name)s on %(day)s.") % {"name": record.organisation, "day": on}
    return gettext("Saved: event “%(title)s” on %(day)s.") % {"title": record.title, "day": on}


class BringCalendar(ClusterView, FormMixin):
    """A calendar file into the journal: what would become of each entry, then, on the other button, that it does."""

    template_name = "journal/calendar.html"
    is_for_writers = True
    form_class = CalendarForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        upload = form.cleaned_data["file"]
        try:
            report = actions.bring_calendar(
                cluster=self.cluster,
                content=upload.read(LARGEST_CALENDAR + 1),
                file_name=upload.name,
                by=request.user,
                today=self.today,
                dry_run="keep" not in request.POST,
                **form.deed(),
            )
        except WrongTable as wrong:
            form.add_error("file", f"{in_words_of(wrong.says)} {in_words_of(wrong.remedy)}")
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, report=report))


class AttendanceList(ClusterView, FormMixin):
    """Who came to an event, as a list: each line is matched or reported, and then kept on the other button."""

    template_name = "journal/attendance.html"
    is_for_writers = True
    form_class = AttendanceForm

    @cached_property
    def event(self) -> Event:
        return get_object_or_404(Event, pk=self.kwargs["number"], cluster=self.cluster)

    def get_form_kwargs(self) -> dict[str, Any]:
        told = {"choices": readers.choices_for(self.cluster, self.today), "event": self.event}
        return super().get_form_kwargs() | told | {"people": readers.people_of(self.cluster, self.event.on)}

    def get_initial(self) -> dict[str, Any]:
        """Those who signed up, as long as nobody is on the list yet: the team strikes out who did not come."""
        if self.event.attendances.exists():
            return {}
        signed_up = self.event.registrations.filter(cancelled_on=None, waits=False).select_related("organisation")
        return {"text": "\n".join(f"{one.organisation}; {one.persons}" for one in signed_up)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(event=self.event, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if self.event.on > self.today:
            form.add_error(None, gettext("This event is still to come. Record who came when it was held."))
        if not form.is_valid():
            return self.form_invalid(form)
        listed = dict(self.event.attendances.values_list("organisation", "persons"))
        attendance = form.attendance()
        lines = form.cleaned_data["lines"]
        if "keep" in request.POST:
            bodies = Organisation.objects.in_bulk(attendance)
            came = {bodies[pk]: persons for pk, persons in attendance.items()}
            added = actions.add_attendance(event=self.event, attendance=came, by=request.user)
            says = ngettext("%(count)d organisation was added.", "%(count)d organisations were added.", len(added))
            messages.success(request, says % {"count": len(added)})
        told = [
            (line, listed.get(line.organisation.pk) if line.organisation else None, line.organisation is not None)
            for line in lines
        ]
        return self.render_to_response(
            self.get_context_data(form=form, lines=told, matched=sum(1 for *_rest, is_matched in told if is_matched))
        )


class Group(LoginRequiredMixin, FormMixin, TemplateView):
    """A working group and its meetings: its lead records them here without seeing the rest of the cluster."""

    template_name = "journal/group.html"
    form_class = MeetingForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.today = localdate()
        found = WorkingGroup.objects.select_related("cluster").filter(pk=kwargs["pk"]).first()
        if found is None or not can_read_group(request.user, found, self.today):
            raise Http404
        self.group = found
        self.can_write = can_write_group(request.user, found, self.today)
        if request.method == "POST" and not self.can_write:
            return self.handle_no_permission()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.today}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        told = form.cleaned_data
        try:
            meeting = actions.record_meeting(group=self.group, by=self.request.user, today=self.today, **told)
        except ValidationError as wrong:
            form.add_error(None, wrong)
            return self.form_invalid(form)
        day = date_format(meeting.on, "SHORT_DATE_FORMAT")
        messages.success(self.request, gettext("Saved: the meeting on %(day)s.") % {"day": day})
        return HttpResponseRedirect(self.request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.group.meetings.all(), RECORDS_A_PAGE).get_page(self.request.GET.get("page"))
        reads = can_read_cluster(self.request.user, self.group.cluster, self.today)
        told = {"group": self.group, "page": page, "can_write": self.can_write, "can_read_cluster": reads}
        return super().get_context_data(**told, **kwargs)


class Audit(ClusterView):
    """What was done in the cluster, when, and by whom: a person, or a command of the terminal."""

    template_name = "journal/audit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not can_read_audit(self.request.user, self.cluster, self.today):
            raise Http404
        page = CappedPaginator(audit_of(self.cluster), RECORDS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page)


class Person(LoginRequiredMixin, TemplateView):
    """What is kept about a contact person: taken along as one file, or erased, when that person asks."""

    template_name = "journal/person.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.today = localdate()
        found = people_of(request.user, self.today).filter(pk=kwargs["pk"]).select_related("organisation").first()
        if found is None or not can_keep_register(request.user, self.today):
            raise Http404
        self.person = found
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "export" in request.POST:
            told = actions.export_person(person=self.person, by=request.user, today=self.today)
            name = f"person-{self.person.pk}.json"
            shape = {"ensure_ascii": False, "indent": 2}
            headers = {"Content-Disposition": f'attachment; filename="{name}"'}
            return JsonResponse(told, json_dumps_params=shape, headers=headers)
        if "erase" in request.POST and request.POST.get("sure"):
            body = self.person.organisation
            actions.erase_person(person=self.person, by=request.user)
            messages.success(
                request, gettext("The person is erased. The organisation, days and numbers of contacts stay.")
            )
            return HttpResponseRedirect(body.get_absolute_url())
        messages.error(request, gettext("Nothing was erased. Tick the box to say that you are sure."))
        return HttpResponseRedirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = about_person(self.person, self.request.user, self.today)
        written = clusters_written_by(self.request.user, self.today)
        invite_to = written.filter(participations__organisation=self.person.organisation_id).distinct()
        return super().get_context_data(person=self.person, told=told, invite_to=invite_to, **kwargs)
