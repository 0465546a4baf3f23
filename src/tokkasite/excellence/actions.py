"""The deeds of self-assessments. Each is one transaction and leaves one audit line."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from tempfile import TemporaryFile
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tokka.excellence.assess import assess
from tokka.excellence.book import Book
from tokka.rulebook.families import Family
from tokkasite.accounts.models import User
from tokkasite.excellence import evidence, readers
from tokkasite.excellence.dossier import Material, produce, steps_of
from tokkasite.excellence.findings import Json, digest_of, editions_of, found_of
from tokkasite.excellence.models import Comment, Dossier, Evidence, Item, Round, Share
from tokkasite.excellence.rounds import content_of, items_of, seen_of
from tokkasite.register.models import Cluster


def _log(found: Round, action: str, by: User | None, **told: object) -> None:
    """One audit line, which the cluster's own trail finds."""
    log(found, action, user=by, data={"cluster": found.cluster_id, **told})


def _refuse_frozen(found: Round) -> None:
    if found.is_frozen:
        raise ValidationError(_("This round was handed in and never changes. Begin a new round from it."))


def drafted(*, cluster: Cluster, family: Family, label: str, day: date, book: Book) -> tuple[Round, list[Item]]:
    """A round of the day as the journal answers it, with nothing kept and nothing answered by hand."""
    found = Round(cluster=cluster, family=family.key, label=label, day=day, opened_on=day)
    records = readers.records_on(book, day)
    findings = assess(book, day, family).findings
    return found, [
        Item(
            round=found,
            place=place,
            rule=finding.rule.key,
            number=finding.rule.number,
            label=finding.rule.label,
            group=finding.rule.group,
            unit=finding.rule.unit,
            found=found_of(finding, records),
        )
        for place, finding in enumerate(findings)
    ]


@transaction.atomic
def open_round(*, cluster: Cluster, family: Family, label: str, day: date, by: User, today: date) -> Round:
    """Begin a round: the journal answers what it can, and answers by hand come along from the round before.

    Raises ValidationError for a day ahead, and where a round of this rule set and label is open already.
    """
    if day > today:
        raise ValidationError({"day": _("This day lies ahead. Choose today or an earlier day.")})
    same = Round.objects.filter(cluster=cluster, family=family.key, label=label)
    if same.filter(frozen_on=None).exists():
        raise ValidationError(_("A round of this rule set and label is open already. Go on with that one."))
    found, items = drafted(cluster=cluster, family=family, label=label, day=day, book=readers.book_of(cluster))
    found.opened_on, found.opened_by = today, by
    found.previous = same.first()
    found.save()
    before = {item.rule: item for item in items_of(found.previous)} if found.previous else {}
    for item in items:
        if old := before.get(item.rule):
            item.answer, item.text = old.answer, old.text
            item.answered_on, item.answered_by = old.answered_on, old.answered_by
    Item.objects.bulk_create(items)
    Evidence.objects.bulk_create(
        Evidence(
            item=item, name=file.name, size=file.size, digest=file.digest, kept_on=file.kept_on, kept_by=file.kept_by
        )
        for item in items
        if item.rule in before
        for file in before[item.rule].files.all()
    )
    _log(found, "excellence.open_round", by, rules=family.key, label=label, day=day.isoformat())
    return found


@transaction.atomic
def drop_round(*, found: Round, by: User) -> None:
    """Give up a round that was not handed in, with the files that no other round names."""
    _refuse_frozen(found)
    _log(found, "excellence.drop_round", by, rules=found.family, day=found.day.isoformat())
    digests = set(Evidence.objects.filter(item__round=found).values_list("digest", flat=True))
    places = [dossier_place(dossier, ending) for dossier in found.dossiers.all() for ending in ("pdf", "zip")]
    found.delete()
    _forget(digests, places)


