"""The deeds of missions and of the meetings of events. Each is one transaction and leaves one audit line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import sha256
from time import perf_counter
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from tokka.partners.missions import refusal
from tokka.partners.timetable.event import WrongEvent, admit
from tokka.partners.timetable.moving import CannotMove, moved
from tokka.partners.timetable.plan import best_timetable
from tokka.partners.timetable.reasons import in_a_common_language
from tokka.partners.timetable.replan import replan
from tokka.partners.timetable.wishes import Absence as Away
from tokka.partners.timetable.wishes import Lock as Locked
from tokka.partners.timetable.wishes import Meeting as Held
from tokka.partners.timetable.wishes import Request, read_absences, read_locked, read_requests
from tokka.words import Remark
from tokkasite.accounts.models import User
from tokkasite.journal.guests import KEEP_DAYS, cancel_guest
from tokkasite.journal.membership import promote
from tokkasite.journal.models import Attendance, Event, Guest, SuccessStory
from tokkasite.missions import readers
from tokkasite.missions.models import (
    Absence,
    Change,
    CostLine,
    Initiative,
    Lock,
    Meeting,
    Meetings,
    Mission,
    Outcome,
    Paper,
    Planning,
    Traveller,
    Wish,
)
from tokkasite.register.models import Cluster, Mandate, Organisation, in_words
from tokkasite.runs.actions import keep_run
from tokkasite.runs.models import Run
from tokkasite.runs.readers import kept
from tokkasite.ui.files import check

MOST_PAPERS: Final = 200
STORIES: Final = frozenset({Outcome.Kind.PARTNER, Outcome.Kind.PROJECT, Outcome.Kind.CONTRACT})
"""What a success story of the journal is made of; talks and nothing are none."""


def _log(thing: models.Model, action: str, by: User | None, cluster: Cluster, **told: object) -> None:
    """One audit line, which the cluster's own trail finds."""
    log(thing, action, user=by, data={"cluster": cluster.pk, **told})


# --- Missions ---


@transaction.atomic
def keep_initiative(*, initiative: Initiative, clusters: Iterable[Cluster], cluster: Cluster, by: User) -> Initiative:
    """Write down an initiative, or change it."""
    initiative.full_clean()
    initiative.save()
    initiative.clusters.set(clusters)
    _log(initiative, "missions.keep_initiative", by, cluster)
    return initiative


@transaction.atomic
def keep_mission(*, mission: Mission, clusters: Iterable[Cluster], by: User | None) -> Mission:
    """Call a mission, or change it. Who is on the list stays; the page says whom a change shuts out."""
    mission.full_clean()
    mission.save()
    mission.clusters.set(clusters)
    _log(mission, "missions.keep_mission", by, mission.cluster)
    return mission


def _refuse_stranger(mission: Mission, organisation: Organisation) -> None:
    """Raise, with the reason, where the register does not let the organisation come along."""
    found = readers.admissions(mission, [organisation])[organisation.pk]
    if not found.may:
        raise ValidationError(in_words(found.reason))


@transaction.atomic
def invite(*, mission: Mission, organisations: Sequence[Organisation], by: User, today: date) -> int:
    """Invite those who may take part; who is on the list already stays as it is. Says how many are new."""
    for one in organisations:
        _refuse_stranger(mission, one)
    there = set(mission.travellers.values_list("organisation", flat=True))
    new = [one for one in organisations if one.pk not in there]
    Traveller.objects.bulk_create(
        Traveller(mission=mission, organisation=one, state=Traveller.State.INVITED, moved_on=today) for one in new
    )
    _log(mission, "missions.invite", by, mission.cluster, organisations=[one.pk for one in new])
    return len(new)


