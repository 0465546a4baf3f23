"""`tokka demo`: from nothing to the demo region, its readiness on the terminal, and the site."""

import os
import secrets
import time
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click

from tokkasite.terminal.site import open_site, today
from tokkasite.terminal.words import compile_words

DATA = Path(os.environ.get("TOKKA_DATA", "data"))


def say(text: str) -> None:
    click.echo(f"· {text}")


def prepare_folder(*, fresh: bool) -> None:
    """The data folder with its secret key. With `fresh`, the demo's own database is made anew."""
    if fresh and (DATA / "demo").exists():
        for left in DATA.glob("tokka.sqlite3*"):
            left.unlink()
        (DATA / "demo").unlink()
    elif fresh and (DATA / "tokka.sqlite3").exists():
        raise click.ClickException(
            f"{DATA / 'tokka.sqlite3'} was not made by the demo, so it stays. Set TOKKA_DATA to another folder."
        )
    DATA.mkdir(parents=True, exist_ok=True)
    keep_secret(DATA / "secret_key", secrets.token_urlsafe(50))
    keep_secret(DATA / "pool_key", secrets.token_hex(32))
    keep_secret(DATA / "pool_secret", secrets.token_urlsafe(32))


def keep_secret(file: Path, drawn: str) -> None:
    """Write what was drawn where nobody else reads it. What is there already stays."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(drawn, encoding="utf-8")


def prepare_database() -> None:
    from django.core.management import call_command

    say("Bringing the database to this version")
    call_command("migrate", verbosity=0, interactive=False)
    say("Collecting styles and scripts")
    call_command("collectstatic", verbosity=0, interactive=False)


def print_readiness(day: date) -> None:
    """For each cluster and rule set: met, missed, unknown, what blocks, and the seconds that it took."""
    from django.utils import translation

    from tokka.excellence.assess import assess
    from tokkasite.excellence.readers import book_of, families
    from tokkasite.register.models import Cluster

    click.echo(f"\nReadiness on {day}")
    with translation.override("en"):
        for cluster in Cluster.objects.select_related("host"):
            began = time.perf_counter()
            book = book_of(cluster)
            reading = time.perf_counter() - began
            click.echo(f"\n{cluster} (host: {cluster.host}; records read in {reading:.2f} s)")
            for family in families():
                print_line(family, partial(assess, book, day, family))


def print_people() -> None:
    """As whom one may look around, and how."""
    from django.utils import translation

    from tokkasite.accounts.models import User
    from tokkasite.accounts.readers import DEMO_DOMAIN

    click.echo("\nWhom to be, by one click on the page of signing in")
    with translation.override("en"):
        people = User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}").order_by("pk")
        for person in people.prefetch_related("mandates__cluster"):
            for mandate in person.mandates.all():
                until = f", until {mandate.until_on}" if mandate.until_on else ""
                click.echo(f"  {person!s:<20} {mandate.get_role_display()}, {mandate.cluster or 'the region'}{until}")


def print_line(family: Any, assess_now: Any) -> None:
    began = time.perf_counter()
    assessment = assess_now()
    seconds = time.perf_counter() - began
    counts = " ".join(f"{outcome} {count:>2} " for outcome, count in assessment.summary.items())
    blocks = ", ".join(finding.rule.number or finding.rule.key for finding in assessment.blockers) or "nothing"
    click.echo(f"  {family.key:<15} {counts} {seconds:6.3f} s  blocks: {blocks}")


@click.command()
@click.option("--no-serve", is_flag=True, help="Do all but serving, and end.")
@click.option("--port", default=8000, show_default=True, help="Where to serve.")
@click.option("--fresh", is_flag=True, help="Make the demo region anew, up to today.")
def command(no_serve: bool, port: int, fresh: bool) -> None:
    """Make the demo region Lapland, print its readiness, and serve the site."""
    began = time.perf_counter()
    os.environ |= {"TOKKA_DEMO": "1", "TOKKA_URL": f"http://localhost:{port}"}
    prepare_folder(fresh=fresh)
    compile_words()
    open_site()
    from tokkasite.demo.region import build

    prepare_database()
    say("Building the demo region Lapland")
    build(today=today(), say=say)
    (DATA / "demo").touch()
    print_readiness(today())
    print_people()
    click.echo(f"\nReady in {time.perf_counter() - began:.1f} s.")
    if not no_serve:
        from tokkasite.terminal.serve import serve

        serve(port)
