"""`tokka serve`: the site, in one process."""

import os

import click

from tokkasite.terminal.site import open_site


def serve(port: int, host: str = "127.0.0.1") -> None:
    """Serve until stopped. Two threads: one reads while the other waits for the database."""
    from granian import Granian
    from granian.constants import Interfaces

    click.echo(f"Tokka is at http://localhost:{port}/ (stop it with Ctrl+C)")
    Granian(
        "tokkasite.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_level="warning",
    ).serve()


@click.command()
@click.option("--port", default=8000, show_default=True, help="Where to serve.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
def command(port: int, host: str) -> None:
    """Serve the site of the database in TOKKA_DATA or DATABASE_URL."""
    open_site()
    os.environ.setdefault("TOKKA_URL", f"http://localhost:{port}")
    serve(port, host)
