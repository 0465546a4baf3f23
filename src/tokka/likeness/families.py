"""Units of one body: rows that name it, or that are the same as a row that does."""

from collections import defaultdict
from collections.abc import Hashable, Sequence

from tokka.likeness.evidence import Subject
from tokka.likeness.model import Family, Likely, Pair
from tokka.likeness.parts import Rank


def families_of(subjects: Sequence[Subject], pairs: Sequence[Pair]) -> tuple[Family, ...]:
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
