"""What a member sees of the own organisation, and what the team sees of its members.

Of what a cluster recorded a member reads days, titles and kinds. No note is among them, confidential or not: notes
speak of others too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet
from django.forms.models import model_to_dict
from django.utils.translation import gettext

from tokka.excellence.records import KINDS
from tokkasite.accounts.models import User
from tokkasite.funding.readers import all_of as calls_of
from tokkasite.journal.membership import seats
from tokkasite.journal.models import (
    Event,
    Registration,
    Survey,
    SurveyAnswer,
    SurveyQuestion,
    WorkingGroup,
    WorkingGroupWish,
)
from tokkasite.journal.readers import READINGS, RecordLine, lines, rows_for_lines
from tokkasite.members.models import Correction, Invitation
from tokkasite.partners.readers import all_of as partners_of
from tokkasite.register.models import (
    Cluster,
    Commitment,
    Mandate,
    Municipality,
    Organisation,
    Participation,
    Profile,
    ProposedChange,
)
from tokkasite.register.permissions import mandates_of
from tokkasite.symbiosis.models import Need, Offer
from tokkasite.symbiosis.readers import ForCentre

ABOUT_ONE: Final = tuple(kind for kind, reading in READINGS.items() if reading.organisation)
"""The kinds of record that concern one organisation."""
SHOWN_OF_A_KIND: Final = 25


def memberships_of(user: User, day: date) -> QuerySet[Mandate]:
    """For which organisation in which cluster the user is a member today."""
    held = mandates_of(user, day).filter(role=Mandate.Role.MEMBER)
    return held.select_related("cluster", "organisation__municipality").order_by("organisation__name", "cluster__key")


def account_of(invitation: Invitation) -> User | None:
    """Who has an account with the address of the invitation."""
    return User.objects.filter(email__iexact=invitation.email).first()


def profile_of(organisation: Organisation) -> Profile:
    """What the organisation tells of itself; empty where it has told nothing."""
    return Profile.objects.filter(organisation=organisation).first() or Profile(organisation=organisation)


def participation_on(mandate: Mandate, day: date) -> Participation | None:
    """The participation by which the organisation takes part in the cluster on the day."""
    holds = Q(until_on=None) | Q(until_on__gte=day)
    held = Participation.objects.filter(holds, organisation=mandate.organisation_id, cluster=mandate.cluster_id)
    return held.filter(from_on__lte=day).select_related("cluster").first()


def commitments_of(mandate: Mandate) -> QuerySet[Commitment]:
    """Every proof of commitment of the organisation to the cluster, latest first."""
    return Commitment.objects.filter(
        participation__organisation=mandate.organisation_id, participation__cluster=mandate.cluster_id
    ).order_by("-from_on", "-pk")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded of one kind: the latest lines, and how many there are."""

    kind: str
    lines: list[RecordLine]
    count: int

    @property
    def label(self) -> str:
        return gettext(KINDS[self.kind].label)

    @property
    def key(self) -> str:
        return f"kind-{self.kind}"


def rows_about(cluster: Cluster, organisation: Organisation, kind: str) -> QuerySet[Model]:
    """The rows of one kind that concern the organisation in the cluster, latest first.

    Money concerns it where it is named as the payer.
    """
    reading = READINGS[kind]
    rows = rows_for_lines(kind).filter(**{reading.cluster: cluster.pk})
    if kind == "income":
        names = [organisation.name, *organisation.other_names.values_list("name", flat=True)]
        rows = rows.filter(Q(("pk__in", ()), *(("payer__iexact", name) for name in names), _connector=Q.OR))
    else:
        rows = rows.filter(**{reading.organisation: organisation.pk})
    return rows.order_by("-record_on", "-pk")


def shown_lines(kind: str, rows: Iterable[Model]) -> list[RecordLine]:
    """Rows as lines. The subject of a contact whose note is confidential stays with the team too."""
    kept = list(rows)
    for row in kept:
        if kind == "contact" and row.is_confidential:
            row.subject = ""
    return lines(kind, kept)


def recorded(cluster: Cluster, organisation: Organisation) -> list[Recorded]:
    """What the cluster recorded of the organisation, kind by kind: two queries each, one more for its names."""
    found = []
    for kind in (*ABOUT_ONE, "income"):
        rows = rows_about(cluster, organisation, kind)
        found.append(Recorded(kind, shown_lines(kind, rows[:SHOWN_OF_A_KIND]), rows.count()))
    return [one for one in found if one.count]


def recorded_line(cluster: Cluster, organisation: Organisation, kind: str, number: int) -> RecordLine | None:
    """One record of the organisation; None where it is not one of its own."""
    if kind not in (*ABOUT_ONE, "income"):
        return None
    rows = rows_about(cluster, organisation, kind).filter(pk=number)
    return next(iter(shown_lines(kind, rows)), None)


