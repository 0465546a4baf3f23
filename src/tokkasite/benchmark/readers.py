"""Database → the benchmark's sheets, pool and releases, and what the screens show of them."""

import base64
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import rfc8785
from babel import Locale
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from tokka.benchmark.associations import LIMITS, NOT_PROOF
from tokka.benchmark.catalogue import BY_KEY, FACETS, INDICATORS, OUTCOMES
from tokka.benchmark.compare import Comparison, Position, compare
from tokka.benchmark.groups import Group
from tokka.benchmark.groups import Release as Shown
from tokka.benchmark.models import STABLE
from tokka.benchmark.outcomes import CompanyYear as Told
from tokka.benchmark.outcomes import Mean, outcomes_in
from tokka.benchmark.pool import Pool, gather, gather_placed
from tokka.benchmark.population import FIGURES, LEVELS, BestFifth, Published, best_fifth, published_sample
from tokka.benchmark.practices import PRACTICES, Practice
from tokka.benchmark.questionnaire import DIMENSIONS, Dimension, Prefilled, prefill, share_prefilled
from tokka.benchmark.sheet import Consent, as_json, compose, pseudonym, signed, spelled
from tokka.benchmark.sheet import Sheet as Composed
from tokka.excellence.assess import evidence_on
from tokka.excellence.book import Book
from tokka.words import Remark
from tokkasite.benchmark.models import Answers, Delivery, Installation, OwnWay, Release, Sheet, Study
from tokkasite.journal.models import CompanyYear
from tokkasite.register.models import Cluster, Identifier

__all__ = ["LIMITS", "NOT_PROOF", "BestFifth", "Comparison", "Dimension", "Group", "Position", "Prefilled"]
"""What the screens say of the library goes through here: they call no engine."""

SIGNED_AFTER = b"A" * 32
"""A key that proves nothing, to try whether a pool would take a sheet before it is shared."""


def portfolios() -> list[tuple[str, str]]:
    """The sector portfolios, as a form offers them."""
    return [(key, _(label)) for key, label in FACETS[0].classes.items()]


def signer() -> Ed25519PrivateKey | None:
    """The installation's own key, which the operator keeps beside the database and never in it."""
    file = settings.POOL_KEY
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text().strip())) if file.exists() else None


def own_key() -> str:
    """The public half, for others to know us by; empty where no key has been drawn."""
    key = signer()
    return spelled(key.public_key()) if key else ""


def is_key(text: str) -> bool:
    """True for 32 bytes in Base64, as a public key is written."""
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except ValueError:
        return False


def name_in_pool(cluster: Cluster, country: str) -> str:
    """The cluster's name in the pool. Where a host runs several clusters, the key tells them apart.

    It is never typed: who could choose names could put one cluster into the pool several times.
    """
    if not settings.POOL_SECRET.exists():
        raise ValidationError(
            _("The operator has not put the pool's secret here yet. See the manual, “Share a sheet”.")
        )
    numbers = Identifier.objects.filter(organisation=cluster.host, scheme="fi_business_id").order_by("pk")
    number = numbers.values_list("value", flat=True).first()
    if number is None and settings.IS_DEMO:
        number = cluster.key  # no number is invented for a host that exists
    if number is None:
        says = _("The host %(host)s has no business id in the register. Add it, so that the sheet gets its name.")
        raise ValidationError(says % {"host": cluster.host})
    is_one_of_several = Cluster.objects.filter(host=cluster.host).exclude(pk=cluster.pk).exists()
    told = f"{number}{cluster.key}" if is_one_of_several else number
    return pseudonym(country, told, pool_secret=settings.POOL_SECRET.read_bytes().strip())


def country_of(cluster: Cluster) -> str:
    """The country of the seat. Raises ValidationError where the cluster has none."""
    if cluster.seat is None:
        raise ValidationError(_("The cluster has no seat in the register. Add it, so that its country is known."))
    return cluster.seat.region.code[:2]


