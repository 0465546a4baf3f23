"""The legal gate: for each exchange, which points pass, which need a decision, and which rule blocks it (§3).

The gate never says that an exchange is lawful: it says that no blocking rule was found, and which points somebody with
authority has to decide, each with the document that is missing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

import numpy as np

from tokka.rulebook.model import DatedValue, Source
from tokka.rulebook.side_streams import VALUES
from tokka.symbiosis.candidates import Pairs
from tokka.symbiosis.codes import CodeList, Entry, prefixes_in, spaced
from tokka.symbiosis.records import Integers, Needs, Offers, Truths
from tokka.tables.cells import day_in, truth_in
from tokka.words import Remark, _

Thing = TypeVar("Thing")


class Outcome(StrEnum):
    """What one point of the gate says."""

    PASS = "pass"  # noqa: S105 -- a word of the gate, not a secret
    DECISION = "needs decision"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the gate: the rule, what it says, the document that is missing, and on whose word."""

    rule: str
    outcome: Outcome
    says: Remark
    missing: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """What the gate looks at in an offer."""

    code: str
    status: str
    evidence: str
    state: str
    country: str
    origin: str
    carrier: str = ""

    @property
    def is_piped(self) -> bool:
        """Whether it is heat or water, which move by pipe."""
        return self.carrier in ("heat", "water")

    @property
    def is_waste(self) -> bool:
        """Whether it is to be treated as waste: also where nothing is said, or a status has no proof."""
        is_proven = self.status in ("by-product", "product", "end-of-waste") and bool(self.evidence)
        return not self.is_piped and not is_proven


@dataclass(frozen=True, slots=True)
class Receiver:
    """What the gate looks at in a need."""

    country: str
    states: str
    permit_codes: str
    permit_until: str
    permit: str
    route: str
    municipal: str
    notice: str


# fmt: off
EU: Final = frozenset((
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
))
OECD: Final = EU - {"BG", "CY", "HR", "MT", "RO"} | frozenset((
    "AU", "CA", "CH", "CL", "CO", "CR", "GB", "IL", "IS", "JP", "KR", "MX", "NO", "NZ", "TR", "US",
))
# fmt: on
BUILDING_WASTE: Final = "17"
CLEAN_SOIL: Final = "170504"
WITH_DOCUMENT: Final = ("200304", "200306", "190809", "190810", "130501", "130502", "130503", "130508")
"""Septic and sewer sludge, and what is taken from grease and sand separators."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The rules of one day. `codes` is the List of Waste in force."""

    day: date
    codes: CodeList

    def points(self, stream: Stream, receiver: Receiver, eur_a_year: float = 0.0) -> tuple[Point, ...]:
        """Every point of an exchange worth so many euros a year, blocking ones first."""
        found = (rule(self, stream, receiver, eur_a_year) for rule in RULES)
        order = [Outcome.BLOCKED, Outcome.DECISION, Outcome.PASS]
        return tuple(sorted((point for point in found if point), key=lambda point: order.index(point.outcome)))

    def is_blocked(self, stream: Stream, receiver: Receiver) -> bool:
        """Whether a rule blocks the exchange whatever is decided."""
        return any(point.outcome is Outcome.BLOCKED for point in self.points(stream, receiver))

    def entry(self, stream: Stream) -> Entry | None:
        """The line of the list for the stream's code."""
        return self.codes.entries.get(stream.code)

    def in_force(self, key: str) -> DatedValue | None:
        """A duty or an amount of the rulebook on the day of the gate."""
        return VALUES[key].on(self.day)


def worst(points: Iterable[Point]) -> Outcome:
    """The outcome of the whole: blocked before undecided before passed."""
    outcomes = {point.outcome for point in points}
    return next((one for one in (Outcome.BLOCKED, Outcome.DECISION) if one in outcomes), Outcome.PASS)