def corrections_of(mandate: Mandate) -> QuerySet[Correction]:
    """What was said to be wrong, and what the team answered."""
    return Correction.objects.filter(organisation=mandate.organisation_id, cluster=mandate.cluster_id)


def open_surveys(mandate: Mandate, day: date) -> QuerySet[Survey]:
    """The surveys of the cluster that members answer today; whether this one has is in `has_answered`."""
    answers = SurveyAnswer.objects.filter(question__survey=OuterRef("pk"), organisation=mandate.organisation_id)
    asked = Exists(SurveyQuestion.objects.filter(survey=OuterRef("pk")))
    rows = Survey.objects.filter(asked, cluster=mandate.cluster_id, on__lte=day, open_until__gte=day)
    return rows.annotate(has_answered=Exists(answers)).order_by("open_until", "pk")


def answers_of(survey: Survey, organisation: Organisation) -> dict[int, SurveyAnswer]:
    """What the organisation answered, by the number of the question."""
    given = SurveyAnswer.objects.filter(question__survey=survey, organisation=organisation)
    return {answer.question_id: answer for answer in given}


def coming_events(mandate: Mandate, day: date) -> QuerySet[Event]:
    """The coming events of the cluster, the next first, with the own registration."""
    own = Registration.objects.filter(cancelled_on=None, organisation=mandate.organisation_id)
    rows = Event.objects.filter(cluster=mandate.cluster_id, on__gte=day).exclude(sign_up_until=None)
    return (
        rows.select_related("meetings")
        .prefetch_related(Prefetch("registrations", own, "own_registrations"))
        .order_by("on", "pk")
    )


def working_groups(mandate: Mandate, day: date) -> QuerySet[WorkingGroup]:
    """The working groups of the cluster today; whether the organisation sits there or has asked to."""
    holds = Q(until_on=None) | Q(until_on__gte=day)
    rows = WorkingGroup.objects.filter(holds, cluster=mandate.cluster_id, from_on__lte=day)
    own = seats(mandate.organisation, day).filter(group=OuterRef("pk"), from_on__lte=day)
    wishes = WorkingGroupWish.objects.filter(
        group=OuterRef("pk"), organisation=mandate.organisation_id, decision=WorkingGroupWish.Decision.OPEN
    )
    return rows.annotate(
        is_in=Exists(own.filter(until_on=None) | own.filter(until_on__gt=day)), has_asked=Exists(wishes)
    )


def others_in(mandate: Mandate, day: date) -> QuerySet[Organisation]:
    """The other organisations that take part in the cluster on the day."""
    holds = Q(until_on=None) | Q(until_on__gte=day)
    parts = Participation.objects.filter(holds, cluster=mandate.cluster_id, from_on__lte=day)
    return Organisation.objects.filter(pk__in=parts.values("organisation")).exclude(pk=mandate.organisation_id)


@dataclass(frozen=True, slots=True)
class ToDo:
    """What waits for the member, as the first page tells it."""

    surveys: int
    events: int
    groups: int
    things: int


def to_do(mandate: Mandate, day: date) -> ToDo:
    """Open surveys without an answer, coming events, own groups, and offers and needs that hold. Five queries."""
    holds = Q(until_on=None) | Q(until_on__gte=day)
    things = sum(model.objects.filter(holds, organisation=mandate.organisation_id).count() for model in (Offer, Need))
    return ToDo(
        open_surveys(mandate, day).filter(has_answered=False).count(),
        coming_events(mandate, day).count(),
        working_groups(mandate, day).filter(is_in=True).count(),
        things,
    )


