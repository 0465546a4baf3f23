"""What helps somebody who describes a stream or a need: codes, reported transfers, what is missing, who sees what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from django.db.models import QuerySet, Sum
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tokka.symbiosis.amounts import Unit, tonnes_of, yearly_amount_in
from tokka.symbiosis.candidates import kinds_of
from tokka.symbiosis.codes import CodeList, code_in, ends_on, list_on, prefixes_in, spaced, successors
from tokka.symbiosis.completeness import Completeness, completeness_of_need, completeness_of_offer
from tokka.symbiosis.gate import Gate, Outcome, receiver_of, stream_of, worst
from tokka.symbiosis.names import name_in
from tokka.symbiosis.reading import read_needs, read_offers
from tokka.symbiosis.suggest import MOST_QUESTIONS, suggest_codes
from tokka.tables.cells import number_in
from tokka.words import Remark
from tokkasite.register.models import Cluster, Organisation, in_words
from tokkasite.symbiosis.chapters import CHAPTERS
from tokkasite.symbiosis.models import Level, Need, Offer, ReportedTransfer, Visibility
from tokkasite.symbiosis.readers import TABLES, TOLD_OF, Glimpse, cell, file_of, glimpse_of, in_network, level_of

UNITS: Final = tuple((str(unit), str(unit).replace("m3", "m³")) for unit in Unit)
BRANCHES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "1": _("Energy"),
        "2": _("Metals"),
        "3": _("Mines and minerals"),
        "4": _("Chemistry"),
        "5": _("Waste and waste water"),
        "6": _("Pulp, paper and wood"),
        "7": _("Livestock and fish farming"),
        "8": _("Food and drink"),
        "9": _("Other activities"),
    }
)
"""The groups of Annex I of the register of releases and transfers, by their number, in words of ours."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code of the list as a form shows it."""

    code: str
    text: str
    """The English line of the list."""
    name: str
    """A working name in the reader's language; empty where no source at hand has one."""
    chapter: str
    is_hazardous: bool
    is_mirror: bool
    ends: date | None = None
    reason: str = ""
    successors: str = ""

    @property
    def spaced(self) -> str:
        return spaced(self.code)


@dataclass(frozen=True, slots=True)
class Help:
    """The candidates for a sentence, and what would narrow them: chapters to choose from, and questions in words."""

    codes: tuple[Code, ...]
    questions: tuple[str, ...]
    chapters: tuple[tuple[str, str], ...]


def code_told(code: str, day: date, reason: str = "") -> Code | None:
    """What is to be said of a code of the list of the day; None where it is not on it."""
    codes = list_on(day)
    entry = codes.entries.get(code)
    if entry is None:
        return None
    ends = ends_on(code, day)
    return Code(
        code,
        entry.text,
        name_in(code, get_language() or "en"),
        str(CHAPTERS.get(code[:2], "")),
        entry.is_hazardous,
        entry.is_mirror,
        ends,
        reason,
        ", ".join(spaced(one) for one in successors(code, ends)) if ends else "",
    )


def help_for(says: str, day: date, *, chapter: str = "", hazard: bool | None = None) -> Help:
    """Up to five codes for a sentence and up to three questions.

    A chapter that was chosen, and what a register says of the hazard, narrow the codes; the chapters to choose from
    are those of the candidates before anything was chosen.
    """
    whole = narrowed(list_on(day), "", hazard)
    wide = suggest_codes(says, whole)
    advice = suggest_codes(says, narrowed(whole, chapter, None)) if chapter else wide
    found = (code_told(one.code, day, in_words(one.reason)) for one in advice.suggestions)
    chapters = dict.fromkeys(one.code[:2] for one in wide.suggestions)
    questions = [in_words(asked) for asked in advice.questions if "chapters" not in asked.values]
    if len(chapters) > 1 and not chapter:
        questions.insert(0, gettext("Where does it come from? Choose it above, and fewer codes remain."))
    return Help(
        tuple(one for one in found if one),
        tuple(questions[:MOST_QUESTIONS]),
        tuple((one, str(CHAPTERS.get(one, one))) for one in chapters) if len(chapters) > 1 or chapter else (),
    )


def narrowed(codes: CodeList, chapter: str, hazard: bool | None) -> CodeList:
    """The list with the codes of one chapter alone, or of one side of the hazard. Titles stay."""
    return CodeList(
        codes.day,
        {
            code: entry
            for code, entry in codes.entries.items()
            if len(code) < 6 or (code.startswith(chapter) and hazard in (None, entry.is_hazardous))
        },
    )


