"""Who takes part and how firmly, counted for any day. §: docs/explanation/excellence.md."""

from datetime import date

import pytest

from tests.tokka.excellence.builders import DAY, committed, companies, fact, row, takes_part, value
from tokka.excellence.records import Participant

MEASURES_OF_COMMITMENT = ("committed_participants", "committed_share", "committed_companies", "committed_types")


def test_who_takes_part_and_has_signed_counts_once_with_its_commitments():
    records = [*committed(1, 2), row("commitment", organisation=1, tag="fee"), *takes_part(3)]
    found = fact("committed_participants", records)
    assert found.value == 2
    assert found.records == tuple(record.key for record in (records[2], records[4], records[3]))


def test_a_commitment_of_one_who_takes_no_part_does_not_count():
    """§6"""
    assert value("committed_participants", [*committed(1), row("commitment", organisation=2, tag="letter")]) == 1


@pytest.mark.parametrize(
    ("day", "number"), [(date(2021, 12, 31), 0), (date(2022, 1, 1), 1), (date(2023, 6, 30), 1), (date(2023, 7, 1), 0)]
)
def test_a_commitment_holds_from_its_first_day_to_its_last(day, number):
    """§3"""
    commitment = row("commitment", date(2022, 1, 1), date(2023, 6, 30), organisation=1, tag="agreement")
    earlier = row("commitment", date(2019, 1, 1), date(2019, 1, 1), organisation=9, tag="agreement")
    assert value("committed_participants", [*takes_part(1), commitment, earlier], day=day) == number


def test_a_commitment_ends_with_the_participation():
    """§6"""
    records = [*takes_part(1, until=date(2026, 1, 31)), row("commitment", organisation=1, tag="agreement")]
    days = (date(2026, 1, 31), date(2026, 2, 1))
    assert [value("committed_participants", records, day=day) for day in days] == [1, 0]


@pytest.mark.parametrize("measure", [*MEASURES_OF_COMMITMENT, "near_share"])
def test_without_kept_commitments_nobody_knows(measure):
    """§5"""
    assert fact(measure, takes_part(1, 2), companies(1, 2)).value is None


def test_the_share_of_the_committed_is_over_all_who_take_part():
    assert value("committed_share", [*committed(1), *takes_part(2, 3)]) == pytest.approx(100 / 3)


def test_a_share_of_nobody_is_unknown():
    """§7"""
    gone = [*takes_part(1, until=date(2025, 1, 1)), row("commitment", organisation=1, tag="agreement")]
    assert (value("committed_share", gone), value("committed_participants", gone)) == (None, 0)


def test_committed_companies_are_those_whose_role_is_known():
    known = [Participant(1, "company"), Participant(2, "research")]
    assert value("committed_companies", committed(1, 2, 3), known) == 1


def test_types_are_the_known_roles_each_once():
    """§8"""
    known = [Participant(1, "company"), Participant(2, "company"), Participant(3, "education")]
    assert value("committed_types", committed(1, 2, 3, 4), known) == 2


@pytest.mark.parametrize(("km", "share"), [(80.0, 50), (80.1, 0), (0.0, 50)])
def test_near_is_up_to_80_km_and_an_unknown_place_is_not_near(km, share):
    """§8"""
    assert value("near_share", committed(1, 2), [Participant(1, "company", km=km), Participant(2, "company")]) == share


def test_with_no_place_known_nearness_is_unknown():
    """§8"""
    assert value("near_share", committed(1, 2), companies(1, 2)) is None


def test_stability_is_the_part_of_last_years_participants_who_stay():
    records = [*takes_part(1, 2, 3), *takes_part(4, until=date(2026, 3, 1)), *takes_part(5, on=date(2026, 2, 1))]
    assert value("participation_stability", records) == 75


def test_who_left_and_came_back_has_stayed():
    records = [*takes_part(1, until=date(2026, 3, 1)), *takes_part(1, on=date(2026, 6, 1))]
    assert value("participation_stability", records) == 100


@pytest.mark.parametrize(("began", "share"), [(date(2025, 11, 24), 100), (date(2025, 11, 25), None)])
def test_stability_is_unknown_before_a_year_has_been_recorded(began, share):
    """§9"""
    assert value("participation_stability", takes_part(1, on=began)) == share


def test_a_public_body_is_linked_by_participation_a_running_project_or_a_seat():
    known = [Participant(number, "municipality") for number in (1, 2, 3, 4)] + [Participant(5, "regional_authority")]
    project, ended = row("project"), row("project", until=date(2026, 11, 23))
    body = row("body", tag="board")
    records = [
        *takes_part(1, 9),
        project,
        ended,
        body,
        row("project_partner", organisation=2, group=project.id),
        row("project_partner", organisation=3, group=ended.id),
        row("body_member", organisation=5, group=body.id),
    ]
    assert value("public_links", records, [*known, Participant(9, "company")]) == 3
    assert value("public_links", records, known, date(2026, 11, 23)) == 4


def test_links_to_the_innovation_system_are_of_four_roles():
    roles = ("research", "education", "development_company", "financier", "company", "municipality", "other")
    known = [Participant(number, role) for number, role in enumerate(roles, start=1)]
    assert value("innovation_links", takes_part(*range(1, 8)), known) == 4


def test_a_partner_who_takes_no_part_is_linked_too():
    project = row("project")
    records = [*takes_part(1), project, row("project_partner", organisation=2, group=project.id)]
    assert value("innovation_links", records, [Participant(2, "research")]) == 1


def test_recognitions_and_profiles_count_while_they_hold():
    records = [row("recognition", until=DAY), row("recognition", until=date(2026, 11, 23)), row("platform_profile")]
    assert (value("recognitions", records), value("platform_profiles", records)) == (1, 1)
