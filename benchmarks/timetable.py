"""Meeting timetables: ours beside greedy alone and OR-Tools CP-SAT started cold, with the linear bound, in one run.

Invented requests by Pareto popularity, a tenth of all slots absent (`benchmarks/events.py`). Every figure is the weight
by the same linear bound. CP-SAT gets one Boolean per request and slot, two workers and the seconds that it is given;
greedy goes once through the requests, heaviest first. Each runs in its own process, so that its peak memory is its own.

    .venv/bin/python benchmarks/timetable.py [--quick]
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.events import SIZES, Event, event  # noqa: E402 -- the benchmarks are no package that is installed


def merged(held: Event) -> dict[tuple[str, str], float]:
    """The weight of each pair: both directions of a request are one meeting."""
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for a, b, weight in held.requests:
        weights[min(a, b), max(a, b)] += weight
    return weights


def ours(held: Event, seconds: float) -> dict[str, float]:
    from tokka.partners.timetable.plan import best_timetable
    from tokka.partners.timetable.wishes import Absence, Request

    found = best_timetable(
        [Request(*one) for one in held.requests],
        slots=held.slots,
        tables=held.tables,
        absences=[Absence(*one) for one in held.absences],
        seconds=seconds,
    )
    people = len({name for one in found.meetings for name in (one.a, one.b)})
    return {
        "weight": found.weight,
        "bound": found.bound,
        "proven": found.is_proven,
        "zero": len(found.without_meeting),
        "gaps": found.gaps / max(people, 1),
    }


def greedy(held: Event, seconds: float) -> dict[str, float]:
    """Heaviest first, each into the first slot in which both are free."""
    busy = set(held.absences)
    tables: dict[int, int] = defaultdict(int)
    total = 0.0
    for (a, b), weight in sorted(merged(held).items(), key=lambda one: -one[1]):
        for slot in range(1, held.slots + 1):
            if tables[slot] < held.tables and (a, slot) not in busy and (b, slot) not in busy:
                busy |= {(a, slot), (b, slot)}
                tables[slot] += 1
                total += weight
                break
    return {"weight": total}


def cp_sat(held: Event, seconds: float) -> dict[str, float]:
    from ortools.sat.python import cp_model

    model, away = cp_model.CpModel(), set(held.absences)
    of_person, of_slot, worth = defaultdict(list), defaultdict(list), []
    for (a, b), weight in merged(held).items():
        slots = [s for s in range(1, held.slots + 1) if (a, s) not in away and (b, s) not in away]
        choice = {slot: model.new_bool_var("") for slot in slots}
        model.add_at_most_one(choice.values())
        for slot, is_held in choice.items():
            of_person[a, slot].append(is_held)
            of_person[b, slot].append(is_held)
            of_slot[slot].append(is_held)
            worth.append(weight * is_held)
    for one in of_person.values():
        model.add_at_most_one(one)
    for one in of_slot.values():
        model.add(sum(one) <= held.tables)
    model.maximize(sum(worth))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 2
    status = solver.solve(model)
    return {"weight": solver.objective_value if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else 0.0}


PLANNERS = {"ours": ours, "greedy": greedy, "cp-sat cold": cp_sat}


def measure(planner: str, people: int, tables: int, seed: int, tail: float, seconds: float) -> dict[str, float]:
    """Run one planner in a process of its own."""
    words = [sys.executable, __file__, "--one", planner, str(people), str(tables), str(seed), str(tail), str(seconds)]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def one(planner: str, people: int, tables: int, seed: int, tail: float, seconds: float) -> None:
    slots, asks = SIZES[people]
    held = event(people, slots, asks, seed, tail=tail, tables=tables)
    wall, cpu = time.perf_counter(), time.process_time()
    found = PLANNERS[planner](held, seconds)
    found |= {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    found["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="300 people only, ten seconds for each planner.")
    parser.add_argument("--one", nargs=6, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.one:
        planner, people, tables, seed, tail, seconds = told.one
        return one(planner, int(people), int(tables), int(seed), float(tail), float(seconds))
    seconds, cold = (10.0, 10.0) if told.quick else (30.0, 60.0)
    print(
        f"{'people':>6} {'tables':>6} {'tail':>4} {'planner':<12} {'of bound':>8} {'wall s':>7} {'CPU s':>7} {'MB':>6}"
    )
    for people in (300,) if told.quick else SIZES:
        for tables, tail in ((people // 2, 1.5), (people // 2, 3.0), (people // 4, 1.5)):
            compare(people, tables, tail, seconds, cold)
    return None


def compare(people: int, tables: int, tail: float, seconds: float, cold: float) -> None:
    bound = 0.0
    for planner in PLANNERS:
        found = measure(planner, people, tables, 1, tail, cold if planner == "cp-sat cold" else seconds)
        bound = found.get("bound", bound)
        more = (
            f"  proven {bool(found['proven'])}, zero {found['zero']}, gaps {found['gaps']:.1f}"
            if "zero" in found
            else ""
        )
        print(
            f"{people:>6} {tables:>6} {tail:>4} {planner:<12} {found['weight'] / bound:>8.4f} {found['wall']:>7.2f} "
            f"{found['cpu']:>7.2f} {found['mb']:>6.0f}{more}",
            flush=True,
        )


if __name__ == "__main__":
    main()
