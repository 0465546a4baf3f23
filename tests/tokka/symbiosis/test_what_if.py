"""Stops of sites and the front between benefit and emissions, here and on a cluster."""

import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests.tokka.symbiosis.bench import instance
from tests.tokka.symbiosis.test_plan import tables
from tokka.fleet import fleet
from tokka.symbiosis import components, direct
from tokka.symbiosis.best import best_plan
from tokka.symbiosis.candidates import kinds_of
from tokka.symbiosis.check import complaints
from tokka.symbiosis.components import Partition, priced_by_fleet, priced_by_parts
from tokka.symbiosis.exchange import Arcs
from tokka.symbiosis.market import Market, market_of
from tokka.symbiosis.pricing import near_best, priced_exchange
from tokka.symbiosis.terms import Terms
from tokka.symbiosis.what_if import front, losses


class Names:
    """Rows with names and nothing else."""

    def __init__(self, *names):
        self.names = names

    def word(self, _key, _at):
        return ""


def two_by_two():
    arcs = Arcs(np.array([0, 0, 1], np.int32), np.array([0, 1, 1], np.int32), np.array([1000, 800, 500], np.int32))
    return Market(np.array([10, 10]), np.array([10, 10]), np.zeros(2, int), 1, [arcs], 3)


def test_the_stop_of_a_site_costs_what_the_others_cannot_make_good():
    found = losses(two_by_two(), Names("a", "b"), Names("x", "y"))
    assert [(loss.site, loss.lost_eur) for loss in found] == [("a", 100.0), ("x", 70.0), ("b", 50.0), ("y", 50.0)]


def test_the_front_rises_in_emissions_saved_as_benefit_falls():
    points = front(two_by_two(), np.array([0.0, 400.0, 0.0]), prices_eur=(0, 5, 50))
    assert [(point.benefit_eur, point.co2_t) for point in points] == [(150.0, 0.0), (80.0, 4.0)]


def test_a_market_priced_part_by_part_has_the_value_and_the_bound_of_the_whole(monkeypatch):
    offers, needs = tables(*instance("1k"))
    market = market_of(offers, needs, kinds_of(offers, needs), Terms(), None)
    with ThreadPoolExecutor(2) as executor:
        priced = priced_by_parts(market, executor)
        assert (priced.exchange.value, priced.bound, priced.is_optimal) == (2_065_504_945, 2_065_504_945, True)
        assert priced.prices.value(market.supply, market.capacity) == priced.bound
        monkeypatch.setattr(direct, "ARCS_AT_ONCE", 100)
        plan = best_plan(offers, needs, executor=executor)
    assert (plan.value_eur, plan.gap) == (20_655_049.45, 0.0)
    assert complaints(plan, Terms()) == ()


@pytest.mark.parametrize("partition", Partition)
def test_a_market_split_in_any_way_is_priced_back_to_the_same_cent(partition):
    offers, needs = tables(*instance("1k"))
    market = market_of(offers, needs, kinds_of(offers, needs), Terms(), None)
    priced = priced_by_fleet(market, offers, None, partition=partition)
    assert (priced.exchange.value, priced.bound) == (2_065_504_945, 2_065_504_945)


def test_a_market_that_hangs_together_is_split_all_the_same(monkeypatch):
    offers, needs = tables(*instance("1k"))
    market = market_of(offers, needs, kinds_of(offers, needs), Terms(), None)
    tasks = []
    monkeypatch.setattr(components, "near_best", lambda task: tasks.append(task) or near_best(task))
    assert priced_by_fleet(market, offers, None).exchange.value == 2_065_504_945
    assert max(task.count for task in tasks) < 0.5 * market.count


@pytest.mark.filterwarnings("ignore")
def test_two_workers_of_a_cluster_give_the_same_cents_as_none():
    distributed = pytest.importorskip("distributed")
    offers, needs = tables(*instance("1k"))
    own, theirs = offers.only(np.arange(12)), needs
    market = market_of(own, theirs, kinds_of(own, theirs), Terms(), None)
    alone = losses(market, own, Names())
    with (
        warnings.catch_warnings(action="ignore"),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        fleet(cluster.scheduler_address) as executor,
    ):
        assert losses(market, own, Names(), executor) == alone
        assert best_plan(offers, needs, executor=executor).value_eur == 20_655_049.45
        split = priced_by_fleet(market, own, executor, partition=Partition.FAMILY)
        assert split.exchange.value == split.bound == priced_exchange(market).exchange.value
