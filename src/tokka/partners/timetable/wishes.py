"""What people hand in for a brokerage event: requests, absences and locks; and the meetings that they get."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from tokka.tables.model import Column, Holds, Row, Table
from tokka.tables.text import Sheet, read_text
from tokka.words import Remark, _


@dataclass(frozen=True, slots=True)
class Request:
    """One asks to meet another. `row` is the row of the file, 0 where there is none."""

    a: str
    b: str
    weight: float = 1.0
    must: bool = False
    """To be held before all that is only asked for."""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody who cannot meet in a slot. Slots count from 1."""

    person: str
    slot: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class Lock:
    """A meeting that the organiser has fixed: in a slot and perhaps at a table, or in any slot (a must-meeting)."""

    a: str
    b: str
    slot: int | None = None
    table: int | None = None
    row: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    """Two people in one slot at one table; slots and tables count from 1."""

    slot: int
    table: int
    a: str
    b: str


_A: Final = Column(
    "a", _("Who asks"), _("The one who asks for the meeting."), required=True, headings=("from", "kuka", "vem")
)
_B: Final = Column("b", _("Whom"), _("The one whom they want to meet."), required=True, headings=("to", "kenet", "med"))
_SLOT_MEANS: Final = _("The number of the slot, counted from 1.")
REQUESTS: Final = Table(
    "requests",
    _("Requests"),
    (
        _A,
        _B,
        Column(
            "weight",
            _("Weight"),
            _("How much the meeting is worth: 1 where the cell is empty."),
            Holds.NUMBER,
            headings=("paino", "vikt"),
        ),
        Column("must", _("Must"), _("Whether it must be held before all that is only asked for."), Holds.TRUTH),
    ),
)
ABSENCES: Final = Table(
    "absences",
    _("Absences"),
    (
        Column("person", _("Person"), _("Who cannot meet."), required=True, headings=("henkilö", "who", "name")),
        Column("slot", _("Slot"), _SLOT_MEANS, Holds.NUMBER, required=True, headings=("aika", "tid")),
    ),
)
LOCKED: Final = Table(
    "locked",
    _("Locked meetings"),
    (
        _A,
        _B,
        Column("slot", _("Slot"), _SLOT_MEANS + " " + _("Empty: in any slot."), Holds.NUMBER, headings=("aika", "tid")),
        Column("table", _("Table"), _("The number of the table. Empty: at any."), Holds.NUMBER, headings=("pöytä",)),
    ),
)
TIMETABLE_COLUMNS: Final = ("a", "b", "slot", "table")

Wish = TypeVar("Wish", Request, Absence, Lock)


def read_requests(content: bytes, file: str) -> tuple[tuple[Request, ...], tuple[Remark, ...]]:
    """The requests of a delimited text, and a remark for each row that was left out. Raises WrongTable."""
    return _read(read_text(REQUESTS, content, file), file, _request)


def read_absences(content: bytes, file: str) -> tuple[tuple[Absence, ...], tuple[Remark, ...]]:
    """The absences of a delimited text, and a remark for each row that was left out. Raises WrongTable."""
    return _read(read_text(ABSENCES, content, file), file, _absence)


def read_locked(content: bytes, file: str) -> tuple[tuple[Lock, ...], tuple[Remark, ...]]:
    """The locked meetings of a delimited text, such as an earlier timetable. Raises WrongTable."""
    return _read(read_text(LOCKED, content, file), file, _lock)


def _read(
    sheet: Sheet, file: str, wish_of: Callable[[Row], Wish | Remark]
) -> tuple[tuple[Wish, ...], tuple[Remark, ...]]:
    wishes: list[Wish] = []
    remarks: list[Remark] = []
    for row in sheet.rows:
        faults = list(_faults(row, file))
        wish = None if faults else wish_of(row)
        if isinstance(wish, Remark):
            values = {"file": file, "row": row.number, "why": str(wish)}
            faults = [Remark(_("%(file)s, row %(row)s: %(why)s The row is left out."), values)]
        elif wish is not None:
            wishes.append(wish)
        remarks.extend(faults)
    return tuple(wishes), tuple(remarks)


def _faults(row: Row, file: str) -> Iterator[Remark]:
    for note in row.notes:
        values = {"file": file, "row": row.number, "column": note.column, "says": str(note.says)}
        yield Remark(_("%(file)s, row %(row)s, column “%(column)s”: %(says)s The row is left out."), values)


def _request(row: Row) -> Request | Remark:
    weight = row.cells.get("weight")
    return Request(
        row.text("a"),
        row.text("b"),
        1.0 if weight is None else float(str(weight)),
        bool(row.cells.get("must")),
        row.number,
    )


def _absence(row: Row) -> Absence | Remark:
    slot = _whole(row, "slot")
    return slot if isinstance(slot, Remark) else Absence(row.text("person"), slot or 0, row.number)


def _lock(row: Row) -> Lock | Remark:
    slot, table = _whole(row, "slot"), _whole(row, "table")
    if isinstance(slot, Remark):
        return slot
    return table if isinstance(table, Remark) else Lock(row.text("a"), row.text("b"), slot, table, row.number)


def _whole(row: Row, key: str) -> int | Remark | None:
    """A whole number, None where the cell is empty, or a remark."""
    value = row.cells.get(key)
    if value is None:
        return None
    number = float(str(value))
    if number.is_integer():
        return int(number)
    values = {"column": key, "value": value}
    return Remark(_("The column “%(column)s” has %(value)s. Write a whole number, counted from 1."), values)
