"""Whether partners make a consortium: independence from the ownership, countries from the partners."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tokka.rulebook.eligibility import BY_KEY
from tokka.rulebook.enterprise_size.ownership import Ownership
from tokka.rulebook.model import Fact, Finding

_CODES: Final = "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
MEMBER_STATES: Final = frozenset(_CODES.split())
SAME_COUNTRY: Final = {"GR": "EL", "GB": "UK"}
"""Two codes of one country: the European Union writes EL and UK."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner by its key in the ownership, and its country's code of two letters; empty where not known."""

    key: str
    country: str


@dataclass(frozen=True, slots=True)
class Consortium:
    """The finding on a consortium, with the groups that count as one entity each."""

    finding: Finding
    groups: tuple[tuple[str, ...], ...]


def horizon_consortium(
    partners: Sequence[Partner], ownership: Ownership, day: date, associated: Iterable[str]
) -> Consortium:
    """Judge partners by the least of Horizon Europe. Partners that control binds together count as one entity.

    `associated` are the associated countries on the day: they change, so the caller tells them. A group whose members
    sit in several countries counts for one of them, the one that helps most.
    """
    groups = _groups(partners, ownership)
    admitted = MEMBER_STATES | {SAME_COUNTRY.get(one, one) for one in associated}
    choices = [{_code(one.country) for one in group} & admitted for group in groups]
    is_unknown = any(not one.country for one in partners)
    countries, with_state = _most_countries(choices)
    counts = {
        "independent_entities": Fact(len(groups)),
        "countries": Fact(None if is_unknown and countries < len(groups) and countries < ENOUGH else countries),
        "member_states": Fact(None if is_unknown and not with_state else with_state),
    }
    finding = BY_KEY["eligibility.horizon_consortium"].find(day, counts)
    return Consortium(finding, tuple(tuple(one.key for one in group) for group in groups))


ENOUGH: Final = 3
"""Countries beyond which an unknown one changes nothing."""


def _code(country: str) -> str:
    return SAME_COUNTRY.get(country.upper(), country.upper())


def _groups(partners: Sequence[Partner], ownership: Ownership) -> list[list[Partner]]:
    """Partners by the group that control makes of them; a partner that owns nothing known stands alone."""
    found: dict[tuple[str, ...], list[Partner]] = {}
    for partner in partners:
        known = partner.key in ownership.parties
        group = ownership.linked_to(partner.key, through_people=True) if known else (partner.key,)
        found.setdefault(group, []).append(partner)
    return list(found.values())


def _most_countries(choices: Sequence[set[str]]) -> tuple[int, int]:
    """The most countries that groups can stand for, one each, and how many Member States are among all of them."""
    taken: dict[str, int] = {}

    def place(group: int, tried: set[str]) -> bool:
        for country in sorted(choices[group]):
            if country not in tried:
                tried.add(country)
                if country not in taken or place(taken[country], tried):
                    taken[country] = group
                    return True
        return False

    count = sum(place(group, set()) for group in range(len(choices)))
    return count, len({country for group in choices for country in group} & MEMBER_STATES)
