"""Deeds of the pool: each is one transaction with one line in the audit trail."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from tokka.benchmark.associations import associations
from tokka.benchmark.disclosure import HANDS
from tokka.benchmark.groups import release
from tokka.benchmark.models import find_models
from tokka.benchmark.pool import Pool
from tokka.benchmark.practices import PRACTICES, doing_in, done_by
from tokka.benchmark.questionnaire import ASKED
from tokka.benchmark.sheet import MOST_CHARACTERS, Consent, signed
from tokka.excellence.book import Book
from tokka.words import Remark
from tokkasite.accounts.models import User
from tokkasite.benchmark import readers
from tokkasite.benchmark.models import Answers, Delivery, Installation, OwnWay, Release, Sheet, Study
from tokkasite.register.models import Cluster

SEED: Final = 1
"""The same pool gives the same models, whoever asks."""
SHARED_HERE: Final = "shared_here"
COMES_BACK: Final = gettext_noop(
    "This sheet bears the key of this installation. Only the cluster itself shares it or takes it back: "
    "nothing is to be done."
)
ROWS_AT_ONCE = 500


@transaction.atomic
def bring_in(*, content: bytes, file_name: str, by: User | None, today: date) -> Delivery:
    """Take the sheets of a file into the pool, with a verdict on each. Raises ValidationError for a file twice."""
    lines = content.decode("utf-8-sig", errors="replace").replace("\x00", "\ufffd").splitlines()
    told = [(number, line[: MOST_CHARACTERS + 1]) for number, line in enumerate(lines, start=1) if line.strip()]
    if not told:
        raise ValidationError({"file": _("The file holds no line. Ask its installation to export it again.")})
    digest = hashlib.sha256(content).hexdigest()
    if before := Delivery.objects.filter(digest=digest, is_undone=False).first():
        says = _("This file was brought in on %(day)s already, as %(name)s.")
        raise ValidationError({"file": says % {"day": before.on.isoformat(), "name": before.file_name}})
    delivery = Delivery.objects.create(file_name=file_name[-120:], digest=digest, on=today, by=by)
    rows = (_row(delivery, number, line) for number, line in told)
    Sheet.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    judge(today=today)
    verdicts = readers.verdicts_of(delivery)
    log(delivery, "benchmark.bring_in", user=by, data={"file": file_name, "verdicts": dict(verdicts)})
    return delivery


def _row(delivery: Delivery, number: int, line: str) -> Sheet:
    return Sheet(delivery=delivery, number=number, line=line, tag=readers.tag_of(line), **readers.claimed(line))


def judge(*, today: date) -> Pool:
    """Read the whole pool and keep the verdict on every sheet. A sheet's verdict changes with what comes beside it."""
    rows = list(Sheet.objects.filter(delivery__is_undone=False).select_related("delivery").order_by("pk"))
    ours = {row.key for row in rows if row.delivery.cluster_id} | {readers.own_key()} - {""}
    back = [row for row in rows if row.key in ours and not row.delivery.cluster_id]
    judged = [row for row in rows if row.delivery.cluster_id or row.key not in ours]
    pool = readers.gathered(judged, readers.known_installations(), today)
    verdicts: dict[str, tuple[str, Remark]] = {str(row): (SHARED_HERE, Remark(COMES_BACK)) for row in back}
    verdicts |= {one.place: (one.reason.value, one.remark) for one in pool.refusals}
    changed = [row for row in rows if _settle(row, verdicts.get(str(row)))]
    Sheet.objects.bulk_update(changed, ["reason", "remark", "remark_values"], batch_size=ROWS_AT_ONCE)
    return pool


def _settle(row: Sheet, verdict: tuple[str, Remark] | None) -> bool:
    """Write the verdict on the row; True where it is another one than before."""
    reason, remark = verdict or ("", Remark(""))
    values = {name: one if isinstance(one, int | float) else str(one)[:500] for name, one in remark.values.items()}
    told = (reason, remark.message, values)
    if told == (row.reason, row.remark, row.remark_values):
        return False
    row.reason, row.remark, row.remark_values = told
    return True


@transaction.atomic
def take_back(*, delivery: Delivery, by: User | None, today: date) -> int:
    """Take a delivery out of the pool. Where something of it was shown, what is shown is decided anew at once."""
    if delivery.is_undone:
        raise ValidationError(_("This delivery was taken back already."))
    lost = _named(delivery.sheets.filter(reason=""))
    removed, _kinds = delivery.sheets.all().delete()
    delivery.is_undone = True
    delivery.save(update_fields=["is_undone"])
    about = {"cluster": delivery.cluster_id} if delivery.cluster_id else {}
    log(delivery, "benchmark.take_back", user=by, data={"sheets": removed, **about})
    _after_loss(lost, by=by, today=today)
    return removed


def _named(sheets: QuerySet[Sheet]) -> set[tuple[int, str]]:
    """Sheets as releases name them, each with its year."""
    return {(year, f"{one}:{tag}") for year, one, tag in sheets.values_list("year", "organisation", "tag")}


