"""Organisations and people who do not exist: names put together from a list that no register holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

FIRST: Final = (
    *("Nietos", "Kelo", "Hanki", "Kaamos", "Routa", "Jänkä", "Tuisku", "Rospuutto", "Halla", "Pakkas"),
    *("Kaira", "Naava", "Ruska", "Huurre", "Tykky", "Kohva", "Rimpi", "Säärakka"),
)
SECOND: Final = (
    *("kuukkeli", "kiiruna", "pöllö", "näätä", "kärppä", "taviokuurna", "kuovi"),
    *("tiainen", "lumikko", "haapana", "pulmunen", "sotka", "tunturisopuli"),
)
GIVEN: Final = (
    *("Aino", "Eero", "Helmi", "Ilmari", "Kaisu", "Lauri", "Maarit", "Niilo", "Oona", "Pekka", "Riitta", "Sampo"),
    *("Tuuli", "Urho", "Venla", "Ahti", "Elsa", "Jorma", "Katri", "Leevi", "Minna", "Outi", "Paavo", "Satu"),
)
FAMILY: Final = (
    *("Hankivuo", "Naavalinna", "Kairankannel", "Jänkävuo", "Tuiskumieli", "Routavuo", "Kelonsäde", "Huurrekari"),
    *("Rimpituuli", "Tykkyharju", "Kohvaranta", "Hallankukka", "Pakkasvuo", "Nietoslampi", "Kuurakannel", "Lumivirsu"),
)
DOMAIN: Final = "demo.tokka.example"


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of business: its word in a name, its code in NACE Rev. 2, its legal form and its usual staff."""

    word: str
    nace: str
    form: str
    staff: float
    weight: int


def _trade(line: str) -> Trade:
    word, nace, form, staff, weight = line.split("|")
    return Trade(word, nace, form, float(staff), int(weight))


def trades(lines: list[str]) -> tuple[Trade, ...]:
    """The lines of business of a cluster's companies, as its story lists them."""
    return tuple(map(_trade, lines))


def stems(rng: Random) -> Iterator[str]:
    """Every pair of the two lists once, in an order of its own."""
    pairs = [first + second for first in FIRST for second in SECOND]
    rng.shuffle(pairs)
    return iter(pairs)


def person(rng: Random) -> str:
    return f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"


def mailbox(name: str) -> str:
    """An address under `.example`, which never leads anywhere."""
    plain = name.casefold().replace(" ", ".").translate(str.maketrans("äöå", "aoa"))
    return f"{plain}@{DOMAIN}"


def telephone(rng: Random) -> str:
    return f"+358 50 000 {rng.randrange(10_000):04d}"
