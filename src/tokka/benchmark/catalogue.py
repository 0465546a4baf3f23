"""What a sheet may hold: the indicators of an edition, the classes of the profile, the outcomes of companies.

A change of any key, unit or class is a new edition, and sheets of two editions are never compared (§2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, log10
from types import MappingProxyType
from typing import Final

from tokka.rulebook.model import Fact
from tokka.words import _

EDITION: Final = "2026.1"
FORMAT: Final = "tokka-indicator-sheet"

SHARE: Final = (0.0, 100.0)
COUNT: Final = (0.0, 100_000.0)
CHANGE: Final = (-100.0, 1_000.0)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number on a sheet, with its unit and the bounds outside which it is refused."""

    key: str
    label: str
    unit: str
    bounds: tuple[float, float] = COUNT


INDICATORS: Final = (
    Quantity("committed_participants", _("Committed participants"), _("participants")),
    Quantity("committed_share", _("Share of committed participants"), _("%"), SHARE),
    Quantity("committed_companies", _("Committed companies"), _("companies")),
    Quantity("committed_types", _("Types of committed participants"), _("types")),
    Quantity("near_share", _("Committed participants near the seat"), _("%"), SHARE),
    Quantity("participation_stability", _("Participants who stayed"), _("%"), SHARE),
    Quantity("public_links", _("Links with public bodies"), _("public bodies")),
    Quantity("innovation_links", _("Links to the innovation system"), _("organisations")),
    Quantity("team_fte", _("Working time of the team"), _("FTE")),
    Quantity("qualified_share", _("Qualified team members"), _("%"), SHARE),
    Quantity("planned_training_days", _("Training under a plan"), _("days per person")),
    Quantity("staff_stability", _("Team members who stayed"), _("%"), SHARE),
    Quantity("shared_decisions", _("Decisions with the stakeholders"), _("decisions")),
    Quantity("contacted_share", _("Participants in direct contact"), _("%"), SHARE),
    Quantity("companies_in_dialogue", _("Companies in dialogue"), _("companies")),
    Quantity("cooperating_share", _("Participants in joint projects"), _("%"), SHARE),
    Quantity("secured_months", _("Financing secured ahead"), _("months")),
    Quantity("private_share", _("Private share of income"), _("%"), SHARE),
    Quantity("controlled_months", _("Months under financial control"), _("months of twelve"), (0.0, 12.0)),
    Quantity("strategies", _("Strategy in force"), _("documents")),
    Quantity("implementation_plans", _("Implementation plan in force"), _("documents")),
    Quantity("strategy_builders", _("Organisations that built the strategy"), _("organisations")),
    Quantity("planned_actions", _("Planned actions"), _("actions")),
    Quantity("reviews", _("Reviews of strategy and plans"), _("reviews")),
    Quantity("needs_reviews", _("Reviews that used company needs"), _("reviews")),
    Quantity("evaluations", _("Evaluations"), _("evaluations")),
    Quantity("monitored_share", _("Goals that are measured"), _("%"), SHARE),
    Quantity("measurable_goals", _("Goals with a target"), _("goals")),
    Quantity("activities", _("Activities for members"), _("activities")),
    Quantity("done_share", _("Planned actions carried out"), _("%"), SHARE),
    Quantity("active_working_groups", _("Active working groups"), _("working groups")),
    Quantity("communications", _("Communications"), _("communications")),
    Quantity("web_news", _("News on the web"), _("news")),
    Quantity("website_languages", _("Languages of the website"), _("languages")),
    Quantity("media_mentions", _("Media mentions"), _("mentions")),
    Quantity("success_stories", _("Success stories"), _("stories")),
    Quantity("satisfaction", _("Satisfaction"), _("mean answer from 1 to 5"), (1.0, 5.0)),
)
"""Higher is better for every one. What a public register tells (days and number of labels) is left out on purpose:
it would name the organisation (§4)."""

OUTCOMES: Final = (
    Quantity("turnover_change", _("Change of the member companies' turnover"), _("% a year"), CHANGE),
    Quantity("staff_change", _("Change of the member companies' staff"), _("% a year"), CHANGE),
    Quantity("export_change", _("Change of the member companies' exports"), _("% a year"), CHANGE),
    Quantity("new_projects", _("New projects of the member companies"), _("projects per ten companies a year")),
)