def _after_loss(lost: set[tuple[int, str]], *, by: User | None, today: date) -> None:
    """Decide anew what is shown where something of it is gone; else only the verdicts may change."""
    latest = Release.objects.filter(year__in={year for year, _name in lost}, values__isnull=False)
    shown = {(row.year, name) for row in latest for name in readers.unpacked(row).organisations.tolist()}
    if lost & shown:
        release_pool(by=by, today=today, is_loss=True)
    else:
        judge(today=today)


@transaction.atomic
def know(*, name: str, key: str, contact: str, by: User | None, today: date, is_invented: bool = False) -> Installation:
    """Let the sheets of an installation count from now on."""
    known = Installation(name=name, key=key, contact=contact, is_invented=is_invented)
    known.full_clean()
    known.save()
    judge(today=today)
    log(known, "benchmark.know", user=by, data={"key": key})
    return known


@transaction.atomic
def forget(*, installation: Installation, by: User | None, today: date) -> None:
    """No sheet of that installation counts any more."""
    log(installation, "benchmark.forget", user=by, deleted=True, data={"key": installation.key})
    lost = _named(Sheet.objects.filter(key=installation.key, reason=""))
    installation.delete()
    _after_loss(lost, by=by, today=today)


@transaction.atomic
def share(
    *, cluster: Cluster, book: Book, consent: str, portfolio: str, digest: str, by: User, today: date
) -> Delivery:
    """Sign the cluster's sheet and put it into the pool, in place of the year's earlier one.

    `digest` is that of the preview: what was not seen does not leave. Raises ValidationError.
    """
    key = readers.signer()
    if key is None:
        raise ValidationError(
            _("The operator has not drawn a key for this installation yet. See the manual, “Share a sheet”.")
        )
    draft = readers.draft_of(cluster, book, day=today, consent=consent, portfolio=portfolio)
    if draft.refusal:
        raise ValidationError(_("A pool would refuse this sheet. Correct what stands beside it first."))
    if draft.digest != digest:
        raise ValidationError(_("The records have changed since you looked. Look at the sheet again, then share it."))
    line = signed(draft.sheet, key)
    replaced = [before for before in readers.own_lines(cluster) if before.year == today.year]
    rows = Sheet.objects.filter(pk__in=[before.pk for before in replaced])
    lost = _named(rows)
    rows.delete()
    Delivery.objects.filter(pk__in=[before.delivery_id for before in replaced]).update(is_undone=True)
    delivery = Delivery.objects.create(
        cluster=cluster, file_name=f"{cluster.key}-{today.year}.jsonl", digest=readers.tag_of(line), on=today, by=by
    )
    _row(delivery, 1, line).save()
    judge(today=today)
    told = {"cluster": cluster.pk, "consent": consent, "digest": digest, "organisation": draft.sheet.organisation}
    log(delivery, "benchmark.share", user=by, data=told)
    if any(not Consent(consent).allows(Consent(readers.body_of(before)["consent"])) for before in replaced):
        _after_loss(lost, by=by, today=today)  # what is allowed no longer is shown no longer
    return delivery


# What is shown


@transaction.atomic
def release_pool(*, by: User | None, today: date, is_loss: bool = False) -> list[Release]:
    """Decide what is shown of every year in which the pool has changed, and study it anew where enough has changed.

    Everything that was shown before counts as known to every reader (§9). So a year in which fewer than six
    organisations have changed stays as it is: nearly all of it would have to be hidden. Only where something was
    taken back (`is_loss`) is it decided anew in any case.
    """
    list(Delivery.objects.select_for_update())  # two releases at once would not know of each other
    pool = judge(today=today)
    tags = dict(_tags())
    names = [f"{one}:{tags[one, int(year)]}" for one, year in zip(pool.organisations.tolist(), pool.years, strict=True)]
    tagged = replace(pool, organisations=np.array(names, dtype="U45"))
    years = {*map(int, pool.years), *Release.objects.values_list("year", flat=True)}
    made = [one for year in sorted(years) if (one := _release(tagged, year, today, is_loss))]
    if made:
        _study(tagged, today)
        data = {"years": [one.year for one in made], "sheets": [one.sheets for one in made]}
        log(made[-1], "benchmark.release", user=by, data=data)
    return made


def _tags() -> Iterable[tuple[tuple[str, int], str]]:
    counting = Sheet.objects.filter(reason="", delivery__is_undone=False)
    return (((one, year), tag) for one, year, tag in counting.values_list("organisation", "year", "tag"))


def _release(pool: Pool, year: int, today: date, is_loss: bool) -> Release | None:
    """The release of one year; None where nothing, or too little, has changed since the latest."""
    earlier = [readers.unpacked(row) for row in Release.objects.filter(year=year)]
    now = set(pool.organisations[pool.years == year].tolist())
    if earlier:
        changed = _organisations_between(now, set(earlier[-1].organisations.tolist()))
        if changed == 0 or (changed < HANDS and not is_loss):
            return None
    groups, values = readers.packed(release(pool, year, earlier=earlier))
    Release.objects.filter(year=year).update(values=None)
    return Release.objects.create(year=year, on=today, sheets=len(now), groups=groups, values=values)


