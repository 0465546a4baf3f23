"""The tables that come with the library: a region, its country and its municipalities, without any file to fetch."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
import polars as pl

from tokka.leakage.finland import SCOPE, place_of
from tokka.leakage.municipal import Place
from tokka.leakage.origins import INCOME, OUTPUT, TAXES, VALUE_ADDED, by_origin
from tokka.leakage.refusals import refuse
from tokka.leakage.setting import Setting
from tokka.leakage.table import Matrix
from tokka.tables.model import plain
from tokka.words import _

YEAR: Final = 2014
NATION: Final = "FI"
CALLED: Final = {"FI1D7": ("lappi", "lapland")}
"""Regions by their code in the European classification, and the names by which they may be asked for."""
KEYS: Final = {"FI1D7": "Lappi"}
"""The key of each region, as in the tables that it comes from."""


@dataclass(frozen=True, slots=True)
class TableSource:
    """Where a packaged table comes from, under which licence, and when somebody last looked."""

    key: str
    title: str
    url: str
    licence: str
    checked: date
    holds: str


@cache
def sources() -> tuple[TableSource, ...]:
    """The source of every packaged table."""
    told = tomllib.loads((resources.files("tokka.leakage.reference") / "sources.toml").read_text(encoding="utf-8"))
    return tuple(
        TableSource(key, **{name: value for name, value in row.items() if name != "files"}) for key, row in told.items()
    )


def packaged_setting(region: str, year: int = YEAR, *, municipality: str = "") -> Setting:
    """A packaged region by code or name, with its country, jobs and municipalities.

    Raises Refused for a region or a year that is not packaged.
    """
    code = next((code for code, names in CALLED.items() if plain(region) in {plain(code), *names}), "")
    if not code:
        told: dict[str, object] = {"key": region, "keys": ", ".join(KEYS.values())}
        remedy = _("There are: %(keys)s. Name a folder of other tables with --tables.")
        raise refuse(_("There is no region “%(key)s”."), told, remedy)
    if year != YEAR:
        remedy = _("There are those of %(known)s.")
        raise refuse(_("There are no tables of the year %(year)s."), {"year": year, "known": YEAR}, remedy)
    setting = _setting(code)
    return Setting(setting.region, setting.nation, setting.jobs_per_million, setting.places, municipality)


@cache
def _setting(code: str) -> Setting:
    tables = by_origin(_purchases(), _accounts(), scope=SCOPE)
    region = tables[code]
    region = replace(region, key=KEYS[code], scope=replace(SCOPE, place=KEYS[code]))
    return Setting(region, tables[NATION], _jobs(region.industries), _places(code, region.industries))


def _read(file: str) -> pl.DataFrame:
    content = (resources.files("tokka.leakage.reference") / file).read_bytes()
    return pl.read_csv(content, schema_overrides=dict.fromkeys(("economy", "product", "user", "code"), pl.String))


def _purchases() -> pl.DataFrame:
    names = {"economy": "region", "product": "com", "user": "use", "own": "own_region", "elsewhere": "other_regions"}
    return _read(f"purchases_{YEAR}.csv").rename(names)


def _accounts() -> pl.DataFrame:
    names = {"economy": "region", "user": "use", "taxes": TAXES, "income": INCOME}
    return _read(f"accounts_{YEAR}.csv").rename(names | {"value_added": VALUE_ADDED, "output": OUTPUT})


def _jobs(industries: Sequence[str]) -> Matrix:
    frame = _read(f"jobs_{YEAR}.csv")
    known = dict(zip(frame["product"], frame["jobs_per_million"], strict=True))
    return np.array([float(known[code]) for code in industries])


def _places(code: str, industries: Sequence[str]) -> tuple[Place, ...]:
    frame = _read("municipalities_2018.csv").filter(pl.col("economy") == code)
    return tuple(place_of(row, industries) for row in frame.iter_rows(named=True))
