"""Plans with switches: the same optimum as one search of HiGHS, cuts that no plan breaks, and bounds that hold."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from tokka import switches
from tokka.optimum import Linear, Status, best_linear
from tokka.switches import Links, Search, best_with_switches, proven_bound


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


def begun(question, links):
    """A search after its first relaxation and rounds of cuts."""
    search = Search(question, links, 1e-3, lambda: 60.0)
    assert search.begin().status is Status.OPTIMAL
    return search


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_no_cut_takes_the_best_plan_away(seed):
    question, links = market(np.random.default_rng(seed), 4, 6)
    best = best_linear(question, gap=1e-9).x
    search = begun(question, links)
    search.go_on()
    assert (search.tight.matrix @ best <= search.tight.most + 1e-5).all()
    assert search.bound >= float(question.worth @ best) - 1e-5


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 3))
def test_any_prices_prove_a_bound(seed, factor):
    question, _links = market(np.random.default_rng(seed), 3, 4)
    best = best_linear(question, gap=1e-9)
    prices = np.random.default_rng(seed).normal(0, 10 * factor, len(question.most))
    assert proven_bound(question, prices) >= best.value - 1e-6


def test_the_cuts_bring_the_bound_nearer_than_the_plain_relaxation():
    question, links = market(np.random.default_rng(3), 6, 10, least_room=60)
    plain = best_linear(replace(question, whole=np.zeros(0, bool))).value
    assert begun(question, links).bound < 0.99 * plain


def test_a_search_cut_short_still_proves_its_bound(monkeypatch):
    question, links = market(np.random.default_rng(8), 6, 10, least_room=20)
    best = best_linear(question, gap=1e-9).value
    monkeypatch.setattr(switches, "MOST_BRANCHES", 1)
    search = begun(question, links)
    search.go_on()
    assert search.best.value <= best + 1e-6 <= search.bound + 2e-6


def test_a_search_handed_on_ends_at_the_same_optimum(monkeypatch):
    question, links = market(np.random.default_rng(8), 6, 10, least_room=20)
    monkeypatch.setattr(switches, "MOST_BRANCHES", 0)
    found = best_with_switches(question, links, gap=1e-9, max_seconds=60)
    assert found.value == pytest.approx(best_linear(question, gap=1e-9).value, abs=1e-5)


def test_a_search_without_time_still_ends_with_a_plan_and_a_bound():
    question, links = market(np.random.default_rng(8), 6, 10, least_room=20)
    found = best_with_switches(question, links, gap=1e-9, max_seconds=0.0)
    best = best_linear(question, gap=1e-9).value
    assert found.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert found.value <= best + 1e-6 <= found.bound + 2e-6


def test_switches_that_no_setting_can_meet_are_infeasible():
    question, links = market(np.random.default_rng(1), 3, 4)
    least = question.least.copy()
    least[-1] = 1e6
    found = best_with_switches(replace(question, least=least, most=question.most + 1e7), links, gap=1e-3, max_seconds=9)
    assert found.status is Status.INFEASIBLE


def test_switches_that_only_fractions_could_meet_are_infeasible():
    row = sparse.csc_matrix(np.array([[2.0, 2.0]]))
    half = np.array([1.0])
    question = Linear(np.ones(2), np.zeros(2), np.ones(2), row, half, half, np.ones(2, bool))
    nothing = np.zeros(0, np.int64)
    found = best_with_switches(question, Links(nothing, nothing, np.ones(2)), gap=1e-3, max_seconds=9)
    assert found.status is Status.INFEASIBLE


def test_a_search_repeats_to_the_last_digit():
    question, links = market(np.random.default_rng(4), 6, 12)
    first, again = (best_with_switches(question, links, gap=1e-6, max_seconds=60) for _time in range(2))
    assert (first.value, first.bound, first.x.tolist()) == (again.value, again.bound, again.x.tolist())


def with_lots(question, links, lot):
    """The same market, where an open site delivers at least so much in all."""
    count, sites = len(links.followers), int(question.whole.sum())
    flows = sparse.coo_matrix((np.ones(count), (links.switches - count, links.followers)), (sites, count + sites))
    lots = sparse.coo_matrix((np.full(sites, -lot), (np.arange(sites), count + np.arange(sites))), flows.shape)
    return replace(
        question,
        matrix=sparse.csc_matrix(sparse.vstack((question.matrix, flows + lots))),
        least=np.concatenate((question.least, np.zeros(sites))),
        most=np.concatenate((question.most, np.full(sites, np.inf))),
    )


@pytest.mark.parametrize("seed", range(4))
def test_unknowns_that_come_in_by_their_price_leave_the_optimum_where_it_is(seed, monkeypatch):
    question, links = market(np.random.default_rng(seed), 6, 12)
    monkeypatch.setattr(switches, "MANY", 1)
    monkeypatch.setattr(switches, "BEGINNING", 0)
    assert len(Search(question, links, 1e-3, lambda: 60.0)._spoken_for()) < len(question.worth)
    found = best_with_switches(question, links, gap=1e-9, max_seconds=60)
    assert found.value == pytest.approx(best_linear(question, gap=1e-9).value, abs=1e-5)


@pytest.mark.parametrize("seed", range(4))
def test_a_plan_of_switches_that_are_on_in_vain_gets_better_by_moves(seed):
    search = begun(*market(np.random.default_rng(seed), 12, 6))
    assert search._take(np.ones(12, bool))
    before = search.best.value
    search._improve()
    assert search.best.value > before


@pytest.mark.parametrize("seed", range(4))
def test_switches_that_cannot_all_get_their_lot_leave_those_that_can(seed):
    question, links = market(np.random.default_rng(seed), 8, 3, periods=1)
    search = begun(with_lots(question, links, 10), links)
    search.best = None
    assert not search._take(np.ones(8, bool))
    search._take_full(np.ones(8, bool))
    on = search.best.x[search._switches] > 0.5
    delivered = np.bincount(links.switches - len(links.followers), search.best.x[links.followers], 8)
    assert on.any()
    assert (delivered[on] > 10 - 1e-6).all()
    assert (delivered[~on] < 1e-6).all()


def test_lots_are_planned_as_one_search_plans_them():
    question, links = market(np.random.default_rng(8), 6, 10, least_room=20)
    question = with_lots(question, links, 60)
    found = best_with_switches(question, links, gap=1e-9, max_seconds=60)
    assert found.value == pytest.approx(best_linear(question, gap=1e-9).value, abs=1e-5)


def test_a_relaxation_without_an_end_leaves_the_plan_of_no_flow_and_a_bound(monkeypatch):
    question, links = market(np.random.default_rng(8), 6, 10)
    failed = switches._no_plan(Status.FAILED, 0.0)
    monkeypatch.setattr(switches.Resumed, "answer", lambda self, seconds: failed)
    found = best_with_switches(question, links, gap=1e-9, max_seconds=0.0)
    assert found.status is Status.FEASIBLE
    assert 0.0 <= found.value <= best_linear(question, gap=1e-9).value <= found.bound < np.inf
