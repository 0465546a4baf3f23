"""Who may apply: the least of a consortium, the areas of programmes by date, and the kinds of applicants.

What a call's own text says of applicants is quoted beside these rules and never becomes one by itself.
"""

from datetime import date
from typing import Final

from tokka.rulebook.load import Declared, read_package
from tokka.rulebook.model import Case, Fact, Finding, Formula, Outcome, Rule, Source, Verdict
from tokka.words import Remark, _

HORIZON: Final = Source(
    "Horizon Europe: legal and financial rules of participation",
    "https://www.ffg.at/en/europe/heu/legal-financial/participation",
    date(2026, 11, 23),
)
EIC: Final = Source(
    "EIC Accelerator: frequently asked questions",
    "https://eic.ec.europa.eu/eic-frequently-asked-questions/faqs-eic-accelerator_en",
    date(2026, 11, 23),
)
COMPANY_AID: Final = Source(
    "Regional and structural policy: actions that can be supported",
    "https://rakennerahastot.fi/tuettava-toiminta1",
    date(2026, 11, 23),
)

VALUES: Final = read_package(
    __name__,
    {
        "horizon_entities": Declared(_("Independent legal entities at least")),
        "horizon_countries": Declared(_("Different Member States or associated countries at least")),
        "horizon_member_states": Declared(_("Of them Member States at least")),
        "eic_staff": Declared(_("EIC Accelerator: staff of a small mid-cap up to")),
    },
)
UNTOLD: Final = Remark(_("Something that this rule reads is not known: add it to the profile."))


def _number(case: Case, key: str) -> float | None:
    value = case.values[key]
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _consortium(case: Case) -> Verdict:
    """Each count reaches its least number. What is certain to be missed is missed, whatever else is unknown."""
    pairs = (
        ("independent_entities", "horizon_entities", _("%(value)s independent entities; %(least)s are asked for.")),
        ("countries", "horizon_countries", _("%(value)s different countries; %(least)s are asked for.")),
        ("member_states", "horizon_member_states", _("%(value)s Member States; %(least)s are asked for.")),
    )
    short, unknown = [], False
    for measure, key, says in pairs:
        value, least = case.facts[measure].value, _number(case, key)
        if value is None or least is None:
            unknown = True
        elif value < least:
            short.append(Remark(says, {"value": value, "least": int(least)}))
    count = case.facts["independent_entities"].value
    if short:
        return Verdict(Outcome.MISSED, count, tuple(short), blocks=True)
    return Verdict(Outcome.UNKNOWN, count, (UNTOLD,)) if unknown else Verdict(Outcome.MET, count)


def _eic_applicant(case: Case) -> Verdict:
    """An SME, or a small mid-cap by the ceiling of the EIC, which is not that of the Recommendation."""
    is_sme, staff, most = case.facts["is_sme"].value, case.facts["staff_awu"].value, _number(case, "eic_staff")
    if is_sme:
        return Verdict(Outcome.MET, staff)
    if staff is not None and most is not None and staff > most:
        says = _("%(staff)s work units; a small mid-cap has at most %(most)s here.")
        return Verdict(Outcome.MISSED, staff, (Remark(says, {"staff": staff, "most": int(most)}),), blocks=True)
    if is_sme is None or staff is None or most is None:
        return Verdict(Outcome.UNKNOWN, staff, (UNTOLD,))
    return Verdict(Outcome.MET, staff)


def _yes_and_no(yes: str, *no: str) -> Formula:
    """One thing has to be so, and others must not."""

    def judge(case: Case) -> Verdict:
        values = [case.facts[yes].value, *(_negated(case.facts[one]) for one in no)]
        if any(value is False for value in values):
            return Verdict(Outcome.MISSED, False, blocks=True)
        return Verdict(Outcome.UNKNOWN, None, (UNTOLD,)) if None in values else Verdict(Outcome.MET, True)

    return judge


def _negated(fact: Fact) -> bool | None:
    return None if fact.value is None else not fact.value


RULES: Final = (
    Rule(
        key="eligibility.horizon_consortium",
        label=_("The least of a Horizon Europe consortium"),
        unit=_("independent entities"),
        source=HORIZON,
        reads=("independent_entities", "countries", "member_states"),
        versions={date(2021, 1, 1): _consortium},
        parameters={key: VALUES[key] for key in ("horizon_entities", "horizon_countries", "horizon_member_states")},
        note=_("Linked partners are one entity: independence is told from the same ownership as the size class."),
    ),
    Rule(
        key="eligibility.eic_accelerator",
        label=_("Who may apply to the EIC Accelerator"),
        unit=_("annual work units"),
        source=EIC,
        reads=("is_sme", "staff_awu"),
        versions={date(2026, 1, 1): _eic_applicant},
        parameters={"eic_staff": VALUES["eic_staff"]},
        note=_("The ceiling of 499 is the EIC's own; the Recommendation on small mid-caps has another."),
    ),
    Rule(
        key="eligibility.erdf_company_aid",
        label=_("Who may apply for company aid of the structural funds in Finland"),
        unit="",
        source=COMPANY_AID,
        reads=("has_business_id", "is_being_founded", "is_group"),
        versions={date(2021, 1, 1): _yes_and_no("has_business_id", "is_being_founded", "is_group")},
    ),
)
BY_KEY: Final = {rule.key: rule for rule in RULES}

__all__ = ["BY_KEY", "RULES", "VALUES", "Finding"]
