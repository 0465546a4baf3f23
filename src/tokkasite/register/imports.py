"""What becomes of each row of a list of organisations, judged against the register. Nothing is written here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from tokka.likeness.duplicates import Known as AllBodies
from tokka.likeness.model import Body
from tokka.tables.lists import Listing
from tokka.tables.model import Note, Row
from tokka.words import Remark, _
from tokkasite.register.models import Identifier, Municipality, Organisation, Role, searchable

CREATED = _("created")
ADDED = _("identifier added")
UNCHANGED = _("unchanged")
SAME = _("same as an earlier row")
LEFT_OUT = _("left out")
REFUSED = _("refused")
VERDICTS = (CREATED, ADDED, UNCHANGED, SAME, LEFT_OUT, REFUSED)

LEAVE_OUT = "leave out"
"""What a person may decide of a row that resembles an organisation, besides the number of that organisation."""

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

Key = tuple[str, str, str]
"""Scheme, value and, for a number in a list, the list."""


@dataclass(frozen=True, slots=True)
class Alike:
    """An organisation that a row resembles: how likely from 0 to 1 the two are one, and why."""

    organisation: Organisation
    score: float
    reasons: tuple[Remark, ...]


@dataclass(slots=True)
class Verdict:
    """What became of one row."""

    row: int
    name: str
    verdict: str = ""
    notes: list[Note] = field(default_factory=list)
    same_as_row: int | None = None
    organisation: Organisation | None = None
    """Whom the row is about, known before or made by it."""
    is_maker: bool = False
    likely: list[Alike] = field(default_factory=list)
    """Organisations that it resembles, where it would make a new one."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file: how it was read, and a verdict for every row."""

    file_name: str
    sheet: Listing | None
    """How the file was read; None where only the verdicts were kept."""
    verdicts: tuple[Verdict, ...]
    is_dry_run: bool

    @property
    def counts(self) -> dict[str, int]:
        return {name: sum(verdict.verdict == name for verdict in self.verdicts) for name in VERDICTS}

    @property
    def noted(self) -> tuple[Verdict, ...]:
        """The rows of which there is something to say."""
        return tuple(one for one in self.verdicts if one.notes or one.same_as_row or one.likely)


class Known:
    """What the register holds, and row by row what the list adds to it."""

    def __init__(self) -> None:
        """Three queries, however long the list."""
        self.by_identifier: dict[Key, Organisation] = {}
        self.official: dict[int, set[Key]] = {}
        """The official identifiers by the address of the organisation, which may not be saved yet."""
        organisations = {one.pk: one for one in Organisation.objects.order_by("-pk")}
        for one in Identifier.objects.all():
            self.name(organisations[one.organisation_id], key_of(one.scheme, one.value, one.source))
        self.by_name = {(one.search_name, one.municipality_id): one for one in organisations.values()}
        self.places: dict[str, int] = {}
        self.place_names: dict[int | None, str] = {}
        self.place_names_in_every_language: dict[str, str] = {}
        for place in Municipality.objects.order_by("code"):
            self.place_names[place.pk] = place.name_fi
            for name in filter(None, (place.name_fi, place.name_sv, place.name_se, place.name_en)):
                self.places.setdefault(searchable(name), place.pk)
                self.place_names_in_every_language.setdefault(name, place.name_fi)
        self.organisations = organisations
        self.made: list[Organisation] = []
        self.named: list[Identifier] = []
        self.rows: dict[int, int] = {}
        """The row that brought in an organisation, by the address of the organisation."""

    @cached_property
    def alike(self) -> AllBodies:
        """The organisations made ready to be compared. A run that asks for no likeness does not pay for it."""
        return AllBodies(
            (
                Body(one.pk, one.name, municipality=self.place_names.get(one.municipality_id, ""), website=one.website)
                for one in self.organisations.values()
            ),
            places=self.place_names_in_every_language,
        )

    def name(self, organisation: Organisation, key: Key) -> None:
        """From here on the key leads to the organisation."""
        organisation = self.by_identifier.setdefault(key, organisation)
        if key[0] != Identifier.Scheme.LIST:
            self.official.setdefault(id(organisation), set()).add(key)


