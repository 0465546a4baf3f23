"""Builds the demo region Lapland in one transaction: the real part from its sources, then the invented stories."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from importlib import resources
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import log

from tokka.excellence.months import month_end, month_shifted
from tokka.rulebook.families import family_named
from tokkasite.accounts.models import User
from tokkasite.accounts.readers import DEMO_DOMAIN
from tokkasite.demo import invented
from tokkasite.demo.applications import tell_applications
from tokkasite.demo.doors import member_of, open_doors
from tokkasite.demo.exchanges import tell_exchanges
from tokkasite.demo.funding import tell_funding
from tokkasite.demo.leakage import tell_leakage
from tokkasite.demo.missions import tell_missions
from tokkasite.demo.papers import Papers
from tokkasite.demo.participants import Cast
from tokkasite.demo.partners import tell_partners
from tokkasite.demo.plants import tell_plants
from tokkasite.demo.pool import tell_pool
from tokkasite.demo.portal import tell_portal, tell_publicity
from tokkasite.demo.streams import tell_streams
from tokkasite.demo.timeline import Timeline
from tokkasite.demo.work import Work
from tokkasite.excellence.actions import open_round, share_round, submit_round
from tokkasite.journal.models import WorkingGroup
from tokkasite.portal.actions import build_site
from tokkasite.register.actions import grant_mandate, load_region
from tokkasite.register.models import (
    Cluster,
    Identifier,
    Municipality,
    Organisation,
    Standing,
    Succession,
)

PEOPLE = (
    ("Aino", "Hankivuo", "manager", "industry", "fi"),
    ("Niilo", "Naavalinna", "manager", "rural", "fi"),
    ("Satu", "Kairankannel", "team", "rural", "fi"),
    ("Leevi", "Tykkyharju", "assessor", "industry", "en"),
    ("Outi", "Lumivirsu", "coordinator", None, "fi"),
    ("Kaisu", "Routavuo", "member", "industry", "fi"),
    ("Hilla", "Jängännevä", "group_lead", "industry", "fi"),
    ("Sanelma", "Routakivi", "auditor", "industry", "fi"),
)
"""Who may be met, at least one of every role: given name, family name, role, cluster, language."""

MANDATES_FROM_MONTHS = 36
PASS_UNTIL_MONTHS = -3
"""An assessor's pass ends; in the demonstration three months ahead."""
ASSESSED, ASSESSED_MONTHS_AGO = "industry", 13


def table(name: str) -> dict[str, Any]:
    """One of the tables beside this module."""
    return tomllib.loads((resources.files("tokkasite.demo") / name).read_text(encoding="utf-8"))


@transaction.atomic
def build(*, today: date, say: Callable[[str], None]) -> None:
    """Make the region, its clusters and their three years of work. What has been built already stays as it is."""
    region = load_region()
    facts = table("lapland.toml")
    wanted = {told["key"] for told in facts["cluster"]}
    if wanted <= set(Cluster.objects.values_list("key", flat=True)):
        say("The demo region is there already. It stays as it is; --fresh makes it anew")
        return
    bodies = real_organisations(facts)
    stems = invented.stems(Random(facts["cluster"][0]["seat"]))
    for told in facts["cluster"]:
        cluster = real_cluster(told, bodies, facts["sources"])
        say(f"Telling three years of {cluster.name_fi}")
        tell(cluster, table(f"{told['key']}.toml"), today, stems)
    industry = Cluster.objects.get(key="industry")
    tell_exchanges(industry, table("kemi_tornio.toml"), Timeline(today, industry.pk))
    tell_plants(Cluster.objects.get(key="rural"), industry, today)
    tell_applications(industry, table("applications.toml"), table("past_projects.toml"), Timeline(today, industry.pk))
    tell_missions(industry, Cluster.objects.get(key="rural"), Timeline(today, industry.pk))
    tell_partners(industry, Cluster.objects.get(key="rural"), Timeline(today, industry.pk))
    tell_streams(industry, facts["sources"])
    meet(Timeline(today, 1))
    rural = Cluster.objects.get(key="rural")
    manager = User.objects.get(mandates__role="manager", mandates__cluster=rural)
    tell_leakage(rural, Timeline(today, rural.pk), manager)
    assess_a_year_ago(today)
    say("Ranking calls for members")
    tell_funding(table("calls.toml"), Timeline(today, 1))
    say("Inventing a pool to compare with")
    tell_pool(today)
    build_site()
    tell_portal(today)
    tell_publicity(today)
    log(region, "register.build_demo", data={"day": today.isoformat(), "clusters": sorted(wanted)})