@transaction.atomic
def refresh_round(*, found: Round, family: Family, day: date, by: User) -> list[Item]:
    """Let the journal answer again, for the day. Says which answers differ from before."""
    _refuse_frozen(found)
    new = _answers_now(found, family, day)
    changed = [item for item in found.items.all() if item.rule in new and item.found != new[item.rule]]
    for item in changed:
        item.found = new[item.rule]
    Item.objects.bulk_update(changed, ["found"])
    found.day = day
    found.save(update_fields=["day"])
    _log(found, "excellence.refresh_round", by, day=day.isoformat(), changed=[item.rule for item in changed])
    return changed


def _answers_now(found: Round, family: Family, day: date) -> Mapping[str, Json]:
    book = readers.book_of(found.cluster)
    _draft, items = drafted(cluster=found.cluster, family=family, label=found.label, day=day, book=book)
    return {item.rule: item.found for item in items}


@transaction.atomic
def answer_item(*, item: Item, answer: str, text: str, by: User, today: date) -> Item:
    """Answer by hand, or take the answer back by an empty one. An answer has its reason."""
    _refuse_frozen(item.round)
    item.answer, item.text = answer, text.strip()
    item.answered_on, item.answered_by = (today, by) if item.answer or item.text else (None, None)
    if item.answer and not item.text:
        raise ValidationError({"text": _("Say what the answer rests on.")})
    item.full_clean(exclude=("round", "found"), validate_constraints=False)
    item.save()
    _log(item.round, "excellence.answer_item", by, rule=item.rule, answer=item.answer)
    return item


@transaction.atomic
def add_file(*, item: Item, name: str, content: bytes, by: User, today: date) -> Evidence:
    """Keep a file as evidence of an answer. Raises ValidationError where it is not what it should be."""
    _refuse_frozen(item.round)
    name = name.replace("\\", "/").rpartition("/")[2][-150:]
    evidence.check(name, content)
    if item.files.filter(name=name).exists():
        raise ValidationError(_("A file of this name is here already. Remove it first, or give this one another name."))
    if item.files.count() >= evidence.MOST_FILES:
        raise ValidationError(_("There are %(count)d files here. Remove one first.") % {"count": evidence.MOST_FILES})
    file = Evidence(item=item, name=name, size=len(content), digest=evidence.keep(content), kept_on=today, kept_by=by)
    file.full_clean(exclude=("item",), validate_constraints=False)
    file.save()
    _log(item.round, "excellence.add_file", by, rule=item.rule, file=name, sha256=file.digest)
    return file


@transaction.atomic
def remove_file(*, file: Evidence, by: User) -> None:
    """Take a file away from an answer. Its content goes with the last answer that names it."""
    found = file.item.round
    _refuse_frozen(found)
    _log(found, "excellence.remove_file", by, rule=file.item.rule, file=file.name, sha256=file.digest)
    file.delete()
    _forget({file.digest})


def _forget(digests: Collection[str], places: Collection[str] = ()) -> None:
    """Once it is sure, take away the contents that no answer names any more, and what lies at these places."""
    named = set(Evidence.objects.filter(digest__in=digests).values_list("digest", flat=True))
    for place in (*map(evidence.place_of, sorted(set(digests) - named)), *places):
        transaction.on_commit(partial(evidence.store().delete, place))


@transaction.atomic
def comment_on(*, item: Item, text: str, by: User, today: date) -> Comment:
    """Say something of an answer, whether the round was handed in or not."""
    comment = Comment(item=item, text=text.strip(), written_on=today, written_by=by)
    comment.full_clean(exclude=("item",))
    comment.save()
    _log(item.round, "excellence.comment_on", by, rule=item.rule)
    return comment


@transaction.atomic
def share_round(*, found: Round, users: Collection[User], by: User, today: date) -> None:
    """Open the round to these assessors, and to nobody else of them."""
    kept = set(found.shares.values_list("user", flat=True))
    wanted = {user.pk: user for user in users}
    found.shares.exclude(user__in=wanted).delete()
    Share.objects.bulk_create(
        Share(round=found, user=user, from_on=today) for pk, user in wanted.items() if pk not in kept
    )
    _log(found, "excellence.share_round", by, users=sorted(wanted))


