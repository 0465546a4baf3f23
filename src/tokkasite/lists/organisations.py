"""What becomes of each row of a list of organisations, judged against the register. Nothing is written here."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from tokka.tables.model import Row
from tokka.words import _
from tokkasite.lists.imports import ADDED, CREATED, LEFT_OUT, REFUSED, SAME, UNCHANGED, Told, Verdict
from tokkasite.lists.models import ImportedRow
from tokkasite.lists.readers import Key, Known, key_of
from tokkasite.register.models import Identifier, Organisation, Role, searchable

ROLE_OF_KIND = {
    "facility": Role.COMPANY,
    "yritys": Role.COMPANY,
    "kunta": Role.MUNICIPALITY,
    "kaupunki": Role.MUNICIPALITY,
    "university": Role.RESEARCH,
    "yliopisto": Role.RESEARCH,
    "tutkimuslaitos": Role.RESEARCH,
    "oppilaitos": Role.EDUCATION,
    "kehittämisyhtiö": Role.DEVELOPMENT_COMPANY,
    "rahoittaja": Role.FINANCIER,
}
"""Words of other lists for a role. The keys of the roles themselves are understood beside them."""

ROLE_OF_NAME = (
    (Role.EDUCATION, r"ammattikorkeakoulu|koulutuskuntayhtyma|ammattiopisto|kansanopisto|koulutuskeskus"),
    (
        Role.RESEARCH,
        r"\w*yliopisto|university|\w*tutkimuskeskus|\w*tutkimuslaitos|luonnonvarakeskus|ilmatieteen laitos",
    ),
    (Role.REGIONAL_AUTHORITY, r"ely-? ?keskus|te-? ?keskus|elinkeino- .*keskus|ymparistokeskus"),
    (Role.REGIONAL_AUTHORITY, r"(?:lapin|kainuun|\w+maan) liitto|regional council"),
    (Role.DEVELOPMENT_COMPANY, r"kehitys oy|kehitys ry|kehittamisyhtio|kehittamiskeskus|elinkeinoyhtio"),
    (Role.MUNICIPALITY, r"kaupunki|kaupungin|kunta|kunnan"),
    (Role.COMPANY, r"oy|oyj|ab|ky|tmi|osk|osuuskunta"),
)
"""What the name alone lets guess, in the order in which it is tried. A guess is always noted."""

LONGEST = {"name": 200, "source": 200, "source_id": 100}
"""Letters that the register keeps of a cell. A longer one is refused, never cut: two could become one."""


class OrganisationList:
    """Judges a list of organisations row by row, and remembers what the rows before have brought in."""

    def __init__(self, told: Told) -> None:
        self.told, self.known = told, Known()

    def recall(self, row: Row, became: ImportedRow) -> None:
        """Know again what a row brought in before the import was interrupted."""
        if became.verdict == CREATED and became.organisation_id in self.known.organisations:
            self.known.rows[id(self.known.organisations[became.organisation_id])] = row.number

    def judge(self, row: Row) -> Verdict:
        """Say what becomes of a row, and keep what it brings for those that follow."""
        verdict = Verdict(row.number, row.text("name"), notes=list(row.notes))
        self.refuse_long(row, verdict)
        keys = self.keys_of(row)
        held = list({id(one): one for key in keys if (one := self.known.by_identifier.get(key))}.values())
        if len(held) > 1:
            names = {"first": held[0].name, "second": held[1].name}
            says = _("The identifiers of this row belong to two organisations: %(first)s and %(second)s.")
            verdict.note("", says, _("Find out which one is meant, and correct the list or the register."), names)
        if verdict.notes:
            verdict.verdict = REFUSED
            return verdict
        if self.told.is_left_out(row):
            verdict.verdict = LEFT_OUT
            return verdict
        place = self.place_of(row, verdict)
        found = held[0] if held else self.namesake(row, place, keys, verdict)
        if found is None and (chosen := self.told.chosen(row)):
            found = self.known.organisations.get(chosen)
        if found is None:
            if self.told.looks_for_likeness:
                place_name = self.known.place_names.get(place, "")
                verdict.likely = self.known.likely.to(row, verdict.name, place_name)
            found = self.make(row, place, verdict)
        elif id(found) in self.known.rows:
            verdict.verdict, verdict.same_as_row = SAME, self.known.rows[id(found)]
        else:
            verdict.verdict = UNCHANGED
        if self.add_identifiers(found, keys, row, verdict) and verdict.verdict == UNCHANGED:
            verdict.verdict = ADDED
        self.known.by_name.setdefault((searchable(verdict.name), place), found)
        verdict.organisation = found
        return verdict

    def note(
        self, verdict: Verdict, column: str, says: str, remedy: str, values: dict[str, object] | None = None
    ) -> None:
        verdict.note(self.told.heading(column), says, remedy, values or {})

    def refuse_long(self, row: Row, verdict: Verdict) -> None:
        for column, most in LONGEST.items():
            if (length := len(row.text(column))) > most:
                says = _("The cell has %(length)s letters; the register keeps at most %(most)s.")
                remedy = _("Shorten it, and import the file again.")
                self.note(verdict, column, says, remedy, {"length": length, "most": most})

    def source_of(self, row: Row) -> str:
        return row.text("source") or self.told.file_name[:200]

    def keys_of(self, row: Row) -> list[Key]:
        """The identifiers of a row. The table has checked them; an official one that is wrong refuses the row."""
        told = (
            (Identifier.Scheme.FI_BUSINESS_ID, row.text("business_id")),
            (Identifier.Scheme.EU_VAT, row.text("vat")),
            (Identifier.Scheme.LIST, row.text("source_id")),
        )
        return [key_of(scheme, value, self.source_of(row)) for scheme, value in told if value]

    def place_of(self, row: Row, verdict: Verdict) -> int | None:
        """The municipality by any of its names. One that is not known is noted, and the row goes in without it."""
        told = row.text("municipality")
        if not told or (place := self.known.places.get(searchable(told))):
            return place if told else None
        named = {self.known.places[word] for word in searchable(told).split() if word in self.known.places}
        remedy = _("Choose the municipality on the organisation's page.")
        if len(named) == 1:
            says = _("“%(value)s” is no municipality of the register: the one in its name was taken.")
            self.note(verdict, "municipality", says, remedy, {"value": told[:80]})
            return named.pop()
        says = _("There is no municipality “%(value)s” in the register: the place was left empty.")
        self.note(verdict, "municipality", says, remedy, {"value": told[:80]})
        return None

    def namesake(self, row: Row, place: int | None, keys: list[Key], verdict: Verdict) -> Organisation | None:
        """An organisation of the same name and municipality, unless an official identifier tells the two apart."""
        found = self.known.by_name.get((searchable(row.text("name")), place))
        if found is None:
            return None
        told = {key[0]: key for key in keys}
        if all(told.get(key[0], key) == key for key in self.known.official.get(id(found), ())):
            return found
        says = _("Another organisation has this name, but not this identifier: the row was taken as one of its own.")
        self.note(verdict, "name", says, _("If the two are one, correct the identifier of one of them."))
        return None

    def make(self, row: Row, place: int | None, verdict: Verdict) -> Organisation:
        made = Organisation(
            name=verdict.name,
            search_name=searchable(verdict.name)[:200],
            role=self.role_of(row, verdict),
            municipality_id=place,
            website=self.website_of(row, verdict),
            source_title=self.source_of(row),
        )
        verdict.makes.append(made)
        self.known.rows[id(made)] = row.number
        verdict.verdict = CREATED
        return made

    def add_identifiers(self, organisation: Organisation, keys: list[Key], row: Row, verdict: Verdict) -> bool:
        missing = [key for key in keys if key not in self.known.by_identifier]
        for key in missing:
            identifier = Identifier(organisation=organisation, scheme=key[0], value=key[1], source=self.source_of(row))
            verdict.makes.append(identifier)
            self.known.name(organisation, key)
        return bool(missing)

    def role_of(self, row: Row, verdict: Verdict) -> str:
        """The role that the row tells, or that the name lets guess; a guess is noted."""
        told = row.text("kind").casefold()
        if told in Role.values:
            return told
        if told in ROLE_OF_KIND:
            return ROLE_OF_KIND[told]
        guessed = role_in(verdict.name)
        says = _("No role is told; from the name it was taken to be: %(role)s.")
        if told:
            says = _("“%(value)s” tells no role; from the name it was taken to be: %(role)s.")
        remedy = _("Choose the role on the organisation's page if that is wrong.")
        self.note(verdict, "kind", says, remedy, {"value": told[:80], "role": guessed.label})
        return guessed

    def website_of(self, row: Row, verdict: Verdict) -> str:
        told = row.text("url")
        address = told if "//" in told or not told else f"https://{told}"
        if not address or is_web_address(address):
            return address
        says = _("“%(value)s” is no web address: it was left empty.")
        remedy = _("Enter the address on the organisation's page.")
        self.note(verdict, "url", says, remedy, {"value": told[:80]})
        return ""


def is_web_address(address: str) -> bool:
    try:
        URLValidator(schemes=("http", "https"))(address)
    except ValidationError:
        return False
    return len(address) <= 200


def role_in(name: str) -> Role:
    """The role that a name lets guess."""
    words = re.sub(r"[/,;().:]", " ", searchable(name))
    return next((role for role, pattern in ROLE_OF_NAME if re.search(rf"\b(?:{pattern})\b", words)), Role.OTHER)
