"""The deeds of the lists. Each is one transaction and leaves one audit line; a long list goes in piece by piece."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from tokka.tables.lists import NO_MAPPING, Listing, read_list
from tokka.tables.model import Row
from tokkasite.accounts.models import User
from tokkasite.journal.readers import RECORD_MODELS
from tokkasite.lists.imports import TABLES, Report, Told, Verdict, kept_note, told_note, verdicts_of
from tokkasite.lists.judge import BROUGHT, ClusterList, OrganisationList, judge_of
from tokkasite.lists.models import Import, ImportedRow
from tokkasite.register import actions as register
from tokkasite.register.models import Cluster, Organisation

ROWS_AT_ONCE: Final = 500
"""Rows of a list that go in together. A kill loses at most so much work, and never half a row."""
NUMBERS_AT_ONCE: Final = 1_000
"""Numbers that a database is asked about in one query."""
DAYS_KEPT: Final = 30
"""How long a list waits, and how long it is told of whom the rows of one that came in were."""

Judge = OrganisationList | ClusterList


def import_list(
    *,
    table: str,
    content: bytes,
    file_name: str,
    day: date,
    cluster: Cluster | None = None,
    by: User | None = None,
    dry_run: bool = False,
    mapping: Mapping[str, str] = NO_MAPPING,
) -> Report:
    """Import a list. Raises WrongTable where the file as a whole is wrong; a wrong row is refused, the rest goes in.

    A dry run judges as the real run does, and writes nothing. A real run that was interrupted goes on where it stopped
    when the same file comes again.
    """
    sheet = read_list(TABLES[table], content, file_name, mapping=mapping)
    if dry_run:
        return try_list(Told(table, file_name, sheet, cluster, day, looks_for_likeness=True))
    begun = Import.objects.filter(
        table=table,
        cluster=cluster,
        digest=sha256(content).hexdigest(),
        mapping=dict(mapping),
        state=Import.State.BEGUN,
    ).first()
    batch = begun or keep_list(
        table=table, content=content, file_name=file_name, day=day, cluster=cluster, by=by, mapping=mapping, sheet=sheet
    )
    for _rows_done in run_import(batch=batch, sheet=sheet, by=by):
        pass
    report = replace(report_of(batch), sheet=sheet)
    if not has_changed_something(batch):
        batch.delete()  # the same list once more leaves no trace: nothing was done that could be undone
    return report


@transaction.atomic
def keep_list(
    *,
    table: str,
    content: bytes,
    file_name: str,
    day: date,
    cluster: Cluster | None = None,
    by: User | None = None,
    mapping: Mapping[str, str] | None = None,
    sheet: Listing | None = None,
) -> Import:
    """Keep a file that is to be imported. Raises WrongTable where it cannot be read at all; `sheet` spares the reading.

    Where nothing is said of its headings, what was said of the last list from the same source is taken. One whose
    headings are not understood is kept too: they are mapped by hand.
    """
    sheet = sheet or read_list(TABLES[table], content, file_name, mapping=mapping or NO_MAPPING, may_miss=True)
    if mapping is None and (mapping := remembered_mapping(table, cluster, sheet)):
        sheet = read_list(TABLES[table], content, file_name, mapping=mapping, may_miss=True)
    return Import.objects.create(
        table=table,
        cluster=cluster,
        day=day,
        file_name=file_name[:200],
        digest=sha256(content).hexdigest(),
        content=content,
        headings=headings_digest(sheet),
        mapping=dict(mapping),
        rows=len(sheet.rows),
        by=by,
    )


@transaction.atomic
def decide_import(*, batch: Import, mapping: Mapping[str, str], decisions: Mapping[str, str]) -> Import:
    """Keep what a person said of the headings and of single rows. Raises WrongTable."""
    batch.mapping, batch.decisions = dict(mapping), dict(decisions)
    batch.rows = len(sheet_of(batch, may_miss=True).rows)
    batch.save(update_fields=["mapping", "decisions", "rows"])
    return batch


@transaction.atomic
def discard_import(*, batch: Import, by: User | None = None) -> None:
    """Let go of a list that was never imported."""
    log(batch, "wagtail.delete", user=by, deleted=True, data=_of_cluster(batch))
    batch.delete()


def sheet_of(batch: Import, *, may_miss: bool = False) -> Listing:
    """The list as it is kept and its headings are understood. Raises WrongTable."""
    content = bytes(batch.content)
    return read_list(TABLES[batch.table], content, batch.file_name, mapping=batch.mapping, may_miss=may_miss)


def told_of(batch: Import, sheet: Listing, *, looks_for_likeness: bool = False) -> Told:
    """A kept list as it is judged."""
    return Told(batch.table, batch.file_name, sheet, batch.cluster, batch.day, batch.decisions, looks_for_likeness)


def try_list(told: Told) -> Report:
    """What would become of a list, row by row, with the organisations that its rows resemble. Writes nothing."""
    judge = judge_of(told)
    verdicts = tuple(judge.judge(row) for row in told.sheet.rows)
    return Report(told.table, told.file_name, told.sheet, verdicts, is_dry_run=True)


def run_import(*, batch: Import, sheet: Listing, by: User | None = None) -> Iterator[int]:
    """Import a list piece by piece, each in a transaction of its own; yields how many rows are in.

    Killed between two pieces it has lost nothing, and goes on from there when it is called again.
    """
    judge = judge_of(told_of(batch, sheet))
    rows = iter(sheet.rows)
    became = {one.row: one for one in batch.imported_rows.only("row", "verdict", "organisation", "batch")}
    for row in islice(rows, batch.rows_done):
        judge.recall(row, became[row.number])
    while piece := tuple(islice(rows, ROWS_AT_ONCE)):
        _import_piece(batch, judge, piece)
        yield batch.rows_done
    finish_import(batch, by)


@transaction.atomic
def _import_piece(batch: Import, judge: Judge, piece: Sequence[Row]) -> None:
    verdicts = [judge.judge(row) for row in piece]
    made = [one for verdict in verdicts for one in verdict.makes]
    for model in BROUGHT:
        if rows := [one for one in made if type(one) is model]:
            register.bring_in(rows=rows)
    ImportedRow.objects.bulk_create((imported_row(batch, verdict) for verdict in verdicts), batch_size=ROWS_AT_ONCE)
    batch.rows_done += len(piece)
    batch.state = Import.State.BEGUN
    batch.save(update_fields=["rows_done", "state"])


def imported_row(batch: Import, verdict: Verdict) -> ImportedRow:
    """A verdict as it is kept, with what the row brought in."""
    return ImportedRow(
        batch=batch,
        row=verdict.row,
        name=verdict.name,
        verdict=verdict.verdict,
        same_as_row=verdict.same_as_row,
        notes=[kept_note(note) for note in verdict.notes],
        organisation=verdict.organisation,
        brought=[[one._meta.label_lower, one.pk] for one in verdict.makes],
    )


@transaction.atomic
def finish_import(batch: Import, by: User | None) -> None:
    """The file is no longer needed. A list that changed nothing leaves no line: nothing was done."""
    batch.state, batch.content = Import.State.DONE, None
    batch.save(update_fields=["state", "content"])
    if has_changed_something(batch):
        counts = Counter(batch.imported_rows.values_list("verdict", flat=True))
        told = {name: counts[name] for name in verdicts_of(batch.table)}
        told_of_list = {"table": batch.table, "file": batch.file_name, "counts": told, **_of_cluster(batch)}
        log(batch, "lists.import", user=by, data=told_of_list)


def has_changed_something(batch: Import) -> bool:
    """Whether any row brought something in."""
    return batch.imported_rows.exclude(brought=[]).exists()


def _of_cluster(batch: Import) -> dict[str, int]:
    """What puts a line into the audit trail of the cluster."""
    return {"cluster": batch.cluster_id} if batch.cluster_id else {}


@transaction.atomic
def undo_import(*, batch: Import, by: User | None = None) -> list[ImportedRow]:
    """Take back what an import brought in. Returns the rows of which something stays, because it is in use by now.

    In use is what another record names, what another import knew again, or what somebody has changed.
    """
    rows = list(batch.imported_rows.exclude(brought=[]))
    brought: dict[str, set[int]] = {}
    for row in rows:
        for table, number in row.brought:
            brought.setdefault(table, set()).add(number)
    stays: dict[str, set[int]] = {}
    removed = 0
    for model in reversed(BROUGHT):
        numbers = brought.get(table := model._meta.label_lower, set())
        stays[table] = in_use(model, numbers, batch)
        for piece in pieces(numbers - stays[table]):
            register.take_back(model=model, numbers=piece)
            removed += len(piece)
    batch.state = Import.State.UNDONE
    batch.save(update_fields=["state"])
    left = [row for row in rows if any(number in stays[table] for table, number in row.brought)]
    log(batch, "lists.undo", user=by, data={"removed": removed, "kept": len(left), **_of_cluster(batch)})
    return left


def in_use(model: type[Model], numbers: set[int], batch: Import) -> set[int]:
    """Those that anything but this import names, or that somebody has changed."""
    used = changed_in_bulk(model, batch.cluster) if batch.cluster else set()
    kind = ContentType.objects.get_for_model(model)
    relations = [one for one in model._meta.related_objects if one.related_model is not ImportedRow]
    for piece in pieces(numbers):
        for relation in relations:
            naming = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": piece})
            used |= set(naming.values_list(relation.field.name, flat=True))
        changed = ModelLogEntry.objects.filter(content_type=kind, object_id__in=[str(number) for number in piece])
        used |= {int(number) for number in changed.values_list("object_id", flat=True)}
        if model is Organisation:
            others = ImportedRow.objects.filter(organisation__in=piece).exclude(batch=batch)
            used |= set(others.exclude(batch__state=Import.State.UNDONE).values_list("organisation_id", flat=True))
    return used & numbers


def changed_in_bulk(model: type[Model], cluster: Cluster) -> set[int]:
    """The records that somebody changed many at a time: the audit line of that stands at the cluster."""
    lines = ModelLogEntry.objects.for_instance(cluster).filter(action="journal.change_in_bulk")
    told = [line.data for line in lines if RECORD_MODELS[line.data["kind"]] is model]
    return {int(number) for data in told for number in data["before"]}


def pieces(numbers: set[int]) -> Iterator[list[int]]:
    """Numbers in their order, as many at once as a query may hold."""
    left = iter(sorted(numbers))
    while piece := list(islice(left, NUMBERS_AT_ONCE)):
        yield piece


def report_of(batch: Import) -> Report:
    """What became of a list, from what was kept of it."""
    verdicts = (
        Verdict(row.row, row.name, row.verdict, [told_note(note) for note in row.notes], row.same_as_row)
        for row in batch.imported_rows.all()
    )
    return Report(batch.table, batch.file_name, None, tuple(verdicts), is_dry_run=False)


def headings_digest(sheet: Listing) -> str:
    """Lists with the same headings come from the same source: what was said of them once is remembered by this."""
    return sha256("\n".join(match.heading for match in sheet.matches).encode()).hexdigest()


def remembered_mapping(table: str, cluster: Cluster | None, sheet: Listing) -> Mapping[str, str]:
    """What was said by hand of the headings of the last list from the same source."""
    same = Import.objects.filter(table=table, cluster=cluster, headings=headings_digest(sheet))
    last = same.exclude(state=Import.State.WAITING).first()
    return last.mapping if last else {}


@transaction.atomic
def forget_lists(*, day: date, by: User | None = None) -> int:
    """Forget the lists that nobody imported, and of the others about clusters what their rows say of anybody.

    Says of how many lists. What they brought in can still be taken back.
    """
    old = Import.objects.filter(day__lt=day - timedelta(days=DAYS_KEPT))
    waiting = list(old.filter(state=Import.State.WAITING))
    for batch in waiting:
        discard_import(batch=batch, by=by)
    for batch in old.filter(state=Import.State.BEGUN):
        finish_import(batch, by)  # what is in stays; the file with the rest is as old as one that waited
    telling = ImportedRow.objects.filter(batch__in=old.exclude(cluster=None)).exclude(name="", notes=[])
    told = list(Import.objects.filter(pk__in=telling.values("batch")))
    telling.update(name="", notes=[])
    for batch in told:
        log(batch, "lists.forget", user=by, data=_of_cluster(batch))
    return len(waiting) + len(told)
