"""`tokka past-projects`: lists of funded projects, read for the organisations of the register."""

from pathlib import Path
from typing import Any

import click

from tokkasite.terminal.site import open_site, print_json

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--kind", type=click.Choice(["cordis", "structural"]), required=True, help="Whose list it is.")
@click.option("--projects", type=FILE, required=True, help="Projects; for structural funds with beneficiaries.")
@click.option("--organisations", type=FILE, default=None, help="CORDIS: the file of organisations.")
@click.option("--participations", type=FILE, default=None, help="CORDIS: participations, where they are apart.")
@click.option("--dry-run", is_flag=True, help="Say what would be kept, and keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one object.")
def command(
    kind: str,
    projects: Path,
    organisations: Path | None,
    participations: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read what programmes publish of funded projects, and keep what is about organisations of the register.

    A row is matched by business id, by name, or nearly by name; the last kind waits for somebody's decision.
    """
    open_site()
    from django.core.exceptions import ValidationError
    from django.utils.timezone import now

    from tokka.tables.model import WrongTable
    from tokkasite.applications.actions import import_past

    files = [(file.name, file.read_bytes()) for file in (projects, organisations, participations) if file]
    try:
        made, found = import_past(kind=kind, files=files, now=now(), by=None, is_dry_run=dry_run)
    except (WrongTable, ValidationError) as wrong:
        raise click.ClickException(" ".join(getattr(wrong, "messages", [str(wrong)]))) from wrong
    if as_json:
        print_json({"dry_run": dry_run, "counts": made.counts, "rows": [row_of(one) for one in found]})
        return
    for one in found:
        state = "there already" if one.is_there else one.verdict
        click.echo(f"row {one.row.row}: {state}: {one.row.organisation} = {one.organisation}: {one.row.title[:80]}")
    for fault in made.faults[:20]:
        click.echo(f"kept apart, row {fault['row']}: {fault['says']['message'] % fault['says']['values']}", err=True)
    counts = ", ".join(f"{count} {name}" for name, count in made.counts.items())
    click.echo(f"{counts}.{' Dry run: nothing was written.' if dry_run else ''}")


def row_of(one: Any) -> dict[str, object]:
    return {
        "row": one.row.row,
        "source": one.row.source,
        "reference": one.row.reference,
        "name": one.row.organisation,
        "organisation": one.organisation.name,
        "verdict": one.verdict,
        "is_there": one.is_there,
    }
