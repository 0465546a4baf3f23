"""Finds records by their titles: what holds every word first, then what is like it.

Each word is looked for as it is written and in its base form, without case and accents. Where that finds too little,
the titles that share most groups of three letters with it are compared letter by letter, so that a slip of the pen
and an inflected word are found too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import simplemma
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from rapidfuzz import fuzz

from tokkasite.register.models import Cluster, Identifier, Municipality, Organisation, Participation, searchable
from tokkasite.search.models import Entry

LANGUAGES: Final = ("fi", "sv", "en")
COMPARED: Final = 300
"""How many titles are compared letter by letter at most."""
LIKE_ENOUGH: Final = 72
"""Of 100: a word of eight letters may have two of them wrong."""
SHARED: Final = 0.3
"""The part of its groups of three letters that a word has to share with a title, on PostgreSQL."""
SHORTEST: Final = 3
"""A shorter word has no group of three letters to be found by."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found."""

    kind: str
    number: int
    cluster: int | None
    title: str


def visible_to(clusters: Iterable[int], people: QuerySet) -> QuerySet[Entry]:
    """What a reader of these clusters may find: public facts, the clusters' own records, and the people of both."""
    is_person = Q(kind="person")
    return Entry.objects.filter(
        Q(cluster__in=list(clusters)) | Q(cluster=None) & ~is_person | is_person & Q(number__in=people)
    )


def find(text: str, visible: QuerySet[Entry], *, most: int = 50) -> list[Hit]:
    """The records whose titles hold or resemble the words, best first."""
    words = [word for word in searchable(text)[:200].split() if len(word) >= SHORTEST][:8]
    if not words:
        return []
    rows = _rows(_holding(words), visible)
    if len(rows) < most:
        seen = {row[0] for row in rows}
        rows += [row for row in _rows(_resembling(words), visible) if row[0] not in seen]
    ranked = sorted(((score(words, plain), row) for *row, plain in rows), key=lambda pair: (-pair[0], pair[1][4]))
    return [Hit(*row[1:]) for points, row in ranked[:most] if points >= LIKE_ENOUGH]


def score(words: Sequence[str], plain: str) -> float:
    """How well the title answers, up to 100: the mean of its best word for each word, whole words before parts."""
    titles = plain.split()
    points = [
        max((100 if title == word else max(fuzz.ratio(word, title), _part(word, title)) for title in titles), default=0)
        for word in words
    ]
    return sum(points) / len(points)


def _part(word: str, title: str) -> float:
    """A title's word that begins with the word, or with its stem, is nearly as good as the word itself."""
    stem = base_form(word)
    return 95 if title.startswith(word) else 90 if title.startswith(stem) else 80 if word in title else 0


def base_form(word: str) -> str:
    """The dictionary's form of a Finnish, Swedish or English word, without accents; the word itself where unknown."""
    return searchable(simplemma.lemmatize(word, lang=LANGUAGES))


def _holding(words: Sequence[str]) -> tuple[str, list[str]]:
    """A condition: every word, or its base form, is a part of the title."""
    forms = [tuple(form for form in dict.fromkeys((word, base_form(word))) if len(form) >= SHORTEST) for word in words]
    if connection.vendor == "sqlite":
        return _MATCH, [" AND ".join("(" + " OR ".join(map(_quoted, form)) + ")" for form in forms)]
    clause = " AND ".join("(" + " OR ".join("plain LIKE %s" for _ in form) + ")" for form in forms)
    return f"SELECT id FROM search_entry WHERE {clause} LIMIT {COMPARED}", [
        f"%{_escaped(one)}%" for form in forms for one in form
    ]


def _resembling(words: Sequence[str]) -> tuple[str, list[str]]:
    """A condition: the title shares groups of three letters with the words."""
    if connection.vendor == "sqlite":
        groups = dict.fromkeys(word[at : at + 3] for word in words for at in range(len(word) - 2))
        return f"{_MATCH[: _MATCH.index(' LIMIT')]} ORDER BY rank LIMIT {COMPARED}", [" OR ".join(map(_quoted, groups))]
    any_word = " OR ".join("%s <%% plain" for _ in words)
    distance = " + ".join("(%s <<-> plain)" for _ in words)
    return f"SELECT id FROM search_entry WHERE {any_word} ORDER BY {distance} LIMIT {COMPARED}", [*words, *words]


_MATCH: Final = f"SELECT rowid FROM search_text WHERE search_text MATCH %s LIMIT {COMPARED}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _rows(condition: tuple[str, list[str]], visible: QuerySet[Entry]) -> list[tuple]:
    statement, values = condition
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, false)", [str(SHARED)])
        cursor.execute(statement, values)
        numbers = [number for (number,) in cursor.fetchall()]
    return list(visible.filter(pk__in=numbers).values_list("pk", "kind", "number", "cluster", "title", "plain"))


def organisations(
    *,
    text: str = "",
    role: str = "",
    municipality: Municipality | None = None,
    cluster: Cluster | None = None,
    day: date,
) -> QuerySet[Organisation]:
    """The organisations that fit, by name: those with all the words of the text, or with that business id."""
    rows = Organisation.objects.order_by("search_name", "pk")
    if role:
        rows = rows.filter(role=role)
    if municipality:
        rows = rows.filter(municipality=municipality)
    if cluster:
        part = Participation.objects.filter(
            Q(until_on=None) | Q(until_on__gte=day), cluster=cluster, from_on__lte=day, organisation=OuterRef("pk")
        )
        rows = rows.filter(Exists(part))
    return rows.filter(_named(text)) if text.strip() else rows


def _named(text: str) -> Q:
    identified = Identifier.objects.filter(value=text.strip().upper()).values("organisation")
    words = [word for word in searchable(text)[:200].split() if len(word) >= SHORTEST]
    if not words:  # too short for the index: names that begin so
        return Q(pk__in=identified) | Q(search_name__startswith=searchable(text))
    condition, values = _holding(words)
    numbers = RawSQL(  # noqa: S611 -- the condition is made of our own names; what people type goes in as values
        f"SELECT number FROM search_entry WHERE kind = 'organisation' AND id IN ({_unlimited(condition)})", values
    )
    return Q(pk__in=numbers) | Q(pk__in=identified)


def _unlimited(condition: str) -> str:
    return condition.removesuffix(f" LIMIT {COMPARED}")


BUSINESS_ID = Subquery(
    Identifier.objects.filter(scheme="fi_business_id", organisation=OuterRef("pk")).order_by("pk").values("value")[:1]
)
VAT = Subquery(
    Identifier.objects.filter(scheme="eu_vat", organisation=OuterRef("pk")).order_by("pk").values("value")[:1]
)
EXPORTED: Final = ("name", "business_id", "vat", "kind", "municipality", "url", "source")
"""The columns of an exported list: those of the table `tokka.tables.organisations`, so that it can come back."""


def exported(rows: QuerySet[Organisation]) -> Iterator[tuple[object, ...]]:
    """The rows for a file, read as they are written."""
    columns = ("name", "business_id", "vat", "role", "municipality__name_fi", "website", "source_title")
    return rows.annotate(business_id=BUSINESS_ID, vat=VAT).values_list(*columns).iterator(chunk_size=2000)
