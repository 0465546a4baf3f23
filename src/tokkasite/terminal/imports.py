"""`tokka import`: lists of other people's making."""

from pathlib import Path
from typing import Any

import click

from tokkasite.terminal.site import open_site, print_json


@click.group()
def command() -> None:
    """Import lists."""


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


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict of every row as JSON.")
def organisations(file: Path, dry_run: bool, as_json: bool) -> None:
    """Import organisations from CSV, TSV, Excel, JSON or YAML.

    An import that was interrupted goes on where it stopped when it is given the same file again.
    """
    open_site()
    from tokka.tables.model import WrongTable
    from tokkasite.register.actions import import_organisations, load_region

    load_region()
    try:
        report = import_organisations(content=file.read_bytes(), file_name=file.name, dry_run=dry_run)
    except WrongTable as fault:
        raise click.ClickException(str(fault)) from fault
    if not as_json:
        print_report(report)
        return
    print_json(
        {
            "file": str(file),
            "form": report.sheet.form,
            "encoding": report.sheet.encoding,
            "delimiter": report.sheet.delimiter,
            "ignored": report.sheet.ignored,
            "columns": dict(report.sheet.columns),
            "remarks": [str(remark) for remark in report.sheet.remarks],
            "aside": [
                {"row": one.number, "holds": one.holds, "says": str(one.says), "remedy": str(one.remedy)}
                for one in report.sheet.aside
            ],
            "repairs": [{"row": one.row, "column": one.column, "says": str(one.says)} for one in report.sheet.repairs],
            "dry_run": dry_run,
            "counts": report.counts,
            "rows": [verdict_row(verdict) for verdict in report.verdicts],
        }
    )
