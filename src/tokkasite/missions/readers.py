"""Missions and meetings as the engines read them, and the queries that several screens share."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tokka.partners.exchanges import SCHEMES, Scheme, Stay, Verdict, judge, scheme_named
from tokka.partners.missions import MAY_PAY_INSTEAD, Admission, Membership, admission
from tokka.partners.missions import Cost as CostKind
from tokka.partners.missions import CostLine as JudgedLine
from tokka.partners.missions import Payer as JudgedPayer
from tokka.partners.timetable.reasons import why_without
from tokka.partners.timetable.wishes import Absence as Away
from tokka.partners.timetable.wishes import Lock as Locked
from tokka.partners.timetable.wishes import Meeting as Held
from tokka.partners.timetable.wishes import Request
from tokka.words import Remark
from tokkasite.journal.models import Event, Guest, Registration
from tokkasite.missions.models import CostLine, Lock, Meeting, Meetings, Mission, Outcome, Paper, Traveller
from tokkasite.register.models import Cluster, Commitment, Organisation, Participation, Role, SizeFigure
from tokkasite.register.readers import size_class_of
from tokkasite.ui.files import Shelf

SHELF: Final = Shelf("missions")
"""Where the files of documents lie."""
INSTEAD: Final = tuple(CostLine.Payer(one.value) for one in MAY_PAY_INSTEAD)
SCHEME_CHOICES: Final = [(scheme.key, scheme.label) for scheme in SCHEMES]


def missions_of(cluster: Cluster) -> QuerySet[Mission]:
    """The missions that a cluster organises, with how many come along."""
    coming = Count("travellers", filter=Q(travellers__state=Traveller.State.COMES), distinct=True)
    asking = Count("travellers", filter=Q(travellers__state=Traveller.State.ASKED), distinct=True)
    return Mission.objects.filter(cluster=cluster).select_related("initiative").annotate(coming=coming, asking=asking)


def open_to(cluster: Cluster, organisation: Organisation, today: date) -> QuerySet[Mission]:
    """The missions that a member of a cluster is shown: open ones that name its cluster, and its own."""
    own = Traveller.objects.filter(mission=OuterRef("pk"), organisation=organisation)
    rows = Mission.objects.filter(Q(clusters=cluster, sign_up_until__gte=today) | Q(Exists(own)))
    journeys = Traveller.objects.filter(organisation=organisation)
    rows = rows.select_related("cluster", "initiative").prefetch_related(Prefetch("travellers", journeys, "own"))
    return rows.distinct()


def admissions(mission: Mission, organisations: Iterable[Organisation]) -> dict[int, Admission]:
    """Whether each organisation may take part, by the register on the mission's first day, and why."""
    bodies = list(organisations)
    clusters = list(mission.clusters.all())
    parts = Participation.objects.filter(cluster__in=clusters, organisation__in=bodies).select_related("cluster")
    proofs = Commitment.objects.filter(participation__in=parts).select_related("participation__cluster")
    memberships = [Membership(str(one.organisation_id), str(one.cluster), one.from_on, one.until_on) for one in parts]
    commitments = [
        Membership(str(one.participation.organisation_id), str(one.participation.cluster), one.from_on, one.until_on)
        for one in proofs
    ]
    named = [str(cluster) for cluster in clusters]
    return {
        body.pk: _by_name(admission(str(body.pk), named, memberships, commitments, mission.from_on), body)
        for body in bodies
    }


def _by_name(found: Admission, body: Organisation) -> Admission:
    """The engine tells organisations apart by number; people read names."""
    return Admission(found.may, Remark(found.reason.message, {**found.reason.values, "organisation": body.name}))


def could_come(mission: Mission) -> list[Organisation]:
    """Everybody who may take part and is not yet on the list: committed participants on the first day."""
    day = mission.from_on
    holds = Q(until_on=None) | Q(until_on__gte=day)
    proofs = Commitment.objects.filter(holds, participation=OuterRef("pk"), from_on__lte=day)
    parts = Participation.objects.filter(holds, Exists(proofs), cluster__in=mission.clusters.all(), from_on__lte=day)
    rows = Organisation.objects.filter(pk__in=parts.values("organisation"))
    return list(rows.exclude(journeys__mission=mission).order_by("name", "pk"))


