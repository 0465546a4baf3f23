"""The journal's deeds refuse what cannot be true, and then write nothing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from tokkasite.accounts.models import User
from tokkasite.journal import models as journal
from tokkasite.journal.actions import record_contact, record_event
from tokkasite.register.models import ContactPerson

TODAY = date(2026, 5, 4)
TOMORROW = TODAY + timedelta(days=1)
TO_COME = ["This day is still to come. Record what happened, on the day that it happened."]


@pytest.fixture
def by(db) -> User:
    return User.objects.create_user("team@example.org", "secret-secret")


def refused(deed, **told) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as wrong:
        deed(today=TODAY, **told)
    return wrong.value.message_dict


def test_a_contact_of_today_is_kept(ours, by):
    kept = record_contact(cluster=ours.cluster, on=TODAY, organisation=ours.company, channel="call", by=by, today=TODAY)
    assert (kept.on, kept.organisation, kept.channel) == (TODAY, ours.company, "call")


def test_a_contact_of_tomorrow_is_refused(ours, by):
    told = {"cluster": ours.cluster, "on": TOMORROW, "organisation": ours.company, "channel": "call", "by": by}
    assert refused(record_contact, **told) == {"on": TO_COME}
    assert journal.Contact.objects.count() == 1


def test_a_person_of_another_organisation_is_refused(ours, organisation, by):
    person = ContactPerson.objects.create(organisation=organisation("Elsewhere Oy"), name="Matti", from_on=TODAY)
    told = {"cluster": ours.cluster, "on": TODAY, "organisation": ours.company, "channel": "call", "by": by}
    assert refused(record_contact, person=person, **told) == {
        "person": ["This person belongs to another organisation. Choose another person, or leave it empty."]
    }


def test_a_team_member_of_another_cluster_is_refused(ours, theirs, by):
    told = {"cluster": ours.cluster, "on": TODAY, "organisation": ours.company, "channel": "call", "by": by}
    assert refused(record_contact, team_member=theirs.team_member, **told) == {
        "by": ["This team member belongs to another cluster. Choose one of this cluster's team, or leave it empty."]
    }


def test_an_event_with_a_wrong_attendance_is_not_kept_at_all(ours, organisation, by):
    attendance = {ours.company: 2, organisation("Nobody came Oy"): 0}
    told = {"cluster": ours.cluster, "on": TODAY, "kind": "fair", "title": "Ash", "by": by}
    assert refused(record_event, attendance=attendance, **told) == {
        "attendance": ["Nobody came Oy: Ensure this value is greater than or equal to 1."]
    }
    assert [event.title for event in journal.Event.objects.all()] == ["Side streams"]


def test_a_working_group_and_a_body_of_another_cluster_are_refused(ours, theirs):
    meeting = journal.WorkingGroupMeeting(
        cluster=ours.cluster, group=theirs.working_group, on=TODAY, title="Start", persons=3
    )
    decision = journal.Decision(cluster=ours.cluster, body=theirs.body, on=TODAY, subject="Budget")
    assert [wrong_with(meeting), wrong_with(decision)] == [
        {"group": ["This working group belongs to another cluster. Choose one of this cluster's working groups."]},
        {"body": ["This body belongs to another cluster. Choose one of this cluster's bodies."]},
    ]


def wrong_with(row) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as wrong:
        row.full_clean()
    return wrong.value.message_dict
