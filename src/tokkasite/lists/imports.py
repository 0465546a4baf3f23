"""What is said of the rows of any list: the verdicts, their reasons, and the report of a whole file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Model
from django.utils import translation

from tokka.tables.lists import NO_MAPPING, Listing
from tokka.tables.model import Note, Row, Table
from tokka.tables.organisations import ORGANISATIONS
from tokka.tables.people import PARTICIPATIONS, PERSONS
from tokka.tables.work import TABLES_OF_WORK
from tokka.words import Remark, _
from tokkasite.register.models import Cluster, Organisation
from tokkasite.register.readers import Alike

CREATED = _("created")
ADDED = _("identifier added")
COMMITTED = _("commitment added")
UNCHANGED = _("unchanged")
SAME = _("same as an earlier row")
COUNTED = _("counted with an earlier row")
LEFT_OUT = _("left out")
UNKNOWN = _("not known")
REFUSED = _("refused")

OF_ORGANISATIONS: Final = (CREATED, ADDED, UNCHANGED, SAME, LEFT_OUT, REFUSED)
OF_PARTICIPATIONS: Final = (CREATED, COMMITTED, UNCHANGED, SAME, LEFT_OUT, UNKNOWN, REFUSED)
OF_ATTENDANCE: Final = (CREATED, UNCHANGED, COUNTED, SAME, LEFT_OUT, UNKNOWN, REFUSED)
OF_WORK: Final = (CREATED, UNCHANGED, SAME, LEFT_OUT, UNKNOWN, REFUSED)

LEAVE_OUT: Final = "leave out"
"""What a person may decide of a row, besides the number of the organisation that it is about."""


def only(table: Table, *left_out: str) -> Table:
    """The table without columns for which the register has no place, so that no heading is said to be kept."""
    return Table(table.key, table.label, tuple(one for one in table.columns if one.key not in left_out))


TABLES: Final = {
    table.key: table
    for table in (
        ORGANISATIONS,
        PERSONS,
        only(PARTICIPATIONS, "role"),
        *(only(table, "persons") if table.key == "events" else table for table in TABLES_OF_WORK),
    )
}
"""What can be imported, in the order in which a cluster brings it: who there is, before what they did."""


@dataclass(slots=True)
class Verdict:
    """What became of one row."""

    row: int
    name: str
    verdict: str = ""
    notes: list[Note] = field(default_factory=list)
    same_as_row: int | None = None
    organisation: Organisation | None = None
    """Whom the row is about, known before or made by it."""
    makes: list[Model] = field(default_factory=list)
    """What the row brings in: not saved before the whole piece is."""
    likely: list[Alike] = field(default_factory=list)
    """Organisations that it resembles, where nobody is known by its name."""

    def note(self, column: str, says: str, remedy: str, values: Mapping[str, object] = NO_MAPPING) -> None:
        """Say what is the matter with a column, as the file calls it, and what to do."""
        self.notes.append(Note(column, Remark(says, values), Remark(remedy)))


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file: how it was read, and a verdict for every row."""

    table: str
    file_name: str
    sheet: Listing | None
    """How the file was read; None where only the verdicts were kept."""
    verdicts: tuple[Verdict, ...]
    is_dry_run: bool

    @property
    def counts(self) -> dict[str, int]:
        counts = dict.fromkeys(verdicts_of(self.table), 0)
        for one in self.verdicts:
            counts[one.verdict] += 1
        return counts

    @property
    def noted(self) -> tuple[Verdict, ...]:
        """The rows of which there is something to say."""
        return tuple(one for one in self.verdicts if one.notes or one.same_as_row or one.likely)


@dataclass(frozen=True, slots=True)
class Told:
    """A list that is judged: how it was read, for which cluster and on which day, and what a person decided of it."""

    table: str
    file_name: str
    sheet: Listing
    cluster: Cluster | None
    day: date
    decisions: Mapping[str, str] = field(default_factory=dict)
    """What was decided of rows, by the number of the row."""
    looks_for_likeness: bool = False

    def heading(self, column: str) -> str:
        """A column as the file calls it."""
        return self.sheet.columns.get(column, column)

    def is_left_out(self, row: Row) -> bool:
        return self.decisions.get(str(row.number)) == LEAVE_OUT

    def chosen(self, row: Row) -> int | None:
        """The number of the organisation that somebody said a row is about."""
        decided = self.decisions.get(str(row.number), "")
        return int(decided) if decided.isdecimal() else None


def verdicts_of(table: str) -> tuple[str, ...]:
    """The verdicts that rows of a table can get, in the order in which they are counted."""
    own = {
        "organisations": OF_ORGANISATIONS,
        "participations": OF_PARTICIPATIONS,
        "attendance": OF_ATTENDANCE,
    }
    return own.get(table, OF_WORK)


def kept_note(note: Note) -> dict[str, object]:
    return {"column": note.column, "says": kept_remark(note.says), "remedy": kept_remark(note.remedy)}


def kept_remark(remark: Remark) -> list[object]:
    """The sentence and its values in English, so that every reader is told it in the own language."""
    with translation.override("en"):
        return [
            remark.message,
            {name: value if isinstance(value, int | float) else str(value) for name, value in remark.values.items()},
        ]


def told_note(kept: dict[str, Any]) -> Note:
    return Note(kept["column"], Remark(*kept["says"]), Remark(*kept["remedy"]))