@dataclass(frozen=True, slots=True)
class Size:
    """How an organisation stands before the cost rule."""

    is_protected: bool
    says: str


SMALL = _("small or medium-sized enterprise")
LARGE = _("large enterprise")
NO_ENTERPRISE = _("no enterprise")
NOT_KNOWN = _("size not known: protected like a small one until its figures are entered")


def sizes(organisations: Iterable[Organisation]) -> dict[int, Size]:
    """Whom the cost rule protects. A company whose size nobody entered is protected: the rule must not fail on a gap.

    The latest figures of a company count, those that it declared before those of a register.
    """
    bodies = {body.pk: body for body in organisations}
    latest: dict[int, SizeFigure] = {}
    rows = SizeFigure.objects.filter(organisation__in=bodies)
    for figure in sorted(rows, key=lambda one: (one.year, one.origin == SizeFigure.Origin.DECLARED)):
        latest[figure.organisation_id] = figure
    return {pk: _size(body, latest.get(pk)) for pk, body in bodies.items()}


def _size(body: Organisation, figure: SizeFigure | None) -> Size:
    if body.role != Role.COMPANY:
        return Size(False, NO_ENTERPRISE)
    key = size_class_of(figure).key if figure else ""
    if key == "large":
        return Size(False, LARGE)
    return Size(True, SMALL if key in ("micro", "small", "medium") else NOT_KNOWN)


def line_of(line: CostLine) -> JudgedLine:
    """A cost line as the engine reads it. Organisations go by name, which the reasons repeat."""
    return JudgedLine(
        kind=CostKind(line.kind),
        amount_eur=float(line.amount_eur),
        payer=JudgedPayer(line.payer),
        organisation=line.organisation.name if line.organisation else line.get_payer_display(),
        traveller=line.traveller.name if line.traveller else "",
        label=line.label,
    )


@dataclass(frozen=True, slots=True)
class Costs:
    """The cost report of a mission: what stands, what is refused, and the sums in euros."""

    accepted: list[CostLine]
    refused: list[CostLine]
    by_payer: list[tuple[str, Decimal]]
    by_organisation: list[tuple[Organisation, Decimal]]
    total: Decimal
    evidence: list[Paper]
    """The documents of the mission: the files that are kept, and what lies elsewhere."""
    unproved: list[CostLine]
    """Lines that stand and that no document proves."""


def costs_of(mission: Mission) -> Costs:
    """Three queries."""
    rows = list(mission.cost_lines.select_related("organisation", "traveller").prefetch_related("papers"))
    accepted = [line for line in rows if line.refusal is None]
    by_payer: dict[str, Decimal] = defaultdict(Decimal)
    own: dict[Organisation, Decimal] = defaultdict(Decimal)
    for line in accepted:
        by_payer[line.payer] += line.amount_eur
        if line.organisation is not None and line.payer == CostLine.Payer.SME:
            own[line.organisation] += line.amount_eur
    return Costs(
        accepted,
        [line for line in rows if line.refusal is not None],
        [(payer.label, by_payer[payer]) for payer in CostLine.Payer if payer in by_payer],
        sorted(own.items(), key=lambda pair: pair[0].name),
        sum((line.amount_eur for line in accepted), Decimal()),
        list(mission.papers.select_related("organisation", "line", "kept_by")),
        [line for line in accepted if not line.papers.all()],
    )


@dataclass(frozen=True, slots=True)
class Proved:
    """What came of a mission for one organisation, and the documents that prove it."""

    outcome: Outcome
    proofs: list[Paper]


