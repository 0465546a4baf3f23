"""How fast the register is: lists, search, files and imports with many organisations and participations.

Ours is asked as a browser asks, through the whole stack but for the socket. The floor is what the database alone takes:
rows written by `executemany`, and the same rows fetched and thrown away. The peer is django-import-export, which most
Django sites would take for lists.

    .venv/bin/python benchmarks/register.py [--quick]        1,000 or 100,000 organisations, SQLite
    DATABASE_URL=postgres://… .venv/bin/python benchmarks/register.py
"""

import argparse
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

FIRST = [
    "Poro",
    "Kelo",
    "Hirvi",
    "Kuukkeli",
    "Jänkä",
    "Tunturi",
    "Routa",
    "Kaira",
    "Ruska",
    "Naava",
    "Halla",
    "Suvanto",
]
SECOND = [
    "puu",
    "palvelu",
    "kone",
    "rakennus",
    "matkailu",
    "kuljetus",
    "energia",
    "malmi",
    "marja",
    "kala",
    "metsä",
    "tila",
]
PAGES = {
    "list, first page": "/en/organisations/",
    "list, page 40": "/en/organisations/?page=40",
    "list, one role and place": "/en/organisations/?role=research&municipality=1",
    "list, one cluster": "/en/organisations/?cluster=1",
    "list, part of a name": "/en/organisations/?q=kuukkelimalmi",
    "search, a word": "/en/search/?q=kuukkelimalmi",
    "search, misspelt": "/en/search/?q=kukkelimlmi",
}


def timed(deed: Callable[[], object], times: int) -> tuple[float, float, object]:
    """Median wall and CPU seconds of a deed, and what it gave."""
    walls, cpus, given = [], [], None
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        given = deed()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return statistics.median(walls), statistics.median(cpus), given


def fill(count: int) -> None:
    """So many organisations, three participations for each, in three clusters, by a fixed seed."""
    from tests.builders import make_cluster, make_user
    from tokkasite.register.actions import load_region
    from tokkasite.register.models import Identifier, Municipality, Organisation, Participation, searchable

    chance = random.Random(20261124)
    load_region()
    places = list(Municipality.objects.values_list("pk", flat=True))
    clusters = [make_cluster(key) for key in ("one", "two", "three")]
    names = [f"{chance.choice(FIRST)}{chance.choice(SECOND)} {number} Oy" for number in range(count)]
    roles = ["company"] * 8 + ["research", "education"]
    bodies = Organisation.objects.bulk_create(
        (
            Organisation(
                name=name,
                search_name=searchable(name),
                role=chance.choice(roles),
                municipality_id=chance.choice(places),
            )
            for name in names
        ),
        batch_size=5000,
    )
    Identifier.objects.bulk_create(
        (Identifier(organisation=one, scheme="list", value=str(n), source="bench") for n, one in enumerate(bodies)),
        batch_size=5000,
    )
    Participation.objects.bulk_create(
        (
            Participation(cluster=cluster, organisation=one, from_on=date(2024, 1, 1 + chance.randrange(28)))
            for one in bodies
            for cluster in clusters
        ),
        batch_size=5000,
    )
    make_user("manager", clusters[0])
    make_user("coordinator", None)


def list_of(count: int, start: int) -> bytes:
    """A list of organisations that the register does not hold."""
    rows = "".join(f"{FIRST[n % 12]}{SECOND[n % 11]} uusi {start + n} Oy;yritys;Kemi\n" for n in range(count))
    return f"name;kind;municipality\n{rows}".encode()


def pages(times: int) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tokkasite.accounts.models import User

    print(f"\n{'page':<34}{'reader':<14}{'ms':>8}{'CPU ms':>8}{'queries':>9}")
    call_command("collectstatic", verbosity=0)
    for user in User.objects.all():
        client = Client()
        client.force_login(user)
        for name, address in PAGES.items():
            client.get(address)
            wall, cpu, _ = timed(lambda client=client, address=address: client.get(address), times)
            with CaptureQueriesContext(connection) as caught:
                client.get(address)
            role = user.mandates.first().role
            print(f"{name:<34}{role:<14}{wall * 1000:>8.1f}{cpu * 1000:>8.1f}{len(caught):>9}")


