"""Reads JSON as it is published: an array, one object, or one object a line, compressed or not; faults by row (§3)."""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tokka.tables.model import WrongTable
from tokka.words import Remark, _

LARGEST_TEXT: Final = 600_000_000
"""Bytes of an unpacked file: the portal's reference file has 130 million."""
MOST_FAULTS: Final = 20
"""Faults that a report spells out; the others are counted."""

_GET_AGAIN: Final = Remark(_("Fetch the file again, and compare its size with what the server says."))


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was kept apart: its number in the file, the column, what is the matter, and what to do."""

    row: int
    column: str
    says: Remark
    remedy: Remark

    def __str__(self) -> str:
        return f"row {self.row}, {self.column or '-'}: {self.says} {self.remedy}"


Row = tuple[int, Mapping[str, Any]]


def unpacked(content: bytes, file: str) -> bytes:
    """The bytes of a file, unpacked where they are gzip. Raises WrongTable for a truncated or an empty one."""
    if content.startswith(b"\x1f\x8b"):
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as fault:
            raise WrongTable(file, Remark(_("The compressed file is truncated or damaged.")), _GET_AGAIN) from fault
    if not content.strip():
        says = Remark(_("The file is empty: an outage, not an empty list."))
        raise WrongTable(file, says, _GET_AGAIN)
    if len(content) > LARGEST_TEXT:
        most = {"most": LARGEST_TEXT // 1_000_000}
        raise WrongTable(file, Remark(_("The file has more than %(most)s MB."), most), Remark(_("Split the file.")))
    return content


def text_of(content: bytes, file: str) -> str:
    """The text of a file in UTF-8. Raises WrongTable naming the first byte that is not."""
    try:
        return unpacked(content, file).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        says = Remark(_("The file is not UTF-8: byte %(byte)s is wrong."), {"byte": fault.start})
        raise WrongTable(file, says, Remark(_("Save the file in UTF-8."))) from fault


def whole_json(text: str, file: str) -> Any:
    """The one JSON value of a text. Raises WrongTable where it is cut off or no JSON, such as an error page."""
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as fault:
        line = getattr(fault, "lineno", 1)
        says = Remark(_("This is no complete JSON: it breaks in line %(line)s."), {"line": line})
        raise WrongTable(file, says, _GET_AGAIN) from fault


def rows_of(content: bytes, file: str) -> tuple[list[Row], list[Fault]]:
    """The objects of a file with their numbers from 1, and a fault for every line that is none.

    Raises WrongTable for a file of which nothing can be read.
    """
    text = text_of(content, file)
    if text.lstrip().startswith("["):
        found = whole_json(text, file)
        pairs: Iterator[tuple[int, Any]] = iter(enumerate(found, start=1))
    else:
        pairs = _lines(text)
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, value in pairs:
        if isinstance(value, Mapping):
            rows.append((number, value))
        else:
            says = Remark(_("This line is no JSON object: it may be cut off."))
            faults.append(Fault(number, "", says, _GET_AGAIN))
    if not rows:
        raise WrongTable(file, Remark(_("No row of the file can be read as JSON.")), _GET_AGAIN)
    return rows, faults


def _lines(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (json.JSONDecodeError, RecursionError):
                yield number, None
