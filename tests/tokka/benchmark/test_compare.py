"""One among its peers: the percentile, what the interval covers, and what stays silent."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from tests.tokka.benchmark.pool_samples import part_of
from tokka.benchmark.catalogue import INDICATORS
from tokka.benchmark.compare import compare, interval, own_sheet, position, trend
from tokka.benchmark.groups import Group, release
from tokka.benchmark.simulate import PLACE, planted

ACTIVITIES = INDICATORS[PLACE["activities"]]
EVERYONE = Group(())


def place(value, *peers):
    return position(ACTIVITIES, EVERYONE, value, np.array(peers, dtype=float))


def test_the_percentile_is_the_share_below_and_half_of_those_level():
    assert place(3, 1, 2, 3, 3, 4).percentile == 60


def test_five_peers_none_of_them_below_leave_more_than_half_of_the_scale_open():
    found = place(0, 1, 2, 3, 4, 5)
    assert (found.percentile, found.low) == (0, 0)
    assert found.high == pytest.approx(100 * (1 - 0.025 ** (1 / 5)))


def test_nobody_is_placed_among_fewer_than_five():
    with pytest.raises(ValueError, match="4 peers are fewer than 5"):
        place(0, 1, 2, 3, 4)


def test_median_from_ten_peers_and_quartiles_from_twenty():
    assert place(0, *range(9)).median is None
    assert (place(0, *range(10)).median, place(0, *range(10)).quartiles) == (4.5, None)
    assert place(0, *range(1, 22)).quartiles == (6, 16)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_the_interval_holds_the_percentile_and_lies_on_the_scale(below, level, above):
    count = below + level + above
    if count:
        low, high = interval(below, level, count)
        assert 0 <= low <= 100 * (below + level / 2) / count <= high <= 100


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.83])
@pytest.mark.parametrize("count", [5, 12, 40])
def test_the_interval_covers_the_true_share_in_at_least_95_of_100_draws(share, count):
    covered = 0.0
    for below in range(count + 1):
        low, high = interval(below, 0, count)
        covered += binom.pmf(below, count, share) * (low <= 100 * share <= high)
    assert covered >= 0.95


@pytest.fixture(scope="module")
def pool():
    return planted(120, 3, seed=4, unknown=0.05).pool


def test_an_organisation_is_not_its_own_peer(pool):
    name = str(pool.organisations[0])
    profile, values = own_sheet(pool, name, 2026)
    shown = release(pool, 2026, indicators=["activities"])
    mine = {"activities": values["activities"]}
    apart, among = (
        compare(shown, profile=profile, values=mine, organisation=name),
        compare(shown, profile=profile, values=mine),
    )
    assert [one.peers + 1 for one in apart.positions] == [one.peers for one in among.positions]


def test_each_group_of_the_profile_is_either_shown_silent_or_withheld(pool):
    profile, values = own_sheet(pool, str(pool.organisations[0]), 2026)
    found = compare(release(pool, 2026), profile=profile, values=values)
    groups = {one.group for one in (*found.positions, *found.silences)}
    assert len(groups) + len(found.withheld) == 7
    assert EVERYONE in groups


def test_an_unknown_value_is_silent_and_says_what_to_do(pool):
    found = compare(release(pool, 2026, indicators=["activities"]), profile={}, values={})
    assert {str(one.remark) for one in found.silences} == {
        "Your own value is not known. Keep the records that would tell, and compare again."
    }
    assert found.positions == ()


def test_facets_that_nobody_told_leave_out_their_groups(pool):
    found = compare(release(pool, 2026), profile={"size": "from_40"}, values={"activities": 3})
    assert {one.group.key for one in found.positions} == {"all", "size=from_40"}


def test_a_pool_of_four_is_named_as_too_small_and_shows_nothing(pool):
    four = part_of(pool, np.flatnonzero(pool.years == 2026)[:4])
    found = compare(release(four, 2026), profile={"size": "from_40"}, values={"activities": 3})
    assert (found.positions, found.silences) == ((), ())
    assert str(found.remarks[0]) == (
        "The pool has 4 sheets of 2026. Nothing is shown before it has 6: five besides your own."
    )


def test_a_trend_tells_each_year(pool):
    name = str(pool.organisations[0])
    known = [year for year in (2024, 2025, 2026) if own_sheet(pool, name, year)[1]["team_fte"] is not None]
    assert [year for year, _one in trend(pool, name, "team_fte")] == known


def test_a_stranger_has_no_sheet(pool):
    with pytest.raises(KeyError, match="no sheet"):
        own_sheet(pool, "f" * 32, 2026)
