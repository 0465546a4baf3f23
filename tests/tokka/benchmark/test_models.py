"""Management models: what is planted is found, what is not is not, and small groups stay silent."""

from itertools import combinations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from tests.tokka.benchmark.pool_samples import EVIDENCE, part_of
from tokka.benchmark.energy import parted, settled
from tokka.benchmark.likeness import Features, features, gower
from tokka.benchmark.medoids import partition
from tokka.benchmark.models import find_models
from tokka.benchmark.questionnaire import DIMENSIONS, Kind, prefill, share_prefilled
from tokka.benchmark.sheet import Consent
from tokka.benchmark.simulate import planted
from tokka.rulebook.model import Fact

BY_KIND = {kind: next(one for one in DIMENSIONS if one.kind is kind) for kind in Kind}
UNKNOWN = np.nan


def told(*columns):
    """Features of the dimensions of these kinds, each given with its values."""
    kinds, values = zip(*columns, strict=True)
    return Features(np.array(values, dtype=float).T, tuple(BY_KIND[kind] for kind in kinds))


def recovered(truth, found):
    names = dict.fromkeys(map(str, truth.pool.organisations))
    return adjusted_rand_score(truth.models, [found.placed.get(name, 0) for name in names])


def test_a_nominal_answer_differs_wholly_and_an_ordinal_one_and_a_number_by_their_steps():
    apart = gower(told((Kind.NOMINAL, [0, 2]), (Kind.ORDINAL, [0, 0.5]), (Kind.NUMBER, [0.25, 0.5])))
    assert apart[0, 1] == pytest.approx((1 + 0.5 + 0.25) / 3)


def test_what_one_of_two_does_not_know_is_left_out_of_their_distance():
    apart = gower(told((Kind.NOMINAL, [0, UNKNOWN, 0]), (Kind.ORDINAL, [0, 0.5, UNKNOWN])))
    assert apart.tolist() == [[0, 0.5, 0], [0.5, 0, 1], [0, 1, 0]]


def test_numbers_are_compared_by_their_ranks():
    pool = planted(3, 1, seed=1, unknown=0).pool
    ours = features(pool, pool.rows(2026)).columns
    place = next(place for place, one in enumerate(DIMENSIONS) if one.kind is Kind.NUMBER)
    assert sorted(ours[:, place]) == [0, 0.5, 1]


@pytest.mark.parametrize("seed", range(12))
def test_the_medoids_are_the_best_of_all_choices_or_within_two_percent(seed):
    points = np.random.default_rng(seed).random((18, 2))
    distance = np.abs(points[:, None] - points[None, :]).sum(axis=2).astype(np.float32)
    best = min(distance[:, list(some)].min(axis=1).mean() for some in combinations(range(18), 3))
    assert partition(distance, 3).cost <= 1.02 * best


def test_the_settled_groups_are_those_of_two_heaps_whatever_the_start():
    places = np.array([0, 0.1, 0.2, 0.3, 5, 5.1, 5.2, 5.3])
    distance = np.abs(places[:, None] - places[None, :]).astype(np.float32)
    assert settled(distance, np.array([0, 0, 0, 1, 1, 1, 1, 1]), 2).tolist() == [0] * 4 + [1] * 4
    assert parted(distance, 2).tolist() == [0] * 4 + [1] * 4


@pytest.mark.parametrize("seed", [3, 22, 28, 36])
@pytest.mark.parametrize("count", [100, 250])
def test_three_planted_models_are_recovered(count, seed):
    truth = planted(count, 1, seed=seed)
    found = find_models(truth.pool, 2026, seed=seed)
    assert len(found.found) == 3
    assert recovered(truth, found) >= 0.8
    assert all(model.is_stable for model in found.found)


@pytest.mark.parametrize("models", [2, 4])
def test_the_number_of_models_is_not_given_but_found(models):
    truth = planted(200, 1, seed=8, models=models)
    assert len(find_models(truth.pool, 2026, seed=8).found) == models


def test_answers_without_any_model_show_none_in_nearly_all_pools():
    silent = sum(
        not find_models(planted(60, 1, seed=seed, models=1, telling=0).pool, 2026, seed=seed).found
        for seed in range(12)
    )
    assert silent >= 10  # each pool errs by chance once in twenty


def test_the_same_seed_gives_the_same_report():
    pool = planted(80, 1, seed=4).pool
    assert find_models(pool, 2026, seed=9) == find_models(pool, 2026, seed=9)


def test_a_pool_too_small_for_models_says_how_many_it_needs():
    found = find_models(planted(23, 1, seed=1).pool, 2026, seed=1)
    assert (found.found, found.placed) == ((), {})
    assert str(found.remarks[0]).startswith("23 organisations of 2026 allow this")


def test_who_allows_comparison_only_is_in_no_model():
    pool = planted(60, 1, seed=5).pool
    pool.consents[:10] = Consent.COMPARE.value
    shy = set(map(str, pool.organisations[:10]))
    assert shy & set(find_models(pool, 2026, seed=1).placed) == set()


def test_no_model_and_no_trait_rests_on_a_handful():
    found = find_models(planted(60, 1, seed=3).pool, 2026, seed=1)
    assert min(model.size for model in found.found) >= 6
    few = find_models(part_of(planted(60, 1, seed=3, unknown=0.8).pool, slice(0, 40)), 2026, seed=1)
    assert few.found == ()


def test_the_journal_proposes_answers_with_the_records_behind_them():
    evidence = {**EVIDENCE, "management_years": Fact(9.5, (("management", 1),)), "implementation_plans": Fact(0)}
    proposals = {one.dimension.key: one for one in prefill(evidence)}
    assert (proposals["stage"].choice, proposals["stage"].records) == ("mature", (("management", 1),))
    assert proposals["strategy_cycle"].choice == "written"
    assert proposals["initiator"].choice is None
    assert (proposals["team"].value, proposals["financing"].value) == (2.34, None)


def test_the_share_that_the_journal_answers_counts_answers_and_numbers():
    assert share_prefilled(prefill({})) == 0
    assert share_prefilled(prefill({"management_years": Fact(2), "team_fte": Fact(0)})) == pytest.approx(2 / 17)
