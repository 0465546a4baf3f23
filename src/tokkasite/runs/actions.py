"""The one deed of this room: to keep what an engine answered."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from tokkasite.accounts.models import User
from tokkasite.register.models import Cluster
from tokkasite.runs.models import Run


@transaction.atomic
def keep_run(
    *,
    engine: Run.Engine,
    cluster: Cluster,
    day: date,
    terms: Mapping[str, Any],
    read: Sequence[bytes],
    editions: Sequence[Mapping[str, Any]],
    result: Mapping[str, Any],
    seconds: float,
    now: datetime,
    by: User | None,
) -> Run:
    """Keep an answer with everything that it rests on. `read` is what the engine read, in its order."""
    digest = sha256()
    for content in read:
        digest.update(len(content).to_bytes(8) + content)
    run = Run.objects.create(
        engine=engine,
        cluster=cluster,
        day=day,
        terms=dict(terms),
        digest=digest.hexdigest(),
        editions=list(editions),
        result=dict(result),
        seconds=seconds,
        made_at=now,
        made_by=by,
    )
    log(run, "runs.keep", user=by, data={"cluster": cluster.pk, "engine": engine, "sha256": run.digest})
    return run
