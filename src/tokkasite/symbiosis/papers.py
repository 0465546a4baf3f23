"""The two papers that the centre makes ready: the fields of a transfer document, and the text of a notice.

What a transfer document holds is told by the Waste Decree 978/2021 (section 40 and annex 5, as quoted by the source).
The notice stands on the national marketplace, where everybody reads it: it tells what the owner made public, and of
the rest what a member is told before both sides know each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import translation
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from tokka.rulebook.model import DatedValue
from tokka.rulebook.side_streams import VALUES
from tokkasite.register.models import Cluster, Organisation
from tokkasite.symbiosis.models import Delivery, Exchange, Level, Offer, Transfer
from tokkasite.symbiosis.readers import TOLD_OF, ForCentre, glimpse_of, is_public, level_of, transfer_kind, waste_line

FIELDS_SOURCE: Final = {
    "title": "Government Decree 978/2021 on waste, section 40, as quoted by Logiplan",
    "url": "https://discourse.leanvay.fi/t/siirtoasiakirja-ymparistoministerio/89",
    "checked": "2026-11-29",
}
DUTIES: Final = ("transfer_document", "transfer_document_electronic", "transfer_register")


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a transfer document: what it holds, or that it is still empty."""

    key: str
    label: str
    value: str
    when: str = ""
    """Of which waste it is asked; empty for every one."""
    is_wanted: bool = True
    """Whether the document is incomplete without it."""
    is_kept: bool = False
    """Whether the owner of the stream knows it and keeps it: then it is asked for there."""

    @property
    def is_missing(self) -> bool:
        return self.is_wanted and not self.value


def duties(day: date) -> list[tuple[str, DatedValue | None]]:
    """The duties behind a transfer document, each with the day since which it is told, where that is known."""
    return [(VALUES[key].label, VALUES[key].on(day)) for key in DUTIES]


def lines_of(exchange: Exchange, transfer: Transfer, delivery: Delivery | None, day: date) -> list[Line]:
    """Every field that the decree asks for, in its order. Of one delivery, or of the exchange as it was planned."""
    return list(_lines(exchange, transfer, delivery, day))


def _lines(exchange: Exchange, transfer: Transfer, delivery: Delivery | None, day: date) -> Iterator[Line]:
    need, kind = exchange.need, transfer_kind(exchange.offer, day)
    is_oil = exchange.offer.waste_code.startswith("13")
    is_hazardous, is_septic = "hazardous" in kind, "septic" in kind
    offer = ForCentre(exchange.offer)
    own = exchange.offer
    kept = {field for field in TOLD_OF[Offer] if getattr(own, field) and level_of(own, field) == Level.OWN}
    yield Line("holder", _("Producer or holder of the waste"), told_of(offer.organisation))
    yield Line("carrier", _("Who drives"), ", ".join(filter(None, (transfer.carrier, transfer.carrier_number))))
    yield Line("receiver", _("Receiver"), told_of(need.organisation))
    yield Line("time", _("Time of the transfer"), date_format(delivery.on, "SHORT_DATE_FORMAT") if delivery else "")
    yield Line("from", _("Where the transfer begins"), transfer.from_address)
    yield Line("to", _("Where the transfer ends"), transfer.to_address)
    yield Line("code", _("Waste code and its name"), waste_line(offer.waste_code, day), is_kept="waste_code" in kept)
    described = transfer.description or offer.material
    yield Line("description", _("Description of the waste"), described, is_kept="material" in kept)
    yield Line("amount", _("Amount"), f"{localize(delivery.tonnes)} t" if delivery else "")
    yield Line("type", _("Type of the waste"), ", ".join(KINDS[one]() for one in kind))
    yield Line("activity", _("Activity in which the waste arose"), transfer.activity or offer.origin)
    yield Line("vehicle", _("Registration number of the vehicle"), transfer.vehicle, _("as far as possible"), False)
    yield Line("treatment", _("Treatment at the place of arrival"), transfer.treatment)
    hazard = _("of hazardous waste")
    composed = transfer.composition or offer.composition
    yield Line("composition", _("Composition"), composed, hazard, is_hazardous, "composition" in kept)
    yield Line("state", _("Physical state"), offer.state, hazard, is_hazardous, "state" in kept)
    yield Line("hazards", _("Hazardous properties"), transfer.hazards, hazard, is_hazardous)
    both = _("of hazardous waste and of waste with persistent organic pollutants")
    yield Line("packing", _("Packing and way of transport"), transfer.packing, both, is_hazardous or bool(transfer.pop))
    yield Line("pop", _("Persistent organic pollutants"), transfer.pop, _("of waste that holds them"), False)
    oil, septic = _("of waste oil"), _("of septic and cesspool sludge")
    yield Line("oil", _("Type of the waste oil"), "", oil, is_oil)
    yield Line("property", _("Holder, address and number of the property, type of the tank"), "", septic, is_septic)


