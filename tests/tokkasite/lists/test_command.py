"""`tokka import`: one command for every kind of list."""

import json

import pytest
from click.testing import CliRunner

from tokkasite.journal.models import Cost
from tokkasite.terminal.imports import command


def run(*words):
    return CliRunner().invoke(command, [str(word) for word in words])


@pytest.fixture
def costs(tmp_path):
    file = tmp_path / "costs.csv"
    file.write_text("pvm;kululaji;hinta\n1.2.2026;matkat;80,10\n1.2.2026;matkat;-1\n")
    return file


def test_there_is_a_command_for_every_kind_of_list():
    kinds = ["organisations", "persons", "participations", "contacts", "events", "attendance", "income", "costs"]
    assert list(command.commands) == kinds
    assert [key for key, one in command.commands.items() if any(param.name == "cluster" for param in one.params)] == (
        kinds[1:]
    )


def test_a_list_is_tried_and_then_imported_with_its_headings_said_by_hand(forest, costs):
    words = ("costs", costs, "--cluster", "forest", "--map", "hinta=amount_eur")
    tried = run(*words, "--dry-run", "--json")
    assert tried.exit_code == 0, tried.output
    told = json.loads(tried.output)
    assert [row["verdict"] for row in told["rows"]] == ["created", "refused"]
    assert (told["table"], told["dry_run"], told["counts"]["created"]) == ("costs", True, 1)
    assert not Cost.objects.exists()
    done = run(*words)
    assert done.output.splitlines()[-1] == (
        "2 rows: 1 created, 0 unchanged, 0 same as an earlier row, 0 left out, 0 not known, 1 refused."
    )
    assert Cost.objects.get().cluster == forest.cluster


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Missing option '--cluster'"),
        (("--cluster", "nowhere"), "There is no cluster 'nowhere'. There are: forest."),
        (("--cluster", "forest"), "The column “amount_eur” is missing."),
        (("--cluster", "forest", "--map", "hinta=price"), "write HEADING=COLUMN with one of these columns"),
    ],
)
def test_a_command_that_is_wrong_says_what_to_do(forest, costs, words, says):
    done = run("costs", costs, *words)
    assert done.exit_code != 0
    assert says in done.output
