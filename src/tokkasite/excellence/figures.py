"""The pictures of this room, each with the numbers that it shows."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tokka.rulebook.model import Finding
from tokkasite.excellence.readers import Month
from tokkasite.excellence.templatetags.excellence import measured
from tokkasite.ui.charts import Figure, Series, lines, stacked_bars


def outcomes_by_month(months: Sequence[Month], *, has_levels: bool) -> Figure:
    """How many findings were of each outcome, or of each level where the rule set has levels, month by month."""
    names = {"met": _("met"), "missed": _("missed"), "unknown": _("unknown")}
    if has_levels:
        names = {"green": _("green"), "yellow": _("yellow"), "red": _("red"), "unknown": _("unknown")}
    days = [date_format(month.day, "SHORT_DATE_FORMAT") for month in months]
    counts = {key: [month.counts.get(key, 0) for month in months] for key in names}
    return Figure(
        key="history",
        title=_("How it has gone, month by month"),
        image=stacked_bars(days, [Series(name, key, counts[key]) for key, name in names.items()]),
        columns=(_("Day"), *names.values()),
        rows=[(day, *row) for day, row in zip(days, zip(*counts.values(), strict=True), strict=True)],
        note=_("Computed from the dated records as they stand now, with the wording in force on each day."),
    )


def value_by_month(past: Sequence[Finding]) -> Figure:
    """The value of one rule and what was asked for, month by month."""
    unit = past[-1].rule.unit
    days = [date_format(finding.day, "SHORT_DATE_FORMAT") for finding in past]
    drawn = [float(finding.value) if isinstance(finding.value, int | float) else None for finding in past]
    asked = {name for name in past[-1].read if name in ("yellow", "green")}
    series = [Series(_("Value"), "value", drawn)]
    series += [Series(_(name), name, [_number(finding, name) for finding in past]) for name in sorted(asked)]
    return Figure(
        key="history",
        title=_("How it has gone, month by month"),
        image=lines(days, series),
        columns=(_("Day"), _("Value"), _("Outcome")),
        rows=[
            (day, measured(finding.value, unit), _(finding.level or finding.outcome.value))
            for day, finding in zip(days, past, strict=True)
        ],
        note=_("Computed from the dated records as they stand now, with the wording in force on each day."),
    )


def _number(finding: Finding, name: str) -> float | None:
    dated = finding.read.get(name)
    return float(dated.value) if dated is not None and isinstance(dated.value, int | float) else None
