"""Reads the numbers of a rule family from TOML and refuses a wrong file with every fault at once.

The shipped file and an operator's file have one form. Each parameter is a table with its unit; each value of it is
an entry of `values` with the first day, the value and the source:

    [threshold_x]
    unit = "participants"

    [[threshold_x.values]]
    since = 2024-01-01
    value = 15
    source = { title = "Handbook", article = "2.5", url = "https://…", checked = 2026-05-04 }

An operator's file gives values to parameters that the family declares. It adds to the shipped history and never
overwrites it. `value = "none"` says that from this day on there is no number.
"""

import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import get_close_matches
from importlib import resources
from typing import Final

from tokka.rulebook.lines import Lines, Path
from tokka.rulebook.model import DatedValue, Parameter, Shape, Source, Value

NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: where, what, and what to do now."""

    file: str
    line: int
    key: str
    says: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, {self.key}: {self.says} {self.remedy}"


class WrongFile(ValueError):
    """A file of the rulebook that was refused, with everything that is wrong in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line)))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Declared:
    """What a family's own code says of a parameter: the label that people read and the shape of its values."""

    label: str
    shape: Shape = Shape.NUMBER


@dataclass(slots=True)
class Draft:
    """A file under reading: what was understood so far, where things stand, and the faults found."""

    text: str
    file: str
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = Lines(self.text)

    lines: Lines = field(init=False)

    def fault(self, path: Path, says: str, remedy: str) -> None:
        """Note what is wrong at `path`."""
        self.faults.append(Fault(self.file, self.lines.of(path), spelled(path), says, remedy))

    def tables(self) -> dict[str, object]:
        """The parsed text. Raises WrongFile where it is not TOML at all."""
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            line = int(found[1]) if found else self.text.count("\n") + 1
            remedy = "Correct the line; https://toml.io shows the form."
            raise WrongFile([Fault(self.file, line, "-", f"This is not TOML: {error}.", remedy)]) from error

    def close(self) -> None:
        """Raises WrongFile with every fault noted, if there is one."""
        if self.faults:
            raise WrongFile(self.faults)


def spelled(path: Path) -> str:
    """A path as people write it: `threshold_x.values[2].since`, counted from 1."""
    words = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return words.removeprefix(".") or "-"


def read_values(text: str, file: str, declared: Mapping[str, Declared]) -> dict[str, Parameter]:
    """The shipped numbers of a family, by key, in the order in which its code declares them.

    Raises WrongFile with every fault: each parameter has to be declared, present, dated, sourced and of its shape.
    """
    draft = Draft(text, file)
    tables = draft.tables()
    refuse_strangers(draft, (), tables, declared)
    for key in declared:
        if key not in tables:
            draft.fault((key,), "The family declares this parameter; the file lacks it.", f"Add [{key}] with a unit.")
    found = {
        key: _parameter(draft, Parameter(key, one.label, "", shape=one.shape), tables[key])
        for key, one in declared.items()
        if key in tables
    }
    draft.close()
    return found


def read_package(package: str, declared: Mapping[str, Declared]) -> dict[str, Parameter]:
    """The numbers that `values.toml` in the family's package gives. Raises WrongFile."""
    text = resources.files(package).joinpath("values.toml").read_text(encoding="utf-8")
    return read_values(text, f"{package.replace('.', '/')}/values.toml", declared)


def with_operator_values(shipped: Mapping[str, Parameter], text: str, file: str) -> dict[str, Parameter]:
    """The shipped numbers with an operator's values added to their histories. Nothing shipped is ever changed.

    Raises WrongFile with every fault: besides those of any file, a parameter that the family does not declare, another
    unit than the shipped one, and a value for a day that already has one.
    """
    draft = Draft(text, file)
    tables = draft.tables()
    refuse_strangers(draft, (), tables, shipped)
    merged = dict(shipped)
    for key in (key for key in tables if key in shipped):
        ours = shipped[key]
        theirs = _parameter(draft, replace(ours, values=()), tables[key])
        if theirs.unit and theirs.unit != ours.unit:
            draft.fault(
                (key, "unit"),
                f"The unit is {theirs.unit!r}; the rulebook counts this in {ours.unit!r}.",
                f'Convert the values and write unit = "{ours.unit}".',
            )
        _refuse_clashes(draft, ours, theirs)
        merged[key] = replace(ours, values=tuple(sorted((*ours.values, *theirs.values), key=lambda one: one.since)))
    draft.close()
    return merged


def _refuse_clashes(draft: Draft, ours: Parameter, theirs: Parameter) -> None:
    taken = {dated.since: dated for dated in ours.values}
    for index, dated in enumerate(theirs.values):
        if dated.since in taken:
            draft.fault(
                (ours.key, "values", index, "since"),
                f"The rulebook already has a value since {dated.since} ({taken[dated.since].source.title}).",
                "A value is never overwritten: remove yours, or give the later day from which it holds.",
            )


def _parameter(draft: Draft, blank: Parameter, table: object) -> Parameter:
    """`blank` with the unit and the values of its table, as far as they can be understood."""
    path: Path = (blank.key,)
    if not isinstance(table, dict):
        draft.fault(path, "This is not a table.", f"Write [{blank.key}] and a unit below it.")
        return blank
    refuse_strangers(draft, path, table, ("unit", "values"))
    unit = required_text(draft, (*path, "unit"), table, "Say in what it is counted, such as participants, EUR or %.")
    entries = table.get("values", [])
    if not isinstance(entries, list):
        draft.fault((*path, "values"), "This is not a list of values.", f"Write [[{blank.key}.values]] for each.")
        return blank
    dated = [_dated(draft, (*path, "values", place), entry, blank.shape) for place, entry in enumerate(entries)]
    _refuse_disorder(draft, path, [one.since if one else None for one in dated])
    return replace(blank, unit=unit or "", values=tuple(one for one in dated if one))


