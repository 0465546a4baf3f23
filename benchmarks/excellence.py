"""How fast readiness is: one cluster of 300 participants and 10,000 journal records, 36 months of history.

Ours reads all records in two queries, indexes them once and asks the index for every month. The naive way reads and
indexes anew for every month. The limit is to fetch the rows of the same query and do nothing with them.

    .venv/bin/python benchmarks/excellence.py [--quick]
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

TODAY = date(2026, 11, 24)
PARTICIPANTS, CONTACTS, EVENTS, ATTENDANCES, COSTS = 300, 5_000, 600, 3_400, 700


def seconds_of_cpu(deed: Callable[[], object], times: int) -> float:
    """The median CPU time of a deed."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        deed()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def fill() -> object:
    """One cluster with its journal, spread over three years by a fixed seed."""
    from tokkasite.journal.models import Attendance, Contact, Cost, Event
    from tokkasite.register.models import Cluster, Commitment, Organisation, Participation

    chance = random.Random(20261124)

    def some_day() -> date:
        return TODAY - timedelta(days=chance.randrange(3 * 365))

    roles = ["company"] * 7 + ["research", "education", "municipality"]
    names = [Organisation(name=f"Organisation {n}", role=chance.choice(roles)) for n in range(PARTICIPANTS)]
    bodies = Organisation.objects.bulk_create(names)
    cluster = Cluster.objects.create(key="bench", name_fi="Bench", host=bodies[0], managed_since=date(2016, 1, 1))
    parts = [Participation(cluster=cluster, organisation=body, from_on=some_day()) for body in bodies]
    held = Participation.objects.bulk_create(parts)
    Commitment.objects.bulk_create(
        Commitment(participation=one, proof="agreement", from_on=one.from_on) for one in held
    )
    Contact.objects.bulk_create(
        Contact(cluster=cluster, on=some_day(), organisation=chance.choice(bodies), channel="call")
        for _ in range(CONTACTS)
    )
    days = [Event(cluster=cluster, on=some_day(), kind="event", title="Event") for _ in range(EVENTS)]
    events = Event.objects.bulk_create(days)
    pairs = chance.sample([(event, body) for event in events for body in bodies[:20]], ATTENDANCES)
    Attendance.objects.bulk_create(Attendance(event=event, organisation=body, persons=1) for event, body in pairs)
    Cost.objects.bulk_create(
        Cost(cluster=cluster, on=some_day(), kind="staff", amount_eur=chance.randrange(9000)) for _ in range(COSTS)
    )
    return cluster


def measure(cluster: object, times: int) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tokkasite.excellence import readers
    from tokkasite.journal.readers import records_of

    families = readers.families()

    def ours() -> None:
        book = readers.book_of(cluster)
        for family in families:
            readers.history_of(book, family, TODAY)

    def naive() -> None:
        months = [one.day for one in readers.history_of(readers.book_of(cluster), families[0], TODAY)]
        for day in months:
            book = readers.book_of(cluster)
            for family in families:
                readers.readiness(book, family, day)

    with CaptureQueriesContext(
        connection,
    ) as caught:
        found = records_of(cluster)
    statement = caught.captured_queries[0]["sql"]

    def limit() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.fetchall()

    return {
        "records": len(found),
        "ours": seconds_of_cpu(ours, times),
        "read": seconds_of_cpu(lambda: readers.book_of(cluster), times),
        "limit": seconds_of_cpu(limit, times),
        "naive": seconds_of_cpu(naive, 1),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="fewer repetitions")
    times = 3 if options.parse_args().quick else 15
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "TOKKA_DATA": folder,
            "SECRET_KEY": "benchmark",
            "DJANGO_SETTINGS_MODULE": "tokkasite.config.settings",
        }
        os.environ.pop("DATABASE_URL", None)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        found = measure(fill(), times)
        size = Path(folder, "tokka.sqlite3").stat().st_size / 1e6
    print(
        f"{found['records']:.0f} records, {PARTICIPANTS} participants, 36 months, every rule set; {size:.1f} MB SQLite"
    )
    print(f"{'':<44}{'CPU s':>8}{'ratio':>8}")
    for name, key in (
        ("limit: fetch the rows once", "limit"),
        ("ours: read and index", "read"),
        ("ours: 36 months", "ours"),
    ):
        print(f"{name:<44}{found[key]:>8.3f}{found[key] / found['ours']:>8.2f}")
    print(f"{'naive: read and index for every month':<44}{found['naive']:>8.3f}{found['naive'] / found['ours']:>8.2f}")


if __name__ == "__main__":
    main()
