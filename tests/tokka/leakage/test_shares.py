"""Local shares: what a ledger changes, and rings that never cross."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokka.leakage.refusals import Refused
from tokka.leakage.shares import Evidence, Origin, capped, modelled, nested, updated


def test_a_model_is_worth_five_purchases():
    share = modelled(0.4)
    assert (share.alpha, share.beta) == (2, 3)


def test_a_ledger_of_every_purchase_outweighs_the_model_nineteen_to_one():
    share = updated(modelled(0.4), [Evidence(1000, 100, Origin.LEDGER)], demand=1000)
    assert share.alpha + share.beta == 100
    assert np.isclose(share.mean, (2 + 9.5) / 100)
    assert share.origins == (Origin.MODEL, Origin.LEDGER)


def test_an_answer_about_a_twentieth_of_the_purchases_weighs_a_twentieth():
    share = updated(modelled(0.4), [Evidence(50, 50, Origin.SURVEY)], demand=1000)
    assert share.alpha + share.beta == 5 + 4.75


def test_more_local_euros_than_euros_are_refused():
    with pytest.raises(Refused, match="Of 10 euros 11 cannot be local"):
        Evidence(10, 11, Origin.LEDGER)


def test_no_more_is_local_than_is_made():
    assert capped(0.9, supply=30, demand=100) == 0.3
    assert capped(0.2, supply=30, demand=100) == 0.2


def test_shares_that_are_not_nested_are_refused():
    with pytest.raises(Refused, match="are not nested"):
        nested(0.5, 0.4, 1.0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.integers(0, 1000))
def test_no_draw_of_an_inner_ring_exceeds_the_one_around_it(shares, seed):
    inner, middle, outer = nested(*sorted(shares)).draw(np.random.default_rng(seed), 200)
    assert (inner <= middle).all()
    assert (middle <= outer).all()
    assert (outer <= 1).all()
