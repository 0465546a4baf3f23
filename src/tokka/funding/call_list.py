"""A list of calls as a spreadsheet keeps it: for every source without a parser of its own."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tokka.funding.calls import Call, Kind
from tokka.funding.json_lines import Fault
from tokka.funding.parsing import Answer, answer
from tokka.tables.model import Column, Holds, Row, Table
from tokka.tables.text import read_text
from tokka.words import Remark, _

CALLS: Final = Table(
    "calls",
    _("Calls"),
    (
        Column(
            "reference", _("Reference"), _("What the source calls it, once."), required=True, headings=("id", "tunnus")
        ),
        Column(
            "title",
            _("Title"),
            _("The name of the call."),
            required=True,
            headings=("name", "nimi", "otsikko", "titel"),
        ),
        Column("source", _("Source"), _("Who publishes it."), headings=("lähde", "källa", "funder", "rahoittaja")),
        Column(
            "text",
            _("Text"),
            _("What the call is about."),
            headings=("description", "summary", "kuvaus", "beskrivning"),
        ),
        Column("language", _("Language"), _("The language of the text: en, fi or sv."), headings=("kieli", "språk")),
        Column("programme", _("Programme"), _("The programme that pays."), headings=("rahasto", "ohjelma", "program")),
        Column("opens_on", _("Opens"), _("The first day."), Holds.DAY, headings=("opens", "start", "alkaa", "öppnar")),
        Column(
            "deadline_on",
            _("Deadline"),
            _("The last day; it counts to its end, in Finland."),
            Holds.DAY,
            headings=("deadline", "closes", "päättyy", "määräaika", "stänger"),
        ),
        Column("budget_eur", _("Budget"), _("The money of the call."), Holds.NUMBER, unit="EUR", headings=("budget",)),
        Column("grant_least_eur", _("Smallest grant"), _("The smallest grant."), Holds.NUMBER, unit="EUR"),
        Column("grant_most_eur", _("Largest grant"), _("The largest grant."), Holds.NUMBER, unit="EUR"),
        Column("keywords", _("Keywords"), _("Words, with commas between."), headings=("avainsanat", "nyckelord")),
        Column(
            "url", _("Address"), _("Where the call is published."), headings=("link", "linkki", "osoite", "webbplats")
        ),
    ),
)
ZONE: Final = ZoneInfo("Europe/Helsinki")
_CORRECT: Final = Remark(_("Correct the row, and read the file again."))


def read_call_list(content: bytes, file: str) -> Answer:
    """The calls of delimited text. A row with a wrong cell is kept apart. Raises WrongTable."""
    sheet = read_text(CALLS, content, file)
    faults = [Fault(row.number, note.column, note.says, note.remedy) for row in sheet.rows for note in row.notes]
    pairs = []
    for row in (row for row in sheet.rows if not row.is_refused):
        call = _call(row, file)
        if call.opens_at and call.last_deadline and call.last_deadline < call.opens_at:
            faults.append(Fault(row.number, "deadline_on", Remark(_("The call closes before it opens.")), _CORRECT))
        else:
            pairs.append((row.number, call))
    return answer(pairs, faults)


def _call(row: Row, file: str) -> Call:
    begins, ends = row.cells.get("opens_on"), row.cells.get("deadline_on")
    return Call(
        source=row.text("source") or file,
        reference=row.text("reference"),
        title=row.text("title"),
        identifier=row.text("reference"),
        kind=Kind.NATIONAL,
        text=row.text("text"),
        language=row.text("language"),
        programme=row.text("programme"),
        keywords=tuple(word.strip() for word in row.text("keywords").split(",") if word.strip()),
        opens_at=_start_of(begins) if isinstance(begins, date) else None,
        deadlines_at=(_start_of(ends + timedelta(days=1)),) if isinstance(ends, date) else (),
        zone=ZONE.key,
        budget_eur=_amount(row, "budget_eur"),
        grant_least_eur=_amount(row, "grant_least_eur"),
        grant_most_eur=_amount(row, "grant_most_eur"),
        url=row.text("url"),
    )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def _amount(row: Row, key: str) -> float | None:
    value = row.cells.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None
