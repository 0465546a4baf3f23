"""`tokka partners`: the files, columns and keys that are promised."""

import csv
import json

from click.testing import CliRunner

from tests.tokka.partners.timetable_checker import faults_in
from tokkasite.terminal.partners import command


def run(*words):
    return CliRunner().invoke(command, [str(word) for word in words])


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_timetable_is_written_with_its_columns_and_its_quality_is_printed_as_json(tmp_path):
    requests = write(tmp_path, "requests.csv", "a,b,weight\nAnna,Bo,2\nBo,Anna,1\nAnna,Cia,1\nCia,Cia,1\n")
    absences = write(tmp_path, "absences.csv", "person,slot\nAnna,1\n")
    out = tmp_path / "out.csv"
    files = ["--requests", requests, "--absences", absences, "--out", out]
    result = run("timetable", *files, "--slots", 3, "--tables", 1, "--seconds", 5, "--seed", 1, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert list(told) == ["meetings", "weight", "bound", "ratio", "without_meeting", "seconds", "remarks"]
    assert (told["meetings"], told["weight"], told["bound"], told["ratio"]) == (2, 4.0, 4.0, 1.0)
    assert told["without_meeting"] == []
    assert told["remarks"][0] == "Row 5 asks for a meeting of Cia with itself: left out."
    with out.open(encoding="utf-8") as stream:
        rows = [(row["a"], row["b"], int(row["slot"]), int(row["table"])) for row in csv.DictReader(stream)]
    asked = [("Anna", "Bo", 2.0), ("Bo", "Anna", 1.0), ("Anna", "Cia", 1.0)]
    assert faults_in(rows, asked, [("Anna", 1)], slots=3, tables=1) == []


def test_a_timetable_can_be_locked_again_as_it_is(tmp_path):
    requests = write(tmp_path, "requests.csv", "a;b;weight\nA;B;1\nA;C;1\nB;C;1\nC;D;1\n")
    plan = write(tmp_path, "plan.csv", "a,b,slot,table\nC,A,2,2\nB,A,,\n")
    result = run("timetable", "--requests", requests, "--locked", plan, "--slots", 3, "--tables", 2)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "a,b,slot,table"
    assert "A,C,2,2" in result.stdout.splitlines()


def test_a_file_without_its_column_is_refused_by_name(tmp_path):
    requests = write(tmp_path, "requests.csv", "a,c,weight\nA,B,1\n")
    result = run("timetable", "--requests", requests, "--slots", 3, "--tables", 2)
    assert result.exit_code == 1
    assert "requests.csv: The column “b” is missing. The first row has: a, c, weight." in result.output


def test_a_wrong_cell_is_named_and_the_other_rows_are_planned(tmp_path):
    requests = write(tmp_path, "requests.csv", "a,b,weight\nA,B,much\nA,C,1\n,D,1\n")
    result = run("timetable", "--requests", requests, "--slots", 3, "--tables", 2, "--json")
    told = json.loads(result.stdout)
    assert told["meetings"] == 1
    assert "row 2, column “weight”: “much” is no number." in told["remarks"][0]
    assert "row 4, column “a”: The cell is empty." in told["remarks"][1]
