"""What is compared, and what is found."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

from tokka.words import Remark


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation or a unit of one, as a list or the register has it. What is not known is empty."""

    key: Hashable
    name: str
    business_id: str = ""
    municipality: str = ""
    website: str = ""
    email: str = ""
    country: str = ""


class Likely(StrEnum):
    """What to do with a pair: merge it, let a person look, or leave it."""

    SAME = "same"
    PERHAPS = "perhaps"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: what was compared, how it came out, and its weight in bits for (+) or against (-)."""

    what: str
    says: Remark
    bits: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bodies by their keys, how likely from 0 to 1 they are one, and why, the weightiest reason first."""

    first: Hashable
    second: Hashable
    score: float
    likely: Likely
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Parts of one body: its own rows and those of its units. They are linked and never merged."""

    name: str
    members: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Likenesses:
    """What was found among `count` bodies: pairs by falling score, families, and how many pairs were weighed."""

    count: int
    pairs: tuple[Pair, ...]
    families: tuple[Family, ...]
    weighed: int
    seconds: float
    remarks: tuple[Remark, ...]

    @property
    def same(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.likely is Likely.SAME)
