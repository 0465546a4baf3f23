"""How fast networks are planned: processors, content, storage, openings and contracts, beside HiGHS left to itself.

Three questions, drawn by a fixed seed. *Seasons*: 2,000 offers, 40 processors, 600 needs and four seasons without
openings, a linear program; the floor is HiGHS' interior point on the same matrix. *Seasons with openings* is as large,
with openings, contracts and minimum lots: thousands of switches, and the search ends at its time limit. *Region*: 300
sites and twelve months with openings, contracts and minimum lots, a mixed-integer one, asked to within 0.1 %; the peer
of both is HiGHS' branch and bound on the same question. The region comes with many kinds of waste and, denser, with
few. Every run has a process of its own. Seconds of a shared machine say little: read those of the processor, and the
gap.

To be reached: *seasons* within 1.2 times HiGHS, *region* under 5 s with a gap of at most 0.1 %.

    .venv/bin/python benchmarks/symbiosis_networks.py [--seconds 60]
    .venv/bin/python benchmarks/symbiosis_networks.py --only seasons
    .venv/bin/python benchmarks/symbiosis_networks.py --only region
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from datetime import date
from typing import Any, NamedTuple

import numpy as np

DAY = date(2026, 11, 24)
GAP = 1e-3


class Size(NamedTuple):
    """How large a network is drawn, and where: south, north, west and east."""

    offers: int
    processors: int
    needs: int
    periods: int
    codes: int
    has_switches: bool
    box: tuple[float, float, float, float]


LAPLAND = (65.5, 67.5, 23.5, 27.5)
SIZES = {
    "seasons": Size(2_000, 40, 600, 4, 200, False, (60.0, 68.0, 21.5, 29.5)),
    "seasons with openings": Size(2_000, 40, 600, 4, 200, True, (60.0, 68.0, 21.5, 29.5)),
    "region": Size(180, 20, 100, 12, 200, True, LAPLAND),
    "dense region": Size(180, 20, 100, 12, 30, True, LAPLAND),
}


class Draw:
    """Three files of a network by chance with a fixed seed."""

    def __init__(self, size: Size) -> None:
        from tokka.symbiosis.codes import list_on

        self.size, self.chance = size, np.random.default_rng(5)
        codes = list_on(DAY)
        harmless = [code for code in codes.codes if not codes.is_hazardous(code)]
        self.pool = self.chance.permutation(harmless)[: size.codes]
        share = np.arange(1, len(self.pool) + 1) ** -0.8
        self.share = share / share.sum()
        self.grades = [f"grade{at}" for at in range(6)]

    def places(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        south, north, west, east = self.size.box
        return self.chance.uniform(south, north, count).round(5), self.chance.uniform(west, east, count).round(5)

    def tonnes(self, count: int, size: float) -> np.ndarray:
        return np.maximum(12, np.rint(np.exp(self.chance.normal(size, 1.2, count)))).astype(int)

    def by_period(self, total: int) -> str:
        parts = np.floor(self.chance.dirichlet(np.full(self.size.periods, 4.0)) * total)
        parts[0] += total - parts.sum()
        return " ".join(f"{part:.0f}" for part in parts)

    def codes(self, count: int) -> str:
        return " ".join(dict.fromkeys(self.chance.choice(self.pool, count, p=self.share)))

    def offers(self) -> bytes:
        chance, count = self.chance, self.size.offers
        (lat, lon), tonnes = self.places(count), self.tonnes(count, 6)
        lines = ["offer,lat,lon,waste_code,tonnes,avoided_cost_eur_t,composition,tonnes_by_period"]
        for at in range(count):
            content = f"zn={chance.uniform(0, 8):.2f} cl={chance.uniform(0, 3):.2f}"
            known = f"o{at},{lat[at]},{lon[at]},{self.codes(1)},{tonnes[at]},{chance.integers(5, 161)}"
            lines.append(f"{known},{content},{self.by_period(tonnes[at])}")
        return "\n".join(lines).encode()

    def needs(self) -> bytes:
        chance, count = self.chance, self.size.needs
        (lat, lon), tonnes = self.places(count), self.tonnes(count, 6.5)
        head = "need,lat,lon,waste_codes,tonnes,price_eur_t,limits,minimum_lot_t,contract_eur,materials"
        lines = [f"{head},tonnes_by_period"]
        for at in range(count):
            codes = self.codes(int(chance.integers(1, 5)))
            limits = f"zn<={chance.uniform(2, 6):.1f} cl<={chance.uniform(1, 2.5):.1f}" if chance.random() < 0.3 else ""
            lot, contract = int(chance.integers(10, 80)), int(chance.integers(200, 2_000))
            if not self.size.has_switches or chance.random() > 0.4:
                lot = contract = 0
            material = chance.choice(self.grades) if chance.random() < 0.6 else ""
            known = f"n{at},{lat[at]},{lon[at]},{codes},{tonnes[at]},{chance.integers(-40, 61)}"
            lines.append(f"{known},{limits},{lot},{contract},{material},{self.by_period(tonnes[at])}")
        return "\n".join(lines).encode()

    def processors(self) -> bytes:
        chance, count = self.chance, self.size.processors
        lat, lon = self.places(count)
        head = "processor,lat,lon,waste_codes,capacity_t,output,yield,cost_eur_t,opening_eur,storage_t"
        lines = [f"{head},storage_eur_t"]
        for at in range(count):
            capacity = int(np.exp(chance.normal(8, 0.6)))
            opening = int(capacity * chance.uniform(1, 12)) if self.size.has_switches else 0
            for _recipe in range(2):
                known = f"p{at},{lat[at]},{lon[at]},{self.codes(5)},{capacity},{chance.choice(self.grades)}"
                made = f"{chance.uniform(0.5, 0.95):.2f},{chance.integers(5, 40)}"
                lines.append(f"{known},{made},{opening},{capacity // 10},1")
        return "\n".join(lines).encode()


def tables(name: str) -> tuple[Any, Any, Any]:
    from tokka.symbiosis.codes import list_on
    from tokka.symbiosis.processors import read_processors
    from tokka.symbiosis.reading import read_needs, read_offers

    draw, codes = Draw(SIZES[name]), list_on(DAY)
    offers = read_offers(draw.offers(), "offers.csv", codes).offers
    needs = read_needs(draw.needs(), "needs.csv", codes).needs
    return offers, needs, read_processors(draw.processors(), "processors.csv", codes).recipes


def ours(name: str, seconds: float) -> dict[str, Any]:
    """Candidates, the question, the answer and the plan, as the command makes them."""
    from tokka.symbiosis.network import solve_network
    from tokka.symbiosis.staged import plan_of_network
    from tokka.symbiosis.terms import Terms

    parts = tables(name)
    began = stamps()
    network = solve_network(*parts, Terms(), None, gap=GAP, max_seconds=seconds)
    plan_of_network(network, *parts, Terms())
    answer = network.answer
    return taken(began) | {"value": answer.value, "bound": answer.bound, "gap": answer.gap}


def alone(name: str, seconds: float) -> dict[str, Any]:
    """HiGHS on the same question: interior point where it is linear, branch and bound where it is not."""
    from tokka.optimum import best_linear
    from tokka.symbiosis import network
    from tokka.symbiosis.terms import Terms

    class Question(Exception):
        pass

    def keep(question: Any, _links: Any, **_how: Any) -> None:
        raise Question(question)

    network.best_with_switches = keep
    try:
        network.solve_network(*tables(name), Terms(), None)
    except Question as kept:
        question = kept.args[0]
    began = stamps()
    method = "choose" if question.whole.any() else "ipm"
    answer = best_linear(question, gap=GAP, max_seconds=seconds, method=method)
    size = f"{question.matrix.shape[1]:,} × {question.matrix.shape[0]:,}, {int(question.whole.sum())} switches"
    return taken(began) | {"value": answer.value, "bound": answer.bound, "gap": answer.gap, "size": size}


def stamps() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def taken(began: tuple[float, float]) -> dict[str, Any]:
    wall, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    return {"wall": wall, "cpu": cpu, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=60.0, help="the longest search of either")
    words.add_argument("--only", choices=SIZES, help="one of the questions")
    words.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.child:
        run, name = asked.child
        print(json.dumps({"ours": ours, "alone": alone}[run](name, asked.seconds)))
        return
    for name in [asked.only] if asked.only else SIZES:
        print(f"\n{name}: {SIZES[name]}")
        for run in ("ours", "alone"):
            show(run, measure(run, name, asked.seconds))
    print(f"\nload of the machine while this ran: {os.getloadavg()[1]:.1f}")


def measure(run: str, name: str, seconds: float) -> dict[str, Any]:
    words = [sys.executable, __file__, "--child", run, name, "--seconds", str(seconds)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def show(run: str, found: dict[str, Any]) -> None:
    print(
        f"  {'HiGHS' if run == 'alone' else run:6} {found['cpu']:8.2f} s CPU {found['wall']:8.2f} s wall "
        f"{found['peak_mb']:6.0f} MB  value {found['value']:,.2f}  gap {found['gap']:.3%}  {found.get('size', '')}",
        flush=True,
    )


if __name__ == "__main__":
    main()
