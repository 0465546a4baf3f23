"""The state of a cluster's quality label on a day: what it holds, until when, and what blocks the next one."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tokka.excellence.assess import assess
from tokka.excellence.book import Book, Sight
from tokka.excellence.life import Life, life_on
from tokka.rulebook import label_life
from tokka.rulebook.families import Family, family_named
from tokka.rulebook.model import DatedValue, Finding, Outcome, Parameter, RecordKey
from tokka.words import Remark

NEXT: Final = {"": "bronze", "bronze": "silver", "silver": "gold", "gold": ""}
_BEST_FIRST: Final = ("valid", "renewable", "unknown", "lapsed")


@dataclass(frozen=True, slots=True)
class LabelState:
    """The best label that the cluster has on the day, and the way to the next.

    `state` is none, valid, renewable, lapsed, or unknown where neither a published number nor the certificate gives
    an end. `blocked_by` are the findings missed, `open` those unknown on the way to `next_label`, which is empty after
    Gold. `prices` are those of the next label, or of the renewal while only that is due.
    """

    level: str
    state: str
    interviewed_on: date | None
    valid_until: date | None
    renewable_until: date | None
    next_label: str
    blocked_by: tuple[Finding, ...]
    open: tuple[Finding, ...]
    prices: tuple[tuple[Parameter, DatedValue], ...]
    remarks: tuple[Remark, ...]
    records: tuple[RecordKey, ...]


def label_state(book: Book, day: date, *, ecei: Family | None = None) -> LabelState:
    """The state of the label on the day (§11). `ecei` is the family with the operator's numbers, if there are any.

    Of several labels the highest valid one counts, then the highest that can be renewed, then the highest of all.
    A lapsed label begins again with Bronze.
    """
    best = _best(book, day)
    state = best.state_on(day)
    held = "" if state in ("none", "lapsed") else best.level
    target = NEXT[held]
    conditions = _conditions(book, day, target, ecei or family_named("ecei"))
    return LabelState(
        level=best.level,
        state=state,
        interviewed_on=best.interviewed_on,
        valid_until=best.valid_until,
        renewable_until=best.renewable_until,
        next_label=target,
        blocked_by=tuple(finding for finding in conditions if finding.outcome is Outcome.MISSED),
        open=tuple(finding for finding in conditions if finding.outcome is Outcome.UNKNOWN),
        prices=prices_of(target or held, day),
        remarks=best.remarks,
        records=best.records,
    )


def _best(book: Book, day: date) -> Life:
    sight = Sight(book, day)
    lives = [life_on(sight, level) for level in reversed(label_life.LEVELS)]
    for state in _BEST_FIRST:
        for life in lives:
            if life.state_on(day) == state:
                return life
    return Life("")


def _conditions(book: Book, day: date, target: str, ecei: Family) -> tuple[Finding, ...]:
    """The findings on which the next label depends: eligibility for each, and what the level adds."""
    wanted = {rule.key for rule in label_life.ELIGIBLE} if target else set()
    if target == "silver":
        wanted |= {rule.key for rule in label_life.TOWARDS_SILVER} | {"ecei.minimums"}
    if target == "gold":
        wanted |= {"ecei.minimums", "ecei.score"}
    findings = (*assess(book, day, family_named("label_life")).findings, *assess(book, day, ecei).findings)
    return tuple(finding for finding in findings if finding.rule.key in wanted)


def prices_of(level: str, day: date) -> tuple[tuple[Parameter, DatedValue], ...]:
    """The prices of a level that are known on the day, each with its source."""
    listed = (label_life.VALUES[key] for key in label_life.PRICES.get(level, ()))
    return tuple((price, dated) for price in listed if (dated := price.on(day)) is not None)
