"""Database and packaged tables → the accounts of municipalities, what answers changed, and published claims beside."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.utils.text import slugify

from tokka.leakage.ledger_rows import LedgerRow
from tokka.leakage.packaged import YEAR, TableSource, packaged_setting, sources
from tokka.leakage.purchases import (
    BUYERS,
    ENERGY,
    EURO,
    FOOD,
    NOT_RANKED,
    NOT_SAID,
    RINGS,
    TOPICS,
    Account,
    Modelled,
    Spread,
    Told,
    Went,
    account_of,
    added_up,
    doubtful_products,
    ends_of_a_euro,
    modelled_purchases,
)
from tokka.leakage.refusals import Fault, Refused
from tokka.leakage.rounds import rounds_of_shares
from tokka.leakage.setting import Setting
from tokka.leakage.shares import Origin
from tokkasite.leakage.models import Answer, AnswerLine, Asked
from tokkasite.register.models import Cluster, Municipality, in_words
from tokkasite.runs.readers import kept, said

HERE = "FI1D7"
"""The region whose tables come with the program."""
INCOMES, JOBS_AND_PEOPLE = 2017, 2018
ORIGIN_OF = {
    Answer.Kind.LEDGER: Origin.LEDGER,
    Answer.Kind.KITCHENS: Origin.LEDGER,
    Answer.Kind.HEAT: Origin.LEDGER,
    Answer.Kind.FIRM: Origin.SURVEY,
}
NEXT_TO_ASK = 3


def region_setting(region_key: str, year: int = YEAR, municipality: str = "") -> Setting:
    """The tables of a region by its code, with the nation's, jobs and municipalities, as `what_if` takes them.

    Raises Refused for a region, year or municipality that has none.
    """
    return packaged_setting(region_key, year, municipality=municipality)


@cache
def _models(region_key: str) -> dict[str, Modelled]:
    setting = region_setting(region_key)
    found = modelled_purchases(setting)
    added_up(found.values(), setting)
    return found


@cache
def doubtful(region_key: str) -> tuple[str, ...]:
    return doubtful_products(region_setting(region_key))


def municipalities() -> list[Municipality]:
    """Those of the register of which the tables know the purchases."""
    known = _models(HERE)
    rows = Municipality.objects.filter(region__code=HERE)
    return [place for place in rows if place.name_fi in known]


def people_of(place: Municipality) -> int:
    """How many live there, by the tables."""
    return next(round(one.people) for one in region_setting(HERE).places if one.key == place.name_fi)


def key_of(place: Municipality) -> str:
    """How a municipality is called in addresses."""
    return slugify(place.name_fi)


def municipality_called(key: str) -> Municipality | None:
    """A municipality by its address or its official code; None where there is none."""
    return next((place for place in municipalities() if key in (key_of(place), place.code)), None)


def counting(place: Municipality | None = None) -> QuerySet[Answer]:
    """The answers that count today, newest year first."""
    rows = Answer.objects.filter(taken_on__isnull=False, withdrawn_on=None)
    rows = rows.filter(municipality=place) if place else rows
    return rows.prefetch_related("lines").order_by("-year", "pk")


def told_by(answers: Iterable[Answer]) -> tuple[Told, ...]:
    """What answers say, as evidence. Of several ledgers of one municipality the latest year counts alone."""
    answers = list(answers)
    latest = max((one.year for one in answers if one.kind == Answer.Kind.LEDGER), default=0)
    return tuple(
        Told(line.buyer, line.product, line.euros, line.regional, line.local, ORIGIN_OF[Answer.Kind(answer.kind)])
        for answer in answers
        if answer.kind != Answer.Kind.LEDGER or answer.year == latest
        for line in answer.lines.all()
        if line.product and line.euros > 0
    )


@lru_cache(maxsize=32)
def _account(name: str, told: tuple[Told, ...]) -> Account:
    return account_of(_models(HERE)[name], told)


def account(place: Municipality, answers: Iterable[Answer] | None = None) -> Account:
    """What a municipality buys and where it is made, with the answers that count (or those that are named)."""
    return _account(place.name_fi, told_by(counting(place) if answers is None else answers))


@lru_cache(maxsize=64)
def _food(name: str, told: tuple[Told, ...]) -> Went:
    about = tuple(one for one in told if one.product in FOOD)
    return account_of(_models(HERE)[name].of(FOOD), about).went(BUYERS[:2])


@dataclass(frozen=True)
class PlaceRow:
    """A municipality in the list: its people, and where the money for the food of its people and services goes."""

    place: Municipality
    key: str
    people: int
    food: Went
    is_invented: bool


def rows_of_list() -> list[PlaceRow]:
    """Every municipality, by name. The answers of all of them are read at once."""
    answers: dict[int, list[Answer]] = {}
    for answer in counting():
        answers.setdefault(answer.municipality_id, []).append(answer)
    people = {one.key: round(one.people) for one in region_setting(HERE).places}
    return [
        PlaceRow(
            place,
            key_of(place),
            people[place.name_fi],
            _food(place.name_fi, told_by(answers.get(place.pk, []))),
            any(one.is_invented for one in answers.get(place.pk, [])),
        )
        for place in municipalities()
    ]


@dataclass(frozen=True)
class Page:
    """What the page of a municipality tells about one topic."""

    place: Municipality
    topic: str
    products: tuple[str, ...]
    people: int
    account: Account
    whole: Went
    """Households and public services together."""
    buyers: list[tuple[str, Went]]
    leaks: list[tuple[str, str, Went]]
    firm_leaks: list[tuple[str, str, Went]]
    not_ranked: tuple[str, ...]
    ends: dict[str, float]
    ask_next: list[tuple[str, str]]
    answers: list[Answer]


def page_of(place: Municipality, topic: str) -> Page:
    """The account of a municipality, cut to a topic."""
    answers = list(counting(place))
    found = account(place, answers)
    products = TOPICS[topic]
    left_out = (*NOT_RANKED, *doubtful(HERE))
    return Page(
        place=place,
        topic=topic,
        products=tuple(products),
        people=people_of(place),
        account=found,
        whole=found.went(BUYERS[:2], products),
        buyers=[(buyer, found.went([buyer], products)) for buyer in BUYERS],
        leaks=found.largest_leaks(without=left_out),
        firm_leaks=found.largest_leaks(BUYERS[2:], without=left_out),
        not_ranked=left_out,
        ends=_ends(topic),
        ask_next=found.widest(products, NEXT_TO_ASK, without=left_out),
        answers=answers,
    )


@cache
def _ends(topic: str) -> dict[str, float]:
    return ends_of_a_euro(region_setting(HERE), topic)


def bands_of(page: Page) -> list[tuple[str, str, str, float]]:
    """The flows of the picture: buyer, product, ring, euros. Of everything, the largest products, the rest as one."""
    buyers = BUYERS[:2]
    shown = list(page.products)
    if not shown:
        by_size = sorted(page.account.products, key=lambda code: -page.account.went(buyers, [code]).spent)
        shown = by_size[:8]
    rest = [] if page.products else [code for code in page.account.products if code not in shown]
    bands = []
    for code in shown:
        for buyer in buyers if page.products else ("",):
            went = page.account.went([buyer] if buyer else buyers, [code])
            bands += [(buyer, code, ring, went.rings[ring].mean) for ring in RINGS]
    if rest:
        went = page.account.went(buyers, rest)
        bands += [("", "", ring, went.rings[ring].mean) for ring in RINGS]
    return [band for band in bands if band[3] >= 500]  # less than what thousands show


@dataclass(frozen=True)
class Change:
    """What one line of an answer did to what is known of a purchase: shares in the municipality and the region."""

    line: AnswerLine
    seen: float
    """The part of the modelled purchase that the answer saw, at most 1."""
    home_before: Spread
    home_after: Spread
    stays_before: Spread
    stays_after: Spread


def changes_of(answer: Answer) -> list[Change]:
    """Before and after an answer, everything else that counts being the same."""
    others = [one for one in counting(answer.municipality) if one.pk != answer.pk]
    before, after = account(answer.municipality, others), account(answer.municipality, [*others, answer])
    found = []
    for line in answer.lines.all():
        if not line.product:
            continue
        old, new = (one.went([line.buyer], [line.product]) for one in (before, after))
        seen = min(1.0, line.euros / old.spent) if old.spent else 0.0
        found.append(Change(line, seen, old.share("own"), new.share("own"), _stays(old), _stays(new)))
    return found


def _stays(went: Went) -> Spread:
    leak = went.leak_share
    return Spread(1 - leak.high, 1 - leak.mean, 1 - leak.low)


def refuse_wrong(place: Municipality, lines: Iterable[AnswerLine], origin: Answer.Kind) -> None:
    """Raise where the tables refuse what was told, in the reader's words."""
    try:
        told = tuple(
            Told(one.buyer, one.product, one.euros, one.regional, one.local, ORIGIN_OF[origin])
            for one in lines
            if one.product
        )
        account_of(_models(HERE)[place.name_fi], told, count=10)
    except Refused as refused:
        raise ValidationError(words_of(refused)) from refused


