"""Whether an applicant may apply to a call: met, missed or unknown, with the reasons and the fact that would settle it.

Rules come from the programme of a call and from what a person has confirmed in its text (§6). Many calls share the same
rules, so that `rules_of` reads them once and `judge` can be asked once for each set of rules and applicant.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tokka.funding.calls import Call
from tokka.funding.finnish import EURA
from tokka.rulebook.eligibility import BY_KEY, HORIZON
from tokka.rulebook.eligibility.areas import in_area
from tokka.rulebook.enterprise_size import LABELS as SIZES
from tokka.rulebook.model import Fact, Finding, Outcome, Source
from tokka.words import Remark, _


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person has confirmed that a call asks: `region`, `role`, `size` or `consortium`, and what is admitted."""

    kind: str
    values: tuple[str, ...]
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """All that decides on the applicants of a call. Calls with the same rules are judged alike."""

    asked: tuple[Asked, ...] = ()
    regions: tuple[str, ...] = ()
    """Regions by name, where the source tells them."""
    is_company_aid: bool = False
    is_eic: bool = False
    is_consortium: bool = False
    area: str = ""
    """The programme whose area is entered in the rulebook."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who would apply. Empty text and None mean not known."""

    key: str
    role: str = ""
    region: str = ""
    """The NUTS code of the region."""
    region_names: tuple[str, ...] = ()
    has_business_id: bool | None = None
    size: str = ""
    """The size class with the whole group."""
    is_sme: bool | None = None
    staff_awu: float | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule and what it says of the applicant. `key` says under which heading an exclusion is counted."""

    key: str
    outcome: Outcome
    says: Remark
    settle: Remark | None = None
    source: Source | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict: missed as soon as one rule is missed, met only where every rule is met."""

    outcome: Outcome
    reasons: tuple[Reason, ...]

    @property
    def excluded_by(self) -> str:
        """The heading under which the call is counted as excluded; empty where it is not."""
        return next((one.key for one in self.reasons if one.outcome is Outcome.MISSED), "")


HEADINGS: Final = {
    "region": _("region"),
    "role": _("kind of applicant"),
    "size": _("size of the enterprise"),
    "company_aid": _("company aid"),
    "consortium": _("consortium"),
    "untold": _("conditions not confirmed"),
}
HORIZON_CODE: Final = "43108390"
COMPANY_AID: Final = "YRTU"
EIC_ACCELERATOR: Final = "ACCELERATOR"
OF_ONE: Final = ("HORIZON-EIC", "ERC-", "HORIZON-MSCA", "HORIZON-ERC", "MSCA-")
"""Beginnings of the codes of topics to which one applicant alone may apply, mostly."""
SUPPORT: Final = ("Coordination and Support", "CSA")
"""Types of action for which mostly one applicant is enough: then the text of the call has to be read."""
EVERYWHERE: Final = frozenset({"Koko maa", "Valtakunnallinen", "Suomi"})
COUNTIES: Final = frozenset(
    {
        *("Uusimaa", "Varsinais-Suomi", "Satakunta", "Kanta-Häme", "Pirkanmaa", "Päijät-Häme", "Kymenlaakso"),
        *("Etelä-Karjala", "Etelä-Savo", "Pohjois-Savo", "Pohjois-Karjala", "Keski-Suomi", "Etelä-Pohjanmaa"),
        *("Pohjanmaa", "Keski-Pohjanmaa", "Pohjois-Pohjanmaa", "Kainuu", "Lappi", "Ahvenanmaa"),
    }
)
"""The regions of Finland as the call register names them. Wider areas than these do not tell who is left out."""
AREAS: Final = {"aurora": "aurora", "northern periphery": "npa", "npa": "npa"}

_MUNICIPALITY: Final = Remark(_("Enter the municipality of the organisation."))
_SIZE: Final = Remark(_("Enter staff, turnover and balance sheet of the last accounts, and who owns the organisation."))
_PARTNERS: Final = Remark(_("Find partners: independent of one another, and from other countries."))
_CONFIRM: Final = Remark(_("Read in the call who may apply. Once the team has confirmed it, it counts here."))
_BUSINESS_ID: Final = Remark(_("Enter the business id of the organisation."))


