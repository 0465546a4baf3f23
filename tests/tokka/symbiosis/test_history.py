"""Transfers over the years: the public register's sums for Lapland, and the year that stands out."""

from collections import Counter

import pytest

from tests.tokka.symbiosis.bench import data, rows
from tokka.symbiosis.history import outliers, read_transfers

LAPLAND = {2017: 285_882, 2018: 189_528, 2019: 133_467, 2020: 152_418, 2021: 148_785, 2022: 153_821, 2023: 116_424}


def test_the_published_transfers_of_lapland_add_up_by_year():
    history = read_transfers(data("symbiosis/prtr_lapland_waste_transfers.csv").read_bytes(), "transfers.csv")
    assert (history.rows, history.faults) == (326, ())
    assert {year: round(tonnes) for year, tonnes in history.totals().items()} == LAPLAND


def test_the_sewage_of_2017_stands_out_of_its_own_years_first():
    history = read_transfers(data("symbiosis/prtr_lapland_waste_transfers.csv").read_bytes(), "transfers.csv")
    first = outliers(history)[0]
    assert (first.site, first.year, first.tonnes, first.usual) == ("0000000800", 2017, 178_467.0, 7_917.0)
    assert "Was the unit another" in str(first.remark(history))


def test_a_transfer_below_nothing_is_named_by_row_and_the_others_are_summed():
    history = read_transfers(b"site,year,tonnes\na,2020,5\na,2020,-1\na,2020.5,3\na,2020,7\n", "transfers.csv")
    assert (history.tonnes, [fault.row for fault in history.faults]) == ({("a", 2020): 12.0}, [3, 4])


def test_a_growing_site_and_one_with_few_years_are_not_called_strange():
    text = "site,year,tonnes\n" + "".join(f"a,{2015 + at},{2**at}\n" for at in range(5)) + "b,2015,1\nb,2016,900\n"
    assert outliers(read_transfers(text.encode(), "transfers.csv")) == ()


@pytest.mark.parametrize(("name", "levels"), [("nace_rev2", (21, 88, 272, 615)), ("nace_rev2_1", (22, 87, 287, 651))])
def test_the_lists_of_activities_at_hand_have_the_official_counts(name, levels):
    counted = Counter(int(row["level"]) for row in rows(f"classifications/{name}.csv"))
    assert tuple(counted[level] for level in (1, 2, 3, 4)) == levels
