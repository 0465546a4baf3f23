"""A list of organisations into the register: a verdict for every row, and nothing half written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.db import transaction
from stdnum import exceptions
from stdnum.eu import vat
from stdnum.fi import ytunnus
from wagtail.log_actions import log

from tokka.tables.model import Note, Row
from tokka.tables.organisations import ORGANISATIONS
from tokka.tables.text import Sheet, read_text
from tokka.words import Remark
from tokka.words import _ as mark
from tokkasite.accounts.models import User
from tokkasite.register.models import Identifier, Municipality, Organisation, Role, searchable

ROLE_OF_KIND = {
    "facility": Role.COMPANY,
    "yritys": Role.COMPANY,
    "kunta": Role.MUNICIPALITY,
    "kaupunki": Role.MUNICIPALITY,
    "university": Role.RESEARCH,
    "yliopisto": Role.RESEARCH,
    "oppilaitos": Role.EDUCATION,
    "tutkimuslaitos": Role.RESEARCH,
    "kehittämisyhtiö": Role.DEVELOPMENT_COMPANY,
    "rahoittaja": Role.FINANCIER,
}
ROLE_OF_WORD = {
    "ammattikorkeakoulu": Role.EDUCATION,
    "koulutuskuntayhtyma": Role.EDUCATION,
    "ammattiopisto": Role.EDUCATION,
    "yliopisto": Role.RESEARCH,
    "tutkimuskeskus": Role.RESEARCH,
    "tutkimuslaitos": Role.RESEARCH,
    "ely-keskus": Role.REGIONAL_AUTHORITY,
    "kaupunki": Role.MUNICIPALITY,
    "kaupungin": Role.MUNICIPALITY,
    "kunta": Role.MUNICIPALITY,
    "oy": Role.COMPANY,
    "oyj": Role.COMPANY,
    "ab": Role.COMPANY,
    "ky": Role.COMPANY,
    "tmi": Role.COMPANY,
    "osk": Role.COMPANY,
    "osuuskunta": Role.COMPANY,
}
"""Words that tell a role by the name alone, in the order in which they are tried. What they tell is always noted."""

CREATED, ADDED, UNCHANGED, SAME, REFUSED = "created", "identifier added", "unchanged", "same as an earlier row", "refused"
VERDICTS = (CREATED, ADDED, UNCHANGED, SAME, REFUSED)


@dataclass(slots=True)
class Verdict:
    """What became of one row."""

    row: int
    name: str
    verdict: str = ""
    notes: list[Note] = field(default_factory=list)
    same_as_row: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file: how it was read, and a verdict for every row."""

    sheet: Sheet
    verdicts: tuple[Verdict, ...]
    is_dry_run: bool

    @property
    def counts(self) -> dict[str, int]:
        return {name: sum(verdict.verdict == name for verdict in self.verdicts) for name in VERDICTS}


@dataclass(slots=True)
class Known:
    """What the register holds before the file and, row by row, with it."""

    by_identifier: dict[tuple[str, str, str], Organisation]
    by_name: dict[tuple[str, int | None], Organisation]
    municipalities: dict[str, int]
    rows: dict[int, int] = field(default_factory=dict)
    """The row that brought in an organisation, by the address of the object that is not saved yet."""


def import_organisations(*, content: bytes, file_name: str, by: User | None = None, dry_run: bool = False) -> Report:
    """Import a list. Raises WrongTable for a file that is wrong as a whole; a wrong row is refused, and the rest goes in.

    A dry run does everything and takes it back, so it cannot say other than the real run would.
    """
    sheet = read_text(ORGANISATIONS, content, file_name)
    with transaction.atomic():
        known = what_is_known()
        made: list[Organisation] = []
        named: list[Identifier] = []
        verdicts = tuple(judge(row, sheet, known, made, named, file_name) for row in sheet.rows)
        Organisation.objects.bulk_create(made, batch_size=500)
        Identifier.objects.bulk_create(named, batch_size=500)
        report = Report(sheet, verdicts, dry_run)
        if made or named:
            log_import(report, made or [named[0].organisation], by)
        if dry_run:
            transaction.set_rollback(True)
    return report


def log_import(report: Report, touched: list[Organisation], by: User | None) -> None:
    log(touched[0], "register.import", user=by, data={"counts": report.counts, "ignored": list(report.sheet.ignored)})


def what_is_known() -> Known:
    identifiers = Identifier.objects.select_related("organisation")
    places: dict[str, int] = {}
    for place in Municipality.objects.all():
        for name in (place.name_fi, place.name_sv, place.name_se, place.name_en):
            if name:
                places.setdefault(searchable(name), place.pk)
    return Known(
        {key_of(one.scheme, one.value, one.source): one.organisation for one in identifiers},
        {(one.search_name, one.municipality_id): one for one in Organisation.objects.order_by("-pk")},
        places,
    )


def key_of(scheme: str, value: str, source: str) -> tuple[str, str, str]:
    """An official identifier is the same whoever tells it; a number in a list only within that list."""
    return (scheme, value, source if scheme == Identifier.Scheme.LIST else "")


