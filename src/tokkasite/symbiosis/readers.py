"""Database → the declared tables of the engine: what is offered and needed on a day, as a file that it reads."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from io import StringIO
from types import MappingProxyType
from typing import Final

from django.db.models import Model, Q, QuerySet

from tokka.symbiosis.codes import list_on
from tokka.symbiosis.reading import NeedList, OfferList, read_needs, read_offers
from tokka.symbiosis.tables import NEEDS, OFFERS
from tokka.tables.model import Table
from tokkasite.register.models import Organisation
from tokkasite.symbiosis.models import Need, Offer, Visibility

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
    """One cell as the engine reads it. What belongs to no other site belongs to the organisation's own."""
    if key in NAMED:
        return f"{row.pk or 0} {row.name}"
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
