"""How the ranking is judged (docs/explanation/funding.md §9)."""

import gzip
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from tokka.funding import past
from tokka.funding.evaluate import Case, NothingToEvaluate, evaluate, score_of
from tokka.funding.past import Project, Topic, Winner
from tokka.funding.rerank import Choice, learned_weights
from tokka.funding.topic_codes import topic_code
from tokkasite.terminal.funding import command

DATA = Path(__file__).resolve().parents[3] / "../shared/data/funding"
with_data = pytest.mark.skipif(not DATA.exists(), reason="the shared data folder is not beside this checkout")

SUBJECTS = (
    "reindeer meat and herding",
    "underground mining machines",
    "winter tourism services",
    "forest biomass fuel",
)


def a_small_world():
    """Four subjects, each with a topic and six projects a year; each winner stays with its subject."""
    topics, projects, winners = [], [], []
    for number, subject in enumerate(SUBJECTS):
        for year in (2021, 2022, 2023):
            code = f"HORIZON-CL{number}-{year}-AREA-01-01"
            topics.append(Topic(code, f"Future of {subject} {year}"))
            for one in range(6):
                began = date(year + 1, 2 + one, 1)
                projects.append(Project(f"{number}-{year}-{one}", code, began, f"We improve {subject} in place {one}"))
    for number in range(len(SUBJECTS)):
        history = (f"{number}-2021-0", f"{number}-2022-1")
        winners.append(Winner(f"winner {number}", history, (f"HORIZON-CL{number}-2023-AREA-01-01",)))
    return winners, projects, topics


def test_everyone_who_stays_with_a_subject_finds_its_next_topic_first():
    found = evaluate(*a_small_world())
    assert (found.cases, found.candidates, found.day) == (4, 4, date(2024, 1, 1))
    assert (found.score.reciprocal_rank_at_10, found.score.median_rank) == (1.0, 1.0)
    assert found.remarks == ()


def test_what_is_learned_does_not_depend_on_what_was_won_after_the_day():
    winners, projects, topics = a_small_world()
    elsewhere = [Winner(one.organisation, one.history, winners[-1 - n].targets) for n, one in enumerate(winners)]
    told = [
        project
        if project.started_on < date(2024, 1, 1)
        else Project(project.id, project.topic, project.started_on, "x")
        for project in projects
    ]
    assert evaluate(winners, projects, topics).weights == evaluate(elsewhere, told, topics).weights


def test_recall_counts_cases_with_any_won_topic_and_the_stricter_share_counts_topics():
    case = Case(np.array([0]), np.arange(20), np.array([3, 15]))
    table = -np.arange(20.0)[:, None]
    score = score_of([case], [table], np.array([1.0]))
    assert (score.recall_at_10, score.share_found_at_10, score.share_found_at_50) == (1.0, 0.5, 1.0)
    assert score.reciprocal_rank_at_10 == 1 / 4


def test_nothing_in_common_is_refused_in_words():
    winners, projects, topics = a_small_world()
    with pytest.raises(NothingToEvaluate, match="Check that"):
        evaluate([Winner("stranger", ("unknown",), ("unknown",))], projects, topics)


def test_files_that_fit_together_only_in_part_are_told_and_counted():
    winners, projects, topics = a_small_world()
    found = evaluate([*winners, Winner("stranger", ("unknown",), ("HORIZON-CL9",))], projects, topics)
    assert [str(remark) for remark in found.remarks] == [
        "1 organisations have no history or no target in the files: left out.",
        "1 projects of the histories are not in the projects file.",
        "1 targets are not in the topics file.",
    ]


