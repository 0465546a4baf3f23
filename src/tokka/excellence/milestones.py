"""What must happen by when so that a label is kept, renewed, or followed by the next one (§18)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tokka.excellence.book import Book, Sight
from tokka.excellence.life import Life, interviews_of, life_on, lives_on, months_of
from tokka.excellence.months import month_shifted, months_between
from tokka.rulebook import label_life
from tokka.rulebook.model import RecordKey
from tokka.words import _

WHAT: Final = {
    "valid_until": _("Last day of validity. Have the renewal behind you by then."),
    "renewable_until": _("Last day for a renewal. After it the label is lapsed, and the way begins again with Bronze."),
    "lapsed": _("The label lapsed: the way begins again with Bronze."),
    "second_from": _("From this day on a second Bronze benchmark counts towards Silver."),
    "second_to": _("Last day on which a second Bronze benchmark counts towards Silver."),
}


@dataclass(frozen=True, slots=True)
class Milestone:
    """One day in the life of a label: whose level it is, which of `WHAT`, and the records that it rests on."""

    level: str
    key: str
    on: date
    records: tuple[RecordKey, ...] = ()

    @property
    def what(self) -> str:
        """What must have happened by then, or what begins."""
        return WHAT[self.key]


@dataclass(frozen=True, slots=True)
class HeldLabel:
    """One label that was awarded: by which interview, how long it held as counted then, and its state on the day.

    The state is superseded where a later interview of the level went on from it.
    """

    life: Life
    state: str


def labels_held(book: Book, day: date) -> tuple[HeldLabel, ...]:
    """Every label recorded up to the day, latest interview first, the higher level first on one day."""
    sight = Sight(book, day)
    held = [
        HeldLabel(life, life.state_on(day) if life is lives[-1] else "superseded")
        for level in reversed(label_life.LEVELS)
        for lives in [lives_on(sight, level)]
        for life in lives
    ]
    return tuple(sorted(held, key=lambda one: one.life.interviewed_on or day, reverse=True))


def alarms(book: Book, day: date) -> tuple[Life, ...]:
    """The labels that ran out and that no valid one of the same or a higher level replaces, highest first."""
    sight, found = Sight(book, day), []
    for level in reversed(label_life.LEVELS):
        life = life_on(sight, level)
        state = life.state_on(day)
        if state == "valid":
            break
        if state in ("renewable", "lapsed"):
            found.append(life)
    return tuple(found)


def milestones(book: Book, day: date) -> tuple[Milestone, ...]:
    """The days ahead of the labels that are in force or can be renewed, soonest first, and when a label lapsed."""
    sight = Sight(book, day)
    told = [one for level in label_life.LEVELS for one in _of_life(life_on(sight, level), day)]
    told += _towards_silver(sight)
    is_current = {life.level for life in alarms(book, day)}
    kept = (one for one in told if one.on >= day or (one.key in ("valid_until", "lapsed") and one.level in is_current))
    return tuple(sorted(kept, key=lambda one: (one.on, one.level, one.key)))


def _of_life(life: Life, day: date) -> Iterator[Milestone]:
    if life.valid_until is None:
        return
    state = life.state_on(day)
    if state != "lapsed":
        yield Milestone(life.level, "valid_until", life.valid_until, life.records)
        if life.renewable_until is not None:
            yield Milestone(life.level, "renewable_until", life.renewable_until, life.records)
    elif life.renewable_until is not None:
        yield Milestone(life.level, "lapsed", life.renewable_until + timedelta(days=1), life.records)


def _towards_silver(sight: Sight) -> Iterator[Milestone]:
    """The window of the second benchmark, while the first one's label runs and neither Silver nor Gold is valid."""
    bronze = life_on(sight, "bronze")
    is_higher = any(life_on(sight, level).state_on(sight.day) == "valid" for level in ("silver", "gold"))
    if is_higher or bronze.interviewed_on is None or bronze.state_on(sight.day) not in ("valid", "renewable"):
        return
    window = {key: months_of(key, bronze.interviewed_on) for key in ("second_from", "second_to")}
    between = months_between_benchmarks(sight)
    if between is not None and (window["second_from"] or 0) <= between <= (window["second_to"] or 0):
        return
    for key, months in window.items():
        if months is not None:
            yield Milestone("bronze", key, month_shifted(bronze.interviewed_on, months), bronze.records[-1:])


def months_between_benchmarks(sight: Sight) -> int | None:
    """Completed months between the last two Bronze benchmarks; None where there are no two."""
    days = [row.on for row in interviews_of(sight, "bronze")]
    return months_between(days[-2], days[-1]) if len(days) > 1 else None
