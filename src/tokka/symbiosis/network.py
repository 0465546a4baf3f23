"""Tiers 2 and 3: processors with yields, quality, seasons and storage; openings, contracts and minimum lots (§9).

A linear or mixed-integer question in tonnes. Tier 2 is solved by interior point, tier 3 by branch and bound to a gap.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from scipy import sparse

from tokka.optimum import Answer, CannotSolve, Linear, Status
from tokka.switches import Links, best_with_switches
from tokka.symbiosis.candidates import Pairs, kinds_of, pairs_in_reach
from tokka.symbiosis.gate import Gate, checkpoint
from tokka.symbiosis.pipes import carriers_of, fits, has_pipes
from tokka.symbiosis.processors import Recipes
from tokka.symbiosis.quality import contents_in, excess, limits_in
from tokka.symbiosis.records import Integers, Needs, Numbers, Offers, Rows, Truths
from tokka.symbiosis.terms import Objective, Terms
from tokka.tables.cells import number_in

NOTHING_ASKED: Final[Mapping[Objective, float]] = MappingProxyType({})

MOST_SECONDS: Final = 60.0
"""For the answer of a network with switches."""
A_LITTLE: Final = 1e-6
"""EUR and tonnes below this are rounding; of plans with equal tonnes the worthier is taken by this weight."""


@dataclass(frozen=True, slots=True)
class Legs:
    """Possible movements of one sort, with the worth of a tonne under the objective."""

    pairs: Pairs
    eur_t: Numbers
    co2_kg_t: Numbers
    gain: Numbers
    arrives: Numbers
    """What arrives of a unit sent: less than one by pipe."""
    fixed_eur: Numbers
    """What the pipe of each leg costs, if it is laid at all."""

    def where(self, kept: Truths) -> "Legs":
        """These legs alone."""
        if kept.all():
            return self
        numbers = (self.eur_t, self.co2_kg_t, self.gain, self.arrives, self.fixed_eur)
        return Legs(self.pairs.where(kept), *(one[kept] for one in numbers))


@dataclass(slots=True)
class Sheet:
    """A linear question under construction: columns by blocks, rows by triplets."""

    worth: list[Numbers] = field(default_factory=list)
    high: list[Numbers] = field(default_factory=list)
    caps: list[Numbers] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    columns: int = 0
    rows: int = 0
    entries: list[tuple[Integers, Integers, Numbers]] = field(default_factory=list)
    least: list[Numbers] = field(default_factory=list)
    most: list[Numbers] = field(default_factory=list)
    links: list[tuple[Integers, Integers]] = field(default_factory=list)

    def unknowns(
        self, worth: Numbers, high: Numbers | float, *, cap: Numbers | float = np.inf, whole: bool = False
    ) -> Integers:
        """New unknowns between 0 and `high`; their places. `cap` is what the conditions let each be at most."""
        first = self.columns
        self.columns += len(worth)
        self.worth.append(worth)
        self.high.append(np.broadcast_to(high, len(worth)).astype(np.float64))
        self.caps.append(np.minimum(self.high[-1], cap))
        self.whole.extend([whole] * len(worth))
        return np.arange(first, self.columns)

    def most_of(self, places: Integers) -> Numbers:
        """What these unknowns can be at most."""
        most: Numbers = np.concatenate(self.caps)[places]
        return most

    def conditions(self, least: Numbers | float, most: Numbers | float, count: int) -> Integers:
        """New conditions between `least` and `most`; their places."""
        first = self.rows
        self.rows += count
        self.least.append(np.broadcast_to(least, count).astype(np.float64))
        self.most.append(np.broadcast_to(most, count).astype(np.float64))
        return np.arange(first, self.rows)

    def put(self, rows: Integers, columns: Integers, values: Numbers | float) -> None:
        """Numbers of the matrix at these rows and columns."""
        self.entries.append((rows, columns, np.broadcast_to(values, len(columns)).astype(np.float64)))

    def follow(self, followers: Integers, switches: Integers) -> None:
        """These unknowns are nothing while their switches are off."""
        self.links.append((followers, switches))

    def question(self) -> Linear:
        """The whole of it."""
        rows, columns, values = (np.concatenate(parts) for parts in zip(*self.entries, strict=True))
        matrix = sparse.coo_matrix((values, (rows, columns)), (self.rows, self.columns)).tocsc()
        return Linear(
            np.concatenate(self.worth),
            np.zeros(self.columns),
            np.concatenate(self.high),
            matrix,
            np.concatenate(self.least),
            np.concatenate(self.most),
            np.array(self.whole, np.bool_),
        )

    def switches(self) -> Links:
        """Which unknowns follow which switch."""
        nothing = np.zeros(0, np.int64)
        followers, switches = zip((nothing, nothing), *self.links, strict=True)
        return Links(np.concatenate(followers), np.concatenate(switches), np.concatenate(self.caps))


@dataclass(frozen=True, slots=True)
class Network:
    """The legs of a network, the unknowns of each leg and period, and the answer."""

    direct: Legs
    inward: Legs
    outward: Legs
    periods: int
    answer: Answer
    tonnes: tuple[Numbers, Numbers, Numbers]
    """Moved on direct, inward and outward legs: a row for each leg, a column for each period."""
    kept: Numbers
    """In stock at the end of each period: a row for each recipe."""
    rows: Mapping[str, Integers]
    """Where the conditions of each sort stand among the prices of the answer."""
    has_switches: bool

    @property
    def has_plan(self) -> bool:
        """Whether there is an answer, the best one or not."""
        return self.answer.status in (Status.OPTIMAL, Status.FEASIBLE)

    def prices(self, sort: str) -> Numbers:
        """What one more unit is worth at each condition of a sort, in its shape; nothing where there are no prices."""
        places = self.rows.get(sort, np.zeros(0, np.int64))
        return self.answer.prices[places] if len(self.answer.prices) else np.zeros(places.shape)


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A network as a question that is yet to be answered: its legs, and where its unknowns and conditions stand."""

    direct: Legs
    inward: Legs
    outward: Legs
    question: Linear
    links: Links
    flows: tuple[Integers, Integers, Integers]
    """The unknowns of direct, inward and outward legs: a row for each leg, a column for each period."""
    stock: Integers
    rows: Mapping[str, Integers]
    """The conditions of each sort."""

    def asking(self, minima: Numbers) -> "Blueprint":
        """The same with these minima in the place of the old ones, in the order of the needs that have one."""
        least = self.question.least.copy()
        least[self.rows["minima"]] = minima
        return replace(self, question=replace(self.question, least=least))

    def answered(self, *, gap: float, max_seconds: float) -> Network:
        """The best plan."""
        answer = best_with_switches(self.question, self.links, gap=gap, max_seconds=max_seconds)
        direct, inward, outward = (answer.x[one] if len(answer.x) else np.zeros(one.shape) for one in self.flows)
        return Network(
            self.direct,
            self.inward,
            self.outward,
            self.stock.shape[1],
            answer,
            (direct, inward, outward),
            answer.x[self.stock] if len(answer.x) else np.zeros(self.stock.shape),
            self.rows,
            bool(self.question.whole.any()),
        )


