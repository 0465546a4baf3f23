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


SITES = (
    OFFERS.strip() + ",site,avoided_co2_kg_t\na,65,24,100202,10,100,Works,0\nb,65,24,100202,10,40,Mill,0\n",
    NEEDS.strip() + ",site,avoided_co2_kg_t\nroad,65,24,1002,15,0,Town,0\ncement,65,24,1002,20,-30,Plant,600\n",
)


def test_a_stopped_site_is_left_out_and_what_that_costs_is_told(run):
    found = json.loads(run(*SITES, "--without", "Works", "--json").output)
    assert (found["value_eur"], found["without"]) == (340.0, {"sites": ["Works"], "lost_eur": 790.0})


def test_a_site_that_nobody_belongs_to_cannot_stop(run):
    done = run(*SITES, "--without", "Wroks")
    assert done.exit_code == 2
    assert "Wroks" in done.output


def test_the_stops_of_all_sites_come_as_a_table_the_dearest_first(run):
    found = json.loads(run(*SITES, "--stops", "--json").output)
    assert [(loss["site"], loss["lost_eur"]) for loss in found["stops"]] == [
        ("Works", 790.0),
        ("Town", 450.0),
        ("Mill", 190.0),
        ("Plant", 20.0),
    ]
    assert "if this site stops" in run(*SITES, "--stops").output


def test_the_front_comes_as_points_and_in_sentences(run):
    found = json.loads(run(*SITES, "--front", "co2", "--json").output)["front"]
    assert (found["along"], len(found["points"])) == ("co2", 9)
    assert found["points"][0]["benefit_eur"] == 1130.0
    assert "The knee of the front saves" in run(*SITES, "--front", "co2").output
    assert "diverts and saves as much as any plan can" in run(*SITES, "--front", "tonnes").output


def test_a_list_of_distances_replaces_the_detour_and_a_strange_place_is_named(run, tmp_path):
    listed = tmp_path / "roads.csv"
    listed.write_text("from,to,km\nWorks,Town,100\nMill,Twon,5\n", encoding="utf-8")
    found = json.loads(run(*SITES, "--distances", str(listed), "--json").output)
    assert found["value_eur"] == 5 * 82 + 5 * 64 + 10 * 34
    assert [remark for remark in found["remarks"] if "Twon" in remark]


@pytest.mark.parametrize("limit", ["zn<4", "zn<=nan", "zn<=5%", "zn 5", "zn<=500 mg/kg"])
def test_a_need_whose_limit_cannot_be_read_is_refused_rather_than_planned_without_it(run, limit):
    needs = NEEDS.strip() + f",limits\nx,65,24,100202,10,0,{limit}\ny,65,24,100202,3,0,\n"
    found = json.loads(run(OFFERS + "a,65,24,100202,10,100\n", needs, "--json").stdout)
    assert (found["tonnes"], "needs.csv, row 2, limits" in found["remarks"][0]) == (3.0, True)


@pytest.mark.parametrize(("content", "moved"), [("zn=1", 10.0), ("zn=1-3, pb=0.5;", 10.0), ("zn=300 mg/kg", 0.0)])
def test_a_content_with_a_unit_counts_as_unknown(run, content, moved):
    offers = OFFERS.strip() + f',composition\na,65,24,100202,10,100,"{content}"\n'
    needs = NEEDS.strip() + ",limits\nx,65,24,100202,10,0,zn<=500\n"
    assert json.loads(run(offers, needs, "--json").stdout)["tonnes"] == moved


def test_a_lot_larger_than_the_room_is_named(run):
    needs = NEEDS.strip() + ",minimum_lot_t\nx,65,24,100202,10,0,20\ny,65,24,100202,3,0,\n"
    found = json.loads(run(OFFERS + "a,65,24,100202,10,100\n", needs, "--json").stdout)
    assert (found["tonnes"], "row 2, minimum_lot_t" in found["remarks"][0]) == (3.0, True)


def test_minima_of_a_network_that_cannot_be_met_are_named_and_a_front_holds_to_the_rest(run):
    head = "need,lat,lon,waste_codes,tonnes,price_eur_t,minimum_t,contract_eur\n"
    needs = f"{head}n,65,24,1002,40,0,40,1\nm,65,24,1002,20,0,20,1"
    done = run(f"{OFFERS}a,65,24,100202,50,100", needs, "--no-gate", "--json", "--front", "co2", "--stops")
    found = json.loads(done.output)
    assert found["tonnes"] == 50
    assert any("row 3, minimum_t" in says and "Tonnes (offers.csv, rows 2)" in says for says in found["remarks"])
    assert len(found["front"]["points"]) > 0
