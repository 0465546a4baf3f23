"""What comes in from elsewhere: calendars, lists of those who came, and copied messages."""

from datetime import date

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.tokka.tables.test_calendars_and_messages import MESSAGE, calendar
from tests.tokkasite.journal.conftest import LONG_AGO, an_organisation
from tokkasite.journal.models import Attendance, Contact, Event
from tokkasite.register.models import ContactPerson, Participation
from tokkasite.terminal.mail import command

HELD = "UID:a-1|DTSTART;VALUE=DATE:20260301|SUMMARY:Peat day|LOCATION:Kemi|ATTENDEE:mailto:Matti@Poro.example"
COMING = "UID:a-2|DTSTART;VALUE=DATE:20990301|SUMMARY:Next century"
STRANGERS = "UID:a-3|DTSTART;VALUE=DATE:20260301|SUMMARY:With strangers|ATTENDEE:mailto:spy@theirs.example"


def with_person(cluster, name, person, email):
    body = an_organisation(name)
    Participation.objects.create(cluster=cluster, organisation=body, from_on=LONG_AGO)
    return ContactPerson.objects.create(organisation=body, name=person, email=email, from_on=LONG_AGO)


@pytest.fixture
def people(ours, theirs):
    """One contact person at a participant of ours, and one at a participant of the neighbour."""
    with_person(theirs.cluster, "Spy Oy", "Vakooja Vilho", "spy@theirs.example")
    return with_person(ours.cluster, "Poro Oy", "Matti Poromies", "matti@poro.example")


@pytest.fixture
def team(ours, user_with, client):
    client.force_login(user_with("team", ours.cluster))
    return client


def bring(client, content, button="keep", **told):
    told = {"record": "event", "kind": "workshop", "channel": "meeting", button: "1"} | told
    file = SimpleUploadedFile("team.ics", content)
    return client.post(reverse("journal:calendar", args=["ours"]), told | {"file": file})


def outcomes(page):
    return [(str(verdict.outcome), verdict.says) for verdict in page.context["report"].verdicts]


def brought_events(cluster):
    rows = Event.objects.filter(cluster=cluster).exclude(source_key="")
    return list(rows.values_list("on", "kind", "title", "place"))


def test_a_calendar_becomes_events_once_and_the_trial_says_the_same_and_writes_nothing(ours, people, team):
    content = calendar(HELD, COMING, HELD)
    trial = bring(team, content, button="try")
    assert brought_events(ours.cluster) == []
    real = bring(team, content)
    assert brought_events(ours.cluster) == [(date(2026, 3, 1), "workshop", "Peat day", "Kemi")]
    assert outcomes(trial) == outcomes(real)
    assert [key for key, _says in outcomes(real)] == ["new", "refused", "known"]
    again = bring(team, content)
    assert [key for key, _says in outcomes(again)] == ["known", "refused", "known"]
    assert len(brought_events(ours.cluster)) == 1
    lines = ModelLogEntry.objects.for_instance(ours.cluster).filter(action="journal.bring_calendar")
    assert [line.data["counts"] for line in lines] == [{"new": 1, "known": 1, "refused": 1}]


def test_a_calendar_becomes_contacts_with_participants_whose_people_were_invited(ours, people, team):
    page = bring(team, calendar(HELD, STRANGERS), record="contact", channel="video")
    assert outcomes(page) == [
        ("new", "Poro Oy"),
        ("refused", "Nobody invited is a contact person of a participant."),
    ]
    (contact,) = Contact.objects.exclude(source_key="")
    assert (contact.organisation.name, contact.person, contact.channel, contact.subject, contact.on) == (
        "Poro Oy",
        people,
        "video",
        "Peat day",
        date(2026, 3, 1),
    )
    assert [key for key, _says in outcomes(bring(team, calendar(HELD), record="contact"))] == ["known"]


def test_a_file_that_is_no_calendar_is_refused_at_its_field(ours, team):
    page = bring(team, b"name;town\n")
    assert "This is no calendar" in page.content.decode()
    assert brought_events(ours.cluster) == []


def test_a_long_calendar_takes_as_many_queries_as_a_short_one(ours, people, team, query_count):
    def entries(count, start):
        return calendar(*(f"UID:{start + n}|DTSTART;VALUE=DATE:20260301|SUMMARY:E{n}" for n in range(count)))

    bring(team, entries(1, 0))
    assert query_count(lambda: bring(team, entries(1, 1))) == query_count(lambda: bring(team, entries(60, 2)))


