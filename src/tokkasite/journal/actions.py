"""Deeds of the journal: each is one transaction with one line in the audit trail."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from tokkasite.accounts.models import User
from tokkasite.journal import readers
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


CHANGED_IN_BULK: Final[Mapping[str, str]] = {
    "contact": "channel",
    "event": "kind",
    "project": "kind",
    "cost": "kind",
    "communication": "kind",
    "media_mention": "kind",
    "survey": "kind",
}
"""The kinds of which many records may be changed at once, with the one field that changes."""


@transaction.atomic
def change_in_bulk(*, cluster: Cluster, kind: str, numbers: Collection[int], value: str, by: User) -> ModelLogEntry:
    """Give these records of the cluster one value. The audit line keeps what stood there before, for `undo_bulk`."""
    name = CHANGED_IN_BULK[kind]
    model = readers.RECORD_MODELS[kind]
    model._meta.get_field(name).clean(value, None)
    rows = model._default_manager.filter(cluster=cluster, pk__in=numbers).exclude(**{name: value})
    before = dict(rows.order_by("pk").select_for_update().values_list("pk", name))
    model._default_manager.filter(pk__in=before).update(**{name: value})
    data = {"kind": kind, "field": name, "value": value, "before": {str(pk): old for pk, old in before.items()}}
    return log(cluster, "journal.change_in_bulk", user=by, data=data)


@transaction.atomic
def undo_bulk(*, cluster: Cluster, change: ModelLogEntry, by: User) -> int:
    """Put back what `change_in_bulk` changed, as many records as still stand as it left them; says how many.

    Raises ValidationError where it was put back before.
    """
    entries = ModelLogEntry.objects.for_instance(cluster)
    if entries.filter(action="journal.undo_bulk", data__of=change.pk).exists():
        raise ValidationError(_("This change was put back already."))
    told = change.data
    name, model = told["field"], readers.RECORD_MODELS[told["kind"]]
    put_back = 0
    for old in sorted(set(told["before"].values())):
        numbers = [int(pk) for pk, value in told["before"].items() if value == old]
        rows = model._default_manager.filter(cluster=cluster, pk__in=numbers, **{name: told["value"]})
        put_back += rows.update(**{name: old})
    log(cluster, "journal.undo_bulk", user=by, data={"of": change.pk, "put_back": put_back})
    return put_back