def files(count: int) -> None:
    from django.db import connection
    from django.test import Client

    from tokkasite.accounts.models import User

    client = Client()
    client.force_login(User.objects.first())

    def taken(kind: str) -> int:
        return sum(len(piece) for piece in client.get(f"/en/organisations/export.{kind}").streaming_content)

    def floor() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, search_name, role, municipality_id, website, source_title FROM register_organisation"
            )
            return sum(1 for _ in cursor.fetchall())

    print(f"\n{'file of ' + format(count, ',') + ' rows':<34}{'s':>8}{'CPU s':>8}{'MB':>8}{'ratio':>8}")
    least, cpu, _ = timed(floor, 3)
    print(f"{'floor: fetch the rows':<34}{least:>8.2f}{cpu:>8.2f}{'':>8}{1:>8.1f}")
    for kind in ("csv", "xlsx"):
        wall, cpu, size = timed(lambda kind=kind: taken(kind), 1)
        print(f"{'ours: ' + kind:<34}{wall:>8.2f}{cpu:>8.2f}{size / 1e6:>8.1f}{wall / least:>8.1f}")


def imports(count: int) -> None:
    import tablib
    from django.db import connection, transaction
    from import_export import resources

    from tokkasite.register.actions import import_organisations
    from tokkasite.register.models import Organisation

    class Peer(resources.ModelResource):
        class Meta:
            model = Organisation
            fields = ("name", "role")
            import_id_fields = ("name",)
            use_bulk = True
            batch_size = 1000

    content = list_of(count, 0)
    print(f"\n{'import of ' + format(count, ',') + ' rows':<34}{'s':>8}{'CPU s':>8}{'rows/s':>9}{'ratio':>8}")

    def floor() -> None:
        rows = [(f"Floor {n} Oy", f"floor {n} oy", "company", "", False, "", "") for n in range(count)]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO register_organisation"
                " (name, search_name, role, website, is_invented, source_title, source_url)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                rows,
            )
            transaction.set_rollback(True)

    def peer() -> None:
        rows = [(f"Peer {n} Oy", "company") for n in range(count)]
        with transaction.atomic():
            Peer().import_data(tablib.Dataset(*rows, headers=["name", "role"]), raise_errors=True)
            transaction.set_rollback(True)

    least, cpu, _ = timed(floor, 1)
    print(f"{'floor: executemany':<34}{least:>8.2f}{cpu:>8.2f}{count / least:>9.0f}{1:>8.1f}")
    for name, deed in (
        ("ours, dry run", lambda: import_organisations(content=content, file_name="bench.csv", dry_run=True)),
        ("ours", lambda: import_organisations(content=content, file_name="bench.csv")),
        ("ours, the same list again", lambda: import_organisations(content=content, file_name="bench.csv")),
        ("peer: django-import-export, bulk", peer),
    ):
        wall, cpu, report = timed(deed, 1)
        told = {name: n for name, n in report.counts.items() if n} if report else ""
        print(f"{name:<34}{wall:>8.2f}{cpu:>8.2f}{count / wall:>9.0f}{wall / least:>8.1f}  {told}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="1,000 organisations instead of 100,000")
    is_quick = options.parse_args().quick
    count, times = (1_000, 5) if is_quick else (100_000, 30)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "TOKKA_DATA": folder,
            "SECRET_KEY": "benchmark",
            "DJANGO_SETTINGS_MODULE": "tokkasite.config.settings",
        }
        os.environ["TOKKA_HOSTS"] = "testserver localhost"
        import django
        from django.core.management import call_command

        django.setup()
        began = time.perf_counter()
        call_command("migrate", verbosity=0)
        print(f"an empty database is ready after {time.perf_counter() - began:.1f} s")
        wall, _, _ = timed(lambda: fill(count), 1)
        print(f"{count:,} organisations and {3 * count:,} participations, filled in {wall:.1f} s")
        pages(times)
        files(count)
        imports(count // 10)
        print(f"\npeak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    import sys

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
