"""`tokka words`: compile the translations, so that the site speaks every language that it knows."""

from pathlib import Path

import click
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parents[1] / "locale"


def compile_words() -> int:
    """Write a .mo beside every .po that is newer than it. Returns how many were written."""
    written = 0
    for source in sorted(LOCALES.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text, target.open("wb") as compiled:
            write_mo(compiled, read_po(text))
        written += 1
    return written


@click.command()
def command() -> None:
    """Compile the translations that have changed."""
    click.echo(f"{compile_words()} translation files compiled.")
