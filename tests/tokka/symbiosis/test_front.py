"""The front between benefit and what is saved or diverted, with its prices; stops of sites in a network; prices."""

from datetime import date

import pytest

from tests.tokka.symbiosis.test_network import NEEDS, OFFERS, RECIPES
from tokka.optimum import CannotSolve
from tokka.symbiosis import front as fronts
from tokka.symbiosis.best import plan_of_all
from tokka.symbiosis.codes import list_on
from tokka.symbiosis.front import front_of_all, stops
from tokka.symbiosis.processors import read_processors
from tokka.symbiosis.reading import read_needs, read_offers
from tokka.symbiosis.terms import Objective, Terms

CODES = list_on(date(2026, 11, 24))


def tables(offers, needs, recipes="", more_of_offers="", more_of_needs=""):
    given = read_offers((OFFERS.strip() + more_of_offers + "\n" + offers).encode(), "offers.csv", CODES)
    taken = read_needs((NEEDS.strip() + more_of_needs + "\n" + needs).encode(), "needs.csv", CODES)
    made = read_processors((RECIPES + recipes).encode(), "processors.csv", CODES)
    assert given.faults == taken.faults == made.faults == ()
    return given.offers, taken.needs, made.recipes


def two_uses():
    """100 t that a road takes for 94 EUR/t without saving CO2, or a cement mill for 64 EUR/t with 600 kg/t."""
    needs = "road,65,24,1002,100,0,,,,,,0\nmill,65,24,1002,100,-30,,,,,,600\n"
    return tables("a,65,24,100202,100,100,,", needs, more_of_needs=",avoided_co2_kg_t")


def test_the_front_goes_from_benefit_to_emissions_at_the_price_of_a_tonne_of_co2():
    front = front_of_all(*two_uses(), along=Objective.CO2, points=4)
    assert [round(point.benefit_eur) for point in front.points] == [9400, 8400, 7400, 6400]
    assert [round(point.co2_t, 6) for point in front.points] == [0.0, 20.0, 40.0, 60.0]
    assert [point.price_eur for point in front.points] == [0.0, 50.0, 50.0, 50.0]


def test_the_knee_is_where_the_next_tonne_becomes_dear():
    offers = "good,65,24,100202,100,100,,\nsoso,65,24,100202,100,-4,,\nbad,65,24,100202,100,-94,,"
    front = front_of_all(*tables(offers, "n,65,24,1002,300,0,,,,,"), along=Objective.TONNES, points=5)
    assert [point.tonnes for point in front.points] == pytest.approx([100, 150, 200, 250, 300])
    assert [point.price_eur for point in front.points] == [0.0, 10.0, 10.0, 100.0, 100.0]
    assert front.knee == 2


def test_with_openings_the_price_is_the_slope_since_the_last_point():
    offers, needs = "a,65,24,100202,100,10,,", "f,65,24,,100,0,,,,filler,"
    network = tables(offers, needs, "P,65,24,1002,100,filler,1,0,500,0")
    front = front_of_all(*network, along=Objective.TONNES, points=3)
    assert [(point.tonnes, point.benefit_eur) for point in front.points] == [(0, 0), (50, -600), (100, -700)]
    assert [point.price_eur for point in front.points] == [0.0, 12.0, 2.0]


def test_a_front_of_too_many_candidates_is_refused_and_says_what_to_do(monkeypatch):
    monkeypatch.setattr(fronts, "MOST_CANDIDATES", 1)
    with pytest.raises(CannotSolve, match="longest distance"):
        front_of_all(*two_uses(), along=Objective.CO2)


def test_the_stop_of_a_processor_costs_what_it_makes_and_each_site_is_named_once():
    network = tables("a,65,24,100202,100,50,,", "f,65,24,,80,60,,,,filler,", "P,65,24,1002,100,filler,0.8,10,1000,0")
    value = 100 * (50 - 6 - 10) + 80 * (60 - 6) - 1000
    assert [(loss.site, loss.lost_eur) for loss in stops(*network)] == [("P", value), ("a", value), ("f", value)]


def said(found, words):
    return [(remark.values["name"], remark.values["eur"]) for remark in found.remarks if words in str(remark)]


def test_each_limit_of_a_network_tells_what_it_is_worth():
    offers = "clean,65,24,100202,100,16,zn=2,\ndirty,65,24,100202,100,106,zn=8,\n"
    found = plan_of_all(*tables(offers, "mix,65,24,1002,200,0,zn<=4,,,,"))
    assert said(found, "on offer") == [("clean", "60.00")]
    assert said(found, "wider by one") == [("mix", "3750.00")]


def test_a_minimum_at_a_loss_tells_what_its_last_tonne_costs():
    found = plan_of_all(*tables("a,65,24,100202,100,0,,100 0", "n,65,24,1002,100,0,,,,,40"))
    assert said(found, "minimum") == [("n", "6.00")]


def test_capacity_of_a_processor_has_a_price_while_the_openings_stay():
    network = tables("a,65,24,100202,100,50,,", "f,65,24,,80,60,,,,filler,", "P,65,24,1002,50,filler,0.8,10,1000,0")
    found = plan_of_all(*network, terms=Terms())
    assert said(found, "capacity") == [("P", f"{50 - 6 - 10 + 0.8 * (60 - 6):.2f}")]
    assert any("stays as it is" in str(remark) for remark in found.remarks)


def test_a_site_that_moves_nothing_is_missed_by_nobody():
    needs = "near,65,24,1002,100,0,,,,,\nfar,65,25,1002,100,0,,,,,\n"
    assert [(loss.site, loss.lost_eur) for loss in stops(*tables("a,65,24,100202,100,100,,", needs))][2] == ("far", 0.0)
    seasons = tables("a,65,24,100202,100,100,,50 50", needs)
    assert [(loss.site, loss.lost_eur) for loss in stops(*seasons)][2] == ("far", 0.0)


def test_a_network_counts_a_tonne_in_whole_cents_as_a_plain_exchange_does():
    parts = tables("a,65,24,100202,333,100,,", "n,65.123,24.321,1002,333,0,,,,,")
    front = front_of_all(*parts, along=Objective.TONNES)
    assert front.points[0].benefit_eur == plan_of_all(*parts[:2]).value_eur
