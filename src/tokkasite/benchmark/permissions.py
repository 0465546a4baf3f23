"""Who shares a cluster's sheet, who keeps the pool, and who reads of it."""

from datetime import date

from tokkasite.accounts.models import User
from tokkasite.register.models import Cluster, Mandate
from tokkasite.register.permissions import can_read_register, is_coordinator, is_operator, mandates_of


def can_share(user: User, cluster: Cluster, day: date) -> bool:
    """The cluster's manager alone says what leaves the house, and answers for the management."""
    return is_operator(user) or mandates_of(user, day).filter(cluster=cluster, role=Mandate.Role.MANAGER).exists()


def can_keep_pool(user: User, day: date) -> bool:
    """The region's coordinator brings sheets in, takes them back and says which installations are known."""
    return is_coordinator(user, day)


def can_read_pool(user: User, day: date) -> bool:
    """Who reads a cluster also reads how many sheets the pool holds; whose they are only its keeper sees."""
    return can_read_register(user, day)
