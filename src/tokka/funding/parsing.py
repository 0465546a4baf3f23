"""What every parser of calls hands back, and how it reads single values of the world's JSON (§3)."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from tokka.funding.calls import Call, Key, utc
from tokka.funding.json_lines import Fault
from tokka.funding.mending import mended
from tokka.words import Remark, _


@dataclass(frozen=True, slots=True)
class Answer:
    """The calls of one file or answer, the rows kept apart, and what is to be said of the whole."""

    calls: tuple[Call, ...]
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Remark, ...] = ()


_KEEP_FIRST: Final = Remark(_("The first one counts; the same reference comes twice only between pages or languages."))


def answer(pairs: Iterable[tuple[int, Call]], faults: Iterable[Fault] = (), repaired: int = 0) -> Answer:
    """The calls, each key once, with a fault for each repetition and a remark where text was repaired."""
    calls: dict[Key, Call] = {}
    kept_apart = list(faults)
    for row, call in pairs:
        if call.key in calls:
            named = {"reference": call.reference}
            kept_apart.append(Fault(row, "reference", Remark(_("%(reference)s is listed twice."), named), _KEEP_FIRST))
        else:
            calls[call.key] = call
    says = _("%(count)s records held text that was decoded wrongly; it was repaired.")
    remarks = (Remark(says, {"count": repaired}),) if repaired else ()
    return Answer(tuple(calls.values()), tuple(sorted(kept_apart, key=lambda one: one.row)), remarks)


def whole(row: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """The record with its text repaired at every depth, and whether anything was."""
    found = [False]

    def repair(value: Any) -> Any:
        if isinstance(value, str):
            text, count = mended(value)
            found[0] = found[0] or count > 0
            return text
        if isinstance(value, Mapping):
            return {key: repair(one) for key, one in value.items()}
        return [repair(one) for one in value] if isinstance(value, list) else value

    return repair(row), found[0]


def words(value: Any) -> str:
    """The one text of a value: the first of a list, the label of an object, and nothing for nothing."""
    return next(texts(value), "")


def texts(value: Any) -> Iterator[str]:
    """Every text of a value, however it is wrapped: a list, an object with a label, or a list inside a string."""
    if isinstance(value, str):
        inner = inside(value)
        if isinstance(inner, list):
            yield from texts(inner)
        elif value.strip():
            yield value.strip()
    elif isinstance(value, Mapping):
        yield from texts(value.get("label") or value.get("description") or value.get("abbreviation"))
    elif isinstance(value, Sequence):
        for one in value:
            yield from texts(one)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def inside(value: Any) -> Any:
    """JSON that stands in a string, or the value itself."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(value)
        except (json.JSONDecodeError, RecursionError):
            return value
    return value


def moments(value: Any) -> tuple[datetime, ...]:
    """Every moment of a value in UTC, in order and each once; numbers are milliseconds since 1970."""
    several = inside(value)
    listed = several if isinstance(several, list) else [several]
    found = {moment for one in listed if (moment := _moment(one))}
    return tuple(sorted(found))


def moment(value: Any) -> datetime | None:
    return next(iter(moments(value)), None)


def _moment(value: Any) -> datetime | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        if isinstance(value, int | float) or str(value).lstrip("-").isdigit():
            return datetime.fromtimestamp(float(value) / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return utc(str(value))


def euros(value: Any) -> float | None:
    """An amount in euros; None for what is no number or below zero."""
    try:
        amount = float(str(value).replace(" ", "").replace(",", ""))
    except ValueError:
        return None
    return amount if 0 <= amount < 1e13 else None
