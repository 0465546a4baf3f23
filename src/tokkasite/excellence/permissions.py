"""Who reads and who writes a self-assessment: the team and those who audit; an assessor only what is shared."""

from datetime import date

from django.db.models import Q, QuerySet

from tokkasite.accounts.models import User
from tokkasite.excellence.models import Round
from tokkasite.register.models import Cluster, Mandate
from tokkasite.register.permissions import WRITERS, can_write_cluster, is_coordinator, mandates_of

READ_ALL = (*WRITERS, Mandate.Role.AUDITOR)


def rounds_of(user: User, cluster: Cluster, day: date) -> QuerySet[Round]:
    """The rounds of a cluster that a user may read: all, or for an assessor with a pass those that are shared."""
    rounds = Round.objects.filter(cluster=cluster)
    held = mandates_of(user, day).filter(cluster=cluster)
    if is_coordinator(user, day) or held.filter(role__in=READ_ALL).exists():
        return rounds
    return rounds.filter(cluster__in=held.filter(role=Mandate.Role.ASSESSOR).values("cluster"), shares__user=user)


def rounds_shared_with(user: User, day: date) -> QuerySet[Round]:
    """The rounds of any cluster that are shared with an assessor whose pass holds."""
    passes = mandates_of(user, day).filter(role=Mandate.Role.ASSESSOR)
    return Round.objects.filter(shares__user=user, cluster__in=passes.values("cluster")).select_related("cluster")


def can_write_round(user: User, found: Round, day: date) -> bool:
    """The cluster's team, until the round is handed in."""
    return not found.is_frozen and can_write_cluster(user, found.cluster, day)


def can_comment(user: User, found: Round, day: date) -> bool:
    """The team, and an assessor with whom the round is shared."""
    return can_write_cluster(user, found.cluster, day) or rounds_shared_with(user, day).filter(pk=found.pk).exists()


def assessors_of(cluster: Cluster, day: date) -> QuerySet[User]:
    """Those with whom a round can be shared: whoever holds an assessor's pass for the cluster on the day."""
    holds = Q(mandates__until_on=None) | Q(mandates__until_on__gte=day)
    passes = Q(mandates__cluster=cluster, mandates__role=Mandate.Role.ASSESSOR, mandates__from_on__lte=day)
    return User.objects.filter(holds & passes).distinct().order_by("email")
