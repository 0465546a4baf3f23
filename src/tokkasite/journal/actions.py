"""Deeds of the journal: each is one transaction with one line in the audit trail."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from secrets import token_urlsafe
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from tokka.tables.calendars import read_calendar
from tokka.tables.messages import Message
from tokkasite.accounts.models import User
from tokkasite.accounts.tokens import digest_of
from tokkasite.journal import readers
from tokkasite.journal.imports import CalendarReport, Judge, key_of
from tokkasite.journal.models import (
    Attendance,
    CalendarFeed,
    CompanyYear,
    Contact,
    Event,
    MediaMention,
    TeamMember,
    WorkingGroup,
    WorkingGroupMeeting,
    refuse_unless,
)
from tokkasite.journal.privacy import about_person
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


@transaction.atomic
def record_meeting(
    *, group: WorkingGroup, on: date, title: str, persons: int, by: User, today: date
) -> WorkingGroupMeeting:
    """A working group met, on a day within its life."""
    refuse_future("on", on, today)
    is_within = group.from_on <= on and (group.until_on is None or on <= group.until_on)
    refuse_unless(is_within, "on", _("The working group does not exist on this day. Correct the day."))
    meeting = WorkingGroupMeeting(cluster=group.cluster, group=group, on=on, title=title, persons=persons)
    meeting.full_clean()
    meeting.save()
    log(meeting, "wagtail.create", user=by)
    return meeting


@transaction.atomic
def record_mention(
    *, cluster: Cluster, on: date, kind: str, outlet: str, title: str, by: User, today: date, url: str = ""
) -> MediaMention:
    """Somebody else said something of the cluster in public. The same piece is kept once."""
    refuse_future("on", on, today)
    same = Q(url=url) if url else Q(outlet__iexact=outlet, title__iexact=title, on=on)
    refuse_unless(
        not MediaMention.objects.filter(same, cluster=cluster).exists(),
        "url" if url else "title",
        _("This piece is on the list already. Correct it there, or enter another one."),
    )
    mention = MediaMention(cluster=cluster, on=on, kind=kind, outlet=outlet, title=title, url=url)
    mention.full_clean()
    mention.save()
    log(mention, "wagtail.create", user=by)
    return mention


def _record_attendance(event: Event, organisation: Organisation, persons: int) -> None:
    attendance = Attendance(event=event, organisation=organisation, persons=persons)
    try:
        attendance.full_clean()
    except ValidationError as wrong:
        raise ValidationError({"attendance": [f"{organisation}: {message}" for message in wrong.messages]}) from wrong
    attendance.save()


@transaction.atomic
def open_feed(*, cluster: Cluster, by: User, today: date) -> str:
    """A private address for the user's calendar; the one before stops. The token is told here and never again."""
    token = token_urlsafe(32)
    told = {"digest": digest_of(token), "from_on": today}
    feed, _made = CalendarFeed.objects.update_or_create(user=by, cluster=cluster, defaults=told)
    log(feed, "journal.open_feed", user=by)
    return token


@transaction.atomic
def close_feed(*, feed: CalendarFeed, by: User) -> None:
    log(feed, "journal.close_feed", user=by, deleted=True)
    feed.delete()


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


def bring_calendar(
    *,
    cluster: Cluster,
    content: bytes,
    file_name: str,
    record: str,
    choice: str,
    by: User,
    today: date,
    dry_run: bool = False,
) -> CalendarReport:
    """The entries of a calendar as events of one kind, or as contacts by one channel. An entry comes in once.

    Raises WrongTable where the file as a whole is wrong. A dry run judges as the real run would, and writes nothing.
    """
    entries = read_calendar(content, file_name, get_default_timezone())
    with transaction.atomic():
        judge = Judge(cluster, today)
        model = readers.RECORD_MODELS[record]
        kept = model._default_manager.filter(cluster=cluster).exclude(source_key="")
        if record == "event":
            events = set(kept.values_list("source_key", flat=True))
            verdicts = tuple(judge.as_event(entry, events, choice) for entry in entries)
        else:
            contacts, book = set(kept.values_list("source_key", "organisation")), readers.AddressBook(cluster)
            verdicts = tuple(judge.as_contact(entry, contacts, choice, book) for entry in entries)
        report = CalendarReport(file_name, verdicts, dry_run)
        if judge.made and not dry_run:
            model._default_manager.bulk_create(judge.made, batch_size=500)
            log(cluster, "journal.bring_calendar", user=by, data={"file": file_name, "counts": report.counts})
    return report


@transaction.atomic
def add_attendance(*, event: Event, attendance: Mapping[Organisation, int], by: User) -> list[Attendance]:
    """Who came, beside those on the list already, who stay as they are. Says who was added."""
    listed = set(event.attendances.values_list("organisation", flat=True))
    new = [
        Attendance(event=event, organisation=organisation, persons=persons)
        for organisation, persons in attendance.items()
        if organisation.pk not in listed
    ]
    for one in new:
        one.clean_fields(exclude=("event", "organisation"))
    Attendance.objects.bulk_create(new)
    if new:
        log(event, "journal.add_attendance", user=by, data={"organisations": [one.organisation_id for one in new]})
    return new


