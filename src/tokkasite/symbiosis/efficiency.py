"""Resource efficiency by year: what was planned, what came of it, and what that saved; of a network or of one company.

Planned tonnes count from the first day of the contract, or of the first running, to the last day of the exchange, for
each year by its days, and in the year that still runs up to today. Realised tonnes are the deliveries. Gain and CO2
are reckoned for a tonne as it was planned.
"""

from calendar import isleap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Min, Q, Sum

from tokkasite.register.models import Cluster, Organisation, SizeFigure
from tokkasite.symbiosis.models import UNITS, Delivery, Exchange, Step
from tokkasite.symbiosis.readers import exchanges_of

AGREED: Final = (Exchange.Stage.CONTRACT, Exchange.Stage.RUNNING)


@dataclass(frozen=True, slots=True)
class Part:
    """One exchange in one year."""

    exchange: Exchange
    year: int
    planned_t: float
    realised_t: float

    @property
    def eur(self) -> float:
        """The gain of both sides together."""
        return round(self.realised_t * self.exchange.eur_t, 2)

    @property
    def co2_t(self) -> float:
        return round(self.realised_t * self.exchange.co2_kg_t / 1000, 3)

    @property
    def route_eur(self) -> float:
        """What today's route of the giver would have cost."""
        return round(self.realised_t * self.exchange.offer.avoided_cost_eur_t, 2)


@dataclass(frozen=True, slots=True)
class Year:
    """What a year came to, with the exchanges behind it."""

    year: int
    parts: tuple[Part, ...] = field(default=())
    turnover_eur: float | None = None
    turnover_year: int | None = None
    """Of which accounting year the turnover is: the year itself, or the last one before it."""

    @property
    def planned_t(self) -> float:
        return round(sum(one.planned_t for one in self.parts), 3)

    @property
    def realised_t(self) -> float:
        return round(sum(one.realised_t for one in self.parts), 3)

    @property
    def percent(self) -> float | None:
        """Realised of planned; None where nothing was planned."""
        return 100 * self.realised_t / self.planned_t if self.planned_t else None

    @property
    def eur(self) -> float:
        return round(sum(one.eur for one in self.parts), 2)

    @property
    def co2_t(self) -> float:
        return round(sum(one.co2_t for one in self.parts), 3)

    @property
    def exchanges(self) -> int:
        """How many moved something."""
        return sum(one.realised_t > 0 for one in self.parts)

    @property
    def t_for_a_million(self) -> float | None:
        """Realised tonnes for a million euros of turnover; None where no turnover is known."""
        return round(self.realised_t / (self.turnover_eur / 1e6), 3) if self.turnover_eur else None

    def given(self, organisation: Organisation) -> "Year":
        """The part in which an organisation is the giver."""
        own = tuple(one for one in self.parts if one.exchange.offer.organisation_id == organisation.pk)
        return Year(self.year, own, self.turnover_eur, self.turnover_year)

    @property
    def route_eur(self) -> float:
        return round(sum(one.route_eur for one in self.parts), 2)

    @property
    def has_invented(self) -> bool:
        """Whether a price or an organisation behind it is made up."""
        return any(is_invented(one.exchange) for one in self.parts)


def is_invented(exchange: Exchange) -> bool:
    """Whether a price or a side of an exchange is made up."""
    sides = (exchange.offer, exchange.need)
    return any(side.is_invented or side.organisation.is_invented for side in sides)


def years_of(cluster: Cluster, today: date, organisation: Organisation | None = None) -> list[Year]:
    """Every year in which something was planned or moved, the latest first. Four queries, however many there are.

    Heat and water are no tonnes, and no material that stays in use: they are left out.
    """
    exchanges = exchanges_of(cluster).exclude(offer__carrier__in=UNITS)
    if organisation is not None:
        ours = Q(offer__organisation=organisation) | Q(need__organisation=organisation)
        exchanges = exchanges.filter(ours)
    found = {one.pk: one for one in exchanges}
    begun = _begun(found)
    moved: dict[tuple[int, int], float] = {
        (row["exchange"], row["on__year"]): row["moved"]
        for row in Delivery.objects.filter(exchange__in=found)
        .values("exchange", "on__year")
        .order_by("on__year", "exchange")
        .annotate(moved=Sum("tonnes"))
    }
    years = {year for _key, year in moved} | {
        year for key, day in begun.items() for year in range(day.year, _last(found[key], today).year + 1)
    }
    turnovers = _turnovers(organisation)
    return [_year(year, found, begun, moved, today, turnovers) for year in sorted(years, reverse=True)]


def _begun(found: Mapping[int, Exchange]) -> dict[int, date]:
    """From which day on each exchange was agreed."""
    rows = Step.objects.filter(exchange__in=found, stage__in=AGREED).values("exchange").order_by("exchange")
    return {row["exchange"]: row["first"] for row in rows.annotate(first=Min("on"))}


def _last(exchange: Exchange, today: date) -> date:
    return today if exchange.is_open else min(exchange.since_on, today)


def _turnovers(organisation: Organisation | None) -> list[tuple[int, float]]:
    """The turnover of each accounting year, the latest first; what the organisation declares before a register."""
    if organisation is None:
        return []
    rows = SizeFigure.objects.filter(organisation=organisation, turnover_eur__gt=0).order_by("-year", "origin")
    return [(row.year, float(row.turnover_eur)) for row in rows]


def _year(
    year: int,
    found: Mapping[int, Exchange],
    begun: Mapping[int, date],
    moved: Mapping[tuple[int, int], float],
    today: date,
    turnovers: Sequence[tuple[int, float]],
) -> Year:
    parts = []
    for key, exchange in found.items():
        planned = _planned(exchange, begun.get(key), year, today)
        realised = round(moved.get((key, year), 0.0), 3)
        if planned or realised:
            parts.append(Part(exchange, year, planned, realised))
    parts.sort(key=lambda one: (-one.realised_t, one.exchange.pk))
    of_year, turnover = next((row for row in turnovers if row[0] <= year), (None, None))
    return Year(year, tuple(parts), turnover, of_year)


def _planned(exchange: Exchange, begun: date | None, year: int, today: date) -> float:
    """The tonnes of a year as they were agreed, for the days of the year on which they held."""
    if begun is None:
        return 0.0
    first = max(begun, date(year, 1, 1))
    last = min(_last(exchange, today), date(year, 12, 31))
    days = (last - first).days + 1
    return round(exchange.tonnes * days / (366 if isleap(year) else 365), 3) if days > 0 else 0.0


def companies_in(years: Sequence[Year]) -> list[tuple[Organisation, float, float]]:
    """Every side of the exchanges, with what it gave and took in all; the one with most first."""
    sums: dict[int, list[float]] = {}
    named: dict[int, Organisation] = {}
    for year in years:
        for part in year.parts:
            for place, side in enumerate((part.exchange.offer, part.exchange.need)):
                named[side.organisation_id] = side.organisation
                sums.setdefault(side.organisation_id, [0.0, 0.0])[place] += part.realised_t
    rows = [(named[key], round(gave, 3), round(took, 3)) for key, (gave, took) in sums.items()]
    return sorted(rows, key=lambda row: (-(row[1] + row[2]), row[0].name))
