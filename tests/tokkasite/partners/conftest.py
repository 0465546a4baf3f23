"""Two clusters, each with a member that looks for partners, and one that complements the other."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from tests.builders import LONG_AGO, make_cluster, make_organisation, make_region, make_user
from tokkasite.partners.actions import keep_profile
from tokkasite.partners.models import PartnerProfile
from tokkasite.register.models import Participation

DAY = date(2026, 3, 10)
"""The day of the tests of deeds; what goes over HTTP happens today, and its days are counted from then."""


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def member(name: str, cluster, role: str = "company") -> SimpleNamespace:
    body = make_organisation(name, role)
    Participation.objects.create(cluster=cluster, organisation=body, from_on=LONG_AGO)
    user = make_user("member", cluster, organisation=body, email=f"{name.split()[0].lower()}@example.org")
    return SimpleNamespace(body=body, user=user, mandate=user.mandates.get(), cluster=cluster)


def profile_of(who: SimpleNamespace, *, today: date = LONG_AGO, consents: bool = True, **told) -> PartnerProfile:
    """A profile since long ago, so that it is open on any day."""
    fields = {"title": f"About {who.body.name}", "contact": f"{who.user.email}", "country": "FI"} | told
    row = PartnerProfile(cluster=who.cluster, organisation=who.body, **fields)
    return keep_profile(profile=row, consents=consents, by=who.user, today=today)


@pytest.fixture
def world(db) -> SimpleNamespace:
    make_region()
    ours, theirs = make_cluster("ours"), make_cluster("theirs")
    seeker, giver = member("Hidas Oy", ours), member("Nopea Oy", theirs)
    return SimpleNamespace(
        ours=ours,
        theirs=theirs,
        seeker=seeker,
        giver=giver,
        seeks=profile_of(seeker, seeks="welding robots", offers="steel frames"),
        gives=profile_of(giver, offers="welding\nrobots", seeks="frames"),
        manager=make_user("manager", ours),
    )
