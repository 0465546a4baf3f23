"""The team, its decisions, its contacts and cooperation, counted for any day. §: docs/explanation/excellence.md."""

from datetime import date

import pytest

from tests.tokka.excellence.builders import DAY, committed, companies, fact, row, takes_part, value
from tokka.excellence.records import Participant

LAST_YEAR = date(2025, 11, 24)
"""The day twelve months before DAY: outside the window, whose first day is the one after."""


def works(member, on=date(2020, 1, 1), until=None, fte=1.0, tag="expert"):
    return row("team_period", on, until, group=member, amount=fte, tag=tag)


@pytest.mark.parametrize(
    ("began", "years"), [(date(2024, 11, 24), 2), (date(2024, 11, 25), 23 / 12), (date(2026, 11, 24), 0)]
)
def test_the_age_of_the_management_is_counted_in_completed_months(began, years):
    assert value("management_years", [row("management", began)]) == pytest.approx(years)


def test_a_management_that_ended_has_no_age():
    assert value("management_years", [row("management", until=date(2026, 1, 1))]) == 0


def test_the_oldest_management_that_holds_gives_the_age():
    records = [row("management", date(2016, 11, 24)), row("management", date(2022, 1, 1))]
    assert value("management_years", records) == 10


def test_working_time_is_the_sum_of_what_holds_on_the_day():
    """§3, §8"""
    records = [works(1, fte=0.5), works(2, fte=0.8), works(3, until=date(2026, 1, 1)), works(4, fte=None)]
    assert value("team_fte", records) == pytest.approx(1.3)
    assert value("team_fte", records, day=date(2026, 1, 1)) == pytest.approx(2.3)


def test_a_director_is_a_person_however_many_periods_hold():
    records = [works(1, tag="director"), works(1, tag="director", fte=0.2), works(2, tag="manager")]
    assert value("directors", records) == 1


@pytest.mark.parametrize(
    ("tag", "amount", "share"),
    [
        ("degree", None, 50),
        ("certificate", None, 50),
        ("experience", 3, 50),
        ("experience", 2.9, 0),
        ("experience", None, 0),
        ("language", None, 0),
    ],
)
def test_a_degree_a_certificate_or_three_years_of_experience_qualify(tag, amount, share):
    records = [works(1), works(2), row("qualification", group=1, tag=tag, amount=amount)]
    assert value("qualified_share", records) == share


def test_a_qualification_of_one_who_left_does_not_count():
    records = [works(1, until=date(2026, 1, 1)), works(2), row("qualification", group=1, tag="degree")]
    assert value("qualified_share", records) == 0


def plan(until=None):
    return row("document", until=until, tag="training_plan")


def test_training_counts_per_person_while_a_plan_is_in_force():
    records = [works(1), works(2), plan(), row("training", date(2026, 5, 1), group=1, amount=3)]
    assert value("planned_training_days", records) == 1.5


@pytest.mark.parametrize(("on", "days"), [(LAST_YEAR, 0), (date(2025, 11, 25), 2), (DAY, 2), (date(2026, 11, 25), 0)])
def test_training_of_the_last_twelve_months_counts(on, days):
    """§4"""
    early = row("training", date(2020, 1, 1), group=1, amount=9)
    assert value("planned_training_days", [works(1), plan(), early, row("training", on, group=1, amount=2)]) == days


def test_training_without_a_plan_is_no_training_under_a_plan():
    records = [works(1), plan(until=date(2026, 1, 1)), row("training", date(2026, 5, 1), group=1, amount=3)]
    assert value("planned_training_days", records) == 0


def test_training_of_one_who_left_does_not_count():
    records = [works(1), works(2, until=date(2026, 6, 1)), plan(), row("training", date(2026, 5, 1), group=2, amount=3)]
    assert value("planned_training_days", records) == 0


def test_training_of_nobody_is_unknown():
    """§7"""
    records = [works(1, until=date(2026, 1, 1)), plan(), row("training", date(2025, 12, 1), group=1, amount=3)]
    assert value("planned_training_days", records) is None


def test_staff_stability_is_the_part_of_last_years_team_that_stays():
    records = [works(1), works(2, until=date(2026, 5, 1)), works(3, on=date(2026, 5, 2))]
    assert value("staff_stability", records) == 50


def test_staff_stability_is_unknown_before_a_year_has_been_recorded():
    """§9"""
    assert value("staff_stability", [works(1, on=date(2025, 11, 25))]) is None


def seat(body, organisation=1, on=date(2020, 1, 1), until=None):
    return row("body_member", on, until, organisation=organisation, group=body)


@pytest.mark.parametrize(
    ("held", "number"),
    [
        (seat(1), 1),
        (seat(1, organisation=None), 0),
        (seat(2), 0),
        (seat(1, until=date(2026, 5, 1)), 1),
        (seat(1, until=date(2026, 4, 30)), 0),
        (seat(1, on=date(2026, 5, 2)), 0),
    ],
)
def test_a_decision_is_shared_where_an_organisation_held_a_seat_that_day(held, number):
    assert value("shared_decisions", [held, row("decision", date(2026, 5, 1), group=1)]) == number


@pytest.mark.parametrize(("on", "number"), [(date(2024, 11, 24), 0), (date(2024, 11, 25), 1)])
def test_decisions_of_two_years_count(on, number):
    """§4"""
    assert value("shared_decisions", [seat(1), row("decision", on, group=1)]) == number


def met(organisation, on):
    return row("contact", on, organisation=organisation, tag="call")


@pytest.mark.parametrize(
    ("on", "share"), [(LAST_YEAR, 0), (date(2025, 11, 25), 50), (DAY, 50), (date(2026, 11, 25), 0)]
)
def test_a_contact_within_twelve_months_up_to_the_day_counts(on, share):
    """§4"""
    records = [*committed(1, 2), *takes_part(3), met(3, date(2022, 1, 1)), met(1, on)]
    assert value("contacted_share", records) == share


def test_two_contacts_are_one_organisation_met_and_both_are_opened():
    first, second = met(1, date(2026, 3, 1)), met(1, date(2026, 4, 1))
    records = committed(1)
    found = fact("contacted_share", [*records, second, first])
    assert (found.value, found.records) == (100, (first.key, second.key, records[1].key))


def test_dialogue_is_a_contact_or_an_event_with_a_committed_company():
    known = [*companies(1, 2, 3, 4), Participant(5, "research")]
    event = row("event", date(2026, 5, 1), tag="event")
    records = [
        *committed(1, 2, 3, 5),
        *takes_part(4),
        met(1, date(2026, 5, 1)),
        event,
        *(row("attendance", date(2026, 5, 1), organisation=who, group=event.id) for who in (2, 4, 5, None)),
    ]
    assert value("companies_in_dialogue", records, known) == 2


def test_attendance_alone_tells_of_dialogue():
    """§5"""
    records = [*committed(1), row("attendance", date(2026, 5, 1), organisation=1, group=7)]
    assert value("companies_in_dialogue", records, companies(1)) == 1
    assert value("companies_in_dialogue", committed(1), companies(1)) is None


def test_partners_of_running_projects_cooperate():
    running, ended = row("project"), row("project", until=date(2026, 11, 23))
    records = [
        *committed(1, 2, 3, 4),
        running,
        ended,
        row("project_partner", organisation=1, group=running.id),
        row("project_partner", organisation=2, group=ended.id),
        row("project_partner", until=date(2026, 1, 1), organisation=3, group=running.id),
        row("project_partner", organisation=9, group=running.id),
    ]
    assert value("cooperating_share", records) == 25
