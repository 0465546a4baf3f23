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
_Rows = tuple[tuple[str, str], ...]


def _by_ending(phrases: _Rows) -> tuple[dict[str, _Rows], _Rows]:
    """Phrases by the last three letters of their first word, and those whose first word ends otherwise."""
    found: dict[str, _Rows] = {}
    others: _Rows = ()
    for phrase, key in phrases:
        end = phrase.split(" ", 1)[0][-3:]
        if len(end) == 3 and end.isalpha():
            found[end] = (*found.get(end, ()), (phrase, key))
        else:
            others = (*others, (phrase, key))
    return found, others


_ENDINGS, _OTHERS = _by_ending(_PHRASES)
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
    counted = Counter(words)
    counts: Counter[str] = Counter()
    for word, count in counted.items():
        for key in concepts_of(word):
            counts[f"{MARK}{key}"] += CONCEPT_WEIGHT * count
    for key in phrases_in(counted, text):
        counts[f"{MARK}{key}"] += CONCEPT_WEIGHT
    return counts


def phrases_in(words: Iterable[str], text: str) -> list[str]:
    """The concepts that a text names by several words, each as often as it has a phrase for it.

    A phrase can only be there if one of the text's words ends as its first word does; few texts pass that by chance.
    """
    ends = {word[-3:] for word in words}
    likely = [row for end in _ENDINGS.keys() & ends for row in _ENDINGS[end]]
    if not likely and not _OTHERS:
        return []
    lower = text.casefold()
    return [key for phrase, key in (*likely, *_OTHERS) if phrase in lower]


def activity_terms(codes: Iterable[str]) -> Counter[str]:
    """The concepts of activity codes, told by their first two digits."""
    divisions = ("".join(letter for letter in code if letter.isdigit())[:2] for code in codes)
    keys = (key for division in divisions for key in ACTIVITIES.get(division, ()))
    return Counter(f"{MARK}{key}" for key in keys for _time in range(CONCEPT_WEIGHT))
