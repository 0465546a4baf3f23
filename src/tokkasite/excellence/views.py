"""A cluster's own pages: what needs me today, how ready we are, and why this number."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from tokkasite.applications.readers import days_of
from tokkasite.excellence import figures, label_readers, plan_readers, readers
from tokkasite.excellence.forms import DayForm, MonthsForm
from tokkasite.excellence.permissions import rounds_shared_with
from tokkasite.journal.actions import close_feed, open_feed
from tokkasite.journal.models import CalendarFeed
from tokkasite.journal.permissions import led_by
from tokkasite.journal.readers import describe
from tokkasite.journal.staff import add_urls
from tokkasite.register.models import Cluster
from tokkasite.register.permissions import (
    can_read_audit,
    can_read_cluster,
    can_write_cluster,
    clusters_of,
    own_organisations,
)
from tokkasite.ui.calendars import as_calendar

FAMILY_SHOWN_FIRST = "ecei_reference"
STEPS_SHOWN = 5
CALLS_SHOWN = 25
RECORDS_A_PAGE = 50


class Rules(TemplateView):
    """Every rule set, open to everyone."""

    template_name = "excellence/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known, faults = readers.families_shown()
        return super().get_context_data(families=known, faults=faults)


class RulesOf(TemplateView):
    """One rule set: what it asks, by which numbers, since when, and on whose word."""

    template_name = "excellence/rules_of.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known, _faults = readers.families_shown()
        family = readers.family_in(known, self.kwargs["family"])
        if family is None:
            raise Http404
        return super().get_context_data(**kwargs) | {"family": family, "groups": readers.groups_of(family)}


class Clusters(LoginRequiredMixin, TemplateView):
    """The clusters in which the reader has a mandate today, a lead's own groups, and a member's own organisation."""

    template_name = "excellence/clusters.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, localdate()
        clusters = clusters_of(user, today).select_related("host")
        return super().get_context_data(
            clusters=clusters,
            today=today,
            alarms_by_cluster=label_readers.alarms_of(clusters, today),
            groups=led_by(user, today),
            organisations=own_organisations(user, today),
            has_shared=rounds_shared_with(user, today).exists(),
        )


class ClusterPage(LoginRequiredMixin, TemplateView):
    """What the pages of one cluster share: the right to read it, the day that is looked at, and the book."""

    today: date
    cluster: Cluster
    is_for_writers = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.today = localdate()
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        found = Cluster.objects.select_related("host", "seat", "course").filter(key=kwargs["key"]).first()
        # A cluster that one may not read looks like one that is not there.
        if found is None or not can_read_cluster(request.user, found, self.today):
            raise Http404
        self.cluster = found
        if self.is_for_writers and not can_write_cluster(request.user, found, self.today):
            return self.handle_no_permission()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = DayForm(self.request.GET or None, today=self.today)
        is_right = asked.is_bound and asked.is_valid()
        self.day = asked.cleaned_data["day"] if is_right else self.today
        self.book = readers.book_of(self.cluster)
        self.families, faults = readers.families_shown()
        self.course = plan_readers.course_of(self.cluster)
        self.applied = plan_readers.applied(self.families, self.course)
        return super().get_context_data(
            cluster=self.cluster,
            day=self.day,
            today=self.today,
            day_form=asked,
            families=self.applied,
            shown_first=next((one for one in self.applied if one.key == FAMILY_SHOWN_FIRST), self.applied[0]),
            course=self.course,
            alarms=label_readers.alarms_in(self.book, self.day),
            faults=faults,
            can_write=can_write_cluster(self.request.user, self.cluster, self.today),
            can_audit=can_read_audit(self.request.user, self.cluster, self.today),
            **kwargs,
        )


class Home(ClusterPage):
    """What needs me today."""

    template_name = "excellence/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        assessment, steps = readers.readiness(self.book, context["shown_first"], self.day)
        red = [step for step in steps if step.finding.outcome == "missed"][:STEPS_SHOWN]
        months = remembered_months(self.request)
        silent = readers.silences(self.book, self.day, months)
        return context | {
            "label": readers.label_of(self.book, self.families, self.day),
            "first_steps": readers.first_steps(self.book, self.day),
            "add_urls": add_urls(self.cluster) if context["can_write"] else {},
            "assessments": readers.assessments_of(self.book, self.applied, self.day),
            "first": assessment,
            "red_steps": red,
            "unknown_steps": [step for step in steps if step.finding.outcome == "unknown"][:STEPS_SHOWN],
            "months": months,
            "silent_count": len(silent),
            "callees": readers.callees(self.book, [one.organisation for one in silent[:STEPS_SHOWN]], self.day, months),
            "ending": readers.ending_soon(self.book, self.day),
            "milestones": label_readers.milestones_in(self.book, self.day, label_readers.SOON),
            "due_steps": plan_readers.due_steps(self.cluster, self.day),
            "freshness": readers.freshness_of(self.book, self.day),
        }


def remembered_months(request: HttpRequest) -> int:
    """The months of silence that the reader chose last on the page of reminders."""
    return request.session.get("months_of_silence", readers.MONTHS_OF_SILENCE)


class Reminders(ClusterPage):
    """Whom nobody has contacted for as many months as the reader chooses, and what ends, for one's own calendar."""

    template_name = "excellence/reminders.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = MonthsForm(self.request.GET if "months" in self.request.GET else None, label_suffix="")
        months = remembered_months(self.request)
        if form.is_bound and form.is_valid():
            months = self.request.session["months_of_silence"] = form.cleaned_data["months"]
        silent = readers.silences(self.book, self.day, months)
        page = Paginator(silent, RECORDS_A_PAGE).get_page(self.request.GET.get("page"))
        return context | {
            "form": form if form.is_bound else MonthsForm(initial={"months": months}, label_suffix=""),
            "months": months,
            "page": page,
            "callees": readers.callees(self.book, [one.organisation for one in page], self.day, months),
            "ending": readers.ending_soon(self.book, self.day),
            "milestones": label_readers.milestones_in(self.book, self.day, label_readers.SOON),
            "due_steps": plan_readers.due_steps(self.cluster, self.day),
            "feed": CalendarFeed.objects.filter(user=self.request.user, cluster=self.cluster).first(),
        }