def outcomes_of(mission: Mission) -> list[Proved]:
    """What came of it, with its proofs. Two queries."""
    proofs: dict[int | None, list[Paper]] = defaultdict(list)
    for paper in mission.papers.filter(kind=Paper.Kind.OUTCOME):
        proofs[paper.organisation_id].append(paper)
    rows = mission.outcomes.select_related("organisation", "story")
    return [Proved(one, proofs[one.organisation_id]) for one in rows]


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of what came of a mission is proved."""

    outcomes: int
    proved: int
    documents: int


def tally_of(mission: Mission) -> Tally:
    """Counted are outcomes that say that something came of it, and every document of the mission."""
    told = [one for one in outcomes_of(mission) if one.outcome.kind != Outcome.Kind.NOTHING]
    return Tally(len(told), sum(bool(one.proofs) for one in told), mission.papers.count())


def scheme_of(mission: Mission) -> Scheme | None:
    """The exchange scheme of the mission's initiative, where its rules are known."""
    return scheme_named(mission.initiative.scheme) if mission.initiative and mission.initiative.scheme else None


def stays(mission: Mission, travellers: Iterable[Traveller]) -> dict[int, Verdict]:
    """What the exchange scheme says of each stay. Who has no known place, or a host without one, is not judged."""
    scheme = scheme_of(mission)
    if scheme is None or mission.lat is None or mission.lon is None:
        return {}
    earlier = Traveller.objects.filter(
        state=Traveller.State.COMES, mission__initiative=mission.initiative, mission__from_on__lt=mission.from_on
    )
    visits = dict(earlier.values_list("organisation").annotate(count=Count("pk")).order_by())
    found = {}
    for one in travellers:
        place = one.organisation.municipality
        if place is None or place.latitude is None or place.longitude is None:
            continue
        stay = Stay(
            visitor=one.organisation.name,
            visitor_country="FI",  # whoever takes part in a cluster here has its seat in the region
            visitor_place=(place.latitude, place.longitude),
            host=mission.host_name,
            host_country=mission.country,
            host_place=(mission.lat, mission.lon),
            from_on=mission.from_on,
            to_on=mission.until_on,
            working_days=mission.working_days,
            visitor_is_member=True,  # nobody else is let on the list
            earlier_visits=visits.get(one.organisation_id, 0),
        )
        found[one.pk] = judge(stay, scheme)
    return found


def due_outcomes(mission: Mission, today: date) -> list[Organisation]:
    """Who came along a year ago or longer and has not told what came of it."""
    if (today - mission.until_on).days < DAYS_TO_OUTCOME:
        return []
    told = Outcome.objects.filter(mission=mission).values("organisation")
    coming = mission.travellers.filter(state=Traveller.State.COMES).exclude(organisation__in=told)
    return [one.organisation for one in coming.select_related("organisation")]


DAYS_TO_OUTCOME: Final = 365


def events_of(cluster: Cluster) -> QuerySet[Event]:
    """The events of a cluster for which people register or registered, the last first."""
    persons = Registration.objects.filter(event=OuterRef("pk"))
    guests = Guest.objects.filter(event=OuterRef("pk"))
    rows = Event.objects.filter(cluster=cluster)
    rows = rows.filter(Q(sign_up_until__isnull=False) | Exists(persons) | Exists(guests) | Q(meetings__isnull=False))
    return rows.select_related("meetings").order_by("-on", "-pk")


def public_events(today: date) -> QuerySet[Event]:
    """The coming events that were published, the next first."""
    rows = Event.objects.filter(is_public=True, on__gte=today)
    return rows.select_related("cluster", "meetings").order_by("on", "pk")


def past_public_events(today: date) -> QuerySet[Event]:
    """The published events that were held, the last first."""
    return Event.objects.filter(is_public=True, on__lt=today).select_related("cluster").order_by("-on", "-pk")


def published_event(number: int) -> QuerySet[Event]:
    """One event, where it was published."""
    return Event.objects.filter(is_public=True, pk=number).select_related("cluster")


def guests_of(event: Event) -> QuerySet[Guest]:
    """Who comes: neither cancelled nor waiting."""
    return event.guests.filter(cancelled_on=None, waits=False).select_related("organisation")


