"""The pages of labels and of the improvement plan: from an aim to steps with owners and days, and what if."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.views.generic.edit import FormMixin

from tokkasite.excellence import label_readers, plan_actions, plan_readers, readers
from tokkasite.excellence.models import ImprovementStep
from tokkasite.excellence.plan_forms import AimForm, FamiliesForm, HoursForm, PathForm, StepForm, WhatIfForm
from tokkasite.excellence.views import ClusterPage

CLOSED_SHOWN = 20


def is_done(form: forms.Form, deed: Callable[[Any], object]) -> bool:
    """Whether the form was right and the deed done. What the deed refuses is said at the form's fields."""
    if not form.is_valid():
        return False
    try:
        deed(form)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return False
    return True


class Labels(ClusterPage):
    """Which labels the cluster holds and held, and what must happen by when."""

    template_name = "excellence/labels.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "held": label_readers.labels_of(self.cluster, self.book, self.day),
            "milestones": label_readers.milestones_in(self.book, self.day),
            "label": readers.label_of(self.book, self.families, self.day),
        }


class Plan(ClusterPage):
    """The steps that were planned, and the cheapest next steps for everything that is not green."""

    template_name = "excellence/plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        family = readers.family_in(self.applied, self.request.GET.get("rules", "")) or context["shown_first"]
        steps = list(plan_readers.steps_of(self.cluster))
        planned = [step for step in steps if step.is_open]
        closed = sorted(
            (step for step in steps if not step.is_open), key=lambda step: step.done_on or step.dropped_on, reverse=True
        )
        hours = plan_readers.hours_of(self.course)
        return context | {
            "family": family,
            "planned": planned,
            "closed": closed[:CLOSED_SHOWN],
            "suggestions": plan_readers.suggestions(self.book, self.day, family, hours, planned),
            "rules": plan_readers.rules_by_key(self.families),
        }


