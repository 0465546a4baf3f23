"""The deeds of this room: to keep a scenario with what it would keep, and to remove one."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from tokka.leakage.draws import DRAWS, SEED
from tokka.leakage.finland import SCOPE
from tokkasite.accounts.models import User
from tokkasite.plants.models import Scenario
from tokkasite.plants.readers import reckoned, tables_read, told_to_the_engine
from tokkasite.runs.actions import keep_run
from tokkasite.runs.models import Run


@transaction.atomic
def keep_scenario(
    *, scenario: Scenario, plan: Mapping[str, Any], induced: bool, today: date, now: datetime, by: User | None
) -> Scenario:
    """Reckon a plan and keep it, anew or in place of what the scenario was. The runs before it stay.

    Raises NotReckoned where the engine refuses the plan, and ValidationError where the name is taken.
    """
    is_new = scenario.pk is None
    scenario.plan = dict(plan)
    scenario.full_clean(exclude=["run"])
    result, seconds = reckoned(plan, induced=induced)
    scenario.run = keep_run(
        engine=Run.Engine.PLANT,
        cluster=scenario.cluster,
        day=today,
        terms={"induced": induced, "draws": DRAWS, "seed": SEED},
        read=(json.dumps(told_to_the_engine(plan), sort_keys=True).encode(), tables_read()),
        editions=[{"label": SCOPE.source, "since": str(SCOPE.year), "prices": SCOPE.prices}],
        result=result,
        seconds=seconds,
        now=now,
        by=by,
    )
    scenario.save()
    log(
        scenario,
        "wagtail.create" if is_new else "plants.reckon",
        user=by,
        data={"cluster": scenario.cluster_id, "run": scenario.run_id, "kind": scenario.kind},
    )
    return scenario


@transaction.atomic
def remove_scenario(*, scenario: Scenario, by: User) -> None:
    """A scenario goes; what was reckoned from it stays as a run."""
    log(scenario, "wagtail.delete", user=by, deleted=True, data={"cluster": scenario.cluster_id})
    scenario.delete()
