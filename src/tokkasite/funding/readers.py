"""Database → calls, profiles and applicants as the engine reads them; and the queries that several screens share."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext

from tokka.funding.calls import Call as Told
from tokka.funding.calls import Kind
from tokka.funding.eligible import HEADINGS, Applicant, Asked, Rules, rules_of
from tokka.funding.profiles import Profile as Seeker
from tokka.funding.programmes import Programme, programme_of, successors
from tokka.funding.rank import LABELS, UNKNOWN, WEIGHTS
from tokka.rulebook.enterprise_size.group_size import GroupSize, group_size, status_over_years
from tokka.rulebook.enterprise_size.ownership import Investor, Ownership, Party, Stake
from tokka.rulebook.model import Outcome
from tokka.words import _
from tokkasite.accounts.models import User
from tokkasite.funding.models import (
    Call,
    Condition,
    DeadlineFeed,
    Fetch,
    Follow,
    Letters,
    Match,
    RankingAsked,
    Shortlist,
    Source,
)
from tokkasite.register.models import Cluster, Identifier, Mandate, Organisation, Participation, SizeFigure
from tokkasite.register.models import Ownership as Share
from tokkasite.register.permissions import mandates_of
from tokkasite.runs.models import Run
from tokkasite.runs.readers import said
from tokkasite.ui.calendars import AllDay

LACKS: Final = {
    "words": _("Say in the profile what the organisation does and seeks: calls are found by these words."),
    "activity": _("Enter the activity code: it leads to calls in every language."),
    "municipality": _("Enter the municipality: many calls are for certain regions."),
    "figures": _("Enter staff, turnover and balance sheet of the last accounts: some calls are for small firms alone."),
    "business_id": _("Enter the business id: company aid asks for it."),
}
"""What a profile may lack, and what to do."""
PAST_TEXTS: Final = 20
"""Past projects of an organisation whose texts are read, the latest ones."""


@dataclass(frozen=True, slots=True)
class Won:
    """A project that an organisation has won: the code of its topic, where there is one, its title and its text."""

    topic: str
    title: str
    text: str


WON: Final[list[Callable[[Sequence[int]], Mapping[int, Sequence[Won]]]]] = []
"""The rooms above keep past projects; they register a reader here that tells, by the number of an organisation, what it
has won, the latest first. This room asks and imports nothing of theirs."""


def as_told(row: Call) -> Told:
    """A kept call as the engine reads it."""
    return Told(
        source=row.source_id,
        reference=row.reference,
        title=row.title,
        identifier=row.identifier,
        kind=Kind(row.kind),
        text=row.text,
        conditions=row.conditions,
        language=row.language,
        programme=row.programme,
        authority=row.authority,
        action=row.action,
        call=row.call,
        keywords=tuple(row.keywords),
        opens_at=row.opens_at,
        deadlines_at=tuple(row.moments),
        is_continuous=row.is_continuous,
        zone=row.zone,
        budget_eur=row.budget_eur,
        grant_least_eur=row.grant_least_eur,
        grant_most_eur=row.grant_most_eur,
        regions=tuple(row.regions),
        url=row.url,
        parent=row.parent,
        told_status=row.told_status,
    )


def not_closed(now: datetime) -> QuerySet[Call]:
    """The calls whose last deadline has not passed and that their source still lists."""
    return Call.objects.filter(Q(deadline_at=None) | Q(deadline_at__gt=now), is_withdrawn=False)


def with_status(status: str, now: datetime) -> QuerySet[Call]:
    """The calls in a state at a moment, by the same rule as `Call.status_at`."""
    rows = Call.objects.select_related("source")
    if status == Call.Status.CLOSED:
        return rows.filter(deadline_at__lte=now).order_by("-deadline_at", "title", "pk")
    ahead = rows.filter(Q(deadline_at=None) | Q(deadline_at__gt=now))
    undated = Q(opens_at=None, deadline_at=None, is_continuous=False)
    if status == Call.Status.FORTHCOMING:
        return ahead.filter(opens_at__gt=now)
    if status == Call.Status.UNKNOWN:
        return ahead.filter(undated)
    return ahead.exclude(undated).filter(Q(opens_at=None) | Q(opens_at__lte=now)) if status else rows


def found_by(rows: QuerySet[Call], words: str, source: str) -> QuerySet[Call]:
    """Those that hold every word in title, reference or keywords, of one source."""
    for one in words.split()[:8]:
        rows = rows.filter(Q(title__icontains=one) | Q(reference__icontains=one) | Q(identifier__icontains=one))
    return rows.filter(source=source) if source else rows


def rules_by_call(rows: Sequence[Call]) -> dict[int, Rules]:
    """The rules of each call by its number, with what was confirmed. One query."""
    asked: dict[int, list[Asked]] = defaultdict(list)
    for row in Condition.objects.filter(call__in=[one.pk for one in rows]):
        asked[row.call_id].append(Asked(row.kind, tuple(row.values), row.quote))
    return {row.pk: rules_of(as_told(row), asked[row.pk]) for row in rows}


def taking_part(cluster: Cluster, day: date) -> QuerySet[Organisation]:
    """The organisations that take part in the cluster on the day, with all that a profile is made of."""
    parts = Participation.objects.filter(Q(until_on=None) | Q(until_on__gte=day), cluster=cluster, from_on__lte=day)
    rows = Organisation.objects.filter(pk__in=parts.values("organisation")).order_by("pk")
    return rows.select_related("municipality__region", "profile").prefetch_related(
        "activity_codes", "identifiers", "size_figures"
    )


def seekers(rows: Sequence[Organisation]) -> list[Seeker]:
    """Organisations as the ranking sees them, those that say nothing included."""
    won = won_by(rows)
    return [
        Seeker(
            key=str(row.pk),
            name=row.name,
            text=words_of(row),
            language=language_of(row),
            activity_codes=tuple(dict.fromkeys(code.code for code in row.activity_codes.all() if not code.until_on)),
            topics_won=tuple(dict.fromkeys(one.topic for one in won[row.pk] if one.topic)),
            past=tuple(one.text for one in won[row.pk] if one.text)[:PAST_TEXTS],
        )
        for row in rows
    ]


def won_by(rows: Sequence[Organisation]) -> dict[int, list[Won]]:
    """What each organisation has won, by its number; nothing where no room keeps it."""
    won: dict[int, list[Won]] = {row.pk: [] for row in rows}
    for tell in WON:
        for number, projects in tell(list(won)).items():
            won[number] += projects
    return won


def words_of(row: Organisation) -> str:
    profile = getattr(row, "profile", None)
    return "\n".join(filter(None, (profile.description, profile.services))) if profile else ""


def language_of(row: Organisation) -> str:
    profile = getattr(row, "profile", None)
    return profile.language if profile and profile.language in ("fi", "sv", "en") else ""


def lacks_of(row: Organisation) -> list[str]:
    """What a profile lacks, by the keys of LACKS."""
    there = {
        "words": bool(words_of(row)),
        "activity": any(not code.until_on for code in row.activity_codes.all()),
        "municipality": row.municipality_id is not None,
        "figures": bool(row.size_figures.all()),
        "business_id": any(one.scheme == Identifier.Scheme.FI_BUSINESS_ID for one in row.identifiers.all()),
    }
    return [key for key in LACKS if not there[key]]


def applicants(rows: Sequence[Organisation], day: date) -> dict[int, Applicant]:
    """Organisations as the rules of eligibility see them: with their region, and their size with the whole group."""
    sizes = sizes_of(rows, day)
    return {row.pk: applicant_of(row, sizes.get(row.pk)) for row in rows}


def applicant_of(row: Organisation, size: GroupSize | None) -> Applicant:
    region = row.municipality.region if row.municipality else None
    numbers = [one for one in row.identifiers.all() if one.scheme == Identifier.Scheme.FI_BUSINESS_ID]
    return Applicant(
        key=str(row.pk),
        role=row.role,
        region=region.code if region else "",
        region_names=tuple(filter(None, (region.name_fi, region.name_en))) if region else (),
        has_business_id=any(not one.until_on for one in numbers) or None,
        size=size.key if size else "",
        is_sme={Outcome.MET: True, Outcome.MISSED: False}.get(size.is_sme) if size else None,
        staff_awu=size.staff_awu if size else None,
    )


KINDS: Final = {
    "municipality": Investor.MUNICIPALITY,
    "research": Investor.RESEARCH,
    "education": Investor.RESEARCH,
    "regional_authority": Investor.PUBLIC_BODY,
}
"""What an owner is, by its role. A financier may be many things: it counts like an enterprise until it is told."""


def sizes_of(rows: Sequence[Organisation], day: date) -> dict[int, GroupSize]:
    """The size of each with owners and holdings, where figures of it are kept. Three queries, however many."""
    in_force = Q(until_on=None) | Q(until_on__gte=day)
    shares = list(Share.objects.filter(in_force, from_on__lte=day).values_list("owner", "owned", "share_percent"))
    groups = _groups({row.pk for row in rows}, shares)
    wanted = {number for group in groups.values() for number in group}
    roles = dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "role"))
    figures: dict[int, dict[int, SizeFigure]] = defaultdict(dict)
    held = SizeFigure.objects.filter(organisation__in=wanted, year__lte=day.year).order_by("year", "-origin")
    for figure in held:
        figures[figure.organisation_id][figure.year] = figure
    found = {}
    for row in rows:
        if row.pk not in figures:
            continue
        group = groups[row.pk]
        stakes = [
            Stake(str(owner), str(owned), float(percent) / 100)
            for owner, owned, percent in shares
            if owner in group and owned in group
        ]
        found[row.pk] = _over_years(row.pk, group, stakes, figures, roles, day)
    return found


YEARS_LOOKED_AT: Final = 4


def _over_years(
    number: int,
    group: frozenset[int],
    stakes: Sequence[Stake],
    figures: Mapping[int, Mapping[int, SizeFigure]],
    roles: Mapping[int, str],
    day: date,
) -> GroupSize:
    """The size by the last accounts; where the years before say otherwise, the class that holds after two in a row.

    Today's owners count in every year: what changed by a purchase changes the class at once.
    """
    years = sorted(figures[number])[-YEARS_LOOKED_AT:]
    while years != list(range(years[0], years[0] + len(years))):
        years = years[1:]
    sizes = []
    for year in years:
        told = {one: _latest(figures.get(one, {}), year) for one in group}
        parties = [_party(one, roles.get(one, ""), told[one]) for one in sorted(group)]
        sizes.append(group_size(Ownership(parties, stakes), str(number), day))
    last = sizes[-1]
    if len(sizes) == 1 or not all(size.key for size in sizes):
        return last
    status = status_over_years([(year, size.key) for year, size in zip(years, sizes, strict=True)])
    return replace(last, key=status.key, is_sme=Outcome.MISSED if status.key == "large" else Outcome.MET)


def _latest(figures: Mapping[int, SizeFigure], year: int) -> SizeFigure | None:
    """The accounts of a year, or the last ones before it."""
    held = [one for one in figures if one <= year]
    return figures[max(held)] if held else None


def _groups(numbers: Iterable[int], shares: Sequence[tuple[int, int, Any]]) -> dict[int, frozenset[int]]:
    """Each with all that ownership binds to it, however thinly: the smallest graph that its size depends on."""
    near: dict[int, set[int]] = defaultdict(set)
    for owner, owned, _percent in shares:
        near[owner].add(owned)
        near[owned].add(owner)
    found: dict[int, frozenset[int]] = {}
    for number in numbers:
        if number in found:
            continue
        group, ahead = {number}, [number]
        while ahead:
            new = near[ahead.pop()] - group
            group |= new
            ahead += new
        found |= dict.fromkeys(group, frozenset(group))
    return found


def _party(number: int, role: str, figure: SizeFigure | None) -> Party:
    def euros(value: Any) -> float | None:
        return float(value) if value is not None else None

    return Party(
        str(number),
        KINDS.get(role, Investor.ENTERPRISE),
        staff_awu=float(figure.headcount_awu) if figure else None,
        turnover_eur=euros(figure.turnover_eur) if figure else None,
        balance_eur=euros(figure.balance_eur) if figure else None,
        country="FI",
    )


def content_of(
    calls: Sequence[Told], people: Sequence[Seeker], rules: Mapping[int, Rules]
) -> tuple[bytes, bytes, bytes]:
    """What a ranking reads, as bytes: the same bytes give the same ranking."""
    digests = "\n".join(sha256(repr(one).encode()).hexdigest() for one in calls)
    return digests.encode(), repr(people).encode(), repr(sorted(rules.items())).encode()


BUSY_FOR: Final = timedelta(minutes=15)
"""A ranking that has not ended after so long was broken off from outside."""


def last_asked(cluster: Cluster) -> RankingAsked | None:
    """The ranking that the team asked for last."""
    return RankingAsked.objects.filter(cluster=cluster).select_related("run", "cluster").first()


def is_being_ranked(asked: RankingAsked | None, now: datetime) -> bool:
    return asked is not None and asked.state == RankingAsked.State.BEGUN and now - asked.begun_at < BUSY_FOR


def last_ranking(cluster: Cluster) -> Run | None:
    """The ranking that was made last for a cluster, without its result, which the pages do not need."""
    rows = Run.objects.filter(cluster=cluster, engine=Run.Engine.RANKING)
    return rows.defer("result", "editions").first()


def shortlist_of(organisation: Organisation, cluster: Cluster) -> Shortlist | None:
    """What the last ranking of a cluster says to an organisation."""
    rows = Shortlist.objects.filter(organisation=organisation, run__cluster=cluster, run__engine=Run.Engine.RANKING)
    return rows.select_related("run").defer("run__result").order_by("-run__made_at", "-run__pk").first()


def matches_of(shortlist: Shortlist, now: datetime) -> QuerySet[Match]:
    """The calls on a shortlist that have not closed since."""
    still = Q(call__deadline_at=None) | Q(call__deadline_at__gt=now)
    return shortlist.matches.filter(still, call__is_withdrawn=False).select_related("call__source")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a fit in words: its label, its value from 0 to 1, and what it weighs."""

    label: str
    value: float
    weight: float

    @property
    def percent(self) -> int:
        return round(100 * self.value)


