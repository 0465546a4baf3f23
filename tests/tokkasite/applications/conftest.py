"""A cluster with a lead, a partner and a stranger, its manager and a member; documents go into a folder of the test."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from tests.builders import LONG_AGO, make_cluster, make_organisation, make_user
from tokkasite.applications.models import Application
from tokkasite.register.models import Participation

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _in_english(settings, tmp_path) -> Iterator[None]:
    store = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "evidence", "base_url": None},
    }
    settings.STORAGES = settings.STORAGES | {"evidence": store}
    with translation.override("en"):
        yield


@pytest.fixture
def world(db) -> SimpleNamespace:
    ours = make_cluster("ours")
    lead, partner = make_organisation("Lead Oy"), make_organisation("Partner Oy")
    for one in (lead, partner):
        Participation.objects.create(cluster=ours, organisation=one, from_on=LONG_AGO)
    return SimpleNamespace(
        cluster=ours,
        lead=lead,
        partner=partner,
        stranger=make_organisation("Stranger Oy"),
        manager=make_user("manager", ours),
        member=make_user("member", ours, email="member@example.org", organisation=lead),
    )


def an_application(world, **told: object) -> Application:
    usual = {"title": "Slag", "programme": "Horizon Europe", "call_title": "A call", "lead": world.lead}
    return Application(cluster=world.cluster, **usual | told)
