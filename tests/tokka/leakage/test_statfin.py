"""The published supply and use tables of the country become one table that balances; files cut short are refused."""

from pathlib import Path

import pytest

from tokka.leakage.multipliers import multipliers
from tokka.leakage.refusals import Refused
from tokka.leakage.statfin import read_statfin

DATA = Path(__file__).resolve().parents[3] / "../shared/data/leakage"
SUPPLY = """Product,01 Farms,10_12 Dairies,0 Industries total
01 Milk,90,10,100
10_12 Cheese,.,100,100
Products total,90,110,200
"""
USE = """Product,01 Farms,10_12 Dairies,0 All,P3/S14 H,P3/S15 N,P3/S13 G,P51 I,P52 S,P6K/S21 E,P6K/S22 X
01 Milk,20,30,50,30,0,0,0,0,20,0
10_12 Cheese,10,9,19,60,0,0,0,0,25,.
Products total,30,39,69,90,0,0,0,0,45,0
D21N Taxes,4,1,5,0,0,0,0,0,0,0
B1GPHT Value added,56,70,126,0,0,0,0,0,0,0
"""
IMPORTS = """Product,01 Farms,10_12 Dairies,0 All,P3/S14 H,P3/S15 N,P3/S13 G,P51 I,P52 S,P6K/S21 E,P6K/S22 X
10_12 Cheese,.,4,4,0,0,0,0,0,0,0
"""


@pytest.fixture
def files(tmp_path):
    def write(**changes):
        told = {"supply": SUPPLY, "use": USE, "imports": IMPORTS} | changes
        paths = {name: tmp_path / f"{name}.csv" for name in told}
        for name, text in told.items():
            paths[name].write_text(text, encoding="utf-8")
        return paths

    return write


def test_imports_are_taken_out_and_industries_sell_their_market_share(files):
    table = read_statfin(**files())
    assert table.industries == ("01", "10_12")
    assert table.Z.tolist() == [[18, 27], [12, 8]]
    assert table.P.tolist() == [[0, 4], [4, 1], [56, 70]]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"use": USE.replace("B1GPHT", "B1")}, "no row or column B1GPHT"),
        ({"supply": SUPPLY.replace("0 Industries total", "all")}, "no row or column 0"),
        ({"use": USE.replace("20,30,50", "20,viisi,50")}, "no number"),
        ({"imports": IMPORTS.replace(".,4,4", ".,5,5")}, "Cheese|10_12"),
    ],
)
def test_files_that_do_not_fit_together_are_refused(files, changes, says):
    with pytest.raises(Refused, match=says):
        read_statfin(**files(**changes))


@pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not beside this checkout")
def test_the_published_tables_of_2014_balance_and_are_computed():
    names = ("supply_basic_prices", "use_basic_prices", "use_imports")
    table = read_statfin(*(DATA / f"finland_2014_statfin_{name}.csv" for name in names))
    found = multipliers(table, value_added=["B1GPHT"])
    assert len(found.industries) == 64
    assert round(float(found.x.sum())) == 387_208  # million euros, as the supply table's total
    assert all(check.passed for check in found.checks)
