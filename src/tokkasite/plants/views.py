"""The what-if wizard: for everyone without keeping anything, and for a cluster's team with scenarios that are kept."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext
from django.views.generic import TemplateView

from tokkasite.plants import actions, figures, paper, readers
from tokkasite.plants.forms import Bill, ChooseForm
from tokkasite.plants.models import Scenario
from tokkasite.plants.names import NOT_SAID, TABLE_SOURCE
from tokkasite.register.models import Municipality
from tokkasite.register.views import ClusterView
from tokkasite.runs.readers import said

TRIES_A_MINUTE = 60
"""A what-if takes a tenth of a second: so many of one address are enough for people."""


def has_tried_enough(request: HttpRequest) -> bool:
    """Whether one address asked for very many answers in a minute."""
    key = f"plants-tries-{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, 60)
    try:
        return cache.incr(key) > TRIES_A_MINUTE
    except ValueError:  # the minute ended in between
        return False


def shown(plan: dict[str, Any], result: dict[str, Any]) -> dict[str, Any]:
    """What the templates of an answer need."""
    return {
        "plan": plan,
        "result": result,
        "sentences": figures.sentences_of(plan, result),
        "yearly": figures.rows_of(result["yearly"]),
        "induced": figures.rows_of([result["induced"]]) if result["induced"] else (),
        "investment": figures.rows_of(result["investment"]),
        "questions": figures.questions_of(result),
        "figure": figures.rings_figure(result),
        "lines": figures.bill_of(plan),
        "remarks": [said(one) for one in result["says"]],
        "checks": [said(one["says"]) for one in result["checks"]],
        "not_said": NOT_SAID,
        "table_source": TABLE_SOURCE,
    }


class Wizard(TemplateView):
    """First what and where, then the bill, then the answer. The choice stands in the address."""

    template_name = "plants/bill.html"
    choose_template = "plants/choose.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_asked = "kind" in request.GET
        place = request.GET.get("municipality", "")
        form = ChooseForm(request.GET if is_asked else None, initial={"municipality": place})
        if not is_asked or not form.is_valid():
            self.template_name = self.choose_template
            status = 422 if is_asked else 200
            return self.render_to_response(
                self.get_context_data(form=form, places=readers.municipalities().exists()), status=status
            )
        kind, place = form.cleaned_data["kind"], form.cleaned_data["municipality"]
        return self.render_to_response(self.get_context_data(bill=self.bill(kind, place), kind=kind))

    def bill(self, kind: str, place: Municipality | None, data: Any = None) -> Bill:
        """The reference bill of a kind, or what was sent."""
        today = localdate()
        plan = dict(readers.reference_bills()[kind])
        if place is not None:
            name = gettext("%(kind)s, %(place)s") % {"kind": Scenario.Kind(kind).label, "place": place}
            plan |= {"name": name, "municipality": place}
        return Bill(kind, today=today, plan=plan | {"year": today.year}, data=data)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.GET.get("kind", "")
        if kind not in Scenario.Kind.values:
            return redirect(request.path)
        return self.answered(self.bill(kind, None, request.POST), kind)

    def answered(self, bill: Bill, kind: str) -> HttpResponse:
        """The bill with its answer, or with what is refused."""
        if bill.is_valid():
            plan, told = bill.plan(), bill.form.cleaned_data
            try:
                result, _seconds = readers.reckoned(plan, induced=told["induced"])
            except readers.NotReckoned as refused:
                bill.refuse(refused.faults)
            else:
                told = shown(plan, result) | {"place": bill.form.cleaned_data["municipality"]}
                return self.render_to_response(self.get_context_data(bill=bill, kind=kind, answer=told))
        return self.render_to_response(self.get_context_data(bill=bill, kind=kind), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "kind" in kwargs:
            kwargs["kind_label"] = Scenario.Kind(kwargs["kind"]).label
        return super().get_context_data(**kwargs)


class Try(Wizard):
    """Everyone may try. Nothing is kept."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if has_tried_enough(request):
            self.template_name = self.choose_template
            messages.error(request, gettext("That was very many in one minute. Wait a minute, and reckon again."))
            context = self.get_context_data(form=ChooseForm(), places=readers.municipalities().exists())
            return self.render_to_response(context, status=429)
        return super().post(request, *args, **kwargs)


class Scenarios(ClusterView):
    """The scenarios that a cluster keeps, and the way to compare some of them."""

    template_name = "plants/scenarios.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = readers.scenarios_of(self.cluster)
        rows = [
            {
                "scenario": one,
                "region": figures.rows_of([figures.ring_of(one.run.result, "region")])[0],
                "assumed": readers.assumed_of(one.plan),
            }
            for one in kept
        ]
        return super().get_context_data(**kwargs, rows=rows, most=readers.MOST_COMPARED)


