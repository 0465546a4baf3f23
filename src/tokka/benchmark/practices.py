"""The practices that are looked at, and how widespread each one is (§16)."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tokka.benchmark.catalogue import INDICATORS
from tokka.benchmark.disclosure import LEAST
from tokka.benchmark.pool import Floats, Ints, Pool
from tokka.benchmark.sheet import Consent
from tokka.words import _


@dataclass(frozen=True, slots=True)
class Practice:
    """Something that a management does or does not do: done where the indicator is at least `least` (Tokka's own)."""

    key: str
    label: str
    how: str
    indicator: str
    least: float


PRACTICES: Final = (
    Practice(
        "talks_with_all",
        _("Talks with most participants every year"),
        _("The team meets, visits or calls at least three in four committed participants within a year."),
        "contacted_share",
        75,
    ),
    Practice(
        "joint_projects",
        _("Brings participants into joint projects"),
        _("At least a quarter of the committed participants share a running project."),
        "cooperating_share",
        25,
    ),
    Practice(
        "decides_together",
        _("Decides with the stakeholders"),
        _("A body with participants in it takes decisions, and keeps them."),
        "shared_decisions",
        1,
    ),
    Practice(
        "working_groups", _("Runs working groups"), _("At least one working group meets."), "active_working_groups", 1
    ),
    Practice(
        "asks_for_needs",
        _("Reviews the strategy with company needs"),
        _("A review of the strategy or plan reads what companies say that they need."),
        "needs_reviews",
        1,
    ),
    Practice(
        "measures_goals",
        _("Measures its goals"),
        _("At least half of the goals have a value measured after they were set."),
        "monitored_share",
        50,
    ),
    Practice(
        "earns_privately",
        _("Earns a fifth of its income privately"),
        _("Fees and sales are at least a fifth of the income of two years."),
        "private_share",
        20,
    ),
    Practice(
        "trains_team",
        _("Trains its team under a plan"),
        _("A training plan is in force, with at least one day a year for each person."),
        "planned_training_days",
        1,
    ),
    Practice(
        "meets_monthly",
        _("Offers an activity a month"),
        _("Members find at least twelve events, trainings or services a year."),
        "activities",
        12,
    ),
    Practice(
        "tells_stories",
        _("Tells success stories"),
        _("At least three success stories say what came of the work, and for whom."),
        "success_stories",
        3,
    ),
)


@dataclass(frozen=True, slots=True)
class Doing:
    """How many organisations do a practice in a year, of how many who tell; None where fewer than five do or do not."""

    practice: Practice
    told: int | None
    doing: int | None


def doing_in(pool: Pool, year: int) -> tuple[Doing, ...]:
    """How widespread each practice is. Shown only where at least five do it and at least five do not."""
    done = done_by(pool, pool.rows(year, Consent.STUDY))
    found = []
    for practice, column in zip(PRACTICES, done.T, strict=True):
        told, doing = int((~np.isnan(column)).sum()), int(np.nansum(column))
        is_shown = min(doing, told - doing) >= LEAST
        found.append(Doing(practice, told if is_shown else None, doing if is_shown else None))
    return tuple(found)


def done_by(pool: Pool, rows: Ints) -> Floats:
    """Rows × practices: 1 where it is done, 0 where it is not, NaN where nobody knows."""
    keys = [one.key for one in INDICATORS]
    values = pool.indicators[np.ix_(rows, np.array([keys.index(one.indicator) for one in PRACTICES]))]
    done = (values >= np.array([one.least for one in PRACTICES])).astype(np.float64)
    return np.where(np.isnan(values), np.nan, done)
