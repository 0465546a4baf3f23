"""The board of a cluster, its report by year, days for calendars, and past projects as the ranking reads them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Least
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tokka.funding.past import Project
from tokkasite.applications.models import (
    ALARM_DAYS,
    BEFORE_SUBMISSION,
    CLOSED,
    COUNTED,
    ENDED,
    WON,
    Application,
    Claim,
    Partner,
    PastProject,
    Step,
)
from tokkasite.funding.models import Call
from tokkasite.funding.readers import Won
from tokkasite.register.models import Cluster, Organisation
from tokkasite.ui.calendars import AllDay


def applications_of(cluster: Cluster) -> QuerySet[Application]:
    return Application.objects.filter(cluster=cluster).select_related("cluster", "lead", "call", "project")


def board_of(cluster: Cluster, today: date, **asked: Any) -> QuerySet[Application]:
    """The applications that were asked for: those with the nearest day first, the closed ones last."""
    rows = applications_of(cluster)
    if stage := asked.get("stage"):
        rows = rows.filter(stage=stage) if stage != "open" else rows.exclude(stage__in=CLOSED)
    if programme := asked.get("programme"):
        rows = rows.filter(programme=programme)
    if text := asked.get("text"):
        named = Q(title__icontains=text) | Q(call_title__icontains=text) | Q(lead__name__icontains=text)
        rows = rows.filter(
            named | Q(pk__in=Partner.objects.filter(organisation__name__icontains=text).values("application"))
        )
    if asked.get("pressing"):
        soon = today + timedelta(days=ALARM_DAYS)
        before = Q(stage__in=BEFORE_SUBMISSION, deadline_on__lte=soon)
        rows = rows.exclude(stage__in=CLOSED).filter(Q(due_on__lte=soon) | before)
    return rows.alias(closes=Q(stage__in=CLOSED)).order_by(
        "closes", F("due_on").asc(nulls_last=True), F("deadline_on").asc(nulls_last=True), "-since_on", "pk"
    )


def calls_ahead(now: datetime, beside: int | None) -> QuerySet[Call]:
    """The calls whose deadline is still to come, and the one that was asked for, whatever its deadline."""
    return Call.objects.filter(Q(deadline_at__gte=now) | Q(pk=beside)).order_by("deadline_at", "pk")


def stages_of(cluster: Cluster) -> list[tuple[str, str, int]]:
    """How many applications stand in each stage, in the order of the stages."""
    counted = Application.objects.filter(cluster=cluster).values_list("stage", flat=True)
    kept = list(counted)
    return [(stage.value, str(stage.label), kept.count(stage.value)) for stage in Application.Stage]


def programmes_of(cluster: Cluster) -> list[str]:
    names = Application.objects.filter(cluster=cluster).order_by("programme").values_list("programme", flat=True)
    return list(dict.fromkeys(names))


def reasons_of(cluster: Cluster) -> list[tuple[str, int]]:
    """Why applications ended without money, the commonest reason first."""
    kept = list(Application.objects.filter(cluster=cluster).exclude(reason="").values_list("reason", flat=True))
    told = sorted(dict.fromkeys(kept), key=lambda one: (-kept.count(one), one))
    return [(str(Application.Reason(one).label), kept.count(one)) for one in told]


def pressing_count(cluster: Cluster, today: date) -> int:
    return board_of(cluster, today, pressing=True).count()


def days_of(cluster: Cluster, today: date, ahead: timedelta) -> Iterable[AllDay]:
    """Deadlines and next steps of open applications, as entries of a calendar. No amount and no partner is told."""
    rows = applications_of(cluster).exclude(stage__in=CLOSED)
    for one in rows.alias(first=Least("due_on", "deadline_on")).order_by("pk"):
        if one.deadline_on and one.stage in BEFORE_SUBMISSION and today <= one.deadline_on <= today + ahead:
            title = _("Deadline: %(application)s") % {"application": one}
            yield AllDay(f"application-{one.pk}-deadline", one.deadline_on, title, one.get_absolute_url())
        if one.due_on and today <= one.due_on <= today + ahead:
            title = _("%(step)s: %(application)s") % {"step": one.next_step or _("Next step"), "application": one}
            yield AllDay(f"application-{one.pk}-due", one.due_on, title, one.get_absolute_url())


@dataclass(frozen=True, slots=True)
class Money:
    """What the partners and the claims of an application add up to, and what that says of its own figures."""

    costs: Decimal
    asked: Decimal
    claimed: Decimal
    paid: Decimal
    left: Decimal | None
    differs: tuple[str, ...]


def money_of(application: Application) -> Money:
    partners = list(application.partners.all())
    claims = list(application.claims.all())
    costs = sum((one.costs_eur or Decimal() for one in partners), Decimal())
    asked = sum((one.asked_eur or Decimal() for one in partners), Decimal())
    paid = sum((one.paid_eur or Decimal() for one in claims), Decimal())
    claimed = sum((one.amount_eur for one in claims), Decimal())
    differs = []
    if application.costs_eur is not None and costs and costs != application.costs_eur:
        differs.append(_("The partners' costs do not add up to the total costs. Correct one of them."))
    if application.asked_eur is not None and asked and asked != application.asked_eur:
        differs.append(_("What the partners ask for does not add up to what the application asks for."))
    if application.granted_eur is not None and paid > application.granted_eur:
        differs.append(_("More was paid than granted. Look at the claims."))
    left = None if application.granted_eur is None else application.granted_eur - paid
    return Money(costs, asked, claimed, paid, left, tuple(differs))


@dataclass(frozen=True, slots=True)
class YearOfProgramme:
    """Of the applications submitted in one year to one programme: what became of them, and the money.

    Paid is what came in that year, of whatever application.
    """

    year: int
    programme: str
    submitted: int = 0
    won: int = 0
    lost: int = 0
    open: int = 0
    asked_eur: Decimal = Decimal()
    granted_eur: Decimal = Decimal()
    paid_eur: Decimal = Decimal()

    @property
    def success(self) -> float | None:
        """The share of the decided ones that were won, from 0 to 1; None where nothing is decided."""
        decided = self.won + self.lost
        return self.won / decided if decided else None


def report_of(cluster: Cluster) -> list[YearOfProgramme]:
    """By the year of submission and programme, the latest year first. Three queries."""
    submitted: dict[int, date] = {}
    steps = Step.objects.filter(application__cluster=cluster, stage=Application.Stage.SUBMITTED).order_by("on", "pk")
    for pk, on in steps.values_list("application", "on"):
        submitted.setdefault(pk, on)
    rows: dict[tuple[int, str], dict[str, Any]] = {}

    def row(year: int, programme: str) -> dict[str, Any]:
        empty = {"submitted": 0, "won": 0, "lost": 0, "open": 0}
        return rows.setdefault(
            (year, programme), empty | dict.fromkeys(("asked_eur", "granted_eur", "paid_eur"), Decimal())
        )

    for one in Application.objects.filter(cluster=cluster, pk__in=submitted):
        told = row(submitted[one.pk].year, one.programme)
        told["submitted"] += 1
        told["won" if one.stage in WON else "lost" if one.stage in ENDED else "open"] += 1
        told["asked_eur"] += one.asked_eur or Decimal()
        told["granted_eur"] += (one.granted_eur or Decimal()) if one.stage in WON else Decimal()
    paid = Claim.objects.filter(application__cluster=cluster, paid_on__isnull=False)
    for year, programme, euros in (
        paid.values_list("paid_on__year", "application__programme").annotate(euros=Sum("paid_eur")).order_by()
    ):
        row(year, programme)["paid_eur"] += euros
    return [
        YearOfProgramme(year, programme, **rows[year, programme])
        for year, programme in sorted(rows, key=lambda key: (-key[0], key[1]))
    ]


def years_of(rows: Sequence[YearOfProgramme]) -> list[YearOfProgramme]:
    """The same for all programmes together."""
    years = sorted({one.year for one in rows}, reverse=True)
    return [summed(year, [one for one in rows if one.year == year]) for year in years]


def summed(year: int, rows: Sequence[YearOfProgramme]) -> YearOfProgramme:
    counts = {name: sum(getattr(one, name) for one in rows) for name in ("submitted", "won", "lost", "open")}
    money = {
        name: sum((getattr(one, name) for one in rows), Decimal()) for name in ("asked_eur", "granted_eur", "paid_eur")
    }
    return YearOfProgramme(year, "", **counts, **money)


def won_of(cluster: Cluster) -> QuerySet[Application]:
    """The applications with a contract: those that the journal does not hold yet come first."""
    return applications_of(cluster).filter(stage__in=WON).order_by(F("project").asc(nulls_first=True), "-since_on")


def own_papers(application: Application) -> Iterable[Any]:
    return application.papers.select_related("kept_by")


def own_past(organisation: Organisation) -> QuerySet[PastProject]:
    return PastProject.objects.filter(organisation=organisation).exclude(verdict=PastProject.Verdict.REJECTED)


def undecided_past(organisations: QuerySet[Organisation]) -> QuerySet[PastProject]:
    """Rows whose name is only alike: somebody who knows the organisation decides."""
    rows = PastProject.objects.filter(organisation__in=organisations, verdict=PastProject.Verdict.ALIKE)
    return rows.select_related("organisation").order_by("organisation__name", "told_name", "pk")


def past_projects_of(organisation: Organisation) -> tuple[Project, ...]:
    """The past projects of an organisation as the ranking reads them, the latest first; those without a day are out."""
    rows = PastProject.objects.filter(organisation=organisation, verdict__in=COUNTED, began_on__isnull=False)
    return tuple(
        Project(f"{one.source}:{one.reference}", one.topic, one.began_on, one.text or one.title)
        for one in rows.order_by("-began_on", "pk")
    )


def won_by(organisations: Sequence[int]) -> dict[int, list[Won]]:
    """What organisations have won, by their number, the latest first: what the ranking of calls asks for. One query."""
    found: dict[int, list[Won]] = defaultdict(list)
    rows = PastProject.objects.filter(organisation__in=organisations, verdict__in=COUNTED, began_on__isnull=False)
    for one in rows.order_by("-began_on", "pk"):
        found[one.organisation_id].append(Won(one.topic, one.title, one.text or one.title))
    return dict(found)


def applications_with(organisation: Organisation, clusters: QuerySet[Cluster]) -> QuerySet[Application]:
    """The applications in which an organisation leads or takes part, of the clusters that the reader may read."""
    parts = Partner.objects.filter(organisation=organisation).values("application")
    ours = Q(lead=organisation) | Q(pk__in=parts)
    return Application.objects.filter(ours, cluster__in=clusters).select_related("cluster")


def whole(cluster: Cluster, number: int) -> Application | None:
    """One application with everything that its page shows."""
    parts = Partner.objects.select_related("organisation")
    rows = applications_of(cluster).prefetch_related(
        Prefetch("partners", parts), "claims", "scores", Prefetch("steps", Step.objects.select_related("by"))
    )
    return rows.filter(pk=number).first()


def in_short(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
