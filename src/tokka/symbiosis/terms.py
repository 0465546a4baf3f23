"""The terms under which a plan is made: how far, at what cost, for what aim."""

from dataclasses import dataclass
from enum import StrEnum

from tokka.symbiosis.candidates import Pairs
from tokka.symbiosis.records import Needs, Numbers, Offers
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
    """Distances as the crow flies up to `max_km`; roads are longer by `detour`; money in EUR, emissions in kg (§4)."""

    max_km: float = 150.0
    handling_eur_t: float = 6.0
    transport_eur_tkm: float = 0.12
    detour: float = 1.3
    co2_kg_tkm: float = 0.11
    objective: Objective = Objective.BENEFIT

    def __post_init__(self) -> None:
        for name in ("max_km", "handling_eur_t", "transport_eur_tkm", "detour", "co2_kg_tkm"):
            if not 0 <= getattr(self, name) < 1e6:
                raise WrongTerms(f"{name} is {getattr(self, name)!r}: it lies between 0 and a million.")

    def eur_per_tonne(self, offers: Offers, needs: Needs, pairs: Pairs) -> Numbers:
        """What a tonne moved is worth: today's cost saved and the price paid, less handling and transport."""
        saved = offers.avoided_eur_t[pairs.offers] + needs.price_eur_t[pairs.needs]
        return saved - self.handling_eur_t - self.transport_eur_tkm * self.detour * pairs.km

    def co2_kg_per_tonne(self, offers: Offers, needs: Needs, pairs: Pairs) -> Numbers:
        """What a tonne moved saves in emissions: today's route and the replaced raw material, less transport."""
        saved = offers.avoided_co2_kg_t[pairs.offers] + needs.avoided_co2_kg_t[pairs.needs]
        return saved - self.co2_kg_tkm * self.detour * pairs.km

    def remarks(self) -> tuple[Remark, ...]:
        """What is to be known of the numbers used."""
        named = {"transport": f"{self.transport_eur_tkm:g}", "handling": f"{self.handling_eur_t:g}"}
        says = _("Transport at %(transport)s EUR/t-km and handling at %(handling)s EUR/t are working values.")
        return (Remark(says, named),)