@dataclass(frozen=True, slots=True)
class Draft:
    """A sheet before it leaves: exactly what would leave, and why a pool would refuse it."""

    sheet: Composed
    text: str
    digest: str
    refusal: Remark | None
    means: tuple[Mean, ...]
    answered_on: date | None

    @property
    def parts(self) -> list[tuple[str, list[tuple[str, Any, str]]]]:
        """Everything on the sheet for people: label, value and unit, part by part."""
        sheet = self.sheet
        classes = {facet.key: facet for facet in FACETS}
        profile = [
            (_("Country") if key == "country" else _(classes[key].label), class_name(key, value), "")
            for key, value in sheet.profile.items()
        ]
        answers = {one.key: one for one in DIMENSIONS}
        return [
            (_("Classes by which peers are found"), profile),
            (
                _("Indicators, with two digits"),
                [(_(one.label), sheet.indicators[one.key], one.unit) for one in INDICATORS],
            ),
            (
                _("Answers about the management"),
                [
                    (_(answers[key].question), _(answers[key].choices[value]) if value else None, "")
                    for key, value in sheet.answers.items()
                ],
            ),
            (_("Outcomes of companies"), [(_(one.label), sheet.outcomes[one.key], one.unit) for one in OUTCOMES]),
        ]


def class_name(facet: str, value: str) -> str:
    """A class of a profile in the reader's language; a country by its two letters."""
    if facet == "country":
        return Locale.parse(get_language() or "en").territories.get(value, value)
    return _(next(one for one in FACETS if one.key == facet).classes[value])


def draft_of(cluster: Cluster, book: Book, *, day: date, consent: str, portfolio: str) -> Draft:
    """What would leave today. Raises ValidationError where something is missing that only people can add."""
    country = country_of(cluster)
    answers = latest_answers(cluster, day)
    means = outcomes_of(cluster, day.year - 1)  # the last whole year: of this one nobody can tell yet (§20)
    sheet = compose(
        organisation=name_in_pool(cluster, country),
        day=day,
        consent=Consent(consent),
        portfolio=portfolio,
        country=country,
        evidence=evidence_on(book, day),
        answers=answers.given if answers else {},
        outcomes={one.key: one.value for one in means},
    )
    text = rfc8785.dumps(as_json(sheet)).decode()
    tried = gather(
        [signed(sheet, Ed25519PrivateKey.from_private_bytes(SIGNED_AFTER))], known_installations=None, day=day
    )
    return Draft(
        sheet=sheet,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        refusal=tried.refusals[0].remark if tried.refusals else None,
        means=means,
        answered_on=answers.on if answers else None,
    )


def outcomes_of(cluster: Cluster, year: int) -> tuple[Mean, ...]:
    """The outcomes of the year as means over the companies that told the cluster."""
    rows = CompanyYear.objects.filter(cluster=cluster, year__in=(year - 1, year))
    figures = rows.values_list("organisation", "year", *CompanyYear.FIGURES)
    return outcomes_in((Told(*row[:2], *map(_as_float, row[2:])) for row in figures), year)


def _as_float(value: Any) -> float | None:
    return None if value is None else float(value)


def latest_answers(cluster: Cluster, day: date) -> Answers | None:
    """The round of answers in force on the day."""
    return Answers.objects.filter(cluster=cluster, on__lte=day).select_related("by").first()


def proposals(book: Book, day: date) -> tuple[Prefilled, ...]:
    """What the journal proposes for every dimension."""
    return prefill(evidence_on(book, day))


def share_answered(proposed: tuple[Prefilled, ...]) -> int:
    """The part of the dimensions that the journal answers, in %."""
    return round(100 * share_prefilled(proposed))


def quantity_name(key: str) -> str:
    """The name of an indicator or outcome in the reader's language."""
    return _(BY_KEY[key].label)


def quantity_unit(key: str) -> str:
    return _(BY_KEY[key].unit)


def dimensions() -> tuple[Dimension, ...]:
    return DIMENSIONS


# The pool


def tag_of(line: str) -> str:
    """Tells one sheet of an organisation from another one of the same year."""
    return hashlib.sha256(line.encode()).hexdigest()[:12]


