"""The deeds of the register. Each is one transaction and leaves one audit line."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from importlib import resources
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from tokka.tables.lists import NO_MAPPING, Listing, read_list
from tokka.tables.model import Note, Row
from tokka.tables.organisations import ORGANISATIONS
from tokka.words import Remark
from tokkasite.accounts.models import User
from tokkasite.register.imports import VERDICTS, Known, List, Report, Verdict
from tokkasite.register.models import (
    Cluster,
    Identifier,
    Import,
    ImportedRow,
    Language,
    Mandate,
    Municipality,
    Organisation,
    Region,
)
from tokkasite.register.permissions import WRITERS

ROWS_AT_ONCE = 500
"""Rows of a list that go in together. A kill loses at most so much work, and never half a row."""

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


def import_organisations(
    *,
    content: bytes,
    file_name: str,
    by: User | None = None,
    dry_run: bool = False,
    mapping: Mapping[str, str] = NO_MAPPING,
) -> Report:
    """Import a list. Raises WrongTable where the file as a whole is wrong; a wrong row is refused, the rest goes in.

    A dry run does everything and takes it back, so it cannot say other than the real run would. A real run that was
    interrupted goes on where it stopped when the same file comes again.
    """
    if dry_run:
        return try_organisations(content=content, file_name=file_name, mapping=mapping)
    digest = sha256(content).hexdigest()
    begun = Import.objects.filter(digest=digest, mapping=dict(mapping), state=Import.State.BEGUN).first()
    batch = begun or keep_list(content=content, file_name=file_name, by=by, mapping=mapping)
    sheet = sheet_of(batch)
    for _rows_done in run_import(batch=batch, sheet=sheet, by=by):
        pass
    report = replace(report_of(batch), sheet=sheet)
    if not has_changed_something(batch):
        batch.delete()  # the same list once more leaves no trace: nothing was done that could be undone
    return report


@transaction.atomic
def decide_import(*, batch: Import, mapping: Mapping[str, str], decisions: Mapping[str, str]) -> Import:
    """Keep what a person said of the headings and of rows that resemble an organisation. Raises WrongTable."""
    batch.mapping, batch.decisions = dict(mapping), dict(decisions)
    sheet = sheet_of(batch)
    batch.rows = len(sheet.rows)
    batch.save(update_fields=["mapping", "decisions", "rows"])
    return batch


@transaction.atomic
def discard_import(*, batch: Import, by: User | None = None) -> None:
    """Let go of a list that was never imported."""
    log(batch, "wagtail.delete", user=by, deleted=True)
    batch.delete()


def try_organisations(
    *,
    content: bytes,
    file_name: str,
    mapping: Mapping[str, str] = NO_MAPPING,
    decisions: Mapping[str, str] = NO_MAPPING,
) -> Report:
    """What would become of a list, row by row, with the organisations that new ones resemble. Writes nothing."""
    sheet = read_list(ORGANISATIONS, content, file_name, mapping=mapping)
    judged = List(file_name, sheet, Known(), decisions, looks_for_likeness=True)
    return Report(file_name, sheet, tuple(judged.judge(row) for row in sheet.rows), is_dry_run=True)


@transaction.atomic
def keep_list(
    *, content: bytes, file_name: str, by: User | None = None, mapping: Mapping[str, str] | None = None
) -> Import:
    """Keep a file that is to be imported. Raises WrongTable.

    Where nothing is said of its headings, what was said of the last list from the same source is taken.
    """
    sheet = read_list(ORGANISATIONS, content, file_name, mapping=mapping or NO_MAPPING)
    if mapping is None and (mapping := remembered_mapping(sheet)):
        sheet = read_list(ORGANISATIONS, content, file_name, mapping=mapping)
    return Import.objects.create(
        file_name=file_name[:200],
        digest=sha256(content).hexdigest(),
        content=content,
        headings=headings_digest(sheet),
        mapping=dict(mapping),
        rows=len(sheet.rows),
        by=by,
    )


def sheet_of(batch: Import) -> Listing:
    """The list as it is kept and its headings are understood. Raises WrongTable."""
    return read_list(ORGANISATIONS, bytes(batch.content), batch.file_name, mapping=batch.mapping)


def run_import(*, batch: Import, sheet: Listing, by: User | None = None) -> Iterator[int]:
    """Import a list piece by piece, each in a transaction of its own; yields how many rows are in.

    Killed between two pieces it has lost nothing, and goes on from there when it is called again.
    """
    known = Known()
    for done in batch.imported_rows.filter(made=True).values_list("organisation_id", "row"):
        if done[0] in known.organisations:
            known.rows[id(known.organisations[done[0]])] = done[1]
    judged = List(batch.file_name, sheet, known, batch.decisions)
    while batch.rows_done < len(sheet.rows):
        piece = sheet.rows[batch.rows_done : batch.rows_done + ROWS_AT_ONCE]
        _import_piece(batch, judged, piece)
        yield batch.rows_done
    finish_import(batch, by)


@transaction.atomic
def finish_import(batch: Import, by: User | None) -> None:
    """The file is no longer needed. A list that changed nothing leaves no line: nothing was done."""
    batch.state, batch.content = Import.State.DONE, None
    batch.save(update_fields=["state", "content"])
    if has_changed_something(batch):
        log_import(batch, by)


def has_changed_something(batch: Import) -> bool:
    """Whether any row brought in an organisation or an identifier."""
    return batch.imported_rows.filter(Q(made=True) | ~Q(identifiers=[])).exists()


@transaction.atomic
def _import_piece(batch: Import, judged: List, piece: Sequence[Row]) -> None:
    known = judged.known
    verdicts = [judged.judge(row) for row in piece]
    Organisation.objects.bulk_create(known.made, batch_size=500)
    Identifier.objects.bulk_create(known.named, batch_size=500)
    named: dict[int, list[int]] = {}
    for one in known.named:
        named.setdefault(one.organisation_id, []).append(one.pk)
    known.made.clear()
    known.named.clear()
    ImportedRow.objects.bulk_create(
        (imported_row(batch, verdict, named) for verdict in verdicts),
        batch_size=500,
    )
    batch.rows_done += len(piece)
    batch.state = Import.State.BEGUN
    batch.save(update_fields=["rows_done", "state"])


def imported_row(batch: Import, verdict: Verdict, named: dict[int, list[int]]) -> ImportedRow:
    """A verdict as it is kept. The first row about an organisation in a piece takes the identifiers that it got."""
    organisation = verdict.organisation
    return ImportedRow(
        batch=batch,
        row=verdict.row,
        name=verdict.name,
        verdict=verdict.verdict,
        same_as_row=verdict.same_as_row,
        notes=[kept_note(note) for note in verdict.notes],
        organisation=organisation,
        made=verdict.is_maker,
        identifiers=named.pop(organisation.pk, []) if organisation else [],
    )


@transaction.atomic
def undo_import(*, batch: Import, by: User | None = None) -> list[ImportedRow]:
    """Take back what an import brought in. Returns the rows whose organisation stays, because it is in use by now.

    In use is an organisation that another record names, that another import knew again, or that somebody has changed.
    """
    rows = list(batch.imported_rows.select_related("organisation"))
    Identifier.objects.filter(pk__in=[number for row in rows for number in row.identifiers]).delete()
    made = {row.organisation_id for row in rows if row.made and row.organisation_id}
    free = made - in_use(made, batch)
    Organisation.objects.filter(pk__in=free).delete()
    batch.state = Import.State.UNDONE
    batch.save(update_fields=["state"])
    stays = [row for row in rows if row.made and row.organisation_id and row.organisation_id not in free]
    log(batch, "register.undo_import", user=by, data={"removed": len(free), "kept": len(stays)})
    return stays


def in_use(numbers: set[int], batch: Import) -> set[int]:
    """Those of the organisations that anything but this import names, or that somebody has changed."""
    used: set[int] = set()
    own = {Identifier, ImportedRow}
    for relation in Organisation._meta.related_objects:
        if relation.related_model in own:
            continue
        rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": numbers})
        used |= set(rows.values_list(f"{relation.field.name}_id", flat=True))
    others = ImportedRow.objects.filter(organisation__in=numbers).exclude(batch=batch)
    used |= set(others.exclude(batch__state=Import.State.UNDONE).values_list("organisation_id", flat=True))
    used |= set(Identifier.objects.filter(organisation__in=numbers).values_list("organisation_id", flat=True))
    kind = ContentType.objects.get_for_model(Organisation)
    changed = ModelLogEntry.objects.filter(content_type=kind, object_id__in=[str(number) for number in numbers])
    return used | {int(number) for number in changed.values_list("object_id", flat=True)}


def report_of(batch: Import) -> Report:
    """What became of a list, from what was kept of it."""
    verdicts = (
        Verdict(row.row, row.name, row.verdict, [told_note(note) for note in row.notes], row.same_as_row)
        for row in batch.imported_rows.all()
    )
    return Report(batch.file_name, None, tuple(verdicts), is_dry_run=False)


def headings_digest(sheet: Listing) -> str:
    """Lists with the same headings come from the same source: what was said of them once is remembered by this."""
    return sha256("\n".join(match.heading for match in sheet.matches).encode()).hexdigest()


def remembered_mapping(sheet: Listing) -> Mapping[str, str]:
    """What was said by hand of the headings of the last list from the same source."""
    last = Import.objects.filter(headings=headings_digest(sheet)).exclude(state=Import.State.WAITING).first()
    return last.mapping if last else {}


def kept_note(note: Note) -> dict[str, object]:
    return {"column": note.column, "says": kept_remark(note.says), "remedy": kept_remark(note.remedy)}


def kept_remark(remark: Remark) -> list[object]:
    """The sentence and its values in English, so that every reader is told it in the own language."""
    with translation.override("en"):
        return [
            remark.message,
            {name: value if isinstance(value, int | float) else str(value) for name, value in remark.values.items()},
        ]


def told_note(kept: dict[str, Any]) -> Note:
    return Note(kept["column"], Remark(*kept["says"]), Remark(*kept["remedy"]))


def log_import(batch: Import, by: User | None) -> None:
    """One line for the whole list."""
    counts = Counter(batch.imported_rows.values_list("verdict", flat=True))
    told = {name: counts[name] for name in VERDICTS}
    log(batch, "register.import", user=by, data={"file": batch.file_name, "counts": told})


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
