"""What the improvement plan shows: where a cluster aims, the cheapest steps, the least effort, and what if."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from tokka.excellence.assess import Assessment, Step, assess, next_steps
from tokka.excellence.beside import Beside, beside
from tokka.excellence.book import Book
from tokka.excellence.deeds import BY_KEY as DEED_BY_KEY
from tokka.excellence.deeds import DEEDS, Deed
from tokka.excellence.least_effort import Plan, PlannedDeed, cheapest_each, least_effort
from tokka.excellence.way import strictly, way_to
from tokka.excellence.what_if import WhatIf, what_if_done
from tokka.rulebook.families import Family
from tokka.rulebook.model import Finding, Rule
from tokkasite.accounts.models import User
from tokkasite.excellence.models import Course, ImprovementStep
from tokkasite.excellence.readers import Callee, callees
from tokkasite.register.models import Cluster
from tokkasite.register.permissions import WRITERS
from tokkasite.ui.calendars import AllDay

NAMED = 3
"""How many organisations a step names; the page of its finding names them all."""
DUE_WITHIN = timedelta(days=30)


def course_of(cluster: Cluster) -> Course:
    """What the cluster chose; one that is not yet kept where it chose nothing."""
    return getattr(cluster, "course", None) or Course(cluster=cluster)


def applied(known: Iterable[Family], course: Course) -> tuple[Family, ...]:
    """The rule families that apply to the cluster: all, where none was chosen or the chosen ones are gone."""
    everything = tuple(known)
    return tuple(family for family in everything if family.key in course.families) or everything


def deeds() -> tuple[Deed, ...]:
    """Everything that a plan or a question can imagine done, in its order."""
    return DEEDS


def deed_labels() -> dict[str, tuple[str, float]]:
    """Each deed with its name and the hours that Tokka estimates."""
    return {deed.key: (deed.label, deed.hours) for deed in DEEDS}


def rules_by_key(known: Iterable[Family]) -> dict[str, Rule]:
    return {rule.key: rule for family in known for rule in family.rules}


def hours_of(course: Course) -> dict[str, float]:
    """The effort of one time by deed, as the cluster weighs it; infinite for a deed that it leaves out."""
    kept = {key: hours for key, hours in course.hours.items() if key in DEED_BY_KEY}
    return {key: math.inf if hours is None else float(hours) for key, hours in kept.items()}


def hours_together(course: Course, times: Mapping[str, int]) -> float:
    """The effort of so many times of each deed; a deed that the cluster left out counts by Tokka's estimate."""
    estimates = {deed.key: deed.hours for deed in DEEDS}
    weighed = {key: hours for key, hours in hours_of(course).items() if math.isfinite(hours)}
    return sum((estimates | weighed)[key] * count for key, count in times.items())


def team_of(cluster: Cluster, day: date) -> QuerySet[User]:
    """The people of the team on the day: they answer for steps, and get the reminders."""
    held = Q(mandates__until_on=None) | Q(mandates__until_on__gte=day)
    team = User.objects.filter(
        held, mandates__cluster=cluster, mandates__role__in=WRITERS, mandates__from_on__lte=day, is_active=True
    )
    return team.distinct().order_by("last_name", "first_name", "email")


def steps_of(cluster: Cluster) -> QuerySet[ImprovementStep]:
    """Every step of the plan with its owner: the open ones by their days, then what was done or dropped."""
    return ImprovementStep.objects.filter(cluster=cluster).select_related("owner")


def open_steps(cluster: Cluster) -> QuerySet[ImprovementStep]:
    return steps_of(cluster).filter(done_on=None, dropped_on=None)


def due_steps(cluster: Cluster, day: date) -> QuerySet[ImprovementStep]:
    """The open steps that are overdue or fall due within a month."""
    return open_steps(cluster).filter(due_on__lte=day + DUE_WITHIN)


def step_days(cluster: Cluster, day: date, within: timedelta) -> Iterable[AllDay]:
    """The days on which open steps are due, as entries of a calendar. Who does it is not told there."""
    for step in open_steps(cluster).filter(due_on__gte=day, due_on__lte=day + within):
        title = gettext("Due: %(title)s") % {"title": step.title}
        yield AllDay(f"step-{step.pk}", step.due_on, title, reverse("excellence:plan", args=[cluster.key]))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do about one finding: its steps, the cheapest deeds to meet it and to green, whom to call, the plan."""

    finding: Finding
    steps: tuple[Step, ...]
    to_met: tuple[PlannedDeed, ...]
    to_green: tuple[PlannedDeed, ...]
    """Empty where the rule set has no levels, or where no deed leads to green."""
    callees: tuple[Callee, ...]
    callees_left: int
    planned: tuple[ImprovementStep, ...]

    @property
    def deeds(self) -> tuple[PlannedDeed, ...]:
        """The first step: to be met, or from yellow to green."""
        return self.to_met or self.to_green

    @property
    def hours(self) -> float:
        """The effort of the first step."""
        return sum(one.hours for one in self.deeds)

    @property
    def hours_to_green(self) -> float:
        return sum(one.hours for one in self.to_green)


def suggestions(
    book: Book, day: date, family: Family, hours: Mapping[str, float], planned: Iterable[ImprovementStep]
) -> tuple[Suggestion, ...]:
    """Everything that is not met or only yellow: blockers first, then what deeds can meet, cheapest first."""
    strict = strictly(family)
    assessment = assess(book, day, strict)
    met, green = cheapest_each(book, day, (family, strict), hours=hours)
    steps = next_steps(book, assessment)
    whom = {
        finding.rule.key: list(
            dict.fromkeys(who for step in steps if step.finding is finding for who in step.organisations)
        )
        for finding in assessment.findings
    }
    named = dict.fromkeys(who for told in whom.values() for who in told[:NAMED])
    people = {callee.organisation.pk: callee for callee in callees(book, named, day)}
    rows = list(planned)
    found = [
        Suggestion(
            finding=finding,
            steps=tuple(step for step in steps if step.finding is finding),
            to_met=met.get(finding.rule.key, ()),
            to_green=green[finding.rule.key] if assessment.levels else (),
            callees=tuple(people[who] for who in whom[finding.rule.key][:NAMED] if who in people),
            callees_left=max(0, len(whom[finding.rule.key]) - NAMED),
            planned=tuple(row for row in rows if row.rule == finding.rule.key),
        )
        for finding in assessment.findings
        if finding.rule.key in green
    ]
    return tuple(sorted(found, key=lambda one: (not one.finding.blocks, not one.deeds, one.hours)))


def way_of(known: Iterable[Family], level: str, day: date) -> Family:
    """Everything that the label asks for on the day, with the operator's numbers where there are any."""
    by_key = {family.key: family for family in known}
    return way_to(level, day, ecei=by_key["ecei"], reference=by_key["ecei_reference"])


def least_effort_to(book: Book, way: Family, day: date, hours: Mapping[str, float]) -> tuple[Assessment, Plan]:
    """How the way stands on the day, and the cheapest deeds that meet what deeds can meet."""
    return assess(book, day, way), least_effort(book, day, way, hours=hours)


def what_if(book: Book, day: date, known: Iterable[Family], times: Mapping[str, int]) -> tuple[WhatIf, ...]:
    """Each rule family as it is and as it would be."""
    return tuple(what_if_done(book, day, family, times) for family in known)


def side_by_side(book: Book, day: date, known: Iterable[Family]) -> Beside:
    """One evidence under several rule families."""
    return beside(book, day, known)