def row_kept(row: LedgerRow) -> list[Any]:
    """A row of a draft as it is kept: what is said of it is a remark, so that it can be said in any language."""
    says = kept(row.says) if row.says else None
    return [row.number, row.account, row.euros, row.postcode, row.verdict, row.column, says]


SAID_FIRST = ("refused", "aside")


def rows_said(answer: Answer, most: int) -> list[dict[str, Any]]:
    """The first rows of a draft, those that do not count before the others, in the reader's language."""
    names = ("number", "account", "euros", "postcode", "verdict", "column", "says")
    order = {verdict: at for at, verdict in enumerate(SAID_FIRST)}
    rows = sorted(answer.rows, key=lambda row: order.get(row[4], len(order)))[:most]
    told = [dict(zip(names, row, strict=False)) for row in rows]
    return [row | {"says": said(row["says"]) if row.get("says") else ""} for row in told]


def words_of(refused: Refused) -> list[str]:
    """What a refusal says, in the reader's language, each fault with its place."""
    return [
        " ".join(filter(None, (_place_of(fault), in_words(fault.says), in_words(fault.remedy))))
        for fault in refused.faults[:5]
    ]


def _place_of(fault: Fault) -> str:
    place = ", ".join(filter(None, (fault.row, fault.column)))
    return f"{place}:" if place else ""


