"""What would be found if more had been done: the same rules over the same records and some imagined ones (§15)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tokka.excellence.assess import Assessment, assess
from tokka.excellence.book import Book, Sight
from tokka.excellence.deeds import BY_KEY, left_by, with_all
from tokka.excellence.records import Participant, Record
from tokka.rulebook.families import Family
from tokka.rulebook.model import Finding
from tokka.words import Remark, _

AT_MOST = _("%(label)s: %(asked)s times were asked for, and %(most)s are possible.")


@dataclass(frozen=True, slots=True)
class Change:
    """One finding before and after."""

    before: Finding
    after: Finding


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The assessment as it is and as it would be, the findings whose outcome, level or value differ, and remarks."""

    before: Assessment
    after: Assessment
    changes: tuple[Change, ...]
    remarks: tuple[Remark, ...] = ()


def what_if(
    book: Book, day: date, family: Family, *, records: Iterable[Record], participants: Iterable[Participant] = ()
) -> WhatIf:
    """Judge the day again with extra records, which have to bear numbers of their own. Raises WrongRecord."""
    return _beside(book, book.with_more(records, participants), day, family)


def what_if_done(book: Book, day: date, family: Family, times: Mapping[str, int]) -> WhatIf:
    """Judge the day as if each deed had been done so many times.

    What cannot be done so often is done as often as it can be, and a remark says so. Raises KeyError for a deed that
    there is not, and ValueError for a number below zero.
    """
    for key, count in times.items():
        if key not in BY_KEY:
            raise KeyError(f"There is no deed {key!r}. There are: {', '.join(BY_KEY)}.")
        if count < 0:
            raise ValueError(f"{key!r} cannot be done {count} times. Give a number from 0 on.")
    sight = Sight(book, day)
    imagined = with_all(book, (left_by(sight, BY_KEY[key], count) for key, count in times.items()))
    remarks = tuple(
        Remark(AT_MOST, {"label": BY_KEY[key].label, "asked": count, "most": most})
        for key, count in times.items()
        if count > (most := BY_KEY[key].most(sight))
    )
    return _beside(book, imagined, day, family, remarks)


def _beside(book: Book, imagined: Book, day: date, family: Family, remarks: tuple[Remark, ...] = ()) -> WhatIf:
    before, after = assess(book, day, family), assess(imagined, day, family)
    pairs = zip(before.findings, after.findings, strict=True)
    changes = (Change(old, new) for old, new in pairs if _told(old) != _told(new))
    return WhatIf(before, after, tuple(changes), remarks)


def _told(finding: Finding) -> tuple[object, ...]:
    return finding.outcome, finding.level, finding.value
