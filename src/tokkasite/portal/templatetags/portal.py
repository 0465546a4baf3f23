"""What the public pages need: their twins in other languages, what is said of them elsewhere, and their tools."""

from json import dumps
from urllib.parse import quote

from django import template
from django.conf import settings
from django.template import RequestContext
from django.urls import reverse, translate_url
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from wagtail.models import Page

from tokkasite.journal.models import Event
from tokkasite.portal.events import described
from tokkasite.portal.views import address_on_paper

register = template.Library()


def translations_of(page: Page) -> list[Page]:
    """The page and its published translations, read once for a page that is shown."""
    if not hasattr(page, "_translations"):
        rows = page.get_translations(inclusive=True).live().select_related("locale")
        page._translations = list(rows)
    return page._translations


@register.filter
def twins(page: Page) -> list[tuple[str, str, str]]:
    """The page in every language of the public site: code, the language's own name, and address."""
    addresses = {one.locale.language_code: one.url for one in translations_of(page)}
    return [(code, name, addresses.get(code) or f"/{code}/") for code, name in settings.WAGTAIL_CONTENT_LANGUAGES]


@register.filter
def written_in(page: Page) -> tuple[str, str] | None:
    """The language in which a page is shown that nobody has translated yet: code and name. None where it is its own."""
    if page.alias_of is None or page.alias_of.locale_id == page.locale_id:
        return None
    code = page.alias_of.locale.language_code
    return code, str(dict(settings.LANGUAGES)[code])


@register.inclusion_tag("portal/_head.html", takes_context=True)
def public_head(context: RequestContext) -> dict[str, object]:
    """What search engines and those who share the page ask for."""
    page, request = context["page"], context["request"]
    alive = [one for one in translations_of(page) if one.alias_of_id is None]
    written = {one.locale.language_code: one.get_full_url(request) for one in alive}
    code = page.locale.language_code
    pictures = (block.value["image"] for block in getattr(page, "pieces", ()) if block.block_type == "picture")
    picture = next(pictures, None)
    return {
        "page": page,
        "canonical": written.get(code) or page.alias_of.get_full_url(request),
        "twins": sorted(written.items()),
        "description": page.search_description or strip_tags(getattr(page, "lead", "")),
        "locale_name": LOCALE_NAMES.get(code, code),
        "picture": picture and request.build_absolute_uri(picture.get_rendition("max-1200x900|format-jpeg").url),
    }


@register.simple_tag(takes_context=True)
def same_address(context: RequestContext) -> list[tuple[str, str, str]]:
    """A public page that has one address in every language: code, the language's own name, and address."""
    here = context["request"].get_full_path()
    return [(code, name, translate_url(here, code)) for code, name in settings.WAGTAIL_CONTENT_LANGUAGES]


@register.inclusion_tag("portal/_address_head.html", takes_context=True)
def address_head(context: RequestContext, title: str, description: str = "") -> dict[str, object]:
    """What search engines and those who share the page ask for, where the page is none of the tree."""
    request = context["request"]
    name = gettext("Events")
    feeds = ((f"{name} (RSS)", "rss+xml", "events_rss"), (f"{name} (Atom)", "atom+xml", "events_atom"))
    return {
        "title": title,
        "description": description,
        "canonical": request.build_absolute_uri(request.path),
        "twins": [
            (code, request.build_absolute_uri(translate_url(request.path, code)))
            for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES
        ],
        "feeds": [(label, f"application/{kind}", reverse(f"portal:{key}")) for label, kind, key in feeds],
        "locale_name": LOCALE_NAMES.get(get_language(), get_language()),
    }


HARMLESS = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
"""So that no word of an event ends the element that it stands in."""


@register.simple_tag(takes_context=True)
def event_data(context: RequestContext, event: Event) -> SafeString:
    """The event as search engines read it. It is data: the policy of the site lets no script run from here."""
    request = context["request"]
    address = request.build_absolute_uri(reverse("missions:public_event", args=[event.pk]))
    told = dumps(described(event, address), ensure_ascii=False).translate(HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{told}</script>')


LOCALE_NAMES = {"fi": "fi_FI", "en": "en_GB", "sv": "sv_FI", "se": "se_FI"}


@register.simple_tag(takes_context=True)
def paper_url(context: RequestContext) -> str:
    """Where this page is as PDF."""
    return address_on_paper(context["request"].path)


@register.simple_tag(takes_context=True)
def share_url(context: RequestContext, where: str) -> str:
    """A link that shares the page. It is a plain link: nobody learns of a reader who does not follow it."""
    request = context["request"]
    title = context.get("share_title") or context["page"].title
    address = request.build_absolute_uri(request.path)
    return {
        "mail": f"mailto:?subject={quote(title)}&body={quote(address)}",
        "linkedin": f"https://www.linkedin.com/sharing/share-offsite/?url={quote(address, safe='')}",
        "bluesky": f"https://bsky.app/intent/compose?text={quote(f'{title} {address}', safe='')}",
    }[where]
