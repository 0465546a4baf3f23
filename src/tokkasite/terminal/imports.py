"""`tokka import`: lists of other people's making."""

from pathlib import Path
from typing import Any

import click

from tokkasite.terminal.lists import TABLES, mapping_of
from tokkasite.terminal.site import find_cluster, open_site, print_json, today


@click.group()
def command() -> None:
    """Import lists: CSV, TSV, Excel, OpenDocument, JSON or YAML.

    An import that was interrupted goes on where it stopped when it is given the same file again.
    """


def verdict_row(verdict: Any) -> dict[str, object]:
    return {
        "row": verdict.row,
        "name": verdict.name,
        "verdict": verdict.verdict,
        "same_as_row": verdict.same_as_row,
        "notes": [{"column": one.column, "says": str(one.says), "remedy": str(one.remedy)} for one in verdict.notes],
    }


def print_report(report: Any) -> None:
    sheet = report.sheet
    click.echo(
        f"Read as {sheet.encoding}, delimiter {sheet.delimiter!r}. Not used: {', '.join(sheet.ignored) or 'nothing'}."
    )
    for one in sheet.aside:
        click.echo(f"row {one.number} is no row of the list: {one.holds}. {one.says} {one.remedy}")
    for verdict in report.verdicts:
        same = f" (row {verdict.same_as_row})" if verdict.same_as_row else ""
        if verdict.notes or same:
            click.echo(f"row {verdict.row}: {verdict.verdict}{same}: {verdict.name}")
        for one in verdict.notes:
            click.echo(f"    {one.column or 'row'}: {one.says} {one.remedy}")
    counts = ", ".join(f"{count} {name}" for name, count in report.counts.items())
    click.echo(f"{len(report.verdicts)} rows: {counts}.{' Dry run: nothing was written.' if report.is_dry_run else ''}")


def told(report: Any, file: Path) -> dict[str, object]:
    sheet = report.sheet
    return {
        "file": str(file),
        "table": report.table,
        "form": sheet.form,
        "encoding": sheet.encoding,
        "delimiter": sheet.delimiter,
        "ignored": sheet.ignored,
        "columns": dict(sheet.columns),
        "remarks": [str(remark) for remark in sheet.remarks],
        "aside": [
            {"row": one.number, "holds": one.holds, "says": str(one.says), "remedy": str(one.remedy)}
            for one in sheet.aside
        ],
        "repairs": [{"row": one.row, "column": one.column, "says": str(one.says)} for one in sheet.repairs],
        "dry_run": report.is_dry_run,
        "counts": report.counts,
        "rows": [verdict_row(verdict) for verdict in report.verdicts],
    }


def import_of(table: str) -> click.Command:
    """The command for one kind of list. Organisations belong to no cluster; every other list is about one."""

    def run(file: Path, dry_run: bool, as_json: bool, mapping: tuple[str, ...], cluster: str | None = None) -> None:
        given = mapping_of(TABLES[table], mapping)
        open_site()
        from tokka.tables.model import WrongTable
        from tokkasite.lists.actions import import_list
        from tokkasite.register.actions import load_region

        load_region()
        about = find_cluster(cluster) if cluster else None
        try:
            report = import_list(
                table=table,
                content=file.read_bytes(),
                file_name=file.name,
                day=today(),
                cluster=about,
                dry_run=dry_run,
                mapping=given,
            )
        except WrongTable as fault:
            raise click.ClickException(str(fault)) from fault
        print_json(told(report, file)) if as_json else print_report(report)

    options = [
        click.Argument(["file"], type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.Option(["--dry-run"], is_flag=True, help="Say what would happen, and write nothing."),
        click.Option(
            ["--map", "mapping"],
            multiple=True,
            metavar="HEADING=COLUMN",
            help="Give a heading its column; no column leaves it out.",
        ),
        click.Option(["--json", "as_json"], is_flag=True, help="Print the verdict of every row as JSON."),
    ]
    if table != "organisations":
        options.insert(1, click.Option(["--cluster"], required=True, metavar="KEY", help="The cluster it is about."))
    label = TABLES[table].label.lower()
    return click.Command(table, params=options, callback=run, help=f"Import a list of {label}.")


for key in TABLES:
    command.add_command(import_of(key))
