"""Missions abroad: who may take part, and who pays for what. A small firm pays its own travel and nothing else (§7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tokka.words import Remark, _


class Payer(StrEnum):
    """Who pays a cost line."""

    SME = "sme"
    CLUSTER = "cluster"
    SCHEME = "scheme"
    HOST = "host"
    OTHER = "other"


class Cost(StrEnum):
    """What a cost line is for."""

    TRAVEL = "travel"
    ACCOMMODATION = "accommodation"
    MEALS = "meals"
    FEE = "fee"
    VENUE = "venue"
    INTERPRETING = "interpreting"
    MATERIAL = "material"
    STAFF = "staff"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost of a mission. `organisation` pays; `traveller` is whose travel it is, where it is travel."""

    kind: Cost
    amount_eur: float
    payer: Payer
    organisation: str
    traveller: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """An organisation in a cluster from a day, and to a day where it left."""

    organisation: str
    cluster: str
    from_on: date
    to_on: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class CostReport:
    """The lines that stand, those that are refused with the reason, and the sums by payer in euros."""

    accepted: tuple[CostLine, ...]
    refused: tuple[tuple[CostLine, Remark], ...]

    @property
    def eur_by_payer(self) -> dict[Payer, float]:
        """Cents are added as whole numbers, so that the sum is exact."""
        return {
            payer: sum(round(100 * line.amount_eur) for line in self.accepted if line.payer is payer) / 100
            for payer in Payer
        }

    def eur_paid_by(self, organisation: str) -> float:
        return sum(round(100 * line.amount_eur) for line in self.accepted if line.organisation == organisation) / 100


ONLY_TRAVEL: Final = _(
    "%(organisation)s is a small or medium-sized enterprise: it pays its own travel and nothing else. Put this line "
    "(%(kind)s, %(amount).2f EUR) on the cluster, the scheme or the host."
)
NOT_OWN: Final = _(
    "%(organisation)s would pay the travel of %(traveller)s. A small or medium-sized enterprise pays its own travel "
    "and nothing else. Put this line on the cluster, the scheme or the host."
)
UNTOLD_TRAVELLER: Final = _("Whose travel %(organisation)s pays is not told. Name the traveller's organisation.")
WRONG_AMOUNT: Final = _("The amount %(amount)s is no sum of money. Write euros, at least 0.")


def cost_report(lines: Iterable[CostLine], smes: Iterable[str]) -> CostReport:
    """Judge every cost line. `smes` are the participants that are small or medium-sized enterprises.

    A line on one of these is refused unless it is its own travel, whatever payer the line says it is.
    """
    small, accepted, refused = frozenset(smes), [], []
    for line in lines:
        reason = refusal(line, is_sme=line.payer is Payer.SME or line.organisation in small)
        if reason is None:
            accepted.append(line)
        else:
            refused.append((line, reason))
    return CostReport(tuple(accepted), tuple(refused))


def refusal(line: CostLine, *, is_sme: bool) -> Remark | None:
    """Why a cost line cannot stand, or None."""
    if not 0 <= line.amount_eur < float("inf"):
        return Remark(WRONG_AMOUNT, {"amount": line.amount_eur})
    if not is_sme:
        return None
    values = {"organisation": line.organisation, "kind": line.kind.value, "amount": line.amount_eur}
    if line.kind is not Cost.TRAVEL:
        return Remark(ONLY_TRAVEL, values)
    if not line.traveller:
        return Remark(UNTOLD_TRAVELLER, values)
    if line.traveller != line.organisation:
        return Remark(NOT_OWN, {**values, "traveller": line.traveller})
    return None


def may_take_part(organisation: str, clusters: Iterable[str], memberships: Iterable[Membership], day: date) -> bool:
    """Whether it is a member of one of the mission's clusters on the day."""
    named = frozenset(clusters)
    return any(one.organisation == organisation and one.cluster in named and one.holds_on(day) for one in memberships)
