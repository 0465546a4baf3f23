"""Deeds of the improvement plan: where to aim, what to do by when, and the reminders of the night."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from tokka.excellence.milestones import milestones
from tokka.rulebook.families import FAMILIES
from tokka.rulebook.label_life import LEVEL_NAMES
from tokkasite.accounts.models import User
from tokkasite.excellence.label_readers import label_books
from tokkasite.excellence.models import Course, ImprovementStep, Reminded
from tokkasite.excellence.plan_readers import deeds, team_of
from tokkasite.register.models import Cluster, Mandate
from tokkasite.register.permissions import WRITERS
from tokkasite.ui.letters import absolute


def _course(cluster: Cluster) -> Course:
    return Course.objects.select_for_update().get_or_create(cluster=cluster)[0]


@transaction.atomic
def aim_at(*, cluster: Cluster, level: str, on: date | None, by: User, today: date) -> Course:
    """The label that the cluster wants, and by when; both empty where it aims at none."""
    if on is not None and on < today:
        raise ValidationError({"aim_on": _("This day has passed. Choose a day from today on.")})
    course = _course(cluster)
    course.level, course.aim_on = level, on
    course.full_clean()
    course.save()
    log(cluster, "excellence.aim_at", user=by, data={"level": level, "on": on.isoformat() if on else None})
    return course


@transaction.atomic
def weigh(*, cluster: Cluster, hours: Mapping[str, float | None], by: User) -> Course:
    """What one time of each deed costs the cluster in hours; None leaves the deed out of every plan.

    Hours that are those of Tokka's estimate are not kept, so that a better estimate reaches the cluster.
    """
    estimates = {deed.key: deed.hours for deed in deeds()}
    for key, one in hours.items():
        if key not in estimates or (one is not None and not (one > 0 and math.isfinite(one))):
            raise ValidationError(_("Give hours above zero for a deed that there is."))
    course = _course(cluster)
    course.hours = {key: one for key, one in hours.items() if one != estimates[key]}
    course.save()
    log(cluster, "excellence.weigh", user=by, data={"hours": course.hours})
    return course


@transaction.atomic
def choose_families(*, cluster: Cluster, families: Collection[str], by: User) -> Course:
    """Which rule families apply to the cluster, in the order of the rulebook; none chosen means all."""
    chosen = [family.key for family in FAMILIES if family.key in families]
    course = _course(cluster)
    course.families = [] if len(chosen) == len(FAMILIES) else chosen
    course.save()
    log(cluster, "excellence.choose_families", user=by, data={"families": course.families})
    return course


@transaction.atomic
def plan_step(
    *, cluster: Cluster, title: str, due_on: date, by: User, today: date, owner: User | None = None, rule: str = ""
) -> ImprovementStep:
    """Take a step into the plan. Raises ValidationError, by field, where it cannot be."""
    step = ImprovementStep(cluster=cluster, title=title, rule=rule, owner=owner, from_on=today, due_on=due_on)
    _keep(step, today)
    log(cluster, "excellence.plan_step", user=by, data={"step": step.pk})
    return step


@transaction.atomic
def change_step(
    *, step: ImprovementStep, title: str, due_on: date, by: User, today: date, owner: User | None = None
) -> ImprovementStep:
    """Say otherwise what is to be done, who does it, and until when."""
    step.title, step.due_on, step.owner = title, due_on, owner
    _keep(step, today)
    log(step.cluster, "excellence.change_step", user=by, data={"step": step.pk})
    return step


def _keep(step: ImprovementStep, today: date) -> None:
    if step.owner and not team_of(step.cluster, today).filter(pk=step.owner.pk).exists():
        raise ValidationError({"owner": _("Choose somebody of the cluster's team.")})
    step.full_clean()
    step.save()


@transaction.atomic
def plan_path(
    *, cluster: Cluster, titles: Collection[str], due_on: date, by: User, today: date, owner: User | None = None
) -> list[ImprovementStep]:
    """Take the deeds of a least-effort path into the plan, those that are open there already left as they are."""
    is_open = Q(done_on=None, dropped_on=None, rule="")
    there = set(ImprovementStep.objects.filter(is_open, cluster=cluster).values_list("title", flat=True))
    steps = [
        ImprovementStep(cluster=cluster, title=title, owner=owner, from_on=today, due_on=due_on)
        for title in dict.fromkeys(titles)
        if title not in there
    ]
    for step in steps:
        _keep(step, today)
    if steps:
        log(cluster, "excellence.plan_path", user=by, data={"steps": [step.pk for step in steps]})
    return steps


@transaction.atomic
def close_step(*, step: ImprovementStep, how: str, by: User, today: date) -> ImprovementStep:
    """The step was done or dropped today, or is open again. Raises ValidationError where the same step is open."""
    step.done_on = today if how == "done" else None
    step.dropped_on = today if how == "dropped" else None
    step.full_clean()
    step.save()
    log(step.cluster, "excellence.close_step", user=by, data={"step": step.pk, "how": how})
    return step


LABEL_THRESHOLDS: Final[Mapping[str, tuple[int, ...]]] = {
    "valid_until": (180, 90, 30, 7, -1),
    "renewable_until": (90, 30, 7),
    "lapsed": (0,),
    "second_from": (30,),
    "second_to": (90, 30),
}
"""So many days before the day of a label its team is reminded; below zero the day has passed."""
STEP_THRESHOLDS: Final = (14, 0, -7)


def crossed(days_left: int, thresholds: Collection[int]) -> int | None:
    """The last threshold that was reached; None before the first one. After a missed night only the last one counts."""
    return min((one for one in thresholds if days_left <= one), default=None)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to remind of: under which key it is remembered, its threshold, its day, what it says, and whom."""

    about: str
    threshold: int
    on: date
    level: str
    says: str
    whom: tuple[User, ...]
    page: str

    @property
    def line(self) -> str:
        """The line of the letter, in the language of the moment."""
        says = f"{_(LEVEL_NAMES[self.level])}: {_(self.says)}" if self.level else self.says
        return f"{date_format(self.on, 'SHORT_DATE_FORMAT')} – {says}"


