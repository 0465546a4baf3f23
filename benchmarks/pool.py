"""How well and how fast a pool is read, compared and modelled: 1,500 organisations times 10 years.

First the truth: pools with planted models, with no effect at all, and with one planted effect. Then the time, each step
beside its limit or a peer: reading beside nothing but parsing the JSON and checking the signatures, our partition
around medoids beside `kmedoids` (Rust) on the same distances.

    .venv/bin/python benchmarks/pool.py [--quick]
"""

import argparse
import json
import resource
import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import kmedoids
import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sklearn.metrics import adjusted_rand_score

from tokka.benchmark.associations import associations
from tokka.benchmark.compare import compare, own_sheet
from tokka.benchmark.groups import release
from tokka.benchmark.likeness import features, gower
from tokka.benchmark.medoids import partition
from tokka.benchmark.models import find_models
from tokka.benchmark.pool import gather
from tokka.benchmark.sheet import signed, spelled
from tokka.benchmark.simulate import Truth, as_sheets, planted

Found = TypeVar("Found")
SIGNER = Ed25519PrivateKey.from_private_bytes(b"B" * 32)
KNOWN = {spelled(SIGNER.public_key()): "Benchmark"}
TODAY = date(2026, 12, 31)


def timed(name: str, deed: Callable[[], Found]) -> Found:
    """Do it, and print wall and CPU seconds and the peak of memory so far."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = deed()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {name:<52}{wall:>8.2f} s{cpu:>8.2f} s CPU{peak:>7.0f} MB")
    return found


def recovery(truth: Truth, seed: int) -> tuple[int, float]:
    """How many models were found, and the adjusted Rand index with the planted ones over all organisations."""
    found = find_models(truth.pool, truth.pool.latest_year, seed=seed)
    names = dict.fromkeys(map(str, truth.pool.organisations))
    return len(found.found), float(adjusted_rand_score(truth.models, [found.placed.get(name, 0) for name in names]))


def print_truth(times: int) -> None:
    print("Three planted models, 35 % of the telling answers by chance, 10 % unknown")
    for size in (60, 150, 400):
        seen = [recovery(planted(size, 1, seed=seed), seed) for seed in range(times)]
        indices = [index for _count, index in seen]
        threes = sum(count == 3 for count, _index in seen)
        print(
            f"  {size:>4} organisations: adjusted Rand index {np.mean(indices):.2f} on average, "
            f"{np.min(indices):.2f} at worst; {threes} of {times} times three models"
        )
    none = sum(not find_models(unmodelled(200, seed), 2026, seed=seed).found for seed in range(times))
    print(f"  no models planted: {none} of {times} pools of 200 show none")
    for size in (120, 300):
        pools = [planted(size, 3, seed=seed).pool for seed in range(10 * times)]
        silent = sum(not any(one.is_significant for one in associations(pool)) for pool in pools)
        print(f"  no effect, {size} organisations x 3 years: {100 * silent / len(pools):.1f} % show no practice")
    for effect in (0.5, 1.0):
        pools = [planted(300, 3, seed=seed, effect=effect).pool for seed in range(2 * times)]
        hit = sum(associations(pool)[0].is_significant for pool in pools)
        print(f"  planted effect of {effect} SD, 300 organisations: found in {hit} of {len(pools)} pools")


def unmodelled(size: int, seed: int) -> object:
    return planted(size, 1, seed=seed, models=1, noise=1.0, telling=0.0).pool


def print_time(organisations: int, years: int) -> None:
    print(f"\n{organisations} organisations x {years} years")
    truth = planted(organisations, years, seed=1)
    lines = [signed(sheet, SIGNER) for sheet in as_sheets(truth.pool)]
    timed("limit: parse the JSON, check the signatures", lambda: parse_and_check(lines))
    began, cpu = time.perf_counter(), time.process_time()
    pool = timed("ours: read the pool", lambda: gather(lines, known_installations=KNOWN, day=TODAY))
    shown = timed("ours: decide what may be shown", lambda: release(pool, pool.latest_year))
    profile, values = own_sheet(pool, str(pool.organisations[0]), pool.latest_year)
    timed("ours: place one organisation", lambda: compare(shown, profile=profile, values=values))
    timed("ours: find the models", lambda: find_models(pool, pool.latest_year, seed=1))
    timed("ours: test the practices", lambda: associations(pool))
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(f"  {'all of ours (asked for: under 10 s, under 500 MB)':<52}{wall:>8.2f} s{cpu:>8.2f} s CPU")
    distance = gower(features(pool, pool.rows(pool.latest_year)))
    ours = timed("ours: three medoids", lambda: partition(distance, 3).cost)
    theirs = timed("peer: kmedoids, FasterPAM", lambda: kmedoids.fasterpam(distance, 3, init="build", n_cpu=1).loss)
    print(f"  mean distance to the own medoid: ours {ours:.5f}, peer {theirs / len(distance):.5f}")


def parse_and_check(lines: list[str]) -> None:
    for line in lines:
        seal = json.loads(line)["signature"]["value"]
        text, _, _ = line.rpartition(',"signature":')
        SIGNER.public_key().verify(bytes_of(seal), (text + "}").encode())


def bytes_of(text: str) -> bytes:
    import base64

    return base64.b64decode(text)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="fewer pools")
    print_truth(4 if options.parse_args().quick else 40)
    print_time(1_500, 10)


if __name__ == "__main__":
    main()
