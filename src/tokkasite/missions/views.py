"""Missions as the cluster's team keeps them: the call, who comes, who pays what, and what came of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.views.generic.edit import FormMixin

from tokkasite.missions import actions, papers, readers
from tokkasite.missions import forms as own_forms
from tokkasite.missions.models import CostLine, Initiative, Mission, Outcome, Paper, Traveller
from tokkasite.register.models import in_words
from tokkasite.register.views import ClusterView
from tokkasite.runs.readers import said
from tokkasite.ui.exports import as_csv
from tokkasite.ui.files import Condition


def tell(form: forms.BaseForm, wrong: ValidationError) -> None:
    """Put what a deed refused at its fields, as far as the form has them."""
    if not hasattr(wrong, "error_dict"):
        form.add_error(None, wrong)
        return
    for field, errors in wrong.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


class FormPage(ClusterView, FormMixin):
    """A page of a cluster with a form: the deed is done, or says at the field why not."""

    is_for_writers = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if form.is_valid():
            try:
                return self.act(form)
            except ValidationError as wrong:
                tell(form, wrong)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"label_suffix": ""}

    def act(self, form: Any) -> HttpResponse:
        """Do what the form asks for, say so, and go on."""
        raise NotImplementedError


class Missions(ClusterView):
    """The missions of a cluster and the initiatives that it is in."""

    template_name = "missions/missions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            missions=readers.missions_of(self.cluster),
            initiatives=Initiative.objects.filter(clusters=self.cluster).prefetch_related("clusters"),
        )


class InitiativeForms(FormPage):
    """Writes an initiative."""

    template_name = "missions/form.html"
    form_class = own_forms.InitiativeForm

    def get_initial(self) -> dict[str, Any]:
        return {"clusters": [self.cluster.pk], "from_on": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            heading=gettext("Write an initiative"),
            lead=gettext("Under an initiative several clusters call missions. Its scheme judges the exchanges."),
        )

    def act(self, form: Any) -> HttpResponse:
        initiative = form.save(commit=False)
        clusters = form.cleaned_data["clusters"]
        actions.keep_initiative(initiative=initiative, clusters=clusters, cluster=self.cluster, by=self.request.user)
        messages.success(self.request, gettext("Saved: %(what)s.") % {"what": initiative})
        return redirect("missions:missions", self.cluster.key)


class MissionForms(FormPage):
    """Calls a mission, or changes it."""

    template_name = "missions/form.html"
    form_class = own_forms.MissionForm

    @cached_property
    def mission(self) -> Mission:
        if "pk" not in self.kwargs:
            return Mission(cluster=self.cluster)
        return get_object_or_404(Mission, pk=self.kwargs["pk"], cluster=self.cluster)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.mission, "cluster": self.cluster}

    def get_initial(self) -> dict[str, Any]:
        return {} if self.mission.pk else {"clusters": [self.cluster.pk]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            heading=gettext("Change the mission") if self.mission.pk else gettext("Call a mission"),
            lead=gettext(
                "Members of the named clusters read the call in their own pages, and ask there to come along."
            ),
            mission=self.mission if self.mission.pk else None,
        )

    def act(self, form: Any) -> HttpResponse:
        kept = actions.keep_mission(
            mission=form.save(commit=False), clusters=form.cleaned_data["clusters"], by=self.request.user
        )
        messages.success(self.request, gettext("Saved: %(what)s.") % {"what": kept})
        return redirect(kept)


class OfAMission(ClusterView):
    """What the pages of one mission share."""

    @cached_property
    def mission(self) -> Mission:
        rows = Mission.objects.filter(cluster=self.cluster).select_related("initiative", "cluster", "event")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(mission=self.mission, **kwargs)


FORMS = {
    "cost": own_forms.CostForm,
    "paper": own_forms.PaperForm,
    "report": own_forms.ReportForm,
    "outcome": own_forms.OutcomeForm,
}


class MissionPage(OfAMission):
    """One mission from the call to what came of it. Each part has its own form; the one that was sent comes back."""

    template_name = "missions/mission.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.asked = request.POST.get("deed", "")
        return super().dispatch(request, *args, **kwargs)

    def form(self, deed: str) -> forms.BaseForm:
        data = self.request.POST if self.asked == deed else None
        given: dict[str, Any] = {"label_suffix": "", "prefix": deed}
        if deed == "report":
            return own_forms.ReportForm(data, initial={"text": self.mission.report}, **given)
        given |= {"mission": self.mission, "initial": {"on": self.today}}
        models = {"cost": CostLine, "paper": Paper, "outcome": Outcome}
        instance = models[deed](mission=self.mission)
        if deed == "outcome" and data is not None and data.get("outcome-organisation", "").isdigit():
            kept = self.mission.outcomes.filter(organisation=data["outcome-organisation"]).first()
            instance = kept or instance
        files = self.request.FILES if data is not None else None
        return FORMS[deed](data, files, instance=instance, **given)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = kwargs.pop("form", None)
        mission = self.mission
        travellers = list(mission.travellers.select_related("organisation__municipality"))
        bodies = [one.organisation for one in travellers]
        admissions, sizes = readers.admissions(mission, bodies), readers.sizes(bodies)
        verdicts = readers.stays(mission, travellers)
        return super().get_context_data(
            **kwargs,
            travellers=[self.row(one, admissions, sizes, verdicts) for one in travellers],
            scheme=readers.scheme_of(mission),
            costs=readers.costs_of(mission),
            papers=mission.papers.select_related("organisation", "line", "kept_by"),
            outcomes=readers.outcomes_of(mission),
            tally=readers.tally_of(mission),
            due=readers.due_outcomes(mission, self.today),
            is_over=self.today >= mission.until_on,
            could_come=len(readers.could_come(mission)),
            errors=found,
            forms={deed: found if found and deed == self.asked else self.form(deed) for deed in FORMS},
        )

    def row(self, one: Traveller, admissions: Any, sizes: Any, verdicts: Any) -> dict[str, Any]:
        """One organisation on the list, as the page tells it."""
        admission, verdict = admissions[one.organisation_id], verdicts.get(one.pk)
        stay = None
        if verdict is not None:
            stay = {
                "is_allowed": verdict.is_allowed,
                "says": [in_words(remark) for remark in verdict.refusals or verdict.halved_because],
                "sum": verdict.lump_sum_eur,
                "km": verdict.km,
            }
        return {
            "one": one,
            "may": admission.may,
            "says": in_words(admission.reason),
            "size": sizes[one.organisation_id],
            "stay": stay,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.asked in FORMS:
            form = self.form(self.asked)
            if form.is_valid():
                try:
                    self.do(form)
                except ValidationError as wrong:
                    tell(form, wrong)
                else:
                    return redirect(self.mission)
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            self.press(request.POST)
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        return redirect(self.mission)

    def do(self, form: Any) -> None:
        """The deed of the form that was sent."""
        by, today = self.request.user, self.today
        if self.asked == "cost":
            line = actions.add_cost(line=form.save(commit=False), by=by)
            if line.refusal is not None:
                says = gettext("Refused, and in no sum: %(why)s") % {"why": said(line.refusal)}
                messages.error(self.request, says)
                return
        elif self.asked == "paper":
            file = form.cleaned_data["file"]
            brought = {"file": file.name, "content": file.read()} if file else {}
            actions.add_paper(paper=form.save(commit=False), by=by, today=today, **brought)
        elif self.asked == "outcome":
            actions.tell_outcome(outcome=form.save(commit=False), by=by, today=today)
        else:
            actions.report(mission=self.mission, by=by, today=today, **form.cleaned_data)
        messages.success(self.request, gettext("Saved."))

    def press(self, given: Any) -> None:
        """The deeds of single buttons: who comes along, who pays instead, and a line taken out."""
        by, number = self.request.user, given.get("number", "")
        if not number.isdigit():
            raise Http404
        if self.asked in ("comes", "stays"):
            traveller = get_object_or_404(self.mission.travellers.select_related("organisation"), pk=number)
            actions.decide(traveller=traveller, comes=self.asked == "comes", by=by, today=self.today)
        elif self.asked == "pay":
            line = get_object_or_404(self.mission.cost_lines, pk=number)
            actions.let_pay(line=line, payer=given.get("payer", ""), by=by)
        elif self.asked == "remove_paper":
            actions.remove_paper(paper=get_object_or_404(self.mission.papers, pk=number), by=by)
        elif self.asked == "remove":
            actions.remove_cost(line=get_object_or_404(self.mission.cost_lines, pk=number), by=by)
        else:
            raise Http404
        messages.success(self.request, gettext("Saved."))


class Invite(OfAMission, FormPage):
    """Invites those who may take part by the register, and nobody else."""

    template_name = "missions/invite.html"
    form_class = own_forms.InviteForm

    @cached_property
    def choices(self) -> list[Any]:
        return readers.could_come(self.mission)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"choices": self.choices}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, choices=self.choices)

    def act(self, form: Any) -> HttpResponse:
        bodies = list(form.cleaned_data["organisations"])
        count = actions.invite(mission=self.mission, organisations=bodies, by=self.request.user, today=self.today)
        says = ngettext("%(count)d organisation is invited.", "%(count)d organisations are invited.", count)
        messages.success(self.request, says % {"count": count})
        return redirect(self.mission)


class CostsPage(OfAMission):
    """The cost report: sums by payer, every line, and what was refused and why."""

    template_name = "missions/costs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, costs=readers.costs_of(self.mission), instead=[(one.value, one.label) for one in readers.INSTEAD]
        )


class CostsFile(OfAMission):
    """The cost lines as a file, the refused ones marked."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        columns = (
            *("on", "kind", "label", "amount_eur", "payer", "organisation", "traveller", "refused", "why", "documents"),
            "sha256",
        )
        rows = (
            (
                one.on, one.kind, one.label, one.amount_eur, one.payer,
                one.organisation.name if one.organisation else "", one.traveller.name if one.traveller else "",
                "yes" if one.refusal else "no", said(one.refusal) if one.refusal else "", len(one.papers.all()),
                " ".join(paper.digest for paper in one.papers.all() if paper.digest),
            )
            for one in self.mission.cost_lines.select_related("organisation", "traveller").prefetch_related("papers")
        )  # fmt: skip
        return as_csv(f"costs-{self.mission.pk}", columns, rows)


class CostsPaper(OfAMission):
    """The cost report as PDF, in the language of the page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        written = papers.cost_report(self.mission, readers.costs_of(self.mission), self.today)
        return pdf(written, f"costs-{self.mission.pk}")


class PaperFile(OfAMission):
    """A document of a mission as it was handed over, for the team. It is only ever saved, never shown."""

    is_for_writers = True
    http_method_names = ("get",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        paper = get_object_or_404(self.mission.papers.exclude(digest=""), pk=self.kwargs["number"])
        if readers.SHELF.look_at(paper.digest) is not Condition.WHOLE:
            messages.error(
                request, gettext("This file is missing or was changed since it was kept: it is not given out.")
            )
            return redirect(self.mission)
        content = readers.SHELF.opened(paper.digest)
        kind = "application/octet-stream"
        return FileResponse(content, as_attachment=True, filename=paper.name, content_type=kind)


def pdf(written: bytes, name: str) -> HttpResponse:
    response = HttpResponse(written, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