@transaction.atomic
def ask_along(
    *, mission: Mission, organisation: Organisation, persons: int, aim: str, by: User, today: date
) -> Traveller:
    """A member asks to come along, or answers an invitation, until the last day for that."""
    if today > mission.sign_up_until:
        raise ValidationError(_("Signing up for this mission has ended. Ask the cluster's team."))
    _refuse_stranger(mission, organisation)
    one = Traveller.objects.filter(mission=mission, organisation=organisation).first()
    one = one or Traveller(mission=mission, organisation=organisation)
    if one.state != Traveller.State.COMES:
        one.state, one.moved_on = Traveller.State.ASKED, today
    one.persons, one.aim = persons, aim
    one.full_clean()
    one.save()
    _log(mission, "missions.ask_along", by, mission.cluster, organisation=organisation.pk, persons=persons)
    return one


@transaction.atomic
def stay_home(*, mission: Mission, organisation: Organisation, by: User, today: date) -> None:
    """A member takes that back."""
    rows = Traveller.objects.filter(mission=mission, organisation=organisation)
    if rows.update(state=Traveller.State.STAYS, moved_on=today):
        _log(mission, "missions.stay_home", by, mission.cluster, organisation=organisation.pk)


@transaction.atomic
def decide(*, traveller: Traveller, comes: bool, by: User, today: date) -> Traveller:
    """The team takes an organisation along, or does not. Raises where it may not come or no place is left."""
    mission = Mission.objects.select_for_update().get(pk=traveller.mission_id)
    if comes:
        _refuse_stranger(mission, traveller.organisation)
        others = mission.travellers.filter(state=Traveller.State.COMES).exclude(pk=traveller.pk).count()
        if mission.places is not None and others >= mission.places:
            raise ValidationError(_("All places are taken. Raise their number, or take somebody off the list first."))
    traveller.state = Traveller.State.COMES if comes else Traveller.State.STAYS
    traveller.moved_on = today
    traveller.save(update_fields=["state", "moved_on"])
    _log(mission, "missions.decide", by, mission.cluster, organisation=traveller.organisation_id, comes=comes)
    return traveller


@transaction.atomic
def add_cost(*, line: CostLine, by: User | None) -> CostLine:
    """Book a cost. A line that may not stand is kept as refused, with the reason, and is in no sum."""
    coming = set(line.mission.travellers.values_list("organisation", flat=True))
    for field in ("organisation", "traveller"):
        body = getattr(line, field)
        if body is not None and body.pk not in coming:
            raise ValidationError({field: _("This organisation is not on the mission's list. Invite it first.")})
    line.full_clean()
    line.refusal = _refusal_of(line)
    line.save()
    _log(line.mission, "missions.add_cost", by, line.mission.cluster, line=line.pk, refused=line.refusal is not None)
    return line


def _refusal_of(line: CostLine) -> dict[str, Any] | None:
    """Why the line may not stand, as it is kept; None where it may."""
    is_protected = line.payer == CostLine.Payer.SME
    if line.organisation is not None:
        # A large enterprise or a public body may pay for itself what a small one may not.
        is_protected = readers.sizes([line.organisation])[line.organisation.pk].is_protected
    reason = refusal(readers.line_of(line), is_sme=is_protected)
    return None if reason is None else kept(reason)


@transaction.atomic
def let_pay(*, line: CostLine, payer: str, by: User) -> CostLine:
    """Put a refused line on one who may pay it."""
    if line.refusal is None or payer not in readers.INSTEAD:
        raise ValidationError(_("Only a refused line changes its payer this way: cluster, scheme or host."))
    line.payer, line.organisation = payer, None
    line.refusal = _refusal_of(line)
    line.save()
    _log(line.mission, "missions.let_pay", by, line.mission.cluster, line=line.pk, payer=payer)
    return line


@transaction.atomic
def remove_cost(*, line: CostLine, by: User) -> None:
    """Take a line out."""
    _log(line.mission, "missions.remove_cost", by, line.mission.cluster, told=str(line), refused=bool(line.refusal))
    line.delete()


