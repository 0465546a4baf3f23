"""Every kind of record comes out of the database as the engine reads it, in one query."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import translation

from tokka.excellence.records import KINDS, Participant, Record
from tokkasite.journal import models as journal
from tokkasite.journal.readers import (
    READINGS,
    RECORD_MODELS,
    RecordLine,
    describe,
    participants_of,
    plural_of,
    records_of,
)
from tokkasite.register.models import Cluster, Municipality, Organisation, SizeFigure

DAY = date(2026, 3, 2)
LATER = date(2026, 9, 30)


def expected(ours: SimpleNamespace) -> dict[str, Record]:
    """One record of each kind, as `one_of_each` keeps them."""
    company, group, document = ours.company.pk, ours.working_group.pk, ours.document.pk
    columns: dict[str, dict[str, object]] = {
        "participation": {"until": LATER, "organisation": company},
        "commitment": {"until": LATER, "organisation": company, "tag": "fee"},
        "recognition": {"until": LATER},
        "platform_profile": {"until": LATER},
        "label": {"until": LATER, "tag": "silver"},
        "website": {"until": LATER, "share": 1.0, "tag": "en"},
        "management": {},
        "contact": {"organisation": company, "tag": "visit"},
        "event": {"tag": "workshop"},
        "attendance": {"organisation": company, "amount": 3.0, "group": ours.event.pk},
        "working_group": {"until": LATER},
        "working_group_member": {"until": LATER, "organisation": company, "group": group},
        "working_group_meeting": {"amount": 7.0, "group": group},
        "body": {"until": LATER, "tag": "board"},
        "body_member": {"until": LATER, "organisation": company, "group": ours.body.pk},
        "decision": {"group": ours.body.pk},
        "project": {"until": LATER, "amount": 1200.5, "tag": "research"},
        "project_partner": {"until": LATER, "organisation": company, "group": ours.project.pk},
        "income": {"until": LATER, "amount": 900.25, "tag": "public"},
        "cost": {"amount": 80.1, "tag": "travel"},
        "budget": {"until": LATER, "amount": 5000.0},
        "team_period": {"until": LATER, "amount": 0.8, "tag": "manager", "group": ours.team_member.pk},
        "qualification": {"amount": 6.5, "tag": "experience", "group": ours.team_member.pk},
        "training": {"amount": 1.5, "group": ours.team_member.pk},
        "document": {"until": LATER, "tag": "strategy"},
        "strategy_step": {"amount": 12.0, "group": document},
        "review": {"share": 1.0, "group": document},
        "plan_action": {"until": LATER, "amount": 300.0, "group": document},
        "action_done": {"on": LATER, "group": ours.plan_action.pk},
        "goal": {"until": LATER, "amount": 10.0, "tag": "growth", "group": document},
        "goal_value": {"amount": 4.5, "group": ours.goal.pk},
        "communication": {"tag": "newsletter"},
        "media_mention": {"tag": "web"},
        "success_story": {"organisation": company},
        "survey": {"amount": 4.25, "share": 0.75, "tag": "satisfaction"},
    }
    return {
        kind: Record(**{"kind": kind, "id": getattr(ours, kind).pk, "on": DAY} | told) for kind, told in columns.items()
    }


def test_every_kind_has_a_table_and_every_table_a_kind():
    assert list(RECORD_MODELS) == list(KINDS)
    assert set(READINGS) == set(KINDS)


def test_a_record_of_each_kind_is_read_as_it_was_kept_and_the_neighbours_are_not(ours, theirs):
    assert {record.kind: record for record in records_of(ours.cluster)} == expected(ours)
    assert len(records_of(ours.cluster)) == len(KINDS)


def test_records_come_oldest_first(ours):
    ours.event.on = DAY - timedelta(days=1)
    ours.event.save()
    assert [record.kind for record in records_of(ours.cluster)][:2] == ["attendance", "event"]


def test_what_still_holds_has_no_last_day(ours):
    ours.working_group.until_on = None
    ours.working_group.save()
    assert [record.until for record in records_of(ours.cluster) if record.kind == "working_group"] == [None]


@pytest.mark.parametrize("kind", ["website", "review", "survey"])
def test_a_share_of_nothing_is_nought(ours, kind):
    journal.Survey.objects.update(answered=0)
    journal.Review.objects.update(used_company_needs=False)
    type(ours.website).objects.update(says_what_is_offered=False)
    assert [record.share for record in records_of(ours.cluster) if record.kind == kind] == [0.0]


def test_an_action_not_done_and_a_cluster_not_managed_are_no_records(ours):
    journal.PlanAction.objects.update(done_on=None)
    Cluster.objects.update(managed_since=None)
    kinds = [record.kind for record in records_of(ours.cluster)]
    assert sorted(set(KINDS) - set(kinds)) == ["action_done", "management"]


@pytest.mark.parametrize("rows", [1, 300])
def test_all_records_are_one_query(ours, django_assert_num_queries, rows):
    keep_contacts(ours, rows)
    with django_assert_num_queries(1):
        assert len(records_of(ours.cluster)) == len(KINDS) + rows


@pytest.mark.parametrize("rows", [1, 300])
def test_the_organisations_named_are_one_query(ours, theirs, organisation, django_assert_num_queries, rows):
    met = [organisation(f"Met {number}", role="research") for number in range(rows)]
    for other in met:
        keep_contact(ours, other)
    with django_assert_num_queries(1):
        found = participants_of(ours.cluster)
    assert found == [Participant(ours.company.pk, "company"), *(Participant(other.pk, "research") for other in met)]


def test_how_far_an_organisation_is_from_the_seat_is_known_where_both_places_are(ours, organisation):
    kemi = Municipality.objects.create(code="240", name_fi="Kemi", latitude=65.7364, longitude=24.5637)
    rovaniemi = Municipality.objects.create(code="698", name_fi="Rovaniemi", latitude=66.5039, longitude=25.7294)
    Cluster.objects.filter(pk=ours.cluster.pk).update(seat=kemi)
    Organisation.objects.filter(pk=ours.company.pk).update(municipality=rovaniemi)
    keep_contact(ours, organisation("Nowhere Oy"))
    assert [other.km and round(other.km) for other in participants_of(ours.cluster)] == [100, None]


def test_the_size_of_a_company_is_that_of_its_latest_figures(ours):
    for year, staff in ((2023, 300), (2025, 12)):
        SizeFigure.objects.create(
            organisation=ours.company, year=year, headcount_awu=staff, turnover_eur=1_500_000, source="Annual report"
        )
    assert [other.size for other in participants_of(ours.cluster)] == ["small"]


def test_each_kind_has_a_line_with_its_title_day_and_address(ours):
    keys = [record.key for record in expected(ours).values()]
    found = describe(keys)
    assert list(found) == keys
    assert {line.key[0]: line.title for line in found.values()} == TITLES
    assert found["contact", ours.contact.pk] == RecordLine(
        ("contact", ours.contact.pk), "Ours Oy: Peat", DAY, f"/en/clusters/ours/records/contact/{ours.contact.pk}/"
    )
    assert found["action_done", ours.plan_action.pk].on == LATER
    assert found["contact", ours.contact.pk].label == "Contact"


def test_a_list_is_called_by_many_where_its_table_has_a_name_for_them():
    with translation.override("en"):
        assert [plural_of(kind) for kind in ("contact", "working_group", "label", "management")] == [
            "Contacts", "Working groups", "Quality label", "Organised management",
        ]  # fmt: skip


@pytest.mark.parametrize("rows", [1, 300])
def test_a_page_of_lines_takes_a_query_for_each_kind(ours, django_assert_num_queries, rows):
    keys = [("contact", contact.pk) for contact in keep_contacts(ours, rows)] + [("event", ours.event.pk)]
    with django_assert_num_queries(2):
        assert list(describe(keys)) == keys


def test_a_record_that_is_gone_has_no_line(ours):
    assert describe([("event", 999)]) == {}


def keep_contact(ours: SimpleNamespace, other: object) -> journal.Contact:
    return journal.Contact.objects.create(cluster=ours.cluster, on=DAY, organisation=other, channel="call")


def keep_contacts(ours: SimpleNamespace, rows: int) -> list[journal.Contact]:
    return [keep_contact(ours, ours.company) for _ in range(rows)]


TITLES = {
    "participation": "Ours Oy",
    "commitment": "Ours Oy: Fee paid",
    "recognition": "Recognition by a cluster programme",
    "platform_profile": "Profile on the European Cluster Collaboration Platform",
    "label": "Silver",
    "website": "https://example.org/",
    "management": "Ours",
    "contact": "Ours Oy: Peat",
    "event": "Side streams",
    "attendance": "Ours Oy – Side streams",
    "working_group": "Energy",
    "working_group_member": "Ours Oy – Energy",
    "working_group_meeting": "Energy: Start",
    "body": "Board",
    "body_member": "Ours Oy – Board",
    "decision": "Board: Budget approved",
    "project": "Ash",
    "project_partner": "Ours Oy – Ash",
    "income": "Kemi",
    "cost": "Train",
    "budget": "2026-03-02 – 2026-09-30",
    "team_period": "Aino: Manager, 0.80",
    "qualification": "Aino: Clusters",
    "training": "Aino: Facilitation",
    "document": "Strategy",
    "strategy_step": "Strategy: Hearing",
    "review": "Strategy",
    "plan_action": "Hire",
    "action_done": "Hire",
    "goal": "Exports: 10.00 companies",
    "goal_value": "Exports: 4.50 companies",
    "communication": "March",
    "media_mention": "Yle: Ash",
    "success_story": "First order",
    "survey": "Satisfaction: 30/40",
}
