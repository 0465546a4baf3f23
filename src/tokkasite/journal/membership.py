"""Deeds of members in the journal: what they answer, what they come to, and the groups that they join and leave."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Avg, Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from tokkasite.accounts.models import User
from tokkasite.journal.models import (
    Event,
    Guest,
    Registration,
    Survey,
    SurveyAnswer,
    SurveyQuestion,
    WorkingGroup,
    WorkingGroupMember,
    WorkingGroupWish,
)
from tokkasite.register.models import Organisation


@transaction.atomic
def answer_survey(
    *, survey: Survey, organisation: Organisation, answers: Mapping[SurveyQuestion, int | str], by: User, today: date
) -> int:
    """Keep what the organisation answers; answers given before are replaced. Returns how many questions it answered.

    The survey's numbers follow: who answered, and the mean of all scores.
    """
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if not is_open(survey, today):
        raise ValidationError(_("This survey is closed. Thank you all the same."))
    given = [
        SurveyAnswer(
            question=question,
            organisation=organisation,
            on=today,
            score=answer if question.kind == SurveyQuestion.Kind.SCALE else None,
            words=answer if question.kind == SurveyQuestion.Kind.WORDS else "",
        )
        for question, answer in answers.items()
        if answer not in (None, "")
    ]
    if not given:
        raise ValidationError(_("Answer at least one question."))
    SurveyAnswer.objects.filter(question__survey=survey, organisation=organisation).delete()
    for one in given:
        one.clean_fields(exclude=("question", "organisation"))
    SurveyAnswer.objects.bulk_create(given)
    told = SurveyAnswer.objects.filter(question__survey=survey)
    counted = told.aggregate(answered=Count("organisation", distinct=True), mean=Avg("score"))
    survey.answered = counted["answered"]
    survey.asked = max(survey.asked, survey.answered)  # who answers was asked, however many were counted before
    survey.mean_1_to_5 = None if counted["mean"] is None else round(counted["mean"], 2)
    survey.save(update_fields=["answered", "asked", "mean_1_to_5"])
    log(survey, "journal.answer_survey", user=by, data={"organisation": organisation.pk, "questions": len(given)})
    return len(given)


def is_open(survey: Survey, today: date) -> bool:
    """Whether members answer it today."""
    return survey.open_until is not None and survey.on <= today <= survey.open_until


@transaction.atomic
def sign_up(
    *, event: Event, organisation: Organisation, persons: int, by: User, today: date, may_wait: bool = False
) -> Registration:
    """Sign up for a coming event, or change for how many. Raises ValidationError where it is full or too late.

    With `may_wait` a full event puts it on the waiting list. The event is held while the places are counted, so that
    the last one is not given twice.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    refuse_late(event, today)
    kept = Registration.objects.filter(event=event, organisation=organisation).first()
    holds = kept is not None and kept.cancelled_on is None and not kept.waits
    left = places_left(event, beside=kept.persons if kept and holds else 0)
    is_full = left is not None and persons > left
    if is_full and (holds or not may_wait):
        says = ngettext("%(count)d place is left.", "%(count)d places are left.", left or 0)
        raise ValidationError({"persons": says % {"count": left}})
    registration = kept or Registration(event=event, organisation=organisation, made_on=today)
    if registration.cancelled_on:
        registration.made_on = today  # who comes back waits behind those who stayed
    registration.persons, registration.cancelled_on, registration.waits = persons, None, is_full
    registration.full_clean()
    registration.save()
    log(event, "journal.sign_up", user=by, data={"organisation": organisation.pk, "persons": persons})
    promote(event=event, today=today)
    return registration


def refuse_late(event: Event, today: date) -> None:
    """Raise where nobody signs up for the event any more, or did not yet."""
    if event.sign_up_until is None or today > min(event.sign_up_until, event.on):
        raise ValidationError(_("Signing up for this event has ended. Ask the cluster's team."))


def places_taken(event: Event) -> int:
    """For how many persons places are taken; who waits takes none, and a guest of a registration takes one of its."""
    signed = event.registrations.filter(cancelled_on=None, waits=False).aggregate(total=Sum("persons"))["total"] or 0
    return signed + event.guests.filter(cancelled_on=None, waits=False, registration=None).count()


def places_left(event: Event, beside: int = 0) -> int | None:
    """How many places are left where `beside` of those taken are one's own; None where there is no limit."""
    return None if event.capacity is None else max(0, event.capacity - places_taken(event) + beside)


