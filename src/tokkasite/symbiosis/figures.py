"""The pictures of this room, each with the numbers that it shows."""

from collections.abc import Iterable, Sequence

from django.utils.formats import localize, number_format
from django.utils.translation import gettext as _

from tokkasite.register.models import Municipality
from tokkasite.runs.models import Run
from tokkasite.symbiosis.efficiency import Year
from tokkasite.symbiosis.models import Exchange, Level
from tokkasite.symbiosis.plan_readers import PlanRow
from tokkasite.symbiosis.readers import ForCentre, level_of, sides_for_centre
from tokkasite.ui.charts import Figure, Series, bars, curve
from tokkasite.ui.pictures import Flow, Spot, flow_map, sankey, waterfall


def site_of(thing: ForCentre) -> str:
    """Where something is: the site that was named, else the organisation."""
    return thing.site or thing.organisation.name


def map_of(rows: Sequence[PlanRow], places: Sequence[Municipality]) -> Figure:
    """Where the tonnes of a plan go, on a map with the municipalities near by for orientation."""
    spots: dict[tuple[str, bool], Spot] = {}
    flows = []
    for row in rows:
        ends = [
            spots.setdefault((site_of(thing), gives), Spot(thing.lat, thing.lon, site_of(thing), gives))
            for thing, gives in ((row.offer, True), (row.need, False))
        ]
        flows.append((ends[0], ends[1], row.told["tonnes"]))
    north = [spot.north for spot in spots.values()] or [0.0]
    east = [spot.east for spot in spots.values()] or [0.0]
    near = [
        Spot(place.latitude, place.longitude, str(place))
        for place in places
        if place.latitude is not None
        and min(north) - 0.3 <= place.latitude <= max(north) + 0.3
        and min(east) - 0.5 <= place.longitude <= max(east) + 0.5
    ]
    return Figure(
        key="map",
        title=_("Where the tonnes go"),
        image=flow_map([*spots.values(), *near], flows),
        columns=(_("From where"), _("To where"), _("Tonnes in a year"), _("km")),
        rows=[
            (
                site_of(row.offer),
                site_of(row.need),
                localize(round(row.told["tonnes"])) + (f" {row.unit}" if row.is_piped else ""),
                localize(round(row.told["km"])),
            )
            for row in rows
        ],
        note=_("Round: gives. Square: takes. The thicker the line, the more tonnes. North is up."),
        height=560,
    )


def flows_of(rows: Sequence[PlanRow], by: str) -> Figure:
    """The tonnes of a plan as bands: by material, or by site."""
    named = {
        "site": lambda row: site_of(row.offer),
        "material": lambda row: row.offer.material or row.offer.name,
    }[by]
    flows: dict[tuple[str, str], float] = {}
    for row in rows:
        key = (named(row), site_of(row.need))
        flows[key] = flows.get(key, 0.0) + row.told["tonnes"]
    ordered = sorted(flows.items(), key=lambda item: -item[1])
    return Figure(
        key=f"flows-{by}",
        title=_("From materials to receivers") if by == "material" else _("From sites to receivers"),
        image=sankey([Flow(source, target, tonnes) for (source, target), tonnes in ordered], unit="t"),
        columns=(_("From where"), _("To where"), _("Tonnes in a year")),
        rows=[(source, target, localize(round(tonnes))) for (source, target), tonnes in ordered],
        note=_("Each band is as wide as the tonnes that it carries."),
        height=sankey_height(flows),
    )


def front_of(run: Run) -> Figure | None:
    """What the region would give up in benefit for more CO2 saved; None where there is nothing to choose."""
    points = run.result["front"]
    if len(points) < 2:
        return None
    labels = [localize(round(point["co2_t"])) for point in points]
    knee = run.result.get("knee", 0)
    return Figure(
        key="front",
        title=_("Benefit against CO2"),
        image=curve(
            _("Net benefit, EUR"),
            [(point["co2_t"], point["benefit_eur"]) for point in points],
            across=_("CO2 saved, t"),
            marked=(_("Knee"), (points[knee]["co2_t"], points[knee]["benefit_eur"])),
        ),
        columns=(_("CO2 saved, t"), _("Net benefit, EUR"), _("Price of CO2, EUR/t"), _("Place")),
        rows=[
            (
                label,
                localize(round(point["benefit_eur"], 2)),
                localize(round(point["price_eur"], 2)),
                _("Knee") if at == knee else _("This plan") if at == 0 else "",
            )
            for at, (label, point) in enumerate(zip(labels, points, strict=True))
        ],
        note=_(
            "No plan saves more CO2 at the same benefit. The price is what one more tonne of CO2 costs there. "
            "The knee is the point beyond which more CO2 becomes markedly dearer: %(co2)s t for %(eur)s EUR, "
            "at %(price)s EUR/t."
        )
        % {
            "co2": labels[knee],
            "eur": localize(round(points[knee]["benefit_eur"])),
            "price": localize(round(points[knee]["price_eur"], 2)),
        },
    )


