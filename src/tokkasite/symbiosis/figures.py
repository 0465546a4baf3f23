"""The pictures of this room, each with the numbers that it shows."""

from collections.abc import Sequence

from django.utils.formats import localize
from django.utils.translation import gettext as _

from tokkasite.register.models import Municipality
from tokkasite.runs.models import Run
from tokkasite.symbiosis.models import Exchange, Level, Need, Offer
from tokkasite.symbiosis.readers import PlanRow, Yield, level_of
from tokkasite.ui.charts import Figure, Series, curve, stacked_bars
from tokkasite.ui.pictures import Flow, Spot, flow_map, sankey, waterfall


def site_of(thing: Offer | Need) -> str:
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
        columns=(_("From"), _("To"), _("Tonnes in a year"), _("km")),
        rows=[
            (
                site_of(row.offer),
                site_of(row.need),
                localize(round(row.told["tonnes"])),
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
        columns=(_("From"), _("To"), _("Tonnes in a year")),
        rows=[(source, target, localize(round(tonnes))) for (source, target), tonnes in ordered],
        note=_("Each band is as wide as the tonnes that it carries."),
        height=max(220, 34 * max(len({key[0] for key in flows}), len({key[1] for key in flows})) + 60),
    )


def front_of(run: Run) -> Figure | None:
    """What the region would give up in benefit for more CO2 saved; None where there is nothing to choose."""
    points = run.result["front"]
    if len(points) < 2:
        return None
    labels = [localize(round(point["co2_t"])) for point in points]
    return Figure(
        key="front",
        title=_("Benefit against CO2"),
        image=curve(
            _("Net benefit, EUR"),
            [(point["co2_t"], point["benefit_eur"]) for point in points],
            across=_("CO2 saved, t"),
        ),
        columns=(_("CO2 saved, t"), _("Net benefit, EUR"), _("Price of CO2, EUR/t")),
        rows=[
            (label, localize(round(point["benefit_eur"], 2)), localize(round(point["price_eur"], 2)))
            for label, point in zip(labels, points, strict=True)
        ],
        note=_("No plan saves more CO2 at the same benefit. The price is what one more tonne of CO2 costs there."),
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
    if exchange.run is None:
        steps = [*prices, (_("Handling and transport"), exchange.eur_t - saved - paid)]
    left = sum(amount for _name, amount in steps)
    rows = [(name, localize(round(amount, 2))) for name, amount in steps]
    return Figure(
        key="cost",
        title=_("What a tonne brings and costs"),
        image=waterfall(steps, total=_("Gain"), unit="€/t"),
        columns=(_("Part"), _("EUR/t")),
        rows=[*rows, (_("Gain"), localize(round(left, 2)))],
        note=_("By the prices of today. The plan reckoned with those of its own day."),
    )


def yields_by_year(yields: Sequence[Yield]) -> Figure:
    """Realised tonnes by year."""
    ordered = sorted(yields, key=lambda one: one.year)
    years = [str(one.year) for one in ordered]
    return Figure(
        key="yields",
        title=_("Tonnes kept in use, by year"),
        image=stacked_bars(years, [Series(_("Tonnes"), "value", [one.tonnes for one in ordered])]),
        columns=(_("Year"), _("Tonnes"), _("Gain, EUR"), _("CO2 saved, t"), _("Exchanges")),
        rows=[
            (str(one.year), localize(one.tonnes), localize(one.eur), localize(one.co2_t), str(one.exchanges))
            for one in ordered
        ],
        note=_("Tonnes are those delivered. Gain and CO2 are reckoned for a tonne as it was planned."),
    )