def parts_of(match: Match) -> list[Part]:
    """The parts of a fit, the one that adds most first; what adds nothing or is not told by the call is left out."""
    told = {name: value for name, value in match.parts.items() if value > 0 and (name, value) != ("money", UNKNOWN)}
    parts = [Part(gettext(LABELS[name]), value, WEIGHTS[name]) for name, value in told.items()]
    return sorted(parts, key=lambda part: -part.value * part.weight)


def headings_of(excluded: Mapping[str, Sequence[int]]) -> list[tuple[str, str, int]]:
    """The reasons of exclusion with their words and counts, the commonest first."""
    rows = [(key, heading(key), len(numbers)) for key, numbers in excluded.items() if numbers]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def fitting_members(run: Run | None, call: Call) -> tuple[list[Match], dict[str, list[Organisation]]]:
    """Whom a ranking gives the call, best first; and whom it leaves out, by reason. Two queries."""
    if run is None:
        return [], {}
    rows = Match.objects.filter(shortlist__run=run, call=call).select_related("shortlist__organisation")
    left_out: dict[str, list[Organisation]] = defaultdict(list)
    for one in Shortlist.objects.filter(run=run).select_related("organisation").order_by("organisation__name"):
        for reason, numbers in one.excluded.items():
            if call.pk in numbers:
                left_out[reason].append(one.organisation)
    return sorted(rows, key=lambda row: (-row.fit, row.shortlist.organisation.name)), dict(left_out)


