"""The eight criteria of Lapland's smart-specialisation clusters.

The publication names one number. Where it asks for something without one, one record is enough, and the rule says
how Tokka reads the words.
"""

from datetime import date
from typing import Final

from tokka.rulebook.formulas import at_least, each_present
from tokka.rulebook.load import Declared, read_package
from tokka.rulebook.model import Formula, Parameter, Rule, Source
from tokka.words import Remark, _

SOURCE: Final = Source("Arctic Smartness: clusters", "https://arcticsmartness.fi/en/clusters/", date(2026, 11, 23))
SINCE: Final = date(2016, 1, 1)
"""The page bears no date. The first of the clusters began its work on this day."""

VALUES: Final = read_package(__name__, {"activities_a_year": Declared(_("Activities for members in a year"))})


def _criterion(
    number: int,
    key: str,
    label: str,
    unit: str,
    reads: tuple[str, ...],
    formula: Formula,
    *used: Parameter,
    note: str = "",
) -> Rule:
    return Rule(
        key=f"lapland.{key}",
        label=label,
        unit=unit,
        source=SOURCE,
        reads=reads,
        versions={SINCE: formula},
        parameters={parameter.key: parameter for parameter in used},
        number=str(number),
        note=note,
    )


RULES: Final = (
    _criterion(
        1,
        "companies",
        _("Companies take part, and it can be proved"),
        _("companies"),
        ("committed_companies",),
        each_present("committed_companies"),
        note=_("Proof is a commitment in force: an agreement, a fee or a letter."),
    ),
    _criterion(2, "director", _("A named director"), _("persons"), ("directors",), each_present("directors")),
    _criterion(
        3,
        "strategy",
        _("A strategy and an execution plan"),
        _("documents of two"),
        ("strategies", "implementation_plans"),
        each_present("strategies", "implementation_plans"),
    ),
    _criterion(
        4,
        "activities",
        _("At least two activities a year for members"),
        _("activities"),
        ("activities",),
        at_least("activities", "activities_a_year"),
        VALUES["activities_a_year"],
    ),
    _criterion(
        5,
        "company_needs",
        _("Company needs guide management and planning"),
        _("reviews"),
        ("needs_reviews",),
        each_present(
            "needs_reviews",
            reading=Remark(_("Tokka reads this as a review in the last two years in which company needs were used.")),
        ),
    ),
    _criterion(
        6,
        "dialogue",
        _("Regular dialogue among the actors, above all companies"),
        _("companies"),
        ("companies_in_dialogue",),
        each_present(
            "companies_in_dialogue",
            reading=Remark(_("Tokka reads regular as: committed companies were met within the last twelve months.")),
        ),
    ),
    _criterion(
        7,
        "website",
        _("An own website that says concretely what is offered"),
        _("websites"),
        ("websites_with_offer",),
        each_present("websites_with_offer"),
    ),
    _criterion(
        8,
        "evaluation",
        _("Regular evaluation"),
        _("evaluations"),
        ("evaluations",),
        each_present(
            "evaluations",
            reading=Remark(_("Tokka reads regular as: a review or a survey within the last twelve months.")),
        ),
    ),
)
