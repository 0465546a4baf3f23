"""The team's screens refuse what cannot be true, at the field or row where it stands."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils.timezone import localdate

from tokkasite.accounts.models import User
from tokkasite.journal import models as journal
from tokkasite.journal.staff import PARENTS, VIEWSETS, add_urls

TO_COME = "This day is still to come. Record what happened, on the day that it happened."
REVERSED = "The last day is before the first day. Correct one of the two."


@pytest.fixture
def admin(ours) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.create_superuser("root@example.org", "secret-secret"))
    return client


def no_rows(*relations: str) -> dict[str, object]:
    return {f"{name}-{part}": 0 for name in relations for part in ("TOTAL_FORMS", "INITIAL_FORMS")}


def rows(relation: str, *told: dict[str, object]) -> dict[str, object]:
    """New rows inside a record, as the admin's form sends them."""
    sent = {f"{relation}-{number}-{name}": value for number, row in enumerate(told) for name, value in row.items()}
    return sent | {f"{relation}-TOTAL_FORMS": len(told), f"{relation}-INITIAL_FORMS": 0}


def test_every_table_of_the_journal_has_a_screen_or_is_inside_one():
    own = {viewset.model for viewset in VIEWSETS}
    inside = {journal.Attendance, journal.WorkingGroupMember, journal.BodyMember, journal.ProjectPartner}
    inside |= {journal.TeamPeriod, journal.Qualification, journal.Training}
    inside |= {journal.StrategyStep, journal.Review, journal.PlanAction, journal.Goal, journal.GoalValue}
    inside.add(journal.SurveyQuestion)
    elsewhere = {journal.CalendarFeed}  # no record: each reader opens and closes their own on the page of reminders
    elsewhere |= {journal.Registration, journal.WorkingGroupWish, journal.SurveyAnswer}  # members write them
    elsewhere |= {journal.CompanyYear, journal.Guest}  # the team, or a guest, writes it on a page of its own
    assert own | inside | elsewhere == set(apps.get_app_config("journal").get_models())
    assert set(PARENTS.values()) <= own


