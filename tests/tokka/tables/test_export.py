"""Our own export: safe to open in a spreadsheet, and read back with no change."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tokka.tables.export import csv_lines
from tokka.tables.lists import read_list
from tokka.tables.organisations import ORGANISATIONS
from tokka.tables.work import COSTS

VISIBLE = st.characters(codec="utf-8", exclude_categories=["C", "Z"])
TEXT = st.text(VISIBLE | st.just(" "), max_size=30).map(str.strip)
AMOUNTS = st.floats(-1e12, 1e12).map(lambda amount: round(amount, 2))


def exported(table, rows):
    keys = [column.key for column in table.columns]
    return "".join(csv_lines(keys, ([row.get(key) for key in keys] for row in rows))).encode()


def test_an_export_is_safe_and_complete():
    rows = [{"on": date(2026, 11, 24), "kind": "travel", "title": '=HYPERLINK("x"); a', "amount_eur": -5.5}]
    assert exported(COSTS, rows).decode() == (
        '\ufeffon;kind;title;amount_eur\r\n2026-11-24;travel;"\'=HYPERLINK(""x""); a";-5.5\r\n'
    )


@given(st.lists(st.tuples(st.dates(), TEXT, TEXT, AMOUNTS), min_size=1, max_size=20))
def test_costs_come_back_as_they_went(rows):
    told = [dict(zip(("on", "kind", "title", "amount_eur"), row, strict=True)) for row in rows]
    listing = read_list(COSTS, exported(COSTS, told), "costs.csv")
    assert [dict(row.cells) for row in listing.rows] == told
    assert (listing.refused, listing.repairs, listing.aside, listing.unaccounted) == ((), (), (), 0)


@given(st.lists(TEXT.filter(bool), min_size=1, max_size=20))
def test_names_of_organisations_come_back_as_they_went(names):
    told = [{"name": name, "business_id": "0112038-9", "municipality": "Kemi", "url": "a.fi"} for name in names]
    listing = read_list(ORGANISATIONS, exported(ORGANISATIONS, told), "organisations.csv")
    assert [row.text("name") for row in listing.rows] == names
