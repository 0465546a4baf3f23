"""What is documented is what exists: the page of the rules is the one that the code writes."""

from pathlib import Path

from click.testing import CliRunner

from tokka.rulebook.families import FAMILIES
from tokka.rulebook.pages import rules_page
from tokkasite.terminal.docs import command

PAGE = Path(__file__).resolve().parents[3] / "docs/reference/rules.md"


def headings(page, mark):
    return [line.removeprefix(mark) for line in page.splitlines() if line.startswith(mark)]


def test_the_committed_page_is_the_one_that_the_code_writes():
    assert PAGE.read_text(encoding="utf-8") == rules_page(), "Run `tokka docs` and commit docs/reference/rules.md."


def test_every_rule_and_no_other_has_a_heading_in_the_order_of_the_families():
    page = headings(rules_page(), "### ")
    assert [one for one in page if ":" not in one] == [rule.key for family in FAMILIES for rule in family.rules]


def test_every_number_is_printed_with_its_source_or_as_not_public():
    page = rules_page()
    for family in FAMILIES:
        for parameter in family.parameters.values():
            rows = [line for line in page.splitlines() if f"(`{parameter.key}`)" in line]
            assert len([row for row in rows if "not public" in row or "last checked" in row]) >= len(parameter.values)
            assert rows, parameter.key


def test_the_reference_levels_are_printed_as_not_official():
    assert "Tokka reference level, not the official threshold" in rules_page()


def test_the_command_writes_the_page_where_the_manual_lies(tmp_path, monkeypatch):
    (tmp_path / "docs/reference").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command)
    assert (done.exit_code, done.output) == (0, "docs/reference/rules.md is written.\n")
    assert (tmp_path / "docs/reference/rules.md").read_text(encoding="utf-8") == rules_page()


def test_the_command_says_where_it_has_to_be_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command)
    assert (done.exit_code, done.output) == (
        1,
        "Error: There is no docs/reference here. Run this command in the folder of the project.\n",
    )