def lm3_of(answer: Answer) -> float | None:
    """LM3 of a firm's turnover: wages and purchases in the municipality, and what is spent there of them again.

    What households and firms spend again at home is the model's. Turnover, not income: never added to value added.
    """
    turnover = answer.facts.get("turnover", 0)
    if not turnover:
        return None
    found = account(answer.municipality)
    wages, bought = answer.facts.get("wages_local", 0), sum(line.local for line in answer.lines.all())
    second = min(wages + bought, turnover)
    if second <= 0:
        return 1.0
    again = wages * found.went(["households"]).share("own").mean + bought * found.went(["firms"]).share("own").mean
    return rounds_of_shares(turnover, second / turnover, again / (wages + bought)).lm3


def answers_of(cluster: Cluster) -> QuerySet[Answer]:
    return cluster.leak_answers.select_related("municipality").annotate(count=Count("lines"))


def asked_of(cluster: Cluster) -> QuerySet[Asked]:
    return cluster.firms_asked.select_related("municipality", "answer")


def last_postcodes(cluster: Cluster, place: Municipality | None) -> dict[str, str]:
    """The postcodes of the cluster's last ledger: those of the region, and of the municipality if it is the same."""
    rows = cluster.leak_answers.filter(kind=Answer.Kind.LEDGER)
    last = (rows.filter(municipality=place).first() if place else None) or rows.first()
    told = dict(last.facts.get("postcodes", {})) if last else {}
    return told if last and last.municipality == place else {name: told[name] for name in told if name == "region"}


@cache
def _claims_told() -> tuple[dict[str, Any], ...]:
    text = (resources.files("tokkasite.leakage.reference") / "claims.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["claim"])


@dataclass(frozen=True)
class Claim:
    """A published figure and what the tables say beside it."""

    told: dict[str, Any]
    ours: float

    def says(self, field: str, language: str) -> str:
        """The words of a field (none: of the claim), in Finnish or English."""
        return str(self.told["_".join(filter(None, (field, "fi" if language == "fi" else "en")))])


def claims(topics: Sequence[str] = ()) -> list[Claim]:
    """Every published figure, or those of some topics."""
    return [Claim(told, _ours()[told["ours"]]) for told in _claims_told() if not topics or told["topic"] in topics]


@cache
def _ours() -> dict[str, float]:
    """What the tables of 2014 say to each claim: million euros, per cent, or euros for each inhabitant."""
    setting = region_setting(HERE)
    table = setting.region
    firms = [code for code in table.industries if table.x[table.industries.index(code)] > 0]
    users = [table.use_by(user) for user in (*firms, "HH", "GOV", "INV")]
    hh = table.use_by("HH")

    def cells(matrix: Any, codes: Sequence[str], columns: Any) -> float:
        return float(matrix[[table.industries.index(code) for code in codes]][:, columns].sum())

    food, everything = ["10_12"], table.own + table.elsewhere + table.abroad
    outside = table.elsewhere + table.abroad
    energy = cells(everything, ENERGY, [hh])
    public = sum(
        model.spent[BUYERS.index("public")][[model.products.index(code) for code in FOOD]].sum()
        for model in _models(HERE).values()
    )
    return {
        "food_from_outside": cells(outside, FOOD, users),
        "food_own_share": 100 * cells(table.own, food, users) / cells(everything, food, users),
        "food_and_energy_share": 100 * (cells(everything, FOOD, [hh]) + energy) / float(everything[:, hh].sum()),
        "household_energy": energy,
        "household_energy_each": energy * EURO / sum(place.people for place in setting.places),
        "twenty_points_of_food": 0.2 * cells(everything, FOOD, users),
        "food_industry_value_added": float(table.value_added[table.industries.index("10_12")]),
        "public_food": float(public) / EURO,
    }


def table_sources() -> tuple[TableSource, ...]:
    return sources()


def not_said() -> list[str]:
    """What these figures do not say, in the reader's language."""
    return [in_words(remark) for remark in NOT_SAID]
