"""Lists of everyday work: contacts, events and who came, income and costs."""

from collections.abc import Hashable
from datetime import date

from tokka.tables.model import Row
from tokka.words import _
from tokkasite.journal.models import Attendance, Contact, Cost, Event, Income, TeamMember
from tokkasite.lists.desk import Desk, Draft, most
from tokkasite.lists.imports import COUNTED, SAME, UNKNOWN, Verdict
from tokkasite.lists.people import People
from tokkasite.lists.words import CHANNELS, COSTS, EVENTS, SECTORS
from tokkasite.register.models import Organisation, searchable

MOST_PERSONS = 32_767
"""The most that a database keeps in the field."""


class Contacts:
    """Whom the team met, called or wrote to."""

    longest = most(Contact, subject="subject")

    def __init__(self, desk: Desk) -> None:
        self.desk, self.people = desk, People(desk)
        team = TeamMember.objects.filter(cluster=desk.cluster).order_by("-pk").values_list("name", "pk")
        self.team = {searchable(name): number for name, number in team}
        self.kept: set[Hashable] = set()
        kept = Contact.objects.filter(cluster=desk.cluster)
        for *told, note in kept.values_list("on", "organisation", "channel", "subject", "note").iterator(
            chunk_size=5000
        ):
            self.kept |= set(self.keys(*told, note))

    def keys(self, on: date, organisation: int, channel: str, subject: str, note: str) -> tuple[Hashable, Hashable]:
        """With the note, and without: a list that left out what is confidential is still about the same contacts."""
        told = (on, organisation, channel, searchable(subject))
        return (*told, searchable(note)), (*told, "")

    def name_of(self, row: Row) -> str:
        return row.text("organisation")

    def draft(self, row: Row, verdict: Verdict) -> Draft | None:
        on = row.cells["on"]
        organisation = self.desk.organisation(row, on, verdict)
        if organisation is None:
            return None
        channel = self.desk.choice(row, "channel", CHANNELS, Contact.Channel.OTHER, verdict)
        subject, note = row.text("subject"), row.text("note")
        key = self.keys(on, organisation.pk, channel, subject, note)[0]
        if key in self.kept:
            return Draft(key, organisation=organisation, is_known=True)
        if self.desk.is_still_to_come(row, verdict):
            return None
        person = self.people.find(row, organisation, verdict) if row.text("person") else None
        if verdict.verdict:
            return None
        contact = Contact(
            cluster=self.desk.cluster,
            on=on,
            organisation=organisation,
            person_id=person,
            by_id=self.team_member(row, verdict),
            channel=channel,
            subject=subject,
            note=note,
            is_confidential=bool(row.cells.get("is_confidential")),
        )
        return Draft(key, (contact,), organisation)

    def team_member(self, row: Row, verdict: Verdict) -> int | None:
        told = row.text("by")
        if told and searchable(told) not in self.team:
            says = _("Nobody of that name is in the cluster's team: who had the contact was left empty.")
            self.desk.refuse(verdict, "by", says, _("Choose the person on the contact's page."))
        return self.team.get(searchable(told))


class Events:
    """What was held, on its first day."""

    longest = most(Event, title="title", place="place")

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        kept = Event.objects.filter(cluster=desk.cluster).values_list("on", "title")
        self.kept = {(on, searchable(title)) for on, title in kept.iterator(chunk_size=5000)}

    def name_of(self, row: Row) -> str:
        return row.text("title")

    def draft(self, row: Row, verdict: Verdict) -> Draft | None:
        title = row.text("title")
        key = (row.cells["on"], searchable(title))
        if key in self.kept:
            return Draft(key, is_known=True)
        if self.desk.is_still_to_come(row, verdict):
            return None
        kind = self.desk.choice(row, "kind", EVENTS, Event.Kind.EVENT, verdict)
        event = Event(cluster=self.desk.cluster, on=key[0], kind=kind, title=title, place=row.text("place"))
        return Draft(key, (event,))


