"""Two clusters, each with a participant, a person to call there, a label, a website and a team member."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.builders import LONG_AGO, make_cluster, make_organisation, make_user
from tokkasite.register import models


def a_cluster(key: str) -> SimpleNamespace:
    cluster = make_cluster(key)
    company = make_organisation(f"{key.title()} Oy")
    participation = models.Participation.objects.create(cluster=cluster, organisation=company, from_on=LONG_AGO)
    return SimpleNamespace(
        cluster=cluster,
        company=company,
        participation=participation,
        commitment=models.Commitment.objects.create(participation=participation, proof="letter", from_on=LONG_AGO),
        person=models.ContactPerson.objects.create(organisation=company, name=f"Aino of {key}", from_on=LONG_AGO),
        standing=models.Standing.objects.create(cluster=cluster, kind="label", level="silver", from_on=LONG_AGO),
        website=models.Website.objects.create(
            cluster=cluster, url=f"https://{key}.example.org/", language="fi", from_on=LONG_AGO
        ),
        member=make_user("team", cluster),
    )


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.fixture
def forest(db: None) -> SimpleNamespace:
    return a_cluster("forest")


@pytest.fixture
def reindeer(forest: SimpleNamespace) -> SimpleNamespace:
    """The neighbour, made after the forest."""
    return a_cluster("reindeer")


@pytest.fixture
def signed_in() -> Callable[[object], Client]:
    """A browser in which somebody is signed in."""

    def sign_in(user: object) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def query_count() -> Callable[[Callable[[], object]], int]:
    """How many queries a call takes."""

    def count(call: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as queries:
            call()
        return len(queries)

    return count


@pytest.fixture
def day() -> date:
    return date(2026, 3, 2)
