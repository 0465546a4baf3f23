"""Location quotients against the formulas as they are printed, cell by cell."""

from math import log2

import numpy as np
import pytest

from tokka.leakage.quotients import cilq, flq, slq


def flq_cell_by_cell(local, national, delta):
    """t_ij = min(1, CILQ_ij lambda), on the diagonal SLQ_i for CILQ; an absent supplier supplies nothing."""
    size = sum(local) / sum(national)
    lam = log2(1 + size) ** delta
    share = [one / whole / size for one, whole in zip(local, national, strict=True)]
    n = len(local)
    return [
        [min(1.0, (share[i] if i == j or not share[j] else share[i] / share[j]) * lam) for j in range(n)]
        for i in range(n)
    ]


@pytest.mark.parametrize("delta", [0.0, 0.18, 0.35, 0.9])
def test_flq_of_one_array_is_that_of_each_cell(delta):
    chance = np.random.default_rng(5)
    national = chance.uniform(50, 500, 12)
    local = national * chance.uniform(0, 0.2, 12) * (chance.random(12) > 0.2)
    assert (local == 0).any()
    assert np.allclose(flq(local, national, delta), flq_cell_by_cell(local, national, delta), rtol=0, atol=1e-12)


def test_a_region_with_the_nations_shares_has_quotients_of_one():
    national = np.array([100.0, 50, 850])
    assert np.allclose(slq(national / 10, national), 1, rtol=0, atol=1e-15)
    assert np.allclose(cilq(national / 10, national), 1, rtol=0, atol=1e-15)
