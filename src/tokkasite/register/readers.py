"""What several screens ask of the register."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from tokka.likeness.duplicates import Known, find_duplicates
from tokka.likeness.model import Body
from tokka.likeness.names import mail_domain, web_domain
from tokka.rulebook.enterprise_size import SizeClass, size_class
from tokka.words import Remark
from tokkasite.register.models import (
    ActivityCode,
    ContactPerson,
    Distinct,
    Identifier,
    Municipality,
    Organisation,
    Ownership,
    SizeFigure,
    Succession,
    Unit,
    searchable,
)

COMPARED = 10_000
"""Organisations that are compared while somebody waits, the newest first: about three seconds."""
PAIRS_SHOWN = 30
LIKELY_SHOWN = 5
OFFICIAL = (Identifier.Scheme.FI_BUSINESS_ID, Identifier.Scheme.EU_VAT)


def official(scheme: str, path: str = "pk") -> Subquery:
    """What an official register calls the organisation at the end of `path`, such as its business id: one that holds.

    The one without an end, else the last to end, and of several the one that was entered first.
    """
    held = Identifier.objects.filter(scheme=scheme, organisation=OuterRef(path))
    return Subquery(held.order_by(F("until_on").desc(nulls_first=True), "pk").values("value")[:1])


def size_class_of(figure: SizeFigure) -> SizeClass:
    """The size class by the ceilings in force at the end of the accounting year."""
    turnover, balance = (
        float(money) if money is not None else None for money in (figure.turnover_eur, figure.balance_eur)
    )
    return size_class(date(figure.year, 12, 31), float(figure.headcount_awu), turnover, balance)


SIDE_BY_SIDE = (ActivityCode.Scheme.TOL_2008, ActivityCode.Scheme.TOL_2025)
"""The editions that statistics and registers use at once: where one has no code, it is unknown, and said so."""


def activities_of(organisation: Organisation) -> list[tuple[str, list[ActivityCode]]]:
    """The activity codes by their classification; nothing is translated from one edition to another."""
    held = list(organisation.activity_codes.all())
    by_scheme = [(scheme, [code for code in held if code.scheme == scheme]) for scheme in ActivityCode.Scheme if held]
    return [(str(scheme.label), codes) for scheme, codes in by_scheme if codes or scheme in SIDE_BY_SIDE]


@dataclass(frozen=True, slots=True)
class Alike:
    """An organisation that a row resembles: how likely from 0 to 1 the two are one, and why."""

    organisation: Organisation
    score: float
    reasons: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody types of a new organisation."""

    name: str
    business_id: str = ""
    municipality: str = ""
    website: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """Two organisations that may be one: how likely from 0 to 1, and why."""

    first: Organisation
    second: Organisation
    score: float
    reasons: tuple[Remark, ...]

    @property
    def percent(self) -> int:
        """Never a hundred: nobody has decided yet."""
        return min(99, round(100 * self.score))


@dataclass(frozen=True, slots=True)
class LikelyPairs:
    """The likeliest pairs, how many there are in all, and how many of the organisations were compared."""

    shown: tuple[LikelyPair, ...]
    count: int
    compared: int
    organisations: int
    remarks: tuple[Remark, ...]


def place_names() -> dict[str, str]:
    """Every name of every municipality, with the one that stands for it."""
    return {name: place.name_fi for place in Municipality.objects.order_by("code") for name in place.names}


def bodies(organisations: list[Organisation], people: QuerySet[ContactPerson]) -> list[Body]:
    """Organisations as they are compared. Two queries; mail addresses are those of people whom the reader may see."""
    ids = Identifier.objects.filter(scheme__in=OFFICIAL).order_by("-scheme", "-pk")  # the business id counts before VAT
    by_number = dict(ids.values_list("organisation", "value"))
    mails = dict(people.exclude(email="").order_by("-pk").values_list("organisation", "email"))
    return [
        Body(
            one.pk,
            one.name,
            by_number.get(one.pk, ""),
            one.municipality.name_fi if one.municipality else "",
            one.website,
            mails.get(one.pk, ""),
        )
        for one in organisations
    ]


