"""Reads the EU Funding & Tenders Portal: search answers, the reference file, and stored copies of them (§3)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from tokka.funding.calls import Call, Kind
from tokka.funding.json_lines import Fault
from tokka.funding.mending import plain_text
from tokka.funding.parsing import Answer, answer, euros, inside, moment, moments, texts, whole, words
from tokka.words import Remark, _

SOURCE: Final = "eu-portal"
ZONE: Final = "Europe/Brussels"
"""The portal tells deadlines in Brussels time; its records hold them in UTC."""
KINDS: Final = {"0": Kind.TENDER, "1": Kind.TOPIC, "2": Kind.CALL, "8": Kind.CASCADE}

_LOOK_UP: Final = Remark(_("Look the record up at its source; until then it is not shown to members."))


def parse_search(found: Mapping[str, Any]) -> Answer:
    """Calls of one answer of the search interface. Language variants of one topic count once, English first."""
    hits = found.get("results")
    rows = list(enumerate(hits if isinstance(hits, list) else [], start=1))
    rows.sort(key=lambda pair: _language(pair[1]) != "en")
    pairs: list[tuple[int, Mapping[str, Any]]] = []
    seen: set[str] = set()
    for number, hit in rows:
        topic = _reference(hit)
        if topic not in seen or not topic:
            pairs.append((number, _flat(hit)))
        seen.add(topic)
    return parse_records(pairs)


def _language(hit: Any) -> str:
    return words(hit.get("language") or _metadata(hit).get("language")) if isinstance(hit, Mapping) else ""


def _reference(hit: Any) -> str:
    """The reference without its language: 50129948TOPICSen and 50129948TOPICSfr are one topic."""
    if not isinstance(hit, Mapping):
        return ""
    reference, language = str(hit.get("reference") or ""), _language(hit)
    return reference.removesuffix(language) if language else reference


def _metadata(hit: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = hit.get("metadata")
    return metadata if isinstance(metadata, Mapping) else {}


def _flat(hit: Any) -> Mapping[str, Any]:
    """A hit and its metadata in one: the fields of the hit itself count where both have one."""
    if not isinstance(hit, Mapping):
        return {}
    own = {key: value for key, value in hit.items() if key != "metadata" and value not in (None, "", [])}
    return {**_metadata(hit), **own}


def parse_reference_file(found: Mapping[str, Any]) -> Answer:
    """Calls of the portal's reference file, `fundingData.GrantTenderObj`."""
    data = found.get("fundingData")
    objects = data.get("GrantTenderObj") if isinstance(data, Mapping) else None
    return parse_records(enumerate(objects if isinstance(objects, list) else [], start=1))


def parse_records(rows: Iterable[tuple[int, Any]], faults: Iterable[Fault] = ()) -> Answer:
    """Calls of records in any shape in which portal records are stored. One without a key is kept apart."""
    kept_apart, pairs, repaired = list(faults), [], 0
    for number, row in rows:
        record, was_wrong = whole(row) if isinstance(row, Mapping) else ({}, False)
        repaired += was_wrong
        call = _call(record)
        missing = "reference" if not call.reference else "title" if not call.title else ""
        if missing:
            kept_apart.append(Fault(number, missing, Remark(_("The record has none.")), _LOOK_UP))
        else:
            pairs.append((number, call))
    return answer(pairs, kept_apart, repaired)


def _first(record: Mapping[str, Any], *names: str) -> str:
    return next((text for name in names if (text := words(record.get(name)))), "")


def _call(record: Mapping[str, Any]) -> Call:
    identifier = _first(record, "identifier", "topicId", "code")
    kind = KINDS.get(_kind_code(record), Kind.TOPIC)
    name = _first(record, "callTitle", "summary") if kind is Kind.CASCADE else ""
    title = name or _first(record, "title", "callTitle", "summary")
    budget, least, most = _budget(record, identifier)
    return Call(
        source=SOURCE,
        reference=_first(record, "reference", "id", "ccm2Id", "code"),
        title=plain_text(title),
        identifier=identifier,
        kind=kind,
        text=_text(record, title),
        conditions=plain_text(_first(record, "topicConditions", "conditions")),
        language=_first(record, "language") or "en",
        programme=_programme(record),
        action=_first(record, "typesOfAction", "typeOfAction", "actionType"),
        call=_first(record, "callIdentifier"),
        keywords=_keywords(record, identifier),
        opens_at=moment(_told(record, "startDate", "plannedOpeningDate", "plannedOpeningDateLong")),
        deadlines_at=tuple(map(_closing, moments(_told(record, "deadlineDate", "deadlineDatesLong", "deadline")))),
        zone=ZONE,
        budget_eur=budget,
        grant_least_eur=least,
        grant_most_eur=most,
        url=_first(record, "portalUrl", "url"),
        parent=identifier if kind is Kind.CASCADE else "",
        told_status=_first(record, "callStatus", "status"),
    )


