"""Ranks more profiles than fit into memory, batch by batch, on as many processors as an Executor has (§8)."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from functools import lru_cache
from pathlib import Path
from pickle import HIGHEST_PROTOCOL, dumps, loads
from typing import Final

from tokka.funding.profiles import Profile
from tokka.funding.rank import Ranker, Ranking

AHEAD: Final = 4
"""Batches under way at once. More would only fill memory with results that nobody has asked for yet."""


def save_ranker(ranker: Ranker, path: Path) -> Path:
    """Write a ranker where every worker can read it, so that it travels once and not with every batch."""
    path.write_bytes(dumps(ranker, protocol=HIGHEST_PROTOCOL))
    return path


@lru_cache(maxsize=2)
def _ranker_at(path: Path) -> Ranker:
    ranker = loads(path.read_bytes())  # noqa: S301 -- the file that save_ranker has just written for this run
    if not isinstance(ranker, Ranker):
        raise TypeError(f"{path} holds no ranker. Write it by save_ranker.")
    return ranker


def rank_batch(path: Path, profiles: Sequence[Profile], top: int) -> Ranking:
    """One batch in a worker: the ranking without the calls, which the caller has."""
    ranking = _ranker_at(path).rank(profiles, top)
    return Ranking(
        ranking.profiles, (), ranking.numbers, ranking.fits, ranking.parts, ranking.excluded, ranking.seconds,
        ranking.remarks,
    )  # fmt: skip


def rank_stream(
    path: Path, batches: Iterable[Sequence[Profile]], top: int, executor: Executor | None = None, ahead: int = AHEAD
) -> Iterator[Ranking]:
    """The ranking of each batch in the order of the batches. Batches are drawn only as fast as results are taken.

    `path` is that of a saved ranker. Without an executor the work is done here. The result does not depend on it.
    """
    if executor is None:
        yield from (rank_batch(path, batch, top) for batch in batches)
        return
    waiting: deque[Future[Ranking]] = deque()
    for batch in batches:
        waiting.append(executor.submit(rank_batch, path, batch, top))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
