"""A name taken apart: the body and the unit of it, in whichever order and with whichever marks they are written."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from tokka.likeness.names import words_of
from tokka.likeness.words import FORMS, INSTITUTIONS, LEGAL_PERSONS, UNITS

_OPEN_HYPHEN: Final = re.compile(r"(?<=\w)-,?\s+")
_MARKS: Final = re.compile(r"\s{2,}|[/;,|:]|\s[-–—]\s|[()]")


class Rank(IntEnum):
    """How far down a part stands: a legal person, an institution that may stand alone, a unit; or it is not told."""

    PERSON = 0
    INSTITUTION = 1
    UNIT = 2
    UNTOLD = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a name: its words without the legal form, the form, and its rank."""

    words: tuple[str, ...]
    form: str
    rank: Rank

    @property
    def joined(self) -> str:
        return "".join(self.words)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a name says: the part that is meant, which is the lowest one, and those that stand above it."""

    meant: Part
    above: tuple[Part, ...]

    @property
    def every(self) -> tuple[Part, ...]:
        return (self.meant, *self.above)

    @property
    def form(self) -> str:
        """The legal form that the name tells of what is meant."""
        return self.meant.form

    @property
    def body(self) -> Part:
        """The highest part."""
        return min(self.every, key=lambda part: part.rank)


def raw_parts(name: str, places: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts that the marks of a name set apart. A bracket that tells no kind of body is a remark, and left out."""
    parts: list[Part] = []
    text = _OPEN_HYPHEN.sub(" ", name)
    start, is_in_brackets = 0, False
    for mark in [*_MARKS.finditer(text), None]:
        piece = text[start : mark.start() if mark else len(text)]
        _add(parts, words_of(piece, places), is_in_brackets=is_in_brackets)
        if mark:
            start = mark.end()
            is_in_brackets = mark[0] == "(" or (is_in_brackets and mark[0] != ")")
    return tuple(parts) or (Part(words_of(name, places), "", Rank.UNTOLD),)


def _add(parts: list[Part], words: Sequence[str], *, is_in_brackets: bool) -> None:
    if not words:
        return
    part = part_of(words)
    if not part.words and parts:  # a comma before the form: "Company, Inc."
        last = parts.pop()
        parts.append(Part(last.words, last.form or part.form, Rank.PERSON))
    elif not is_in_brackets or not parts or part.rank is not Rank.UNTOLD:
        parts.append(part)


def part_of(words: Sequence[str]) -> Part:
    """A part with its legal form apart. Words that are nothing but a form stay: a company may be called so."""
    own = tuple(word for word in words if word not in FORMS)
    form = next((word for word in words if word in FORMS), "")
    return Part(own or (tuple(words) if len(words) > 1 else ()), form, _rank(own, form))


def _rank(words: Sequence[str], form: str) -> Rank:
    if form:
        return Rank.PERSON
    if any(_ends(word, INSTITUTIONS) for word in words):
        return Rank.INSTITUTION
    if any(word.endswith(LEGAL_PERSONS) and not word.endswith(("tiedekunta", "lautakunta")) for word in words):
        return Rank.PERSON
    return Rank.UNIT if any(_ends(word, UNITS) for word in words) else Rank.UNTOLD


def _ends(word: str, endings: tuple[str, ...]) -> bool:
    return word.endswith(endings)


def parts_of(name: str, places: Mapping[str, str], known: Collection[tuple[str, ...]]) -> Parts:
    """The parts of a name. `known` are parts that stand alone somewhere in the list: where a part begins with one of
    them and goes on with the name of a unit, it is two parts without a mark between them."""
    split = [piece for part in raw_parts(name, places) for piece in _split(part, known)]
    told = list({part.joined: part for part in split if part.words}.values()) or [raw_parts(name, places)[0]]
    if len(told) > 1:
        is_body_told = any(part.rank <= Rank.INSTITUTION for part in told)
        told = [_ranked(part, is_body=part is told[0] and not is_body_told) for part in told]
    deepest = max(part.rank for part in told)
    meant = next(part for part in reversed(told) if part.rank == deepest)
    return Parts(meant, tuple(part for part in told if part is not meant))


def _ranked(part: Part, *, is_body: bool) -> Part:
    """A part that tells no kind is a unit; where no part tells a kind, the first one is the body."""
    if part.rank is not Rank.UNTOLD:
        return part
    return Part(part.words, part.form, Rank.INSTITUTION if is_body else Rank.UNIT)


def _split(part: Part, known: Collection[tuple[str, ...]]) -> list[Part]:
    """A part cut where the words of a body end and those of its unit begin."""
    for end in range(len(part.words) - 1, 0, -1):
        head, tail = part_of(part.words[:end]), part_of(part.words[end:])
        if _is_cut(head, tail, known):
            return [*_split(head, known), *_split(tail, known)] if head.words and tail.words else [part]
    return [part]


def _is_cut(head: Part, tail: Part, known: Collection[tuple[str, ...]]) -> bool:
    if head.words in known and tail.rank is not Rank.UNTOLD and head.rank is not Rank.UNIT:
        return True
    ends_as_institution = head.words[-1:] != () and _ends(head.words[-1], INSTITUTIONS)
    if ends_as_institution and len(head.words) == 1 and tail.rank is not Rank.UNIT:
        return False  # University of Lapland is one name, Luonnonvarakeskus Rovaniemen toimipaikka two
    ends_as_person = head.words[-1:] != () and head.words[-1].endswith(("kunta", "kaupunki")) and len(head.words) > 1
    if ends_as_person and head.words[-1].endswith(("tiedekunta", "lautakunta")):
        return False
    return ends_as_institution or (ends_as_person and tail.rank is Rank.UNIT)
