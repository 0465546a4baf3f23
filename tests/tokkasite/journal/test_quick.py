"""The quick entry: a contact or an event in one go, and nothing half written where something is wrong."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.formats import date_format
from django.utils.timezone import localdate
from wagtail.models import ModelLogEntry

from tokkasite.accounts.models import User
from tokkasite.journal import models as journal
from tokkasite.register.models import ContactPerson, Identifier, Mandate, Participation

LONG_AGO = date(2020, 1, 1)
CONTACT = "/en/clusters/ours/quick/?record=contact"
EVENT = "/en/clusters/ours/quick/?record=event"
TO_COME = "This day is still to come. Record what happened, on the day that it happened."


@pytest.fixture
def writer(ours) -> User:
    user = User.objects.create_user("team@example.org", "secret-secret")
    Mandate.objects.create(user=user, cluster=ours.cluster, role="team", from_on=LONG_AGO)
    return user


@pytest.fixture
def team(writer) -> Client:
    client = Client()
    client.force_login(writer)
    return client


@pytest.fixture
def takes_part(ours, organisation):
    def make(name):
        made = organisation(name)
        Participation.objects.create(cluster=ours.cluster, organisation=made, from_on=LONG_AGO)
        return made

    return make


def a_contact(**told) -> dict[str, object]:
    return {"on": localdate().isoformat(), "organisation": "Ours Oy", "channel": "call"} | told


def an_event(**told) -> dict[str, object]:
    return {"on": localdate().isoformat(), "kind": "training", "title": "Wood ash", "attendance": ""} | told


def entered() -> list[journal.Contact]:
    """The contacts besides the one that every test begins with."""
    return list(journal.Contact.objects.exclude(subject="Peat"))


def test_the_screen_is_ready_with_today_and_the_participants(ours, team, takes_part):
    Participation.objects.update(from_on=LONG_AGO, until_on=None)
    page = team.get(CONTACT)
    assert page.context["form"]["on"].value() == localdate()
    takes_part("Arctic Steel Oy")
    assert [choice.name for choice in team.get(CONTACT).context["participants"]] == ["Ours Oy", "Arctic Steel Oy"]


def test_a_contact_is_saved_and_the_screen_is_ready_for_the_next(ours, team):
    page = team.post(CONTACT, a_contact(subject="Energy"), follow=True)
    assert page.redirect_chain == [(CONTACT, 302)]
    (saved,) = entered()
    told = (saved.on, saved.organisation, saved.channel, saved.subject, saved.person, saved.cluster)
    assert told == (localdate(), ours.company, "call", "Energy", None, ours.cluster)
    day = date_format(localdate(), "SHORT_DATE_FORMAT")
    assert [str(message) for message in page.context["messages"]] == [f"Saved: contact with Ours Oy on {day}."]
    assert page.context["form"]["channel"].value() == "call"


def test_a_contact_leaves_one_line_in_the_audit_trail(team, writer):
    team.post(CONTACT, a_contact())
    assert [(entry.action, entry.user) for entry in ModelLogEntry.objects.all()] == [("wagtail.create", writer)]


def test_whoever_enters_last_weeks_work_stays_in_last_week(team):
    day = (localdate() - timedelta(days=7)).isoformat()
    assert team.post(CONTACT, a_contact(on=day)).url == f"{CONTACT}&on={day}"
    assert team.get(f"{CONTACT}&on={day}").context["form"]["on"].value() == day


def test_the_beginning_of_a_name_is_enough_where_one_fits(team, takes_part):
    steel = takes_part("Arctic Steel Oy")
    team.post(CONTACT, a_contact(organisation="steel arc"))
    assert [contact.organisation for contact in entered()] == [steel]


def test_where_several_fit_one_is_chosen_and_what_was_typed_is_kept(team, takes_part):
    takes_part("Arctic Steel Oy")
    second = takes_part("Arctic Wood Oy")
    page = team.post(CONTACT, a_contact(organisation="arctic", subject="Logs"))
    assert [choice.name for choice in page.context["form"].candidates] == ["Arctic Steel Oy", "Arctic Wood Oy"]
    assert page.context["form"]["subject"].value() == "Logs"
    assert entered() == []
    team.post(CONTACT, a_contact(organisation="arctic", subject="Logs", chosen=second.pk, chosen_for="arctic"))
    assert [(contact.organisation, contact.subject) for contact in entered()] == [(second, "Logs")]


def test_a_choice_is_forgotten_when_the_name_is_changed(team, takes_part, ours):
    other = takes_part("Arctic Steel Oy")
    team.post(CONTACT, a_contact(organisation="Ours Oy", chosen=other.pk, chosen_for="arctic"))
    assert [contact.organisation for contact in entered()] == [ours.company]


def test_namesakes_are_told_apart_by_the_business_id(team, takes_part):
    takes_part("Tunturi Oy")
    second = takes_part("Tunturi Oy")
    Identifier.objects.create(organisation=second, scheme="fi_business_id", value="1234567-1")
    assert len(team.post(CONTACT, a_contact(organisation="Tunturi Oy")).context["form"].candidates) == 2
    team.post(CONTACT, a_contact(organisation="1234567-1"))
    assert [contact.organisation for contact in entered()] == [second]


def test_a_wrong_spelling_is_offered_and_never_taken(team, ours):
    page = team.post(CONTACT, a_contact(organisation="Ouers Oy"))
    assert [choice.name for choice in page.context["form"].candidates] == ["Ours Oy"]
    assert entered() == []


def test_an_unknown_organisation_is_refused_at_its_field(team):
    page = team.post(CONTACT, a_contact(organisation="Nobody Ltd"))
    assert page.context["form"].errors == {
        "organisation": ["No organisation is called “Nobody Ltd”. Check the spelling, or add it to the register first."]
    }
    assert 'href="#id_organisation"' in page.content.decode()
    assert 'value="Nobody Ltd"' in page.content.decode()


def test_a_contact_in_the_future_is_refused_at_its_field(team):
    page = team.post(CONTACT, a_contact(on=(localdate() + timedelta(days=1)).isoformat()))
    assert page.context["form"].errors == {"on": [TO_COME]}
    assert entered() == []


def test_a_person_of_another_organisation_is_refused_at_its_field(team, organisation, ours):
    elsewhere = organisation("Elsewhere Oy")
    ContactPerson.objects.create(organisation=elsewhere, name="Matti Meri", from_on=LONG_AGO)
    page = team.post(CONTACT, a_contact(person="Matti Meri"))
    assert page.context["form"].errors == {
        "person": [
            "Ours Oy has no contact person called “Matti Meri”. "
            "Correct the name, leave it empty, or add the person to the register first."
        ]
    }
    assert entered() == []


def test_a_person_of_the_organisation_is_found_whatever_the_case(team, ours):
    person = ContactPerson.objects.create(organisation=ours.company, name="Matti Meri", from_on=LONG_AGO)
    team.post(CONTACT, a_contact(person="matti  meri"))
    assert [contact.person for contact in entered()] == [person]


def test_the_team_member_is_one_of_ours(team, ours, theirs):
    page = team.post(CONTACT, a_contact(team_member=theirs.team_member.pk))
    assert list(page.context["form"].errors) == ["team_member"]
    team.post(CONTACT, a_contact(team_member=ours.team_member.pk))
    assert [contact.by for contact in entered()] == [ours.team_member]
    assert team.get(CONTACT).context["form"]["team_member"].value() == ours.team_member.pk


def test_the_organisation_can_be_told_by_a_link(team, ours):
    assert team.get(f"{CONTACT}&organisation={ours.company.pk}").context["form"]["organisation"].value() == "Ours Oy"


def test_an_event_is_saved_with_who_came(team, ours, takes_part):
    steel = takes_part("Arctic Steel Oy")
    team.post(EVENT, an_event(attendance="Ours Oy; 3\n\nArctic Steel Oy\n"))
    event = journal.Event.objects.get(title="Wood ash")
    assert [(row.organisation, row.persons) for row in event.attendances.order_by("pk")] == [
        (ours.company, 3),
        (steel, 1),
    ]


def test_wrong_lines_are_named_and_nothing_is_half_written(team, takes_part):
    takes_part("Arctic Steel Oy")
    takes_part("Arctic Wood Oy")
    lines = ["Ours Oy; many", "Ours Oy; 2", "Arctic", "Nobody Ltd; 1", "ours oy", "; 4", "Arctic Wood Oy; 0"]
    page = team.post(EVENT, an_event(attendance="\n".join(lines)))
    assert page.context["form"].errors == {
        "attendance": [
            "Line 1: “many” is no number of persons. Write it in digits, at least 1.",
            "Line 3: “Arctic” may mean several organisations (Arctic Steel Oy; Arctic Wood Oy). "
            "Write the whole name, or the business id.",
            "Line 4: No organisation is called “Nobody Ltd”. Check the spelling, or add it to the register first.",
            "Line 5: This organisation is on the list already. Put all its people on one line.",
            "Line 6: There is no name before the semicolon. Write whose people came.",
            "Line 7: “0” is no number of persons. Write it in digits, at least 1.",
        ]
    }
    assert page.context["form"]["attendance"].value() == "\n".join(lines)
    assert list(journal.Event.objects.filter(title="Wood ash")) == []


def test_an_event_in_the_future_is_refused_at_its_field(team):
    page = team.post(EVENT, an_event(on=(localdate() + timedelta(days=1)).isoformat()))
    assert page.context["form"].errors == {"on": [TO_COME]}


def test_the_screen_takes_the_same_queries_for_1_and_30_participants(team, takes_part, ours, query_count):
    few = query_count(lambda: team.get(CONTACT))
    for number in range(29):
        other = takes_part(f"Participant {number} Oy")
        ContactPerson.objects.create(organisation=other, name=f"Person {number}", from_on=LONG_AGO)
    assert query_count(lambda: team.get(CONTACT)) == few
