"""What a plant keeps: exact where everything is certain, nested rings, and refusals; municipalities that add up."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from tokka.leakage.draws import Draws, explained
from tokka.leakage.effects import Common, line_effects
from tokka.leakage.finland import Finland, as_nation
from tokka.leakage.municipal import Place, within
from tokka.leakage.origins import RegionTable
from tokka.leakage.plant import Homes, Line, Plant, read_plant
from tokka.leakage.quotients import DELTA
from tokka.leakage.refusals import Refused
from tokka.leakage.setting import Setting
from tokka.leakage.solve import Economy
from tokka.leakage.whatif import what_if
from tokka.words import Remark
from tokkasite.terminal.leakage import command

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "../shared/data/leakage"
EXAMPLES = ROOT / "examples/leakage"
with_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data folder is not beside this checkout")


def region(key, scale):
    """Two industries and households in million euros; half of the inputs is local, the rest is not."""
    own = np.array([[10.0, 20, 30], [5.0, 10, 40]]) * scale
    elsewhere, abroad = own * 0.6, own * 0.4
    x = np.array([200.0, 400]) * scale
    value_added = x - 2 * own[:, :2].sum(axis=0)
    return RegionTable(
        key, ("farms", "services"), ("HH",), own, elsewhere, abroad, np.zeros(3), value_added, value_added * 0.6, x
    )


HERE, THERE = region("here", 1.0), region("there", 9.0)
SETTING = Setting(HERE, as_nation([HERE, THERE], HERE.industries), np.array([20.0, 10.0]))
SURE = (1.0, 1.0, 1.0)


def plan(**changes):
    whole = {
        "name": "plan", "municipality": "", "year": None, "prices": "", "turnover": 1_000_000.0,
        "person_years": (5.0, 5.0, 5.0),
        "inputs": (Line("milk", "farms", 600_000.0, {"region": SURE, "nation": SURE}),),
        "wages": Homes(200_000.0, {"region": SURE}), "owners": Homes(200_000.0, {}), "displaced": (), "investment": (),
    }  # fmt: skip
    return Plant(**(whole | changes))


def test_a_certain_plan_keeps_its_wages_and_the_value_added_of_its_suppliers():
    certain = Draws(1)
    effects = line_effects(plan().inputs[0], SETTING, certain, Common(np.array([DELTA[1]]), np.ones(1)))
    economy = Economy(HERE.own[:, :2], HERE.x)
    multiplier = economy.multipliers_of((HERE.value_added / HERE.x)[None, :])[0][0, 0]
    jobs = economy.multipliers_of(np.array([[20.0, 10.0]]))[0][0, 0]
    assert np.isclose(effects["region"][0, 0], 600_000 * multiplier, rtol=1e-12)
    assert np.isclose(effects["region"][1, 0], 0.6 * jobs, rtol=1e-12)


def test_raw_material_that_is_sold_elsewhere_today_adds_nothing_but_the_plant():
    old = plan(inputs=(replace(plan().inputs[0], additional=(0.0, 0.0, 0.0)),))
    kept = {one.ring: one for one in what_if(old, SETTING).yearly}
    assert (kept["region"].value_added.low, kept["region"].value_added.high) == (200_000, 200_000)
    assert kept["nation"].value_added.middle == 400_000
    assert kept["municipality"].value_added is None


def test_what_is_displaced_is_taken_off():
    milk = plan().inputs
    whole, net = what_if(plan(), SETTING), what_if(plan(displaced=milk), SETTING)
    assert net.yearly[1].value_added.middle < whole.yearly[1].value_added.middle
    assert np.isclose(net.yearly[1].value_added.middle, 200_000)


def test_a_run_repeats_and_asks_first_for_what_is_most_uncertain():
    doubtful = plan(inputs=(replace(plan().inputs[0], additional=(0.0, 0.5, 1.0)),))
    first, again = what_if(doubtful, SETTING), what_if(doubtful, SETTING)
    assert first.yearly == again.yearly
    assert "new production" in str(first.questions[0].asks)
    width = first.yearly[1].value_added.high - first.yearly[1].value_added.low
    assert first.questions[0].width_after < width


def test_residents_spending_is_a_layer_apart_and_off_unless_asked_for():
    assert what_if(plan(), SETTING).induced is None
    with_layer = what_if(plan(), SETTING, induced=True)
    assert with_layer.induced.value_added.low > 0
    assert with_layer.yearly == what_if(plan(), SETTING).yearly


def test_the_explained_share_is_that_of_the_variance():
    chance = np.random.default_rng(1)
    a, b = chance.normal(size=(2, 20_000))
    result = 3 * a + b
    assert abs(explained(a, result) - 0.9) < 0.02
    assert abs(explained(b, result) - 0.1) < 0.02
    assert explained(chance.normal(size=20_000), result) < 0.005


def test_a_certain_value_is_no_question():
    draws = Draws(10)
    assert draws.triangle((2.0, 2.0, 2.0), Remark("?")).tolist() == [2.0] * 10
    assert draws.drawn == []


def test_an_unknown_product_is_refused_by_its_place_in_the_plan():
    wrong = plan(inputs=(Line("x", "moon", 1.0, {}),))
    with pytest.raises(Refused, match=r"row input\[1\].product = moon: The region's table has no such product"):
        what_if(wrong, SETTING)


FAULTS = {
    "turnover = -1": "row turnover: This must be a sum of euros, not below zero.",
    "turnover = 'much'": "row turnover: This must be a sum of euros, not below zero.",
    "turnover = 1\ncolour = 'red'": "row colour: Nothing is known by this name.",
    "turnover = 1\n[wages]\neuros = 5": "row turnover: Inputs and wages exceed the turnover by 5",
    "turnover = 9\nperson_years = [3, 2, 1]": "row person_years: This must be one number, or three in rising order",
    "turnover = 9\n[[input]]\neuros = 3": "row input[1].product: The product is missing.",
    "turnover = 9\n[wages]\neuros = 1\nmunicipality = 0.9\nregion = 0.1": "row wages.municipality: The share of",
    "turnover = ": "The file cannot be read",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_plan_with_a_fault_is_refused_by_file_and_key(tmp_path, text):
    file = tmp_path / "plan.toml"
    file.write_text(text)
    with pytest.raises(Refused) as refused:
        read_plant(file)
    assert any(line.startswith(f"plan.toml: {FAULTS[text]}"[:60]) for line in str(refused.value).splitlines())


def test_municipalities_add_up_to_their_region_and_keep_less_than_it():
    places = [Place("a", np.array([30.0, 10]), 1e6, 100), Place("b", np.array([70.0, 190]), 9e6, 900)]
    split = within(HERE, places, delta=0.18)
    assert np.allclose(split.x.sum(axis=0), HERE.x, rtol=1e-14)
    for part, whole in ((split.own + split.region, HERE.own), (split.elsewhere, HERE.elsewhere)):
        assert np.allclose(part.sum(axis=0), whole, rtol=1e-14)
    assert (split.own >= 0).all()
    assert (split.region >= -1e-12).all()
    assert (split.own.sum(axis=2) <= split.x * (1 + 1e-12)).all()
    whole = Economy(HERE.own[:, :2], HERE.x).multipliers_of(np.ones((1, 2)))[0][0]
    assert (split.multipliers() <= whole + 1e-12).all()


def test_output_without_jobs_in_any_municipality_is_refused():
    with pytest.raises(Refused, match="row services: The region has output in this industry, but no municipality"):
        within(HERE, [Place("a", np.array([1.0, 0]), 1, 1)], delta=0.18)


@cache
def finland():
    return Finland(DATA)


@with_data
def test_lapland_has_21_municipalities_whose_purchases_add_up_to_the_region():
    table = finland().region("Lapland")
    places = finland().places(table)
    split = within(table, places, delta=0.18)
    assert len(places) == 21
    columns = [*range(table.n), *(table.use_by(user) for user in ("HH", "GOV", "INV"))]
    assert np.allclose((split.own + split.region).sum(axis=0), table.own[:, columns], rtol=1e-12, atol=1e-9)
    assert np.allclose(split.abroad.sum(axis=0), table.abroad[:, columns], rtol=1e-12, atol=1e-9)


@with_data
def test_new_milk_keeps_far_more_than_milk_that_is_sold_already():
    dairy = read_plant(EXAMPLES / "dairy.toml")
    table = finland().region("Lappi")
    setting = Setting(
        table, finland().nation(table.industries), finland().jobs_per_million(table.industries),
        finland().places(table), dairy.municipality,
    )  # fmt: skip
    kept = [
        what_if(replace(dairy, inputs=(replace(dairy.inputs[0], additional=(a, a, a)), *dairy.inputs[1:])), setting)
        for a in (0.0, 1.0)
    ]
    old, new = (one.yearly[1].value_added.middle for one in kept)
    assert new - old > 0.25 * dairy.turnover * 0.54  # 54 % of the turnover buys milk
    assert kept[1].yearly[0].value_added.high < kept[1].yearly[1].value_added.high < kept[1].yearly[2].value_added.high


@pytest.mark.parametrize("plant", ["dairy", "wood_chip_heat"])
def test_the_command_prints_the_documented_keys(plant):
    run = CliRunner().invoke(
        command, ["whatif", "--plant", str(EXAMPLES / f"{plant}.toml"), "--region", "Lappi", "--json"]
    )
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    assert list(told) == [
        "plant", "region", "municipality", "scope", "interval", "draws", "yearly", "induced", "investment_once",
        "questions", "checks", "remarks",
    ]  # fmt: skip
    assert told["draws"] == 10_000
    assert [kept["ring"] for kept in told["yearly"]] == ["municipality", "region", "nation"]
    assert all(check["passed"] for check in told["checks"])
    assert "new production" in told["questions"][0]["asks"]


def test_the_command_names_the_regions_and_municipalities_that_there_are(tmp_path):
    plan_file = tmp_path / "plan.toml"
    plan_file.write_text("turnover = 5\nmunicipality = 'Atlantis'\nperson_years = 1\n[wages]\neuros = 1\n")
    run = CliRunner().invoke(command, ["whatif", "--plant", str(plan_file), "--region", "Mars"])
    assert run.exit_code == 1
    assert "There is no region “Mars”. There are: Lappi" in run.stderr
    run = CliRunner().invoke(command, ["whatif", "--plant", str(plan_file), "--region", "Lappi"])
    assert "The region has no municipality “Atlantis”. Its municipalities: Enontekiö" in run.stderr
