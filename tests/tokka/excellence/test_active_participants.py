"""Who is active as Flanders defines it: one innovative project or two other activities within twelve months."""

from datetime import date

import pytest

from tests.tokka.excellence.builders import DAY, row, takes_part, value
from tokka.excellence.records import Record

IN_THE_YEAR = date(2026, 3, 1)
A_YEAR_AGO = date(2025, 11, 24)


def came(event, organisation, on=IN_THE_YEAR, tag="workshop"):
    return [
        Record("event", event, on, tag=tag),
        row("attendance", on, group=event, organisation=organisation, amount=2),
    ]


def shares(project, organisation, until=None, tag="innovation"):
    return [
        Record("project", project, date(2024, 1, 1), until, tag=tag),
        row("project_partner", date(2024, 1, 1), until, group=project, organisation=organisation),
    ]


def test_two_activities_make_active_and_one_does_not():
    records = [*takes_part(1, 2), *came(1, 1), *came(2, 1, tag="advice"), *came(3, 2)]
    assert value("active_participants", records) == 1


def test_two_persons_at_one_event_are_one_activity():
    records = [*takes_part(1), *came(1, 1), row("attendance", IN_THE_YEAR, group=1, organisation=1)]
    assert value("active_participants", records) == 0


@pytest.mark.parametrize(("until", "active"), [(None, 1), (date(2025, 11, 25), 1), (A_YEAR_AGO, 0)])
def test_one_innovative_project_within_the_year_makes_active(until, active):
    assert value("active_participants", [*takes_part(1), *shares(1, 1, until)]) == active


def test_an_investment_and_an_excursion_are_no_innovation():
    records = [*takes_part(1), *shares(1, 1, tag="investment"), *came(1, 1, tag="excursion"), *came(2, 1)]
    assert value("active_participants", records) == 0


def test_who_does_not_take_part_is_not_counted():
    assert value("active_participants", [*takes_part(2), *shares(1, 1)]) == 0


def test_before_the_definition_and_without_any_record_nobody_knows():
    assert value("active_participants", [*takes_part(1), *shares(1, 1)], day=date(2024, 12, 31)) is None
    assert value("active_participants", takes_part(1), day=DAY) is None