class Attendances:
    """Who came to events that are kept: a line for each organisation, or one for each person, who is only counted."""

    longest: dict[str, int] = {}

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.events: dict[tuple[date, str], int] = {}
        self.on_day: dict[date, set[int]] = {}
        for number, on, title in Event.objects.filter(cluster=desk.cluster).values_list("pk", "on", "title"):
            self.events.setdefault((on, searchable(title)), number)
            self.on_day.setdefault(on, set()).add(number)
        kept = Attendance.objects.filter(event__cluster=desk.cluster).values_list("event", "organisation")
        self.kept = set(kept)
        self.came: dict[tuple[int, int], dict[Hashable, tuple[int, int]]] = {}
        """How many came to each event from each organisation, by who they are, and the first row that tells of them."""
        for row in desk.told.sheet.rows:
            self.count(row)

    def name_of(self, row: Row) -> str:
        return row.text("organisation")

    def count(self, row: Row) -> None:
        """The whole list is counted first: the first row of an organisation brings in all who came."""
        if row.is_refused or self.desk.told.is_left_out(row):
            return
        nobody_reads = Verdict(row.number, "")
        found = self.event_and_organisation(row, nobody_reads)
        if found is not None and (persons := self.persons(row, nobody_reads)):
            self.came.setdefault((found[0], found[1].pk), {}).setdefault(who(row), (persons, row.number))

    def draft(self, row: Row, verdict: Verdict) -> Draft | None:
        found = self.event_and_organisation(row, verdict)
        if found is None or not self.persons(row, verdict):
            return None
        event, organisation = found
        key = (event, organisation.pk)
        came = self.came[key]
        is_somebody_else = came[who(row)][1] == row.number
        repeats_as = COUNTED if is_somebody_else else SAME
        if key in self.kept:
            return Draft(key, organisation=organisation, is_known=True, repeats_as=repeats_as)
        count = sum(persons for persons, _row in came.values())
        if count > MOST_PERSONS:
            self.desk.refuse(verdict, "persons", _("“%(value)s” is no number of persons."), value=count)
            return None
        made = Attendance(event_id=event, organisation=organisation, persons=count)
        return Draft(key, (made,), organisation, repeats_as=repeats_as)

    def event_and_organisation(self, row: Row, verdict: Verdict) -> tuple[int, Organisation] | None:
        on, title = row.cells["on"], row.text("event")
        event = self.events.get((on, searchable(title)))
        if not title and len(self.on_day.get(on, ())) == 1:
            event = next(iter(self.on_day[on]))
        if event is None:
            verdict.verdict = UNKNOWN
            says = _("The cluster has no event “%(value)s” on that day.")
            remedy = _("Import the events first or correct title and day, and import this file again.")
            self.desk.refuse(verdict, "event", says, remedy, value=title[:80])
            return None
        organisation = self.desk.organisation(row, on, verdict)
        return None if organisation is None else (event, organisation)

    def persons(self, row: Row, verdict: Verdict) -> int:
        """How many a row tells of; nought, with the reason noted, where that is no number of people."""
        told = row.cells.get("persons")
        if told in (None, ""):
            return 1
        if isinstance(told, int | float) and told == int(told) and 1 <= told <= MOST_PERSONS:
            return int(told)
        self.desk.refuse(verdict, "persons", _("“%(value)s” is no number of persons."), value=str(told))
        return 0


def who(row: Row) -> Hashable:
    """What tells one who came from another: two rows that tell the same are one."""
    return searchable(row.text("person")), row.text("email").casefold(), row.cells.get("persons")


class Incomes:
    """What the cluster's management gets, and until when it is secured."""

    longest = most(Income, payer="payer")

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        columns = ("payer", "sector", "from_on", "until_on", "amount_eur")
        kept = Income.objects.filter(cluster=desk.cluster).values_list(*columns)
        self.kept = {(searchable(payer), *told) for payer, *told in kept.iterator(chunk_size=5000)}

    def name_of(self, row: Row) -> str:
        return row.text("payer")

    def draft(self, row: Row, verdict: Verdict) -> Draft | None:
        amount = self.desk.euros(row, verdict)
        sector = self.desk.choice(row, "sector", SECTORS, None, verdict)
        from_on, until_on = row.cells.get("from_on"), row.cells.get("until_on")
        if not sector:
            says, remedy = _("It is not told whether the money is public or private."), _("Write public or private.")
            self.desk.refuse(verdict, "sector", says, remedy)
        for column, day in (("from_on", from_on), ("until_on", until_on)):
            if not day:
                says = _("The day is missing: income is kept from a day until a day.")
                self.desk.refuse(verdict, column, says)
        if from_on and until_on and until_on < from_on:
            self.desk.refuse(verdict, "until_on", _("The last day is before the first day. Correct one of the two."))
        if verdict.notes:
            return None
        key = (searchable(row.text("payer")), sector, from_on, until_on, amount)
        if key in self.kept:
            return Draft(key, is_known=True)
        told = {"sector": sector, "from_on": from_on, "until_on": until_on, "amount_eur": amount}
        return Draft(key, (Income(cluster=self.desk.cluster, payer=row.text("payer"), **told),))


class Costs:
    """What the cluster's management spends."""

    longest = most(Cost, title="title")

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        kept = Cost.objects.filter(cluster=desk.cluster).values_list("on", "kind", "title", "amount_eur")
        self.kept = {
            (on, kind, searchable(title), amount) for on, kind, title, amount in kept.iterator(chunk_size=5000)
        }

    def name_of(self, row: Row) -> str:
        return row.text("title") or row.text("kind")

    def draft(self, row: Row, verdict: Verdict) -> Draft | None:
        on, title = row.cells["on"], row.text("title")
        amount = self.desk.euros(row, verdict)
        if amount is None:
            return None
        kind = self.desk.choice(row, "kind", COSTS, Cost.Kind.OTHER, verdict)
        key = (on, kind, searchable(title), amount)
        if key in self.kept:
            return Draft(key, is_known=True)
        return Draft(key, (Cost(cluster=self.desk.cluster, on=on, kind=kind, title=title, amount_eur=amount),))
