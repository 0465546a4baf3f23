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

from tokka.funding.eligible import Applicant, Judgement, Reason, Rules, judge
from tokka.funding.rank import WEIGHTS, Ranker
from tokka.words import Remark
from tokkasite.accounts.models import User
from tokkasite.funding import readers
from tokkasite.funding.models import Call, Match, Shortlist
from tokkasite.register.models import Cluster, Organisation
from tokkasite.runs.actions import keep_run
from tokkasite.runs.models import Run
from tokkasite.runs.readers import kept

SHOWN: Final = 50
"""Calls on a shortlist."""
KEPT_RUNS: Final = 3
"""Rankings of a cluster whose rows are kept. The runs themselves, with their counts, stay."""
NO_CALLS: Final = _("No call is open. Fetch a source first, or import a file of calls.")
NOBODY: Final = _("Nobody takes part in the cluster today.")


def rank_cluster(*, cluster: Cluster, now: datetime, by: User | None) -> Run:
    """Rank all calls that are not closed for all who take part in one cluster."""
    calls = list(readers.not_closed(now).order_by("pk"))
    if not calls:
        raise ValidationError(NO_CALLS)
    return _ranked(cluster, calls, _ranker(calls, now), now, by)


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


@transaction.atomic
def _ranked(cluster: Cluster, calls: Sequence[Call], ranker: Ranker, now: datetime, by: User | None) -> Run:
    began, day = perf_counter(), localdate(now)
    people = list(readers.taking_part(cluster, day))
    if not people:
        raise ValidationError(NOBODY)
    seekers, applicants = readers.seekers(people), readers.applicants(people, day)
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
        Shortlist(run=run, organisation=one, lacks=readers.lacks_of(one), excluded=excluded[one.pk]) for one in people
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
