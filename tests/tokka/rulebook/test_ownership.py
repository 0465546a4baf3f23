"""Size classes from who owns whom: Recommendation 2003/361/EC, Annex, and the cases of its user guide."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokka.rulebook.enterprise_size import VALUES
from tokka.rulebook.enterprise_size.group_size import declared_against_computed, group_size, status_over_years
from tokka.rulebook.enterprise_size.ownership import Investor, Ownership, Party, Stake
from tokka.rulebook.model import Outcome

DAY = date(2026, 6, 1)


def firm(key, staff=20.0, money=3e6, **fields):
    return Party(key, staff_awu=staff, turnover_eur=money, balance_eur=money, **fields)


def counted(size):
    return {one.key: (one.relation, one.share) for one in size.counted}


def test_alone_an_enterprise_is_autonomous():
    size = group_size(Ownership([firm("A", 9, 1e6)], []), "A", DAY)
    assert (size.key, size.relation, size.is_sme) == ("micro", "autonomous", Outcome.MET)


@pytest.mark.parametrize(
    ("share", "relation"), [(0.249, "autonomous"), (0.25, "partner"), (0.5, "partner"), (0.501, "linked")]
)
def test_a_quarter_makes_a_partner_and_more_than_half_a_link(share, relation):
    ownership = Ownership([firm("A"), firm("B")], [Stake("B", "A", share)])
    assert group_size(ownership, "A", DAY).relation == relation
    assert group_size(ownership, "B", DAY).relation == relation


def test_partners_count_by_their_share_with_all_that_is_linked_to_them_and_no_further():
    """User guide: a partner's own links count in full; partners of a partner do not count."""
    parties = [firm("A", 10), firm("B", 100), firm("C", 60), firm("D", 500)]
    stakes = [Stake("B", "A", 0.3), Stake("C", "B", 0.6), Stake("D", "B", 0.3)]
    size = group_size(Ownership(parties, stakes), "A", DAY)
    assert counted(size) == {"A": ("itself", 1.0), "B": ("partner", 0.3), "C": ("partner", 0.3)}
    assert size.staff_awu == 10 + 0.3 * 160


def test_the_higher_of_capital_and_votes_counts():
    ownership = Ownership([firm("A", 10), firm("B", 100)], [Stake("B", "A", capital=0.1, votes=0.4)])
    assert group_size(ownership, "A", DAY).staff_awu == 50


def test_control_by_contract_and_joint_control_by_a_group_link():
    parties = [firm(key, 10) for key in "ABCD"]
    by_contract = Ownership(parties, [Stake("B", "A", 0.0, controls=True)])
    assert by_contract.linked_to("A") == ("A", "B")
    jointly = Ownership(parties, [Stake("B", "C", 1.0), Stake("B", "A", 0.3), Stake("C", "A", 0.3)])
    assert jointly.linked_to("A") == ("A", "B", "C")


def test_investors_that_are_exempt_do_not_count_as_in_example_4_of_the_user_guide():
    parties = [firm("A"), firm("B", kind=Investor.RESEARCH), firm("C"), firm("D", kind=Investor.INSTITUTIONAL)]
    ownership = Ownership(parties, [Stake("B", "A", 0.25), Stake("C", "A", 0.30), Stake("D", "A", 0.25)])
    assert counted(group_size(ownership, "A", DAY)) == {"A": ("itself", 1.0), "C": ("partner", 0.3)}


def test_exempt_investors_that_are_linked_and_hold_more_than_half_count_in_full_as_in_example_5():
    parties = [
        firm("A"),
        firm("B", kind=Investor.RESEARCH),
        firm("C"),
        firm("D", kind=Investor.PUBLIC_INVESTMENT_CORPORATION),
    ]
    stakes = [Stake("B", "A", 0.25), Stake("C", "A", 0.25), Stake("D", "A", 0.30), Stake("B", "D", 0.6)]
    assert counted(group_size(Ownership(parties, stakes), "A", DAY)) == {
        "A": ("itself", 1.0),
        "B": ("linked", 1.0),
        "C": ("partner", 0.25),
        "D": ("linked", 1.0),
    }


@pytest.mark.parametrize(
    ("inhabitants", "budget", "is_sme"),
    [
        (1_200, 9e6, Outcome.MET),  # as small as Utsjoki
        (65_000, 5e8, Outcome.MISSED),  # as large as Rovaniemi
        (1_200, None, Outcome.UNKNOWN),
        (65_000, None, Outcome.MISSED),
        (5_000, 9e6, Outcome.MISSED),
        (4_999, 1e7, Outcome.MISSED),
    ],
)
def test_the_same_share_passes_with_a_small_municipality_and_fails_with_a_large_one(inhabitants, budget, is_sme):
    town = Party("town", Investor.MUNICIPALITY, inhabitants=inhabitants, budget_eur=budget)
    size = group_size(Ownership([firm("A"), town], [Stake("town", "A", 0.3)]), "A", DAY)
    assert size.is_sme is is_sme
    assert bool(size.missing) == (is_sme is Outcome.UNKNOWN)


