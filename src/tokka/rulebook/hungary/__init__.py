"""Points of the Hungarian cluster accreditation: four areas of together 100 points, and a look at the strategy.

Public is how many points each area can bring. Neither the way they are given nor the number asked for is: both are
unknown until an operator enters them from the assessors' report.
"""

from datetime import date
from typing import Final

from tokka.rulebook.formulas import NOT_GIVEN, NOT_PUBLIC, compared, for_a_person, given, number_in, unknown
from tokka.rulebook.load import Declared, read_package
from tokka.rulebook.model import Case, Formula, Parameter, Rule, Source, Verdict
from tokka.words import Remark, _

SOURCE: Final = Source(
    "Interreg Europe: the Hungarian cluster accreditation system",
    "https://interregeurope.eu/good-practices/the-tool-for-monitor-and-evaluate-the-hungarian-cluster-policy-cluster-accreditation-system",
    date(2026, 11, 23),
)
SINCE: Final = date(2026, 11, 23)
"""The page bears no date, so the points hold from the day on which they were read."""

AREAS: Final = {
    "cooperation": _("Cooperation"),
    "management": _("Management and composition"),
    "internationalisation": _("Internationalisation"),
    "innovation": _("Innovation"),
}
LAID_BEFORE: Final = {
    "cooperation": ("cooperating_share", "active_working_groups"),
    "management": ("committed_participants", "committed_types", "team_fte"),
    "internationalisation": ("website_languages",),
    "innovation": ("innovation_links",),
}
"""What the journal can lay before the assessors. It gives no points: how they are given is not public."""

VALUES: Final = read_package(
    __name__,
    {
        **{f"most_{key}": Declared(_("Most points of the area")) for key in AREAS},
        **{f"given_{key}": Declared(_("Points that the assessors gave")) for key in AREAS},
        **{f"asked_{key}": Declared(_("Points asked for in the area")) for key in AREAS},
        "pass_mark": Declared(_("Points asked for in all")),
    },
)


def judge_sum(case: Case) -> Verdict:
    """The points of the four areas together. Unknown until each is entered, and while no pass mark is known."""
    points = [number_in(case, f"given_{key}") for key in AREAS]
    known = [one for one in points if one is not None]
    if len(known) < len(points):
        return unknown(None, NOT_GIVEN)
    mark = number_in(case, "pass_mark")
    return unknown(sum(known), NOT_PUBLIC) if mark is None else compared(sum(known), mark)


def _rule(
    key: str,
    label: str,
    unit: str,
    reads: tuple[str, ...],
    formula: Formula,
    used: dict[str, Parameter],
    note: str,
) -> Rule:
    return Rule(
        key=f"hungary.{key}",
        label=label,
        unit=unit,
        source=SOURCE,
        reads=reads,
        versions={SINCE: formula},
        parameters=used,
        note=note,
    )


RULES: Final = (
    *(
        _rule(
            key,
            label,
            _("points"),
            LAID_BEFORE[key],
            given("given", "asked"),
            {name: VALUES[f"{name}_{key}"] for name in ("most", "given", "asked")},
            _("The assessors give the points. Tokka shows what the journal can lay before them."),
        )
        for key, label in AREAS.items()
    ),
    _rule(
        "sum",
        _("Points of the four areas"),
        _("points"),
        (),
        judge_sum,
        {f"given_{key}": VALUES[f"given_{key}"] for key in AREAS} | {"pass_mark": VALUES["pass_mark"]},
        _("The four areas can bring 100 points together."),
    ),
    _rule(
        "strategy",
        _("The strategy, looked at as a whole"),
        _("documents"),
        ("strategies",),
        for_a_person(
            "strategies", Remark(_("The assessors read the strategy: Tokka says only whether one is in force."))
        ),
        {},
        _("A look without points."),
    ),
)
