"""The quality label of Baden-Württemberg: 34 indicators, of which 31 are those of the European initiative.

Public are the frame, the pass mark of 80 % and the validity of two years. The thresholds are told on request only, so
every indicator is unknown until an operator enters them. The three that come on top concern sustainable financing and
internationalisation; nothing more of them is readable.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from tokka.rulebook import ecei
from tokka.rulebook.formulas import at_least, given, unreadable
from tokka.rulebook.load import Declared, read_package
from tokka.rulebook.model import Case, Formula, Parameter, Rule, Source, Verdict
from tokka.words import Remark, _

SOURCE: Final = Source(
    "Clusterportal Baden-Württemberg: quality indicators",
    "https://www.clusterportal-bw.de/en/cluster-excellence-bw/quality-indicators/?no_cache=1",
    date(2026, 11, 23),
)
SINCE: Final = date(2026, 11, 23)
"""The page bears no date, so the frame holds from the day on which it was read."""

VALUES: Final = read_package(
    __name__,
    {
        "pass_mark": Declared(_("Pass mark of the score")),
        "valid_years": Declared(_("Validity of the label")),
        "score": Declared(_("Score that the assessors gave")),
        **{f"threshold_{one.slug}": Declared(_("Threshold of the indicator")) for one in ecei.INDICATORS},
    },
)
ON_TOP: Final = Remark(_("Only its subject is public: it is one of the three indicators that come on top of the 31."))
LABEL: Final = _("Label")


def _excellent(measure: str) -> Formula:
    """The threshold proves excellence on this indicator alone, so missing it does not block the label."""
    reached = at_least(measure, "threshold")

    def judge(case: Case) -> Verdict:
        verdict = reached(case)
        return Verdict(verdict.outcome, verdict.value, verdict.remarks)

    return judge


def _rule(
    key: str,
    label: str,
    unit: str,
    formula: Formula,
    *,
    reads: tuple[str, ...] = (),
    used: Mapping[str, Parameter] | None = None,
    number: str = "",
    group: str,
    note: str = "",
) -> Rule:
    return Rule(
        key=f"baden_wuerttemberg.{key}",
        label=label,
        unit=unit,
        source=SOURCE,
        reads=reads,
        versions={SINCE: formula},
        parameters=used or {},
        number=number,
        group=group,
        note=note,
    )


RULES: Final = (
    *(
        _rule(
            one.number,
            one.name,
            one.unit,
            _excellent(one.measure),
            reads=(one.measure,),
            used={"threshold": VALUES[f"threshold_{one.slug}"]},
            number=one.number,
            group=one.dimension,
            note=one.measured,
        )
        for one in ecei.INDICATORS
    ),
    _rule(
        "sustainable_financing",
        _("Sustainable financing"),
        _("not counted"),
        unreadable(ON_TOP),
        group=LABEL,
    ),
    _rule(
        "internationalisation",
        _("Internationalisation"),
        _("not counted"),
        unreadable(ON_TOP),
        group=LABEL,
    ),
    _rule(
        "score",
        _("Score of the 34 indicators"),
        _("%"),
        given("score", "pass_mark"),
        used={"score": VALUES["score"], "pass_mark": VALUES["pass_mark"]},
        group=LABEL,
        note=_(
            "Two experts give the points on site. Certain minimum criteria, which are not public, have to be met too."
        ),
    ),
)
