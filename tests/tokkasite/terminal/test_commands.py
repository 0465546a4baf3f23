"""The terminal: the lists and findings that a script can read, and errors that say what to do."""

import json

import pytest
from click.testing import CliRunner

from tests.builders import make_cluster
from tokkasite.register.models import Organisation
from tokkasite.terminal import tokka


@pytest.fixture
def cluster(db):
    return make_cluster("forest")


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(tokka, words, catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.output


def test_the_clusters_are_listed_with_their_hosts(cluster):
    assert json.loads(run("clusters", "--json")) == [
        {"key": "forest", "name": "Cluster forest", "host": "Host of forest"}
    ]


FINDINGS = {
    "lapland": 8, "eccp": 5, "ecei": 33, "ecei_reference": 31, "label_life": 9,
    "hungary": 6, "poland": 6, "baden_wuerttemberg": 34, "flanders": 1,
}  # fmt: skip
"""How many rules of each set are in force on the day."""


@pytest.mark.parametrize(("family", "count"), FINDINGS.items())
def test_an_assessment_has_one_object_for_each_finding(cluster, family, count):
    told = json.loads(run("assess", "--cluster", "forest", "--rules", family, "--day", "2026-11-24", "--json"))
    keys = {"rule", "outcome", "value", "unit", "day", "version", "sources", "records"}
    assert len(told["findings"]) == count
    assert all(keys <= set(row) for row in told["findings"])
    assert {row["day"] for row in told["findings"]} == {"2026-11-24"}
    assert all({"title", "url", "checked"} <= set(source) for row in told["findings"] for source in row["sources"])
    assert sum(told["summary"][outcome] for outcome in ("met", "missed", "unknown")) == count


def test_people_read_the_same(cluster):
    said = run("assess", "--cluster", "forest", "--rules", "lapland", "--day", "2026-06-30")
    assert "0 met, 0 missed, 8 unknown. Blocks: nothing." in said


def test_every_rule_set_is_listed_with_sources(db):
    told = json.loads(run("rules", "--json"))
    assert [one["key"] for one in told] == list(FINDINGS)
    assert all(rule["source"]["url"] for one in told for rule in one["rules"])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--cluster", "forrest", "--rules", "ecei"), "There is no cluster 'forrest'. There are: forest."),
        (("--cluster", "forest", "--rules", "gold"), "There is no rule set 'gold'. There are: lapland, eccp, ecei"),
    ],
)
def test_a_slip_of_the_pen_is_answered_with_what_there_is(cluster, words, says):
    assert says in run("assess", *words, code=1)


def test_a_day_that_is_none_is_refused(cluster):
    said = run("assess", "--cluster", "forest", "--rules", "ecei", "--day", "30.6.2026", code=2)
    assert "'30.6.2026' is not a day. Write year, month and day, such as 2026-11-24." in said


def test_a_list_is_tried_before_it_is_imported(db, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("name;business_id\nPoro Oy;0112038-9\nSusi Oy;0112038-8\n")
    before = Organisation.objects.count()
    tried = json.loads(run("import", "organisations", str(file), "--dry-run", "--json"))
    assert (Organisation.objects.count(), tried["dry_run"]) == (before, True)
    done = json.loads(run("import", "organisations", str(file), "--json"))
    assert [row["verdict"] for row in done["rows"]] == [row["verdict"] for row in tried["rows"]]
    assert Organisation.objects.count() > before


def test_a_file_without_names_is_refused_whole(db, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("a;b\n1;2\n")
    assert "The column “name” is missing." in run("import", "organisations", str(file), code=1)


def test_lines_that_are_no_rows_are_told(db, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Members of 2026;\nname;kind\nPoro Oy;company\n")
    told = json.loads(run("import", "organisations", str(file), "--dry-run", "--json"))
    assert [(one["row"], one["holds"]) for one in told["aside"]] == [(1, "Members of 2026")]
    assert "row 1 is no row of the list: Members of 2026." in run("import", "organisations", str(file), "--dry-run")