def amount_said(says: str) -> dict[str, object]:
    """The amount that a sentence names, as the form writes it; nothing where it names none, or several."""
    found = yearly_amount_in(says)
    return {"amount": written(found.value), "unit": str(found.unit)} if found else {}


def written(value: float) -> str:
    """A number as a form takes it back: no exponent, and no decimals where there are none."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def weighed(text: str, unit: str, density: float | None) -> float | str:
    """Tonnes, or what is to be asked, in the reader's language."""
    found = tonnes_of(text, Unit(unit), density)
    return in_words(found) if isinstance(found, Remark) else found


def number_said(text: str) -> float | None:
    """A number as people in Europe write it."""
    return number_in(text)


def one_code(text: str, day: date) -> tuple[str, str]:
    """The six digits of a typed code, and what is wrong with it by the list of the day."""
    code, wrong = code_in(text)
    wrong = wrong or list_on(day).fault(code)
    return code, in_words(wrong) if wrong else ""


def many_codes(text: str, day: date) -> tuple[tuple[str, ...], str]:
    """The codes and prefixes of a cell, and what is wrong with the first faulty one."""
    codes, faults = prefixes_in(text)
    faults += tuple(fault for fault in (list_on(day).fault(code) for code in codes) if fault)
    return codes, in_words(faults[0]) if faults else ""


def completeness_of(thing: Offer | Need, day: date) -> Completeness:
    """How fully it is described."""
    said = {column.key: cell(thing, column.key) for column in TABLES[type(thing)].columns}
    judge = completeness_of_offer if isinstance(thing, Offer) else completeness_of_need
    return judge(said, list_on(day))


@dataclass(frozen=True, slots=True)
class Score:
    """The completeness in words: how much is told, and what each missing piece would allow, by its field."""

    told: int
    pieces: int
    percent: int
    missing: tuple[str, ...]


def score_of(thing: Offer | Need, day: date) -> Score:
    found = completeness_of(thing, day)
    missing = tuple(in_words(piece.allows) for piece in found.missing)
    return Score(found.told, len(found.pieces), found.percent, missing)


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the preview: a field, what its owner reads, whether the centre reads it, and what everybody does."""

    label: str
    own: str
    centre: str
    others: str


def shown(thing: Offer | Need, field: str) -> str:
    """A field as people read it."""
    value = getattr(thing, field)
    if field == "waste_code" and one_code(value, thing.from_on)[0]:
        return spaced(one_code(value, thing.from_on)[0])
    if field == "tonnes":
        return f"{number_format(written(value), force_grouping=True)} {thing.unit}"
    return cell(thing, field)


def preview_of(thing: Offer | Need) -> tuple[list[Shown], Glimpse]:
    """What the owner, the centre and another company read of an offer or a need, field by field."""
    unlisted = gettext("no, but its search computes with it")
    hidden = gettext("no, before both want to meet")
    rows = [
        Shown(gettext("organisation"), str(thing.organisation), str(thing.organisation), hidden),
    ]
    for field in TOLD_OF[type(thing)]:
        value = shown(thing, field)
        if not value:
            continue
        level = level_of(thing, field)
        label = str(thing._meta.get_field(field).verbose_name)
        in_short = {"waste_code": "class", "waste_codes": "class", "tonnes": "band"}.get(field, "")
        others = gettext("only the class") if in_short == "class" else gettext("only a band of size")
        rows.append(
            Shown(
                label,
                value,
                unlisted if level == Level.OWN else value,
                value if level == Level.PUBLIC else others if in_short else hidden,
            )
        )
    never = gettext("no: only that there is a gain, and its fair split")
    price = "avoided_cost_eur_t" if isinstance(thing, Offer) else "price_eur_t"
    label = str(thing._meta.get_field(price).verbose_name)
    rows.append(Shown(label, f"{number_format(getattr(thing, price), decimal_pos=2)} EUR/t", never, never))
    place = f"{thing.lat:.4f}, {thing.lon:.4f}"
    rows.append(Shown(gettext("Place"), place, place, gettext("only a square of 10 km")))
    return rows, glimpse_of(thing)


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody who could be the other side: the little that is told, and what the gate still asks for."""

    glimpse: Glimpse
    missing: tuple[str, ...]
    is_invented: bool