def _study(pool: Pool, today: date) -> None:
    """The models of the latest year and the practices of all years, where enough has changed since every study."""
    if not len(pool.years):
        Study.objects.filter(found__isnull=False).update(found=None)
        return
    year = pool.latest_year
    allowed = [one.value for one in Consent if one.allows(Consent.STUDY)]
    may = np.isin(pool.consents, allowed)
    of_year, of_all = (pool.organisations[may & (pool.years == year)], pool.organisations[may])
    bare = replace(pool, organisations=np.array([name.partition(":")[0] for name in pool.organisations]))
    _study_part(Study.Part.MODELS, year, of_year, lambda: _models(bare, year), today)
    _study_part(Study.Part.PRACTICES, year, of_all, lambda: _associations(bare), today)


def _study_part(part: str, year: int, names: Any, find: Any, today: date) -> None:
    """One study, unless it would tell apart fewer than six organisations from any study that was ever shown."""
    now = set(names.tolist())
    ever = Study.objects.filter(part=part, year=year) if part == Study.Part.MODELS else Study.objects.filter(part=part)
    differ = [_organisations_between(now, set(study.rests_on)) for study in ever]
    if all(count >= HANDS for count in differ):
        Study.objects.create(part=part, year=year, on=today, rests_on=sorted(now), found=find())
        return
    latest = ever.last()
    if latest and set(latest.rests_on) - now:
        latest.found = None  # it rests on a sheet that was taken back
        latest.save(update_fields=["found"])


def _organisations_between(one: set[str], other: set[str]) -> int:
    return len({name.partition(":")[0] for name in one ^ other})


def _models(pool: Pool, year: int) -> dict[str, Any]:
    found = find_models(pool, year, seed=SEED)
    return {
        "models": [
            {
                "number": model.number,
                "size": model.size,
                "returns": model.returns,
                "traits": [
                    {"dimension": one.dimension.key, "choice": one.choice, "value": one.value, "share": one.share}
                    for one in model.traits
                ],
            }
            for model in found.found
        ],
        "placed": dict(found.placed),
        "agreement": found.agreement,
        "silhouettes": {str(number): value for number, value in found.silhouettes.items()},
        "by_chance": found.silhouette_by_chance,
        "remarks": [_told(one) for one in found.remarks],
        "doing": {one.practice.key: [one.doing, one.told] for one in doing_in(pool, year)},
        "who": _who(pool, year),
    }


def _told(remark: Remark) -> dict[str, Any]:
    return {"message": remark.message, "values": dict(remark.values)}


def _who(pool: Pool, year: int) -> dict[str, dict[str, int]]:
    """By practice, how many organisations of which installation do it and allow that peers ask."""
    rows = pool.rows(year, Consent.CONTACT)
    keys = dict(Sheet.objects.filter(reason="", year=year, delivery__cluster=None).values_list("organisation", "key"))
    done = done_by(pool, rows)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name, does in zip(pool.organisations[rows].tolist(), done, strict=True):
        for practice, one in zip(PRACTICES, does, strict=True):
            if one == 1 and name in keys:
                found[practice.key][keys[name]] += 1
    return {key: dict(counts) for key, counts in found.items()}


def _associations(pool: Pool) -> dict[str, Any]:
    return {
        "associations": [
            {
                "practice": one.practice.key,
                "outcome": one.outcome.key,
                **{name: getattr(one, name) for name in ("doing", "not_doing", "effect", "low", "high", "p")},
                "is_significant": bool(one.is_significant),
                "remarks": [_told(remark) for remark in one.remarks],
            }
            for one in associations(pool)
        ]
    }


# The management


@transaction.atomic
def answer(*, cluster: Cluster, book: Book, given: Mapping[str, str], by: User, today: date) -> Answers:
    """Keep a round of answers. What the journal had proposed stays beside it, so that differences can be told."""
    for dimension in ASKED:
        if given.get(dimension.key) and given[dimension.key] not in dimension.choices:
            raise ValidationError({dimension.key: _("Choose one of the answers.")})
    kept = {one.key: given.get(one.key) or None for one in ASKED}
    proposed = {one.dimension.key: one.choice for one in readers.proposals(book, today) if one.choice}
    row = Answers.objects.create(cluster=cluster, on=today, by=by, given=kept, proposed=proposed)
    told = sum(value is not None for value in kept.values())
    log(row, "benchmark.answer", user=by, data={"cluster": cluster.pk, "answers": told})
    return row


@transaction.atomic
def tell_way(*, cluster: Cluster, practice: str, text: str, by: User, today: date) -> None:
    """How the cluster does a practice, in its own words; without words it is forgotten."""
    row = OwnWay.objects.filter(cluster=cluster, practice=practice).first()
    if not text.strip():
        if row:
            log(row, "wagtail.delete", user=by, deleted=True, data={"cluster": cluster.pk})
            row.delete()
        return
    is_new = row is None
    row = row or OwnWay(cluster=cluster, practice=practice)
    row.text, row.on = text.strip(), today
    row.full_clean()
    row.save()
    log(row, "wagtail.create" if is_new else "wagtail.edit", user=by, data={"cluster": cluster.pk})
