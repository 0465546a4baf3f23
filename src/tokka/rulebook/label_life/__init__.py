"""The life of a quality label: who may apply, what leads from Bronze to Silver, how long a label holds, what it costs.

Gold's pass mark and the minimum requirements stand with the indicators, in `ecei`. What no public source tells stays
unknown here, and what only single cases show is said to be assumed.
"""

from datetime import date
from typing import Final

from tokka.rulebook.formulas import NOT_PUBLIC, at_least, each_present, number_in, unknown
from tokka.rulebook.load import Declared, read_package
from tokka.rulebook.model import Case, Formula, Outcome, Rule, Source, Verdict
from tokka.words import Remark, _

READ: Final = date(2026, 11, 23)
SINCE: Final = date(2019, 11, 15)
"""The day on which the present eligibility criteria came into force."""

ELIGIBILITY_SOURCE: Final = Source(
    "European Secretariat for Cluster Analysis: new eligibility criteria",
    "https://clustercollaboration.eu/news/esca-new-eligibility-criteria-cluster-management-excellence-labels",
    READ,
)
BRONZE_SOURCE: Final = Source(
    "European Secretariat for Cluster Analysis: benchmarked clusters",
    "https://www.cluster-analysis.org/benchmarked-clusters",
    READ,
)
SILVER_SOURCE: Final = Source(
    "European Secretariat for Cluster Analysis: Silver Label",
    "https://www.cluster-analysis.org/silver-label",
    READ,
)
GOLD_SOURCE: Final = Source(
    "European Secretariat for Cluster Analysis: pricing information",
    "https://cluster-analysis.org/pricing-information-1",
    READ,
)

LEVELS: Final = ("bronze", "silver", "gold")
LEVEL_NAMES: Final = {"bronze": _("Bronze"), "silver": _("Silver"), "gold": _("Gold")}
ELIGIBILITY: Final = _("Eligibility")
CONDITIONS: Final = _("From Bronze to Silver")
VALIDITY: Final = _("Validity")

VALUES: Final = read_package(
    __name__,
    {
        "least_fte": Declared(_("Working time for cluster management")),
        "least_committed": Declared(_("Committed members")),
        "second_from": Declared(_("Earliest second benchmark after the first")),
        "second_to": Declared(_("Latest second benchmark after the first")),
        "least_improvements": Declared(_("Described areas of improvement")),
        "bronze_first": Declared(_("First validity of Bronze")),
        "silver_first": Declared(_("First validity of Silver")),
        "gold_first": Declared(_("First validity of Gold")),
        "bronze_renewed": Declared(_("Added validity of a renewed Bronze")),
        "silver_renewed": Declared(_("Added validity of a renewed Silver")),
        "gold_renewed": Declared(_("Added validity of a renewed Gold")),
        "bronze_window": Declared(_("Time after expiry within which Bronze can be renewed")),
        "silver_window": Declared(_("Time after expiry within which Silver can be renewed")),
        "gold_window": Declared(_("Time after expiry within which Gold can be renewed")),
        "price_bronze_video": Declared(_("Price of Bronze by video, without VAT")),
        "price_bronze_visit": Declared(_("Price of Bronze with a visit, without VAT")),
        "price_silver": Declared(_("Price of Silver, new or renewed, without VAT")),
        "price_gold": Declared(_("Price of a first Gold, without VAT")),
        "price_gold_renewal": Declared(_("Price of a renewed Gold, without VAT")),
    },
)
PRICES: Final = {
    "bronze": ("price_bronze_video", "price_bronze_visit"),
    "silver": ("price_silver",),
    "gold": ("price_gold", "price_gold_renewal"),
}
"""The keys of the prices by level. Look them up in the family's parameters for a day."""

NOT_LISTED: Final = Remark(_("The complete list of conditions is not public. Ask the label's office before applying."))
AUDITOR_JUDGES: Final = Remark(
    _("At least %(asked)s described areas with effects are asked for; the auditor judges whether they suffice."),
    {"asked": 3},
)
TWO_CASES: Final = Remark(_("Assumed from two published cases: no public text gives the validity of a first Gold."))


def judge_unlisted(_case: Case) -> Verdict:
    """Always unknown: a condition that nobody has published is never a pass."""
    return unknown(None, NOT_LISTED)


def judge_second_benchmark(case: Case) -> Verdict:
    """The last two Bronze benchmarks lie between the two numbers of months apart, both included."""
    held = case.facts["bronze_interviews"].value
    months = case.facts["months_between_benchmarks"].value
    earliest, latest = number_in(case, "second_from"), number_in(case, "second_to")
    if earliest is None or latest is None:
        return unknown(months, NOT_PUBLIC)
    says = Remark(
        _("A second benchmark is due %(earliest)s to %(latest)s months after the first."),
        {"earliest": earliest, "latest": latest},
    )
    if held is None:
        return unknown(None, says)
    if months is None:
        return Verdict(Outcome.MISSED, None, (says,), blocks=True)
    is_met = earliest <= months <= latest
    return Verdict(Outcome.MET if is_met else Outcome.MISSED, months, (says,), blocks=not is_met)