def partners_of(thing: Offer | Need, cluster: Cluster, day: date) -> list[Partner]:
    """Those in the cluster's network who would take the offer, or could fill the need, and whom no rule blocks.

    By class and material alone: neither a gain nor a distance is told, because somebody who tries one price or place
    after another could read the other side's limit out of the answers.
    """
    if thing.visibility == Visibility.OWN:
        return []
    gives = isinstance(thing, Offer)
    others = list(in_network(Need if gives else Offer, cluster, day).exclude(organisation=thing.organisation))
    codes = list_on(day)
    offers = read_offers(file_of(Offer, [thing] if gives else others), "offers", codes).offers
    needs = read_needs(file_of(Need, others if gives else [thing]), "needs", codes).needs
    if not len(offers) or not len(needs):
        return []
    by_name = {cell(one, "need" if gives else "offer"): one for one in others}
    gate, found = Gate(day, codes), []
    kinds = kinds_of(offers, needs)
    for givers, takers in zip(kinds.offers, kinds.needs, strict=True):
        for offer, need in ((int(a), int(b)) for a in givers for b in takers):
            points = gate.points(stream_of(offers, offer), receiver_of(needs, need))
            if worst(points) is not Outcome.BLOCKED:
                other = by_name[(needs if gives else offers).names[need if gives else offer]]
                missing = dict.fromkeys(gettext(point.missing) for point in points if point.missing)
                found.append((other.pk, Partner(glimpse_of(other), tuple(missing), other.is_invented)))
    return [partner for _key, partner in sorted(found, key=lambda one: one[0])]


@dataclass(frozen=True, slots=True)
class OfOthers:
    """What a member reads of another's offer or need."""

    kind: str
    glimpse: Glimpse
    is_invented: bool
    language: str


def glimpses_of(kind: str, things: Iterable[Offer | Need]) -> list[OfOthers]:
    return [OfOthers(kind, glimpse_of(one), one.is_invented, one.language) for one in things]


def reported_by(organisation: Organisation) -> QuerySet[ReportedTransfer]:
    """What the sites of an organisation reported, the latest year first."""
    return ReportedTransfer.objects.filter(organisations=organisation).order_by("-year", "-tonnes", "pk")


def branches_told() -> list[tuple[str, str]]:
    """The branches of which transfers are at hand."""
    held = {text[:1] for text in ReportedTransfer.objects.values_list("activity", flat=True).distinct()}
    return [(number, str(name)) for number, name in BRANCHES.items() if number in held]


@dataclass(frozen=True, slots=True)
class Usual:
    """What the sites of one branch reported of one kind in a year: how many sites, their tonnes, and the middle one."""

    label: str
    sites: int
    tonnes: float
    middle: float


def usual_in(branch: str) -> tuple[int | None, list[Usual]]:
    """The latest year at hand of a branch, and what its sites sent away in it, kind by kind. Two queries."""
    rows = ReportedTransfer.objects.filter(activity__startswith=branch)
    year = rows.order_by("-year").values_list("year", flat=True).first()
    by_site = (
        rows.filter(year=year)
        .values("site_key", "is_hazardous", "treatment")
        .annotate(total=Sum("tonnes"))
        .order_by("-is_hazardous", "-treatment", "total")
    )
    kinds: dict[tuple[bool, str], list[float]] = {}
    for row in by_site:
        kinds.setdefault((row["is_hazardous"], row["treatment"]), []).append(row["total"])
    return year, [
        Usual(kind_told(*kind), len(amounts), sum(amounts), middle(amounts)) for kind, amounts in kinds.items()
    ]


def middle(amounts: Sequence[float]) -> float:
    """The middle of sorted amounts; of an even number the lower of the two, which somebody did report."""
    return amounts[(len(amounts) - 1) // 2]


def kind_told(is_hazardous: bool, treatment: str) -> str:
    """A kind of transfer in words."""
    words = {
        (True, "R"): gettext("hazardous waste to recovery"),
        (True, "D"): gettext("hazardous waste to disposal"),
        (False, "R"): gettext("other waste to recovery"),
        (False, "D"): gettext("other waste to disposal"),
    }
    return words.get((is_hazardous, treatment)) or (gettext("hazardous waste") if is_hazardous else gettext("waste"))


def first_of_transfer(transfer: ReportedTransfer) -> dict[str, object]:
    """What a new offer begins with where a reported transfer is taken over."""
    place = {"lat": transfer.lat, "lon": transfer.lon} if transfer.lat is not None else {}
    return place | {
        "amount": written(transfer.tonnes),
        "unit": str(Unit.TONNES),
        "site": transfer.site[:200],
    }


def latest_transfers() -> QuerySet[ReportedTransfer]:
    """Every transfer at hand with its organisations: site by site, the latest year first."""
    return ReportedTransfer.objects.prefetch_related("organisations").order_by(
        "site", "-year", "-is_hazardous", "-treatment"
    )