def _refuse_disorder(draft: Draft, path: Path, days: list[date | None]) -> None:
    last: date | None = None
    for index, since in enumerate(days):
        if since is None:
            continue
        where = (*path, "values", index, "since")
        if last is not None and since == last:
            draft.fault(where, f"Two values overlap: both begin on {since}.", "Keep one, or date the later one later.")
        elif last is not None and since < last:
            draft.fault(where, f"{since} stands after {last}.", "Put the values in the order of their dates.")
        last = since if last is None else max(last, since)


def _dated(draft: Draft, path: Path, entry: object, shape: Shape) -> DatedValue | None:
    if not isinstance(entry, dict):
        draft.fault(path, "This value has no date and no source.", "Write it as a table: since, value, source.")
        return None
    refuse_strangers(draft, path, entry, ("since", "value", "source"))
    since = required_day(draft, (*path, "since"), entry, "Give the first day on which it holds, as 2024-01-31.")
    known = len(draft.faults)
    value = _value(draft, (*path, "value"), entry, shape)
    is_value_read = len(draft.faults) == known
    source = _source(draft, (*path, "source"), entry)
    return DatedValue(since, value, source) if since and source and is_value_read else None


def _source(draft: Draft, path: Path, entry: Mapping[str, object]) -> Source | None:
    remedy = "Write source = { title = …, url = …, checked = … }."
    table = entry.get("source")
    if table is None:
        draft.fault(path, "The source is missing.", remedy)
        return None
    if not isinstance(table, dict):
        draft.fault(path, "The source is not a table.", remedy)
        return None
    refuse_strangers(draft, path, table, ("title", "url", "article", "checked"))
    title = required_text(draft, (*path, "title"), table, "Name the publication and its edition.")
    url = required_text(draft, (*path, "url"), table, "Give the address where it can be read.")
    if url and not url.startswith(("https://", "http://", "docs/")):
        draft.fault((*path, "url"), f"{url!r} is not an address.", "Begin it with https://, http:// or docs/.")
    checked = required_day(
        draft, (*path, "checked"), table, "Give the day on which the source was last read, as 2024-01-31."
    )
    article = (
        required_text(draft, (*path, "article"), table, "Name the place, or leave the key out.")
        if "article" in table
        else ""
    )
    return Source(title, url, checked, article or "") if title and url and checked else None


def required_text(draft: Draft, path: Path, table: Mapping[str, object], remedy: str) -> str | None:
    value = table.get(str(path[-1]))
    if isinstance(value, str) and value.strip():
        return value
    draft.fault(path, _lack(path, value, "a text"), remedy)
    return None


def required_day(draft: Draft, path: Path, table: Mapping[str, object], remedy: str) -> date | None:
    value = table.get(str(path[-1]))
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    draft.fault(path, _lack(path, value, "a date"), remedy)
    return None


def _lack(path: Path, value: object, wanted: str) -> str:
    if value is None:
        return f"The {path[-1]} is missing."
    return f"{value!r} is not {wanted}." if value != "" else f"The {path[-1]} is empty."


def _value(draft: Draft, path: Path, entry: Mapping[str, object], shape: Shape) -> Value | None:
    raw = entry.get("value")
    if raw == NONE and shape is not Shape.TEXT:
        return None
    value = SHAPES[shape](raw)
    if value is None:
        draft.fault(path, _lack(path, raw, _WANTED[shape]), f"Give {_WANTED[shape]}, or {NONE!r} where there is none.")
    return value


def _number(raw: object) -> float | None:
    is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
    return raw if is_number and isinstance(raw, int | float) and math.isfinite(raw) else None


def _scale(raw: object) -> tuple[tuple[float, float], ...] | None:
    """Pairs of [from, points], the first parts rising."""
    if not isinstance(raw, list | tuple) or not raw:
        return None
    steps: list[tuple[float, float]] = []
    for pair in raw:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            return None
        start, points = _number(pair[0]), _number(pair[1])
        if start is None or points is None or (steps and start <= steps[-1][0]):
            return None
        steps.append((start, points))
    return tuple(steps)


SHAPES: Final[Mapping[Shape, Callable[[object], Value | None]]] = {
    Shape.NUMBER: _number,
    Shape.SCALE: _scale,
    Shape.TRUTH: lambda raw: raw if isinstance(raw, bool) else None,
    Shape.TEXT: lambda raw: raw if isinstance(raw, str) and raw.strip() else None,
}
"""How each shape is read; None says that the raw value is of another kind."""

_WANTED: Final[Mapping[Shape, str]] = {
    Shape.NUMBER: "a number",
    Shape.SCALE: "a scale such as [[0, 0], [15, 3]] with rising steps",
    Shape.TRUTH: "true or false",
    Shape.TEXT: "a text",
}


def refuse_strangers(draft: Draft, path: Path, table: Iterable[object], known: Iterable[str]) -> None:
    """Note every key that nobody reads: a slip of the pen would otherwise be a rule without its number."""
    names = list(known)
    for key in map(str, table):
        if key not in names:
            close = get_close_matches(key, names, n=1)
            hint = (
                f"Did you mean {close[0]!r}?"
                if close
                else f"Known here: {', '.join(names[:6])}{', …'[: 3 * (len(names) > 6)]}."
            )
            draft.fault((*path, key), "This key is unknown.", hint)
