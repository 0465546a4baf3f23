"""State aid: what may still be granted as de minimis aid, who is in difficulty, and which share of costs may be paid.

Every ceiling and intensity is a dated value with its source. Those that nobody has read in the law are declared without
a value: what depends on them is unknown until an operator enters them, and says so.
"""

from datetime import date
from typing import Final

from tokka.rulebook.load import Declared, read_package
from tokka.rulebook.model import DatedValue, Source
from tokka.words import _

REGIMES: Final = ("general", "agriculture", "fisheries", "services")
AREAS: Final = ("I", "II", "rest")
SIZES: Final = ("small", "medium", "large")
ARTICLES: Final = {
    "17": _("Investment of small and medium-sized enterprises"),
    "18": _("Consultancy"),
    "19": _("Trade fairs"),
    "22": _("Start-ups"),
    "25_industrial": _("Industrial research"),
    "25_experimental": _("Experimental development"),
    "25_feasibility": _("Feasibility studies"),
    "27_investment": _("Innovation clusters: investment"),
    "27_operation": _("Innovation clusters: operation"),
    "28": _("Innovation of small and medium-sized enterprises"),
    "31": _("Training"),
}
"""Articles of the block exemption whose intensities cluster members ask for."""

REGIONAL_AID_OF_FINLAND: Final = Source(
    "Support areas (Government Decree 467/2022)", "https://tem.fi/en/support-areas", date(2026, 11, 23)
)
GENERAL_DE_MINIMIS: Final = Source(
    "Regulation (EU) 2023/2831", "http://data.europa.eu/eli/reg/2023/2831/oj", date(2026, 11, 23), "3(2)"
)
BLOCK_EXEMPTION: Final = Source(
    "Regulation (EU) No 651/2014",
    "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX%3A02014R0651-20230701",
    date(2026, 11, 23),
)
DIFFICULTY: Final = Source(
    "Regulation (EU) No 651/2014",
    "https://www.lexxion.eu/en/stateaidpost/identification-of-undertakings-in-difficulty/",
    date(2026, 11, 23),
    "2(18)",
)

VALUES: Final = read_package(
    __name__,
    {f"de_minimis_{regime}": Declared(_("De minimis ceiling of one undertaking")) for regime in REGIMES}
    | {f"investment_{area}_{size}": Declared(_("Regional investment aid up to")) for area in AREAS for size in SIZES}
    | {f"block_{article}_{size}": Declared(label) for article, label in ARTICLES.items() for size in SIZES}
    | {
        "block_exemption_in_force": Declared(_("The block exemption is in force (1) or not (0)")),
        "difficulty_capital_lost": Declared(_("In difficulty where this share of the capital is lost")),
        "difficulty_spared_years": Declared(_("Spared from the test of capital: younger than")),
        "difficulty_debt_to_equity": Declared(_("In difficulty where debt to equity exceeds")),
        "difficulty_interest_cover": Declared(_("In difficulty where interest cover is below")),
    },
)


def value_on(key: str, day: date) -> tuple[float | None, DatedValue | None]:
    """The number in force on a day with its history entry; None where nobody has entered one for that day."""
    dated = VALUES[key].on(day)
    if dated is None or isinstance(dated.value, bool) or not isinstance(dated.value, int | float):
        return None, None
    return float(dated.value), dated
