"""What a scenario would keep, in sentences, tables and pictures: the same on screen and on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tokkasite.plants.models import Scenario
from tokkasite.plants.names import origin_of
from tokkasite.plants.readers import assumed_of, lines_of
from tokkasite.runs.readers import said
from tokkasite.ui.charts import Figure, Interval, intervals

MILLION, THOUSAND = 1_000_000, 1_000
Three = Sequence[float]


def rounded(value: float, digits: int = 3) -> float:
    """To so many digits that count: more would promise what nobody knows."""
    return float(f"{value:.{digits}g}")


def plain(value: float, decimals: int = 0) -> str:
    """A number in the reader's language, without zeros at its end."""
    places = next(places for places in range(decimals + 1) if places == decimals or round(value, places) == value)
    return number_format(round(value, places), places, use_l10n=True, force_grouping=True)


def euros(value: float) -> str:
    """A sum in words: millions from a million up."""
    near = rounded(value)
    if abs(near) >= MILLION:
        return _("%(amount)s million euros") % {"amount": plain(round(near / MILLION, 2), 2)}
    return _("%(amount)s euros") % {"amount": plain(near)}


def years(value: float) -> str:
    """Person-years: with one decimal below ten."""
    return plain(round(value, 1), 1) if abs(value) < 10 else plain(value)


def bounds(values: Three | None, say: Any = plain) -> str:
    """Lowest and highest with a dash, or nothing known."""
    return "–" if values is None else f"{say(values[0])} – {say(values[2])}"


@dataclass(frozen=True, slots=True)
class Row:
    """What stays in one ring, in words for a table."""

    ring: str
    euros: str
    between: str
    years: str
    years_between: str


