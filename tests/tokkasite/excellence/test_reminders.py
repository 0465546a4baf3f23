"""Whom nobody has contacted for as long as one asks, and what ends, in one's own calendar."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from icalendar import Calendar
from wagtail.models import ModelLogEntry

from tests.builders import make_cluster, make_organisation, make_user
from tests.tokkasite.excellence.test_pages import kept, queries_of
from tokkasite.accounts.tokens import digest_of
from tokkasite.journal.models import CalendarFeed, Contact, Document
from tokkasite.register.models import Commitment, Mandate, Participation

PAGE = "/en/clusters/forest/reminders/"


@pytest.fixture
def cluster(db):
    return make_cluster("forest")


@pytest.fixture
def manager(cluster):
    return make_user("manager", cluster)


@pytest.fixture
def signed_in(manager):
    client = Client()
    client.force_login(manager)
    return client


def met(cluster, name, days_ago):
    """A committed company, met so many days ago."""
    body = make_organisation(name)
    since = localdate() - timedelta(days=3000)
    part = Participation.objects.create(cluster=cluster, organisation=body, from_on=since)
    Commitment.objects.create(participation=part, proof="letter", from_on=since)
    Contact.objects.create(
        cluster=cluster, on=localdate() - timedelta(days=days_ago), organisation=body, channel="call", subject="Peat"
    )


def names(page):
    return [callee.organisation.name for callee in page.context["callees"]]


def test_the_reader_chooses_the_months_of_silence_and_the_home_page_remembers_them(cluster, signed_in):
    for name, days in (("Aho Oy", 20), ("Björk Oy", 200), ("Cajan Oy", 500)):
        met(cluster, name, days)
    assert names(signed_in.get(PAGE)) == ["Cajan Oy"]
    assert names(signed_in.get(PAGE, {"months": "6"})) == ["Cajan Oy", "Björk Oy"]
    home = signed_in.get("/en/clusters/forest/")
    assert (home.context["silent_count"], names(home)) == (2, ["Cajan Oy", "Björk Oy"])
    assert "2 committed participants not contacted within the last 6 months" in home.content.decode()
    assert names(signed_in.get(PAGE, {"months": "24"})) == []


@pytest.mark.parametrize("months", ["0", "61", "soon", ""])
def test_months_that_cannot_be_are_refused_at_their_field_and_change_nothing(cluster, signed_in, months):
    page = signed_in.get(PAGE, {"months": months})
    assert (page.status_code, bool(page.context["form"].errors), page.context["months"]) == (200, True, 12)


def test_queries_do_not_grow_with_participants(cluster, signed_in):
    kept(cluster, participants=1, contacts=0)
    signed_in.get(f"{PAGE}?months=1")
    with_one = queries_of(signed_in, f"{PAGE}?months=1")
    kept(cluster, participants=60, contacts=40)
    assert queries_of(signed_in, f"{PAGE}?months=1") == with_one


def address_of(client):
    return client.post(reverse("excellence:feed", args=["forest"])).context["address"].removeprefix("http://testserver")


def test_the_private_address_tells_any_calendar_what_ends_and_holds_no_note(cluster, signed_in):
    ends = localdate() + timedelta(days=200)
    document = Document.objects.create(
        cluster=cluster, kind="strategy", title="Strategy; to 2030", from_on=localdate(), until_on=ends
    )
    other = make_cluster("theirs")
    Document.objects.create(cluster=other, kind="strategy", title="Secret", from_on=localdate(), until_on=ends)
    response = Client().get(address_of(signed_in))
    entries = Calendar.from_ical(response.content).walk("VEVENT")
    assert [(str(one["uid"]), one.decoded("dtstart"), str(one["summary"]), str(one["url"])) for one in entries] == [
        (
            f"document-{document.pk}-ends@testserver",
            ends,
            "Document ends: Strategy; to 2030",
            f"http://testserver/en/clusters/forest/records/document/{document.pk}/",
        )
    ]
    assert response["Cache-Control"] == "private, no-store"


def test_a_new_address_stops_the_old_one_and_closing_stops_it_too(cluster, signed_in, manager):
    first, second = address_of(signed_in), address_of(signed_in)
    statuses = [Client().get(first).status_code, Client().get(second).status_code]
    feed = CalendarFeed.objects.get()
    assert [entry.action for entry in ModelLogEntry.objects.for_instance(feed)] == ["journal.open_feed"] * 2
    signed_in.post(reverse("excellence:feed", args=["forest"]), {"close": "1"})
    assert [*statuses, Client().get(second).status_code] == [404, 200, 404]


def test_only_the_digest_of_the_address_is_kept(cluster, signed_in):
    token = address_of(signed_in).rpartition("/")[2].removesuffix(".ics")
    assert CalendarFeed.objects.get().digest == digest_of(token) != token


def test_the_address_stops_with_the_mandate_and_with_the_account(cluster, signed_in, manager):
    address = address_of(signed_in)
    Mandate.objects.update(until_on=localdate() - timedelta(days=1))
    without_mandate = Client().get(address).status_code
    Mandate.objects.update(until_on=None)
    manager.is_active = False
    manager.save()
    assert (without_mandate, Client().get(address).status_code) == (404, 404)


def test_the_address_only_tells_and_a_guessed_one_is_not_there(cluster, signed_in):
    address = address_of(signed_in)
    assert (Client().post(address).status_code, Client().get("/en/calendars/guessed.ics").status_code) == (405, 404)


def test_nobody_else_sees_or_opens_reminders(cluster, db):
    stranger = Client()
    stranger.force_login(make_user("team", make_cluster("theirs")))
    assert stranger.get(PAGE).status_code == 404
    assert stranger.post(reverse("excellence:feed", args=["forest"])).status_code == 404
    assert Client().get(PAGE).status_code == 302
