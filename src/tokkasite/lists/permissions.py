"""Who may bring in which list."""

from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from tokka.tables.organisations import ORGANISATIONS
from tokkasite.accounts.models import User
from tokkasite.lists.models import Import
from tokkasite.register.models import Cluster
from tokkasite.register.permissions import can_keep_register, can_write_cluster, clusters_written_by

RIGHTS: Final = {
    "organisations": "register.add_organisation",
    "persons": "register.add_contactperson",
    "participations": "register.add_participation",
    "contacts": "journal.add_contact",
    "events": "journal.add_event",
    "attendance": "journal.add_attendance",
    "income": "journal.add_income",
    "costs": "journal.add_cost",
}
"""The right that each list asks for, beside the mandate."""


def can_import(user: User, table: str, cluster: Cluster | None, day: date) -> bool:
    """The team of the cluster, with the right to add what the list holds; organisations for whoever keeps them."""
    if not user.has_perm(RIGHTS[table]):
        return False
    if table == ORGANISATIONS.key:
        return cluster is None and can_keep_register(user, day)
    return cluster is not None and can_write_cluster(user, cluster, day)


def tables_for(user: User, day: date) -> list[str]:
    """The kinds of lists that a user may bring in for any cluster."""
    is_writer = clusters_written_by(user, day).exists()
    is_keeper = can_keep_register(user, day)
    return [
        table
        for table, right in RIGHTS.items()
        if user.has_perm(right) and (is_keeper if table == ORGANISATIONS.key else is_writer)
    ]


def imports_of(user: User, day: date) -> QuerySet[Import]:
    """The lists that a user may look at: those that the user might have brought in."""
    tables = tables_for(user, day)
    own = Q(cluster__in=clusters_written_by(user, day)) | Q(table=ORGANISATIONS.key)
    return Import.objects.filter(own, table__in=tables)
