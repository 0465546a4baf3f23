"""The published population: every figure with its source, and what "best 20 %" is worth."""

import csv
from datetime import date
from pathlib import Path

import pytest

from tokka.benchmark.population import FIGURES, best_fifth, published_sample, register_sample

REGISTER = Path(__file__).resolve().parents[4] / "shared/data/clusters/labelled_clusters.csv"


def test_the_figures_of_2023_are_those_of_the_last_publication():
    day = date(2026, 11, 24)
    read = {key: figure.on(day).value for key, figure in FIGURES.items()}
    assert read == {"benchmarked": 1261, "silver": 172, "gold": 137, "countries": 46}


def test_every_figure_has_a_source_with_an_address():
    sources = [dated.source for figure in FIGURES.values() for dated in figure.values]
    assert [source for source in sources if not source.url.startswith("http")] == []
    assert len(sources) > 20


def test_silver_or_better_was_about_a_quarter_of_all_ever_benchmarked():
    found = best_fifth(date(2026, 11, 24))
    assert [round(share.percent, 1) for share in found.shares] == [13.6, 10.9, 24.5]
    assert "not by rank" in str(found.remarks[0])


def test_numbers_of_different_days_give_no_share():
    assert best_fifth(date(2022, 6, 1)).shares == ()


@pytest.mark.skipif(not REGISTER.exists(), reason="the shared data folder with the register sample is not here")
def test_the_register_sample_is_counted_and_called_no_random_sample():
    with REGISTER.open(encoding="utf-8", newline="") as opened:
        found = register_sample(csv.DictReader(opened), date(2026, 11, 24))
    assert (found.rows, len(found.by_country)) == (179, 18)
    assert found.by_label["benchmarked (Bronze register)"] == 82
    assert "not a random sample" in str(found.remarks[0])


def test_empty_cells_are_counted_nowhere():
    row = {"label": "Gold", "country": "", "comparative_portfolio": "", "valid_until": "", "source_url": "x"}
    found = register_sample([row, {**row, "valid_until": "2020-01-31"}], date(2020, 2, 1))
    assert (dict(found.by_label), dict(found.by_country), found.dated, found.expired) == ({"Gold": 2}, {}, 1, 1)


def test_the_shipped_counts_of_the_register_add_up():
    found = published_sample()
    assert (found.rows, sum(found.by_level.values()), found.by_level["gold"]) == (179, 179, 51)
    assert sum(rows for _title, _url, rows in found.sources) == found.rows
    assert (sum(found.by_country.values()), sum(found.by_portfolio.values())) == (178, 81)


@pytest.mark.skipif(not REGISTER.exists(), reason="the shared data folder with the register sample is not here")
def test_the_shipped_counts_are_those_of_the_register_sample():
    with REGISTER.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    counted, found = register_sample(rows, date(2026, 11, 24)), published_sample()
    assert (counted.rows, sorted(counted.by_label.values())) == (found.rows, sorted(found.by_level.values()))
    assert sorted(counted.by_country.values()) == sorted(found.by_country.values())
    assert sorted(counted.by_portfolio.values()) == sorted(found.by_portfolio.values())
    assert counted.dated == sum(found.valid_until.values())
