"""Duplicates among organisations: ours beside Splink on DuckDB, and beside the floor of grouping equal names.

Two lists of the shared data folder: the 318 rows of Lapland with our labels, and the Finnish organisations of two
research programmes, where the participant number tells which rows are one. Precision and recall are pairwise, before
any review. Then the time for 10,000 rows, duplicates planted in 2 of 100 by a typing slip with a fixed seed.

    .venv/bin/python benchmarks/likeness.py [--quick]
"""

import argparse
import csv
import gzip
import io
import logging
import random
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from itertools import combinations

from tests.tokka.likeness.lapland import LIST, labels, lapland, places
from tokka.likeness.duplicates import find_duplicates
from tokka.likeness.model import Body
from tokka.likeness.names import folded, web_domain

CORDIS = LIST.parents[1]
PAIRS = set[frozenset[Hashable]]
Way = Callable[[Sequence[Body], PAIRS], PAIRS]
"""From the bodies, and the right answer for the one who chooses a threshold by it, the pairs that are one."""


def ours(bodies: Sequence[Body], right: PAIRS) -> PAIRS:
    return {frozenset((pair.first, pair.second)) for pair in find_duplicates(bodies, places=places()).same}


def floor(bodies: Sequence[Body], right: PAIRS) -> PAIRS:
    """Names that are equal without case and accents."""
    groups = defaultdict(list)
    for body in bodies:
        groups[" ".join(folded(body.name).split())].append(body.key)
    return {frozenset(pair) for group in groups.values() for pair in combinations(group, 2)}


def splink(bodies: Sequence[Body], right: PAIRS) -> PAIRS:
    """Splink as its tutorial sets it up: names by Jaro-Winkler with term frequencies, the rest exact, fitted by EM.

    Every threshold is tried and the one with the best F1 is taken: an advantage that nobody has who has no labels.
    """
    import duckdb
    import pandas as pd
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on

    try:
        from splink import DuckDBAPI
    except ImportError:
        from splink.backends.duckdb import DuckDBAPI
    logging.getLogger("splink").setLevel(logging.ERROR)
    frame = pd.DataFrame(
        {
            "unique_id": range(len(bodies)),
            "name": [" ".join(folded(body.name).split()) for body in bodies],
            "start": [folded(body.name)[:6] for body in bodies],
            "end": [folded(body.name)[-8:] for body in bodies],
            "place": [folded(body.municipality) or None for body in bodies],
            "business_id": [body.business_id or None for body in bodies],
            "country": [body.country or None for body in bodies],
            "site": [web_domain(body.website) or None for body in bodies],
        }
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.85]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("country"),
            cl.ExactMatch("business_id"),
        ],
        blocking_rules_to_generate_predictions=[block_on("start"), block_on("end"), block_on("business_id")],
    )
    api = DuckDBAPI(connection=duckdb.connect(":memory:"))
    linker = Linker(api.register(frame) if hasattr(api, "register") else frame, settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on("name")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("start"), block_on("end")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict().as_pandas_dataframe().sort_values("match_weight", ascending=False)
    keys = [body.key for body in bodies]
    both = [frozenset((keys[a], keys[b])) for a, b in zip(found.unique_id_l, found.unique_id_r, strict=True)]
    hits, best, take = 0, 0.0, 0
    for count, pair in enumerate(both, start=1):
        hits += pair in right
        if (f1 := 2 * hits / (count + len(right))) > best:
            best, take = f1, count
    return set(both[:take])


def finnish_participants() -> tuple[list[Body], PAIRS]:
    """Finnish organisations of two programmes. Equal participant numbers are one; some bodies have several numbers."""
    bodies, by_number = [], defaultdict(list)
    for folder, number in (("cordis_horizon_europe", "organisationID"), ("cordis_fp7", "pic")):
        text = gzip.decompress((CORDIS / folder / "organisations.csv.gz").read_bytes()).decode()
        for row in csv.DictReader(io.StringIO(text)):
            if row["country"] == "FI":
                key = (folder, row[number])
                site = row.get("organizationURL") or ""
                bodies.append(Body(key, row["name"], row.get("fi_business_id") or "", row.get("city") or "", site))
                by_number[row[number]].append(key)
    return bodies, {frozenset(pair) for group in by_number.values() for pair in combinations(group, 2)}


def planted(count: int) -> tuple[list[Body], PAIRS]:
    """Names of European organisations, 2 of 100 of them once more with two neighbouring letters swapped."""
    chance = random.Random(20261124)
    text = gzip.decompress((CORDIS / "cordis_horizon_europe/organisations.csv.gz").read_bytes()).decode()
    rows = list(csv.DictReader(io.StringIO(text)))[: count - count // 50]
    bodies = [
        Body(number, row["name"], municipality=row["city"], country=row["country"]) for number, row in enumerate(rows)
    ]
    for number, body in enumerate(chance.sample(bodies, count // 50), start=len(bodies)):
        at = chance.randrange(1, max(2, len(body.name) - 2))
        slipped = body.name[:at] + body.name[at : at + 2][::-1] + body.name[at + 2 :]
        bodies.append(Body(("slip", body.key, number), slipped, municipality=body.municipality, country=body.country))
    return bodies, {frozenset((body.key[1], body.key)) for body in bodies if isinstance(body.key, tuple)}


def run(title: str, bodies: Sequence[Body], right: PAIRS, ways: dict[str, Way]) -> None:
    print(f"\n{title}: {len(bodies)} rows, {len(right)} pairs are one")
    for name, way in ways.items():
        wall, cpu = time.perf_counter(), time.process_time()
        found = way(bodies, right)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        hits = len(found & right)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"  {name:8} precision {hits / max(1, len(found)):.3f}  recall {hits / max(1, len(right)):.3f}  "
            f"pairs {len(found):6}  cpu {cpu:6.2f} s  wall {wall:6.2f} s  peak so far {peak} MB"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="2,000 planted rows instead of 10,000")
    quick = parser.parse_args().quick
    ways = {"floor": floor, "ours": ours, "splink": splink}
    run("Lapland", lapland(), {frozenset(pair) for pair in labels()[0]}, ways)
    run("Finnish participants", *finnish_participants(), ways)
    run("Planted slips", *planted(2_000 if quick else 10_000), ways)


if __name__ == "__main__":
    main()
