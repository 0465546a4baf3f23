"""Everything that was known before a day, and what it says of a winner and a topic (§9).

A topic has little text before it is won. So it borrows: the words of projects that were won before under the topics
most like it. `kin` and `kin_words` compare a winner with what is borrowed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tokka.funding.lemmas import terms_of
from tokka.funding.past import Project, Topic, Winner
from tokka.funding.space import (
    Dense,
    Sparse,
    Vocabulary,
    learn_meaning,
    mean_rows,
    numbered,
    rarity,
    standardised,
    unit_rows,
    weighted,
    widened,
)
from tokka.funding.topic_codes import topic_code

Numbers = NDArray[np.intp]

KIN: Final = 8
"""Topics already won from which a topic borrows its words."""
SAME_DESTINATION: Final = 0.15
"""What a shared destination adds to the likeness of two titles."""
FOLDS: Final = 5
"""A topic already decided is judged by the other folds."""
PARTS: Final = (
    "words",
    "meaning",
    "kin",
    "kin_words",
    "closest_project",
    "closest_words",
    "closest_topic",
    "destination_text",
    "programme_share",
    "destination_share",
    "family_share",
    "neighbours",
    "crowd",
    "decided",
    "age",
    "won_before",
)
"""What is said of a winner and a topic, in the order of the columns."""


class Archive:
    """Projects and topics as counted words: read once, looked at from any day."""

    def __init__(self, projects: Sequence[Project], topics: Sequence[Topic]) -> None:
        self.topics, self.projects = tuple(topics), tuple(projects)
        self.topic_number = {topic.code: number for number, topic in enumerate(topics)}
        self.project_number = {project.id: number for number, project in enumerate(projects)}
        vocabulary = Vocabulary()
        counted = vocabulary.counted(terms_of(project.text, "en") for project in projects)
        self.titles: Sparse = vocabulary.counted(terms_of(topic.title, "en") for topic in topics)
        self.texts: Sparse = widened(counted, self.titles.shape[1])
        self.started_on = np.array([project.started_on.toordinal() for project in projects], dtype=np.int64)
        self.topic_of = np.array([self.topic_number.get(project.topic, -1) for project in projects], dtype=np.intp)
        codes = [topic_code(topic.code) for topic in topics]
        self.years = np.array([code.year or 0 for code in codes], dtype=np.intp)
        self.programmes, _names = numbered([code.programme for code in codes])
        self.destinations, _names = numbered([code.destination for code in codes])
        self.families, _names = numbered([code.family for code in codes])

    def history_of(self, winner: Winner, before: date) -> Numbers:
        """The projects of a winner that had begun before the day."""
        numbers = [self.project_number[one] for one in winner.history if one in self.project_number]
        return np.array([n for n in numbers if self.started_on[n] < before.toordinal()], dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Borrowed:
    """What each topic borrows from its kin: rows of meaning, and rows of words together with its own title."""

    meaning: Dense
    words: Sparse


class Known:
    """An archive as it stood before `day`: no project that began on that day or later is looked at."""

    def __init__(self, archive: Archive, winners: Sequence[Winner], day: date) -> None:
        self.archive, self.day = archive, day
        self.early: Numbers = np.flatnonzero((archive.started_on < day.toordinal()) & (archive.topic_of >= 0))
        weights = rarity(archive.texts[self.early])
        self.texts, self.titles = weighted(archive.texts, weights), weighted(archive.titles, weights)
        meaning = learn_meaning(self.texts[self.early])
        self.text_meaning, self.title_meaning = meaning.of(self.texts), meaning.of(self.titles)
        self.early_topics = archive.topic_of[self.early]
        self.decided: Numbers = np.unique(self.early_topics)
        self.is_decided = np.isin(np.arange(len(archive.topics)), self.decided)
        self.borrowed = self._borrow()
        self.by_destination = mean_rows(
            archive.destinations[self.early_topics],
            int(archive.destinations.max(initial=-1)) + 1,
            self.text_meaning[self.early],
        )
        self._learn_from_winners(winners)

    def _borrow(self) -> Borrowed:
        from sklearn.preprocessing import normalize

        nearest, likeness = self._kin()
        own = np.searchsorted(self.decided, self.early_topics)
        means = mean_rows(own, len(self.decided), self.text_meaning[self.early])
        words = mean_rows(own, len(self.decided), self.texts[self.early])
        rows = np.repeat(np.arange(len(nearest)), nearest.shape[1])
        lend = sparse.csr_array((likeness.ravel(), (rows, nearest.ravel())), shape=(len(nearest), len(self.decided)))
        lent = sparse.csr_array(normalize(lend @ words))
        return Borrowed(unit_rows(np.asarray(lend @ means)), sparse.csr_array(normalize(lent + self.titles)))

    def _kin(self) -> tuple[Numbers, Dense]:
        """The decided topics most like each topic, itself left out, and how like they are, never below zero."""
        destinations = self.archive.destinations
        likeness = self.title_meaning @ self.title_meaning[self.decided].T
        likeness += SAME_DESTINATION * (destinations[:, None] == destinations[self.decided][None])
        likeness[self.decided, np.arange(len(self.decided))] = -1
        nearest: Numbers = np.argsort(-likeness, axis=1, kind="stable")[:, :KIN]
        return nearest, np.take_along_axis(likeness, nearest, axis=1).clip(min=0)

    def _learn_from_winners(self, winners: Sequence[Winner]) -> None:
        archive = self.archive
        histories = [archive.history_of(winner, self.day) for winner in winners]
        won = [archive.topic_of[history][archive.topic_of[history] >= 0] for history in histories]
        wins = np.bincount(np.concatenate([*won, np.zeros(0, np.intp)]), minlength=len(archive.topics))
        self.crowd = self._crowd(np.log1p(wins))
        self.neighbours = self._neighbours(won)

    def _crowd(self, wins: Dense) -> Dense:
        """How many winners a topic draws, told from its title by the topics decided. No topic is told by itself."""
        from sklearn.linear_model import Ridge

        texts = sparse.csr_array(sparse.hstack([self.titles, sparse.csr_array(self.title_meaning)]))
        if len(self.decided) < 2 * FOLDS:
            return np.zeros(len(self.archive.topics))
        told = Ridge(alpha=2.0).fit(texts[self.decided], wins[self.decided]).predict(texts)
        for fold in range(FOLDS):
            left_out = self.decided[np.arange(len(self.decided)) % FOLDS == fold]
            others = self.decided[np.arange(len(self.decided)) % FOLDS != fold]
            told[left_out] = Ridge(alpha=2.0).fit(texts[others], wins[others]).predict(texts[left_out])
        return np.asarray(told)

    def _neighbours(self, won: Sequence[Numbers]) -> Dense:
        """Of the winners in one destination, the share that won in another too."""
        destinations = self.archive.destinations
        count = int(destinations.max(initial=-1)) + 1
        taken = np.zeros((len(won), count))
        for row, topics in enumerate(won):
            taken[row, destinations[topics]] = 1
        shared = taken.T @ taken
        np.fill_diagonal(shared, 0)
        return np.asarray(shared / (taken.sum(axis=0)[:, None] + 2))

    def parts(self, history: Numbers, candidates: Numbers) -> Dense:
        """One row for each candidate, one column for each of PARTS, for a winner with that history (§9)."""
        archive = self.archive
        words = np.asarray(self.texts[history].sum(axis=0)).ravel()
        words /= np.linalg.norm(words) or 1
        meaning = unit_rows(self.text_meaning[history].sum(axis=0)[None])[0]
        won = archive.topic_of[history]
        won = won[won >= 0]
        titles, places = self.titles[candidates], archive.destinations[candidates]
        columns: dict[str, Any] = {
            "words": standardised(titles @ words),
            "meaning": standardised(self.title_meaning[candidates] @ meaning),
            "kin": standardised(self.borrowed.meaning[candidates] @ meaning),
            "kin_words": standardised(self.borrowed.words[candidates] @ words),
            "closest_project": _closest(self.title_meaning[candidates] @ self.text_meaning[history].T),
            "closest_words": _closest((titles @ self.texts[history].T).toarray()),
            "closest_topic": _closest(self.title_meaning[candidates] @ self.title_meaning[won].T),
            "destination_text": standardised(self.by_destination[places] @ meaning),
            "programme_share": _share(archive.programmes, won, candidates),
            "destination_share": _share(archive.destinations, won, candidates),
            "family_share": _share(archive.families, won, candidates),
            "neighbours": standardised(self.neighbours[archive.destinations[won]].sum(axis=0)[places]),
            "crowd": standardised(self.crowd[candidates]),
            "decided": self.is_decided[candidates],
            "age": self.day.year - np.where(archive.years[candidates] > 0, archive.years[candidates], self.day.year),
            "won_before": np.isin(candidates, won),
        }
        return np.column_stack([np.asarray(columns[part], dtype=np.float64) for part in PARTS])


def _share(groups: Numbers, won: Numbers, candidates: Numbers) -> Dense:
    """The share of a winner's wins that fell into the group of each candidate."""
    counts = np.bincount(groups[won], minlength=int(groups.max(initial=-1)) + 1)
    return np.asarray(counts[groups[candidates]] / max(1, len(won)))


def _closest(likeness: Any) -> Dense:
    """The best of each row by standard deviations; zeros where there is nothing to compare with."""
    table = np.asarray(likeness)
    return standardised(table.max(axis=1)) if table.shape[1] else np.zeros(table.shape[0])