def legs_of(offers: Offers, needs: Needs, terms: Terms, gate: Gate | None) -> Legs:
    """Every movement within reach that the gate lets through, gainful or not: a processor may make up for a loss."""
    check = checkpoint(gate, offers, needs) if gate else None
    found = list(pairs_in_reach(offers, needs, kinds_of(offers, needs), terms.max_km))
    own = np.concatenate([np.zeros(0, np.int32), *(block.offers for block in found)])
    theirs = np.concatenate([np.zeros(0, np.int32), *(block.needs for block in found)])
    pairs = Pairs(own, theirs, np.concatenate([np.zeros(0), *(block.km for block in found)]))
    pairs = terms.in_reach(offers, needs, pairs.where(fits(offers, needs, pairs, terms.pipes)))
    if check and len(pairs.km):
        pairs = pairs.where(check.lets_through(pairs))
    eur, co2 = terms.eur_per_unit(offers, needs, pairs), terms.co2_kg_per_unit(offers, needs, pairs)
    is_goods = carriers_of(offers)[pairs.offers] == 0
    eur = np.where(is_goods, np.rint(100 * eur) / 100, eur)
    gain = {Objective.BENEFIT: eur, Objective.CO2: co2, Objective.TONNES: is_goods + A_LITTLE * eur}[terms.objective]
    return Legs(pairs, eur, co2, gain, terms.arriving(offers, needs, pairs), terms.pipe_eur(offers, needs, pairs))


def periods_of(rows: Rows) -> list[list[float]]:
    """The tonnes by period of each row, empty where a row says nothing of periods."""
    texts = rows.words.get("tonnes_by_period", [""] * len(rows))
    return [[number_in(word) or 0.0 for word in text.split()] for text in texts]


