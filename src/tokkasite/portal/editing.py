"""What editors are told while they write: markup that came along with pasted text, and people whom no page may show."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

MARKUP: Final = re.compile(r"</?[a-z][a-z0-9:]*(?:\s[^<>]*)?/?>|\bmso-[a-z-]+\s*:", re.IGNORECASE)
"""Tags, and the styles of a word processor, in a field that is plain text. “a < b” and “<3” are none."""
LONGEST_SHOWN: Final = 40


class PageForm(WagtailAdminPageForm):
    """A page as it is edited. Rich text cleans itself of what is pasted; plain text says what is wrong with it."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        for name, text in plain_texts(given):
            if found := MARKUP.search(text):
                self.add_error(name, says_of(found[0]))
        return given


def plain_texts(given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every plain text of the form, with the field in which it stands."""
    for name in ("title", "lead"):
        yield name, given.get(name) or ""
    body = given.get("body")
    for block in body if hasattr(body, "raw_data") else ():
        if block.block_type == "heading":
            yield "body", str(block.value)
        elif block.block_type == "quote":
            yield "body", str(block.value["text"])


def says_of(found: str) -> str:
    return _(
        "The text holds markup of another program: %(found)s. Readers would see it. Take it out, or paste the text "
        "again without its formatting (Ctrl+Shift+V)."
    ) % {"found": found[:LONGEST_SHOWN]}


def tell_of_hidden_people(request: HttpRequest, page: Page) -> None:
    """A card that may not be shown is no fault, but whoever chose it should know that no reader sees it."""
    contacts = getattr(page, "contacts", None)
    hidden = [row.card.name for row in contacts.select_related("card") if not row.card.is_public] if contacts else []
    if hidden:
        says = _("Not shown on the page: %(names)s. Ask for consent, and then tick “may be shown” on the contact card.")
        messages.warning(request, says % {"names": ", ".join(hidden)})
