"""From a file to a table: which codes are industries, which are primary inputs and final uses, and every cell once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tokka.leakage.files import (
    Content,
    cells_of,
    count_lines,
    delimiter_of,
    no_number,
    open_content,
    records_of,
    value_in,
)
from tokka.leakage.forms import Cells, Form, form_of
from tokka.leakage.refusals import Fault, Refused, refuse
from tokka.leakage.table import Matrix, Scope, Table
from tokka.tables.model import plain
from tokka.words import Remark, _

OUTPUT: Final = "output"
"""The code of the row that states each industry's output, in any case of letters."""
MOST_CELLS: Final = 500_000_000
"""Cells, about 4 GB: more than three times the largest table that the measurements cover."""


def read_table(path: Path, *, scope: Scope | None = None, households: tuple[str, str] = ("", "")) -> Table:
    """A long or square CSV (§3). Codes that are both row and column are industries; a pair of household codes is not.

    Raises Refused with the file's name, and row, column and line of every fault.
    """
    try:
        form = form_of(open_content(path))
        return _filled(form, scope or Scope(), set(households))
    except Refused as refused:
        raise refused.within(path.name) from None


def _is_output(code: str) -> bool:
    return code.casefold() == OUTPUT


def _filled(form: Form, scope: Scope, apart: set[str]) -> Table:
    industries, primary, final = _kinds(form, apart)
    rows = _new_places(form.rows, (*industries, *primary))
    columns = _new_places(form.columns, (*industries, *final))
    shape = len(industries) + len(primary), len(industries) + len(final)
    if shape[0] * shape[1] > MOST_CELLS:
        says = _("The table has %(rows)s rows and %(columns)s columns: more than is held in memory.")
        raise refuse(says, {"rows": shape[0], "columns": shape[1]}, _("Aggregate it before the import."))
    cells, given = np.zeros(shape), np.full(shape[1], np.nan)
    seen, seen_given, count = np.zeros(shape, dtype=bool), np.zeros(shape[1], dtype=bool), 0
    for block in form.cells():
        count += _fill(block, rows, columns, cells, seen, given, seen_given)
    if count != seen.sum() + seen_given.sum():
        raise Refused(_twice(form))
    _refuse_infinite(cells, (*industries, *primary), (*industries, *final))
    stated = any(_is_output(code) for code in form.rows)
    above = _above_output(form.rows, set(industries)) if stated else None
    return Table(industries, primary, final, cells, given if stated else None, above, scope)


def _kinds(form: Form, apart: set[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    both = (set(form.rows) & set(form.columns)) - apart
    industries = tuple(code for code in form.rows if code in both and not _is_output(code))
    known = set(industries)
    primary = tuple(code for code in form.rows if code not in known and not _is_output(code))
    final = tuple(code for code in form.columns if code not in known and not _is_output(code))
    if not industries:
        says = _("No code is both a row and a column, so the table has no industry.")
        remedy = _("Call an industry by one code where it sells and where it buys: %(rows)s; %(columns)s.")
        raise refuse(says, {"rows": _some(form.rows), "columns": _some(form.columns)}, remedy)
    return industries, primary, final


def _some(codes: Sequence[str]) -> str:
    return ", ".join(codes[:6]) + (" …" if len(codes) > 6 else "")


def _new_places(codes: Sequence[str], wanted: Sequence[str]) -> NDArray[np.int64]:
    """The place in the table of each code of the file; -1 for the row and the column `output`."""
    at = {code: place for place, code in enumerate(wanted)}
    return np.array([at.get(code, -1) for code in codes], dtype=np.int64)


def _fill(
    block: Cells,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    cells: Matrix,
    seen: NDArray[np.bool_],
    given: Matrix,
    seen_given: NDArray[np.bool_],
) -> int:
    """Puts a block's cells in their places, and counts them. A column `output` is a total: it is left out."""
    i, j, values = rows[block[0]], columns[block[1]], block[2]
    flows, stated = (i >= 0) & (j >= 0), (i < 0) & (j >= 0)
    if flows.all():
        cells[i, j], seen[i, j] = values, True
        return len(values)
    cells[i[flows], j[flows]], seen[i[flows], j[flows]] = values[flows], True
    given[j[stated]], seen_given[j[stated]] = values[stated], True
    return int(flows.sum() + stated.sum())


def _twice(form: Form) -> list[Fault]:
    """The cells that come more than once, found in a second and slower pass."""
    found: set[tuple[int, int]] = set()
    faults = []
    for rows, columns, _values in form.cells():
        for pair in zip(rows.tolist(), columns.tolist(), strict=True):
            if pair in found:
                says = Remark(_("The cell is given twice."))
                remedy = Remark(_("Keep one line for each pair of row and column."))
                faults.append(Fault(says, remedy, form.rows[pair[0]], form.columns[pair[1]]))
            found.add(pair)
    return faults


def _refuse_infinite(cells: Matrix, rows: Sequence[str], columns: Sequence[str]) -> None:
    if np.isfinite(cells.sum(axis=1)).all():
        return
    places = np.argwhere(~np.isfinite(cells))
    says, remedy = (
        Remark(_("The cell is no finite number.")),
        Remark(_("Write the euros of the flow, or leave it empty.")),
    )
    raise Refused([Fault(says, remedy, rows[i], columns[j]) for i, j in places])


def _above_output(codes: Sequence[str], industries: set[str]) -> int:
    """How many primary rows stand above the output row."""
    end = next(at for at, code in enumerate(codes) if _is_output(code))
    return sum(code not in industries for code in codes[:end])


def read_jobs(path: Path) -> dict[str, float]:
    """Jobs by industry: the first column holds the codes, the first column of numbers after it the jobs.

    Raises Refused with file and line where a cell is no number or a code comes twice.
    """
    try:
        return _jobs_in(open_content(path))
    except Refused as refused:
        raise refused.within(path.name) from None


def _jobs_in(content: Content) -> dict[str, float]:
    line = content.first_line()
    delimiter = delimiter_of(line)
    heading = [plain(name) for name in cells_of(line, delimiter)]
    code_at = next((at for at, name in enumerate(heading) if name in CODES), 0)
    jobs_at = next((at for at, name in enumerate(heading) if name in JOBS), None)
    jobs: dict[str, float] = {}
    faults: list[Fault] = []
    first = 1
    for block in content.blocks():
        for number, cells in records_of(block, delimiter, first):
            at = jobs_at if jobs_at is not None else 1 - code_at if len(cells) == 2 else len(cells) - 1
            text = cells[at] if at < len(cells) else ""
            value = value_in(text)
            if number == 1 and (value is None or heading[code_at] in CODES):
                continue
            if value is None or not text:
                faults.append(no_number(number, text, cells[code_at], "jobs"))
            elif cells[code_at] in jobs:
                says = Remark(_("The code comes again in line %(line)s."), {"line": number})
                faults.append(Fault(says, Remark(_("Keep one line for each industry.")), cells[code_at]))
            else:
                jobs[cells[code_at]] = value
        first += count_lines(block)
    if faults:
        raise Refused(faults)
    return jobs


CODES: Final = frozenset({"code", "row", "industry", "toimiala", "sector", "koodi"})
JOBS: Final = frozenset(
    {"jobs", "value", "employed", "employment", "persons", "personyears", "tyolliset", "tyopaikat", "fte"}
)
