"""Heat and water by pipe, with what is lost on the way; and distances by road as a list gives them."""

from dataclasses import replace
from datetime import date

import pytest

from tokka.geography import km_between
from tokka.symbiosis.best import best_plan, plan_of_all
from tokka.symbiosis.check import complaints
from tokka.symbiosis.codes import list_on
from tokka.symbiosis.gate import Gate, Outcome, Receiver, Stream, worst
from tokka.symbiosis.pipes import HEAT_PIPE, WATER_PIPE
from tokka.symbiosis.processors import read_processors
from tokka.symbiosis.reading import read_needs, read_offers
from tokka.symbiosis.roads import read_distances, road_remarks
from tokka.symbiosis.tables import Carrier
from tokka.symbiosis.terms import Terms, WrongTerms

DAY = date(2026, 11, 24)
CODES = list_on(DAY)
OFFERS = "offer,lat,lon,waste_code,tonnes,avoided_cost_eur_t,carrier,temperature_c,material,site,tonnes_by_period\n"
NEEDS = "need,lat,lon,waste_codes,tonnes,price_eur_t,carrier,temperature_c,materials,site,contract_eur\n"
RECIPES = "processor,lat,lon,waste_codes,capacity_t,output,yield,cost_eur_t,temperature_c\n"
FREE = {
    Carrier.HEAT: replace(HEAT_PIPE, eur_per_km=0.0),
    Carrier.WATER: replace(WATER_PIPE, eur_per_km=0.0),
}
KM = km_between((65.0, 24.0), (65.0, 24.2))


def tables(offers, needs):
    given = read_offers((OFFERS + offers).encode(), "offers.csv", CODES)
    taken = read_needs((NEEDS + needs).encode(), "needs.csv", CODES)
    assert given.faults == taken.faults == ()
    return given.offers, taken.needs


def plan(offers, needs, recipes="", **terms):
    made = read_processors((RECIPES + recipes).encode(), "processors.csv", CODES).recipes
    return plan_of_all(*tables(offers, needs), made, terms=Terms(**{"pipes": FREE, "detour": 1.0} | terms))


def test_heat_arrives_less_by_a_share_of_every_kilometre_and_is_paid_as_it_arrives():
    found = plan("hot,65,24,,1000,0,heat,80,,,", "town,65,24.2,,5000,30,heat,70,,,")
    (one,) = found.movements
    assert (one.carrier, one.tonnes) == (Carrier.HEAT, 1000.0)
    assert one.arriving == pytest.approx(1000 * 0.99**KM)
    assert found.value_eur == pytest.approx(30 * 1000 * 0.99**KM, abs=0.01)
    assert (found.moved_tonnes, found.moved_mwh) == (0.0, 1000.0)


def test_a_need_takes_no_more_heat_than_arrives_there():
    found = plan("hot,65,24,,1000,0,heat,80,,,", "town,65,24.2,,500,30,heat,70,,,")
    assert found.movements[0].tonnes == pytest.approx(500 / 0.99**KM)
    assert found.value_eur == pytest.approx(15_000)


@pytest.mark.parametrize("temperature", ["60", ""])
def test_heat_that_is_too_cool_or_of_unknown_temperature_is_not_taken(temperature):
    found = plan(f"hot,65,24,,1000,0,heat,{temperature},,,", "town,65,24.2,,500,30,heat,70,,,")
    assert found.exchanges == 0


def test_heat_does_not_go_farther_than_its_pipe_though_goods_would():
    assert plan("hot,65,24,,10,0,heat,80,,,", "town,65,24.6,,50,30,heat,,,,").exchanges == 0
    assert plan("slag,65,24,100202,10,90,,,,,", "road,65,24.6,1002,50,0,,,,,5").exchanges == 1


def test_water_of_a_class_goes_only_where_the_class_is_named_and_never_mixes_with_goods_of_that_name():
    offers = "clean,65,24,,100,1,water,,Condensate,,\ngrey,65,24,,100,1,water,,,,\nsolid,65,24,,100,90,,,condensate,,\n"
    found = plan(offers, "wash,65,24,,500,1,water,,condensate,,\ndump,65,24,,500,1,,,water condensate,,")
    assert [(one.giver, one.taker) for one in found.movements] == [("clean", "wash")]
    assert found.moved_m3 == 100.0


