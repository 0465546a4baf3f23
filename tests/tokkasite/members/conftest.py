"""A member of one organisation, with everything of a neighbour beside it, so that what could leak is there."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import translation
from django.utils.timezone import localdate

from tests.builders import LONG_AGO, make_user
from tests.tokkasite.journal.conftest import a_cluster, an_organisation
from tokkasite.accounts.models import User
from tokkasite.journal import models as journal
from tokkasite.register.actions import load_region
from tokkasite.register.models import Cluster, ContactPerson, Organisation, Participation, Region
from tokkasite.symbiosis.models import Offer


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def today(db) -> date:
    return localdate()


def takes_part(name: str, cluster: Cluster, today: date) -> Organisation:
    """A company with a person, a contact with a secret note, an event behind it, a project and an offer of its own."""
    company = an_organisation(name)
    Participation.objects.create(cluster=cluster, organisation=company, from_on=LONG_AGO)
    person = ContactPerson.objects.create(organisation=company, name=f"Boss of {name}", from_on=LONG_AGO)
    told = {"cluster": cluster, "organisation": company, "person": person, "channel": "visit"}
    journal.Contact.objects.create(**told, on=date(2026, 2, 1), subject=f"Plans of {name}", note=f"Open note on {name}")
    journal.Contact.objects.create(
        **told, on=date(2026, 2, 2), subject=f"Sale of {name}", note=f"Secret of {name}", is_confidential=True
    )
    event = journal.Event.objects.create(cluster=cluster, on=date(2026, 2, 3), kind="workshop", title=f"Day at {name}")
    journal.Attendance.objects.create(event=event, organisation=company)
    journal.Income.objects.create(
        cluster=cluster, payer=name, sector="private", from_on=LONG_AGO, until_on=today, amount_eur=777
    )
    Offer.objects.create(
        organisation=company, name=f"Ash of {name}", material="ash", tonnes=5, avoided_cost_eur_t=40,
        lat=66.5, lon=25.7, from_on=LONG_AGO, visibility="team",
    )  # fmt: skip
    return company


@pytest.fixture
def world(today) -> SimpleNamespace:
    Region.objects.all().delete()
    load_region()
    ours = a_cluster("ours")
    mine, other = takes_part("Mine Oy", ours, today), takes_part("Other Oy", ours, today)
    theirs = a_cluster("theirs")
    Participation.objects.create(cluster=theirs, organisation=mine, from_on=LONG_AGO)
    journal.Contact.objects.create(
        cluster=theirs, organisation=mine, on=date(2026, 2, 4), channel="call", subject="Told in the other cluster"
    )
    survey = journal.Survey.objects.create(
        cluster=ours, on=today, kind="satisfaction", title="How are we?", open_until=today, asked=2, answered=0
    )
    score = journal.SurveyQuestion.objects.create(survey=survey, text="In all?", kind="scale")
    words = journal.SurveyQuestion.objects.create(survey=survey, text="What else?", kind="words")
    event = journal.Event.objects.create(
        cluster=ours, on=today + timedelta(days=9), kind="event", title="Fair", sign_up_until=today, capacity=3
    )
    group = journal.WorkingGroup.objects.create(cluster=ours, name="Energy", from_on=LONG_AGO)
    return SimpleNamespace(
        ours=ours, theirs=theirs, mine=mine, other=other, today=today,
        survey=survey, score=score, words=words, event=event, group=group,
        member=make_user("member", ours, organisation=mine),
        manager=make_user("manager", ours),
        neighbour=make_user("manager", theirs),
    )  # fmt: skip


@pytest.fixture
def base(world) -> str:
    """Where the member's pages begin."""
    return f"/en/member/{world.member.mandates.get().pk}/"


@pytest.fixture
def member(client, world):
    """The browser of the member."""
    client.force_login(world.member)
    return client


def text_of(response) -> str:
    assert response.status_code == 200, response
    return response.content.decode()


def user_of(email: str) -> User | None:
    return User.objects.filter(email=email).first()
