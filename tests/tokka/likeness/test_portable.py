"""The weights as a model of Splink: the same bits, and the same verdicts where both say the same."""

import importlib
import warnings
from math import isclose, log2

import pytest

from tokka.likeness import evidence
from tokka.likeness.duplicates import find_duplicates
from tokka.likeness.model import Body
from tokka.likeness.portable import columns_of, splink_model

BODIES = [
    Body(1, "Kuukkelimalmi Oy", "0112038-9", "Kemi", "https://kuukkeli.example/"),
    Body(2, "KUUKKELIMALMI OY", "0112038-9", "Kemi", "kuukkeli.example"),
    Body(3, "Kuukkelimalmi Ab", "2532004-8", "Tornio"),
    Body(4, "Hirvipalvelu Oy", "", "Kemi"),
]


def told(model):
    return {
        one["output_column_name"]: [level for level in one["comparison_levels"] if "is_null_level" not in level]
        for one in model["comparisons"]
    }


def bits_of(levels):
    return [round(log2(level["m_probability"] / level["u_probability"]), 6) for level in levels]


@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_every_outcome_has_the_bits_that_are_declared(dialect):
    found = {column: bits_of(levels) for column, levels in told(splink_model(100, dialect=dialect)).items()}
    assert found == {
        "name": [bits for _least, bits in evidence.NAME],
        "is_unit": [-9, 2, -5, -12],
        "identifier": [24, -16],
        "form": [1, -8],
        "place": [2, -1.5],
        "country": [0.5, -14],
        "site": [9, -2],
        "mail": [6, -1],
    }


def test_chances_add_up_to_one_on_either_side():
    for column, levels in told(splink_model(100)).items():
        for chance in ("m_probability", "u_probability"):
            each = [level[chance] for level in levels]
            assert all(0 < one < 1 for one in each), column
            assert isclose(sum(each), 1, abs_tol=1e-9), column


@pytest.mark.parametrize(("count", "odds"), [(2, 1 / 2), (64, 1 / 64), (1_000_000, 1 / 1024)])
def test_the_odds_before_any_evidence_are_those_of_a_list_so_long(count, odds):
    chance = splink_model(count)["probability_two_random_records_match"]
    assert isclose(chance / (1 - chance), odds)


def test_names_are_taken_apart_before_they_travel():
    row = columns_of([Body(7, "Lapin yliopisto, Kirjasto", website="https://www.ulapland.example/fi")])[0]
    assert (row["unique_id"], row["is_unit"], row["above"], row["site"]) == (
        7,
        True,
        "lappi yliopisto",
        "ulapland.example",
    )
    assert row["identifier"] is None


def test_splink_finds_by_the_model_what_we_find():
    pandas, splink = pytest.importorskip("pandas"), pytest.importorskip("splink")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        engine = importlib.import_module("splink.backends.duckdb").DuckDBAPI()
        rows = engine.register(pandas.DataFrame(columns_of(BODIES)))
        linker = splink.Linker(rows, splink_model(len(BODIES)))
        found = linker.inference.predict(threshold_match_probability=0.9).as_pandas_dataframe()
    theirs = {frozenset(pair) for pair in found[["unique_id_l", "unique_id_r"]].itertuples(index=False, name=None)}
    assert theirs == {frozenset((pair.first, pair.second)) for pair in find_duplicates(BODIES).same}
    assert theirs == {frozenset((1, 2))}
