"""The published benchmark instances as plain lists, from the shared data folder."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "../shared/data"


def data(name):
    """A file of the shared data folder; the test is skipped where the folder is absent."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the shared data folder is not there: {path}")
    return path


def rows(name):
    with data(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def instance(size):
    """Offers and needs of an instance, as the bytes of two plain CSV files."""
    accepted = defaultdict(list)
    for row in rows(f"symbiosis/sym_bench_{size}_needs.csv"):
        accepted[row["sink"]].append(row["ewc"])
    offers = ["offer,lat,lon,waste_code,tonnes,avoided_cost_eur_t"] + [
        ",".join(row[key] for key in ("source", "lat", "lon", "ewc", "supply_t", "avoided_disposal_eur_t"))
        for row in rows(f"symbiosis/sym_bench_{size}_sources.csv")
    ]
    needs = ["need,lat,lon,waste_codes,tonnes,price_eur_t"] + [
        f"{row['sink']},{row['lat']},{row['lon']},{' '.join(accepted[row['sink']])},"
        f"{row['capacity_t']},{row['price_eur_t']}"
        for row in rows(f"symbiosis/sym_bench_{size}_sinks.csv")
    ]
    return "\n".join(offers).encode(), "\n".join(needs).encode()
