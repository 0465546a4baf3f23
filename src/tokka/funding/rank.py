"""Ranks calls for profiles by fit, and says of what the fit is made (§8).

First the sparse product of words finds the likeliest calls of each profile. Of those, the fit adds likeness of meaning,
affinity to programmes in which the member has won, time left and the size of the grant.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tokka.funding.bridges import CONCEPT_WEIGHT, MARK, activity_terms, concept_terms, concepts_of, phrases_in
from tokka.funding.calls import Call, Status
from tokka.funding.index import CallIndex, Numbers32, Scores, index_of
from tokka.funding.lemmas import LANGUAGES, SHORTEST, STOPWORDS, language_of, lemma, terms_of, words_in
from tokka.funding.profiles import Profile
from tokka.funding.space import Meaning, Sparse, Vocabulary, learn_meaning, rarity, weighted
from tokka.funding.topic_codes import topic_code
from tokka.words import Remark, _

Terms = Mapping[str, int]

WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {"words": 1.0, "meaning": 0.5, "affinity": 0.3, "time": 0.05, "money": 0.05}
)
"""What each part of the fit weighs. The parts lie between 0 and 1 (§8)."""
LABELS: Final = {
    "words": _("Words in common"),
    "meaning": _("The same field"),
    "affinity": _("Programmes in which the member has won"),
    "time": _("Time left to apply"),
    "money": _("Size of the grant"),
}
AXES: Final = 96
MEANING_FROM: Final = 200
"""Calls. In fewer there is too little text to learn a field from."""
CANDIDATES: Final = 2
"""How many times `top` the first pass keeps for the second."""
GATHERED: Final = 32
"""Profiles whose candidates' places on the axes are brought together at a time: with 100 each, about a megabyte."""
READY_IN_DAYS: Final = 60.0
"""Days in which an application can be written; with less time left the part falls in proportion (§8)."""
UNKNOWN: Final = 0.5
"""The part of a fact that the call does not tell: neither for nor against."""


@dataclass(frozen=True, slots=True)
class Match:
    """One call for one member: its rank from 1, its fit, and the parts that make it."""

    call: Call
    rank: int
    fit: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best calls of each profile as columns: one row for each profile, one column for each rank, -1 for none."""

    profiles: tuple[Profile, ...]
    calls: tuple[Call, ...]
    numbers: Numbers32
    fits: Scores
    parts: Mapping[str, Scores]
    excluded: Mapping[str, int]
    """How many calls were left out, by reason: they stay countable."""
    seconds: float
    remarks: tuple[Remark, ...] = ()

    def of(self, place: int) -> Iterator[Match]:
        """The matches of the profile at a place, best first."""
        for column, number in enumerate(self.numbers[place].tolist()):
            if number >= 0:
                parts = {name: float(values[place, column]) for name, values in self.parts.items()}
                yield Match(self.calls[number], column + 1, float(self.fits[place, column]), parts)


_NO_CALLS: Final = (Call("", "", "nothing"),)
"""Stands in where every call is closed, so that there is a table to look in."""


class Ranker:
    """Calls made ready to be ranked at one moment. Built once, it serves any number of profiles."""

    def __init__(self, calls: Iterable[Call], at: datetime, *, with_closed: bool = False) -> None:
        every = sorted(calls, key=lambda call: call.key)
        states = [call.status_at(at) for call in every]
        self.at = at
        self.calls = tuple(
            call for call, state in zip(every, states, strict=True) if with_closed or state is not Status.CLOSED
        )
        self.excluded = {"closed": len(every) - len(self.calls)}
        self.vocabulary = Vocabulary()
        counts = self.vocabulary.counted(map(call_terms, self.calls or _NO_CALLS))
        self.weights = rarity(counts)
        rows = weighted(counts, self.weights)
        self.index: CallIndex = index_of(rows)
        self.meaning: Meaning | None = learn_meaning(rows, AXES) if len(self.calls) >= MEANING_FROM else None
        self.call_meaning = self.meaning.of(rows).astype(np.float32) if self.meaning else None
        self.programmes = [topic_code(call.identifier).programme for call in self.calls]
        self.time = np.array([_time_left(call, at) for call in self.calls], dtype=np.float32)
        self.least = np.array([_or_nan(call.grant_least_eur) for call in self.calls])
        self.most = np.array([_or_nan(call.grant_most_eur) for call in self.calls])

    def rank(self, profiles: Sequence[Profile], top: int) -> Ranking:
        """The `top` calls that fit each profile best. A profile that shares no word with any call gets none (§8)."""
        began = perf_counter()
        rows = weighted(self.vocabulary.counted(map(profile_terms, profiles), learn=False), self.weights)
        tables = list(self._blocks(profiles, rows, top)) if self.calls else []
        numbers, fits, parts = _joined(tables, len(profiles))
        silent = int((numbers[:, :1] < 0).sum()) if self.calls else len(profiles)
        says = _("%(count)s profiles share no word with any call: describe them in more words, or give activity codes.")
        remarks = (Remark(says, {"count": silent}),) if silent else ()
        seconds = perf_counter() - began
        return Ranking(tuple(profiles), self.calls, numbers, fits, parts, self.excluded, seconds, remarks)

    def _blocks(self, profiles: Sequence[Profile], rows: Sparse, top: int) -> Iterator["Table"]:
        start = 0
        for numbers, words in self.index.best(rows, CANDIDATES * top):
            block = slice(start, start + len(numbers))
            start += len(numbers)
            yield self._fitted(profiles[block], rows[block], numbers, words, top)

    def _fitted(
        self, profiles: Sequence[Profile], rows: Sparse, numbers: Numbers32, words: Scores, top: int
    ) -> "Table":
        """The second pass over the candidates of a block of profiles."""
        parts = {
            "words": words,
            "meaning": self._meaning_of(rows, numbers),
            "affinity": self._affinity(profiles, numbers),
            "time": self.time[numbers],
            "money": self._money(profiles, numbers),
        }
        fits = sum((WEIGHTS[name] * values for name, values in parts.items()), np.zeros_like(words))
        fits = np.where(numbers >= 0, fits, -np.inf).astype(np.float32)
        # Equal to the sixth digit counts as equal, and the call that is first by its key leads.
        order = np.lexsort((numbers, -np.round(fits, 6)), axis=1)[:, :top]
        taken = {name: np.take_along_axis(values, order, axis=1) for name, values in parts.items()}
        return np.take_along_axis(numbers, order, axis=1), np.take_along_axis(fits, order, axis=1), taken

    def _meaning_of(self, rows: Sparse, numbers: Numbers32) -> Scores:
        if self.meaning is None or self.call_meaning is None:
            return np.zeros(numbers.shape, dtype=np.float32)
        theirs = self.meaning.of(rows).astype(np.float32)
        # Of the candidates alone: the product with every call would take longer than all else together.
        places = np.maximum(numbers, 0)
        likeness = np.empty(numbers.shape, dtype=np.float32)
        for start in range(0, len(places), GATHERED):
            part = slice(start, start + GATHERED)
            likeness[part] = np.matmul(self.call_meaning[places[part]], theirs[part, :, None])[..., 0]
        return likeness.clip(min=0)

    def _affinity(self, profiles: Sequence[Profile], numbers: Numbers32) -> Scores:
        """The share of a member's wins that fell into the programme of the call."""
        table = np.zeros(numbers.shape, dtype=np.float32)
        for place, profile in enumerate(profiles):
            won = [topic_code(code).programme for code in profile.topics_won]
            if won:
                table[place] = [won.count(self.programmes[number]) / len(won) for number in numbers[place]]
        return table

    def _money(self, profiles: Sequence[Profile], numbers: Numbers32) -> Scores:
        """1 where the wanted grant lies between the smallest and the largest of the call, 0 where not."""
        wanted = np.array([_or_nan(profile.grant_wanted_eur) for profile in profiles])[:, None]
        least, most = self.least[numbers], self.most[numbers]
        untold = np.isnan(wanted) | (np.isnan(least) & np.isnan(most))
        fits = ~((wanted < least) | (wanted > most))
        return np.where(untold, UNKNOWN, fits).astype(np.float32)


