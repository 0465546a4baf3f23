"""`tokka django`: the framework's own commands, such as migrate and createsuperuser."""

import click

from tokkasite.terminal.site import open_site

WRITERS = ("createsuperuser", "changepassword", "loaddata", "shell", "dbshell")
"""What may change what people keep: each run leaves a line in the audit trail."""


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("words", nargs=-1)
def command(words: tuple[str, ...]) -> None:
    """Run a command of Django: migrate, createsuperuser, shell, …"""
    from django.core.management import execute_from_command_line

    if words and words[0] in WRITERS:
        open_site()
        from tokkasite.register.actions import note_command

        note_command(words=words[0])
    execute_from_command_line(["tokka django", *words])