def members_by_call(run: Run | None, calls: Iterable[Call]) -> dict[int, int]:
    """For how many organisations each call is on the shortlist."""
    if run is None:
        return {}
    rows = Match.objects.filter(shortlist__run=run, call__in=[call.pk for call in calls])
    return dict(rows.values_list("call").annotate(count=Count("pk")).order_by())


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source with what came of its fetches: the last one, and the last that brought a listing."""

    source: Source
    last: Fetch | None
    success: Fetch | None
    calls: int
    open_calls: int


def states_of(now: datetime) -> list[SourceState]:
    """Every source with its freshness, counts and last error. Four queries."""
    good = Q(fetches__state__in=(Fetch.State.DONE, Fetch.State.UNCHANGED))
    rows = list(Source.objects.annotate(last_pk=Max("fetches"), good_pk=Max("fetches", filter=good)))
    fetches = Fetch.objects.in_bulk([pk for row in rows for pk in (row.last_pk, row.good_pk) if pk])
    counts = dict(Call.objects.values_list("source").annotate(count=Count("pk")).order_by())
    still = dict(not_closed(now).values_list("source").annotate(count=Count("pk")).order_by())
    return [
        SourceState(
            row, fetches.get(row.last_pk), fetches.get(row.good_pk), counts.get(row.pk, 0), still.get(row.pk, 0)
        )
        for row in rows
    ]


def programme_told(call: Call) -> tuple[str, list[Programme]]:
    """The programme of a call in words, as far as it is known, and what follows it."""
    known = programme_of(call.programme)
    return (known.label, list(successors(known.key))) if known else (call.programme, [])


def family_of(call: Call) -> tuple[Call | None, list[Call]]:
    """The topic that pays for a cascade call, and the other calls under the same topic."""
    topic = call.parent or call.identifier
    if not topic:
        return None, []
    rows = list(Call.objects.filter(Q(parent=topic) | Q(identifier=topic, parent="")).exclude(pk=call.pk)[:101])
    parent = next((row for row in rows if call.parent and not row.parent), None)
    return parent, [row for row in rows if row != parent and row.parent]


def membership(user: User, number: int, day: date) -> Mandate | None:
    """The mandate by which a user is a member, with its organisation and cluster."""
    held = mandates_of(user, day).filter(role=Mandate.Role.MEMBER, pk=number)
    return held.select_related("organisation", "cluster", "user").first()


def followed_by(organisation: Organisation) -> QuerySet[Follow]:
    return Follow.objects.filter(organisation=organisation).select_related("call__source")


def feed_at(digest: str, day: date) -> DeadlineFeed | None:
    """The calendar of this address, as long as its owner is a member."""
    rows = DeadlineFeed.objects.select_related("mandate__organisation", "mandate__user", "mandate__cluster")
    feed = rows.filter(digest=digest, mandate__user__is_active=True).first()
    if feed is None or membership(feed.mandate.user, feed.mandate_id, day) is None:
        return None
    return feed


def deadlines_of(organisation: Organisation, now: datetime) -> tuple[AllDay, ...]:
    """Every deadline ahead of the calls that an organisation follows, on its day in the zone of the source."""
    return tuple(
        AllDay(
            f"call-{follow.call_id}-{moment:%Y%m%d}",
            (moment.astimezone(ZoneInfo(follow.call.zone)) - timedelta(seconds=1)).date(),
            follow.call.title,
            follow.call.get_absolute_url(),
        )
        for follow in followed_by(organisation)
        for moment in follow.call.moments
        if moment > now
    )


def letters_wanted(day: date) -> QuerySet[Letters]:
    """Whoever wants letters and is a member on the day."""
    held = Q(mandate__until_on=None) | Q(mandate__until_on__gte=day)
    rows = Letters.objects.filter(held, mandate__from_on__lte=day, mandate__user__is_active=True)
    return rows.select_related("mandate__user", "mandate__organisation", "mandate__cluster").order_by("pk")


@dataclass(frozen=True, slots=True)
class Shown:
    """A call's dates as a page says them: its state, its next deadline by day and hour, and the days left."""

    status: str
    label: str
    on: date | None
    at: datetime | None
    """The moment, where the source tells more than a day."""
    days: int | None
    more: int
    """How many cut-offs or stages come after it."""


