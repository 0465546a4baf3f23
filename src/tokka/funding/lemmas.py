"""Text to base forms: Finnish, Swedish and English words as they stand in a dictionary (§7).

The dictionaries are those of simplemma, which come with the package: nothing is downloaded.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from simplemma import lemmatize

LANGUAGES: Final = ("en", "fi", "sv")

_WORD: Final = re.compile(r"[^\W\d_]\w+")
_SAID_EVERYWHERE: Final = {
    "en": "the a an of and or to in for on with by from at as is are be been this that these those their its it will "
    "we our can which into such through between among may also new has have other more than using use not they project",
    "fi": "ja on tai se että ovat joka jotka myös sekä kuin ei tämä niiden sen olla hanke hankkeen hankkeessa mukaan",
    "sv": "och att det som en ett på är av för med till den i om har de inte kan ska eller vid från projekt projektet",
}
STOPWORDS: Final = {language: frozenset(words.split()) for language, words in _SAID_EVERYWHERE.items()}
SHORTEST: Final = 3
"""Letters. Shorter words say nothing of a subject."""


def words_in(text: str) -> list[str]:
    """The words of a text in lower case, in their order."""
    return _WORD.findall(text.casefold())


def language_of(words: Iterable[str]) -> str:
    """The language whose commonest words a text uses most; English where none is used, and in a tie (§7)."""
    counts = Counter(words)
    return max(LANGUAGES, key=lambda language: sum(counts[word] for word in STOPWORDS[language]))


@lru_cache(maxsize=500_000)
def lemma(word: str, language: str) -> str:
    """The base form of one word in lower case; in another language the word itself where its own has no entry."""
    known = (language, "en") if language != "en" else ("en",)
    return lemmatize(word, lang=known).casefold()


def terms_of(text: str, language: str = "") -> Counter[str]:
    """How often each base form occurs in a text. Without a language it is told by its commonest words (§7)."""
    words = words_in(text)
    tongue = language if language in LANGUAGES else language_of(words)
    silent = STOPWORDS[tongue]
    return Counter(lemma(word, tongue) for word in words if len(word) >= SHORTEST and word not in silent)