@pytest.mark.parametrize("role", ["assessor", "coordinator"])
def test_only_the_team_brings_calendars_and_lists(ours, user_with, client, role):
    client.force_login(user_with(role, None if role == "coordinator" else ours.cluster))
    assert bring(client, calendar(HELD)).status_code == 403
    assert client.get(reverse("journal:attendance", args=["ours", ours.event.pk])).status_code == 403


LIST = "Ours Oy; 4\nmatti@poro.example\nMatti Poromies\nSpy Oy, 2\nspy@theirs.example\nNobody Oy\nPoro Oy\t2\nNobody Oy"


def came(event):
    return dict(event.attendances.order_by("organisation__name").values_list("organisation__name", "persons"))


def post_list(client, event, button="keep", **told):
    return client.post(reverse("journal:attendance", args=["ours", event.pk]), {button: "1"} | told)


def test_each_line_of_a_list_is_matched_or_reported_and_repeating_it_changes_nothing(ours, people, team):
    page = post_list(team, ours.event, "try", text=LIST)
    assert came(ours.event) == {"Ours Oy": 3}
    assert [(str(line.organisation or line.says), listed) for line, listed, _is in page.context["lines"]] == [
        ("Ours Oy", 3),
        ("Poro Oy", None),
        ("Poro Oy", None),
        ("Spy Oy", None),
        ("Neither an organisation nor a contact person is called so.", None),
        ("Neither an organisation nor a contact person is called so.", None),
        ("Poro Oy", None),
        ("This line stands above already.", None),
    ]
    for _time in range(2):
        post_list(team, ours.event, text=LIST)
        assert came(ours.event) == {"Ours Oy": 3, "Poro Oy": 4, "Spy Oy": 2}
    lines = ModelLogEntry.objects.for_instance(ours.event).filter(action="journal.add_attendance")
    assert lines.count() == 1


def test_a_list_comes_in_a_file_of_text_and_a_workbook_is_refused(ours, people, team):
    post_list(team, ours.event, file=SimpleUploadedFile("came.csv", "Poro Oy;2\n".encode("utf-16")))
    assert came(ours.event) == {"Ours Oy": 3, "Poro Oy": 2}
    page = post_list(team, ours.event, file=SimpleUploadedFile("came.xlsx", b"PK\x03\x04rest"))
    assert "This is no short list of text." in page.content.decode()


def test_a_list_for_the_neighbours_event_is_not_there(ours, theirs, team):
    assert post_list(team, theirs.event, text="Ours Oy").status_code == 404
    assert Attendance.objects.filter(event=theirs.event).count() == 1


def test_messages_are_filed_once_as_confidential_contacts_and_the_rest_is_told_why(ours, people, tmp_path):
    for name, content in (
        ("a.eml", MESSAGE),
        ("b.eml", MESSAGE.replace(b"<1@", b"<2@").replace(b"Matti@Poro", b"spy@theirs")),
        ("c.eml", b"no message"),
        ("d.eml", MESSAGE.replace(b"2 Mar 2026", b"2 Mar 2099").replace(b"<1@", b"<3@")),
        ("note.txt", b"left alone"),
    ):
        (tmp_path / name).write_bytes(content)
    done = CliRunner().invoke(command, [str(tmp_path), "--cluster", "ours"], catch_exceptions=False)
    assert done.exit_code == 0
    (contact,) = Contact.objects.exclude(source_key="")
    assert (contact.organisation.name, contact.channel, contact.on) == ("Poro Oy", "email", date(2026, 3, 3))
    assert (contact.subject, contact.note, contact.is_confidential) == ("", "Käynti Kemissa", True)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()) == [
        "filed/a.eml",
        "filed/why.txt",
        "note.txt",
        "unmatched/b.eml",
        "unmatched/c.eml",
        "unmatched/d.eml",
        "unmatched/why.txt",
    ]
    why = (tmp_path / "unmatched" / "why.txt").read_text().splitlines()
    assert why[0] == ("b.eml: None of its addresses belongs to a contact person of a participant on that day.")
    (tmp_path / "a.eml").write_bytes(MESSAGE)
    done = CliRunner().invoke(command, [str(tmp_path), "--cluster", "ours"], catch_exceptions=False)
    assert (done.output, Contact.objects.exclude(source_key="").count()) == ("filed: a.eml: filed before\n", 1)
    assert (tmp_path / "filed" / "a (2).eml").exists()


def test_subjects_stay_in_the_open_when_the_team_says_so(ours, people, tmp_path):
    (tmp_path / "a.eml").write_bytes(MESSAGE)
    CliRunner().invoke(command, [str(tmp_path), "--cluster", "ours", "--open"], catch_exceptions=False)
    contact = Contact.objects.exclude(source_key="").get()
    assert (contact.subject, contact.note, contact.is_confidential) == ("Käynti Kemissa", "", False)
