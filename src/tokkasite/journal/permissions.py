"""Who reads and writes a working group: its lead, and who reads or writes its cluster."""

from datetime import date

from django.db.models import QuerySet

from tokkasite.accounts.models import User
from tokkasite.journal.models import WorkingGroup
from tokkasite.register.permissions import can_read_cluster, can_write_cluster, groups_led


def led_by(user: User, day: date) -> QuerySet[WorkingGroup]:
    """The working groups that a user leads on the day."""
    return WorkingGroup.objects.filter(lead__in=groups_led(user, day)).select_related("cluster")


def can_read_group(user: User, group: WorkingGroup, day: date) -> bool:
    """The lead of the group, and who reads the whole cluster."""
    return can_read_cluster(user, group.cluster, day) or led_by(user, day).filter(pk=group.pk).exists()


def can_write_group(user: User, group: WorkingGroup, day: date) -> bool:
    """Whether a user records the meetings of the group: the team of the cluster, and the lead of this group alone."""
    return can_write_cluster(user, group.cluster, day) or led_by(user, day).filter(pk=group.pk).exists()
