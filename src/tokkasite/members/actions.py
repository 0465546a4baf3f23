"""Deeds of the team that invites, of the person who accepts, and of the member who says that something is wrong."""

from datetime import date, timedelta
from secrets import token_urlsafe

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tokkasite.accounts.models import User
from tokkasite.accounts.tokens import digest_of
from tokkasite.members import readers
from tokkasite.members.models import Correction, Invitation
from tokkasite.register.actions import grant_mandate
from tokkasite.register.models import MEMBER_OF_THE_CLUSTER, Cluster, Mandate, Organisation
from tokkasite.register.permissions import mandates_of

DAYS_OF_A_LINK = 14


@transaction.atomic
def invite(
    *, cluster: Cluster, organisation: Organisation, email: str, name: str, language: str, by: User, today: date
) -> tuple[Invitation, str]:
    """Invite somebody to be a member for an organisation that takes part. The token is told here and never again."""
    if not organisation.participations.filter(cluster=cluster).exists():
        raise ValidationError({"organisation": MEMBER_OF_THE_CLUSTER})
    token = token_urlsafe(32)
    invitation = Invitation(
        cluster=cluster,
        organisation=organisation,
        email=User.objects.normalize_email(email),
        name=name,
        language=language,
        digest=digest_of(token),
        sent_on=today,
        expires_on=today + timedelta(days=DAYS_OF_A_LINK),
        by=by,
    )
    invitation.full_clean()
    invitation.save()
    log(invitation, "members.invite", user=by, data={"cluster": cluster.pk})
    return invitation, token


@transaction.atomic
def invite_again(*, invitation: Invitation, by: User, today: date) -> str:
    """A new link for the same person; the one sent before opens nothing any more."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    refuse_settled(invitation)
    token = token_urlsafe(32)
    invitation.digest, invitation.sent_on = digest_of(token), today
    invitation.expires_on = today + timedelta(days=DAYS_OF_A_LINK)
    invitation.save(update_fields=["digest", "sent_on", "expires_on"])
    log(invitation, "members.invite_again", user=by, data={"cluster": invitation.cluster_id})
    return token


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User, today: date) -> None:
    """The link opens nothing any more; who came by it is a member until yesterday. Name and address are forgotten."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.withdrawn_on:
        return
    if mandate := invitation.mandate:
        if mandate.from_on >= today:
            mandate.delete()
        elif mandate.until_on is None or mandate.until_on >= today:
            mandate.until_on = today - timedelta(days=1)
            mandate.save(update_fields=["until_on"])
    invitation.refresh_from_db()
    invitation.accepted_on, invitation.withdrawn_on = None, today
    invitation.name = invitation.email = ""
    invitation.save(update_fields=["accepted_on", "withdrawn_on", "name", "email"])
    log(invitation, "members.withdraw_invitation", user=by, data={"cluster": invitation.cluster_id})


def refuse_settled(invitation: Invitation) -> None:
    """Raise where the invitation was used or withdrawn."""
    if invitation.accepted_on or invitation.withdrawn_on:
        raise ValidationError(_("This invitation was used or withdrawn already."))


@transaction.atomic
def accept(*, invitation: Invitation, user: User, today: date) -> Mandate:
    """The invited person becomes a member for the organisation. A link is good once, and until its last day."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    refuse_settled(invitation)
    if today > invitation.expires_on:
        raise ValidationError(_("This link has expired. Ask the cluster's team to send the invitation again."))
    if user.email.casefold() != invitation.email.casefold():
        raise ValidationError(_("This invitation is for another e-mail address."))
    what = {"role": Mandate.Role.MEMBER, "cluster": invitation.cluster, "organisation": invitation.organisation}
    held = mandates_of(user, today).filter(**what, invitation=None).first()
    mandate = held or grant_mandate(user=user, from_on=today, by=user, **what)
    invitation.accepted_on, invitation.mandate = today, mandate
    invitation.save(update_fields=["accepted_on", "mandate"])
    log(invitation, "members.accept", user=user, data={"cluster": invitation.cluster_id})
    return mandate


@transaction.atomic
def open_account(*, invitation: Invitation, given_name: str, family_name: str, password: str, today: date) -> User:
    """An account for the invited person, who accepts by opening it. Whoever has an account signs in instead."""
    if readers.account_of(invitation):
        raise ValidationError(_("There is an account with this address already. Sign in with it."))
    user = User.objects.create_user(
        invitation.email, password, first_name=given_name, last_name=family_name, language=invitation.language
    )
    accept(invitation=invitation, user=user, today=today)
    return user


@transaction.atomic
def say_wrong(
    *, cluster: Cluster, organisation: Organisation, kind: str, number: int, says: str, by: User, today: date
) -> Correction:
    """A note for the team on a record of the organisation. Raises ValidationError where there is no such record."""
    line = readers.recorded_line(cluster, organisation, kind, number)
    if line is None:
        raise ValidationError(_("This record is no longer there. Look at the list again."))
    correction = Correction(
        cluster=cluster,
        organisation=organisation,
        kind=kind,
        number=number,
        about=f"{line.on}: {line.title}"[:300],
        says=says,
        made_on=today,
    )
    correction.full_clean()
    correction.save()
    log(correction, "members.say_wrong", user=by, data={"cluster": cluster.pk})
    return correction


@transaction.atomic
def settle(*, correction: Correction, answer: str, by: User, today: date) -> None:
    """The team has looked at it: what it answers is shown to the member."""
    if correction.settled_on:
        raise ValidationError(_("This was decided already."))
    correction.settled_on, correction.answer = today, answer
    correction.full_clean()
    correction.save(update_fields=["settled_on", "answer"])
    log(correction, "members.settle", user=by, data={"cluster": correction.cluster_id})


@transaction.atomic
def export_membership(*, mandate: Mandate, by: User, today: date) -> dict[str, object]:
    """Everything that the member's own pages show of the organisation in the cluster, ready to be written as JSON."""
    told = readers.all_of(mandate, today)
    log(mandate.organisation, "members.export", user=by, data={"cluster": mandate.cluster_id})
    return told