@transaction.atomic
def add_paper(*, paper: Paper, by: User | None, today: date, file: str = "", content: bytes | None = None) -> Paper:
    """Keep a ticket, a receipt or a report, or say where it is.

    A file is kept under its digest, with the day and who brought it. Raises ValidationError where the content is not
    what its name says, where it is there already, and where its line is of another mission.
    """
    mission = paper.mission
    if paper.line is not None and paper.line.mission_id != mission.pk:
        raise ValidationError({"line": _("This cost line is of another mission.")})
    if mission.papers.count() >= MOST_PAPERS:
        raise ValidationError(_("There are %(count)d documents here, and no more are taken.") % {"count": MOST_PAPERS})
    if content is not None:
        _check_file(file, content)
        paper.name, paper.size, paper.digest = file[-150:], len(content), sha256(content).hexdigest()
        paper.kept_on, paper.kept_by = today, by
        if same := mission.papers.filter(digest=paper.digest, line=paper.line).first():
            raise ValidationError({"file": _("This file is here already: %(paper)s.") % {"paper": same}})
    paper.full_clean()
    paper.save()
    if content is not None:
        readers.SHELF.keep(content)
    told = {"kind": paper.kind} | ({"name": paper.name, "sha256": paper.digest} if paper.digest else {})
    _log(mission, "missions.add_paper", by, mission.cluster, **told)
    return paper


def _check_file(name: str, content: bytes) -> None:
    try:
        check(name, content)
    except ValidationError as wrong:
        raise ValidationError({"file": wrong.messages}) from wrong


@transaction.atomic
def remove_paper(*, paper: Paper, by: User) -> None:
    """Take a document out. Its file is destroyed, unless another document is the same; the trail keeps its digest."""
    told = {"told": str(paper)} | ({"name": paper.name, "sha256": paper.digest} if paper.digest else {})
    _log(paper.mission, "missions.remove_paper", by, paper.mission.cluster, **told)
    digest = paper.digest
    paper.delete()
    if digest and not Paper.objects.filter(digest=digest).exists():
        transaction.on_commit(partial(readers.SHELF.drop, digest))


@transaction.atomic
def report(*, mission: Mission, text: str, kind: str, by: User | None, today: date) -> Mission:
    """Write the report. The first time, the journal gets the event and who came: the evidence that labels count."""
    if today < mission.until_on:
        raise ValidationError({"text": _("The mission is not over yet. Report when it has ended.")})
    if not text.strip():
        raise ValidationError({"text": _("Write what was done and what was agreed.")})
    mission.report, mission.reported_on = text, mission.reported_on or today
    if mission.event is None:
        place = f"{mission.place}, {mission.country}"[:120]
        mission.event = Event.objects.create(
            cluster=mission.cluster, on=mission.from_on, kind=kind, title=mission.title, place=place
        )
    listed = set(mission.event.attendances.values_list("organisation", flat=True))
    coming = mission.travellers.filter(state=Traveller.State.COMES).exclude(organisation__in=listed)
    Attendance.objects.bulk_create(
        Attendance(event=mission.event, organisation=one.organisation, persons=one.persons)
        for one in coming.select_related("organisation")
    )
    mission.save()
    _log(mission, "missions.report", by, mission.cluster, event=mission.event.pk)
    return mission


@transaction.atomic
def tell_outcome(*, outcome: Outcome, by: User | None, today: date) -> Outcome:
    """Note what came of a mission. A partner, project or contract is written into the journal as a success story."""
    mission = outcome.mission
    comes = mission.travellers.filter(organisation=outcome.organisation, state=Traveller.State.COMES)
    if not comes.exists():
        raise ValidationError(_("This organisation did not come along."))
    if today <= mission.until_on:
        raise ValidationError(_("The mission is not over yet."))
    if outcome.kind in STORIES and not outcome.words.strip():
        raise ValidationError({"words": _("Say in a sentence what came of it: it becomes a success story.")})
    outcome.on = outcome.on or today
    outcome.full_clean()
    if outcome.kind in STORIES:
        told = {
            "cluster": mission.cluster,
            "organisation": outcome.organisation,
            "title": f"{outcome.get_kind_display()}: {mission.title}"[:200],
            "outcome": outcome.words,
        }
        if outcome.story is None:
            outcome.story = SuccessStory.objects.create(on=outcome.on, **told)
        else:
            SuccessStory.objects.filter(pk=outcome.story.pk).update(**told)
    outcome.save()
    _log(mission, "missions.tell_outcome", by, mission.cluster, organisation=outcome.organisation_id, kind=outcome.kind)
    return outcome


