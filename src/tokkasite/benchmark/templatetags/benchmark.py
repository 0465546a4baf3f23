"""How a page says what the benchmark says."""

from django import template
from django.utils.translation import gettext

from tokka.words import Remark
from tokkasite.benchmark import figures, readers
from tokkasite.benchmark.models import Sheet
from tokkasite.register.models import in_words

register = template.Library()


@register.filter
def said(thing: Remark | str) -> str:
    """A remark or a label of the library in the reader's language."""
    if isinstance(thing, Remark):
        return in_words(thing)
    return gettext(thing) if thing else ""


@register.filter
def verdict(sheet: Sheet) -> str:
    """Why a sheet does not count, and what to do."""
    return in_words(Remark(sheet.remark, sheet.remark_values))


@register.filter
def group_name(group: readers.Group) -> str:
    return readers.group_name(group)


@register.filter
def shown(value: object) -> str:
    """A number, or words as they are; the word for unknown where there is nothing."""
    if value is None:
        return gettext("not known")
    return figures.shown(value) if isinstance(value, int | float) else str(value)


@register.filter
def percent_of_one(value: float) -> int:
    """A share between 0 and 1 in %."""
    return round(100 * value)


@register.filter
def name_of(names: dict[str, str], key: str) -> str:
    """The installation of a key; the key itself where nobody knows it."""
    return names.get(key) or key or "–"


@register.filter
def outcome_name(key: str) -> str:
    return readers.quantity_name(key)


@register.filter
def unit_of(dimension: readers.Dimension) -> str:
    return readers.quantity_unit(dimension.indicator)


@register.filter
def proposed_answer(proposal: readers.Prefilled) -> str:
    """The proposed choice in the reader's language."""
    return gettext(proposal.dimension.choices[proposal.choice])
