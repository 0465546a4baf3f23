"""One cluster's offers and needs on a day → the engine's best plan, as data that a run keeps."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from tokka.optimum import CannotSolve
from tokka.rulebook.model import Source
from tokka.rulebook.side_streams import VALUES
from tokka.symbiosis.best import plan_of_all
from tokka.symbiosis.candidates import kinds_of
from tokka.symbiosis.codes import list_on
from tokka.symbiosis.fair import Split, fair_split
from tokka.symbiosis.front import front_of_all, stops
from tokka.symbiosis.gate import Gate, checkpoint, receiver_of, stream_of, worst
from tokka.symbiosis.market import market_of
from tokka.symbiosis.network import is_network
from tokka.symbiosis.plan import Plan
from tokka.symbiosis.reading import read_needs, read_offers
from tokka.symbiosis.records import Needs, Offers
from tokka.symbiosis.staged import StagedPlan
from tokka.symbiosis.terms import Objective, Terms
from tokka.words import Remark
from tokkasite.runs.readers import kept

MOST_SPLIT: Final = 40
"""Offers and needs up to which the fair split is found while somebody waits: about two seconds."""
FIRST_ROW: Final = 2
"""As a spreadsheet counts: the heading is row 1."""
MOST_STOPPED: Final = 200
MOST_CANDIDATES: Final = 2_000
"""Candidates up to which the front to CO2 is drawn while somebody waits."""


class NothingToPlan(ValueError):
    """There is no offer or no need that can be planned."""


@dataclass(frozen=True, slots=True)
class Read:
    """The tables of a day as the engine read them, with what it left out."""

    offers: Offers
    needs: Needs
    names: Mapping[str, Sequence[str]]
    """The names of every row by its table, also of those that were left out."""
    remarks: tuple[Remark, ...]

    def said(self, remark: Remark) -> dict[str, Any]:
        """A remark as data, with the names of the rows that it numbers, and without the numbers of the register."""
        values = dict(remark.values)
        names = self.names.get(str(values.get("file")), ())
        if "name" in values:
            values["name"] = name_of(str(values["name"]))
        for key in ("row", "rows", "needs", "offers"):
            if key in values and not (key == "row" and "name" in values):
                own = self.names.get(key, names)
                values[key] = ", ".join(_named(text, own) for text in str(values[key]).split(", "))
        return kept(Remark(remark.message, values))


def _named(row: str, names: Sequence[str]) -> str:
    at = int(row) - FIRST_ROW if row.isdigit() else -1
    return f"{row} ({name_of(names[at])})" if 0 <= at < len(names) else row


def read(offers: bytes, needs: bytes, day: date) -> Read:
    """Both tables by the waste list of the day. Raises NothingToPlan where a side is empty."""
    codes = list_on(day)
    offered, needed = read_offers(offers, "offers", codes), read_needs(needs, "needs", codes)
    if not len(offered.offers) or not len(needed.needs):
        raise NothingToPlan
    faults = [fault.remark() for fault in (*offered.faults, *needed.faults)]
    names = {"offers": _names_in(offers), "needs": _names_in(needs)}
    return Read(offered.offers, needed.needs, names, (*faults, *offered.remarks, *needed.remarks))


def _names_in(content: bytes) -> list[str]:
    return [row[0] for row in csv.reader(content.decode().splitlines())][1:]


def planned(given: Read, terms: Terms, day: date) -> dict[str, Any]:
    """The best plan and what belongs to it: papers, prices, fair shares, stops, and the front to CO2.

    Raises CannotSolve where no plan keeps every limit.
    """
    offers, needs = given.offers, given.needs
    gate = Gate(day, list_on(day))
    plan = plan_of_all(offers, needs, terms=terms, gate=gate)
    rows = [row_of(offers, needs, gate, *one) for one in exchanges_of(plan, offers, needs)]
    told: dict[str, Any] = {
        "status": str(plan.status),
        "value_eur": plan.value_eur,
        "bound_eur": plan.bound_eur,
        "gap": plan.gap,
        "tonnes": plan.moved_tonnes,
        "co2_t": round(sum(row["co2_kg"] for row in rows) / 1000, 3),
        "candidates": plan.candidates,
        "offers": len(offers),
        "needs": len(needs),
        "rows": sorted(rows, key=lambda row: (-row["value_eur"], row["offer"], row["need"])),
        "says": [given.said(remark) for remark in (*given.remarks, *plan.remarks)],
        "losses": [],
        "front": [],
        "split": [],
    }
    names = (*offers.names, *needs.names)
    if len(names) <= MOST_STOPPED:
        told["losses"] = [asdict(one) for one in stops(offers, needs, terms=terms, gate=gate) if one.lost_eur > 0]
    if plan.candidates <= MOST_CANDIDATES and terms.objective is Objective.BENEFIT:
        found = front_of_all(offers, needs, terms=terms, gate=gate, along=Objective.CO2)
        told["front"] = [asdict(point) for point in found.points]
    if len(names) <= MOST_SPLIT and plan.value_eur > 0 and not is_network(needs, offers, None):
        market = market_of(offers, needs, kinds_of(offers, needs), terms, checkpoint(gate, offers, needs))
        split = fair_split(market)
        told["split"] = split_rows(split, len(offers), names)
        share_out(told["rows"], split, offers, needs)
    return told


def exchanges_of(plan: Plan | StagedPlan, offers: Offers, needs: Needs) -> Iterator[tuple[int, int, float, ...]]:
    """The rows of either sort of plan: places of offer and need, tonnes, km, EUR/t, kg of CO2 per tonne."""
    if isinstance(plan, Plan):
        pairs = zip(plan.pairs.offers, plan.pairs.needs, strict=True)
        numbers = zip(plan.tonnes, plan.pairs.km, plan.eur_t, plan.co2_kg_t, strict=True)
        yield from (
            (int(offer), int(need), *map(float, row)) for (offer, need), row in zip(pairs, numbers, strict=True)
        )
        return
    giving, taking = ({name: at for at, name in enumerate(rows.names)} for rows in (offers, needs))
    for one in plan.movements:
        yield giving[one.giver], taking[one.taker], one.tonnes, one.km, one.eur_t, one.co2_kg_t


def row_of(
    offers: Offers, needs: Needs, gate: Gate, offer: int, need: int, tonnes: float, km: float, eur_t: float, co2: float
) -> dict[str, Any]:
    """One exchange of a plan with what the gate asks of it. Offer and need by their numbers in the register."""
    points = gate.points(stream_of(offers, offer), receiver_of(needs, need), tonnes * eur_t)
    return {
        "offer": number_of(offers.names[offer]),
        "need": number_of(needs.names[need]),
        "tonnes": round(tonnes, 3),
        "km": round(km, 3),
        "eur_t": round(eur_t, 2),
        "value_eur": round(tonnes * eur_t, 2),
        "co2_kg": round(tonnes * co2, 1),
        "co2_kg_t": round(co2, 3),
        "gate": worst(points).value,
        "points": [
            {
                "outcome": point.outcome.value,
                "says": kept(point.says),
                "missing": point.missing,
                "source": source_of(point.source),
            }
            for point in points
        ],
        "giver_share": 0.5,
    }


def number_of(name: str) -> int:
    """The number in the register that stands before a name, as `readers.cell` wrote it."""
    return int(name.partition(" ")[0])


def name_of(name: str) -> str:
    """A name without that number."""
    return name.partition(" ")[2]


def source_of(source: Source | None) -> dict[str, str] | None:
    """A source as data."""
    if source is None:
        return None
    return {
        "title": source.title,
        "url": source.url,
        "article": source.article,
        "checked": source.checked.isoformat(),
    }


def editions(day: date) -> list[dict[str, Any]]:
    """The duties and amounts in force on the day, each with its source."""
    found = []
    for key, parameter in VALUES.items():
        if dated := parameter.on(day):
            value = {"key": key, "label": parameter.label, "since": dated.since.isoformat(), "value": dated.value}
            found.append(value | {"source": source_of(dated.source)})
    return found


def split_rows(split: Split, offers: int, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """What each offer and need would get of the gain, by the fair split and by halves."""
    return [
        {
            "side": "offer" if at < offers else "need",
            "number": number_of(name),
            "share_eur": round(float(split.shares[at]), 2),
            "half_eur": round(float(split.half_each[at]), 2),
        }
        for at, name in enumerate(names)
        if max(split.shares[at], split.half_each[at]) >= 0.005
    ]


def share_out(rows: list[dict[str, Any]], split: Split, offers: Offers, needs: Needs) -> None:
    """For each exchange the giver's part: its fair share beside the taker's."""
    giving = {number_of(name): float(split.shares[at]) for at, name in enumerate(offers.names)}
    taking = {number_of(name): float(split.shares[len(offers) + at]) for at, name in enumerate(needs.names)}
    for row in rows:
        both = giving[row["offer"]] + taking[row["need"]]
        row["giver_share"] = round(float(np.clip(giving[row["offer"]] / both, 0, 1)), 4) if both > 0 else 0.5


__all__ = ["CannotSolve", "NothingToPlan", "Read", "editions", "planned", "read"]
