"""What a cluster did with each organisation, under the body of the time or the body that goes on today."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.tokkasite.journal.conftest import DAY, an_organisation
from tokkasite.journal.by_organisation import COUNTED, together
from tokkasite.journal.models import Contact
from tokkasite.register.models import Succession

TODAY = date(2026, 10, 1)


def rows_of(cluster, *, since=None, until=None, bodies_of=None):
    return [
        (row.organisation.name, dict(zip(COUNTED, row.counts, strict=True)))
        for row in together(cluster, since=since, until=until, bodies_of=bodies_of)
    ]


def called(cluster, organisation, times=1, on=DAY):
    Contact.objects.bulk_create(
        Contact(cluster=cluster, organisation=organisation, on=on, channel="call") for _ in range(times)
    )


def counts(**told):
    return dict.fromkeys(COUNTED, 0) | told


@pytest.fixture
def reader(ours, user_with):
    client = Client()
    client.force_login(user_with("assessor", ours.cluster))
    return client


def test_every_kind_is_counted_once_and_the_neighbours_records_never(ours, theirs):
    assert rows_of(ours.cluster) == [("Ours Oy", dict.fromkeys(COUNTED, 1))]


def test_only_what_begins_in_the_days_is_counted(ours):
    called(ours.cluster, ours.company, on=date(2026, 5, 1))
    assert rows_of(ours.cluster, since=date(2026, 3, 3)) == [("Ours Oy", counts(contact=1))]
    assert rows_of(ours.cluster, until=date(2026, 3, 1)) == []


def test_records_of_a_body_that_ended_stand_under_the_one_that_goes_on_only_when_asked_for(ours):
    old, new = an_organisation("Old body"), an_organisation("New body")
    Succession.objects.create(predecessor=old, successor=new, on=date(2026, 6, 1))
    called(ours.cluster, old, 20)
    called(ours.cluster, new, 2)
    told = rows_of(ours.cluster)
    assert told[:1] + told[2:] == [("Old body", counts(contact=20)), ("New body", counts(contact=2))]
    assert rows_of(ours.cluster, bodies_of=date(2026, 5, 31)) == told
    assert rows_of(ours.cluster, bodies_of=TODAY)[0] == ("New body", counts(contact=22))
    first = together(ours.cluster, since=None, until=None, bodies_of=TODAY)[0]
    assert [one.name for one in first.includes] == ["Old body"]


def test_a_divided_body_keeps_its_records_and_names_those_who_have_its_tasks(ours):
    old, left, right = (an_organisation(name) for name in ("Old body", "Left body", "Right body"))
    for heir in (left, right):
        Succession.objects.create(predecessor=old, successor=heir, on=date(2026, 6, 1))
    called(ours.cluster, old, 20)
    first = together(ours.cluster, since=None, until=None, bodies_of=TODAY)[0]
    assert (first.organisation, first.total) == (old, 20)
    assert [one.name for one in first.divided_among] == ["Left body", "Right body"]


def test_the_page_and_its_file_say_the_same(ours, reader):
    old, new = an_organisation("=Old body"), an_organisation("New body")
    Succession.objects.create(predecessor=old, successor=new, on=date(2020, 6, 1))
    called(ours.cluster, old, 20)
    page = reader.get(reverse("journal:by_organisation", args=["ours"]), {"bodies": "today"}).content.decode()
    assert f'href="{new.get_absolute_url()}">New body</a>' in page
    assert "With the records of" in page
    address = reverse("journal:export_by_organisation", args=["ours", "csv"])
    lines = b"".join(reader.get(address, {"bodies": "today"})).decode("utf-8-sig").splitlines()
    assert lines == [
        "organisation,contact,attendance,working_group_member,body_member,project_partner,success_story,includes,"
        "divided_among",
        "New body,20,0,0,0,0,0,'=Old body,",
        "Ours Oy,1,1,1,1,1,1,,",
    ]
    assert reader.get(reverse("journal:export_by_organisation", args=["ours", "exe"])).status_code == 404


def test_days_the_wrong_way_round_filter_nothing_and_say_so(ours, reader):
    address = reverse("journal:by_organisation", args=["ours"])
    page = reader.get(address, {"since": "2026-12-01", "until": "2026-01-01"})
    assert [row.organisation.name for row in page.context["page"]] == ["Ours Oy"]
    assert "The last day is before the first day." in page.content.decode()


def test_the_page_takes_the_same_queries_for_1_and_30_organisations(ours, reader, query_count):
    address = reverse("journal:by_organisation", args=["ours"]) + "?bodies=today"
    Succession.objects.create(predecessor=ours.company, successor=an_organisation("New"), on=DAY)
    reader.get(address)
    one = query_count(lambda: reader.get(address))
    for number in range(30):
        body = an_organisation(f"Guest {number}")
        Succession.objects.create(predecessor=body, successor=an_organisation(f"Heir {number}"), on=DAY)
        called(ours.cluster, body)
    assert query_count(lambda: reader.get(address)) == one
