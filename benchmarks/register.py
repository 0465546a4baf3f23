"""How fast the register is: lists, search, files and imports, over HTTP against the served site.

The site is the one that `tokka serve` serves, asked over a socket by readers with different rights; what it costs is
read from its processes. It is measured with 1,000 organisations and again with 100,000, three participations each, so
that what grows with the size is seen. The floor is what the database alone takes: rows fetched and thrown away, rows
written by `executemany` or `COPY`. The peers are django-import-export, which most Django sites take for lists, and
XlsxWriter, the usual writer of Excel files. Each deed runs in a process of its own, whose memory is told.

    .venv/bin/python benchmarks/register.py [--quick] [--postgres] [--fresh] [--times 30]

--quick     1,000 organisations alone
--postgres  on a PostgreSQL server that is started for the run; else on SQLite
--fresh     also a fresh install, from packages already downloaded to the first page
"""

import argparse
import http.client
import multiprocessing
import os
import random
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))
TOKKA = Path(sys.executable).with_name("tokka")
SMALL, LARGE = 1_000, 100_000
BUSY = 50_000
"""Contacts of the first cluster with the large register: one in five has a confidential note."""
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
SECOND = ["puu", "palvelu", "kone", "rakennus", "matkailu", "kuljetus", "energia", "malmi", "marja", "kala", "metsä"]
PAGES = {
    "list, first page": "/en/organisations/",
    "list, page 40": "/en/organisations/?page=40",
    "list, a role and a place": "/en/organisations/?role=research&municipality=1",
    "list, a cluster": "/en/organisations/?cluster=1",
    "list, part of a name": "/en/organisations/?q=kuukkelimalmi",
    "list, part of a name, few": "/en/organisations/?q=kuukkelimalmi+99",
    "list, all of these": "/en/organisations/?q=kuukkelimalmi&role=company&municipality=1&cluster=1",
    "search, a word": "/en/search/?q=kuukkelimalmi",
    "search, misspelt": "/en/search/?q=kukkelimlmi",
    "search, a person": "/en/search/?q=Aino+Kelo",
    "journal, contacts": "/en/clusters/one/records/contact/",
}
READERS = ("manager", "assessor", "coordinator", "operator")
"""The manager has one of three clusters, the assessor a read-only pass to it; the operator is asked for no right."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a deed took: seconds on the clock, seconds of processor, queries, megabytes of memory, and what it gave."""

    wall: float
    cpu: float
    queries: int = 0
    memory: float = 0
    given: object = None


# --- what is asked ----------------------------------------------------------------------------------------------------


def fill(count: int, start: int) -> None:
    """Organisations from `start` to `count`, each with a number, three participations and a person, by a fixed seed."""
    from tokkasite.register.models import (
        Cluster,
        ContactPerson,
        Identifier,
        Municipality,
        Organisation,
        Participation,
        searchable,
    )

    chance = random.Random(20261124 + start)
    places = list(Municipality.objects.order_by("pk").values_list("pk", flat=True))
    clusters = list(Cluster.objects.order_by("pk"))
    names = [f"{chance.choice(FIRST)}{chance.choice(SECOND)} {number} Oy" for number in range(start, count)]
    roles = ["company"] * 8 + ["research", "education"]
    rows = (
        Organisation(
            name=name, search_name=searchable(name), role=chance.choice(roles), municipality_id=chance.choice(places)
        )
        for name in names
    )
    bodies = Organisation.objects.bulk_create(rows, batch_size=5000)
    numbers = (
        Identifier(organisation=one, scheme="fi_business_id", value=f"{start + n:07d}-1")
        for n, one in enumerate(bodies)
    )
    Identifier.objects.bulk_create(numbers, batch_size=5000)
    parts = (
        Participation(cluster=cluster, organisation=one, from_on=date(2024, 1, 1 + chance.randrange(28)))
        for one in bodies
        for cluster in clusters
    )
    Participation.objects.bulk_create(parts, batch_size=5000)
    people = (
        ContactPerson(organisation=one, name=f"Aino {chance.choice(FIRST)} {start + n}", from_on=date(2024, 1, 1))
        for n, one in enumerate(bodies)
    )
    ContactPerson.objects.bulk_create(people, batch_size=5000)


def fill_journal(count: int) -> None:
    from tokkasite.journal.models import Contact
    from tokkasite.register.models import Cluster, Organisation

    chance = random.Random(20261124)
    cluster = Cluster.objects.get(key="one")
    bodies = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[:SMALL])
    rows = (
        Contact(
            cluster=cluster,
            organisation_id=chance.choice(bodies),
            on=date(2024, 1, 1) + timedelta(days=chance.randrange(1000)),
            channel="call",
            subject=f"{chance.choice(FIRST)} {n}",
            note="What was said.",
            is_confidential=n % 5 == 0,
        )
        for n in range(count)
    )
    Contact.objects.bulk_create(rows, batch_size=5000)


