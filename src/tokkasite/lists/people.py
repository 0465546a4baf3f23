"""Lists of persons, and of who takes part in a cluster."""

from datetime import date

from tokka.tables.model import Row
from tokka.words import _
from tokkasite.lists.desk import Desk, Draft, most
from tokkasite.lists.imports import UNKNOWN, Verdict
from tokkasite.lists.words import LANGUAGES
from tokkasite.register.models import (
    Commitment,
    ContactPerson,
    Language,
    Organisation,
    Participation,
    searchable,
)

TOLD_OF_A_PERSON = {"title": "task", "email": "email", "phone": "phone"}
"""Columns of a list and the fields that keep them."""


class Persons:
    """Contact people of organisations that take part in the cluster, or in none yet."""

    longest = most(ContactPerson, name="name", title="task", email="email", phone="phone")

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        kept = ContactPerson.objects.order_by("pk").values("organisation", "name", *TOLD_OF_A_PERSON.values())
        self.kept = {(one["organisation"], searchable(one["name"])): one for one in kept.iterator(chunk_size=5000)}

    def name_of(self, row: Row) -> str:
        return row.text("name")

    def draft(self, row: Row, verdict: Verdict) -> Draft | None:
        day = self.desk.told.day
        organisation = self.desk.organisation(row, day, verdict)
        if organisation is None or not self.may_be_kept(organisation, verdict):
            return None
        key = (organisation.pk, searchable(row.text("name")))
        if kept := self.kept.get(key):
            self.say_what_differs(row, kept, verdict)
            return Draft(key, organisation=organisation, is_known=True)
        person = ContactPerson(
            organisation=organisation,
            name=row.text("name"),
            language=self.desk.choice(row, "language", LANGUAGES, Language.FI, verdict),
            from_on=day,
            **{field: row.text(column) for column, field in TOLD_OF_A_PERSON.items()},
        )
        return Draft(key, (person,), organisation)

    def may_be_kept(self, organisation: Organisation, verdict: Verdict) -> bool:
        """Who takes part in other clusters alone has people whom this cluster's team does not see."""
        if organisation.pk not in self.desk.directory.elsewhere:
            return True
        says = _("“%(value)s” takes part in other clusters: its people are not kept here.")
        remedy = _("Enter its participation in this cluster first, and import the file again.")
        self.desk.refuse(verdict, "organisation", says, remedy, value=organisation.name)
        return False

    def say_what_differs(self, row: Row, kept: dict[str, str], verdict: Verdict) -> None:
        """What is kept stays: a list may be older than what somebody entered since."""
        for column, field in TOLD_OF_A_PERSON.items():
            if (told := row.text(column)) and searchable(told) != searchable(kept[field]):
                says = _("The register keeps something else here, and nothing was changed.")
                remedy = _("If the list is right, change it on the organisation's page.")
                self.desk.refuse(verdict, column, says, remedy)


class Participations:
    """Who takes part in the cluster, from when to when, and whether that is in writing."""

    longest: dict[str, int] = {}

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.kept: dict[int, list[Participation]] = {}
        kept = Participation.objects.filter(cluster=desk.cluster).order_by("from_on")
        for one in kept.iterator(chunk_size=5000):
            self.kept.setdefault(one.organisation_id, []).append(one)
        committed = Commitment.objects.filter(participation__cluster=desk.cluster)
        held = set(committed.values_list("participation", flat=True))
        self.committed = {id(one) for ones in self.kept.values() for one in ones if one.pk in held}
        """The participations with a proof, by their addresses: new ones have no number yet."""

    def name_of(self, row: Row) -> str:
        return row.text("organisation")

    def draft(self, row: Row, verdict: Verdict) -> Draft | None:
        if self.desk.is_about_another_cluster(row, verdict):
            return None
        from_on, until_on = row.cells.get("from_on"), row.cells.get("until_on")
        if from_on and until_on and until_on < from_on:
            self.desk.refuse(verdict, "until_on", _("The last day is before the first day. Correct one of the two."))
            return None
        organisation = self.desk.organisation(row, from_on or until_on or self.desk.told.day, verdict)
        if organisation is None:
            return None
        shared = self.sharing_a_day(organisation, from_on, until_on)
        if shared is not None:
            return self.known(row, organisation, shared, verdict)
        if from_on is None and until_on is not None:
            says, remedy = (
                _("A last day is told, and no first day."),
                _("Add the first day, and import the file again."),
            )
            self.desk.refuse(verdict, "from_on", says, remedy)
            return None
        if from_on is None:
            from_on = self.desk.told.day
            says = _("No first day is told: the day of the import was taken.")
            self.desk.refuse(verdict, "from_on", says, _("Correct the day on the participation's page."))
        made = Participation(cluster=self.desk.cluster, organisation=organisation, from_on=from_on, until_on=until_on)
        self.kept.setdefault(organisation.pk, []).append(made)
        return Draft((organisation.pk, from_on), (made, *self.commitment(row, made)), organisation)

    def sharing_a_day(
        self, organisation: Organisation, from_on: date | None, until_on: date | None
    ) -> Participation | None:
        """The participation that the row is about: an organisation takes part once at a time."""
        first = from_on or until_on or self.desk.told.day
        for one in self.kept.get(organisation.pk, ()):
            begins_later = until_on is not None and one.from_on > until_on
            ended_before = one.until_on is not None and one.until_on < first
            if not begins_later and not ended_before:
                return one
        return None

    def known(self, row: Row, organisation: Organisation, shared: Participation, verdict: Verdict) -> Draft | None:
        """The participation that is there stays as it is; a commitment that it lacks is added."""
        told = {"from_on": shared.from_on, "until_on": shared.until_on}
        for column, kept in told.items():
            if (day := row.cells.get(column)) and day != kept:
                says = _("The register says %(value)s here, and nothing was changed.")
                remedy = _("If the list is right, change it on the participation's page.")
                self.desk.refuse(verdict, column, says, remedy, value=kept.isoformat() if kept else "–")
        key = (organisation.pk, shared.from_on)
        if made := self.commitment(row, shared):
            return Draft((*key, "commitment"), made, organisation, is_known=True)
        return Draft(key, organisation=organisation, is_known=True)

    def commitment(self, row: Row, participation: Participation) -> tuple[Commitment, ...]:
        """A commitment in writing, where the row tells of one that is not kept."""
        committed_on = row.cells.get("committed_on")
        if not (row.cells.get("is_committed") or committed_on) or id(participation) in self.committed:
            return ()
        self.committed.add(id(participation))
        from_on = committed_on or participation.from_on
        return (Commitment(participation=participation, proof=Commitment.Proof.LETTER, from_on=from_on),)


class People:
    """The contact people whom a row may name: those of the organisation that it is about."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        kept = ContactPerson.objects.order_by("-pk").values_list("organisation", "name", "pk")
        self.numbers = {(owner, searchable(name)): number for owner, name, number in kept.iterator(chunk_size=5000)}

    def find(self, row: Row, organisation: Organisation, verdict: Verdict) -> int | None:
        """The number of the person; one whom nobody knows is a verdict of its own."""
        found = self.numbers.get((organisation.pk, searchable(row.text("person"))))
        if found is None or organisation.pk in self.desk.directory.elsewhere:
            verdict.verdict = UNKNOWN
            says = _("Nobody of that name is a contact person of “%(value)s”.")
            remedy = _("Import the persons first or leave the cell empty, and import this file again.")
            self.desk.refuse(verdict, "person", says, remedy, value=organisation.name)
            return None
        return found
