"""Processors, quality, seasons and lots; warehouse siting with published optima; the fair split of a published case."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from tests.tokka.symbiosis.bench import rows
from tokka.optimum import Linear, Status, best_linear
from tokka.symbiosis.best import plan_of_all
from tokka.symbiosis.check import network_complaints
from tokka.symbiosis.codes import list_on
from tokka.symbiosis.exchange import Arcs
from tokka.symbiosis.fair import fair_split
from tokka.symbiosis.gate import Gate
from tokka.symbiosis.market import Market
from tokka.symbiosis.network import is_network
from tokka.symbiosis.processors import read_processors
from tokka.symbiosis.reading import read_needs, read_offers
from tokka.symbiosis.terms import Terms

CODES = list_on(date(2026, 11, 24))
OFFERS = "offer,lat,lon,waste_code,tonnes,avoided_cost_eur_t,composition,tonnes_by_period\n"
NEEDS = "need,lat,lon,waste_codes,tonnes,price_eur_t,limits,minimum_lot_t,contract_eur,materials,minimum_t\n"
RECIPES = "processor,lat,lon,waste_codes,capacity_t,output,yield,cost_eur_t,opening_eur,storage_t\n"


def tables(offers, needs, recipes=""):
    offered = read_offers((OFFERS + offers).encode(), "offers.csv", CODES)
    taken = read_needs((NEEDS + needs).encode(), "needs.csv", CODES)
    made = read_processors((RECIPES + recipes).encode(), "processors.csv", CODES)
    assert offered.faults == taken.faults == made.faults == ()
    return offered.offers, taken.needs, made.recipes


def plan(offers, needs, recipes=""):
    return plan_of_all(*tables(offers, needs, recipes))


def moved(found):
    return {(one.giver, one.taker): round(one.tonnes, 6) for one in found.movements}


def test_a_processor_opens_when_its_product_pays_for_it():
    found = plan("a,65,24,100202,100,50,,", "f,65,24,,80,60,,,,filler,", "P,65,24,1002,100,filler,0.8,10,1000,0")
    assert moved(found) == {("a", "P"): 100.0, ("P", "f"): 80.0}
    assert found.value_eur == 100 * (50 - 6 - 10) + 80 * (60 - 6) - 1000


def test_a_processor_that_costs_more_than_it_brings_stays_shut():
    found = plan("a,65,24,100202,100,50,,", "f,65,24,,80,60,,,,filler,", "P,65,24,1002,100,filler,0.8,10,8000,0")
    assert (found.exchanges, found.value_eur, found.opened) == (0, 0.0, ())


def test_a_clean_stream_makes_room_for_a_dirty_one_within_the_limit():
    offers = "clean,65,24,100202,100,16,zn=2,\ndirty,65,24,100202,100,106,zn=8,\n"
    found = plan(offers, "mix,65,24,1002,200,0,zn<=4,,,,")
    assert moved(found) == {("clean", "mix"): 100.0, ("dirty", "mix"): 50.0}


def test_a_stream_of_unknown_content_does_not_enter_a_limited_mix():
    found = plan("dark,65,24,100202,100,100,,\n", "mix,65,24,1002,200,0,zn<=4,,,,")
    assert found.exchanges == 0


def test_a_lot_too_small_is_not_delivered_at_all():
    found = plan("small,65,24,100202,9,100,,\nlarge,65,24,100202,30,20,,", "n,65,24,1002,100,0,,10,100,,")
    assert (moved(found), found.value_eur) == ({("large", "n"): 30.0}, 30 * 14 - 100)


def test_storage_carries_summer_into_winter():
    offers = "a,65,24,100202,100,0,,100 0"
    needs = "f,65,24,,100,50,,,,filler,"
    without = plan(offers, needs, "P,65,24,1002,200,filler,1,0,0,0")
    stored = plan(offers, needs, "P,65,24,1002,200,filler,1,0,0,50")
    assert [one.moved_tonnes for one in (without, stored)] == [50.0, 100.0]


def test_minima_beyond_every_supply_are_named_and_the_rest_is_planned():
    found = plan("a,65,24,100202,10,50,,", "n,65,24,1002,90,0,,1,,,60")
    assert found.moved_tonnes == 10.0
    assert "needs.csv, row 2, minimum_t: the minimum cannot be met" in str(found.remarks[-1])


def siting(name):
    """Warehouses of the OR-Library as a question: open or not, and the share of each customer from each."""
    sites = rows(f"symbiosis/orlib_{name}_warehouses.csv")
    customers = rows(f"symbiosis/orlib_{name}_costs.csv")
    fixed = np.array([float(row["fixed_cost"]) for row in sites])
    cost = np.array([[float(row[f"cost_all_from_w{at + 1}"]) for at in range(len(sites))] for row in customers])
    served, count = np.arange(len(customers)), len(customers) * len(sites)
    shares = np.arange(count).reshape(cost.shape)
    every = sparse.coo_matrix((np.ones(count), (np.repeat(served, len(sites)), shares.ravel())), (len(served), count))
    tied = sparse.hstack((sparse.eye(count), -sparse.vstack([sparse.eye(len(sites))] * len(served))))
    matrix = sparse.vstack((sparse.hstack((every, sparse.csr_matrix((len(served), len(sites))))), tied)).tocsc()
    return Linear(
        worth=-np.concatenate((cost.ravel(), fixed)),
        low=np.zeros(count + len(sites)),
        high=np.ones(count + len(sites)),
        matrix=matrix,
        least=np.concatenate((np.ones(len(served)), np.full(count, -np.inf))),
        most=np.concatenate((np.ones(len(served)), np.zeros(count))),
        whole=np.arange(count + len(sites)) >= count,
    )


def test_the_published_siting_of_warehouses_is_found_and_proven():
    answer = best_linear(siting("cap71"), gap=1e-9)
    assert (answer.status, round(-answer.value, 3)) == (Status.OPTIMAL, 932_615.750)


def toy():
    table = rows("symbiosis/toy_fair_share_case.csv")
    supply = {row["a"]: int(float(row["value"])) for row in table if row["record"] == "supply_t"}
    room = {row["a"]: int(float(row["value"])) for row in table if row["record"] == "capacity_t"}
    gains = [row for row in table if row["record"] == "net_benefit_eur_t"]
    arcs = Arcs(
        np.array([list(supply).index(row["a"]) for row in gains], np.int32),
        np.array([list(room).index(row["b"]) for row in gains], np.int32),
        np.array([100 * float(row["value"]) for row in gains], np.int32),
    )
    known = {(row["record"], row["a"]): float(row["value"]) for row in table}
    members = [*supply, *room]
    market = Market(
        np.array(list(supply.values())), np.array(list(room.values())), np.zeros(len(room), int), 1, [arcs], len(arcs)
    )
    return market, members, known


def test_the_split_is_the_core_point_nearest_to_shapley():
    market, members, known = toy()
    split = fair_split(market)
    assert split.total == 5750.0
    assert split.shapley == pytest.approx([known["shapley_eur", one] for one in members], abs=1e-6)
    assert split.shares == pytest.approx([known["core_point_nearest_shapley_l2_eur", one] for one in members], abs=1e-4)
    assert (round(split.shapley_shortfall, 2), round(split.shortfall, 6)) == (93.33, 0.0)
    assert split.half_each.sum() == split.total


def test_a_split_of_more_than_fifteen_members_leaves_no_coalition_short():
    chance = np.random.default_rng(7)
    arcs = Arcs(
        np.repeat(np.arange(8), 8).astype(np.int32),
        np.tile(np.arange(8), 8).astype(np.int32),
        chance.integers(1, 5000, 64).astype(np.int32),
    )
    market = Market(chance.integers(1, 50, 8), chance.integers(1, 50, 8), np.zeros(8, int), 1, [arcs], 64)
    split = fair_split(market)
    assert split.shortfall <= 0.01
    assert split.shares.sum() == pytest.approx(split.total)
    assert not split.is_shapley_exact


amounts, places = st.integers(0, 60), st.tuples(st.floats(65.0, 65.3), st.floats(24.0, 24.5))
streams = st.lists(st.tuples(places, amounts, st.integers(-10, 120), st.integers(0, 8)), min_size=1, max_size=5)
uses = st.lists(
    st.tuples(
        places, amounts, st.integers(-40, 60), st.sampled_from(["", "zn<=4"]), st.integers(0, 20), st.integers(0, 300)
    ),
    min_size=1,
    max_size=5,
)
plants = st.lists(st.tuples(places, amounts, st.integers(0, 2000), st.floats(0.2, 1.0)), max_size=2)


@settings(max_examples=40, deadline=None)
@given(streams, uses, plants)
def test_every_plan_of_a_network_passes_its_own_checker_and_loses_nothing_by_one_more_offer(streams, uses, plants):
    offers = "\n".join(f"o{at},{y},{x},100202,{t},{c},zn={zn}," for at, ((y, x), t, c, zn) in enumerate(streams))
    needs = "\n".join(
        f"n{at},{y},{x},1002,{t},{price},{limit},{lot},{contract},filler,"
        for at, ((y, x), t, price, limit, lot, contract) in enumerate(uses)
    )
    recipes = "\n".join(f"p{at},{y},{x},10,{t},filler,{out},5,{f},0" for at, ((y, x), t, f, out) in enumerate(plants))
    parts = tables(offers, needs, recipes)
    found = plan_of_all(*parts, gap=1e-7)
    wrong = network_complaints(found, *parts, Terms()) if is_network(parts[1], parts[0], parts[2]) else ()
    assert wrong == ()
    fewer = plan_of_all(parts[0].only(np.arange(len(streams)) > 0), *parts[1:], gap=1e-7)
    assert fewer.value_eur <= found.value_eur + 0.01


def test_a_plan_that_was_tampered_with_does_not_pass():
    parts = tables("a,65,24,100202,100,50,,", "f,65,24,,80,60,,,,filler,", "P,65,24,1002,100,filler,0.8,10,1000,0")
    found = plan_of_all(*parts)
    assert network_complaints(found, *parts, Terms()) == ()
    more = tuple(replace(one, tonnes=2 * one.tonnes, arriving=2 * one.arriving) for one in found.movements)
    said = [str(one) for one in network_complaints(replace(found, movements=more), *parts, Terms())]
    assert said == [
        "The offer a gives more than it has.",
        "The need f takes more than it has room for.",
        "P takes in more than it can.",
    ]


def test_the_gate_is_asked_on_every_leg_of_a_network():
    parts = tables("a,65,24,100202,100,50,,", "f,65,24,,80,60,,,,filler,", "P,65,24,1002,100,filler,0.8,10,1000,0")
    day = date(2026, 11, 24)
    outcomes = [one.gate for one in plan_of_all(*parts, gate=Gate(day, CODES)).movements]
    assert outcomes == ["pass", "needs decision"]
    assert {one.gate for one in plan_of_all(*parts).movements} == {"not asked"}
