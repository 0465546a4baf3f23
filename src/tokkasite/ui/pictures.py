"""Maps, flows and waterfalls as SVG, drawn on the server like the charts. Each has its numbers in a table beside it."""

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

import drawsvg

WIDTH = 960
INK, QUIET, LINE = "#18262e", "#5b6870", "#c9d2d6"
GIVING, TAKING, FLOW = "#1d5b73", "#a4511a", "#4f93a8"
FONT = {"font_family": "system-ui, sans-serif", "fill": INK}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a map: degrees north and east, its name, and whether it gives or takes (None: for orientation)."""

    north: float
    east: float
    name: str
    gives: bool | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """So much from one to the other, by their names or their places in a list."""

    source: str
    target: str
    amount: float


def drawn(picture: drawsvg.Drawing) -> str:
    """A picture as the address of an image."""
    return "data:image/svg+xml;base64," + base64.b64encode(picture.as_svg().encode()).decode("ascii")


def flow_map(spots: Sequence[Spot], flows: Sequence[tuple[Spot, Spot, float]], *, height: int = 560) -> str:
    """Sites as marks, and flows as lines, the thicker the more goes along. North is up."""
    picture = drawsvg.Drawing(WIDTH, height)
    picture.append(drawsvg.Rectangle(0, 0, WIDTH, height, fill="white"))
    place = _projection(spots, height)
    most = max((amount for _one, _other, amount in flows), default=1.0)
    for one, other, amount in sorted(flows, key=lambda flow: -flow[2]):
        (x1, y1), (x2, y2) = place(one), place(other)
        bend = 0.12 * (y2 - y1), -0.12 * (x2 - x1)
        path = drawsvg.Path(
            stroke=FLOW, stroke_width=1.5 + 9 * amount / most, stroke_opacity=0.7, fill="none", stroke_linecap="round"
        )
        path.M(x1, y1).Q((x1 + x2) / 2 + bend[0], (y1 + y2) / 2 + bend[1], x2, y2)
        picture.append(path)
    taken: list[tuple[float, float]] = []
    for spot in sorted(spots, key=lambda spot: spot.gives is None):
        x, y = place(spot)
        has_room = all(abs(x - a) > 120 or abs(y - b) > 15 for a, b in taken)
        if spot.gives is None and not has_room:
            continue
        if spot.gives is None:
            picture.append(drawsvg.Circle(x, y, 2.5, fill=QUIET))
        elif spot.gives:
            picture.append(drawsvg.Circle(x, y, 7, fill=GIVING, stroke="white", stroke_width=1.5))
        else:
            picture.append(drawsvg.Rectangle(x - 6, y - 6, 12, 12, fill=TAKING, stroke="white", stroke_width=1.5))
        if has_room:
            taken.append((x, y))
            is_right = x > WIDTH - 200
            picture.append(
                drawsvg.Text(
                    spot.name,
                    12 if spot.gives is None else 13,
                    x - 11 if is_right else x + 11,
                    y + 4,
                    text_anchor="end" if is_right else "start",
                    **FONT | ({"fill": QUIET} if spot.gives is None else {}),
                )
            )
    return drawn(picture)


def _projection(spots: Sequence[Spot], height: int) -> Callable[[Spot], tuple[float, float]]:
    """Degrees to points of the picture, with the same scale in both directions at the middle latitude."""
    if not spots:
        return lambda _spot: (0.0, 0.0)
    north = [spot.north for spot in spots]
    east = [spot.east for spot in spots]
    shrink = cos(radians((min(north) + max(north)) / 2))
    tall, wide = max(max(north) - min(north), 0.05), max((max(east) - min(east)) * shrink, 0.05)
    margin = 60
    scale = min((height - 2 * margin) / tall, (WIDTH - 4 * margin) / wide)
    left = (WIDTH - wide * scale) / 2
    top = (height - tall * scale) / 2

    def place(spot: Spot) -> tuple[float, float]:
        x = left + (spot.east - min(east)) * shrink * scale
        return round(x, 1), round(top + (max(north) - spot.north) * scale, 1)

    return place


def sankey(flows: Sequence[Flow], *, unit: str, height: int = 0) -> str:
    """Bands from the sources on the left to the targets on the right, each as wide as what it carries."""
    left = _totals((flow.source, flow.amount) for flow in flows)
    right = _totals((flow.target, flow.amount) for flow in flows)
    total = sum(left.values()) or 1.0
    gap = 14
    height = height or max(220, 34 * max(len(left), len(right)) + 60)
    scale = (height - 40 - gap * max(len(left), len(right))) / total
    picture = drawsvg.Drawing(WIDTH, height)
    picture.append(drawsvg.Rectangle(0, 0, WIDTH, height, fill="white"))
    tops = {True: _stacked(left, scale, gap), False: _stacked(right, scale, gap)}
    x1, x2 = 330, WIDTH - 330
    used: dict[tuple[bool, str], float] = {}
    for flow in flows:
        thick = max(flow.amount * scale, 0.75)
        y1 = tops[True][flow.source] + used.get((True, flow.source), 0.0)
        y2 = tops[False][flow.target] + used.get((False, flow.target), 0.0)
        used[True, flow.source] = used.get((True, flow.source), 0.0) + flow.amount * scale
        used[False, flow.target] = used.get((False, flow.target), 0.0) + flow.amount * scale
        middle = (x1 + x2) / 2
        band = drawsvg.Path(fill=FLOW, fill_opacity=0.45)
        band.M(x1, y1).C(middle, y1, middle, y2, x2, y2).L(x2, y2 + thick)
        band.C(middle, y2 + thick, middle, y1 + thick, x1, y1 + thick).Z()
        picture.append(band)
    for is_left, totals in ((True, left), (False, right)):
        for name, amount in totals.items():
            y, tall = tops[is_left][name], max(amount * scale, 1.5)
            x = x1 - 10 if is_left else x2
            picture.append(drawsvg.Rectangle(x, y, 10, tall, fill=GIVING if is_left else TAKING))
            words = f"{_short(name)} · {_spaced(amount, 0)} {unit}"
            anchor = "end" if is_left else "start"
            at = x1 - 16 if is_left else x2 + 16
            picture.append(drawsvg.Text(words, 13, at, y + tall / 2 + 4, text_anchor=anchor, **FONT))
    return drawn(picture)


def _totals(pairs: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for name, amount in pairs:
        found[name] = found.get(name, 0.0) + amount
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _stacked(totals: Mapping[str, float], scale: float, gap: float) -> dict[str, float]:
    tops, y = {}, 20.0
    for name, amount in totals.items():
        tops[name] = y
        y += amount * scale + gap
    return tops


def _spaced(amount: float, decimals: int) -> str:
    """A number with spaces between its thousands, which reads alike in every language of the site."""
    return f"{amount:,.{decimals}f}".replace(",", "\N{NO-BREAK SPACE}")


def _short(name: str, most: int = 30) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def waterfall(steps: Sequence[tuple[str, float]], *, total: str, unit: str) -> str:
    """Gains upwards and costs downwards, one after the other, and what is left at the end."""
    height, base, top = 320, 260, 30
    sums = [0.0]
    for _name, amount in steps:
        sums.append(sums[-1] + amount)
    low, high = min(*sums, 0.0), max(*sums, 0.0)
    scale = (base - top) / ((high - low) or 1.0)
    picture = drawsvg.Drawing(WIDTH, height)
    picture.append(drawsvg.Rectangle(0, 0, WIDTH, height, fill="white"))

    def level(value: float) -> float:
        return round(base - (value - low) * scale, 1)

    bars = [(name, sums[at], sums[at + 1], amount) for at, (name, amount) in enumerate(steps)]
    bars.append((total, 0.0, sums[-1], sums[-1]))
    room = (WIDTH - 80) / len(bars)
    for at, (name, begins, ends, amount) in enumerate(bars):
        x = 40 + at * room
        is_total = at == len(bars) - 1
        colour = GIVING if is_total else "#2a7d4f" if amount >= 0 else "#b3261e"
        y, tall = level(max(begins, ends)), max(abs(level(begins) - level(ends)), 1.5)
        picture.append(drawsvg.Rectangle(x + room * 0.2, y, room * 0.6, tall, fill=colour))
        sign = "" if is_total else "+" if amount >= 0 else "−"
        words = f"{sign}{_spaced(abs(amount), 2)} {unit}"
        picture.append(drawsvg.Text(words, 13, x + room / 2, y - 7, text_anchor="middle", **FONT))
        picture.append(drawsvg.Text(_short(name, 34), 13, x + room / 2, height - 22, text_anchor="middle", **FONT))
    picture.append(drawsvg.Line(40, level(0), WIDTH - 40, level(0), stroke=QUIET, stroke_width=1))
    return drawn(picture)
