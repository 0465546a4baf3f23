"""Pools whose truth is known, to try the methods on: planted models, a planted effect, or nothing at all (§19)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tokka.benchmark.catalogue import FACETS, INDICATORS, OUTCOMES, Quantity, coarse, size_class
from tokka.benchmark.pool import Floats, Pool, Words
from tokka.benchmark.practices import PRACTICES
from tokka.benchmark.questionnaire import ASKED, DIMENSIONS, Kind
from tokka.benchmark.sheet import Consent, Sheet
from tokka.rulebook.model import Fact

COUNTRIES: Final = ("AT", "BE", "BG", "DE", "DK", "EE", "ES", "FI", "FR", "HU", "IE", "IT", "LT", "NO", "PL", "RO")
PLACE: Final = {one.key: place for place, one in enumerate(INDICATORS)}
_MEMBERS: Final = "committed_participants"


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """A pool, and the model that each organisation really has, in the order of the names."""

    pool: Pool
    models: NDArray[np.int64]


def planted(
    organisations: int,
    years: int,
    *,
    seed: int,
    models: int = 3,
    noise: float = 0.35,
    telling: float = 0.7,
    unknown: float = 0.1,
    effect: float = 0.0,
) -> Truth:
    """A pool of `organisations` × `years` that holds so many models.

    `telling` is the part of the dimensions in which the models differ at all. In those, with probability `noise` an
    answer has nothing to do with the model, and numbers spread about the model's own level by
    a factor of two either way. `unknown` is the part of all cells that nobody knows. `effect` is what the first
    practice adds to the first outcome, in standard deviations; every other association is none.
    """
    chance = np.random.default_rng(seed)
    truth = chance.integers(models, size=organisations)
    profile = _profile(organisations, chance)
    levels, answers = _prototypes(truth, models, noise, telling, chance)
    every = np.repeat(np.arange(organisations), years)
    told = np.where(chance.random((len(every), len(ASKED))) < unknown, "", answers[every])
    indicators = _indicators(levels, years, chance)
    outcomes = _outcomes(indicators, years, effect, chance)
    numbers = _agreeing(indicators.reshape(len(every), -1), answers[every])
    sizes = np.array([size_class({"committed_participants": Fact(one)}) for one in numbers[:, PLACE[_MEMBERS]]])
    pool = Pool(
        organisations=np.array([f"{one:032x}" for one in range(organisations)])[every],
        years=np.tile(2026 - years + 1 + np.arange(years), organisations),
        consents=np.full(len(every), "contact", dtype="U8"),
        profile={**{facet: column[every] for facet, column in profile.items()}, "size": sizes},
        indicators=_forget(numbers, unknown, chance),
        answers=told,
        outcomes=_forget(_coarse(outcomes.reshape(len(every), -1)), unknown, chance),
    )
    return Truth(pool, truth)


def as_sheets(pool: Pool) -> Iterator[Sheet]:
    """The sheets, dated at midsummer, from which this pool could have been gathered."""
    for row, (organisation, year) in enumerate(zip(pool.organisations, pool.years, strict=True)):
        yield Sheet(
            organisation=str(organisation),
            day=date(int(year), 6, 24),
            consent=Consent(str(pool.consents[row])),
            profile={facet: str(column[row]) for facet, column in pool.profile.items()},
            indicators=_named(INDICATORS, pool.indicators[row]),
            answers={one.key: str(answer) or None for one, answer in zip(ASKED, pool.answers[row], strict=True)},
            outcomes=_named(OUTCOMES, pool.outcomes[row]),
        )


def _named(quantities: tuple[Quantity, ...], values: Floats) -> dict[str, float | None]:
    return {one.key: None if np.isnan(x) else float(x) for one, x in zip(quantities, values, strict=True)}


def _profile(count: int, chance: np.random.Generator) -> dict[str, Words]:
    """Portfolios and countries of very unequal size, as they are."""
    facets = {facet.key: tuple(one for one in facet.classes if one != "unknown") for facet in FACETS}
    drawn = {key: _unequal(classes, count, chance) for key, classes in facets.items()}
    return {**drawn, "country": _unequal(COUNTRIES, count, chance)}


def _unequal(classes: tuple[str, ...], count: int, chance: np.random.Generator) -> Words:
    weights = 1 / np.arange(1, len(classes) + 1)
    return np.asarray(chance.choice(classes, size=count, p=weights / weights.sum()))


def _prototypes(
    truth: NDArray[np.int64], models: int, noise: float, telling: float, chance: np.random.Generator
) -> tuple[Floats, Words]:
    """The level of each organisation on every indicator, as a factor, and its answers.

    Models give different answers to a telling question that has enough choices, and stand apart by four on numbers.
    """
    count = len(truth)
    is_telling = dict(
        zip(
            (one.key for one in DIMENSIONS),
            chance.permutation(len(DIMENSIONS)) < telling * len(DIMENSIONS),
            strict=True,
        )
    )
    answers = np.empty((count, len(ASKED)), dtype="U16")
    for place, dimension in enumerate(ASKED):
        choices = np.array(list(dimension.choices))
        typical = chance.permutation(len(choices))[np.arange(models) % len(choices)]
        is_noise = chance.random(count) < (noise if is_telling[dimension.key] else 1)
        answers[:, place] = choices[np.where(is_noise, chance.integers(len(choices), size=count), typical[truth])]
    levels = np.ones((count, len(INDICATORS)))
    for dimension in DIMENSIONS:
        if dimension.kind is Kind.NUMBER and is_telling[dimension.key]:
            levels[:, PLACE[dimension.indicator]] = 4.0 ** (chance.permutation(models)[truth] - (models - 1) / 2)
    return levels, answers


def _indicators(levels: Floats, years: int, chance: np.random.Generator) -> Floats:
    """Organisations × years × indicators: most of the spread stays with the organisation from year to year."""
    own = levels * 2.0 ** chance.normal(size=levels.shape)
    yearly = own[:, None, :] * 1.1 ** chance.normal(size=(len(own), years, levels.shape[1]))
    for place, one in enumerate(INDICATORS):
        if one.bounds[1] <= 100:
            low, high = one.bounds
            wide = yearly[:, :, place] ** 2
            yearly[:, :, place] = low + (high - low) * wide / (1 + wide)
        else:
            yearly[:, :, place] = np.round(yearly[:, :, place] * _TYPICAL.get(one.key, 3.0))
    return yearly


_TYPICAL: Final = {
    "committed_participants": 60.0,
    "committed_companies": 40.0,
    "activities": 12.0,
    "communications": 30.0,
}


def _outcomes(indicators: Floats, years: int, effect: float, chance: np.random.Generator) -> Floats:
    """Organisations × years × outcomes, with heavy tails; the first practice in the first year moves the first one."""
    count = len(indicators)
    own = chance.standard_t(5, size=(count, len(OUTCOMES)))
    does = indicators[:, 0, PLACE[PRACTICES[0].indicator]] >= PRACTICES[0].least
    own[:, 0] += effect * float(np.std(own[:, 0])) * does
    yearly: Floats = 2 + 5 * own[:, None, :] + 5 * chance.standard_t(5, size=(count, years, len(OUTCOMES)))
    yearly[:, :, 3] = np.maximum(yearly[:, :, 3], 0)
    return yearly


def _agreeing(numbers: Floats, answers: Words) -> Floats:
    """The numbers as a sheet would bring them: with two digits, and in agreement with each other and the answers."""
    found = _coarse(numbers)
    for part, whole in _PARTS:
        found[:, PLACE[part]] = np.minimum(found[:, PLACE[part]], found[:, PLACE[whole]])
    asked = [one.key for one in ASKED]
    for dimension, nothing, indicator in _NOTHING:
        is_none = answers[:, asked.index(dimension)] == nothing
        column = found[:, PLACE[indicator]]
        found[:, PLACE[indicator]] = np.where(is_none, 0, np.maximum(column, 1))
    return found


_PARTS: Final = (
    ("committed_companies", "committed_participants"),
    ("committed_types", "committed_participants"),
    ("needs_reviews", "reviews"),
)
_NOTHING: Final = (
    ("strategy_cycle", "none", "strategies"),
    ("monitoring", "none", "monitored_share"),
    ("decisions", "management", "shared_decisions"),
)


def _coarse(values: Floats) -> Floats:
    rounded: Floats = np.vectorize(coarse, otypes=[np.float64])(values)
    return rounded


def _forget(values: Floats, unknown: float, chance: np.random.Generator) -> Floats:
    return np.where(chance.random(values.shape) < unknown, np.nan, values)
