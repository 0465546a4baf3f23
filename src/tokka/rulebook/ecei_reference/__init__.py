"""Tokka reference levels, not the official threshold: red, yellow and green for each of the 31 indicators.

Two numbers per indicator: yellow from, green from. Where a distribution or a neighbouring rule set is published, its
number stands; elsewhere Tokka's own decision record gives the reason. Yellow and green are met, red is missed.
"""

from typing import Final

from tokka.rulebook.ecei import INDICATORS, SINCE, YES, Indicator
from tokka.rulebook.formulas import NOT_KEPT, NOT_PUBLIC, number_in, unknown
from tokka.rulebook.load import Declared, read_package
from tokka.rulebook.model import Case, Formula, Outcome, Rule, Verdict
from tokka.words import Remark, _

RED: Final = "red"
YELLOW: Final = "yellow"
GREEN: Final = "green"

NOT_OFFICIAL: Final = _("Tokka reference level, not the official threshold")

RATIONALES: Final = {
    "1.1.0": _("A cluster stands on its own when most of its participants have bound themselves."),
    "1.1.1": _(
        "Two types are what the European platform asks for; with four, companies, research, education "
        "and the public side can meet."
    ),
    "1.1.2": _("Fifteen are what the European platform asks for; 170 is the mean of the profiles there."),
    "1.2": _(
        "In most cluster initiatives over half of the member firms are within an hour by car; half of that is a start."
    ),
    "2.1": _("Two years are one period of a label; five outlast a typical project funding."),
    "2.2.1": _(
        "Half a person is what the European platform asks for; half of the cluster organisations have "
        "three employees or fewer."
    ),
    "2.2.2": _("An auditor asks for proof of each person: half is a gap, four of five is a habit."),
    "2.2.3": _("One planned day a year shows a plan at work; three are a usual offer of a good employer."),
    "2.2.4": _("In a small team one who leaves is much; four of five who stay carry the trust on."),
    "2.3": _(
        "A loss of one in five participants a year turns a cluster over in five years; one in ten is healthy renewal."
    ),
    "2.4": _("One shared decision a year keeps a body alive; one each quarter shows that it steers."),
    "2.5": _("Who has not been met for a year is a name on a list; four of five allows for the busy ones."),
    "2.6": _("One in ten shows that joint projects exist; with nearly a third they are how the cluster works."),
    "2.7": _("Two links are a beginning; five cover research, education, development and finance."),
    "3.1": _(
        "The Polish standard asks grown clusters for a year of running costs ahead; half of it leaves time to act."
    ),
    "3.2": _(
        "A tenth shows that members pay for value; with nearly a third the cluster survives a gap between projects."
    ),
    "4.1.1": _(
        "A strategy of the few is a plan of the office; fifteen is the least that the European platform "
        "calls a membership."
    ),
    "4.1.2": _("A strategy in force is the start; with two plans beside it somebody works by it."),
    "4.1.3": _("Three actions show a plan; six can serve several goals at once."),
    "4.1.4": _("Half a year of books under a budget shows control; a full year leaves no gap."),
    "4.1.5": _("One review in two years keeps a strategy from ageing; one a year keeps it true."),
    "4.1.6": _("A goal that nobody measures is a wish: half is a gap, four of five is a habit."),
    "4.2": _("Two goals with a target can be followed; four cover growth, innovation, skills and markets."),
    "4.3": _("Two activities a year are what Lapland asks for; six are one every other month."),
    "4.4": _("Half of what was promised is a weak plan or a weak year; four of five is reliable."),
    "4.5": _("One working group that meets is a beginning; three can serve several themes."),
    "4.6.1": _("Once a quarter keeps the cluster in mind; once a month keeps it in use."),
    "4.6.2": _("One language is a presence; a second one opens it to partners abroad."),
    "5.1": _("Two mentions a year show that the press knows the cluster; six that it asks it."),
    "5.2": _("The questionnaire of the labels asks for three stories; one is a start."),
    "5.3": _("Three is the middle of the scale; four says that the typical participant is satisfied."),
}

VALUES: Final = read_package(
    __name__,
    {f"yellow_{one.slug}": Declared(_("Yellow from")) for one in INDICATORS}
    | {f"green_{one.slug}": Declared(_("Green from")) for one in INDICATORS},
)

DECISION: Final = VALUES["yellow_1_1_0"].values[0].source
"""Tokka's own decision record, as the values file cites it."""


def level_of(value: float, yellow: float, green: float) -> str:
    """Green from `green` on, yellow from `yellow` on, red below."""
    if value >= green:
        return GREEN
    return YELLOW if value >= yellow else RED


def _judge(indicator: Indicator) -> Formula:
    def judge(case: Case) -> Verdict:
        value = case.facts[indicator.measure].value
        yellow, green = number_in(case, "yellow"), number_in(case, "green")
        if value is None:
            return unknown(None, NOT_KEPT)
        if yellow is None or green is None:
            return unknown(value, NOT_PUBLIC)
        level = level_of(value, yellow, green)
        says = _("The value is %(value)s: yellow from %(yellow)s, green from %(green)s.")
        return Verdict(
            Outcome.MISSED if level == RED else Outcome.MET,
            value,
            (Remark(says, {"value": value, "yellow": yellow, "green": green}),),
            level,
            blocks=level == RED and indicator.silver_audit == YES,
        )

    return judge


def _rule(indicator: Indicator) -> Rule:
    return Rule(
        key=f"ecei_reference.{indicator.number}",
        label=indicator.name,
        unit=indicator.unit,
        source=DECISION,
        reads=(indicator.measure,),
        versions={SINCE: _judge(indicator)},
        parameters={name: VALUES[f"{name}_{indicator.slug}"] for name in ("yellow", "green")},
        number=indicator.number,
        group=indicator.dimension,
        note=RATIONALES[indicator.number],
    )


RULES: Final = tuple(_rule(indicator) for indicator in INDICATORS)
