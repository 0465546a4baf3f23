"""`tokka clusters`: which clusters there are."""

import click

from tokkasite.terminal.site import open_site, print_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a list of key, name and host.")
def command(as_json: bool) -> None:
    """List the clusters with their hosts."""
    open_site()
    from django.utils import translation

    from tokkasite.register.models import Cluster

    with translation.override("en"):
        rows = [
            {"key": cluster.key, "name": str(cluster), "host": str(cluster.host)}
            for cluster in Cluster.objects.select_related("host")
        ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['key']:<20} {row['name']} (host: {row['host']})")
    if not rows:
        click.echo("There is no cluster yet. Run ./run demo for the demo region, or add one in the admin.")
