"""One cluster's offers, needs and processors on a day → the engine's best plan, as data that a run keeps."""

import csv
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
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
from tokka.symbiosis.front import front_of_all, front_remarks, stops
from tokka.symbiosis.gate import Gate, Receiver, Stream, checkpoint, receiver_of, stream_of, worst
from tokka.symbiosis.market import market_of
from tokka.symbiosis.network import is_network
from tokka.symbiosis.pipes import has_pipes
from tokka.symbiosis.plan import Plan
from tokka.symbiosis.processors import Recipes, read_processors
from tokka.symbiosis.reading import read_needs, read_offers
from tokka.symbiosis.records import Needs, Offers
from tokka.symbiosis.staged import StagedPlan
from tokka.symbiosis.tables import Carrier
from tokka.symbiosis.terms import Objective, Terms
from tokka.words import Remark, _
from tokkasite.runs.readers import kept
from tokkasite.symbiosis.readers import KEPT_CELL
from tokkasite.symbiosis.receiver_readers import MARK, Right

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
    recipes: Recipes
    recipe_numbers: Sequence[int]
    """The number in the register of each recipe."""
    rights: Mapping[int, Right]
    """What the permits of each processor come to, by its number."""
    names: Mapping[str, Sequence[str]]
    """The names of every row by its table, also of those that were left out."""
    remarks: tuple[Remark, ...]
    hidden: Mapping[str, Sequence[Collection[str]]] = field(default_factory=dict)
    """Of each row of a table the columns that its owner keeps."""
    hidden_sites: Mapping[str, str] = field(default_factory=dict)
    """What a site is called whose name its owner keeps."""

    def said(self, remark: Remark) -> dict[str, Any]:
        """A remark as data, with the names of the rows that it numbers, and without the numbers of the register.

        Of a cell that its owner keeps it says that something is wrong, and not what stands there.
        """
        return kept(self._with_names(remark))

    def _with_names(self, remark: Remark) -> Remark:
        values = {key: self._with_names(one) if isinstance(one, Remark) else one for key, one in remark.values.items()}
        if self._is_hidden(values):
            values["says"] = KEPT_CELL
        names = self.names.get(str(values.get("file")), ())
        if "name" in values:
            values["name"] = name_of(str(values["name"]))
        for key in ("row", "rows", "needs", "offers"):
            if key in values and not (key == "row" and "name" in values):
                own = self.names.get(key, names)
                values[key] = ", ".join(_named(text, own) for text in str(values[key]).split(", "))
        return Remark(remark.message, values)

    def _is_hidden(self, values: Mapping[str, Any]) -> bool:
        rows, row = self.hidden.get(str(values.get("file")), ()), str(values.get("row"))
        at = int(row) - FIRST_ROW if row.isdigit() else -1
        return "says" in values and 0 <= at < len(rows) and values.get("column") in rows[at]


def _named(row: str, names: Sequence[str]) -> str:
    at = int(row) - FIRST_ROW if row.isdigit() else -1
    return f"{row} ({name_of(names[at])})" if 0 <= at < len(names) else row


@dataclass(frozen=True, slots=True)
class Given:
    """What there is on a day: the files that the engine reads, and what stands beside them."""

    offers: bytes
    needs: bytes
    processors: bytes
    recipe_numbers: Sequence[int] = ()
    rights: Mapping[int, Right] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    hidden: Mapping[str, Sequence[Collection[str]]] = field(default_factory=dict)
    hidden_sites: Mapping[str, str] = field(default_factory=dict)

    @property
    def files(self) -> tuple[bytes, ...]:
        """What a run keeps the digest of."""
        return (self.offers, self.needs, self.processors)


def read(given: Given, day: date) -> Read:
    """The tables by the waste list of the day. Raises NothingToPlan where a side is empty."""
    codes = list_on(day)
    offered, needed = read_offers(given.offers, "offers", codes), read_needs(given.needs, "needs", codes)
    making = read_processors(given.processors, "processors", codes)
    if not len(offered.offers) or not (len(needed.needs) or len(making.recipes)):
        raise NothingToPlan
    faults = [fault.remark() for fault in (*offered.faults, *needed.faults, *making.faults)]
    names = {"offers": _names_in(given.offers), "needs": _names_in(given.needs)}
    names["processors"] = _names_in(given.processors)
    left = [given.recipe_numbers[int(row) - FIRST_ROW] for row in making.recipes.inlets.rows]
    remarks = (*given.remarks, *faults, *offered.remarks, *needed.remarks, *making.remarks)
    tables = (offered.offers, needed.needs, making.recipes)
    return Read(*tables, left, given.rights, names, remarks, given.hidden, given.hidden_sites)


def _names_in(content: bytes) -> list[str]:
    return [row[0] for row in csv.reader(content.decode().splitlines())][1:]


