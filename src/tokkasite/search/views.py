"""One box for everything, and the list of organisations with its files."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import localdate
from django.views.generic import TemplateView, View

from tokkasite.accounts.readers import saved_filters
from tokkasite.journal.readers import describe
from tokkasite.register.models import ContactPerson, Organisation
from tokkasite.register.permissions import can_read_register, clusters_of, people_of
from tokkasite.search import readers
from tokkasite.search.forms import OrganisationFilter
from tokkasite.ui.exports import FORMATS
from tokkasite.ui.paging import CappedPaginator

ROWS_A_PAGE = 50


class Search(LoginRequiredMixin, TemplateView):
    """Everything that the reader may see, by its title."""

    template_name = "search/search.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not can_read_register(request.user, localdate()):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text, today, user = self.request.GET.get("q", ""), localdate(), self.request.user
        hits = []
        if text.strip():
            clusters = clusters_of(user, today).values_list("pk", flat=True)
            visible = readers.visible_to(clusters, people_of(user, today))
            hits = readers.find(text, visible, most=ROWS_A_PAGE)
        return super().get_context_data(text=text, found=found(hits), reads_register=True, **kwargs)


def found(hits: Iterable[readers.Hit]) -> list[dict[str, Any]]:
    """The hits in their order with the address of each, in one query for each kind among them."""
    hits = list(hits)
    lines = describe((hit.kind, hit.number) for hit in hits if hit.kind not in ("organisation", "person"))
    people = ContactPerson.objects.select_related("organisation").in_bulk(
        [hit.number for hit in hits if hit.kind == "person"]
    )
    bodies = Organisation.objects.in_bulk([hit.number for hit in hits if hit.kind == "organisation"])
    shown = []
    for hit in hits:
        if hit.kind == "organisation" and hit.number in bodies:
            body = bodies[hit.number]
            shown.append({"kind": hit.kind, "title": body.name, "url": body.get_absolute_url(), "body": body})
        elif hit.kind == "person" and hit.number in people:
            person = people[hit.number]
            url = person.organisation.get_absolute_url()
            shown.append({"kind": hit.kind, "title": f"{person}, {person.organisation}", "url": url})
        elif line := lines.get((hit.kind, hit.number)):
            shown.append({"kind": hit.kind, "title": line.title, "url": line.url, "on": line.on, "label": line.label})
    return shown


class OrganisationList(LoginRequiredMixin):
    """What the list and its files share: who may look, and what was asked for."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.today = localdate()
        if not can_read_register(request.user, self.today):
            raise Http404
        self.clusters = clusters_of(request.user, self.today)
        self.form = OrganisationFilter(request.GET or None, clusters=self.clusters)
        return super().dispatch(request, *args, **kwargs)

    def rows(self) -> QuerySet[Organisation]:
        asked = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        return readers.organisations(
            text=asked.get("q", ""),
            role=asked.get("role", ""),
            municipality=asked.get("municipality"),
            cluster=asked.get("cluster"),
            day=self.today,
        )


class Organisations(OrganisationList, TemplateView):
    """The organisations by name, fifty a page."""

    template_name = "search/organisations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = CappedPaginator(self.rows(), ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        query = self.request.GET.copy()
        query.pop("page", None)
        return super().get_context_data(
            form=self.form,
            page=page,
            rows=readers.shown(page.object_list, self.clusters),
            query=query.urlencode(),
            of_list="organisations",
            saved_filters=saved_filters(self.request.user, "organisations"),
            reads_register=True,  # asked above: the frame need not ask again
            **kwargs,
        )


class ExportOrganisations(OrganisationList, View):
    """The same list as a file, exactly as it is filtered."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        if kind not in FORMATS:
            raise Http404
        return FORMATS[kind]("organisations", readers.EXPORTED, readers.exported(self.rows()))
