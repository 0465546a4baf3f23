"""A person's data on request, erased while counts stay true; the audit trail of a cluster; the night."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from wagtail.models import ModelLogEntry

from tests.builders import LONG_AGO, make_user
from tokkasite.accounts.audit import command_named
from tokkasite.journal.actions import ERASED, erase_expired_people, erase_person
from tokkasite.journal.models import Contact
from tokkasite.journal.privacy import audit_of
from tokkasite.register.actions import grant_mandate
from tokkasite.register.models import ContactPerson, Participation
from tokkasite.search.models import Entry
from tokkasite.terminal import tokka

DAY = date(2026, 3, 2)


@pytest.fixture
def veikko(ours):
    """Named in two contacts of ours, one of them confidential."""
    person = ContactPerson.objects.create(
        organisation=ours.company, name="Veikko Salo", email="veikko@example.org", from_on=LONG_AGO
    )
    of = {"cluster": ours.cluster, "organisation": ours.company, "person": person, "channel": "call"}
    Contact.objects.create(**of, on=DAY, subject="Call with Veikko Salo", note="veikko salo wants peat")
    Contact.objects.create(**of, on=DAY, note="Secret of the mill", is_confidential=True)
    return person


def counts(ours) -> list[tuple[object, ...]]:
    rows = Contact.objects.filter(cluster=ours.cluster).order_by("pk")
    return list(rows.values_list("on", "organisation", "channel"))


def test_an_erased_person_is_nowhere_and_every_count_stays(ours, veikko):
    team = make_user("team", ours.cluster)
    before, number = counts(ours), veikko.pk
    assert erase_person(person=veikko, by=team) == 2
    assert counts(ours) == before
    told = Contact.objects.filter(cluster=ours.cluster, subject__startswith="Call")
    assert list(told.values_list("person", "subject", "note")) == [
        (None, f"Call with {ERASED}", f"{ERASED} wants peat")
    ]
    assert not ContactPerson.objects.filter(pk=number).exists()
    assert not Entry.objects.filter(title__icontains="veikko").exists()
    (line,) = ModelLogEntry.objects.filter(action="register.erase_person")
    assert (line.user, line.label, line.data) == (team, str(ours.company), {"person": number, "contacts": 2})
    assert not ModelLogEntry.objects.filter(label__icontains="veikko").exists()


def test_the_night_erases_whose_last_day_is_past_and_nobody_else(ours, veikko):
    def keeper(name, until):
        return ContactPerson.objects.create(organisation=ours.company, name=name, from_on=LONG_AGO, keep_until=until)

    for name, until in (("Past", date(2026, 3, 1)), ("Last day", DAY), ("Ever", None)):
        keeper(name, until)
    assert erase_expired_people(day=DAY) == 1
    names = ContactPerson.objects.filter(organisation=ours.company).order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Veikko Salo", "Last day", "Ever"]


def test_the_command_of_the_night_names_itself_in_the_audit_trail(ours, veikko):
    ContactPerson.objects.filter(pk=veikko.pk).update(keep_until=date(2026, 3, 1))
    done = CliRunner().invoke(tokka, ["night", "--day", "2026-03-02"])
    assert done.exit_code == 0
    assert [line for line in done.output.splitlines() if not line.endswith(": 0")] == ["retention: 1"]
    (line,) = ModelLogEntry.objects.filter(action="register.erase_person")
    assert (line.user, line.data["command"]) == (None, "tokka night")
    done = CliRunner().invoke(tokka, ["night", "--list"])
    assert done.output.startswith("retention: Erase the contact people whose last day of keeping is past\nlists: ")


def test_a_script_names_itself_and_a_user_stands_for_themselves(ours):
    with command_named("nightly.sh"):
        grant_mandate(user=make_user(), role="team", cluster=ours.cluster, from_on=DAY)
        team = make_user(email="team@example.org")
        grant_mandate(user=team, role="team", cluster=ours.cluster, from_on=DAY, by=team)
    grant_mandate(user=team, role="assessor", cluster=ours.cluster, from_on=DAY)
    lines = ModelLogEntry.objects.order_by("pk").values_list("user", "data")
    assert list(lines) == [(None, {"command": "nightly.sh"}), (team.pk, {}), (None, {})]


@pytest.fixture
def export(client, ours, veikko):
    """What somebody takes along about Veikko."""
    Participation.objects.get_or_create(cluster=ours.cluster, organisation=ours.company)

    def take(user):
        client.force_login(user)
        response = client.post(f"/en/people/{veikko.pk}/", {"export": "1"})
        return json.loads(response.content) if response.status_code == 200 else response.status_code

    return take


def test_everything_about_a_person_is_one_file(export, ours, veikko):
    told = export(make_user("team", ours.cluster))
    assert told["person"]["email"] == "veikko@example.org"
    assert [one["note"] for one in told["contacts"]] == ["veikko salo wants peat", "Secret of the mill"]
    assert ModelLogEntry.objects.filter(action="register.export_person").count() == 1


def test_the_coordinator_takes_no_confidential_note_along(export, ours):
    told = export(make_user("coordinator"))
    assert [(one["note"], one["is_note_withheld"]) for one in told["contacts"]] == [
        ("veikko salo wants peat", False),
        (None, True),
    ]


def test_another_clusters_work_is_counted_and_not_told(export, ours, theirs):
    Participation.objects.create(cluster=theirs.cluster, organisation=ours.company, from_on=LONG_AGO)
    told = export(make_user("team", theirs.cluster))
    assert (told["contacts"], told["contacts_in_other_clusters"]) == ([], 2)


@pytest.mark.parametrize("role", ["assessor", "auditor", "group_lead"])
def test_who_only_reads_neither_takes_along_nor_erases(export, ours, veikko, client, role):
    assert export(make_user(role, ours.cluster)) == 404
    assert client.post(f"/en/people/{veikko.pk}/", {"erase": "1", "sure": "1"}).status_code == 404
    assert ContactPerson.objects.filter(pk=veikko.pk).exists()


def test_erasing_asks_whether_one_is_sure(client, ours, veikko):
    client.force_login(make_user("team", ours.cluster))
    address = f"/en/people/{veikko.pk}/"
    client.post(address, {"erase": "1"})
    assert ContactPerson.objects.filter(pk=veikko.pk).exists()
    assert client.post(address, {"erase": "1", "sure": "1"}).url == f"/en/organisations/{ours.company.pk}/"
    assert not ContactPerson.objects.filter(pk=veikko.pk).exists()


def test_the_audit_trail_holds_the_deeds_of_the_own_cluster_and_of_what_is_gone(client, ours, theirs):
    manager, neighbour = make_user("manager", ours.cluster), make_user("manager", theirs.cluster)
    for user, one in ((manager, ours), (neighbour, theirs)):
        client.force_login(user)
        client.post(f"/admin/journal_decision/delete/{one.decision.pk}/")
    gone = [(line.action, line.user) for line in audit_of(ours.cluster) if line.action == "wagtail.delete"]
    assert gone == [("wagtail.delete", manager)]
    assert {line.user for line in audit_of(ours.cluster)} == {manager, None}
    client.force_login(make_user("auditor", ours.cluster))
    page = client.get("/en/clusters/ours/audit/").content.decode()
    assert ("Budget approved" in page, str(neighbour) in page) == (True, False)


def test_the_audit_trail_takes_the_same_queries_for_1_and_30_lines(client, ours, query_count):
    client.force_login(make_user("auditor", ours.cluster))
    client.get("/en/clusters/ours/audit/")
    few = query_count(lambda: client.get("/en/clusters/ours/audit/"))
    for number in range(30):
        make_user("team", ours.cluster, email=f"team{number}@example.org")
    assert query_count(lambda: client.get("/en/clusters/ours/audit/")) == few
