"""Rankings and fetches beside the requests.

A ranking takes seconds and a fetch minutes, most of which it waits: each kind has a thread of its own.
"""

from django.utils import timezone
from django.utils.translation import gettext_noop

from tokka.words import Remark
from tokkasite.funding import listing_actions, ranking_actions
from tokkasite.funding.models import Fetch, RankingAsked
from tokkasite.runs.beside import Beside

RANKER, FETCHER = Beside("rankings"), Beside("fetches")
FAILED = gettext_noop("It could not be done. The operator finds the reason in the log: %(fault)s")


def start_ranking(asked: int) -> None:
    """Have a ranking made, after those that wait already."""
    RANKER.start(rank, asked, tell_of_ranking)


def start_fetch(fetch: int) -> None:
    """Have a source fetched, after those that wait already."""
    FETCHER.start(go_on, fetch, tell_of_fetch)


def rank(asked: int) -> None:
    found = RankingAsked.objects.select_related("cluster", "by").get(pk=asked)
    ranking_actions.make_ranking(asked=found, now=timezone.now())


def go_on(fetch: int) -> None:
    found = Fetch.objects.select_related("source", "by").get(pk=fetch)
    listing_actions.go_on(fetch=found, now=timezone.now())


def tell_of_ranking(asked: int, fault: str) -> None:
    found = RankingAsked.objects.get(pk=asked)
    ranking_actions.fail_ranking(asked=found, says=[Remark(FAILED, {"fault": fault})])


def tell_of_fetch(fetch: int, fault: str) -> None:
    found = Fetch.objects.select_related("source", "by").get(pk=fetch)
    listing_actions.fail_fetch(fetch=found, now=timezone.now(), says=Remark(FAILED, {"fault": fault}))