def remind(*, day: date, by: User | None = None) -> int:
    """Send everyone of a team one letter for each cluster in which a threshold was reached; says how many were sent.

    What was sent is kept once its letter has left, so nothing is sent twice. A letter that could not be sent is tried
    again the next night and fails nobody else's; then the first fault is raised at the end.
    """
    sent, faults = 0, []
    known = set(Reminded.objects.values_list("user", "cluster", "about", "threshold"))
    for cluster, dues in _dues(day).items():
        for user in dict.fromkeys(user for due in dues for user in due.whom):
            new = [
                due for due in dues if user in due.whom and (user.pk, cluster.pk, due.about, due.threshold) not in known
            ]
            try:
                sent += bool(new) and _send(cluster, user, new, day, by)
            except OSError as fault:
                faults.append(fault)
    if faults:
        raise faults[0]
    return sent


def _send(cluster: Cluster, user: User, dues: list[Due], day: date, by: User | None) -> bool:
    """Send the letter, and remember it once it has left: a slow mail server keeps nobody from writing meanwhile."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        count = ngettext("%(count)d reminder", "%(count)d reminders", len(dues)) % {"count": len(dues)}
        pages = {due.page: absolute(due.page, cluster.key) for due in dues}
        told = {"cluster": cluster, "dues": sorted(dues, key=lambda due: due.on), "pages": pages.values()}
        text = render_to_string("excellence/reminder.txt", told)
        send_mail(f"{cluster}: {count}", text, settings.DEFAULT_FROM_EMAIL, [user.email])
    with transaction.atomic():
        Reminded.objects.bulk_create(
            Reminded(user=user, cluster=cluster, about=due.about, threshold=due.threshold, on=day) for due in dues
        )
        log(cluster, "excellence.remind", user=by, data={"user": user.pk, "about": [due.about for due in dues]})
    return True


def _dues(day: date) -> dict[Cluster, list[Due]]:
    """What has reached a threshold, cluster by cluster, in a fixed number of queries."""
    clusters = {cluster.pk: cluster for cluster in Cluster.objects.all()}
    teams = _teams(day)
    found: dict[Cluster, list[Due]] = defaultdict(list)
    for number, book in label_books(clusters.values()).items():
        for one in milestones(book, day):
            threshold = crossed((one.on - day).days, LABEL_THRESHOLDS[one.key])
            if threshold is not None and teams[number]:
                about = f"label/{one.level}/{one.key}/{one.on}"
                due = Due(about, threshold, one.on, one.level, one.what, tuple(teams[number]), "excellence:labels")
                found[clusters[number]].append(due)
    for step in ImprovementStep.objects.filter(done_on=None, dropped_on=None).select_related("owner"):
        team = teams[step.cluster_id]
        whom = (step.owner,) if step.owner in team else tuple(team)
        threshold = crossed((step.due_on - day).days, STEP_THRESHOLDS)
        if threshold is not None and whom:
            about = f"step/{step.pk}/{step.due_on}"
            found[clusters[step.cluster_id]].append(
                Due(about, threshold, step.due_on, "", step.title, whom, "excellence:plan")
            )
    return found


def _teams(day: date) -> Mapping[int, list[User]]:
    """The people of every cluster's team on the day, by the number of the cluster."""
    held = Mandate.objects.filter(Q(until_on=None) | Q(until_on__gte=day), role__in=WRITERS, from_on__lte=day)
    teams: dict[int, list[User]] = defaultdict(list)
    for mandate in held.filter(user__is_active=True).select_related("user").order_by("pk"):
        if mandate.user not in teams[mandate.cluster_id]:
            teams[mandate.cluster_id].append(mandate.user)
    return teams
