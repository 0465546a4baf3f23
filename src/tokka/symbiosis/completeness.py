"""How fully an offer or a need is described: what is missing, and what each missing piece would allow (§17).

Each piece counts as one, because nothing measures what a piece is worth before somebody is found. Only pieces that some
part of the engine reads are counted, and only where they can matter to this row.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tokka.symbiosis.codes import CodeList, code_in
from tokka.words import Remark, _

Said = Mapping[str, str]
"""A row of the declared table as text, by the keys of its columns."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a description: the column that tells it, whether it is told, and what it allows."""

    column: str
    is_told: bool
    allows: Remark


@dataclass(frozen=True, slots=True)
class Completeness:
    """The pieces that matter to a row, in the order in which they help."""

    pieces: tuple[Piece, ...]

    @property
    def told(self) -> int:
        return sum(piece.is_told for piece in self.pieces)

    @property
    def percent(self) -> int:
        """The share that is told, rounded down, so that a hundred means all of it."""
        return 100 * self.told // len(self.pieces)

    @property
    def missing(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if not piece.is_told)


def completeness_of_offer(said: Said, codes: CodeList) -> Completeness:
    """What is told of an offer."""
    return _completeness(said, codes, OFFER_PIECES)


def completeness_of_need(said: Said, codes: CodeList) -> Completeness:
    """What is told of a need."""
    return _completeness(said, codes, NEED_PIECES)


Matters = Callable[[Said, CodeList], bool]


def _completeness(said: Said, codes: CodeList, pieces: tuple[tuple[str, str, Matters], ...]) -> Completeness:
    return Completeness(
        tuple(
            Piece(column, any(said.get(one, "").strip() for one in column.split("|")), Remark(allows))
            for column, allows, matters in pieces
            if matters(said, codes)
        )
    )


def _always(_said: Said, _codes: CodeList) -> bool:
    return True


def _is_goods(said: Said, _codes: CodeList) -> bool:
    return said.get("carrier", "") not in ("heat", "water")


def _is_piped(said: Said, codes: CodeList) -> bool:
    return not _is_goods(said, codes)


def _is_waste(said: Said, codes: CodeList) -> bool:
    return _is_goods(said, codes) and said.get("status", "").strip().casefold() in ("", "waste")


def _needs_evidence(said: Said, codes: CodeList) -> bool:
    """Whether a document decides something: the status of what is no waste, or the hazard of a mirror entry."""
    code, _wrong = code_in(said.get("waste_code", ""))
    entry = codes.entries.get(code)
    return _is_goods(said, codes) and (not _is_waste(said, codes) or (entry is not None and entry.is_mirror))


def _is_municipal(said: Said, _codes: CodeList) -> bool:
    return said.get("municipal", "") in ("yes", "True")


OFFER_PIECES: Final[tuple[tuple[str, str, Matters], ...]] = (
    (
        "waste_code",
        _("Waste code: without it the gate cannot compare the stream with a receiver's permit."),
        _is_waste,
    ),
    ("material", _("Material by name: takers who ask for a material and not for a code are found too."), _always),
    (
        "evidence",
        _("Document on hazard or status: without it the gate cannot decide that point and asks an authority."),
        _needs_evidence,
    ),
    ("state", _("State: the gate cannot see whether a taker takes what is solid, paste, liquid or dust."), _is_goods),
    ("composition", _("Composition: a taker with limits of contents is not found without it."), _is_goods),
    ("temperature_c", _("Temperature: heat and water are matched by it."), _is_piped),
    ("avoided_co2_kg_t", _("Avoided CO2: without it only the emissions of transport are counted."), _always),
    ("tonnes_by_period", _("Tonnes by period: without them the stream counts as even over the year."), _always),
    ("status", _("Status: what is not said is treated as waste."), _is_goods),
)

NEED_PIECES: Final[tuple[tuple[str, str, Matters], ...]] = (
    ("waste_codes", _("Waste codes: a stream known by its code alone is not found without them."), _is_goods),
    ("materials", _("Materials by name: streams that are no waste are found by them."), _always),
    (
        "permit_codes|route",
        _("Codes of the permit, or the route: without them the gate asks for a decision on every stream."),
        _is_goods,
    ),
    ("permit_until", _("Last day of the permit: the plan sees in time that it ends."), _is_goods),
    ("states", _("Accepted states: streams that cannot be handled are left out at once."), _is_goods),
    ("limits", _("Limits of contents: streams that do not fit are not proposed."), _is_goods),
    ("notice", _("Notice on the national marketplace: a municipal service is asked only after it."), _is_municipal),
    ("temperature_c", _("Least temperature: heat and water are matched by it."), _is_piped),
    ("avoided_co2_kg_t", _("Avoided CO2: without it the replaced raw material counts for nothing."), _always),
    ("tonnes_by_period", _("Tonnes by period: without them the need counts as even over the year."), _always),
)
