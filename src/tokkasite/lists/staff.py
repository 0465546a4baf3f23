"""The screens on which a list is brought in: what it is, how it was read, what becomes of it, and its undoing."""

from time import perf_counter
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from tokka.tables.lists import Listing, preview
from tokka.tables.model import WrongTable
from tokka.words import Remark
from tokkasite.lists import actions
from tokkasite.lists.forms import ListForm
from tokkasite.lists.imports import LEAVE_OUT, TABLES
from tokkasite.lists.models import Import, ImportedRow
from tokkasite.lists.permissions import can_import, imports_of, tables_for
from tokkasite.lists.readers import PERSONS_EXPORTED, exported_persons
from tokkasite.register.models import Cluster, in_words
from tokkasite.register.permissions import can_read_notes, clusters_written_by
from tokkasite.ui.exports import FORMATS

IMPORTS_SHOWN, ROWS_PREVIEWED = 20, 8
ROWS_COMPARED: Final = 10_000
"""The rows of a list that are compared with the register while somebody waits. The terminal compares any number."""
SECONDS_AT_ONCE: Final = 20
"""How long one click works. A longer list shows how far it has come, and the next click goes on."""


class ListScreen(WagtailAdminTemplateMixin):
    """What the screens share: the day, and that nobody is let in who may bring in nothing."""

    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.today = localdate()
        if not tables_for(request.user, self.today):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class Lists(ListScreen, FormView):
    """Take a list, and tell of those that came before."""

    template_name = "lists/index.html"
    page_title = _("Bring in a list")
    form_class = ListForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "day": self.today}

    def get_initial(self) -> dict[str, Any]:
        own = clusters_written_by(self.request.user, self.today)
        cluster = own.filter(key=self.request.GET.get("cluster", "")).first()
        return {"table": self.request.GET.get("table", ""), "cluster": cluster}

    def form_valid(self, form: ListForm) -> HttpResponse:
        upload, user = form.cleaned_data["file"], self.request.user
        try:
            batch = actions.keep_list(
                table=form.cleaned_data["table"],
                cluster=form.cleaned_data["cluster"],
                content=upload.read(),
                file_name=upload.name,
                day=self.today,
                by=user,
            )
        except WrongTable as fault:
            form.add_error("file", fault_in_words(fault))
            return self.form_invalid(form)
        return redirect("lists:one", batch.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = imports_of(self.request.user, self.today).defer("content", "mapping", "decisions")
        earlier = [(batch, TABLES[batch.table].label) for batch in rows.select_related("by", "cluster")[:IMPORTS_SHOWN]]
        may_take_persons = "persons" in tables_for(self.request.user, self.today)
        own = clusters_written_by(self.request.user, self.today) if may_take_persons else ()
        return super().get_context_data(earlier=earlier, own=own, **kwargs)


class OneList(ListScreen, TemplateView):
    """One list: how it was read, what would become of its rows, what is to be decided, and afterwards what became."""

    template_name = "lists/one.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        seen = imports_of(request.user, localdate()).select_related("cluster")
        self.batch = get_object_or_404(seen, pk=kwargs["pk"])
        self.page_title = self.batch.file_name
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home, here = super().get_breadcrumbs_items()
        return [home, {"url": reverse("lists:index"), "label": Lists.page_title}, here]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "undo" in request.POST and self.batch.state == Import.State.DONE:
            stays = actions.undo_import(batch=self.batch, by=request.user)
            messages.success(request, undone_message(stays))
        elif "discard" in request.POST and self.batch.state == Import.State.WAITING:
            actions.discard_import(batch=self.batch, by=request.user)
            return redirect("lists:index")
        elif self.batch.is_open:
            try:
                self.go_on(request)
            except WrongTable as fault:
                messages.error(request, fault_in_words(fault))
        return redirect("lists:one", self.batch.pk)

    def go_on(self, request: HttpRequest) -> None:
        """Keep what was decided; with the button for it, import as far as a few seconds reach."""
        if self.batch.state == Import.State.WAITING:
            mapping, decisions = given_mapping(request.POST, self.batch.table), given_decisions(request.POST)
            actions.decide_import(batch=self.batch, mapping=mapping, decisions=decisions)
        if "import" in request.POST:
            began = perf_counter()
            for _rows_done in actions.run_import(batch=self.batch, sheet=actions.sheet_of(self.batch), by=request.user):
                if perf_counter() - began > SECONDS_AT_ONCE:
                    break

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = TABLES[self.batch.table]
        told: dict[str, Any] = {"batch": self.batch, "table": table}
        if self.batch.state == Import.State.WAITING:
            sheet = actions.sheet_of(self.batch, may_miss=True)
            told |= {"sheet": sheet, "missing": missing_in_words(sheet), "preview": self.preview_of(sheet)}
            if not sheet.missing:
                is_short = len(sheet.rows) <= ROWS_COMPARED
                told["report"] = actions.try_list(actions.told_of(self.batch, sheet, looks_for_likeness=is_short))
                told["is_long"] = not is_short
        else:
            told["report"] = actions.report_of(self.batch)
        return super().get_context_data(**told, **kwargs)

    def preview_of(self, sheet: Listing) -> tuple[tuple[str, ...], ...]:
        """The first rows under the names of their columns. A note is for the cluster's own team alone."""
        keys, *rows = preview(sheet, ROWS_PREVIEWED)
        labels = {column.key: gettext(column.label) for column in TABLES[self.batch.table].columns}
        cluster: Cluster | None = self.batch.cluster
        is_hidden = "note" in keys and not (cluster and can_read_notes(self.request.user, cluster, self.today))
        shown = [place for place, key in enumerate(keys) if key != "note" or not is_hidden]
        lines = (tuple(labels[key] for key in keys), *rows)
        return tuple(tuple(line[place] for place in shown) for line in lines)


class ExportPersons(View):
    """The contact people of a cluster's participants as a list that can come back: for those who may bring it in."""

    def get(self, request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
        today = localdate()
        cluster = Cluster.objects.filter(key=key).first()
        if kind not in FORMATS or cluster is None:
            raise Http404
        if not can_import(request.user, "persons", cluster, today):
            raise PermissionDenied
        return FORMATS[kind](f"{key}-persons", PERSONS_EXPORTED, exported_persons(cluster))


def fault_in_words(fault: WrongTable) -> str:
    """Why a file was refused, and what to do."""
    return f"{in_words(fault.says)} {in_words(fault.remedy)}"


def missing_in_words(sheet: Listing) -> str:
    """Which columns no heading means, and that they are chosen below."""
    if not sheet.missing:
        return ""
    names = ", ".join(in_words(Remark(column.label)) for column in sheet.missing)
    says = ngettext(
        "No heading of the file says where this is: %(names)s. Choose it in the table below, and look again.",
        "No headings of the file say where these are: %(names)s. Choose them in the table below, and look again.",
        len(sheet.missing),
    )
    return says % {"names": names}


def given_mapping(posted: QueryDict, table: str) -> dict[str, str]:
    """What was said of the headings: the name of each stands beside its choice."""
    known = {column.key for column in TABLES[table].columns} | {""}
    both = zip(posted.getlist("heading"), posted.getlist("column"), strict=False)
    return {heading: column for heading, column in both if column in known}


def given_decisions(posted: QueryDict) -> dict[str, str]:
    """What was said of single rows: an organisation by its number, or to leave the row out; no word leaves it be."""
    told = {name.removeprefix("row-"): value for name, value in posted.items() if name.startswith("row-")}
    return {row: value for row, value in told.items() if row.isdecimal() and (value.isdecimal() or value == LEAVE_OUT)}


def undone_message(stays: list[ImportedRow]) -> str:
    """What an undoing did, and what it left."""
    if not stays:
        return gettext("Everything that this list brought in was taken back.")
    named = ", ".join(row.name for row in stays[:5])
    says = ngettext(
        "Taken back, but for what %(count)d row brought in and is in use by now: %(names)s",
        "Taken back, but for what %(count)d rows brought in and is in use by now: %(names)s",
        len(stays),
    )
    return says % {"count": len(stays), "names": named}


class ListsViewSet(ViewSet):
    """The lists in the admin's menu."""

    name = "lists"
    icon = "upload"
    menu_label = _("Bring in a list")
    menu_order = 205
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", Lists.as_view(), name="index"),
            path("<int:pk>/", OneList.as_view(), name="one"),
            path("persons/<slug:key>.<slug:kind>", ExportPersons.as_view(), name="persons"),
        ]
