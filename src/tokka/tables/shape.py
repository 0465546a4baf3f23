"""Finds the table in a sheet: its headings, its rows, and everything around them that is no row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from tokka.tables.grid import Grid, Line, Raw, Span, written
from tokka.tables.mapping import Vocabulary
from tokka.tables.model import plain
from tokka.words import Remark, _

HEADINGS_WITHIN: Final = 40
"""Lines with something in them, among which the headings are looked for."""
_TOTAL: Final = re.compile(
    r"(yhteensä|kaikki yhteensä|loppusumma|välisumma|summa|total|totals|totalt|grand total|subtotal|sub-total|sum|sums"
    r"|summa totalt|delsumma|gesamt|insgesamt|totaal|i alt|kopā)(\s+(yhteensä|total|totalt|eur|€))?\s*[:=]?",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(r"[/,(–-]\s*$")
"""How a heading ends that goes on in the next line."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that is no row of the table: its number, what it holds, why it was set aside and what to do if wrongly."""

    number: int
    holds: str
    says: Remark
    remedy: Remark


@dataclass(frozen=True, slots=True)
class Shape:
    """A sheet sorted: the lines of headings, one heading for each place, the rows, and what was set aside."""

    header: tuple[int, ...]
    headings: tuple[str, ...]
    rows: tuple[Line, ...]
    aside: tuple[Aside, ...]
    sections: Mapping[int, str]
    """The section heading under which a row stands, by the number of the row."""


_TITLE = Remark(_("It stands above the headings."))
_TITLE_REMEDY = Remark(_("Nothing to do, unless it is an entry: then move it below the headings."))
_SECTION = Remark(_("It has one cell only, as the heading of a section has."))
_SECTION_REMEDY = Remark(_("If it is an entry, fill another of its cells, and import the file again."))
_SUMS = Remark(_("It is a row of totals."))
_NAMELESS_SUMS = Remark(_("It stands below the last entry, and has numbers only: a row of totals."))
_TOTAL_REMEDY = Remark(_("If it is an entry, write its whole name, and import the file again."))
_REPEATED = Remark(_("It repeats the headings."))
_REPEATED_REMEDY = Remark(_("Nothing to do."))


def shaped(grid: Grid, words: Vocabulary) -> Shape:
    """Sort the lines of a sheet. No line is left out: it is a heading, a row, or set aside with a reason."""
    start, depth, headings = _headings(grid, words)
    above, header, below = grid.lines[:start], grid.lines[start : start + depth], grid.lines[start + depth :]
    aside = [_aside(line, _TITLE, _TITLE_REMEDY) for line in above]
    if grid.is_headed:
        return Shape((), headings, below, (), {})
    body = _filled_down(below, grid.spans)
    rows, sections = _sorted_body(body, header, aside)
    return Shape(tuple(line.number for line in header), headings, rows, tuple(aside), sections)


def _headings(grid: Grid, words: Vocabulary) -> tuple[int, int, tuple[str, ...]]:
    """Where the headings stand, over how many lines, and what they say. Of equal understandings the first is taken."""
    best = (0.0, 0, 1, _texts(grid.lines[0]) if grid.lines else ())
    for start, line in enumerate(grid.lines[: 1 if grid.is_headed else HEADINGS_WITHIN]):
        if (known := words.understood(_texts(line))) > best[0]:
            best = (known, start, 1, _texts(line))
        lower = grid.lines[start + 1] if start + 1 < len(grid.lines) else None
        if lower is None or grid.is_headed or not _may_be_one_heading(line, lower):
            continue
        both = _as_one_heading(line, lower, grid.spans, words)
        known_of_both = words.understood(both)
        alone = max(known, words.understood(_texts(lower)))
        if known_of_both > max(alone, best[0]) or (best[1] == start and known_of_both and _goes_on(line, lower, words)):
            best = (known_of_both, start, 2, both)
    return best[1:]


def _may_be_one_heading(upper: Line, lower: Line) -> bool:
    """Two lines of texts, one under the other, of which the upper one is no title."""
    if lower.number != upper.number + 1 or any(cell != "" and not isinstance(cell, str) for cell in lower.cells):
        return False
    return len(upper.filled) >= 2 or len(lower.filled) <= len(upper.filled)


def _goes_on(upper: Line, lower: Line, words: Vocabulary) -> bool:
    """Whether the lower line goes on with headings that are left open, by words and with no required cell filled."""
    required = {column.key for column in words.table.columns if column.required}
    under = [match.place for match in words.matches(_texts(upper)) if match.is_sure and match.column in required]
    texts = [text for text in _texts(lower) if text]
    is_empty_under = all(place >= len(lower.cells) or lower.cells[place] == "" for place in under)
    is_open = any(place < len(upper.cells) and _OPEN.search(written(upper.cells[place])) for place in lower.filled)
    return len(texts) >= 2 and is_empty_under and is_open and not any(map(_is_number, texts))


