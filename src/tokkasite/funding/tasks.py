"""Rankings and fetches beside the requests, in threads of this process: no queue and no broker are needed.

A ranking takes seconds and a fetch minutes, most of which it waits: each kind has a thread of its own.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext_noop

from tokka.words import Remark
from tokkasite.funding import listing_actions, ranking_actions
from tokkasite.funding.models import Fetch, RankingAsked

_LOG = logging.getLogger(__name__)
_RANKER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rankings")
_FETCHER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="fetches")
FAILED = gettext_noop("It could not be done. The operator finds the reason in the log: %(fault)s")


def start_ranking(asked: int) -> None:
    """Have a ranking made, after those that wait already."""
    _RANKER.submit(_closing, rank, asked).add_done_callback(lambda done: _closing(note_ranking, asked, done))


def start_fetch(fetch: int) -> None:
    """Have a source fetched, after those that wait already."""
    _FETCHER.submit(_closing, go_on, fetch).add_done_callback(lambda done: _closing(note_fetch, fetch, done))


def _closing(deed: Callable[..., None], *told: object) -> None:
    """A deed of a thread, which leaves no connection open."""
    try:
        deed(*told)
    finally:
        connections.close_all()


def rank(asked: int) -> None:
    found = RankingAsked.objects.select_related("cluster", "by").get(pk=asked)
    ranking_actions.make_ranking(asked=found, now=timezone.now())


def go_on(fetch: int) -> None:
    found = Fetch.objects.select_related("source", "by").get(pk=fetch)
    listing_actions.go_on(fetch=found, now=timezone.now())


def note_ranking(asked: int, done: Future[None]) -> None:
    """Tell the reader that it failed, and the operator why."""
    if (fault := done.exception()) is not None:
        _LOG.error("The ranking %s could not be made.", asked, exc_info=fault)
        found = RankingAsked.objects.get(pk=asked)
        ranking_actions.fail_ranking(asked=found, says=[Remark(FAILED, {"fault": type(fault).__name__})])


def note_fetch(fetch: int, done: Future[None]) -> None:
    """Tell the reader that it broke off, and the operator why."""
    if (fault := done.exception()) is not None:
        _LOG.error("The fetch %s broke off.", fetch, exc_info=fault)
        found = Fetch.objects.select_related("source", "by").get(pk=fetch)
        says = Remark(FAILED, {"fault": type(fault).__name__})
        listing_actions.fail_fetch(fetch=found, now=timezone.now(), says=says)
