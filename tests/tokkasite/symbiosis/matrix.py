"""For whom the pages of the exchanges are, and what they are asked with."""

from types import SimpleNamespace

from django.utils.timezone import now

from tests.builders import LONG_AGO
from tests.tokkasite.roles import NOBODY, READERS, TEAM
from tokkasite.accounts.models import User
from tokkasite.runs.models import Run
from tokkasite.symbiosis.models import Delivery, Exchange, Need, Permit, Processor

PAGES = {
    "symbiosis:exchanges": READERS,
    "symbiosis:plan": READERS,
    "symbiosis:take_up": NOBODY,  # by POST alone
    "symbiosis:exchange": READERS,
    "symbiosis:receivers": READERS,
    "symbiosis:new_processor": TEAM,
    "symbiosis:processor": READERS,
    "symbiosis:need_permits": READERS,
    "symbiosis:permit": TEAM,
    "symbiosis:transfer": READERS,
    "symbiosis:transfer_file": READERS,
    "symbiosis:notice": READERS,
    "symbiosis:notice_file": READERS,
    "symbiosis:results": READERS,
    "symbiosis:report": READERS,
    "symbiosis:company_results": READERS,
    "symbiosis:company_report": READERS,
    "symbiosis:matches": frozenset({"member"}),
    "symbiosis:own_results": frozenset({"member"}),
    "symbiosis:own_report": frozenset({"member"}),
    "symbiosis:answer": NOBODY,  # by POST alone
    "symbiosis:readers": frozenset({"member"}),
    "symbiosis:transfers": READERS,
    "members:describe": frozenset({"member"}),
    "members:seen": frozenset({"member"}),
}
OF_THE_EXCHANGE = ("symbiosis:transfer", "symbiosis:transfer_file", "symbiosis:notice", "symbiosis:notice_file")
ELSEWHERE: set[str] = {
    "symbiosis:transfer_file",
    "symbiosis:notice_file",  # files
    "symbiosis:report",
    "symbiosis:company_report",
    "symbiosis:own_report",
}
FIRST_OF: dict[str, str] = {}


def prepare(ours: SimpleNamespace, people: dict[str, User | None]) -> None:
    """A plan of exchanges without rows, and one exchange of what the company offers."""
    place = {"lat": 66.5, "lon": 25.7, "tonnes": 10, "from_on": LONG_AGO, "organisation": ours.company}
    need = Need.objects.create(name="Ash", waste_codes="100103", price_eur_t=1, centre=ours.cluster, **place)
    told = {"day": LONG_AGO, "made_at": now(), "seconds": 1, "digest": "0", "terms": {}}
    result = {"rows": [], "says": [], "split": [], "losses": [], "front": [], "gap": 0}
    ours.plan = Run.objects.create(engine="symbiosis", cluster=ours.cluster, result=result, **told)
    ours.exchange = Exchange.objects.create(
        cluster=ours.cluster, offer=ours.offer, need=need, tonnes=1, km=1, eur_t=1, co2_kg_t=1, since_on=LONG_AGO
    )
    Delivery.objects.create(exchange=ours.exchange, on=LONG_AGO, tonnes=1)
    ours.need = need
    ours.processor = Processor.objects.create(
        organisation=ours.company, name="Kiln", lat=66.5, lon=25.7, capacity_t=1, from_on=LONG_AGO, centre=ours.cluster
    )
    ours.permit = Permit.objects.create(processor=ours.processor, name="Permit 1", codes="1001", from_on=LONG_AGO)


def arguments(ours: SimpleNamespace) -> dict[str, dict[str, object]]:
    member = ours.company.mandates.get().pk
    return {
        "symbiosis:plan": {"key": "ours", "pk": ours.plan.pk},
        "symbiosis:take_up": {"key": "ours", "pk": ours.plan.pk},
        "symbiosis:exchange": {"key": "ours", "pk": ours.exchange.pk},
        **{name: {"key": "ours", "pk": ours.exchange.pk} for name in OF_THE_EXCHANGE},
        "symbiosis:processor": {"key": "ours", "pk": ours.processor.pk},
        "symbiosis:need_permits": {"key": "ours", "pk": ours.need.pk},
        "symbiosis:permit": {"key": "ours", "pk": ours.permit.pk},
        "symbiosis:report": {"key": "ours", "year": LONG_AGO.year},
        "symbiosis:company_results": {"key": "ours", "pk": ours.company.pk},
        "symbiosis:company_report": {"key": "ours", "pk": ours.company.pk, "year": LONG_AGO.year},
        "symbiosis:own_report": {"key": "ours", "pk": ours.company.pk, "year": LONG_AGO.year},
        "symbiosis:answer": {"pk": ours.exchange.pk},
        "symbiosis:readers": {"kind": "offer", "pk": ours.offer.pk},
        "members:describe": {"pk": member, "kind": "offer"},
        "members:seen": {"pk": member, "kind": "offer", "number": ours.offer.pk},
    }
