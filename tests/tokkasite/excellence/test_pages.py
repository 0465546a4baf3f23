"""The pages of readiness: who may read them, in how few queries, and what they say."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from tests.builders import make_cluster, make_user
from tokkasite.excellence.readers import operator_file
from tokkasite.journal.models import Contact, Event
from tokkasite.register.models import Cluster, Commitment, Organisation, Participation

HOME = "/en/clusters/forest/"
READINESS = f"{HOME}readiness/ecei_reference/"
CONTACTS = f"{READINESS}ecei_reference.2.5/"
PAGES = (HOME, READINESS, f"{HOME}readiness/ecei/", CONTACTS)


def kept(cluster: Cluster, *, participants: int, contacts: int) -> list[Organisation]:
    """So many committed companies since three years, met in turn, one a day."""
    since = localdate() - timedelta(days=3 * 365)
    bodies = Organisation.objects.bulk_create(
        Organisation(name=f"Poro {number:03} Oy", role="company") for number in range(participants)
    )
    held = Participation.objects.bulk_create(
        Participation(cluster=cluster, organisation=one, from_on=since) for one in bodies
    )
    Commitment.objects.bulk_create(Commitment(participation=one, proof="letter", from_on=since) for one in held)
    Contact.objects.bulk_create(
        Contact(
            cluster=cluster,
            on=localdate() - timedelta(days=number % 1000),
            organisation=bodies[number % participants],
            channel="call",
        )
        for number in range(contacts)
    )
    return bodies


@pytest.fixture
def cluster(db) -> Cluster:
    return make_cluster("forest")


@pytest.fixture
def manager(cluster) -> Client:
    client = Client()
    client.force_login(make_user("manager", cluster))
    return client


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_a_large_cluster_takes_at_most_twelve_queries(cluster, manager, address):
    kept(cluster, participants=300, contacts=10_000)
    assert queries_of(manager, address) <= 12


@pytest.mark.parametrize("address", PAGES)
def test_queries_do_not_grow_with_records(cluster, manager, address):
    kept(cluster, participants=1, contacts=1)
    few = queries_of(manager, address)
    Participation.objects.all().delete()
    kept(cluster, participants=30, contacts=300)
    assert queries_of(manager, address) <= few


@pytest.mark.parametrize("address", PAGES)
def test_a_stranger_signs_in_first_and_another_cluster_sees_nothing(cluster, client, address):
    assert client.get(address).url == f"/en/sign-in/?next={address}"
    client.force_login(make_user("manager", make_cluster("mine")))
    assert client.get(address).status_code == 404


def test_an_assessor_reads_until_the_last_day_of_the_pass(cluster, client):
    today = localdate()
    client.force_login(make_user("assessor", cluster, until_on=today))
    assert client.get(READINESS).status_code == 200
    client.force_login(make_user("assessor", cluster, email="late@example.org", until_on=today - timedelta(days=1)))
    assert client.get(READINESS).status_code == 404


def test_the_number_opens_down_to_whom_to_call(cluster, manager):
    bodies = kept(cluster, participants=5, contacts=2)
    page = manager.get(CONTACTS)
    assert (page.context["finding"].value, page.context["finding"].level) == (40, "red")
    assert [one.organisation for one in page.context["callees"]] == bodies[2:]
    assert [line.key[0] for line in page.context["records"]] == ["contact"] * 2 + ["commitment"] * 5


def test_a_day_back_counts_what_had_been_kept_by_then(cluster, manager):
    kept(cluster, participants=4, contacts=2)
    before = localdate() - timedelta(days=2)
    assert manager.get(CONTACTS, {"day": before.isoformat()}).context["finding"].value is None


def test_a_day_to_come_is_refused_at_its_field(cluster, manager):
    page = manager.get(READINESS, {"day": (localdate() + timedelta(days=1)).isoformat()})
    assert page.context["day_form"].errors == {"day": ["This day lies ahead. Choose today or an earlier day."]}
    assert page.context["day"] == localdate()


def test_our_levels_say_that_they_are_not_official(cluster, manager):
    sentence = "Tokka reference level, not the official threshold"
    for address in (HOME, READINESS, CONTACTS, "/en/rules/ecei_reference/"):
        assert sentence in manager.get(address).content.decode()


def test_the_rules_are_open_to_everyone(client, db):
    page = client.get("/en/rules/").content.decode()
    assert "Cluster criteria of Lapland" in page
    page = client.get("/en/rules/ecei/")
    open_numbers = [one for rule in page.context["family"].rules for one in rule.parameters.values() if not one.values]
    assert page.content.decode().count("not public</dd>") == len(open_numbers)
    assert client.get("/en/rules/nothing/").status_code == 404


def test_a_handbook_number_counts_from_its_day_on(cluster, manager, settings, tmp_path):
    settings.DATA = tmp_path
    kept(cluster, participants=4, contacts=2)
    address = f"{HOME}readiness/ecei/ecei.2.5/"
    assert manager.get(address).context["finding"].outcome == "unknown"
    write_handbook("value = 50")
    assert manager.get(address).context["finding"].outcome == "met"
    before = date(2023, 12, 31).isoformat()
    assert manager.get(address, {"day": before}).context["finding"].outcome == "unknown"


def test_a_wrong_handbook_file_is_told_and_none_of_it_used(cluster, manager, settings, tmp_path):
    settings.DATA = tmp_path
    write_handbook('value = "many"')
    page = manager.get(HOME).content.decode()
    assert "line 6, threshold_2_5.values[1].value" in page
    assert manager.get(f"{HOME}readiness/ecei/").context["assessment"].summary["met"] == 0


def write_handbook(value: str) -> None:
    from tokka.rulebook.families import family_named

    file = operator_file(family_named("ecei"))
    file.parent.mkdir(parents=True)
    file.write_text(
        '[threshold_2_5]\nunit = "%"\n\n[[threshold_2_5.values]]\nsince = 2024-01-01\n'
        + value
        + '\nsource = { title = "Handbook 2024", url = "https://example.org/", checked = 2026-01-01 }\n'
    )


def test_an_event_is_counted_once_it_was_held(cluster, manager):
    Event.objects.create(cluster=cluster, on=localdate() + timedelta(days=3), kind="event", title="To come")
    assert manager.get(f"{READINESS}ecei_reference.4.3/").context["finding"].value is None


def test_an_empty_cluster_says_where_to_start_and_a_reader_is_not_told(cluster, manager):
    page = manager.get(HOME)
    steps = page.context["first_steps"]
    assert [step.kind for step in steps if not step.is_done] == [
        "participation", "commitment", "team_period", "document", "event", "contact",
    ]  # fmt: skip
    assert "Where to start" in page.text
    assert "Nothing is red" not in page.text
    reader = Client()
    reader.force_login(make_user("assessor", cluster))
    assert "Where to start" not in reader.get(HOME).text


def test_what_is_there_is_done_and_the_rest_leads_to_its_screen(cluster, manager):
    kept(cluster, participants=1, contacts=1)
    page = manager.get(HOME)
    assert {step.kind for step in page.context["first_steps"] if step.is_done} == {
        "participation", "commitment", "contact",
    }  # fmt: skip
    assert f'href="{HOME}calendar/"' in page.text
    assert f'href="{HOME}quick/?record=contact"' not in page.text


@pytest.mark.parametrize(
    "address", [HOME, READINESS, CONTACTS, f"{HOME}journal/", f"{HOME}quick/", f"{HOME}records/event/"]
)
def test_every_page_of_a_cluster_has_the_same_tabs(cluster, manager, address):
    text = manager.get(address).text
    groups, *inner = (
        re.findall(r">([\w -]+)</a>", nav) for nav in re.findall(r'<nav class="tabs.*?</nav>', text, re.DOTALL)
    )
    assert groups == ["Today", "Excellence", "Journal", "Exchanges", "Smart rural", "Funding", "Partners"]
    of_group = {
        HOME: [],
        READINESS: [["Readiness", "Plan", "Labels", "Self-assessments", "Comparison"]],
        CONTACTS: [["Readiness", "Plan", "Labels", "Self-assessments", "Comparison"]],
    }
    assert inner == of_group.get(address, [["Journal", "Quick entry", "Reminders", "In public", "From members"]])
