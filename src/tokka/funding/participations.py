"""Who took part in which funded project, from the lists that programmes publish (§9).

CORDIS tells projects, organisations and participations in three files, or the last two in one; structural funds list a
project with its beneficiary in one row. Each row becomes one `Participation`, or a fault that names it.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any, Final

from tokka.funding.json_lines import Fault, Row, rows_of, text_of
from tokka.funding.past import Project
from tokka.tables.cells import day_in, number_in
from tokka.tables.identifiers import business_id
from tokka.tables.model import WrongTable
from tokka.words import Remark, _

CORDIS: Final = "cordis"
FINNISH_FUNDS: Final = "fi_structural"
SWEDISH_FUNDS: Final = "se_structural"

_LOOK: Final = Remark(_("Compare the row with the publisher's list, and correct it there."))
_COLUMNS: Final = Remark(_("Give the file as the programme publishes it, with its headings."))


@dataclass(frozen=True, slots=True)
class Participation:
    """One organisation in one project, as a programme tells it. Money that is not told is None, never 0."""

    row: int
    source: str
    reference: str
    organisation: str
    business_id: str
    country: str
    title: str
    programme: str
    topic: str
    role: str
    began_on: date | None
    ended_on: date | None
    text: str
    amount: float | None
    currency: str = "EUR"

    @property
    def project(self) -> Project | None:
        """The project as the ranking reads it; None without its first day."""
        if self.began_on is None:
            return None
        return Project(f"{self.source}:{self.reference}", self.topic, self.began_on, self.text or self.title)


def table_rows(content: bytes, file: str) -> tuple[list[Row], list[Fault]]:
    """The rows of JSON lines or of delimited text with headings, numbered from 1. Raises WrongTable."""
    text = text_of(content, file)
    if text.lstrip()[:1] in ("{", "["):
        return rows_of(content, file)
    heading = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count))
    names = [name.strip() for name in next(reader)]
    if len(names) < 2:
        raise WrongTable(file, Remark(_("The first line has no headings that can be told apart.")), _COLUMNS)
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, cells in enumerate(reader, start=1):
        if len(cells) == len(names):
            rows.append((number, dict(zip(names, cells, strict=True))))
        elif cells:
            says = _("The row has %(count)s cells; the heading has %(least)s.")
            faults.append(Fault(number, "", Remark(says, {"count": len(cells), "least": len(names)}), _LOOK))
    return rows, faults


def read_cordis(
    projects: bytes, organisations: bytes, participations: bytes | None, *, countries: Iterable[str] = ("FI",)
) -> tuple[list[Participation], list[Fault]]:
    """Participations of the organisations of some countries. Without a third file the organisations' file tells them.

    Raises WrongTable for a file that is none of these.
    """
    wanted = frozenset(countries)
    told, faults = table_rows(projects, "projects")
    by_id = {_first(row, "id", "projectID"): row for _number, row in told}
    bodies, more = table_rows(organisations, "organisations")
    faults += more
    known = {_first(row, "id", "organisationID"): row for _number, row in bodies if _first(row, "country") in wanted}
    if not any(_first(row, "name") for row in known.values()) and bodies and "name" not in bodies[0][1]:
        raise WrongTable("organisations", Remark(_("The file of organisations has no column name.")), _COLUMNS)
    if participations is None:
        parts = [(number, row) for number, row in bodies if _first(row, "country") in wanted]
    else:
        parts, more = table_rows(participations, "participations")
        faults += more
    found: list[Participation] = []
    for number, row in parts:
        body = known.get(_first(row, "org_id", "organisationID"))
        if body is None:
            continue
        key = _first(row, "project_id", "projectID")
        project = by_id.get(key)
        if project is None:
            says = Remark(_("The project %(key)s is not in the file of projects."), {"key": key})
            faults.append(Fault(number, "project", says, _LOOK))
            continue
        found.append(_of_cordis(number, row, body, project, key))
    return found, sorted(faults, key=lambda fault: fault.row)


def _of_cordis(
    number: int, row: Mapping[str, Any], body: Mapping[str, Any], project: Mapping[str, Any], key: str
) -> Participation:
    title, acronym = _first(project, "title"), _first(project, "acronym")
    return Participation(
        row=number,
        source=CORDIS,
        reference=key,
        organisation=_first(body, "name"),
        business_id=_own_number(body),
        country=_first(body, "country"),
        title=f"{acronym}: {title}" if acronym and acronym != title else title,
        programme=_first(project, "programme", "frameworkProgramme") or _programme(project),
        topic=_first(project, "topic_code", "topics", "topic"),
        role=_first(row, "role"),
        began_on=day_in(_first(project, "startDate", "start")),
        ended_on=day_in(_first(project, "endDate", "end")),
        text="\n".join(filter(None, (title, _first(project, "keywords"), _first(project, "objective")))),
        amount=_money(_first(row, "ecContribution", "ec_contribution")),
    )


def _programme(project: Mapping[str, Any]) -> str:
    """The programme by the beginning of its topic or legal basis."""
    told = " ".join(_first(project, name) for name in ("topic_code", "topics", "legalBasis", "legal")).upper()
    return "Horizon Europe" if "HORIZON" in told else "Horizon 2020" if "H2020" in told else "CORDIS"


def _own_number(body: Mapping[str, Any]) -> str:
    """The business id: told, or rewritten from a Finnish VAT number. One that fails its check is left out."""
    told = _first(body, "fi_business_id", "business_id")
    vat = _first(body, "vatNumber", "vat").upper().replace(" ", "")
    if not told and vat.startswith("FI") and len(vat) == 10:
        told = f"{vat[2:9]}-{vat[9]}"
    kept = business_id(told) if told else ""
    return kept if isinstance(kept, str) else ""


def read_structural(content: bytes, file: str) -> tuple[list[Participation], list[Fault]]:
    """Projects of structural funds with their beneficiary, from a Finnish or Swedish list. Raises WrongTable."""
    rows, faults = table_rows(content, file)
    names = set(rows[0][1]) if rows else set()
    reader = _of_finland if "project_code" in names else _of_sweden if "case_id" in names else None
    if reader is None or "beneficiary" not in names:
        says = Remark(_("This is no list of projects of structural funds that Tokka knows."))
        raise WrongTable(file, says, _COLUMNS)
    found: list[Participation] = []
    seen: set[tuple[str, str]] = set()
    for number, row in rows:
        one = reader(number, row)
        missing = "reference" if not one.reference else "beneficiary" if not one.organisation else ""
        if missing:
            faults.append(Fault(number, missing, Remark(_("The row has no usable value here.")), _LOOK))
        elif (one.reference, one.organisation) in seen:
            says = Remark(_("%(reference)s is listed twice."), {"reference": one.reference})
            faults.append(Fault(number, "reference", says, Remark(_("The first row counts; remove the other."))))
        elif one.amount is not None and one.amount < 0:
            says = Remark(_("The amount %(amount)s is below zero."), {"amount": one.amount})
            faults.append(Fault(number, "amount", says, _LOOK))
        else:
            seen.add((one.reference, one.organisation))
            found.append(one)
    return found, sorted(faults, key=lambda fault: fault.row)


def _of_finland(number: int, row: Mapping[str, Any]) -> Participation:
    title = _first(row, "project_name")
    return Participation(
        row=number,
        source=FINNISH_FUNDS,
        reference=_first(row, "project_code"),
        organisation=_first(row, "beneficiary"),
        business_id="",
        country="FI",
        title=title,
        programme=" ".join(filter(None, (_first(row, "fund"), _first(row, "period")))),
        topic="",
        role="",
        began_on=day_in(_first(row, "start")),
        ended_on=day_in(_first(row, "end")),
        text=title,
        amount=_money(_first(row, "granted_eu_state_eur")),
    )


def _of_sweden(number: int, row: Mapping[str, Any]) -> Participation:
    title = _first(row, "project_name")
    return Participation(
        row=number,
        source=SWEDISH_FUNDS,
        reference=_first(row, "case_id"),
        organisation=_first(row, "beneficiary"),
        business_id="",
        country="SE",
        title=title,
        programme=_first(row, "programme_area"),
        topic="",
        role="",
        began_on=day_in(_first(row, "start")),
        ended_on=day_in(_first(row, "end")),
        text="\n".join(filter(None, (title, _first(row, "description_sv")))),
        amount=_money(_first(row, "granted_sek")),
        currency="SEK",
    )


def _money(text: str) -> float | None:
    return number_in(text) if text else None


def _first(row: Mapping[str, Any], *names: str) -> str:
    return next((text for name in names for text in _texts(row.get(name))), "")


def _texts(value: Any) -> Iterator[str]:
    several: Iterable[Any] = value if isinstance(value, list | tuple) else [value]
    for one in several:
        if one is not None and not isinstance(one, Mapping | list | tuple) and (text := str(one).strip()):
            yield text
