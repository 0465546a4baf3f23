"""What companies tell of their years: the team enters it, and sees what is there. Means of it go into the pool."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext

from tokkasite.journal import actions
from tokkasite.journal.models import CompanyYear
from tokkasite.journal.permissions import company_years_of
from tokkasite.journal.views import RECORDS_A_PAGE
from tokkasite.register.models import Cluster, Organisation
from tokkasite.register.permissions import can_read_notes
from tokkasite.register.views import ClusterView


class CompanyYearForm(forms.ModelForm):
    """One year of one company. Told again, the new figures stand."""

    class Meta:
        model = CompanyYear
        fields = ("organisation", "year", *CompanyYear.FIGURES, "source", "visibility")

    def __init__(self, *args: Any, cluster: Cluster, today: date, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", initial={"year": today.year - 1}, **kwargs)
        self.instance.cluster, self.instance.told_on = cluster, today
        took_part = Organisation.objects.filter(participations__cluster=cluster, role="company")
        self.fields["organisation"].queryset = took_part.distinct().order_by("name")
        self.fields["year"].widget.attrs["max"] = today.year
        self.fields["year"].max_value = today.year

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > self.instance.told_on.year:
            raise forms.ValidationError(gettext("This year has not begun. Tell what has happened."))
        return year

    def validate_unique(self) -> None:
        """A year that was told before is told anew."""


class CompanyYears(ClusterView):
    """The years of the companies, latest first, and the form for one more."""

    template_name = "journal/company_years.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = company_years_of(self.request.user, self.cluster, self.today)
        page = Paginator(rows.order_by("-year", "organisation__name", "pk"), RECORDS_A_PAGE)
        # Who may write without reading the figures, such as the operator, could only overwrite them unseen.
        writes = self.can_write and can_read_notes(self.request.user, self.cluster, self.today)
        kwargs.setdefault("form", CompanyYearForm(cluster=self.cluster, today=self.today) if writes else None)
        return super().get_context_data(page=page.get_page(self.request.GET.get("page")), writes=writes, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_read_notes(request.user, self.cluster, self.today):
            return self.handle_no_permission()
        if "forget" in request.POST:
            number = request.POST["forget"]
            told = CompanyYear.objects.filter(cluster=self.cluster)
            row = get_object_or_404(told, pk=number if number.isdigit() else 0)
            actions.forget_company_year(row=row, by=request.user)
            messages.success(request, gettext("Removed: %(row)s.") % {"row": row})
            return redirect("journal:company_years", self.cluster.key)
        form = CompanyYearForm(request.POST, cluster=self.cluster, today=self.today)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        row = actions.tell_company_year(cluster=self.cluster, by=request.user, today=self.today, **form.cleaned_data)
        messages.success(request, gettext("Saved: %(row)s.") % {"row": row})
        return redirect("journal:company_years", self.cluster.key)
