"""Many regions at once: the same numbers by any executor."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from tokka.fleet import fleet
from tokka.leakage.many import BLOCK, flq_multipliers, flq_multipliers_on
from tokka.leakage.quotients import flq


def test_any_executor_gives_the_numbers_of_one_loop_over_regions():
    chance = np.random.default_rng(5)
    n, r = 9, BLOCK * 2 + 5
    E = chance.lognormal(0, 1, (r, n)) * (chance.random((r, n)) < 0.8)
    national = E.sum(axis=0)
    A = chance.random((n, n)) / n
    with ThreadPoolExecutor(2) as executor:
        spread = flq_multipliers_on(executor, E, national, A, 0.18)
    assert (spread == flq_multipliers(E, national, A, 0.18)).all()
    one_by_one = [np.linalg.inv(np.eye(n) - flq(row, national, 0.18) * A).sum(axis=0) for row in E]
    assert np.allclose(spread, one_by_one, rtol=1e-12)


def test_the_regions_of_europe_go_through_the_fleet():
    chance = np.random.default_rng(6)
    E = chance.lognormal(0, 1, (BLOCK + 3, 6))
    A = chance.random((6, 6)) / 8
    with fleet(processes=1) as executor:
        spread = flq_multipliers_on(executor, E, E.sum(axis=0), A, 0.18)
    assert (spread == flq_multipliers(E, E.sum(axis=0), A, 0.18)).all()