def rows_of(rings: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The rows of a table of rings; what is not told is left out."""
    return [
        Row(
            ring=ring_name(one["ring"]),
            euros=plain(rounded(one["eur"][1])),
            between=bounds(one["eur"], lambda value: plain(rounded(value))),
            years=years(one["years"][1]) if one["years"] else "–",
            years_between=bounds(one["years"], years),
        )
        for one in rings
        if one["eur"]
    ]


def ring_name(ring: str) -> str:
    """A ring as the heading of a row."""
    return {
        "municipality": _("In the municipality"),
        "region": _("In the region"),
        "nation": _("In the whole country"),
    }[ring]


def ring_of(result: Mapping[str, Any], ring: str) -> Mapping[str, Any]:
    return next(one for one in result["yearly"] if one["ring"] == ring)


def sentences_of(plan: Mapping[str, Any], result: Mapping[str, Any]) -> list[str]:
    """What a councillor can read aloud: what stays, how sure that is, and what to ask."""
    region, home = ring_of(result, "region"), ring_of(result, "municipality")
    low, middle, high = region["eur"]
    told = {"low": euros(low), "middle": euros(middle), "high": euros(high), "turnover": euros(plan["turnover"])}
    said_aloud = [
        _("The plant sells for %(turnover)s a year. About %(middle)s of that would stay in the region as value added.")
        % told,
        _("With a certainty of 90 per cent it is between %(low)s and %(high)s a year.") % told,
    ]
    if home["eur"]:
        said_aloud.append(
            _("In the municipality itself about %(middle)s a year would stay, at least.")
            % {"middle": euros(home["eur"][1])}
        )
    if region["years"]:
        work = {"middle": years(region["years"][1]), "between": bounds(region["years"], years)}
        said_aloud.append(_("Work in the region: about %(middle)s person-years (%(between)s).") % work)
    if result["questions"]:
        first = result["questions"][0]
        asked = {"question": said(first["asks"]), "percent": plain(100 * first["explains"])}
        said_aloud.append(_("What is most uncertain: %(question)s The answer settles %(percent)s %% of it.") % asked)
    said_aloud.append(assumed_in_words(plan))
    return said_aloud


def assumed_in_words(plan: Mapping[str, Any]) -> str:
    """How much of the plan is still assumed."""
    assumed, whole = assumed_of(plan)
    if not assumed:
        return _("Every figure of the bill was told by whoever made the scenario.")
    says = ngettext(
        "%(count)s of the %(whole)s figures of the bill is an assumption of Tokka's and should be asked for.",
        "%(count)s of the %(whole)s figures of the bill are assumptions of Tokka's and should be asked for.",
        assumed,
    )
    return says % {"count": assumed, "whole": whole}


def questions_of(result: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Question, share of the spread that its answer explains, and how wide the interval is afterwards."""
    return [
        (said(one["asks"]), plain(100 * one["explains"]), plain(rounded(one["width_eur"])))
        for one in result["questions"]
        if round(100 * one["explains"]) > 0
    ]


def bill_of(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The plant's own figures and the lines of its bill, each with where it is from."""
    whole = (
        ("turnover", _("Sales in a year, euros"), plain(plan["turnover"])),
        ("wages", _("Wages in a year, euros"), plain(plan["wages"]["euros"])),
        ("person_years", _("Work in the plant itself, person-years"), three(plan["person_years"])),
    )
    own = [
        {"what": name, "sum": shown, "note": "", "kind": "whole", "product": "", "source": plan["told"][key]}
        for key, name, shown in whole
    ]
    return [line | origin_of(line) for line in own] + [
        line | {"sum": plain(line["euros"])} | origin_of(line) for line in lines_of(plan)
    ]


def three(values: float | Three) -> str:
    """One number, or lowest, likeliest and highest."""
    numbers = list(dict.fromkeys([values] if isinstance(values, (int, float)) else values))
    return " – ".join(years(one) for one in numbers)


def rings_figure(result: Mapping[str, Any]) -> Figure:
    """What stays each year in each ring, as lines of intervals."""
    told = [(ring_name(one["ring"]), one["eur"]) for one in result["yearly"] if one["eur"]]
    return _intervals(
        "rings",
        _("What would stay each year, thousand euros"),
        [(name, [value / THOUSAND for value in values]) for name, values in told],
    )


def comparison(scenarios: Sequence[Scenario]) -> list[Figure]:
    """Scenarios side by side: value added and work, of the municipality and of the region."""
    parts = (
        ("eur", "region", _("Value added that stays in the region each year, thousand euros"), THOUSAND),
        ("eur", "municipality", _("Value added that stays in the municipality each year, thousand euros"), THOUSAND),
        ("years", "region", _("Work in the region, person-years"), 1),
    )
    return [
        _intervals(
            f"{measure}-{ring}",
            title,
            [
                (one.name, [value / scale for value in values])
                for one in scenarios
                if (values := ring_of(one.run.result, ring)[measure])
            ],
        )
        for measure, ring, title, scale in parts
    ]


def _intervals(key: str, title: str, rows: Sequence[tuple[str, Three]]) -> Figure:
    low = min([0.0, *(values[0] for _name, values in rows)])
    high = max([1.0, *(values[2] for _name, values in rows)])

    def say(value: float) -> str:
        return plain(round(rounded(value), 1), 1)

    drawn = [Interval(short(name), values[1], values[0], values[2]) for name, values in rows]
    return Figure(
        key=key,
        title=title,
        image=intervals(drawn, span=(low, high * 1.05), middle=0.0),
        columns=("", _("Lowest"), _("Most likely"), _("Highest")),
        rows=[(name, *map(say, values)) for name, values in rows],
        note=_("The dot is the most likely, the line what nine of ten draws lie within."),
        height=90 + 26 * max(len(rows), 3),
    )


def short(name: str, most: int = 40) -> str:
    """A name that fits beside a picture."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def judged(scenarios: Sequence[Scenario]) -> list[str]:
    """Which scenario keeps more in the region, where that can be told; each against the next one."""
    ordered = sorted(scenarios, key=lambda one: -ring_of(one.run.result, "region")["eur"][1])
    says = []
    for more, less in pairwise(ordered):
        names = {"more": more.name, "less": less.name}
        if ring_of(more.run.result, "region")["eur"][0] > ring_of(less.run.result, "region")["eur"][2]:
            says.append(_("“%(more)s” would keep more in the region than “%(less)s”.") % names)
        else:
            says.append(
                _("Whether “%(more)s” or “%(less)s” would keep more cannot be told yet: their intervals overlap.")
                % names
            )
    return says
