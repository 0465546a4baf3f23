"""Partner search by complementarity: what one seeks against what the other offers, never likeness (§3)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import log
from typing import Final

import simplemma

from tokka.partners.profiles import Anonymity, Profile
from tokka.words import Remark, _

LANGUAGES: Final = ("en", "fi", "sv")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_EMPTY: Final = frozenset(
    ("and", "the", "for", "with", "from", "that", "are", "our", "och", "för", "med", "som", "att", "ett", "ja", "sekä")
)


@dataclass(frozen=True, slots=True)
class Match:
    """A partner for one profile: how much of what each seeks the other offers, and why."""

    key: str
    score: float
    """Between 0 and 1: the geometric mean where both seek something, else the one side's part."""
    gets: float
    """The part of what is sought here that the other offers, rare words counting more."""
    gives: float
    reasons: tuple[Remark, ...]


@cache
def forms_of(word: str) -> frozenset[str]:
    """A word as it stands and its base form: dictionaries guess compounds, so neither alone is enough."""
    return frozenset((word, simplemma.lemmatize(word, lang=LANGUAGES).casefold()))


def words_of(phrases: Iterable[str]) -> frozenset[str]:
    """The words in some phrases in small letters, without those that say nothing."""
    text = " ".join(phrases).casefold()
    return frozenset(word for word in _WORD.findall(text) if word not in _EMPTY)


def all_forms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in forms_of(word))


def met(sought: frozenset[str], offered: frozenset[str]) -> frozenset[str]:
    """The words sought that share a form with a word offered."""
    forms = all_forms(offered)
    return frozenset(word for word in sought if not forms.isdisjoint(forms_of(word)))


def find_partners(
    profile: Profile, others: Sequence[Profile], day: date, *, most: int = 20, as_adviser: bool = False
) -> tuple[Match, ...]:
    """Who complements a profile on the day, best first; ties by key.

    Only those who consent are found, and hidden ones by their adviser alone. A country or kind that either side does
    not want excludes the pair. Words that many offer count less: the weight of a word is log(1 + n / n_word) (§3).
    """
    open_ones = [other for other in others if _is_eligible(profile, other, day, as_adviser=as_adviser)]
    rarity = _Rarity([*open_ones, profile])
    matches = (_match(profile, other, rarity) for other in open_ones)
    found = sorted((one for one in matches if one.score > 0), key=lambda one: (-one.score, one.key))
    return tuple(found[:most])


def _is_eligible(profile: Profile, other: Profile, day: date, *, as_adviser: bool) -> bool:
    return (
        other.key != profile.key
        and other.is_open_on(day)
        and (as_adviser or other.anonymity is not Anonymity.HIDDEN)
        and _wants(profile, other)
        and _wants(other, profile)
    )


def _wants(one: Profile, other: Profile) -> bool:
    return (not one.wanted_countries or other.country in one.wanted_countries) and (
        not one.wanted_kinds or other.kind in one.wanted_kinds
    )


class _Rarity:
    """The weight of a word by how many profiles offer it."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.count = len(profiles)
        self.offering = Counter(form for profile in profiles for form in all_forms(words_of(profile.offers)))

    def weight(self, words: Iterable[str]) -> float:
        return sum(log(1 + self.count / self._offering(word)) for word in words)

    def _offering(self, word: str) -> int:
        return max(1, *(self.offering[form] for form in forms_of(word)))


def _match(profile: Profile, other: Profile, rarity: _Rarity) -> Match:
    sought, wanted = words_of(profile.seeks), words_of(other.seeks)
    got, given = met(sought, words_of(other.offers)), met(wanted, words_of(profile.offers))
    gets, gives = _part(got, sought, rarity), _part(given, wanted, rarity)
    score = (gets * gives) ** 0.5 if sought and wanted else max(gets, gives)
    return Match(other.key, score, gets, gives, tuple(_reasons(profile, other, got, given)))


def _part(met_words: frozenset[str], sought: frozenset[str], rarity: _Rarity) -> float:
    return rarity.weight(met_words) / rarity.weight(sought) if sought else 0.0


def _reasons(profile: Profile, other: Profile, gets: frozenset[str], gives: frozenset[str]) -> Iterable[Remark]:
    if gets:
        yield Remark(_("It offers what is sought here: %(words)s."), {"words": ", ".join(sorted(gets))})
    if gives:
        yield Remark(_("It seeks what is offered here: %(words)s."), {"words": ", ".join(sorted(gives))})
    if other.country in profile.wanted_countries:
        yield Remark(_("It is in a wanted country: %(country)s."), {"country": other.country})
    if profile.partnership and profile.partnership == other.partnership:
        yield Remark(_("Both want the same kind of partnership: %(kind)s."), {"kind": other.partnership})
    if other.ends_on:
        yield Remark(_("It takes answers until %(day)s."), {"day": other.ends_on})
