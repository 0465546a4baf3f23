"""Exports that a spreadsheet shows and does not run, and that come back as they went."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokka.tables.lists import read_list
from tokka.tables.organisations import ORGANISATIONS
from tokka.tables.safe import as_it_was, neutral


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+358 40 123", "'+358 40 123"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'t Hof", "'t Hof"),
        ("A=1", "A=1"),
        ("", ""),
    ],
)
def test_text_that_begins_like_a_formula_gets_an_apostrophe(text, written):
    assert (neutral(text), as_it_was(written)) == (written, text)


@given(st.text(alphabet="'=+-@ \tab＝", max_size=8))
def test_what_was_made_safe_comes_back(text):
    assert as_it_was(neutral(text)) == text
    assert neutral(text).lstrip()[:1] not in {"=", "+", "-", "@", "＝"}


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)


# A number in scientific notation is refused by name: its digits are lost, and no export of ours writes one.
@given(st.lists(NAMES.filter(lambda name: not re.fullmatch(r"[+-]?\d+([.,]\d+)?[eE][+-]?\d+", name)), min_size=1))
def test_our_own_export_is_read_back_with_no_change(names):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "url", "source"])
    writer.writerows([neutral(name), "example.org", "own export"] for name in names)
    listing = read_list(ORGANISATIONS, out.getvalue().encode("utf-8-sig"), "export.csv")
    assert [row.text("name") for row in listing.rows] == names