def prepare() -> None:
    """A region with three clusters, and one reader of each kind."""
    from tests.builders import make_cluster, make_user
    from tokkasite.accounts.models import User
    from tokkasite.register.actions import load_region

    load_region()
    clusters = [make_cluster(key) for key in ("one", "two", "three")]
    make_user("manager", clusters[0], email="manager@example.org")
    make_user("assessor", clusters[0], email="assessor@example.org", until_on=date(2099, 1, 1))
    make_user("coordinator", None, email="coordinator@example.org")
    User.objects.create_superuser("operator@example.org", "correct horse battery")


def list_of(count: int) -> bytes:
    """A list of organisations that the register does not hold."""
    rows = "".join(f"{FIRST[n % 12]}{SECOND[n % 11]} uusi {n} Oy;yritys;Kemi\n" for n in range(count))
    return f"name;kind;municipality\n{rows}".encode()


# --- over HTTP --------------------------------------------------------------------------------------------------------


class Served:
    """The site behind `tokka serve`, and what its processes and those of its database server have used."""

    database: int | None = None
    """The main process of the database server that was started for the run."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen([TOKKA, "serve", "--port", str(self.port)], stdout=subprocess.DEVNULL)
        self.wait()

    def wait(self) -> None:
        for _ in range(1200):
            try:
                if self.ask("/en/sign-in/").status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise RuntimeError("The site did not answer within two minutes.")

    def ask(self, address: str, cookie: str = "", connection: http.client.HTTPConnection | None = None) -> "Answer":
        line = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        line.request("GET", address, headers={"Cookie": cookie, "Host": f"localhost:{self.port}"})
        response = line.getresponse()
        size = 0
        while piece := response.read(65536):
            size += len(piece)
        if connection is None:
            line.close()
        return Answer(response.status, size)

    def processes(self) -> list[int]:
        """The server's main process and its children."""
        return family_of(self.process.pid)

    def cpu(self) -> float:
        """Seconds of processor, of children that ended too."""
        ticks = 0
        for process in [*self.processes(), *(family_of(self.database) if self.database else [])]:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def peak(self) -> float:
        """Megabytes that the largest process has held at once."""
        lines = [Path(f"/proc/{process}/status").read_text() for process in self.processes()]
        return max(int(text.partition("VmHWM:")[2].split()[0]) for text in lines) / 1024

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def family_of(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *map(int, children)]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    size: int


@contextmanager
def served() -> Iterator[Served]:
    site = Served()
    try:
        yield site
    finally:
        site.stop()


def cookie_of(reader: str) -> str:
    from django.conf import settings

    return f"{settings.SESSION_COOKIE_NAME}={client_of(reader).cookies[settings.SESSION_COOKIE_NAME].value}"


def client_of(reader: str):
    from django.test import Client

    from tokkasite.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=f"{reader}@example.org"))
    return client


def asked(site: Served, address: str, reader: str, times: int) -> Cost:
    """The median of `times` requests on one connection, after two that warm up; queries are counted in this process."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cookie, client = cookie_of(reader), client_of(reader)
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=300)
    for _ in range(2):
        answer = site.ask(address, cookie, line)
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status} to the {reader}.")
    walls, before = [], site.cpu()
    for _ in range(times):
        began = time.perf_counter()
        site.ask(address, cookie, line)
        walls.append(time.perf_counter() - began)
    cpu = (site.cpu() - before) / times
    line.close()
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return Cost(statistics.median(walls), cpu, len(caught))


def pages(site: Served, times: int, before: dict[tuple[str, str], Cost]) -> dict[tuple[str, str], Cost]:
    """Every page by every reader, beside what it took with the small register and what it takes the manager."""
    print(f"\n{'page':<28}{'reader':<13}{'ms':>8}{'CPU ms':>8}{'queries':>9}{'÷ small':>9}{'÷ manager':>12}")
    found: dict[tuple[str, str], Cost] = {}
    for name, address in PAGES.items():
        for reader in READERS:
            cost = found[name, reader] = asked(site, address, reader, times)
            small = f"{cost.cpu / before[name, reader].cpu:.1f}" if before else ""
            whole = cost.cpu / found[name, "manager"].cpu
            print(
                f"{name:<28}{reader:<13}{cost.wall * 1000:>8.1f}{cost.cpu * 1000:>8.1f}{cost.queries:>9}"
                f"{small:>9}{whole:>12.2f}",
                flush=True,
            )
    return found


# --- deeds in a process of their own ----------------------------------------------------------------------------------


def in_a_process(deed: Callable[..., object], *words: object) -> Cost:
    """What a deed takes, measured in a fresh process."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured, (deed, words))


