"""Finland's tables of 2014 by their published files: 19 regions by origin, jobs per euro, municipalities (§3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from tokka.leakage.municipal import Place
from tokka.leakage.origins import RegionTable, read_by_origin
from tokka.leakage.refusals import refuse
from tokka.leakage.table import Matrix, Scope
from tokka.tables.model import plain
from tokka.words import _

FLOWS: Final = "finland_2014_alta_flows.csv"
INPUTS: Final = "finland_2014_alta_primary_inputs.csv"
JOBS: Final = "finland_2014_jobs_per_meur.csv"
PLACES: Final = "finland_municipalities_2018_paavo.csv"
EURO: Final = 1e6
"""The unit of the tables: million euros."""
SCOPE: Final = Scope(
    year=2014,
    prices="basic prices",
    unit="million euros",
    source="ALTA regional economic database for Finland (Honkatukia et al. 2019), modelled below the national level",
)
NAMES: Final = {
    "Uusimaa": "Uusimaa", "VarsinSuomi": "Southwest Finland", "Satakunta": "Satakunta", "KantaHame": "Kanta-Häme",
    "Pirkanmaa": "Pirkanmaa", "PaijatHame": "Päijät-Häme", "Kymenlaakso": "Kymenlaakso",
    "EtelaKarjala": "South Karelia", "EtelaSavo": "South Savo", "PohjSavo": "North Savo",
    "PohjKarjala": "North Karelia", "KeskiSuomi": "Central Finland", "EtelaPohjanm": "South Ostrobothnia",
    "Pohjanmaa": "Ostrobothnia", "KeskiPohjanm": "Central Ostrobothnia", "PohjPohjanm": "North Ostrobothnia",
    "Kainuu": "Kainuu", "Lappi": "Lapland", "Ahvenanmaa": "Åland",
}  # fmt: skip
"""The regions' names in the flows and in the list of municipalities."""
SECTIONS: Final = {
    "A": ("01", "02_03"), "B": ("05_09",),
    "C": ("10_12", "13_15", "16", "17_18", "19_22", "23", "24_25", "26_27", "28", "29_30", "31_33"),
    "D": ("35_39",), "E": ("35_39",), "F": ("41_43",), "G": ("45_47",), "H": ("49_53",), "I": ("55_56",),
    "J": ("58_63",), "K": ("64_66",), "L": ("681+68209+683", "68201_68202"), "M": ("69_75",), "N": ("77_82",),
    "O": ("84",), "P": ("85",), "Q": ("86_88",), "R": ("90_96",), "S": ("90_96",), "T": ("97_98",),
}  # fmt: skip
"""Industries of the tables by section of the activity classification, in which municipal jobs are published."""


@dataclass(frozen=True)
class Finland:
    """All regions from one folder; what is not asked for is not read."""

    folder: Path

    @cached_property
    def regions(self) -> dict[str, RegionTable]:
        """The 19 regions by their key in the flows. Raises Refused where the files are not in the folder."""
        for name in (FLOWS, INPUTS):
            if not (self.folder / name).is_file():
                says = _("There is no file %(file)s in %(folder)s.")
                told: dict[str, object] = {"file": name, "folder": str(self.folder)}
                raise refuse(says, told, _("Name the folder of the regional tables with --tables or TOKKA_TABLES."))
        return read_by_origin(self.folder / FLOWS, self.folder / INPUTS, scope=SCOPE)

    def region(self, key: str) -> RegionTable:
        """A region by its key or its English name, in any case. Raises Refused with those that there are."""
        for name, table in self.regions.items():
            if plain(key) in {plain(name), plain(NAMES.get(name, name))}:
                return table
        told: dict[str, object] = {"key": key, "keys": ", ".join(self.regions)}
        raise refuse(_("There is no region “%(key)s”."), told, _("There are: %(keys)s."))

    def nation(self, industries: Sequence[str]) -> RegionTable:
        """The country as one region: other regions are at home, in the order of `industries`."""
        return as_nation(tuple(self.regions.values()), industries)

    def jobs_per_million(self, industries: Sequence[str]) -> Matrix | None:
        """Jobs per million euros of output by industry, of the whole country; None where the file is not there."""
        if not (self.folder / JOBS).is_file():
            return None
        frame = pl.read_csv(self.folder / JOBS, schema_overrides={"code": pl.String})
        known = dict(zip(frame["code"], frame["jobs_per_mEUR"], strict=True))
        return np.array([float(known.get(code, np.nan)) for code in industries])

    def places(self, table: RegionTable) -> tuple[Place, ...]:
        """The municipalities of a region with jobs by the table's industries; empty where the list is not there."""
        if not (self.folder / PLACES).is_file():
            return ()
        frame = pl.read_csv(self.folder / PLACES, schema_overrides={"municipality_code": pl.String})
        rows = frame.filter(pl.col("region") == NAMES.get(table.key, table.key))
        return tuple(place_of(_renamed(row), table.industries) for row in rows.iter_rows(named=True))


def place_of(row: Mapping[str, object], industries: Sequence[str]) -> Place:
    """A municipality from its row: `name`, `people`, `income` in euros, and `jobs_A` to `jobs_T`.

    Jobs of a section are given to each of its industries: only their distribution over municipalities is used."""

    def number(name: str) -> float:
        value = row.get(name)
        return float(value) if isinstance(value, (int, float)) else 0.0

    jobs = [sum(number(f"jobs_{s}") for s, codes in SECTIONS.items() if code in codes) for code in industries]
    return Place(str(row["name"]), np.array(jobs), number("income"), number("people"))


def _renamed(row: Mapping[str, object]) -> dict[str, object]:
    names = {"Area": "name", "income_of_households_eur_2017": "income", "inhabitants_2018": "people"}
    return {names.get(name, name): value for name, value in row.items()}


def as_nation(tables: Sequence[RegionTable], industries: Sequence[str]) -> RegionTable:
    """Regions added up: what came from other regions is own, so nothing comes from elsewhere."""
    n, final = len(industries), tables[0].final
    own, abroad = np.zeros((n, n + len(final))), np.zeros((n, n + len(final)))
    taxes, lines = np.zeros(n + len(final)), {name: np.zeros(n) for name in ("value_added", "income", "x")}
    for table in tables:
        rows = np.array([table.industries.index(code) for code in industries])
        columns = np.array([table.users.index(code) for code in (*industries, *final)])
        own += (table.own + table.elsewhere)[np.ix_(rows, columns)]
        abroad += table.abroad[np.ix_(rows, columns)]
        taxes += table.taxes[columns]
        for name, line in lines.items():
            line += getattr(table, name)[rows]
    return RegionTable("nation", tuple(industries), final, own, np.zeros_like(own), abroad, taxes, scope=SCOPE, **lines)
