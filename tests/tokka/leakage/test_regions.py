"""Regional tables by origin: the leak identity on 19 regions, Lapland's flows to the cent, quotients against them."""

import csv
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tokka.leakage.accounts import WAYS, Accounts
from tokka.leakage.municipal import within
from tokka.leakage.origins import leak_error, read_by_origin
from tokka.leakage.packaged import packaged_setting
from tokka.leakage.quotients import aflq, cilq, flq, regional_multipliers, sdp, slq
from tokka.leakage.refusals import Refused

FIRST_MULTIPLIERS = "lapland_municipalities_first_multipliers.csv"
DATA = Path(__file__).resolve().parents[3] / "../shared/data/leakage"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data folder is not beside this checkout")


@cache
def regions():
    return read_by_origin(DATA / "finland_2014_alta_flows.csv", DATA / "finland_2014_alta_primary_inputs.csv")


def rows(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_leak_identity_holds_on_nineteen_regions():
    errors = {key: leak_error(table) for key, table in regions().items()}
    assert len(errors) == 19
    assert max(errors.values()) < 5e-4


def test_a_euro_of_each_product_ends_whole():
    for table in regions().values():
        busy = table.x > 1
        assert np.allclose(Accounts(table).ends.sum(axis=0)[busy], 1, rtol=0, atol=5e-4)


def test_a_euro_of_food_made_in_lapland_keeps_36_cents():
    accounts = Accounts(regions()["Lappi"])
    ends = accounts.ends[:, accounts.table.industries.index("10_12")].round(3).tolist()
    assert dict(zip(WAYS, ends, strict=True)) == {
        "kept": 0.358,
        "other_regions": 0.480,
        "abroad": 0.179,
        "taxes": -0.016,
    }


def test_lapland_flows_of_food_and_energy_are_those_of_2014_to_the_cent():
    table = regions()["Lappi"]
    users = {"HH": ["HH"], "GOV": ["GOV"], "INV": ["INV"], "FIRMS": list(table.industries)}
    checked = 0
    for row in rows("lapland_2014_food_energy_flows.csv"):
        columns = [table.use_by(user) for user in users[row["user"]]]
        at = table.industries.index(row["com"])
        for origin, cells in (("own_region", table.own), ("other_regions", table.elsewhere), ("abroad", table.abroad)):
            assert abs(cells[at, columns].sum() - float(row[origin])) <= 0.0005 + 1e-9  # three decimals are printed
            checked += 1
    assert checked == 60


def test_households_of_lapland_leak_44_per_cent_and_most_of_it_in_food():
    accounts = Accounts(regions()["Lappi"])
    leak = accounts.leak_of("HH")
    assert (round(leak.local, 1), round(leak.elsewhere, 1), round(leak.abroad, 1)) == (1682.8, 851.7, 464.1)
    assert round(leak.leak_share, 2) == 0.44
    assert accounts.largest_leaks("HH", 1)[0][0] == "10_12"
    assert np.isclose(sum(leak.ends.values()), leak.spent, rtol=5e-4)
    assert leak.ends["kept"] <= leak.spent


def test_three_cents_of_a_euro_for_food_stay_in_lapland():
    leak = Accounts(regions()["Lappi"]).leak_of("HH", "10_12")
    assert round(leak.ends["kept"] / leak.spent, 2) == 0.03
    assert round(leak.local / leak.spent, 3) == 0.085


def test_lapland_type_1_multipliers_are_those_computed_before():
    table = regions()["Lappi"]
    ours = Accounts(table).economy.multipliers_of(np.ones((1, table.n)))[0][0]
    for row in rows("lapland_2014_multipliers.csv"):
        assert round(float(ours[table.industries.index(row["code"])]), 4) == float(row["output_type1"])


def test_the_multipliers_of_laplands_municipalities_are_those_of_the_first_reckoning():
    setting = packaged_setting("FI1D7")
    found = within(setting.region, setting.places, delta=0.18)
    means = dict(zip(found.keys, (found.multipliers() * found.x).sum(axis=1) / found.x.sum(axis=1), strict=True))
    first = {row["municipality"]: float(row["mean_local_type1"]) for row in rows(FIRST_MULTIPLIERS)}
    assert means.keys() == first.keys()
    # Means by output. No closer: of the first reckoning only the results are known, and not its every step.
    assert max(abs(means[key] - first[key]) for key in first) < 0.002


def nation():
    """Output by region and industry, national output, and national coefficients of domestic products."""
    tables = list(regions().values())
    codes = tables[0].industries
    E = np.zeros((len(tables), len(codes)))
    Z = np.zeros((len(codes), len(codes)))
    for at, table in enumerate(tables):
        order = [table.industries.index(code) for code in codes]
        n = table.n
        E[at] = table.x[order]
        Z += (table.own + table.elsewhere)[:, :n][np.ix_(order, order)]
    x = E.sum(axis=0)
    return list(regions()), E, x, Z / x


def errors_by_delta(deltas):
    names, E, x, A = nation()
    at = names.index("Lappi")
    table = regions()["Lappi"]
    true = Accounts(table).economy.multipliers_of(np.ones((1, table.n)))[0][0]
    found = [regional_multipliers(flq(E[at], x, delta), A) for delta in deltas]
    return [float(np.mean(np.abs(one / true - 1))) for one in found]


def test_delta_0_18_fits_lapland_best():
    deltas = [at / 100 for at in range(41)]
    assert deltas[int(np.argmin(errors_by_delta(deltas)))] == 0.18


def test_quotients_have_the_errors_over_19_regions_that_were_measured_before():
    names, E, x, A = nation()
    methods = {
        "SLQ": np.minimum(slq(E, x)[:, :, None], 1.0),
        "FLQ 0.25": flq(E, x, 0.25),
        "NATIONAL": np.ones((19, 1, 1)),
    }
    errors = {}
    for name, t in methods.items():
        found = regional_multipliers(t * np.ones_like(A), A)
        per_region = []
        for at, region in enumerate(names):
            table = regions()[region]
            true = Accounts(table).economy.multipliers_of(np.ones((1, table.n)))[0][0]
            busy = table.own[:, : table.n].any(axis=0)  # household services buy nothing and are always right
            per_region.append(float(np.mean(found[at][busy] / true[busy] - 1)))
        errors[name] = round(100 * float(np.mean(per_region)), 1)
    assert errors == {"SLQ": 10.4, "FLQ 0.25": -6.1, "NATIONAL": 31.7}


def test_flq_with_delta_0_is_cilq_and_a_larger_delta_never_raises_a_multiplier():
    _names, E, x, A = nation()
    assert np.abs(flq(E, x, 0.0) - np.minimum(cilq(E, x), 1)).max() < 1e-12
    found = [regional_multipliers(flq(E, x, delta), A) for delta in (0.0, 0.1, 0.2, 0.5, 0.9)]
    assert all((low >= high - 1e-12).all() for low, high in pairwise(found))


def test_an_unsound_regional_table_is_refused():
    table = regions()["Lappi"]
    wrong = table.own.copy()
    wrong[0, 3] += 20
    with pytest.raises(Refused, match="differ from output"):
        Accounts(replace(table, own=wrong))


def test_the_two_rules_at_the_edge():
    national = np.array([100.0, 100, 100])
    E = np.array([10.0, 0, 5])
    t = flq(E, national, 0.2)
    assert (t[1] == 0).all()  # no supplier: nothing, even for an absent buyer
    assert t[2, 1] < 1  # no buyer: the supplier's own quotient, not "all is bought locally"
    assert aflq(E, national, 0.2)[2, 0] >= t[2, 0]
    assert sdp(np.array([1.0, 4]), np.array([2.0, 0])).tolist() == [0.5, 1]
