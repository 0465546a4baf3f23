"""Ranks every call that is not closed for every organisation that takes part, and keeps the answer as a run."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from time import perf_counter
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.timezone import now as this_moment
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from tokka.funding.calls import Call as Told
from tokka.funding.eligible import Applicant, Judgement, Reason, Rules, judge
from tokka.funding.rank import WEIGHTS, Ranker, wins_in
from tokka.words import Remark
from tokkasite.accounts.models import User
from tokkasite.funding import readers
from tokkasite.funding.models import Call, Match, RankingAsked, Shortlist
from tokkasite.register.models import Cluster, Organisation
from tokkasite.runs.actions import keep_run
from tokkasite.runs.models import Run
from tokkasite.runs.readers import kept

SHOWN: Final = 50
"""Calls on a shortlist."""
MOST_WINS: Final = 5
"""Wins told beside one call."""
KEPT_RUNS: Final = 3
"""Rankings of a cluster whose rows are kept. The runs themselves, with their counts, stay."""
NO_CALLS: Final = _("No call is open. Fetch a source first, or import a file of calls.")
NOBODY: Final = _("Nobody takes part in the cluster today.")
UNDER_WAY: Final = _("The calls are being ranked already. Look again in a moment.")
Tell = Callable[[str], None]


def rank_cluster(*, cluster: Cluster, now: datetime, by: User | None, tell: Tell = lambda _step: None) -> Run:
    """Rank all calls that are not closed for all who take part in one cluster. `tell` hears of each step as it begins.

    The work is done outside any transaction, so that nobody waits for it to write.
    """
    began = perf_counter()
    tell(RankingAsked.Step.READING)
    calls = list(readers.not_closed(now).order_by("pk"))
    if not calls:
        raise ValidationError(NO_CALLS)
    return _ranked(cluster, calls, _ranker(calls, now), now, by, tell, began)


@transaction.atomic
def ask_for_ranking(*, cluster: Cluster, now: datetime, by: User | None) -> RankingAsked:
    """Note that the team wants a ranking now; a task makes it beside the requests. Raises where it cannot be made."""
    Cluster.objects.select_for_update().get(pk=cluster.pk)
    if readers.is_being_ranked(readers.last_asked(cluster), now):
        raise ValidationError(UNDER_WAY)
    if not readers.not_closed(now).exists():
        raise ValidationError(NO_CALLS)
    if not readers.taking_part(cluster, localdate(now)).exists():
        raise ValidationError(NOBODY)
    RankingAsked.objects.filter(cluster=cluster).delete()
    asked = RankingAsked.objects.create(cluster=cluster, begun_at=now, by=by)
    log(cluster, "funding.ask_for_ranking", user=by, data={"cluster": cluster.pk})
    return asked


class Stopped(Exception):
    """Somebody does not want the ranking any more."""


def make_ranking(*, asked: RankingAsked, now: datetime) -> None:
    """Make the ranking that was asked for. A stop counts before the next step begins; then nothing is kept."""

    def tell(step: str) -> None:
        if not RankingAsked.objects.filter(pk=asked.pk, is_to_stop=False).update(step=step):
            raise Stopped

    try:
        run = rank_cluster(cluster=asked.cluster, now=now, by=asked.by, tell=tell)
    except Stopped:
        RankingAsked.objects.filter(pk=asked.pk).update(state=RankingAsked.State.STOPPED)
    except ValidationError as wrong:
        fail_ranking(asked=asked, says=[Remark(str(message)) for message in wrong.messages])
    else:
        RankingAsked.objects.filter(pk=asked.pk).update(state=RankingAsked.State.DONE, run=run)


@transaction.atomic
def stop_ranking(*, asked: RankingAsked, by: User | None) -> None:
    """No more of it: the shortlists stay as they are."""
    if RankingAsked.objects.filter(pk=asked.pk, state=RankingAsked.State.BEGUN).update(is_to_stop=True):
        log(asked.cluster, "funding.stop_ranking", user=by, data={"cluster": asked.cluster_id})


def fail_ranking(*, asked: RankingAsked, says: Sequence[Remark]) -> None:
    """Note that it could not be made, and why."""
    RankingAsked.objects.filter(pk=asked.pk).update(state=RankingAsked.State.FAILED, says=[kept(one) for one in says])


def rank_clusters(*, now: datetime, by: User | None, tell: Callable[[Cluster], None] = lambda _cluster: None) -> int:
    """Rank for every cluster in which somebody takes part; says for how many. The calls are made ready once."""
    calls = list(readers.not_closed(now).order_by("pk"))
    if not calls:
        return 0
    ranker, done = _ranker(calls, now), 0
    for cluster in Cluster.objects.order_by("pk"):
        try:
            _ranked(cluster, calls, ranker, now, by)
        except ValidationError:
            continue
        tell(cluster)
        done += 1
    return done


def rank_tonight(*, day: date, by: User | None = None) -> int:
    """What the night does: rank for every cluster, as things stand."""
    return rank_clusters(now=moment_of(day), by=by)


def moment_of(day: date) -> datetime:
    """The moment of today; of another day its noon in Finland."""
    moment = this_moment()
    return moment if day == localdate() else moment.replace(year=day.year, month=day.month, day=day.day, hour=10)


def _ranker(calls: Sequence[Call], now: datetime) -> Ranker:
    return Ranker(map(readers.as_told, calls), now)


def _ranked(
    cluster: Cluster,
    calls: Sequence[Call],
    ranker: Ranker,
    now: datetime,
    by: User | None,
    tell: Tell = lambda _step: None,
    began: float | None = None,
) -> Run:
    """The seconds are counted from `began` on (a reading of `perf_counter`), else from now on."""
    tell(RankingAsked.Step.RANKING)
    began, day = began or perf_counter(), localdate(now)
    people = list(readers.taking_part(cluster, day))
    if not people:
        raise ValidationError(NOBODY)
    seekers, applicants = readers.seekers(people), readers.applicants(people, day)
    won = readers.won_by(people)
    rules = readers.rules_by_call(calls)

    @cache
    def judged(asked: Rules, applicant: Applicant) -> Judgement:
        return judge(asked, applicant, day)

    excluded = {one.pk: _excluded(calls, rules, applicants[one.pk], judged) for one in people}
    most = max(sum(map(len, reasons.values())) for reasons in excluded.values())
    # The best of those not excluded are certainly among so many.
    ranking = ranker.rank(seekers, min(len(calls), SHOWN + most))
    numbers = {(call.source_id, call.reference): call for call in calls}
    result = {
        "calls": len(calls),
        "organisations": len(people),
        "excluded": _totals(excluded.values()),
        "says": [kept(one) for one in ranking.remarks],
    }
    tell(RankingAsked.Step.KEEPING)
    with transaction.atomic():
        run = keep_run(
            engine=Run.Engine.RANKING,
            cluster=cluster,
            day=day,
            terms={"shown": SHOWN, "weights": dict(WEIGHTS)},
            read=readers.content_of(ranker.calls, seekers, rules),
            editions=[],
            result=result,
            seconds=round(perf_counter() - began, 3),
            now=now,
            by=by,
        )
        lists = Shortlist.objects.bulk_create(
            Shortlist(run=run, organisation=one, lacks=readers.lacks_of(one), excluded=excluded[one.pk])
            for one in people
        )
        rows = []
        for place, (one, shortlist) in enumerate(zip(people, lists, strict=True)):
            out = {number for listed in excluded[one.pk].values() for number in listed}
            fitting = ((numbers[match.call.key], match) for match in ranking.of(place))
            best = [(call, match) for call, match in fitting if call.pk not in out][:SHOWN]
            for rank, (call, match) in enumerate(best, start=1):
                found = judged(rules[call.pk], applicants[one.pk])
                rows.append(
                    Match(
                        shortlist=shortlist,
                        call=call,
                        rank=rank,
                        fit=round(match.fit, 6),
                        parts={name: round(value, 4) for name, value in match.parts.items()},
                        verdict=found.outcome.value,
                        reasons=[reason_row(reason) for reason in found.reasons],
                        won=won_rows(match.call, won[one.pk]),
                    )
                )
        Match.objects.bulk_create(rows, batch_size=500)
        _forget(cluster)
    return run


def _excluded(
    calls: Sequence[Call],
    rules: Mapping[int, Rules],
    applicant: Applicant,
    judged: Callable[[Rules, Applicant], Judgement],
) -> dict[str, list[int]]:
    """The calls to which an applicant may not apply, by the first rule that says so."""
    found: dict[str, list[int]] = defaultdict(list)
    for call in calls:
        if reason := judged(rules[call.pk], applicant).excluded_by:
            found[reason].append(call.pk)
    return dict(found)


def _totals(all_of_them: Any) -> dict[str, int]:
    totals: dict[str, int] = defaultdict(int)
    for reasons in all_of_them:
        for reason, numbers in reasons.items():
            totals[reason] += len(numbers)
    return dict(totals)


def won_rows(call: Told, won: Sequence[readers.Won]) -> list[dict[str, str]]:
    """The projects won in the programme of a call, as JSON keeps them."""
    topics = frozenset(wins_in(call, [one.topic for one in won]))
    return [{"title": one.title, "topic": one.topic} for one in won if one.topic in topics][:MOST_WINS]


def reason_row(reason: Reason) -> dict[str, Any]:
    """A reason as JSON keeps it."""
    source = reason.source
    return {
        "key": reason.key,
        "outcome": reason.outcome.value,
        "says": kept(_without_days(reason.says)),
        "settle": kept(reason.settle) if reason.settle else None,
        "source": {"title": source.title, "url": source.url, "checked": source.checked.isoformat()} if source else None,
        "quote": reason.quote,
    }


def _without_days(remark: Remark) -> Remark:
    """JSON has no days: they are kept as they are written."""
    values = {name: str(value) if isinstance(value, date) else value for name, value in remark.values.items()}
    return Remark(remark.message, values)


def _forget(cluster: Cluster) -> None:
    """The rows of older rankings go; each run keeps its counts and its digest."""
    runs = Run.objects.filter(cluster=cluster, engine=Run.Engine.RANKING)
    old = list(runs.values_list("pk", flat=True)[KEPT_RUNS:])
    Shortlist.objects.filter(run__in=old).delete()


def judged_now(call: Call, organisation: Organisation, day: date) -> Judgement:
    """The verdict on one call and one organisation as things stand, with its reasons."""
    applicant = readers.applicants([organisation], day)[organisation.pk]
    return judge(readers.rules_by_call([call])[call.pk], applicant, day)