def rules_of(call: Call, asked: Iterable[Asked] = ()) -> Rules:
    """The rules of a call: what was confirmed goes before what the programme says of the same matter."""
    confirmed = tuple(sorted(asked, key=lambda one: one.kind))
    kinds = {one.kind for one in confirmed}
    code = call.identifier.upper()
    is_horizon = call.programme == HORIZON_CODE
    is_eic = is_horizon and "EIC" in code and EIC_ACCELERATOR in code
    named = tuple(sorted(set(call.regions) & COUNTIES)) or tuple(sorted(set(call.regions) & EVERYWHERE))
    is_support = any(word in call.action for word in SUPPORT)
    programme = f"{call.programme} {call.identifier}".casefold()
    return Rules(
        asked=confirmed,
        regions=() if "region" in kinds or call.source != EURA else named,
        is_company_aid=call.source == EURA and call.action == COMPANY_AID,
        is_eic=is_eic,
        is_consortium=is_horizon and "consortium" not in kinds and not is_support and not code.startswith(OF_ONE),
        area=next((area for word, area in AREAS.items() if word in programme), "") if "region" not in kinds else "",
    )


def judge(rules: Rules, applicant: Applicant, day: date) -> Judgement:
    """What the rules say of an applicant on a day."""
    reasons = [_confirmed(one, applicant) for one in rules.asked]
    if rules.regions:
        reasons.append(_named_region(rules.regions, applicant))
    if rules.area:
        reasons.append(_area(rules.area, applicant, day))
    if rules.is_company_aid:
        reasons.append(_company_aid(applicant, day))
    if rules.is_eic:
        reasons.append(_eic(applicant, day))
    if rules.is_consortium:
        reasons.append(_consortium(day))
    if not reasons or not ({one.kind for one in rules.asked} & {"role"} or rules.is_company_aid or rules.is_eic):
        reasons.append(
            Reason("untold", Outcome.UNKNOWN, Remark(_("Nobody has confirmed yet who may apply here.")), _CONFIRM)
        )
    outcomes = {one.outcome for one in reasons}
    worst = next((one for one in (Outcome.MISSED, Outcome.UNKNOWN) if one in outcomes), Outcome.MET)
    return Judgement(worst, tuple(reasons))


def _told(outcome: Outcome, met: Remark, missed: Remark, unknown: Remark) -> Remark:
    return {Outcome.MET: met, Outcome.MISSED: missed, Outcome.UNKNOWN: unknown}[outcome]


def _confirmed(one: Asked, applicant: Applicant) -> Reason:
    if one.kind == "region":
        outcome = _within(one.values, applicant.region)
        named = {"regions": ", ".join(one.values)}
        says = _told(
            outcome,
            Remark(_("The organisation is in an admitted region: %(regions)s."), named),
            Remark(_("Only these regions are admitted: %(regions)s."), named),
            Remark(_("Admitted are %(regions)s; where the organisation is, is not known."), named),
        )
        return Reason("region", outcome, says, _settled(outcome, _MUNICIPALITY), quote=one.quote)
    if one.kind == "role":
        outcome = _among(one.values, applicant.role)
        says = _told(
            outcome,
            Remark(_("This kind of organisation may apply.")),
            Remark(_("This kind of organisation may not apply.")),
            Remark(_("The kind of the organisation is not known.")),
        )
        return Reason("role", outcome, says, quote=one.quote)
    if one.kind == "size":
        outcome = _among(one.values, applicant.size)
        named = {"size": SIZES.get(applicant.size, applicant.size)}
        says = _told(
            outcome,
            Remark(_("This size class may apply: %(size)s."), named),
            Remark(_("This size class may not apply: %(size)s."), named),
            Remark(_("The size class with owners and holdings is not known.")),
        )
        return Reason("size", outcome, says, _settled(outcome, _SIZE), quote=one.quote)
    least = next((int(value) for value in one.values if value.isdecimal()), 1)
    if least <= 1:
        return Reason("consortium", Outcome.MET, Remark(_("One applicant alone may apply.")), quote=one.quote)
    says = Remark(_("At least %(least)s independent partners apply together."), {"least": least})
    return Reason("consortium", Outcome.UNKNOWN, says, _PARTNERS, quote=one.quote)


def _settled(outcome: Outcome, fact: Remark) -> Remark | None:
    return fact if outcome is Outcome.UNKNOWN else None


