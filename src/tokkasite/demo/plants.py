"""The plants of the demonstration: invented plans on the reference bills, one figure of them from public minutes."""

from copy import deepcopy
from datetime import date
from typing import Any, Final

from django.utils.timezone import now

from tokkasite.plants.actions import keep_scenario
from tokkasite.plants.models import Scenario
from tokkasite.plants.readers import LINE_KINDS, reference_bills
from tokkasite.register.models import Cluster, Municipality

SOLD_TODAY, NEW = [0.0, 0.1, 0.2], [0.8, 0.95, 1.0]
SMALL_HEAT: Final = {
    "turnover": 235_000.0,
    "person_years": [0.3, 0.5, 0.7],
    "wages": {"euros": 22_000.0, "municipality": [0.8, 0.9, 1.0], "region": 1.0},
}
SMALL_BILL: Final = {"chips": 110_000, "chipping": 40_000, "electricity": 12_000, "maintenance": 15_000}


def tell_plants(rural: Cluster, industry: Cluster, today: date) -> None:
    """Two dairies that differ in their milk alone, a biogas plant, and heat in two municipalities."""
    milk_sold, milk_new = reference("dairy"), reference("dairy")
    milk_sold["input"][0] |= {"additional": SOLD_TODAY, "source": "own"}
    milk_new["input"][0] |= {"additional": NEW, "source": "own"}
    keep(rural, "dairy", "Meijeri, maito jota nyt viedään muualle", "851", milk_sold, today)
    keep(rural, "dairy", "Meijeri, maito uutta tuotantoa", "851", milk_new, today)
    keep(rural, "biogas", "Biokaasulaitos Kittilään", "261", reference("biogas"), today)
    keep(rural, "heat", "Hakelämpö Sodankylään", "758", reference("heat"), today)
    keep(rural, "heat", "Hakelämpö Enontekiölle", "047", small_heat(), today)
    keep(industry, "biogas", "Biokaasulaitos Kemiin", "240", reference("biogas"), today)
    keep(industry, "solar", "Aurinkovoimala Kemiin", "240", reference("solar"), today)


def reference(kind: str) -> dict[str, Any]:
    """A reference bill as a plan, each figure with its source."""
    bill = deepcopy(dict(reference_bills()[kind]))
    source = bill.pop("source")
    lines = {name: bill.get(name, []) for name in LINE_KINDS}
    return bill | lines | {"told": dict.fromkeys(("turnover", "person_years", "wages", "owners"), source)}


def small_heat() -> dict[str, Any]:
    """The heat that Enontekiö sold in 2018, made from chips: only the sales are a public figure."""
    bill = reference("heat") | SMALL_HEAT
    bill["told"] = dict.fromkeys(bill["told"], "round") | {"turnover": "enontekio"}
    for line in bill["input"]:
        line |= {"euros": SMALL_BILL[line["key"]], "source": "round"}
    bill["displaced"][0] |= {"euros": 12_000, "source": "round"}
    bill["investment"][0] |= {"euros": 600_000, "source": "round"}
    return bill


def keep(cluster: Cluster, kind: str, name: str, code: str, bill: dict[str, Any], today: date) -> None:
    """One scenario, marked as invented."""
    place = Municipality.objects.get(code=code)
    plan = bill | {"name": name, "municipality": place.name_fi, "year": today.year, "prices": ""}
    scenario = Scenario(cluster=cluster, name=name, kind=kind, municipality=place, is_invented=True)
    keep_scenario(scenario=scenario, plan=plan, induced=False, today=today, now=now(), by=None)
