"""The Polish standards of cluster management: five areas, each asked for by the phase of the cluster's life.

Readable are the areas, that an indicator is obligatory or optional by phase, and one example with a number.
"""

from datetime import date
from typing import Final

from tokka.rulebook.formulas import NOT_KEPT, compared, number_in, unknown, unreadable
from tokka.rulebook.load import Declared, read_package
from tokka.rulebook.model import Case, Formula, Parameter, Rule, Source, Verdict
from tokka.words import Remark, _

SOURCE: Final = Source(
    "PARP: cluster management standards",
    "https://www.pi.gov.pl/PARP/chapter_86197.asp?soid=2FF366A09E9E47ABABB313CFE3E0C056",
    date(2026, 11, 23),
)
SINCE: Final = date(2014, 1, 1)
"""The standards are of 2014 and were revised in 2016. What the revision changed is not readable."""

VALUES: Final = read_package(__name__, {"secured_ahead": Declared(_("Running costs secured ahead"))})
BY_PHASE: Final = Remark(
    _(
        "Obligatory in the phases of growth and maturity, optional in the embryonic phase. "
        "In which phase the cluster is, a person has to say."
    )
)
AREA_NOT_READABLE: Final = Remark(_("The indicators of this area are not readable in public."))


def judge_secured(case: Case) -> Verdict:
    """The running costs are secured as far ahead as asked for. A miss does not block: the phase is not known."""
    value, asked = case.facts["secured_months"].value, number_in(case, "secured_ahead")
    if value is None or asked is None:
        return unknown(value, NOT_KEPT, BY_PHASE)
    verdict = compared(value, asked)
    return Verdict(verdict.outcome, value, (*verdict.remarks, BY_PHASE))


def _standard(
    key: str, area: str, label: str, unit: str, reads: tuple[str, ...], formula: Formula, *used: Parameter
) -> Rule:
    return Rule(
        key=f"poland.{key}",
        label=label,
        unit=unit,
        source=SOURCE,
        reads=reads,
        versions={SINCE: formula},
        parameters={parameter.key: parameter for parameter in used},
        group=area,
    )


_NOT_COUNTED: Final = _("not counted")
RULES: Final = (
    _standard(
        "organisation",
        _("Organisation"),
        _("Standards of organisation"),
        _NOT_COUNTED,
        (),
        unreadable(AREA_NOT_READABLE),
    ),
    _standard(
        "secured_costs",
        _("Resources"),
        _("Running costs secured at least a year ahead"),
        _("months"),
        ("secured_months",),
        judge_secured,
        VALUES["secured_ahead"],
    ),
    _standard(
        "resources",
        _("Resources"),
        _("Further standards of resources"),
        _NOT_COUNTED,
        (),
        unreadable(AREA_NOT_READABLE),
    ),
    _standard(
        "processes",
        _("Processes"),
        _("Standards of processes"),
        _NOT_COUNTED,
        (),
        unreadable(AREA_NOT_READABLE),
    ),
    _standard(
        "services",
        _("Services"),
        _("Standards of services"),
        _NOT_COUNTED,
        (),
        unreadable(AREA_NOT_READABLE),
    ),
    _standard(
        "external_cooperation",
        _("Cooperation with others"),
        _("Standards of cooperation with others"),
        _NOT_COUNTED,
        (),
        unreadable(AREA_NOT_READABLE),
    ),
)
