"""Deeds of a member on the own organisation: what it tells of itself, its consent, and the agreement that it signs.

What is the organisation's own to say holds at once. What others keep by a register (its name, its municipality, and a
website that the company register gave) becomes a proposed change, and waits for the team.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tokkasite.accounts.models import User
from tokkasite.register.models import (
    Commitment,
    Municipality,
    Organisation,
    Participation,
    Profile,
    ProposedChange,
    PublicConsent,
    RegisterCheck,
    SizeFigure,
)

OWN_WORDS = ("description", "services", "language", "email", "phone")


@dataclass(frozen=True, slots=True)
class Told:
    """What changed: the fields that hold from now on, and those that wait for the team."""

    changed: tuple[str, ...]
    waiting: tuple[str, ...]


@transaction.atomic
def tell_profile(
    *,
    organisation: Organisation,
    words: Mapping[str, str],
    name: str,
    municipality: Municipality | None,
    website: str,
    staff: tuple[int, Decimal] | None,
    by: User,
    today: date,
) -> Told:
    """What the organisation tells of itself. `staff` is an accounting year and its annual work units."""
    changed = _tell_words(organisation, words)
    if staff and _declare_staff(organisation, *staff):
        changed.append("staff")
    proposed = {"name": (organisation.name, name)}
    if municipality:
        kept = organisation.municipality.code if organisation.municipality else ""
        proposed["municipality"] = (kept, municipality.code)
    if RegisterCheck.objects.filter(organisation=organisation).exists() and website:
        proposed["website"] = (organisation.website, website)
    elif website != organisation.website:
        organisation.website = website
        organisation.full_clean(exclude=["search_name"])
        organisation.save()
        changed.append("website")
    waiting = [field for field, (kept, told) in proposed.items() if _propose(organisation, field, kept, told, today)]
    if changed or waiting:
        data = {"changed": changed, "proposed": waiting}
        log(organisation, "register.tell_profile", user=by, data=data)
    return Told(tuple(changed), tuple(waiting))


def _tell_words(organisation: Organisation, words: Mapping[str, str]) -> list[str]:
    profile = Profile.objects.filter(organisation=organisation).first() or Profile(organisation=organisation)
    changed = [field for field in OWN_WORDS if getattr(profile, field) != words[field]]
    for field in changed:
        setattr(profile, field, words[field])
    if changed:
        profile.full_clean()
        profile.save()
    return changed


def _declare_staff(organisation: Organisation, year: int, headcount: Decimal) -> bool:
    """The declared figure of the year; turnover and balance that stand beside it stay."""
    origin = SizeFigure.Origin.DECLARED
    kept = SizeFigure.objects.filter(organisation=organisation, year=year, origin=origin).first()
    if kept and kept.headcount_awu == headcount:
        return False
    figure = kept or SizeFigure(organisation=organisation, year=year, origin=origin)
    figure.headcount_awu, figure.source = headcount, organisation.name
    figure.full_clean()
    figure.save()
    return True


def _propose(organisation: Organisation, field: str, kept: str, told: str, today: date) -> bool:
    """Propose a change; an older proposal of the member gives way, and one that is taken back goes."""
    mine = organisation.proposed_changes.filter(field=field, origin=ProposedChange.Origin.MEMBER, decision="")
    if told == kept:
        mine.delete()
        return False
    if mine.filter(proposed=told).exists():
        return False
    mine.delete()
    change = ProposedChange(
        organisation=organisation,
        origin=ProposedChange.Origin.MEMBER,
        field=field,
        kept=kept,
        proposed=told,
        source=organisation.name,
        found_on=today,
    )
    change.full_clean()
    change.save()
    return True


@transaction.atomic
def give_consent(*, organisation: Organisation, by: User, today: date) -> PublicConsent:
    """The profile may be shown in public from today on. Given twice, it is given once."""
    given, made = PublicConsent.objects.get_or_create(
        organisation=organisation, until_on=None, defaults={"from_on": today}
    )
    if made:
        log(organisation, "register.give_consent", user=by)
    return given


@transaction.atomic
def withdraw_consent(*, organisation: Organisation, by: User, today: date) -> None:
    """The profile is no longer shown, from now on: yesterday was the last day; one given today is as if never given."""
    for given in PublicConsent.objects.filter(organisation=organisation, until_on=None):
        if given.from_on >= today:
            given.delete()
        else:
            given.until_on = today - timedelta(days=1)
            given.save(update_fields=["until_on"])
        log(organisation, "register.withdraw_consent", user=by)


def agreements_in_force(participation: Participation, today: date) -> list[Commitment]:
    """The agreements of a participation that hold today or later, the earliest first."""
    holds = Q(until_on=None) | Q(until_on__gte=today)
    rows = participation.commitments.filter(holds, proof=Commitment.Proof.AGREEMENT)
    return list(rows.exclude(withdrawn_on__isnull=False).order_by("from_on"))


@transaction.atomic
def sign_agreement(
    *, participation: Participation, signed_by: str, until_on: date | None, by: User, today: date
) -> Commitment:
    """Sign the cluster's participation agreement for a period: from today, or from the end of the one that holds.

    The very words are kept. Raises ValidationError where an agreement without an end holds, or the period is empty.
    """
    from_on = today
    if held := agreements_in_force(participation, today):
        if held[-1].until_on is None:
            raise ValidationError(
                {"until_on": _("An agreement without an end holds already. Nothing is to be signed.")}
            )
        from_on = held[-1].until_on + timedelta(days=1)
    if until_on and until_on < from_on:
        day = {"day": date_format(from_on, "SHORT_DATE_FORMAT")}
        raise ValidationError(
            {"until_on": _("The agreement would begin on %(day)s. Choose that day or a later one.") % day}
        )
    commitment = Commitment(
        participation=participation,
        proof=Commitment.Proof.AGREEMENT,
        from_on=from_on,
        until_on=until_on,
        reference=_("Signed in the member's own pages"),
        signed_on=today,
        signed_by=signed_by,
        wording=participation.cluster.agreement,
    )
    commitment.full_clean()
    commitment.save()
    data = {"commitment": commitment.pk, "from_on": str(from_on), "until_on": str(until_on or "")}
    log(participation, "register.sign_agreement", user=by, data=data)
    return commitment


@transaction.atomic
def withdraw_agreement(*, participation: Participation, by: User, today: date) -> int:
    """End the agreements of the participation: today is the last day of what holds. What has not begun goes.

    Returns how many there were.
    """
    held = agreements_in_force(participation, today)
    for commitment in held:
        if commitment.from_on > today:
            commitment.delete()
            continue
        commitment.until_on = commitment.withdrawn_on = today
        commitment.save(update_fields=["until_on", "withdrawn_on"])
    if held:
        log(participation, "register.withdraw_agreement", user=by, data={"commitments": [one.pk for one in held]})
    return len(held)
