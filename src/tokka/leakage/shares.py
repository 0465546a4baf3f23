"""Local shares in nested rings: a model's guess, corrected by ledgers and answers as Beta evidence (§10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from tokka.leakage.refusals import Fault, Refused
from tokka.leakage.table import Matrix
from tokka.words import Remark, _

MODEL_WORTH: Final = 5.0
"""What a share computed by quotients counts, as if so many purchases had been looked at."""
WHOLE_LEDGER_WORTH: Final = 95.0
"""What a ledger of all purchases counts beside it; one of a tenth counts a tenth of this."""


class Origin(StrEnum):
    """Where a share comes from."""

    MODEL = "model"
    SURVEY = "survey"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Euros that were looked at, how many of them stayed in the ring, and by what."""

    euros: float
    local_euros: float
    origin: Origin

    def __post_init__(self) -> None:
        if not 0 <= self.local_euros <= self.euros:
            says = Remark(
                _("Of %(euros)s euros %(local)s cannot be local."), {"euros": self.euros, "local": self.local_euros}
            )
            raise Refused(
                [Fault(says, Remark(_("Correct the two sums; credit notes belong to the purchase they undo.")))]
            )


@dataclass(frozen=True, slots=True)
class Share:
    """A Beta distribution of a local share, and what it rests on. Where alpha or beta is 0, it has no spread."""

    alpha: float
    beta: float
    origins: tuple[Origin, ...]

    @property
    def mean(self) -> float:
        return self.alpha / (self.alpha + self.beta)

    def draw(self, chance: np.random.Generator, count: int) -> Matrix:
        """`count` shares."""
        if self.alpha == 0 or self.beta == 0:
            return np.full(count, 0.0 if self.alpha == 0 else 1.0)
        return chance.beta(self.alpha, self.beta, count)


def modelled(mean: float, *, worth: float = MODEL_WORTH) -> Share:
    """The share that a model says, worth about five purchases."""
    if not 0 <= mean <= 1:
        raise ValueError(f"A local share of {mean} lies not between 0 and 1.")
    return Share(worth * mean, worth * (1 - mean), (Origin.MODEL,))


def updated(share: Share, evidence: Iterable[Evidence], *, demand: float) -> Share:
    """The share after every piece of evidence, each by the part of the whole `demand` in euros that it saw (§10)."""
    alpha, beta, origins = share.alpha, share.beta, dict.fromkeys(share.origins)
    for one in evidence:
        weight = WHOLE_LEDGER_WORTH * min(1.0, one.euros / demand) if demand > 0 else 0.0
        local = one.local_euros / one.euros if one.euros else 0.0
        alpha, beta = alpha + weight * local, beta + weight * (1 - local)
        origins[one.origin] = None
    return Share(alpha, beta, tuple(origins))


def capped(share: float, *, supply: float, demand: float) -> float:
    """No more can be local than is made locally."""
    return min(share, supply / demand) if demand > 0 else share


@dataclass(frozen=True, slots=True)
class Nested:
    """A purchase in three rings. Each inner share is a share of the ring around it, so they can never cross."""

    nation: Share
    region_in_nation: Share
    municipality_in_region: Share

    def draw(self, chance: np.random.Generator, count: int) -> tuple[Matrix, Matrix, Matrix]:
        """(municipality, region, nation), each at least the one before."""
        nation = self.nation.draw(chance, count)
        region = nation * self.region_in_nation.draw(chance, count)
        return region * self.municipality_in_region.draw(chance, count), region, nation


def nested(municipality: float, region: float, nation: float, *, worth: float = MODEL_WORTH) -> Nested:
    """Nested shares around three means. Raises Refused where an inner ring would hold more than the outer one."""
    if not 0 <= municipality <= region <= nation <= 1:
        told = {"municipality": municipality, "region": region, "nation": nation}
        says = Remark(_("The shares %(municipality)s, %(region)s and %(nation)s are not nested."), told)
        remedy = Remark(_("What is bought in the municipality is also bought in the region and in the country."))
        raise Refused([Fault(says, remedy)])
    inner, middle = (_part(municipality, region), _part(region, nation))
    return Nested(modelled(nation, worth=worth), modelled(middle, worth=worth), modelled(inner, worth=worth))


def _part(inner: float, outer: float) -> float:
    return inner / outer if outer > 0 else 0.0
