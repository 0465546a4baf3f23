"""What every template needs: the same page in another language, and the pages of a cluster."""

from django import template
from django.template import RequestContext
from django.urls import translate_url

from tokkasite.ui.cluster_pages import shown

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


@register.simple_tag(takes_context=True)
def cluster_pages(context: RequestContext) -> list[tuple[object, list[object], bool]]:
    """The groups of a cluster's pages: see `ui/cluster_tabs.html`."""
    return shown(context.flatten())