def _point(
    gate: Gate, key: str, outcome: Outcome, text: str, missing: str = "", values: dict[str, object] | None = None
) -> Point:
    """A point under a rule of the rulebook. Before the first day that the rulebook knows, nothing passes (§3)."""
    dated = gate.in_force(key)
    if dated is None:
        says = _("What the rules said on %(day)s is not known here: they are told from a later day on.")
        return Point(key, Outcome.DECISION, Remark(says, {"day": gate.day.isoformat()}), missing)
    return Point(key, outcome, Remark(text, values or {}), missing, dated.source)


def status_point(gate: Gate, stream: Stream, _receiver: Receiver, _eur: float) -> Point | None:
    """A by-product, product or end-of-waste status has to be proven for this use."""
    if stream.status in ("", "waste"):
        return None
    if stream.evidence:
        text = _("The stream has the status “%(status)s” by the document named.")
        return _point(gate, "by_product_test", Outcome.PASS, text, values={"status": stream.status})
    text = _("The status “%(status)s” is claimed without a document; until it is proven, the stream is waste.")
    missing = _("Proof of the status for this use")
    return _point(gate, "by_product_test", Outcome.DECISION, text, missing, {"status": stream.status})


def hazard_point(gate: Gate, stream: Stream, _receiver: Receiver, _eur: float) -> Point | None:
    """A mirror entry is decided by an assessment, an absolute one by the code."""
    entry = gate.entry(stream)
    if entry is None or not entry.is_mirror or not stream.is_waste or stream.evidence:
        return None
    text = _("%(code)s is a mirror entry: whether the stream is hazardous is decided by an assessment.")
    missing = _("Assessment of the hazard (properties HP 1 to HP 15)")
    return _point(gate, "hazard_assessment", Outcome.DECISION, text, missing, {"code": spaced(stream.code)})


def permit_point(gate: Gate, stream: Stream, receiver: Receiver, _eur: float) -> Point | None:
    """Waste goes only to a receiver whose permit names it; the earth-construction route needs a registration."""
    if not stream.is_waste:
        return None
    ended = day_in(receiver.permit_until)
    if ended and ended < gate.day:
        text = _("The receiver's permit ended on %(until)s.")
        return _point(gate, "permit_duty", Outcome.BLOCKED, text, _("A permit in force"), {"until": ended.isoformat()})
    if receiver.permit_codes:
        return _named_permit(gate, stream, receiver)
    if receiver.route == "earth-construction":
        return _earth_construction(gate, stream, receiver)
    text = _("Nothing is said of the receiver's permit for this waste.")
    return _point(gate, "permit_duty", Outcome.DECISION, text, _("The receiver's environmental permit"))


def _named_permit(gate: Gate, stream: Stream, receiver: Receiver) -> Point | None:
    prefixes, _faults = prefixes_in(receiver.permit_codes)
    values: dict[str, object] = {"code": spaced(stream.code)}
    if not stream.code:
        text = _("The stream has no waste code to compare with the receiver's permit.")
        return _point(gate, "permit_duty", Outcome.DECISION, text, _("The waste code of the stream"))
    if any(stream.code.startswith(prefix) for prefix in prefixes):
        text = _("The receiver's permit names %(code)s.")
        return _point(gate, "permit_duty", Outcome.PASS, text, values=values)
    text = _("The receiver's permit does not name %(code)s.")
    return _point(gate, "permit_duty", Outcome.BLOCKED, text, _("A permit that names the code"), values)


def _earth_construction(gate: Gate, stream: Stream, receiver: Receiver) -> Point | None:
    if gate.codes.is_hazardous(stream.code):
        text = _("Hazardous waste has no route by registration into earth construction.")
        return _point(gate, "earth_construction", Outcome.BLOCKED, text, _("An environmental permit"))
    if receiver.permit:
        text = _("The place of use is registered for earth construction; layer and grain limits are to be checked.")
        return _point(gate, "earth_construction", Outcome.PASS, text)
    text = _("Earth construction without a permit asks for a registration before the waste is used.")
    return _point(gate, "earth_construction", Outcome.DECISION, text, _("Registration of the place of use"))