def claimed(line: str) -> dict[str, Any]:
    """What a line says of itself, as far as it can be read: nothing here is trusted, it is for the list of verdicts."""
    try:
        body = json.loads(line)
        year = int(str(body["day"])[:4])
        seal = body["signature"]["key"]
        organisation = body["organisation"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    if not isinstance(seal, str) or not isinstance(organisation, str) or not 1900 < year < 2200:
        return {}
    return {"year": year, "key": seal[:44], "organisation": organisation[:32]}


def gathered(rows: Iterable[Sheet], known: Mapping[str, str], day: date) -> Pool:
    """The pool of these rows, each known by its place."""
    return gather_placed(((str(row), row.line) for row in rows), known_installations=known, day=day)


def known_installations() -> dict[str, str]:
    """Whose sheets count, by public key: those that the coordinator knows, and our own, whatever key we had then."""
    own = Delivery.objects.filter(cluster__isnull=False, is_undone=False).values_list("sheets__key", flat=True)
    ours = dict.fromkeys(filter(None, own), gettext_noop("This installation"))
    return dict(Installation.objects.values_list("key", "name")) | ours


@dataclass(frozen=True, slots=True)
class PoolState:
    """How much the pool holds, and what waits to be shown."""

    counting: int
    refused: int
    organisations: int
    years: list[int]
    waiting: int
    invented: int


def pool_state() -> PoolState:
    """In a handful of queries, however large the pool is."""
    counting = Sheet.objects.filter(reason="")
    per_year = dict(counting.order_by().values_list("year").annotate(Count("pk")))
    shown = {row.year: row.sheets for row in latest_releases()}
    invented = Installation.objects.filter(is_invented=True).values("key")
    return PoolState(
        counting=sum(per_year.values()),
        refused=Sheet.objects.exclude(reason="").count(),
        organisations=counting.aggregate(n=Count("organisation", distinct=True))["n"],
        years=sorted(per_year),
        waiting=sum(abs(per_year.get(year, 0) - shown.get(year, 0)) for year in {*per_year, *shown}),
        invented=counting.filter(key__in=invented).count(),
    )


def latest_releases() -> list[Release]:
    """The latest release of each year, without its tables."""
    rows = Release.objects.filter(values__isnull=False).defer("groups", "values")
    return list(rows.order_by("year"))


def verdicts_of(delivery: Delivery) -> Counter[str]:
    """How many sheets of a delivery count (""), and how many are refused for which reason."""
    return Counter(dict(delivery.sheets.order_by().values_list("reason").annotate(Count("pk"))))


def deliveries() -> list[Delivery]:
    """What came from elsewhere, latest first, with how many sheets of each count. One query."""
    rows = Delivery.objects.filter(cluster=None).select_related("by")
    counts = {"all_sheets": Count("sheets"), "counting": Count("sheets", filter=Q(sheets__reason=""))}
    return list(rows.annotate(**counts).order_by("-pk"))


def own_lines(cluster: Cluster | None = None) -> list[Sheet]:
    """The sheets that clusters of ours share, latest first."""
    rows = Sheet.objects.filter(delivery__cluster__isnull=False, delivery__is_undone=False)
    rows = rows.filter(delivery__cluster=cluster) if cluster else rows
    return list(rows.select_related("delivery__cluster", "delivery__by").order_by("-year", "-pk"))


def packed(shown: Shown) -> tuple[bytes, bytes]:
    """A release as two files of columns: who is in which group, and the values."""
    groups, values = io.BytesIO(), io.BytesIO()
    np.savez_compressed(
        groups,
        organisations=shown.organisations,
        groups=np.array(json.dumps([group.classes for group in shown.groups])),
        members=shown.members.astype(bool),
        known=shown.known,
        shown=shown.shown,
    )
    np.savez_compressed(values, values=shown.values)
    return groups.getvalue(), values.getvalue()


def unpacked(row: Release) -> Shown:
    """The release again. An earlier one has kept no values: they are unknown in it."""
    with np.load(io.BytesIO(row.groups)) as held:
        organisations, known = held["organisations"], held["known"]
        groups = tuple(Group(tuple((facet, one) for facet, one in group)) for group in json.loads(str(held["groups"])))
        members, shown = held["members"].astype(np.float64), held["shown"]
    values = np.full(known.shape, np.nan)
    if row.values is not None:
        with np.load(io.BytesIO(row.values)) as held:
            values = held["values"]
    return Shown(row.year, organisations, groups, members, values, known, shown)


# Where a cluster stands


@dataclass(frozen=True, slots=True)
class Standing:
    """A cluster's own sheet of a year beside its peers, in one of its groups."""

    sheet: Sheet
    profile: Mapping[str, str]
    comparison: Comparison
    groups: tuple[Group, ...]
    """The cluster's own groups in which something is shown."""
    group: Group
    released_on: date
    sheets: int

    @property
    def positions(self) -> list[Position]:
        return [one for one in self.comparison.positions if one.group == self.group]

    @property
    def unknown(self) -> list[str]:
        """The indicators that the own sheet does not know."""
        return self._silent(is_known=False)

    @property
    def hidden(self) -> list[str]:
        """The indicators that the own sheet knows, and of which this group shows nothing."""
        return self._silent(is_known=True)

    def _silent(self, *, is_known: bool) -> list[str]:
        values = body_of(self.sheet)["indicators"]
        silent = (one.indicator for one in self.comparison.silences if one.group == self.group)
        return [_(one.label) for one in silent if (values[one.key] is not None) is is_known]


def body_of(sheet: Sheet) -> dict[str, Any]:
    """A sheet that counts, as JSON."""
    body: dict[str, Any] = json.loads(sheet.line)
    return body


def counting_sheets(cluster: Cluster) -> list[Sheet]:
    """The cluster's own sheets that count, latest first."""
    return [sheet for sheet in own_lines(cluster) if not sheet.reason]


def standing_of(sheet: Sheet, group_key: str) -> Standing | None:
    """The sheet among its peers, as the latest release of its year shows them; None where none holds the sheet yet.

    What is compared is the sheet as it was shared, never a number that somebody types or changes in the journal:
    whoever could move the own value at will could find every peer's by and by.
    """
    row = Release.objects.filter(year=sheet.year, values__isnull=False).last()
    shown = unpacked(row) if row else None
    own = f"{sheet.organisation}:{sheet.tag}"
    if row is None or shown is None or own not in shown.organisations:
        return None
    body = body_of(sheet)
    found = compare(shown, profile=body["profile"], values=body["indicators"], organisation=own)
    groups = tuple(dict.fromkeys(one.group for one in found.positions))
    group = next((one for one in groups if one.key == group_key), groups[0] if groups else Group(()))
    return Standing(sheet, body["profile"], found, groups, group, row.on, len(shown.organisations))


def group_name(group: Group) -> str:
    """A peer group in the reader's language."""
    if not group.classes:
        return _("All organisations of the pool")
    labels = {facet.key: facet.label for facet in FACETS}
    parts = (
        (_("Country") if facet == "country" else _(labels[facet]), class_name(facet, value))
        for facet, value in group.classes
    )
    return "; ".join(f"{label}: {value}" for label, value in parts)


# Models and practices


def latest_study(part: str) -> Study | None:
    """The study that is shown."""
    return Study.objects.filter(part=part).last()


def remarks_in(told: Sequence[Mapping[str, Any]]) -> list[Remark]:
    """Remarks as a study keeps them."""
    return [Remark(one["message"], one["values"]) for one in told]


@dataclass(frozen=True, slots=True)
class ModelShown:
    """One management model for the page."""

    number: int
    size: int
    returns: float
    is_own: bool
    traits: list[tuple[str, str]]

    @property
    def is_stable(self) -> bool:
        return self.returns >= STABLE


def models_shown(study: Study, organisation: str) -> list[ModelShown]:
    """The models of a study; the own one is marked."""
    own = study.found["placed"].get(organisation)
    return [
        ModelShown(one["number"], one["size"], one["returns"], one["number"] == own, _traits(one["traits"]))
        for one in study.found["models"]
    ]


def _traits(told: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    found = []
    by_key = {one.key: one for one in DIMENSIONS}
    for trait in told:
        dimension = by_key[trait["dimension"]]
        if trait["choice"] is not None:
            says = _("%(answer)s (%(share)d %%)")
            share = round(100 * trait["share"])
            found.append(
                (_(dimension.question), says % {"answer": _(dimension.choices[trait["choice"]]), "share": share})
            )
        elif trait["value"] is not None:
            unit = _(BY_KEY[dimension.indicator].unit)
            says = _("%(value)s %(unit)s, the median") % {"value": f"{trait['value']:g}", "unit": unit}
            found.append((_(dimension.question), says))
    return found


def practice_of(key: str) -> Practice | None:
    return next((one for one in PRACTICES if one.key == key), None)


def practices() -> tuple[Practice, ...]:
    return PRACTICES


def does(sheet: Sheet | None, practice: Practice) -> bool | None:
    """Whether the organisation of a sheet does a practice; None where it is not known."""
    value = body_of(sheet)["indicators"][practice.indicator] if sheet else None
    return None if value is None else value >= practice.least


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom one may ask how a practice is done: an installation, and how many organisations there do it."""

    installation: Installation
    count: int


def whom_to_ask(practice: Practice, study: Study | None) -> list[Asked]:
    """The other installations with organisations that do it and allow that peers ask."""
    told = study.found["who"].get(practice.key, {}) if study and study.found else {}
    known = Installation.objects.in_bulk(list(told), field_name="key")
    return [Asked(known[key], count) for key, count in told.items() if key in known]


def own_doers(practice: Practice) -> list[tuple[Cluster, OwnWay | None]]:
    """The clusters of this installation that do it and allow contact, with how they do it in their own words."""
    ways = {way.cluster_id: way for way in OwnWay.objects.filter(practice=practice.key)}
    latest: dict[int, Sheet] = {}
    for sheet in own_lines():
        if not sheet.reason:
            latest.setdefault(sheet.delivery.cluster_id, sheet)
    return [
        (sheet.delivery.cluster, ways.get(number))
        for number, sheet in latest.items()
        if Consent(body_of(sheet)["consent"]).allows(Consent.CONTACT) and does(sheet, practice)
    ]


SHORT = {
    "turnover_change": gettext_noop("turnover"),
    "staff_change": gettext_noop("staff"),
    "export_change": gettext_noop("exports"),
    "new_projects": gettext_noop("new projects"),
}
"""The outcomes in a word, for the margin of a chart."""


def associations_told() -> list[dict[str, Any]]:
    """Every pair of practice and outcome with what was found, in the reader's language."""
    study = latest_study(Study.Part.PRACTICES)
    if study is None or study.found is None:
        return []
    practice, outcome = {one.key: one for one in PRACTICES}, {one.key: one for one in OUTCOMES}
    return [
        one
        | {
            "label": f"{_(practice[one['practice']].label)} → {_(SHORT[one['outcome']])}",
            "outcome_label": _(outcome[one["outcome"]].label),
            "remarks": remarks_in(one["remarks"]),
        }
        for one in study.found["associations"]
    ]


@dataclass(frozen=True, slots=True)
class PracticeShown:
    """A practice, how many do it of those who tell (None: too few on one side), and whether we do."""

    practice: Practice
    doing: int | None
    told: int | None
    we_do: bool | None

    @property
    def percent(self) -> int | None:
        return round(100 * self.doing / self.told) if self.doing and self.told else None


def practices_shown(sheet: Sheet | None) -> list[PracticeShown]:
    """Every practice as the latest study counted it."""
    study = latest_study(Study.Part.MODELS)
    counts = study.found["doing"] if study and study.found else {}
    return [PracticeShown(one, *counts.get(one.key, (None, None)), does(sheet, one)) for one in PRACTICES]


# The published population


def population() -> dict[str, Any]:
    """The published figures, day by day with their sources."""
    days = sorted({dated.since for figure in FIGURES.values() for dated in figure.values})
    return {"figures": FIGURES, "days": days}


def sample() -> Published:
    return published_sample()


def best_20(day: date) -> BestFifth:
    return best_fifth(day)


def level_name(key: str) -> str:
    return _(LEVELS[key])


def sample_tables(found: Published) -> list[tuple[str, str, tuple[str, ...], list[tuple[str, int]]]]:
    """The counts of the register sample as tables: key, title, columns, rows."""
    countries = Locale.parse(get_language() or "en").territories
    portfolio = FACETS[0].classes
    return [
        ("level", _("By level"), (_("Level"), _("Rows")), [(level_name(key), n) for key, n in found.by_level.items()]),
        (
            "country",
            _("By country"),
            (_("Country"), _("Rows")),
            [(countries.get(key, key), n) for key, n in found.by_country.items()],
        ),
        (
            "portfolio",
            _("By sector portfolio, where it is told"),
            (_("Sector portfolio"), _("Rows")),
            [(_(portfolio[key]), n) for key, n in found.by_portfolio.items()],
        ),
        (
            "ends",
            _("By the year in which the label ends or ended, where it is told"),
            (_("Year"), _("Rows")),
            [(str(year), n) for year, n in found.valid_until.items()],
        ),
    ]
