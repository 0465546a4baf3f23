"""How alike two parts of names are: by words, rare ones weighing more, by short forms, and letter by letter."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log2
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from tokka.likeness.parts import Part

EDITS: Final = ((5, 0), (12, 1), (20, 2), (99, 3))
"""How many letters may be wrong in a word shorter than so many letters."""
SHORTENED: Final = 3
"""Letters. A word of a school's name that is no longer holds initials itself: KT-AMK."""
AS_A_SHORT_FORM: Final = 0.96
AS_A_SLIP: Final = 0.97
LETTERS_ALIKE_FROM: Final = 0.93


class Rarity:
    """The bits that a word tells: the rarer in the list, the more. Words never seen count as seen once."""

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        self.seen: Counter[str] = Counter()
        self.count = 0
        for words in names:
            self.count += 1
            self.seen.update(set(words))

    def bits(self, word: str) -> float:
        return 1.0 + log2((self.count + 1) / (self.seen[word] or 1))


def likeness(first: Part, second: Part, rarity: Rarity) -> float:
    """From 0 to 1. Numbers that differ make two names different whatever else they share."""
    if first.joined == second.joined:
        return 1.0
    if numbers_in(first.words) != numbers_in(second.words):
        return 0.0
    if _are_short_and_long(first, second):
        return AS_A_SHORT_FORM
    by_words = _by_words(first.words, second.words, rarity)
    by_letters = fuzz.ratio(first.joined, second.joined) / 100
    return (
        max(by_words, by_letters) if by_letters >= LETTERS_ALIKE_FROM and _no_word_swapped(first, second) else by_words
    )


def _are_short_and_long(first: Part, second: Part) -> bool:
    """Whether one name is the short form of a school that the other one writes out: RAMK, KT-AMK."""
    one, other = short_form(first), short_form(second)
    if one and other:
        return one == other and _is_abbreviated(first) != _is_abbreviated(second)
    return bool(one and one == second.joined) or bool(other and other == first.joined)


def numbers_in(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(word for word in words if any(letter.isdigit() for letter in word)))


def _no_word_swapped(first: Part, second: Part) -> bool:
    """Letters may be compared across words where the words only differ in where they are parted, or by a slip."""
    return first.joined[:3] == second.joined[:3] or first.joined[-5:] == second.joined[-5:]


def _by_words(first: Sequence[str], second: Sequence[str], rarity: Rarity) -> float:
    left = list(second)
    shared = 0.0
    for word in first:
        found = word if word in left else next((other for other in left if is_slip(word, other)), None)
        if found is not None:
            left.remove(found)
            shared += (rarity.bits(word) + rarity.bits(found)) * (1.0 if word == found else AS_A_SLIP)
    total = sum(map(rarity.bits, first)) + sum(map(rarity.bits, second))
    return min(1.0, shared / total) if total else 0.0


def is_slip(first: str, second: str) -> bool:
    """Whether one word may be the other one misspelt. Short words may not."""
    most = next(edits for length, edits in EDITS if min(len(first), len(second)) < length)
    if not most or abs(len(first) - len(second)) > most or not _begin_alike(first, second):
        return False
    return OSA.distance(first, second, score_cutoff=most) <= most


def _begin_alike(first: str, second: str) -> bool:
    """People seldom mistype the first letter, but they do swap the first two."""
    return first[0] == second[0] or first[:2] == second[1::-1]


def short_form(part: Part) -> str:
    """The initials of a school before its abbreviation: Rovaniemen ammattikorkeakoulu is RAMK."""
    if "ammattikorkeakoulu" not in part.words or len(part.words) < 2:
        return ""
    before = (word for word in part.words if word != "ammattikorkeakoulu")
    return "".join(word if len(word) <= SHORTENED else word[0] for word in before) + "amk"


def _is_abbreviated(part: Part) -> bool:
    return bool(short_form(part)) and any(len(word) <= SHORTENED for word in part.words)