@transaction.atomic
def file_message(
    *, cluster: Cluster, message: Message, today: date, is_open: bool = False, by: User | None = None
) -> tuple[list[Contact], bool]:
    """The message as a contact with each participant among its addresses, and whether it was filed before.

    Its subject is kept as a confidential note unless it is open: what people write to the team is theirs. Raises
    ValidationError where nobody of a participant wrote or got it, or where its day is still to come.
    """
    refuse_future("on", message.on, today)
    people = readers.AddressBook(cluster).people_at(message.addresses, message.on)
    if not people:
        raise ValidationError(_("None of its addresses belongs to a contact person of a participant on that day."))
    key = key_of("mail", message.key)
    known = set(Contact.objects.filter(cluster=cluster, source_key=key).values_list("organisation", flat=True))
    told = {"subject": message.subject} if is_open else {"note": message.subject, "is_confidential": True}
    contacts = [
        Contact(
            cluster=cluster,
            on=message.on,
            organisation=person.organisation,
            person=person,
            channel=Contact.Channel.EMAIL,
            source_key=key,
            **told,
        )
        for person in people
        if person.organisation_id not in known
    ]
    for contact in contacts:
        contact.clean_fields()
    Contact.objects.bulk_create(contacts)
    if contacts:
        log(cluster, "journal.file_message", user=by, data={"contacts": [contact.pk for contact in contacts]})
    return contacts, bool(known)


ERASED = "–"
"""What stands where a name stood that must not be kept."""


@transaction.atomic
def erase_person(*, person: ContactPerson, by: User | None = None) -> int:
    """Forget a contact person: how many contacts lost the name. Their organisation, day and number stay.

    The name goes from the subjects and notes of the person's contacts too, and from the labels of the audit trail.
    """
    number, organisation = person.pk, person.organisation
    name = re.compile(re.escape(person.name), re.IGNORECASE)
    told = list(Contact.objects.filter(person=person))
    for contact in told:
        contact.person = None
        contact.subject, contact.note = name.sub(ERASED, contact.subject), name.sub(ERASED, contact.note)
    Contact.objects.bulk_update(told, ["person", "subject", "note"], batch_size=500)
    kind = ContentType.objects.get_for_model(ContactPerson)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(number)).update(label=ERASED)
    lines = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Contact), object_id__in=[str(one.pk) for one in told]
    )
    lines.filter(label__icontains=person.name).update(label=ERASED)
    person.delete()
    log(organisation, "register.erase_person", user=by, data={"person": number, "contacts": len(told)})
    return len(told)


def erase_expired_people(*, day: date, by: User | None = None) -> int:
    """Erase everyone whose last day of keeping is before the day; each in a transaction and with a line of its own."""
    expired = ContactPerson.objects.filter(keep_until__lt=day).select_related("organisation").order_by("pk")
    people = list(expired)
    for person in people:
        erase_person(person=person, by=by)
    return len(people)


@transaction.atomic
def export_person(*, person: ContactPerson, by: User, today: date) -> dict[str, object]:
    """Everything kept about a contact person, ready to be written as JSON, as far as the user may read it."""
    told = about_person(person, by, today)
    log(person.organisation, "register.export_person", user=by, data={"person": person.pk})
    return told


@transaction.atomic
def tell_company_year(
    *,
    cluster: Cluster,
    organisation: Organisation,
    year: int,
    source: str,
    by: User,
    today: date,
    teller: str = CompanyYear.Teller.TEAM,
    visibility: str = CompanyYear.Visibility.MEANS,
    **figures: object,
) -> CompanyYear:
    """Keep what a company told of one year; told again, the new figures stand. Raises ValidationError, by field.

    The audit line says that the figures changed, not what they are.
    """
    refuse_unless(year <= today.year, "year", _("This year has not begun. Tell what has happened."))
    takes_part = organisation.participations.filter(cluster=cluster).exists()
    refuse_unless(takes_part, "organisation", _("This organisation has never taken part in the cluster."))
    row = CompanyYear.objects.filter(cluster=cluster, organisation=organisation, year=year).first()
    is_new = row is None
    row = row or CompanyYear(cluster=cluster, organisation=organisation, year=year)
    row.source, row.teller, row.visibility, row.told_on = source, teller, visibility, today
    for name in CompanyYear.FIGURES:
        setattr(row, name, figures.get(name))
    row.full_clean()
    row.save()
    log(row, "wagtail.create" if is_new else "wagtail.edit", user=by, data={"cluster": cluster.pk, "year": year})
    return row


@transaction.atomic
def forget_company_year(*, row: CompanyYear, by: User) -> None:
    """Remove what a company told of one year."""
    log(row, "wagtail.delete", user=by, deleted=True, data={"cluster": row.cluster_id, "year": row.year})
    row.delete()
