"""Reading a list of organisations: ours beside pandas, and beside the bare parser that only splits cells.

Ours finds encoding, delimiter and headings, checks identifiers, and gives every line a verdict; pandas and the parser
do not. The figures say what that care costs. Each way runs in a process of its own, so that its peak memory is its own.

    .venv/bin/python benchmarks/lists.py [--quick]
"""

import argparse
import csv
import importlib
import io
import multiprocessing
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.tokka.tables.test_lists import workbook
from tokka.tables.lists import read_list
from tokka.tables.organisations import ORGANISATIONS

WEIGHTS = (7, 9, 10, 5, 8, 4, 2)


def business_id(number: int) -> str:
    """The number with its check digit; one that cannot be issued gives way to the next."""
    digits = f"{number:07d}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return business_id(number + 1) if rest == 1 else f"{digits}-{(11 - rest) % 11}"


def rows_of(count: int) -> list[list[str]]:
    chance = random.Random(20261124)
    places = ("Kemi", "Tornio", "Inari", "Kittilä", "Rovaniemi")
    return [["Nimi", "Y-tunnus", "Kunta", "Kotisivu", "Lähde", "Tunnus"]] + [
        [f"Yritys {number} Oy", business_id(1_000_000 + 7 * number), chance.choice(places), f"yritys{number}.fi", "oma",
         str(number)] for number in range(count)
    ]  # fmt: skip


def as_csv(count: int) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows_of(count))
    return out.getvalue().encode("cp1252")


def ours_csv(content: bytes) -> int:
    listing = read_list(ORGANISATIONS, content, "list.csv")
    assert listing.unaccounted == 0
    assert not listing.refused
    return len(listing.rows)


def ours_workbook(content: bytes) -> int:
    return len(read_list(ORGANISATIONS, content, "list.xlsx").rows)


def pandas_csv(content: bytes) -> int:
    import pandas as pd

    return len(pd.read_csv(io.BytesIO(content), sep=";", encoding="cp1252", dtype=str))


def pandas_workbook(content: bytes) -> int:
    import pandas as pd

    return len(pd.read_excel(io.BytesIO(content), engine="calamine", dtype=str))


def parser_csv(content: bytes) -> int:
    return len(list(csv.reader(io.StringIO(content.decode("cp1252")), delimiter=";"))) - 1


def parser_workbook(content: bytes) -> int:
    from python_calamine import load_workbook

    return len(load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()) - 1


def peak_in_mb() -> int:
    """The most memory that this process has held. Linux only: elsewhere 0."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def measured(way: Callable[[bytes], int], content: bytes, tell: Any) -> None:
    if way in (pandas_csv, pandas_workbook):
        importlib.import_module("pandas")  # its own second of loading is not part of reading
    before = peak_in_mb()
    wall, cpu = time.perf_counter(), time.process_time()
    rows = way(content)
    taken = time.perf_counter() - wall, time.process_time() - cpu
    tell.send((rows, *taken, peak_in_mb() - before))


def run(title: str, content: bytes, ways: dict[str, Callable[[bytes], int]]) -> None:
    print(f"\n{title}, {len(content) / 1e6:.1f} MB")
    for name, way in ways.items():
        hear, tell = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.get_context("spawn").Process(target=measured, args=(way, content, tell))
        process.start()
        rows, wall, cpu, peak = hear.recv()
        process.join()
        print(f"  {name:8} {rows:7} rows  cpu {cpu:6.2f} s  wall {wall:6.2f} s  {rows / cpu:9.0f} rows/s  +{peak} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 rows only")
    for count in (10_000,) if parser.parse_args().quick else (10_000, 100_000):
        ways = {"ours": ours_csv, "pandas": pandas_csv, "parser": parser_csv}
        run(f"CSV in Windows-1252, {count} rows", as_csv(count), ways)
        ways = {"ours": ours_workbook, "pandas": pandas_workbook, "parser": parser_workbook}
        run(f"Excel workbook, {count} rows", workbook(*rows_of(count)), ways)


if __name__ == "__main__":
    main()