def _kind_code(record: Mapping[str, Any]) -> str:
    kind = record.get("kind") or record.get("type")
    return str(kind.get("id", "")) if isinstance(kind, Mapping) else words(kind)


def _told(record: Mapping[str, Any], *names: str) -> Any:
    return next((record[name] for name in names if record.get(name) not in (None, "", [])), None)


def _closing(deadline: datetime) -> datetime:
    """A deadline at midnight is a day without its hour: it counts until that day ends in Brussels (§1)."""
    if deadline.time() != time():
        return deadline
    return datetime.combine(deadline.date() + timedelta(days=1), time(), ZoneInfo(ZONE)).astimezone(UTC)


def _text(record: Mapping[str, Any], title: str) -> str:
    """The description; of a cascade call the summary where it says more than the name."""
    names = ("descriptionByte", "description", "objectives", "destinationDetails", "abstract", "summary",
             "objective")  # fmt: skip
    parts = dict.fromkeys(plain_text(words(record.get(name))) for name in names)
    return "\n\n".join(part for part in parts if part and part != title)


def _programme(record: Mapping[str, Any]) -> str:
    """The code where there is one: 43108390, not its label, which changes its spelling."""
    told = _told(record, "frameworkProgramme", "frameworkProgrammes", "programmeId", "programme")
    listed = inside(told)
    first = listed[0] if isinstance(listed, list) and listed else listed
    return str(first.get("id", "")) if isinstance(first, Mapping) else words(first)


def _keywords(record: Mapping[str, Any], identifier: str) -> tuple[str, ...]:
    told = list(texts(record.get("keywords"))) + list(texts(record.get("tags")))
    split = [word.strip() for text in told for word in text.split(", ")]
    codes = {identifier, words(record.get("callIdentifier"))}
    return tuple(dict.fromkeys(word for word in split if word and word not in codes))


def _budget(record: Mapping[str, Any], identifier: str) -> tuple[float | None, float | None, float | None]:
    """The money of this topic alone, its smallest and its largest grant.

    The overview lists all topics of the call: only rows whose action begins with the identifier are this one's. A
    budget by years that several topics share belongs to none of them alone, so it is left unknown.
    """
    overview = inside(words(record.get("budgetOverview")) or record.get("budgetOverview"))
    rows = list(_budget_rows(overview))
    own = [row for row in rows if words(row.get("action")).startswith(f"{identifier} - ")]
    least = [found for row in own if (found := euros(row.get("minContribution")))]
    most = [found for row in own if (found := euros(row.get("maxContribution")))]
    years = [row["budgetYearMap"] for row in own if isinstance(row.get("budgetYearMap"), Mapping)]
    others = [row.get("budgetYearMap") for row in rows if row not in own]
    amounts = [found for year in years if year not in others for one in year.values() if (found := euros(one))]
    return (
        sum(amounts) if amounts else None,
        min(least) if least else euros(record.get("budgetMin")),
        max(most) if most else euros(record.get("budgetMax")),
    )


def _budget_rows(overview: Any) -> Iterator[Mapping[str, Any]]:
    topics = overview.get("budgetTopicActionMap") if isinstance(overview, Mapping) else None
    for rows in topics.values() if isinstance(topics, Mapping) else ():
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, Mapping):
                yield row


def unfiltered(found: Mapping[str, Any], kinds: frozenset[str], statuses: frozenset[str]) -> Remark | None:
    """What is wrong where an answer holds hits that were not asked for: the server has ignored the filter (§3)."""
    hits = [_flat(hit) for hit in found.get("results") or ()]
    strangers = [hit for hit in hits if _kind_code(hit) not in kinds or words(hit.get("status")) not in statuses]
    if not strangers:
        return None
    counts = {"count": len(strangers), "all": len(hits)}
    says = _("%(count)s of %(all)s hits are not what was asked for: the server ignored the filter. Refuse the answer.")
    return Remark(says, counts)
