"""LM3 by the New Economics Foundation's own figures, and the economic base."""

import numpy as np
import pytest

from tokka.leakage.rounds import Rounds, answers_to_use, economic_base, endless_multiplier, respent, rounds_of_shares


def test_a_hundred_of_which_sixty_and_twenty_one_stay_gives_1_81():
    assert Rounds(100, 60, 21).lm3 == 1.81


def test_shares_give_one_plus_the_first_plus_their_product():
    assert rounds_of_shares(100, 0.6, 0.35).lm3 == 1 + 0.6 + 0.6 * 0.35


def test_five_answers_of_staff_give_their_mean():
    (mean,) = answers_to_use([42.1, 50.5, 63.1, 37.8, 33.6])
    assert f"{mean:.1f}" == "45.4"


def test_four_answers_are_each_taken_alone():
    assert answers_to_use([40, 50, 60, 70]) == (40, 50, 60, 70)


@pytest.mark.parametrize(
    ("local", "left", "endless"), [(0.8, [10, 8, 6.4, 5.12], 5.0), (0.2, [10, 2, 0.4, 0.08], 1.25)]
)
def test_ten_pounds_respent_at_eighty_and_at_twenty_per_cent(local, left, endless):
    assert np.allclose(respent(10, local, 4), left, rtol=1e-15)
    assert round(endless_multiplier(local), 12) == endless


@pytest.mark.parametrize("rounds", [(0, 0, 0), (100, 110, 0), (100, 50, 60), (100, -1, 0)])
def test_a_round_larger_than_the_one_before_is_no_spending(rounds):
    with pytest.raises(ValueError, match="is no spending"):
        Rounds(*rounds)


def test_basic_jobs_are_those_above_the_national_share():
    base = economic_base(np.array([30.0, 50, 20]), np.array([100.0, 600, 300]))
    assert base.basic.tolist() == [20, 0, 0]
    assert base.multiplier == 5