class OfTeam(Wizard, ClusterView):
    """The wizard inside a cluster: the bill can be kept as a scenario."""

    is_for_writers = True

    def scenario(self) -> Scenario:
        return Scenario(cluster=self.cluster)

    def answered(self, bill: Bill, kind: str) -> HttpResponse:
        if not {"keep", "as_new"} & self.request.POST.keys() or not bill.is_valid():
            return super().answered(bill, kind)
        told, scenario = bill.form.cleaned_data, self.scenario()
        scenario.name, scenario.kind, scenario.municipality = told["name"], kind, told["municipality"]
        try:
            actions.keep_scenario(
                scenario=scenario,
                plan=bill.plan(),
                induced=told["induced"],
                today=self.today,
                now=now(),
                by=self.request.user,
            )
        except readers.NotReckoned as refused:
            bill.refuse(refused.faults)
        except ValidationError as wrong:
            bill.form.add_error("name", wrong.messages)
        else:
            messages.success(self.request, gettext("The scenario is reckoned and kept."))
            return redirect(scenario)
        return self.render_to_response(self.get_context_data(bill=bill, kind=kind), status=422)


class New(OfTeam):
    """A scenario that is not there yet."""


class OfScenario(ClusterView):
    """What the pages of one scenario share."""

    def scenario(self) -> Scenario:
        """The scenario that the address names, of this cluster and no other."""
        return get_object_or_404(readers.scenarios_of(self.cluster), pk=self.kwargs["pk"])


class ScenarioPage(OfScenario):
    """One scenario: what it would keep, how sure that is, what to ask next, and what it rests on."""

    template_name = "plants/scenario.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scenario = self.scenario()
        answer = shown(scenario.plan, scenario.run.result) | {"place": scenario.municipality}
        others = readers.scenarios_of(self.cluster).exclude(pk=scenario.pk)
        return super().get_context_data(**kwargs, scenario=scenario, answer=answer, others=others)


class Change(OfScenario, OfTeam):
    """Change the bill of a scenario, and reckon it anew; or keep it beside what it was."""

    def scenario(self) -> Scenario:
        return Scenario(cluster=self.cluster) if "as_new" in self.request.POST else OfScenario.scenario(self)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        scenario = OfScenario.scenario(self)
        return self.render_to_response(self.get_context_data(bill=self.bill_of(scenario), kind=scenario.kind))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        scenario = OfScenario.scenario(self)
        return self.answered(self.bill_of(scenario, request.POST), scenario.kind)

    def bill_of(self, scenario: Scenario, data: Any = None) -> Bill:
        told = {"name": scenario.name, "municipality": scenario.municipality, "induced": scenario.run.terms["induced"]}
        return Bill(scenario.kind, today=self.today, plan=scenario.plan | told, data=data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, changed=OfScenario.scenario(self))


class Remove(OfScenario):
    """Takes a scenario out of the list. What was reckoned stays in the trail."""

    http_method_names = ("post",)
    is_for_writers = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actions.remove_scenario(scenario=self.scenario(), by=request.user)
        messages.success(request, gettext("The scenario is removed."))
        return redirect("plants:scenarios", self.cluster.key)


class Chosen(ClusterView):
    """Up to four scenarios that the address names."""

    def chosen(self) -> list[Scenario]:
        return readers.chosen(self.cluster, self.request.GET.getlist("scenario"))


class Compare(Chosen):
    """Scenarios side by side."""

    template_name = "plants/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.chosen()
        can_compare = 2 <= len(found) <= readers.MOST_COMPARED
        told = {"is_asked": "scenario" in self.request.GET, "most": readers.MOST_COMPARED}
        if can_compare:
            told |= {
                "columns": [shown(one.plan, one.run.result) | {"scenario": one} for one in found],
                "figures": figures.comparison(found),
                "judged": figures.judged(found),
                "not_said": NOT_SAID,
                "table_source": TABLE_SOURCE,
                "asked": "&".join(f"scenario={one.pk}" for one in found),
            }
        return super().get_context_data(
            **kwargs,
            **told,
            chosen={one.pk for one in found},
            can_compare=can_compare,
            kept=readers.scenarios_of(self.cluster),
        )


class Paper(Chosen):
    """The same as a tagged PDF in the language of the address."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.chosen()
        if not 1 <= len(found) <= readers.MOST_COMPARED:
            return redirect("plants:compare", self.cluster.key)
        made = paper.printed(found, cluster=self.cluster, made_on=self.today, language=get_language() or "en")
        response = HttpResponse(made, content_type="application/pdf")
        name = paper.file_name(self.cluster, self.today, get_language() or "en")
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response
