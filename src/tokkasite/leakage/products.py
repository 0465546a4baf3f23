"""The names of the products, as people would call them. The codes are those of the tables."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "01": _("Farm produce"),
    "02_03": _("Wood, fish and other produce of forest and water"),
    "05_09": _("Minerals and peat"),
    "10_12": _("Food and drink"),
    "13_15": _("Clothes and textiles"),
    "16": _("Wood products"),
    "17_18": _("Paper and printing"),
    "19_22": _("Oil, fuels, chemicals and medicines"),
    "23": _("Glass, concrete and stone"),
    "24_25": _("Metals and metal goods"),
    "26_27": _("Electronics and electrical goods"),
    "28": _("Machines"),
    "29_30": _("Cars and other vehicles"),
    "31_33": _("Furniture, other goods and repair"),
    "35_39": _("Electricity, heat, water and waste"),
    "41_43": _("Building work"),
    "45_47": _("Shops and wholesale"),
    "49_53": _("Transport and post"),
    "55_56": _("Restaurants and lodging"),
    "58_63": _("Telephone, software, news and media"),
    "64_66": _("Banks and insurance"),
    "681+68209+683": _("Premises and estate services"),
    "68201_68202": _("Dwellings"),
    "69_75": _("Planning, accounting and expert services"),
    "77_82": _("Rental, cleaning and office services"),
    "84": _("Public administration"),
    "85": _("Education"),
    "86_88": _("Health and social care"),
    "90_96": _("Culture, sports and personal services"),
    "97_98": _("Help at home"),
}

BUYER_NAMES = {"households": _("Households"), "public": _("Public services"), "firms": _("Firms")}
RING_NAMES = {
    "own": _("In the municipality"),
    "region": _("Elsewhere in Lapland"),
    "elsewhere": _("Elsewhere in Finland"),
    "abroad": _("Abroad"),
}
ORIGIN_NAMES = {"model": _("model"), "survey": _("survey"), "ledger": _("ledger")}
TOPIC_NAMES = {"food": _("Food"), "energy": _("Energy"), "all": _("Everything")}
END_NAMES = {
    "kept": _("Income and profit in Lapland"),
    "other_regions": _("Elsewhere in Finland"),
    "abroad": _("Abroad"),
    "taxes": _("Product taxes less subsidies"),
}


def name_of(code: str) -> str:
    """A product by its code; one that is not known keeps its code."""
    return str(NAMES.get(code, code))


def choices(empty: object) -> list[tuple[str, object]]:
    """Products to choose from, with a first choice of none."""
    return [("", empty), *NAMES.items()]