def transfer_point(gate: Gate, stream: Stream, _receiver: Receiver, _eur: float) -> Point | None:
    """Hazardous waste, building waste and some sludges travel with a transfer document."""
    if not stream.is_waste:
        return None
    is_building = stream.code.startswith(BUILDING_WASTE) and stream.code != CLEAN_SOIL
    is_named = is_building or stream.origin == "construction" or stream.code in WITH_DOCUMENT
    if not is_named and not gate.codes.is_hazardous(stream.code):
        return None
    text = _("Each load travels with a transfer document, drawn up by the holder and acknowledged by the receiver.")
    return _point(gate, "transfer_document", Outcome.PASS, text, _("Transfer document for each load"))


def border_point(gate: Gate, stream: Stream, receiver: Receiver, _eur: float) -> Point | None:
    """Waste crosses a border inside the EU with documents, and does not leave the OECD (outside: blocked)."""
    here, there = stream.country, receiver.country
    if not stream.is_waste or not here or not there or here == there:
        return None
    values: dict[str, object] = {"here": here, "there": there}
    if there not in EU | OECD:
        text = _("Waste does not go from %(here)s to %(there)s: the country is outside the EU and the OECD.")
        return _point(gate, "border_documents", Outcome.BLOCKED, text, values=values)
    if gate.codes.is_hazardous(stream.code) or there not in EU:
        text = _("The stream crosses the border from %(here)s to %(there)s: the authorities are notified beforehand.")
        return _point(gate, "border_documents", Outcome.DECISION, text, _("Notification and consents"), values)
    if gate.in_force("green_list_register"):
        text = _(
            "The stream crosses the border from %(here)s to %(there)s: is it on the green list? Its documents then go "
            "through the digital system of the EU, where every party is registered beforehand."
        )
        missing = _("Annex VII document in the digital system, and contract")
        return _point(gate, "green_list_register", Outcome.DECISION, text, missing, values)
    text = _("The stream crosses the border from %(here)s to %(there)s: is it on the green list?")
    return _point(gate, "border_documents", Outcome.DECISION, text, _("Annex VII document and contract"), values)


def notice_point(gate: Gate, stream: Stream, receiver: Receiver, eur: float) -> Point | None:
    """A municipal service above a yearly value is asked only after a notice has stood."""
    limit, days = gate.in_force("notice_from"), gate.in_force("notice_days")
    if not truth_in(receiver.municipal) or not stream.is_waste or limit is None or days is None:
        return None
    if not isinstance(limit.value, int | float) or eur < limit.value:
        return None
    if receiver.notice:
        return _point(gate, "notice_from", Outcome.PASS, _("The notice on the national marketplace is named."))
    text = _("The receiver is a municipal company: a notice has to stand %(days)s days on the national marketplace.")
    return _point(
        gate, "notice_from", Outcome.DECISION, text, _("Notice on the national marketplace"), {"days": days.value}
    )


def pipe_point(_gate: Gate, stream: Stream, _receiver: Receiver, _eur: float) -> Point | None:
    """Heat and water are outside the rules of waste here; the pipe and what flows back are decided elsewhere."""
    if not stream.is_piped:
        return None
    text = _("Heat and water are not judged as waste here: pipe, connection and any discharge are to be agreed.")
    return Point("pipe", Outcome.DECISION, Remark(text), _("Agreement on the pipe and the connection"))


def state_point(_gate: Gate, stream: Stream, receiver: Receiver, _eur: float) -> Point | None:
    """A receiver that names states takes no other."""
    if not receiver.states or not stream.state or stream.state in receiver.states.replace(",", " ").split():
        return None
    values = {"state": stream.state, "states": receiver.states}
    return Point(
        "state", Outcome.BLOCKED, Remark(_("The stream is %(state)s; the receiver takes: %(states)s."), values)
    )


