"""`tokka funding`: calls ranked, judged, imported and fetched. `rank` and `evaluate` need no database."""

import csv
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from tokka.funding.evaluate import Evaluation
    from tokka.funding.json_lines import Fault

DAY = click.DateTime(formats=["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Table = TypeVar("Table")


def this_moment() -> datetime:
    """The clock of these commands, read here and nowhere below."""
    return datetime.now(tz=UTC)  # noqa: TID251 -- the one place where these commands read the clock


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
    """Rows that were kept apart and what was repaired, on the error stream: the first ones, and how many more."""
    from tokka.funding.json_lines import MOST_FAULTS

    for fault in faults[:MOST_FAULTS]:
        click.echo(f"note: {fault}", err=True)
    if len(faults) > MOST_FAULTS:
        click.echo(f"note: {len(faults) - MOST_FAULTS} more of this kind.", err=True)


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


def read_all_calls(files: tuple[Path, ...]) -> tuple[list[Any], list[str]]:
    """The calls of several files, each key once, the first file first; and what is to be said of the files."""
    from tokka.funding.reading import read_calls
    from tokka.tables.model import WrongTable

    calls: dict[Any, Any] = {}
    said: list[str] = []
    for file in files:
        try:
            found = read_calls(file.read_bytes(), file.name)
        except (WrongTable, OSError) as fault:
            raise click.ClickException(str(fault)) from fault
        said += [f"{file.name}, {fault}" for fault in found.faults]
        said += [f"{file.name}: {remark}" for remark in found.remarks]
        repeated = sum(1 for call in found.calls if call.key in calls)
        if repeated:
            said.append(f"{file.name}: {repeated} calls stood in an earlier file already; the earlier one counts.")
        for call in found.calls:
            calls.setdefault(call.key, call)
    return list(calls.values()), said


def match_row(match: Any, at: datetime) -> dict[str, Any]:
    call = match.call
    deadline = call.next_deadline(at) or call.last_deadline
    return {
        "rank": match.rank,
        "source": call.source,
        "reference": call.reference,
        "identifier": call.identifier,
        "title": call.title,
        "status": call.status_at(at).value,
        "deadline": deadline.isoformat() if deadline else None,
        "fit": round(match.fit, 4),
        "parts": {name: round(value, 4) for name, value in match.parts.items()},
    }


def ranking_lines(ranking: Any, at: datetime) -> Iterable[dict[str, Any]]:
    """One object for each profile."""
    for place, profile in enumerate(ranking.profiles):
        calls = [match_row(match, at) for match in ranking.of(place)]
        yield {"profile": profile.key, "name": profile.name, "calls": calls}


def print_ranking(ranking: Any, at: datetime) -> None:
    for line in ranking_lines(ranking, at):
        click.echo(f"\n{line['profile']} {line['name']}".rstrip())
        for row in line["calls"]:
            deadline = (row["deadline"] or "no deadline")[:10]
            click.echo(f"{row['rank']:>4}  {row['fit']:.3f}  {deadline:<11}  {row['title'][:80]}  [{row['reference']}]")


def save_rows(ranking: Any, at: datetime, path: Path) -> None:
    """CSV with one row for each profile and call, or JSON lines where the file's name ends so."""
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix in (".jsonl", ".ndjson", ".json"):
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in ranking_lines(ranking, at))
            return
        writer = csv.writer(file)
        names = list(ranking.parts)
        writer.writerow(["profile", "rank", "source", "reference", "identifier", "title", "deadline", "fit", *names])
        for line in ranking_lines(ranking, at):
            for row in line["calls"]:
                told = [row[name] for name in ("rank", "source", "reference", "identifier", "title", "deadline", "fit")]
                writer.writerow([line["profile"], *told, *(row["parts"][name] for name in names)])


@command.command()
@click.option("--calls", "calls_files", type=FILE, multiple=True, required=True, help="A file of calls; repeat it.")
@click.argument("more_calls", type=FILE, nargs=-1)
@click.option("--profiles", "profiles_file", type=FILE, required=True, help="Profiles: key, text, activity_codes …")
@click.option("--top", type=click.IntRange(1, 1000), default=50, show_default=True, help="Calls for each profile.")
@click.option("--day", type=DAY, default=None, help="The day to rank on, such as 2026-06-30. Default: today.")
@click.option("--with-closed", is_flag=True, help="Rank closed calls too.")
@click.option("--json", "as_json", is_flag=True, help="Print one object.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write CSV, or JSON lines (.jsonl).")
def rank(
    calls_files: tuple[Path, ...],
    more_calls: tuple[Path, ...],
    profiles_file: Path,
    top: int,
    day: datetime | None,
    with_closed: bool,
    as_json: bool,
    out: Path | None,
) -> None:
    """Rank calls for profiles by fit. Calls: answers of the EU portal, EURA 2021, haeavustuksia, or CSV."""
    from tokka.funding.profiles import read_profiles
    from tokka.funding.rank import Ranker

    calls, said = read_all_calls((*calls_files, *more_calls))
    profiles, faults = read_file(read_profiles, profiles_file)
    if not profiles:
        raise click.ClickException(f"{profiles_file.name}: no profile can be used. {' '.join(faults[:3])}")
    at = day.replace(tzinfo=UTC) if day else this_moment()
    ranking = Ranker(calls, at, with_closed=with_closed).rank(profiles, top)
    remarks = [*said, *map(str, ranking.remarks)]
    tell_faults([*remarks, *faults])
    if out:
        save_rows(ranking, at, out)
    if as_json:
        report = {
            "day": at.date().isoformat(),
            "calls": len(ranking.calls),
            "excluded": dict(ranking.excluded),
            "seconds": round(ranking.seconds, 3),
            "remarks": remarks,
            "kept_apart": faults,
            "profiles": list(ranking_lines(ranking, at)),
        }
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    elif out:
        click.echo(f"{len(profiles)} profiles, {len(ranking.calls)} calls, {ranking.seconds:.1f} s. Wrote {out}.")
    else:
        print_ranking(ranking, at)
    if not as_json and ranking.excluded["closed"]:
        click.echo(f"{ranking.excluded['closed']} calls are closed on {at.date()} and left out.", err=True)


def speak_english() -> None:
    """The terminal speaks English, whatever the site's first language."""
    from django.utils import translation

    translation.activate("en")


@command.command("import-calls")
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--whole", is_flag=True, help="Each file is the whole listing of its source: what it lacks is missing.")
def import_calls(files: tuple[Path, ...], whole: bool) -> None:
    """Take the calls of files into the site. What a file does not name stays as it is."""
    from tokkasite.terminal.site import open_site

    open_site()
    speak_english()
    from django.core.exceptions import ValidationError

    from tokkasite.funding.listing_actions import import_file

    refused = 0
    for file in files:
        try:
            done = import_file(content=file.read_bytes(), file=file.name, now=this_moment(), by=None, is_whole=whole)
        except (ValidationError, OSError) as fault:
            refused += 1
            click.echo(f"{file.name}: refused: {' '.join(getattr(fault, 'messages', [str(fault)]))}", err=True)
            continue
        for fetch in done:
            click.echo(f"{file.name}: {told_of(fetch)}")
            refused += bool(fetch.error)
    if refused:
        raise click.ClickException(f"{refused} refused. The others are taken.")


def told_of(fetch: Any) -> str:
    """What came of a fetch, in one line."""
    from tokkasite.runs.readers import said

    counts = ", ".join(f"{getattr(fetch, name)} {name.replace('_', ' ')}" for name in COUNTS if getattr(fetch, name))
    error = f". {said(fetch.error)}" if fetch.error else ""
    return f"{fetch.source_id}: {fetch.get_state_display()}: {counts or 'nothing'}{error}"


COUNTS = ("listed", "added", "changed", "returned", "missing", "withdrawn", "kept_apart")


@command.command()
@click.argument("sources", nargs=-1)
def fetch(sources: tuple[str, ...]) -> None:
    """Ask sources for their calls, by key; without one, those that are fetched every night. Needs the network."""
    from tokkasite.terminal.site import open_site

    open_site()
    speak_english()
    from django.core.exceptions import ValidationError

    from tokkasite.funding.listing_actions import fetch_source, known_sources
    from tokkasite.funding.models import Source

    known_sources()
    wanted = Source.objects.filter(key__in=sources) if sources else Source.objects.filter(is_fetched_nightly=True)
    rows = list(wanted)
    if unknown := set(sources) - {row.key for row in rows}:
        keys = ", ".join(Source.objects.values_list("key", flat=True))
        raise click.ClickException(f"No source {', '.join(sorted(unknown))}. There are: {keys}.")
    if not rows:
        click.echo("No source is fetched every night. Name one, or choose it on the page of the sources.")
    failed = 0
    for row in rows:
        try:
            done = fetch_source(
                source=row, now=this_moment(), by=None, tell=lambda count: click.echo(f"  {count} answers")
            )
        except ValidationError as fault:
            failed += 1
            click.echo(f"{row.key}: {' '.join(fault.messages)}", err=True)
            continue
        click.echo(told_of(done))
        failed += bool(done.error)
    if failed:
        raise click.ClickException(
            f"{failed} sources gave no listing. Run the command again: it goes on where it stopped."
        )


@command.command()
def match() -> None:
    """Rank the site's calls that are not closed for the members of every cluster, as the night does."""
    from tokkasite.terminal.site import open_site

    open_site()
    speak_english()
    from tokkasite.funding.ranking_actions import rank_clusters
    from tokkasite.register.models import Cluster

    with click.progressbar(length=Cluster.objects.count(), label="Clusters") as bar:
        count = rank_clusters(now=this_moment(), by=None, tell=lambda _cluster: bar.update(1))
    click.echo(f"Ranked for {count} clusters.")
