"""What is said of a table that is not computed: which row, which column, what is the matter, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tokka.words import Remark

MOST_TOLD: Final = 12
"""Faults in the message of a refusal; the list holds all of them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where it is, and its likely cause as a remedy. A place left empty is the whole table."""

    says: Remark
    remedy: Remark
    row: str = ""
    column: str = ""

    def __str__(self) -> str:
        places = [f"row {self.row}"] * bool(self.row) + [f"column {self.column}"] * bool(self.column)
        return f"{', '.join(places)}: {self.says} {self.remedy}".removeprefix(": ")


@dataclass(frozen=True, slots=True)
class Check:
    """One validation: what was found, the limit it is held to, and whether it passed."""

    name: str
    passed: bool
    says: Remark
    value: float | None = None
    limit: float | None = None


class Refused(ValueError):
    """Input that nothing is computed from (§2): every fault that was found, and the checks that led there."""

    def __init__(self, faults: Iterable[Fault], *, file: str = "", checks: Iterable[Check] = ()) -> None:
        self.faults, self.file, self.checks = tuple(faults), file, tuple(checks)
        told = [str(fault) for fault in self.faults[:MOST_TOLD]]
        if len(self.faults) > MOST_TOLD:
            told.append(f"… and {len(self.faults) - MOST_TOLD} more.")
        super().__init__("\n".join(f"{file}: {line}" if file else line for line in told))

    def within(self, file: str) -> "Refused":
        """The same refusal with the name of the file it is about."""
        return Refused(self.faults, file=self.file or file, checks=self.checks)


def refuse(says: str, values: dict[str, object], remedy: str, *, row: str = "", column: str = "") -> Refused:
    """A refusal for one fault. The texts are marked by the caller."""
    return Refused([Fault(Remark(says, values), Remark(remedy, values), row, column)])
