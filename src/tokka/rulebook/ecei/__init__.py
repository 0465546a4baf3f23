"""The 31 Gold indicators of the European Cluster Excellence Initiative, in five dimensions.

Number, name and Silver scope are public; thresholds, minimum requirements and points are not. Their parameters exist
without values, and every indicator is unknown until an operator's file gives the handbook's numbers with its edition
as source. Points are not guessed either: a score needs the whole scale of every indicator.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tokka.rulebook.formulas import NOT_KEPT, NOT_PUBLIC, compared, number_in, points_for, scale_in, unknown
from tokka.rulebook.load import Declared, read_package
from tokka.rulebook.model import Case, Formula, Outcome, Rule, Shape, Source, Verdict
from tokka.words import Remark, _

SOURCE: Final = Source(
    "Foundations of Management 2023, table of the European Cluster Excellence criteria",
    "https://reference-global.com/article/10.2478/fman-2023-0002?tab=figures-and-tables",
    date(2026, 11, 23),
)
SINCE: Final = date(2013, 1, 1)
"""The table cites the criteria of 2013; reports of 2021 to 2023 still count 31 of them."""

STRUCTURE: Final = _("Structure of the cluster")
GOVERNANCE: Final = _("Typology, governance and cooperation")
FINANCING: Final = _("Financing of cluster management")
STRATEGY: Final = _("Strategy, objectives and services")
RECOGNITION: Final = _("Achievements and recognition")
DIMENSIONS: Final = (STRUCTURE, GOVERNANCE, FINANCING, STRATEGY, RECOGNITION)

YES: Final = "yes"
NO: Final = "no"
NOT_READABLE: Final = "not readable"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the 31: its number and name, whether a Silver audit covers it, and the measure by which Tokka counts it.

    `silver_audit` is YES, NO or NOT_READABLE: for two indicators no public source tells.
    """

    number: str
    name: str
    dimension: str
    silver_audit: str
    measure: str
    unit: str
    measured: str

    @property
    def slug(self) -> str:
        """The number as a key can hold it: 2_5."""
        return self.number.replace(".", "_")


