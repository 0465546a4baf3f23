"""`tokka funding`: calls ranked for profiles, and how well that ranking does. Needs no database."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from tokka.funding.evaluate import Evaluation
    from tokka.funding.json_lines import Fault

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Table = TypeVar("Table")


@click.group()
def command() -> None:
    """Find the calls that fit, and judge how well they are found."""


def read_file(reader: Callable[[bytes, str], tuple[Table, "Iterable[Fault]"]], file: Path) -> tuple[Table, list[str]]:
    """What a reader makes of a file, and the rows that it kept apart, each with the file's name."""
    from tokka.tables.model import WrongTable

    try:
        table, faults = reader(file.read_bytes(), file.name)
    except (WrongTable, OSError) as fault:
        raise click.ClickException(str(fault)) from fault
    return table, [f"{file.name}, {fault}" for fault in faults]


def tell_faults(faults: list[str]) -> None:
    from tokka.funding.json_lines import MOST_FAULTS

    for fault in faults[:MOST_FAULTS]:
        click.echo(f"kept apart: {fault}", err=True)
    if len(faults) > MOST_FAULTS:
        click.echo(f"kept apart: {len(faults) - MOST_FAULTS} more rows.", err=True)


def score_row(score: Any) -> dict[str, float]:
    return {name: round(getattr(score, name), 4) for name in score.__slots__}


def evaluation_report(found: "Evaluation", faults: list[str]) -> dict[str, object]:
    return {
        "day": found.day.isoformat(),
        "cases": found.cases,
        "candidates_median": found.candidates,
        **score_row(found.score),
        "chance_at_10": round(found.chance_at_10, 4),
        "chance_at_50": round(found.chance_at_50, 4),
        "rivals": {name: score_row(score) for name, score in found.rivals.items()},
        "learned_from": found.learned_from,
        "weights": {part: round(weight, 4) for part, weight in found.weights.items()},
        "seconds": round(found.seconds, 2),
        "remarks": [str(remark) for remark in found.remarks],
        "kept_apart": faults,
    }


def print_evaluation(found: "Evaluation") -> None:
    click.echo(f"{found.cases} organisations as known before {found.day}; median of {found.candidates:.0f} topics.")
    click.echo(f"{'':<20}{'R@10':>8}{'R@50':>8}{'MRR@10':>8}{'median':>8}")
    for name, score in {**found.rivals, "learned weights": found.score}.items():
        figures = f"{score.recall_at_10:>8.3f}{score.recall_at_50:>8.3f}{score.reciprocal_rank_at_10:>8.3f}"
        click.echo(f"{name:<20}{figures}{score.median_rank:>8.0f}")
    click.echo(f"{'chance':<20}{found.chance_at_10:>8.3f}{found.chance_at_50:>8.3f}")
    click.echo(f"Learned from {found.learned_from} earlier choices in {found.seconds:.0f} s.")
    for remark in found.remarks:
        click.echo(str(remark))


@command.command()
@click.option("--set", "winners_file", type=FILE, required=True, help="Organisations: org, history, targets.")
@click.option("--projects", "projects_file", type=FILE, required=True, help="Projects: id, topics, start, texts.")
@click.option("--topics", "topics_file", type=FILE, required=True, help="Topics: code, title, thematic.")
@click.option("--json", "as_json", is_flag=True, help="Print one object.")
def evaluate(winners_file: Path, projects_file: Path, topics_file: Path, as_json: bool) -> None:
    """Say how often the ranking finds what organisations went on to win. Files are JSON lines, plain or gzip."""
    from tokka.funding import past
    from tokka.funding.evaluate import NothingToEvaluate
    from tokka.funding.evaluate import evaluate as judge

    winners, wrong_winners = read_file(past.read_winners, winners_file)
    projects, wrong_projects = read_file(past.read_projects, projects_file)
    topics, wrong_topics = read_file(past.read_topics, topics_file)
    faults = [*wrong_winners, *wrong_projects, *wrong_topics]
    tell_faults(faults)
    try:
        found = judge(winners, projects, topics)
    except NothingToEvaluate as fault:
        raise click.ClickException(str(fault)) from fault
    if as_json:
        click.echo(json.dumps(evaluation_report(found, faults), ensure_ascii=False, indent=2))
    else:
        print_evaluation(found)