def test_every_list_and_new_record_opens(ours, admin):
    pages = [f"/admin/{viewset.url_prefix}/{page}" for viewset in VIEWSETS for page in ("", "new/")]
    assert {page: admin.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_every_list_is_searched_and_exported(ours, admin):
    pages = [f"/admin/{viewset.url_prefix}/?{asked}" for viewset in VIEWSETS for asked in ("q=ours", "export=csv")]
    assert {page: admin.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize("viewset", VIEWSETS, ids=lambda viewset: viewset.name)
def test_every_record_opens_for_correction(ours, admin, viewset):
    row = viewset.model.objects.get()
    assert admin.get(f"/admin/{viewset.url_prefix}/edit/{row.pk}/").status_code == 200


def test_the_journal_says_where_each_kind_is_added(ours):
    urls = add_urls(ours.cluster)
    assert urls["contact"] == "/en/clusters/ours/quick/?record=contact"
    assert urls["decision"] == "/admin/journal_decision/new/"
    assert urls["goal_value"] == "/admin/journal_document/"
    assert urls["participation"] == "/admin/register_participation/new/"
    assert urls["commitment"] == "/admin/register_participation/"
    assert urls["management"] == f"/admin/register_cluster/edit/{ours.cluster.pk}/"


def test_a_contact_in_the_future_is_refused_at_its_day(ours, admin):
    day = (localdate() + timedelta(days=1)).isoformat()
    told = {"cluster": ours.cluster.pk, "on": day, "organisation": ours.company.pk, "channel": "call"}
    page = admin.post("/admin/journal_contact/new/", told)
    assert page.context["form"].errors == {"on": [TO_COME]}
    assert journal.Contact.objects.count() == 1


def coming(ours, **told: object) -> dict[str, object]:
    day = (localdate() + timedelta(days=9)).isoformat()
    return {"cluster": ours.cluster.pk, "on": day, "kind": "event", "title": "Fair"} | told


def test_an_event_is_announced_where_members_sign_up_for_it_and_nowhere_else(ours, admin):
    page = admin.post("/admin/journal_event/new/", coming(ours) | no_rows("attendances"))
    assert page.context["form"].errors == {"on": [TO_COME]}
    announced = coming(ours, sign_up_until=localdate().isoformat(), capacity=20) | no_rows("attendances")
    assert admin.post("/admin/journal_event/new/", announced).status_code == 302
    assert journal.Event.objects.get(title="Fair").capacity == 20


def test_nobody_came_to_an_event_that_is_still_to_come(ours, admin):
    announced = coming(ours, sign_up_until=localdate().isoformat())
    came = rows("attendances", {"organisation": ours.company.pk, "persons": 4})
    form = admin.post("/admin/journal_event/new/", announced | came).context["form"]
    assert form.non_field_errors() == ["This event is still to come. Record who came when it was held."]


def test_a_survey_is_opened_to_members_with_its_questions(ours, admin):
    told = {"cluster": ours.cluster.pk, "on": localdate().isoformat(), "kind": "needs", "asked": 9, "answered": 0}
    questions = rows("questions", {"text": "What do you need?", "kind": "words"})
    told |= {"title": "Needs", "open_until": localdate().isoformat(), "mean_1_to_5": ""}
    assert admin.post("/admin/journal_survey/new/", told | questions).status_code == 302
    assert [one.text for one in journal.Survey.objects.get(title="Needs").questions.all()] == ["What do you need?"]


def test_a_working_group_of_another_cluster_is_refused_at_its_field(ours, theirs, admin):
    told = {
        "cluster": ours.cluster.pk,
        "group": theirs.working_group.pk,
        "on": "2026-03-01",
        "title": "x",
        "persons": 2,
    }
    page = admin.post("/admin/journal_workinggroupmeeting/new/", told)
    assert page.context["form"].errors == {
        "group": ["This working group belongs to another cluster. Choose one of this cluster's working groups."]
    }


def test_a_group_that_ends_before_it_begins_is_refused_at_its_last_day(ours, admin):
    told = {"cluster": ours.cluster.pk, "name": "Ash", "from_on": "2026-03-02", "until_on": "2026-03-01"}
    page = admin.post("/admin/journal_workinggroup/new/", told | no_rows("members"))
    assert page.context["form"].errors == {"until_on": [REVERSED]}


def test_a_member_that_leaves_before_joining_is_refused_in_its_row(ours, admin):
    told = {"cluster": ours.cluster.pk, "name": "Ash", "from_on": "2026-03-02"}
    member = {"organisation": ours.company.pk, "from_on": "2026-03-02", "until_on": "2026-03-01"}
    page = admin.post("/admin/journal_workinggroup/new/", told | rows("members", member))
    assert page.context["form"].formsets["members"].errors == [{"until_on": [REVERSED]}]
    assert journal.WorkingGroup.objects.count() == 1


def test_a_review_in_the_future_is_refused_in_its_row(ours, admin):
    told = {"cluster": ours.cluster.pk, "kind": "strategy", "title": "New", "from_on": "2026-03-02"}
    review = {"on": (localdate() + timedelta(days=1)).isoformat(), "changes": "All"}
    told |= rows("reviews", review) | no_rows("steps", "actions", "goals")
    page = admin.post("/admin/journal_document/new/", told)
    assert page.context["form"].formsets["reviews"].errors == [{"on": [TO_COME]}]
    assert journal.Document.objects.count() == 1


def test_an_event_is_saved_with_who_came(ours, admin):
    told = {"cluster": ours.cluster.pk, "on": "2026-03-02", "kind": "fair", "title": "Ash fair"}
    came = rows("attendances", {"organisation": ours.company.pk, "persons": 4})
    assert admin.post("/admin/journal_event/new/", told | came).status_code == 302
    event = journal.Event.objects.get(title="Ash fair")
    assert [(row.organisation, row.persons) for row in event.attendances.all()] == [(ours.company, 4)]


def test_an_organisation_that_stands_twice_on_the_list_is_refused(ours, admin):
    told = {"cluster": ours.cluster.pk, "on": "2026-03-02", "kind": "fair", "title": "Ash fair"}
    twice = rows("attendances", *[{"organisation": ours.company.pk, "persons": 4}] * 2)
    page = admin.post("/admin/journal_event/new/", told | twice)
    assert page.status_code == 200
    assert journal.Event.objects.count() == 1


def test_a_goal_is_kept_with_its_measured_values(ours, admin):
    told = {"cluster": ours.cluster.pk, "kind": "strategy", "title": "New", "from_on": "2026-03-02"}
    goal = {"kind": "skills", "title": "Courses", "target": 5, "unit": "courses"}
    goal |= {"from_on": "2026-01-01", "until_on": "2026-12-31"}
    told |= rows("goals", goal) | rows("goals-0-measured", {"on": "2026-02-01", "value": 2})
    assert admin.post("/admin/journal_document/new/", told | no_rows("steps", "reviews", "actions")).status_code == 302
    assert [str(value) for value in journal.GoalValue.objects.filter(goal__title="Courses")] == ["2026-02-01: 2.00"]


@pytest.mark.parametrize("name", ["journal_contact", "journal_event", "journal_workinggroupmeeting"])
def test_a_list_takes_the_same_queries_for_1_and_30_rows(ours, admin, query_count, name):
    model = next(viewset.model for viewset in VIEWSETS if viewset.name == name)
    few = query_count(lambda: admin.get(f"/admin/{name}/"))
    row = model.objects.get()
    for _ in range(29):
        row.pk = None
        row.save()
    assert query_count(lambda: admin.get(f"/admin/{name}/")) == few


def test_the_team_of_another_cluster_finds_no_row_of_ours(ours, theirs, user_with):
    neighbour = Client()
    neighbour.force_login(user_with("team", theirs.cluster))
    rows = [(viewset, viewset.model.objects.get(cluster=ours.cluster)) for viewset in VIEWSETS]
    pages = [f"/admin/{viewset.url_prefix}/{page}/{row.pk}/" for viewset, row in rows for page in ("edit", "delete")]
    assert {page: neighbour.get(page, follow=True).status_code for page in pages} == dict.fromkeys(pages, 404)
    lists = [list(neighbour.get(f"/admin/{viewset.url_prefix}/").context["object_list"]) for viewset in VIEWSETS]
    assert lists == [[viewset.model.objects.get(cluster=theirs.cluster)] for viewset in VIEWSETS]


def test_the_team_cannot_choose_what_belongs_to_another_cluster(ours, theirs, user_with):
    client = Client()
    client.force_login(user_with("team", ours.cluster))
    told = {
        "cluster": theirs.cluster.pk,
        "group": theirs.working_group.pk,
        "on": "2026-03-01",
        "title": "x",
        "persons": 2,
    }
    page = client.post("/admin/journal_workinggroupmeeting/new/", told)
    assert sorted(page.context["form"].errors) == ["cluster", "group"]


def test_the_operator_corrects_a_contact_without_reading_its_confidential_note(ours, admin, user_with):
    address = f"/admin/journal_contact/edit/{ours.contact.pk}/"
    team = Client()
    team.force_login(user_with("team", ours.cluster))
    assert "Sells the mill" in team.get(address).content.decode()
    assert "Sells the mill" not in admin.get(address).content.decode()
    told = {"cluster": ours.cluster.pk, "on": "2026-03-02", "organisation": ours.company.pk, "channel": "call"}
    assert admin.post(address, told).status_code == 302
    ours.contact.refresh_from_db()
    assert (ours.contact.channel, ours.contact.note, ours.contact.is_confidential) == ("call", "Sells the mill", True)
