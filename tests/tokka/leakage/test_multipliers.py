"""Multipliers against the literature: textbook economies, published tables, and properties that always hold."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokka.leakage.closure import Households
from tokka.leakage.multipliers import multipliers
from tokka.leakage.reading import read_table
from tokka.leakage.refusals import Refused
from tokka.leakage.solve import LARGEST_FACTORED, Economy
from tokka.leakage.table import as_table

DATA = Path(__file__).resolve().parents[3] / "../shared/data/leakage"
with_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data folder is not beside this checkout")


def textbook():
    """Miller and Blair 2009, tables 2.3 and 2.5: two industries, households, other final payments and demand."""
    return as_table(
        ["1", "2"],
        np.array([[150.0, 500.0], [200.0, 100.0]]),
        primary={"labour": [300, 500], "other payments": [350, 900]},
        final={"households": [50, 400], "other demand": [300, 1300]},
    )


def test_open_textbook_multipliers_are_those_of_miller_and_blair():
    found = multipliers(textbook())
    assert found.output.round(3).tolist() == [1.518, 1.452]


def test_new_demand_gives_the_textbook_output():
    table = textbook()
    x = Economy(table.Z, np.array([1000.0, 2000.0])).output_for(np.array([600.0, 1500.0]))
    assert x.round(1).tolist() == [1247.5, 1841.6]


def test_an_income_that_the_row_does_not_hold_can_be_told():
    found = multipliers(textbook(), households=Households("labour", "households", income=1000))
    assert found.type2.spending == 0.45


def closed_textbook():
    table = textbook()
    table.cells[2, 2:] = [50, 150]  # households buy domestic work; other demand pays wages
    return table


def test_households_that_buy_work_of_each_other_close_the_textbook_system():
    type2 = multipliers(closed_textbook(), households=Households("labour", "households")).type2
    assert type2.output_with_households.round(3).tolist() == [2.462, 2.262]
    assert type2.output.round(3).tolist() == [1.892, 1.773]
    assert (type2.income_type1 / type2.income_direct).round(2).tolist() == [1.47, 1.52]
    assert (type2.income / type2.income_direct).round(2).tolist() == [1.90, 1.96]


def test_value_added_multipliers_are_one_where_no_input_leaks():
    found = multipliers(textbook(), value_added=["labour", "other payments"])
    assert np.allclose(found.value_added, 1, rtol=0, atol=1e-15)


def test_households_who_would_spend_three_times_their_wage_are_refused():
    """A household column divided by the sellers' output, as in a published package, adds up to more than the income."""
    table = closed_textbook()
    table.cells[:2, 2] *= 3.09 * 1000 / 450 - 50 / 450  # with the 50 of work: 3.09 per unit of income
    table.cells[:2, 3] = np.array([1000, 2000]) - table.cells[:2, :3].sum(axis=1)
    with pytest.raises(Refused) as refused:
        multipliers(table, households=Households("labour", "households"))
    assert "3.09" in str(refused.value)
    assert [fault.column for fault in refused.value.faults] == ["households", "households"]


@with_data
def test_germany_1995_is_that_of_the_eurostat_manual_but_for_one_misprint():
    table = read_table(DATA / "germany_1995_iot.csv")
    with (DATA / "germany_1995_iot.csv").open() as file:
        rows = {row["iotables_row"]: row for row in csv.DictReader(file)}
    jobs = {code: float(rows["employment_domestic_total"][code]) for code in table.industries if code != "total"}
    found = multipliers(table, value_added=["gva"], jobs=jobs)
    forward = forward_linkages(found, table)
    ours = {
        "output_multiplier": found.output,
        "gva_multiplier": found.value_added,
        "employment_multiplier": found.jobs,
        "gva_indicator": found.value_added_direct,
        "forward_linkage_ghosh": forward,
    }
    with (DATA / "germany_1995_published.csv").open() as file:
        published = list(csv.DictReader(file))
    far = []
    for row in published:
        value = ours[row["quantity"]][found.industries.index(row["sector"])]
        if abs(value - float(row["published"])) > 1e-4:
            far.append((row["quantity"], row["sector"], row["published"], f"{value:.4f}"))
    # The manual prints 1.6691 where its own table gives 1.6910: two digits changed places.
    assert far == [("forward_linkage_ghosh", "industry_group", "1.6691", "1.6910")]
    assert len(published) == 30


def forward_linkages(found, table):
    """Row sums of the Ghosh inverse, by one solution of (I - B)y = 1 with B = xhat^-1 Z."""
    n = len(found.industries)
    return Economy(table.Z[:n, :n].T, found.x).multipliers_of(np.ones((1, n)))[0][0]


