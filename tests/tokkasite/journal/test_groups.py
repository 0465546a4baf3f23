"""A working group's page: its lead records meetings there, and sees nothing else of the cluster."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from tests.builders import LONG_AGO, make_user
from tokkasite.journal.models import WorkingGroup, WorkingGroupMeeting
from tokkasite.register.models import Mandate

GIVEN = {"on": "2026-03-05", "title": "Second meeting", "persons": "5"}


def address(group) -> str:
    return f"/en/groups/{group.pk}/"


@pytest.fixture
def lead(ours):
    user = make_user("group_lead", ours.cluster)
    WorkingGroup.objects.filter(pk=ours.working_group.pk).update(lead=user.mandates.get())
    return user


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def test_the_lead_records_a_meeting_of_the_own_group(as_lead, ours):
    assert as_lead.post(address(ours.working_group), GIVEN).url == address(ours.working_group)
    kept = WorkingGroupMeeting.objects.get(title="Second meeting")
    assert (kept.cluster, kept.group, kept.on, kept.persons) == (ours.cluster, ours.working_group, date(2026, 3, 5), 5)
    assert "Second meeting" in as_lead.get(address(ours.working_group)).content.decode()


def test_the_lead_neither_reads_nor_writes_another_group(as_lead, ours, theirs):
    sister = WorkingGroup.objects.create(cluster=ours.cluster, name="Water", from_on=LONG_AGO)
    for group in (sister, theirs.working_group):
        assert as_lead.get(address(group)).status_code == 404
        assert as_lead.post(address(group), GIVEN).status_code == 404
    assert not WorkingGroupMeeting.objects.filter(title="Second meeting").exists()


@pytest.mark.parametrize(
    "page", ["/en/clusters/ours/", "/en/clusters/ours/journal/", "/en/organisations/", "/en/search/"]
)
def test_the_lead_sees_nothing_else_of_the_cluster(as_lead, page):
    assert as_lead.get(page).status_code == 404


def test_the_lead_is_shown_the_own_groups(as_lead, ours):
    page = as_lead.get("/en/clusters/").content.decode()
    assert (address(ours.working_group) in page, "/en/clusters/ours/" in page) == (True, False)


def test_the_right_ends_with_the_mandate(as_lead, ours, lead):
    Mandate.objects.filter(user=lead).update(until_on=date(2026, 1, 1))
    assert as_lead.post(address(ours.working_group), GIVEN).status_code == 404


@pytest.mark.parametrize(
    ("role", "reads", "writes"), [("team", 200, 302), ("assessor", 200, 403), ("auditor", 200, 403)]
)
def test_the_team_writes_and_who_only_reads_is_refused(client, ours, role, reads, writes):
    client.force_login(make_user(role, ours.cluster))
    found = (
        client.get(address(ours.working_group)).status_code,
        client.post(address(ours.working_group), GIVEN).status_code,
    )
    assert found == (reads, writes)


@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("2026-03-01", "The working group does not exist on this day. Correct the day."),
        ("2999-01-01", "This day is still to come. Record what happened, on the day that it happened."),
    ],
)
def test_a_meeting_falls_within_the_life_of_the_group(as_lead, ours, on, says):
    page = as_lead.post(address(ours.working_group), GIVEN | {"on": on})
    assert (page.status_code, says in page.content.decode()) == (200, True)
    assert WorkingGroupMeeting.objects.filter(group=ours.working_group).count() == 1


def test_a_lead_of_another_cluster_or_role_leads_no_group(ours, theirs):
    group = ours.working_group
    for user in (make_user("group_lead", theirs.cluster), make_user("team", ours.cluster)):
        group.lead = user.mandates.get()
        with pytest.raises(Exception, match="not one of a working-group lead of this cluster"):
            group.full_clean()


def test_the_page_takes_the_same_queries_for_1_and_30_meetings(as_lead, ours, query_count):
    as_lead.get(address(ours.working_group))
    few = query_count(lambda: as_lead.get(address(ours.working_group)))
    for number in range(30):
        WorkingGroupMeeting.objects.create(
            cluster=ours.cluster, group=ours.working_group, on=localdate(), title=f"No {number}", persons=3
        )
    assert query_count(lambda: as_lead.get(address(ours.working_group))) == few
