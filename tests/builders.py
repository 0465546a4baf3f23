"""Makes what a test needs in one line: a cluster with its host, an organisation, a person with a mandate."""

from datetime import date

from tokkasite.accounts.models import User
from tokkasite.register.actions import grant_mandate
from tokkasite.register.models import Cluster, Organisation, Region

PASSWORD = "correct horse battery"
LONG_AGO = date(2020, 1, 1)


def make_region() -> Region:
    return Region.objects.get_or_create(code="FI1D7", defaults={"name_fi": "Lappi", "name_en": "Lapland"})[0]


def make_organisation(name: str = "Poro Oy", role: str = "company", **fields: object) -> Organisation:
    return Organisation.objects.create(name=name, role=role, **fields)


def make_cluster(key: str = "forest", **fields: object) -> Cluster:
    """A cluster with a host of its own."""
    fields.setdefault("host", make_organisation(f"Host of {key}", role="development_company"))
    return Cluster.objects.create(
        key=key, **{"name_fi": f"Klusteri {key}", "name_en": f"Cluster {key}", "managed_since": LONG_AGO} | fields
    )


def make_user(role: str = "", cluster: Cluster | None = None, *, email: str = "", **told: object) -> User:
    """Someone who signs in with `PASSWORD`; with a role, someone with a mandate since 2020 (or as `told` says)."""
    user = User.objects.create_user(
        email or f"{role or 'nobody'}.{cluster.key if cluster else 'region'}@example.org", PASSWORD
    )
    if role:
        grant_mandate(user=user, role=role, cluster=cluster, **({"from_on": LONG_AGO} | told))
    return user
