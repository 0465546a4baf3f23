"""Database → the declared tables of the engine: what is offered and needed on a day, as a file that it reads."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from math import cos, floor, radians
from types import MappingProxyType
from typing import Any, Final

from django.db.models import (
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    Model,
    Q,
    QuerySet,
)

from tokka.symbiosis.codes import list_on, spaced
from tokka.symbiosis.gate import BUILDING_WASTE, CLEAN_SOIL, WITH_DOCUMENT
from tokka.symbiosis.reading import NeedList, OfferList, read_needs, read_offers
from tokka.symbiosis.tables import NEEDS, OFFERS
from tokka.tables.model import Table
from tokka.words import Remark, _
from tokkasite.register.models import Cluster, Organisation, Participation
from tokkasite.runs.models import Run
from tokkasite.runs.readers import kept
from tokkasite.symbiosis.chapters import CHAPTERS
from tokkasite.symbiosis.models import NAME, USUAL_LEVELS, Exchange, Level, Need, Offer, Paper, Visibility

TABLES: Final[Mapping[type[Model], Table]] = MappingProxyType({Offer: OFFERS, Need: NEEDS})
NAMED: Final = ("offer", "need")
"""The columns that name a row. An engine wants a name once in a list, so the number of the row stands before it."""


def on_the_day(model: type[Model], day: date) -> QuerySet[Model]:
    """The offers or needs that hold on the day, with their organisations."""
    rows = model._default_manager.filter(Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day)
    return rows.select_related("organisation")


def for_exchanges(model: type[Model], day: date) -> QuerySet[Model]:
    """Those that may be used in a search for exchanges."""
    return on_the_day(model, day).exclude(visibility=Visibility.OWN).order_by("pk")


def shown_to_members(model: type[Model], day: date, organisations: QuerySet[Organisation]) -> QuerySet[Model]:
    """Those of these organisations that other members may see."""
    return on_the_day(model, day).filter(visibility=Visibility.MEMBERS, organisation__in=organisations)


def file_of(model: type[Model], rows: Iterable[Model]) -> bytes:
    """The rows as a file of the declared table."""
    keys = [column.key for column in TABLES[model].columns]
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(keys)
    writer.writerows([cell(row, key) for key in keys] for row in rows)
    return text.getvalue().encode()


def cell(row: Model, key: str) -> str:
    """One cell as the engine reads it. What belongs to no other site belongs to the organisation's own.

    The engine computes with every field and repeats names alone: a name that its owner keeps is not given to it.
    """
    if key in NAMED:
        return f"{row.pk or 0} {row.called}"
    value = getattr(row, key)
    if key == "site":
        return value or row.organisation.name
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def offers(day: date) -> OfferList:
    """What is offered on the day, for the engine, and what is left out of it, and why. One query."""
    return read_offers(file_of(Offer, for_exchanges(Offer, day)), "offers.csv", list_on(day))


def needs(day: date) -> NeedList:
    """What is needed on the day, for the engine, and what is left out of it, and why. One query."""
    return read_needs(file_of(Need, for_exchanges(Need, day)), "needs.csv", list_on(day))


def taking_part(cluster: Cluster, day: date) -> QuerySet[Organisation]:
    """The organisations that take part in the cluster on the day."""
    parts = Participation.objects.filter(Q(until_on=None) | Q(until_on__gte=day), cluster=cluster, from_on__lte=day)
    return Organisation.objects.filter(pk__in=parts.values("organisation"))


def in_network(model: type[Model], cluster: Cluster, day: date) -> QuerySet[Model]:
    """What participants offer or need on the day, and what the centre entered from public facts."""
    own = Q(organisation__in=taking_part(cluster, day)) | Q(centre=cluster)
    return for_exchanges(model, day).filter(own)


def last_plan(cluster: Cluster) -> Run | None:
    """The plan that was made last."""
    return Run.objects.filter(cluster=cluster, engine=Run.Engine.SYMBIOSIS).first()


def exchanges_of(cluster: Cluster) -> QuerySet[Exchange]:
    """The exchanges that a cluster follows or followed, with both sides."""
    return Exchange.objects.filter(cluster=cluster).select_related(
        "cluster", "offer__organisation", "need__organisation"
    )


def open_exchanges(cluster: Cluster) -> QuerySet[Exchange]:
    """Those that somebody still works on: what is due first, then what is worth most."""
    worth = ExpressionWrapper(F("tonnes") * F("eur_t"), FloatField())
    still = exchanges_of(cluster).exclude(stage__in=(Exchange.Stage.ENDED, Exchange.Stage.LOST))
    return still.annotate(worth_eur=worth).order_by(F("due_on").asc(nulls_last=True), "-worth_eur", "pk")


def stages_of(cluster: Cluster) -> list[tuple[str, int]]:
    """How many exchanges stand in each stage, in the order of the stages."""
    counts = dict(
        Exchange.objects.filter(cluster=cluster).values_list("stage").annotate(count=Count("pk")).order_by("stage")
    )
    return [(stage.label, counts.get(stage.value, 0)) for stage in Exchange.Stage]


def losses_of(cluster: Cluster) -> list[tuple[str, int]]:
    """Why exchanges came to nothing, the commonest reason first."""
    rows = Exchange.objects.filter(cluster=cluster).exclude(loss="").values_list("loss")
    counts = rows.annotate(count=Count("pk")).order_by("-count", "loss")
    return [(str(Exchange.Loss(reason).label), count) for reason, count in counts]


def of_members(organisations: QuerySet[Organisation]) -> QuerySet[Exchange]:
    """The exchanges in which these organisations are a side."""
    ours = Q(offer__organisation__in=organisations) | Q(need__organisation__in=organisations)
    return Exchange.objects.filter(ours).select_related("cluster", "offer__organisation", "need__organisation")


def is_public(thing: Offer | Need, field: str) -> bool:
    """Whether its owner lets everybody read a field."""
    return level_of(thing, field) == Level.PUBLIC


def level_of(thing: Offer | Need, field: str) -> str:
    """Who may read a field: as its owner says, else as usual."""
    return thing.levels.get(field, USUAL_LEVELS.get(field, Level.CENTRE))


class ForCentre:
    """An offer or a need as the cluster's team reads it: what its owner keeps is empty, and a kept name is a number.

    It stands in for the row on every page, paper and picture of the centre. Nothing can be saved through it.
    """

    def __init__(self, thing: Offer | Need) -> None:
        self._thing = thing

    def __getattr__(self, name: str) -> Any:
        if name == NAME:
            return self._thing.called
        if name in TOLD_OF[type(self._thing)] and level_of(self._thing, name) == Level.OWN:
            return None if name == "tonnes" else ""
        if name in ("save", "delete", "full_clean"):
            raise AttributeError(f"{self} is only to be read; {name} the offer or need itself.")
        return getattr(self._thing, name)

    def __str__(self) -> str:
        return self._thing.called

    @property
    def kept_fields(self) -> list[str]:
        """What its owner keeps, by the names of the fields. An empty field is not told of."""
        own = self._thing
        return [
            str(own._meta.get_field(field).verbose_name)
            for field in TOLD_OF[type(own)]
            if getattr(own, field) and level_of(own, field) == Level.OWN
        ]


def sides_for_centre(exchange: Exchange) -> tuple[ForCentre, ForCentre]:
    """The giver's and the taker's side as the team reads them."""
    return ForCentre(exchange.offer), ForCentre(exchange.need)


def points_for_centre(points: Iterable[Mapping[str, Any]], offer: Offer | Need) -> list[dict[str, Any]]:
    """What the gate says of an exchange; a waste code that its owner keeps is not repeated."""
    told = [dict(point) for point in points]
    if isinstance(offer, Offer) and level_of(offer, "waste_code") == Level.OWN:
        for point in told:
            point["says"] = without_code(point["says"])
    return told


def kept_columns(thing: Offer | Need) -> frozenset[str]:
    """The columns of its row that its owner keeps."""
    columns = [column.key for column in TABLES[type(thing)].columns]
    return frozenset(key for key in columns if level_of(thing, key) == Level.OWN)


def kept_sites(things: Iterable[Offer | Need]) -> dict[str, str]:
    """What the sites are called whose names their owners keep: by the organisation."""
    hidden = [thing for thing in things if thing.site and level_of(thing, "site") == Level.OWN]
    return {thing.site: thing.organisation.name for thing in hidden}


THE_CODE: Final = Remark(_("the stream's code"))
KEPT_CELL: Final = Remark(_("what its owner keeps stands there and cannot be used."))


def without_code(says: Mapping[str, Any]) -> dict[str, Any]:
    """A kept remark that says “the stream's code” in place of the code."""
    values = {name: kept(THE_CODE) if name == "code" else value for name, value in says["values"].items()}
    return {"message": says["message"], "values": values}