def all_of(mandate: Mandate, day: date) -> dict[str, object]:
    """Everything that the own pages show, and all of it where they show the latest alone."""
    cluster, organisation = mandate.cluster, mandate.organisation
    own = {"organisation": organisation.pk}
    answers = SurveyAnswer.objects.filter(organisation=organisation, question__survey__cluster=cluster)
    registrations = Registration.objects.filter(organisation=organisation, event__cluster=cluster)
    wishes = WorkingGroupWish.objects.filter(organisation=organisation, group__cluster=cluster)
    return {
        "day": day,
        "cluster": cluster.key,
        "organisation": {
            "name": organisation.name,
            "municipality": str(organisation.municipality or ""),
            "website": organisation.website,
            "identifiers": list(organisation.identifiers.values("scheme", "value")),
        },
        "profile": model_to_dict(profile_of(organisation), exclude=["id", "organisation"]),
        "staff_declared": list(
            organisation.size_figures.filter(origin="declared").values("year", "headcount_awu", "source")
        ),
        "changes_proposed": list(
            organisation.proposed_changes.filter(origin=ProposedChange.Origin.MEMBER).values(
                "field", "kept", "proposed", "found_on", "decision", "decided_on"
            )
        ),
        "consents": list(organisation.public_consents.values("from_on", "until_on")),
        "contact_people": list(organisation.contact_people.values("name", "task", "email", "phone")),
        "commitments": list(
            commitments_of(mandate).values(
                "proof", "from_on", "until_on", "signed_on", "signed_by", "wording", "withdrawn_on"
            )
        ),
        "recorded": {
            kind: [
                {"on": line.on, "title": line.title}
                for line in shown_lines(kind, rows_about(cluster, organisation, kind))
            ]
            for kind in (*ABOUT_ONE, "income")
        },
        "corrections": list(corrections_of(mandate).values("about", "says", "made_on", "settled_on", "answer")),
        "survey_answers": list(
            answers.values("question__survey__on", "question__text", "on", "score", "words").order_by("pk")
        ),
        "registrations": list(
            registrations.values("event__on", "event__title", "persons", "made_on", "cancelled_on", "waits").order_by(
                "pk"
            )
        ),
        "missions": list(
            organisation.journeys.filter(mission__clusters=cluster)
            .values("mission__from_on", "mission__title", "persons", "state", "aim", "moved_on")
            .order_by("pk")
        ),
        "wishes": list(wishes.values("group__name", "says", "asked_on", "decision", "decided_on").order_by("pk")),
        "offers": [model_to_dict(one, exclude=["id", "organisation"]) for one in Offer.objects.filter(**own)],
        "needs": [model_to_dict(one, exclude=["id", "organisation"]) for one in Need.objects.filter(**own)],
        **partners_of(mandate, day),
        **calls_of(mandate),
    }


def proposed_by_members(cluster: Cluster) -> list[ProposedChange]:
    """What members of the cluster propose and nobody has decided; a municipality by its name. Two queries."""
    ever = Participation.objects.filter(cluster=cluster)
    rows = ProposedChange.objects.filter(
        origin=ProposedChange.Origin.MEMBER, decision="", organisation__in=ever.values("organisation")
    )
    changes = list(rows.select_related("organisation").order_by("found_on", "pk"))
    names = {place.code: str(place) for place in Municipality.objects.all()}
    for change in changes:
        if change.field == ProposedChange.Field.MUNICIPALITY:
            change.kept = names.get(change.kept, change.kept)
            change.proposed = names.get(change.proposed, change.proposed)
    return changes


def open_wishes(cluster: Cluster) -> QuerySet[WorkingGroupWish]:
    """Who asks to join which working group."""
    return WorkingGroupWish.objects.filter(group__cluster=cluster, decision="").select_related("group", "organisation")


def open_corrections(cluster: Cluster) -> QuerySet[Correction]:
    """What members say is wrong and nobody has looked at, the oldest first."""
    rows = Correction.objects.filter(cluster=cluster, settled_on=None)
    return rows.select_related("organisation").order_by("made_on", "pk")


def registered(cluster: Cluster, day: date) -> QuerySet[Event]:
    """The coming events with those who signed up."""
    coming = Registration.objects.filter(cancelled_on=None).select_related("organisation")
    rows = Event.objects.filter(cluster=cluster, on__gte=day).exclude(sign_up_until=None)
    return rows.prefetch_related(Prefetch("registrations", coming, "coming")).order_by("on", "pk")


def surveys_with_answers(cluster: Cluster) -> QuerySet[Survey]:
    """The surveys of the cluster that members answer in their own pages, latest first."""
    rows = Survey.objects.filter(cluster=cluster).exclude(open_until=None)
    given = SurveyAnswer.objects.select_related("organisation")
    return rows.prefetch_related(Prefetch("questions__answers", given)).order_by("-on", "-pk")


def invitations_of(cluster: Cluster) -> QuerySet[Invitation]:
    """The invitations of the cluster that are not withdrawn, latest first."""
    return Invitation.objects.filter(cluster=cluster, withdrawn_on=None).select_related("organisation")


def latest_offers_of_members(cluster: Cluster, day: date) -> list[ForCentre]:
    """What members offer and need today, as far as the team may see it. Two queries."""
    holds = Q(until_on=None) | Q(until_on__gte=day)
    parts = Participation.objects.filter(holds, cluster=cluster, from_on__lte=day)
    found: list[ForCentre] = []
    for model in (Offer, Need):
        rows = model.objects.filter(holds, organisation__in=parts.values("organisation")).exclude(visibility="own")
        found += map(ForCentre, rows.select_related("organisation"))
    return found
