"""What members and teams do with calls: follow one, confirm what it asks, and say how they want to hear of new ones."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from secrets import token_urlsafe
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from tokkasite.accounts.models import User
from tokkasite.accounts.tokens import digest_of
from tokkasite.funding import readers
from tokkasite.funding.models import Call, CallVersion, Condition, DeadlineFeed, Follow, Letters, Match
from tokkasite.funding.ranking_actions import moment_of
from tokkasite.register.models import Cluster, Mandate, Organisation

SALT: Final = "tokkasite.funding.letters"
TOLD_IN_A_LETTER: Final = 5
SOON: Final = timedelta(days=14)
CLOSED: Final = _("This call is closed. There is nothing left to follow.")
QUOTE: Final = _("Copy the sentence of the call that says so.")


@transaction.atomic
def follow(*, call: Call, organisation: Organisation, cluster: Cluster, by: User, now: datetime, today: date) -> Follow:
    """Keep an eye on a call. Following it twice changes nothing."""
    if call.status_at(now) == Call.Status.CLOSED:
        raise ValidationError(CLOSED)
    told = {"from_on": today, "by": by}
    followed, is_new = Follow.objects.get_or_create(call=call, organisation=organisation, defaults=told)
    if is_new:
        log(followed, "funding.follow", user=by, data={"cluster": cluster.pk, "call": call.pk})
    return followed


@transaction.atomic
def unfollow(*, call: Call, organisation: Organisation, cluster: Cluster, by: User) -> None:
    """Let a call go."""
    for followed in Follow.objects.filter(call=call, organisation=organisation):
        log(followed, "funding.unfollow", user=by, deleted=True, data={"cluster": cluster.pk, "call": call.pk})
        followed.delete()


@transaction.atomic
def confirm(
    *, call: Call, kind: str, values: Sequence[str], quote: str, cluster: Cluster, by: User, today: date
) -> Condition:
    """What a call asks of applicants, as somebody has read it there. From the next ranking on it is a rule."""
    if not quote.strip():
        raise ValidationError({"quote": QUOTE})
    told = {"values": list(values), "quote": quote.strip(), "confirmed_on": today, "by": by}
    row, _made = Condition.objects.update_or_create(call=call, kind=kind, defaults=told)
    row.full_clean()
    log(call, "funding.confirm", user=by, data={"cluster": cluster.pk, "kind": kind, "values": list(values)})
    return row


@transaction.atomic
def take_back(*, condition: Condition, cluster: Cluster, by: User) -> None:
    """What was confirmed was not so: it is a rule no longer."""
    log(condition.call, "funding.take_back", user=by, data={"cluster": cluster.pk, "kind": condition.kind})
    condition.delete()


@transaction.atomic
def want_letters(*, mandate: Mandate, language: str, by: User, today: date) -> Letters:
    """From now on a letter comes where a new call fits, or a followed deadline moved."""
    told = {"language": language, "from_on": today}
    letters, is_new = Letters.objects.get_or_create(mandate=mandate, defaults=told)
    if is_new:
        log(letters, "funding.want_letters", user=by)
    return letters


@transaction.atomic
def stop_letters(*, mandate: Mandate, by: User | None) -> bool:
    """No more letters; whether there were any."""
    held = list(Letters.objects.filter(mandate=mandate))
    for letters in held:
        log(letters, "funding.stop_letters", user=by, deleted=True)
        letters.delete()
    return bool(held)


def stop_token(mandate: Mandate) -> str:
    """What stands in the link that stops letters: it opens nothing else."""
    return Signer(salt=SALT).sign(mandate.pk)


def mandate_of(token: str) -> Mandate | None:
    """Whose letters a link stops; None for a link that we did not make."""
    try:
        number = Signer(salt=SALT).unsign(token)
    except BadSignature:
        return None
    return Mandate.objects.select_related("organisation").filter(pk=number).first()


@transaction.atomic
def open_feed(*, mandate: Mandate, by: User, today: date) -> str:
    """A private address for a calendar; the one before stops. The token is told here and never again."""
    token = token_urlsafe(32)
    told = {"digest": digest_of(token), "from_on": today}
    feed, _made = DeadlineFeed.objects.update_or_create(mandate=mandate, defaults=told)
    log(feed, "funding.open_feed", user=by)
    return token


@transaction.atomic
def close_feed(*, mandate: Mandate, by: User) -> None:
    for feed in DeadlineFeed.objects.filter(mandate=mandate):
        log(feed, "funding.close_feed", user=by, deleted=True)
        feed.delete()


def send_letters(*, day: date, by: User | None = None) -> int:
    """Write to every member who wants it and for whom there is something new; says how many letters were sent.

    A letter that could not be sent is tried again the next night and keeps nobody else's; the first fault is raised at
    the end. Where no mail server is set up, nothing is sent and nothing is forgotten.
    """
    if not settings.SENDS_MAIL:
        return 0
    now, sent, faults = moment_of(day), 0, []
    for letters in readers.letters_wanted(day):
        try:
            sent += _send(letters, now, by)
        except OSError as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    return sent


def news_for(letters: Letters, now: datetime) -> tuple[list[Match], list[CallVersion], list[int]]:
    """New calls that fit, deadlines that moved, and the numbers of all calls on the shortlist now.

    The shortlist of the first letter is news as a whole; of each call a member hears once.
    """
    mandate = letters.mandate
    shortlist = readers.shortlist_of(mandate.organisation, mandate.cluster)
    matches = list(readers.matches_of(shortlist, now)) if shortlist else []
    new = [one for one in matches if one.call_id not in set(letters.told)]
    since = letters.sent_at or now - timedelta(days=1)
    moved = CallVersion.objects.filter(
        call__follows__organisation=mandate.organisation, at__gt=since, shift__in=("later", "earlier", "given")
    )
    return new[:TOLD_IN_A_LETTER], list(moved.select_related("call")), [one.call_id for one in matches]


def _send(letters: Letters, now: datetime, by: User | None) -> bool:
    new, moved, seen = news_for(letters, now)
    if not new and not moved:
        return False
    mandate = letters.mandate
    site = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    with translation.override(letters.language):
        stop = site + reverse("funding:stop", args=[stop_token(mandate)])
        told: Mapping[str, Any] = {
            "mandate": mandate,
            "new": new,
            "moved": moved,
            "page": site + reverse("funding:member_calls", args=[mandate.pk]),
            "site": site,
            "stop": stop,
        }
        count = len(new) + len(moved)
        subject = ngettext("%(count)d piece of news on calls", "%(count)d pieces of news on calls", count)
        text = render_to_string("funding/letter.txt", told)
        headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        line = gettext("%(cluster)s: %(news)s") % {"cluster": mandate.cluster, "news": subject % {"count": count}}
        EmailMessage(line, text, settings.DEFAULT_FROM_EMAIL, [mandate.user.email], headers=headers).send()
    with transaction.atomic():
        letters.sent_at, letters.told = now, sorted({*letters.told, *seen})
        letters.save(update_fields=["sent_at", "told"])
        log(letters, "funding.send_letter", user=by, data={"new": [one.call_id for one in new]})
    return True