def _as_one_heading(upper: Line, lower: Line, spans: Sequence[Span], words: Vocabulary) -> tuple[str, ...]:
    """A group above and a column below as one wording: the one that is understood best, else both words."""
    groups = _spread(upper, lower, spans)
    own = (*_texts(lower), *[""] * len(groups))
    return tuple(_surest(group, name, words) for group, name in zip(groups, own, strict=False))


def _surest(group: str, own: str, words: Vocabulary) -> str:
    wordings = [wording for wording in (" ".join(filter(None, (group, own))), own, group) if wording]
    return max(wordings, key=lambda wording: words.understood([wording]), default="")


def _texts(line: Line) -> tuple[str, ...]:
    return tuple(written(cell) for cell in line.cells)


def _spread(upper: Line, lower: Line, spans: Sequence[Span]) -> list[str]:
    """The group above each place: merged cells say how far it reaches; else it fills the blanks to its right."""
    width = max(len(upper.cells), len(lower.cells))
    texts = [*_texts(upper), *[""] * (width - len(upper.cells))]
    merged = [span for span in spans if span.first == upper.number]
    for span in merged:
        texts[span.left : span.right + 1] = [texts[span.left]] * (min(span.right, width - 1) - span.left + 1)
    below = (*_texts(lower), *[""] * width)
    for place in range(1, width):
        if not merged and not texts[place] and below[place]:
            texts[place] = texts[place - 1]
    return texts


def _filled_down(lines: Sequence[Line], spans: Sequence[Span]) -> tuple[Line, ...]:
    """A cell that is merged over several rows counts in each of them."""
    numbers = {line.number: line for line in lines}
    values = {
        (number, span.left): numbers[span.first].cells[span.left]
        for span in spans
        if span.last > span.first and span.left == span.right and span.first in numbers
        for number in range(span.first + 1, span.last + 1)
    }
    return tuple(_with(line, values) for line in lines) if values else tuple(lines)


def _with(line: Line, values: Mapping[tuple[int, int], Raw]) -> Line:
    cells = tuple(
        values.get((line.number, place), cell) if cell == "" else cell for place, cell in enumerate(line.cells)
    )
    return Line(line.number, cells, line.wrong)


def _sorted_body(
    body: Sequence[Line], header: Sequence[Line], aside: list[Aside]
) -> tuple[tuple[Line, ...], dict[int, str]]:
    repeated = {tuple(plain(text) for text in _texts(line) if text) for line in header}
    headings_of_sections = _section_lines(body)
    rows: list[Line] = []
    sections: dict[int, str] = {}
    section = ""
    for line in body:
        if line.number in headings_of_sections:
            section = written(line.cells[line.filled[0]])
            aside.append(_aside(line, _SECTION, _SECTION_REMEDY))
        elif reason := _no_row(line, repeated, is_last=line is body[-1]):
            aside.append(_aside(line, *reason))
        else:
            rows.append(line)
            if section:
                sections[line.number] = section
    return tuple(rows), sections


def _section_lines(body: Sequence[Line]) -> set[int]:
    """The lines with one cell only that head the rows after them.

    Where the rows are wide and lone cells few, a lone text directly above a wide row heads a section. At the end, or
    next to another lone cell, it is an entry of which no more than the name is known.
    """
    widths = [len(line.filled) for line in body]
    wide = [width for width in widths if width > 1]
    if not wide or median(wide) < 3 or 3 * (len(body) - len(wide)) > 2 * len(wide):
        return set()
    around = zip([9, *widths[:-1]], body, [*widths[1:], 1], strict=True)
    return {line.number for before, line, after in around if before > 1 and after > 1 and _is_lone_text(line)}


def _is_lone_text(line: Line) -> bool:
    if len(line.filled) != 1 or line.wrong:
        return False
    cell = line.cells[line.filled[0]]
    return isinstance(cell, str) and not _is_number(cell) and not _TOTAL.fullmatch(cell)


def _no_row(line: Line, repeated: set[tuple[str, ...]], *, is_last: bool) -> tuple[Remark, Remark] | None:
    """Why a line below the headings is no row of the table, or None."""
    texts = [written(line.cells[place]) for place in line.filled]
    if not texts or line.wrong:
        return None
    if len(texts) > 1 and tuple(plain(text) for text in texts) in repeated:
        return _REPEATED, _REPEATED_REMEDY
    if _TOTAL.fullmatch(texts[0]) and all(_is_number(text) for text in texts[1:]):
        return _SUMS, _TOTAL_REMEDY
    if is_last and line.filled[0] > 0 and all(_is_number(text) for text in texts):
        return _NAMELESS_SUMS, _TOTAL_REMEDY
    return None


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[-+−]?[\d\s.,'’]*\d[\d\s.,'’]*(%|€|eur)?", text, re.IGNORECASE))


def _aside(line: Line, says: Remark, remedy: Remark) -> Aside:
    return Aside(line.number, " | ".join(written(line.cells[place])[:60] for place in line.filled)[:200], says, remedy)
