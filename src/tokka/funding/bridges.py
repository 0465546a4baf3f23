"""Bridges between languages: a curated glossary of concepts, and activity codes, which mean the same in each (§7)."""

import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Final

MARK: Final = "§"
"""Begins the term of a concept, so that no word of a text can be taken for one."""
CONCEPT_WEIGHT: Final = 2
"""A concept counts as often as a word said twice."""
SHORTEST_INSIDE: Final = 5
"""Letters. Only a longer beginning is looked for inside a compound: joulumatkailu holds matkailu."""


def _glossary() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    tables = tomllib.loads(resources.files(__package__ or "").joinpath("glossary.toml").read_text(encoding="utf-8"))
    concepts = {key: tuple(word for words in row.values() for word in words) for key, row in tables["concept"].items()}
    return concepts, {code: tuple(keys) for code, keys in tables["activity"].items()}


CONCEPTS, ACTIVITIES = _glossary()
_PHRASES: Final = tuple((begin, key) for key, words in CONCEPTS.items() for begin in words if " " in begin)
_BEGINNINGS: Final = tuple((begin, key) for key, words in CONCEPTS.items() for begin in words if " " not in begin)


@lru_cache(maxsize=200_000)
def concepts_of(word: str) -> tuple[str, ...]:
    """The concepts that a word names in any language of the glossary."""
    found = (key for begin, key in _BEGINNINGS if _names(begin, word))
    return tuple(dict.fromkeys(found))


def _names(begin: str, word: str) -> bool:
    if len(begin) < SHORTEST_INSIDE:
        starts = len(begin) > 2 and word.startswith(begin) and len(word) > len(begin) + 2
        return word == begin or starts or (len(begin) > 3 and word.endswith(begin))
    return begin in word


def concept_terms(words: Iterable[str], text: str = "") -> Counter[str]:
    """The concepts of a text as terms that stand beside its words."""
    counts: Counter[str] = Counter()
    for word, count in Counter(words).items():
        for key in concepts_of(word):
            counts[f"{MARK}{key}"] += CONCEPT_WEIGHT * count
    lower = text.casefold()
    for phrase, key in _PHRASES:
        if phrase in lower:
            counts[f"{MARK}{key}"] += CONCEPT_WEIGHT
    return counts


def activity_terms(codes: Iterable[str]) -> Counter[str]:
    """The concepts of activity codes, told by their first two digits."""
    divisions = ("".join(letter for letter in code if letter.isdigit())[:2] for code in codes)
    keys = (key for division in divisions for key in ACTIVITIES.get(division, ()))
    return Counter(f"{MARK}{key}" for key in keys for _time in range(CONCEPT_WEIGHT))