def waiting(event: Event) -> list[Registration | Guest]:
    """Who waits for a place, in the order in which they came."""
    rows: list[Registration | Guest] = [
        *event.registrations.filter(cancelled_on=None, waits=True),
        *event.guests.filter(cancelled_on=None, waits=True, registration=None),
    ]
    return sorted(rows, key=lambda one: (one.made_on, isinstance(one, Guest), one.pk))


@transaction.atomic
def promote(*, event: Event, today: date) -> list[Registration | Guest]:
    """Give free places to those who wait, the first first. Who needs more than are free keeps the place in the queue.

    Says who got one; they are told by letter in the night.
    """
    got: list[Registration | Guest] = []
    if today > event.on:
        return got
    left = places_left(event)
    for one in waiting(event):
        persons = one.persons if isinstance(one, Registration) else 1
        if left is None or persons <= left:
            one.waits, one.promoted_on = False, today
            one.save(update_fields=["waits", "promoted_on"])
            left = None if left is None else left - persons
            got.append(one)
    if got:
        log(event, "journal.promote", data={"count": len(got)})
    return got


@transaction.atomic
def cancel(*, event: Event, organisation: Organisation, by: User, today: date) -> None:
    """Take the registration back, until the day of the event. Who waits for a place gets it."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    if today > event.on:
        raise ValidationError(_("This event was held already."))
    kept = Registration.objects.filter(event=event, organisation=organisation, cancelled_on=None)
    if kept.update(cancelled_on=today, waits=False):
        event.guests.filter(registration__organisation=organisation, cancelled_on=None).update(cancelled_on=today)
        log(event, "journal.cancel", user=by, data={"organisation": organisation.pk})
        promote(event=event, today=today)


@transaction.atomic
def ask_to_join(
    *, group: WorkingGroup, organisation: Organisation, says: str, by: User, today: date
) -> WorkingGroupWish:
    """Ask to join a working group. Raises ValidationError where the organisation sits there or has asked already."""
    if seats(organisation, today).filter(group=group).exists():
        raise ValidationError(_("Your organisation is in this group already."))
    if group.wishes.filter(organisation=organisation, decision="").exists():
        raise ValidationError(_("Your organisation has asked already. The cluster's team decides."))
    wish = WorkingGroupWish(group=group, organisation=organisation, says=says, asked_on=today)
    wish.full_clean()
    wish.save()
    log(group, "journal.ask_to_join", user=by, data={"organisation": organisation.pk})
    return wish


def seats(organisation: Organisation, today: date) -> QuerySet[WorkingGroupMember]:
    """Where the organisation sits today, or will."""
    return WorkingGroupMember.objects.filter(Q(until_on=None) | Q(until_on__gte=today), organisation=organisation)


@transaction.atomic
def take_back_wish(*, group: WorkingGroup, organisation: Organisation, by: User, today: date) -> None:
    """No longer ask to join the group."""
    if group.wishes.filter(organisation=organisation, decision="").update(
        decision=WorkingGroupWish.Decision.TAKEN_BACK, decided_on=today
    ):
        log(group, "journal.take_back_wish", user=by, data={"organisation": organisation.pk})


@transaction.atomic
def decide_wish(*, wish: WorkingGroupWish, accept: bool, by: User, today: date) -> None:
    """Let an organisation into a group, or not. Raises ValidationError where that was decided before."""
    wish = WorkingGroupWish.objects.select_for_update().get(pk=wish.pk)
    if wish.decision:
        raise ValidationError(_("This was decided already."))
    decisions = WorkingGroupWish.Decision
    wish.decision, wish.decided_on = decisions.ACCEPTED if accept else decisions.REJECTED, today
    wish.save(update_fields=["decision", "decided_on"])
    if accept and not seats(wish.organisation, today).filter(group=wish.group).exists():
        seat = WorkingGroupMember(group=wish.group, organisation=wish.organisation, from_on=today)
        seat.full_clean()
        seat.save()
    action = "journal.accept_wish" if accept else "journal.reject_wish"
    log(wish.group, action, user=by, data={"organisation": wish.organisation_id})


@transaction.atomic
def leave_group(*, group: WorkingGroup, organisation: Organisation, by: User, today: date) -> None:
    """Leave a working group: today is the last day of the seat."""
    held = list(seats(organisation, today).filter(group=group, from_on__lte=today))
    for seat in held:
        seat.until_on = today
        seat.save(update_fields=["until_on"])
    if held:
        log(group, "journal.leave_group", user=by, data={"organisation": organisation.pk})
