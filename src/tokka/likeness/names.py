"""Names made comparable: without case, accents and letters of one language only, in one word for one kind of body."""

import re
from collections.abc import Mapping, Sequence
from typing import Final
from unicodedata import combining, normalize

from tokka.likeness.words import DROPPED, PHRASES, SAME_WORD

_LETTERS: Final = str.maketrans(
    {"đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "þ": "th", "ı": "i",
     "ʒ": "z", "ǥ": "g", "ʹ": "", "ʼ": "", "’": "", "'": "", "`": ""}
)  # fmt: skip
"""Letters of the Sámi and neighbouring languages that no accent explains. ä, ö, å, á, č, š, ž lose their accents."""
_WORD: Final = re.compile(r"[^\W_]+")
_CASE_ENDING: Final = re.compile(r"(?<=\w):(n|en|lle|lla|lta|ssa|sta|ta|a)\b")
_GENITIVES: Final = (
    ("joe", "joki"), ("kose", "koski"), ("jarve", "jarvi"), ("nieme", "niemi"), ("lahde", "lahti"), ("mae", "maki"),
    ("vede", "vesi"), ("saare", "saari"), ("salme", "salmi"), ("lamme", "lampi"), ("ranna", "ranta"), ("perae", "pera"),
    ("suome", "suomi"), ("kunna", "kunta"),
)  # fmt: skip
"""Finnish words whose genitive changes more than an n at the end, as the parts of place names do: Utsjoki, Utsjoen."""


def folded(text: str) -> str:
    """Letters without case and accents."""
    plain = normalize("NFKD", _CASE_ENDING.sub("", text.casefold()).translate(_LETTERS))
    return "".join(letter for letter in plain if not combining(letter))


def bare(text: str) -> str:
    """Folded letters and figures only."""
    return "".join(_WORD.findall(folded(text)))


def words_of(text: str, places: Mapping[str, str]) -> tuple[str, ...]:
    """The words of a name as they are compared. `places` gives a place its one name by any of its folded names."""
    told = _joined_letters(_WORD.findall(folded(text)))
    kept = [word for word in told if word not in DROPPED] or told
    return tuple(SAME_WORD.get(word) or places.get(word) or _base(word, places) for word in _phrases(kept))


def _joined_letters(words: Sequence[str]) -> list[str]:
    """S. R. L. and S.R.L. as SRL: letters that stand alone, two or more in a row, make one word."""
    joined: list[str] = []
    is_open = False
    for word in words:
        is_letter = len(word) == 1 and word.isalpha()
        if is_letter and is_open:
            joined[-1] += word
        else:
            joined.append(word)
        is_open = is_letter
    return joined


def _phrases(words: list[str]) -> list[str]:
    for phrase, one in PHRASES:
        for start in range(len(words) - len(phrase) + 1):
            if tuple(words[start : start + len(phrase)]) == phrase:
                words = [*words[:start], *one, *words[start + len(phrase) :]]
                break
    return words


def _base(word: str, places: Mapping[str, str]) -> str:
    """A Finnish genitive without its n, so that Kemin is Kemi and Utsjoen is Utsjoki."""
    if len(word) < 5 or word[-1] != "n" or word[-2] not in "aeiouy":
        return word
    stem = word[:-1]
    for ending, base in _GENITIVES:
        if stem.endswith(ending):
            stem = stem[: -len(ending)] + base
            break
    return SAME_WORD.get(stem) or places.get(stem) or stem


def place_names(known: Mapping[str, str]) -> dict[str, str]:
    """Places as `words_of` looks them up: every name, in whatever language, leads to the first one told for it."""
    told = {bare(name): bare(one) for name, one in known.items()}
    return {f"{name}s": one for name, one in told.items()} | told  # the Swedish genitive: Torneås


FREE_MAIL: Final = frozenset((
    "gmail.com", "outlook.com", "hotmail.com", "hotmail.fi", "live.com", "icloud.com", "yahoo.com", "msn.com",
    "luukku.com", "kolumbus.fi", "elisanet.fi", "pp.inet.fi", "co.inet.fi", "suomi24.fi", "netikka.fi",
    "telia.com", "proton.me", "protonmail.com", "me.com", "jippii.fi",
))  # fmt: skip
"""Mail domains that anybody may have: they tell nothing of an organisation."""
SHARED_SITES: Final = frozenset((
    "facebook.com", "linkedin.com", "instagram.com", "youtube.com", "twitter.com", "x.com", "sites.google.com",
    "wixsite.com", "wordpress.com", "blogspot.com", "github.com", "goo.gl", "bit.ly",
))  # fmt: skip


def web_domain(address: str) -> str:
    """The domain of a web address without www; empty for sites on which anybody has a page."""
    bare = re.sub(r"^[a-z+]+://", "", address.strip().casefold())
    host = re.split(r"[/?#:]", bare, maxsplit=1)[0].removeprefix("www.")
    return "" if "." not in host or "@" in host or host in SHARED_SITES else host


def mail_domain(address: str) -> str:
    """The domain of a mail address; empty for those that anybody may have."""
    domain = address.strip().casefold().rpartition("@")[2] if "@" in address else ""
    return "" if domain in FREE_MAIL else domain
