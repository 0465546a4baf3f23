"""Exchange schemes: how many days, how far, between whom, and which lump sum follows (§8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from tokka.geography import Place, km_between
from tokka.words import Remark, _

DAYS_OF_A_MONTH: Final = 31
"""“Up to one month” in days, visits of one calendar month included."""
UNKNOWN_SUMS: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Scheme:
    """The rules of an exchange scheme. Lump sums are in euros for a stay that is not halved."""

    key: str
    label: str
    source: str
    least_days: int
    """Working days at the host, travel not counted."""
    most_days: int
    """Calendar days from the first to the last."""
    full_from_days: int
    """Fewer working days halve the lump sum."""
    full_from_km: float
    """A shorter way halves it."""
    countries: frozenset[str] = frozenset()
    """The participating countries; empty where they are not known, and then not judged."""
    ceiling_eur: Mapping[str, float] = field(default_factory=lambda: UNKNOWN_SUMS)
    """The full lump sum by host country."""
    visitor_once: bool = True
    members_only: bool = True


CLUSTER_XCHANGE: Final = Scheme(
    key="clusterxchange_2020",
    label=_("ClusterXchange pilot, 2020 to 2022"),
    source="https://clustercollaboration.eu/clusterxchange/about",
    least_days=3,
    most_days=DAYS_OF_A_MONTH,
    full_from_days=5,
    full_from_km=200.0,
    ceiling_eur=MappingProxyType({"PT": 780.0}),
)


@dataclass(frozen=True, slots=True)
class Stay:
    """One visit: who visits whom, where, from when to when, and how many working days without travel."""

    visitor: str
    visitor_country: str
    visitor_place: Place
    host: str
    host_country: str
    host_place: Place
    from_on: date
    to_on: date
    working_days: int
    visitor_is_member: bool
    """Whether the visitor is a cluster body, or a member of a cluster that the scheme knows."""
    earlier_visits: int = 0

    @property
    def km(self) -> float:
        return km_between(self.visitor_place, self.host_place)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands against a stay, and the lump sum: None where it is refused or the scheme's sum is not known."""

    refusals: tuple[Remark, ...]
    lump_sum_eur: float | None
    halved_because: tuple[Remark, ...]
    km: float

    @property
    def is_allowed(self) -> bool:
        return not self.refusals


def judge(stay: Stay, scheme: Scheme) -> Verdict:
    """A stay by the rules of a scheme. Two reasons to halve halve once (§8)."""
    refusals = tuple(_refusals(stay, scheme))
    halved = tuple(_halvings(stay, scheme))
    full = scheme.ceiling_eur.get(stay.host_country)
    lump_sum = None if refusals or full is None else full / 2 if halved else full
    return Verdict(refusals, lump_sum, halved, stay.km)


def _refusals(stay: Stay, scheme: Scheme) -> list[Remark]:
    calendar_days = (stay.to_on - stay.from_on).days + 1
    judged = (
        (
            stay.to_on < stay.from_on or stay.working_days > max(calendar_days, 0),
            Remark(_("The working days do not fit between the first and the last day. Correct the dates.")),
        ),
        (
            stay.working_days < scheme.least_days,
            Remark(_("At least %(days)s working days at the host, travel not counted."), {"days": scheme.least_days}),
        ),
        (
            calendar_days > scheme.most_days,
            Remark(_("At most %(days)s days from the first to the last."), {"days": scheme.most_days}),
        ),
        (
            stay.visitor_country == stay.host_country,
            Remark(_("Visitor and host are in the same country, %(country)s."), {"country": stay.host_country}),
        ),
        (
            bool(scheme.countries) and not {stay.visitor_country, stay.host_country} <= scheme.countries,
            Remark(_("Visitor and host must be in participating countries.")),
        ),
        (
            scheme.members_only and not stay.visitor_is_member,
            Remark(_("The visitor is no member of a cluster that the scheme knows.")),
        ),
        (
            scheme.visitor_once and stay.earlier_visits > 0,
            Remark(_("An organisation visits once in the scheme; it may host many times.")),
        ),
    )
    return [remark for is_against, remark in judged if is_against]


def _halvings(stay: Stay, scheme: Scheme) -> list[Remark]:
    judged = (
        (
            stay.working_days < scheme.full_from_days,
            Remark(_("Fewer than %(days)s working days."), {"days": scheme.full_from_days}),
        ),
        (
            stay.km < scheme.full_from_km,
            Remark(
                _("%(km)d km as the crow flies, less than %(least)d."), {"km": stay.km, "least": scheme.full_from_km}
            ),
        ),
    )
    return [remark for is_so, remark in judged if is_so]


SCHEMES: Final = (CLUSTER_XCHANGE,)
"""The schemes whose rules are known, in the order on screen."""


def scheme_named(key: str) -> Scheme | None:
    """The scheme of a key; None where its rules are not known, and then nothing is judged."""
    return next((scheme for scheme in SCHEMES if scheme.key == key), None)
