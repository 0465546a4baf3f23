"""`tokka benchmark models` and `simulate`, which need no database."""

import json

import pytest
from click.testing import CliRunner

from tests.tokka.benchmark.pool_samples import altered
from tokka.benchmark.sheet import spelled
from tokkasite.terminal.benchmark import command
from tokkasite.terminal.sheets import trial_key


def tokka(*words):
    return CliRunner().invoke(command, [*map(str, words)])


@pytest.fixture
def pool(tmp_path):
    """A pool of 60 organisations and 2 years, and the truth of it."""
    file, truth = tmp_path / "pool.jsonl", tmp_path / "truth.json"
    done = tokka("simulate", "--organisations", 60, "--years", 2, "--seed", 7, "--out", file, "--truth", truth)
    assert done.exit_code == 0, done.output
    return file


def report(*words):
    done = tokka(*words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_report_has_the_documented_keys(pool):
    found = report("models", "--pool", pool)
    assert list(found) == [
        "year", "models", "placed", "agreement", "silhouettes", "silhouette_by_chance", "practices", "associations",
        "remarks", "pool",
    ]  # fmt: skip
    assert list(found["pool"]) == ["file", "edition", "sheets", "organisations", "years", "refused", "remarks"]
    assert (found["year"], found["pool"]["sheets"], found["pool"]["organisations"]) == (2026, 120, 60)
    assert sorted({model["number"] for model in found["models"]}) == [1, 2, 3]
    assert len(found["placed"]) == 60


def test_a_tampered_sheet_is_named_with_its_line_and_enters_no_number(pool):
    lines = pool.read_text().splitlines()
    lines[3] = altered(lines[3], "indicators.activities", 99)
    pool.write_text("\n".join(lines))
    found = report("models", "--pool", pool)
    assert [(one["place"], one["reason"]) for one in found["pool"]["refused"]] == [("pool.jsonl, line 4", "tampered")]
    assert found["pool"]["sheets"] == 119


def test_with_a_list_of_installations_every_other_key_is_refused(pool, tmp_path):
    known = tmp_path / "known.json"
    known.write_text(json.dumps({spelled(trial_key().public_key()): "Trial"}))
    assert report("models", "--pool", pool, "--installations", known)["pool"]["remarks"] == []
    known.write_text(json.dumps({"A" * 43 + "=": "Lapland"}))
    done = tokka("models", "--pool", pool, "--installations", known)
    assert done.exit_code == 1
    assert "No known installation signs with the key" in done.output


def test_without_a_list_the_report_says_that_nobody_vouches(pool):
    [remark] = report("models", "--pool", pool)["pool"]["remarks"]
    assert remark.startswith("No list of known installations was given")


@pytest.mark.parametrize("content", ["", "not json\n", "\xff\xfe\x00"])
def test_a_file_without_any_sheet_ends_with_the_reasons(content, tmp_path):
    file = tmp_path / "pool.jsonl"
    file.write_bytes(content.encode("latin-1"))
    done = tokka("models", "--pool", file)
    assert (done.exit_code, "No sheet of the pool is in order" in done.output) == (1, True)


def test_a_year_that_is_not_there_is_refused_with_those_that_are(pool):
    done = tokka("models", "--pool", pool, "--year", 2019)
    assert (done.exit_code, "It has: 2025, 2026." in done.output) == (1, True)


def test_people_read_models_and_the_sentence_on_proof(pool):
    done = tokka("models", "--pool", pool)
    assert done.exit_code == 0
    assert "Model 1:" in done.output
    assert "Not tested" in done.output or "association, not proof" in done.output


def test_a_key_is_drawn_once_and_never_overwritten(tmp_path):
    file = tmp_path / "key"
    drawn = tokka("key", "--out", file)
    assert (drawn.exit_code, len(drawn.output.strip())) == (0, 44)
    assert tokka("key", "--out", file).exit_code == 1
    assert tokka("simulate", "--organisations", 6, "--key", file, "--out", tmp_path / "p").exit_code == 0
    assert json.loads((tmp_path / "p").read_text().splitlines()[0])["signature"]["key"] == drawn.output.strip()
