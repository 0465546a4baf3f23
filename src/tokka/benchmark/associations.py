"""Which practices go with what becomes of the member companies: association, not proof (§17, §18)."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit
from threadpoolctl import threadpool_limits  # it ships no types

from tokka.benchmark.catalogue import OUTCOMES, Quantity
from tokka.benchmark.disclosure import LEAST
from tokka.benchmark.pool import Floats, Ints, Pool
from tokka.benchmark.practices import PRACTICES, Practice, done_by
from tokka.benchmark.regression import Slope, holm, slope
from tokka.benchmark.sheet import Consent
from tokka.words import Remark, _

ERROR: Final = 0.025
"""In so many pools without any effect may any practice be called significant with any outcome. Half of the 5 % that
are promised: the errors are approximate in small pools, and the promise has to hold there too."""
LEAST_EACH: Final = 20
"""So many organisations have to do it, and so many not, before a practice is tested."""
FREE_LEAST: Final = 30
"""So many organisations have to be left over after the adjustments have used up theirs."""

NOT_PROOF: Final = _(
    "This is association, not proof: clusters that do this may differ in other ways that the sheets do not hold."
)
LIMITS: Final = (
    _("The practice is taken from the first year of an organisation, the outcome from the years after it."),
    _("Compared are clusters of like portfolio, age and size; place, policy and leadership are not held alike."),
    _("Organisations chose to share their sheets and to do what they do; nobody drew lots."),
    _("Outcomes are means over the member companies that tell them, and those that fare badly may tell less."),
)
NO_LATER_YEAR: Final = _(
    "Not tested: no organisation tells this outcome in a later year, so that it could follow the practice."
)
TOO_FEW: Final = _(
    "Not tested: a practice needs %(least)d organisations that do it and %(least)d that do not, with a later outcome."
)
TOO_ALIKE: Final = _(
    "Not tested: among clusters of like portfolio, age and size, nearly all do this or nearly none do."
)


@dataclass(frozen=True, slots=True)
class Association:
    """One practice and one outcome: how far apart those who do it and those who do not are, all else adjusted.

    `effect` counts in standard deviations of the outcome's normal scores, and `low` to `high` holds it for all tests
    together with 97.5 % confidence. `p` is corrected for all tests by Holm's rule. None where it was not tested. The
    counts are None where one of them is below five.
    """

    practice: Practice
    outcome: Quantity
    doing: int | None
    not_doing: int | None
    effect: float | None
    low: float | None
    high: float | None
    p: float | None
    remarks: tuple[Remark, ...]

    @property
    def is_significant(self) -> bool:
        """True where the corrected p is below 2.5 %. The interval is a little more careful, and may just touch zero."""
        return self.p is not None and self.p < ERROR


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """One row for each organisation: what it did at first, what came after, and what is held alike."""

    practices: Floats
    outcomes: Floats
    adjust: Floats


def associations(pool: Pool) -> tuple[Association, ...]:
    """Every practice with every outcome, in their orders, over all years of those who allow study."""
    told = histories(pool)
    pairs = [(first, second) for first in range(len(PRACTICES)) for second in range(len(OUTCOMES))]
    counts = {pair: _counts(told, *pair) for pair in pairs}
    with threadpool_limits(1):  # many small fits: threads would wait for each other
        tried = {pair: _fit(told, *pair) for pair in pairs if min(counts[pair]) >= LEAST_EACH}
    fits = {pair: fit for pair, fit in tried.items() if fit is not None and fit.free >= FREE_LEAST}
    corrected = dict(zip(fits, holm([fit.p for fit in fits.values()]), strict=True))
    return tuple(
        _tested(pair, counts[pair], fits[pair], corrected[pair], len(fits))
        if pair in fits
        else _untested(pair, counts[pair], was_tried=pair in tried)
        for pair in pairs
    )


def histories(pool: Pool) -> Histories:
    """The first year of each organisation beside the mean of its later years. One year alone has no later one."""
    rows = np.flatnonzero(np.isin(pool.consents, [one.value for one in Consent if one.allows(Consent.STUDY)]))
    names, first = np.unique(pool.organisations[rows], return_index=True)
    later = np.setdiff1d(np.arange(len(rows)), first)
    owner = np.searchsorted(names, pool.organisations[rows])
    starts = rows[first]
    return Histories(
        practices=done_by(pool, starts),
        outcomes=_means(pool.outcomes[rows[later]], owner[later], len(names)),
        adjust=_adjustments(pool, starts),
    )


def _means(values: Floats, owner: NDArray[np.intp], count: int) -> Floats:
    """The mean of each owner's known values; NaN where it has none."""
    is_known = ~np.isnan(values)
    total, known = np.zeros((count, values.shape[1])), np.zeros((count, values.shape[1]))
    np.add.at(total, owner, np.where(is_known, values, 0))
    np.add.at(known, owner, is_known)
    return np.where(known > 0, total / np.maximum(known, 1), np.nan)


