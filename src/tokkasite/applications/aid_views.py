"""An organisation's size class, de minimis ledger, aid for a planned project, and projects of the past."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.views.generic import TemplateView

from tokka.tables.model import WrongTable
from tokkasite.applications import actions, aid_readers, readers
from tokkasite.applications.forms import AccountsForm, AidForm, FactsForm, GrantForm, PastForm, PlannedForm
from tokkasite.applications.models import AccountsYear, AidGrant, PastImport, PastProject, SizeFacts
from tokkasite.applications.permissions import can_read_aid, can_write_aid
from tokkasite.register.models import Organisation, Participation, in_words
from tokkasite.register.permissions import clusters_of, organisations_of
from tokkasite.register.views import ClusterView
from tokkasite.runs.readers import said


class OrganisationView(LoginRequiredMixin, TemplateView):
    """A page of one organisation's aid: for the team of a cluster of its, and for itself to read."""

    here = ""
    organisation: Organisation
    today: date
    form_class: type[forms.ModelForm] | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.today = localdate()
        rows = Organisation.objects.select_related("municipality", "size_facts")
        self.organisation = get_object_or_404(rows, pk=kwargs["pk"])
        self.reads_aid = can_read_aid(request.user, self.organisation, self.today)
        if not self.may_read():
            raise Http404
        self.can_write = can_write_aid(request.user, self.organisation, self.today)
        if not self.can_write and request.method == "POST":
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_read(self) -> bool:
        return self.reads_aid

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"organisation": self.organisation, "today": self.today, "can_write": self.can_write, "here": self.here}
        told["reads_aid"] = self.reads_aid
        return super().get_context_data(**told, **kwargs)

    def saved(self, form: forms.ModelForm, deed: Any, thing: str) -> HttpResponse:
        """Do the deed on what the form holds, or show the form again with what is wrong."""
        if form.is_valid():
            try:
                deed(**{thing: form.instance}, by=self.request.user, today=self.today)
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                messages.success(self.request, gettext("Saved."))
                return redirect(self.request.path)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SizePage(OrganisationView):
    """The size class with its partner and linked enterprises, opened down to the figures and shares it is told from."""

    template_name = "applications/size.html"
    here = "size"

    def facts(self) -> SizeFacts:
        return SizeFacts.objects.filter(organisation=self.organisation).first() or SizeFacts(
            organisation=self.organisation
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        size = aid_readers.size_of(self.organisation, self.today)
        return super().get_context_data(
            **{"form": FactsForm(instance=self.facts()), **kwargs},
            size=size,
            remarks=[in_words(one) for one in size.remarks],
            missing=[in_words(one) for one in size.now.missing],
            faults=[in_words(one) for one in size.faults],
            differs=in_words(size.differs) if size.differs else "",
            stays=[in_words(one) for one in size.status.remarks] if size.status else [],
            declared=SizeFacts.Declared(size.declared).label if size.declared else "",
            facts=self.facts(),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.saved(FactsForm(request.POST, instance=self.facts()), actions.keep_facts, "facts")


class AidPage(OrganisationView):
    """The de minimis ledger of the single undertaking: what is free on a day, and what leaves the window when."""

    template_name = "applications/aid.html"
    here = "aid"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = {"day": self.today.isoformat(), "regime": AidGrant.Regime.GENERAL} | self.request.GET.dict()
        ask = AidForm(asked, label_suffix="")
        day, regime, planned = ask.asked(self.today)
        ledger = aid_readers.ledger_of(self.organisation, day, regime, planned)
        form = kwargs.pop("form", None) or self.form(ledger.members)
        return super().get_context_data(
            **kwargs,
            ask=ask,
            day=day,
            planned=planned,
            regime=AidGrant.Regime(regime).label,
            ledger=ledger,
            remarks=[in_words(one) for one in ledger.remarks],
            faults=[in_words(one) for one in ledger.faults],
            form=form,
        )

    def form(self, members: Any, data: Any = None) -> GrantForm:
        return GrantForm(data, instance=AidGrant(organisation=self.organisation), members=list(members), prefix="grant")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        members = aid_readers.ledger_of(self.organisation, self.today, AidGrant.Regime.GENERAL).members
        return self.saved(self.form(members, request.POST), actions.keep_grant, "grant")


class RemoveGrant(OrganisationView):
    """Takes an entry out of the ledger of the single undertaking."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        members = aid_readers.ledger_of(self.organisation, self.today, AidGrant.Regime.GENERAL).members
        grant = get_object_or_404(AidGrant, pk=kwargs["number"], organisation__in=members)
        actions.remove_grant(grant=grant, by=request.user)
        messages.success(request, gettext("Removed."))
        return redirect("applications:aid", self.organisation.pk)


class PlannedPage(OrganisationView):
    """Which share of the costs aid may pay on a day, and whether the undertaking is in difficulty."""

    template_name = "applications/planned.html"
    here = "planned"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        size = aid_readers.size_of(self.organisation, self.today)
        initial = {"day": self.today, "municipality": self.organisation.municipality}
        ask = PlannedForm(self.request.GET or None, initial=initial)
        planned = None
        if ask.is_bound and ask.is_valid():
            told = ask.cleaned_data
            costs = None if told["costs"] is None else float(told["costs"])
            planned = aid_readers.planned_aid(
                told["article"], told["size"] or size.key, told["municipality"], told["day"], costs, size.now.missing
            )
        is_sme = None if not size.key else size.key != "large"
        difficulty, accounts = aid_readers.difficulty_of(self.organisation, self.today, is_sme)
        return super().get_context_data(
            **{"form": AccountsForm(instance=AccountsYear(organisation=self.organisation)), **kwargs},
            ask=ask,
            size=size,
            planned=planned,
            percent=planned.percent if planned else None,
            settles=[in_words(one) for one in planned.size_says] if planned else [],
            missing=[in_words(one) for one in planned.intensity.missing] if planned and planned.intensity else [],
            difficulty=difficulty,
            reasons=[in_words(one) for one in difficulty.reasons],
            unsettled=[in_words(one) for one in difficulty.missing],
            accounts=accounts,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        year = request.POST.get("year", "")
        kept = AccountsYear.objects.filter(organisation=self.organisation, year=year if year.isdecimal() and
                                           len(year) == 4 else 0).first()  # fmt: skip
        instance = kept or AccountsYear(organisation=self.organisation)
        return self.saved(AccountsForm(request.POST, instance=instance), actions.keep_facts, "facts")


class PastPage(OrganisationView):
    """What an organisation was funded for before, on whose word, and its applications with the cluster.

    Past projects are open data: whoever may open the organisation's page reads them.
    """

    template_name = "applications/past.html"
    here = "past"

    def may_read(self) -> bool:
        return organisations_of(self.request.user, self.today).filter(pk=self.organisation.pk).exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            projects=readers.own_past(self.organisation),
            counted=len(readers.past_projects_of(self.organisation)),
            applications=readers.applications_with(self.organisation, clusters_of(self.request.user, self.today)),
        )


class PastLists(ClusterView):
    """Where the team brings lists of funded projects, and decides whose the doubtful ones are."""

    template_name = "applications/past_lists.html"
    is_for_writers = True

    def mine(self) -> QuerySet[Organisation]:
        """Whose projects this team decides on: its participants, and organisations that take part nowhere."""
        parts = Participation.objects.filter(organisation=OuterRef("pk"))
        return Organisation.objects.filter(Exists(parts.filter(cluster=self.cluster)) | ~Exists(parts))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = PastProject.objects.exclude(verdict=PastProject.Verdict.REJECTED)
        return super().get_context_data(
            **{"form": PastForm(label_suffix=""), **kwargs},
            imports=[(one, [said_fault(fault) for fault in one.faults]) for one in PastImport.objects.all()[:10]],
            doubtful=readers.undecided_past(self.mine()),
            holders=kept.values("organisation", "organisation__name")
            .annotate(count=Count("pk", distinct=True))
            .order_by("organisation__name"),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PastForm(request.POST, request.FILES, label_suffix="")
        if form.is_valid():
            kind = form.cleaned_data["kind"]
            try:
                made, found = actions.import_past(kind=kind, files=form.lists(), now=now(), by=request.user)
            except ValidationError as wrong:
                form.add_error(None, wrong)
            except WrongTable as wrong:
                form.add_error(None, f"{in_words(wrong.says)} {in_words(wrong.remedy)}")
            else:
                says = gettext("%(count)s rows were read; %(found)s of them are of organisations of the register.")
                messages.success(request, says % {"count": made.counts["rows"], "found": len(found)})
                return self.render_to_response(self.get_context_data(made=made, found=found))
        return self.render_to_response(self.get_context_data(form=form), status=422)


def said_fault(fault: dict[str, Any]) -> tuple[int, str]:
    return fault["row"], said(fault["says"])


class DecidePast(PastLists):
    """Says of a row with a name that is only alike whether it is the organisation's own."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = request.POST.get("number", "")
        if not number.isdecimal() or len(number) > 12:
            raise Http404
        project = get_object_or_404(PastProject, pk=number, organisation__in=self.mine())
        actions.decide_past(projects=[project], is_own="own" in request.POST, by=request.user)
        messages.success(request, gettext("Saved."))
        return redirect("applications:past_lists", self.cluster.key)
