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
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL
from rapidfuzz import fuzz

from tokkasite.register.models import Cluster, Identifier, Organisation, Participation, searchable
from tokkasite.register.readers import official
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
    """What a reader of these clusters may find: public facts, the clusters' own records, and the people of both.

    Whether a person may be seen is asked of each person found, never of all people: there are many.
    """
    is_seen = Exists(people.filter(pk=OuterRef("number")))
    return Entry.objects.filter(
        Q(cluster__in=list(clusters)) | Q(cluster=None) & ~Q(kind="person") | Q(kind="person") & is_seen
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
    """The lines whose titles hold every word, or its base form."""
    clause, values = _holds(words)
    return f"SELECT id FROM search_entry WHERE {clause} LIMIT {COMPARED}", values


def _holds(words: Sequence[str]) -> tuple[str, list[str]]:
    """A condition on a line: every word, or its base form, is a part of its title."""
    forms = [tuple(form for form in dict.fromkeys((word, base_form(word))) if len(form) >= SHORTEST) for word in words]
    if connection.vendor == "sqlite":
        matched = " AND ".join("(" + " OR ".join(map(_quoted, form)) + ")" for form in forms)
        return "id IN (SELECT rowid FROM search_text WHERE search_text MATCH %s)", [matched]
    clause = " AND ".join("(" + " OR ".join("plain LIKE %s" for _ in form) + ")" for form in forms)
    return clause, [f"%{_escaped(one)}%" for form in forms for one in form]


def _resembling(words: Sequence[str]) -> tuple[str, list[str]]:
    """A condition: the title shares groups of three letters with the words."""
    if connection.vendor == "sqlite":
        groups = dict.fromkeys(word[at : at + 3] for word in words for at in range(len(word) - 2))
        matched = " OR ".join(map(_quoted, groups))
        return f"SELECT rowid FROM search_text WHERE search_text MATCH %s ORDER BY rank LIMIT {COMPARED}", [matched]
    any_word = " OR ".join("%s <%% plain" for _ in words)
    distance = " + ".join("(%s <<-> plain)" for _ in words)
    return f"SELECT id FROM search_entry WHERE {any_word} ORDER BY {distance} LIMIT {COMPARED}", [*words, *words]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _rows(condition: tuple[str, list[str]], visible: QuerySet[Entry]) -> list[tuple]:
    statement, values = condition
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and "<%%" in statement:
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, false)", [str(SHARED)])
        cursor.execute(statement, values)
        numbers = [number for (number,) in cursor.fetchall()]
    return list(visible.filter(pk__in=numbers).values_list("pk", "kind", "number", "cluster", "title", "plain"))


ORDER: Final = ("search_name", "pk")
"""The order of the list, kept by an index."""


def organisations(
    *,
    text: str = "",
    role: str = "",
    municipality: int | None = None,
    cluster: int | None = None,
    day: date,
) -> QuerySet[Organisation]:
    """The organisations that fit, by name: those with all the words of the text, or with that business id."""
    rows = Organisation.objects.order_by(*ORDER)
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


def shown(page: QuerySet[Organisation], clusters: QuerySet[Cluster]) -> QuerySet[Organisation]:
    """The rows of one page with what stands beside them: only those of the page are worked out, not all that fit."""
    parts = Participation.objects.filter(cluster__in=clusters).select_related("cluster").order_by("-from_on")
    return (
        Organisation.objects.filter(pk__in=page.values("pk"))
        .order_by(*ORDER)
        .select_related("municipality")
        .annotate(business_id=official("fi_business_id"))
        .prefetch_related(Prefetch("participations", parts, "participations_read"))
    )


def _named(text: str) -> Q:
    identifier = text.strip().upper()
    words = [word for word in searchable(text)[:200].split() if len(word) >= SHORTEST]
    if not words:  # too short for the index: names that begin so
        identified = Identifier.objects.filter(value=identifier).values("organisation")
        return Q(pk__in=identified) | Q(search_name__startswith=searchable(text))
    condition, values = _holds(words)
    # SQLite begins with the condition, which finds few, where the plus keeps it from beginning with the kind.
    kind = "+kind" if connection.vendor == "sqlite" else "kind"
    numbers = RawSQL(  # noqa: S611 -- the condition is made of our own names; what people type goes in as values
        f"SELECT number FROM search_entry WHERE {kind} = 'organisation' AND {condition} "
        "UNION SELECT organisation_id FROM register_identifier WHERE value = %s",
        [*values, identifier],
    )
    return Q(pk__in=numbers)


EXPORTED: Final = ("name", "business_id", "vat", "kind", "municipality", "url", "source")
"""The columns of an exported list: those of the table `tokka.tables.organisations`, so that it can come back."""


def exported(rows: QuerySet[Organisation]) -> Iterator[tuple[object, ...]]:
    """The rows for a file, read as they are written."""
    columns = ("name", "business_id", "vat", "role", "municipality__name_fi", "website", "source_title")
    rows = rows.annotate(business_id=official("fi_business_id"), vat=official("eu_vat"))
    return rows.values_list(*columns).iterator(chunk_size=2000)