Table = tuple[Numbers32, Scores, dict[str, Scores]]


def call_terms(call: Call) -> Any:
    """The words of a call and the concepts that they name. The title and the keywords count twice."""
    head = " ".join([call.title, *call.keywords])
    text = f"{head}\n{head}\n{call.text}"
    return terms_of(text, call.language) + concept_terms(words_in(f"{head}\n{call.text}"), head)


def profile_terms(profile: Profile) -> dict[str, int]:
    """The words of a profile and of what it has won, the concepts that they name, and those of its activity codes."""
    counts = _terms(profile.text, profile.language)
    for more in (activity_terms(profile.activity_codes), *(_terms(text, "") for text in profile.past)):
        for term, count in more.items():
            counts[term] = counts.get(term, 0) + count
    return counts


def _terms(text: str, language: str) -> dict[str, int]:
    """The words of a text and its concepts in one pass: what `terms_of` and `concept_terms` tell together."""
    words = Counter(words_in(text))
    tongue = language if language in LANGUAGES else language_of(words)
    silent = STOPWORDS[tongue]
    counts: dict[str, int] = {}
    for word, count in words.items():
        if len(word) >= SHORTEST and word not in silent:
            base = lemma(word, tongue)
            counts[base] = counts.get(base, 0) + count
        for key in concepts_of(word):
            counts[MARK + key] = counts.get(MARK + key, 0) + CONCEPT_WEIGHT * count
    for key in phrases_in(words, text):
        counts[MARK + key] = counts.get(MARK + key, 0) + CONCEPT_WEIGHT
    return counts


def wins_in(call: Call, topics: Iterable[str]) -> tuple[str, ...]:
    """Those of the topics won that are of the programme of a call: what its affinity is made of (§8)."""
    programme = topic_code(call.identifier).programme
    return tuple(topic for topic in topics if topic and topic_code(topic).programme == programme)


def _time_left(call: Call, at: datetime) -> float:
    deadline = call.next_deadline(at)
    if deadline is None:
        return 1.0 if call.is_continuous else UNKNOWN
    return min(1.0, (deadline - at).total_seconds() / 86400 / READY_IN_DAYS)


def _or_nan(amount: float | None) -> float:
    return float("nan") if amount is None else amount


def _joined(tables: Sequence[Table], count: int) -> Table:
    if not tables:
        empty: NDArray[np.float32] = np.zeros((count, 0), dtype=np.float32)
        return np.zeros((count, 0), dtype=np.int32), empty, dict.fromkeys(WEIGHTS, empty)
    parts = {name: np.concatenate([table[2][name] for table in tables]) for name in WEIGHTS}
    return np.concatenate([table[0] for table in tables]), np.concatenate([table[1] for table in tables]), parts
