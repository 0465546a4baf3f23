"""What the engine answers: what moves where, what that is worth, how sure that is, and what one more tonne adds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tokka.optimum import Status, relative_gap
from tokka.symbiosis.candidates import Pairs
from tokka.symbiosis.records import Needs, Numbers, Offers
from tokka.words import Remark


@dataclass(frozen=True, slots=True)
class Plan:
    """What moves where, what that is worth, and how sure that is. `pairs`, `tonnes` and `worth` go row by row."""

    offers: Offers
    needs: Needs
    status: Status
    pairs: Pairs
    tonnes: Numbers
    """Moved for each pair, in tonnes."""
    eur_t: Numbers
    """Net benefit of a tonne for each pair, in EUR, to the cent."""
    co2_kg_t: Numbers
    value_eur: float
    bound_eur: float
    """No plan of the same aim is worth more."""
    candidates: int
    """Pairs within reach that the gate lets through, gainful or not."""
    offer_prices: Numbers
    """What one more tonne at each offer adds, in EUR; not a number where it is not known."""
    need_prices: Numbers
    """What one more tonne of room at each need adds, in EUR."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    @property
    def proven(self) -> bool:
        return self.status is Status.OPTIMAL

    @property
    def gap(self) -> float:
        """The share by which the bound exceeds the value."""
        return relative_gap(self.value_eur, self.bound_eur)

    @property
    def exchanges(self) -> int:
        """How many exchanges there are."""
        return len(self.tonnes)

    @property
    def moved_tonnes(self) -> float:
        return float(self.tonnes.sum())

    @property
    def saved_co2_t(self) -> float:
        """Tonnes of CO2 saved: avoided less caused."""
        return float(self.tonnes @ self.co2_kg_t) / 1000

    def noting(self, remarks: Iterable[Remark]) -> "Plan":
        """The same plan with more remarks."""
        return replace(self, remarks=(*self.remarks, *remarks))
