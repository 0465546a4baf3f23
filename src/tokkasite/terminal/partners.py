"""`tokka partners`: meeting timetables of brokerage events. Needs no database."""

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tokkasite.terminal.site import print_json

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Plan who meets whom."""


def read(reader: Callable[[bytes, str], tuple[Any, Any]], file: Path | None) -> tuple[Any, Any]:
    """The wishes in a file and the remarks on its rows, or the message that says why the file was refused."""
    from tokka.tables.model import WrongTable

    if file is None:
        return (), ()
    try:
        return reader(file.read_bytes(), file.name)
    except WrongTable as fault:
        raise click.ClickException(str(fault)) from fault


def write_rows(rows: list[tuple[object, ...]], stream: Any) -> None:
    from tokka.partners.timetable.wishes import TIMETABLE_COLUMNS

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(TIMETABLE_COLUMNS)
    writer.writerows(rows)


@command.command()
@click.option("--requests", "requests_file", type=FILE, required=True, help="Who asks for whom: a,b,weight.")
@click.option("--slots", type=click.IntRange(min=1, max=500), required=True, help="How many slots the event has.")
@click.option("--tables", type=click.IntRange(min=1), required=True, help="How many tables there are in each slot.")
@click.option("--absences", "absences_file", type=FILE, help="Who cannot meet when: person,slot (slots from 1).")
@click.option("--locked", "locked_file", type=FILE, help="Meetings that stay: a,b,slot,table; empty means any.")
@click.option("--seconds", type=click.FloatRange(min=0), default=30.0, show_default=True, help="Wall time at most.")
@click.option("--seed", type=int, default=0, show_default=True, help="The seed of the chance in the search.")
@click.option("--json", "as_json", is_flag=True, help="Print how good the timetable is as JSON.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the meetings there: a,b,slot,table."
)
def timetable(
    requests_file: Path,
    slots: int,
    tables: int,
    absences_file: Path | None,
    locked_file: Path | None,
    seconds: float,
    seed: int,
    as_json: bool,
    out: Path | None,
) -> None:
    """Plan the meetings of a brokerage event: everybody served, most weight, few gaps."""
    from tokka.partners.timetable.plan import best_timetable
    from tokka.partners.timetable.wishes import read_absences, read_locked, read_requests

    requests, remarks = read(read_requests, requests_file)
    absences, on_absences = read(read_absences, absences_file)
    locks, on_locks = read(read_locked, locked_file)
    found = best_timetable(
        requests, slots=slots, tables=tables, absences=absences, locks=locks, seconds=seconds, seed=seed
    )
    rows = [(one.a, one.b, one.slot, one.table) for one in found.meetings]
    write_out(rows, out)
    said = [str(remark) for remark in (*remarks, *on_absences, *on_locks, *found.remarks)]
    if as_json:
        print_json(
            {
                "meetings": len(found.meetings),
                "weight": found.weight,
                "bound": found.bound,
                "ratio": found.ratio,
                "without_meeting": list(found.without_meeting),
                "seconds": round(found.seconds, 3),
                "remarks": said,
            }
        )
        return
    if out is None:
        write_rows(rows, sys.stdout)
    print_quality(found, said)


def write_out(rows: list[tuple[object, ...]], out: Path | None) -> None:
    if out is None:
        return
    try:
        with out.open("w", encoding="utf-8", newline="") as stream:
            write_rows(rows, stream)
    except OSError as fault:
        raise click.ClickException(
            f"{out} cannot be written: {fault.strerror}. Name a file in a folder that exists."
        ) from fault


def print_quality(found: Any, said: list[str]) -> None:
    """On the error stream, so that the rows alone can be piped on."""
    click.echo(
        f"{len(found.meetings)} meetings of weight {found.weight:g}, {found.ratio:.4f} of the bound {found.bound:g}; "
        f"{len(found.without_meeting)} without a meeting; {found.gaps} gaps; {found.seconds:.1f} s.",
        err=True,
    )
    for line in said:
        click.echo(line, err=True)
