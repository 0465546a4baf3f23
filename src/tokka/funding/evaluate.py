"""Judges the ranking by what organisations went on to win, on cases that nothing was learned from (§9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tokka.funding.known import PARTS, Archive, Known, Numbers
from tokka.funding.past import Project, Topic, Winner
from tokka.funding.rerank import Choice, learned_weights
from tokka.funding.space import Dense
from tokka.words import Remark, _

STATED: Final[Mapping[str, float]] = {
    "kin": 0.5,
    "kin_words": 0.5,
    "meaning": 0.3,
    "programme_share": 1.0,
    "destination_share": 1.0,
    "decided": -1.0,
    "won_before": -2.0,
}
"""What the parts weigh before anything is learned; parts that are not named weigh nothing."""
RIVALS: Final[Mapping[str, Mapping[str, float]]] = {
    "words": {"words": 1.0},
    "words and meaning": {"words": 1.0, "meaning": 1.0},
    "stated weights": STATED,
}
"""Simpler ways of ranking, told beside ours so that a reader sees what each step is worth."""


@dataclass(frozen=True, slots=True)
class Score:
    """How well one way of ranking does (§9). Recall: the share of cases with a won topic among the first so many."""

    recall_at_10: float
    recall_at_50: float
    reciprocal_rank_at_10: float
    median_rank: float
    share_found_at_10: float
    """The mean share of a case's won topics among the first ten: recall in the stricter sense."""
    share_found_at_50: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the ranking reached, beside simpler ways and chance; how it was learned; and who was left out."""

    day: date
    cases: int
    learned_from: int
    candidates: float
    """The median number of topics to choose from."""
    score: Score
    rivals: Mapping[str, Score]
    chance_at_10: float
    chance_at_50: float
    weights: Mapping[str, float]
    seconds: float
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One winner on one day: its history, the candidates, and which of them it won afterwards."""

    history: Numbers
    candidates: Numbers
    targets: Numbers


class NothingToEvaluate(ValueError):
    """The files fit together so badly that no case is left."""


def evaluate(winners: Sequence[Winner], projects: Sequence[Project], topics: Sequence[Topic]) -> Evaluation:
    """Rank the topics of the years in which each winner won, by what was known before, and count what was found.

    The day is the first of January after the last project of any history. Raises NothingToEvaluate.
    """
    began = perf_counter()
    archive = Archive(projects, topics)
    day = _day_after(archive, winners)
    cases = [case for winner in winners if (case := _target_case(archive, winner, day))]
    if not cases:
        raise NothingToEvaluate(
            "No organisation has both a project in the projects file and a target in the topics file. "
            "Check that the three files belong together."
        )
    choices = [choice for before in _earlier_days(day) for choice in _choices(archive, winners, before)]
    stated = _columns(STATED)
    weights = learned_weights(choices, stated)
    known = Known(archive, winners, day)
    tables = [known.parts(case.history, case.candidates) for case in cases]
    rivals = {name: score_of(cases, tables, _columns(rival)) for name, rival in RIVALS.items()}
    return Evaluation(
        day=day,
        cases=len(cases),
        learned_from=len(choices),
        candidates=float(np.median([len(case.candidates) for case in cases])),
        score=score_of(cases, tables, weights),
        rivals=rivals,
        chance_at_10=_chance(cases, 10),
        chance_at_50=_chance(cases, 50),
        weights=dict(zip(PARTS, map(float, weights), strict=True)),
        seconds=perf_counter() - began,
        remarks=_left_out(archive, winners, len(cases)),
    )


