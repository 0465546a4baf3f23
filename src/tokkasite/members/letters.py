"""The letter with which somebody is invited, in the language of whoever gets it."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from tokkasite.members.models import Invitation
from tokkasite.ui.letters import absolute

LOG = logging.getLogger(__name__)


def link_of(invitation: Invitation, token: str) -> str:
    """Where the invitation is accepted, at the site's public address."""
    with translation.override(invitation.language):
        return absolute("members:invitation", token)


def send(invitation: Invitation, token: str) -> bool:
    """Send the letter; whether it went off. Where no mail server is set up, nothing is sent."""
    if not settings.SENDS_MAIL:
        return False
    with translation.override(invitation.language):
        told = {"invitation": invitation, "link": link_of(invitation, token)}
        subject = _("Invitation: %(organisation)s in the cluster %(cluster)s") % {
            "organisation": invitation.organisation,
            "cluster": invitation.cluster,
        }
        text = render_to_string("members/letter.txt", told)
    try:
        send_mail(subject, text, None, [invitation.email])
    except (SMTPException, OSError):
        LOG.exception("The letter of invitation %s was not sent", invitation.pk)
        return False
    return True
