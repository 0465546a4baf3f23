"""Deeds of the journal: each is one transaction with one line in the audit trail."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tokkasite.accounts.models import User
from tokkasite.journal.models import Attendance, Contact, Event, TeamMember, refuse_unless
from tokkasite.register.models import Cluster, ContactPerson, Organisation


def refuse_future(field: str, day: date, today: date) -> None:
    """What the journal keeps has happened."""
    refuse_unless(
        day <= today, field, _("This day is still to come. Record what happened, on the day that it happened.")
    )


@transaction.atomic
def record_contact(
    *,
    cluster: Cluster,
    on: date,
    organisation: Organisation,
    channel: str,
    by: User,
    today: date,
    person: ContactPerson | None = None,
    team_member: TeamMember | None = None,
    subject: str = "",
    note: str = "",
    is_confidential: bool = False,
) -> Contact:
    """The team met somebody. Raises ValidationError, by field, where that cannot be true."""
    refuse_future("on", on, today)
    contact = Contact(
        cluster=cluster,
        on=on,
        organisation=organisation,
        person=person,
        by=team_member,
        channel=channel,
        subject=subject,
        note=note,
        is_confidential=is_confidential,
    )
    contact.full_clean()
    contact.save()
    log(contact, "wagtail.create", user=by)
    return contact


@transaction.atomic
def record_event(
    *,
    cluster: Cluster,
    on: date,
    kind: str,
    title: str,
    attendance: Mapping[Organisation, int],
    by: User,
    today: date,
    place: str = "",
) -> Event:
    """An event was held, with so many people from each organisation. Nothing is kept where any of it is wrong."""
    refuse_future("on", on, today)
    event = Event(cluster=cluster, on=on, kind=kind, title=title, place=place)
    event.full_clean()
    event.save()
    for organisation, persons in attendance.items():
        _record_attendance(event, organisation, persons)
    log(event, "wagtail.create", user=by)
    return event


def _record_attendance(event: Event, organisation: Organisation, persons: int) -> None:
    attendance = Attendance(event=event, organisation=organisation, persons=persons)
    try:
        attendance.full_clean()
    except ValidationError as wrong:
        raise ValidationError({"attendance": [f"{organisation}: {message}" for message in wrong.messages]}) from wrong
    attendance.save()
