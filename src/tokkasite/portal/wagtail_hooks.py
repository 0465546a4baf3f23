"""Registers the contact cards, what the audit trail calls the deeds of this room, and what is kept for visitors."""

from functools import lru_cache

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from tokkasite.portal.editing import tell_of_hidden_people
from tokkasite.portal.models import ContactCard

register_snippet(ContactCard)
for moment in ("after_create_page", "after_edit_page"):
    hooks.register(moment, tell_of_hidden_people)


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    actions.register_action("portal.receive", _("Receive a message"), _("A message came through the feedback page"))
    actions.register_action("portal.answer", _("Answer a message"), _("A message was answered"))
    actions.register_action("portal.set_aside", _("Set a message aside"), _("A message was set aside as a machine's"))
    actions.register_action("portal.order", _("Order letters"), _("Letters were ordered"))
    actions.register_action("portal.confirm", _("Confirm an order"), _("An order of letters was confirmed"))
    actions.register_action("portal.stop", _("Stop letters"), _("A reader stopped the letters; the address was erased"))
    actions.register_action("portal.send_letter", _("Send a letter"), _("A letter went out"))
    actions.register_action(
        "portal.record_published", _("Enter what was published"), _("What was published was entered into the journal")
    )


COUNTED = frozenset({"wagtail_serve", "missions:public_events", "missions:public_event", "portal:calls"})
"""The pages whose readings are counted."""


@lru_cache(maxsize=4096)
def view_named(path: str, language: str) -> str:
    """Which view an address leads to in a language; none where to nowhere. Asked each time, it is half of the work."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


@hooks.register("is_request_cacheable")
def keep_public_pages_alone(request: HttpRequest, is_cacheable: bool) -> bool:
    """Only pages of the tree are kept, and only for visitors. The counting of readings learns here what is read."""
    name = view_named(request.path_info, get_language())
    request.is_public_page = name in COUNTED
    return is_cacheable and name == "wagtail_serve" and not request.session.session_key
