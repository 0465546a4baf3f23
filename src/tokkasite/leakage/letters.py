"""The letter that asks a firm, in both languages of the questions, that of the firm first."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from tokkasite.leakage.models import Asked
from tokkasite.register.models import Language
from tokkasite.ui.letters import absolute

LOG = logging.getLogger(__name__)


def link_of(asked: Asked, token: str, language: str = "") -> str:
    """Where the firm answers, at the site's public address, in its own language or another one."""
    with translation.override(language or asked.language):
        return absolute("leakage:question", token)


def send(asked: Asked, token: str) -> bool:
    """Send the letter; whether it went off. Where no mail server is set up, nothing is sent."""
    if not settings.SENDS_MAIL:
        return False
    with translation.override(asked.language):
        subject = _("Six questions to %(firm)s about local purchases") % {"firm": asked.firm}
    replies = [asked.by.email] if asked.by and asked.by.email else []
    try:
        EmailMessage(" ".join(subject.split()), text_of(asked, token), None, [asked.email], reply_to=replies).send()
    except (SMTPException, OSError):
        LOG.exception("The letter with the questions %s was not sent", asked.pk)
        return False
    return True


def text_of(asked: Asked, token: str) -> str:
    """The letter in the language of the firm, and below it in the other one."""
    others = [code for code in (Language.FI.value, Language.EN.value) if code != asked.language]
    parts = []
    for language in (asked.language, *others):
        with translation.override(language):
            told = {"asked": asked, "link": link_of(asked, token, language), "is_again": asked.letters > 0}
            parts.append(render_to_string("leakage/letter.txt", told).strip())
    return "\n\n---\n\n".join(parts) + "\n"
