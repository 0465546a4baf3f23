"""`tokka dossier`: the dossier of a cluster as PDF, and the evidence as ZIP."""

import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import click

from tokkasite.terminal.site import Day, find_cluster, open_site, today

LABELS = ("bronze", "silver", "gold")


def find_round(cluster: Any, family: Any, label: str, day: date | None) -> tuple[Any, Any, str]:
    """The round that was handed in last for the label, else the open one, else a draft by the journal alone."""
    from tokkasite.excellence.actions import drafted
    from tokkasite.excellence.models import Round
    from tokkasite.excellence.readers import book_of
    from tokkasite.excellence.rounds import items_of

    kept = Round.objects.filter(cluster=cluster, family=family.key, label=label).select_related("cluster__host")
    if day is None and (found := kept.exclude(frozen_on=None).first() or kept.first()):
        state = "handed in" if found.is_frozen else "still open"
        return found, items_of(found), f"the round of {found.day}, {state}"
    on = day or today()
    found, items = drafted(cluster=cluster, family=family, label=label, day=on, book=book_of(cluster))
    return found, items, f"a draft of {on}, by the journal alone"


@click.command()
@click.option("--cluster", "key", required=True, help="The key of a cluster; see `tokka clusters`.")
@click.option("--label", type=click.Choice(LABELS), required=True, help="The label that is aimed at.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where to write the PDF.")
@click.option("--zip", "archive", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the evidence.")
@click.option("--rules", "family_key", default="ecei_reference", show_default=True, help="The rule set.")
@click.option("--day", type=Day(), default=None, help="A draft of this day. Default: the last round, else today.")
@click.option("--lang", type=click.Choice(["en", "fi"]), default="en", show_default=True, help="The language.")
def command(
    key: str, label: str, out: Path, archive: Path | None, family_key: str, day: date | None, lang: str
) -> None:
    """Write the dossier of a cluster: one accessible PDF, and one ZIP with every piece of evidence."""
    began = time.perf_counter()
    open_site()
    from tokkasite.excellence.dossier import Material, produce, steps_of
    from tokkasite.excellence.readers import families
    from tokkasite.terminal.rules import family_for

    cluster, family = find_cluster(key), family_for(family_key)
    found, items, says = find_round(cluster, family, label, day)
    material = Material(found, items, families(), today(), lang)
    places = [out, *([archive] if archive else [])]
    for place in places:
        if not place.absolute().parent.is_dir():
            raise click.ClickException(f"There is no folder {place.absolute().parent}. Make it, or write elsewhere.")
    with ExitStack() as kept:
        # Written beside, and put in place when whole: a stop leaves the file of before as it was.
        files = [kept.enter_context(NamedTemporaryFile(dir=place.absolute().parent)) for place in places]
        with click.progressbar(produce(material, *files), length=steps_of(material), label="Dossier") as steps:
            for _done in steps:
                pass
        for place, file in zip(places, files, strict=True):
            file.seek(0)
            place.write_bytes(file.read())
    click.echo(f"{out}: {says}. {time.perf_counter() - began:.1f} s")
