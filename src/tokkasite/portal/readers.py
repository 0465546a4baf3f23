"""What the public may know of a cluster: counts and labels, no names of people and no notes.

Calls come from sources that publish them; of exchanges only what both sides made public is told by name.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tokkasite.funding.models import Call
from tokkasite.funding.readers import with_status
from tokkasite.register.models import Cluster, Organisation, Participation, PublicConsent, Role, Standing
from tokkasite.symbiosis.models import Exchange, Visibility
from tokkasite.symbiosis.readers import is_public


def participants_by_role(cluster: Cluster, day: date) -> list[tuple[str, int]]:
    """How many organisations of each role take part on the day, most first."""
    held = Participation.objects.filter(Q(until_on=None) | Q(until_on__gte=day), cluster=cluster, from_on__lte=day)
    counts = held.values_list("organisation__role").annotate(count=Count("organisation", distinct=True))
    return [(Role(role).label, count) for role, count in counts.order_by("-count", "organisation__role")]


def label_today(cluster: Cluster, day: date) -> Standing | None:
    """The quality label that the cluster was given last; whether it still holds is for the page to say."""
    return cluster.standings.filter(kind=Standing.Kind.LABEL, from_on__lte=day).order_by("-from_on").first()


def shown_in_public(cluster: Cluster, day: date) -> QuerySet[Organisation]:
    """The organisations that take part on the day and let their profile be shown, with it, by name."""
    holds = Q(until_on=None) | Q(until_on__gte=day)
    parts = Participation.objects.filter(holds, cluster=cluster, from_on__lte=day)
    consents = PublicConsent.objects.filter(holds, organisation=OuterRef("pk"), from_on__lte=day)
    rows = Organisation.objects.filter(Exists(consents), pk__in=parts.values("organisation"))
    return rows.select_related("profile", "municipality").order_by("name", "pk")


def public_calls(now: datetime) -> QuerySet[Call]:
    """The calls that are open now and that everybody can read where they are published, the next to close first."""
    rows = with_status(Call.Status.OPEN, now).filter(is_withdrawn=False)
    return rows.exclude(Q(source__url="") | Q(url="")).order_by(F("deadline_at").asc(nulls_last=True), "title", "pk")


STAGES_TOLD: Final = (
    (_("Under way"), ("idea", "talks", "sample", "permit", "contract")),
    (_("Running"), ("running",)),
    (_("Ended"), ("ended",)),
)
"""How many stand where is told of all; in which of the first five stages, only the two sides know."""
AGREED: Final = (Exchange.Stage.CONTRACT, Exchange.Stage.RUNNING, Exchange.Stage.ENDED)
"""Stages to which both sides have said yes: nothing earlier is told by name, whatever the levels say."""


def counts_of_exchanges() -> list[tuple[str, int]]:
    """How many exchanges of the region stand where. What came to nothing is not told."""
    rows = Exchange.objects.values_list("stage").annotate(count=Count("pk")).order_by("stage")
    counts = dict(rows)
    return [(label, sum(counts.get(stage, 0) for stage in stages)) for label, stages in STAGES_TOLD]


@dataclass(frozen=True, slots=True)
class ToldExchange:
    """An exchange that both sides made public: what goes from whom to whom, and how much where they let that be read.

    `tonnes` is None where one of the two keeps it.
    """

    exchange: Exchange
    what: str
    giver: Organisation
    taker: Organisation
    tonnes: float | None
    unit: str

    @property
    def is_invented(self) -> bool:
        return self.exchange.offer.is_invented or self.giver.is_invented


def public_exchanges(day: date) -> list[ToldExchange]:
    """The exchanges, agreed or running, that every party made public, the latest first.

    Each side lets its organisation be shown in public and everybody read what its offer or need is called.
    """
    holds = Q(until_on=None) | Q(until_on__gte=day)
    consents = PublicConsent.objects.filter(holds, from_on__lte=day)
    rows = Exchange.objects.filter(
        Exists(consents.filter(organisation=OuterRef("offer__organisation"))),
        Exists(consents.filter(organisation=OuterRef("need__organisation"))),
        stage__in=AGREED,
    ).exclude(Q(offer__visibility=Visibility.OWN) | Q(need__visibility=Visibility.OWN))
    rows = rows.select_related("cluster", "offer__organisation", "need__organisation").order_by("-since_on", "-pk")
    return [told(one) for one in rows if is_public(one.offer, "name") and is_public(one.need, "name")]


def told(exchange: Exchange) -> ToldExchange:
    """What everybody reads of an exchange that both sides made public."""
    offer, need = exchange.offer, exchange.need
    shows_size = is_public(offer, "tonnes") and is_public(need, "tonnes")
    return ToldExchange(
        exchange=exchange,
        what=offer.name,
        giver=offer.organisation,
        taker=need.organisation,
        tonnes=exchange.tonnes if shows_size else None,
        unit=offer.unit,
    )
