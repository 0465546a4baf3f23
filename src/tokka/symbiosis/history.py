"""What really moved, year by year: totals by site from a list of transfers, and the years that stand out (§15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from tokka.symbiosis.records import Fault
from tokka.symbiosis.tables import TRANSFERS
from tokka.tables.columns import Columns, read_columns
from tokka.words import Remark, _

TIMES: Final = 8.0
"""A year with so many times the middle of the site's other years may be a slip of the pen."""
FEWEST_YEARS: Final = 3
"""Other years that are needed to call one strange."""

_LEFT_OUT: Final = Remark(_("The row is left out of the sums. Correct it and run again."))


@dataclass(frozen=True, slots=True)
class History:
    """Tonnes by site and year, the rows that were counted, and what is to be said of the others."""

    tonnes: Mapping[tuple[str, int], float]
    rows: int
    names: Mapping[str, str]
    """How each site is called: its name in the last row that names it."""
    faults: tuple[Fault, ...]

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({year for _site, year in self.tonnes}))

    def totals(self) -> dict[int, float]:
        """Tonnes of each year."""
        sums = dict.fromkeys(self.years, 0.0)
        for (_site, year), tonnes in self.tonnes.items():
            sums[year] += tonnes
        return sums

    def of_site(self, site: str) -> dict[int, float]:
        """Tonnes of one site by year, the earliest first."""
        return {year: self.tonnes[site, year] for year in self.years if (site, year) in self.tonnes}


@dataclass(frozen=True, slots=True)
class Reported:
    """What one site reported of one class of waste and one treatment in one year, its transfers added up."""

    site: str
    name: str
    activity: str
    year: int
    is_hazardous: bool
    treatment: str
    """R for recovery, D for disposal; empty where the list says neither."""
    tonnes: float
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Outlier:
    """A year of a site that stands out, with the middle of its other years."""

    site: str
    year: int
    tonnes: float
    usual: float

    def remark(self, history: History) -> Remark:
        """The question that the year raises."""
        text = _(
            "%(name)s: %(tonnes)s t in %(year)s against %(usual)s t in the middle of its other years. "
            "Was the unit another, or is another stream counted?"
        )
        named = {"tonnes": f"{self.tonnes:,.0f}", "usual": f"{self.usual:,.0f}", "year": self.year}
        return Remark(text, named | {"name": history.names[self.site]})


def read_transfers(content: bytes, file: str) -> History:
    """Transfers of a delimited text, such as the public register's. Raises WrongTable where all of it is wrong."""
    columns = read_columns(TRANSFERS, content, file)
    return _history(columns, file)


def read_reported(content: bytes, file: str) -> tuple[tuple[Reported, ...], History]:
    """The same transfers by site, year, class and treatment, and their sums by site. Raises WrongTable."""
    columns = read_columns(TRANSFERS, content, file)
    history = _history(columns, file)
    wrong = {fault.row for fault in history.faults}
    found: dict[tuple[object, ...], Reported] = {}
    lat, lon, tonnes = (columns.number(key) for key in ("lat", "lon", "tonnes"))
    for at, site in enumerate(columns.text("site")):
        if int(columns.rows[at]) in wrong:
            continue
        year, is_hazardous = int(columns.number("year")[at]), columns.text("waste_class")[at].upper().startswith("HW")
        treatment = columns.text("treatment")[at].strip().upper()[:1]
        key = site, year, is_hazardous, treatment
        before = found[key].tonnes if key in found else 0.0
        found[key] = Reported(
            site,
            history.names[site],
            columns.text("activity")[at].strip(),
            year,
            is_hazardous,
            treatment if treatment in ("R", "D") else "",
            before + float(tonnes[at]),
            *(None if np.isnan(one[at]) else float(one[at]) for one in (lat, lon)),
        )
    return tuple(found.values()), history


def _history(columns: Columns, file: str) -> History:
    faults: list[Fault] = []
    tonnes: dict[tuple[str, int], float] = {}
    names: dict[str, str] = {}
    years, amounts = columns.number("year"), columns.number("tonnes")
    for at, site in enumerate(columns.text("site")):
        says = columns.notes[at][0].says if at in columns.notes else _fault(years[at], amounts[at])
        if says:
            faults.append(Fault(file, int(columns.rows[at]), "tonnes", says, _LEFT_OUT))
            continue
        key = site, int(years[at])
        tonnes[key] = tonnes.get(key, 0.0) + float(amounts[at])
        names[site] = columns.text("name")[at] or site
    return History(tonnes, len(columns.rows) - len(faults), names, tuple(faults))


def _fault(year: float, tonnes: float) -> Remark | None:
    if year != int(year) or not 1900 <= year <= 2200:
        return Remark(_("%(value)s is no year."), {"value": f"{year:g}"})
    return Remark(_("There cannot be %(value)s tonnes."), {"value": f"{tonnes:g}"}) if tonnes < 0 else None


def outliers(history: History) -> tuple[Outlier, ...]:
    """The years that stand out of their site's other years, the farthest first."""
    found = []
    for site in history.names:
        by_year = history.of_site(site)
        for year, tonnes in by_year.items():
            others = [amount for other, amount in by_year.items() if other != year]
            usual = float(np.median(others)) if len(others) >= FEWEST_YEARS else 0.0
            if usual > 0 and tonnes > TIMES * usual:
                found.append(Outlier(site, year, tonnes, usual))
    return tuple(sorted(found, key=lambda one: (-one.tonnes / one.usual, one.site, one.year)))
