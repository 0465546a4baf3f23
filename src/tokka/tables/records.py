"""Opens lists that are kept as records: JSON, JSON lines and YAML, flat or nested, and tables of a web page."""

import json
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, Final

import yaml

from tokka.tables.grid import SAVE_AS_CSV, Grid, Line, Opened, Raw, refuse_cells, without_blanks
from tokka.tables.model import WrongTable
from tokka.words import Remark, _

LARGEST_YAML: Final = 10_000_000
"""Letters. YAML is read a hundred times slower than CSV."""
DEEPEST: Final = 20

Record = dict[str, Raw]


def open_json(text: str, encoding: str, file: str) -> Opened:
    """A JSON document, or one record a line."""
    try:
        tree = _json(text)
    except (ValueError, RecursionError) as fault:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].lstrip().startswith("{"):
            raise WrongTable(
                file, Remark(_("The JSON cannot be read: %(why)s."), {"why": str(fault)}), SAVE_AS_CSV
            ) from fault
        return _opened(_("JSON lines"), list(_json_lines(lines)), encoding, file)
    return _opened(_("JSON"), _all_records(tree, file), encoding, file)


def _json(text: str) -> Any:
    return json.loads(text, parse_int=lambda told: int(told) if len(told) < 16 else told, parse_constant=str)


def _json_lines(lines: list[str]) -> Iterator[Record | Remark]:
    for line in lines:
        try:
            told = _json(line)
        except (ValueError, RecursionError) as fault:
            yield Remark(_("The line is no JSON: %(why)s."), {"why": str(fault)[:200]})
            continue
        yield _flat(told) if isinstance(told, dict) else Remark(_("The line is no record."))


def open_yaml(text: str, encoding: str, file: str) -> Opened:
    """A YAML document. Every scalar stays the text that it is: Norway's NO is not made false."""
    if len(text) > LARGEST_YAML:
        says = Remark(_("The YAML has more than %(most)s MB."), {"most": LARGEST_YAML // 1_000_000})
        raise WrongTable(file, says, SAVE_AS_CSV)
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=loader)):
            says = Remark(_("The YAML refers back to parts of itself, by which a small file can grow without end."))
            raise WrongTable(file, says, Remark(_("Write the parts out, or save the list as CSV.")))
        tree = yaml.load(text, Loader=loader)  # noqa: S506 -- the base loader makes nothing but text, lists and mappings
    except (yaml.YAMLError, RecursionError) as fault:
        why = str(fault).splitlines()[0]
        raise WrongTable(file, Remark(_("The YAML cannot be read: %(why)s."), {"why": why}), SAVE_AS_CSV) from fault
    return _opened(_("YAML"), _all_records(tree, file), encoding, file)


def _all_records(tree: Any, file: str) -> list[Record | Remark]:
    try:
        return list(_records(tree, {}, "", 0, frozenset(_lists_of_records(tree)), file))
    except RecursionError as fault:
        raise WrongTable(file, Remark(_("The records are nested too deep.")), SAVE_AS_CSV) from fault


def _records(
    node: Any, above: Mapping[str, Raw], name: str, depth: int, lists: frozenset[str], file: str
) -> Iterator[Record | Remark]:
    """The innermost records of a nested list, each with what its ancestors say of it."""
    if depth > DEEPEST:
        raise WrongTable(file, Remark(_("The records are nested too deep.")), SAVE_AS_CSV)
    if isinstance(node, list):
        for child in node:
            yield from _records(child, above, name, depth + 1, lists, file)
    elif not isinstance(node, dict):
        yield Remark(_("“%(value)s” is no record."), {"value": str(node)[:80]})
    elif any(node.get(key) == [] for key in lists):
        says = _("“%(value)s” is no entry: its list of entries is empty.")
        yield Remark(says, {"value": "; ".join(str(cell) for cell in _flat(node).values() if cell)[:80]})
    elif not (inner := {key: part for key, part in node.items() if _holds_records(part)}):
        yield {**_flat(node), **{_apart(key, node): value for key, value in above.items()}}
    else:
        own = {key: part for key, part in node.items() if key not in inner}
        context = dict(above) | {f"{name}.{key}" if name else key: cell for key, cell in _flat(own).items()}
        for key, part in inner.items():
            yield from _records(part, context, key, depth + 1, lists, file)


def _lists_of_records(node: Any) -> Iterator[str]:
    """The keys under which lists of records stand anywhere in a document."""
    for child in node if isinstance(node, list) else node.values() if isinstance(node, dict) else ():
        yield from _lists_of_records(child)
    if isinstance(node, dict):
        yield from (key for key, part in node.items() if isinstance(part, list) and _holds_records(part))


def _apart(key: str, node: Mapping[str, object]) -> str:
    """What an ancestor says is called by its own name, or with the ancestor's where the record has that name too."""
    last = key.rpartition(".")[2]
    return key if last in node else last


def _holds_records(part: object) -> bool:
    """A list of records; or, at the top of a document, a mapping that holds such a list."""
    if isinstance(part, list):
        return any(isinstance(child, dict) for child in part)
    return isinstance(part, dict) and any(_holds_records(child) for child in part.values())


def _flat(node: Mapping[str, Any], above: str = "") -> Record:
    cells: Record = {}
    for key, part in node.items():
        name = f"{above}{key}"
        if isinstance(part, dict):
            cells |= _flat(part, f"{name}.")
        elif isinstance(part, list):
            cells[name] = "; ".join(str(child) for child in part)
        else:
            cells[name] = "" if part is None else part.strip() if isinstance(part, str) else part
    return cells


def _opened(form: str, records: list[Record | Remark], encoding: str, file: str) -> Opened:
    names = list(dict.fromkeys(name for record in records if isinstance(record, dict) for name in record))
    refuse_cells((len(names) + 2) * len(records), file)
    lines = [Line(0, tuple(names))] + [_line(number, record, names) for number, record in enumerate(records, start=1)]
    kept, blank = without_blanks(lines)
    return Opened(form, (Grid(file, kept, blank, is_headed=True),), encoding)


def _line(number: int, record: Record | Remark, names: list[str]) -> Line:
    if isinstance(record, Remark):
        return Line(number, ("",) * len(names), {-1: record})
    return Line(number, tuple(record.get(name, "") for name in names))


class _Tables(HTMLParser):
    """The cells of all tables of a page, row by row. Tables inside tables are read as rows of the outer one."""

    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.file, self.count = file, 0
        self.rows: list[list[str]] = []
        self.is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows = self.rows or [[]]
            self.rows[-1].append("")
            self.is_in_cell = True
        if tag in ("tr", "td", "th"):
            self.count += 1
            refuse_cells(self.count, self.file)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self.is_in_cell = False

    def handle_data(self, data: str) -> None:
        if self.is_in_cell:
            self.rows[-1][-1] += data


def open_page(text: str, encoding: str, file: str) -> Opened:
    """The tables of a web page, whatever the file is called."""
    page = _Tables(file)
    page.feed(text)
    page.close()
    cells = (tuple(" ".join(cell.split()) for cell in row) for row in page.rows)
    kept, blank = without_blanks([Line(number, row) for number, row in enumerate(cells, start=1)])
    says = Remark(_("The file is a web page with a table, whatever its name says: the table was read."))
    return Opened(_("web page"), (Grid(file, kept, blank),), encoding, remarks=(says,))
