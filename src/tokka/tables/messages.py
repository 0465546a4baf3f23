"""Reads an e-mail message as it lies in a file: who, when, about what. The text of the message is not read."""

from dataclasses import dataclass
from datetime import date, tzinfo
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

from tokka.tables.model import WrongTable
from tokka.words import Remark, _

LARGEST_HEAD: Final = 200_000
"""Bytes. The head of a message stands before its text and attachments."""
LONGEST_SUBJECT: Final = 200

_COPY_AGAIN: Final = Remark(_("Save the message again from your mail program as an .eml file."))


@dataclass(frozen=True, slots=True)
class Message:
    """The head of a message. Addresses are in small letters: who sent it, then who got it."""

    key: str
    """The message's own key (Message-ID)."""
    on: date
    subject: str
    addresses: tuple[str, ...]


def read_message(content: bytes, file: str, zone: tzinfo) -> Message:
    """The head of the message, on its day in `zone`. Raises WrongTable where it cannot be told apart or dated."""
    head = content[:LARGEST_HEAD]
    parsed = BytesParser(EmailMessage, policy=policy.default.clone(max_line_length=None)).parsebytes(head, True)
    key = _header(parsed, "Message-ID")
    if not key:
        nameless = Remark(_("It has no key of its own (Message-ID), so it could be filed twice."))
        raise WrongTable(file, nameless, _COPY_AGAIN)
    try:
        sent = parsedate_to_datetime(_header(parsed, "Date"))
    except ValueError as fault:
        raise WrongTable(file, Remark(_("It has no date that can be read.")), _COPY_AGAIN) from fault
    on = sent.astimezone(zone).date() if sent.tzinfo else sent.date()
    told = [_header(parsed, name) for name in ("From", "To", "Cc")]
    addresses = (address.strip().lower() for _name, address in getaddresses(told))
    subject = _header(parsed, "Subject")[:LONGEST_SUBJECT]
    return Message(key, on, subject, tuple(dict.fromkeys(one for one in addresses if "@" in one)))


def _header(parsed: EmailMessage, name: str) -> str:
    # The library raises IndexError, AttributeError and more on headings that were broken on the way.
    try:
        told = parsed[name]
    except (ValueError, IndexError, AttributeError, TypeError, LookupError):
        return ""
    return " ".join(str(told).split()) if told is not None else ""