def score_of(cases: Sequence[Case], tables: Sequence[Dense], weights: Dense) -> Score:
    """The score of a way of weighing. Ties fall to the topic that the file lists first."""
    first, tens, fifties = [], [], []
    for case, table in zip(cases, tables, strict=True):
        order = case.candidates[np.argsort(-(table @ weights), kind="stable")]
        ranks = np.flatnonzero(np.isin(order, case.targets)) + 1
        first.append(ranks[0])
        tens.append((ranks <= 10).mean())
        fifties.append((ranks <= 50).mean())
    best = np.array(first)
    return Score(
        recall_at_10=float((best <= 10).mean()),
        recall_at_50=float((best <= 50).mean()),
        reciprocal_rank_at_10=float(np.where(best <= 10, 1 / best, 0).mean()),
        median_rank=float(np.median(best)),
        share_found_at_10=float(np.mean(tens)),
        share_found_at_50=float(np.mean(fifties)),
    )


def _day_after(archive: Archive, winners: Sequence[Winner]) -> date:
    """The first of January after the last project of any history."""
    last = [
        archive.project_number[one] for winner in winners for one in winner.history if one in archive.project_number
    ]
    if not last:
        raise NothingToEvaluate(
            "No history names a project of the projects file. Check that the files belong together."
        )
    return date(max(archive.projects[number].started_on.year for number in last) + 1, 1, 1)


def _earlier_days(day: date) -> tuple[date, ...]:
    """The days from which the past is looked at as if it were the future: half a year and a year before."""
    return (date(day.year - 1, 1, 1), date(day.year - 1, 7, 1))


def _target_case(archive: Archive, winner: Winner, day: date) -> Case | None:
    targets = [archive.topic_number[code] for code in winner.targets if code in archive.topic_number]
    return _case(archive, archive.history_of(winner, day), targets)


def _case(archive: Archive, history: Numbers, targets: Sequence[int]) -> Case | None:
    """The candidates are the thematic topics of the years in which the targets were called (§9)."""
    if not len(history) or not targets:
        return None
    wanted = np.array(sorted(set(targets)), dtype=np.intp)
    candidates = np.flatnonzero(_thematic(archive) & np.isin(archive.years, archive.years[wanted]))
    return Case(history, np.union1d(candidates, wanted), wanted)


def _thematic(archive: Archive) -> NDArray[np.bool_]:
    return np.array([topic.is_thematic for topic in archive.topics], dtype=np.bool_)


def _choices(archive: Archive, winners: Sequence[Winner], day: date) -> list[Choice]:
    """What the winners won after an earlier day, seen from that day. Their targets are not looked at."""
    known = Known(archive, winners, day)
    choices = []
    for winner in winners:
        history = archive.history_of(winner, day)
        whole = archive.history_of(winner, date.max)
        won = archive.topic_of[history]
        later = archive.topic_of[whole]
        case = _case(archive, history, [int(topic) for topic in later if topic >= 0 and topic not in won])
        if case:
            table = known.parts(case.history, case.candidates)
            choices.append(Choice(table, np.isin(case.candidates, case.targets).astype(np.float64)))
    return choices


def _columns(weights: Mapping[str, float]) -> Dense:
    return np.array([weights.get(part, 0.0) for part in PARTS])


def _chance(cases: Sequence[Case], first: int) -> float:
    """How often a blind order would have a won topic among the first so many."""
    return float(np.mean([1 - _all_miss(len(case.candidates), len(case.targets), first) for case in cases]))


def _all_miss(candidates: int, targets: int, first: int) -> float:
    free = np.arange(min(first, candidates))
    return float(np.prod(np.clip((candidates - targets - free) / (candidates - free), 0, 1)))


def _left_out(archive: Archive, winners: Sequence[Winner], cases: int) -> tuple[Remark, ...]:
    projects = {one for winner in winners for one in winner.history if one not in archive.project_number}
    topics = {one for winner in winners for one in winner.targets if one not in archive.topic_number}
    strays = sum(1 for project in archive.projects if project.topic not in archive.topic_number)
    said = (
        (len(winners) - cases, _("%(count)s organisations have no history or no target in the files: left out.")),
        (len(projects), _("%(count)s projects of the histories are not in the projects file.")),
        (len(topics), _("%(count)s targets are not in the topics file.")),
        (strays, _("%(count)s projects name a topic that is not in the topics file: their text is not used.")),
    )
    return tuple(Remark(message, {"count": count}) for count, message in said if count)
