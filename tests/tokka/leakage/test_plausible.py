"""What no plan can be is refused at its place, with the likely cause; what is merely unusual is computed."""

from dataclasses import replace

import pytest

from tokka.leakage.packaged import packaged_setting
from tokka.leakage.plant import Plant, as_plant
from tokka.leakage.plausible import refuse_implausible
from tokka.leakage.refusals import Refused

SETTING = packaged_setting("FI1D7", municipality="Salla")


def told(**changes):
    milk = {"name": "milk", "product": "01", "euros": 600_000, "local": {"region": 0.9}}
    usual = {
        "turnover": 1_000_000, "person_years": 4, "wages": {"euros": 180_000, "region": 1}, "input": [milk],
        "investment": [{"name": "hall", "product": "41_43", "euros": 2_000_000}],
    }  # fmt: skip
    return usual | changes


def plan(**changes) -> Plant:
    return as_plant(told(**changes))


def faults_of(wrong: Plant) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        refuse_implausible(wrong, SETTING)
    return [(fault.row, f"{fault.says} {fault.remedy}") for fault in refused.value.faults]


def test_a_usual_plan_passes():
    refuse_implausible(plan(), SETTING)


WRONG = {
    "wages in thousands": ({"wages": {"euros": 180}}, "wages.euros", "wages in thousands"),
    "hours for years": ({"person_years": 1_000}, "wages.euros", "hours for person-years"),
    "too few years": ({"person_years": 0.1}, "wages.euros", "too few person-years"),
    "nobody works": ({"person_years": 0}, "person_years", "nobody works"),
    "turnover in thousands": (
        {"turnover": 1_000, "wages": {"euros": 0}, "input": [], "investment": []}, "turnover", "thousands or millions",
    ),
    "a line in thousands": (
        {"input": [{"name": "energy", "product": "35_39", "euros": 60}]}, "input[1].euros", "it is in thousands",
    ),
    "displaced beyond sales": (
        {"displaced": [{"name": "oil", "product": "45_47", "euros": 2_000_000}]}, "displaced[1].euros", "another unit",
    ),
    "investment in thousands": (
        {"investment": [{"name": "hall", "product": "41_43", "euros": 2_000}]}, "investment[1].euros", "in thousands",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_slip_is_found_at_its_place_with_its_likely_cause(case):
    changes, place, cause = WRONG[case]
    assert [(at, cause in says) for at, says in faults_of(plan(**changes))] == [(place, True)]


def test_raw_material_beyond_what_the_region_makes_is_refused_even_over_two_lines():
    made = float(SETTING.region.x[SETTING.region.industries.index("01")]) * 1e6
    half = {"name": "milk", "product": "01", "euros": made * 0.6, "local": {"region": 1}}
    large = plan(turnover=made * 2, person_years=400, wages={"euros": 20_000_000}, input=[half, half], investment=[])
    assert [at for at, _says in faults_of(large)] == ["input[2].euros"]
    refuse_implausible(replace(large, inputs=large.inputs[:1]), SETTING)


def test_work_for_more_than_half_of_the_people_is_refused():
    people = next(place.people for place in SETTING.places if place.key == "Salla")
    crowd = plan(person_years=people, wages={"euros": people * 40_000}, turnover=people * 60_000, investment=[])
    assert [at for at, _says in faults_of(crowd)] == ["person_years"]


EXCESS = {
    "the turnover in thousands": ({"turnover": 1_000}, "the turnover is in thousands or millions"),
    "value-added tax in the purchases": ({"turnover": 700_000}, "value-added tax"),
    "one line in another unit": (
        {"input": [{"name": "milk", "product": "01", "euros": 9_000_000}]}, "“milk” is in another unit",
    ),
    "nothing of these": ({"turnover": 620_000}, "add the subsidy"),
}  # fmt: skip


@pytest.mark.parametrize("case", EXCESS)
def test_a_bill_above_the_turnover_names_its_likely_cause(case):
    changes, cause = EXCESS[case]
    with pytest.raises(Refused) as refused:
        plan(**changes)
    assert cause in str(refused.value)