RULES: Final[tuple[Callable[[Gate, Stream, Receiver, float], Point | None], ...]] = (
    status_point,
    hazard_point,
    permit_point,
    transfer_point,
    border_point,
    notice_point,
    state_point,
    pipe_point,
)
"""The order is the order on screen."""


STREAM_WORDS: Final = ("status", "evidence", "state", "country", "origin", "carrier")


def stream_of(offers: Offers, at: int) -> Stream:
    """What the gate looks at in one offer."""
    words = [offers.word(key, at).strip() for key in STREAM_WORDS]
    status, evidence, state, country, origin, carrier = words
    return Stream(
        offers.codes[at], status.casefold(), evidence, state.casefold(), country.upper(), origin.casefold(), carrier
    )


def receiver_of(needs: Needs, at: int) -> Receiver:
    """What the gate looks at in one need."""
    keys = ("country", "states", "permit_codes", "permit_until", "permit", "route", "municipal", "notice")
    words = {key: needs.word(key, at).strip() for key in keys}
    words |= {
        "country": words["country"].upper(),
        "states": words["states"].casefold(),
        "route": words["route"].casefold(),
    }
    return Receiver(**words)


NOT_ASKED: Final = "not asked"
"""What is said of an exchange that was planned without the gate."""


def gate_says(
    gate: Gate | None, offers: Offers, needs: Needs, offer: int, need: int, eur: float
) -> tuple[str, tuple[str, ...]]:
    """The outcome of the gate for one exchange, and the documents that are missing, each once."""
    if gate is None:
        return NOT_ASKED, ()
    points = gate.points(stream_of(offers, offer), receiver_of(needs, need), eur)
    missing = dict.fromkeys(point.missing for point in points if point.missing and point.outcome is not Outcome.BLOCKED)
    return worst(points).value, tuple(missing)


@dataclass(slots=True)
class Checkpoint:
    """The gate at work on many pairs: streams and receivers of one kind are judged once."""

    gate: Gate
    streams: list[Stream]
    stream_kinds: Integers
    receivers: list[Receiver]
    receiver_kinds: Integers
    judged: dict[int, bool]

    def lets_through(self, pairs: Pairs) -> Truths:
        """Which pairs no rule blocks."""
        kinds = self.stream_kinds[pairs.offers] * len(self.receivers) + self.receiver_kinds[pairs.needs]
        met, back = np.unique(kinds, return_inverse=True)
        blocked = np.array([self._is_blocked(int(kind)) for kind in met], np.bool_)
        through: Truths = ~blocked[back]
        return through

    def _is_blocked(self, kind: int) -> bool:
        if kind not in self.judged:
            stream, receiver = divmod(kind, len(self.receivers))
            self.judged[kind] = self.gate.is_blocked(self.streams[stream], self.receivers[receiver])
        return self.judged[kind]


def checkpoint(gate: Gate, offers: Offers, needs: Needs) -> Checkpoint:
    """The gate made ready for these tables."""
    streams, stream_kinds = _numbered(stream_of(offers, at) for at in range(len(offers)))
    receivers, receiver_kinds = _numbered(receiver_of(needs, at) for at in range(len(needs)))
    return Checkpoint(gate, streams, stream_kinds, receivers, receiver_kinds, {})


def _numbered(things: Iterable[Thing]) -> tuple[list[Thing], Integers]:
    numbers: dict[Thing, int] = {}
    kinds = [numbers.setdefault(thing, len(numbers)) for thing in things]
    return list(numbers), np.array(kinds, np.int64)


def ended_permits(needs: Needs, gate: Gate) -> tuple[Remark, ...]:
    """Each need whose permit ended before the day, by row."""
    found = []
    for at, text in enumerate(needs.words.get("permit_until", ())):
        ended = day_in(text)
        if ended and ended < gate.day:
            named = {"file": needs.file, "row": int(needs.rows[at]), "until": ended.isoformat()}
            text = _("%(file)s, row %(row)s, permit_until: the permit ended on %(until)s; waste cannot go there.")
            found.append(Remark(text, named))
    return tuple(found)