def shown(call: Call, now: datetime) -> Shown:
    """A day that counts to its end is shown as that day, not as the first minute of the next one."""
    zone = ZoneInfo(call.zone)
    status = call.status_at(now)
    ahead = [one for one in call.moments if one > now]
    moment = ahead[0] if ahead else call.deadline_at
    if moment is None:
        return Shown(status, str(Call.Status(status).label), None, None, None, 0)
    on = (moment.astimezone(zone) - timedelta(seconds=1)).date()
    is_day = moment.astimezone(zone).time() == time()
    days = (on - now.astimezone(zone).date()).days
    more = max(0, len(ahead) - 1)
    return Shown(status, str(Call.Status(status).label), on, None if is_day else moment, days, more)


def shown_with(calls: Iterable[Call] | None, now: datetime) -> list[tuple[Call, Shown]]:
    return [(call, shown(call, now)) for call in calls or ()]


def shown_rows(calls: Iterable[Call], run: Run | None, now: datetime) -> list[tuple[Call, Shown, int]]:
    """Calls with their dates, and for how many members each is on the shortlist. One query."""
    rows = list(calls)
    counts = members_by_call(run, rows)
    return [(call, shown(call, now), counts.get(call.pk, 0)) for call in rows]


def counts_of(now: datetime) -> list[tuple[str, int]]:
    """How many calls are in each state. One query."""
    ahead = Q(deadline_at=None) | Q(deadline_at__gt=now)
    undated = Q(opens_at=None, deadline_at=None, is_continuous=False)
    found = Call.objects.aggregate(
        forthcoming=Count("pk", filter=ahead & Q(opens_at__gt=now)),
        unknown=Count("pk", filter=undated),
        open=Count("pk", filter=ahead & ~undated & (Q(opens_at=None) | Q(opens_at__lte=now))),
        closed=Count("pk", filter=Q(deadline_at__lte=now)),
    )
    return [(str(one.label), found[one.value]) for one in Call.Status]


