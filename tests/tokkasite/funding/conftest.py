"""A cluster with three members, a manager, and calls as sources would list them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import translation
from django.utils.timezone import now

from tests.builders import LONG_AGO, make_cluster, make_organisation, make_region, make_user
from tokka.funding.calls import Call as Told
from tokka.funding.calls import Kind
from tokka.funding.parsing import Answer
from tokkasite.funding.listing_actions import source_of, take
from tokkasite.funding.models import Call, Fetch
from tokkasite.register.models import (
    ActivityCode,
    Identifier,
    Mandate,
    Municipality,
    Participation,
    Profile,
    SizeFigure,
)

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
DAY = date(2026, 11, 24)
FOOD = "Poronliha: reindeer meat, local food, processing and packaging."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def told(reference: str, title: str = "", **more: object) -> Told:
    """A call of the source "funder" that opened long ago and closes in January 2027."""
    usual = {
        "title": title or f"Call {reference}",
        "kind": Kind.NATIONAL,
        "opens_at": datetime(2026, 1, 1, tzinfo=UTC),
        "deadlines_at": (datetime(2027, 1, 31, 15, tzinfo=UTC),),
    }
    return Told(source="funder", reference=reference, **usual | more)


def listed(*calls: Told, at: datetime = NOW, is_whole: bool = True) -> Fetch:
    """What came of a listing of these calls."""
    return take(fetch=Fetch(source=source_of("funder"), is_whole=is_whole, began_at=at), answer=Answer(calls), now=at)


def call(reference: str) -> Call:
    return Call.objects.get(reference=reference)


def member_of(cluster, name: str, **more: object):
    organisation = make_organisation(name, **more)
    Participation.objects.create(cluster=cluster, organisation=organisation, from_on=LONG_AGO)
    return organisation


@pytest.fixture
def world(db) -> SimpleNamespace:
    """A small meat company in Lapland that says what it does, a university in Oulu, and one that says nothing."""
    ours = make_cluster("ours")
    muonio = Municipality.objects.create(code="498", name_fi="Muonio", region=make_region())
    elsewhere = Municipality.objects.create(code="564", name_fi="Oulu")
    meat = member_of(ours, "Poro Oy", municipality=muonio)
    Profile.objects.create(organisation=meat, description=FOOD, language="en")
    ActivityCode.objects.create(organisation=meat, scheme="tol_2025", code="10130", from_on=LONG_AGO)
    SizeFigure.objects.create(organisation=meat, year=2025, headcount_awu=6, turnover_eur=900_000, balance_eur=400_000)
    Identifier.objects.create(organisation=meat, scheme="fi_business_id", value="0112038-9")
    university = member_of(ours, "University", role="research", municipality=elsewhere)
    Profile.objects.create(organisation=university, description="Research on food and meat.", language="en")
    silent = member_of(ours, "Silent Oy")
    manager = make_user("manager", ours)
    user = make_user("member", ours, email="meat@example.org", organisation=meat)
    return SimpleNamespace(
        cluster=ours,
        meat=meat,
        university=university,
        silent=silent,
        manager=manager,
        user=user,
        mandate=Mandate.objects.get(user=user),
    )


def open_now(reference: str, title: str = "", **more: object) -> Told:
    """A call that is open on the day on which the test runs, for pages that read the clock."""
    days = {"opens_at": now() - timedelta(days=30), "deadlines_at": (now() + timedelta(days=30),)}
    return told(reference, title, **days | more)