def ask_for_outcomes(*, day: date, by: User | None = None) -> int:
    """Ask the team and the members, once, what came of a mission that ended a year ago; says how many letters went."""
    sent = 0
    ended = Mission.objects.filter(until_on__lte=day - timedelta(days=readers.DAYS_TO_OUTCOME), asked_on=None)
    for mission in ended.select_related("cluster"):
        owing = readers.due_outcomes(mission, day)
        held = Mandate.objects.filter(cluster=mission.cluster, from_on__lte=day).filter(
            models.Q(until_on=None) | models.Q(until_on__gte=day)
        )
        team = held.filter(role__in=(Mandate.Role.MANAGER, Mandate.Role.TEAM))
        own = held.filter(role=Mandate.Role.MEMBER, organisation__in=owing)
        users = {one.user for one in (team | own).select_related("user")} if owing else set()
        for user in sorted(users, key=lambda one: one.pk):
            with translation.override(user.language or settings.LANGUAGE_CODE):
                subject = _("What came of it: %(mission)s") % {"mission": mission.title}
                is_team = team.filter(user=user).exists()
                page = mission.get_absolute_url() if is_team else reverse("members:start")
                told = {
                    "mission": mission,
                    "owing": owing,
                    "tally": readers.tally_of(mission),
                    "page": settings.WAGTAILADMIN_BASE_URL + page,
                }
                text = render_to_string("missions/outcome_letter.txt", told)
            send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])
            sent += 1
        with transaction.atomic():
            mission.asked_on = day
            mission.save(update_fields=["asked_on"])
            _log(mission, "missions.ask_for_outcomes", by, mission.cluster, letters=len(users))
    return sent


# --- Meetings ---


@transaction.atomic
def set_meetings(*, meetings: Meetings, by: User) -> Meetings:
    """Say when the slots are and how many tables there are. A smaller event drops the meetings that find no place."""
    meetings.full_clean()
    meetings.save()
    gone = meetings.held.filter(models.Q(slot__gt=meetings.slots) | models.Q(table__gt=meetings.tables)).delete()[0]
    meetings.absences.filter(slot__gt=meetings.slots).delete()
    _log(meetings.event, "missions.set_meetings", by, meetings.event.cluster, dropped=gone)
    return meetings


@transaction.atomic
def publish(*, event: Event, told: Mapping[str, Any], by: User) -> Event:
    """Say what the public reads of an event, and until when one registers. More places are given to those who wait."""
    for name, value in told.items():
        setattr(event, name, value)
    event.full_clean()
    event.save()
    _log(event, "journal.publish_event", by, event.cluster, public=event.is_public)
    promote(event=event, today=event.on)
    return event