def key_of(scheme: str, value: str, source: str) -> Key:
    """An official identifier is the same whoever tells it; a number in a list only within that list."""
    return (scheme, value, source if scheme == Identifier.Scheme.LIST else "")


@dataclass(frozen=True, slots=True)
class List:
    """The list that is judged: its name, how it was read, and what is known beside it."""

    file_name: str
    sheet: Listing
    known: Known
    decisions: Mapping[str, str] = field(default_factory=dict)
    """What a person decided of rows that resemble an organisation, by the number of the row."""
    looks_for_likeness: bool = False

    def judge(self, row: Row) -> Verdict:
        """Say what becomes of a row, and keep what it brings for those that follow."""
        verdict = Verdict(row.number, row.text("name"), notes=list(row.notes))
        self.refuse_long(row, verdict)
        keys = self.keys_of(row)
        held = list({id(one): one for key in keys if (one := self.known.by_identifier.get(key))}.values())
        if len(held) > 1:
            names = {"first": held[0].name, "second": held[1].name}
            says = _("The identifiers of this row belong to two organisations: %(first)s and %(second)s.")
            self.note(verdict, "", says, _("Find out which one is meant, and correct the list or the register."), names)
        if verdict.notes:
            verdict.verdict = REFUSED
            return verdict
        decided = self.decisions.get(str(row.number), "")
        if decided == LEAVE_OUT:
            verdict.verdict = LEFT_OUT
            return verdict
        place = self.place_of(row, verdict)
        found = held[0] if held else self.namesake(row, place, keys, verdict)
        if found is None and decided.isdecimal():
            found = self.known.organisations.get(int(decided))
        if found is None:
            if self.looks_for_likeness:
                verdict.likely = self.resembled(row, place)
            found = self.make(row, place, verdict)
        elif id(found) in self.known.rows:
            verdict.verdict, verdict.same_as_row = SAME, self.known.rows[id(found)]
        else:
            verdict.verdict = UNCHANGED
        if self.add_identifiers(found, keys, row) and verdict.verdict == UNCHANGED:
            verdict.verdict = ADDED
        self.known.by_name.setdefault((searchable(verdict.name), place), found)
        verdict.organisation = found
        return verdict

    def resembled(self, row: Row, place: int | None) -> list[Alike]:
        """Organisations of the register that the row may be about, the likeliest first."""
        place_name = self.known.place_names.get(place, "")
        body = Body(f"row {row.number}", row.text("name"), row.text("business_id"), place_name, row.text("url"))
        return [
            Alike(self.known.organisations[pair.second], pair.score, tuple(reason.says for reason in pair.reasons[:3]))
            for pair in self.known.alike.near(body)[:3]
        ]

    def note(
        self, verdict: Verdict, column: str, says: str, remedy: str, values: dict[str, object] | None = None
    ) -> None:
        verdict.notes.append(Note(self.sheet.columns.get(column, column), Remark(says, values or {}), Remark(remedy)))

    def refuse_long(self, row: Row, verdict: Verdict) -> None:
        for column, most in LONGEST.items():
            if (length := len(row.text(column))) > most:
                says = _("The cell has %(length)s letters; the register keeps at most %(most)s.")
                remedy = _("Shorten it, and import the file again.")
                self.note(verdict, column, says, remedy, {"length": length, "most": most})

    def source_of(self, row: Row) -> str:
        return row.text("source") or self.file_name[:200]

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
        self.known.made.append(made)
        self.known.rows[id(made)] = row.number
        verdict.verdict, verdict.is_maker = CREATED, True
        return made

    def add_identifiers(self, organisation: Organisation, keys: list[Key], row: Row) -> bool:
        missing = [key for key in keys if key not in self.known.by_identifier]
        for key in missing:
            identifier = Identifier(organisation=organisation, scheme=key[0], value=key[1], source=self.source_of(row))
            self.known.named.append(identifier)
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