BANDS: Final = (10, 100, 1_000, 10_000, 100_000)
"""Tonnes in a year between which a size is told before both sides agreed to meet."""
CELL_KM: Final = 10
KM_OF_A_DEGREE: Final = 111.195
"""Along a meridian of a sphere of 6,371.0088 km."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What is told of a side before both agreed to meet: class, size and a cell on the map, and what it made public."""

    chapter: str
    band: tuple[int | None, int | None]
    unit: str
    south: float
    west: float
    north: float
    east: float
    public: Mapping[str, str]


def glimpse_of(thing: Offer | Need) -> Glimpse:
    """No name, no code of six digits, no exact amount and no exact place, unless its owner made the field public."""
    codes = thing.waste_code if isinstance(thing, Offer) else thing.waste_codes
    below = [edge for edge in BANDS if edge <= thing.tonnes]
    above = [edge for edge in BANDS if edge > thing.tonnes]
    height = CELL_KM / KM_OF_A_DEGREE
    south = floor(thing.lat / height) * height
    width = height / cos(radians(south + height / 2))
    west = floor(thing.lon / width) * width
    return Glimpse(
        chapter=CHAPTERS.get(codes.strip()[:2], ""),
        band=(below[-1] if below else None, above[0] if above else None),
        unit=thing.unit,
        south=round(south, 3),
        west=round(west, 3),
        north=round(south + height, 3),
        east=round(west + width, 3),
        public={
            thing._meta.get_field(field).verbose_name: value
            for field in TOLD_OF[type(thing)]
            if is_public(thing, field) and (value := cell(thing, field))
        },
    )


