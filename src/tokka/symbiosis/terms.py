"""The terms under which a plan is made: how far, at what cost, for what aim."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from tokka.symbiosis.candidates import Pairs
from tokka.symbiosis.pipes import CARRIERS, HEAT_PIPE, WATER_PIPE, Pipe, carriers_of, share_arriving
from tokka.symbiosis.records import Needs, Numbers, Offers, Rows
from tokka.symbiosis.roads import Roads
from tokka.symbiosis.tables import Carrier
from tokka.words import Remark, _


class Objective(StrEnum):
    """What the plan makes as large as it can."""

    BENEFIT = "benefit"
    TONNES = "tonnes"
    CO2 = "co2"


class WrongTerms(ValueError):
    """A term that no plan can be made under."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Distances as the crow flies up to `max_km`; roads are longer by `detour`; money in EUR, emissions in kg (§4).

    `roads` knows the ways that a list gives; `pipes` says how heat and water travel.
    """

    max_km: float = 150.0
    handling_eur_t: float = 6.0
    transport_eur_tkm: float = 0.12
    detour: float = 1.3
    co2_kg_tkm: float = 0.11
    objective: Objective = Objective.BENEFIT
    roads: Roads | None = None
    pipes: Mapping[Carrier, Pipe] = field(
        default_factory=lambda: MappingProxyType({Carrier.HEAT: HEAT_PIPE, Carrier.WATER: WATER_PIPE})
    )

    def __post_init__(self) -> None:
        for name in ("max_km", "handling_eur_t", "transport_eur_tkm", "detour", "co2_kg_tkm"):
            if not 0 <= getattr(self, name) < 1e6:
                raise WrongTerms(f"{name} is {getattr(self, name)!r}: it lies between 0 and a million.")
        for carrier, pipe in self.pipes.items():
            if not 0 <= pipe.loss_per_km < 1:
                raise WrongTerms(f"The loss of {carrier} is {pipe.loss_per_km!r}: it is a share, from 0 to below 1.")

    def road_km(self, givers: Rows, takers: Rows, pairs: Pairs) -> Numbers:
        """Kilometres of road or pipe: as the list of ways says, else the great circle with its detour."""
        around = self.detour * pairs.km
        if self.roads is None:
            return around
        known = self.roads.known_km(givers, takers, pairs)
        return np.where(np.isnan(known), around, known)

    def in_reach(self, givers: Rows, takers: Rows, pairs: Pairs) -> Pairs:
        """The pairs whose road is no longer than the longest distance with its detour."""
        if self.roads is None:
            return pairs
        return pairs.where(self.road_km(givers, takers, pairs) <= self.detour * self.max_km)

    def eur_per_tonne(self, offers: Offers, needs: Needs, pairs: Pairs) -> Numbers:
        """What a tonne moved is worth: today's cost saved and the price paid, less handling and transport."""
        saved = offers.avoided_eur_t[pairs.offers] + needs.price_eur_t[pairs.needs]
        return saved - self.handling_eur_t - self.transport_eur_tkm * self.road_km(offers, needs, pairs)

    def co2_kg_per_tonne(self, offers: Offers, needs: Needs, pairs: Pairs) -> Numbers:
        """What a tonne moved saves in emissions: today's route and the replaced raw material, less transport."""
        saved = offers.avoided_co2_kg_t[pairs.offers] + needs.avoided_co2_kg_t[pairs.needs]
        return saved - self.co2_kg_tkm * self.road_km(offers, needs, pairs)

    def arriving(self, offers: Offers, needs: Needs, pairs: Pairs) -> Numbers:
        """What arrives of a unit sent: all of goods, less of heat and water the longer the pipe (§14)."""
        return share_arriving(carriers_of(offers)[pairs.offers], self.road_km(offers, needs, pairs), self.pipes)

    def eur_per_unit(self, offers: Offers, needs: Needs, pairs: Pairs) -> Numbers:
        """What a unit sent is worth: as of a tonne for goods; what is paid for what arrives, less pumping, by pipe."""
        euros, carrier = self.eur_per_tonne(offers, needs, pairs), carriers_of(offers)[pairs.offers]
        paid = needs.price_eur_t[pairs.needs] * self.arriving(offers, needs, pairs)
        for one, pipe in self.pipes.items():
            pumping = pipe.eur_per_km * self.road_km(offers, needs, pairs)
            piped = offers.avoided_eur_t[pairs.offers] + paid - pumping
            euros = np.where(carrier == CARRIERS.index(one), piped, euros)
        return euros

    def co2_kg_per_unit(self, offers: Offers, needs: Needs, pairs: Pairs) -> Numbers:
        """The same of emissions. Pumping emits nothing here."""
        replaced = needs.avoided_co2_kg_t[pairs.needs] * self.arriving(offers, needs, pairs)
        piped = offers.avoided_co2_kg_t[pairs.offers] + replaced
        return np.where(carriers_of(offers)[pairs.offers] > 0, piped, self.co2_kg_per_tonne(offers, needs, pairs))

    def pipe_eur(self, offers: Offers, needs: Needs, pairs: Pairs) -> Numbers:
        """What the pipe between each pair costs in the time of the plan."""
        carrier, km = carriers_of(offers)[pairs.offers], self.road_km(offers, needs, pairs)
        cost = np.zeros(len(km))
        for one, pipe in self.pipes.items():
            cost += np.where(carrier == CARRIERS.index(one), pipe.pipe_eur_km * km, 0.0)
        return cost

    def remarks(self) -> tuple[Remark, ...]:
        """What is to be known of the numbers used."""
        named = {"transport": f"{self.transport_eur_tkm:g}", "handling": f"{self.handling_eur_t:g}"}
        says = _("Transport at %(transport)s EUR/t-km and handling at %(handling)s EUR/t are working values.")
        return (Remark(says, named),)
