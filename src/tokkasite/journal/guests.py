"""Deeds on the persons who come to an event: register, cancel, forget; and the letters of the night."""

from collections.abc import Iterator
from datetime import date, timedelta
from secrets import token_urlsafe
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tokkasite.accounts.models import User
from tokkasite.accounts.tokens import digest_of
from tokkasite.journal.membership import places_left, promote, refuse_late
from tokkasite.journal.models import Event, Guest, Registration
from tokkasite.register.models import Language, Mandate

DAYS_BEFORE: Final = 3
"""A reminder goes out so many days before the event, or on a later night where that one was missed."""
KEEP_DAYS: Final = 180
"""So long after the event the persons are kept; organisations that came stay in the journal as attendance."""
LETTERS: Final = frozenset({Language.FI, Language.EN})


def guest_by(token: str) -> Guest | None:
    """The guest to whom a personal link belongs."""
    rows = Guest.objects.select_related("event__cluster", "organisation")
    return rows.filter(digest=digest_of(token)).first()


@transaction.atomic
def register_guest(*, guest: Guest, today: date, by: User | None = None, by_team: bool = False) -> tuple[Guest, str]:
    """Register a person, on the waiting list where the event is full. The token is told here and never again.

    The team may register whom it likes until the day of the event, others until the last day for that.
    """
    event = Event.objects.select_for_update().get(pk=guest.event_id)
    if not by_team:
        refuse_late(event, today)
    elif today > event.on:
        raise ValidationError(_("This event was held already."))
    guest.name = " ".join(guest.name.split())
    guest.languages = " ".join(dict.fromkeys(guest.languages.lower().replace(",", " ").split()))
    guest.country = guest.country.upper()
    guest.label = free_label(event, guest)
    left = places_left(event)
    guest.waits = guest.registration_id is None and left is not None and left < 1
    token = token_urlsafe(24)
    guest.made_on, guest.consent_on, guest.digest = today, guest.consent_on or today, digest_of(token)
    guest.full_clean(exclude=("digest",))
    guest.save()
    log(event, "journal.register_guest", user=by, data={"guest": guest.pk, "waits": guest.waits})
    return guest, token


def free_label(event: Event, guest: Guest) -> str:
    """The name, with the organisation where another guest has that name, and a number where that is taken too."""
    taken = {label.casefold() for label in event.guests.exclude(pk=guest.pk).values_list("label", flat=True)}
    first = [guest.name, f"{guest.name} ({guest.body})"] if guest.body else [guest.name]
    numbered = (f"{first[-1]} {number}" for number in range(2, len(taken) + 3))
    return next(label for label in (*first, *numbered) if label.casefold() not in taken)


@transaction.atomic
def new_link(*, guest: Guest, by: User) -> str:
    """A new personal link; the one sent before opens nothing any more."""
    token = token_urlsafe(24)
    guest.digest = digest_of(token)
    guest.save(update_fields=["digest"])
    log(guest.event, "journal.new_link", user=by, data={"guest": guest.pk})
    return token


@transaction.atomic
def cancel_guest(*, guest: Guest, today: date, by: User | None = None) -> None:
    """The person does not come. Who waits for a place gets it."""
    event = Event.objects.select_for_update().get(pk=guest.event_id)
    if today > event.on:
        raise ValidationError(_("This event was held already."))
    if guest.cancelled_on is None:
        guest.cancelled_on, guest.waits = today, False
        guest.save(update_fields=["cancelled_on", "waits"])
        log(event, "journal.cancel_guest", user=by, data={"guest": guest.pk})
        promote(event=event, today=today)


def forget_guests(*, day: date, by: User | None = None) -> int:
    """Delete the persons of events that were held more than `KEEP_DAYS` ago; says how many."""
    old = Guest.objects.filter(event__on__lt=day - timedelta(days=KEEP_DAYS))
    count = old.count()
    with transaction.atomic():
        for event in Event.objects.filter(pk__in=old.values("event")):
            gone = event.guests.count()
            event.guests.all().delete()
            log(event, "journal.forget_guests", user=by, data={"count": gone})
    return count


def remind_of_events(*, day: date, by: User | None = None) -> int:
    """Tell those who got a place that they have it, and remind everybody who comes; says how many letters went.

    What was sent is kept once its letter has left, so nothing is sent twice. A letter that could not be sent is tried
    again the next night and fails nobody else's; then the first fault is raised at the end.
    """
    sent, faults = 0, []
    for one, field in _due(day):
        try:
            sent += _send(one, field)
        except OSError as fault:
            faults.append(fault)
            continue
        setattr(one, field, day)
        one.save(update_fields=[field])
    if faults:
        raise faults[0]
    return sent


def _due(day: date) -> Iterator[tuple[Registration | Guest, str]]:
    for model in (Registration, Guest):
        rows = model.objects.filter(cancelled_on=None, waits=False, event__on__gte=day).select_related("event__cluster")
        for one in rows.filter(promoted_on__isnull=False, told_on=None):
            yield one, "told_on"
        soon = rows.filter(reminded_on=None, event__on__lte=day + timedelta(days=DAYS_BEFORE), made_on__lt=day)
        for one in soon:
            yield one, "reminded_on"


def _send(one: Registration | Guest, field: str) -> int:
    """Write to the guest, or to everybody who is a member for the organisation in the event's cluster."""
    count, event = 0, one.event
    for address, language in _addresses(one):
        with translation.override(language if language in LETTERS else Language.EN):
            subject = (_("You have a place: %(event)s") if field == "told_on" else _("Soon: %(event)s")) % {
                "event": event.title
            }
            text = render_to_string("journal/event_letter.txt", {"event": event, "is_new": field == "told_on"})
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
        count += 1
    return count


def _addresses(one: Registration | Guest) -> list[tuple[str, str]]:
    if isinstance(one, Guest):
        return [(one.email, one.language)] if one.email else []
    held = Mandate.objects.filter(
        role=Mandate.Role.MEMBER, organisation=one.organisation_id, cluster=one.event.cluster_id, until_on=None
    )
    return [(mandate.user.email, mandate.user.language) for mandate in held.select_related("user")]
