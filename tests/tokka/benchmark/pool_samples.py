"""What the tests of the pool hand in: an installation, evidence, and sheets changed on the way."""

import json
from dataclasses import replace
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tokka.benchmark.pool import Ints, Pool
from tokka.benchmark.sheet import Sheet, spelled
from tokka.rulebook.model import Fact

TODAY = date(2026, 11, 24)
LAPLAND = Ed25519PrivateKey.from_private_bytes(b"L" * 32)
STRANGER = Ed25519PrivateKey.from_private_bytes(b"S" * 32)
KNOWN = {spelled(LAPLAND.public_key()): "Lapland"}
EVIDENCE = {
    "committed_participants": Fact(61),
    "committed_companies": Fact(48),
    "committed_types": Fact(4),
    "management_years": Fact(9.5),
    "team_fte": Fact(2.34),
    "contacted_share": Fact(83.333),
    "reviews": Fact(2),
    "needs_reviews": Fact(1),
    "strategies": Fact(1),
    "private_share": Fact(None),
}


def name(number: int) -> str:
    return f"{number:032x}"


def altered(line: str, part: str, value: object) -> str:
    """The line with one part overwritten after it was signed; a dot goes one step down."""
    body = json.loads(line)
    *path, last = part.split(".")
    place = body
    for step in path:
        place = place[step]
    place[last] = value
    return json.dumps(body)


def with_indicators(sheet: Sheet, **values: float | None) -> Sheet:
    return replace(sheet, indicators={**sheet.indicators, **values})


def part_of(pool: Pool, rows: slice | Ints) -> Pool:
    """The pool with these rows only."""
    return replace(
        pool,
        organisations=pool.organisations[rows],
        years=pool.years[rows],
        consents=pool.consents[rows],
        profile={key: column[rows] for key, column in pool.profile.items()},
        indicators=pool.indicators[rows],
        answers=pool.answers[rows],
        outcomes=pool.outcomes[rows],
    )
