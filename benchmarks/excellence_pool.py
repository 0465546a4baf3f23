"""How fast a whole population is judged again: 1,500 clusters with 200 participants each, for one day, on two cores.

Ours indexes the records of each cluster once and lets all rule sets share what was counted; clusters go over both
cores. The naive way is what a first draft does: for every rule it goes through all records anew, object by object, to
build what the rule needs. It is run on a few clusters and scaled up. The limit is to read the records of every cluster
from memory once and do nothing with them.

    .venv/bin/python benchmarks/excellence_pool.py [--quick]
"""

import argparse
import os
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta

from tokka.excellence.assess import assess
from tokka.excellence.book import Book
from tokka.excellence.records import Participant, Record
from tokka.rulebook.families import FAMILIES
from tokka.rulebook.model import NotInForce

TODAY = date(2026, 11, 24)
PARTICIPANTS, CONTACTS, EVENTS, ATTENDANCES, COSTS, NEWS = 200, 300, 40, 400, 36, 100
ROLES = ("company",) * 7 + ("research", "education", "municipality")


def records_of(cluster: int) -> tuple[list[Record], list[Participant]]:
    """One cluster with about 1,400 records of three years, drawn by its number."""
    chance = random.Random(cluster)
    rows: list[Record] = []

    def some_day() -> date:
        return TODAY - timedelta(days=chance.randrange(3 * 365))

    def add(kind: str, on: date, **columns: object) -> int:
        rows.append(Record(kind, len(rows) + 1, on, **columns))
        return len(rows)

    people = [Participant(n, chance.choice(ROLES), km=chance.uniform(0, 200)) for n in range(1, PARTICIPANTS + 1)]
    for one in people:
        joined = some_day()
        add("participation", joined, organisation=one.id)
        if chance.random() < 0.8:
            add("commitment", joined, organisation=one.id, tag="agreement")
    for _ in range(CONTACTS):
        add("contact", some_day(), organisation=chance.randint(1, PARTICIPANTS), tag="meeting")
    events = [add("event", some_day(), tag="workshop") for _ in range(EVENTS)]
    for _ in range(ATTENDANCES):
        on = some_day()
        add("attendance", on, organisation=chance.randint(1, PARTICIPANTS), group=chance.choice(events), amount=1.0)
    for _ in range(COSTS):
        add("cost", some_day(), amount=1000.0, tag="staff")
    for _ in range(NEWS):
        add("communication", some_day(), tag=chance.choice(("web", "newsletter", "social")))
    plan = add("document", date(2024, 1, 1), tag="strategy")
    add("document", date(2024, 1, 1), tag="implementation_plan")
    add("review", some_day(), group=plan, share=1.0)
    add("management", date(2016, 1, 1))
    add("team_period", date(2020, 1, 1), amount=1.0, tag="director", group=1)
    add("budget", date(2026, 1, 1), until=date(2026, 12, 31), amount=200_000.0)
    add("income", date(2026, 1, 1), until=date(2027, 6, 30), amount=300_000.0, tag="public")
    return rows, people


def judged(cluster: int) -> tuple[Counter[str], float, int]:
    """All rule sets over one cluster: outcomes, CPU seconds without the drawing of the records, and their number."""
    rows, people = records_of(cluster)
    began = time.process_time()
    book = Book(rows, people)
    found: Counter[str] = Counter()
    for family in FAMILIES:
        found.update(assess(book, TODAY, family).summary)
    return found, time.process_time() - began, len(rows)


def judged_naively(cluster: int) -> tuple[Counter[str], float]:
    """The same outcomes, with a fresh look at every record for every rule."""
    rows, people = records_of(cluster)
    began = time.process_time()
    found: Counter[str] = Counter()
    for family in FAMILIES:
        for rule in family.rules:
            found[naive_outcome(rule, rows, people)] += 1
    found.pop("", None)
    return found, time.process_time() - began


def naive_outcome(rule: object, rows: list[Record], people: list[Participant]) -> str:
    from tokka.excellence.book import Sight
    from tokka.excellence.measures import BY_KEY

    facts = {key: BY_KEY[key].fact_on(Sight(Book(rows, people), TODAY)) for key in rule.reads}  # type: ignore[attr-defined]
    try:
        return str(rule.find(TODAY, facts).outcome.value)  # type: ignore[attr-defined]
    except NotInForce:
        return ""


def read_only(cluster: int) -> float:
    rows, _people = records_of(cluster)
    began = time.process_time()
    for row in rows:
        _ = (row.kind, row.on, row.until, row.organisation, row.amount)
    return time.process_time() - began


def spread(clusters: int) -> Iterator[tuple[Counter[str], float, int]]:
    with ProcessPoolExecutor(2) as pool:
        yield from pool.map(judged, range(clusters), chunksize=10)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="150 clusters instead of 1,500")
    clusters = 150 if options.parse_args().quick else 1_500
    began = time.perf_counter()
    results = list(spread(clusters))
    wall = time.perf_counter() - began
    cpu, rows = sum(one[1] for one in results), sum(one[2] for one in results)
    few = 3
    naive = [judged_naively(cluster) for cluster in range(few)]
    same = all(naive[cluster][0] == +results[cluster][0] for cluster in range(few))
    limit = sum(read_only(cluster) for cluster in range(few)) / few * clusters
    naive_cpu = sum(one[1] for one in naive) / few * clusters
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    rules = sum(len(family.rules) for family in FAMILIES)
    print(f"{clusters} clusters x {PARTICIPANTS} participants, {rows:,} records, {rules} rules, {os.cpu_count()} cores")
    print(f"{'':<52}{'CPU s':>9}{'ratio':>9}")
    print(f"{'limit: touch every record once':<52}{limit:>9.2f}{limit / cpu:>9.3f}")
    print(f"{'ours: index, count, judge by every rule set':<52}{cpu:>9.2f}{1:>9.3f}")
    print(f"{f'naive: every rule looks anew (scaled from {few})':<52}{naive_cpu:>9.2f}{naive_cpu / cpu:>9.3f}")
    print(f"ours on two processes: {wall:.1f} s wall with the drawing of the records; peak {peak:.0f} MB")
    print(f"asked for: under 60 s; naive and ours agree: {same}")


if __name__ == "__main__":
    main()
