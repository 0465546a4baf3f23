"""Register and ledger → the rulebook's ownership, grants and accounts, and what it says of them on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from django.db.models import Q

from tokka.rulebook.eligibility.consortium import MEMBER_STATES, Consortium, horizon_consortium
from tokka.rulebook.eligibility.consortium import Partner as Applicant
from tokka.rulebook.enterprise_size.group_size import (
    GroupSize,
    Status,
    declared_against_computed,
    group_size,
    status_over_years,
)
from tokka.rulebook.enterprise_size.ownership import Investor, Ownership, Party, Stake
from tokka.rulebook.model import DatedValue, Outcome, Source
from tokka.rulebook.state_aid import ARTICLES
from tokka.rulebook.state_aid.de_minimis import Grant, Room, de_minimis_room, first_day_for, leaves_on
from tokka.rulebook.state_aid.difficulty import Accounts, Difficulty, in_difficulty
from tokka.rulebook.state_aid.intensity import Intensity, block_exempted, regional_investment_aid, support_area
from tokka.words import Remark, _
from tokkasite.applications.models import AccountsYear, AidGrant, Application, SizeFacts
from tokkasite.register.models import Identifier, Municipality, Organisation, Role, SizeFigure
from tokkasite.register.models import Ownership as Holding

KIND_OF_ROLE: Final[Mapping[str, Investor]] = {
    Role.RESEARCH: Investor.RESEARCH,
    Role.MUNICIPALITY: Investor.MUNICIPALITY,
    Role.REGIONAL_AUTHORITY: Investor.PUBLIC_BODY,
}
"""What a role says of an owner where nobody has told its kind; every other role counts as an enterprise."""
DOUBLE_DAYS: Final = 31
"""Two grants of one amount to one organisation that lie nearer than this may be one grant, entered twice."""
REGIONAL: Final = "14"
SIZES: Final = ("micro", "small", "medium", "large")


@dataclass(frozen=True, slots=True)
class Graph:
    """The ownership around one organisation on a day: the rulebook's graph, and whom its keys name."""

    ownership: Ownership
    bodies: Mapping[str, Organisation]
    keys: Mapping[int, str]
    figures: Mapping[str, SizeFigure]
    holdings: tuple[Holding, ...]

    def key_of(self, organisation: Organisation) -> str:
        return self.keys[organisation.pk]


def graph_around(organisations: Iterable[Organisation], day: date, *, year: int | None = None) -> Graph:
    """Everything that ownership joins to the organisations on the day, with the latest accounts that there are.

    With a `year` the accounts are of that year and no other. Keys are names, since remarks are read by people.
    """
    numbers, holdings = joined(one.pk for one in organisations)
    holdings = tuple(one for one in holdings if one.from_on <= day and (one.until_on is None or one.until_on >= day))
    bodies = Organisation.objects.select_related("size_facts", "municipality").in_bulk(numbers)
    names = [one.name for one in bodies.values()]
    keys = {pk: one.name if names.count(one.name) == 1 else f"{one.name} ({pk})" for pk, one in bodies.items()}
    figures = figures_of(numbers, year or day.year, only=year is not None)
    countries = countries_of(bodies.values())
    parties = [party_of(one, keys[pk], figures.get(pk), countries[pk]) for pk, one in sorted(bodies.items())]
    stakes = [Stake(keys[one.owner_id], keys[one.owned_id], float(one.share_percent) / 100) for one in holdings]
    return Graph(
        Ownership(parties, stakes),
        {keys[pk]: one for pk, one in bodies.items()},
        keys,
        {keys[pk]: figure for pk, figure in figures.items()},
        holdings,
    )


def joined(numbers: Iterable[int]) -> tuple[set[int], list[Holding]]:
    """The organisations that shares join to these, whatever the day, and the shares. A circle ends by itself."""
    known, reached = set(numbers), True
    holdings: list[Holding] = []
    while reached:
        holdings = list(
            Holding.objects.filter(Q(owner__in=known) | Q(owned__in=known))
            .select_related("owner", "owned")
            .order_by("pk")
        )
        ends = {pk for one in holdings for pk in (one.owner_id, one.owned_id)}
        reached = not ends <= known
        known |= ends
    return known, holdings