@transaction.atomic
def ask_for(
    *,
    meetings: Meetings,
    guest: Guest,
    wanted: Mapping[Guest, float],
    away: Iterable[int],
    by: User | None,
    today: date,
    among: Iterable[Guest] | None = None,
) -> int:
    """A guest says whom to meet, how much, and in which slots not. What was said before is replaced.

    `among` are the guests who were shown, where that was not everybody: what was said of others stays.
    """
    if today > meetings.ask_until:
        raise ValidationError(_("The last day for requests is past. Ask the organiser."))
    if guest in wanted:
        raise ValidationError(_("You cannot meet yourself. Take your own name off the list."))
    kept_ones = meetings.wishes.filter(a=guest)
    if among is not None:
        kept_ones = kept_ones.filter(b__in=list(among))
    musts = {one.b_id: one.must for one in kept_ones}
    kept_ones.delete()
    Wish.objects.bulk_create(
        Wish(meetings=meetings, a=guest, b=other, weight=weight, must=musts.get(other.pk, False))
        for other, weight in wanted.items()
    )
    meetings.absences.filter(guest=guest).delete()
    slots = sorted({slot for slot in away if 1 <= slot <= meetings.slots})
    Absence.objects.bulk_create(Absence(meetings=meetings, guest=guest, slot=slot) for slot in slots)
    _log(meetings.event, "missions.ask_for", by, meetings.event.cluster, guest=guest.pk, count=len(wanted))
    return len(wanted)


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a list: how many rows are kept, and what is to be said of the others and of contradictions."""

    kept: int
    says: tuple[Remark, ...]


READERS: Final[Mapping[str, Callable[[bytes, str], tuple[Any, tuple[Remark, ...]]]]] = {
    "requests": read_requests,
    "absences": read_absences,
    "locked": read_locked,
}


@transaction.atomic
def bring_list(*, meetings: Meetings, kind: str, content: bytes, file: str, by: User | None) -> Brought:
    """Bring requests, absences or locked meetings from a list. Rows that cannot be are named and left out.

    Contradictions are looked for at once among all musts and locks that there are now. Raises WrongTable.
    """
    rows, says = READERS[kind](content, file)
    people = {name.casefold(): guest for name, guest in readers.asked(meetings).people.items()}
    known = [_spelt(row, people) for row in rows]
    if kind == "requests":
        count, found = _bring_requests(meetings, known, people)
    elif kind == "absences":
        count, found = _bring_absences(meetings, known, people)
    else:
        count, found = _bring_locks(meetings, known, people)
    if kind != "absences":
        found += list(contradictions(meetings))
    _log(meetings.event, "missions.bring_list", by, meetings.event.cluster, kind=kind, rows=count)
    return Brought(count, (*says, *found))


def _spelt(row: Any, people: Mapping[str, Guest]) -> Any:
    """The row with its people spelt as the list of guests spells them."""
    names = [name for name in ("a", "b", "person") if hasattr(row, name)]
    changed = {}
    for name in names:
        given = " ".join(getattr(row, name).split())
        guest = people.get(given.casefold())
        changed[name] = guest.label if guest else given
    return replace(row, **changed)


def _bring_requests(
    meetings: Meetings, rows: Sequence[Request], people: Mapping[str, Guest]
) -> tuple[int, list[Remark]]:
    labels = [guest.label for guest in people.values()]
    event, says = admit(rows, slots=meetings.slots, tables=meetings.tables, people=labels)
    good = {number for numbers in event.rows for number in numbers}
    wishes: dict[tuple[int, int], Wish] = {}
    for row in rows:
        if row.row not in good:
            continue
        a, b = people[row.a.casefold()], people[row.b.casefold()]
        before = wishes.get((a.pk, b.pk))
        weight = max(row.weight, before.weight) if before else row.weight
        must = row.must or (before is not None and before.must)
        wishes[a.pk, b.pk] = Wish(meetings=meetings, a=a, b=b, weight=min(weight, 1000), must=must)
    Wish.objects.bulk_create(
        wishes.values(), update_conflicts=True, unique_fields=["meetings", "a", "b"], update_fields=["weight", "must"]
    )
    return len(wishes), list(says)


def _bring_absences(meetings: Meetings, rows: Sequence[Away], people: Mapping[str, Guest]) -> tuple[int, list[Remark]]:
    says, good = [], {}
    for row in rows:
        guest = people.get(row.person.casefold())
        if guest is None:
            says.append(Remark(UNKNOWN, {"row": row.row, "name": row.person}))
        elif not 1 <= row.slot <= meetings.slots:
            says.append(Remark(NO_SLOT, {"row": row.row, "slot": row.slot, "slots": meetings.slots}))
        else:
            good[guest.pk, row.slot] = Absence(meetings=meetings, guest=guest, slot=row.slot)
    Absence.objects.bulk_create(good.values(), ignore_conflicts=True)
    return len(good), says


def _bring_locks(meetings: Meetings, rows: Sequence[Locked], people: Mapping[str, Guest]) -> tuple[int, list[Remark]]:
    says: list[Remark] = []
    good: list[Lock] = []
    for row in rows:
        a, b = people.get(row.a.casefold()), people.get(row.b.casefold())
        if a is None or b is None:
            says.append(Remark(UNKNOWN, {"row": row.row, "name": row.a if a is None else row.b}))
        elif a == b:
            says.append(Remark(ONESELF, {"row": row.row, "name": row.a}))
        else:
            good.append(Lock(meetings=meetings, a=a, b=b, slot=row.slot, table=row.table))
    Lock.objects.bulk_create(good)
    return len(good), says


UNKNOWN: Final = gettext_noop("Row %(row)s names an unknown person “%(name)s”: left out.")
ONESELF: Final = gettext_noop("Row %(row)s asks for a meeting of %(name)s with itself: left out.")
NO_SLOT: Final = gettext_noop(
    "Absence in row %(row)s: there is no slot %(slot)s; slots are 1 to %(slots)s. It is left out."
)


def contradictions(meetings: Meetings) -> tuple[Remark, ...]:
    """The smallest sets of locks and must-meetings that cannot stand together, found without planning the rest."""
    told = readers.asked(meetings)
    pairs = {frozenset((lock.a, lock.b)) for lock in told.locks}
    wanted = [one for one in told.requests if one.must or frozenset((one.a, one.b)) in pairs]
    if not wanted and not told.locks:
        return ()
    standing = [Request(lock.a, lock.b, 0.0, row=lock.row) for lock in told.locks]
    absences = [one for one in told.absences if any(one.person in (ask.a, ask.b) for ask in (*wanted, *standing))]
    found = best_timetable(
        [*wanted, *standing],
        slots=meetings.slots,
        tables=meetings.tables,
        absences=absences,
        locks=told.locks,
        seconds=0.5,
    )
    quiet = ("Row %(row)s repeats", "Proven", "Time was up", "Without a meeting", "Present in no slot")
    return tuple(remark for remark in found.remarks if not remark.message.startswith(quiet))


@transaction.atomic
def begin_planning(*, meetings: Meetings, seconds: int, now: datetime, by: User | None) -> Planning:
    """Open a planning; a background task makes it."""
    if not meetings.wishes.exists() and not meetings.locks.exists():
        raise ValidationError(_("Nobody has asked for a meeting yet. Bring a list of requests, or let guests ask."))
    planning = Planning.objects.create(meetings=meetings, seconds=seconds, begun_at=now, by=by)
    _log(meetings.event, "missions.begin_planning", by, meetings.event.cluster, seconds=seconds)
    return planning


def plan(*, planning: Planning, day: date, clock: Callable[[], datetime]) -> Planning:
    """Make the timetable that a planning asks for, and put it in place of the one before. Locked meetings stay.

    The search runs outside any transaction, so that nobody waits for it to write.
    """
    meetings, began = planning.meetings, perf_counter()
    told = readers.asked(meetings)
    requests, apart = told.requests, ()
    if not meetings.has_interpreters:
        spoken = {label: guest.spoken for label, guest in told.people.items()}
        requests, apart = in_a_common_language(told.requests, spoken)
    in_requests = {name for one in (*requests, *told.locks) for name in (one.a, one.b)}
    absences = [one for one in told.absences if one.person in in_requests]
    try:
        found = best_timetable(
            [*requests, *(Request(one.a, one.b, 0.0, row=one.row) for one in told.locks)],
            slots=meetings.slots,
            tables=meetings.tables,
            absences=absences,
            locks=told.locks,
            seconds=planning.seconds,
        )
    except WrongEvent as wrong:
        raise ValidationError(str(wrong)) from wrong
    says = [one for one in (*found.remarks, *apart) if not one.message.startswith("Row %(row)s repeats")]
    with transaction.atomic():
        rows = _put_in_place(meetings, found.meetings, told.people)
        planning.run = keep_run(
            engine=Run.Engine.TIMETABLE,
            cluster=meetings.event.cluster,
            day=day,
            terms={"slots": meetings.slots, "tables": meetings.tables, "seconds": planning.seconds},
            read=[repr((requests, absences, told.locks)).encode()],
            editions=[],
            result={
                "meetings": len(rows),
                "requests": len(requests),
                "people": len(told.people),
                "weight": found.weight,
                "bound": found.bound,
                "ratio": found.ratio,
                "proven": found.is_proven,
                "without_meeting": len(found.without_meeting),
                "gaps": found.gaps,
            },
            seconds=round(perf_counter() - began, 3),
            now=clock(),
            by=planning.by,
        )
        planning.state, planning.says = Planning.State.DONE, [kept(one) for one in says]
        planning.save()
        _log(meetings.event, "missions.plan", planning.by, meetings.event.cluster, meetings=len(rows))
    return planning


def _put_in_place(meetings: Meetings, found: Iterable[Held], people: Mapping[str, Guest]) -> list[Meeting]:
    meetings.held.all().delete()
    meetings.changes.all().delete()
    return Meeting.objects.bulk_create(
        Meeting(meetings=meetings, a=people[one.a], b=people[one.b], slot=one.slot, table=one.table) for one in found
    )


@transaction.atomic
def fail_planning(*, planning: Planning, says: Remark) -> None:
    """Note that it could not be made, and why."""
    planning.state, planning.says = Planning.State.FAILED, [kept(says)]
    planning.save(update_fields=["state", "says"])


@transaction.atomic
def move_meeting(*, meeting: Meeting, slot: int, table: int | None, keeps: bool, now: datetime, by: User) -> Meeting:
    """Move a meeting to another slot or table; `keeps` locks it there. Raises ValidationError with the reason."""
    meetings = Meetings.objects.select_for_update().select_related("event__cluster").get(pk=meeting.meetings_id)
    rows = readers.held(meetings)
    others = readers.as_held(one for one in rows if one.pk != meeting.pk)
    told = readers.asked(meetings)
    before = Held(meeting.slot, meeting.table, meeting.a.label, meeting.b.label)
    try:
        after = moved(
            before,
            others,
            told.absences,
            slot=slot,
            table=table,
            slots=meetings.slots,
            tables=meetings.tables,
            from_slot=readers.slot_now(meetings, now),
        )
    except CannotMove as wrong:
        raise ValidationError(in_words(wrong.says)) from wrong
    meeting.slot, meeting.table = after.slot, after.table
    meeting.save(update_fields=["slot", "table"])
    pair = models.Q(a=meeting.a, b=meeting.b) | models.Q(a=meeting.b, b=meeting.a)
    meetings.locks.filter(pair).delete()
    if keeps:
        Lock.objects.create(meetings=meetings, a=meeting.a, b=meeting.b, slot=after.slot, table=after.table)
    _note_change(meetings, Remark(MOVED), [before], [after], sorted({after.a, after.b}), now, by)
    _log(meetings.event, "missions.move_meeting", by, meetings.event.cluster, meeting=meeting.pk, slot=after.slot)
    return meeting


MOVED: Final = gettext_noop("The organiser moved a meeting.")
NO_SHOW: Final = gettext_noop("%(name)s is absent from slot %(slot)s on.")


def _note_change(
    meetings: Meetings,
    why: Remark,
    dropped: Iterable[Held],
    added: Iterable[Held],
    touched: Sequence[str],
    now: datetime,
    by: User | None,
) -> Change:
    def rows(some: Iterable[Held]) -> list[list[object]]:
        return [[one.a, one.b, one.slot, one.table] for one in some]

    what = {"why": kept(why), "dropped": rows(dropped), "added": rows(added), "touched": list(touched)}
    return Change.objects.create(meetings=meetings, at=now, what=what, by=by)


@transaction.atomic
def note_no_show(*, meetings: Meetings, guest: Guest, from_slot: int, now: datetime, by: User | None) -> Change:
    """Somebody does not come, or leaves. Only those who lose a meeting get a new one; every other agenda stays."""
    meetings = Meetings.objects.select_for_update().select_related("event__cluster").get(pk=meetings.pk)
    if not 1 <= from_slot <= meetings.slots:
        raise ValidationError({"from_slot": _("There is no such slot.")})
    told, rows = readers.asked(meetings), readers.held(meetings)
    news = [Away(guest.label, slot) for slot in range(from_slot, meetings.slots + 1)]
    requests = told.requests
    if not meetings.has_interpreters:
        spoken = {label: one.spoken for label, one in told.people.items()}
        requests, _apart = in_a_common_language(told.requests, spoken)
    change = replan(
        readers.as_held(rows),
        requests,
        told.absences,
        news,
        slots=meetings.slots,
        tables=meetings.tables,
        from_slot=max(from_slot, readers.slot_now(meetings, now)),
        seconds=SECONDS_ON_SITE,
    )
    Absence.objects.bulk_create(
        (Absence(meetings=meetings, guest=guest, slot=one.slot) for one in news), ignore_conflicts=True
    )
    gone = {(one.slot, one.table) for one in change.dropped}
    meetings.held.filter(pk__in=[one.pk for one in rows if (one.slot, one.table) in gone]).delete()
    people = told.people | {guest.label: guest}
    Meeting.objects.bulk_create(
        Meeting(meetings=meetings, a=people[one.a], b=people[one.b], slot=one.slot, table=one.table)
        for one in change.added
    )
    why = Remark(NO_SHOW, {"name": guest.label, "slot": from_slot})
    made = _note_change(meetings, why, change.dropped, change.added, change.touched, now, by)
    _log(meetings.event, "missions.note_no_show", by, meetings.event.cluster, guest=guest.pk, from_slot=from_slot)
    return made


@transaction.atomic
def stay_away(*, guest: Guest, today: date, now: datetime, by: User | None) -> None:
    """A guest cancels. Where there is a timetable, those who lose a meeting by it are planned anew at once."""
    meetings = Meetings.objects.filter(event=guest.event_id).select_related("event").first()
    is_held = meetings is not None and meetings.held.filter(models.Q(a=guest) | models.Q(b=guest)).exists()
    if meetings is not None and is_held and today <= meetings.event.on:
        from_slot = readers.slot_now(meetings, now)
        if from_slot <= meetings.slots:
            note_no_show(meetings=meetings, guest=guest, from_slot=from_slot, now=now, by=by)
    cancel_guest(guest=guest, today=today, by=by)


@transaction.atomic
def erase_guest(*, guest: Guest, today: date, now: datetime, by: User) -> None:
    """Delete a guest who asks for it, with wishes and meetings, and what remarks say by name."""
    event = guest.event
    if today <= event.on and guest.cancelled_on is None:
        stay_away(guest=guest, today=today, now=now, by=by)
    Change.objects.filter(meetings__event=event).delete()
    Planning.objects.filter(meetings__event=event).update(says=[])
    guest.delete()
    _log(event, "missions.erase_guest", by, event.cluster)


SECONDS_ON_SITE: Final = 2.0
"""Those who lost a meeting to one person are few: they are planned in moments, while they stand at the desk."""


@transaction.atomic
def note_attendance(*, event: Event, guests: Iterable[Guest], by: User, today: date) -> int:
    """Write into the journal which organisations came, counted from the guests who were ticked. Says how many."""
    if event.on > today:
        raise ValidationError(_("This event is still to come. Record who came when it was held."))
    persons: dict[int, int] = {}
    for guest in guests:
        if guest.organisation_id:
            persons[guest.organisation_id] = persons.get(guest.organisation_id, 0) + 1
    for number, count in persons.items():
        Attendance.objects.update_or_create(event=event, organisation_id=number, defaults={"persons": count})
    _log(event, "missions.note_attendance", by, event.cluster, organisations=sorted(persons))
    return len(persons)


def forget_names(*, day: date, by: User | None = None) -> int:
    """Forget who was named in the remarks and changes of timetables whose event was held half a year ago."""
    old = models.Q(meetings__event__on__lt=day - timedelta(days=KEEP_DAYS))
    with transaction.atomic():
        count: int = Change.objects.filter(old).delete()[0]
        for planning in Planning.objects.filter(old).exclude(says=[]).select_related("meetings__event__cluster"):
            planning.says = []
            planning.save(update_fields=["says"])
            _log(planning.meetings.event, "missions.forget_names", by, planning.meetings.event.cluster)
            count += 1
    return count