class Feed(Reminders):
    """Opens a private calendar address, which is shown once, or closes it."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        feed = CalendarFeed.objects.filter(user=request.user, cluster=self.cluster).first()
        if "close" in request.POST:
            if feed:
                close_feed(feed=feed, by=request.user)
                messages.success(request, gettext("The calendar address is closed: nobody can read it any more."))
            return redirect("excellence:reminders", self.cluster.key)
        token = open_feed(cluster=self.cluster, by=request.user, today=self.today)
        address = request.build_absolute_uri(reverse("excellence:calendar", args=[token]))
        return self.render_to_response(self.get_context_data(**kwargs, address=address))


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """What ends within a year, for whoever holds the private address, as long as its owner may read the cluster."""
    feed, today = readers.feed_of(token), localdate()
    if feed is None or not can_read_cluster(feed.user, feed.cluster, today):
        raise Http404
    book = readers.book_of(feed.cluster)
    entries = (
        *readers.days_ending(feed.cluster, book, today),
        *label_readers.label_days(feed.cluster, book, today, readers.IN_CALENDARS),
        *plan_readers.step_days(feed.cluster, today, readers.IN_CALENDARS),
        *days_of(feed.cluster, today, readers.IN_CALENDARS),
    )
    return as_calendar(str(feed.cluster), entries, told_on=today, site=request.build_absolute_uri("/")[:-1])


class Ready(ClusterPage):
    """Leads to the rule set that the cluster sees first."""

    http_method_names = ("get",)

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        return redirect("excellence:readiness", self.cluster.key, context["shown_first"].key)


class Readiness(ClusterPage):
    """How the cluster stands against one rule family, what blocks it, what is unknown, and how it has gone."""

    template_name = "excellence/readiness.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        family = readers.family_in(self.families, self.kwargs["family"])
        if family is None:
            raise Http404
        assessment, steps = readers.readiness(self.book, family, self.day)
        months = readers.months_of(readers.history_of(self.book, family, self.day))
        return context | {
            "family": family,
            "assessment": assessment,
            "cards": readers.cards_of(assessment),
            "steps": {step.finding.rule.key: step for step in reversed(steps)},
            "label": readers.label_of(self.book, self.families, self.day),
            "months": months,
            "chart": figures.outcomes_by_month(months, has_levels=bool(assessment.levels)),
        }


class FindingPage(ClusterPage):
    """Why this number, and whom to call."""

    template_name = "excellence/finding.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        family = readers.family_in(self.families, self.kwargs["family"])
        past = readers.past_of(readers.history_of(self.book, family, self.day), self.kwargs["rule"]) if family else ()
        if family is None or not past or past[-1].day != self.day:
            raise Http404
        finding = past[-1]
        steps = [
            step for step in readers.readiness(self.book, family, self.day)[1] if step.finding.rule is finding.rule
        ]
        whom = list(dict.fromkeys(number for step in steps for number in step.organisations))
        page = Paginator(finding.records, RECORDS_A_PAGE).get_page(self.request.GET.get("page"))
        return context | {
            "family": family,
            "finding": finding,
            "measures": readers.measured(finding),
            "readings": [(parameter, finding.read[name]) for name, parameter in finding.rule.parameters.items()],
            "steps": steps,
            "callees": readers.callees(self.book, whom[:CALLS_SHOWN], self.day),
            "callees_left": max(0, len(whom) - CALLS_SHOWN),
            "page": page,
            "records": list(describe(page.object_list).values()),
            "past": past,
            "chart": figures.value_by_month(past),
        }