def planned(given: Read, terms: Terms, day: date) -> dict[str, Any]:
    """The best plan and what belongs to it: papers, prices, fair shares, stops, and the front to CO2.

    Raises CannotSolve where no plan keeps every limit.
    """
    offers, needs, recipes = given.offers, given.needs, given.recipes
    gate = Gate(day, list_on(day))
    plan = plan_of_all(offers, needs, recipes, terms=terms, gate=gate)
    rows = [row_of(given, gate, one) for one in moves_of(plan, given)]
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
        "tier": tier_of(given),
        "why": [kept(reason) for reason in reasons_of(given)],
        "processors": processors_told(given, rows),
        "rows": sorted(rows, key=lambda row: (-row["value_eur"], *(number or 0 for number in ends_in(row)))),
        "says": [given.said(remark) for remark in (*given.remarks, *plan.remarks)],
        "losses": [],
        "front": [],
        "knee": 0,
        "split": [],
    }
    names = (*offers.names, *needs.names)
    # A front and stops ask for plans of their own, to be held to the minima that this plan holds to.
    asked = replace(needs, minimum_t=np.array(plan.minimum_t)) if isinstance(plan, StagedPlan) else needs
    parts, under = (offers, asked, recipes), {"terms": terms, "gate": gate}
    with suppress(CannotSolve):
        if len(names) <= MOST_STOPPED:
            found_stops = [one for one in stops(*parts, **under) if one.lost_eur > 0]
            told["losses"] = [asdict(one) | {"site": given.hidden_sites.get(one.site, one.site)} for one in found_stops]
    with suppress(CannotSolve):
        if plan.candidates <= MOST_CANDIDATES and terms.objective is Objective.BENEFIT:
            found = front_of_all(*parts, **under, along=Objective.CO2)
            told |= {"front": [asdict(point) for point in found.points], "knee": found.knee}
            told["says"] += [given.said(remark) for remark in front_remarks(found)]
    if len(names) <= MOST_SPLIT and plan.value_eur > 0 and not is_network(needs, offers, recipes):
        market = market_of(offers, needs, kinds_of(offers, needs), terms, checkpoint(gate, offers, needs))
        split = fair_split(market)
        told["split"] = split_rows(split, len(offers), names)
        share_out(told["rows"], split, offers, needs)
    return told


PLAIN: Final = _("Offers, needs and prices alone: a flow of least cost gives the plan, proven to the cent.")
HAS_LIMITS: Final = _("Limits of contents or tonnes by period are to be kept: a linear program gives the plan.")
HAS_RECIPES: Final = _("There are processors, whose outputs are matched as well: a linear program gives the plan.")
HAS_SWITCHES: Final = _(
    "Opening costs, contracts, minimum lots or pipes are to be decided as yes or no: a mixed-integer program gives "
    "the plan, to a gap of 0.1 %%."
)


def reasons_of(given: Read) -> list[Remark]:
    """Why the plan was made by the model that it was made by."""
    offers, needs, recipes = given.offers, given.needs, given.recipes
    if not is_network(needs, offers, recipes):
        return [Remark(PLAIN)]
    found = [Remark(HAS_RECIPES)] if len(recipes) else []
    words = ((needs, "limits"), (needs, "tonnes_by_period"), (offers, "tonnes_by_period"))
    found += [Remark(HAS_LIMITS)] if any(any(rows.words.get(key, ())) for rows, key in words) else []
    return found + ([Remark(HAS_SWITCHES)] if has_switches(given) else [])


def has_switches(given: Read) -> bool:
    """Whether something is to be decided as yes or no."""
    needs, recipes = given.needs, given.recipes
    lots = needs.minimum_lot_t.any() or needs.contract_eur.any()
    return bool(lots or recipes.opening_eur.any() or has_pipes(given.offers) or has_pipes(needs))


def tier_of(given: Read) -> int:
    """1: a flow; 2: a linear program; 3: with decisions of yes or no."""
    if not is_network(given.needs, given.offers, given.recipes):
        return 1
    return 3 if has_switches(given) else 2