def figures_of(numbers: Iterable[int], year: int, *, only: bool) -> dict[int, SizeFigure]:
    """For each organisation the accounts of the year, or of the latest one up to it; a register's before its own."""
    rows = SizeFigure.objects.filter(organisation__in=numbers)
    rows = rows.filter(year=year) if only else rows.filter(year__lte=year)
    found: dict[int, SizeFigure] = {}
    for one in rows.order_by("-year", "-origin"):
        found.setdefault(one.organisation_id, one)
    return found


def countries_of(organisations: Iterable[Organisation]) -> dict[int, str]:
    """The country of each: as told, else by its register number, else by its municipality; empty where unknown."""
    told = {one.pk: one for one in organisations}
    by_number: dict[int, str] = {}
    for number, scheme, value in Identifier.objects.filter(organisation__in=told).values_list(
        "organisation", "scheme", "value"
    ):
        if scheme == Identifier.Scheme.FI_BUSINESS_ID:
            by_number[number] = "FI"
        elif scheme == Identifier.Scheme.EU_VAT:
            by_number.setdefault(number, value[:2].upper())
    return {
        pk: facts_of(one).country.upper() or by_number.get(pk, "") or ("FI" if one.municipality_id else "")
        for pk, one in told.items()
    }


def facts_of(organisation: Organisation) -> SizeFacts:
    """What is told of an organisation for its size; blank where nothing is."""
    found = getattr(organisation, "size_facts", None)
    return found if found is not None else SizeFacts(organisation=organisation)


def party_of(organisation: Organisation, key: str, figure: SizeFigure | None, country: str) -> Party:
    facts = facts_of(organisation)
    return Party(
        key=key,
        kind=Investor(facts.kind) if facts.kind else KIND_OF_ROLE.get(organisation.role, Investor.ENTERPRISE),
        staff_awu=number(figure.headcount_awu) if figure else None,
        turnover_eur=number(figure.turnover_eur) if figure else None,
        balance_eur=number(figure.balance_eur) if figure else None,
        country=country,
        inhabitants=facts.inhabitants,
        budget_eur=number(facts.budget_eur),
    )


def number(value: object) -> float | None:
    return None if value is None else float(value)


# --- the size class ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InYear:
    """One accounting year: the class by the ownership and the accounts at its end."""

    year: int
    size: GroupSize
    figure: SizeFigure


@dataclass(frozen=True, slots=True)
class CountedParty:
    """Whose figures were added, and how much of each."""

    organisation: Organisation
    relation: str
    percent: float
    figure: SizeFigure | None


@dataclass(frozen=True, slots=True)
class Size:
    """The size class of an organisation on a day, opened down to what it was told from."""

    graph: Graph
    now: GroupSize
    counted: tuple[CountedParty, ...]
    years: tuple[InYear, ...]
    status: Status | None
    declared: str
    differs: Remark | None
    remarks: tuple[Remark, ...]
    faults: tuple[Remark, ...]

    @property
    def key(self) -> str:
        """The class that holds: after two years in a row where several years are known, else of the latest accounts."""
        return self.status.key if self.status and self.now.key else self.now.key

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(dict.fromkeys(one.source for one in self.now.read))


def size_of(organisation: Organisation, day: date) -> Size:
    """The size class with its partner and linked enterprises, over the years, beside what is declared."""
    graph = graph_around([organisation], day)
    key = graph.key_of(organisation)
    now = group_size(graph.ownership, key, day)
    years = tuple(years_of(organisation, day))
    run = last_known_run(years)
    status = status_over_years(run) if run and now.key else None
    declared = facts_of(graph.bodies[key]).declared
    own = graph.ownership.remarks()
    counted = tuple(
        CountedParty(graph.bodies[one.key], one.relation, round(100 * one.share, 1), graph.figures.get(one.key))
        for one in now.counted
    )
    return Size(
        graph,
        now,
        counted,
        years,
        status,
        declared,
        declared_against_computed(declared, now),
        tuple(remark for remark in now.remarks if remark not in own) + circles_of(graph),
        faults_of(graph),
    )


