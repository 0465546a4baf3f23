"""What a user may do in which cluster on a day. Nobody may anything without a mandate."""

from datetime import date

from django.db.models import Q, QuerySet

from tokkasite.accounts.models import User
from tokkasite.register.models import Cluster, Mandate

READERS = (Mandate.Role.MANAGER, Mandate.Role.TEAM, Mandate.Role.ASSESSOR)
WRITERS = (Mandate.Role.MANAGER, Mandate.Role.TEAM)


def mandates_of(user: User, day: date) -> QuerySet[Mandate]:
    """The mandates that a user holds on the day; none without signing in."""
    if not user.is_authenticated:
        return Mandate.objects.none()
    return Mandate.objects.filter(Q(until_on=None) | Q(until_on__gte=day), user=user, from_on__lte=day)


def clusters_of(user: User, day: date) -> QuerySet[Cluster]:
    """The clusters that a user may read: those of the mandates, and all for the coordinator of the region."""
    return _clusters(user, day, READERS)


def clusters_written_by(user: User, day: date) -> QuerySet[Cluster]:
    """The clusters in which a user may write."""
    return _clusters(user, day, WRITERS)


def _clusters(user: User, day: date, roles: tuple[str, ...]) -> QuerySet[Cluster]:
    if user.is_authenticated and user.is_superuser:
        return Cluster.objects.all()
    held = mandates_of(user, day)
    allowed = Q(pk__in=held.filter(role__in=roles).values("cluster"))
    if roles == READERS and held.filter(role=Mandate.Role.COORDINATOR).exists():
        return Cluster.objects.all()
    return Cluster.objects.filter(allowed)


def can_read_cluster(user: User, cluster: Cluster, day: date) -> bool:
    """The team, an assessor within the dates of the pass, and the coordinator of the region."""
    if user.is_authenticated and user.is_superuser:
        return True
    own = Q(cluster=cluster, role__in=READERS) | Q(role=Mandate.Role.COORDINATOR)
    return mandates_of(user, day).filter(own).exists()


def can_write_cluster(user: User, cluster: Cluster, day: date) -> bool:
    """The cluster's own team, and nobody else."""
    if user.is_authenticated and user.is_superuser:
        return True
    return mandates_of(user, day).filter(cluster=cluster, role__in=WRITERS).exists()


def can_read_notes(user: User, cluster: Cluster, day: date) -> bool:
    """A confidential note stays with the cluster's own team: neither coordinator nor assessor nor operator reads it."""
    return mandates_of(user, day).filter(cluster=cluster, role__in=WRITERS).exists()
