"""Who reads an organisation's aid, size and accounts: the team of a cluster in which it takes part, and itself."""

from datetime import date

from tokkasite.accounts.models import User
from tokkasite.register.models import Organisation, Participation
from tokkasite.register.permissions import clusters_written_by, own_organisations


def can_write_aid(user: User, organisation: Organisation, day: date) -> bool:
    """The team of a cluster in which the organisation ever took part."""
    return Participation.objects.filter(organisation=organisation, cluster__in=clusters_written_by(user, day)).exists()


def can_read_aid(user: User, organisation: Organisation, day: date) -> bool:
    """Whoever may write it, and a member of the organisation itself. No assessor, auditor or neighbour does."""
    return can_write_aid(user, organisation, day) or own_organisations(user, day).filter(pk=organisation.pk).exists()