def test_a_public_share_counts_through_an_enterprise_that_a_public_body_controls():
    town = Party("town", Investor.MUNICIPALITY, inhabitants=65_000, budget_eur=5e8)
    ownership = Ownership([firm("A"), firm("dev"), town], [Stake("town", "dev", 1.0), Stake("dev", "A", 0.3)])
    assert group_size(ownership, "A", DAY).is_sme is Outcome.MISSED


def test_an_angel_is_free_below_its_limit_and_unknown_money_leaves_the_class_open():
    angel = firm("angel", kind=Investor.BUSINESS_ANGEL, staff=300)

    def size(invested):
        ownership = Ownership([firm("A"), angel], [Stake("angel", "A", 0.4, invested_eur=invested)])
        return group_size(ownership, "A", DAY).key

    assert (size(1_249_999), size(1_250_000), size(None)) == ("small", "medium", "")


def test_a_person_who_controls_two_enterprises_leaves_the_class_open_until_the_markets_are_told():
    owner = Party("owner", Investor.PERSON)
    ownership = Ownership([firm("A"), firm("B", 300), owner], [Stake("owner", "A", 1.0), Stake("owner", "B", 1.0)])
    size = group_size(ownership, "A", DAY)
    assert (size.key, size.is_sme) == ("", Outcome.UNKNOWN)
    assert str(size.missing[0]).startswith("owner control other enterprises too.")


def test_figures_that_a_partner_has_not_told_leave_the_class_open():
    size = group_size(Ownership([firm("A"), Party("B")], [Stake("B", "A", 0.3)]), "A", DAY)
    assert (size.key, size.is_sme) == ("", Outcome.UNKNOWN)
    assert "of B are not known" in str(size.missing[0])


def test_owners_in_a_circle_are_each_counted_once_and_told():
    ownership = Ownership(
        [firm(key) for key in "ABC"], [Stake("A", "B", 0.6), Stake("B", "C", 0.6), Stake("C", "A", 0.6)]
    )
    size = group_size(ownership, "A", DAY)
    assert (size.staff_awu, size.relation) == (60, "linked")
    assert [str(one) for one in size.remarks] == ["These own one another in a circle: A, B, C. Each is counted once."]


@pytest.mark.parametrize(
    ("stakes", "rows"),
    [
        ([Stake("B", "A", 1.2)], [1]),
        ([Stake("B", "A", -0.1)], [1]),
        ([Stake("A", "A", 0.1)], [1]),
        ([Stake("stranger", "A", 0.1)], [1]),
        ([Stake("B", "A", 0.7), Stake("C", "A", 0.7)], [1, 2]),
        ([Stake("B", "A", float("nan"))], [1]),
    ],
)
def test_stakes_that_cannot_be_are_kept_apart_and_named(stakes, rows):
    ownership = Ownership([firm(key) for key in "ABC"], stakes)
    assert [fault.row for fault in ownership.faults] == rows
    assert group_size(ownership, "A", DAY).relation == "autonomous"
    assert str(ownership.remarks()[0]).startswith("Stake 1 is not counted")


def test_a_party_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(KeyError, match="There are: A"):
        group_size(Ownership([firm("A")], []), "X", DAY)


@pytest.mark.parametrize(
    ("classes", "status", "since"),
    [
        (["small", "medium"], "small", 2020),
        (["small", "medium", "medium"], "medium", 2022),
        (["small", "medium", "small", "medium"], "small", 2020),
        (["micro", "medium", "small"], "small", 2022),
        (["medium", "micro", "small"], "small", 2022),
        (["medium", "large", "large", "medium"], "large", 2022),
        (["medium", "large", "large", "medium", "medium"], "medium", 2024),
    ],
)
def test_a_status_changes_only_after_two_years_in_a_row(classes, status, since):
    found = status_over_years(list(enumerate(classes, start=2020)))
    assert (found.key, found.since) == (status, since)


def test_a_single_year_beyond_a_ceiling_is_told():
    found = status_over_years([(2024, "small"), (2025, "medium")])
    assert [str(one) for one in found.remarks] == ["2025 alone would be medium; the status stays small for now."]


@pytest.mark.parametrize("years", [[], [(2020, "small"), (2022, "small")], [(2020, "tiny")]])
def test_accounts_with_gaps_or_unknown_classes_are_refused(years):
    with pytest.raises(ValueError, match=r"Give|Use"):
        status_over_years(years)


def test_the_declared_class_is_kept_beside_the_computed_one():
    size = group_size(Ownership([firm("A", 60)], []), "A", DAY)
    assert declared_against_computed("medium", size) is None
    assert str(declared_against_computed("micro", size)).startswith("Declared as Micro, computed as Medium-sized.")


def test_small_mid_caps_stay_unknown_until_their_ceilings_are_entered():
    assert [VALUES[key].on(DAY) for key in ("mid_cap_staff", "mid_cap_turnover", "mid_cap_balance")] == [None] * 3


shares = st.floats(0, 1, allow_nan=False)


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE"), shares, st.booleans()), max_size=12))
def test_links_go_both_ways_whatever_the_stakes(rows):
    ownership = Ownership([firm(key) for key in "ABCDE"], [Stake(a, b, share, controls=c) for a, b, share, c in rows])
    for key in "ABCDE":
        for one in ownership.linked_to(key):
            assert ownership.linked_to(one) == ownership.linked_to(key)
