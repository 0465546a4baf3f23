"""What a user may do in which cluster on a day. Nobody may anything without a mandate.

Everything here takes the user and the day and asks the database once; who asks twice keeps the answer.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from tokkasite.accounts.models import User
from tokkasite.register.models import Cluster, ContactPerson, Mandate, Organisation, Participation

READERS = (Mandate.Role.MANAGER, Mandate.Role.TEAM, Mandate.Role.ASSESSOR, Mandate.Role.AUDITOR)
"""Who reads a whole cluster. A working-group lead reads the own groups, a member the own organisation, and no more."""
WRITERS = (Mandate.Role.MANAGER, Mandate.Role.TEAM)
KEEPERS = (*WRITERS, Mandate.Role.COORDINATOR)
"""Who keeps what belongs to no cluster, such as the organisations."""


def is_operator(user: User) -> bool:
    """Who runs the installation: may all, but reads no confidential note."""
    return user.is_authenticated and user.is_superuser


def mandates_of(user: User, day: date) -> QuerySet[Mandate]:
    """The mandates that a user holds on the day; none without signing in."""
    if not user.is_authenticated:
        return Mandate.objects.none()
    return Mandate.objects.filter(Q(until_on=None) | Q(until_on__gte=day), user=user, from_on__lte=day)


def is_coordinator(user: User, day: date) -> bool:
    """Who sees the totals of the whole region, and says who may do what in its clusters."""
    return is_operator(user) or mandates_of(user, day).filter(role=Mandate.Role.COORDINATOR).exists()


def clusters_of(user: User, day: date) -> QuerySet[Cluster]:
    """The clusters that a user may read: those of the mandates, and all for the coordinator of the region."""
    if is_operator(user):
        return Cluster.objects.all()
    held = mandates_of(user, day)
    coordinates = Exists(held.filter(role=Mandate.Role.COORDINATOR))
    return Cluster.objects.filter(Q(pk__in=held.filter(role__in=READERS).values("cluster")) | coordinates)


def clusters_written_by(user: User, day: date) -> QuerySet[Cluster]:
    """The clusters in which a user may write."""
    if is_operator(user):
        return Cluster.objects.all()
    return Cluster.objects.filter(pk__in=mandates_of(user, day).filter(role__in=WRITERS).values("cluster"))


def can_read_cluster(user: User, cluster: Cluster, day: date) -> bool:
    """The team, an assessor within the dates of the pass, an auditor, and the coordinator of the region."""
    own = Q(cluster=cluster, role__in=READERS) | Q(role=Mandate.Role.COORDINATOR)
    return is_operator(user) or mandates_of(user, day).filter(own).exists()


def can_write_cluster(user: User, cluster: Cluster, day: date) -> bool:
    """The cluster's own team, and nobody else."""
    return is_operator(user) or mandates_of(user, day).filter(cluster=cluster, role__in=WRITERS).exists()


def can_read_notes(user: User, cluster: Cluster, day: date) -> bool:
    """A confidential note stays with the cluster's own team: no coordinator, auditor or operator reads it."""
    return mandates_of(user, day).filter(cluster=cluster, role__in=WRITERS).exists()


def can_read_audit(user: User, cluster: Cluster, day: date) -> bool:
    """Who reads what was done in a cluster, when and by whom: its auditor, and the coordinator of the region."""
    own = Q(cluster=cluster, role=Mandate.Role.AUDITOR) | Q(role=Mandate.Role.COORDINATOR)
    return is_operator(user) or mandates_of(user, day).filter(own).exists()


def can_read_register(user: User, day: date) -> bool:
    """Who may look up any organisation of the region: whoever reads a cluster, but no member and no lead of a group."""
    return is_operator(user) or mandates_of(user, day).filter(role__in=(*READERS, Mandate.Role.COORDINATOR)).exists()


def can_keep_register(user: User, day: date) -> bool:
    """Who writes what belongs to no cluster: the teams together, and the coordinator."""
    return is_operator(user) or mandates_of(user, day).filter(role__in=KEEPERS).exists()


def own_organisations(user: User, day: date) -> QuerySet[Organisation]:
    """The organisations for which a user is a member."""
    return Organisation.objects.filter(
        pk__in=mandates_of(user, day).filter(role=Mandate.Role.MEMBER).values("organisation")
    )


def organisations_of(user: User, day: date) -> QuerySet[Organisation]:
    """The organisations whose public facts a user may open: all for whoever reads a cluster, else a member's own."""
    held = mandates_of(user, day)
    if is_operator(user):
        return Organisation.objects.all()
    reads = Exists(held.filter(role__in=(*READERS, Mandate.Role.COORDINATOR)))
    return Organisation.objects.filter(Q(pk__in=held.filter(role=Mandate.Role.MEMBER).values("organisation")) | reads)


def groups_led(user: User, day: date) -> QuerySet[Mandate]:
    """The mandates by which a user leads working groups today: the groups name the mandate of their lead."""
    return mandates_of(user, day).filter(role=Mandate.Role.GROUP_LEAD)


def people_of(user: User, day: date) -> QuerySet[ContactPerson]:
    """The people whom a user may see: of organisations that ever took part in a cluster that the user may read.

    A member sees those of the own organisation. An organisation that never took part anywhere is nobody's yet: the
    team of any cluster may enter whom to call.
    """
    if is_operator(user):
        return ContactPerson.objects.all()
    parts = Participation.objects.filter(organisation=OuterRef("organisation"))
    in_common = Exists(parts.filter(cluster__in=clusters_of(user, day)))
    writes = Exists(mandates_of(user, day).filter(role__in=WRITERS))
    is_own = Q(organisation__in=own_organisations(user, day))
    return ContactPerson.objects.filter(in_common | (~Exists(parts) & writes) | is_own)


def can_decide_changes(user: User, organisation: Organisation, day: date) -> bool:
    """Who accepts what a register proposes: a team in whose cluster it ever took part, and the coordinator."""
    if is_coordinator(user, day):
        return True
    return Participation.objects.filter(organisation=organisation, cluster__in=clusters_written_by(user, day)).exists()


def can_see_people(user: User, organisation: Organisation, day: date) -> bool:
    """Whether the people of an organisation are shown to a user: the rule of `people_of`, for one organisation."""
    if is_operator(user):
        return True
    parts = Participation.objects.filter(organisation=organisation)
    if parts.filter(cluster__in=clusters_of(user, day)).exists():
        return True
    if own_organisations(user, day).filter(pk=organisation.pk).exists():
        return True
    return not parts.exists() and mandates_of(user, day).filter(role__in=WRITERS).exists()