def judge(
    row: Row, sheet: Sheet, known: Known, made: list[Organisation], named: list[Identifier], file_name: str
) -> Verdict:
    verdict = Verdict(row.number, row.cells.get("name", ""), notes=list(row.notes))
    wanted = identifiers_of(row, sheet, verdict, file_name)
    if verdict.notes:
        verdict.verdict = REFUSED
        return verdict
    municipality = municipality_of(row, sheet, known, verdict)
    found = next((known.by_identifier[key] for key in wanted if key in known.by_identifier), None)
    found = found or known.by_name.get((searchable(verdict.name), municipality))
    if found is None:
        found = new_organisation(row, sheet, municipality, verdict, file_name)
        made.append(found)
        known.rows[id(found)] = row.number
        verdict.verdict = CREATED
    elif id(found) in known.rows:
        verdict.verdict, verdict.same_as_row = SAME, known.rows[id(found)]
    else:
        verdict.verdict = UNCHANGED
    known.by_name.setdefault((searchable(verdict.name), municipality), found)
    missing = [key for key in wanted if key not in known.by_identifier]
    for scheme, value, source in missing:
        named.append(Identifier(organisation=found, scheme=scheme, value=value, source=source or file_name))
        known.by_identifier[(scheme, value, source)] = found
    if missing and verdict.verdict == UNCHANGED:
        verdict.verdict = ADDED
    return verdict


def identifiers_of(row: Row, sheet: Sheet, verdict: Verdict, file_name: str) -> list[tuple[str, str, str]]:
    """The identifiers of a row, checked; a wrong one is noted, and refuses the row."""
    keys = []
    checks = (
        ("business_id", Identifier.Scheme.FI_BUSINESS_ID, ytunnus, mark("“%(value)s” is no Finnish business id: its check digit or form is wrong.")),
        ("vat", Identifier.Scheme.EU_VAT, vat, mark("“%(value)s” is no VAT number of the European Union: its check digit or form is wrong.")),
    )
    for column, scheme, library, says in checks:
        if told := row.cells.get(column, ""):
            try:
                number = library.validate(told)
                keys.append((scheme, ytunnus.format(number) if library is ytunnus else number, ""))
            except exceptions.ValidationError:
                verdict.notes.append(note(sheet, column, says, mark("Look it up in the register, correct it, and import again."), value=told))
    if told := row.cells.get("source_id", ""):
        keys.append((Identifier.Scheme.LIST, told[:100], (row.cells.get("source") or file_name)[:200]))
    return keys


def municipality_of(row: Row, sheet: Sheet, known: Known, verdict: Verdict) -> int | None:
    """The municipality by any of its names; one that is not known is noted and left empty."""
    told = row.cells.get("municipality", "")
    place = known.municipalities.get(searchable(told))
    if told and place is None:
        says = mark("There is no municipality “%(value)s” in the register: the place was left empty.")
        verdict.notes.append(note(sheet, "municipality", says, mark("Choose the municipality on the organisation's page."), value=told))
    return place


def new_organisation(row: Row, sheet: Sheet, municipality: int | None, verdict: Verdict, file_name: str) -> Organisation:
    name = verdict.name[:200]
    return Organisation(
        name=name,
        search_name=searchable(name),
        role=role_of(row, sheet, verdict),
        municipality_id=municipality,
        website=website_of(row, sheet, verdict),
        source_title=(row.cells.get("source") or file_name)[:200],
    )


def role_of(row: Row, sheet: Sheet, verdict: Verdict) -> str:
    """The role that the row tells, or that the name lets guess; a guess is noted."""
    told = row.cells.get("kind", "").casefold()
    if told in Role.values:
        return told
    if told in ROLE_OF_KIND:
        return ROLE_OF_KIND[told]
    guessed = role_in(searchable(verdict.name).replace("/", " ").replace(",", " ").split())
    says = mark("No role is told; from the name it was taken to be: %(role)s.")
    if told:
        says = mark("“%(value)s” is no role; from the name it was taken to be: %(role)s.")
    verdict.notes.append(note(sheet, "kind", says, mark("Choose the role on the organisation's page if that is wrong."), value=told, role=Role(guessed).value))
    return guessed


def role_in(words: Iterable[str]) -> str:
    told = set(words)
    return next((role for word, role in ROLE_OF_WORD.items() if word in told), Role.OTHER)


def website_of(row: Row, sheet: Sheet, verdict: Verdict) -> str:
    told = row.cells.get("url", "")
    address = told if "//" in told or not told else f"https://{told}"
    if told and (urlsplit(address).scheme not in ("http", "https") or len(address) > 200):
        says = mark("“%(value)s” is no web address: it was left empty.")
        verdict.notes.append(note(sheet, "url", says, mark("Enter the address on the organisation's page."), value=told[:80]))
        return ""
    return address


def note(sheet: Sheet, column: str, says: str, remedy: str, **values: object) -> Note:
    return Note(sheet.columns.get(column, column), Remark(says, values), Remark(remedy))
