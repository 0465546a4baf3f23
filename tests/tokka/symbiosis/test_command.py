"""The command as it is documented: exact keys, a plan as CSV, bad rows named and the rest planned."""

import csv
import json

import pytest
from click.testing import CliRunner

from tests.tokka.symbiosis.bench import instance
from tokkasite.terminal.symbiosis import command

OFFERS = "offer,lat,lon,waste_code,tonnes,avoided_cost_eur_t\n"
NEEDS = "need,lat,lon,waste_codes,tonnes,price_eur_t\n"


@pytest.fixture
def run(tmp_path):
    def run_it(offers, needs, *words):
        files = {"offers": offers, "needs": needs}
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        named = ("--offers", str(tmp_path / "offers.csv"), "--needs", str(tmp_path / "needs.csv"))
        return CliRunner().invoke(command, ["plan", *named, "--day", "2026-11-24", *words])

    return run_it


def test_the_published_instance_by_command_gives_the_documented_keys(run, tmp_path):
    done = run(*instance("1k"), "--json", "--out", str(tmp_path / "plan.csv"))
    found = json.loads(done.output)
    assert list(found) == [
        "status",
        "value_eur",
        "tonnes",
        "bound_eur",
        "gap",
        "candidates",
        "exchanges",
        "seconds",
        "remarks",
    ]
    assert list(found["seconds"]) == ["read", "gate", "candidates", "solve", "explain"]
    assert (found["status"], found["value_eur"], found["tonnes"]) == ("optimal", 20655049.45, 204334.0)
    with (tmp_path / "plan.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == found["exchanges"]
    assert round(sum(float(row["value_eur"]) for row in rows), 2) == 20655049.45


BAD_ROWS = [
    ("b,65,24,100202,-5,100", "row 3, tonnes"),
    ("b,65,24,100202,,100", "row 3, tonnes"),
    ("b,65,24,999999,5,100", "row 3, waste_code"),
    ("b,24,65,100202,5,100", "row 3, lat"),
    ("b,65,24,100202,500 kg,100", "row 3, tonnes"),
    ("a,65,24,100202,5,100", "row 3, offer"),
    ("b,65,24,10202,5,100", "row 3, waste_code"),
    ("b,165,24,100202,5,100", "row 3, lat"),
]


@pytest.mark.parametrize(("row", "named"), BAD_ROWS, ids=[row for row, _named in BAD_ROWS])
def test_a_bad_row_is_named_and_the_rest_is_planned(run, row, named):
    done = run(OFFERS + "a,65,24,100202,10,100\n" + row, NEEDS + "n,65,24,1002,10,0", "--json")
    found = json.loads(done.output)
    assert (done.exit_code, found["value_eur"]) == (0, 940.0)
    assert [remark for remark in found["remarks"] if named in remark]


def test_a_file_without_a_column_is_refused_with_its_name(run):
    done = run("offer,lat,lon,tonnes,avoided_cost_eur_t\na,1,1,1,1", NEEDS + "n,65,24,1002,10,0")
    assert done.exit_code == 1
    assert "waste_code" in done.output


def test_a_file_with_no_good_row_is_refused_with_each_reason(run):
    done = run(OFFERS + "a,65,24,100202,-1,100", NEEDS + "n,65,24,1002,10,0")
    assert done.exit_code == 1
    assert "row 2, tonnes" in done.output


def test_an_expired_code_counts_only_with_the_gate(run):
    tables = (OFFERS + "a,65,24,200133,10,100\nb,65,24,100202,1,100", NEEDS + "n,65,24,20 10,20,0")
    gated = run(*tables, "--json", "--day", "2026-12-09")
    free = run(*tables, "--json", "--day", "2026-12-09", "--no-gate")
    assert [json.loads(one.output)["tonnes"] for one in (gated, free)] == [1.0, 11.0]


def test_terms_that_make_no_sense_are_refused(run):
    done = run(OFFERS + "a,65,24,100202,1,100", NEEDS + "n,65,24,1002,10,0", "--max-km", "-1")
    assert done.exit_code == 1
    assert "max_km" in done.output
