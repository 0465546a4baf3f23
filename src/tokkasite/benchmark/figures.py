"""The pictures of this room, each with the numbers that it shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tokkasite.benchmark.readers import BestFifth, Position
from tokkasite.ui.charts import Figure, Interval, Series, bars, intervals, lines


def shown(value: float | None) -> str:
    """A number as people write it, with two decimals at most; a dash where there is none."""
    if value is None:
        return "–"
    value = round(value, 2)
    return number_format(int(value) if value == int(value) else value, force_grouping=True)


def percentiles(positions: Sequence[Position]) -> Figure:
    """Where the own value stands among the peers, with the interval that says how sure that is."""
    drawn = [Interval(_(one.indicator.label), one.percentile, one.low, one.high) for one in positions]
    return Figure(
        key="percentiles",
        title=_("Percentiles among the peers, with their intervals"),
        image=intervals(drawn, span=(0, 100), middle=50),
        columns=(
            _("Indicator"), _("Own value"), _("Percentile"), _("Interval"), _("Peers"), _("Median"), _("Quartiles"),
        ),
        rows=[
            (
                _(one.indicator.label),
                f"{shown(one.value)} {_(one.indicator.unit)}",
                round(one.percentile),
                f"{one.low:.0f}–{one.high:.0f}",
                one.peers,
                shown(one.median),
                " – ".join(map(shown, one.quartiles)) if one.quartiles else "–",
            )
            for one in positions
        ],
        note=_(
            "The dot is the share of peers below, the line holds it with 95 % confidence for such organisations at "
            "large. A long line means that so few peers tell little."
        ),
        height=intervals_height(len(drawn)),
    )  # fmt: skip


def intervals_height(count: int) -> int:
    """High enough for a line of text for each interval."""
    return 90 + 26 * max(count, 3)


def effects(told: Sequence[Mapping[str, Any]], label: str) -> Figure:
    """The effects of pairs of practice and outcome, with intervals for all tests together."""
    tested = [one for one in told if one["effect"] is not None]
    drawn = [Interval(one["label"], one["effect"], one["low"], one["high"]) for one in tested]
    widest = max((max(abs(one["low"]), abs(one["high"])) for one in tested), default=0.5)
    return Figure(
        key="effects",
        title=label,
        image=intervals(drawn, span=(-widest, widest), middle=0),
        columns=(_("Pair"), _("Effect"), _("Interval"), _("Corrected p"), _("Do it"), _("Do not")),
        rows=[
            (
                one["label"],
                f"{one['effect']:+.2f}",
                f"{one['low']:+.2f} … {one['high']:+.2f}",
                _("below 0.001") if one["p"] < 0.001 else number_format(one["p"], 3),
                one["doing"],
                one["not_doing"],
            )
            for one in tested
        ],
        note=_("In standard deviations of the outcome. An interval that holds 0 is no association."),
        height=intervals_height(len(drawn)),
    )


def clearness(silhouettes: Mapping[str, float], by_chance: float) -> Figure:
    """How clearly the organisations part into so many models, beside what shuffled answers reach."""
    numbers = sorted(silhouettes, key=int)
    labels = [_("%(count)s models") % {"count": number} for number in numbers]
    values = [silhouettes[number] for number in numbers]
    return Figure(
        key="clearness",
        title=_("How clearly the models part, by their number"),
        image=bars(labels, [Series(_("Mean silhouette"), "value", values)]),
        columns=(_("Number of models"), _("Mean silhouette")),
        rows=[
            *((label, number_format(value, 2)) for label, value in zip(labels, values, strict=True)),
            (_("The clearest of shuffled answers"), number_format(by_chance, 2)),
        ],
        note=_("From -1 to 1: the higher, the clearer. Shuffled answers show what chance alone reaches."),
    )


def population_by_day(days: Sequence[Any], figures: Mapping[str, Any]) -> Figure:
    """The published counts by the day of which their source speaks."""
    colours = {"benchmarked": "value", "silver": "unknown", "gold": "yellow", "countries": "met"}
    held = {key: {one.since: one.value for one in figure.values} for key, figure in figures.items()}
    labels = [f"{day.year}-{day.month:02}" for day in days]
    drawn = [
        Series(_(figures[key].label), colours[key], [values.get(day) for day in days]) for key, values in held.items()
    ]
    return Figure(
        key="population",
        title=_("Published counts, by the time of which they speak"),
        image=lines(labels, drawn),
        columns=(_("Time"), *(_(figure.label) for figure in figures.values())),
        rows=[
            (label, *(shown(held[key].get(day)) for key in figures)) for label, day in zip(labels, days, strict=True)
        ],
        note=_("A dash: no source speaks of that time. Each count with its source stands below."),
    )


def fifth(found: BestFifth) -> Figure:
    """Silver and Gold as shares of all ever benchmarked."""
    labels = [_(one.label) for one in found.shares]
    values = [round(one.percent, 1) for one in found.shares]
    return Figure(
        key="fifth",
        title=_("Silver and Gold as shares of all ever benchmarked, in %"),
        image=bars(labels, [Series(_("Share, %"), "value", values)]),
        columns=(_("Level"), _("Share, %"), _("How")),
        rows=[
            (
                label,
                number_format(value, 1),
                f"{' + '.join(shown(dated.value) for dated in one.over)} / {shown(one.base.value)}",
            )
            for label, value, one in zip(labels, values, found.shares, strict=True)
        ],
    )