class AddStep(ClusterPage, FormMixin):
    """Takes a step into the plan."""

    template_name = "excellence/step.html"
    form_class = StepForm
    is_for_writers = True

    def get_form_kwargs(self) -> dict[str, Any]:
        team = plan_readers.team_of(self.cluster, self.today)
        return super().get_form_kwargs() | {"team": team, "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        aim_on = plan_readers.course_of(self.cluster).aim_on
        return {
            "title": self.request.GET.get("title", "")[:300],
            "owner": self.request.user.pk,
            "due_on": aim_on if aim_on and aim_on >= self.today else None,
        }

    @cached_property
    def rule(self) -> Any:
        """The rule whose finding the step answers, where one is named."""
        key = self.request.GET.get("rule", "")
        found = plan_readers.rules_by_key(readers.families_shown()[0]).get(key)
        if key and found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rule=self.rule, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if is_done(form, self.keep):
            messages.success(request, gettext("The step stands in the plan."))
            return redirect("excellence:plan", self.cluster.key)
        return self.form_invalid(form)

    def keep(self, form: StepForm) -> None:
        plan_actions.plan_step(
            cluster=self.cluster,
            rule=self.rule.key if self.rule else "",
            by=self.request.user,
            today=self.today,
            **form.cleaned_data,
        )


class ChangeStep(AddStep):
    """Says otherwise what is to be done, who does it, and until when."""

    @cached_property
    def step(self) -> ImprovementStep:
        return get_object_or_404(ImprovementStep, pk=self.kwargs["pk"], cluster=self.cluster)

    @cached_property
    def rule(self) -> Any:
        return plan_readers.rules_by_key(readers.families_shown()[0]).get(self.step.rule)

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.step.title, "owner": self.step.owner_id, "due_on": self.step.due_on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(step=self.step, **kwargs)

    def keep(self, form: StepForm) -> None:
        plan_actions.change_step(step=self.step, by=self.request.user, today=self.today, **form.cleaned_data)


class CloseStep(ClusterPage):
    """Marks a step as done or dropped today, or as open again."""

    is_for_writers = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = get_object_or_404(ImprovementStep, pk=kwargs["pk"], cluster=self.cluster)
        how = request.POST.get("how", "")
        says = {
            "done": gettext("Done: %(title)s"),
            "dropped": gettext("Dropped: %(title)s"),
            "open": gettext("Open again: %(title)s"),
        }
        if how not in says:
            raise Http404
        try:
            plan_actions.close_step(step=step, how=how, by=request.user, today=self.today)
        except ValidationError as wrong:
            messages.error(request, wrong.messages[0])
        else:
            messages.success(request, says[how] % {"title": step.title})
        return redirect("excellence:plan", self.cluster.key)


class Path(ClusterPage):
    """The least effort to the label that the cluster aims at, on its target day, and the weights behind it."""

    template_name = "excellence/path.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        course = self.course
        forms_shown = {
            "aim_form": AimForm(initial={"level": course.level, "aim_on": course.aim_on}, today=self.today),
            "hours_form": HoursForm(labels=plan_readers.deed_labels(), course=course),
            "path_form": PathForm(
                team=plan_readers.team_of(self.cluster, self.today), initial={"owner": self.request.user.pk}
            ),
        }
        return forms_shown | context | self.path()

    def path(self) -> dict[str, Any]:
        """How the way stands on the target day, and the cheapest deeds. Nothing where there is no aim ahead."""
        course = self.course
        if course.aim_on is None or course.aim_on < self.today:
            return {"is_past": course.aim_on is not None}
        way = plan_readers.way_of(self.families, course.level, course.aim_on)
        hours = plan_readers.hours_of(course)
        assessment, plan = plan_readers.least_effort_to(self.book, way, course.aim_on, hours)
        return {
            "way": way,
            "assessment": assessment,
            "plan": plan,
            "milestones": label_readers.milestones_in(self.book, self.today, course.aim_on - self.today),
            "query": "&".join(f"{one.deed.key}={one.times}" for one in plan.deeds),
        }


class Aim(Path):
    """Keeps the label and the day that the cluster aims at."""

    is_for_writers = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AimForm(request.POST, today=self.today)
        if is_done(form, self.keep):
            messages.success(request, gettext("The aim is kept."))
            return redirect("excellence:path", self.cluster.key)
        return self.render_to_response(self.get_context_data(aim_form=form, form=form))

    def keep(self, form: AimForm) -> None:
        told = form.cleaned_data
        plan_actions.aim_at(
            cluster=self.cluster, level=told["level"], on=told["aim_on"], by=self.request.user, today=self.today
        )


class Weigh(Path):
    """Keeps the effort of the deeds as the cluster weighs it."""

    is_for_writers = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        course = plan_readers.course_of(self.cluster)
        form = HoursForm(request.POST, labels=plan_readers.deed_labels(), course=course)
        if is_done(form, self.keep):
            messages.success(request, gettext("The efforts are kept, and the path is counted by them."))
            return redirect("excellence:path", self.cluster.key)
        return self.render_to_response(self.get_context_data(hours_form=form, form=form))

    def keep(self, form: HoursForm) -> None:
        plan_actions.weigh(cluster=self.cluster, hours=form.cleaned_data, by=self.request.user)


class TakePath(Path):
    """Takes the deeds of the path into the plan, due on the target day."""

    is_for_writers = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PathForm(request.POST, team=plan_readers.team_of(self.cluster, self.today))
        context = self.get_context_data(path_form=form, form=form)
        if not form.is_valid() or "plan" not in context:
            return self.render_to_response(context)
        steps = plan_actions.plan_path(
            cluster=self.cluster,
            titles=[deed_in_words(one) for one in context["plan"].deeds],
            due_on=self.course.aim_on,
            owner=form.cleaned_data["owner"],
            by=request.user,
            today=self.today,
        )
        says = ngettext("%(count)d step was put into the plan.", "%(count)d steps were put into the plan.", len(steps))
        messages.success(request, says % {"count": len(steps)})
        return redirect("excellence:plan", self.cluster.key)


def deed_in_words(planned: plan_readers.PlannedDeed) -> str:
    """A deed and how often, as the title of a step."""
    label = gettext(planned.deed.label)
    if planned.times == 1:
        return label
    return gettext("%(deed)s: %(times)d times") % {"deed": label, "times": planned.times}


class WhatIf(ClusterPage):
    """What the rule sets would say today if more had been done. Nothing is kept: the question stands in the address."""

    template_name = "excellence/what_if.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        labels = plan_readers.deed_labels()
        is_asked = any(key in self.request.GET for key in labels)
        form = WhatIfForm(self.request.GET if is_asked else None, labels=labels)
        answers = ()
        if is_asked and form.is_valid():
            answers = plan_readers.what_if(self.book, self.day, self.applied, form.times)
        return context | {
            "form": form,
            "answers": answers,
            "remarks": answers[0].remarks if answers else (),
            "hours": plan_readers.hours_together(self.course, form.times) if answers else 0,
        }


class RuleSets(ClusterPage):
    """The rule sets that apply to the cluster, and one evidence under all of them."""

    template_name = "excellence/rule_sets.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return (
            {"form": FamiliesForm(known=self.families, applied=self.applied)}
            | context
            | {
                "table": plan_readers.side_by_side(self.book, self.day, self.applied),
            }
        )


class ChooseFamilies(RuleSets):
    """Keeps which rule sets apply."""

    is_for_writers = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known, _faults = readers.families_shown()
        form = FamiliesForm(request.POST, known=known, applied=())
        if is_done(form, self.keep):
            messages.success(request, gettext("The rule sets are chosen."))
            return redirect("excellence:rule_sets", self.cluster.key)
        return self.render_to_response(self.get_context_data(form=form))

    def keep(self, form: FamiliesForm) -> None:
        plan_actions.choose_families(cluster=self.cluster, families=form.cleaned_data["families"], by=self.request.user)
