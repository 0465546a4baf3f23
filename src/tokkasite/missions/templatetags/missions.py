"""How the templates of missions say what was kept as data."""

from collections.abc import Mapping
from typing import Any

from django import template

from tokkasite.runs.readers import said

register = template.Library()


@register.filter
def kept_words(remark: Mapping[str, Any]) -> str:
    """A kept remark in the reader's language."""
    return said(remark)
