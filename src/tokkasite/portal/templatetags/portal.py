"""The same page in another language."""

from django import template
from wagtail.models import Page

register = template.Library()


@register.simple_tag
def twin_url(page: Page, code: str) -> str:
    """Where the page's translation is; the front page of that language where there is none."""
    if page.locale.language_code == code:
        return page.url
    twin = page.get_translations().filter(locale__language_code=code).live().first()
    return twin.url if twin else f"/{code}/"
