"""Heat and water: they move by pipe, lose a share on every kilometre, and need a temperature (§14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from tokka.symbiosis.candidates import Pairs
from tokka.symbiosis.records import Integers, Numbers, Rows, Truths
from tokka.symbiosis.tables import Carrier
from tokka.tables.cells import number_in
from tokka.words import Remark, _

CARRIERS: Final = tuple(Carrier)
NAMES: Final = {Carrier.GOODS: Remark(_("Goods")), Carrier.HEAT: Remark(_("Heat")), Carrier.WATER: Remark(_("Water"))}
UNITS: Final = {Carrier.GOODS: "t", Carrier.HEAT: "MWh", Carrier.WATER: "m³"}


@dataclass(frozen=True, slots=True)
class Pipe:
    """How a carrier travels by pipe. All four are working values without a public source (§13)."""

    loss_per_km: float
    """The share of what is left that is lost on each kilometre."""
    eur_per_km: float
    """Pumping a unit over a kilometre."""
    max_km: float
    """As the crow flies."""
    pipe_eur_km: float = 0.0
    """What a kilometre of pipe costs in the time of the plan, for each pair."""


HEAT_PIPE: Final = Pipe(loss_per_km=0.01, eur_per_km=0.1, max_km=20.0)
WATER_PIPE: Final = Pipe(loss_per_km=0.001, eur_per_km=0.02, max_km=30.0)


def carriers_of(rows: Rows) -> Integers:
    """The carrier of each row, by its place in CARRIERS; goods where nothing is said."""
    said = rows.words.get("carrier")
    if said is None:
        return np.zeros(len(rows), np.int64)
    return np.array([CARRIERS.index(Carrier(word)) if word else 0 for word in said], np.int64)


def has_pipes(rows: Rows) -> bool:
    """Whether a row is of heat or water."""
    return bool(carriers_of(rows).any())


def temperatures(rows: Rows) -> Numbers:
    """Degrees Celsius; not a number where nothing is said."""
    said = [number_in(word) for word in rows.words.get("temperature_c", [""] * len(rows))]
    return np.array([np.nan if one is None else one for one in said], np.float64)


def fits(givers: Rows, takers: Rows, pairs: Pairs, pipes: Mapping[Carrier, Pipe]) -> Truths:
    """The pairs of one carrier, near enough for its pipe and warm enough; an unknown temperature is not enough."""
    carrier, wanted = carriers_of(givers)[pairs.offers], carriers_of(takers)[pairs.needs]
    kept: Truths = carrier == wanted
    for one, pipe in pipes.items():
        kept &= (carrier != CARRIERS.index(one)) | (pairs.km <= pipe.max_km)
    given, least = temperatures(givers)[pairs.offers], temperatures(takers)[pairs.needs]
    kept &= np.isnan(least) | (given >= least)
    return kept


def share_arriving(carrier: Integers, km: Numbers, pipes: Mapping[Carrier, Pipe]) -> Numbers:
    """What arrives of a unit sent over so many kilometres of pipe or road."""
    share = np.ones(len(km))
    for one, pipe in pipes.items():
        of_it = carrier == CARRIERS.index(one)
        share[of_it] = (1 - pipe.loss_per_km) ** km[of_it]
    return share


def pipe_remarks(rows: tuple[Rows, ...], pipes: Mapping[Carrier, Pipe]) -> tuple[Remark, ...]:
    """What is to be known of the numbers used for pipes."""
    met = sorted({int(one) for table in rows for one in carriers_of(table)} - {0})
    text = _(
        "%(carrier)s by pipe: a loss of %(loss)s %% on each km, pumping at %(eur)s EUR/%(unit)s and km, and pipe at "
        "%(pipe)s EUR/km are working values. Cooling on the way is not counted."
    )
    named = ((CARRIERS[at], pipes[CARRIERS[at]]) for at in met)
    return tuple(
        Remark(
            text,
            {
                "carrier": NAMES[carrier],
                "loss": f"{100 * pipe.loss_per_km:g}",
                "eur": f"{pipe.eur_per_km:g}",
                "unit": UNITS[carrier],
                "pipe": f"{pipe.pipe_eur_km:g}",
            },
        )
        for carrier, pipe in named
    )
