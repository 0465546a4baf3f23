"""The applications of the demonstration: invented ones from idea to result, invented aid, and real past projects."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import override

from tokkasite.applications.actions import record_project
from tokkasite.applications.models import (
    AidGrant,
    Application,
    Claim,
    Partner,
    PastProject,
    Score,
    SizeFacts,
    Step,
)
from tokkasite.demo.doors import companies_of, member_of
from tokkasite.demo.participants import SOURCE
from tokkasite.demo.timeline import Timeline
from tokkasite.register.models import Cluster, Organisation, Ownership, SizeFigure

FUNDER = "Keksitty myöntäjä"


def tell_applications(cluster: Cluster, story: dict[str, Any], past: dict[str, Any], time: Timeline) -> None:
    """Six invented applications of invented participants, one undertaking's aid, and what CORDIS tells of real ones."""
    foreign = [foreigner(told) for told in story["foreign"]]
    member = member_of(cluster)
    members = list(invented_members(cluster).exclude(pk=member.pk)[:4])
    for told in story["application"]:
        apply(cluster, member, {"foreign": foreign, "member": members}, told, time)
    give_aid(member, story["aid"], time)
    remember(past)


def invented_members(cluster: Cluster) -> QuerySet[Organisation]:
    return companies_of(cluster).filter(is_invented=True)


def foreigner(told: dict[str, Any]) -> Organisation:
    """An invented partner from another country."""
    organisation = Organisation.objects.create(name=told["name"], role="company", is_invented=True, source_title=SOURCE)
    SizeFacts.objects.create(organisation=organisation, country=told["country"], is_invented=True)
    return organisation


def apply(
    cluster: Cluster, lead: Organisation, known: dict[str, list[Organisation]], told: dict[str, Any], time: Timeline
) -> Application:
    """One application with its history, partners, points and claims."""
    stages = [(stage, day_of(time, months), note) for stage, months, note in told["stages"]]
    application = Application.objects.create(
        cluster=cluster,
        title=told["title"],
        programme=told["programme"],
        call_title=told["call_title"],
        lead=lead,
        deadline_on=day_of(time, told["deadline"]),
        stage=stages[-1][0],
        since_on=stages[-1][1],
        next_step=told.get("next_step", ""),
        owes=told.get("owes", "team"),
        due_on=day_of(time, told["due"]) if "due" in told else None,
        costs_eur=told["costs"],
        asked_eur=told["asked"],
        granted_eur=told.get("granted"),
        starts_on=day_of(time, told["starts"]) if "starts" in told else None,
        ends_on=day_of(time, told["ends"]) if "ends" in told else None,
        reason=told.get("reason", ""),
        is_invented=True,
    )
    Step.objects.bulk_create(Step(application=application, stage=stage, on=on, note=note) for stage, on, note in stages)
    Partner.objects.create(
        application=application,
        organisation=lead,
        role=Partner.Role.COORDINATOR,
        costs_eur=told["lead_costs"],
        is_agreed=True,
    )
    for who, role, task, costs, is_agreed in told["partners"]:
        group, place = who.split(":")
        Partner.objects.create(
            application=application,
            organisation=known[group][int(place)],
            role=role,
            task=task,
            costs_eur=costs,
            is_agreed=is_agreed,
        )
    for criterion, points, most, threshold, says in told.get("scores", ()):
        Score.objects.create(
            application=application, criterion=criterion, points=points, most=most, threshold=threshold, says=says
        )
    for reference, months, amount, paid_months, paid in told.get("claims", ()):
        Claim.objects.create(
            application=application,
            reference=reference,
            on=day_of(time, months),
            amount_eur=amount,
            paid_on=day_of(time, paid_months),
            paid_eur=paid,
        )
    if "kind" in told:
        with override("fi"):
            record_project(application=application, kind=told["kind"], by=None)
    return application


def day_of(time: Timeline, months: float) -> date:
    """The day so many months back; parts of a month count thirty days to it, also ahead."""
    return time.ago(months) if months >= 0 and months % 1 == 0 else time.today - timedelta(days=round(30.4 * months))


def give_aid(member: Organisation, told: dict[str, Any], time: Timeline) -> None:
    """An invented parent and an invented investor of the member, what they are like, and what aid they received."""
    parent, investor = (
        Organisation.objects.create(
            name=told[name], role="company", is_invented=True, source_title=SOURCE, municipality=member.municipality
        )
        for name in ("parent", "investor")
    )
    since = day_of(time, 48)
    for owner, percent in ((parent, 60), (investor, 30)):
        Ownership.objects.create(owner=owner, owned=member, share_percent=percent, from_on=since, source=SOURCE)
    for organisation, name in ((parent, "parent_figures"), (investor, "investor_figures")):
        for years, staff, turnover, balance in told[name]:
            SizeFigure.objects.create(
                organisation=organisation,
                year=time.today.year - years,
                headcount_awu=staff,
                turnover_eur=turnover,
                balance_eur=balance,
                source=SOURCE,
            )
    SizeFacts.objects.create(
        organisation=member,
        country="FI",
        declared="micro",
        declared_on=day_of(time, 7),
        source=SOURCE,
        is_invented=True,
    )
    for who, months, euros, purpose, reference in told["grants"]:
        AidGrant.objects.create(
            organisation=member if who == "itself" else parent,
            granted_on=day_of(time, months),
            euros=euros,
            body=FUNDER,
            reference=reference,
            purpose=purpose,
            source=SOURCE,
            is_invented=True,
        )


def remember(past: dict[str, Any]) -> None:
    """What CORDIS publishes of organisations that exist, with its source."""
    bodies = {one.name: one for one in Organisation.objects.filter(is_invented=False)}
    source = past["source"]
    PastProject.objects.bulk_create(
        PastProject(
            organisation=bodies[told["organisation"]],
            source="cordis",
            reference=told["reference"],
            told_name=told["organisation"],
            title=told["title"][:500],
            programme="Horizon Europe",
            topic=told["topic"],
            role=told["role"],
            began_on=told["began_on"],
            ended_on=told["ended_on"],
            text="\n".join(filter(None, (told["title"], told["subjects"]))),
            amount=told["amount"],
            verdict=PastProject.Verdict.BUSINESS_ID,
            source_title=source["title"],
            source_url=source["url"] % told,
        )
        for told in past["project"]
        if told["organisation"] in bodies
    )
