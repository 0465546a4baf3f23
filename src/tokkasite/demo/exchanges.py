"""The exchanges of the demonstration: streams from public facts, invented receivers, and an invented story followed."""

from datetime import date
from typing import Any

from django.utils.timezone import now

from tokkasite.demo.doors import member_of
from tokkasite.demo.participants import SOURCE
from tokkasite.demo.timeline import Timeline
from tokkasite.register.models import Cluster, Municipality, Organisation, Participation, searchable
from tokkasite.symbiosis.actions import find_exchanges
from tokkasite.symbiosis.models import (
    Delivery,
    Exchange,
    Level,
    Need,
    Offer,
    Permit,
    Processor,
    Recipe,
    Step,
)

SINCE = date(2018, 1, 1)
"""The published list of streams is of this year."""
TAXED_SINCE = date(2027, 1, 1)
"""From this day on the proposal taxes green liquor sludge: a second plan shows what that changes."""
REACH_KM = 2600.0
"""As far as Gravelines, where a part of the dust really goes."""
TERMS = {"handling": 6.0, "rate": 0.12, "detour": 1.3, "km": 25.0}


def tell_exchanges(cluster: Cluster, facts: dict[str, Any], time: Timeline) -> None:
    """What is there to exchange around the cluster, and four exchanges between invented participants."""
    for told in facts["organisation"]:
        real_organisation(told, facts)
    known = {one.name: one for one in Organisation.objects.filter(is_invented=False)}
    for told in facts["offer"]:
        put_up(cluster, known[told["organisation"]], told, facts)
    needs = {told["need"]: take_in(cluster, told, facts) for told in facts["receiver"]}
    for told in facts["processor"]:
        run(cluster, told)
    for told in facts["permit"]:
        permit(told, need=needs[told["need"]])
    pool = Participation.objects.filter(
        cluster=cluster, until_on=None, organisation__is_invented=True, organisation__role="company"
    )
    pool = pool.exclude(organisation=member_of(cluster)).select_related("organisation")
    sides = iter([one.organisation for one in pool.order_by("pk")])
    for told in facts["followed"]:
        giver = member_of(cluster) if told.get("of_member") else next(sides)
        follow(cluster, giver, next(sides), told, time)
    days = [time.today, *([TAXED_SINCE] if time.today < TAXED_SINCE else [])]
    for day in days:
        find_exchanges(cluster=cluster, terms={"max_km": REACH_KM}, day=day, now=now(), by=None)


def real_organisation(told: dict[str, Any], facts: dict[str, Any]) -> Organisation:
    """Who runs a site, with nothing but what the source tells."""
    source = facts["sources"][told["source"]]
    found, _made = Organisation.objects.get_or_create(
        search_name=searchable(told["name"]),
        defaults={
            "name": told["name"],
            "role": "company",
            "municipality": Municipality.objects.filter(code=told.get("municipality", "")).first(),
            "source_title": source["title"],
            "source_url": source["url"],
            "checked_on": source["checked"],
        },
    )
    return found


def run(cluster: Cluster, told: dict[str, Any]) -> Processor:
    """An invented processor with its recipes and permits."""
    organisation = Organisation.objects.create(
        name=told["organisation"], role="company", is_invented=True, source_title=SOURCE
    )
    processor = Processor.objects.create(
        organisation=organisation,
        name=told["name"],
        lat=told["lat"],
        lon=told["lon"],
        site=told["organisation"],
        capacity_t=told["capacity"],
        opening_eur=told["opening"],
        from_on=SINCE,
        centre=cluster,
        source_title=SOURCE,
        is_invented=True,
    )
    for one in told["recipes"]:
        Recipe.objects.create(
            processor=processor,
            waste_codes=one["codes"],
            output=one["output"],
            yield_t_t=one["yield"],
            cost_eur_t=one["cost"],
        )
    for one in told["permits"]:
        permit(one, processor=processor)
    return processor


def permit(told: dict[str, Any], **holder: Need | Processor) -> Permit:
    """An invented permit of an invented receiver."""
    return Permit.objects.create(
        name=told["name"],
        codes=told["codes"],
        tonnes=told.get("tonnes"),
        from_on=told["from"],
        until_on=told.get("until"),
        is_invented=True,
        **holder,
    )


