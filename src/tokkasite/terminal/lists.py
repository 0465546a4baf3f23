"""`tokka lists`: look at a list before it is imported. Needs no database."""

import json
from pathlib import Path
from typing import Any

import click

from tokka.likeness.duplicates import find_duplicates
from tokka.likeness.model import Body, Pair
from tokka.tables.lists import Listing, preview, read_list
from tokka.tables.model import Row, Table, WrongTable
from tokka.tables.organisations import ORGANISATIONS
from tokka.tables.people import PARTICIPATIONS, PERSONS
from tokka.tables.work import TABLES_OF_WORK

TABLES = {table.key: table for table in (ORGANISATIONS, PERSONS, PARTICIPATIONS, *TABLES_OF_WORK)}

file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
sheet_option = click.option("--sheet", help="The sheet of a workbook; else the one whose headings are understood best.")
map_option = click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="HEADING=COLUMN",
    help="Give a heading its column; no column leaves it out.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def command() -> None:
    """Read a list and say what is in it, without a database."""


def mapping_of(table: Table, mapping: tuple[str, ...]) -> dict[str, str]:
    """What --map says of the headings."""
    keys = {column.key for column in table.columns} | {""}
    given = {}
    for one in mapping:
        heading, equals, key = one.rpartition("=")
        if not equals or key not in keys:
            names = ", ".join(sorted(keys - {""}))
            raise click.ClickException(f"--map {one}: write HEADING=COLUMN with one of these columns: {names}.")
        given[heading] = key
    return given


def listing_of(table: Table, file: Path, mapping: tuple[str, ...], sheet: str | None) -> Listing:
    given = mapping_of(table, mapping)
    try:
        return read_list(table, file.read_bytes(), file.name, mapping=given, sheet=sheet)
    except WrongTable as fault:
        raise click.ClickException(str(fault)) from fault


@command.command()
@file_argument
@click.option("--table", type=click.Choice(list(TABLES)), default="organisations", show_default=True)
@sheet_option
@map_option
@json_option
def read(file: Path, table: str, sheet: str | None, mapping: tuple[str, ...], as_json: bool) -> None:
    """Say how FILE is written, what its headings mean, and what becomes of every line."""
    listing = listing_of(TABLES[table], file, mapping, sheet)
    if as_json:
        click.echo(json.dumps(told(listing), ensure_ascii=False, indent=2, default=str))
    else:
        print_listing(listing)


def told(listing: Listing) -> dict[str, Any]:
    return {
        "form": listing.form,
        "sheet": listing.sheet,
        "encoding": listing.encoding,
        "delimiter": listing.delimiter,
        "header": listing.header,
        "marks": dict(listing.marks),
        "columns": [
            {"heading": one.heading, "column": one.column, "confidence": one.confidence, "why": str(one.why)}
            for one in listing.matches
        ],
        "counts": counts_of(listing),
        "refused": [note for row in listing.refused for note in notes_of(row)],
        "set_aside": [
            {"row": one.number, "holds": one.holds, "says": str(one.says), "remedy": str(one.remedy)}
            for one in listing.aside
        ],
        "repairs": [{"row": one.row, "column": one.column, "says": str(one.says)} for one in listing.repairs],
        "remarks": [str(remark) for remark in listing.remarks],
        "preview": preview(listing),
    }


def counts_of(listing: Listing) -> dict[str, int]:
    return {
        "lines": listing.lines,
        "headings": len(listing.header),
        "rows": len(listing.rows),
        "refused": len(listing.refused),
        "set_aside": len(listing.aside),
        "blank": listing.blank,
        "unaccounted": listing.unaccounted,
    }


def notes_of(row: Row) -> list[dict[str, object]]:
    return [
        {"row": row.number, "column": note.column, "says": str(note.says), "remedy": str(note.remedy)}
        for note in row.notes
    ]


def print_listing(listing: Listing) -> None:
    how = [listing.form, listing.sheet, listing.encoding, repr(listing.delimiter) if listing.delimiter else ""]
    click.echo(f"Read as {', '.join(filter(None, how))}.")
    for match in listing.matches:
        taken = match.column if match.is_sure else f"not used (perhaps {match.column})" if match.column else "not used"
        click.echo(f"  {match.heading!r}: {taken}, {match.confidence:.2f}. {match.why}")
    for column, mark in listing.marks.items():
        click.echo(f"  {column}: {mark or 'no common mark'}")
    for remark in listing.remarks:
        click.echo(str(remark))
    for aside in listing.aside:
        click.echo(f"row {aside.number} set aside: {aside.holds}. {aside.says} {aside.remedy}")
    for note in (note for row in listing.refused for note in notes_of(row)):
        click.echo(f"row {note['row']} refused: {note['column'] or 'row'}: {note['says']} {note['remedy']}")
    if listing.repairs:
        click.echo(f"{len(listing.repairs)} repairs; --json lists them.")
    click.echo(", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts_of(listing).items()) + ".")


@command.command()
@file_argument
@sheet_option
@map_option
@json_option
def duplicates(file: Path, sheet: str | None, mapping: tuple[str, ...], as_json: bool) -> None:
    """Show the rows of a list of organisations that may be one, with the reasons, and the units of one body."""
    listing = listing_of(ORGANISATIONS, file, mapping, sheet)
    bodies = [body_of(row) for row in listing.rows if row.text("name")]
    found = find_duplicates(bodies)
    names = {body.key: body.name for body in bodies}
    if as_json:
        pairs = [pair_told(pair) for pair in found.pairs]
        families = [{"name": one.name, "rows": one.members} for one in found.families]
        click.echo(
            json.dumps({"rows": found.count, "pairs": pairs, "families": families}, ensure_ascii=False, indent=2)
        )
        return
    for pair in found.pairs:
        first, second = (f"row {key} {names[key]}" for key in (pair.first, pair.second))
        click.echo(f"{pair.score:.2f} {pair.likely}: {first} | {second}")
        for reason in pair.reasons:
            click.echo(f"    {reason.what} {reason.bits:+.1f}: {reason.says}")
    for family in found.families:
        click.echo(f"one body: {family.name}: rows {', '.join(map(str, family.members))}")
    click.echo(
        f"{found.count} rows, {len(found.same)} pairs are likely one, {len(found.pairs) - len(found.same)} perhaps."
    )


def body_of(row: Row) -> Body:
    return Body(row.number, row.text("name"), row.text("business_id"), row.text("municipality"), row.text("url"))


def pair_told(pair: Pair) -> dict[str, object]:
    return {
        "first_row": pair.first,
        "second_row": pair.second,
        "score": round(pair.score, 4),
        "likely": str(pair.likely),
        "reasons": [{"what": one.what, "says": str(one.says), "bits": round(one.bits, 2)} for one in pair.reasons],
    }