def cost_of(exchange: Exchange) -> Figure:
    """What a tonne of one exchange brings and costs, step by step."""
    terms = exchange.run.terms if exchange.run else {}
    haul = terms.get("transport_eur_tkm", 0.0) * terms.get("detour", 1.0) * exchange.km
    saved, paid = exchange.offer.avoided_cost_eur_t, exchange.need.price_eur_t
    is_private = Level.OWN in (level_of(exchange.offer, "avoided_cost_eur_t"), level_of(exchange.need, "price_eur_t"))
    # A limit of price that its owner keeps is shown only in the sum of both.
    prices = [(_("Both sides' prices together"), saved + paid)]
    if not is_private:
        prices = [(_("Today's route saved"), saved), (_("Paid by the taker"), paid)]
    steps = [*prices, (_("Handling"), -terms.get("handling_eur_t", 0.0)), (_("Transport"), -haul)]
    unit = exchange.offer.unit
    if unit != "t":
        steps = [*prices, (_("Loss on the way and pumping"), exchange.eur_t - saved - paid)]
    elif exchange.run is None:
        steps = [*prices, (_("Handling and transport"), exchange.eur_t - saved - paid)]
    left = sum(amount for _name, amount in steps)
    rows = [(name, localize(round(amount, 2))) for name, amount in steps]
    return Figure(
        key="cost",
        title=_("What a tonne brings and costs") if unit == "t" else _("What a unit sent brings and costs"),
        image=waterfall(steps, total=_("Gain"), unit=f"€/{unit}"),
        columns=(_("Part"), f"EUR/{unit}"),
        rows=[*rows, (_("Gain"), localize(round(left, 2)))],
        note=_("By the prices of today. The plan reckoned with those of its own day."),
    )


def planned_and_realised(years: Sequence[Year], key: str = "") -> Figure:
    """Planned beside realised tonnes, by year."""
    ordered = sorted(years, key=lambda one: one.year)
    series = [
        Series(_("Planned"), "unknown", [one.planned_t for one in ordered]),
        Series(_("Realised"), "value", [one.realised_t for one in ordered]),
    ]
    return Figure(
        key=f"years-{key}" if key else "years",
        title=_("Planned and realised tonnes, by year"),
        image=bars([str(one.year) for one in ordered], series),
        columns=(_("Year"), _("Planned, t"), _("Realised, t"), _("Realised of planned, %")),
        rows=[
            (
                str(one.year),
                whole(one.planned_t),
                whole(one.realised_t),
                "–" if one.percent is None else localize(round(one.percent)),
            )
            for one in ordered
        ],
        note=_("Planned counts by days from the contract on, in the running year up to today."),
    )


def year_flows(year: Year, by: str) -> Figure:
    """The realised tonnes of a year as bands: by material, or by site."""
    flows: dict[tuple[str, str], float] = {}
    for part in year.parts:
        offer, need = sides_for_centre(part.exchange)
        source = site_of(offer) if by == "site" else offer.material or offer.name
        key = (source, site_of(need))
        flows[key] = flows.get(key, 0.0) + part.realised_t
    ordered = sorted(((key, tonnes) for key, tonnes in flows.items() if tonnes), key=lambda item: -item[1])
    titles = {
        "material": _("From materials to receivers, realised in %(year)s"),
        "site": _("From sites to receivers, realised in %(year)s"),
    }
    return Figure(
        key=f"year-{by}",
        title=titles[by] % {"year": year.year},
        image=sankey([Flow(source, target, tonnes) for (source, target), tonnes in ordered], unit="t"),
        columns=(_("From where"), _("To where"), _("Tonnes in a year")),
        rows=[(source, target, whole(tonnes)) for (source, target), tonnes in ordered],
        note=_("Each band is as wide as the tonnes that it carries."),
        height=sankey_height(flows),
    )


def whole(tonnes: float) -> str:
    """Whole tonnes, with a mark between the thousands."""
    return number_format(round(tonnes), decimal_pos=0, force_grouping=True)


def sankey_height(flows: Iterable[tuple[str, str]]) -> int:
    """Room for the longer of both sides."""
    pairs = list(flows)
    return max(220, 34 * max(len({source for source, _to in pairs}), len({to for _from, to in pairs})) + 60)
