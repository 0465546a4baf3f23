"""Small networks of all sorts at once, against the model written down a second time and solved by scipy (§9)."""

from collections import defaultdict
from datetime import date

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from tokka.geography import km_between
from tokka.optimum import Status
from tokka.symbiosis.best import plan_of_all
from tokka.symbiosis.check import network_complaints
from tokka.symbiosis.codes import list_on
from tokka.symbiosis.processors import read_processors
from tokka.symbiosis.reading import read_needs, read_offers
from tokka.symbiosis.terms import Terms

CODES = list_on(date(2026, 11, 24))
OFFERS = "offer,lat,lon,waste_code,tonnes,avoided_cost_eur_t,composition,tonnes_by_period"
NEEDS = "need,lat,lon,waste_codes,tonnes,price_eur_t,limits,minimum_lot_t,contract_eur,materials,tonnes_by_period"
RECIPES = (
    "processor,lat,lon,waste_codes,capacity_t,output,yield,cost_eur_t,opening_eur,storage_t,permit_t,storage_eur_t"
)
LIMIT, COST, STORAGE = 4, 5, 1
LARGE = 1000.0


class Draw:
    """A network by chance. Rows are tuples in the order of the columns."""

    def __init__(self, seed):
        self.chance = np.random.default_rng(seed)
        self.periods = int(self.chance.integers(2, 4))
        whole = self.chance.integers
        self.offers = [(*self.place(), self.split(whole(0, 60)), whole(-10, 120), whole(0, 8)) for _row in range(3)]
        self.needs = [
            (*self.place(), self.split(whole(0, 60)), whole(-40, 60), whole(2), whole(0, 25), whole(0, 400), whole(2))
            for _row in range(3)
        ]
        self.recipes = [
            (*self.place(), whole(1, 60), whole(2, 10) / 10, whole(0, 1500), whole(0, 20), whole(1, 80))
            for _row in range(2)
        ]

    def place(self):
        return round(self.chance.uniform(65, 66), 4), round(self.chance.uniform(24, 26), 4)

    def split(self, tonnes):
        return self.chance.multinomial(tonnes, np.full(self.periods, 1 / self.periods))

    def tables(self):
        def periods(tonnes):
            return " ".join(map(str, tonnes))

        offers = [
            f"o{at},{lat},{lon},100202,{t.sum()},{saved},zn={zn},{periods(t)}"
            for at, (lat, lon, t, saved, zn) in enumerate(self.offers)
        ]
        needs = [
            f"n{at},{lat},{lon},1002,{t.sum()},{price},{f'zn<={LIMIT}' * limited},{lot},{contract},"
            f"{'filler' * filled},{periods(t)}"
            for at, (lat, lon, t, price, limited, lot, contract, filled) in enumerate(self.needs)
        ]
        recipes = [
            f"p{at},{lat},{lon},10,{room},filler,{out},{COST},{opening},{store},{permit},{STORAGE}"
            for at, (lat, lon, room, out, opening, store, permit) in enumerate(self.recipes)
        ]
        return (
            read_offers("\n".join((OFFERS, *offers)).encode(), "offers.csv", CODES).offers,
            read_needs("\n".join((NEEDS, *needs)).encode(), "needs.csv", CODES).needs,
            read_processors("\n".join((RECIPES, *recipes)).encode(), "processors.csv", CODES).recipes,
        )


class Model:
    """A mixed-integer question row by row, in the plainest way."""

    def __init__(self):
        self.at, self.worth, self.high, self.whole, self.rows = {}, [], [], [], []

    def unknown(self, key, worth, high=np.inf, *, whole=False):
        self.at[key] = len(self.at)
        self.worth.append(worth)
        self.high.append(high)
        self.whole.append(whole)

    def row(self, terms, least, most):
        self.rows.append((terms, least, most))

    def best(self):
        matrix = np.zeros((len(self.rows), len(self.at)))
        for number, (terms, _least, _most) in enumerate(self.rows):
            for key, factor in terms:
                matrix[number, self.at[key]] += factor
        limits = LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows])
        return -milp(-np.array(self.worth), constraints=limits, bounds=Bounds(0, self.high), integrality=self.whole).fun


def worth(here, there, euros):
    return round(100 * (euros - 6 - 0.12 * 1.3 * km_between(here[:2], there[:2]))) / 100


def second_opinion(draw):
    model, times = Model(), range(draw.periods)
    leaves, arrives, into, out = defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list)
    for p, recipe in enumerate(draw.recipes):
        model.unknown(("open", p), -recipe[4], 1, whole=True)
        for t in times:
            model.unknown(("stock", p, t), -STORAGE, recipe[5])
    for t in times:
        for o, offer in enumerate(draw.offers):
            for n, need in enumerate(draw.needs):
                model.unknown(("direct", o, n, t), worth(offer, need, offer[3] + need[3]))
                leaves[o, t].append(("direct", o, n, t))
                arrives[n, t].append(("direct", o, n, t))
            for p, recipe in enumerate(draw.recipes):
                model.unknown(("in", o, p, t), worth(offer, recipe, offer[3] - COST))
                leaves[o, t].append(("in", o, p, t))
                into[p, t].append(("in", o, p, t))
        for p, recipe in enumerate(draw.recipes):
            for n, need in enumerate(draw.needs):
                if need[7] and not need[4]:
                    model.unknown(("out", p, n, t), worth(recipe, need, need[3]))
                    arrives[n, t].append(("out", p, n, t))
                    out[p, t].append(("out", p, n, t))
    for ends, rows in ((leaves, draw.offers), (arrives, draw.needs)):
        for (at, t), keys in ends.items():
            model.row([(key, 1) for key in keys], -np.inf, rows[at][2][t])
    for n, need in enumerate(draw.needs):
        for t in times:
            mix = [(("direct", o, n, t), offer[4] - LIMIT) for o, offer in enumerate(draw.offers)]
            model.row(mix if need[4] else [], -np.inf, 0)
        for o in range(len(draw.offers)):
            model.unknown(("contract", o, n), -need[6], 1, whole=True)
            year = [(("direct", o, n, t), 1) for t in times]
            model.row([*year, (("contract", o, n), -LARGE)], -np.inf, 0)
            model.row([*year, (("contract", o, n), -need[5])], 0, np.inf)
    for p, (_lat, _lon, room, share, _opening, _store, permit) in enumerate(draw.recipes):
        model.row([(key, 1) for t in times for key in into[p, t]], -np.inf, permit)
        for t in times:
            made = [(key, share) for key in into[p, t]] + [(key, -1) for key in out[p, t]]
            model.row([*made, (("stock", p, (t - 1) % draw.periods), 1), (("stock", p, t), -1)], 0, 0)
            model.row([*((key, 1) for key in into[p, t]), (("open", p), -room / draw.periods)], -np.inf, 0)
    return model.best()


@pytest.mark.parametrize("seed", range(12))
def test_a_network_with_everything_in_it_is_worth_what_a_second_model_says(seed):
    draw = Draw(seed)
    parts = draw.tables()
    found = plan_of_all(*parts, gap=1e-9)
    assert found.status is Status.OPTIMAL
    assert found.value_eur == pytest.approx(second_opinion(draw), abs=0.02)
    assert network_complaints(found, *parts, Terms()) == ()
