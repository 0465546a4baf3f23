"""Who reads and writes a working group: its lead, and who reads or writes its cluster."""

from datetime import date

from django.db.models import QuerySet

from tokkasite.accounts.models import User
from tokkasite.journal.models import CompanyYear, WorkingGroup
from tokkasite.register.models import Cluster, Organisation
from tokkasite.register.permissions import (
    can_read_cluster,
    can_read_notes,
    can_write_cluster,
    groups_led,
    own_organisations,
)


def led_by(user: User, day: date) -> QuerySet[WorkingGroup]:
    """The working groups that a user leads on the day."""
    return WorkingGroup.objects.filter(lead__in=groups_led(user, day)).select_related("cluster")


def can_read_group(user: User, group: WorkingGroup, day: date) -> bool:
    """The lead of the group, and who reads the whole cluster."""
    return can_read_cluster(user, group.cluster, day) or led_by(user, day).filter(pk=group.pk).exists()


def can_write_group(user: User, group: WorkingGroup, day: date) -> bool:
    """Whether a user records the meetings of the group: the team of the cluster, and the lead of this group alone."""
    return can_write_cluster(user, group.cluster, day) or led_by(user, day).filter(pk=group.pk).exists()


def company_years_of(user: User, cluster: Cluster, day: date) -> QuerySet[CompanyYear]:
    """What companies told the cluster, as far as the user may read it.

    The cluster's own team reads all. Others who read the cluster read what the company lets them, and no operator or
    coordinator more.
    """
    rows = CompanyYear.objects.filter(cluster=cluster).select_related("organisation")
    if can_read_notes(user, cluster, day):
        return rows
    shown = rows.filter(visibility=CompanyYear.Visibility.READERS)
    return shown if can_read_cluster(user, cluster, day) else rows.none()


def can_tell_company_year(user: User, cluster: Cluster, organisation: Organisation, day: date) -> bool:
    """The cluster's team for any company, and a member for the own organisation where it takes part in the cluster."""
    if can_write_cluster(user, cluster, day):
        return True
    takes_part = organisation.participations.filter(cluster=cluster).exists()
    return takes_part and own_organisations(user, day).filter(pk=organisation.pk).exists()
