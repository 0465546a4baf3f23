"""Resource efficiency over the years on screen and as a report: of the network, of one company, and of one's own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.generic import TemplateView, View

from tokkasite.register.models import Cluster, Organisation
from tokkasite.register.views import ClusterView
from tokkasite.symbiosis import efficiency, figures, readers, report
from tokkasite.symbiosis.views import OfMember

LANGUAGES = {"fi": "suomeksi", "en": "in English"}
"""In which a report is made, each in its own words."""


class Results(ClusterView):
    """What the network planned and what came of it, by year, with the flows of one year."""

    template_name = "symbiosis/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = efficiency.years_of(self.cluster, self.today)
        chosen = chosen_year(years, self.request.GET.get("year", ""))
        pictures = [figures.planned_and_realised(years)] if years else []
        if chosen and chosen.realised_t:
            pictures += [figures.year_flows(chosen, by) for by in ("material", "site")]
        return super().get_context_data(
            **kwargs,
            report_languages=LANGUAGES.items(),
            years=years,
            chosen=chosen,
            pictures=pictures,
            companies=efficiency.companies_in(years),
        )


def chosen_year(years: list[efficiency.Year], asked: str) -> efficiency.Year | None:
    """The year that was asked for, else the latest one in which something moved, else the latest."""
    named = next((one for one in years if str(one.year) == asked), None)
    return named or next((one for one in years if one.realised_t), years[0] if years else None)


class OfCompany(ClusterView):
    """What the pages of one company of the network share."""

    def organisation(self) -> Organisation:
        """A side of an exchange of this cluster."""
        rows = Organisation.objects.filter(pk__in=readers.sides_of(self.cluster))
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class Company(OfCompany):
    """What one company gave and took."""

    template_name = "symbiosis/company_results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation = self.organisation()
        years = efficiency.years_of(self.cluster, self.today, organisation)
        return super().get_context_data(
            **kwargs,
            report_languages=LANGUAGES.items(),
            organisation=organisation,
            years=[(one, one.given(organisation)) for one in years],
            picture=figures.planned_and_realised(years) if years else None,
        )


class Report(ClusterView):
    """The report of a year of the whole network."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        years = efficiency.years_of(self.cluster, self.today)
        return sent(report.of_network(self.cluster, years, self.kwargs["year"], self.today, language_of(request)))


class CompanyReport(OfCompany):
    """The report of a year of one company, as the centre reads it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        organisation = self.organisation()
        years = efficiency.years_of(self.cluster, self.today, organisation)
        wanted = (self.kwargs["year"], self.today, language_of(request))
        return sent(report.of_company(self.cluster, organisation, years, *wanted, is_own=False))


class OwnResults(OfMember, TemplateView):
    """What a member's own organisation gave and took, with its yearly reports."""

    template_name = "symbiosis/own_results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own, today, found = self.organisations(), localdate(), []
        if not own:
            raise Http404
        for organisation in own:
            for cluster in readers.clusters_with(organisation):
                years = efficiency.years_of(cluster, today, organisation)
                if years:
                    told = [(one, one.given(organisation)) for one in years]
                    found.append(
                        (
                            organisation,
                            cluster,
                            told,
                            figures.planned_and_realised(years, f"{cluster.key}-{organisation.pk}"),
                        )
                    )
        return super().get_context_data(**kwargs, results=found, report_languages=LANGUAGES.items())


class OwnReport(OfMember, View):
    """The report of a year of the member's own organisation: no money of the other side, and no name before talks."""

    def get(self, request: HttpRequest, key: str, pk: int, year: int) -> HttpResponse:
        organisation = next((one for one in self.organisations() if one.pk == pk), None)
        if organisation is None:
            raise Http404
        today = localdate()
        cluster = get_object_or_404(Cluster.objects.filter(pk__in=readers.clusters_with(organisation)), key=key)
        years = efficiency.years_of(cluster, today, organisation)
        return sent(report.of_company(cluster, organisation, years, year, today, language_of(request), is_own=True))


def language_of(request: HttpRequest) -> str:
    """The language that was asked for, else that of the page, else English."""
    asked = request.GET.get("language") or get_language() or ""
    return asked if asked in LANGUAGES else "en"


def sent(made: report.Made | None) -> HttpResponse:
    """A report as a file. Where nothing was planned or moved in the year there is none."""
    if made is None:
        raise Http404
    response = HttpResponse(made.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response