def decided_pairs() -> set[frozenset[int]]:
    """Pairs that nobody needs to look at again: told apart, linked as body and unit, succession or ownership."""
    told = chain(
        Distinct.objects.values_list("first", "second"),
        Unit.objects.values_list("parent", "unit"),
        Succession.objects.values_list("predecessor", "successor"),
        Ownership.objects.values_list("owner", "owned"),
    )
    return {frozenset(pair) for pair in told}


def bodies_today(day: date) -> dict[int, tuple[int, ...]]:
    """For each organisation whose tasks went on by the day: those that have them on it, through every change between.

    Several where the tasks were divided. Organisations that go on themselves are not in it. One query.
    """
    rows = Succession.objects.filter(on__lte=day).order_by("successor__name", "successor")
    next_of: dict[int, list[int]] = {}
    for ended, goes_on in rows.values_list("predecessor", "successor"):
        next_of.setdefault(ended, []).append(goes_on)

    def reached(number: int, passed: frozenset[int]) -> Iterator[int]:
        onward = [one for one in next_of.get(number, ()) if one not in passed]
        if not onward and passed:
            yield number
        for one in onward:
            yield from reached(one, passed | {number})

    return {number: tuple(dict.fromkeys(reached(number, frozenset()))) for number in next_of}


def likely_pairs(people: QuerySet[ContactPerson]) -> LikelyPairs:
    """The pairs of organisations that may be one and are not decided, the likeliest first. Nine queries."""
    rows = Organisation.objects.select_related("municipality").order_by("-pk")
    found = list(rows[:COMPARED])
    likenesses = find_duplicates(bodies(found, people), places=place_names())
    decided = decided_pairs()
    open_pairs = [pair for pair in likenesses.pairs if frozenset((pair.first, pair.second)) not in decided]
    shown = open_pairs[:PAIRS_SHOWN]
    numbers = {number for pair in shown for number in (pair.first, pair.second)}
    full = rows.prefetch_related("identifiers", "other_names").in_bulk(numbers)
    pairs = (
        LikelyPair(
            *sorted((full[pair.first], full[pair.second]), key=lambda one: one.pk),
            pair.score,
            tuple(reason.says for reason in pair.reasons[:4]),
        )
        for pair in shown
    )
    count = rows.count()
    return LikelyPairs(tuple(pairs), len(open_pairs), len(found), count, likenesses.remarks)


def resembled(told: Typed, people: QuerySet[ContactPerson]) -> list[Alike]:
    """The organisations that one about to be added resembles, the likeliest first.

    Of a large register only those are compared that share a word of the name, the number, or a domain.
    """
    rows = Organisation.objects.select_related("municipality").order_by("-pk")
    if rows.count() > COMPARED:
        words = sorted(searchable(told.name).split(), key=len, reverse=True)[:2]
        near = Q(search_name__in=[searchable(told.name)])
        for word in words:
            near |= Q(search_name__contains=word[:6])
        if told.business_id:
            near |= Q(identifiers__value=told.business_id)
        if site := web_domain(told.website):
            near |= Q(website__icontains=site)
        if mail := mail_domain(told.email):
            near |= Q(pk__in=people.filter(email__iendswith=f"@{mail}").values("organisation"))
        rows = rows.filter(near).distinct()
    found = {one.pk: one for one in rows[:COMPARED]}
    known = Known(bodies(list(found.values()), people), places=place_names())
    body = Body(
        "typed",
        told.name,
        business_id=told.business_id,
        municipality=told.municipality,
        website=told.website,
        email=told.email,
    )
    near_ones = known.near(body)[:LIKELY_SHOWN]
    return [
        Alike(found[pair.second], pair.score, tuple(reason.says for reason in pair.reasons[:3])) for pair in near_ones
    ]