TOLD_OF: Final[Mapping[type[Model], tuple[str, ...]]] = MappingProxyType(
    {
        Offer: ("name", "waste_code", "material", "tonnes", "site", "state", "composition"),
        Need: ("name", "waste_codes", "materials", "tonnes", "site", "states", "limits"),
    }
)
"""The fields whose readers an owner may choose."""


def sides_of(cluster: Cluster) -> set[int]:
    """The organisations that are a side of an exchange of the cluster, by their numbers."""
    pairs = exchanges_of(cluster).values_list("offer__organisation", "need__organisation")
    return {side for pair in pairs for side in pair}


def clusters_with(organisation: Organisation) -> QuerySet[Cluster]:
    """The clusters in which an organisation is a side of an exchange."""
    ours = Q(exchanges__offer__organisation=organisation) | Q(exchanges__need__organisation=organisation)
    return Cluster.objects.filter(ours).distinct().order_by("key")


def waste_line(code: str, day: date) -> str:
    """A waste code with its name in the list of the day; empty where there is no code."""
    if not code:
        return ""
    entry = list_on(day).entries.get(code)
    return f"{spaced(code)}{'*' if entry and entry.is_hazardous else ''} {entry.text if entry else ''}".strip()


def transfer_kind(offer: Offer, day: date) -> list[str]:
    """To which sorts of waste that travel with a transfer document a stream belongs; `other` where to none."""
    code = offer.waste_code
    found = {
        "hazardous": list_on(day).is_hazardous(code),
        "building": (code.startswith(BUILDING_WASTE) and code != CLEAN_SOIL) or offer.origin == "construction",
        "septic": code in SEPTIC,
        "separator": code in WITH_DOCUMENT and code not in SEPTIC,
    }
    return [kind for kind, holds in found.items() if holds] or ["other"]


SEPTIC: Final = ("200304",)


def papers_wanted(exchange: Exchange, told: Mapping[str, Any] | None) -> list[tuple[str, bool]]:
    """The sorts of documents that the gate asked of an exchange beside permit, sample and contract; which are named."""
    asked = {PAPER_OF.get(point.get("rule", "")) for point in told["points"] if point["missing"]} if told else set()
    named = {paper.kind for paper in exchange.papers.all()}
    wanted = [kind for kind in Paper.Kind if kind in ALWAYS or kind in asked]
    return [(str(kind.label), kind.value in named) for kind in wanted]


ALWAYS: Final = (Paper.Kind.PERMIT, Paper.Kind.SAMPLE, Paper.Kind.CONTRACT)
PAPER_OF: Final = {
    "by_product_test": Paper.Kind.STATUS,
    "hazard_assessment": Paper.Kind.HAZARD,
    "permit_duty": Paper.Kind.PERMIT,
    "earth_construction": Paper.Kind.PERMIT,
    "transfer_document": Paper.Kind.TRANSFER,
    "border_documents": Paper.Kind.BORDER,
    "notice_from": Paper.Kind.NOTICE,
}
"""Which sort of document a rule of the gate asks for."""
