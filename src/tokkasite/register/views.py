"""One organisation as the teams of its clusters see it, and what the pages of one cluster share."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.generic import DetailView, TemplateView, View

from tokkasite.register.companies import decide, open_changes
from tokkasite.register.models import Cluster, Organisation, Participation, SizeFigure
from tokkasite.register.permissions import (
    can_decide_changes,
    can_keep_register,
    can_read_audit,
    can_read_cluster,
    can_write_cluster,
    clusters_of,
    clusters_written_by,
    organisations_of,
    own_organisations,
)
from tokkasite.register.readers import activities_of, size_class_of


class ClusterView(LoginRequiredMixin, TemplateView):
    """A page of one cluster: who may not read the cluster finds nothing there, and who may not write writes nothing."""

    cluster: Cluster
    today: date
    is_for_writers = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.today = localdate()
        found = Cluster.objects.filter(key=kwargs["key"]).first()
        if found is None or not can_read_cluster(request.user, found, self.today):
            raise Http404
        self.cluster = found
        self.can_write = can_write_cluster(request.user, found, self.today)
        if not self.can_write and (self.is_for_writers or request.method == "POST"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            cluster=self.cluster,
            today=self.today,
            can_write=self.can_write,
            can_audit=can_read_audit(self.request.user, self.cluster, self.today),
            **kwargs,
        )


class OrganisationPage(LoginRequiredMixin, DetailView):
    """The public facts for whoever reads a cluster; people to call for those who share a cluster with it.

    A member opens the own organisation, with its people and its participation; any other one is not there.
    """

    template_name = "register/organisation.html"

    def get_queryset(self) -> QuerySet[Organisation]:
        user, today = self.request.user, localdate()
        self.is_own = own_organisations(user, today).filter(pk=self.kwargs["pk"]).exists()
        self.readable = clusters_of(user, today)
        held = Participation.objects.select_related("cluster").order_by("-from_on")
        if not self.is_own:
            held = held.filter(cluster__in=self.readable)
        return (
            organisations_of(user, today)
            .select_related("municipality")
            .prefetch_related(
                "identifiers",
                "activity_codes",
                "size_figures",
                "contact_people",
                "other_names",
                "former_facts",
                "preceded_by__predecessor",
                "successions__successor",
                "ownerships__owner",
                Prefetch("participations", held.prefetch_related("commitments"), "participations_read"),
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = list(self.object.size_figures.all())
        today = localdate()
        latest = {figure.origin: figure for figure in reversed(figures)}
        changes = list(open_changes(self.object))
        written = set(clusters_written_by(self.request.user, today).values_list("pk", flat=True))
        return super().get_context_data(
            sizes=[(latest[origin], size_class_of(latest[origin])) for origin in SizeFigure.Origin if origin in latest],
            alerts=self.object.register_alerts.filter(until_on=None),
            activities=activities_of(self.object),
            facts=self.object.register_facts.filter(until_on=None),
            changes=changes,
            can_decide=bool(changes) and can_decide_changes(self.request.user, self.object, today),
            shows_aid=self.is_own or any(one.cluster_id in written for one in self.object.participations_read),
            can_call=self.is_own or bool(self.object.participations_read) or self.request.user.is_superuser,
            keeps_people=can_keep_register(self.request.user, today),
            readable={cluster.pk for cluster in self.readable},
            written=written,
            **kwargs,
        )


class DecideChange(LoginRequiredMixin, View):
    """Accepts or rejects what the company register says otherwise."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int, change: int) -> HttpResponse:
        organisation, today = get_object_or_404(Organisation, pk=pk), localdate()
        if not can_decide_changes(request.user, organisation, today):
            raise PermissionDenied
        proposed = get_object_or_404(organisation.proposed_changes, pk=change)
        try:
            decide(change=proposed, accept="accept" in request.POST, by=request.user, today=today)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        else:
            accepted = (
                gettext("Accepted: %(change)s.") if "accept" in request.POST else gettext("Rejected: %(change)s.")
            )
            messages.success(request, accepted % {"change": proposed})
        return redirect(organisation)
