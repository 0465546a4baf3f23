"""What the kinds of lists share: whom a row names, which choice a word means, and how a row is turned away."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Model, TextChoices

from tokka.tables.model import Row, plain
from tokka.words import _
from tokkasite.lists.imports import SAME, UNKNOWN, Told, Verdict
from tokkasite.lists.readers import Directory
from tokkasite.register.models import Cluster, Language, Organisation, searchable

MOST_EUROS: Final = Decimal(10) ** 10

NOT_YET: Final = _("This day is still to come.")
AFTER_IT_HAPPENED: Final = _("Import the row again when it has happened.")
CORRECT: Final = _("Correct the row, and import the file again: rows that are in already stay as they are.")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a row would bring in. Two rows of one key are one thing; `is_known` where the register has it already."""

    key: Hashable
    rows: tuple[Model, ...] = ()
    organisation: Organisation | None = None
    is_known: bool = False
    repeats_as: str = SAME
    """The verdict on a row whose key an earlier row of the list brought in."""


class Desk:
    """What one list about one cluster is judged with."""

    def __init__(self, told: Told) -> None:
        if told.cluster is None:
            raise ValueError(f"A list of {told.table} is about one cluster. Say which.")
        self.told, self.cluster = told, told.cluster
        self.directory = Directory(told)
        self.own_names = names_of(told.cluster)

    def organisation(self, row: Row, day: date, verdict: Verdict) -> Organisation | None:
        """Whom a row names; nobody is a verdict of its own."""
        found = self.directory.find(row, day, verdict)
        if found is None:
            verdict.verdict = UNKNOWN
        return found

    def refuse_long(self, row: Row, verdict: Verdict, longest: Mapping[str, int]) -> None:
        """A cell that does not fit is refused, never cut."""
        for column, most in longest.items():
            if (length := len(row.text(column))) > most:
                says = _("The cell has %(length)s letters; the register keeps at most %(most)s.")
                remedy = _("Shorten it, and import the file again.")
                verdict.note(self.told.heading(column), says, remedy, {"length": length, "most": most})

    def refuse(self, verdict: Verdict, column: str, says: str, remedy: str = CORRECT, **values: object) -> None:
        verdict.note(self.told.heading(column), says, remedy, values)

    def is_about_another_cluster(self, row: Row, verdict: Verdict) -> bool:
        """A list about one cluster touches no other one, whatever its rows say."""
        told = row.text("cluster")
        if not told or searchable(told) in self.own_names:
            return False
        says = _("The row is about the cluster “%(value)s”, and this list is imported for another one.")
        remedy = _("Import the list once more for that cluster, if you belong to its team.")
        self.refuse(verdict, "cluster", says, remedy, value=told[:80])
        return True

    def choice(
        self, row: Row, column: str, words: Mapping[str, str], other: TextChoices | None, verdict: Verdict
    ) -> str:
        """The choice that a word means; one that nobody knows is noted, and `other` is taken where there is such."""
        told = row.text(column)
        if not told:
            return other or ""
        if (found := words.get(plain(told))) is None and other:
            says = _("The word “%(value)s” is not understood: “%(taken)s” was taken.")
            remedy = _("Choose the right one on the record's page if that is wrong.")
            self.refuse(verdict, column, says, remedy, value=told[:80], taken=other.label)
        return found or other or ""

    def euros(self, row: Row, verdict: Verdict) -> Decimal | None:
        """The amount to the cent."""
        amount = Decimal(str(row.cells.get("amount_eur") or 0)).quantize(Decimal("0.01"))
        if 0 <= amount < MOST_EUROS:
            return amount
        says = _("The amount %(value)s does not lie between 0 and 10 thousand million.")
        self.refuse(verdict, "amount_eur", says, value=str(amount))
        return None

    def is_still_to_come(self, row: Row, verdict: Verdict) -> bool:
        """What the journal keeps has happened."""
        if row.cells["on"] <= self.told.day:
            return False
        self.refuse(verdict, "on", NOT_YET, AFTER_IT_HAPPENED)
        return True


def names_of(cluster: Cluster) -> set[str]:
    """Everything that a cluster is called, as names are compared."""
    names = (cluster.key, *(getattr(cluster, f"name_{code}") for code in Language.values))
    return {searchable(name) for name in names if name}


def most(model: type[Model], **columns: str) -> dict[str, int]:
    """How many letters the register keeps of each column of a list, told by the field that keeps it."""
    return {column: model._meta.get_field(field).max_length for column, field in columns.items()}
