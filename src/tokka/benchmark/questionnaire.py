"""The dimensions of a management model: what is asked, what the journal already answers, and where each comes from.

The set joins the dimensions of ten published mappings; the bands of the prefill are Tokka's own (§11).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tokka.benchmark.catalogue import number
from tokka.rulebook.model import Fact, RecordKey, Source
from tokka.words import _

_CHECKED: Final = date(2026, 11, 23)
ARCTIC_SURVEY: Final = Source(
    "Arctic Smartness: survey of operating models, spring 2021",
    "https://arcticsmartness.fi/mita-kuuluu-klustereille/",
    _CHECKED,
)
COLETTI: Final = Source(
    "Coletti, Landoni, Frattini 2021: governance of clusters",
    "https://www.inderscience.com/info/inarticle.php?artid=115548",
    _CHECKED,
)
FORESIGHT: Final = Source(
    "ClusterPoliSEE: Smarter cluster policies for South East Europe",
    "https://pdfslide.net/documents/smarter-cluster-poli-cies-for-south-east-511-supporting-gender-and-diversity-in.html",
    _CHECKED,
)
PARP: Final = Source(
    "PARP: Cluster management standards in Poland",
    "https://www.pi.gov.pl/PARP/chapter_86197.asp?soid=2FF366A09E9E47ABABB313CFE3E0C056",
    _CHECKED,
)
PWC: Final = Source(
    "PwC 2011: Uncovering excellence in cluster management",
    "http://www.pwc.com/gx/en/industries/government-public-services/public-sector-research-centre/netherlands/uncovering-excellence-in-cluster-management.html",
    _CHECKED,
)


class Kind(StrEnum):
    """How two answers are compared: alike or not, steps apart, or a number that the sheet already holds."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Guess:
    """What the journal answers, and the measures that say so."""

    choice: str
    read: tuple[str, ...]


Prefill = Callable[[Mapping[str, Fact]], Guess | None]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One question. A NUMBER has no choices: its answer is the indicator of the sheet that `indicator` names."""

    key: str
    question: str
    kind: Kind
    source: Source
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    prefill: Prefill | None = None
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A proposed answer with the records that it rests on. It counts only once a person has confirmed it (§11)."""

    dimension: Dimension
    choice: str | None
    value: float | None
    records: tuple[RecordKey, ...]


def prefill(evidence: Mapping[str, Fact]) -> tuple[Prefilled, ...]:
    """Every dimension in its order, with what the journal proposes. None where a person has to answer."""
    return tuple(_proposed(dimension, evidence) for dimension in DIMENSIONS)


def _proposed(dimension: Dimension, evidence: Mapping[str, Fact]) -> Prefilled:
    if dimension.kind is Kind.NUMBER:
        fact = evidence.get(dimension.indicator)
        return Prefilled(
            dimension,
            None,
            number(evidence, dimension.indicator),
            fact.records if fact and fact.value is not None else (),
        )
    guess = dimension.prefill(evidence) if dimension.prefill else None
    read = guess.read if guess else ()
    records = tuple(dict.fromkeys(key for name in read for key in evidence[name].records))
    return Prefilled(dimension, guess.choice if guess else None, None, records)


def share_prefilled(proposals: tuple[Prefilled, ...]) -> float:
    """The part of the dimensions that the journal answers, from 0 to 1."""
    told = sum(one.choice is not None or one.value is not None for one in proposals)
    return told / len(proposals)


def _stage(evidence: Mapping[str, Fact]) -> Guess | None:
    """Age alone never says transition: that is a person's judgement."""
    years = number(evidence, "management_years")
    if years is None:
        return None
    choice = "emerging" if years < 4 else "growing" if years < 8 else "mature"
    return Guess(choice, ("management_years",))


def _decisions(evidence: Mapping[str, Fact]) -> Guess | None:
    shared = number(evidence, "shared_decisions")
    return None if shared is None else Guess("stakeholders" if shared else "management", ("shared_decisions",))


def _membership(evidence: Mapping[str, Fact]) -> Guess | None:
    """Without a single commitment membership is open; signed and paid are a person's to tell apart."""
    committed = number(evidence, "committed_participants")
    return Guess("open", ("committed_participants",)) if committed == 0 else None


def _strategy_cycle(evidence: Mapping[str, Fact]) -> Guess | None:
    keys = ("strategies", "implementation_plans", "reviews")
    values = [number(evidence, key) for key in keys]
    if values[0] is None:
        return None
    if not values[0]:
        return Guess("none", keys[:1])
    if values[1] is None or (values[1] and values[2] is None):
        return None
    choice = "reviewed" if values[1] and values[2] else "planned" if values[1] else "written"
    return Guess(choice, keys if values[2] is not None else keys[:2])


