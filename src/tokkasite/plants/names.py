"""Words of this room that are kept as keys: lines of the bills, rings and sources."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

LINES: Final = {
    "animals": _("Animals for slaughter"),
    "berries": _("Berries and herbs"),
    "building": _("Building"),
    "chips": _("Wood chips"),
    "chipping": _("Transport and chipping"),
    "cleaning": _("Cleaning"),
    "electricity": _("Electricity and water"),
    "energy": _("Energy and water"),
    "feed": _("Manure and grass"),
    "fuel_trade": _("Margin of the fuel dealers"),
    "grid": _("Grid and balancing"),
    "haulage": _("Haulage of feed and fertiliser"),
    "insurance": _("Insurance"),
    "land": _("Rent of land"),
    "machines": _("Machines"),
    "maintenance": _("Maintenance"),
    "milk": _("Raw milk"),
    "oil_trade": _("Margin of the oil dealers"),
    "packaging": _("Packaging"),
    "panels": _("Panels and inverters"),
    "services": _("Repair and services"),
    "slaughter": _("Slaughtering that is done in the region today"),
    "transport": _("Transport"),
    "turbine": _("Turbine and electrical equipment"),
}
"""What the reference bills call their lines."""

RINGS: Final = (_("municipality"), _("region"), _("nation"))
"""Marked here for the translators: the library's questions name them."""

SOURCES: Final = {
    "illustration": (
        _("An illustration of Tokka's own, not a plan of anybody: a round figure to begin with."),
        "",
    ),
    "round": (_("A round figure assumed by Tokka. No public source was found: ask whoever plans the plant."), ""),
    "milk": (
        _("Lapland's farms made 91.6 million litres of milk in 2016, and nearly all was processed outside the region."),
        "http://luotsi.lappi.fi/puhdas-ruoka-ja-vesi",
    ),
    "meat": (
        _("Lapland made 3.1 million kg of beef and 2.0 million kg of reindeer meat in 2016."),
        "http://luotsi.lappi.fi/puhdas-ruoka-ja-vesi",
    ),
    "enontekio": (
        _("District heat in Enontekiö in 2018: bought for 214,000 and sold for 235,000 euros, by the minutes."),
        "https://enontekio.cloudnc.fi/fi-FI/Toimielimet/Kunnanhallitus/Kokous_11102021/Kaukolampotoiminnan_jarjestely(4153)",
    ),
    "own": (_("Told by whoever made the scenario."), ""),
}
"""Where a figure of a bill is from: a whole sentence, and an address where there is one."""
ASSUMPTIONS: Final = ("illustration", "round")
"""Sources by which a figure is still an assumption of ours."""


def origin_of(figure: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a figure's source, whether it is an assumption of ours, and a public fact beside it."""
    says, url = SOURCES[figure["source"]]
    fact, fact_url = SOURCES.get(figure.get("additional_source", ""), ("", ""))
    return {"says": says, "fact": fact, "url": url or fact_url, "is_assumed": figure["source"] in ASSUMPTIONS}


NOT_SAID: Final = (
    _("It says nothing of prices, of whether workers can be found, and of capacity. Ask about them."),
    _("Turnover is not money that stays. Only value added is counted: wages and what is left for the owners."),
    _("Jobs are person-years of full-time work with an interval, and not people or new posts."),
    _(
        "Work at suppliers is reckoned by the jobs and prices of 2014. In a plan with later euros it comes out too "
        "high by as much as prices rose since then; no price index by product was at hand. Shares and value added are "
        "parts of the plan's own euros."
    ),
    _("What residents re-spend is never in the main figure. Where it was asked for, it stands apart."),
    _("It does not say that every leak can be plugged: nothing stays that the region could not make."),
    _("It is no forecast and no decision on the investment. Whether the plant pays its way is another question."),
)
"""What the reckoning must not be read as saying."""
TABLE_SOURCE: Final = _(
    "Regional tables of Finland 2014, basic prices: ALTA (Honkatukia et al. 2019, publications of the Government's"
    " analysis, assessment and research activities 41/2019), modelled below the national level. Jobs, people and"
    " incomes by municipality: Statistics Finland, Paavo 2020 and national accounts 2014 (CC BY 4.0)."
)
