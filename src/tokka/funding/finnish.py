"""Reads Finnish sources: the call register EURA 2021 and the state grants of haeavustuksia.fi (§3)."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from tokka.funding.calls import Call, Kind, utc
from tokka.funding.json_lines import Fault, whole_json
from tokka.funding.mending import plain_text
from tokka.funding.parsing import Answer, answer, texts, words
from tokka.tables.cells import day_in
from tokka.tables.model import WrongTable
from tokka.words import Remark, _

HELSINKI: Final = ZoneInfo("Europe/Helsinki")
EURA: Final = "eura2021"
STATE_GRANTS: Final = "haeavustuksia"
_PAGE_DATA: Final = re.compile(r"<script[^>]*__PREACT_CLI_DATA__[^>]*>(.*?)</script>", re.S)
_PERCENT: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_LOOK_UP: Final = Remark(_("Look the notice up at its source; until then it is not shown to members."))
_FETCH: Final = Remark(_("Fetch the page again; where its build has changed, the parser has to learn it."))


def eura_page_data(page: str, file: str) -> Mapping[str, Any]:
    """The register that the list page of EURA 2021 carries, percent-encoded. Raises WrongTable without it."""
    found = _PAGE_DATA.search(page)
    if found is None:
        raise WrongTable(file, Remark(_("The page carries no call register.")), _FETCH)
    data = whole_json(_unquoted(found[1].strip()), file)
    if not isinstance(data, Mapping):
        raise WrongTable(file, Remark(_("The page carries no call register.")), _FETCH)
    return data


def _unquoted(text: str) -> str:
    """Percent-encoded text in UTF-8 as it was."""
    return _PERCENT.sub(lambda run: bytes.fromhex(run[0].replace("%", "")).decode("utf-8", "replace"), text)


def parse_eura(data: Mapping[str, Any]) -> Answer:
    """The calls of the register. Its days are whole days in Finland: a call closes when its last day ends."""
    held = data.get("preRenderData")
    register = held if isinstance(held, Mapping) else data
    codes = register.get("koodisto")
    notices = register.get("hankehaku")
    pairs, faults = [], []
    for row, notice in enumerate(notices if isinstance(notices, list) else [], start=1):
        call = _eura_call(notice, codes if isinstance(codes, Mapping) else {}) if isinstance(notice, Mapping) else None
        if call is None or not call.reference or not call.title:
            faults.append(Fault(row, "id", Remark(_("The notice has no number or no title.")), _LOOK_UP))
        else:
            pairs.append((row, call))
    return answer(pairs, faults)


def _eura_call(notice: Mapping[str, Any], codes: Mapping[str, Any]) -> Call:
    period = notice.get("hakuaika")
    days = period if isinstance(period, Mapping) else {}
    begins, ends = day_in(words(days.get("alku"))), day_in(words(days.get("loppu")))
    number = words(notice.get("id"))
    area = _label(codes, "alue", notice.get("alue"))
    regions = [_label(codes, "maakunta", one) for one in texts(notice.get("maakunnat"))]
    return Call(
        source=EURA,
        reference=number,
        title=words(notice.get("otsikko")),
        identifier=words(notice.get("hakutunnus")),
        kind=Kind.NATIONAL,
        text=plain_text(words(notice.get("kuvaus"))),
        language="fi",
        programme=words(notice.get("rahasto")),
        authority=_label(codes, "viranomainen", notice.get("viranomainen")),
        action=words(notice.get("eakrTyyppi")),
        opens_at=_start_of(begins) if begins else None,
        deadlines_at=(_start_of(ends + timedelta(days=1)),) if ends else (),
        zone=HELSINKI.key,
        regions=tuple(filter(None, [area, *regions])),
        url=f"https://eura2021.fi/hakuilmoitukset/hakuilmoitus/{number}/",
        told_status=words(notice.get("tila")),
    )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), HELSINKI).astimezone(UTC)


def _label(codes: Mapping[str, Any], kind: str, code: Any) -> str:
    known = codes.get(kind)
    entry = known.get(words(code)) if isinstance(known, Mapping) else None
    return words(entry.get("fi")) if isinstance(entry, Mapping) else words(code)


def parse_state_grants(found: Mapping[str, Any]) -> Answer:
    """The notices of one page of haeavustuksia.fi: the Finnish text, or the Swedish or English one where that lacks."""
    pairs, faults = [], []
    notices = found.get("hakuilmoitukset")
    for row, notice in enumerate(notices if isinstance(notices, list) else [], start=1):
        call = _state_grant(notice) if isinstance(notice, Mapping) else None
        if call is None or not call.reference or not call.title:
            faults.append(Fault(row, "hakuasianAsianumero", Remark(_("The notice has no number or title.")), _LOOK_UP))
        else:
            pairs.append((row, call))
    return answer(pairs, faults)


def _state_grant(notice: Mapping[str, Any]) -> Call:
    title, language = _in_some_language(notice.get("nimi"))
    number = words(notice.get("hakuasianAsianumero"))
    ends = utc(words(notice.get("hakuPaattyyDateTimeUtc")))
    return Call(
        source=STATE_GRANTS,
        reference=number,
        title=title,
        identifier=number,
        kind=Kind.NATIONAL,
        text=plain_text(_in_some_language(notice.get("kuvaus"))[0]),
        language=language,
        action=words(notice.get("hakuTyyppi")),
        opens_at=utc(words(notice.get("hakuAlkaaDateTimeUtc"))),
        deadlines_at=(ends,) if ends else (),
        is_continuous=words(notice.get("hakuTyyppi")) == "Jatkuva",
        zone=HELSINKI.key,
    )


def _in_some_language(value: Any) -> tuple[str, str]:
    named = value if isinstance(value, Mapping) else {"fi": value}
    return next(((text, one) for one in ("fi", "sv", "en") if (text := words(named.get(one)))), ("", "fi"))
