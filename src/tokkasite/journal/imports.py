"""What becomes of each entry of a calendar, and of a message: judged before anything is written."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tokka.tables.calendars import CalendarEntry
from tokkasite.journal.models import Contact, Event
from tokkasite.journal.readers import AddressBook
from tokkasite.register.models import Cluster, in_words


class Outcome(TextChoices):
    NEW = "new", _("new")
    KNOWN = "known", _("in already")
    REFUSED = "refused", _("not used")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one entry, and why."""

    entry: CalendarEntry
    outcome: Outcome
    says: str = ""


@dataclass(frozen=True, slots=True)
class CalendarReport:
    """The verdict on every entry of a calendar, in its order."""

    file_name: str
    verdicts: tuple[Verdict, ...]
    is_dry_run: bool

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(verdict.outcome for verdict in self.verdicts)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def summary(self) -> list[tuple[str, int]]:
        """The counts by their names in the reader's language."""
        return [(str(Outcome(key).label), count) for key, count in self.counts.items()]


def key_of(source: str, name: str) -> str:
    """What is kept of the name that a calendar or a mail program gave: always as long, and telling nothing."""
    return sha256(f"{source}:{name}".encode()).hexdigest()


@dataclass(slots=True)
class Judge:
    """Judges the entries of one calendar for one cluster; `made` holds the records that are new."""

    cluster: Cluster
    today: date
    made: list[Event | Contact] = field(default_factory=list)

    def as_event(self, entry: CalendarEntry, known: set[str], kind: str) -> Verdict:
        """The entry as an event or service of the kind."""
        if wrong := self._wrong(entry):
            return Verdict(entry, Outcome.REFUSED, wrong)
        key = key_of("ical", entry.uid)
        if key in known:
            return Verdict(entry, Outcome.KNOWN)
        event = Event(
            cluster=self.cluster, on=entry.on, kind=kind, title=entry.title, place=entry.place[:120], source_key=key
        )
        return self._kept(entry, [event], known, [key])

    def as_contact(self, entry: CalendarEntry, known: set[tuple[str, int]], channel: str, book: AddressBook) -> Verdict:
        """The entry as a contact with each participant whose contact people were invited."""
        if (wrong := self._wrong(entry)) or entry.on is None:
            return Verdict(entry, Outcome.REFUSED, wrong)
        people = book.people_at(entry.addresses, entry.on)
        if not people:
            return Verdict(entry, Outcome.REFUSED, gettext("Nobody invited is a contact person of a participant."))
        key = key_of("ical", entry.uid)
        new = [person for person in people if (key, person.organisation_id) not in known]
        contacts = [
            Contact(
                cluster=self.cluster,
                on=entry.on,
                organisation=person.organisation,
                person=person,
                channel=channel,
                subject=entry.title,
                source_key=key,
            )
            for person in new
        ]
        if not contacts:
            return Verdict(entry, Outcome.KNOWN)
        return self._kept(entry, contacts, known, [(key, person.organisation_id) for person in new])

    def _kept(self, entry: CalendarEntry, records: list, known: set, keys: Iterable) -> Verdict:
        try:
            for record in records:
                # Whom a record belongs to was read from the database just now: asking again costs a query each.
                record.clean_fields(exclude=("cluster", "organisation", "person", "by"))
        except ValidationError as wrong:
            return Verdict(entry, Outcome.REFUSED, " ".join(wrong.messages))
        self.made += records
        known.update(keys)
        names = ", ".join(str(record.organisation) for record in records if isinstance(record, Contact))
        return Verdict(entry, Outcome.NEW, names)

    def _wrong(self, entry: CalendarEntry) -> str:
        if entry.fault:
            return in_words(entry.fault)
        if entry.on and entry.on > self.today:
            day = {"day": date_format(entry.on, "SHORT_DATE_FORMAT")}
            return gettext("It is still to come, on %(day)s. Bring the calendar again when it was held.") % day
        return ""
