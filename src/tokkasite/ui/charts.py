"""Charts as SVG, drawn on the server: the same picture on screen, on paper and without JavaScript."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import pygal
from pygal.style import Style

COLOURS = {
    "met": "#2a7d4f",
    "green": "#2a7d4f",
    "yellow": "#c98a00",
    "missed": "#b3261e",
    "red": "#b3261e",
    "unknown": "#6b7785",
    "value": "#1d5b73",
}


@dataclass(frozen=True, slots=True)
class Series:
    """One row of a chart: its name, its colour by key of `COLOURS`, and a value for each column (None: a gap)."""

    name: str
    colour: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its table."""

    key: str
    title: str
    image: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    note: str = field(default="")
    height: int = 320


@dataclass(frozen=True, slots=True)
class Interval:
    """A point with the interval that holds it, under its name."""

    name: str
    point: float
    low: float
    high: float


def stacked_bars(labels: Sequence[str], series: Sequence[Series]) -> str:
    """A bar for each label, stacked of the series from the bottom up, as the address of an image."""
    return _drawn(pygal.StackedBar, labels, series)


def lines(labels: Sequence[str], series: Sequence[Series]) -> str:
    """A line for each series over the labels, as the address of an image."""
    return _drawn(pygal.Line, labels, series, dots_size=2, stroke_style={"width": 2})


def bars(labels: Sequence[str], series: Sequence[Series]) -> str:
    """A bar for each label and series, side by side, as the address of an image."""
    return _drawn(pygal.Bar, labels, series, x_labels_major_every=1)


def intervals(rows: Sequence[Interval], *, span: tuple[float, float], middle: float) -> str:
    """A line for each interval with a dot at its point, one under the other, as the address of an image."""
    places = range(len(rows), 0, -1)
    top = len(rows) + 1
    chart = pygal.XY(
        style=_style(("#8a979e", *("#1d5b73" for _row in rows))),
        js=(),
        width=960,
        height=90 + 26 * max(len(rows), 3),
        show_legend=False,
        xrange=span,
        range=(0, top),
        truncate_label=-1,
        dots_size=4,
        stroke_style={"width": 2},
        max_scale=6,
        show_y_guides=False,
        no_data_text="–",
    )
    chart.y_labels = [{"label": row.name, "value": place} for row, place in zip(rows, places, strict=True)]
    chart.add("", [(middle, 0), (middle, top)], show_dots=False, stroke_style={"width": 1, "dasharray": "4, 4"})
    for row, place in zip(rows, places, strict=True):
        chart.add(row.name, [(row.low, place), (row.high, place)], show_dots=False, stroke_style={"width": 7})
    chart.add("", [(row.point, place) for row, place in zip(rows, places, strict=True)], stroke=False)
    return _address(chart)


def curve(
    name: str,
    points: Sequence[tuple[float, float]],
    *,
    across: str,
    marked: tuple[str, tuple[float, float]] | None = None,
) -> str:
    """One line through points (across, up), as the address of an image. `across` names the scale below.

    `marked` is a point of its own name, drawn larger.
    """
    style = _style((COLOURS["value"], COLOURS["missed"]))
    chart = pygal.XY(style=style, js=(), width=960, height=320, legend_at_bottom=True, x_title=across)
    chart.add(name, list(points))
    if marked is not None:
        chart.add(marked[0], [marked[1]], dots_size=7, stroke=False)
    return _address(chart)


def _drawn(kind: type[pygal.Graph], labels: Sequence[str], series: Sequence[Series], **options: object) -> str:
    every = {"x_labels_major_every": 6, "show_minor_x_labels": False}
    chart = kind(
        style=_style(tuple(COLOURS[one.colour] for one in series)),
        js=(),
        width=960,
        height=320,
        legend_at_bottom=True,
        max_scale=6,
        truncate_label=-1,
        no_data_text="–",
        **(every | options),
    )
    chart.x_labels = labels
    for one in series:
        chart.add(one.name, list(one.values))
    return _address(chart)


def _style(colours: tuple[str, ...]) -> Style:
    return Style(
        background="white",
        font_family="system-ui, sans-serif",
        plot_background="white",
        foreground="#18262e",
        foreground_strong="#18262e",
        foreground_subtle="#5b6870",
        opacity="1",
        label_font_size=13,
        major_label_font_size=13,
        legend_font_size=14,
        colors=colours,
    )


def _address(chart: pygal.Graph) -> str:
    """A chart as the address of an image."""
    chart.uuid = "chart"  # pygal's own is by chance; the same numbers make the same picture
    chart.add_xml_filter(_without_scripts)
    drawn: bytes = chart.render()
    return "data:image/svg+xml;base64," + base64.b64encode(drawn).decode("ascii")


def _without_scripts(tree: Element) -> Element:
    """The drawing without the settings that pygal leaves for scripts that are not there."""
    for parent in list(tree.iter()):
        for script in parent.findall("{*}script"):
            parent.remove(script)
    return tree


def sparkline(values: Sequence[float]) -> str:
    """A small line without words, as the address of an image. The numbers stand beside it."""
    chart = pygal.Line(
        style=Style(background="white", plot_background="white", colors=(COLOURS["value"],)),
        js=(),
        range=(0, max(values)),
    )
    chart.add("", list(values))
    chart.uuid = "spark"
    chart.add_xml_filter(_without_scripts)
    drawn = chart.render_sparkline(width=300, height=40, show_dots=False, stroke_style={"width": 2})
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode() if isinstance(drawn, str) else drawn).decode()