INDICATORS: Final = (
    Indicator(
        "1.1.0",
        _("Commitment of cluster participants"),
        STRUCTURE,
        YES,
        "committed_share",
        _("%"),
        _("Participants whose commitment is proved on the day"),
    ),
    Indicator(
        "1.1.1",
        _("Composition of participants"),
        STRUCTURE,
        YES,
        "committed_types",
        _("types"),
        _("Roles found among the committed participants"),
    ),
    Indicator(
        "1.1.2",
        _("Number of committed participants"),
        STRUCTURE,
        YES,
        "committed_participants",
        _("participants"),
        _("Participants with a commitment in force on the day"),
    ),
    Indicator(
        "1.2",
        _("Geographical concentration"),
        STRUCTURE,
        NO,
        "near_share",
        _("%"),
        _("Committed participants within about an hour's drive of the cluster's seat"),
    ),
    Indicator(
        "2.1",
        _("Maturity of cluster management"),
        GOVERNANCE,
        YES,
        "management_years",
        _("years"),
        _("How long the cluster has had an organised management"),
    ),
    Indicator(
        "2.2.1",
        _("Human resources for managing the cluster"),
        GOVERNANCE,
        NO,
        "team_fte",
        _("FTE"),
        _("Working time of the team on the day"),
    ),
    Indicator(
        "2.2.2",
        _("Qualification of the management team"),
        GOVERNANCE,
        YES,
        "qualified_share",
        _("%"),
        _("Team members with a recorded degree, certificate or three years of experience"),
    ),
    Indicator(
        "2.2.3",
        _("Long-term training plan of the team"),
        GOVERNANCE,
        NO,
        "planned_training_days",
        _("days per person"),
        _("Training within twelve months, while a training plan is in force"),
    ),
    Indicator(
        "2.2.4",
        _("Stability of the staff"),
        GOVERNANCE,
        NO,
        "staff_stability",
        _("%"),
        _("Team members of a year ago who are still there"),
    ),
    Indicator(
        "2.3",
        _("Stability of participation"),
        GOVERNANCE,
        NO,
        "participation_stability",
        _("%"),
        _("Participants of a year ago who are still there"),
    ),
    Indicator(
        "2.4",
        _("Clarity of roles and the stakeholders' part in decisions"),
        GOVERNANCE,
        YES,
        "shared_decisions",
        _("decisions"),
        _("Decisions within two years of bodies in which participants hold seats"),
    ),
    Indicator(
        "2.5",
        _("Direct contacts between team and participants"),
        GOVERNANCE,
        YES,
        "contacted_share",
        _("%"),
        _("Committed participants whom the team met within twelve months"),
    ),
    Indicator(
        "2.6",
        _("Degree of cooperation in the cluster"),
        GOVERNANCE,
        YES,
        "cooperating_share",
        _("%"),
        _("Committed participants who are partners of a running joint project"),
    ),
    Indicator(
        "2.7",
        _("Integration in the innovation system"),
        GOVERNANCE,
        YES,
        "innovation_links",
        _("organisations"),
        _("Research, education and development organisations linked to the cluster"),
    ),
    Indicator(
        "3.1",
        _("Prospects of the financing"),
        FINANCING,
        NO,
        "secured_months",
        _("months"),
        _("Months of planned costs that income already secured will cover"),
    ),
    Indicator(
        "3.2",
        _("Share of private money"),
        FINANCING,
        NO,
        "private_share",
        _("%"),
        _("Private part of the income of two years"),
    ),
    Indicator(
        "4.1.1",
        _("Strategy-building process"),
        STRATEGY,
        YES,
        "strategy_builders",
        _("organisations"),
        _("Organisations that took part in building the strategy in force"),
    ),
    Indicator(
        "4.1.2",
        _("Documented strategy"),
        STRATEGY,
        YES,
        "strategy_papers",
        _("documents"),
        _("The strategy in force and the plans in force beside it"),
    ),
    Indicator(
        "4.1.3",
        _("Implementation plan"),
        STRATEGY,
        YES,
        "planned_actions",
        _("actions"),
        _("Actions in force of implementation plans in force"),
    ),
    Indicator(
        "4.1.4",
        _("Financial control system"),
        STRATEGY,
        YES,
        "controlled_months",
        _("months of twelve"),
        _("Months whose costs were recorded under a budget in force"),
    ),
    Indicator(
        "4.1.5",
        _("Review of strategy and plan"),
        STRATEGY,
        YES,
        "reviews",
        _("reviews"),
        _("Reviews of a strategy or plan within two years"),
    ),
    Indicator(
        "4.1.6",
        _("Monitoring of management performance"),
        STRATEGY,
        YES,
        "monitored_share",
        _("%"),
        _("Goals in force that were measured within twelve months"),
    ),
    Indicator(
        "4.2",
        _("Focus and goals of the strategy"),
        STRATEGY,
        NO,
        "measurable_goals",
        _("goals"),
        _("Goals in force with a target"),
    ),
    Indicator(
        "4.3",
        _("Activities and services"),
        STRATEGY,
        YES,
        "activities",
        _("activities"),
        _("Events and services within twelve months"),
    ),
    Indicator(
        "4.4",
        _("Effectiveness of cluster management"),
        STRATEGY,
        YES,
        "done_share",
        _("%"),
        _("Planned actions that fell due within two years and were carried out"),
    ),
    Indicator(
        "4.5",
        _("Working groups"),
        STRATEGY,
        NO,
        "active_working_groups",
        _("working groups"),
        _("Working groups that met within twelve months"),
    ),
    Indicator(
        "4.6.1",
        _("Communication of the cluster"),
        STRATEGY,
        YES,
        "communications",
        _("communications"),
        _("Newsletters, posts, releases and publications within twelve months"),
    ),
    Indicator(
        "4.6.2",
        _("Web presence"),
        STRATEGY,
        YES,
        "website_languages",
        _("languages"),
        _("Languages of the websites in force"),
    ),
    Indicator(
        "5.1",
        _("Recognition in publications, press and media"),
        RECOGNITION,
        NO,
        "media_mentions",
        _("mentions"),
        _("Mentions in the media within two years"),
    ),
    Indicator(
        "5.2",
        _("Success stories"),
        RECOGNITION,
        NOT_READABLE,
        "success_stories",
        _("stories"),
        _("Success stories within two years"),
    ),
    Indicator(
        "5.3",
        _("Satisfaction of participants"),
        RECOGNITION,
        NOT_READABLE,
        "satisfaction",
        _("mean answer from 1 to 5"),
        _("Mean answer of the last satisfaction survey within two years"),
    ),
)
BY_NUMBER: Final = {indicator.number: indicator for indicator in INDICATORS}

