"""How fast exchange plans are: ours beside pandas + scipy, highspy, networkx, and OR-Tools alone, which is the floor.

Ours is the whole chain: read, gate, candidates, exact plan, explanation. Each peer is given the arcs ready-made and is
measured on its solve alone; the floor is our join plus OR-Tools' solve of all arcs. Every run has a process of its own,
so that its peak of memory is its own. Markets are drawn by a fixed seed around 40 towns; with the shared data folder
beside the checkout, the published instances of 1,000 and 10,000 rows are used instead.

To be reached, on a machine with nothing else to do: 10,000 rows within 2 times the floor, 10 times faster than scipy
and highspy and 100 times than networkx, to the same cent; 30,000 rows under 30 s and 1.5 GB; 100,000 rows under 5
minutes and 2.5 GB with a gap of at most 1 %.

    .venv/bin/python benchmarks/symbiosis.py --quick            1,000 and 10,000 rows, without the slow peers
    .venv/bin/python benchmarks/symbiosis.py --only 30000       one size
    .venv/bin/python benchmarks/symbiosis.py --only 100000
    .venv/bin/python benchmarks/symbiosis.py                    everything; networkx alone takes minutes
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np

DAY = date(2026, 11, 24)
DATA = Path(__file__).resolve().parents[1] / "../shared/data/symbiosis"
QUICK = [(1_000, ("ours", "floor", "scipy", "highspy", "networkx")), (10_000, ("ours", "floor"))]
FULL = [
    (1_000, ("ours", "floor", "scipy", "highspy", "networkx")),
    (10_000, ("ours", "floor", "scipy", "highspy", "networkx")),
    (30_000, ("ours", "floor")),
    (100_000, ("ours",)),
]


def draw(count: int, folder: Path) -> None:
    """A market of so many offers and needs around 40 towns, with codes of Zipf's popularity and log-normal tonnes."""
    from tokka.symbiosis.codes import list_on

    chance = np.random.default_rng(count)
    codes = chance.permutation(np.array(list_on(DAY).codes))
    share = np.arange(1, len(codes) + 1) ** -0.8
    share /= share.sum()
    towns = np.column_stack((chance.triangular(60, 61, 68, 40), chance.uniform(21.5, 29.5, 40)))

    def places() -> tuple[np.ndarray, np.ndarray]:
        town = towns[chance.integers(0, len(towns), count)]
        lat = town[:, 0] + chance.normal(0, 0.117, count)
        return lat, town[:, 1] + chance.normal(0, 0.117, count) / np.cos(np.radians(lat))

    lat, lon = places()
    tonnes = np.maximum(1, np.rint(np.exp(chance.normal(5, 1.8, count)))).astype(int)
    code = chance.choice(codes, count, p=share)
    rows = zip(range(count), lat, lon, code, tonnes, chance.integers(20, 161, count), strict=True)
    write(folder / "offers.csv", "offer,lat,lon,waste_code,tonnes,avoided_cost_eur_t", rows)
    lat, lon = places()
    tonnes = np.maximum(1, np.rint(np.exp(chance.normal(5.6, 1.8, count)))).astype(int)
    taken = [" ".join(set(chance.choice(codes, size, p=share))) for size in chance.integers(1, 5, count)]
    rows = zip(range(count), lat, lon, taken, tonnes, chance.integers(-40, 61, count), strict=True)
    write(folder / "needs.csv", "need,lat,lon,waste_codes,tonnes,price_eur_t", rows)


def write(file: Path, heading: str, rows: object) -> None:
    lines = [heading, *(",".join(map(str, row)) for row in rows)]
    file.write_text("\n".join(lines), encoding="utf-8")


def published(count: int, folder: Path) -> bool:
    """The published instance of this size in the columns of the command; False where it is not at hand."""
    stem = DATA / f"sym_bench_{count // 1000}k"
    if not Path(f"{stem}_sources.csv").exists():
        return False
    accepted = defaultdict(list)
    for row in table(f"{stem}_needs.csv"):
        accepted[row["sink"]].append(row["ewc"])
    keys = ("source", "lat", "lon", "ewc", "supply_t", "avoided_disposal_eur_t")
    offers = ([row[key] for key in keys] for row in table(f"{stem}_sources.csv"))
    write(folder / "offers.csv", "offer,lat,lon,waste_code,tonnes,avoided_cost_eur_t", offers)
    needs = (
        (row["sink"], row["lat"], row["lon"], " ".join(accepted[row["sink"]]), row["capacity_t"], row["price_eur_t"])
        for row in table(f"{stem}_sinks.csv")
    )
    write(folder / "needs.csv", "need,lat,lon,waste_codes,tonnes,price_eur_t", needs)
    return True


