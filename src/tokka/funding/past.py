"""What was won before: projects with their texts, topics by title, and organisations with what they won (§9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tokka.funding.json_lines import Fault, rows_of
from tokka.tables.cells import day_in
from tokka.words import Remark, _

_FILL_IN: Final = Remark(_("Fill it in, or leave the row out."))


@dataclass(frozen=True, slots=True)
class Project:
    """A project that was won: the topic that paid for it, the day on which it began, and what it says of itself."""

    id: str
    topic: str
    started_on: date
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of a call by its code. What is not thematic asks for a person's career, not for an organisation."""

    code: str
    title: str
    is_thematic: bool = True


@dataclass(frozen=True, slots=True)
class Winner:
    """An organisation: the projects that it had won before the day, and the topics that it won newly after it."""

    organisation: str
    history: tuple[str, ...]
    targets: tuple[str, ...]


def read_projects(content: bytes, file: str) -> tuple[list[Project], list[Fault]]:
    """Projects as JSON lines with id, topics, start, title, and where known objective, keywords and euroscivoc."""
    rows, faults = rows_of(content, file)
    projects = []
    for number, row in rows:
        started_on, topic = day_in(_text(row.get("start"))), _first(row, "topics", "topic")
        missing = "id" if not _text(row.get("id")) else "topics" if not topic else "" if started_on else "start"
        if missing or started_on is None:
            faults.append(Fault(number, missing, Remark(_("The project has no usable value here.")), _FILL_IN))
        else:
            projects.append(Project(_text(row["id"]), topic, started_on, _project_text(row)))
    return projects, faults


def read_topics(content: bytes, file: str) -> tuple[list[Topic], list[Fault]]:
    """Topics as JSON lines with code, title and, where known, thematic."""
    rows, faults = rows_of(content, file)
    topics: dict[str, Topic] = {}
    for number, row in rows:
        code = _first(row, "code", "topic", "identifier")
        if not code:
            faults.append(Fault(number, "code", Remark(_("The topic has no code.")), _FILL_IN))
        elif code in topics:
            faults.append(
                Fault(number, "code", Remark(_("The topic %(code)s is listed twice."), {"code": code}), _KEEP)
            )
        else:
            topics[code] = Topic(code, _text(row.get("title")), row.get("thematic") is not False)
    return list(topics.values()), faults


_KEEP: Final = Remark(_("The first row counts; remove the other."))


def read_winners(content: bytes, file: str) -> tuple[list[Winner], list[Fault]]:
    """Organisations as JSON lines with org, history (project ids) and targets (topic codes)."""
    rows, faults = rows_of(content, file)
    winners = []
    for number, row in rows:
        history, targets = _texts(row.get("history")), _texts(row.get("targets"))
        missing = "history" if not history else "targets" if not targets else ""
        if missing:
            faults.append(Fault(number, missing, Remark(_("The organisation lists none.")), _FILL_IN))
        else:
            winners.append(Winner(_first(row, "org", "organisation") or str(number), history, targets))
    return winners, faults


def _project_text(row: Mapping[str, Any]) -> str:
    """The title counts twice: it was chosen to say the subject."""
    title = _text(row.get("title"))
    fields = "\n".join(_subject(one) for one in row.get("euroscivoc") or ())
    return "\n".join([title, title, _text(row.get("keywords")), fields, _text(row.get("objective"))])


def _subject(field: Any) -> str:
    """The path of a field of science as words; the code before it says nothing in words."""
    parts = field if isinstance(field, list | tuple) else [field]
    named = [_text(part).replace("/", " ") for part in parts]
    return " ".join(part for part in named if any(letter.isalpha() for letter in part))


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, Mapping | list | tuple) else str(value).strip()


def _texts(value: Any) -> tuple[str, ...]:
    several: Iterable[Any] = value if isinstance(value, list | tuple) else [value]
    return tuple(dict.fromkeys(text for text in map(_text, several) if text))


def _first(row: Mapping[str, Any], *names: str) -> str:
    return next((texts[0] for name in names if (texts := _texts(row.get(name)))), "")