def last_heard() -> datetime | None:
    """When a source last brought a listing."""
    good = Fetch.objects.filter(state__in=(Fetch.State.DONE, Fetch.State.UNCHANGED))
    return good.aggregate(at=Max("ended_at"))["at"]


@dataclass(frozen=True, slots=True)
class Explained:
    """A match with its reasons in the reader's language."""

    match: Match
    shown: Shown
    parts: list[Part]
    reasons: list[dict[str, Any]]
    settle: list[str]
    """The facts that would settle what is not known, each once."""


def explained(matches: Iterable[Match], now: datetime) -> list[Explained]:
    found = []
    for match in matches:
        reasons = [one | {"says": said(one["says"])} for one in match.reasons]
        settle = list(dict.fromkeys(said(one["settle"]) for one in match.reasons if one["settle"]))
        found.append(Explained(match, shown(match.call, now), parts_of(match), reasons, settle))
    return found


def heading(reason: str) -> str:
    """A reason of exclusion in words."""
    return gettext(HEADINGS.get(reason, reason))


def headed(left_out: Mapping[str, list[Organisation]]) -> list[tuple[str, list[Organisation]]]:
    """Who is left out, by reason in words, the commonest reason first."""
    rows = sorted(left_out.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(heading(reason), organisations) for reason, organisations in rows]


