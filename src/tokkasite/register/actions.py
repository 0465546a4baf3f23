"""The deeds of the register. Each is one transaction and leaves one audit line."""

import tomllib
from datetime import date
from importlib import resources

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.log_actions import log

from tokkasite.accounts.models import User
from tokkasite.register.models import Cluster, Mandate, Municipality, Region

TEAM_GROUP = "Cluster team"
KEPT_BY_COORDINATORS = ("mandate", "cluster", "municipality", "region")
"""What the team reads but does not change: who may do what, and the region's own tables."""


@transaction.atomic
def load_region(*, by: User | None = None) -> Region:
    """Bring in the region and its municipalities from the reference table. What is there already is brought up to date."""
    text = (resources.files("tokkasite.register.reference") / "lapland.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    names = {f"name_{code}": name for code, name in table["region"].items() if code != "code"}
    region, made = Region.objects.update_or_create(code=table["region"]["code"], defaults=names)
    rows = [
        Municipality(
            code=row["code"],
            region=region,
            latitude=row["point"][0],
            longitude=row["point"][1],
            **{f"name_{code}": row.get(code, "") for code in ("fi", "en", "sv", "se")},
        )
        for row in table["municipality"]
    ]
    Municipality.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["region", "name_fi", "name_en", "name_sv", "name_se", "latitude", "longitude"],
    )
    if made:
        log(region, "wagtail.create", user=by)
    return region


def team_group() -> Group:
    """The group that lets a cluster's team into the admin. Which rows they see is for the mandate to say."""
    group, made = Group.objects.get_or_create(name=TEAM_GROUP)
    if made:
        journal = Permission.objects.filter(content_type__app_label__in=("journal", "register"))
        kept = journal.exclude(content_type__model__in=KEPT_BY_COORDINATORS)
        group.permissions.set([*kept, Permission.objects.get(codename="access_admin")])
    return group


@transaction.atomic
def grant_mandate(
    *,
    user: User,
    role: str,
    cluster: Cluster | None,
    from_on: date,
    until_on: date | None = None,
    by: User | None = None,
) -> Mandate:
    """Let a user do something in a cluster (or, as coordinator, read all of the region) between two days."""
    mandate = Mandate(user=user, cluster=cluster, role=role, from_on=from_on, until_on=until_on)
    mandate.full_clean()
    mandate.save()
    if role in (Mandate.Role.MANAGER, Mandate.Role.TEAM):
        user.groups.add(team_group())
    log(mandate, "wagtail.create", user=by)
    return mandate