VALUES: Final = read_package(
    __name__,
    {"pass_mark": Declared(_("Pass mark of the Gold score"))}
    | {f"threshold_{one.slug}": Declared(_("Threshold of the indicator")) for one in INDICATORS}
    | {f"minimum_{one.slug}": Declared(_("Minimum requirement of the indicator")) for one in INDICATORS}
    | {f"scale_{one.slug}": Declared(_("Points of the indicator"), Shape.SCALE) for one in INDICATORS},
)


def _judge(indicator: Indicator) -> Formula:
    """The formula of one indicator: a missed minimum blocks Silver and Gold; the threshold proves excellence."""

    def judge(case: Case) -> Verdict:
        value = case.facts[indicator.measure].value
        threshold, minimum = number_in(case, "threshold"), number_in(case, "minimum")
        if value is None:
            return unknown(None, NOT_KEPT)
        if minimum is not None and value < minimum:
            says = _(
                "The value is %(value)s; the minimum requirement is %(minimum)s. Missing it blocks Silver and Gold."
            )
            return Verdict(Outcome.MISSED, value, (Remark(says, {"value": value, "minimum": minimum}),), blocks=True)
        if threshold is None:
            return unknown(value, NOT_PUBLIC)
        verdict = compared(value, threshold)
        return Verdict(verdict.outcome, value, verdict.remarks)

    return judge


def _is_below_minimum(case: Case, indicator: Indicator) -> bool:
    """Whether the indicator's minimum and value are known, and the value lies below."""
    minimum, value = number_in(case, f"minimum_{indicator.slug}"), case.facts[indicator.measure].value
    return minimum is not None and value is not None and value < minimum


def _blocked(case: Case, value: float | None) -> Verdict | None:
    """Missed, where any minimum requirement is missed."""
    missed = [one for one in INDICATORS if _is_below_minimum(case, one)]
    if not missed:
        return None
    numbers = ", ".join(one.number for one in missed)
    says = Remark(_("Minimum requirements are missed: %(indicators)s."), {"indicators": numbers})
    return Verdict(Outcome.MISSED, value, (says,), blocks=True, lacking=tuple(one.measure for one in missed))


def _untold(case: Case, indicators: Iterable[Indicator]) -> tuple[str, ...]:
    """The measures of the indicators of which nothing is known."""
    return tuple(one.measure for one in indicators if case.facts[one.measure].value is None)


