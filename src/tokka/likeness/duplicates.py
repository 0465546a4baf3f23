"""Finds the pairs of rows that may be one organisation, and the units that belong to one body."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from time import perf_counter
from typing import Final

from tokka.likeness.compare import short_form
from tokka.likeness.evidence import Subject, Weights, subject_of
from tokka.likeness.model import Body, Family, Likely, Likenesses, Pair
from tokka.likeness.names import place_names
from tokka.likeness.parts import Part, Rank, parts_of, raw_parts
from tokka.words import Remark, _

SAME_FROM: Final = 0.9
PERHAPS_FROM: Final = 0.2
LARGEST_BLOCK: Final = 60
"""Rows that share a key. A key shared by more is too common to tell anything, unless it is a whole name."""
SHORTEST_MISSPELT, LONGEST_OF_ONE_SLIP = 5, 14
"""Letters. Short names with a slip may share no beginning and no end: they meet where a letter is left out of each."""
LARGEST_BLOCK_OF_NAMES: Final = 400
NO_PLACES: Final[Mapping[str, str]] = {}

Key = tuple[str, ...]


def find_duplicates(bodies: Iterable[Body], *, places: Mapping[str, str] = NO_PLACES) -> Likenesses:
    """The likely duplicates among some bodies, and the families of units.

    `places` gives every name of a municipality, in any language, the one name that stands for it. Of equal scores the
    pair that comes first in the list comes first.
    """
    began = perf_counter()
    subjects = _subjects(list(bodies), place_names(places))
    weights = Weights(subjects)
    candidates, remarks = _candidates(subjects, weights)
    pairs = [pair for first, second in candidates if (pair := _pair(subjects[first], subjects[second], weights))]
    pairs.sort(key=lambda pair: -pair.score)
    families = _families(subjects, pairs)
    return Likenesses(len(subjects), tuple(pairs), families, len(candidates), perf_counter() - began, tuple(remarks))


def likely_the_same(body: Body, others: Iterable[Body], *, places: Mapping[str, str] = NO_PLACES) -> tuple[Pair, ...]:
    """What one body may be among others while it is being typed: its pairs, the likeliest first."""
    found = find_duplicates([body, *others], places=places)
    return tuple(pair for pair in found.pairs if pair.first == body.key)


def _subjects(bodies: Sequence[Body], places: Mapping[str, str]) -> list[Subject]:
    alone = {part.words for body in bodies if len(parts := raw_parts(body.name, places)) == 1 for part in parts}
    return [subject_of(body, parts_of(body.name, places, alone)) for body in bodies]


def _pair(first: Subject, second: Subject, weights: Weights) -> Pair | None:
    reasons = weights.reasons(first, second)
    score = weights.score(reasons)
    if score < PERHAPS_FROM:
        return None
    likely = Likely.SAME if score >= SAME_FROM else Likely.PERHAPS
    return Pair(first.body.key, second.body.key, score, likely, tuple(reasons))


def _candidates(subjects: Sequence[Subject], weights: Weights) -> tuple[list[tuple[int, int]], list[Remark]]:
    """The pairs that share a key, in the order of the list; keys that too many share are told and left out."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for place, subject in enumerate(subjects):
        for key in _keys(subject, weights):
            blocks[key].append(place)
    found: set[tuple[int, int]] = set()
    too_large = 0
    for key, block in blocks.items():
        if len(block) <= (LARGEST_BLOCK if key[0] in ("words", "slip") else LARGEST_BLOCK_OF_NAMES):
            found.update(combinations(block, 2))
        elif key[0] not in ("words", "slip"):
            too_large += 1
            found.update(pairwise(block))
    says = _("%(count)s names or domains are shared by more than %(most)s rows: each was compared with the next only.")
    named = {"count": too_large, "most": LARGEST_BLOCK_OF_NAMES}
    return sorted(found), [Remark(says, named)] if too_large else []


def _keys(subject: Subject, weights: Weights) -> set[Key]:
    """What a row can be found by: its identifiers and domains, its name, and its rarest words in two pairs of ways."""
    keys: set[Key] = {("name", subject.parts.meant.joined)}
    if subject.body.business_id:
        keys.add(("id", subject.body.business_id))
    keys |= {(kind, domain) for kind, domain in (("site", subject.site), ("mail", subject.mail)) if domain}
    rarest = sorted(set(subject.parts.meant.words), key=lambda word: (-weights.rarity.bits(word), word))[:3]
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


def _families(subjects: Sequence[Subject], pairs: Sequence[Pair]) -> tuple[Family, ...]:
    """Rows that name one body, directly or through a row that is the same. A family has a unit in it, or two rows."""
    root: dict[Hashable, Hashable] = {subject.body.key: subject.body.key for subject in subjects}

    def find(key: Hashable) -> Hashable:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    first_with: dict[str, Hashable] = {}
    has_units: set[Hashable] = set()
    for subject in subjects:
        for part in subject.parts.every:
            if part.rank <= Rank.INSTITUTION:
                root[find(subject.body.key)] = find(first_with.setdefault(part.joined, subject.body.key))
    for pair in pairs:
        if pair.likely is Likely.SAME:
            root[find(pair.second)] = find(pair.first)
    members: dict[Hashable, list[Subject]] = defaultdict(list)
    for subject in subjects:
        members[find(subject.body.key)].append(subject)
        if subject.parts.above:
            has_units.add(find(subject.body.key))
    return tuple(_family(some) for key, some in members.items() if len(some) > 1 and key in has_units)


def _family(some: Sequence[Subject]) -> Family:
    """Called by its shortest name, of equals the first in the alphabet."""
    name = min((subject.body.name for subject in some), key=lambda name: (len(name), name))
    return Family(name, tuple(subject.body.key for subject in some))