def by_period(rows: Rows, periods: int) -> Numbers:
    """Tonnes by row and period; what is said for the whole time is spread evenly."""
    table = np.repeat(rows.tonnes[:, None] / periods, periods, axis=1)
    for at, said in enumerate(periods_of(rows)):
        if said:
            table[at] = said
    return table


def solve_network(
    offers: Offers,
    needs: Needs,
    recipes: Recipes,
    terms: Terms,
    gate: Gate | None,
    *,
    gap: float = 1e-3,
    max_seconds: float = MOST_SECONDS,
    least: Mapping[Objective, float] = NOTHING_ASKED,
) -> Network:
    """The best plan of a network: its blueprint, answered."""
    return blueprint(offers, needs, recipes, terms, gate, least=least).answered(gap=gap, max_seconds=max_seconds)


def blueprint(
    offers: Offers,
    needs: Needs,
    recipes: Recipes,
    terms: Terms,
    gate: Gate | None,
    *,
    least: Mapping[Objective, float] = NOTHING_ASKED,
) -> Blueprint:
    """A network as a question. Handling and transport are paid on every leg; storage carries over in a circle.

    `least` asks for so many tonnes diverted, or tonnes of CO2 saved, beside the objective (§11).
    """
    direct = legs_of(offers, needs, terms, gate)
    inward = legs_of(offers, recipes.inlets, terms, gate)
    outward = legs_of(recipes.outlets, needs, terms, gate)
    if terms.objective is Objective.TONNES:
        outward = replace(outward, gain=A_LITTLE * outward.eur_t)
    direct = _within_limits(direct, offers, needs, gate)
    outward = _within_limits(outward, recipes.outlets, needs, gate)
    periods = _count_periods(offers, needs)
    sheet = Sheet()
    supply, room = by_period(offers, periods), by_period(needs, periods)
    inlet, outlet = by_period(recipes.inlets, periods), _outlets(recipes, periods)
    flows = [
        _flows(sheet, direct, supply, room),
        _flows(sheet, inward, supply, inlet),
        _flows(sheet, outward, outlet, room),
    ]
    rows = {
        "offers": _supplies(sheet, offers, flows, (direct, inward), periods),
        **_room(sheet, needs, flows, (direct, outward), periods),
    }
    kept, of_processors = _processing(sheet, recipes, flows, (inward, outward), periods, terms)
    rows |= of_processors
    rows["limits"] = _quality(sheet, offers, needs, flows[0], direct, periods)
    rows |= _floors(sheet, offers, flows, (direct, inward, outward), least)
    takers = direct.pairs.needs
    contract = needs.contract_eur[takers] + direct.fixed_eur
    rows |= _lots(sheet, flows[0], direct, needs.minimum_lot_t[takers], contract, terms)
    pipes = _lots(sheet, flows[2], outward, np.zeros(len(outward.gain)), outward.fixed_eur, terms)
    rows["ties"] = np.concatenate((rows["ties"], pipes["ties"], pipes["lots"]))
    whole = (flows[0], flows[1], flows[2])
    return Blueprint(direct, inward, outward, sheet.question(), sheet.switches(), whole, kept, rows)


def _count_periods(offers: Offers, needs: Needs) -> int:
    counts = {len(said) for rows in (offers, needs) for said in periods_of(rows) if said}
    if len(counts) > 1:
        raise CannotSolve(
            f"The column tonnes_by_period names {' and '.join(map(str, sorted(counts)))} periods in different rows. "
            "Write the same number of periods in both files."
        )
    return counts.pop() if counts else 1


def _flows(sheet: Sheet, legs: Legs, supply: Numbers, room: Numbers) -> Integers:
    """Unknown tonnes of each leg and period, at most what both of its ends can do: a row for each leg."""
    most = np.minimum(supply[legs.pairs.offers], room[legs.pairs.needs] / np.maximum(legs.arrives, 1e-9)[:, None])
    periods = supply.shape[1]
    return sheet.unknowns(np.repeat(legs.gain, periods), np.inf, cap=most.ravel()).reshape(-1, periods)


def _outlets(recipes: Recipes, periods: int) -> Numbers:
    """What can leave each recipe in a period at most: what is made in it and what is in stock."""
    made = recipes.yields * recipes.capacity_t[recipes.processor] / periods
    return np.repeat((made + (recipes.storage_t if periods > 1 else 0.0))[:, None], periods, axis=1)


