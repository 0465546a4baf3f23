"""How fast leakage is: ours, pymrio, numpy's inverse and the bare iterative solution, each in a process of its own.

    .venv/bin/python benchmarks/leakage.py [--quick]

Processor seconds of one thread and the peak memory of the process. The table is made by chance with a fixed seed:
column sums of 0.3 to 0.7, as published tables have. `--quick` takes 2,000 industries instead of 9,800.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ[name] = "1"
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)

import numpy as np  # noqa: E402 -- the number of threads is read when it loads

SEED, TOLERANCE = 20261124, 1e-11


def economy(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Z and x of an economy of n industries; below Z in the same array is its value added."""
    chance = np.random.default_rng(SEED)
    cells = np.empty((n + 1, n))
    Z = cells[:n]  # noqa: N806 -- the literature's letter
    for row in Z:
        chance.random(out=row)
        row *= chance.lognormal(0, 1)
    purchases = Z.sum(axis=0)
    x = purchases / chance.uniform(0.3, 0.7, n)
    cells[n] = x - purchases
    return Z, x


def ours(n: int) -> tuple[object, float]:
    from tokka.leakage.multipliers import multipliers
    from tokka.leakage.table import Table

    cells = economy(n)[0].base
    codes = tuple(f"s{at}" for at in range(n))
    table = Table(codes, ("value added",), (), cells)
    return lambda: multipliers(table).output, 1.0


def bare(n: int) -> tuple[object, float]:
    from scipy.sparse.linalg import LinearOperator, bicgstab

    Z, x = economy(n)  # noqa: N806 -- the literature's letter
    system = LinearOperator((n, n), matvec=lambda y: y - (y @ Z) / x, dtype=float)
    return lambda: bicgstab(system, np.ones(n), rtol=TOLERANCE / n**0.5)[0], 1.0


def inverse(n: int) -> tuple[object, float]:
    Z, x = economy(n)  # noqa: N806 -- the literature's letter

    def solve() -> np.ndarray:
        return np.linalg.inv(np.eye(n) - Z / x).sum(axis=0)

    return solve, 1.0


def pymrio(n: int) -> tuple[object, float]:
    import pandas as pd
    import pymrio as peer

    Z, x = economy(n)  # noqa: N806 -- the literature's letter
    index = pd.MultiIndex.from_product([["r"], [f"s{at}" for at in range(n)]], names=["region", "sector"])
    flows = pd.DataFrame(Z, index=index, columns=index, copy=False)
    output = pd.DataFrame({"indout": x}, index=index)

    def solve() -> np.ndarray:
        return peer.calc_L(peer.calc_A(flows, output)).sum(axis=0).to_numpy()

    return solve, 1.0


def regions_by_array(_n: int) -> tuple[object, float]:
    from tokka.leakage.many import flq_multipliers

    case = many(310)
    return lambda: flq_multipliers(*case, 0.18), 1.0


def regions_by_loop(_n: int) -> tuple[object, float]:
    from tokka.leakage.quotients import flq

    E, national, A = many(310)  # noqa: N806 -- the literature's letters

    def solve() -> np.ndarray:
        eye = np.eye(len(A))
        return np.array([np.linalg.inv(eye - flq(row, national, 0.18) * A).sum(axis=0) for row in E])

    return solve, 1.0


def regions_of_europe(_n: int) -> tuple[object, float]:
    from concurrent.futures import ThreadPoolExecutor

    from tokka.leakage.many import flq_multipliers_on

    case = many(1_166)

    def solve() -> np.ndarray:
        with ThreadPoolExecutor(2) as executor:
            return flq_multipliers_on(executor, *case, 0.18)

    return solve, 1.0


def regions_by_fleet(_n: int) -> tuple[object, float]:
    from tokka.fleet import fleet
    from tokka.leakage.many import flq_multipliers_on

    case = many(1_166)

    def solve() -> np.ndarray:
        with fleet(processes=2) as executor:
            return flq_multipliers_on(executor, *case, 0.18)

    return solve, 1.0


def municipality(_n: int) -> tuple[object, float]:
    from tokka.leakage.packaged import packaged_setting
    from tokka.leakage.purchases import account_of, modelled_purchases

    model = modelled_purchases(packaged_setting("Lappi"))["Ranua"]
    return lambda: account_of(model).spent, 1.0


