"""What every template needs: the same page in another language."""

from django import template
from django.template import RequestContext
from django.urls import translate_url

register = template.Library()


@register.simple_tag(takes_context=True)
def in_language_url(context: RequestContext, code: str) -> str:
    """This page in another language, with what was asked of it."""
    return translate_url(context["request"].get_full_path(), code)


@register.simple_tag(takes_context=True)
def with_query(context: RequestContext, **changes: object) -> str:
    """This page's query with some values changed: for pages of a list that keep their filter."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"