@transaction.atomic
def submit_round(*, found: Round, family: Family, by: User, today: date) -> Round:
    """Hand the round in: from then on it never changes, with the rule editions and the digest of everything in it.

    Raises ValidationError where a file is missing or was changed, and where the journal now answers otherwise.
    """
    found = Round.objects.select_for_update().select_related("cluster").get(pk=found.pk)
    _refuse_frozen(found)
    items = items_of(found)
    broken = [looked.file for one in seen_of(items) for looked in one.broken]
    if broken:
        says = _("These files are missing or were changed. Remove them, or give them again: %(names)s")
        raise ValidationError(says % {"names": ", ".join(f"{file.item}: {file.name}" for file in broken)})
    now = _answers_now(found, family, found.day)
    stale = [item for item in items if now.get(item.rule) != item.found]
    if stale or len(now) != len(items):
        says = _("The journal or the rules say something else by now. Let the journal answer again: %(names)s")
        raise ValidationError(says % {"names": ", ".join(map(str, stale))})
    found.editions = editions_of(family, found.day)
    found.digest = digest_of(content_of(found, items))
    found.frozen_on, found.frozen_by = today, by
    found.save()
    _log(found, "excellence.submit_round", by, sha256=found.digest)
    return found


@transaction.atomic
def begin_dossier(*, found: Round, language: str, by: User, today: date, now: datetime) -> Dossier:
    """A dossier that is to be made of a round."""
    dossier = Dossier.objects.create(
        round=found, language=language, made_on=today, made_by=by, moved_at=now, state=Dossier.State.BEGUN
    )
    _log(found, "excellence.make_dossier", by, dossier=dossier.pk, language=language)
    return dossier


@transaction.atomic
def stop_dossier(*, dossier: Dossier, by: User) -> None:
    """Stop a dossier that is being made: the next step finds it stopped, and nothing is left."""
    Dossier.objects.filter(pk=dossier.pk, state=Dossier.State.BEGUN).update(state=Dossier.State.STOPPED)
    _log(dossier.round, "excellence.stop_dossier", by, dossier=dossier.pk)


def move_dossier(*, dossier: Dossier, now: datetime, **fields: Any) -> bool:
    """Note how far a dossier has come. False where it was stopped meanwhile: then nothing is noted."""
    going = Dossier.objects.filter(pk=dossier.pk, state=Dossier.State.BEGUN)
    return bool(going.update(moved_at=now, **fields))


def make_dossier(*, dossier: Dossier, families: Sequence[Family], clock: Callable[[], datetime]) -> bool:
    """Make the files of a dossier step by step. False where it was stopped: then nothing is left of it.

    No transaction holds the whole: each step is seen by those who wait, and a stop is seen by the next step.
    """
    material = Material(dossier.round, items_of(dossier.round), families, dossier.made_on, dossier.language)
    move_dossier(dossier=dossier, now=clock(), steps=steps_of(material))
    with TemporaryFile() as pdf, TemporaryFile() as archive:
        for done in produce(material, pdf, archive):
            if not move_dossier(dossier=dossier, now=clock(), steps_done=done):
                return False
        for ending, written in (("pdf", pdf), ("zip", archive)):
            written.seek(0)
            evidence.store().save(dossier_place(dossier, ending), File(written))
    is_done = move_dossier(dossier=dossier, now=clock(), state=Dossier.State.DONE)
    if not is_done:
        for ending in ("pdf", "zip"):
            evidence.store().delete(dossier_place(dossier, ending))
    return is_done


def dossier_place(dossier: Dossier, ending: str) -> str:
    """Where a file of a dossier lies in the store of the evidence."""
    return f"dossiers/{dossier.pk}.{ending}"