def told_of(organisation: Organisation) -> str:
    """An organisation with its official number, where one is kept."""
    number = next((one.value for one in organisation.identifiers.all() if one.until_on is None), "")
    return ", ".join(filter(None, (organisation.name, number)))


KINDS: Final = {
    "hazardous": lambda: _("hazardous waste"),
    "building": lambda: _("construction and demolition waste"),
    "septic": lambda: _("septic and cesspool sludge"),
    "separator": lambda: _("sludge of grease or sand separators"),
    "other": lambda: _("none of those for which a document is asked"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in Finnish, and what would make it better: each point in the reader's own language."""

    title: str
    text: str
    missing: Sequence[str]


def notice_of(offer: Offer, cluster: Cluster, day: date) -> Notice:
    """The text for the national marketplace. What the owner did not make public stays out of it."""
    with translation.override("fi"):
        title, lines = _title(offer), list(_notice_lines(offer, cluster, day))
    return Notice(title, "\n".join([title, "", *lines]) + "\n", list(_missing(offer)))


def _title(offer: Offer) -> str:
    if is_public(offer, "material") and offer.material:
        return _("On offer: %(material)s") % {"material": offer.material}
    return _("On offer: a side stream %(chapter)s") % {"chapter": glimpse_of(offer).chapter or _("of industry")}


def _notice_lines(offer: Offer, cluster: Cluster, day: date) -> Iterator[str]:
    glimpse = glimpse_of(offer)
    if is_public(offer, "waste_code") and offer.waste_code:
        yield _("Waste code: %(code)s") % {"code": waste_line(offer.waste_code, day)}
    elif glimpse.chapter:
        yield _("Class of the waste: %(chapter)s") % {"chapter": glimpse.chapter}
    yield _("Amount in a year: %(amount)s") % {"amount": _amount(offer, glimpse.band)}
    if is_public(offer, "state") and offer.state:
        yield _("Physical state: %(state)s") % {"state": _(offer.state)}
    if is_public(offer, "composition") and offer.composition:
        yield _("Composition: %(contents)s") % {"contents": offer.composition}
    if is_public(offer, "site") and offer.site:
        yield _("Place: %(site)s") % {"site": offer.site}
    else:
        square = {"south": f"{glimpse.south:.2f}", "north": f"{glimpse.north:.2f}"}
        square |= {"west": f"{glimpse.west:.2f}", "east": f"{glimpse.east:.2f}"}
        yield _("Place: within the square of 10 km %(south)s–%(north)s° N, %(west)s–%(east)s° E") % square
    since = date_format(max(offer.from_on, day), "SHORT_DATE_FORMAT")
    if offer.until_on:
        until = date_format(offer.until_on, "SHORT_DATE_FORMAT")
        yield _("To be had from %(since)s to %(until)s") % {"since": since, "until": until}
    else:
        yield _("To be had from %(since)s on, until further notice") % {"since": since}
    yield _("Contact: %(cluster)s, the circular economy centre") % {"cluster": cluster.name_fi}


def _amount(offer: Offer, band: tuple[int | None, int | None]) -> str:
    if is_public(offer, "tonnes"):
        return _("%(tonnes)s t") % {"tonnes": localize(round(offer.tonnes))}
    low, high = band
    if low is None:
        return _("below %(high)s t") % {"high": localize(high)}
    if high is None:
        return _("%(low)s t or more") % {"low": localize(low)}
    return _("%(low)s to %(high)s t") % {"low": localize(low), "high": localize(high)}


def _missing(offer: Offer) -> Iterator[str]:
    """What is not known, and what its owner does not let everybody read."""
    for field in NOTICE_FIELDS:
        label = offer._meta.get_field(field).verbose_name
        if getattr(offer, field) in ("", None):
            yield _("%(field)s: not known. Ask the owner for it.") % {"field": label}
        elif not is_public(offer, field):
            told = {"field": label, "level": LEVELS[level_of(offer, field)]()}
            yield _("%(field)s: left out, because %(level)s may read it. Ask the owner to make it public.") % told


NOTICE_FIELDS: Final = ("material", "waste_code", "tonnes", "site", "state", "composition")
LEVELS: Final = {
    "own": lambda: _("the owner alone"),
    "centre": lambda: _("the centre alone"),
}


def notice_rules(day: date) -> dict[str, DatedValue | None]:
    """From which yearly value a notice comes before a municipal service, and how long it stands."""
    return {key: VALUES[key].on(day) for key in ("notice_from", "notice_days")}