def years_of(organisation: Organisation, day: date) -> Iterable[InYear]:
    """Every accounting year of which the organisation's own figures are known, oldest first."""
    years = SizeFigure.objects.filter(organisation=organisation, year__lte=day.year)
    for year in sorted(set(years.values_list("year", flat=True))):
        graph = graph_around([organisation], min(day, date(year, 12, 31)), year=year)
        key = graph.key_of(organisation)
        yield InYear(year, group_size(graph.ownership, key, date(year, 12, 31)), graph.figures[key])


def last_known_run(years: Sequence[InYear]) -> list[tuple[int, str]]:
    """The years in a row up to the latest one whose class is known."""
    run: list[tuple[int, str]] = []
    for one in reversed(years):
        if not one.size.key or (run and run[0][0] != one.year + 1):
            break
        run.insert(0, (one.year, one.size.key))
    return run


def faults_of(graph: Graph) -> tuple[Remark, ...]:
    """Shares that were kept apart, each with its reason."""
    says = _("Not counted: the share of %(owner)s in %(owned)s.")
    return tuple(
        remark
        for one in graph.ownership.faults
        for remark in (Remark(says, {"owner": one.stake.holder, "owned": one.stake.held}), one.says)
    )


def circles_of(graph: Graph) -> tuple[Remark, ...]:
    says = _("These own one another in a circle: %(keys)s. Each is counted once.")
    return tuple(Remark(says, {"keys": ", ".join(circle)}) for circle in graph.ownership.circles)