def guests_found(event: Event, words: str) -> QuerySet[Guest]:
    """The guests who come and whose name, organisation, offer or search holds every word."""
    rows = guests_of(event)
    for word in words.split()[:5]:
        rows = rows.filter(
            Q(label__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(organisation_name__icontains=word)
            | Q(offers__icontains=word)
            | Q(seeks__icontains=word)
        )
    return rows


def with_meetings(meetings: Meetings) -> QuerySet[Guest]:
    """The guests whom somebody waits for at a table."""
    held = meetings.held
    return guests_of(meetings.event).filter(Q(pk__in=held.values("a")) | Q(pk__in=held.values("b")))


# --- What the timetable reads. People go by their label, which is theirs alone within an event. ---


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that a timetable is made of."""

    people: dict[str, Guest]
    requests: tuple[Request, ...]
    absences: tuple[Away, ...]
    locks: tuple[Locked, ...]


def asked(meetings: Meetings) -> Asked:
    """The guests who come, and what they asked for. Rows are numbered as on the pages: requests, then locks."""
    people = {guest.label: guest for guest in guests_of(meetings.event)}
    label = {guest.pk: name for name, guest in people.items()}
    requests = tuple(
        Request(label[one.a_id], label[one.b_id], one.weight, one.must, number)
        for number, one in enumerate(meetings.wishes.all(), 1)
        if one.a_id in label and one.b_id in label
    )
    absences = tuple(
        Away(label[one.guest_id], one.slot, number)
        for number, one in enumerate(meetings.absences.all(), 1)
        if one.guest_id in label
    )
    return Asked(people, requests, absences, tuple(locks_of(meetings, label)))


def locks_of(meetings: Meetings, label: Mapping[int, str]) -> Iterable[Locked]:
    for number, one in enumerate(meetings.locks.all(), 1):
        if one.a_id in label and one.b_id in label:
            yield Locked(label[one.a_id], label[one.b_id], one.slot, one.table, number)


def held(meetings: Meetings) -> list[Meeting]:
    """The timetable as it stands, by slot and table."""
    return list(meetings.held.select_related("a__organisation", "b__organisation"))


def held_by(meetings: Meetings, guest: Guest) -> list[Meeting]:
    """The meetings of one guest."""
    rows = meetings.held.filter(Q(a=guest) | Q(b=guest))
    return list(rows.select_related("a__organisation", "b__organisation"))


@dataclass(frozen=True, slots=True)
class Counted:
    """How much is asked for, without reading it all."""

    people: int
    requests: int
    musts: int
    locks: int
    absences: int


def counted(meetings: Meetings) -> Counted:
    """Four queries. As in the timetable, what names a guest who does not come is left out."""
    people = guests_of(meetings.event).order_by()
    among = people.values("pk")
    wishes = meetings.wishes.filter(a__in=among, b__in=among).aggregate(
        count=Count("pk"), musts=Count("pk", filter=Q(must=True))
    )
    return Counted(
        people.count(),
        wishes["count"],
        wishes["musts"],
        meetings.locks.filter(a__in=among, b__in=among).count(),
        meetings.absences.filter(guest__in=among).count(),
    )


ON_A_PAGE: Final = 100
"""Rows of a timetable or of a list of guests on one page."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot of the timetable: when it is, how many meetings it has, and those that the page shows."""

    number: int
    begins: datetime
    ends: datetime
    count: int
    has_break: bool
    rows: list[tuple[Meeting, bool]]
    """Each meeting, and whether it is locked there."""
    is_shown: bool


def slots_shown(meetings: Meetings, rows: Iterable[Meeting], shown: Iterable[int]) -> list[Slot]:
    """All slots with their counts, and in those that are shown the given meetings. Two queries."""
    counts = dict(meetings.held.order_by().values_list("slot").annotate(count=Count("pk")))
    locked, numbers = locked_pairs(meetings), set(shown)
    by_slot: dict[int, list[tuple[Meeting, bool]]] = defaultdict(list)
    for one in rows:
        by_slot[one.slot].append((one, frozenset((one.a_id, one.b_id)) in locked))
    return [
        Slot(slot, begins, ends, counts.get(slot, 0), slot in meetings.breaks, by_slot[slot], slot in numbers)
        for slot, (begins, ends) in enumerate(meetings.times, 1)
    ]


def guests_by_hundreds(event: Event) -> list[list[int]]:
    """The numbers of the guests who come, in pages; guests of one organisation stand on one page, together.

    Who came is written into the journal by organisation: no page may know half of one.
    """
    rows = guests_of(event).order_by(F("organisation__name").asc(nulls_last=True), "organisation", "label", "pk")
    pages: list[list[int]] = [[]]
    for organisation, group in groupby(rows.values_list("organisation", "pk"), key=itemgetter(0)):
        numbers = [number for _organisation, number in group]
        # Whoever came without an organisation of the register is in no count: such guests fill pages one by one.
        for part in [numbers] if organisation else [[number] for number in numbers]:
            if pages[-1] and len(pages[-1]) + len(part) > ON_A_PAGE:
                pages.append([])
            pages[-1] += part
    return pages


def as_held(rows: Iterable[Meeting]) -> list[Held]:
    return [Held(one.slot, one.table, one.a.label, one.b.label) for one in rows]


def locked_pairs(meetings: Meetings) -> set[frozenset[int]]:
    """Pairs that are fixed in a slot."""
    return {frozenset((one.a_id, one.b_id)) for one in Lock.objects.filter(meetings=meetings, slot__isnull=False)}


def without_meeting(meetings: Meetings, told: Asked, rows: Iterable[Meeting]) -> tuple[tuple[str, Remark], ...]:
    """Who has no meeting, by label, and why."""
    known = [one for one in told.requests if one.a in told.people and one.b in told.people]
    return why_without(told.people, known, told.absences, as_held(rows), slots=meetings.slots)


def whose_day_is_empty(meetings: Meetings) -> tuple[tuple[str, Remark], ...]:
    """Who comes and has no meeting, and why. The requests are read only where there is somebody."""
    idle = guests_of(meetings.event).exclude(pk__in=meetings.held.values("a")).exclude(pk__in=meetings.held.values("b"))
    return without_meeting(meetings, asked(meetings), held(meetings)) if idle.exists() else ()


def slot_now(meetings: Meetings, now: datetime) -> int:
    """The first slot that is not yet over: 1 before the event's day, one more than there are after the last."""
    clock = now.replace(tzinfo=None)
    return 1 + sum(ends <= clock for _begins, ends in meetings.times)


@dataclass(frozen=True, slots=True)
class Line:
    """One slot of an agenda: when, with whom and where; without a meeting nobody and no table."""

    slot: int
    begins: datetime
    ends: datetime
    other: Guest | None = None
    table: int | None = None
    is_absent: bool = False
    meeting: Meeting | None = None


def agenda_of(meetings: Meetings, guest: Guest, rows: Iterable[Meeting], away: Iterable[int]) -> list[Line]:
    """A guest's slots in order."""
    own: dict[int, Meeting] = {one.slot: one for one in rows if guest.pk in (one.a_id, one.b_id)}
    absent = set(away)
    lines = []
    for slot, (begins, ends) in enumerate(meetings.times, 1):
        one = own.get(slot)
        if one is None:
            lines.append(Line(slot, begins, ends, is_absent=slot in absent))
        else:
            other = one.b if one.a_id == guest.pk else one.a
            lines.append(Line(slot, begins, ends, other, one.table, meeting=one))
    return lines


def agendas(meetings: Meetings) -> list[tuple[Guest, list[Line]]]:
    """Everybody's agenda, by label, in a fixed number of queries."""
    by_guest: dict[int, list[Meeting]] = defaultdict(list)
    for one in held(meetings):
        by_guest[one.a_id].append(one)
        by_guest[one.b_id].append(one)
    away: dict[int, list[int]] = defaultdict(list)
    for number, slot in meetings.absences.values_list("guest", "slot"):
        away[number].append(slot)
    return [
        (guest, agenda_of(meetings, guest, by_guest[guest.pk], away[guest.pk])) for guest in guests_of(meetings.event)
    ]


def figures_of(planning: Any) -> dict[str, Any] | None:
    """What the engine said of the quality of a timetable, as numbers."""
    return planning.run.result if planning and planning.run else None
