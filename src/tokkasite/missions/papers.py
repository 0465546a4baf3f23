"""What is printed of missions and meetings. The words are put together here; `papers.typ` says only how they look."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from importlib import resources
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext

from tokkasite.journal.models import Guest
from tokkasite.missions.models import Meeting, Meetings, Mission, Paper
from tokkasite.missions.readers import SHELF, Costs, Line
from tokkasite.runs.readers import said
from tokkasite.ui import papers
from tokkasite.ui.files import Condition
from tokkasite.ui.papers import day_text

Json = dict[str, Any]


def typeset(matter: Json) -> bytes:
    """A tagged PDF in the reader's language."""
    template = resources.files("tokkasite.missions").joinpath("papers.typ").read_bytes()
    return papers.typeset(template, matter | {"lang": get_language() or "en"})


def euros(amount: Any) -> str:
    return number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)


def cost_report(mission: Mission, costs: Costs, made_on: date) -> bytes:
    """The cost report of a mission: what each pays, every line, and what was refused and why."""
    lines = [
        [day_text(one.on), one.get_kind_display(), one.label, payer_of(one), euros(one.amount_eur)]
        for one in costs.accepted
    ]
    sums = [[str(payer), euros(amount)] for payer, amount in costs.by_payer]
    sums.append([gettext("Together"), euros(costs.total)])
    sheets = [
        {
            "heading": gettext("Sums by payer"),
            "head": [gettext("Who pays"), gettext("EUR")],
            "rows": sums,
        },
        {
            "heading": gettext("Cost lines"),
            "head": [gettext("Day"), gettext("What for"), gettext("In words"), gettext("Who pays"), gettext("EUR")],
            "rows": lines,
        },
    ]
    if costs.evidence:
        sheets.append(
            {
                "heading": gettext("Documents"),
                "head": [gettext("Day"), gettext("Document"), gettext("Cost line"), gettext("File and its SHA-256")],
                "rows": [
                    [day_text(one.on), str(one), str(one.line) if one.line else "", file_of(one)]
                    for one in costs.evidence
                ],
            }
        )
    if costs.refused:
        sheets.append(
            {
                "heading": gettext("Refused lines, in no sum"),
                "head": [gettext("What for"), gettext("Why it is refused"), gettext("EUR")],
                "rows": [
                    [f"{one.get_kind_display()} {one.label}".strip(), said(one.refusal), euros(one.amount_eur)]
                    for one in costs.refused
                ],
            }
        )
    days = f"{day_text(mission.from_on)} – {day_text(mission.until_on)}"
    title = gettext("Cost report: %(mission)s") % {"mission": mission.title}
    lead = [
        f"{mission.host_name}, {mission.place}, {mission.country} · {days}",
        gettext("A small or medium-sized enterprise pays its own travel and nothing else."),
        gettext("Made on %(day)s by %(cluster)s") % {"day": day_text(made_on), "cluster": mission.cluster},
    ]
    if mission.is_invented:
        lead.append(gettext("Invented for the demonstration."))
    return typeset(
        {"title": title, "author": str(mission.cluster), "parts": [{"title": title, "lead": lead, "sheets": sheets}]}
    )


def file_of(paper: Paper) -> str:
    """How a document is kept: name, first digits of its digest and whether the file is still what it was."""
    if not paper.digest:
        return paper.reference
    standing = {
        Condition.WHOLE: gettext("unchanged"),
        Condition.CHANGED: gettext("changed since it was kept"),
        Condition.MISSING: gettext("missing"),
    }
    return f"{paper.name}, {paper.digest[:16]}…, {standing[SHELF.look_at(paper.digest)]}"


def payer_of(line: Any) -> str:
    return line.organisation.name if line.organisation else str(line.get_payer_display())


def clock(line: Line) -> str:
    return f"{line.begins:%H:%M}–{line.ends:%H:%M}"


def agenda_rows(lines: Sequence[Line]) -> list[list[str]]:
    """An agenda as rows of words: when, with whom, at which table."""
    rows = []
    for line in lines:
        if line.other is not None:
            whom = f"{line.other.label}, {line.other.body}" if line.other.body else line.other.label
            rows.append([clock(line), whom, str(line.table)])
        else:
            rows.append([clock(line), gettext("absent") if line.is_absent else gettext("free"), "–"])
    return rows


def agendas(meetings: Meetings, told: Sequence[tuple[Guest, Sequence[Line]]]) -> bytes:
    """Everybody's agenda, each on a page of its own."""
    event = meetings.event
    parts = [
        {
            "title": guest.label,
            "lead": [guest.body, f"{event.title}, {day_text(event.on)}{', ' if event.place else ''}{event.place}"],
            "sheets": [
                {
                    "heading": gettext("Your meetings"),
                    "head": [gettext("Time"), gettext("With whom"), gettext("At table")],
                    "rows": agenda_rows(lines),
                }
            ],
        }
        for guest, lines in told
    ]
    title = gettext("Agendas: %(event)s") % {"event": event.title}
    return typeset({"title": title, "author": str(event.cluster), "parts": parts or [_nothing(title)]})


def signs(meetings: Meetings, rows: Sequence[Meeting]) -> bytes:
    """A sign for each table, with its meetings; a table that nobody needs has none."""
    event, times = meetings.event, meetings.times
    by_table: dict[int, list[list[str]]] = defaultdict(list)
    for one in rows:
        begins, ends = times[one.slot - 1]
        by_table[one.table].append([f"{begins:%H:%M}–{ends:%H:%M}", one.a.label, one.b.label])
    parts = [
        {
            "title": gettext("Table %(number)s") % {"number": table},
            "big": True,
            "lead": [f"{event.title}, {day_text(event.on)}"],
            "sheets": [
                {
                    "heading": gettext("Meetings at this table"),
                    "head": [gettext("Time"), gettext("Who"), gettext("With whom")],
                    "rows": by_table[table],
                }
            ],
        }
        for table in sorted(by_table)
    ]
    title = gettext("Table signs: %(event)s") % {"event": event.title}
    return typeset({"title": title, "author": str(event.cluster), "parts": parts or [_nothing(title)]})


def _nothing(title: str) -> Json:
    return {"title": title, "lead": [gettext("There is no timetable yet.")], "sheets": []}