# --- de minimis -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A grant of the single undertaking, whether it counts on the day, and when it leaves the window."""

    grant: AidGrant
    counts: bool
    leaves_on: date
    is_double: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one undertaking has received, and what is free on a day."""

    room: Room
    members: tuple[Organisation, ...]
    rows: tuple[LedgerRow, ...]
    ceiling: DatedValue | None
    outcome: Outcome | None
    fits_on: date | None
    remarks: tuple[Remark, ...]
    faults: tuple[Remark, ...]


def ledger_of(organisation: Organisation, day: date, regime: str, planned: float | None = None) -> Ledger:
    """The ledger of the single undertaking on a day; with a planned amount, whether it fits and when it first does."""
    graph = graph_around([organisation], day)
    key = graph.key_of(organisation)
    kept = AidGrant.objects.filter(organisation__in=[one.pk for one in graph.bodies.values()], regime=regime)
    told = {one: Grant(graph.keys[one.organisation_id], one.granted_on, float(one.euros), regime) for one in
            kept.select_related("organisation")}  # fmt: skip
    room = de_minimis_room(graph.ownership, key, told.values(), day, regime)
    theirs = [one for one in told if graph.keys[one.organisation_id] in room.undertakings]
    double = doubles_of(theirs)
    rows = tuple(
        LedgerRow(one, room.window_from <= one.granted_on <= day, leaves_on(one.granted_on), one.pk in double)
        for one in theirs
    )
    outcome, fits_on = None, None
    if planned is not None:
        outcome = room.allows(planned)
        fits_on = first_day_for(graph.ownership, key, told.values(), planned, day, regime)
    own = graph.ownership.remarks()
    return Ledger(
        room,
        tuple(graph.bodies[one] for one in room.undertakings),
        rows,
        room.read[0] if room.read else None,
        outcome,
        fits_on,
        tuple(remark for remark in room.remarks if remark not in own) + circles_of(graph),
        faults_of(graph),
    )


def doubles_of(grants: Iterable[AidGrant]) -> set[int]:
    """Grants that may be one and the same: one organisation and amount, and not a month between them."""
    found: set[int] = set()
    for one, other in combinations(grants, 2):
        is_same = (one.organisation_id, one.euros) == (other.organisation_id, other.euros)
        if is_same and abs((one.granted_on - other.granted_on).days) < DOUBLE_DAYS:
            found |= {one.pk, other.pk}
    return found


# --- aid for a planned project ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Planned:
    """What may be paid of a planned project, and whether the undertaking is in difficulty."""

    size: str
    size_says: tuple[Remark, ...]
    intensity: Intensity | None
    most_eur: float | None
    area: str
    label: str

    @property
    def percent(self) -> float | None:
        """The largest share in per cent."""
        known = self.intensity is not None and self.intensity.share is not None
        return round(100 * self.intensity.share, 1) if known else None


def planned_aid(
    article: str,
    size: str,
    municipality: Municipality | None,
    day: date,
    costs: float | None,
    missing: tuple[Remark, ...],
) -> Planned:
    """The largest share of the costs on a day. Of an unknown size it is unknown: `missing` says what settles it."""
    code = municipality.code if municipality else ""
    area = support_area(code, day) if code else ""
    label = _("Regional investment aid") if article == REGIONAL else ARTICLES[article]
    if not size:
        return Planned("", missing, None, None, area, label)
    intensity = regional_investment_aid(code, size, day) if article == REGIONAL else block_exempted(article, size, day)
    most = None if intensity.share is None or costs is None else round(intensity.share * costs, 2)
    return Planned(size, (), intensity, most, area, label)


def accounts_of(organisation: Organisation, day: date, is_sme: bool | None) -> tuple[Accounts, AccountsYear | None]:
    """The latest accounts that are noted, as the rule reads them."""
    rows = list(AccountsYear.objects.filter(organisation=organisation, year__lte=day.year).order_by("-year")[:2])
    if not rows:
        return Accounts(is_sme=is_sme), None
    latest = rows[0]
    age = None if latest.founded_on is None else (day - latest.founded_on).days / 365.25
    ratios = {
        name: tuple(float(value) for one in reversed(rows) if (value := getattr(one, name)) is not None)
        for name in ("debt_to_equity", "interest_cover")
    }
    told = Accounts(
        liability=latest.liability,
        subscribed_capital=number(latest.subscribed_capital_eur),
        share_premium=number(latest.share_premium_eur),
        accumulated_losses=number(latest.accumulated_losses_eur),
        reserves=number(latest.reserves_eur),
        capital_in_accounts=number(latest.capital_in_accounts_eur),
        is_insolvent=latest.is_insolvent,
        has_unrepaid_rescue_aid=latest.has_unrepaid_rescue_aid,
        is_sme=is_sme,
        age_years=age,
        **ratios,
    )
    return told, latest


def difficulty_of(organisation: Organisation, day: date, is_sme: bool | None) -> tuple[Difficulty, AccountsYear | None]:
    accounts, latest = accounts_of(organisation, day, is_sme)
    return in_difficulty(accounts, day), latest


# --- the consortium ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Together:
    """The consortium of an application by the least of Horizon Europe, and the groups that count as one."""

    outcome: Outcome
    consortium: Consortium
    groups: tuple[tuple[str, ...], ...]
    unknown: tuple[str, ...]
    open_countries: tuple[str, ...]


def consortium_of(application: Application, day: date) -> Together | None:
    """Judged where partners are named. Countries that are no Member State may be associated: then it stays unknown."""
    bodies = [one.organisation for one in application.partners.select_related("organisation__size_facts")]
    if not bodies:
        return None
    graph = graph_around(bodies, day)
    applicants = [Applicant(graph.key_of(one), graph.ownership.parties[graph.key_of(one)].country) for one in bodies]
    beyond = tuple(sorted({one.country for one in applicants if one.country and one.country not in MEMBER_STATES}))
    without = horizon_consortium(applicants, graph.ownership, day, ())
    with_all = horizon_consortium(applicants, graph.ownership, day, beyond)
    depends = without.finding.outcome is not with_all.finding.outcome
    outcome = Outcome.UNKNOWN if depends else without.finding.outcome
    return Together(
        outcome,
        without,
        tuple(group for group in without.groups if len(group) > 1),
        tuple(one.key for one in applicants if not one.country),
        beyond if depends else (),
    )