def _adjustments(pool: Pool, rows: Ints) -> Floats:
    """A constant, and one column for every class but the first of portfolio, age and size that ten or more have."""
    columns = [np.ones(len(rows))]
    for facet in ("portfolio", "age", "size"):
        theirs = pool.profile[facet][rows]
        classes, counts = np.unique(theirs, return_counts=True)
        columns += [(theirs == one).astype(np.float64) for one in classes[counts >= 10][1:]]
    return np.column_stack(columns)


def _together(told: Histories, practice: int, outcome: int) -> NDArray[np.bool_]:
    return ~np.isnan(told.practices[:, practice]) & ~np.isnan(told.outcomes[:, outcome])


def _counts(told: Histories, practice: int, outcome: int) -> tuple[int, int]:
    does = told.practices[_together(told, practice, outcome), practice]
    return int((does == 1).sum()), int((does == 0).sum())


def _fit(told: Histories, practice: int, outcome: int) -> Slope | None:
    """The slope of the outcome's normal scores on the practice. None where the adjustments leave nothing to compare.

    Scores tame the few outcomes that are very large; ties share their mean rank.
    """
    from scipy.stats import rankdata

    known = _together(told, practice, outcome)
    ranks = rankdata(told.outcomes[known, outcome])
    scores = ndtri((ranks - 0.375) / (len(ranks) + 0.25))
    spread = float(scores.std()) or 1.0
    return slope(scores / spread, told.practices[known, practice], _varying(told.adjust[known]))


def _varying(adjust: Floats) -> Floats:
    """The constant and the columns that still differ among these organisations by at least five."""
    ones = adjust.sum(axis=0)
    keep = (ones >= LEAST) & (len(adjust) - ones >= LEAST)
    keep[0] = True
    return adjust[:, keep]


def _tested(pair: tuple[int, int], counts: tuple[int, int], fit: Slope, p: float, tests: int) -> Association:
    half = float(stdtrit(fit.free, 1 - ERROR / (2 * tests))) * fit.error
    remarks = (Remark(NOT_PROOF), *map(Remark, LIMITS))
    return Association(
        practice=PRACTICES[pair[0]],
        outcome=OUTCOMES[pair[1]],
        doing=counts[0],
        not_doing=counts[1],
        effect=fit.effect,
        low=fit.effect - half,
        high=fit.effect + half,
        p=p,
        remarks=remarks,
    )


def _untested(pair: tuple[int, int], counts: tuple[int, int], *, was_tried: bool) -> Association:
    """A pair without a test, and why. Counts below five are not told (§8)."""
    message = TOO_ALIKE if was_tried else TOO_FEW if sum(counts) else NO_LATER_YEAR
    doing, not_doing = counts if min(counts) >= LEAST else (None, None)
    remark = Remark(message, {"least": LEAST_EACH} if message is TOO_FEW else {})
    return Association(PRACTICES[pair[0]], OUTCOMES[pair[1]], doing, not_doing, None, None, None, None, (remark,))
