"""The pictures of this room, each with the numbers that it shows."""

from collections.abc import Sequence

from django.utils.formats import localize
from django.utils.translation import gettext as _

from tokkasite.leakage import products
from tokkasite.leakage.readers import YEAR, Page, PlaceRow, bands_of
from tokkasite.ui.charts import Figure
from tokkasite.ui.pictures import Flow, Spot, flow_map, sankey


def sankey_of(page: Page) -> Figure:
    """From what households and public services buy to where it is made."""
    bands = [
        (_source(page, buyer, code), str(products.RING_NAMES[ring]), round(euros, -3))
        for buyer, code, ring, euros in bands_of(page)
    ]
    lefts, rights = ({band[at] for band in bands} for at in (0, 1))
    return Figure(
        key="flows",
        title=_("Where it is made that is bought in %(place)s") % {"place": page.place},
        image=sankey([Flow(*band) for band in bands], unit="€"),
        columns=(_("What is bought"), _("Where it is made"), _("Euros in %(year)s") % {"year": YEAR}),
        rows=[(source, target, localize(int(euros))) for source, target, euros in bands],
        note=_(
            "Households and public services together; euros of %(year)s at basic prices, without value-added tax and "
            "shop margins, rounded to thousands. Each band is as wide as its euros."
        )
        % {"year": YEAR},
        height=max(220, 34 * max(len(lefts), len(rights)) + 60),
    )


def _source(page: Page, buyer: str, code: str) -> str:
    if not code:
        return _("Everything else")
    return f"{products.BUYER_NAMES[buyer]}: {products.name_of(code)}" if buyer else products.name_of(code)


def map_of(rows: Sequence[PlaceRow]) -> Figure:
    """Every municipality at its place, with what of its food leaves Lapland in a year."""
    ordered = sorted(rows, key=lambda row: -row.food.leaves.mean)
    spots = [
        Spot(
            row.place.latitude,
            row.place.longitude,
            f"{row.place} · {_millions(row)}",
            True,
        )
        for row in ordered
        if row.place.latitude is not None and row.place.longitude is not None
    ]
    return Figure(
        key="map",
        title=_("Million euros for food that leave Lapland in a year, by municipality"),
        image=flow_map(spots, [], height=760),
        columns=(_("Municipality"), _("Leaves Lapland, million euros")),
        rows=[(str(row.place), _millions(row)) for row in ordered],
        note=_(
            "Households and public services, %(year)s, basic prices. North is up. Names that would cover each other "
            "are left out here; the table has them all."
        )
        % {"year": YEAR},
        height=760,
    )


def _millions(row: PlaceRow) -> str:
    return str(localize(round(row.food.leaves.mean / 1e6, 1)))
