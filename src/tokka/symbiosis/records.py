"""Offers and needs as columns: side streams and what would take them, ready for the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from tokka.words import Remark, _

Numbers = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was left out: where, what is wrong, and what to do."""

    file: str
    row: int
    column: str
    says: Remark
    remedy: Remark

    def remark(self) -> Remark:
        """The fault as one sentence for a report."""
        named = {"file": self.file, "row": self.row, "column": self.column, "says": self.says, "remedy": self.remedy}
        return Remark(_("%(file)s, row %(row)s, %(column)s: %(says)s %(remedy)s"), named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What offers and needs share: a name, a place, tonnes for the time of the plan, and the row in the file."""

    names: Sequence[str]
    rows: Integers
    """As a spreadsheet counts: the heading is row 1."""
    lat: Numbers
    lon: Numbers
    tonnes: Numbers
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Every other column as text, by its key."""
    file: str = ""

    def __len__(self) -> int:
        return len(self.names)

    def word(self, key: str, at: int) -> str:
        """What a text column says of one row; empty where nothing is said."""
        return self.words[key][at] if key in self.words else ""

    def only(self, kept: Truths | Integers) -> Self:
        """These rows alone, chosen by a mask or by their places."""
        places: Integers = np.flatnonzero(kept) if kept.dtype == np.bool_ else kept.astype(np.int64)
        if len(places) == len(self) and bool((places == np.arange(len(self))).all()):
            return self
        chosen: dict[str, Any] = {one.name: _chosen(getattr(self, one.name), places) for one in fields(self)}
        return type(self)(**chosen)


def _chosen(value: object, places: Integers) -> object:
    if isinstance(value, np.ndarray):
        return value[places]
    if isinstance(value, Mapping):
        return {key: _chosen(column, places) for key, column in value.items()}
    if isinstance(value, str) or not isinstance(value, Sequence):
        return value
    return [value[at] for at in places.tolist()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers(Rows):
    """Side streams on offer. Money in EUR/t."""

    avoided_eur_t: Numbers
    """What today's route costs."""
    codes: Sequence[str]
    """Six digits, or empty where only the material is known."""
    materials: Sequence[str]
    avoided_co2_kg_t: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs(Rows):
    """What receivers would take. The price is negative for a gate fee."""

    price_eur_t: Numbers
    accepts: Sequence[tuple[str, ...]]
    """Codes of six digits and prefixes of two or four."""
    materials: Sequence[tuple[str, ...]]
    minimum_t: Numbers
    minimum_lot_t: Numbers
    contract_eur: Numbers
    avoided_co2_kg_t: Numbers
