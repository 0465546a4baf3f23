"""Shares, euros and marks as the pages of this room write them."""

from django import template
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tokkasite.leakage.products import ORIGIN_NAMES
from tokkasite.leakage.sentences import cents, euros_in_words

register = template.Library()
register.filter("euros", euros_in_words)


@register.filter
def percents(share: object) -> str:
    """The mean of a share with its interval: 83 % (61–95)."""
    mean, low, high = (cents(getattr(share, name)) for name in ("mean", "low", "high"))
    return f"{mean}\N{NO-BREAK SPACE}%\N{NO-BREAK SPACE}{between(low, high)}"


@register.filter
def millions(spread: object) -> str:
    """Million euros with their interval: 4.5 (3.9–5.1); small ones with two decimals."""
    decimals = 1 if getattr(spread, "mean") >= 1e6 else 2  # noqa: B009 -- a spread of the library, which is not imported here
    mean, low, high = (localize(round(getattr(spread, name) / 1e6, decimals)) for name in ("mean", "low", "high"))
    return f"{mean}\N{NO-BREAK SPACE}{between(low, high)}"


def between(low: str, high: str) -> str:
    """Both bounds in brackets, never broken over two lines."""
    return f"({low}\N{WORD JOINER}–\N{WORD JOINER}{high})"


@register.filter
def share_of(went: object, ring: str) -> object:
    return went.share(ring)  # type: ignore[attr-defined]


@register.filter
def of_million(value: float) -> str:
    return localize(round(value / 1e6, 1 if value >= 1e6 else 2))


@register.filter
def marks(origins: tuple[str, ...]) -> SafeString:
    """Where a number comes from, as a mark: ledger, survey or model, the best one first."""
    best = next((name for name in ("ledger", "survey", "model") if name in {str(one) for one in origins}), "model")
    mixed = best != "model" and "model" in {str(one) for one in origins}
    words = _("%(origin)s, rest model") % {"origin": ORIGIN_NAMES[best]} if mixed else ORIGIN_NAMES[best]
    return format_html('<span class="tag">{}</span>', words)


@register.filter
def published(claim: dict[str, object]) -> str:
    return figure(claim["value"], claim["unit"])


@register.filter
def ours(claim: dict[str, object]) -> str:
    return figure(claim["ours"], claim["unit"])


def figure(value: object, unit: object) -> str:
    number = float(value)  # type: ignore[arg-type]
    told = {"value": localize(round(number, 1) if number < 20 and number % 1 else round(number))}
    if unit == "percent":
        return _("%(value)s per cent") % told
    return (_("%(value)s million euros") if unit == "million_euros" else _("%(value)s euros a person")) % told