def test_a_pipe_is_laid_only_where_what_flows_pays_for_it():
    pipes = {Carrier.HEAT: replace(HEAT_PIPE, eur_per_km=0.0, loss_per_km=0.0, pipe_eur_km=1000.0)}
    near = plan("hot,65,24,,1000,0,heat,80,,,", "town,65,24.2,,500,30,heat,70,,,", pipes=pipes)
    assert near.value_eur == pytest.approx(15_000 - 1000 * KM, abs=0.01)
    poor = plan("hot,65,24,,1000,0,heat,80,,,", "town,65,24.2,,500,15,heat,70,,,", pipes=pipes)
    assert (poor.exchanges, poor.value_eur) == (0, 0.0)


def test_a_processor_makes_heat_of_waste_by_its_yield():
    found = plan(
        "rejects,65,24,191210,100,50,,,,,",
        "town,65,24.2,,5000,30,heat,70,,,",
        "boiler,65,24,191210,100,heat,2.5,10,90",
    )
    assert [(one.taker, round(one.tonnes, 6), one.carrier) for one in found.movements] == [
        ("boiler", 100.0, Carrier.GOODS),
        ("town", 250.0, Carrier.HEAT),
    ]
    assert found.value_eur == pytest.approx(100 * (50 - 6 - 10) + 30 * 250 * 0.99**KM, abs=0.01)


def test_a_row_of_heat_with_a_waste_code_is_refused_because_its_unit_is_not_clear():
    given = read_offers((OFFERS + "hot,65,24,100202,10,0,lämpö,80,,,").encode(), "offers.csv", CODES)
    assert [(fault.row, fault.column) for fault in given.faults] == [(2, "waste_code")]


def test_an_unknown_carrier_is_refused_and_a_loss_of_everything_too():
    given = read_offers((OFFERS + "hot,65,24,,10,0,steam,80,,,").encode(), "offers.csv", CODES)
    assert "goods, heat or water" in str(given.faults[0].says)
    with pytest.raises(WrongTerms, match="share"):
        Terms(pipes={Carrier.HEAT: replace(HEAT_PIPE, loss_per_km=1.0)})


def test_the_gate_asks_for_an_agreement_and_not_for_a_waste_permit():
    heat = Stream("", "", "", "", "FI", "", "heat")
    points = Gate(DAY, CODES).points(heat, Receiver("FI", "", "", "", "", "", "", ""))
    assert ([point.rule for point in points], worst(points)) == (["pipe"], Outcome.DECISION)


SLAG = "a,65,24,100202,10,100,,,,Works,"
ROAD = "n,65,24.2,1002,10,0,,,,Town,"


def roads(text):
    return read_distances(f"from,to,km\n{text}".encode(), "distances.csv")


def test_a_road_of_the_list_takes_the_place_of_the_detour_in_both_directions():
    offers, needs = tables(SLAG, ROAD)
    terms = Terms(roads=roads("Town,Works,50").roads)
    found = best_plan(offers, needs, terms=terms)
    assert found.value_eur == 10 * (100 - 6 - 0.12 * 50)
    assert complaints(found, terms) == ()
    assert complaints(found, Terms())


def test_the_way_back_may_be_given_and_a_row_stands_at_its_own_name_before_its_site():
    offers, needs = tables(SLAG, ROAD)
    for text, km in (("Town,Works,50\nWorks,Town,40", 40), ("Works,Town,50\na,n,30", 30)):
        assert best_plan(offers, needs, terms=Terms(roads=roads(text).roads)).value_eur == 10 * (94 - 0.12 * km)


def test_a_pair_without_a_row_keeps_the_great_circle_and_its_detour():
    offers, needs = tables(SLAG, ROAD)
    known = best_plan(offers, needs, terms=Terms(roads=roads("Works,Elsewhere,5").roads))
    assert known.value_eur == best_plan(offers, needs).value_eur


def test_a_road_longer_than_the_longest_distance_with_its_detour_is_out_of_reach():
    offers, needs = tables(SLAG, ROAD)
    listed = roads("Works,Town,66").roads
    assert [best_plan(offers, needs, terms=Terms(max_km=km, roads=listed)).exchanges for km in (50, 51)] == [0, 1]


def test_wrong_distances_are_named_by_row_and_strange_places_by_name():
    found = roads("Works,Town,-5\nWorks,Town,12\nWorks,Town,13\nWorks,Twon,x")
    assert [(fault.row, fault.column) for fault in found.faults] == [(2, "km"), (4, "km"), (5, "km")]
    assert list(found.roads.km) == [12.0, 12.0]
    (said,) = road_remarks(roads("Works,Twon,9").roads, tables(SLAG, ROAD), "distances.csv")
    assert "Twon" in str(said)
