from datetime import date

import pytest

from tokka.tables.cells import day_in, number_in, read_cell, truth_in
from tokka.tables.model import Column, Holds


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12.0),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1 234,5", 1234.5),
        ("1\u00a0234,5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567.0),
        ("1’234.50", 1234.5),
        ("−3,2", -3.2),
        ("12 EUR", None),
        ("", None),
        (",", None),
    ],
)
def test_a_number_is_read_with_either_decimal_mark(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24", date(2026, 11, 24)),
        ("24.11.2026", date(2026, 11, 24)),
        ("1. 2. 2026", date(2026, 2, 1)),
        ("30.2.2026", None),
        ("11/24/2026", None),
    ],
)
def test_a_day_is_read_as_the_standard_and_as_finns_write_it(text, day):
    assert day_in(text) == day


@pytest.mark.parametrize(("text", "truth"), [("Kyllä", True), ("ja", True), ("EI", False), ("nej", False), ("?", None)])
def test_yes_and_no_are_read_in_three_languages(text, truth):
    assert truth_in(text) is truth


def column(holds):
    return Column("size", "Size", "How large it is.", holds=holds, unit="ha")


@pytest.mark.parametrize(
    ("holds", "says"),
    [
        (Holds.NUMBER, "“big” is no number."),
        (Holds.DAY, "“big” is no day. Write it as 2026-11-24 or 24.11.2026."),
        (Holds.TRUTH, "“big” is neither yes nor no."),
    ],
)
def test_a_cell_that_holds_something_else_says_so(holds, says):
    value, wrong = read_cell(column(holds), "big")
    assert (value, str(wrong)) == (None, says)


@pytest.mark.parametrize(
    ("holds", "empty"), [(Holds.TEXT, ""), (Holds.NUMBER, None), (Holds.DAY, None), (Holds.TRUTH, None)]
)
def test_an_empty_cell_is_not_zero(holds, empty):
    assert read_cell(column(holds), "") == (empty, None)