def _supplies(sheet: Sheet, offers: Offers, flows: Sequence[Integers], legs: Sequence[Legs], periods: int) -> Integers:
    rows = sheet.conditions(-np.inf, by_period(offers, periods).ravel(), len(offers) * periods).reshape(-1, periods)
    for flow, one in zip(flows[:2], legs, strict=True):
        sheet.put(rows[one.pairs.offers].ravel(), flow.ravel(), 1.0)
    return rows


def _room(
    sheet: Sheet, needs: Needs, flows: Sequence[Integers], legs: Sequence[Legs], periods: int
) -> dict[str, Integers]:
    rows = sheet.conditions(-np.inf, by_period(needs, periods).ravel(), len(needs) * periods).reshape(-1, periods)
    binding = np.flatnonzero(needs.minimum_t > 0)
    minima = np.full(len(needs), -1)
    most = np.minimum(needs.minimum_t, needs.tonnes)[binding]
    minima[binding] = sheet.conditions(most, np.inf, len(binding))
    for flow, one in zip((flows[0], flows[2]), legs, strict=True):
        arrives = np.repeat(one.arrives, periods)
        sheet.put(rows[one.pairs.needs].ravel(), flow.ravel(), arrives)
        bound = minima[one.pairs.needs] >= 0
        places = np.repeat(minima[one.pairs.needs][bound], periods)
        sheet.put(places, flow[bound].ravel(), np.repeat(one.arrives[bound], periods))
    return {"needs": rows, "minima": minima[binding]}


def _processing(
    sheet: Sheet, recipes: Recipes, flows: Sequence[Integers], legs: Sequence[Legs], periods: int, terms: Terms
) -> tuple[Integers, dict[str, Integers]]:
    """Balance, capacity, permits and storage of the processors; whether each is opened is an unknown of its own.

    Gives the places of the stocks, a row for each recipe, and of the conditions that have a price to tell.
    """
    count, (inward, outward) = len(recipes), legs
    weight = {Objective.BENEFIT: 1.0, Objective.TONNES: A_LITTLE, Objective.CO2: 0.0}[terms.objective]
    is_choice = recipes.opening_eur > 0
    opened = sheet.unknowns(-weight * recipes.opening_eur, 1.0, whole=bool(is_choice.any()))
    kept = sheet.unknowns(-weight * np.repeat(recipes.storage_eur_t, periods), np.repeat(recipes.storage_t, periods))
    stock = kept.reshape(-1, periods)
    balance = sheet.conditions(0.0, 0.0, count * periods).reshape(-1, periods)
    inlet, outlet = inward.pairs.needs, outward.pairs.offers
    sheet.put(balance[inlet].ravel(), flows[1].ravel(), np.repeat(recipes.yields[inlet], periods))
    sheet.put(balance[outlet].ravel(), flows[2].ravel(), -1.0)
    if periods > 1:
        sheet.put(balance.ravel(), np.roll(stock, 1, axis=1).ravel(), 1.0)
        sheet.put(balance.ravel(), stock.ravel(), -1.0)
    capacity = sheet.conditions(-np.inf, 0.0, len(recipes.processors) * periods).reshape(-1, periods)
    runner = recipes.processor[inlet]
    sheet.put(capacity[runner].ravel(), flows[1].ravel(), 1.0)
    sheet.put(capacity.ravel(), np.repeat(opened, periods), -np.repeat(recipes.capacity_t / periods, periods))
    if is_choice.any():
        sheet.follow(flows[1].ravel(), np.repeat(opened[runner], periods))
        sheet.follow(flows[2].ravel(), np.repeat(opened[recipes.processor[outlet]], periods))
        sheet.follow(kept, np.repeat(opened[recipes.processor], periods))
    permit = sheet.conditions(-np.inf, recipes.permit_t, count)
    sheet.put(np.repeat(permit[inlet], periods), flows[1].ravel(), 1.0)
    return stock, {"capacity": capacity, "permits": permit}


