"""Many sheets read into columns: what is wrong is refused by name and never averaged in (§6, §7)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import jsonschema_rs
import numpy as np
from numpy.typing import NDArray

from tokka.benchmark.catalogue import EDITION, FACETS, FORMAT, INDICATORS, OUTCOMES
from tokka.benchmark.contradictions import contradictions
from tokka.benchmark.questionnaire import ASKED
from tokka.benchmark.sheet import Consent, Json, NotJson, is_sealed, parsed, schema
from tokka.words import Remark, _

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Words = NDArray[np.str_]


class Reason(StrEnum):
    """Why a sheet stays outside."""

    NOT_JSON = "not_json"
    WRONG_FORM = "wrong_form"
    FOREIGN_EDITION = "foreign_edition"
    UNKNOWN_INSTALLATION = "unknown_installation"
    TAMPERED = "tampered"
    WRONG_DAY = "wrong_day"
    CONTRADICTION = "contradiction"
    COPY = "copy"
    SAME_ORGANISATION = "same_organisation"
    LOOKALIKE = "lookalike"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One sheet that stays outside: where it stands, whose it is as far as that can be read, why, and what to do."""

    place: str
    organisation: str
    installation: str
    reason: Reason
    remark: Remark


@dataclass(frozen=True, slots=True)
class Read:
    """A sheet that is in order taken by itself."""

    place: str
    installation: str
    body: Json

    @property
    def organisation(self) -> str:
        return str(self.body["organisation"])

    @property
    def year(self) -> int:
        return int(self.body["day"][:4])

    def refused(self, reason: Reason, remark: Remark) -> Refusal:
        """This sheet set aside for `reason`."""
        return Refusal(self.place, self.organisation, self.installation, reason, remark)


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The sheets of one edition as columns, a row for each organisation and year, in that order.

    Numbers that are not known are NaN, answers that are not known the empty word.
    """

    organisations: Words
    years: Ints
    consents: Words
    profile: Mapping[str, Words]
    indicators: Floats
    answers: Words
    outcomes: Floats
    refusals: tuple[Refusal, ...] = ()
    remarks: tuple[Remark, ...] = ()
    edition: str = EDITION

    def rows(self, year: int, purpose: Consent = Consent.COMPARE) -> Ints:
        """The rows of a year whose organisations allow the purpose."""
        allowed = [one.value for one in Consent if one.allows(purpose)]
        return np.flatnonzero((self.years == year) & np.isin(self.consents, allowed))

    @property
    def latest_year(self) -> int:
        """The last year of which there is a sheet. Raises ValueError for an empty pool."""
        if not len(self.years):
            raise ValueError("The pool holds no sheet. Read why each one was refused, in `refusals`.")
        return int(self.years.max())


NOBODY_VOUCHES: Final = _(
    "No list of known installations was given, so the signatures show only that the sheets are whole, not whose they "
    "are. The keys that signed them: %(keys)s."
)
VALIDATOR: Final = jsonschema_rs.validator_for(schema())


def gather(
    lines: Iterable[str], *, known_installations: Mapping[str, str] | None, day: date, file: str = "pool.jsonl"
) -> Pool:
    """Read the sheets, one a line. Every sheet that is not in order is refused with its line, and none stops the rest.

    `known_installations` gives each public key its installation's name: a signature proves nothing but the key (§5).
    With None any key is taken, under its own letters: then a signature shows only that a sheet is whole, and `remarks`
    says so. A sheet dated after `day` is refused.
    """
    placed = ((f"{file}, line {number}", line) for number, line in enumerate(lines, start=1))
    return gather_placed(placed, known_installations=known_installations, day=day)


def gather_placed(
    lines: Iterable[tuple[str, str]], *, known_installations: Mapping[str, str] | None, day: date
) -> Pool:
    """The same for sheets of several files: each line comes with its place, by which it is named."""
    reads: list[Read] = []
    refusals: list[Refusal] = []
    remarks: tuple[Remark, ...] = ()
    for place, line in lines:
        if line.strip():
            found = _read(line, place, known_installations, day)
            (reads if isinstance(found, Read) else refusals).append(found)  # type: ignore[arg-type]  # sorted by type
    if known_installations is None and reads:
        keys = {read.installation for read in reads}
        remarks = (Remark(NOBODY_VOUCHES, {"keys": ", ".join(sorted(keys))}),)
    for sift in (_without_copies, _without_doubles, _without_lookalikes):
        reads, set_aside = sift(reads)
        refusals += set_aside
    return _columns(reads, tuple(refusals), remarks)


Known = Mapping[str, str] | None


def _read(line: str, place: str, known: Known, day: date) -> Read | Refusal:
    """One line, checked in the order in which a reader would ask: what is it, whose is it, is it whole, is it true?"""
    try:
        body = parsed(line)
    except NotJson as error:
        remark = Remark(
            _("This is not a sheet: %(why)s. Ask its installation to export it again."), {"why": str(error)}
        )
        return Refusal(place, "", "", Reason.NOT_JSON, remark)
    organisation, installation = _claims(body, known)
    for check in (_edition_fault, _form_fault):
        if fault := check(body):
            return Refusal(place, organisation, installation, *fault)
    read = Read(place, installation, body)
    fault = _seal_fault(line, body, known) or _day_fault(body, day) or _contradiction_fault(body)
    return read.refused(*fault) if fault else read


Fault = tuple[Reason, Remark]


def _claims(body: Json, known: Known) -> tuple[str, str]:
    """Whose sheet it says it is, for the reader of a refusal: nothing here is trusted."""
    seal = body.get("signature")
    key = seal.get("key") if isinstance(seal, dict) else None
    organisation = body.get("organisation")
    name = (key if known is None else known.get(key, "")) if isinstance(key, str) else ""
    return (organisation[:32] if isinstance(organisation, str) else ""), name


def _edition_fault(body: Json) -> Fault | None:
    edition = body.get("edition")
    if body.get("format") != FORMAT or not isinstance(edition, str) or edition == EDITION:
        return None
    remark = Remark(
        _("The sheet is of edition %(theirs)s, this pool of edition %(ours)s. Export it again with edition %(ours)s."),
        {"theirs": edition[:32], "ours": EDITION},
    )
    return Reason.FOREIGN_EDITION, remark


def _form_fault(body: Json) -> Fault | None:
    if VALIDATOR.is_valid(body):
        return None
    error = next(iter(VALIDATOR.iter_errors(body)))
    where = ".".join(map(str, error.instance_path)) or "-"
    remark = Remark(
        _("%(where)s does not have the form of a sheet: %(why)s. Export it again, and edit nothing by hand."),
        {"where": where, "why": error.message[:200]},
    )
    return Reason.WRONG_FORM, remark


def _seal_fault(line: str, body: Json, known: Known) -> Fault | None:
    key = body["signature"]["key"]
    if known is not None and key not in known:
        remark = Remark(
            _("No known installation signs with the key %(key)s. Ask who it is before you add it to the list."),
            {"key": key},
        )
        return Reason.UNKNOWN_INSTALLATION, remark
    if is_sealed(line, body):
        return None
    remark = Remark(
        _("The sheet was changed after %(installation)s had signed it. Ask for it anew."),
        {"installation": known[key] if known is not None else key},
    )
    return Reason.TAMPERED, remark


def _day_fault(body: Json, day: date) -> Fault | None:
    try:
        if date.fromisoformat(body["day"]) <= day:
            return None
        message = _("The sheet is dated %(day)s, after today. Correct the clock of its installation.")
    except ValueError:
        message = _("There is no day %(day)s. Export the sheet again.")
    return Reason.WRONG_DAY, Remark(message, {"day": body["day"]})


def _contradiction_fault(body: Json) -> Fault | None:
    found = contradictions(body["profile"], body["indicators"], body["answers"])
    return (Reason.CONTRADICTION, found[0]) if found else None


Sifted = tuple[list[Read], list[Refusal]]


def _without_copies(reads: list[Read]) -> Sifted:
    """One and the same sheet handed in twice counts once."""
    remark = Remark(_("The same sheet stands in the pool already. It is counted once; nothing is to be done."))
    first: dict[str, Read] = {}
    copies = [read for read in reads if first.setdefault(read.body["signature"]["value"], read) is not read]
    return list(first.values()), [read.refused(Reason.COPY, remark) for read in copies]


def _without_doubles(reads: list[Read]) -> Sifted:
    """Two sheets of one organisation for one year: nobody here can know which is true, so neither counts."""
    by_organisation = defaultdict(list)
    for read in reads:
        by_organisation[read.organisation, read.year].append(read)
    kept, doubles = [], []
    for same in by_organisation.values():
        if len(same) == 1:
            kept += same
        else:
            doubles += [_double(read, same) for read in same]
    return kept, doubles


def _double(read: Read, same: Sequence[Read]) -> Refusal:
    others = ", ".join(other.place for other in same if other is not read)
    remark = Remark(
        _("This organisation has more than one sheet for %(year)s: see %(others)s. Remove those that are wrong."),
        {"year": read.year, "others": others},
    )
    return read.refused(Reason.SAME_ORGANISATION, remark)


TELLING: Final = 10
"""So many indicators other than zero have to agree before two sheets count as suspiciously alike."""


def _without_lookalikes(reads: list[Read]) -> Sifted:
    """Two names with all numbers alike are probably one organisation exported twice: neither counts for now."""
    alike = defaultdict(list)
    for read in reads:
        values = tuple(read.body["indicators"].values())
        key: tuple[object, ...] = (read.year, *sorted(read.body["indicators"].items(), key=lambda pair: pair[0]))
        if sum(bool(value) for value in values) < TELLING:
            key = (read.place,)
        alike[key].append(read)
    kept, set_aside = [], []
    for same in alike.values():
        if len(same) == 1:
            kept += same
        else:
            set_aside += [_lookalike(read, same) for read in same]
    return kept, set_aside


def _lookalike(read: Read, same: Sequence[Read]) -> Refusal:
    others = ", ".join(f"{other.organisation} ({other.place})" for other in same if other is not read)
    remark = Remark(
        _("Every indicator is the same as that of %(others)s: probably one organisation under two names. Remove one."),
        {"others": others},
    )
    return read.refused(Reason.LOOKALIKE, remark)


def _columns(reads: list[Read], refusals: tuple[Refusal, ...], remarks: tuple[Remark, ...]) -> Pool:
    reads = sorted(reads, key=lambda read: (read.organisation, read.year))
    bodies = [read.body for read in reads]
    facets = [*(facet.key for facet in FACETS), "country"]
    return Pool(
        organisations=np.array([read.organisation for read in reads], dtype="U32"),
        years=np.array([read.year for read in reads], dtype=np.int64),
        consents=np.array([body["consent"] for body in bodies], dtype="U8"),
        profile={key: np.array([body["profile"][key] for body in bodies], dtype="U24") for key in facets},
        indicators=_numbers(bodies, "indicators", [one.key for one in INDICATORS]),
        answers=_answers(bodies),
        outcomes=_numbers(bodies, "outcomes", [one.key for one in OUTCOMES]),
        refusals=refusals,
        remarks=remarks,
    )


def _numbers(bodies: list[Json], part: str, keys: list[str]) -> Floats:
    rows = [[body[part][key] for key in keys] for body in bodies]
    return np.array(rows, dtype=np.float64).reshape(len(bodies), len(keys))  # None becomes NaN


def _answers(bodies: list[Json]) -> Words:
    rows = [[body["answers"][one.key] or "" for one in ASKED] for body in bodies]
    return np.array(rows, dtype="U16").reshape(len(bodies), len(ASKED))
