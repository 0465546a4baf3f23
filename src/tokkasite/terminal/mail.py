"""`tokka file-mail`: copied messages become contacts."""

import shutil
from pathlib import Path

import click

from tokkasite.terminal.site import find_cluster, open_site, today


def move(file: Path, folder: str, why: str) -> None:
    """Put the file into the folder beside it, under a name that is free, and a line why into the folder's list."""
    place = file.parent / folder
    place.mkdir(exist_ok=True)
    target, number = place / file.name, 1
    while target.exists():
        number += 1
        target = place / f"{file.stem} ({number}){file.suffix}"
    shutil.move(file, target)
    with (place / "why.txt").open("a", encoding="utf-8") as lines:
        lines.write(f"{target.name}: {why}\n")
    click.echo(f"{folder}: {file.name}: {why}")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--cluster", "key", required=True, help="The cluster to which the messages belong.")
@click.option(
    "--open", "is_open", is_flag=True, help="Keep subjects in the open. Without it they are confidential notes."
)
def command(folder: Path, key: str, is_open: bool) -> None:
    """File the .eml messages of a folder as contacts with those who take part.

    A message goes to filed/ or, with the reason in why.txt, to unmatched/. The same message is never filed twice.
    """
    open_site()
    from django.core.exceptions import ValidationError
    from django.utils import translation
    from django.utils.timezone import get_default_timezone

    from tokka.tables.messages import LARGEST_HEAD, read_message
    from tokka.tables.model import WrongTable
    from tokkasite.journal.actions import file_message

    cluster = find_cluster(key)
    for file in sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() == ".eml"):
        with file.open("rb") as content:
            head = content.read(LARGEST_HEAD)
        with translation.override("en"):
            try:
                message = read_message(head, file.name, get_default_timezone())
                contacts, was_filed = file_message(cluster=cluster, message=message, today=today(), is_open=is_open)
            except WrongTable as wrong:
                move(file, "unmatched", f"{wrong.says} {wrong.remedy}")
                continue
            except ValidationError as wrong:
                move(file, "unmatched", " ".join(wrong.messages))
                continue
        names = ", ".join(str(contact.organisation) for contact in contacts)
        before = "filed before" + (f"; now also with {names}" if names else "")
        move(file, "filed", before if was_filed else f"contact with {names}")
