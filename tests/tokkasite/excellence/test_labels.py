"""The days of the labels: on their page, wherever a lapse must not be overlooked, in calendars, and in letters."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from icalendar import Calendar
from wagtail.models import ModelLogEntry

from tests.builders import make_cluster, make_user
from tests.tokkasite.excellence.test_pages import queries_of
from tokkasite.excellence.models import ImprovementStep, Reminded
from tokkasite.excellence.plan_actions import crossed, remind
from tokkasite.register.models import Mandate, Standing

HOME = "/en/clusters/forest/"
PAGE = f"{HOME}labels/"
TOLD = "A quality label ran out"


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


def label(cluster, level, on, until=None):
    return Standing.objects.create(
        cluster=cluster,
        kind="label",
        level=level,
        from_on=on,
        until_on=until,
        source_title="Certificate",
        source_url="https://example.org/certificate",
    )


def ends(cluster, days, level="bronze"):
    """A label whose certificate ends so many days from today, or ended so many days ago."""
    today = localdate()
    return label(cluster, level, today - timedelta(days=900), today + timedelta(days=days))


def test_the_page_lists_every_label_with_its_days_and_evidence(cluster, signed_in):
    first, second = label(cluster, "bronze", date(2020, 1, 10)), label(cluster, "bronze", date(2021, 12, 1))
    page = signed_in.get(PAGE, {"day": "2022-06-01"})
    assert [
        (row.pk, one.state, one.life.valid_until, one.life.renewable_until) for one, row in page.context["held"]
    ] == [
        (second.pk, "valid", date(2025, 1, 31), date(2026, 1, 31)),
        (first.pk, "superseded", date(2022, 1, 31), date(2023, 1, 31)),
    ]
    assert page.content.decode().count('href="https://example.org/certificate"') == 2
    assert [(one.key, one.on) for one in page.context["milestones"]] == [
        ("valid_until", date(2025, 1, 31)),
        ("renewable_until", date(2026, 1, 31)),
    ]


@pytest.mark.parametrize("address", [HOME, PAGE, f"{HOME}readiness/ecei/", f"{HOME}plan/", "/en/clusters/", "/en/"])
def test_a_label_that_ran_out_cannot_be_overlooked(cluster, signed_in, address):
    from tokkasite.portal.actions import build_site

    if address == "/en/":
        build_site()
    ends(cluster, 1)
    assert TOLD not in signed_in.get(address).content.decode()
    Standing.objects.update(until_on=localdate() - timedelta(days=1))
    assert TOLD in signed_in.get(address).content.decode()
    Standing.objects.update(until_on=localdate() - timedelta(days=500))
    assert "is lapsed: the way begins again with Bronze" in signed_in.get(address).content.decode()


def test_nobody_outside_sees_that_a_label_ran_out(cluster, client, db):
    from tokkasite.portal.actions import build_site

    build_site()
    ends(cluster, -10)
    client.force_login(make_user("manager", make_cluster("theirs")))
    for address in ("/en/", "/en/clusters/"):
        assert TOLD not in client.get(address).content.decode()
    assert TOLD not in Client().get("/en/").content.decode()


def test_alarms_take_as_many_queries_for_thirty_clusters_as_for_one(db):
    client = Client()
    client.force_login(make_user("coordinator"))
    ends(make_cluster("first"), -10)
    client.get("/en/clusters/")
    one = queries_of(client, "/en/clusters/")
    for number in range(30):
        ends(make_cluster(f"cluster-{number}"), -10)
    assert queries_of(client, "/en/clusters/") == one


def test_the_page_takes_as_many_queries_for_many_labels_as_for_one(cluster, signed_in):
    ends(cluster, 10)
    signed_in.get(PAGE)
    one = queries_of(signed_in, PAGE)
    for days in range(20, 40):
        ends(cluster, days, "silver")
    assert queries_of(signed_in, PAGE) == one


def test_the_calendar_tells_days_of_labels_and_steps_and_no_owner(cluster, signed_in, manager):
    today = localdate()
    ends(cluster, 60)
    step = ImprovementStep.objects.create(
        cluster=cluster, title="Meet the silent", owner=manager, from_on=today, due_on=today + timedelta(days=20)
    )
    ImprovementStep.objects.create(
        cluster=cluster, title="Was done", from_on=today, due_on=today + timedelta(days=20), done_on=today
    )
    other = make_cluster("theirs")
    ends(other, 30)
    ImprovementStep.objects.create(cluster=other, title="Secret", from_on=today, due_on=today)
    address = signed_in.post(reverse("excellence:feed", args=["forest"])).context["address"]
    entries = Calendar.from_ical(Client().get(address.removeprefix("http://testserver")).content).walk("VEVENT")
    until = today + timedelta(days=60)
    assert [(str(one["uid"]), one.decoded("dtstart"), str(one["summary"])) for one in entries] == [
        (
            f"label-bronze-valid_until-{until}@testserver",
            until,
            "Bronze: Last day of validity. Have the renewal behind you by then.",
        ),
        (f"step-{step.pk}@testserver", step.due_on, "Due: Meet the silent"),
    ]


@pytest.mark.parametrize(
    ("days", "threshold"), [(181, None), (180, 180), (91, 180), (90, 90), (8, 30), (7, 7), (0, 7), (-1, -1), (-300, -1)]
)
def test_the_last_threshold_that_was_reached_counts(days, threshold):
    assert crossed(days, (180, 90, 30, 7, -1)) == threshold


def letters():
    return [(one.to, one.subject) for one in mail.outbox]


def test_a_team_is_reminded_once_for_each_threshold(cluster, manager):
    today = localdate()
    helper = make_user("team", cluster)
    for role in ("assessor", "auditor"):
        make_user(role, cluster)
    ends(cluster, 180)
    assert (remind(day=today - timedelta(days=1)), remind(day=today), remind(day=today)) == (0, 2, 0)
    assert letters() == [
        ([manager.email], "Klusteri forest: 1 muistutus"),
        ([helper.email], "Klusteri forest: 1 muistutus"),
    ]
    assert remind(day=today + timedelta(days=90)) == 2
    assert remind(day=today + timedelta(days=91)) == 0
    assert Reminded.objects.filter(user=manager).order_by("pk").values_list("threshold", flat=True).last() == 90


def test_a_letter_speaks_the_language_of_its_reader_and_leads_to_the_page(cluster, manager):
    manager.language = "en"
    manager.save()
    standing = ends(cluster, 30)
    remind(day=localdate())
    [letter] = mail.outbox
    assert letter.subject == "Cluster forest: 1 reminder"
    assert "Bronze: Last day of validity." in letter.body
    assert f"{standing.until_on:%b}" in letter.body or str(standing.until_on.year) in letter.body
    assert "http://localhost:8000/en/clusters/forest/labels/" in letter.body


def test_after_missed_nights_only_the_last_threshold_is_told(cluster, manager):
    ends(cluster, 5)
    assert remind(day=localdate()) == 1
    assert list(Reminded.objects.values_list("threshold", flat=True)) == [7]


def test_a_step_reminds_its_owner_or_the_whole_team_where_nobody_owns_it(cluster, manager):
    today = localdate()
    helper = make_user("team", cluster)
    told = {"cluster": cluster, "from_on": today, "due_on": today + timedelta(days=14)}
    step = ImprovementStep.objects.create(title="Meet the silent", owner=helper, **told)
    assert remind(day=today) == 1
    assert letters()[0][0] == [helper.email]
    Mandate.objects.filter(user=helper).update(until_on=today)
    ImprovementStep.objects.filter(pk=step.pk).update(due_on=today + timedelta(days=1))
    assert remind(day=today + timedelta(days=1)) == 1
    assert letters()[1][0] == [manager.email]
    ImprovementStep.objects.update(done_on=today)
    assert remind(day=today + timedelta(days=30)) == 0


def test_a_letter_that_fails_is_tried_again_and_holds_up_nobody(cluster, manager, settings, monkeypatch):
    helper = make_user("team", cluster)
    ends(cluster, 30)
    from tokkasite.excellence import plan_actions

    send = plan_actions.send_mail

    def fails(subject, text, sender, to):
        if to == [manager.email]:
            raise ConnectionRefusedError("The mail server is away")
        send(subject, text, sender, to)

    monkeypatch.setattr(plan_actions, "send_mail", fails)
    with pytest.raises(ConnectionRefusedError):
        remind(day=localdate())
    assert letters() == [([helper.email], "Klusteri forest: 1 muistutus")]
    monkeypatch.setattr(plan_actions, "send_mail", send)
    assert remind(day=localdate()) == 1
    assert letters()[1][0] == [manager.email]


def test_each_letter_leaves_one_audit_line(cluster, manager):
    ends(cluster, 30)
    remind(day=localdate())
    [line] = ModelLogEntry.objects.filter(action="excellence.remind")
    assert line.data["user"] == manager.pk
    assert line.data["about"] == [f"label/bronze/valid_until/{localdate() + timedelta(days=30)}"]


def test_the_night_of_many_clusters_reads_in_a_fixed_number_of_queries(db, django_assert_max_num_queries):
    for number in range(30):
        cluster = make_cluster(f"cluster-{number}")
        make_user("manager", cluster)
        ends(cluster, 400)
    with django_assert_max_num_queries(6):
        assert remind(day=localdate()) == 0
