"""How long a label holds: from its interviews and the dated numbers of `label_life`, by pure counting of months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from tokka.excellence.book import Sight
from tokka.excellence.months import month_end, month_shifted
from tokka.excellence.records import Record
from tokka.rulebook import label_life
from tokka.rulebook.model import RecordKey
from tokka.words import Remark, _

TO_MONTH_END = Remark(_("Assumed: validity runs to the last day of the month, as on published certificates."))
RENEWED_AS_FIRST = Remark(
    _("Assumed: how much a renewal adds to this label is not public, so the renewed one is counted like a first one.")
)
NOT_KNOWN_THEN = Remark(_("How long a label of that time held is not public. Enter its last day from the certificate."))


@dataclass(frozen=True, slots=True)
class Life:
    """The latest label of one level: when it was earned, how long it holds and can be renewed, and what is assumed."""

    level: str
    interviewed_on: date | None = None
    valid_until: date | None = None
    renewable_until: date | None = None
    remarks: tuple[Remark, ...] = ()
    records: tuple[RecordKey, ...] = ()

    def state_on(self, day: date) -> str:
        """none, valid, renewable, lapsed, or unknown where no published number and no certificate gives an end."""
        if self.interviewed_on is None:
            return "none"
        if self.valid_until is None:
            return "unknown"
        if day <= self.valid_until:
            return "valid"
        if self.renewable_until is None:
            return "unknown"
        return "renewable" if day <= self.renewable_until else "lapsed"


def interviews_of(sight: Sight, level: str) -> Sequence[Record]:
    """The labels of the level recorded up to the day, oldest interview first."""
    return sight.ever("label", level)


def life_on(sight: Sight, level: str) -> Life:
    """The life of the level's label as known on the day of the sight (§11)."""
    lives = lives_on(sight, level)
    return lives[-1] if lives else Life(level)


def lives_on(sight: Sight, level: str) -> tuple[Life, ...]:
    """The life of the level's label after each of its interviews, oldest first."""
    return tuple(accumulate(interviews_of(sight, level), _after, initial=Life(level)))[1:]


def _after(life: Life, interview: Record) -> Life:
    """The life of the label after one more interview: a renewal while the window is open, a first label otherwise."""
    end, remarks = _end_of(life, interview)
    window = months_of(f"{life.level}_window", interview.on)
    return Life(
        life.level,
        interview.on,
        end,
        month_end(month_shifted(end, window)) if end and window else None,
        remarks,
        (*life.records, interview.key),
    )


def _end_of(life: Life, interview: Record) -> tuple[date | None, tuple[Remark, ...]]:
    """The last day of validity. What the certificate says goes before what is counted."""
    if interview.until is not None:
        return interview.until, ()
    first = months_of(f"{life.level}_first", interview.on)
    if first is None:
        return None, (NOT_KNOWN_THEN,)
    fresh = month_end(month_shifted(interview.on, first))
    if life.valid_until is None or life.state_on(interview.on) not in ("valid", "renewable"):
        return fresh, (TO_MONTH_END,)
    added = months_of(f"{life.level}_renewed", interview.on)
    if added is None:
        return max(fresh, life.valid_until), (TO_MONTH_END, RENEWED_AS_FIRST)
    return month_end(month_shifted(life.valid_until, added)), (TO_MONTH_END,)


def months_of(key: str, day: date) -> int | None:
    """The published number of months in force on the day."""
    dated = label_life.VALUES[key].on(day)
    return int(dated.value) if dated and isinstance(dated.value, int | float) else None
