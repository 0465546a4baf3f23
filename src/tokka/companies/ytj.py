"""Reads an answer of the Finnish company register (PRH and the tax administration, YTJ API version 3).

The answer names everything by lists with dates; what holds now is the newest entry without an end. Fields may be
absent: what the register does not say is never proposed.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from tokka.companies.model import Activity, Company, Situation
from tokka.tables.identifiers import business_id, european_id
from tokka.words import Remark, _

SCHEMES: Final[Mapping[str, str]] = {"TOIMI4": "tol_2025", "TOIMI3": "tol_2008"}
"""The classification by the register's code set. Older sets and codes without a set are not read."""
SITUATIONS: Final[Mapping[str, str]] = {
    "KONK": "bankruptcy",
    "SELTILA": "liquidation",
    "SANE": "restructuring",
}
MAIN_NAME: Final = "1"
VISITING, POSTAL = "1", "2"
CEASED, ACTIVE = "ceased", "active"
FINNISH: Final = "1"


class WrongAnswer(ValueError):
    """An answer that is not what the register's description promises."""

    def __init__(self, says: Remark) -> None:
        self.says = says
        super().__init__(str(says))


def read_answer(answer: object, wanted: str) -> Company | None:
    """The company of that business id in an answer; None where the register has no such company.

    Raises WrongAnswer where the answer has another shape, or holds only other companies.
    """
    rows = answer.get("companies") if isinstance(answer, Mapping) else None
    if not isinstance(rows, list):
        raise WrongAnswer(Remark(_("The answer holds no list of companies.")))
    for row in _mappings(rows):
        told = _text(row.get("businessId"), "value")
        if told and business_id(told) == wanted:
            return _company(row, wanted)
    if rows:
        raise WrongAnswer(Remark(_("The answer is about another company than %(wanted)s."), {"wanted": wanted}))
    return None


def _company(row: Mapping[str, Any], number: str) -> Company:
    names = [name for name in _current(row.get("names")) if str(name.get("type")) == MAIN_NAME]
    form = _newest(_current(row.get("companyForms")))
    address, municipality = _address(row.get("addresses"))
    ended = _day(row.get("endDate"))
    return Company(
        business_id=number,
        name=_text(_newest(names), "name"),
        form=_described(form),
        status=CEASED if ended else ACTIVE,
        ended_on=ended,
        address=address,
        municipality=municipality,
        activity=_activity(row.get("mainBusinessLine")),
        website=_website(_text(row.get("website"), "url")),
        euid=_european(_text(row.get("euId"), "value")),
        situations=tuple(_situations(row.get("companySituations"))),
        last_modified=str(row.get("lastModified") or ""),
    )


def _mappings(rows: object) -> list[Mapping[str, Any]]:
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _current(rows: object) -> list[Mapping[str, Any]]:
    return [row for row in _mappings(rows) if not row.get("endDate")]


def _newest(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    return max(rows, key=lambda row: str(row.get("registrationDate") or ""), default={})


def _text(row: object, key: str) -> str:
    return " ".join(str(row.get(key) or "").split()) if isinstance(row, Mapping) else ""


def _described(row: Mapping[str, Any]) -> str:
    """The register's own words in Finnish, else its code."""
    told = _mappings(row.get("descriptions"))
    finnish = next((one for one in told if str(one.get("languageCode")) == FINNISH), {})
    return _text(finnish, "description") or _text(row, "type")


def _day(told: object) -> date | None:
    try:
        return date.fromisoformat(str(told)[:10]) if told else None
    except ValueError:
        return None


def _address(rows: object) -> tuple[str, str]:
    """The visiting address, else the postal one, in one line; and the three digits of its municipality."""
    by_type = {str(row.get("type")): row for row in reversed(_mappings(rows))}
    row = by_type.get(VISITING) or by_type.get(POSTAL)
    if row is None:
        return "", ""
    offices = _mappings(row.get("postOffices"))
    office = next((one for one in offices if str(one.get("languageCode")) == FINNISH), offices[0] if offices else {})
    parts = [_text(row, key) for key in ("street", "buildingNumber", "entrance", "apartmentNumber")]
    street = " ".join(part for part in parts if part)
    box = _text(row, "postOfficeBox")
    first = street or (f"PL {box}" if box else "")
    town = " ".join(part for part in (_text(row, "postCode"), _text(office, "city")) if part)
    code = _text(office, "municipalityCode")
    return ", ".join(part for part in (first, town) if part), code.zfill(3) if code.isdigit() else ""


def _activity(row: object) -> Activity | None:
    scheme = SCHEMES.get(_text(row, "typeCodeSet"))
    code = _text(row, "type")
    if scheme is None or not code.isdigit() or not isinstance(row, Mapping):
        return None
    return Activity(scheme, code, _day(row.get("registrationDate")))


def _website(told: str) -> str:
    """The register writes addresses without the scheme."""
    return told if not told or "://" in told else f"https://{told}"


def _european(told: str) -> str:
    """The second identifier; one that is not written as it should be is not proposed."""
    read = european_id(told) if told else ""
    return read if isinstance(read, str) else ""


def _situations(rows: object) -> Iterable[Situation]:
    for row in _mappings(rows):
        kind = SITUATIONS.get(_text(row, "type").upper())
        if kind:
            yield Situation(kind, _day(row.get("registrationDate")), _day(row.get("endDate")))
