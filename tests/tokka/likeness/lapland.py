"""The 318 organisations of Lapland and their labels."""

import csv
import io
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from tokka.likeness.model import Body

HERE = Path(__file__).parent
ROOT = HERE.resolve().parents[2]
LIST = ROOT / "../shared/data/organisations/fi_lapland_seed_register/lapland_organisations.csv"
PLACES = ROOT / "src/tokkasite/register/reference/lapland.toml"


def lapland():
    """The bodies by their rows; the test is skipped where the list is not on this machine."""
    if not LIST.exists():
        pytest.skip("the list of 318 organisations is not on this machine")
    rows = csv.DictReader(io.StringIO(LIST.read_text(encoding="utf-8")))
    return [
        Body(number, row["name"], row["business_id"], row["municipality"], row["url"])
        for number, row in enumerate(rows, start=2)
    ]


def places():
    """Every name of a municipality, in Finnish, Swedish, Northern Sámi and English, by its Finnish one."""
    table = tomllib.loads(PLACES.read_text(encoding="utf-8"))
    return {row[code]: row["fi"] for row in table["municipality"] for code in ("fi", "sv", "se", "en") if code in row}


def labels():
    """The pairs that are one, and the pairs that are parts of one body but not one."""
    table = tomllib.loads((HERE / "lapland_labels.toml").read_text(encoding="utf-8"))
    group = {row: tuple(rows) for rows in table["same"] for row in rows}
    same = {pair for rows in table["same"] for pair in combinations(sorted(rows), 2)}
    linked = set()
    for parts in table["linked"]:
        spelt = [group.get(part, (part,)) for part in parts]
        linked |= {tuple(sorted((a, b))) for one, other in combinations(spelt, 2) for a in one for b in other}
    return same, linked


def precision_and_recall(found, right):
    hits = len(found & right)
    return hits / len(found), hits / len(right)
