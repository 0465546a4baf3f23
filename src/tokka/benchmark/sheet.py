"""One anonymised indicator sheet: how it is composed, signed, and read again (§1 to §5).

docs/reference/pool-sheet.md describes the format; `schema()` is its law in JSON Schema.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tokka.benchmark.catalogue import (
    EDITION,
    FACETS,
    FORMAT,
    INDICATORS,
    OUTCOMES,
    Quantity,
    age_class,
    coarse,
    composition_class,
    number,
    size_class,
)
from tokka.benchmark.questionnaire import ASKED
from tokka.rulebook.model import Fact

Json = dict[str, Any]


class Consent(StrEnum):
    """What the organisation allows, each level with all before it."""

    COMPARE = "compare"
    """Percentiles of peer groups."""
    STUDY = "study"
    """Also models and practices."""
    CONTACT = "contact"
    """Also that peers ask, through the exporting installation, how a practice is done."""

    def allows(self, purpose: "Consent") -> bool:
        """True where this level includes `purpose`."""
        order = list(Consent)
        return order.index(self) >= order.index(purpose)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one organisation tells of one day: classes, indicators, answers and outcomes. None is unknown, never 0."""

    organisation: str
    day: date
    consent: Consent
    profile: Mapping[str, str]
    indicators: Mapping[str, float | None]
    answers: Mapping[str, str | None]
    outcomes: Mapping[str, float | None]
    edition: str = EDITION


def pseudonym(country: str, register_number: str, *, pool_secret: bytes) -> str:
    """The name of an organisation in one pool: alike in every installation that shares the pool's secret (§3).

    Spaces, hyphens and case do not matter. Raises ValueError where the secret is too short to withstand guessing.
    """
    if len(pool_secret) < 16:
        raise ValueError(
            "The pool's secret has fewer than 16 bytes. Draw a longer one and give it to every installation."
        )
    plain = "".join(one for one in f"{country}:{register_number}".upper() if one.isalnum() or one == ":")
    return hmac.new(pool_secret, plain.encode(), hashlib.sha256).hexdigest()[:32]


def compose(
    *,
    organisation: str,
    day: date,
    consent: Consent,
    portfolio: str,
    country: str,
    evidence: Mapping[str, Fact],
    answers: Mapping[str, str | None],
    outcomes: Mapping[str, float | None],
) -> Sheet:
    """The sheet of one organisation from its evidence: bands for the profile, two digits for every number (§4)."""
    profile = {
        "portfolio": portfolio,
        "country": country,
        "age": age_class(evidence),
        "size": size_class(evidence),
        "composition": composition_class(evidence),
    }
    read = {one.key: number(evidence, one.key) for one in INDICATORS}
    return Sheet(
        organisation=organisation,
        day=day,
        consent=consent,
        profile=profile,
        indicators=_coarse(read),
        answers={one.key: answers.get(one.key) for one in ASKED},
        outcomes=_coarse({one.key: outcomes.get(one.key) for one in OUTCOMES}),
    )


def _coarse(values: Mapping[str, float | None]) -> dict[str, float | None]:
    return {key: None if value is None else coarse(value) for key, value in values.items()}


def signed(sheet: Sheet, key: Ed25519PrivateKey) -> str:
    """The sheet as one line of JSON, signed by the exporting installation."""
    body = as_json(sheet)
    seal = {"key": spelled(key.public_key()), "value": _text(key.sign(rfc8785.dumps(body)))}
    return rfc8785.dumps({**body, "signature": seal}).decode()


def as_json(sheet: Sheet) -> Json:
    """The sheet without its signature."""
    return {
        "format": FORMAT,
        "edition": sheet.edition,
        "day": sheet.day.isoformat(),
        "organisation": sheet.organisation,
        "consent": sheet.consent.value,
        "profile": dict(sheet.profile),
        "indicators": dict(sheet.indicators),
        "answers": dict(sheet.answers),
        "outcomes": dict(sheet.outcomes),
    }


def is_sealed(line: str, body: Json) -> bool:
    """True where the signature is that of the key written beside it, over everything else on the sheet (§5).

    `body` is the line parsed. A line as `signed` wrote it is checked letter by letter, which is quick; one that was
    laid out anew, with other spaces or another order, is brought into the canonical form first.
    """
    seal = body["signature"]
    rest = {name: value for name, value in body.items() if name != "signature"}
    as_written = line.strip().rpartition(',"signature":')[0] + "}"
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(seal["key"]))
        value = base64.b64decode(seal["value"])
        return _is_signed(key, value, as_written.encode()) or _is_signed(key, value, rfc8785.dumps(rest))
    except ValueError:
        return False


def _is_signed(key: Ed25519PublicKey, value: bytes, text: bytes) -> bool:
    try:
        key.verify(value, text)
    except InvalidSignature:
        return False
    return True


def spelled(key: Ed25519PublicKey) -> str:
    """The public key of an installation as the list of known installations and every signature write it."""
    return _text(key.public_bytes_raw())


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


class NotJson(ValueError):
    """A line that is not one plain JSON object."""


MOST_CHARACTERS: Final = 20_000
"""More than three times a full sheet: what is longer is not read at all."""


def parsed(line: str) -> Json:
    """One line as a JSON object. Raises NotJson also where a key stands twice: two readers could see two sheets."""
    if len(line) > MOST_CHARACTERS:
        raise NotJson(f"it has more than {MOST_CHARACTERS} characters")
    try:
        line.encode()
        body = json.loads(line, object_pairs_hook=_once, parse_constant=_no_constant)
        if "\\u" in line:
            json.dumps(body, ensure_ascii=False).encode()  # refuses half of a surrogate pair, which is no character
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error
    if not isinstance(body, dict):
        raise NotJson("it is not an object")
    return body


def _once(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number of JSON")


def schema() -> Json:
    """The JSON Schema of the edition: every key is required, and no other is allowed."""
    facets = {facet.key: {"enum": list(facet.classes)} for facet in FACETS}
    parts = {
        "format": {"const": FORMAT},
        "edition": {"const": EDITION},
        "day": {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "organisation": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        "consent": {"enum": [one.value for one in Consent]},
        "profile": _object({**facets, "country": {"type": "string", "pattern": "^[A-Z]{2}$"}}),
        "indicators": _object({one.key: _number(one) for one in INDICATORS}),
        "answers": _object({one.key: {"enum": [*one.choices, None]} for one in ASKED}),
        "outcomes": _object({one.key: _number(one) for one in OUTCOMES}),
        "signature": _object(
            {
                "key": {"type": "string", "pattern": "^[A-Za-z0-9+/]{43}=$"},
                "value": {"type": "string", "pattern": "^[A-Za-z0-9+/]{86}==$"},
            }
        ),
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Indicator sheet", **_object(parts)}


def _object(parts: Json) -> Json:
    return {"type": "object", "properties": parts, "required": list(parts), "additionalProperties": False}


def _number(one: Quantity) -> Json:
    least, most = one.bounds
    return {"type": ["number", "null"], "minimum": least, "maximum": most}
