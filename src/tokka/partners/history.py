"""Ranks who is missing from a consortium by the projects of the past: with whom, on what, and how often (§6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]

MOST_WORDS: Final = 60_000
NEAREST: Final = 100
"""Past projects whose partners count for the subject. Farther ones share only common words."""


@dataclass(frozen=True, slots=True)
class PastProject:
    """A project that is over or running: what it is about, and who takes part."""

    key: str
    text: str
    partners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each reason counts, in standard deviations of that reason among all candidates."""

    together: float = 1.0
    second_hand: float = 1.0
    subject: float = 2.0
    experience: float = 1.0


@dataclass(frozen=True, slots=True)
class Reasons:
    """The parts of a candidate's rank: how close it worked with those at the table, and with their partners; how near
    its projects are to the subject; and how many it had. Each in standard deviations above the mean candidate."""

    together: float
    second_hand: float
    subject: float
    experience: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A candidate with its score and the reasons."""

    key: str
    score: float
    reasons: Reasons


class History:
    """Past projects as matrices, ready to be asked."""

    def __init__(self, projects: Sequence[PastProject], weights: Weights | None = None) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.projects, self.weights = projects, weights or Weights()
        self.keys = tuple(dict.fromkeys(key for project in projects for key in project.partners))
        self.number = {key: place for place, key in enumerate(self.keys)}
        rows = [row for row, project in enumerate(self.projects) for _key in project.partners]
        columns = [self.number[key] for project in self.projects for key in project.partners]
        shape = (len(self.projects), len(self.keys))
        ones = np.ones(len(rows))
        self._took_part = csr_array((ones, (rows, columns)), shape=shape)
        self._took_part.data[:] = 1.0
        size = np.maximum(self._took_part.sum(axis=1), 1.0)
        count = np.maximum(self._took_part.sum(axis=0), 1.0)
        by_size = csr_array(self._took_part.multiply(1.0 / np.sqrt(size)[:, None]))
        near = csr_array(by_size.T @ by_size)
        near.setdiag(0.0)
        scale = 1.0 / np.sqrt(count)
        self._near = csr_array(near.multiply(scale[:, None]).multiply(scale[None, :]))
        self._experience = np.log1p(np.asarray(count))
        self._words = TfidfVectorizer(sublinear_tf=True, max_features=MOST_WORDS, stop_words="english", min_df=2)
        self._texts = csr_array(self._words.fit_transform([project.text for project in self.projects]))

    def suggest(self, text: str, at_table: Iterable[str], *, most: int = 20) -> tuple[Suggestion, ...]:
        """The candidates most likely to be missing from a project on `text` with these partners, best first.

        Ties by key. Those at the table are left out; partners without a past project count for nothing.
        """
        present = [self.number[key] for key in at_table if key in self.number]
        parts = self._parts(text, present)
        score = self._score(parts)
        score[present] = -np.inf
        order = np.lexsort((np.array(self.keys), -score))[: min(most, len(self.keys) - len(present))]
        return tuple(
            Suggestion(self.keys[one], float(score[one]), Reasons(*(float(part[one]) for part in parts)))
            for one in order.tolist()
        )

    def rank(self, text: str, at_table: Iterable[str], key: str) -> int | None:
        """The place of one candidate, 1 for the first; equals count half before it. None if it has no past project."""
        if key not in self.number:
            return None
        present = [self.number[one] for one in at_table if one in self.number]
        score = self._score(self._parts(text, present))
        score[present] = -np.inf
        own = score[self.number[key]]
        return 1 + int((score > own).sum()) + (int((score == own).sum()) - 1) // 2

    def _score(self, parts: Sequence[Floats]) -> Floats:
        weights = (self.weights.together, self.weights.second_hand, self.weights.subject, self.weights.experience)
        return np.asarray(sum(weight * part for weight, part in zip(weights, parts, strict=True)), dtype=np.float64)

    def _parts(self, text: str, present: Sequence[int]) -> tuple[Floats, Floats, Floats, Floats]:
        seats = np.zeros(len(self.keys))
        seats[list(present)] = 1.0
        direct = np.asarray(self._near @ seats)
        second = np.asarray(self._near @ direct)
        return (
            _standard(np.sqrt(direct)),
            _standard(np.sqrt(second)),
            _standard(np.sqrt(self._subject(text))),
            _standard(self._experience),
        )

    def _subject(self, text: str) -> Floats:
        """For each organisation, the likeness of its projects among the nearest to the text, summed."""
        query = csr_array(self._words.transform([text]))
        likeness = np.asarray((self._texts @ query.T).todense()).ravel()
        if len(likeness) > NEAREST:
            likeness[likeness < np.partition(likeness, -NEAREST)[-NEAREST]] = 0.0
        return np.asarray(self._took_part.T @ likeness**2)


def _standard(values: Floats) -> Floats:
    """Values less their mean, by their standard deviation; zeros where all are equal."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
