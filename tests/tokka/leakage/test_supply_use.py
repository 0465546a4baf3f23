"""Supply and use tables become a table of industries that balances and keeps every output."""

import numpy as np
import pytest

from tokka.leakage.multipliers import multipliers
from tokka.leakage.refusals import Refused
from tokka.leakage.supply_use import from_supply_and_use

SUPPLY = np.array([[90.0, 10], [0, 100]])
USE = np.array([[20.0, 30], [10, 5]])
FINAL = {"households": [30, 60], "exports": [20, 25]}
PRIMARY = {"value added": [50, 70], "imports": [10, 5]}


def made(**changes):
    given = {"supply": SUPPLY, "use": USE, "final": FINAL, "primary": PRIMARY} | changes
    return from_supply_and_use(["farms", "dairies"], ["milk", "cheese"], **given)


def test_each_industry_sells_its_market_share_of_every_product():
    table = made()
    # Farms sell nine tenths of the milk; dairies a tenth of it and all cheese.
    assert table.Z.tolist() == [[18, 27], [12, 8]]
    assert table.F.tolist() == [[27, 18], [63, 27]]


def test_the_table_balances_and_is_computed():
    found = multipliers(made(), value_added=["value added"])
    assert found.x.tolist() == [90, 110]
    assert found.is_proven


def test_a_product_that_is_used_more_than_supplied_is_refused_by_its_row():
    with pytest.raises(Refused, match=r"row milk: The supply is 100, the use 110"):
        made(use=USE + np.array([[10, 0], [0, 0]]))


def test_an_industry_whose_inputs_are_incomplete_is_refused_by_its_column():
    with pytest.raises(Refused, match=r"column farms: The industry makes 90 and uses 80"):
        made(primary={"value added": [50, 70], "imports": [0, 5]})