def assess_a_year_ago(today: date) -> None:
    """A self-assessment handed in a year ago and open to the assessor, so that a new one has something before it."""
    manager, assessor = (
        User.objects.get(mandates__role=role, mandates__cluster__key=ASSESSED) for role in ("manager", "assessor")
    )
    day = month_end(month_shifted(today, -ASSESSED_MONTHS_AGO))
    family, told = family_named("ecei_reference"), {"by": manager, "today": day}
    found = open_round(cluster=Cluster.objects.get(key=ASSESSED), family=family, label="gold", day=day, **told)
    found = submit_round(found=found, family=family, **told)
    share_round(found=found, users=[assessor], **told)


def real_organisations(facts: dict[str, Any]) -> dict[str, Organisation]:
    """The bodies that exist, with nothing but what their source tells."""
    places = {place.code: place for place in Municipality.objects.all()}
    found = {one.name: one for one in Organisation.objects.all()}
    for told in facts["organisation"]:
        if told["name"] in found:
            continue
        source = facts["sources"][told["source"]]
        organisation = Organisation.objects.create(
            name=told["name"],
            role=told["role"],
            municipality=places.get(told.get("municipality", "")),
            website=told.get("website", ""),
            source_title=source["title"],
            source_url=source["url"],
            checked_on=source["checked"],
        )
        if number := told.get("business_id"):
            Identifier.objects.create(
                organisation=organisation, scheme="fi_business_id", value=number, source=source["title"]
            )
        found[told["name"]] = organisation
    for told in facts["succession"]:
        source = facts["sources"][told["source"]]
        Succession.objects.get_or_create(
            predecessor=found[told["predecessor"]],
            successor=found[told["successor"]],
            defaults={
                "on": told["on"],
                "tasks": told["tasks"],
                "source_title": source["title"],
                "source_url": source["url"],
                "checked_on": source["checked"],
            },
        )
    return found


def real_cluster(told: dict[str, Any], bodies: dict[str, Organisation], sources: dict[str, Any]) -> Cluster:
    """A cluster with its host, seat and words, and the label that a source dates."""
    source, bronze = sources[told["source"]], told["bronze"]
    cluster = Cluster.objects.create(
        key=told["key"],
        host=bodies[told["host"]],
        seat=Municipality.objects.get(code=told["seat"]),
        managed_since=told["managed_since"],
        source_title=source["title"],
        source_url=source["url"],
        checked_on=source["checked"],
        **{name: told[name] for name in ("name_fi", "name_en", "summary_fi", "summary_en")},
    )
    Standing.objects.create(
        cluster=cluster,
        kind="label",
        level="bronze",
        from_on=bronze["from_on"],
        source_title=sources[bronze["source"]]["title"],
        source_url=sources[bronze["source"]]["url"],
    )
    return cluster


def tell(cluster: Cluster, story: dict[str, Any], today: date, stems: Iterator[str]) -> None:
    """The invented part of one cluster: who takes part, what was done, and what is on paper."""
    time = Timeline(today, story["seed"])
    members = Cast(cluster, story["participants"], time, stems).appear()
    papers, work = Papers(cluster, story, time, members), Work(cluster, story, time, members)
    papers.tell_standings()
    papers.tell_money()
    work.tell_contacts(papers.tell_team())
    work.tell_events()
    work.tell_groups()
    work.tell_bodies()
    work.tell_projects()
    papers.tell_documents()
    papers.tell_publicity()
    if "open_to_members" in story:
        open_doors(cluster, story["open_to_members"], time)


def meet(time: Timeline) -> None:
    """The people as whom one may look around. None of them has a password.

    The lead leads the group that met last.
    """
    for given, family, role, key, language in PEOPLE:
        email = f"{role}.{key or 'region'}@{DEMO_DOMAIN}"
        user = User(email=email, first_name=given, last_name=family, language=language)
        user.set_unusable_password()
        user.save()
        cluster = Cluster.objects.get(key=key) if key else None
        mandate = grant_mandate(
            user=user,
            role=role,
            cluster=cluster,
            organisation=member_of(cluster) if role == "member" else None,
            from_on=time.ago(MANDATES_FROM_MONTHS) or time.today,
            until_on=time.ago(PASS_UNTIL_MONTHS) if role == "assessor" else None,
        )
        if role == "group_lead":
            group = cluster.working_groups.annotate(met=Max("meetings__on")).order_by("-met", "pk").first()
            WorkingGroup.objects.filter(pk=group.pk).update(lead=mandate)
