"""What the public may know of a cluster: counts and labels, no names of people and no notes."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tokkasite.register.models import Cluster, Organisation, Participation, PublicConsent, Role, Standing


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