def _monitoring(evidence: Mapping[str, Fact]) -> Guess | None:
    share, evaluations = number(evidence, "monitored_share"), number(evidence, "evaluations")
    if share is None:
        return None
    if share and evaluations:
        return Guess("evaluated", ("monitored_share", "evaluations"))
    return Guess("measured" if share else "none", ("monitored_share",))


def _choices(**labels: str) -> Mapping[str, str]:
    return MappingProxyType(labels)


DIMENSIONS: Final = (
    Dimension(
        "stage",
        _("At which stage of its life is the cluster?"),
        Kind.NOMINAL,
        FORESIGHT,
        _choices(emerging=_("Emerging"), growing=_("Growing"), mature=_("Mature"), transition=_("In transition")),
        _stage,
    ),
    Dimension(
        "initiator",
        _("Who started the cluster?"),
        Kind.NOMINAL,
        FORESIGHT,
        _choices(
            firms=_("Companies"), public=_("Public bodies"), research=_("Research"), host=_("Its host organisation")
        ),
    ),
    Dimension(
        "legal_form",
        _("What is the cluster organisation in law?"),
        Kind.NOMINAL,
        PARP,
        _choices(
            association=_("An association"),
            company=_("A company"),
            unit=_("A unit of its host"),
            contract=_("A consortium under a contract"),
        ),
    ),
    Dimension(
        "host",
        _("Which organisation hosts the cluster?"),
        Kind.NOMINAL,
        ARCTIC_SURVEY,
        _choices(
            own=_("None: it stands on its own"),
            development=_("A development company"),
            university=_("A university or a university of applied sciences"),
            advisory=_("An advisory organisation"),
            chamber=_("A chamber or an association of companies"),
            authority=_("A public authority"),
        ),
    ),
    Dimension(
        "leading",
        _("Does one organisation lead the others?"),
        Kind.NOMINAL,
        COLETTI,
        _choices(one=_("Yes, one leads"), shared=_("No, leadership is shared")),
    ),
    Dimension(
        "decisions",
        _("Who decides on the direction?"),
        Kind.NOMINAL,
        PWC,
        _choices(stakeholders=_("Bodies with the stakeholders"), management=_("The management or the host")),
        _decisions,
    ),
    Dimension(
        "membership",
        _("How does an organisation become a member?"),
        Kind.ORDINAL,
        ARCTIC_SURVEY,
        _choices(open=_("It joins in"), signed=_("It signs"), paid=_("It pays a fee")),
        _membership,
    ),
    Dimension(
        "breadth",
        _("How many sectors does the cluster span?"),
        Kind.ORDINAL,
        FORESIGHT,
        _choices(single=_("One sector"), related=_("Related sectors"), broad=_("Many sectors")),
    ),
    Dimension(
        "knowledge",
        _("Is the cluster more about creating new knowledge or about using what is known?"),
        Kind.NOMINAL,
        COLETTI,
        _choices(creation=_("Creating"), exploitation=_("Using"), both=_("Both alike")),
    ),
    Dimension(
        "strategy_cycle",
        _("How far does the strategy cycle go?"),
        Kind.ORDINAL,
        PWC,
        _choices(
            none=_("No strategy in force"),
            written=_("A strategy"),
            planned=_("A strategy and a plan"),
            reviewed=_("A strategy and a plan that are reviewed"),
        ),
        _strategy_cycle,
    ),
    Dimension(
        "monitoring",
        _("Is the management's success followed?"),
        Kind.ORDINAL,
        PWC,
        _choices(none=_("No"), measured=_("Goals are measured"), evaluated=_("Goals are measured and evaluated")),
        _monitoring,
    ),
    Dimension("financing", _("How much of the income is private?"), Kind.NUMBER, PARP, indicator="private_share"),
    Dimension("team", _("How large is the team?"), Kind.NUMBER, ARCTIC_SURVEY, indicator="team_fte"),
    Dimension(
        "members", _("How many participants are committed?"), Kind.NUMBER, FORESIGHT, indicator="committed_participants"
    ),
    Dimension("reach", _("How many of them are near the seat?"), Kind.NUMBER, FORESIGHT, indicator="near_share"),
    Dimension(
        "services", _("How many activities are there for members?"), Kind.NUMBER, ARCTIC_SURVEY, indicator="activities"
    ),
    Dimension("communication", _("How much is communicated?"), Kind.NUMBER, ARCTIC_SURVEY, indicator="communications"),
)
ASKED: Final = tuple(one for one in DIMENSIONS if one.kind is not Kind.NUMBER)
"""The dimensions whose answers a sheet carries; the others are read from its indicators."""
