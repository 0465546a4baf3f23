"""Finds the pairs of rows that may be one organisation, and the units that belong to one body."""

from collections.abc import Iterable, Mapping
from time import perf_counter
from typing import Final

from tokka.likeness.candidates import blocks_of, candidates_for, candidates_in
from tokka.likeness.evidence import Subject, Weights, subject_of
from tokka.likeness.families import families_of
from tokka.likeness.model import Body, Likely, Likenesses, Pair
from tokka.likeness.names import place_names
from tokka.likeness.parts import parts_of, raw_parts

SAME_FROM: Final = 0.9
PERHAPS_FROM: Final = 0.2
NO_PLACES: Final[Mapping[str, str]] = {}


class Known:
    """Bodies made ready to be compared: names taken apart once, words counted, keys laid out.

    `places` gives every name of a municipality, in any language, the one name that stands for it. Every body has a key
    of its own: ValueError where two share one.
    """

    def __init__(self, bodies: Iterable[Body], *, places: Mapping[str, str] = NO_PLACES) -> None:
        told = list(bodies)
        if len({body.key for body in told}) < len(told):
            raise ValueError("Two bodies have the same key. Give every body a key of its own, such as its row.")
        self.places = place_names(places)
        raw = (raw_parts(body.name, self.places) for body in told)
        self.alone = {parts[0].words for parts in raw if len(parts) == 1}
        self.subjects = [self.subject(body) for body in told]
        self.weights = Weights(self.subjects)
        self.blocks = blocks_of(self.subjects, self.weights.rarity)

    def subject(self, body: Body) -> Subject:
        return subject_of(body, parts_of(body.name, self.places, self.alone), self.places)

    def near(self, body: Body) -> tuple[Pair, ...]:
        """What a body may be among the known ones while it is being typed, the likeliest first. Itself is left out."""
        subject = self.subject(body)
        others = (self.subjects[place] for place in candidates_for(subject, self.blocks, self.weights.rarity))
        pairs = (self.pair(subject, other) for other in others if other.body.key != body.key)
        return tuple(sorted((pair for pair in pairs if pair), key=lambda pair: -pair.score))

    def pair(self, first: Subject, second: Subject) -> Pair | None:
        """The verdict on two bodies; None where it is not worth showing."""
        reasons = self.weights.reasons(first, second)
        score = self.weights.score(reasons)
        if score < PERHAPS_FROM:
            return None
        likely = Likely.SAME if score >= SAME_FROM else Likely.PERHAPS
        return Pair(first.body.key, second.body.key, score, likely, tuple(reasons))


def find_duplicates(bodies: Iterable[Body], *, places: Mapping[str, str] = NO_PLACES) -> Likenesses:
    """The likely duplicates among some bodies by falling score, equals in the order of the list, and the families."""
    began = perf_counter()
    known = Known(bodies, places=places)
    candidates, remarks = candidates_in(known.blocks)
    both = ((known.subjects[first], known.subjects[second]) for first, second in candidates)
    pairs = sorted((pair for one, other in both if (pair := known.pair(one, other))), key=lambda pair: -pair.score)
    families = families_of(known.subjects, pairs)
    seconds = perf_counter() - began
    return Likenesses(len(known.subjects), tuple(pairs), families, len(candidates), seconds, tuple(remarks))
