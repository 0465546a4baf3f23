"""A cluster with a small firm, a large one and a body that is no enterprise; and an event with four guests."""

from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
from django.utils import translation

from tests.builders import LONG_AGO, make_cluster, make_organisation, make_user
from tokkasite.journal.guests import register_guest
from tokkasite.journal.models import Event, Guest
from tokkasite.missions.models import Meetings, Mission, Traveller
from tokkasite.register.models import Commitment, Organisation, Participation, SizeFigure

DAY = date(2026, 3, 10)
"""The first day of the mission and the day of the event; the days of the tests are counted from it."""
SMALL, LARGE = (12, 2_000_000), (900, 90_000_000)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def takes_part(name: str, cluster, *, staff: tuple[int, int] | None = None, proof=True, **told) -> Organisation:
    body = make_organisation(name, told.pop("role", "company"))
    part = Participation.objects.create(cluster=cluster, organisation=body, **({"from_on": LONG_AGO} | told))
    if proof:
        Commitment.objects.create(participation=part, proof="fee", from_on=part.from_on, until_on=part.until_on)
    if staff:
        SizeFigure.objects.create(
            organisation=body,
            year=2025,
            headcount_awu=staff[0],
            turnover_eur=staff[1],
            balance_eur=staff[1],
            source="told",
        )
    return body


@pytest.fixture
def world(db) -> SimpleNamespace:
    ours = make_cluster("ours")
    small, large = takes_part("Small Oy", ours, staff=SMALL), takes_part("Large Oyj", ours, staff=LARGE)
    mission = Mission.objects.create(
        cluster=ours, title="Narvik", host_name="Host", place="Narvik", country="NO", from_on=DAY,
        until_on=DAY + timedelta(days=3), working_days=3, sign_up_until=DAY - timedelta(days=5),
    )  # fmt: skip
    mission.clusters.add(ours)
    for body in (small, large):
        Traveller.objects.create(mission=mission, organisation=body, state="comes", moved_on=LONG_AGO)
    return SimpleNamespace(ours=ours, small=small, large=large, mission=mission, manager=make_user("manager", ours))


@pytest.fixture
def event(world) -> SimpleNamespace:
    """Four guests, three slots, two tables."""
    held = Event.objects.create(
        cluster=world.ours, on=DAY, kind="matchmaking", title="Meet", sign_up_until=DAY, is_public=True
    )
    meetings = Meetings.objects.create(event=held, first_at=time(9), slots=3, minutes=20, tables=2, ask_until=DAY)
    guests = [guest_of(held, name) for name in ("Ann", "Ben", "Cat", "Dan")]
    return SimpleNamespace(held=held, meetings=meetings, guests=guests, manager=world.manager, ours=world.ours)


def guest_of(event: Event, name: str, **told) -> Guest:
    guest = Guest(event=event, name=name, languages="en", **told)
    return register_guest(guest=guest, today=DAY - timedelta(days=20), by_team=True)[0]