@dataclass(frozen=True, slots=True)
class Facet:
    """One side of a profile by which peers are grouped, with its classes in their order."""

    key: str
    label: str
    classes: Mapping[str, str]


def _classes(**labels: str) -> Mapping[str, str]:
    return MappingProxyType(labels)


UNKNOWN: Final = "unknown"
_UNKNOWN_LABEL: Final = _("Not known")

FACETS: Final = (
    Facet(
        "portfolio",
        _("Sector portfolio"),
        _classes(
            aviation_space=_("Aviation and space"),
            biotechnology=_("Biotechnology"),
            construction=_("Construction"),
            creative=_("Creative industries"),
            energy_environment=_("Energy and environment"),
            food=_("Food industry"),
            health=_("Health and medical science"),
            ict=_("Information and communication technologies"),
            maritime_water=_("Maritime technologies and water resources"),
            micro_nano_optical=_("Micro, nano and optical technologies"),
            materials_chemistry=_("New materials and chemistry"),
            production_engineering=_("Production and engineering"),
            sports_tourism=_("Sports, leisure and tourism"),
            transport=_("Transportation and mobility"),
            other=_("Other sectors"),
        ),
    ),
    Facet(
        "age",
        _("Age of the cluster's management"),
        _classes(
            under_4=_("Under 4 years"),
            from_4=_("4 to 7 years"),
            from_8=_("8 to 15 years"),
            from_16=_("16 years or more"),
            unknown=_UNKNOWN_LABEL,
        ),
    ),
    Facet(
        "size",
        _("Committed participants"),
        _classes(
            under_15=_("Under 15"),
            from_15=_("15 to 39"),
            from_40=_("40 to 99"),
            from_100=_("100 or more"),
            unknown=_UNKNOWN_LABEL,
        ),
    ),
    Facet(
        "composition",
        _("Composition"),
        _classes(
            companies=_("Companies are at least three in four"),
            mixed=_("Companies are half or more"),
            institutions=_("Companies are under half"),
            unknown=_UNKNOWN_LABEL,
        ),
    ),
)
"""The portfolios are the comparative portfolios that the European Secretariat for Cluster Analysis lists; the bands are
Tokka's own. The country is a facet too; its classes are the two-letter codes that the sheets bring."""

BY_KEY: Final = MappingProxyType({one.key: one for one in (*INDICATORS, *OUTCOMES)})


def coarse(value: float) -> float:
    """The value with two significant digits, as every number leaves the house (§4)."""
    if not value:
        return 0.0
    return round(float(value), 1 - floor(log10(abs(value))))


def age_class(evidence: Mapping[str, Fact]) -> str:
    """The band of the years since the cluster has been managed."""
    return _band(evidence, "management_years", ((16, "from_16"), (8, "from_8"), (4, "from_4"), (0, "under_4")))


def size_class(evidence: Mapping[str, Fact]) -> str:
    """The band of the number of committed participants."""
    bands = ((100, "from_100"), (40, "from_40"), (15, "from_15"), (0, "under_15"))
    return _band(evidence, "committed_participants", bands)


def composition_class(evidence: Mapping[str, Fact]) -> str:
    """How much of the committed participants are companies."""
    companies, everyone = number(evidence, "committed_companies"), number(evidence, "committed_participants")
    if companies is None or not everyone:
        return UNKNOWN
    share = companies / everyone
    return "companies" if share >= 0.75 else "mixed" if share >= 0.5 else "institutions"


def number(evidence: Mapping[str, Fact], key: str) -> float | None:
    """The value of one measure as a number; None where it is not known."""
    fact = evidence.get(key)
    return None if fact is None or fact.value is None else float(fact.value)


def _band(evidence: Mapping[str, Fact], key: str, bands: tuple[tuple[float, str], ...]) -> str:
    value = number(evidence, key)
    return UNKNOWN if value is None else next((name for least, name in bands if value >= least), UNKNOWN)
