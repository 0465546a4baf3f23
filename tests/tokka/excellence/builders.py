"""Records in one line each, so that a test shows only what it is about. Organisations bear numbers from 1 on."""

from collections.abc import Iterable
from datetime import date
from itertools import count

from tokka.excellence.assess import evidence_on
from tokka.excellence.book import Book
from tokka.excellence.records import Participant, Record
from tokka.rulebook.model import Fact

DAY = date(2026, 11, 24)
LONG_AGO = date(2020, 1, 1)
_NUMBERS = count(1)


def row(kind: str, on: date = LONG_AGO, until: date | None = None, **columns: object) -> Record:
    """One record. It gets the next number unless `id` names one."""
    return Record(kind, int(columns.pop("id", next(_NUMBERS))), on, until, **columns)  # type: ignore[arg-type]


def rows(kind: str, days: Iterable[date], **columns: object) -> list[Record]:
    """One record for each of the days."""
    return [row(kind, day, **columns) for day in days]


def takes_part(*organisations: int, on: date = LONG_AGO, until: date | None = None) -> list[Record]:
    """Organisations that take part without a commitment."""
    return [row("participation", on, until, organisation=who) for who in organisations]


def committed(*organisations: int, on: date = LONG_AGO, until: date | None = None) -> list[Record]:
    """Organisations that take part and have signed an agreement on the same day."""
    signed = [row("commitment", on, until, organisation=who, tag="agreement") for who in organisations]
    return [*takes_part(*organisations, on=on), *signed]


def companies(*organisations: int) -> list[Participant]:
    return [Participant(who, "company") for who in organisations]


def fact(measure: str, records: Iterable[Record], known: Iterable[Participant] = (), day: date = DAY) -> Fact:
    """What is known of one measure on the day."""
    return evidence_on(Book(records, known), day)[measure]


def value(measure: str, records: Iterable[Record], known: Iterable[Participant] = (), day: date = DAY) -> object:
    return fact(measure, records, known, day).value
