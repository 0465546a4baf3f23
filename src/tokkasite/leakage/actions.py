"""The deeds of this room: to read a ledger, to take it in or back, to keep an answer, and to ask a firm."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tokka.leakage.ledger_rows import read_ledger_rows
from tokka.leakage.postcodes import read_postcodes
from tokka.leakage.refusals import Refused
from tokkasite.accounts.models import User
from tokkasite.accounts.tokens import digest_of
from tokkasite.leakage import letters, readers
from tokkasite.leakage.models import MOST_LETTERS, Answer, AnswerLine, Asked
from tokkasite.register.models import Cluster, Municipality
from tokkasite.runs.readers import kept

DAYS_OF_A_LINK = 60


@transaction.atomic
def draft_ledger(
    *,
    cluster: Cluster,
    municipality: Municipality,
    year: int,
    content: bytes,
    file: str,
    home: str,
    region: str,
    by: User | None,
    today: date,
    is_invented: bool = False,
) -> Answer:
    """Read a ledger and show what it would change. Suppliers are not kept. Raises ValidationError where it is none."""
    digest = sha256(content).hexdigest()
    if Answer.objects.filter(municipality=municipality, digest=digest, withdrawn_on=None).exists():
        raise ValidationError(_("This file is in already. Take it back before you bring it in again."))
    people = readers.people_of(municipality)
    try:
        at_home, around = read_postcodes(home), read_postcodes(region)
        if not at_home.within(around):
            raise ValidationError(_("The municipality's postcodes must lie among those of Lapland."))
        read = read_ledger_rows(content, file, home=at_home, region=around, people=people)
    except Refused as refused:
        raise ValidationError(readers.words_of(refused)) from refused
    answer = Answer.objects.create(
        cluster=cluster,
        municipality=municipality,
        kind=Answer.Kind.LEDGER,
        name=file[:150],
        year=year,
        digest=digest,
        facts={
            "postcodes": {"home": home, "region": region},
            "encoding": read.encoding,
            "form": read.form,
            "sheet": read.sheet if not read.encoding else "",
            "rows": len(read.rows),
            "refused": sum(row.verdict == "refused" for row in read.rows),
            "told": [kept(remark) for remark in read.told],
            "repairs": [[one.row, one.column, kept(one.says)] for one in read.repairs],
            "suspicions": [kept(remark) for remark in read.suspicions],
        },
        rows=[readers.row_kept(row) for row in read.rows],
        entered_on=today,
        by=by,
        is_invented=is_invented,
    )
    AnswerLine.objects.bulk_create(
        AnswerLine(
            answer=answer,
            buyer=AnswerLine.Buyer.PUBLIC,
            product=one.product,
            label=one.account[:200],
            euros=one.euros,
            regional=one.regional,
            local=one.local,
        )
        for one in read.accounts
    )
    log(answer, "leakage.draft_ledger", user=by, data={"cluster": cluster.pk, "sha256": digest})
    return answer


@transaction.atomic
def take_in(*, answer: Answer, products: Mapping[int, str], is_checked: bool, by: User | None, today: date) -> None:
    """Let a draft count, with the product of every account. What looks wrong must have been looked at."""
    answer = Answer.objects.select_for_update().get(pk=answer.pk)
    if not answer.is_draft:
        raise ValidationError(_("This ledger was taken in already."))
    if answer.facts.get("suspicions") and not is_checked:
        raise ValidationError(_("Look at what seems wrong with the sums, and say that you did."))
    lines = list(answer.lines.all())
    for line in lines:
        line.product = products.get(line.pk, "")
    if not any(line.product for line in lines):
        raise ValidationError(_("Every account is left out. Choose a product for one at least."))
    readers.refuse_wrong(answer.municipality, lines, Answer.Kind.LEDGER)
    AnswerLine.objects.bulk_update(lines, ["product"])
    answer.rows, answer.taken_on = [], today
    answer.facts.pop("repairs", None)
    answer.save(update_fields=["rows", "facts", "taken_on"])
    log(answer, "leakage.take_in", user=by, data={"cluster": answer.cluster_id})


@transaction.atomic
def take_back(*, answer: Answer, by: User | None, today: date) -> None:
    """An answer counts no more; a draft is forgotten."""
    answer = Answer.objects.select_for_update().get(pk=answer.pk)
    log(answer, "leakage.take_back", user=by, data={"cluster": answer.cluster_id})
    if answer.is_draft:
        answer.delete()
    elif answer.withdrawn_on is None:
        answer.withdrawn_on = today
        answer.save(update_fields=["withdrawn_on"])


@transaction.atomic
def keep_answer(
    *,
    cluster: Cluster,
    municipality: Municipality,
    kind: Answer.Kind,
    name: str,
    year: int,
    lines: Sequence[AnswerLine],
    facts: Mapping[str, Any],
    by: User | None,
    today: date,
    asked: Asked | None = None,
    is_invented: bool = False,
) -> Answer:
    """Keep what was told of some purchases; it counts at once. Raises ValidationError for what cannot be."""
    if not any(line.euros > 0 for line in lines):
        raise ValidationError(_("Tell at least one purchase in euros."))
    readers.refuse_wrong(municipality, lines, kind)
    answer = Answer.objects.create(
        cluster=cluster,
        municipality=municipality,
        kind=kind,
        name=name,
        year=year,
        facts=dict(facts),
        asked=asked,
        entered_on=today,
        taken_on=today,
        by=by,
        is_invented=is_invented,
    )
    for line in lines:
        line.answer = answer
    AnswerLine.objects.bulk_create(line for line in lines if line.euros > 0)
    log(answer, "leakage.keep_answer", user=by, data={"cluster": cluster.pk, "kind": kind})
    return answer


@transaction.atomic
def ask_firm(
    *,
    cluster: Cluster,
    municipality: Municipality,
    firm: str,
    language: str,
    by: User | None,
    today: date,
    email: str = "",
) -> tuple[Asked, str]:
    """A link with six questions for one firm. The token is told here and never again."""
    token = token_urlsafe(32)
    asked = Asked(
        cluster=cluster,
        municipality=municipality,
        firm=firm,
        language=language,
        email=User.objects.normalize_email(email),
        digest=digest_of(token),
        sent_on=today,
        expires_on=today + timedelta(days=DAYS_OF_A_LINK),
        by=by,
    )
    asked.full_clean()
    asked.save()
    log(asked, "leakage.ask_firm", user=by, data={"cluster": cluster.pk})
    return asked, token


@transaction.atomic
def ask_again(*, asked: Asked, by: User | None, today: date) -> tuple[Asked, str]:
    """A new link for a firm that has not answered, for one more letter; the link before opens nothing any more."""
    asked = Asked.objects.select_for_update().get(pk=asked.pk)
    if hasattr(asked, "answer") or not asked.may_ask_again:
        raise ValidationError(_("This firm gets no more letters: it has answered, was asked twice, or has no address."))
    token = token_urlsafe(32)
    asked.digest, asked.expires_on = digest_of(token), today + timedelta(days=DAYS_OF_A_LINK)
    asked.save(update_fields=["digest", "expires_on"])
    log(asked, "leakage.ask_again", user=by, data={"cluster": asked.cluster_id})
    return asked, token


def mail_question(*, asked: Asked, token: str, by: User | None, today: date) -> bool:
    """Write to the firm; whether a letter left. It is counted before it goes, so that two clicks send no third one."""
    with transaction.atomic():
        before = Asked.objects.select_for_update().get(pk=asked.pk)
        if not before.email or before.letters >= MOST_LETTERS:
            return False
        Asked.objects.filter(pk=asked.pk).update(letters=before.letters + 1, mailed_on=today)
    if not letters.send(before, token):
        Asked.objects.filter(pk=asked.pk).update(letters=before.letters, mailed_on=before.mailed_on)
        return False
    log(asked, "leakage.mail_question", user=by, data={"cluster": asked.cluster_id, "letter": before.letters + 1})
    return True


def forget_addresses(*, day: date, by: User | None = None) -> int:
    """Erase the addresses of firms whose link has ended; says how many."""
    rows = Asked.objects.filter(expires_on__lt=day).exclude(email="")
    with transaction.atomic():
        for asked in (found := list(rows.select_for_update())):
            log(asked, "leakage.forget_address", user=by, data={"cluster": asked.cluster_id})
        Asked.objects.filter(pk__in=[asked.pk for asked in found]).update(email="")
    return len(found)


def question_of(token: str, today: date) -> tuple[Asked | None, str]:
    """What a link opens: `open`, `answered`, `late` or `withdrawn`; nothing for a link that nobody sent."""
    asked = Asked.objects.filter(digest=digest_of(token)).select_related("municipality", "cluster").first()
    if asked is None:
        return None, ""
    if hasattr(asked, "answer"):
        return asked, "answered"
    if asked.withdrawn_on:
        return asked, "withdrawn"
    return asked, "open" if today <= asked.expires_on else "late"


@transaction.atomic
def answer_question(
    *, asked: Asked, year: int, lines: Sequence[AnswerLine], facts: Mapping[str, Any], today: date
) -> Answer:
    """Keep what a firm answers by its link, once."""
    asked = Asked.objects.select_for_update().get(pk=asked.pk)
    if hasattr(asked, "answer") or asked.withdrawn_on or today > asked.expires_on:
        raise ValidationError(_("This link cannot be used any more."))
    answer = keep_answer(
        cluster=asked.cluster,
        municipality=asked.municipality,
        kind=Answer.Kind.FIRM,
        name=asked.firm,
        year=year,
        lines=lines,
        facts=facts,
        by=None,
        today=today,
        asked=asked,
    )
    asked.email = ""
    asked.save(update_fields=["email"])
    return answer


@transaction.atomic
def withdraw_question(*, asked: Asked, by: User | None, today: date) -> None:
    """The link opens nothing any more."""
    if asked.withdrawn_on is None and not hasattr(asked, "answer"):
        asked.withdrawn_on, asked.email = today, ""
        asked.save(update_fields=["withdrawn_on", "email"])
        log(asked, "leakage.withdraw_question", user=by, data={"cluster": asked.cluster_id})
