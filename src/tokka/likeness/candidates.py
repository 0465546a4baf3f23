"""Which rows are worth comparing: those that share a key that is not too common."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Final

from tokka.likeness.compare import Rarity, short_form
from tokka.likeness.evidence import Subject
from tokka.likeness.parts import Part
from tokka.words import Remark, _

LARGEST_BLOCK: Final = 60
"""Rows that share a key. A key shared by more is too common to tell anything, unless it is a whole name."""
LARGEST_BLOCK_OF_NAMES: Final = 400
SHORTEST_MISSPELT, LONGEST_OF_ONE_SLIP = 5, 14
"""Letters. Short names with a slip may share no beginning and no end: they meet where a letter is left out of each."""

Key = tuple[str, ...]
Blocks = Mapping[Key, Sequence[int]]


def blocks_of(subjects: Iterable[Subject], rarity: Rarity) -> Blocks:
    """The places of the rows by the keys under which they can be found."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for place, subject in enumerate(subjects):
        for key in keys_of(subject, rarity):
            blocks[key].append(place)
    return dict(blocks)


def candidates_in(blocks: Blocks) -> tuple[list[tuple[int, int]], list[Remark]]:
    """The pairs that share a key, in the order of the list; names and domains that too many share are told."""
    found: set[tuple[int, int]] = set()
    too_large = 0
    for key, block in blocks.items():
        if len(block) <= _largest(key):
            found.update(combinations(block, 2))
        elif not _is_of_words(key):
            too_large += 1
            found.update(pairwise(block))
    says = _("%(count)s names or domains are shared by more than %(most)s rows: each was compared with the next only.")
    named = {"count": too_large, "most": LARGEST_BLOCK_OF_NAMES}
    return sorted(found), [Remark(says, named)] if too_large else []


def candidates_for(subject: Subject, blocks: Blocks, rarity: Rarity) -> list[int]:
    """The places of the rows that share a key with one subject, of too common a name the first ones."""
    found: set[int] = set()
    for key in keys_of(subject, rarity):
        block = blocks.get(key, ())
        if len(block) <= _largest(key) or not _is_of_words(key):
            found.update(block[:LARGEST_BLOCK_OF_NAMES])
    return sorted(found)


def _is_of_words(key: Key) -> bool:
    return key[0] in ("words", "slip")


def _largest(key: Key) -> int:
    return LARGEST_BLOCK if _is_of_words(key) else LARGEST_BLOCK_OF_NAMES


def keys_of(subject: Subject, rarity: Rarity) -> set[Key]:
    """What a row can be found by: its identifiers and domains, its name, and its rarest words in two pairs of ways."""
    keys: set[Key] = {("name", subject.parts.meant.joined)}
    if subject.identifier:
        keys.add(("id", subject.identifier))
    keys |= {(kind, domain) for kind, domain in (("site", subject.site), ("mail", subject.mail)) if domain}
    rarest = sorted(set(subject.parts.meant.words), key=lambda word: (-rarity.bits(word), word))[:3]
    keys |= {("words", word) for word in rarest[:2]}
    keys |= {("words", *sorted(pair)) for pair in combinations(rarest, 2)}
    keys |= {("words", first[:4], second[:4]) for first, second in combinations(sorted(rarest), 2)}
    joined = subject.parts.meant.joined
    keys |= {("words", joined[:8], "…"), ("words", "…", joined[-8:])}
    if SHORTEST_MISSPELT <= len(joined) <= LONGEST_OF_ONE_SLIP:
        keys |= {("slip", joined[:at] + joined[at + 1 :]) for at in range(len(joined))} | {("slip", joined)}
    return keys | _school_keys(subject.parts.meant)


def _school_keys(part: Part) -> set[Key]:
    """Schools are found by their short form too."""
    return {("name", short_form(part))} if short_form(part) else set()
