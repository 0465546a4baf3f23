"""The tables around a plant, the reference bills, and what the engine answers to a plan."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from time import perf_counter
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import translation

from tokka.leakage.draws import Estimate
from tokka.leakage.packaged import packaged_setting
from tokka.leakage.plant import as_plant
from tokka.leakage.refusals import Refused
from tokka.leakage.setting import Setting
from tokka.leakage.whatif import NOT_COUNTED, Kept, WhatIf, what_if
from tokkasite.leakage.products import name_of
from tokkasite.plants.models import Scenario
from tokkasite.plants.names import ASSUMPTIONS, LINES
from tokkasite.register.models import Cluster, Municipality, in_words
from tokkasite.runs.readers import kept

FOLDER: Final = resources.files("tokkasite.plants") / "reference"
REGION: Final = "FI1D7"
"""Lapland, by the European classification."""
LINE_KINDS: Final = ("input", "displaced", "investment")
MOST_COMPARED: Final = 4
TOLD_QUESTIONS: Final = 5
LINE_KEYS: Final = ("product", "euros", "local", "additional")
PLAN_KEYS: Final = ("name", "municipality", "year", "prices", "turnover", "person_years", "wages", "owners")


def municipalities() -> QuerySet[Municipality]:
    """Those of the register that the tables know, by their Finnish names."""
    known = [place.key for place in packaged_setting(REGION).places]
    return Municipality.objects.filter(region__code=REGION, name_fi__in=known)


@lru_cache(maxsize=32)
def setting(name: str) -> Setting:
    """What surrounds a plant in one municipality. Its multipliers are solved once and kept."""
    return packaged_setting(REGION, municipality=name)


@lru_cache(maxsize=1)
def tables_read() -> bytes:
    """The digests of the tables and of their sources, which a run rests on."""
    folder = resources.files("tokka.leakage.reference")
    files = sorted(one.name for one in folder.iterdir() if one.name.endswith((".csv", ".toml")))
    return "\n".join(sha256((folder / name).read_bytes()).hexdigest() for name in files).encode()


@lru_cache(maxsize=1)
def reference_bills() -> Mapping[str, Mapping[str, Any]]:
    """By kind of plant, the bill to begin with: what is an assumption says so."""
    folder = FOLDER / "kinds"
    return {kind: tomllib.loads((folder / f"{kind}.toml").read_text(encoding="utf-8")) for kind in Scenario.Kind.values}


def line_name(line: Mapping[str, Any]) -> str:
    """What a line is called: in its writer's words, or in the reader's language where it is one of the reference."""
    if line.get("name"):
        return str(line["name"])
    return str(LINES.get(line.get("key", "")) or name_of(line["product"]))


class NotReckoned(ValueError):
    """A plan that the engine refuses: the place of each fault in the plan, and what is said of it."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{place}: {says}" for place, says in self.faults))


def told_to_the_engine(plan: Mapping[str, Any]) -> dict[str, Any]:
    """The plan without what only the site knows. Reference names are English: a run says them in any language."""
    told = {key: plan[key] for key in PLAN_KEYS if key in plan}
    with translation.override("en"):
        for kind in LINE_KINDS:
            told[kind] = [
                {"name": line_name(line)} | {key: line[key] for key in LINE_KEYS if key in line}
                for line in plan.get(kind, ())
            ]
    return told


def reckoned(plan: Mapping[str, Any], *, induced: bool) -> tuple[dict[str, Any], float]:
    """What the engine answers, as data, and the seconds it took. Raises NotReckoned."""
    began = perf_counter()
    try:
        found = what_if(as_plant(told_to_the_engine(plan)), setting(plan["municipality"]), induced=induced)
    except Refused as refused:
        raise NotReckoned(
            (fault.row, f"{in_words(fault.says)} {in_words(fault.remedy)}") for fault in refused.faults
        ) from refused
    return _answer(found), round(perf_counter() - began, 3)


def _answer(found: WhatIf) -> dict[str, Any]:
    region = next(one for one in found.yearly if one.ring == "region").value_added
    return {
        "yearly": [_ring(one) for one in found.yearly],
        "induced": _ring(found.induced) if found.induced else None,
        "investment": [_ring(one) for one in found.investment],
        "spread_eur": region.high - region.low if region else 0.0,
        "questions": [
            {"asks": kept(one.asks), "explains": one.explains, "width_eur": one.width_after}
            for one in found.questions[:TOLD_QUESTIONS]
        ],
        "checks": [{"name": one.name, "says": kept(one.says)} for one in found.checks],
        "says": [kept(one) for one in found.remarks if one not in NOT_COUNTED],
        "draws": found.draws,
    }


def _ring(one: Kept) -> dict[str, Any]:
    return {"ring": one.ring, "eur": _three(one.value_added), "years": _three(one.person_years)}


def _three(estimate: Estimate | None) -> list[float] | None:
    return [estimate.low, estimate.middle, estimate.high] if estimate else None


def scenarios_of(cluster: Cluster) -> QuerySet[Scenario]:
    """What a cluster keeps, with its answers."""
    return Scenario.objects.filter(cluster=cluster).select_related("cluster", "municipality", "run__made_by")


def chosen(cluster: Cluster, asked: Iterable[str]) -> list[Scenario]:
    """The scenarios that an address names, in its order, each once and of this cluster alone."""
    keys = list(dict.fromkeys(int(one) for one in asked if one.isdecimal() and len(one) < 10))
    found = scenarios_of(cluster).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def lines_of(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every line of a bill with what it is called, and of what kind."""
    return [
        {"note": ""} | line | {"what": line_name(line), "kind": kind}
        for kind in LINE_KINDS
        for line in plan.get(kind, ())
    ]


def assumed_of(plan: Mapping[str, Any]) -> tuple[int, int]:
    """How many figures of a plan are still assumptions of ours, and of how many."""
    sources = [*plan["told"].values(), *(line["source"] for line in lines_of(plan))]
    return sum(source in ASSUMPTIONS for source in sources), len(sources)