def processors_told(given: Read, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each processor that could be planned with: what goes in, its capacity, and what opening it costs."""
    recipes, inward = given.recipes, dict.fromkeys(given.recipe_numbers, 0.0)
    for row in rows:
        if row["recipe_in"] is not None:
            inward[row["recipe_in"]] += row["tonnes"]
    return [
        {
            "processor": number_of(name),
            "tonnes": round(
                sum(inward[given.recipe_numbers[at]] for at in np.flatnonzero(recipes.processor == one)), 3
            ),
            "capacity_t": float(recipes.capacity_t[one]),
            "opening_eur": float(recipes.opening_eur[one]),
        }
        for one, name in enumerate(recipes.processors)
    ]


@dataclass(frozen=True, slots=True)
class Move:
    """Tonnes of one row of a plan; each end is an offer or a need by its place, else a recipe by its place."""

    offer: int | None
    need: int | None
    recipe_in: int | None
    recipe_out: int | None
    tonnes: float
    km: float
    eur_t: float
    co2_kg_t: float
    carrier: str
    """`heat` or `water` where it moves by pipe; empty for goods."""
    arriving: float
    """What arrives of what is sent, in the unit of the carrier."""


def moves_of(plan: Plan | StagedPlan, given: Read) -> Iterator[Move]:
    """The rows of either sort of plan."""
    offers, needs, recipes = given.offers, given.needs, given.recipes
    if isinstance(plan, Plan):
        pairs = zip(plan.pairs.offers, plan.pairs.needs, strict=True)
        numbers = zip(plan.tonnes, plan.pairs.km, plan.eur_t, plan.co2_kg_t, strict=True)
        for (offer, need), row in zip(pairs, numbers, strict=True):
            yield Move(int(offer), int(need), None, None, *map(float, row), "", float(row[0]))
        return
    giving, taking = ({name: at for at, name in enumerate(rows.names)} for rows in (offers, needs))
    for one in plan.movements:
        into = out = None
        if one.taker not in taking:
            into = _recipe(recipes, one.taker, lambda at, code=one.code: _takes(recipes, at, code))
        if one.giver not in giving:
            out = _recipe(recipes, one.giver, lambda at, code=one.code: _gives(recipes, at, code))
        numbers = (one.tonnes, one.km, one.eur_t, one.co2_kg_t)
        carrier = "" if one.carrier is Carrier.GOODS else str(one.carrier)
        yield Move(giving.get(one.giver), taking.get(one.taker), into, out, *numbers, carrier, one.arriving)


def _recipe(recipes: Recipes, processor: str, fits: Callable[[int], bool]) -> int:
    """The first recipe of a processor that fits: a plan names the processor and the code."""
    own = [at for at, name in enumerate(recipes.inlets.names) if name == processor]
    return next((at for at in own if fits(at)), own[0])


def _takes(recipes: Recipes, at: int, code: str) -> bool:
    return any(code.startswith(prefix) for prefix in recipes.inlets.accepts[at])


def _gives(recipes: Recipes, at: int, code: str) -> bool:
    return code in (recipes.outlets.codes[at], recipes.outlets.materials[at])


def row_of(given: Read, gate: Gate, move: Move) -> dict[str, Any]:
    """One exchange of a plan with what the gate asks of it. Both ends by their numbers in the register."""
    offers, needs = given.offers, given.needs
    points = gate.points(_stream(given, move), _receiver(given, move), move.tonnes * move.eur_t)
    return {
        "offer": None if move.offer is None else number_of(offers.names[move.offer]),
        "need": None if move.need is None else number_of(needs.names[move.need]),
        "recipe_in": None if move.recipe_in is None else given.recipe_numbers[move.recipe_in],
        "recipe_out": None if move.recipe_out is None else given.recipe_numbers[move.recipe_out],
        "tonnes": round(move.tonnes, 3),
        "carrier": move.carrier,
        "arriving": round(move.arriving, 3),
        "km": round(move.km, 3),
        "eur_t": round(move.eur_t, 2),
        "value_eur": round(move.tonnes * move.eur_t, 2),
        "co2_kg": round(move.tonnes * move.co2_kg_t, 1),
        "co2_kg_t": round(move.co2_kg_t, 3),
        "gate": worst(points).value,
        "points": [
            {
                "rule": point.rule,
                "outcome": point.outcome.value,
                "says": kept(point.says),
                "missing": point.missing,
                "source": source_of(point.source),
            }
            for point in points
        ],
        "giver_share": 0.5,
    }


def ends_in(row: Mapping[str, Any]) -> tuple[int | None, ...]:
    """The numbers of both ends of a row."""
    return tuple(row[key] for key in ("offer", "need", "recipe_in", "recipe_out"))


def _stream(given: Read, move: Move) -> Stream:
    if move.offer is not None:
        return stream_of(given.offers, move.offer)
    return stream_of(given.recipes.outlets, move.recipe_out or 0)


def _receiver(given: Read, move: Move) -> Receiver:
    """A processor is judged by its permits on record; where there is none, the gate says that nothing is known."""
    if move.need is not None:
        return receiver_of(given.needs, move.need)
    inlets, at = given.recipes.inlets, move.recipe_in or 0
    right = given.rights.get(number_of(inlets.names[at]), Right())
    found = receiver_of(inlets, at)
    return replace(found, permit_codes=right.codes, permit_until=right.until.isoformat() if right.until else "")


def number_of(name: str) -> int:
    """The number in the register that stands before a name, as `readers.cell` or `receiver_readers` wrote it."""
    return int(name.partition(" ")[0].removeprefix(MARK))


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


__all__ = ["CannotSolve", "Given", "NothingToPlan", "Read", "editions", "planned", "read"]