def put_up(cluster: Cluster, organisation: Organisation, told: dict[str, Any], facts: dict[str, Any]) -> Offer:
    """A stream that its source tells of, with an invented price."""
    site, source = facts["sites"][told["site"]], facts["sources"][told["source"]]
    return Offer.objects.create(
        organisation=organisation,
        name=told["name"],
        waste_code=told.get("code", ""),
        material=told["material"],
        tonnes=told["tonnes"],
        carrier=told.get("carrier", ""),
        temperature_c=told.get("temperature"),
        avoided_cost_eur_t=told["avoided"],
        lat=site["lat"],
        lon=site["lon"],
        site=site["name"],
        state=told.get("state", ""),
        status=told.get("status", ""),
        from_on=told.get("from", SINCE),
        until_on=told.get("until"),
        centre=cluster,
        source_title=source["title"],
        source_url=source["url"],
        is_invented=True,
    )


def take_in(cluster: Cluster, told: dict[str, Any], facts: dict[str, Any]) -> Need:
    """A receiver, and what it would take at an invented price."""
    is_real = told.get("is_real", False)
    source = facts["sources"][told["source"]] if is_real else {"title": SOURCE, "url": "", "checked": None}
    organisation, _made = Organisation.objects.get_or_create(
        search_name=searchable(told["name"]),
        defaults={
            "name": told["name"],
            "role": "company",
            "is_invented": not is_real,
            "source_title": source["title"],
            "source_url": source["url"],
            "checked_on": source["checked"],
        },
    )
    return Need.objects.create(
        organisation=organisation,
        name=told["need"],
        waste_codes=told.get("codes", ""),
        materials=told.get("materials", ""),
        carrier=told.get("carrier", ""),
        temperature_c=told.get("temperature"),
        permit_codes=told.get("permit_codes", ""),
        tonnes=told["tonnes"],
        price_eur_t=told["price"],
        lat=told["lat"],
        lon=told["lon"],
        site=told["name"],
        country=told.get("country", "FI"),
        avoided_co2_kg_t=told.get("co2"),
        municipal=told.get("is_municipal", False),
        from_on=SINCE,
        centre=cluster,
        source_title=source["title"],
        source_url=source["url"],
        is_invented=True,
    )


def follow(
    cluster: Cluster, giver: Organisation, taker: Organisation, told: dict[str, Any], time: Timeline
) -> Exchange:
    """One invented exchange from its first day on, stage by stage."""
    gives, takes = told["offer"], told["need"]
    begun = time.ago(told["stages"][0][1] + 1)
    offer = Offer.objects.create(
        organisation=giver,
        name=gives["name"],
        material=gives["material"],
        waste_code=gives["code"],
        tonnes=gives["tonnes"],
        avoided_cost_eur_t=gives["avoided"],
        lat=gives["lat"],
        lon=gives["lon"],
        site=giver.name,
        from_on=begun,
        levels={"material": Level.PUBLIC},
        is_invented=True,
    )
    need = Need.objects.create(
        organisation=taker,
        name=takes["name"],
        waste_codes=takes["codes"],
        permit_codes=takes["codes"],
        tonnes=takes["tonnes"],
        price_eur_t=takes["price"],
        lat=takes["lat"],
        lon=takes["lon"],
        site=taker.name,
        from_on=begun,
        avoided_co2_kg_t=takes["co2"],
        is_invented=True,
    )
    stages = [(stage, time.ago(months)) for stage, months in told["stages"]]
    met = next((day for stage, day in stages if stage == "talks"), None)
    exchange = Exchange.objects.create(
        cluster=cluster,
        offer=offer,
        need=need,
        tonnes=min(gives["tonnes"], takes["tonnes"]),
        km=TERMS["km"],
        eur_t=round(
            gives["avoided"] + takes["price"] - TERMS["handling"] - TERMS["rate"] * TERMS["detour"] * TERMS["km"], 2
        ),
        co2_kg_t=takes["co2"] - 0.11 * TERMS["detour"] * TERMS["km"],
        stage=stages[-1][0],
        since_on=stages[-1][1],
        next_step=told.get("next_step", ""),
        owes=told.get("owes", "centre"),
        due_on=time.ago(told["due"]) if "due" in told else None,
        giver_yes_on=met,
        taker_yes_on=met,
        loss=told.get("loss", ""),
    )
    Step.objects.bulk_create(Step(exchange=exchange, stage=stage, on=day) for stage, day in stages)
    Delivery.objects.bulk_create(
        Delivery(exchange=exchange, on=time.ago(months), tonnes=tonnes) for months, tonnes in told["deliveries"]
    )
    return exchange