def _within_limits(legs: Legs, offers: Offers, needs: Needs, gate: Gate | None) -> Legs:
    """Without legs whose contents are not known, and hazardous ones that exceed a limit by themselves."""
    limits = [limits_in(needs.word("limits", at)) for at in range(len(needs))]
    if not any(limits):
        return legs
    contents = [contents_in(offers.word("composition", at)) for at in range(len(offers))]
    kept = np.ones(len(legs.gain), np.bool_)
    for at, (offer, need) in enumerate(zip(legs.pairs.offers.tolist(), legs.pairs.needs.tolist(), strict=True)):
        over = [excess(contents[offer], limit) for limit in limits[need]]
        is_hazardous = gate is not None and gate.codes.is_hazardous(offers.codes[offer])
        kept[at] = all(one is not None and (one <= 0 or not is_hazardous) for one in over)
    return legs.where(kept)


def _quality(sheet: Sheet, offers: Offers, needs: Needs, flow: Integers, legs: Legs, periods: int) -> Integers:
    """The mix that reaches a need in a period keeps each of its limits, by the worse ends of the ranges.

    Gives the places of the conditions: a row for each limit in the order of the needs.
    """
    found = []
    for need in range(len(needs)):
        arriving = np.flatnonzero(legs.pairs.needs == need) if needs.word("limits", need) else np.zeros(0, np.int64)
        for limit in limits_in(needs.word("limits", need)):
            over = [
                excess(contents_in(offers.word("composition", offer)), limit) or 0.0
                for offer in legs.pairs.offers[arriving].tolist()
            ]
            rows = sheet.conditions(-np.inf, 0.0, periods)
            sheet.put(np.tile(rows, len(arriving)), flow[arriving].ravel(), np.repeat(over, periods))
            found.append(rows)
    return np.array(found, np.int64).reshape(-1, periods)


def _floors(
    sheet: Sheet, offers: Offers, flows: Sequence[Integers], legs: Sequence[Legs], least: Mapping[Objective, float]
) -> dict[str, Integers]:
    """So many tonnes diverted, so many tonnes of CO2 saved, at least."""
    is_goods = (carriers_of(offers) == 0).astype(np.float64)
    nothing = np.zeros(len(legs[2].gain))
    shares = {
        Objective.TONNES: [*(is_goods[one.pairs.offers] for one in legs[:2]), nothing],
        Objective.CO2: [one.co2_kg_t / 1000 for one in legs],
    }
    rows = {aim.value: sheet.conditions(amount, np.inf, 1) for aim, amount in least.items()}
    for aim in least:
        for flow, share in zip(flows, shares[aim], strict=True):
            sheet.put(np.repeat(rows[aim.value], flow.size), flow.ravel(), np.repeat(share, flow.shape[1]))
    return rows


def _lots(sheet: Sheet, flow: Integers, legs: Legs, lot: Numbers, cost: Numbers, terms: Terms) -> dict[str, Integers]:
    """A delivery with a minimum lot, a contract or a pipe is either none, or at least the lot.

    Gives the conditions that hold each delivery to its switch and to its lot, and the legs that the lots belong to.
    """
    tied = np.flatnonzero((lot > 0) | (cost > 0))
    if not len(tied):
        return dict.fromkeys(("ties", "lots", "lot_legs"), np.zeros(0, np.int64))
    weight = {Objective.BENEFIT: 1.0, Objective.TONNES: A_LITTLE, Objective.CO2: 0.0}[terms.objective]
    used, periods = sheet.unknowns(-weight * cost[tied], 1.0, whole=True), flow.shape[1]
    sheet.follow(flow[tied].ravel(), np.repeat(used, periods))
    above = sheet.conditions(-np.inf, 0.0, len(tied))
    sheet.put(np.repeat(above, periods), flow[tied].ravel(), 1.0)
    sheet.put(above, used, -sheet.most_of(flow[tied]).sum(axis=1))
    below = sheet.conditions(0.0, np.inf, len(tied))
    sheet.put(np.repeat(below, periods), flow[tied].ravel(), np.repeat(legs.arrives[tied], periods))
    sheet.put(below, used, -lot[tied])
    return {"ties": above, "lots": below, "lot_legs": tied}


def is_network(needs: Needs, offers: Offers, recipes: Recipes | None) -> bool:
    """Whether the tables hold something that a plain exchange cannot: processors, limits, lots, contracts, periods."""
    has_recipes = recipes is not None and len(recipes) > 0
    has_words: Iterable[bool] = (
        any(rows.words.get(key, ()))
        for rows, key in ((needs, "limits"), (needs, "tonnes_by_period"), (offers, "tonnes_by_period"))
    )
    has_lots = bool(needs.minimum_lot_t.any() or needs.contract_eur.any())
    return has_recipes or has_lots or any(has_words) or has_pipes(offers) or has_pipes(needs)