def lacks_told(shortlist: Shortlist | None) -> list[str]:
    """What the profile lacks, as what to do."""
    return [gettext(LACKS[key]) for key in shortlist.lacks if key in LACKS] if shortlist else []


def excluded_calls(shortlist: Shortlist, reason: str, now: datetime) -> QuerySet[Call]:
    """The calls that are out of reach for a reason, as far as they have not closed since."""
    return not_closed(now).filter(pk__in=shortlist.excluded.get(reason, ())).select_related("source")


def taking_part_keys(cluster: Cluster, day: date) -> QuerySet[Participation]:
    parts = Participation.objects.filter(Q(until_on=None) | Q(until_on__gte=day), cluster=cluster, from_on__lte=day)
    return parts.values("organisation")


def all_of(mandate: Mandate) -> dict[str, object]:
    """What a member's own pages tell of calls, ready to be written as JSON."""
    letters = Letters.objects.filter(mandate=mandate)
    followed = Follow.objects.filter(organisation=mandate.organisation).order_by("pk")
    return {
        "calls_followed": list(followed.values("call__reference", "call__title", "from_on")),
        "call_letters": letters.values("language", "from_on", "sent_at").first(),
    }


def memberships(user: User, day: date) -> QuerySet[Mandate]:
    """As whose member a user may follow calls."""
    held = mandates_of(user, day).filter(role=Mandate.Role.MEMBER)
    return held.select_related("organisation", "cluster").order_by("pk")


FIELD_LABELS: Final = {field.name: field.verbose_name for field in Call._meta.fields} | {
    "deadlines_at": Call._meta.get_field("deadlines").verbose_name
}


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version with what changed in words."""

    at: datetime
    shift: str
    changes: list[dict[str, Any]]


LONGEST_SHOWN: Final = 300


def versions_of(call: Call) -> list[VersionShown]:
    """What listings changed in a call, the latest first; those that only moved a deadline by seconds are left out."""
    found = []
    for version in call.versions.all()[:50]:
        loud = [change for change in version.changes if not change["is_silent"]]
        if version.changes and not loud:
            continue
        changes = [
            {
                "label": FIELD_LABELS.get(change["field"], change["field"]),
                "before": _in_short(change["before"]),
                "after": _in_short(change["after"]),
            }
            for change in loud
        ]
        found.append(VersionShown(version.at, version.get_shift_display() if version.shift else "", changes))
    return found


def _in_short(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    text = text.replace("T", " ").replace("+00:00", " UTC") if text[:4].isdecimal() and "+00:00" in text else text
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} …"


FETCHED_FOR: Final = timedelta(hours=2)
"""A fetch that has not ended after so long was broken off from outside."""


def is_going(fetch: Fetch, now: datetime) -> bool:
    return fetch.state == Fetch.State.RUNNING and now - fetch.began_at < FETCHED_FOR


def fetches_of(source: Source) -> list[tuple[Fetch, list[str], str]]:
    """The last fetches of a source with their remarks and error in the reader's language."""
    rows = source.fetches.select_related("by")[:20]
    return [(row, [said(one) for one in row.says], said(row.error) if row.error else "") for row in rows]
