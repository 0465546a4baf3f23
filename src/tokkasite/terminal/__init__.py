"""The `tokka` command: one file per command, loaded when it is asked for."""

import importlib
import os
import sys

import click

COMMANDS = {  # the order is the order of the help page
    "demo": "demo",
    "serve": "serve",
    "clusters": "clusters",
    "assess": "assess",
    "dossier": "dossier",
    "rules": "rules",
    "benchmark": "benchmark",
    "import": "imports",
    "lists": "lists",
    "funding": "funding",
    "past-projects": "past_projects",
    "partners": "partners",
    "symbiosis": "symbiosis",
    "leakage": "leakage",
    "file-mail": "mail",
    "check-companies": "companies",
    "night": "night",
    "words": "words",
    "docs": "docs",
    "django": "django",
}


class Tokka(click.Group):
    """Commands by name. Only the one that runs is imported, so the terminal answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return importlib.import_module(f"tokkasite.terminal.{COMMANDS[name]}").command


@click.command(cls=Tokka)
@click.version_option(package_name="tokka", message="%(version)s")
def tokka() -> None:
    """Manage a region's clusters from the terminal."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tokkasite.config.settings")
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding still gets every line; letters that it lacks become question marks.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    tokka()
