"""`tokka night`: what the night does, in its order."""

import click

from tokkasite.terminal.site import Day, open_site, today


@click.command()
@click.option("--day", type=Day(), default=None, help="The day to act for, such as 2026-06-30. Default: today.")
@click.option("--list", "only_list", is_flag=True, help="Say what would be done, and do nothing.")
def command(day: object, only_list: bool) -> None:
    """Do the nightly actions, one after another. Run it once a night, by cron or a systemd timer."""
    open_site()
    from django.conf import settings
    from django.utils import translation
    from django.utils.module_loading import import_string

    translation.activate("en")
    failed = []
    for action in import_string(settings.NIGHT):
        if only_list:
            click.echo(f"{action.key}: {action.label}")
            continue
        try:
            count = action.act(day=day or today())
        except Exception as fault:  # noqa: BLE001 -- one action that fails does not keep the next from its work
            failed.append(action.key)
            click.echo(f"{action.key}: failed: {fault}", err=True)
        else:
            click.echo(f"{action.key}: {count}")
    if failed:
        raise click.ClickException(f"Failed: {', '.join(failed)}. The others are done.")
