"""Plans with switches: the same optimum as one search of HiGHS, cuts that no plan breaks, and bounds that hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from tokka import switches
from tokka.optimum import Linear, Status, best_linear
from tokka.switches import Links, best_with_switches, proven_bound


def market(chance, sites, customers, periods=2, least_room=5):
    """Sites with opening costs that share out room to customers: flows (site, customer, period), then the switches."""
    room = chance.integers(least_room, 8 * least_room, (sites, periods)).astype(float)
    wanted = chance.integers(5, 30, (customers, periods)).astype(float)
    gain, cost = chance.integers(-5, 30, (sites, customers)), chance.integers(50, 500, sites)
    count = sites * customers * periods
    site, customer, period = np.unravel_index(np.arange(count), (sites, customers, periods))
    at = np.arange(count)
    rows = np.concatenate((site * periods + period, sites * periods + customer * periods + period, at * 0))
    blocks = sparse.coo_matrix(
        (np.ones(2 * count), (rows[: 2 * count], np.tile(at, 2))),
        ((sites + customers) * periods, count + sites),
    ).tolil()
    for one in range(sites):
        for when in range(periods):
            blocks[one * periods + when, count + one] = -room[one, when]
    most = np.concatenate((np.zeros(sites * periods), wanted.ravel()))
    question = Linear(
        worth=np.concatenate((gain[site, customer], -cost)).astype(float),
        low=np.zeros(count + sites),
        high=np.concatenate((np.minimum(room[site, period], wanted[customer, period]), np.ones(sites))),
        matrix=sparse.csc_matrix(blocks),
        least=np.full(len(most), -np.inf),
        most=most,
        whole=np.arange(count + sites) >= count,
    )
    return question, Links(at, count + site, question.high)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(2, 6))
def test_the_optimum_is_that_of_one_search(seed, sites, customers):
    question, links = market(np.random.default_rng(seed), sites, customers)
    plain = best_linear(question, gap=1e-9)
    found = best_with_switches(question, links, gap=1e-9, max_seconds=60)
    assert found.status is Status.OPTIMAL
    assert found.value == pytest.approx(plain.value, abs=1e-5)
    assert found.bound >= plain.value - 1e-5


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_no_cut_takes_the_best_plan_away(seed):
    question, links = market(np.random.default_rng(seed), 4, 6)
    best = best_linear(question, gap=1e-9).x
    tight, relaxed = switches.tightened(question, links, 1e-3, lambda: 60.0)
    assert (tight.matrix @ best <= tight.most + 1e-5).all()
    assert relaxed.bound >= float(question.worth @ best) - 1e-5


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 3))
def test_any_prices_prove_a_bound(seed, factor):
    question, _links = market(np.random.default_rng(seed), 3, 4)
    best = best_linear(question, gap=1e-9)
    prices = np.random.default_rng(seed).normal(0, 10 * factor, len(question.most))
    assert proven_bound(question, prices) >= best.value - 1e-6


def test_the_cuts_bring_the_bound_nearer_than_the_plain_relaxation():
    question, links = market(np.random.default_rng(3), 6, 10, least_room=60)
    plain = switches.relaxation(question, lambda: 60.0).bound
    _tight, relaxed = switches.tightened(question, links, 1e-3, lambda: 60.0)
    assert relaxed.bound < 0.99 * plain
