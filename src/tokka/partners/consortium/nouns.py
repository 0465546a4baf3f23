"""What a consortium is made of: candidates, what the call requires, and the line-ups that answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tokka.words import Remark

NO_ROLES: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that could take part. `fit` is at least 0; shares are parts of the whole budget."""

    key: str
    country: str
    """Two letters as the programme writes them."""
    covers: frozenset[str] = frozenset()
    """The roles and competences that it can take on."""
    fit: float = 0.0
    is_sme: bool = False
    least_share: float = 0.0
    most_share: float = 1.0


@dataclass(frozen=True, slots=True)
class Ownership:
    """`owner` holds so much of the capital or votes of `owned`, in percent."""

    owner: str
    owned: str
    percent: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two candidates who worked together well (`worth` above 0), or cannot work together (`is_conflict`)."""

    one: str
    other: str
    worth: float = 0.0
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class Requirements:
    """What the line-up must be. The minimum of entities, countries and Member States is that of the programme."""

    covered: Mapping[str, int] = field(default_factory=lambda: NO_ROLES)
    """How many partners must cover each role or competence."""
    member_states: frozenset[str] = frozenset()
    associated: frozenset[str] = frozenset()
    entities: int = 3
    """Independent entities, each in a different Member State or associated country."""
    of_member_states: int = 1
    most_partners: int = 10
    most_per_country: int | None = None
    least_smes: int = 0
    least_sme_share: float = 0.0
    most_share: float = 1.0
    """Of the budget, for any one partner."""
    fixed: tuple[str, ...] = ()
    """Who takes part in any case, the coordinator first."""
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Partner:
    """One of a line-up: what it covers, and its share of the budget."""

    key: str
    country: str
    covers: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class LineUp:
    """A consortium that meets every requirement, with the proof of how good it is."""

    partners: tuple[Partner, ...]
    entities: tuple[str, ...]
    """Independent partners in different countries that fulfil the minimum, the Member State's first."""
    worth: float
    bound: float
    """No line-up as different from the earlier ones is worth more."""
    is_proven: bool

    @property
    def gap(self) -> float:
        """How far from the bound, as a share of it."""
        return (self.bound - self.worth) / self.bound if self.bound > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Consortia:
    """The line-ups, best first, or the smallest set of requirements that cannot be met together."""

    line_ups: tuple[LineUp, ...]
    conflict: tuple[str, ...]
    seconds: float
    remarks: tuple[Remark, ...]
