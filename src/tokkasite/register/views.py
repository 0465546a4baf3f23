"""One organisation as the teams of its clusters see it."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localdate
from django.views.generic import DetailView

from tokkasite.register.models import Organisation, Participation
from tokkasite.register.permissions import clusters_of
from tokkasite.register.readers import size_class_of


class OrganisationPage(LoginRequiredMixin, DetailView):
    """The public facts for everyone who signs in; people to call for those who share a cluster with it."""

    template_name = "register/organisation.html"

    def get_queryset(self) -> QuerySet[Organisation]:
        self.readable = clusters_of(self.request.user, localdate())
        held = Participation.objects.filter(cluster__in=self.readable).select_related("cluster").order_by("-from_on")
        return Organisation.objects.select_related("municipality").prefetch_related(
            "identifiers",
            "activity_codes",
            "size_figures",
            "contact_people",
            "other_names",
            "preceded_by__predecessor",
            "successions__successor",
            "ownerships__owner",
            Prefetch("participations", held.prefetch_related("commitments"), "participations_read"),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = self.object.size_figures.all()
        return super().get_context_data(
            size=size_class_of(figures[0]) if figures else None,
            can_call=bool(self.object.participations_read) or self.request.user.is_superuser,
            **kwargs,
        )
