"""The deeds of partner search, consortia and cluster profiles. Each is one transaction and leaves one audit line."""

from dataclasses import asdict, fields
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tokka.partners.cluster_profiles import ClusterProfile, Imported, WrongProfiles, from_json
from tokka.partners.consortium.nouns import LineUp
from tokkasite.accounts.models import User
from tokkasite.partners import readers
from tokkasite.partners.models import Candidate, Consortium, Interest, OwnProfile, PartnerProfile, ReceivedProfile
from tokkasite.register.models import Cluster
from tokkasite.runs.actions import keep_run
from tokkasite.runs.models import Run
from tokkasite.runs.readers import kept

DAYS_TO_ANSWER: Final = 30
SECONDS: Final = 10.0
DIFFERENT: Final = 2
MOST_CANDIDATES: Final = 200


def _log(thing: models.Model, action: str, by: User | None, cluster: Cluster, **told: object) -> None:
    """One audit line, which the cluster's own trail finds."""
    log(thing, action, user=by, data={"cluster": cluster.pk, **told})


# --- Profiles ---


@transaction.atomic
def keep_profile(*, profile: PartnerProfile, consents: bool, by: User | None, today: date) -> PartnerProfile:
    """Write a profile, or change it. With consent it is found from today on; without, from today on no longer."""
    profile.full_clean(exclude=["cluster", "organisation"])
    if consents and not readers.consents(profile, today):
        profile.consented_on, profile.consent_ended_on = today, None
    elif not consents and profile.consented_on and profile.consent_ended_on is None:
        profile.consent_ended_on = max(today, profile.consented_on)
    profile.save()
    told = {"consents": consents, "anonymity": profile.anonymity}
    _log(profile, "partners.keep_profile", by, profile.cluster, **told)
    return profile


@transaction.atomic
def withdraw(*, profile: PartnerProfile, by: User, today: date) -> None:
    """Take the consent back: from today on nothing of the profile is shown to anybody, and nobody can ask for it."""
    if not readers.consents(profile, today):
        raise ValidationError(_("This profile is not shown to anybody: there is nothing to withdraw."))
    profile.consent_ended_on = today
    profile.save(update_fields=["consent_ended_on"])
    _log(profile, "partners.withdraw", by, profile.cluster)


def _locked(*profiles: PartnerProfile) -> None:
    """Lock the rows of profiles, in order, so that two deeds about one pair follow one another."""
    list(PartnerProfile.objects.select_for_update().filter(pk__in=[one.pk for one in profiles]).order_by("pk"))


def _refuse_pair(asks: PartnerProfile, asked: PartnerProfile, today: date) -> None:
    if asks.organisation_id == asked.organisation_id:
        raise ValidationError(_("Both profiles are of one organisation. Choose another partner."))
    if not readers.is_open(asks, today):
        raise ValidationError(_("Your own profile is not open. Give the consent and a last day that lies ahead first."))
    if not readers.is_open(asked, today):
        raise ValidationError(_("This profile takes no answers any more. Choose another partner."))


@transaction.atomic
def ask(*, asks: PartnerProfile, asked: PartnerProfile, by: User | None, today: date) -> Interest:
    """Show interest in a partner. The other side has until the last day to answer."""
    _locked(asks, asked)
    _refuse_pair(asks, asked, today)
    states = [readers.state_of(one, today) for one in readers.between(asks, asked) if not one.is_proposal]
    if readers.WAITING in states or readers.AGREED in states:
        raise ValidationError(_("One of you has asked the other already. Look under “Who asked whom”."))
    until = min(filter(None, (today + timedelta(days=DAYS_TO_ANSWER), asked.ends_on)))
    interest = Interest.objects.create(asks=asks, asked=asked, on=today, expires_on=until)
    _log(interest, "partners.ask", by, asks.cluster)
    return interest


@transaction.atomic
def propose(*, asks: PartnerProfile, asked: PartnerProfile, by: User | None, today: date) -> Interest:
    """The team proposes a partner to one of its own. The other side hears of it when this one has agreed."""
    _locked(asks, asked)
    _refuse_pair(asks, asked, today)
    states = {readers.state_of(one, today) for one in readers.between(asks, asked)}
    if states & {readers.WAITING, readers.AGREED, readers.PROPOSED}:
        raise ValidationError(_("Something between these two is open or agreed already."))
    interest = Interest.objects.create(
        asks=asks, asked=asked, on=today, expires_on=today + timedelta(days=DAYS_TO_ANSWER), is_proposal=True
    )
    _log(interest, "partners.propose", by, asks.cluster)
    return interest


@transaction.atomic
def answer(*, interest: Interest, agrees: bool, by: User | None, today: date) -> Interest:
    """Answer an interest. Of a proposal the asking side agrees first, and only then the other side is asked."""
    _locked(interest.asks, interest.asked)
    interest.refresh_from_db()
    state = readers.state_of(interest, today)
    if state not in (readers.WAITING, readers.PROPOSED):
        raise ValidationError(_("This cannot be answered any more: it was answered, or its last day has passed."))
    if agrees:
        _refuse_pair(interest.asks, interest.asked, today)
    if state == readers.PROPOSED and agrees:
        interest.is_proposal, interest.on = False, today
        interest.expires_on = today + timedelta(days=DAYS_TO_ANSWER)
    else:
        interest.answer = Interest.Answer.AGREED if agrees else Interest.Answer.DECLINED
        interest.answered_on = today
    interest.save()
    cluster = interest.asks.cluster if state == readers.PROPOSED else interest.asked.cluster
    _log(interest, "partners.answer", by, cluster, agrees=agrees)
    return interest


# --- Consortia ---


