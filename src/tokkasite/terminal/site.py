"""What the commands share: opening the site, and speaking of clusters and days."""

import json
from datetime import date
from typing import Any

import click
import django
from django.db import OperationalError, ProgrammingError


class Day(click.ParamType):
    """A day written as 2026-11-24."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day. Write year, month and day, such as 2026-11-24.", param, ctx)


def open_site() -> None:
    """Start Django, and name the command in its audit lines. Called inside it, so that `tokka --help` stays instant."""
    django.setup()
    from tokkasite.accounts.audit import command_named

    if context := click.get_current_context(silent=True):
        context.with_resource(command_named(context.command_path))


def today() -> date:
    """The clock of the terminal, read here and nowhere below."""
    from django.utils.timezone import localdate

    return localdate()


def find_cluster(key: str) -> Any:
    from tokkasite.register.models import Cluster

    try:
        found = Cluster.objects.select_related("host").filter(key=key).first()
        known = ", ".join(Cluster.objects.values_list("key", flat=True))
    except (OperationalError, ProgrammingError) as fault:
        raise click.ClickException(
            f"The database is not ready ({fault}). Run `./run demo --no-serve` first."
        ) from fault
    if found is None:
        raise click.ClickException(f"There is no cluster {key!r}. There are: {known or 'none; run ./run demo first'}.")
    return found


def print_json(thing: object) -> None:
    click.echo(json.dumps(thing, ensure_ascii=False, indent=2, default=str))
