"""The plan without processors: published instances to the cent, and what holds of every instance."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tests.tokka.symbiosis.bench import instance, rows
from tokka.optimum import CannotSolve, Status, cheapest_flow
from tokka.symbiosis import direct
from tokka.symbiosis.best import best_plan
from tokka.symbiosis.candidates import kinds_of, pairs_in_reach
from tokka.symbiosis.check import complaints
from tokka.symbiosis.codes import list_on
from tokka.symbiosis.gate import Gate
from tokka.symbiosis.market import market_of
from tokka.symbiosis.pricing import priced_exchange
from tokka.symbiosis.reading import read_needs, read_offers
from tokka.symbiosis.terms import Objective, Terms

DAY = date(2026, 11, 24)
CODES = list_on(DAY)
GATE = Gate(DAY, CODES)


def tables(offers, needs):
    return read_offers(offers, "offers.csv", CODES).offers, read_needs(needs, "needs.csv", CODES).needs


def lists(offers, needs):
    """Tables from tuples: (lat, lon, code, tonnes, avoided) and (lat, lon, codes, tonnes, price, minimum)."""
    given = ["offer,lat,lon,waste_code,tonnes,avoided_cost_eur_t"]
    given += [",".join(map(str, (f"o{at}", *row))) for at, row in enumerate(offers)]
    taken = ["need,lat,lon,waste_codes,tonnes,price_eur_t,minimum_t"]
    taken += [",".join(map(str, (f"n{at}", *row))) for at, row in enumerate(needs)]
    return tables("\n".join(given).encode(), "\n".join(taken).encode())


@pytest.mark.parametrize(
    ("size", "candidates", "value", "tonnes"),
    [("1k", 6_733, 20_655_049.45, 204_334), ("10k", 593_832, 566_557_290.32, 5_468_671)],
)
def test_the_published_instance_is_solved_to_the_cent(size, candidates, value, tonnes):
    plan = best_plan(*tables(*instance(size)), gate=GATE)
    assert (plan.status, plan.value_eur, plan.bound_eur, plan.gap) == (Status.OPTIMAL, value, value, 0.0)
    assert (plan.candidates, plan.moved_tonnes) == (candidates, tonnes)


def test_a_plan_of_the_published_instance_passes_its_own_checker():
    plan = best_plan(*tables(*instance("1k")), gate=GATE)
    assert complaints(plan, Terms(), GATE) == ()


def test_pricing_columns_in_finds_the_same_cent_as_one_flow():
    offers, needs = tables(*instance("10k"))
    market = market_of(offers, needs, kinds_of(offers, needs), Terms(), None)
    priced = priced_exchange(market)
    assert priced.is_optimal
    assert priced.exchange.value == 56_655_729_032
    assert len(priced.arcs) < market.count / 2


def test_the_price_of_a_row_is_what_one_more_tonne_there_adds():
    offers, needs = tables(*instance("1k"))
    plan = best_plan(offers, needs)
    for at in (int(np.argmax(plan.need_prices)), int(np.argmax(plan.offer_prices)), 17):
        more = needs.tonnes.copy()
        more[at] += 1
        again = best_plan(offers, replace(needs, tonnes=more))
        assert round(again.value_eur - plan.value_eur, 2) == plan.need_prices[at]


def test_a_network_of_the_netgen_family_costs_what_is_published():
    nodes = {int(row["node"]): -int(row["demand"]) for row in rows("symbiosis/mcf_netgen2_nodes.csv")}
    arcs = np.array([[int(cell) for cell in row.values()] for row in rows("symbiosis/mcf_netgen2_arcs.csv")])
    supplies = np.array([nodes.get(node, 0) for node in range(arcs[:, :2].max() + 1)])
    flow = cheapest_flow(arcs[:, 0], arcs[:, 1], arcs[:, 2], arcs[:, 3], supplies)
    assert (flow.status, flow.cost) == (Status.OPTIMAL, 6_749_969_302)


def test_numbers_beyond_the_solver_are_refused_and_say_so():
    much, supplies = np.array([2**60]), np.array([2**60, -(2**60)])
    with pytest.raises(CannotSolve, match="larger unit"):
        cheapest_flow(np.array([0]), np.array([1]), much, np.array([10]), supplies)


HERE, NEAR = (65.77, 24.19), (65.91, 24.36)


def test_a_need_of_a_chapter_takes_every_code_of_it_and_a_part_of_a_tonne():
    offers, needs = lists([(*HERE, "100202", 12.5, 165)], [(*NEAR, "10", 100, 0, "")])
    plan = best_plan(offers, needs)
    assert (plan.moved_tonnes, len(plan.tonnes)) == (12.5, 1)
    assert plan.value_eur == round(12.5 * plan.eur_t[0], 2)


def test_most_tonnes_come_before_benefit_and_then_the_best_of_them():
    offers, needs = lists(
        [(*HERE, "100202", 10, 100), (*HERE, "100202", 10, -50)],
        [(*HERE, "100202", 12, 0, ""), (*HERE, "1002", 3, -10, "")],
    )
    assert best_plan(offers, needs).value_eur == 940.0
    plan = best_plan(offers, needs, terms=Terms(objective=Objective.TONNES))
    assert (plan.moved_tonnes, plan.value_eur) == (15.0, 10 * 94 + 2 * -56 + 3 * -66)


def test_a_minimum_is_met_at_a_loss_and_the_value_says_so():
    offers, needs = lists([(*HERE, "100202", 10, 0)], [(*HERE, "100202", 10, 0, 4)])
    assert best_plan(offers, needs).value_eur == -24.0


def test_minima_that_exceed_what_there_is_are_named_by_the_smallest_set_of_rows():
    offers, needs = lists(
        [(*HERE, "100202", 10, 100), (*HERE, "170101", 100, 100)],
        [(*HERE, "100202", 8, 0, 6), (*HERE, "170101", 50, 0, 50), (*HERE, "1002", 8, 0, 7)],
    )
    plan = best_plan(offers, needs)
    said = [remark for remark in plan.remarks if "given up" in str(remark)]
    assert [remark.values["needs"] for remark in said] == ["2, 4"]
    assert [remark.values["offers"] for remark in said] == ["2"]
    assert plan.moved_tonnes == 60


def test_a_need_that_nothing_can_meet_is_named_and_the_rest_is_planned():
    offers, needs = lists([(*HERE, "100202", 10, 100)], [(*HERE, "100202", 8, 0, ""), (*HERE, "170101", 8, 0, "")])
    plan = best_plan(offers, needs)
    assert plan.value_eur == 8 * 94
    assert any(remark.values.get("rows") == "3" for remark in plan.remarks)


places = st.tuples(st.floats(65.0, 66.5), st.floats(23.5, 26.0))
codes = st.sampled_from(["100202", "100207", "170101", "030302"])
amounts = st.integers(0, 60)
some_offers = st.lists(
    st.builds(lambda at, code, t, c: (*at, code, t, c), places, codes, amounts, st.integers(-20, 120)),
    min_size=1,
    max_size=6,
)
some_needs = st.lists(
    st.builds(
        lambda at, code, t, c: (*at, code, t, c, ""),
        places,
        st.one_of(codes, st.sampled_from(["10", "1002", "17 0303"])),
        amounts,
        st.integers(-40, 60),
    ),
    min_size=1,
    max_size=6,
)


def value_by_linear_programming(offers, needs, terms):
    """The optimum of the same rule by another solver, from all pairs at once."""
    kinds = kinds_of(offers, needs)
    pairs = list(pairs_in_reach(offers, needs, kinds, terms.max_km))
    own = np.concatenate([np.zeros(0, int), *(block.offers for block in pairs)])
    theirs = np.concatenate([np.zeros(0, int), *(block.needs for block in pairs)])
    worth = np.concatenate([np.zeros(0), *(terms.eur_per_tonne(offers, needs, block) for block in pairs)])
    if not len(worth):
        return 0.0
    cents = np.rint(100 * worth)
    limits = np.vstack([own == at for at in range(len(offers))] + [theirs == at for at in range(len(needs))])
    room = np.concatenate((offers.tonnes, needs.tonnes))
    return -linprog(-cents, A_ub=limits.astype(float), b_ub=room, method="highs").fun / 100


@settings(max_examples=60, deadline=None)
@given(some_offers, some_needs, st.floats(0, 200))
def test_the_plan_is_the_optimum_of_another_solver_and_passes_its_checker(offers, needs, max_km):
    tables_ = lists(offers, needs)
    terms = Terms(max_km=max_km)
    plan = best_plan(*tables_, terms=terms)
    assert plan.value_eur == pytest.approx(value_by_linear_programming(*tables_, terms), abs=0.005)
    assert complaints(plan, terms) == ()


@settings(max_examples=40, deadline=None)
@given(some_offers, some_needs, st.data())
def test_removing_an_offer_never_raises_the_optimum(offers, needs, data_):
    own, theirs = lists(offers, needs)
    gone = data_.draw(st.integers(0, len(own) - 1))
    kept = np.arange(len(own)) != gone
    assert best_plan(own.only(kept), theirs).value_eur <= best_plan(own, theirs).value_eur


@settings(max_examples=40, deadline=None)
@given(some_offers, some_needs)
def test_the_prices_cover_every_candidate_and_add_up_to_the_value(offers, needs):
    own, theirs = lists(offers, needs)
    market = market_of(own, theirs, kinds_of(own, theirs), Terms(), None)
    arcs = direct.Arcs.joined(market.parts)
    exchange = direct.solve(arcs, market, Terms())
    for find in (direct.dear_needs, direct.cheap_needs):
        prices = find(arcs, exchange, market.supply, market.capacity)
        assert (prices.offers[arcs.offers] + prices.needs[arcs.needs] >= arcs.cents).all()
        assert min(prices.offers.min(initial=0), prices.needs.min(initial=0)) >= 0
        assert prices.value(market.supply, market.capacity) == exchange.value


@settings(max_examples=30, deadline=None)
@given(some_offers, some_needs)
def test_columns_priced_in_reach_the_same_value_on_any_market(offers, needs):
    own, theirs = lists(offers, needs)
    market = market_of(own, theirs, kinds_of(own, theirs), Terms(), None)
    exchange = direct.solve(direct.Arcs.joined(market.parts), market, Terms())
    priced = priced_exchange(market)
    assert (priced.bound, priced.exchange.value) == (exchange.value, exchange.value)