def test_weights_without_a_choice_are_the_stated_ones_and_with_many_they_follow_what_was_won():
    stated = np.array([0.5, 0.5])
    assert learned_weights([], stated).tolist() == [0.5, 0.5]
    parts = np.array([[1.0, 0.0], [0.0, 1.0]])
    first, second = learned_weights([Choice(parts, np.array([1.0, 0.0]))] * 200, stated, pull=10)
    # where the pull back equals the pull of 200 choices, each by the odds of what was not won
    assert 10 * (first - 0.5) == pytest.approx(200 / (1 + np.exp(first - second)), rel=1e-3)
    assert first > 1.5 > second


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("HORIZON-CL5-2023-D3-02-07", ("HORIZON-CL5", 2023, "HORIZON-CL5-D3", "HORIZON-CL5-D3")),
        (
            "HORIZON-CL5-2022-D1-01-02-two-stage",
            ("HORIZON-CL5", 2022, "HORIZON-CL5-D1", "HORIZON-CL5-D1"),
        ),
        (
            "HORIZON-EIC-2024-PATHFINDEROPEN-01-01",
            ("HORIZON-EIC", 2024, "HORIZON-EIC-PATHFINDEROPEN", "HORIZON-EIC-PATHFINDEROPEN"),
        ),
        ("HORIZON-KDT-JU-1-IA", ("HORIZON-KDT-JU-1-IA", None, "HORIZON-KDT-JU-1-IA", "HORIZON-KDT-JU-1-IA")),
    ],
)
def test_a_topic_code_says_its_programme_year_destination_and_family(code, expected):
    read = topic_code(code)
    assert (read.programme, read.year, read.destination, read.family) == expected


def write_lines(path, rows, *, packed=False):
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    return str(path)


def as_files(folder, extra=""):
    winners, projects, topics = a_small_world()
    paths = [
        write_lines(
            folder / "set.jsonl.gz",
            [{"org": one.organisation, "history": one.history, "targets": one.targets} for one in winners],
            packed=True,
        ),
        write_lines(
            folder / "projects.jsonl",
            [
                {"id": one.id, "topics": [one.topic], "start": one.started_on.isoformat(), "title": one.text}
                for one in projects
            ],
        ),
        write_lines(folder / "topics.jsonl", [{"code": one.code, "title": one.title} for one in topics]),
    ]
    (folder / "projects.jsonl").write_text((folder / "projects.jsonl").read_text() + extra)
    return ["evaluate", "--set", paths[0], "--projects", paths[1], "--topics", paths[2]]


def test_the_command_prints_one_object_and_names_the_rows_that_it_kept_apart(tmp_path):
    done = CliRunner().invoke(command, [*as_files(tmp_path, '\n{"id": "cut'), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["cases"], told["recall_at_10"], told["day"]) == (4, 1.0, "2024-01-01")
    assert told["kept_apart"][0].startswith("projects.jsonl, row 73, -: This line is no JSON object")


def test_the_command_refuses_a_truncated_archive(tmp_path):
    words = as_files(tmp_path)
    whole = (tmp_path / "set.jsonl.gz").read_bytes()
    (tmp_path / "set.jsonl.gz").write_bytes(whole[:-9])
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 1
    assert "set.jsonl.gz: The compressed file is truncated or damaged." in done.output


@with_data
def test_of_300_real_enterprises_four_in_ten_find_a_topic_that_they_went_on_to_win():
    def read(reader, name):
        return reader((DATA / name).read_bytes(), name)[0]

    winners = read(past.read_winners, "eval_sme_next_topic_dev.jsonl.gz")[:300]
    projects = read(past.read_projects, "cordis_thematic_projects.jsonl.gz")
    found = evaluate(winners, projects, read(past.read_topics, "cordis_topics.jsonl.gz"))
    assert found.score.recall_at_10 >= 0.42
    assert found.score.recall_at_50 >= 0.67
    assert found.chance_at_10 < 0.04


def test_the_manual_names_the_keys_that_the_command_prints(tmp_path):
    done = CliRunner().invoke(command, [*as_files(tmp_path), "--json"])
    manual = (Path(__file__).resolve().parents[3] / "docs/explanation/funding.md").read_text(encoding="utf-8")
    assert [key for key in json.loads(done.stdout) if f"`{key}`" not in manual] == []
