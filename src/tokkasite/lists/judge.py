"""What becomes of each row of a list about one cluster. Nothing is written here."""

from collections.abc import Callable, Hashable, Mapping
from typing import Final, Protocol

from django.db.models import Model

from tokka.tables.model import Row
from tokka.tables.organisations import ORGANISATIONS
from tokkasite.journal.models import Attendance, Contact, Cost, Event, Income
from tokkasite.lists import people, work
from tokkasite.lists.desk import Desk, Draft
from tokkasite.lists.imports import COMMITTED, CREATED, LEFT_OUT, REFUSED, UNCHANGED, Told, Verdict
from tokkasite.lists.models import ImportedRow
from tokkasite.lists.organisations import OrganisationList
from tokkasite.register.models import Commitment, ContactPerson, Identifier, Organisation, Participation


class Kind(Protocol):
    """One kind of list: what it is judged against, and what a row of it would bring in."""

    longest: Mapping[str, int]
    """The letters that the register keeps, by the key of the column."""

    def name_of(self, row: Row) -> str:
        """What the row is about, in a few words."""

    def draft(self, row: Row, verdict: Verdict) -> Draft | None:
        """What the row brings; None, with the reason noted, where it cannot be taken."""


KINDS: Final[dict[str, Callable[[Desk], Kind]]] = {
    "persons": people.Persons,
    "participations": people.Participations,
    "contacts": work.Contacts,
    "events": work.Events,
    "attendance": work.Attendances,
    "income": work.Incomes,
    "costs": work.Costs,
}


class ClusterList:
    """Judges a list about one cluster row by row, and remembers what the rows before have brought in."""

    def __init__(self, told: Told) -> None:
        self.told, self.desk = told, Desk(told)
        self.kind = KINDS[told.table](self.desk)
        self.made: dict[Hashable, int] = {}
        """The row that brought something in, by its key."""

    def recall(self, row: Row, became: ImportedRow) -> None:
        """Know again what a row brought in before the import was interrupted."""
        if became.verdict == CREATED and (draft := self.kind.draft(row, Verdict(row.number, ""))):
            self.made[draft.key] = row.number

    def judge(self, row: Row) -> Verdict:
        """Say what becomes of a row, and keep what it brings for those that follow."""
        verdict = Verdict(row.number, self.kind.name_of(row), notes=list(row.notes))
        self.desk.refuse_long(row, verdict, self.kind.longest)
        if verdict.notes:
            verdict.verdict = REFUSED
            return verdict
        if self.told.is_left_out(row):
            verdict.verdict = LEFT_OUT
            return verdict
        draft = self.kind.draft(row, verdict)
        if draft is None:
            verdict.verdict = verdict.verdict or REFUSED
            return verdict
        verdict.organisation = draft.organisation
        if draft.key in self.made:
            verdict.verdict, verdict.same_as_row = draft.repeats_as, self.made[draft.key]
            return verdict
        verdict.makes = list(draft.rows)
        if draft.is_known:
            verdict.verdict = COMMITTED if draft.rows else UNCHANGED
        else:
            verdict.verdict = CREATED
            self.made[draft.key] = row.number
        return verdict


def judge_of(told: Told) -> OrganisationList | ClusterList:
    """Who judges a list, with everything read that it is judged against."""
    return OrganisationList(told) if told.table == ORGANISATIONS.key else ClusterList(told)


BROUGHT: Final[tuple[type[Model], ...]] = (
    Organisation, Identifier, ContactPerson, Participation, Commitment, Event, Attendance, Contact, Income, Cost,
)  # fmt: skip
"""What lists bring in, in the order in which it is made; it is taken back in the other one."""
