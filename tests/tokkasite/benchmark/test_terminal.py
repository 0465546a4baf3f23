"""`tokka benchmark compare` and `sheet`: a cluster's own records beside a pool, and into one."""

import json

import pytest
from click.testing import CliRunner

from tests.builders import make_cluster
from tokkasite.terminal.benchmark import command

pytestmark = pytest.mark.django_db


def tokka(*words):
    return CliRunner().invoke(command, [*map(str, words)])


@pytest.fixture
def pool(tmp_path):
    file = tmp_path / "pool.jsonl"
    assert tokka("simulate", "--organisations", 60, "--years", 1, "--out", file).exit_code == 0
    return file


def report(*words):
    done = tokka("compare", *words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_comparison_has_the_documented_keys(pool):
    make_cluster("forest")
    found = report("--cluster", "forest", "--pool", pool, "--day", "2026-11-24", "--country", "fi")
    assert list(found) == ["cluster", "day", "year", "profile", "positions", "silences", "withheld", "remarks", "pool"]
    assert (found["cluster"], found["day"], found["year"]) == ("forest", "2026-11-24", 2026)
    assert found["profile"] == {"country": "FI", "age": "from_4", "size": "unknown", "composition": "unknown"}
    assert len({one["group"] for one in found["silences"]}) >= 1


def test_a_pool_of_four_shows_nothing_and_says_so(pool):
    make_cluster("forest")
    pool.write_text("".join(pool.read_text().splitlines(keepends=True)[:4]))
    found = report("--cluster", "forest", "--pool", pool)
    assert (found["positions"], found["silences"]) == ([], [])
    assert found["remarks"][0].startswith("The pool has 4 sheets of 2026. Nothing is shown")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--cluster", "moon"), "There is no cluster 'moon'. There are: forest."),
        (("--cluster", "forest", "--portfolio", "forestry"), "There is no portfolio 'forestry'. There are: aviation"),
        (("--cluster", "forest", "--country", "Finland"), "'Finland' is not a country."),
        (("--cluster", "forest", "--year", "1999"), "The pool has no sheet of 1999. It has: 2026."),
    ],
)
def test_a_wrong_word_is_refused_with_what_there_is(pool, words, says):
    make_cluster("forest")
    done = tokka("compare", *words, "--pool", pool)
    assert (done.exit_code, says in done.output) == (1, True)


def sheet_words(tmp_path, **more):
    (tmp_path / "secret").write_text("a secret of the whole pool")
    tokka("key", "--out", tmp_path / "key")
    words = {"cluster": "forest", "portfolio": "food", "country": "FI", "register-number": "1234567-1"}
    words |= {"secret": tmp_path / "secret", "key": tmp_path / "key", "consent": "study", "out": tmp_path / "sheet"}
    return [part for name, value in (words | more).items() for part in (f"--{name}", value)]


def test_a_sheet_goes_into_a_pool_and_is_not_its_own_peer(tmp_path, pool):
    make_cluster("forest")
    done = tokka("sheet", *sheet_words(tmp_path))
    assert done.exit_code == 0, done.output
    body = json.loads((tmp_path / "sheet").read_text())
    assert body["profile"]["portfolio"] == "food"
    assert "forest" not in (tmp_path / "sheet").read_text()
    pool.write_text(pool.read_text() + (tmp_path / "sheet").read_text())
    found = report("--cluster", "forest", "--pool", pool, "--own", body["organisation"])
    assert found["pool"]["refused"] == []


def test_a_sheet_that_a_pool_would_refuse_is_not_written(tmp_path):
    make_cluster("forest")
    (tmp_path / "answers").write_text('{"initiator": "a friend"}')
    done = tokka("sheet", *sheet_words(tmp_path, answers=tmp_path / "answers"))
    assert (done.exit_code, "A pool would refuse this sheet" in done.output) == (1, True)
    assert not (tmp_path / "sheet").exists()


def test_a_short_secret_is_refused(tmp_path):
    make_cluster("forest")
    words = sheet_words(tmp_path)
    (tmp_path / "secret").write_text("short")
    assert "fewer than 16 bytes" in tokka("sheet", *words).output