def judge_improvements(case: Case) -> Verdict:
    """Never more than unknown: the journal counts actions carried out, and only the auditor weighs their effects."""
    asked = number_in(case, "least_improvements")
    remark = NOT_PUBLIC if asked is None else Remark(AUDITOR_JUDGES.message, {"asked": asked})
    return unknown(case.facts["actions_done"].value, remark)


def _after_expiry(window_days_left: float | None) -> Remark:
    if window_days_left is None:
        return Remark(_("Expired; whether it can still be renewed is not known."))
    if window_days_left >= 0:
        return Remark(_("Expired; it can still be renewed."))
    return Remark(_("Lapsed: the way begins again with Bronze."))


def judge_validity(level: str, *remarks: Remark) -> Formula:
    """The label holds on the day; where it does not, whether the window for renewal is still open."""

    def judge(case: Case) -> Verdict:
        interviews = case.facts[f"{level}_interviews"].value
        left, window = case.facts[f"{level}_days_left"].value, case.facts[f"{level}_window_days_left"].value
        if interviews == 0:
            return Verdict(Outcome.MISSED, None, (Remark(_("No such label has been recorded.")),))
        if left is None:
            return unknown(None, Remark(_("Until when the label holds is not known.")))
        if left >= 0:
            return Verdict(Outcome.MET, left, remarks)
        return Verdict(Outcome.MISSED, left, (_after_expiry(window), *remarks))

    return judge


def _rule(
    key: str,
    label: str,
    unit: str,
    source: Source,
    reads: tuple[str, ...],
    formula: Formula,
    *used: str,
    group: str,
    note: str = "",
) -> Rule:
    return Rule(
        key=f"label_life.{key}",
        label=label,
        unit=unit,
        source=source,
        reads=reads,
        versions={SINCE: formula},
        parameters={name: VALUES[name] for name in used},
        group=group,
        note=note,
    )


def _validity_rule(level: str, label: str, source: Source, *remarks: Remark) -> Rule:
    return _rule(
        f"{level}_valid",
        label,
        _("days left"),
        source,
        (f"{level}_interviews", f"{level}_days_left", f"{level}_window_days_left"),
        judge_validity(level, *remarks),
        f"{level}_first",
        f"{level}_renewed",
        f"{level}_window",
        group=VALIDITY,
        note=_(
            "Counted to the last day of the month, as published certificates have it (assumed), "
            "unless yours says another day."
        ),
    )


ELIGIBLE: Final = (
    _rule(
        "eligible_fte",
        _("Working time for cluster management"),
        _("FTE"),
        ELIGIBILITY_SOURCE,
        ("team_fte",),
        at_least("team_fte", "least_fte"),
        "least_fte",
        group=ELIGIBILITY,
    ),
    _rule(
        "eligible_committed",
        _("Committed members"),
        _("participants"),
        ELIGIBILITY_SOURCE,
        ("committed_participants",),
        at_least("committed_participants", "least_committed"),
        "least_committed",
        group=ELIGIBILITY,
    ),
    _rule(
        "eligible_profile",
        _("An accepted profile on the European Cluster Collaboration Platform"),
        _("profiles"),
        ELIGIBILITY_SOURCE,
        ("platform_profiles",),
        each_present("platform_profiles"),
        group=ELIGIBILITY,
    ),
    _rule(
        "eligible_otherwise",
        _("The other conditions of eligibility"),
        _("yes or no"),
        ELIGIBILITY_SOURCE,
        (),
        judge_unlisted,
        group=ELIGIBILITY,
    ),
)
TOWARDS_SILVER: Final = (
    _rule(
        "second_benchmark",
        _("A second Bronze benchmark in time"),
        _("months"),
        SILVER_SOURCE,
        ("bronze_interviews", "months_between_benchmarks"),
        judge_second_benchmark,
        "second_from",
        "second_to",
        group=CONDITIONS,
    ),
    _rule(
        "improvements",
        _("Areas of improvement, described with their effects"),
        _("actions"),
        SILVER_SOURCE,
        ("actions_done",),
        judge_improvements,
        "least_improvements",
        group=CONDITIONS,
    ),
)
VALID: Final = (
    _validity_rule("bronze", _("The Bronze label holds"), BRONZE_SOURCE),
    _validity_rule("silver", _("The Silver label holds"), SILVER_SOURCE),
    _validity_rule("gold", _("The Gold label holds"), GOLD_SOURCE, TWO_CASES),
)
RULES: Final = (*ELIGIBLE, *TOWARDS_SILVER, *VALID)
