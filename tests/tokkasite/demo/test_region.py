"""The demo region: what is real has a source, what is invented is marked, and the stories say what they should."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from wagtail.models import ModelLogEntry

from tokkasite.accounts.readers import demo_people
from tokkasite.benchmark.models import Installation, Sheet
from tokkasite.benchmark.readers import latest_study
from tokkasite.demo.region import build
from tokkasite.excellence import readers
from tokkasite.journal.models import CompanyYear, Event
from tokkasite.journal.readers import READINGS, kept_in
from tokkasite.register.models import Cluster, Mandate, Organisation, Participation, Standing, Succession

TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """What the building said. The region is built once, and taken back when the last test has looked at it."""
    lines: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        build(today=TODAY, say=lines.append)
        yield lines
        transaction.set_rollback(True)


def finding(key: str, family: str, rule: str):
    book = readers.book_of(Cluster.objects.get(key=key))
    known = next(one for one in readers.families() if one.key == family)
    return readers.readiness(book, known, TODAY)[0].finding(rule)


def test_a_second_build_changes_nothing(said):
    before = (Organisation.objects.count(), ModelLogEntry.objects.count())
    again: list[str] = []
    build(today=date(2026, 12, 24), say=again.append)
    assert (Organisation.objects.count(), ModelLogEntry.objects.count()) == before
    assert again == ["The demo region is there already. It stays as it is; --fresh makes it anew"]


def test_what_is_real_has_a_source_and_takes_part_in_nothing_invented(said):
    real = Organisation.objects.filter(is_invented=False)
    assert real.count() == 54
    assert not real.filter(source_url="").exists()
    assert not real.filter(checked_on=None).exists()
    assert not Participation.objects.filter(organisation__is_invented=False).exists()
    for kind, reading in READINGS.items():
        if reading.organisation:
            path = reading.organisation.removesuffix("_id")
            assert not reading.rows().filter(**{f"{path}__is_invented": False}).exists(), kind


def test_the_ely_centre_ended_and_its_successor_goes_on(said):
    (one,) = Succession.objects.all()
    assert (one.predecessor.name, one.successor.name, one.on) == (
        "Lapin elinkeino-, liikenne- ja ympäristökeskus",
        "Lapin elinvoimakeskus",
        date(2026, 1, 1),
    )


def test_somebody_of_every_role_can_be_met(said, settings):
    settings.IS_DEMO = True
    met = {mandate.role: mandate for person in demo_people() for mandate in person.mandates.all()}
    assert set(met) == set(Mandate.Role.values)
    assert met["assessor"].until_on == date(2027, 2, 24)
    assert met["member"].organisation.is_invented
    assert met["group_lead"].groups_led.get().meetings.exists()


def test_a_label_that_is_not_public_says_that_it_is_invented(said):
    labels = Standing.objects.filter(kind="label").values_list("from_on", "source_title")
    assert {title.split(":")[0] for day, title in labels if day > date(2020, 1, 1)} == {"Keksitty esittelyä varten"}


def test_every_kind_of_record_but_the_missing_ones_is_told(said):
    empty = {one.key: {kind for kind, kept in kept_in(one).items() if not kept.count} for one in Cluster.objects.all()}
    assert empty == {"industry": {"training"}, "rural": {"recognition"}}


def test_nothing_has_happened_that_is_still_to_come(said):
    lasting = {"plan_action", "goal", "document", "budget", "income", "project"}
    coming = Event.objects.filter(on__gt=TODAY)
    assert [event.sign_up_until > TODAY for event in coming] == [True] * 5  # announced, so that one signs up
    coming.delete()
    for cluster in Cluster.objects.all():
        assert {kind for kind, kept in kept_in(cluster).items() if kept.last_on and kept.last_on > TODAY} <= lasting


def test_the_industry_cluster_has_stopped_calling(said):
    found = finding("industry", "ecei_reference", "ecei_reference.2.5")
    assert (found.level, found.blocks) == ("red", True)


def test_the_rural_cluster_calls_and_lacks_a_plan(said):
    assert finding("rural", "ecei_reference", "ecei_reference.2.5").level == "green"
    assert finding("rural", "lapland", "lapland.strategy").outcome == "missed"


def test_the_pool_to_compare_with_is_invented_and_marked_so(said):
    assert Installation.objects.get().is_invented is True
    assert set(Sheet.objects.values_list("key", flat=True)) == {Installation.objects.get().key}
    assert not CompanyYear.objects.filter(organisation__is_invented=False).exists()
    assert len(latest_study("models").found["models"]) == 3