def judge_minimums(case: Case) -> Verdict:
    """Every minimum requirement is met. Unknown until each indicator of the Silver audit has its minimum and value.

    That exactly those indicators carry a minimum is inferred, not published; the verdict says so.
    """
    if blocked := _blocked(case, None):
        return blocked
    held = [one for one in INDICATORS if case.values[f"minimum_{one.slug}"] is not None]
    unset = [one for one in INDICATORS if one.silver_audit == YES and one not in held]
    untold = _untold(case, held)
    if unset or untold:
        says = _("Minimum requirement or value unknown: %(indicators)s.")
        numbers = ", ".join(one.number for one in INDICATORS if one in unset or one.measure in untold)
        return replace(unknown(None, Remark(says, {"indicators": numbers})), lacking=_untold(case, (*held, *unset)))
    return Verdict(
        Outcome.MET,
        True,
        (Remark(_("Assumed: minimum requirements are those entered, and at least those of the Silver audit.")),),
    )


def judge_score(case: Case) -> Verdict:
    """The Gold score: the sum of the points over the sum of the most points, in %, against the pass mark.

    Unknown unless every indicator has a scale and a value. A missed minimum misses Gold at any score.
    """
    scales = {one: scale_in(case, f"scale_{one.slug}") for one in INDICATORS}
    values = {one: case.facts[one.measure].value for one in INDICATORS}
    open_ones = [one.number for one in INDICATORS if not scales[one] or values[one] is None]
    if open_ones:
        says = _("No score yet: points or value unknown for %(count)s of 31 indicators.")
        waiting = unknown(None, Remark(says, {"count": len(open_ones)}))
        return _blocked(case, None) or replace(waiting, lacking=_untold(case, INDICATORS))
    reached = {one: points_for(values[one] or 0, scales[one] or ()) for one in INDICATORS}
    most = {one: max(points for _start, points in scales[one] or ()) for one in INDICATORS}
    mark = number_in(case, "pass_mark")
    if not sum(most.values()) or mark is None:
        return replace(unknown(None, NOT_PUBLIC), lacking=())
    score = 100 * sum(reached.values()) / sum(most.values())
    short = tuple(one.measure for one in INDICATORS if reached[one] < most[one])
    return _blocked(case, score) or replace(compared(score, mark), lacking=short)


def _indicator_rule(indicator: Indicator) -> Rule:
    return Rule(
        key=f"ecei.{indicator.number}",
        label=indicator.name,
        unit=indicator.unit,
        source=SOURCE,
        reads=(indicator.measure,),
        versions={SINCE: _judge(indicator)},
        parameters={name: VALUES[f"{name}_{indicator.slug}"] for name in ("threshold", "minimum", "scale")},
        number=indicator.number,
        group=indicator.dimension,
        note=indicator.measured,
    )


_MEASURES: Final = tuple(one.measure for one in INDICATORS)
_MINIMUMS: Final = {f"minimum_{one.slug}": VALUES[f"minimum_{one.slug}"] for one in INDICATORS}
_SCALES: Final = {f"scale_{one.slug}": VALUES[f"scale_{one.slug}"] for one in INDICATORS}

MINIMUMS: Final = Rule(
    key="ecei.minimums",
    label=_("Minimum requirements for Silver and Gold"),
    unit=_("yes or no"),
    source=Source(
        "European Secretariat for Cluster Analysis: Silver Label",
        "https://www.cluster-analysis.org/silver-label",
        date(2026, 11, 23),
    ),
    reads=_MEASURES,
    versions={SINCE: judge_minimums},
    parameters=_MINIMUMS,
    group=_("Label"),
    note=_("All minimum requirements have to be met; any miss blocks Silver."),
)
SCORE: Final = Rule(
    key="ecei.score",
    label=_("Gold score"),
    unit=_("%"),
    source=Source(
        "i-perform: Gold Label process description",
        "https://www.i-perform.no/post/gold-label-process-description",
        date(2026, 11, 23),
    ),
    reads=_MEASURES,
    versions={SINCE: judge_score},
    parameters={"pass_mark": VALUES["pass_mark"], **_SCALES, **_MINIMUMS},
    group=_("Label"),
    note=_("Points reached over the most points; at least the pass mark is asked for."),
)
RULES: Final = (*(_indicator_rule(indicator) for indicator in INDICATORS), MINIMUMS, SCORE)