def _measured(deed: Callable[..., object], words: tuple[object, ...]) -> Cost:
    import django

    django.setup()
    from django.db import connection

    queries = 0

    def count(execute, sql, params, many, context):
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    connection.ensure_connection()
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(count):
        given = deed(*words)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle) / 1024
    return Cost(wall, cpu, queries, memory, given)


def fetched() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, role, municipality_id, website, source_title FROM register_organisation")
        return len(cursor.fetchall())


def rows_for_a_file() -> Iterator[tuple[object, ...]]:
    from tokkasite.register.models import Organisation
    from tokkasite.search.readers import exported

    return exported(Organisation.objects.order_by("search_name", "pk"))


def usual_workbook() -> int:
    """Our rows by the usual writer of Excel files, in its way for long lists."""
    import xlsxwriter

    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows_for_a_file()):
                for place, value in enumerate(row):
                    if value:
                        sheet.write_string(number, place, value)
        return file.tell()


def peer_file(kind: str) -> int:
    """The same list by django-import-export, with its number and its place joined as its handbook advises."""
    from import_export import resources
    from import_export.fields import Field

    from tokkasite.register.models import Organisation
    from tokkasite.register.readers import official

    class Peer(resources.ModelResource):
        business_id = Field("business_id")
        place = Field("municipality__name_fi")

        class Meta:
            model = Organisation
            fields = ("name", "business_id", "role", "place", "website", "source_title")

    rows = Organisation.objects.select_related("municipality").annotate(business_id=official("fi_business_id"))
    return len(Peer().export(rows.order_by("search_name", "pk")).export(kind))


def files() -> None:
    """The list as a file over HTTP, beside the peers and the floor."""
    print(
        f"\n{'file of all organisations':<40}{'s':>8}{'CPU s':>8}{'MB':>7}{'memory MB':>11}{'queries':>9}{'ratio':>8}"
    )
    floor = in_a_process(fetched)
    told("floor: fetch the rows", floor, floor)
    for kind in ("csv", "xlsx"):
        cookie = cookie_of("manager")
        with served() as alone:  # its peak is that of this file and nothing before
            alone.ask("/en/organisations/", cookie)
            idle, cpu, began = alone.peak(), alone.cpu(), time.perf_counter()
            answer = alone.ask(f"/en/organisations/export.{kind}", cookie)
            cost = Cost(time.perf_counter() - began, alone.cpu() - cpu, 0, alone.peak() - idle, answer.size)
        told(f"ours over HTTP: {kind}", cost, floor)
    told("peer: XlsxWriter, the same rows", in_a_process(usual_workbook), floor)
    for kind in ("csv", "xlsx"):
        told(f"peer: django-import-export: {kind}", in_a_process(peer_file, kind), floor)


def told(name: str, cost: Cost, floor: Cost) -> None:
    size = f"{cost.given / 1e6:.1f}" if isinstance(cost.given, int) and cost.given > LARGE else ""
    queries = cost.queries or ""
    print(
        f"{name:<40}{cost.wall:>8.2f}{cost.cpu:>8.2f}{size:>7}{cost.memory:>11.0f}{queries:>9}"
        f"{cost.cpu / max(floor.cpu, 0.01):>8.1f}",
        flush=True,
    )


def written(count: int) -> str:
    """Rows by the fastest way into the database, taken back: COPY on PostgreSQL, executemany on SQLite."""
    from django.db import connection, transaction

    rows = [(f"Floor {n} Oy", f"floor {n} oy", "company", "", False, "", "") for n in range(count)]
    into = "register_organisation (name, search_name, role, website, is_invented, source_title, source_url)"
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {into} VALUES (%s, %s, %s, %s, %s, %s, %s)", rows)
        transaction.set_rollback(True)
    return ""


def ours(count: int, is_dry_run: bool) -> str:
    from tokkasite.lists.actions import import_list

    told = {"table": "organisations", "file_name": "bench.csv", "day": date(2026, 11, 24)}
    report = import_list(content=list_of(count), dry_run=is_dry_run, **told)
    return ", ".join(f"{n:,} {name}" for name, n in report.counts.items() if n)


