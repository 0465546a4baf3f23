"""Practices and outcomes: the arithmetic against its definition, silence where there is nothing, and its limits."""

import numpy as np
import pytest

from tests.tokka.benchmark.pool_samples import part_of
from tokka.benchmark.associations import LIMITS, NOT_PROOF, associations, histories
from tokka.benchmark.practices import doing_in
from tokka.benchmark.regression import holm, slope
from tokka.benchmark.simulate import PLACE, planted


def drawn(seed, count=40):
    chance = np.random.default_rng(seed)
    adjust = np.column_stack([np.ones(count), chance.integers(0, 2, count), chance.integers(0, 2, count)])
    x = chance.integers(0, 2, count).astype(float)
    return chance.normal(size=count) * (1 + x) + x, x, adjust.astype(float)


def coefficient(y, x, adjust):
    return np.linalg.lstsq(np.column_stack([x, adjust]), y, rcond=None)[0][0]


@pytest.mark.parametrize("seed", range(5))
def test_the_slope_is_that_of_the_whole_regression_and_its_error_that_of_leaving_one_out(seed):
    y, x, adjust = drawn(seed)
    found = slope(y, x, adjust)
    without = [coefficient(np.delete(y, one), np.delete(x, one), np.delete(adjust, one, axis=0)) for one in range(40)]
    assert found.effect == pytest.approx(coefficient(y, x, adjust))
    assert found.error == pytest.approx(np.sqrt(((np.array(without) - found.effect) ** 2).sum()))
    assert found.free == 40 - 4


def test_a_practice_that_the_adjustments_settle_has_no_slope():
    y, _x, adjust = drawn(1)
    assert slope(y, adjust[:, 1], adjust) is None


def test_an_adjustment_told_twice_counts_once():
    y, x, adjust = drawn(2)
    twice = slope(y, x, np.column_stack([adjust, adjust[:, 1]]))
    assert (twice.effect, twice.free) == (pytest.approx(slope(y, x, adjust).effect), 36)


def test_holm_raises_each_p_by_the_tests_that_are_left_and_never_below_the_one_before():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert holm([0.9, 0.8]) == (1.0, 1.0)
    assert holm([]) == ()


def test_no_practice_is_significant_in_at_least_95_of_100_pools_without_effect():
    pools = (planted(140, 2, seed=seed).pool for seed in range(100))
    silent = sum(not any(one.is_significant for one in associations(pool)) for pool in pools)
    assert silent >= 95


def test_a_planted_effect_of_one_deviation_is_found_and_its_interval_holds_above_zero():
    first = associations(planted(300, 3, seed=2, effect=1.0).pool)[0]
    assert (first.practice.key, first.outcome.key) == ("talks_with_all", "turnover_change")
    assert first.is_significant
    assert 0 < first.low < first.effect < first.high


def test_every_tested_pair_says_that_association_is_no_proof_and_what_limits_it():
    tested = [one for one in associations(planted(140, 2, seed=2).pool) if one.p is not None]
    assert len(tested) > 10
    assert {tuple(remark.message for remark in one.remarks) for one in tested} == {(NOT_PROOF, *LIMITS)}


def test_the_practice_is_of_the_first_year_and_the_outcome_of_the_later_ones():
    pool = planted(30, 3, seed=2, unknown=0).pool
    told = histories(pool)
    assert told.outcomes[4].tolist() == pytest.approx(pool.outcomes[13:15].mean(axis=0).tolist())
    assert told.practices[4, 0] == float(pool.indicators[12, PLACE["contacted_share"]] >= 75)


def test_one_year_alone_tests_nothing_because_nothing_came_after():
    found = associations(planted(140, 1, seed=2).pool)
    assert {str(one.remarks[0]) for one in found} == {
        "Not tested: no organisation tells this outcome in a later year, so that it could follow the practice."
    }


def test_a_practice_that_few_do_is_not_tested_and_counts_below_five_are_not_told():
    pool = planted(140, 2, seed=2, unknown=0).pool
    pool.indicators[:, PLACE["activities"]] = 0
    pool.indicators[:4, PLACE["activities"]] = 20
    pairs = [one for one in associations(pool) if one.practice.key == "meets_monthly"]
    assert [(one.doing, one.not_doing, one.p) for one in pairs] == [(None, None, None)] * 4
    [doing] = [one for one in doing_in(pool, 2026) if one.practice.key == "meets_monthly"]
    assert (doing.told, doing.doing) == (None, None)


def test_how_widespread_a_practice_is():
    pool = planted(60, 1, seed=2, unknown=0).pool
    pool.indicators[:, PLACE["activities"]] = np.where(np.arange(60) < 25, 12, 11)
    [doing] = [one for one in doing_in(pool, 2026) if one.practice.key == "meets_monthly"]
    assert (doing.told, doing.doing) == (60, 25)


def test_an_empty_pool_tests_nothing():
    assert all(one.p is None for one in associations(part_of(planted(6, 1, seed=1).pool, slice(0, 0))))