def many(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    chance = np.random.default_rng(SEED)
    jobs = chance.lognormal(0, 1.2, (count, 64)) * (chance.random((count, 64)) < 0.85)
    flows = chance.random((64, 64))
    return jobs, jobs.sum(axis=0), flows / flows.sum(axis=0) * chance.uniform(0.3, 0.7, 64)


def draws(_n: int) -> tuple[object, float]:
    from tokka.leakage.packaged import packaged_setting
    from tokka.leakage.plant import read_plant
    from tokka.leakage.whatif import what_if

    plant = read_plant(Path(__file__).resolve().parents[1] / "examples/leakage/dairy.toml")

    def solve() -> np.ndarray:
        found = what_if(plant, packaged_setting("Lappi", municipality=plant.municipality), induced=True)
        return np.array([found.yearly[1].value_added.middle])

    return solve, 1.0


CASES = {
    "bare": bare, "ours": ours, "pymrio": pymrio, "inverse": inverse, "array": regions_by_array,
    "loop": regions_by_loop, "europe": regions_of_europe, "fleet": regions_by_fleet,
    "draws": draws, "municipality": municipality,
}  # fmt: skip


def measure(case: str, n: int) -> None:
    """Runs one case in this process, and prints CPU seconds, wall seconds, peak MB and residual."""
    deed, _ = CASES[case](n)
    began, clock = time.process_time(), time.perf_counter()
    y = deed()
    cpu, wall = time.process_time() - began, time.perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    residual = float("nan")
    if case in {"bare", "ours", "pymrio", "inverse"}:
        Z, x = economy(n)  # noqa: N806 -- the literature's letter
        residual = float(np.abs(y - (y @ Z) / x - 1).max())
    print(cpu, wall, peak, residual)


def run(case: str, n: int, times: int) -> list[float]:
    """The run of least CPU time of some, each in a new process."""
    call = [sys.executable, __file__, "--case", case, "--size", str(n)]
    outs = [subprocess.run(call, capture_output=True, text=True, check=True).stdout for _ in range(times)]
    return min([float(figure) for figure in out.split()] for out in outs)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="2,000 industries instead of 9,800")
    options.add_argument("--case", choices=CASES)
    options.add_argument("--size", type=int, default=0)
    told = options.parse_args()
    if told.case:
        measure(told.case, told.size)
        return
    n = 2_000 if told.quick else 9_800
    size = n * n * 8 / 1024**2
    print(f"{n:,} industries, the table alone {size:.0f} MB, one thread")
    print(f"{'':<34}{'CPU s':>9}{'wall s':>9}{'peak MB':>9}{'x table':>9}{'residual':>10}{'CPU / ours':>12}")
    found = {
        case: run(case, n, 1 if case in {"pymrio", "inverse"} else 3) for case in ("ours", "bare", "pymrio", "inverse")
    }
    names = {
        "bare": "limit: bare iterative solution", "ours": "ours, every check included",
        "pymrio": "pymrio: A, L, column sums", "inverse": "numpy: inverse, column sums",
    }  # fmt: skip
    for case, name in names.items():
        cpu, wall, peak, residual = found[case]
        told_ratio = cpu / found["ours"][0]
        print(f"{name:<34}{cpu:>9.3f}{wall:>9.3f}{peak:>9.0f}{peak / size:>9.2f}{residual:>10.1e}{told_ratio:>12.2f}")
    cpu = {case: figures[0] for case, figures in found.items()}
    print(f"ours / bare: {cpu['ours'] / cpu['bare']:.2f}; pymrio / ours: {cpu['pymrio'] / cpu['ours']:.0f}")
    rest = {"array": "310 municipalities x 64, one array", "loop": "the same by loop and inverse",
            "europe": "1,166 NUTS-3 regions x 64", "fleet": "the same by tokka.fleet (see wall s)",
            "draws": "10,000 draws of a dairy", "municipality": "the account of a municipality"}  # fmt: skip
    for case, name in rest.items():
        cpu, wall, peak, _residual = run(case, 64, 3)
        print(f"{name:<34}{cpu:>9.3f}{wall:>9.3f}{peak:>9.0f}")


if __name__ == "__main__":
    main()