def _within(codes: Sequence[str], region: str) -> Outcome:
    """By NUTS codes: inside one of them, outside all, or too wide to tell."""
    if not region:
        return Outcome.UNKNOWN
    if any(region.startswith(code) for code in codes):
        return Outcome.MET
    return Outcome.UNKNOWN if any(code.startswith(region) for code in codes) else Outcome.MISSED


def _among(values: Sequence[str], value: str) -> Outcome:
    return Outcome.UNKNOWN if not value else Outcome.MET if value in values else Outcome.MISSED


def _named_region(regions: Sequence[str], applicant: Applicant) -> Reason:
    if not applicant.region_names:
        outcome = Outcome.UNKNOWN
    else:
        outcome = Outcome.MET if set(regions) & {*applicant.region_names, *EVERYWHERE} else Outcome.MISSED
    named = {"regions": ", ".join(regions)}
    says = _told(
        outcome,
        Remark(_("The organisation is in an admitted region: %(regions)s."), named),
        Remark(_("Only these regions are admitted: %(regions)s."), named),
        Remark(_("Admitted are %(regions)s; where the organisation is, is not known."), named),
    )
    return Reason("region", outcome, says, _settled(outcome, _MUNICIPALITY))


def _area(programme: str, applicant: Applicant, day: date) -> Reason:
    found = in_area(programme, applicant.region, day)
    says = _told(
        found.outcome,
        Remark(_("The region lies in the area of the programme on this day.")),
        Remark(_("The region lies outside the area of the programme on this day.")),
        found.remarks[0] if found.remarks else Remark(_("Whether the region lies in the area is not known.")),
    )
    settle = _MUNICIPALITY if found.outcome is Outcome.UNKNOWN and not applicant.region else None
    return Reason("region", found.outcome, says, settle, found.source)


def _said_by(finding: Finding, met: str, missed: str, unknown: str) -> Remark:
    own = finding.remarks[0] if finding.remarks and finding.outcome is Outcome.MISSED else None
    return own or _told(finding.outcome, Remark(met), Remark(missed), Remark(unknown))


def _company_aid(applicant: Applicant, day: date) -> Reason:
    has_id = applicant.has_business_id
    facts = {
        "has_business_id": Fact(has_id),
        "is_being_founded": Fact(False if has_id else None),
        "is_group": Fact(False if applicant.role else None),
    }
    rule = BY_KEY["eligibility.erdf_company_aid"]
    finding = rule.find(day, facts)
    is_company = applicant.role == "company"
    outcome = finding.outcome if is_company or not applicant.role else Outcome.MISSED
    says = _told(
        outcome,
        Remark(_("A company with a business id may apply for company aid.")),
        Remark(_("Company aid is for companies with a business id.")),
        Remark(_("Company aid asks for a business id; none is known.")),
    )
    return Reason("company_aid", outcome, says, _settled(outcome, _BUSINESS_ID), rule.source)


def _eic(applicant: Applicant, day: date) -> Reason:
    rule = BY_KEY["eligibility.eic_accelerator"]
    facts = {"is_sme": Fact(applicant.is_sme), "staff_awu": Fact(applicant.staff_awu)}
    if rule.version_on(day) is None:
        says = Remark(_("No rule of the EIC Accelerator is entered for this day."))
        return Reason("size", Outcome.UNKNOWN, says, source=rule.source)
    finding = rule.find(day, facts)
    says = _said_by(
        finding,
        _("An SME or a small mid-cap may apply to the EIC Accelerator."),
        _("Only an SME or a small mid-cap may apply to the EIC Accelerator."),
        _("The size class with owners and holdings is not known."),
    )
    return Reason("size", finding.outcome, says, _settled(finding.outcome, _SIZE), rule.source)


def _consortium(day: date) -> Reason:
    """One organisation is not yet a consortium: the rule says how many there must be."""
    rule = BY_KEY["eligibility.horizon_consortium"]
    dated = [rule.parameters[key].on(day) for key in ("horizon_entities", "horizon_countries")]
    entities, countries = (one.value if one else None for one in dated)
    if entities is None or countries is None:
        says = Remark(_("How many partners are asked for on this day is not entered."))
    else:
        says = Remark(
            _("At least %(entities)s independent partners from %(countries)s countries apply together."),
            {"entities": entities, "countries": countries},
        )
    return Reason("consortium", Outcome.UNKNOWN, says, _PARTNERS, HORIZON)