def table(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def arcs_of(folder: Path) -> tuple[object, object]:
    """The market and its arcs, as every peer but pandas gets them."""
    from tokka.symbiosis.candidates import kinds_of
    from tokka.symbiosis.codes import list_on
    from tokka.symbiosis.exchange import Arcs
    from tokka.symbiosis.market import market_of
    from tokka.symbiosis.reading import read_needs, read_offers
    from tokka.symbiosis.terms import Terms

    codes = list_on(DAY)
    offers = read_offers((folder / "offers.csv").read_bytes(), "offers.csv", codes).offers
    needs = read_needs((folder / "needs.csv").read_bytes(), "needs.csv", codes).needs
    began = stamps()
    market = market_of(offers, needs, kinds_of(offers, needs), Terms(), None)
    return market, Arcs.joined(market.parts), began


def ours(folder: Path) -> dict[str, object]:
    """The whole chain by the door that the command uses."""
    from tokka.symbiosis.best import plan_of_all
    from tokka.symbiosis.codes import list_on
    from tokka.symbiosis.gate import Gate
    from tokka.symbiosis.reading import read_needs, read_offers

    began, codes = stamps(), list_on(DAY)
    offers = read_offers((folder / "offers.csv").read_bytes(), "offers.csv", codes).offers
    needs = read_needs((folder / "needs.csv").read_bytes(), "needs.csv", codes).needs
    plan = plan_of_all(offers, needs, gate=Gate(DAY, codes))
    return taken(began) | {"value": plan.value_eur, "candidates": plan.candidates, "gap": plan.gap}


def floor(folder: Path) -> dict[str, object]:
    """The join and OR-Tools' solve of all arcs, and nothing else."""
    from tokka.symbiosis.exchange import best_exchange

    market, arcs, began = arcs_of(folder)
    return taken(began) | {"value": best_exchange(arcs, market.supply, market.capacity).value / 100}


def limits(market: object, arcs: object) -> tuple[object, np.ndarray]:
    from scipy import sparse

    count, offers = len(arcs), len(market.supply)
    rows = np.concatenate((arcs.offers.astype(np.int64), offers + arcs.needs.astype(np.int64)))
    columns = np.tile(np.arange(count), 2)
    matrix = sparse.coo_matrix((np.ones(2 * count), (rows, columns)), (offers + len(market.capacity), count)).tocsc()
    return matrix, np.concatenate((market.supply, market.capacity)).astype(float)


def scipy(folder: Path) -> dict[str, object]:
    """scipy's linprog on the arcs: what a user of pandas and scipy waits for after the join."""
    from scipy.optimize import linprog

    market, arcs, _began = arcs_of(folder)
    matrix, room = limits(market, arcs)
    began = stamps()
    found = linprog(-arcs.cents.astype(float), A_ub=matrix, b_ub=room, method="highs")
    return taken(began) | {"value": round(-found.fun / 100, 2)}


def highspy(folder: Path) -> dict[str, object]:
    """HiGHS' dual simplex on the arcs."""
    from tokka.optimum import Linear, best_linear

    market, arcs, _began = arcs_of(folder)
    matrix, room = limits(market, arcs)
    began, count = stamps(), len(arcs)
    high = np.full(count, np.inf)
    least = np.full(len(room), -np.inf)
    question = Linear(arcs.cents.astype(float), np.zeros(count), high, matrix, least, room)
    return taken(began) | {"value": round(best_linear(question, method="simplex", max_seconds=3600).value / 100, 2)}


def networkx(folder: Path) -> dict[str, object]:
    """networkx' network simplex on the arcs."""
    import networkx as nx

    market, arcs, _began = arcs_of(folder)
    began, graph = stamps(), nx.DiGraph()
    graph.add_node("rest", demand=int(market.supply.sum()))
    for at, tonnes in enumerate(market.supply.tolist()):
        graph.add_node(("o", at), demand=-tonnes)
        graph.add_edge(("o", at), "rest", weight=0)
    for at, tonnes in enumerate(market.capacity.tolist()):
        graph.add_edge(("n", at), "rest", weight=0, capacity=tonnes)
    for offer, need, cents in zip(arcs.offers.tolist(), arcs.needs.tolist(), arcs.cents.tolist(), strict=True):
        graph.add_edge(("o", offer), ("n", need), weight=-cents)
    return taken(began) | {"value": -nx.network_simplex(graph)[0] / 100}


def stamps() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def taken(began: tuple[float, float]) -> dict[str, object]:
    """A measure that is closed when the answer has been added: see `main_of_child`."""
    return {"began": began}


RUNS = {"ours": ours, "floor": floor, "scipy": scipy, "highspy": highspy, "networkx": networkx}


def main_of_child(name: str, folder: Path) -> None:
    found = RUNS[name](folder)
    wall, cpu = found.pop("began")
    found["wall"], found["cpu"] = time.perf_counter() - wall, time.process_time() - cpu
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


def measure(name: str, folder: Path) -> dict[str, float]:
    words = [sys.executable, __file__, "--child", name, "--folder", str(folder)]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("OPENBLAS_")}
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=clean)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--quick", action="store_true", help="1,000 and 10,000 rows, in under a minute")
    words.add_argument("--only", type=int, choices=[count for count, _names in FULL], help="one size, with its peers")
    words.add_argument("--child", choices=RUNS, help=argparse.SUPPRESS)
    words.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.child:
        main_of_child(asked.child, asked.folder)
        return
    for count, names in QUICK if asked.quick else FULL:
        if asked.only not in (None, count):
            continue
        with tempfile.TemporaryDirectory() as folder:
            kind = "published" if published(count, Path(folder)) else "drawn"
            if kind == "drawn":
                draw(count, Path(folder))
            print(f"\n{count:,} offers and needs ({kind})")
            show(names, Path(folder))


def show(names: tuple[str, ...], folder: Path) -> None:
    first: dict[str, float] = {}
    for name in names:
        found = measure(name, folder)
        first = first or found
        same = "same value" if abs(found["value"] - first["value"]) < 0.005 else f"value {found['value']:,.2f}"
        more = f", {found['candidates']:,} candidates, gap {found['gap']:.4%}" if "candidates" in found else ""
        print(
            f"  {name:9} {found['cpu']:8.2f} s CPU {found['wall']:8.2f} s wall {found['peak_mb']:6.0f} MB  "
            f"{found['cpu'] / first['cpu']:6.1f} × ours  {same}{more}",
            flush=True,
        )


if __name__ == "__main__":
    main()
