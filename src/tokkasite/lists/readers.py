"""What a list is judged against: the organisations by everything that they are called."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from django.db.models import OuterRef, Subquery

from tokka.likeness.duplicates import Known as AllBodies
from tokka.likeness.model import Body
from tokka.likeness.names import mail_domain, web_domain
from tokka.tables.model import Row
from tokka.words import _
from tokkasite.lists.imports import Told, Verdict
from tokkasite.register.models import (
    Cluster,
    ContactPerson,
    Identifier,
    Municipality,
    Organisation,
    OrganisationName,
    Participation,
    searchable,
)
from tokkasite.register.readers import Alike

Key = tuple[str, str, str]
"""Scheme, value and, for a number in a list, the list."""

LIKELY_SHOWN: Final = 3


def key_of(scheme: str, value: str, source: str) -> Key:
    """An official identifier is the same whoever tells it; a number in a list only within that list."""
    return (scheme, value, source if scheme == Identifier.Scheme.LIST else "")


class Likely:
    """The organisations made ready to be compared, when the first row asks for it. What a name was told is kept."""

    def __init__(self, organisations: dict[int, Organisation], place_names: dict[int | None, str]) -> None:
        self.organisations, self.place_names = organisations, place_names
        self.told: dict[tuple[str, ...], list[Alike]] = {}

    @cached_property
    def known(self) -> AllBodies:
        rows = Municipality.objects.order_by("code").values_list("name_fi", "name_sv", "name_se", "name_en")
        bodies = (
            Body(one.pk, one.name, municipality=self.place_names.get(one.municipality_id, ""), website=one.website)
            for one in self.organisations.values()
        )
        return AllBodies(bodies, places={name: names[0] for names in rows for name in names if name})

    def to(self, row: Row, name: str, place: str = "") -> list[Alike]:
        """The organisations that a row may be about, the likeliest first."""
        told = (name, row.text("business_id"), place, row.text("url"), row.text("email"))
        if told not in self.told:
            body = Body(
                f"row {row.number}",
                name,
                business_id=told[1],
                municipality=place,
                website=told[3],
                email=told[4],
            )
            self.told[told] = [
                Alike(self.organisations[pair.second], pair.score, tuple(reason.says for reason in pair.reasons[:3]))
                for pair in self.known.near(body)[:LIKELY_SHOWN]
            ]
        return self.told[told]


def municipalities() -> tuple[dict[str, int], dict[int | None, str]]:
    """The numbers of the municipalities by any of their names, and the Finnish name by the number."""
    numbers: dict[str, int] = {}
    names: dict[int | None, str] = {}
    for place in Municipality.objects.order_by("code"):
        names[place.pk] = place.name_fi
        for name in filter(None, (place.name_fi, place.name_sv, place.name_se, place.name_en)):
            numbers.setdefault(searchable(name), place.pk)
    return numbers, names


def all_organisations() -> dict[int, Organisation]:
    """Every organisation with what tells it from others, the oldest last, so that it is found before a later one."""
    shown = Organisation.objects.only("name", "search_name", "municipality", "website").order_by("-pk")
    return {one.pk: one for one in shown.iterator(chunk_size=5000)}


class Known:
    """What the register holds, and row by row what a list of organisations adds to it. Four queries."""

    def __init__(self) -> None:
        self.by_identifier: dict[Key, Organisation] = {}
        self.official: dict[int, set[Key]] = {}
        """The official identifiers by the address of the organisation, which may not be saved yet."""
        self.organisations = all_organisations()
        for owner, scheme, value, source in Identifier.objects.values_list("organisation", "scheme", "value", "source"):
            self.name(self.organisations[owner], key_of(scheme, value, source))
        others = OrganisationName.objects.order_by("-pk").values_list("name", "organisation")
        self.by_name = {
            (searchable(name), self.organisations[owner].municipality_id): self.organisations[owner]
            for name, owner in others
        }
        self.by_name |= {(one.search_name, one.municipality_id): one for one in self.organisations.values()}
        self.places, self.place_names = municipalities()
        self.likely = Likely(self.organisations, self.place_names)
        self.rows: dict[int, int] = {}
        """The row that brought in an organisation, by the address of the organisation."""

    def name(self, organisation: Organisation, key: Key) -> None:
        """From here on the key leads to the organisation."""
        organisation = self.by_identifier.setdefault(key, organisation)
        if key[0] != Identifier.Scheme.LIST:
            self.official.setdefault(id(organisation), set()).add(key)


PERSONS_EXPORTED: Final = ("name", "organisation", "business_id", "title", "email", "phone", "language")
"""The columns of a file of persons: those of the table `tokka.tables.people.PERSONS`, so that it can come back."""


def exported_persons(cluster: Cluster) -> Iterator[tuple[object, ...]]:
    """The contact people of those who ever took part in the cluster, read as they are written."""
    official = Identifier.objects.filter(scheme=Identifier.Scheme.FI_BUSINESS_ID, organisation=OuterRef("organisation"))
    held = Participation.objects.filter(cluster=cluster)
    rows = ContactPerson.objects.filter(organisation__in=held.values("organisation")).order_by("name", "pk")
    business_id = Subquery(official.order_by("pk").values("value")[:1])
    columns = ("name", "organisation__name", "business_id", "task", "email", "phone", "language")
    return rows.annotate(business_id=business_id).values_list(*columns).iterator(chunk_size=2000)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears or bore a name, and from when to when."""

    number: int
    from_on: date | None = None
    until_on: date | None = None

    def bore_it(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (self.until_on is None or day <= self.until_on)


class Directory:
    """Finds the organisation that a row names: by business id, by any name that it bears or bore, by its domain."""

    def __init__(self, told: Told) -> None:
        """Three queries, however long the list; a fourth for the municipalities where likeness is asked for."""
        self.told = told
        self.organisations = all_organisations()
        self.names: dict[str, list[Bearer]] = {}
        self.domains: dict[str, set[int]] = {}
        for one in self.organisations.values():
            self.names.setdefault(one.search_name, []).append(Bearer(one.pk))
            if domain := web_domain(one.website):
                self.domains.setdefault(domain, set()).add(one.pk)
        others = OrganisationName.objects.order_by("pk").values_list("name", "organisation", "from_on", "until_on")
        for name, *bearer in others:
            self.names.setdefault(searchable(name), []).append(Bearer(*bearer))
        official = Identifier.objects.filter(scheme=Identifier.Scheme.FI_BUSINESS_ID)
        self.ids: dict[str, int] = dict(official.values_list("value", "organisation"))
        self.identified = set(self.ids.values())
        self.likely = Likely(self.organisations, municipalities()[1]) if told.looks_for_likeness else None

    @cached_property
    def here(self) -> set[int]:
        """Those that ever took part in the cluster."""
        return set(Participation.objects.filter(cluster=self.told.cluster).values_list("organisation", flat=True))

    @cached_property
    def elsewhere(self) -> set[int]:
        """Those that took part in other clusters alone: their people are no business of this one."""
        others = Participation.objects.exclude(cluster=self.told.cluster)
        return set(others.values_list("organisation", flat=True)) - self.here

    def find(self, row: Row, day: date, verdict: Verdict) -> Organisation | None:
        """The organisation that is meant; None, with the reason noted, where that is nobody, or more than one."""
        if (chosen := self.told.chosen(row)) in self.organisations:
            return self.organisations[chosen]
        name, business_id = row.text("organisation"), row.text("business_id")
        if business_id in self.ids:
            return self.organisations[self.ids[business_id]]
        found = self._by_name(searchable(name), day) or self._by_domain(row, name, verdict)
        if business_id:  # one that nobody has: then whoever has another is not meant
            found -= self.identified
        if len(found) > 1:
            found = found & self.here or found
        if len(found) == 1:
            return self.organisations[found.pop()]
        self._say_unknown(row, name, found, verdict)
        return None

    def _by_name(self, name: str, day: date) -> set[int]:
        """Those who bear the name on the day, else those who bore it at any time: lists live longer than names."""
        bearers = self.names.get(name, [])
        return {one.number for one in bearers if one.bore_it(day)} or {one.number for one in bearers}

    def _by_domain(self, row: Row, name: str, verdict: Verdict) -> set[int]:
        told = (web_domain(row.text("url")), mail_domain(row.text("email")))
        found = next((set(self.domains[domain]) for domain in told if domain in self.domains), set())
        if len(found) == 1 and name:
            says = _("Nobody is called “%(value)s”: the organisation was found by its domain.")
            remedy = _("Nothing to do, unless another organisation is meant: then add its business id.")
            verdict.note(self.told.heading("organisation"), says, remedy, {"value": name[:80]})
        return found

    def _say_unknown(self, row: Row, name: str, found: Iterable[int], verdict: Verdict) -> None:
        heading = self.told.heading("organisation")
        if found := sorted(found):
            says = _("%(count)s organisations of the register are called “%(value)s”.")
            remedy = _("Add the business id of the one that is meant, and import the file again.")
            verdict.note(heading, says, remedy, {"count": len(found), "value": name[:80]})
            if self.likely:
                verdict.likely = [Alike(self.organisations[number], 1.0, ()) for number in found[:LIKELY_SHOWN]]
            return
        says = _("No organisation of the register is called “%(value)s”.")
        if not name:
            says = _("The row names no organisation that the register knows.")
        remedy = _("Import it in a list of organisations or correct its name, and import this file again.")
        verdict.note(heading, says, remedy, {"value": name[:80]})
        if self.likely:
            verdict.likely = self.likely.to(row, name)
