"""The deeds of the register. Each is one transaction and leaves one audit line."""

import tomllib
from collections.abc import Collection, Sequence
from datetime import date
from importlib import resources

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model, Q
from wagtail.log_actions import log

from tokkasite.accounts.models import User
from tokkasite.register.models import Cluster, Language, Mandate, Municipality, Organisation, Region
from tokkasite.register.permissions import WRITERS

TEAM_GROUP = "Cluster team"
COORDINATOR_GROUP = "Region coordinators"

MAY_TEAM = Q(codename="access_admin") | (
    Q(content_type__app_label__in=("register", "journal"))
    & ~Q(content_type__model__in=("region", "municipality", "cluster", "mandate"))
    & ~Q(codename="delete_organisation")
)
MAY_TEAM |= Q(codename__in=("view_municipality", "view_cluster", "change_cluster"))
"""A cluster's team keeps its own cluster, and the organisations together with the other teams."""

MAY_COORDINATOR = Q(codename="access_admin") | Q(
    content_type__app_label="register",
    content_type__model__in=(
        "municipality", "cluster", "mandate",
        "organisation", "identifier", "activitycode", "sizefigure", "contactperson",
        "organisationname", "succession", "ownership",
    ),
)  # fmt: skip
"""The coordinator of the region says who may do what, and keeps what belongs to no cluster."""


@transaction.atomic
def load_region(*, by: User | None = None) -> Region:
    """Bring in the region and its municipalities from the reference table. What is there already stays as it is."""
    text = (resources.files("tokkasite.register.reference") / "lapland.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    names = {f"name_{code}": name for code, name in table["region"].items() if code != "code"}
    region, made = Region.objects.get_or_create(code=table["region"]["code"], defaults=names)
    known = set(Municipality.objects.values_list("code", flat=True))
    missing = [municipality(row, region) for row in table["municipality"] if row["code"] not in known]
    Municipality.objects.bulk_create(missing)
    if made or missing:
        log(region, "register.load_region", user=by, data={"municipalities": [place.code for place in missing]})
    return region


def municipality(row: dict[str, str | list[float]], region: Region) -> Municipality:
    """A municipality of the reference table."""
    names = {f"name_{code}": row.get(code, "") for code in Language.values}
    latitude, longitude = row["point"]
    return Municipality(code=row["code"], region=region, latitude=latitude, longitude=longitude, **names)


def bring_in(*, rows: Sequence[Model]) -> None:
    """Rows of one table that a list brings in together, within the transaction and the audit line of that list."""
    type(rows[0])._default_manager.bulk_create(rows, batch_size=500)


def take_back(*, model: type[Model], numbers: Collection[int]) -> None:
    """Remove what a list brought in, within the transaction and the audit line of its undoing."""
    model._default_manager.filter(pk__in=numbers).delete()


def group_with(name: str, may: Q) -> Group:
    """A group of the admin; its rights are given once, and then for the operator to change."""
    group, made = Group.objects.get_or_create(name=name)
    if made:
        group.permissions.set(Permission.objects.filter(may))
    return group


def ensure_groups() -> tuple[Group, Group]:
    """The groups that let a cluster's team and the region's coordinators into the admin.

    What they see there is for the mandate to say.
    """
    return group_with(TEAM_GROUP, MAY_TEAM), group_with(COORDINATOR_GROUP, MAY_COORDINATOR)


def admit(user: User) -> None:
    """Let the user into the admin by the mandates that they were given, and out where none is left."""
    held = set(user.mandates.values_list("role", flat=True))
    team, coordinators = ensure_groups()
    for group, roles in ((team, set(WRITERS)), (coordinators, {Mandate.Role.COORDINATOR})):
        (user.groups.add if held & roles else user.groups.remove)(group)


@transaction.atomic
def grant_mandate(
    *,
    user: User,
    role: str,
    cluster: Cluster | None,
    from_on: date,
    until_on: date | None = None,
    organisation: Organisation | None = None,
    by: User | None = None,
) -> Mandate:
    """Let a user do something in a cluster (or, as coordinator, read all of the region) between two days."""
    mandate = Mandate(
        user=user, cluster=cluster, role=role, organisation=organisation, from_on=from_on, until_on=until_on
    )
    mandate.full_clean()
    mandate.save()
    admit(user)
    log(mandate, "wagtail.create", user=by)
    return mandate


def note_command(*, words: str, by: User | None = None) -> None:
    """A line for a command of the framework, which keeps no audit trail of its own."""
    if region := Region.objects.first():
        log(region, "register.command", user=by, data={"words": words})
