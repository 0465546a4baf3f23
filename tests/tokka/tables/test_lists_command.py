"""`tokka lists`: what is told of a list without a database."""

import json

from click.testing import CliRunner

from tokkasite.terminal.lists import command

LIST = (
    "Jäsenet;;\nNimi;Y-tunnus;Kunta\nKemin Satama Oy;0112038-9;Kemi\nKEMIN SATAMA OY;;Kemi\nToinen Oy;0112038-8;Kemi\n"
)


def run(tmp_path, *words, content=LIST):
    file = tmp_path / "list.csv"
    file.write_text(content, encoding="utf-8")
    return CliRunner().invoke(command, [words[0], str(file), *words[1:]])


def test_every_line_is_told(tmp_path):
    done = run(tmp_path, "read", "--json")
    found = json.loads(done.stdout)
    assert found["counts"] == {
        "lines": 5, "headings": 1, "rows": 3, "refused": 1, "set_aside": 1, "blank": 0, "unaccounted": 0,
    }  # fmt: skip
    assert [(one["row"], one["column"]) for one in found["refused"]] == [(5, "Y-tunnus")]
    assert [one["column"] for one in found["columns"]] == ["name", "business_id", "municipality"]


def test_the_same_in_words(tmp_path):
    lines = run(tmp_path, "read").stdout.splitlines()
    assert lines[0] == "Read as delimited text, list.csv, utf-8, ';'."
    assert lines[-1] == "5 lines, 1 headings, 3 rows, 1 refused, 1 set aside, 0 blank, 0 unaccounted."


def test_a_column_can_be_given_by_hand(tmp_path):
    done = run(tmp_path, "read", "--map", "Promotor=name", "--json", content="Promotor\nA Oy\n")
    assert json.loads(done.stdout)["preview"] == [["name"], ["A Oy"]]


def test_a_wrong_file_and_a_wrong_column_end_with_1_and_say_what_to_do(tmp_path):
    wrong = run(tmp_path, "read", content="Farm\nA\n")
    assert (wrong.exit_code, wrong.stderr.startswith("Error: list.csv: The column “name” is missing.")) == (1, True)
    unknown = run(tmp_path, "read", "--map", "Nimi=nama")
    assert (unknown.exit_code, "write HEADING=COLUMN" in unknown.stderr) == (1, True)


def test_duplicates_are_shown_with_their_reasons(tmp_path):
    found = json.loads(run(tmp_path, "duplicates", "--json").stdout)
    assert [(one["first_row"], one["second_row"], one["likely"]) for one in found["pairs"]] == [(3, 4, "same")]
    assert "row 3 Kemin Satama Oy | row 4 KEMIN SATAMA OY" in run(tmp_path, "duplicates").stdout
