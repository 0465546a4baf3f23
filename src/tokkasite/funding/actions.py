"""What members and teams do with calls: follow one, confirm what it asks, and say how they want to hear of new ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_urlsafe
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
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
from tokkasite.ui.letters import absolute, number_in, send_stoppable, signed

SALT: Final = "tokkasite.funding.letters"
TOLD_IN_A_LETTER: Final = 5
DAYS_BEFORE: Final = (14, 3)
"""How long before a deadline whoever follows a call is reminded of it, each once."""
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


def mandate_of(token: str) -> Mandate | None:
    """Whose letters a link stops; None for a link that we did not make."""
    number = number_in(token, SALT)
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
    """Write to every member who wants it and for whom there is news or a deadline near; says how many were sent.

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


@dataclass(frozen=True, slots=True)
class Due:
    """A followed call whose deadline is near, and the key under which it is noted that a letter said so."""

    call: Call
    shown: readers.Shown
    key: str


@dataclass(frozen=True, slots=True)
class News:
    """What there is to tell one member: new calls that fit, deadlines that moved, and those that are near."""

    new: list[Match]
    moved: list[CallVersion]
    due: list[Due]
    seen: list[int]
    """The numbers of all calls on the shortlist now."""

    @property
    def count(self) -> int:
        return len(self.new) + len(self.moved) + len(self.due)


def news_for(letters: Letters, now: datetime) -> News:
    """The shortlist of the first letter is news as a whole; of each call a member hears once."""
    mandate = letters.mandate
    shortlist = readers.shortlist_of(mandate.organisation, mandate.cluster)
    matches = list(readers.matches_of(shortlist, now)) if shortlist else []
    new = [one for one in matches if one.call_id not in set(letters.told)]
    since = letters.sent_at or now - timedelta(days=1)
    moved = CallVersion.objects.filter(
        call__follows__organisation=mandate.organisation, at__gt=since, shift__in=("later", "earlier", "given")
    )
    return News(
        new[:TOLD_IN_A_LETTER],
        list(moved.select_related("call")),
        due_for(letters, now),
        [one.call_id for one in matches],
    )


def due_for(letters: Letters, now: datetime) -> list[Due]:
    """Followed calls whose next deadline is near and of which no letter has said so; a deadline that moves counts anew.

    A night that was missed is made up for: what counts is how many days are left, and what was not told yet.
    """
    found = []
    for one in readers.followed_by(letters.mandate.organisation):
        shown = readers.shown(one.call, now)
        if one.call.is_withdrawn or shown.status == Call.Status.CLOSED or shown.days is None:
            continue
        steps = [days for days in DAYS_BEFORE if shown.days <= days]
        key = f"{one.call_id}:{shown.on}:{min(steps)}" if steps else ""
        if key and key not in letters.reminded:
            found.append(Due(one.call, shown, key))
    return sorted(found, key=lambda due: (due.shown.days or 0, due.call.pk))


def _send(letters: Letters, now: datetime, by: User | None) -> bool:
    news = news_for(letters, now)
    if not news.count:
        return False
    mandate = letters.mandate
    with translation.override(letters.language):
        stop = absolute("funding:stop", signed(mandate.pk, SALT))
        told: Mapping[str, Any] = {
            "mandate": mandate,
            "news": news,
            "page": absolute("funding:member_calls", mandate.pk),
            "site": settings.WAGTAILADMIN_BASE_URL,
            "stop": stop,
        }
        line = gettext("%(cluster)s: %(news)s") % {"cluster": mandate.cluster, "news": _subject(news)}
        text = render_to_string("funding/letter.txt", told)
        send_stoppable(subject=line, text=text, to=mandate.user.email, stop=stop)
    with transaction.atomic():
        letters.sent_at, letters.told = now, sorted({*letters.told, *news.seen})
        letters.reminded = sorted({*letters.reminded, *(one.key for one in news.due)})
        letters.save(update_fields=["sent_at", "told", "reminded"])
        told_of = {"new": [one.call_id for one in news.new], "due": [one.call.pk for one in news.due]}
        log(letters, "funding.send_letter", user=by, data=told_of)
    return True


def _subject(news: News) -> str:
    """What is most pressing."""
    if news.due:
        says = ngettext("%(count)d deadline is near", "%(count)d deadlines are near", len(news.due))
        return says % {"count": len(news.due)}
    says = ngettext("%(count)d piece of news on calls", "%(count)d pieces of news on calls", news.count)
    return says % {"count": news.count}