@transaction.atomic
def keep_consortium(*, consortium: Consortium, by: User | None) -> Consortium:
    """Write down what a call asks of a consortium, or change it. The last answer stays and is marked as stale."""
    consortium.full_clean()
    consortium.save()
    _log(consortium, "partners.keep_consortium", by, consortium.cluster)
    return consortium


@transaction.atomic
def remove_consortium(*, consortium: Consortium, by: User) -> None:
    """Remove a consortium with its candidates; the answers of the engine stay as runs."""
    _log(consortium, "partners.remove_consortium", by, consortium.cluster, title=consortium.title)
    consortium.delete()


@transaction.atomic
def keep_candidate(*, candidate: Candidate, by: User | None) -> Candidate:
    """Add a candidate, or change what is known of it."""
    consortium = candidate.consortium
    if candidate.pk is None and consortium.candidates.count() >= MOST_CANDIDATES:
        says = _("There are %(count)s candidates already. Remove some first.")
        raise ValidationError(says % {"count": MOST_CANDIDATES})
    candidate.full_clean()
    candidate.save()
    _log(candidate, "partners.keep_candidate", by, consortium.cluster, name=candidate.name)
    return candidate


@transaction.atomic
def remove_candidate(*, candidate: Candidate, by: User) -> None:
    """Take somebody off the candidates."""
    _log(candidate, "partners.remove_candidate", by, candidate.consortium.cluster, name=candidate.name)
    candidate.delete()


@transaction.atomic
def build(*, consortium: Consortium, by: User | None, today: date, now: datetime) -> Run:
    """Ask the engine for diverse line-ups, and keep its answer with everything that it rests on."""
    from tokka.partners.consortium.build import build_consortia

    candidates = list(consortium.candidates.order_by("name"))
    if not candidates:
        raise ValidationError(_("There are no candidates yet. Add some first."))
    needs = readers.requirements_of(consortium, candidates)
    told = [readers.engine_candidate(one, needs.covered) for one in candidates]
    holdings = readers.holdings_of(candidates, today)
    terms = {"seconds": SECONDS, "different": DIFFERENT, "alternatives": consortium.alternatives}
    found = build_consortia(told, needs, holdings=holdings, **terms)
    asked = readers.asked_now(consortium)
    consortium.run = keep_run(
        engine=Run.Engine.CONSORTIUM,
        cluster=consortium.cluster,
        day=today,
        terms=terms | {"consortium": consortium.pk},
        read=(asked.encode(), repr(holdings).encode()),
        editions=[],
        result={
            "asked": asked,
            "line_ups": [_told(one) for one in found.line_ups],
            "conflict": list(found.conflict),
            "remarks": [kept(one) for one in (() if found.conflict else found.remarks)],
            "unknown": [kept(one) for one in readers.unknown_of(consortium, candidates, today)],
        },
        seconds=found.seconds,
        now=now,
        by=by,
    )
    consortium.save(update_fields=["run"])
    _log(consortium, "partners.build", by, consortium.cluster, run=consortium.run_id)
    return consortium.run


def _told(one: LineUp) -> dict[str, Any]:
    """A line-up as JSON keeps it. A country that is not known stays empty."""
    told = asdict(one) | {"gap": one.gap}
    for partner in told["partners"]:
        partner["country"] = "" if partner["country"].startswith("?") else partner["country"]
        partner["is_entity"] = partner["key"] in one.entities
    return told


# --- Cluster profiles ---


@transaction.atomic
def keep_own_profile(*, profile: OwnProfile, by: User | None, today: date) -> OwnProfile:
    """Write what the cluster tells others of itself, and whether anybody may fetch it."""
    profile.updated_on = today
    profile.full_clean()
    profile.save()
    _log(profile, "partners.keep_own_profile", by, profile.cluster, published=profile.is_published)
    return profile


@transaction.atomic
def receive(
    *, cluster: Cluster, content: bytes, by: User | None, today: date, is_invented: bool = False
) -> tuple[Imported, int]:
    """Take in the profiles of other clusters: of two of one key the later counts. Says how many are new or newer.

    Raises ValidationError where the file is none; a wrong profile is left out and named in the remarks.
    """
    try:
        read = from_json(content)
    except WrongProfiles as wrong:
        raise ValidationError({"file": _refused(wrong)}) from wrong
    known = {one.key: one for one in ReceivedProfile.objects.select_for_update().filter(cluster=cluster)}
    taken = 0
    for one in read.profiles:
        row = known.get(one.key) or ReceivedProfile(cluster=cluster, key=one.key)
        if one.key == cluster.key or (row.pk and row.updated_on >= one.updated_on):
            continue
        row.name, row.country, row.updated_on = one.name, one.country, one.updated_on
        row.sender, row.received_on, row.told, row.is_invented = read.sender[:500], today, as_told(one), is_invented
        row.full_clean()
        row.save()
        taken += 1
    log(cluster, "partners.receive", user=by, data={"cluster": cluster.pk, "read": len(read.profiles), "taken": taken})
    return read, taken


def _refused(wrong: WrongProfiles) -> str:
    return _("The file is no list of cluster profiles: %(fault)s") % {"fault": wrong}


def as_told(profile: ClusterProfile) -> dict[str, Any]:
    """A profile as JSON keeps it."""
    cells = {one.name: getattr(profile, one.name) for one in fields(profile)}
    cells |= {"updated_on": profile.updated_on.isoformat(), "members": dict(profile.members)}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in cells.items() if value}


@transaction.atomic
def forget_received(*, received: ReceivedProfile, by: User) -> None:
    """Forget the profile of another cluster."""
    _log(received, "partners.forget_received", by, received.cluster, key=received.key)
    received.delete()