@with_data
def test_germany_2009_of_the_un_handbook_names_its_totals(tmp_path):
    with (DATA / "germany_2009_un_handbook_iot.csv").open() as file:
        rows = list(csv.reader(file))
    square = tmp_path / "germany_2009.csv"
    codes = ["agriculture_group", "industry_group", "construction", "trade_group", "business_services_group"]
    heading = ["code", *codes, "other_services_group", "total", *rows[0][12:]]
    square.write_text("\n".join(",".join(row) for row in [heading, *([row[4], *row[5:]] for row in rows[1:])]))
    table = read_table(square)
    found = multipliers(table, value_added=["gva"])
    assert found.industries == (*codes, "other_services_group")
    left_out = " ".join(str(check.says) for check in found.checks if check.name == "totals")
    assert all(code in left_out for code in ("total", "intermediate_consumption_at_pp", "gva"))


@st.composite
def economies(draw):
    n = draw(st.integers(3, 12))
    seed = draw(st.integers(0, 10_000))
    chance = np.random.default_rng(seed)
    Z = chance.random((n, n)) * (chance.random((n, n)) < draw(st.floats(0.1, 1)))
    x = Z.sum(axis=0) / chance.uniform(0.2, 0.9, n) + 1
    rest = x - Z.sum(axis=0)
    share = chance.uniform(0.1, 0.9, n)
    return as_table([f"c{at}" for at in range(n)], Z, primary={"va": rest * share, "imports": rest * (1 - share)}), x


@settings(max_examples=60, deadline=None)
@given(economies())
def test_multipliers_are_column_sums_of_the_inverse_and_leaks_add_up_to_one(made):
    table, x = made
    A = table.Z / x
    L = np.linalg.inv(np.eye(table.n) - A)
    found = multipliers(table, value_added=["va"])
    imports = multipliers(table, value_added=["imports"])
    assert np.allclose(found.output, L.sum(axis=0), rtol=1e-12)
    assert np.allclose(found.value_added, (table.P[0] / x) @ L, rtol=1e-12)
    assert np.allclose(found.value_added + imports.value_added, 1, rtol=1e-12)


@settings(max_examples=30, deadline=None)
@given(economies(), st.floats(0.01, 0.99))
def test_closed_multipliers_are_those_of_the_bordered_inverse(made, spent):
    table, x = made
    wages, n = table.P[0], table.n
    c = np.linspace(1, 2, n)
    c *= spent / c.sum()
    border = np.block([[table.Z / x, c[:, None]], [wages / x, np.zeros((1, 1))]])
    L = np.linalg.inv(np.eye(n + 1) - border)
    exports = x - table.Z.sum(axis=1) - c * wages.sum()  # what balances the rows; of either sign
    closed = as_table(
        table.industries,
        table.Z,
        primary={"va": wages, "imports": table.P[1]},
        final={"households": c * wages.sum(), "exports": exports},
    )
    found = multipliers(closed, households=Households("va", "households")).type2
    assert np.allclose(found.output_with_households, L[:, :n].sum(axis=0), rtol=1e-10)
    assert np.allclose(found.output, L[:n, :n].sum(axis=0), rtol=1e-10)
    assert np.allclose(found.income, L[n, :n], rtol=1e-10)


def test_a_large_table_is_iterated_to_the_answer_of_the_factorisation():
    n, chance = LARGEST_FACTORED + 200, np.random.default_rng(7)
    Z = chance.random((n, n)) * chance.lognormal(0, 1.5, n)[:, None]
    x = Z.sum(axis=0) / chance.uniform(0.3, 0.95, n)
    B = np.vstack([np.ones(n), chance.random(n), np.zeros(n)])
    Y, residual = Economy(Z, x).multipliers_of(B)
    exact = np.linalg.solve((np.eye(n) - Z / x).T, B.T).T
    assert residual < 1e-11
    assert np.allclose(Y, exact, rtol=1e-9, atol=1e-9)


def test_a_long_one_way_chain_that_defeats_the_iterations_is_factored():
    n = LARGEST_FACTORED + 10
    Z = np.eye(n, k=1) * 0.9
    Y, residual = Economy(Z, np.ones(n)).multipliers_of(np.ones((1, n)))
    assert residual < 1e-10
    assert np.isclose(Y[0, -1], (1 - 0.9**n) / 0.1)


def test_a_run_repeats_to_the_last_bit():
    n, chance = LARGEST_FACTORED + 1, np.random.default_rng(3)
    Z = chance.random((n, n))
    x = Z.sum(axis=0) * 2
    first, again = (Economy(Z, x).multipliers_of(np.ones((1, n)))[0] for _ in range(2))
    assert (first == again).all()
