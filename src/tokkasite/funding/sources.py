"""The one door to the sources of calls. Nothing here is called but by a fetch that somebody has asked for.

What is asked next is told from the answers so far, so that a fetch that broke off goes on where it stopped. Addresses
and shapes: `docs/explanation/funding.md`, §12.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

from tokkasite.funding.models import Source

NAME: Final = "Tokka (calls for a region's clusters; open source)"
SECONDS_TO_WAIT: Final = 60
SECONDS_BETWEEN: Final = 2.0
"""Between two requests to one source."""
LARGEST_ANSWER: Final = 250_000_000
ON_A_PAGE: Final = 100
WINDOW: Final = 10_000
"""The search of the portal gives no more results than these."""
SEARCH: Final = "https://api.tech.ec.europa.eu/search-api/prod/rest/search"
SEARCHED: Final = (("1", "2"), ("8",))
"""Kinds asked for one after another. Cascade calls repeat their identifiers, so they are asked for apart."""
STATUSES: Final = ("31094501", "31094502")
REFERENCE: Final = "https://ec.europa.eu/info/funding-tenders/opportunities/data/referenceData/grantsTenders.json"
EURA: Final = "https://eura2021.fi/hakuilmoitukset"
STATE_GRANTS: Final = "https://haeavustuksia.fi/api/haku/list-items"
Way = Source.Way


class NoAnswer(OSError):
    """The source did not answer, or not with what can be used."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: an address, and for the search its parts."""

    url: str
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back. `is_unchanged`: the source says that nothing is new since the last time."""

    content: bytes = b""
    etag: str = ""
    last_modified: str = ""
    is_unchanged: bool = False


def next_asked(way: str, answers: Sequence[bytes]) -> Asked | None:
    """What to ask after these answers; None where all has been asked. Raises NoAnswer for one that cannot be read."""
    if way == Way.SEARCH:
        return _next_search(answers)
    if way == Way.STATE_GRANTS:
        pages = int(_json(answers[-1]).get("pageCount") or 0) if answers else 1
        return _state_grants(len(answers) + 1) if len(answers) < pages else None
    url = {Way.REFERENCE: REFERENCE, Way.EURA: EURA}.get(way)
    return None if answers or url is None else Asked(url)


def check(way: str, content: bytes) -> None:
    """Raises NoAnswer for an answer of pages that is cut off or of another kind: it is not worth keeping."""
    if way in (Way.SEARCH, Way.STATE_GRANTS):
        _json(content)


def is_one_file(way: str) -> bool:
    """Whether the source is one file, which it may say has not changed."""
    return way in (Way.REFERENCE, Way.EURA)


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError as fault:
        raise NoAnswer("the answer is cut off or no JSON") from fault
    if not isinstance(found, dict):
        raise NoAnswer("the answer is of another kind than expected")
    return found


def _next_search(answers: Sequence[bytes]) -> Asked | None:
    """The pages of one search after another. How many there are is told by the first page of each."""
    place = 0
    for kinds in SEARCHED:
        if place == len(answers):
            return _search(kinds, 1)
        total = _json(answers[place]).get("totalResults")
        if not isinstance(total, int) or total > WINDOW:
            raise NoAnswer(
                f"the search says {total} results: it has ignored the filter, or there are more than it gives"
            )
        pages = max(1, ceil(total / ON_A_PAGE))
        if len(answers) < place + pages:
            return _search(kinds, len(answers) - place + 1)
        place += pages
    return None


def _search(kinds: Sequence[str], page: int) -> Asked:
    """The interface reads JSON in the parts of a form; any other body is accepted, and its filter ignored."""
    query = {"bool": {"must": [{"terms": {"type": list(kinds)}}, {"terms": {"status": list(STATUSES)}}]}}
    order = {"field": "identifier", "order": "ASC"}
    told = urlencode({"apiKey": "SEDIA", "text": "***", "pageSize": ON_A_PAGE, "pageNumber": page})
    parts = (("query", json.dumps(query)), ("languages", '["en"]'), ("sort", json.dumps(order)))
    return Asked(f"{SEARCH}?{told}", parts)


def _state_grants(page: int) -> Asked:
    told = {
        "Pagination.Page": page,
        "Pagination.PageSize": ON_A_PAGE,
        "Language": "fi",
        "ShowFuture": "true",
        "ShowOngoing": "true",
        "ShowEnded": "false",
        "HideExternal": "false",
    }
    return Asked(f"{STATE_GRANTS}?{urlencode(told)}")


def ask(asked: Asked, *, etag: str = "", last_modified: str = "") -> Answered:
    """What the source answers. Raises NoAnswer."""
    headers = {"User-Agent": NAME, "Accept": "application/json, text/html"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": last_modified} if last_modified else {}
    body = None
    if asked.parts:
        edge = uuid4().hex
        headers["Content-Type"] = f"multipart/form-data; boundary={edge}"
        body = _form(asked.parts, edge)
    request = Request(asked.url, data=body, headers=headers)  # noqa: S310 -- the addresses are those above
    try:
        with urlopen(request, timeout=SECONDS_TO_WAIT) as answer:  # noqa: S310 -- the addresses are ours, and https
            content = answer.read(LARGEST_ANSWER + 1)
            told = answer.headers
    except HTTPError as fault:
        if fault.code == 304:
            return Answered(is_unchanged=True)
        raise NoAnswer(f"the source answered {fault.code}") from fault
    except (URLError, TimeoutError, OSError, ValueError) as fault:
        raise NoAnswer(f"the source did not answer: {fault}") from fault
    if len(content) > LARGEST_ANSWER:
        raise NoAnswer("the answer is larger than any that this source should give")
    return Answered(content, (told.get("ETag") or "")[:200], (told.get("Last-Modified") or "")[:60])


def _form(parts: Sequence[tuple[str, str]], edge: str) -> bytes:
    """The parts as a form of the kind multipart, each of them JSON."""
    lines = []
    for name, value in parts:
        lines += [f"--{edge}", f'Content-Disposition: form-data; name="{name}"; filename="{name}.json"']
        lines += ["Content-Type: application/json", "", value]
    return "\r\n".join([*lines, f"--{edge}--", ""]).encode()
