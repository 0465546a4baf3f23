"""Management models: the kinds of organisations in a pool, how many there are, and whether they would return (§13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from tokka.benchmark.catalogue import INDICATORS, coarse
from tokka.benchmark.disclosure import HANDS, LEAST
from tokka.benchmark.energy import parted
from tokka.benchmark.likeness import Features, Matrix, features, gower
from tokka.benchmark.pool import Ints, Pool
from tokka.benchmark.questionnaire import ASKED, DIMENSIONS, Dimension, Kind
from tokka.benchmark.sheet import Consent
from tokka.words import Remark, _

MOST_MODELS: Final = 8
STABLE: Final = 0.75
RESAMPLES: Final = 40
SHUFFLES: Final = 19
"""With nineteen shuffles the real pool beats them all by chance once in twenty."""
SAMPLE: Final = 400
"""Resampling and shuffling look at no more organisations than this: the answer moves little, the time much."""
PURE_CHANCE: Final = _(
    "No models stand out: shuffled answers group as well as the real ones. Do not read anything into it."
)
TOO_FEW: Final = _("%(count)d organisations of %(year)d allow this and answer enough; models need at least %(least)d.")
LEFT_OUT: Final = _("%(count)d organisations answer less than half of the dimensions and are placed in no model.")
NOT_STABLE: Final = _(
    "Model %(number)d does not return reliably when organisations are drawn anew: treat it as a hint."
)


@dataclass(frozen=True, slots=True)
class Trait:
    """What is usual in a model: the most common choice with its share, or the median. None if fewer than ten tell."""

    dimension: Dimension
    choice: str | None
    value: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Model:
    """One kind of management: how many, what is usual, and how well it returns when the pool is drawn anew (0 to 1)."""

    number: int
    size: int
    traits: tuple[Trait, ...]
    returns: float

    @property
    def is_stable(self) -> bool:
        """True from 0.75 on, the bound of Hennig (2007)."""
        return self.returns >= STABLE


@dataclass(frozen=True, slots=True)
class Models:
    """What was found in one year of a pool. Without models, `remarks` says why."""

    year: int
    found: tuple[Model, ...]
    placed: Mapping[str, int]
    """The number of the model of each organisation."""
    silhouettes: Mapping[int, float]
    """For each number of models tried, how clearly they part (-1 to 1). One that left a model too small is absent."""
    silhouette_by_chance: float
    """The clearest parting that shuffled answers reached."""
    agreement: float
    """Mean adjusted Rand index between the models and those of redrawn pools."""
    remarks: tuple[Remark, ...]


def find_models(pool: Pool, year: int, *, seed: int) -> Models:
    """The models among those who allow study and answer at least half of the dimensions (§13)."""
    rows = pool.rows(year, Consent.STUDY)
    everyone = features(pool, rows)
    rows, told = rows[everyone.is_told], Features(everyone.columns[everyone.is_told])
    left_out = int((~everyone.is_told).sum())
    remarks = [Remark(LEFT_OUT, {"count": left_out})] if left_out else []
    if len(rows) < 4 * HANDS:
        remarks.append(Remark(TOO_FEW, {"count": len(rows), "year": year, "least": 4 * HANDS}))
        return Models(year, (), {}, {}, 0.0, 0.0, tuple(remarks))
    with threadpool_limits(1):  # a run repeats to the last digit, whatever the machine
        return _modelled(pool, year, rows, told, tuple(remarks), np.random.default_rng(seed))


def _modelled(
    pool: Pool, year: int, rows: Ints, told: Features, remarks: tuple[Remark, ...], chance: np.random.Generator
) -> Models:
    distance = gower(told)
    partings = _partings(distance)
    silhouettes = {number: one.silhouette for number, one in partings.items()}
    shuffles = _shuffled(told, chance)
    by_chance = max((one for shuffle in shuffles for one in shuffle.values()), default=-1.0)
    if not partings or _clearest_of_sample(distance, chance) <= by_chance:
        return Models(year, (), {}, silhouettes, by_chance, 0.0, (*remarks, Remark(PURE_CHANCE)))
    best = partings[_best_number(silhouettes, shuffles)].labels
    agreement, returns = _stability(distance, best, chance)
    labels = _by_size(best)
    old_of = {int(labels[best == old][0]): old for old in range(len(returns))}
    found = tuple(
        Model(number, int((labels == number).sum()), _traits(pool, rows[labels == number]), returns[old_of[number]])
        for number in sorted(old_of)
    )
    shaky = (Remark(NOT_STABLE, {"number": one.number}) for one in found if not one.is_stable)
    placed = dict(zip(map(str, pool.organisations[rows]), map(int, labels), strict=True))
    return Models(year, found, placed, silhouettes, by_chance, agreement, (*remarks, *shaky))


@dataclass(frozen=True, slots=True, eq=False)
class _Parting:
    labels: Ints
    silhouette: float


def _partings(distance: Matrix) -> dict[int, _Parting]:
    """By their number, the models that leave none with fewer than six organisations, and how clearly they part."""
    from sklearn.metrics import silhouette_score

    found = {}
    for number in range(2, min(MOST_MODELS, len(distance) // HANDS) + 1):
        labels = parted(distance, number)
        if np.bincount(labels, minlength=number).min() >= HANDS:
            found[number] = _Parting(labels, float(silhouette_score(distance, labels, metric="precomputed")))
    return found


def _best_number(silhouettes: Mapping[int, float], shuffles: Sequence[Mapping[int, float]]) -> int:
    """The number of models whose silhouette is farthest above the mean that shuffled answers reach with it."""
    beyond = {}
    for number, silhouette in silhouettes.items():
        chances = [shuffle[number] for shuffle in shuffles if number in shuffle]
        beyond[number] = silhouette - (sum(chances) / len(chances) if chances else 0.0)
    return max(beyond, key=lambda number: beyond[number])


def _by_size(labels: Ints) -> Ints:
    """Number the models from 1, the largest first; those of one size keep their order."""
    order = np.argsort(-np.bincount(labels), kind="stable")
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(1, len(order) + 1)
    return number[labels]


def _clearest_of_sample(distance: Matrix, chance: np.random.Generator) -> float:
    """The clearest parting of as many organisations as the shuffles look at, so that the two are alike."""
    some = _draw(len(distance), len(distance), chance)
    return max((one.silhouette for one in _partings(distance[np.ix_(some, some)]).values()), default=-1.0)


def _shuffled(told: Features, chance: np.random.Generator) -> list[dict[int, float]]:
    """The silhouettes where every dimension is shuffled by itself: each keeps its answers, and all ties go."""
    found = []
    for _shuffle in range(SHUFFLES):
        some = told.columns[_draw(len(told.columns), len(told.columns), chance)]
        partings = _partings(gower(Features(chance.permuted(some, axis=0))))
        found.append({number: one.silhouette for number, one in partings.items()})
    return found


def _draw(count: int, most: int, chance: np.random.Generator) -> Ints:
    return np.sort(chance.choice(count, size=min(most, SAMPLE), replace=False))


def _stability(distance: Matrix, best: Ints, chance: np.random.Generator) -> tuple[float, dict[int, float]]:
    """Draw four in five anew, part them again, and see how much of each model returns (Jaccard; Hennig 2007)."""
    from sklearn.metrics import adjusted_rand_score

    count = int(best.max()) + 1
    agreements, overlaps = [], []
    for _resample in range(RESAMPLES):
        some = _draw(len(distance), int(0.8 * len(distance)), chance)
        before, after = best[some], parted(distance[np.ix_(some, some)], count)
        agreements.append(float(adjusted_rand_score(before, after)))
        overlaps.append([_overlap(before == old, after, count) for old in range(count)])
    means = np.nanmean(overlaps, axis=0)
    return float(np.mean(agreements)), {old: float(means[old]) for old in range(count)}


def _overlap(before: NDArray[np.bool_], after: Ints, count: int) -> float:
    """How much of one model the most similar new one shares: both over either. NaN where nobody of it was drawn."""
    if not before.any():
        return float("nan")
    return max(float((before & (after == new)).sum() / (before | (after == new)).sum()) for new in range(count))


def _traits(pool: Pool, rows: Ints) -> tuple[Trait, ...]:
    return tuple(_trait(pool, rows, dimension) for dimension in DIMENSIONS)


def _trait(pool: Pool, rows: Ints, dimension: Dimension) -> Trait:
    """The usual answer. A share rests on ten answers, so that neither side of it names fewer than it hides."""
    if dimension.kind is Kind.NUMBER:
        column = [one.key for one in INDICATORS].index(dimension.indicator)
        values = pool.indicators[rows, column]
        values = values[~np.isnan(values)]
        is_shown = len(values) >= 2 * LEAST
        return Trait(dimension, None, coarse(float(np.median(values))) if is_shown else None, None)
    answers = pool.answers[rows, ASKED.index(dimension)]
    told = answers[answers != ""]
    if len(told) < 2 * LEAST:
        return Trait(dimension, None, None, None)
    choices, counts = np.unique(told, return_counts=True)
    most = int(counts.argmax())
    if counts[most] < LEAST:
        return Trait(dimension, None, None, None)
    return Trait(dimension, str(choices[most]), None, coarse(float(counts[most] / len(told))))
