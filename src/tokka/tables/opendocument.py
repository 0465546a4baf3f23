"""Looks into an OpenDocument spreadsheet before it is read: how far its cells reach, and which are formulas.

A cell, a row or a space may be repeated by a number alone, so that a small file can claim billions of them.
"""

import re
import zipfile
from dataclasses import dataclass, field
from typing import Final

from tokka.tables.archives import LARGEST_UNPACKED
from tokka.tables.grid import MOST_CELLS, SAVE_AS_CSV
from tokka.tables.model import WrongTable
from tokka.words import Remark, _

KIND: Final = b"application/vnd.oasis.opendocument.spreadsheet"
MOST_REPEATED_FORMULAS: Final = 1_000
"""Formula cells of one repetition that are looked at; only their stored values are read anyway."""

_TAG: Final = re.compile(
    rb"""<(/?)(table:table|table:table-row|table:table-cell|table:covered-table-cell|text:s)(?=[\s/>])"""
    rb"""((?:"[^"]*"|'[^']*'|[^>"'])*)>"""
)
_ROWS: Final = re.compile(rb"""table:number-rows-repeated\s*=\s*["'](\d{1,12})["']""")
_COLUMNS: Final = re.compile(rb"""table:number-columns-repeated\s*=\s*["'](\d{1,12})["']""")
_SPACES: Final = re.compile(rb"""text:c\s*=\s*["'](\d{1,12})["']""")
_NAME: Final = re.compile(rb"""table:name\s*=\s*["']([^"']*)["']""")


@dataclass(slots=True)
class _Sheet:
    """What was seen of one sheet: where the next cell stands, and how far those with something in them reach."""

    name: str
    line: int = 0
    rows: int = 1
    place: int = 0
    height: int = 0
    width: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)

    def row(self, attributes: bytes) -> None:
        self.line, self.place = self.line + self.rows, 0
        self.rows = _count(_ROWS, attributes)

    def cell(self, attributes: bytes) -> int:
        """Take a cell; says how often what it holds is repeated."""
        repeated, place = _count(_COLUMNS, attributes), self.place
        self.place += repeated
        if b"table:formula" in attributes:
            places = range(place, place + min(repeated, MOST_REPEATED_FORMULAS))
            self.formulas |= {(self.line, one) for one in places}
        elif b"office:value-type" not in attributes:
            return 1
        self.height = max(self.height, self.line + self.rows - 1)
        self.width = max(self.width, self.place)
        return repeated * self.rows


def is_opendocument(archive: zipfile.ZipFile) -> bool:
    """Whether an archive says that it is an OpenDocument spreadsheet."""
    return "mimetype" in archive.namelist() and archive.read("mimetype").strip() == KIND


def formulas_in(archive: zipfile.ZipFile, file: str) -> dict[str, set[tuple[int, int]]]:
    """The formula cells by sheet. Raises WrongTable where cells or spaces are repeated beyond what can be held."""
    sheets: list[_Sheet] = []
    content = _content(archive, file)
    claimed, begins, times = 0, 0, 1
    for tag in _TAG.finditer(content):
        claimed += (tag.start() - begins) * times
        begins, name, attributes = tag.start(), tag[2], tag[3]
        if name == b"text:s":
            claimed += _count(_SPACES, attributes) * times
        elif tag[1] == b"/":
            times = 1
        elif name == b"table:table":
            found = _NAME.search(attributes)
            sheets.append(_Sheet(found[1].decode("utf-8", "replace") if found else ""))
        elif sheets and name == b"table:table-row":
            sheets[-1].row(attributes)
        elif sheets:
            times = sheets[-1].cell(attributes)
        if claimed > LARGEST_UNPACKED:
            says = Remark(_("The workbook repeats cells or spaces beyond what can be held."))
            raise WrongTable(file, says, SAVE_AS_CSV)
    for sheet in sheets:
        _refuse_size(sheet, file)
    return {sheet.name: sheet.formulas for sheet in sheets}


def _content(archive: zipfile.ZipFile, file: str) -> bytes:
    if "content.xml" not in archive.namelist():
        raise WrongTable(file, Remark(_("The workbook has no content.")), SAVE_AS_CSV)
    content = archive.read("content.xml")
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")):
        raise WrongTable(file, Remark(_("A part of the workbook is not written in UTF-8.")), SAVE_AS_CSV)
    return content


def _count(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return max(1, int(found[1])) if found else 1


def _refuse_size(sheet: _Sheet, file: str) -> None:
    if sheet.height * sheet.width > MOST_CELLS:
        says = _("The sheet “%(sheet)s” spans %(rows)s rows and %(columns)s columns, more than can be held.")
        remedy = Remark(_("Delete the stray cells far to the right and far down, or save the list as CSV."))
        raise WrongTable(
            file, Remark(says, {"sheet": sheet.name, "rows": sheet.height, "columns": sheet.width}), remedy
        )
