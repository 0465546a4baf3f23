"""The text of a table's file, of any size and encoding, as blocks of whole lines and cells with their line numbers."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tokka.leakage.refusals import Fault, Refused, refuse
from tokka.tables.cells import number_in
from tokka.tables.model import WrongTable
from tokka.tables.text import DELIMITERS, WESTERN, decoded
from tokka.words import Remark, _

BLOCK: Final = 24_000_000
"""Bytes that are read at once, so that memory is bounded by the table and not by its file."""
RECODED: Final = 200_000_000
"""Bytes. A larger file must be UTF-8: it is not held twice to find another encoding."""
EMPTY: Final = frozenset({"", ".", "-", "–"})
"""What statistical offices write for nothing at all: zero. A suppressed or unknown value is no zero (§2)."""
_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file in UTF-8: on disk where they are so already, otherwise recoded in memory."""

    name: str
    path: Path | None = None
    recoded: bytes = b""

    def blocks(self) -> Iterator[bytes]:
        """Whole lines, about `BLOCK` bytes at a time, without the mark that some programs put first."""
        rest, first = b"", True
        with self.path.open("rb") if self.path else io.BytesIO(self.recoded) as stream:
            while chunk := stream.read(BLOCK):
                chunk = rest + (chunk.removeprefix(_MARK) if first else chunk)
                cut, first = chunk.rfind(b"\n") + 1, False
                rest = chunk[cut:]
                if cut:
                    yield chunk[:cut]
        if rest.strip():
            yield rest

    def first_line(self) -> str:
        """The heading, as text."""
        block = next(self.blocks(), b"")
        return block[: block.find(b"\n") if b"\n" in block else None].decode("utf-8", "replace").strip("\r\n")


def open_content(path: Path) -> Content:
    """A file whatever its encoding. Raises Refused where it is empty or no text."""
    if path.stat().st_size > RECODED:
        return Content(path.name, path)
    content = path.read_bytes()
    if not content.strip():
        raise refuse(_("The file is empty."), {}, _("Save the table as CSV in UTF-8."))
    try:
        text, encoding = _western(content) or decoded(content, path.name)
    except WrongTable as fault:
        raise Refused([Fault(fault.says, fault.remedy)], file=path.name) from fault
    return Content(path.name, path) if encoding.startswith("utf-8") else Content(path.name, None, text.encode())


def _western(content: bytes) -> tuple[str, str] | None:
    """The Western encoding that makes most Nordic letters of the bytes; None where UTF-8 or something else is meant.

    A table has few letters, and so little is guessed wrong by statistics of whole texts.
    """
    if b"\0" in content or content.isascii():
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        texts = [(content.decode(encoding, "replace"), encoding) for encoding in WESTERN]
        text, encoding = max(texts, key=lambda one: sum(one[0].count(letter) for letter in NORDIC))
        return (text, encoding) if any(letter in text for letter in NORDIC) else None
    return None


NORDIC: Final = "äöåÄÖÅæøÆØéüÜß"


def delimiter_of(line: str) -> str:
    """The sign that cuts the heading into most cells; of equals, the first of the usual ones."""
    return max(DELIMITERS, key=lambda sign: len(cells_of(line, sign)))


def cells_of(line: str, delimiter: str) -> list[str]:
    """The cells of one line, without the blanks around them."""
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def records_of(block: bytes, delimiter: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """The slow and exact way: every line with something in it, by its number in the file."""
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError as fault:
        says = _("The file is not in UTF-8: its byte %(byte)s cannot be read.")
        raise refuse(says, {"byte": fault.start}, _("Save the table as CSV in UTF-8.")) from fault
    for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), first):
        cells = [cell.strip() for cell in record]
        if any(cells):
            yield number, cells


def value_in(text: str) -> float | None:
    """A cell's number with point or comma, also as 1.5e3; empty is zero; None where it is no number."""
    if text in EMPTY:
        return 0.0
    if "e" in text or "E" in text:
        mantissa, _sign, power = text.lower().partition("e")
        base, exponent = number_in(mantissa), number_in(power)
        return None if base is None or exponent is None or abs(exponent) > 300 else base * 10.0**exponent
    return number_in(text)


def no_number(line: int, text: str, row: str, column: str) -> Fault:
    """The fault of a cell that holds no number."""
    named = {"line": line, "value": text[:40]}
    says = Remark(_("“%(value)s” in line %(line)s is no number."), named)
    return Fault(says, Remark(_("Correct the cell; leave it empty where there is no flow.")), row, column)


def count_lines(block: bytes) -> int:
    """How many lines a block has."""
    return block.count(b"\n")


def repeated(codes: Sequence[str]) -> list[str]:
    """The codes that come more than once, in their order."""
    seen: set[str] = set()
    return list(dict.fromkeys(code for code in codes if code in seen or seen.add(code)))  # type: ignore[func-returns-value]
