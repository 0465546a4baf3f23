"""`tokka words`: compile the translations; with `--collect`, gather what is to be translated."""

import os
import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile

import click
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCES = Path(__file__).resolve().parents[2]
"""Where both wings lie: the library's labels are collected with the site's."""
LOCALES = SOURCES / "tokkasite" / "locale"
LANGUAGES = ("fi",)


def compile_words() -> int:
    """Write a .mo beside every .po that is newer than it. Returns how many were written.

    Each takes its place whole: a command that starts meanwhile never reads half of one.
    """
    written = 0
    for source in sorted(LOCALES.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text, NamedTemporaryFile(dir=target.parent, delete=False) as compiled:
            write_mo(compiled, read_po(text))
        whole = Path(compiled.name)
        whole.chmod(0o644)
        whole.replace(target)
        written += 1
    return written


def collect_words() -> None:
    """Bring every .po to the sentences that both wings say now. Translations that are there stay."""
    from django.core.management import call_command

    if shutil.which("xgettext") is None:
        raise click.ClickException("GNU gettext is not on this machine. On Debian or Ubuntu: sudo apt install gettext")
    LOCALES.mkdir(exist_ok=True)
    here = Path.cwd()
    os.chdir(SOURCES)  # the framework's command collects from where it stands
    try:
        call_command("makemessages", locale=list(LANGUAGES), no_obsolete=True, add_location="file", verbosity=0)
    finally:
        os.chdir(here)


@click.command()
@click.option("--collect", is_flag=True, help="Gather new sentences into the .po files (needs GNU gettext).")
def command(collect: bool) -> None:
    """Compile the translations that have changed."""
    if collect:
        from tokkasite.terminal.site import open_site

        open_site()
        collect_words()
    click.echo(f"{compile_words()} translation files compiled.")
