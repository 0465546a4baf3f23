"""`tokka django`: the framework's own commands, such as migrate and createsuperuser."""

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("words", nargs=-1)
def command(words: tuple[str, ...]) -> None:
    """Run a command of Django: migrate, createsuperuser, shell, …"""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["tokka django", *words])
