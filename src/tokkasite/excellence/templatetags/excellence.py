"""How a page says what the library says: its sentences translated, its numbers with their units."""

import re
from datetime import date

from django import template
from django.urls import reverse
from django.utils.formats import date_format, localize
from django.utils.translation import gettext

from tokka.excellence.records import KINDS
from tokka.rulebook.label_life import LEVEL_NAMES
from tokka.rulebook.model import Finding, Rule, Source
from tokka.words import Remark
from tokkasite.excellence.plan_readers import Suggestion
from tokkasite.register.models import Cluster

register = template.Library()
WHOLE_NUMBER = re.compile(r"(%\(\w+\))d")


def number(value: object) -> str:
    """A number as people write it: at most two decimals, and none where it is whole."""
    if isinstance(value, float):
        value = round(value, 2)
        value = int(value) if value == int(value) else value
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else str(localize(value))


@register.filter
def say(thing: Remark | str) -> str:
    """The sentence of a remark, or a label of the library, in the reader's language."""
    if isinstance(thing, Remark):
        named = {
            name: gettext(value) if isinstance(value, str) and value else number(value)
            for name, value in thing.values.items()
        }
        # A number is a word by now, written as the reader writes it.
        return WHOLE_NUMBER.sub(r"\1s", gettext(thing.message)) % named
    return gettext(thing) if thing else ""


@register.simple_tag
def measured(value: object, unit: str = "") -> str:
    """A value with its unit; the word for unknown where there is none."""
    if value is None:
        return gettext("not known")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, tuple):
        return "; ".join(f"{number(start)} → {number(points)}" for start, points in value)
    return f"{number(value)} {gettext(unit)}".strip() if unit else number(value)


@register.filter
def lookup(mapping: dict[object, object], key: object) -> object:
    """The value under a key that is itself a variable."""
    return mapping.get(key)


@register.simple_tag
def kind_name(key: str) -> str:
    """The name of a kind of record."""
    return gettext(KINDS[key].label)


@register.simple_tag
def label_name(level: str) -> str:
    """Bronze, Silver or Gold in the reader's language."""
    return gettext(LEVEL_NAMES[level])


@register.filter
def address(source: Source, family: str) -> str:
    """Where a source is read. Our own decisions are read with the rules that rest on them."""
    return reverse("excellence:rules_of", args=[family]) if source.url.startswith("docs/") else source.url


@register.simple_tag
def finding_url(cluster: Cluster, finding: Finding, day: date, today: date) -> str:
    """Where a finding opens; a day other than today goes along."""
    family = finding.rule.key.split(".")[0]
    address = reverse("excellence:finding", args=[cluster.key, family, finding.rule.key])
    return address if day == today else f"{address}?day={day.isoformat()}"


@register.simple_tag
def rule_url(cluster: Cluster, rule: Rule) -> str:
    """Where the finding of a rule opens, as of today."""
    return reverse("excellence:finding", args=[cluster.key, rule.key.split(".")[0], rule.key])


@register.simple_tag
def step_title(suggestion: Suggestion) -> str:
    """What a step about a finding is called at first: what would meet it at the least effort, else the advice."""
    if suggestion.deeds:
        return "; ".join(f"{gettext(one.deed.label)} × {one.times}" for one in suggestion.deeds)
    return gettext(suggestion.steps[0].measure.advice) if suggestion.steps else gettext(suggestion.finding.rule.label)