def peer_import(count: int) -> str:
    """Rows by django-import-export in its bulk way, found again by a column with an index, and taken back."""
    import tablib
    from django.db import transaction
    from import_export import resources

    from tokkasite.register.models import Organisation

    class Peer(resources.ModelResource):
        class Meta:
            model = Organisation
            fields = ("name", "search_name", "role")
            import_id_fields = ("search_name",)
            use_bulk = True
            batch_size = 1000

    rows = [(f"Peer {n} Oy", f"peer {n} oy", "company") for n in range(count)]
    with transaction.atomic():
        data = tablib.Dataset(*rows, headers=["name", "search_name", "role"])
        Peer().import_data(data, raise_errors=True)
        transaction.set_rollback(True)
    return ""


def imports(count: int) -> None:
    heading = f"import of {count:,} rows"
    print(f"\n{heading:<40}{'s':>8}{'CPU s':>8}{'rows/s':>9}{'memory MB':>11}{'queries':>9}{'ratio':>8}")
    floor = in_a_process(written, count)
    for name, cost in (
        ("floor: COPY or executemany", floor),
        ("ours, dry run", in_a_process(ours, count, True)),
        ("ours", in_a_process(ours, count, False)),
        ("ours, the same list again", in_a_process(ours, count, False)),
        ("peer: django-import-export, bulk", in_a_process(peer_import, count)),
    ):
        print(
            f"{name:<40}{cost.wall:>8.2f}{cost.cpu:>8.2f}{count / cost.wall:>9.0f}{cost.memory:>11.0f}{cost.queries:>9}"
            f"{cost.cpu / floor.cpu:>8.1f}  {cost.given}",
            flush=True,
        )


# --- a fresh install --------------------------------------------------------------------------------------------------


def fresh() -> None:
    """From packages already downloaded to the first page: environment, demo region, served site."""
    found = shutil.which("uv") or HERE / ".venv-uv" / "bin" / "uv"
    with tempfile.TemporaryDirectory() as folder:
        own = {"UV_PROJECT_ENVIRONMENT": f"{folder}/venv", "TOKKA_DATA": f"{folder}/data"}
        environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SECRET_KEY")}
        environment |= own
        steps = {
            "packages into a new environment": [found, "sync", "--frozen", "--no-dev", "--quiet", "--project", HERE],
            "database and demo region": [f"{folder}/venv/bin/tokka", "demo", "--no-serve"],
        }
        print(f"\n{'fresh install':<40}{'s':>8}{'CPU s':>8}")
        total = 0.0
        for name, command in steps.items():
            began, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, check=True, env=environment, cwd=HERE, stdout=subprocess.DEVNULL)
            now = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
            total += time.perf_counter() - began
            print(f"{name:<40}{time.perf_counter() - began:>8.1f}{cpu:>8.1f}", flush=True)
        began = time.perf_counter()
        os.environ.update(own)
        with served():
            print(f"{'served: first page':<40}{time.perf_counter() - began:>8.1f}")
            print(f"{'in all':<40}{total + time.perf_counter() - began:>8.1f}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--postgres", action="store_true")
    options.add_argument("--fresh", action="store_true")
    options.add_argument("--times", type=int, default=30, help="requests of each page, of which the median counts")
    asked_for = options.parse_args()
    folder = tempfile.mkdtemp(prefix="tokka-bench-")
    server = None
    os.environ |= {
        "TOKKA_DATA": folder,
        "SECRET_KEY": "a key for the benchmark only, long enough to sign a cookie with",
        "DJANGO_SETTINGS_MODULE": "tokkasite.config.settings",
        "TOKKA_HOSTS": "testserver localhost",
    }
    try:
        if asked_for.postgres:
            from tests.postgres import Server, find_programs

            server = Server(find_programs())
            os.environ["DATABASE_URL"] = server.start()
            Served.database = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
        run(SMALL if asked_for.quick else LARGE, asked_for.times)
        if asked_for.fresh:
            fresh()
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def run(count: int, times: int) -> None:
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0)
    print(f"{connection.vendor}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors at the beginning")
    print(f"an empty database is ready after {time.perf_counter() - began:.1f} s")
    prepare()
    before: dict[tuple[str, str], Cost] = {}
    with served() as site:
        for size, start, contacts in ((SMALL, 0, SMALL), (count, SMALL, BUSY)):
            if size == start:
                continue
            began = time.perf_counter()
            fill(size, start)
            fill_journal(contacts)
            if connection.vendor == "postgresql":  # the server would do so by itself within a minute
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM ANALYZE")
            print(
                f"\n{size:,} organisations, {3 * size:,} participations: filled in {time.perf_counter() - began:.1f} s"
            )
            before = pages(site, times, before)
        print(f"\nload {os.getloadavg()[0]:.1f}; the site's largest process held {site.peak():.0f} MB at most")
    files()
    imports(count // 10)
    print(f"\nload {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
