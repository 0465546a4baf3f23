"""`tokka docs`: write the reference pages that are made from the code."""

from pathlib import Path

import click

PAGES = Path("docs/reference")


@click.command()
def command() -> None:
    """Write docs/reference/rules.md anew. Run it in the folder of the project."""
    from tokka.rulebook.pages import rules_page

    if not PAGES.is_dir():
        raise click.ClickException("There is no docs/reference here. Run this command in the folder of the project.")
    (PAGES / "rules.md").write_text(rules_page(), encoding="utf-8")
    click.echo("docs/reference/rules.md is written.")
