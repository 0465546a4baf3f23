"""One table of evidence under several rule families at once (§19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from tokka.excellence.assess import Assessment, assess, evidence_on
from tokka.excellence.book import Book
from tokka.excellence.measures import MEASURES
from tokka.excellence.measures.model import Measure
from tokka.rulebook.families import Family
from tokka.rulebook.model import Fact, Finding

FEW: Final = 3
"""A rule that reads more measures than this sums them up, and stands in no row of a single one."""
Cells = tuple[tuple[Finding, ...], ...]
"""The findings of each family, in the order of the families."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One measure, what is known of it, and the findings that rest on it in each family."""

    measure: Measure
    fact: Fact
    cells: Cells


@dataclass(frozen=True, slots=True)
class Beside:
    """The families over the same evidence: a row for each measure, then what sums up many, and what reads none."""

    assessments: tuple[Assessment, ...]
    rows: tuple[EvidenceRow, ...]
    sums: Cells
    without_evidence: Cells


def beside(book: Book, day: date, families: Iterable[Family]) -> Beside:
    """Judge the day by each family, and lay the findings beside the measures that they read, in the measures' order."""
    assessments = tuple(assess(book, day, family) for family in families)
    evidence = evidence_on(book, day)
    rows = (EvidenceRow(one, evidence[one.key], _reading(assessments, one.key)) for one in MEASURES)
    return Beside(
        assessments,
        tuple(row for row in rows if any(row.cells)),
        tuple(tuple(finding for finding in one.findings if len(finding.facts) > FEW) for one in assessments),
        tuple(tuple(finding for finding in one.findings if not finding.facts) for one in assessments),
    )


def _reading(assessments: Iterable[Assessment], measure: str) -> Cells:
    return tuple(
        tuple(finding for finding in one.findings if measure in finding.facts and len(finding.facts) <= FEW)
        for one in assessments
    )
