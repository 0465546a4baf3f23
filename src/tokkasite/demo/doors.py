"""What members find open in their own pages, and whom one may be there: the last part of a story."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from tokkasite.demo.timeline import Timeline
from tokkasite.journal import models as journal
from tokkasite.register.models import Cluster, Organisation, Participation, Profile, PublicConsent
from tokkasite.symbiosis.models import Level, Need, Offer, Visibility


def companies_of(cluster: Cluster) -> QuerySet[Organisation]:
    """The companies that take part, those met most often first."""
    parts = Participation.objects.filter(cluster=cluster, until_on=None)
    met = Count("contacts", filter=Q(contacts__cluster=cluster))
    rows = Organisation.objects.filter(pk__in=parts.values("organisation"), role="company")
    return rows.annotate(met=met).order_by("-met", "pk")


def member_of(cluster: Cluster) -> Organisation:
    """For whom the member of the demonstration speaks: often met, and with no agreement to find signed already."""
    return companies_of(cluster).exclude(participations__commitments__proof="agreement").first()


def open_doors(cluster: Cluster, told: dict[str, Any], time: Timeline) -> None:
    """Coming events, an open survey, and what other members say of themselves."""
    cluster.agreement_fi, cluster.agreement_en = told["agreement_fi"], told["agreement_en"]
    cluster.save()
    neighbour, *others = companies_of(cluster).exclude(pk=member_of(cluster).pk)[:4]
    for line in told["events"]:
        days, kind, title, place, capacity = line.split("|")
        on = time.today + timedelta(days=int(days))
        event = journal.Event.objects.create(
            cluster=cluster,
            on=on,
            kind=kind,
            title=title,
            place=place,
            sign_up_until=on - timedelta(days=3),
            capacity=capacity or None,
        )
        journal.Registration.objects.bulk_create(
            journal.Registration(event=event, organisation=one, persons=2, made_on=time.today) for one in others
        )
    open_survey(cluster, told, time)
    since = time.today - timedelta(days=30)
    shared = {
        "organisation": neighbour,
        "visibility": Visibility.MEMBERS,
        "from_on": since,
        "is_invented": True,
    } | place_of(neighbour)
    name, material, code, tonnes, price = told["offer"].split("|")
    Offer.objects.create(
        name=name,
        material=material,
        waste_code=code,
        tonnes=tonnes,
        avoided_cost_eur_t=price,
        levels={"name": Level.PUBLIC, "material": Level.PUBLIC},
        **shared,
    )
    name, material, code, tonnes, price = told["need"].split("|")
    Need.objects.create(name=name, materials=material, waste_codes=code, tonnes=tonnes, price_eur_t=price, **shared)
    Profile.objects.create(organisation=neighbour, description=told["profile"], services=told["services"])
    PublicConsent.objects.create(organisation=neighbour, from_on=since)


def place_of(organisation: Organisation) -> dict[str, float]:
    return {"lat": organisation.municipality.latitude, "lon": organisation.municipality.longitude}


def open_survey(cluster: Cluster, told: dict[str, Any], time: Timeline) -> None:
    """A survey with its questions, sent to all who take part today."""
    kind, title, days = told["survey"].split("|")
    survey = journal.Survey.objects.create(
        cluster=cluster,
        on=time.today,
        kind=kind,
        title=title,
        open_until=time.today + timedelta(days=int(days)),
        asked=Participation.objects.filter(cluster=cluster, until_on=None).count(),
        answered=0,
    )
    for line in told["questions"]:
        how, _bar, text = line.partition("|")
        survey.questions.add(journal.SurveyQuestion(text=text, kind=how))
    survey.save()
