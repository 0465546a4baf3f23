"""Waste codes for a description in Finnish, Swedish or English: five candidates with reasons, and what to ask (§3).

Method: the texts of the list as documents (code, sub-chapter and chapter together), weighed by inverse document
frequency. Finnish and Swedish words are led to English ones by a small word list. A suggestion is never a decision.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tokka.symbiosis.codes import CodeList, spaced
from tokka.words import Remark, _

MOST: Final = 5
MOST_QUESTIONS: Final = 3
WEIGHTS: Final = ((6, 3.0), (4, 1.5), (2, 1.0))
"""How much a word counts in the text of the code, its sub-chapter and its chapter."""
EMPTY_WORDS: Final = frozenset((
    "and", "the", "of", "from", "other", "than", "those", "mentioned", "in", "not", "otherwise", "specified", "wastes",
    "waste", "containing", "or", "for", "with", "by", "a", "to",
))  # fmt: skip

# Beginnings of Finnish and Swedish words, so that their endings do not matter, and what they say in English.
WORDS: Final[Mapping[str, str]] = {
    "kuona": "slag", "slagg": "slag", "teräs": "steel", "stål": "steel", "ferrokromi": "non-ferrous slag",
    "rauta": "iron", "järn": "iron", "lentotuhka": "fly ash", "flygaska": "fly ash", "pohjatuhka": "bottom ash",
    "bottenaska": "bottom ash", "tuhka": "ash", "aska": "ash", "turve": "peat", "torv": "peat", "puu": "wood wooden",
    "trä": "wood wooden", "sahanpuru": "sawdust", "sågspån": "sawdust", "kuori": "bark", "bark": "bark",
    "liete": "sludge", "slam": "sludge", "viherlipeä": "green liquor", "grönlut": "green liquor", "kuitu": "fibre",
    "fiber": "fibre", "sellu": "pulp", "massa": "pulp", "paperi": "paper", "papper": "paper", "betoni": "concrete",
    "betong": "concrete", "tiili": "bricks", "tegel": "bricks", "asfaltti": "bituminous", "asfalt": "bituminous",
    "pöly": "dust", "stoft": "dust", "kaasu": "gas", "rikastus": "tailings", "anrikning": "tailings",
    "sivukivi": "excavation", "gråberg": "excavation", "kalkki": "lime", "kalk": "lime", "lasi": "glass",
    "glas": "glass", "muovi": "plastic", "plast": "plastic", "öljy": "oil", "olja": "oil", "akku": "batteries",
    "paristo": "batteries", "batteri": "batteries", "rengas": "tyres", "renkaa": "tyres", "däck": "tyres",
    "maito": "dairy", "mjölk": "dairy", "kala": "fish animal tissue", "fisk": "fish animal tissue",
    "metalli": "metal", "metall": "metal", "romu": "scrap", "skrot": "scrap", "kipsi": "gypsum", "gips": "gypsum",
    "jätevesi": "waste water", "jäteveden": "waste water", "avlopp": "waste water", "käsittel": "treatment",
    "hartsi": "resin", "maali": "paint", "färg": "paint", "liuotin": "solvent", "lösning": "solvent",
    "purku": "demolition", "rivning": "demolition", "rakennus": "construction", "byggnad": "construction",
    "pakkau": "packaging", "förpackning": "packaging", "kartonki": "cardboard", "kartong": "cardboard",
    "kumi": "rubber", "gummi": "rubber", "tekstiili": "textile", "textil": "textile",
    "valuhiekka": "casting moulds", "gjutsand": "casting moulds", "vaarallinen": "hazardous", "farlig": "hazardous",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code that fits, how well beside the best (1), and the words that speak for it."""

    code: str
    text: str
    fit: float
    reason: Remark


@dataclass(frozen=True, slots=True)
class Advice:
    """At most five codes, the best first, and at most three questions that would tell them apart."""

    suggestions: tuple[Suggestion, ...]
    questions: tuple[Remark, ...]


def suggest_codes(description: str, codes: CodeList) -> Advice:
    """Codes of the list for a description. Nothing is suggested where no word of it is known; ties by code."""
    asked = _asked(description)
    rarity = _rarity(codes)
    scored = []
    for code in codes.codes:
        heard = _heard(code, codes, asked)
        score = sum(weight * rarity[word] for word, weight in heard.items())
        if score > 0:
            scored.append((-score, code, heard))
    scored.sort(key=lambda one: one[:2])
    best = scored[:MOST]
    found = tuple(
        Suggestion(code, codes.entries[code].text, round(score / best[0][0], 3), _reason(code, heard))
        for score, code, heard in best
    )
    return Advice(found, _questions(found, codes))


def _asked(description: str) -> frozenset[str]:
    """The English words that a description says, in their plain form."""
    words = re.findall(r"\w+", description.casefold())
    english = [WORDS[stem] for word in words for stem in WORDS if stem in word]
    return frozenset(_plain(" ".join((*words, *english))))


def _plain(text: str) -> list[str]:
    words = re.findall(r"[a-zåäö]+", text.casefold())
    return [word[:-1] if word.endswith("s") and len(word) > 3 else word for word in words if word not in EMPTY_WORDS]


@cache
def _words_of(text: str) -> frozenset[str]:
    return frozenset(_plain(text))


def _heard(code: str, codes: CodeList, asked: frozenset[str]) -> dict[str, float]:
    """The words of the description that the code's lines have, by the weight of the line that has them first."""
    heard: dict[str, float] = {}
    for digits, weight in WEIGHTS:
        for word in sorted(asked & _words_of(codes.entries[code[:digits]].text)):
            heard.setdefault(word, weight)
    return heard


def _rarity(codes: CodeList) -> Mapping[str, float]:
    counts: Counter[str] = Counter()
    for code in codes.codes:
        counts.update(frozenset[str]().union(*(_words_of(codes.entries[code[:digits]].text) for digits, _ in WEIGHTS)))
    return {word: math.log(1 + len(codes.codes) / count) for word, count in counts.items()}


def _reason(code: str, heard: Mapping[str, float]) -> Remark:
    named = {"code": spaced(code), "words": ", ".join(sorted(heard, key=lambda word: (-heard[word], word)))}
    return Remark(_("%(code)s: its lines on the list speak of %(words)s."), named)


def _questions(found: Sequence[Suggestion], codes: CodeList) -> tuple[Remark, ...]:
    """What would tell the suggestions apart: the industry it comes from, the hazard, the process."""
    questions = []
    chapters = dict.fromkeys(one.code[:2] for one in found)
    if len(chapters) > 1:
        text = _("Which activity does it come from? The codes lie in the chapters: %(chapters)s.")
        questions.append(Remark(text, {"chapters": "; ".join(codes.entries[one].text for one in chapters)}))
    if any(codes.entries[one.code].is_mirror for one in found):
        questions.append(Remark(_("Has the hazard been assessed (properties HP 1 to HP 15), and by which analysis?")))
    if len({one.code[:4] for one in found}) > 1:
        questions.append(Remark(_("In which step of the process does it arise?")))
    return tuple(questions[:MOST_QUESTIONS])
