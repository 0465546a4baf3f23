"""Opens workbooks, of Excel and of OpenDocument, after a look at what unpacking them would cost."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, load_workbook

from tokka.tables.archives import weigh
from tokka.tables.grid import MOST_CELLS, SAVE_AS_CSV, Grid, Line, Opened, Raw, Span, without_blanks
from tokka.tables.model import WrongTable
from tokka.tables.opendocument import formulas_in, is_opendocument
from tokka.words import Remark, _

_TAG: Final = re.compile(rb"""<(?:\w+:)?(row|c|f)(?=[\s/>])((?:"[^"]*"|'[^']*'|[^>"'])*)>""")
_REFERENCE: Final = re.compile(rb"""(?<![\w:])r\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["']""")
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_NO_VALUE: Final = Remark(_("The cell is a formula without a stored value."))
_FORMULA_ERROR: Final = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")

Cells = set[tuple[int, int]]
"""Lines (from 1) and places (from 0)."""


def open_workbook(content: bytes, file: str) -> Opened:
    """The sheets of a workbook, old or new. Raises WrongTable for one that would not fit into memory."""
    is_old = content.startswith(b"\xd0\xcf\x11\xe0")
    form, formulas = (_("old Excel workbook"), {}) if is_old else _formulas(content, file)
    try:
        book = load_workbook(BytesIO(content))
    except PasswordError as fault:
        says = Remark(_("The workbook is locked by a password."))
        raise WrongTable(file, says, Remark(_("Save it without a password."))) from fault
    except (CalamineError, OSError) as fault:
        raise WrongTable(
            file, Remark(_("The workbook cannot be read: %(why)s."), {"why": str(fault)}), SAVE_AS_CSV
        ) from fault
    grids = tuple(_grids(book, formulas, file))
    return Opened(form, grids, remarks=tuple(_told(is_old, formulas)))


def _told(is_old: bool, formulas: dict[str, Cells]) -> Iterator[Remark]:
    if is_old:
        yield Remark(_("An old workbook does not show which cells are formulas: their stored values were taken."))
    for sheet, cells in formulas.items():
        if cells:
            says = _("%(count)s cells of the sheet “%(sheet)s” are formulas: their stored values were taken.")
            yield Remark(says, {"count": len(cells), "sheet": sheet})


def _grids(book: CalamineWorkbook, formulas: dict[str, Cells], file: str) -> Iterator[Grid]:
    for name in book.sheet_names:
        try:
            sheet = book.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
        except CalamineError as fault:
            says = Remark(_("The sheet “%(sheet)s” cannot be read: %(why)s."), {"sheet": name, "why": str(fault)})
            raise WrongTable(file, says, SAVE_AS_CSV) from fault
        lines = [_line(number, row, formulas.get(name, set())) for number, row in enumerate(rows, start=1)]
        kept, blank = without_blanks(lines)
        yield Grid(name, kept, blank, _spans(sheet))


def _line(number: int, row: Iterable[object], formulas: Cells) -> Line:
    cells = tuple(_raw(cell) for cell in row)
    wrong = {place: _NO_VALUE for place, cell in enumerate(cells) if cell == "" and (number, place) in formulas}
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and _FORMULA_ERROR.fullmatch(cell):
            wrong[place] = Remark(_("The cell holds the error %(value)s of a formula."), {"value": cell})
    return Line(number, cells, wrong) if wrong else Line(number, cells)


def _raw(cell: object) -> Raw:
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, date | bool | int | float):
        return cell
    return str(cell).strip()


def _spans(sheet: CalamineSheet) -> tuple[Span, ...]:
    return tuple(
        Span(top + 1, bottom + 1, left, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )


def _formulas(content: bytes, file: str) -> tuple[str, dict[str, Cells]]:
    """The form and the formula cells by sheet; every part is unpacked under a limit and every sheet measured."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            weigh(archive, file)
            if is_opendocument(archive):
                return _("OpenDocument workbook"), formulas_in(archive, file)
            names = {part: name for name, part in _sheets(archive, file)}
            parts = ((names.get(part, ""), archive.read(part)) for part in archive.namelist())
            found = {name: _scan(xml, name, file) for name, xml in parts if _is_sheet(xml, file)}
            return _("Excel workbook"), found
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as fault:
        if isinstance(fault, WrongTable):
            raise
        raise WrongTable(
            file, Remark(_("The workbook is damaged: %(why)s."), {"why": str(fault)}), SAVE_AS_CSV
        ) from fault


def _sheets(archive: zipfile.ZipFile, file: str) -> Iterator[tuple[str, str]]:
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        raise WrongTable(
            file,
            Remark(_("This is an archive, but no Excel workbook (.xlsx) and no OpenDocument one (.ods).")),
            SAVE_AS_CSV,
        )
    relations = {
        _attribute(tag, b"Id"): _attribute(tag, b"Target")
        for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        target = relations.get(_attribute(tag, rb"[\w]+:id"), "").lstrip("/")
        part = target if target.startswith("xl/") else f"xl/{target}"
        if part in names:
            yield _attribute(tag, b"name"), part


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb"=[\"']([^\"']*)[\"']", tag)
    text = found[1].decode("utf-8", "replace") if found else ""
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


def _is_sheet(part: bytes, file: str) -> bool:
    """Every part that may be a sheet is measured, wherever the workbook says that its sheets are."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")):
        raise WrongTable(file, Remark(_("A part of the workbook is not written in UTF-8.")), SAVE_AS_CSV)
    return b"sheetData" in part


def _scan(xml: bytes, sheet: str, file: str) -> Cells:
    """The formula cells of a sheet. Raises WrongTable where its outermost cells span too large a rectangle."""
    formulas: Cells = set()
    line, place = 0, -1
    height, width = 0, 0
    for tag in _TAG.finditer(xml):
        at = _REFERENCE.search(tag[2])
        if tag[1] == b"f":
            formulas.add((line, place))
        elif tag[1] == b"row":
            line, place = (int(at[2]) if at else line + 1), -1
        else:
            line, place = (int(at[2]), _place(at[1].upper())) if at else (line, place + 1)
        height, width = max(height, line), max(width, place + 1)
    if height * width > MOST_CELLS:
        says = _("The sheet “%(sheet)s” spans %(rows)s rows and %(columns)s columns, more than can be held.")
        remedy = Remark(_("Delete the stray cells far to the right and far down, or save the list as CSV."))
        raise WrongTable(file, Remark(says, {"sheet": sheet, "rows": height, "columns": width}), remedy)
    return formulas


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
