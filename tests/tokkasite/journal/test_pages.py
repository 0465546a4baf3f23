"""The journal's pages: who may read them, what they show, and how many queries they take."""

from datetime import date

import pytest
from django.test import Client

from tokka.excellence.records import KINDS
from tokkasite.journal import models as journal
from tokkasite.journal.readers import record_url
from tokkasite.journal.views import SECTIONS

DAY = date(2026, 3, 2)


@pytest.fixture
def as_team(ours, user_with) -> Client:
    client = Client()
    client.force_login(user_with("team", ours.cluster))
    return client


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def addresses(ours) -> list[str]:
    key = ours.cluster.key
    pages = [f"/en/clusters/{key}/journal/", f"/en/clusters/{key}/quick/"]
    return pages + [
        address
        for kind in KINDS
        for address in (f"/en/clusters/{key}/records/{kind}/", record_url(key, kind, getattr(ours, kind).pk))
    ]


def test_the_sections_of_the_journal_hold_every_kind_once():
    assert sorted(kind for _title, kinds in SECTIONS for kind in kinds) == sorted(KINDS)


def test_the_team_reads_every_page(ours, as_team):
    assert {address: as_team.get(address).status_code for address in addresses(ours)} == dict.fromkeys(
        addresses(ours), 200
    )


def test_the_neighbours_team_finds_none_of_them(ours, theirs, user_with):
    neighbour = signed_in(user_with("manager", theirs.cluster))
    assert {neighbour.get(address).status_code for address in addresses(ours)} == {404}


def test_a_visitor_is_asked_to_sign_in(ours, client):
    assert {client.get(address).status_code for address in addresses(ours)} == {302}


def test_a_mandate_that_has_ended_opens_nothing(ours, user_with):
    gone = signed_in(user_with("team", ours.cluster, until_on=date(2020, 12, 31)))
    assert {gone.get(address).status_code for address in addresses(ours)} == {404}


def test_a_record_of_the_neighbour_is_not_found_under_our_address(ours, theirs, as_team):
    assert {as_team.get(record_url("ours", kind, getattr(theirs, kind).pk)).status_code for kind in KINDS} == {404}


def test_a_kind_that_is_not_there_is_not_found(ours, as_team):
    assert as_team.get("/en/clusters/ours/records/secret/").status_code == 404
    assert as_team.get("/en/clusters/ours/records/secret/1/").status_code == 404


@pytest.mark.parametrize("role", ["assessor", "coordinator"])
def test_a_confidential_note_is_for_the_clusters_own_team(ours, user_with, as_team, role):
    address = record_url("ours", "contact", ours.contact.pk)
    reader = signed_in(user_with(role, None if role == "coordinator" else ours.cluster))
    assert "Sells the mill" in as_team.get(address).content.decode()
    page = reader.get(address)
    # Whether the coordinator opens single records is for the register to say; the note stays shut either way.
    assert page.status_code in (200, 404)
    assert "Sells the mill" not in page.content.decode()


def test_a_note_that_is_not_confidential_is_read_with_its_record(ours, user_with):
    journal.Contact.objects.update(is_confidential=False)
    assessor = signed_in(user_with("assessor", ours.cluster))
    assert "Sells the mill" in assessor.get(record_url("ours", "contact", ours.contact.pk)).content.decode()


def test_a_confidential_note_is_not_found_by_searching(ours, as_team):
    page = as_team.get("/en/clusters/ours/records/contact/?text=mill")
    assert [line.title for line in page.context["lines"]] == []


def test_an_assessor_reads_but_does_not_write(ours, user_with):
    assessor = signed_in(user_with("assessor", ours.cluster))
    assert assessor.get("/en/clusters/ours/quick/").status_code == 403
    assert assessor.post("/en/clusters/ours/quick/", {"on": DAY}).status_code == 403
    page = assessor.get(record_url("ours", "contact", ours.contact.pk))
    assert (page.context["edit_url"], page.context["can_write"]) == ("", False)


def test_a_record_shows_every_field_that_says_something(ours, as_team):
    page = as_team.get(record_url("ours", "contact", ours.contact.pk))
    assert [(entry.label, entry.text) for entry in page.context["entries"]] == [
        ("day", "2 Mar 2026"),
        ("organisation", "Ours Oy"),
        ("channel", "Visit"),
        ("subject", "Peat"),
        ("note", "Sells the mill"),
        ("note is confidential", "Yes"),
    ]


def test_an_event_shows_who_came(ours, as_team):
    page = as_team.get(record_url("ours", "event", ours.event.pk))
    assert [(part.kind, [line.title for line in part.lines]) for part in page.context["parts"]] == [
        ("attendance", ["Ours Oy – Side streams"])
    ]


def test_the_team_is_led_to_the_screen_where_a_record_is_corrected(ours, as_team):
    page = as_team.get(record_url("ours", "working_group_meeting", ours.working_group_meeting.pk))
    assert page.context["edit_url"] == f"/admin/journal_workinggroupmeeting/edit/{ours.working_group_meeting.pk}/"
    page = as_team.get(record_url("ours", "goal_value", ours.goal_value.pk))
    assert page.context["edit_url"] == f"/admin/journal_document/edit/{ours.document.pk}/"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("text=peat", ["Ours Oy: Peat"]),
        ("text=ours+PEAT", ["Ours Oy: Peat"]),
        ("text=ash", []),
        ("since=2026-03-02&until=2026-03-02", ["Ours Oy: Peat"]),
        ("since=2026-03-03", []),
        ("until=2026-03-01", []),
    ],
)
def test_records_are_filtered_by_text_and_day(ours, as_team, asked, found):
    page = as_team.get(f"/en/clusters/ours/records/contact/?{asked}")
    assert [line.title for line in page.context["lines"]] == found


def test_a_filter_that_ends_before_it_begins_says_so(ours, as_team):
    page = as_team.get("/en/clusters/ours/records/contact/?since=2026-03-02&until=2026-03-01")
    assert page.context["form"].errors == {"until": ["The last day is before the first day. Correct one of the two."]}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_searched_without_error(ours, as_team, kind):
    assert as_team.get(f"/en/clusters/ours/records/{kind}/?text=ours").status_code == 200


def test_a_list_takes_the_same_queries_for_1_and_30_rows(ours, as_team, query_count):
    address = "/en/clusters/ours/records/contact/"
    few = query_count(lambda: as_team.get(address))
    for _ in range(29):
        journal.Contact.objects.create(cluster=ours.cluster, on=DAY, organisation=ours.company, channel="call")
    assert query_count(lambda: as_team.get(address)) == few


def test_the_journal_counts_every_kind(ours, theirs, as_team):
    page = as_team.get("/en/clusters/ours/journal/")
    kept = {kept.kind: (kept.count, kept.last_on) for _title, kinds in page.context["sections"] for kept, _add in kinds}
    assert kept == dict.fromkeys(KINDS, (1, DAY)) | {"action_done": (1, date(2026, 9, 30))}


def test_pages_of_a_long_list_keep_the_filter(ours, as_team):
    for _ in range(60):
        journal.Contact.objects.create(cluster=ours.cluster, on=DAY, organisation=ours.company, channel="call")
    page = as_team.get("/en/clusters/ours/records/contact/?text=ours")
    assert 'rel="next" href="?text=ours&amp;page=2"' in page.content.decode()
    assert len(as_team.get("/en/clusters/ours/records/contact/?text=ours&page=2").context["lines"]) == 11
