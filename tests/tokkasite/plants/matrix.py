"""For whom the pages of new plants are, and what they are asked with."""

from types import SimpleNamespace

from django.utils.timezone import now

from tests.builders import LONG_AGO, make_region
from tests.tokkasite.roles import EVERYONE, NOBODY, READERS, TEAM
from tokkasite.accounts.models import User
from tokkasite.plants.models import Scenario
from tokkasite.plants.readers import reference_bills
from tokkasite.register.models import Municipality
from tokkasite.runs.models import Run

PAGES = {
    "plants:try": EVERYONE,
    "plants:scenarios": READERS,
    "plants:new": TEAM,
    "plants:compare": READERS,
    "plants:paper": READERS,  # without scenarios it leads to where they are chosen
    "plants:scenario": READERS,
    "plants:change": TEAM,
    "plants:remove": NOBODY,  # by POST alone
}
ELSEWHERE = {"plants:paper"}  # a file
FIRST_OF: dict[str, str] = {}


def prepare(ours: SimpleNamespace, people: dict[str, User | None]) -> None:
    """One scenario with an answer."""
    kemi = Municipality.objects.get_or_create(code="240", defaults={"name_fi": "Kemi", "region": make_region()})[0]
    ring = {"eur": [1.0, 2.0, 3.0], "years": [1.0, 2.0, 3.0]}
    yearly = [ring | {"ring": name} for name in ("municipality", "region", "nation")]
    result = {"yearly": yearly, "induced": None, "investment": [], "spread_eur": 2.0, "questions": [], "checks": []}
    told = {"day": LONG_AGO, "made_at": now(), "seconds": 1, "digest": "0", "terms": {"induced": False}}
    run = Run.objects.create(engine="plant", cluster=ours.cluster, result=result | {"says": [], "draws": 9}, **told)
    plan = reference_bills()["dairy"] | {"name": "Dairy", "municipality": "Kemi", "year": 2026, "told": {}}
    plan["told"] = dict.fromkeys(("turnover", "person_years", "wages", "owners"), "round")
    ours.scenario = Scenario.objects.create(
        cluster=ours.cluster, name="Dairy", kind="dairy", municipality=kemi, plan=plan, run=run
    )


def arguments(ours: SimpleNamespace) -> dict[str, dict[str, object]]:
    one = {"key": "ours", "pk": ours.scenario.pk}
    return {"plants:scenario": one, "plants:change": one, "plants:remove": one}
