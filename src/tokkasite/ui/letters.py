"""Letters that whoever gets them stops with one press (RFC 8058): how they are sent, and what stands in their link."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.urls import reverse


def absolute(route: str, *args: object) -> str:
    """The whole address of a page, as letters need it."""
    return settings.WAGTAILADMIN_BASE_URL + reverse(route, args=args)


def send_stoppable(*, subject: str, text: str, to: str, stop: str) -> None:
    """Send a letter whose `stop` address mail programs show as a button of their own. Raises OSError."""
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers).send()


def signed(number: int, salt: str) -> str:
    """What stands in the link that stops letters of one kind: it opens nothing else."""
    return Signer(salt=salt).sign(number)


def number_in(token: str, salt: str) -> int | None:
    """Whose letters a link stops; None for a link that we did not make."""
    try:
        number = Signer(salt=salt).unsign(token)
    except BadSignature:
        return None
    return int(number) if number.isdecimal() else None
