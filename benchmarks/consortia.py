"""Who is missing? Real project consortia: hide one partner, rank every organisation, and see where the hidden one is.

History is what started before the year of the question; nothing of that year or later is known. The hidden partners are
drawn by a fixed seed, one from each project with at least three partners. The limit is named beside each figure: a
partner without any earlier project cannot be found by history. Compared with popularity alone and a draw by chance.

    .venv/bin/python benchmarks/consortia.py [--quick] [--year 2024]
"""

import argparse
import csv
import gzip
import json
import random
import time
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "../shared/data/funding"
DEPTHS = (10, 50, 100, 500)


def projects() -> list[tuple[str, "object"]]:
    """Every project with the day it started, in order."""
    from tokka.partners.history import PastProject

    partners = defaultdict(list)
    with gzip.open(DATA / "cordis_thematic_participations.csv.gz", "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["org_id"] not in partners[row["project_id"]]:
                partners[row["project_id"]].append(row["org_id"])
    found = []
    with gzip.open(DATA / "cordis_thematic_projects.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            one = json.loads(line)
            text = f"{one['title']} {one.get('keywords') or ''} {one.get('objective') or ''}"
            found.append((one["start"] or "", PastProject(one["id"], text, tuple(partners[one["id"]]))))
    return sorted(found, key=lambda one: (one[0], one[1].key))


def questions(year: int, most: int, told):
    """One hidden partner of each project of the year."""
    chance = random.Random(20261124)
    asked = [one for start, one in told if start.startswith(str(year)) and len(one.partners) >= 3]
    chance.shuffle(asked)
    return [(one, chance.choice(one.partners)) for one in asked[:most]]


def recall(ranks: list[int | None], depth: int) -> float:
    return sum(rank is not None and rank <= depth for rank in ranks) / max(len(ranks), 1)


def report(name: str, ranks: list[int | None], seconds: float) -> None:
    known = [rank for rank in ranks if rank is not None]
    found = "  ".join(f"@{depth} {recall(ranks, depth):.3f} ({recall(known, depth):.3f})" for depth in DEPTHS)
    print(f"{name:<24} {found}   {1000 * seconds / max(len(ranks), 1):.1f} ms each", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="200 projects only.")
    parser.add_argument("--year", type=int, default=2024, help="The year of the projects that are asked about.")
    told_to = parser.parse_args()
    if not DATA.is_dir():
        print("The shared data folder is not there: nothing was measured.")
        return
    from tokka.partners.history import History, Weights

    told = projects()
    past = [one for start, one in told if start and start < f"{told_to.year}-01-01"]
    asked = questions(told_to.year, 200 if told_to.quick else 10_000, told)
    began = time.process_time()
    history = History(past)
    print(
        f"{len(past)} past projects, {len(history.keys)} organisations, read in {time.process_time() - began:.1f} s CPU"
    )
    known = sum(hidden in history.number for _one, hidden in asked)
    print(f"{len(asked)} projects of {told_to.year}; {known / len(asked):.3f} of the hidden have a past: the limit")
    print("recall of all hidden partners (of those with a past)")
    for name, weights in {
        "ours": Weights(),
        "without subject": Weights(subject=0),
        "without past partners": Weights(together=0, second_hand=0),
        "popularity alone": Weights(0, 0, 0, 1),
    }.items():
        history.weights = weights
        began = time.process_time()
        ranks = [
            history.rank(one.text, [key for key in one.partners if key != hidden], hidden) for one, hidden in asked
        ]
        report(name, ranks, time.process_time() - began)
    count = len(history.keys)
    print(f"{'by chance':<24} " + "  ".join(f"@{depth} {known / len(asked) * depth / count:.3f}" for depth in DEPTHS))


if __name__ == "__main__":
    main()
