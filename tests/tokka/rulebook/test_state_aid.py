"""State aid and eligibility, by dated numbers with their sources."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokka.rulebook.eligibility import BY_KEY, RULES
from tokka.rulebook.eligibility.areas import in_area
from tokka.rulebook.eligibility.consortium import Partner, horizon_consortium
from tokka.rulebook.enterprise_size.group_size import group_size
from tokka.rulebook.enterprise_size.ownership import Ownership, Party, Stake
from tokka.rulebook.model import Fact, NotInForce, Outcome
from tokka.rulebook.state_aid import VALUES
from tokka.rulebook.state_aid.de_minimis import Grant, de_minimis_room, first_day_for, leaves_on, window_start
from tokka.rulebook.state_aid.difficulty import Accounts, in_difficulty
from tokka.rulebook.state_aid.intensity import block_exempted, regional_investment_aid, support_area

DAY = date(2026, 6, 1)
ALONE = Ownership([Party("A", country="FI")], [])


# --- de minimis


def test_room_counts_back_three_years_from_the_day():
    grants = [Grant("A", date(2021, 2, 1), 100_000), Grant("A", date(2023, 6, 1), 80_000)]
    assert de_minimis_room(ALONE, "A", grants, date(2024, 3, 1)).free == 220_000


@pytest.mark.parametrize(
    ("day", "free"),
    [
        (date(2026, 3, 14), 300_000),
        (date(2026, 3, 15), 100_000),
        (date(2029, 3, 14), 100_000),
        (date(2029, 3, 15), 300_000),
    ],
)
def test_the_window_slides_by_the_day_across_three_years(day, free):
    assert de_minimis_room(ALONE, "A", [Grant("A", date(2026, 3, 15), 200_000)], day).free == free


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2024, 2, 29), date(2021, 3, 1)),
        (date(2027, 2, 28), date(2024, 2, 29)),
        (date(2027, 3, 1), date(2024, 3, 2)),
        (date(2023, 12, 31), date(2021, 1, 1)),
        (date(2024, 1, 1), date(2021, 1, 2)),
    ],
)
def test_the_window_begins_the_day_after_the_same_day_three_years_before(day, begins):
    assert window_start(day) == begins


def test_until_2023_three_fiscal_years_and_200_000_held():
    room = de_minimis_room(ALONE, "A", [Grant("A", date(2021, 1, 5), 150_000)], date(2023, 12, 31))
    assert (room.free, room.window_from) == (50_000, date(2021, 1, 1))


def test_the_single_undertaking_is_bound_by_control_inside_one_country_and_not_by_shares():
    parties = [
        Party(key, country=land, staff_awu=1, turnover_eur=1)
        for key, land in zip("ABCD", ("FI", "FI", "SE", "FI"), strict=True)
    ]
    ownership = Ownership(parties, [Stake("A", "B", 0.6), Stake("A", "C", 0.6), Stake("A", "D", 0.4)])
    room = de_minimis_room(ownership, "A", [Grant(key, DAY, 50_000) for key in "ABCD"], DAY)
    assert (room.undertakings, room.free) == (("A", "B"), 200_000)
    assert {one.key for one in group_size(ownership, "A", DAY).counted} == {"A", "B", "C", "D"}


def test_aid_dated_in_the_future_and_aid_below_zero_are_named_and_not_counted():
    grants = [Grant("A", DAY + timedelta(1), 9_000), Grant("A", DAY, -5)]
    room = de_minimis_room(ALONE, "A", grants, DAY)
    assert room.free == 300_000
    assert [str(one).split(":")[0] for one in room.remarks] == [
        "1 grants of EUR 9000 are dated after 2026-06-01",
        "1 grants are below zero and not counted. Enter a recovery as its own record.",
    ]


def test_regimes_have_ledgers_of_their_own_and_one_without_a_ceiling_is_unknown():
    grants = [Grant("A", DAY, 100_000, "services"), Grant("A", DAY, 20_000)]
    assert de_minimis_room(ALONE, "A", grants, DAY).free == 280_000
    assert de_minimis_room(ALONE, "A", grants, DAY, "services").free == 650_000
    room = de_minimis_room(ALONE, "A", grants, DAY, "fisheries")
    assert (room.free, room.allows(1)) == (None, Outcome.UNKNOWN)
    assert "No ceiling of the regime fisheries" in str(room.remarks[0])


def test_a_grant_fits_up_to_the_last_euro():
    room = de_minimis_room(ALONE, "A", [Grant("A", DAY, 299_999)], DAY)
    assert (room.allows(1), room.allows(2)) == (Outcome.MET, Outcome.MISSED)


def test_the_ceiling_ends_with_its_regulation():
    assert de_minimis_room(ALONE, "A", [], date(2031, 1, 1)).free is None


days = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(st.lists(st.tuples(days, st.integers(0, 100_000)), max_size=8), days)
def test_whatever_is_granted_the_room_lies_between_nothing_and_the_ceiling(rows, day):
    room = de_minimis_room(ALONE, "A", [Grant("A", on, euros) for on, euros in rows], day)
    assert 0 <= room.free <= 300_000
    assert room.free == max(0, 300_000 - sum(euros for on, euros in rows if window_start(day) <= on <= day))


# --- in difficulty

SOUND = Accounts(
    subscribed_capital=100_000,
    share_premium=9_900_000,
    accumulated_losses=0,
    reserves=0,
    is_insolvent=False,
    has_unrepaid_rescue_aid=False,
    is_sme=True,
    age_years=10,
)


def accounts(**fields):
    return Accounts(**{name: getattr(SOUND, name) for name in SOUND.__slots__} | fields)


@pytest.mark.parametrize(
    ("losses", "outcome"),
    [(50_001, Outcome.MET), (5_000_000, Outcome.MET), (5_000_001, Outcome.MISSED)],
)
def test_the_premium_is_part_of_the_capital_of_which_half_may_be_lost(losses, outcome):
    assert in_difficulty(accounts(accumulated_losses=losses), DAY).outcome is outcome


def test_reserves_come_off_the_losses():
    assert in_difficulty(accounts(accumulated_losses=6_000_000, reserves=1_000_000), DAY).outcome is Outcome.MET


def test_a_young_sme_is_spared_the_test_of_capital_but_not_the_others():
    young = {"accumulated_losses": 9_000_000, "age_years": 2}
    assert in_difficulty(accounts(**young), DAY).outcome is Outcome.MET
    assert in_difficulty(accounts(**young, is_insolvent=True), DAY).outcome is Outcome.MISSED
    assert in_difficulty(accounts(**young | {"is_sme": False}, debt_to_equity=(1,)), DAY).outcome is Outcome.MISSED


def test_a_large_undertaking_fails_only_where_both_ratios_were_bad_in_both_years():
    bad = {"is_sme": False, "debt_to_equity": (8.0, 9.0), "interest_cover": (0.5, 0.9)}
    assert in_difficulty(accounts(**bad), DAY).outcome is Outcome.MISSED
    assert in_difficulty(accounts(**bad | {"interest_cover": (0.5, 1.0)}), DAY).outcome is Outcome.MET
    assert in_difficulty(accounts(**bad | {"debt_to_equity": (9.0,)}), DAY).outcome is Outcome.UNKNOWN


def test_what_is_not_known_keeps_the_verdict_open_and_is_named():
    found = in_difficulty(accounts(reserves=None, is_insolvent=None), DAY)
    assert found.outcome is Outcome.UNKNOWN
    assert [str(one)[:3] for one in found.missing] == ["(a)", "(c)"]


def test_unlimited_liability_has_its_own_test_of_capital():
    partnership = {"liability": "unlimited", "capital_in_accounts": 100.0}
    assert in_difficulty(accounts(**partnership, accumulated_losses=50.0), DAY).outcome is Outcome.MET
    assert in_difficulty(accounts(**partnership, accumulated_losses=50.1), DAY).outcome is Outcome.MISSED
    assert in_difficulty(accounts(**partnership, accumulated_losses=None), DAY).outcome is Outcome.UNKNOWN


# --- intensities and areas


@pytest.mark.parametrize(("size", "share"), [("micro", 0.4), ("small", 0.4), ("medium", 0.3), ("large", 0.2)])
def test_investment_in_lapland_is_aided_by_the_size_of_the_enterprise(size, share):
    found = regional_investment_aid("698", size, DAY)
    assert (found.share, found.outcome, found.source.title) == (
        share,
        Outcome.MET,
        "Support areas (Government Decree 467/2022)",
    )


@pytest.mark.parametrize(("code", "day"), [("091", DAY), ("698", date(2021, 12, 31)), ("698", date(2028, 1, 1))])
def test_a_place_or_day_that_the_map_does_not_tell_is_unknown_and_never_guessed(code, day):
    found = regional_investment_aid(code, "small", day)
    assert (found.share, found.outcome, len(found.missing)) == (None, Outcome.UNKNOWN, 1)


def test_all_21_municipalities_of_lapland_and_six_in_the_south_east_lie_in_area_one():
    codes = [f"{code:03d}" for code in range(1000)]
    assert sum(support_area(code, DAY) == "I" for code in codes) == 27


def test_an_intensity_that_nobody_has_read_is_unknown_and_from_2027_the_old_law_is_gone():
    before, after = (block_exempted("27_operation", "small", day) for day in (date(2026, 12, 31), date(2027, 1, 1)))
    assert (before.outcome, after.outcome) == (Outcome.UNKNOWN, Outcome.UNKNOWN)
    assert str(before.missing[0]).startswith("The intensity of Article 27_operation is not entered.")
    assert str(after.missing[0]) == (
        "Regulation (EU) No 651/2014 is not in force on 2027-01-01, and no successor is entered."
    )


def test_every_number_has_its_source_and_every_other_waits_for_one():
    entered = [dated for one in VALUES.values() for dated in one.values]
    assert all(dated.source.title and dated.source.url for dated in entered)
    assert not VALUES["block_27_operation_small"].values


@pytest.mark.parametrize(
    ("nuts", "day", "outcome"),
    [
        ("FI1D7", date(2023, 12, 31), Outcome.MET),
        ("FI1D8", date(2023, 12, 31), Outcome.MISSED),
        ("FI1D8", date(2024, 1, 1), Outcome.MET),
        ("FI1D3", date(2024, 1, 1), Outcome.MET),
        ("FI1DC", date(2023, 12, 31), Outcome.MISSED),
        ("NO073", date(2024, 1, 1), Outcome.MET),
        ("SE322", date(2024, 1, 1), Outcome.MISSED),
        ("FI1D", date(2024, 1, 1), Outcome.UNKNOWN),
        ("FI1D7", date(2028, 1, 1), Outcome.UNKNOWN),
        ("", date(2024, 1, 1), Outcome.UNKNOWN),
    ],
)
def test_the_area_of_aurora_was_widened_in_2024(nuts, day, outcome):
    assert in_area("aurora", nuts, day).outcome is outcome


# --- consortia and applicants


def consortium(countries, stakes=(), associated=("NO", "IS")):
    partners = [Partner(str(number), country) for number, country in enumerate(countries)]
    ownership = Ownership([Party(one.key, country=one.country) for one in partners], stakes)
    return horizon_consortium(partners, ownership, DAY, associated)


@pytest.mark.parametrize(
    ("countries", "outcome"),
    [
        (["FI", "SE", "NO"], Outcome.MET),
        (["FI", "SE", "EE", "FI"], Outcome.MET),
        (["FI", "FI", "SE"], Outcome.MISSED),
        (["FI", "SE"], Outcome.MISSED),
        (["NO", "IS", "US"], Outcome.MISSED),
        (["FI", "SE", "US"], Outcome.MISSED),
        (["FI", "SE", ""], Outcome.UNKNOWN),
        (["FI", "GR", "EL"], Outcome.MISSED),
    ],
)
def test_a_consortium_needs_three_entities_in_three_countries_with_a_member_state(countries, outcome):
    assert consortium(countries).finding.outcome is outcome


def test_linked_partners_are_one_entity():
    found = consortium(["FI", "SE", "NO"], [Stake("0", "1", 0.51)])
    assert (found.finding.outcome, found.groups) == (Outcome.MISSED, (("0", "1"), ("2",)))
    assert consortium(["FI", "SE", "NO"], [Stake("0", "1", 0.5)]).finding.outcome is Outcome.MET


def test_a_fourth_partner_mends_what_a_link_took():
    found = consortium(["FI", "SE", "NO", "EE"], [Stake("0", "1", 1.0)])
    assert found.finding.outcome is Outcome.MET


@pytest.mark.parametrize(
    ("is_sme", "staff", "outcome"),
    [
        (True, 10, Outcome.MET),
        (False, 499, Outcome.MET),
        (False, 500, Outcome.MISSED),
        (None, 500, Outcome.MISSED),
        (None, 300, Outcome.UNKNOWN),
        (False, None, Outcome.UNKNOWN),
    ],
)
def test_the_eic_accelerator_takes_an_sme_or_up_to_499(is_sme, staff, outcome):
    facts = {"is_sme": Fact(is_sme), "staff_awu": Fact(staff)}
    assert BY_KEY["eligibility.eic_accelerator"].find(DAY, facts).outcome is outcome


def test_company_aid_asks_for_a_business_id_and_is_not_for_groups():
    rule = BY_KEY["eligibility.erdf_company_aid"]
    facts = {"has_business_id": Fact(True), "is_being_founded": Fact(False), "is_group": Fact(False)}
    assert rule.find(DAY, facts).outcome is Outcome.MET
    assert rule.find(DAY, facts | {"is_group": Fact(True)}).outcome is Outcome.MISSED
    assert rule.find(DAY, {"has_business_id": Fact(True)}).outcome is Outcome.UNKNOWN


def test_a_rule_is_refused_before_its_first_day_and_every_rule_has_a_source():
    with pytest.raises(NotInForce):
        BY_KEY["eligibility.eic_accelerator"].find(date(2025, 1, 1), {})
    assert all(rule.source.url for rule in RULES)


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_a_grant_counts_until_the_day_before_it_leaves(granted_on):
    leaves = leaves_on(granted_on)
    assert window_start(leaves - timedelta(days=1)) <= granted_on < window_start(leaves)


def test_a_planned_grant_fits_first_when_enough_has_left():
    alone = Ownership([Party("a", country="FI")], [])
    grants = [Grant("a", date(2024, 3, 1), 150_000), Grant("a", date(2025, 3, 1), 100_000)]
    assert first_day_for(alone, "a", grants, 50_000, DAY) == DAY
    assert first_day_for(alone, "a", grants, 200_000, DAY) == date(2027, 3, 1)
    assert first_day_for(alone, "a", grants, 400_000, DAY) is None
    assert first_day_for(alone, "a", grants, 1, DAY, "agriculture") is None
