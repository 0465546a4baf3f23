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


MAY_PAY_INSTEAD: Final = (Payer.CLUSTER, Payer.SCHEME, Payer.HOST)
"""Who may take a line that a small or medium-sized enterprise may not, in the order in which one asks them."""

TAKES_PART: Final = _("%(organisation)s is a committed participant of %(cluster)s on %(day)s.")
NEVER_THERE: Final = _(
    "%(organisation)s takes part in none of the mission's clusters on %(day)s: %(clusters)s. Let it join one of them "
    "first, or name its cluster in the mission."
)
NOT_YET: Final = _("%(organisation)s takes part in %(cluster)s from %(from_on)s only; the mission begins on %(day)s.")
NO_LONGER: Final = _("%(organisation)s took part in %(cluster)s until %(to_on)s; the mission begins on %(day)s.")
NOT_COMMITTED: Final = _(
    "%(organisation)s takes part in %(cluster)s on %(day)s, but nothing proves its commitment that day. Ask it to sign "
    "the agreement, or enter its fee or letter."
)


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether an organisation may take part in a mission, and by what or why not."""

    may: bool
    reason: Remark


def admission(
    organisation: str,
    clusters: Iterable[str],
    memberships: Iterable[Membership],
    commitments: Iterable[Membership],
    day: date,
) -> Admission:
    """Whether it is a committed participant of one of the mission's clusters on the day (§4), with the reason.

    `memberships` say when it takes part, `commitments` when a proof of that is in force. Of several reasons the one
    that is nearest to a yes is told.
    """
    named = sorted(set(clusters))
    held = [one for one in memberships if one.organisation == organisation and one.cluster in named]
    values: dict[str, object] = {"organisation": organisation, "day": day.isoformat(), "clusters": ", ".join(named)}
    there = sorted({one.cluster for one in held if one.holds_on(day)})
    if proven := [key for key in there if may_take_part(organisation, [key], commitments, day)]:
        return Admission(True, Remark(TAKES_PART, values | {"cluster": proven[0]}))
    if there:
        return Admission(False, Remark(NOT_COMMITTED, values | {"cluster": there[0]}))
    later = [one for one in held if one.from_on > day]
    if later:
        first = min(later, key=lambda one: one.from_on)
        told = values | {"cluster": first.cluster, "from_on": first.from_on.isoformat()}
        return Admission(False, Remark(NOT_YET, told))
    ended = [(one.to_on, one.cluster) for one in held if one.to_on is not None]
    if ended:
        to_on, cluster = max(ended)
        return Admission(False, Remark(NO_LONGER, values | {"cluster": cluster, "to_on": to_on.isoformat()}))
    return Admission(False, Remark(NEVER_THERE, values))
