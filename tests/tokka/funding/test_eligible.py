"""Whether an applicant may apply: by what the programme asks, what a person confirmed, and what is not known."""

from datetime import date

import pytest

from tokka.funding.calls import Call
from tokka.funding.eligible import Applicant, Asked, judge, rules_of
from tokka.rulebook.model import Outcome

DAY = date(2026, 11, 24)
LAPLAND = Applicant(
    "1", "company", "FI1D7", ("Lappi", "Lapland"), has_business_id=True, size="micro", is_sme=True, staff_awu=6
)
UNTOLD = Applicant("2")


def eura(*regions: str, action: str = "") -> Call:
    return Call("eura2021", "1", "A call", programme="EAKR", regions=regions, action=action)


def horizon(code: str, action: str = "") -> Call:
    return Call("eu-portal", "1", "A topic", code, programme="43108390", action=action)


def verdicts(call: Call, applicant: Applicant, *asked: Asked, day: date = DAY) -> dict[str, str]:
    return {one.key: one.outcome.value for one in judge(rules_of(call, asked), applicant, day).reasons}


@pytest.mark.parametrize(
    ("regions", "outcome"),
    [
        (("Lappi", "Kainuu"), "met"),
        (("Kainuu",), "missed"),
        (("Valtakunnallinen",), "met"),
        (("Valtakunnallinen", "Uusimaa"), "missed"),
    ],
)
def test_regions_that_the_register_names_decide(regions, outcome):
    assert verdicts(eura(*regions), LAPLAND)["region"] == outcome


def test_an_area_wider_than_a_region_decides_nothing():
    assert "region" not in verdicts(eura("Pohjois-Suomi"), LAPLAND)


def test_company_aid_asks_for_a_company_with_a_business_id():
    call = eura("Lappi", action="YRTU")
    assert verdicts(call, LAPLAND) == {"region": "met", "company_aid": "met"}
    assert judge(rules_of(call), LAPLAND, DAY).outcome is Outcome.MET
    assert verdicts(call, Applicant("3", "company"))["company_aid"] == "unknown"
    assert verdicts(call, Applicant("3", "research", has_business_id=True))["company_aid"] == "missed"


def test_one_organisation_is_no_consortium_yet_and_is_told_what_is_missing():
    found = judge(rules_of(horizon("HORIZON-CL6-2027-02-FARM2FORK-04")), LAPLAND, DAY)
    (reason, *_rest) = found.reasons
    assert (found.outcome, reason.key, reason.says.values) == (
        Outcome.UNKNOWN,
        "consortium",
        {"entities": 3, "countries": 3},
    )
    assert reason.settle is not None


@pytest.mark.parametrize(
    ("code", "action"), [("HORIZON-MSCA-2027-DN-01-01", ""), ("HORIZON-CL4-2027-01-MAT-PROD-17", "HORIZON-CSA")]
)
def test_calls_for_one_applicant_ask_for_no_consortium(code, action):
    assert "consortium" not in verdicts(horizon(code, action), LAPLAND)


def test_the_eic_has_a_ceiling_of_its_own():
    call = horizon("HORIZON-EIC-2026-ACCELERATOR-01")
    middling, large = (Applicant("1", is_sme=False, staff_awu=staff) for staff in (499, 500))
    assert [verdicts(call, one)["size"] for one in (LAPLAND, middling, large, UNTOLD)] == [
        "met",
        "met",
        "missed",
        "unknown",
    ]


@pytest.mark.parametrize(
    ("region", "day", "outcome"),
    [
        ("FI1D8", date(2023, 12, 31), "missed"),
        ("FI1D8", date(2024, 1, 1), "met"),
        ("FI1D7", date(2023, 12, 31), "met"),
        ("FI1D", date(2024, 1, 1), "unknown"),
        ("", date(2024, 1, 1), "unknown"),
    ],
)
def test_the_area_of_aurora_is_that_of_the_day(region, day, outcome):
    call = Call("jems", "1", "A call", programme="Interreg Aurora")
    assert verdicts(call, Applicant("1", region=region), day=day)["region"] == outcome


def test_what_was_confirmed_goes_before_what_the_source_names():
    asked = Asked("region", ("FI1D7",), "Only Lapland.")
    found = judge(rules_of(eura("Kainuu"), [asked]), LAPLAND, DAY)
    assert (found.reasons[0].outcome, found.reasons[0].quote) == (Outcome.MET, "Only Lapland.")


def test_what_nobody_confirmed_is_unknown_and_never_a_pass():
    assert judge(rules_of(Call("leader", "1", "A call")), LAPLAND, DAY).outcome is Outcome.UNKNOWN


def test_one_rule_missed_is_enough_and_names_the_heading():
    asked = (Asked("role", ("research",)), Asked("size", ("micro",)))
    found = judge(rules_of(Call("leader", "1", "A call"), asked), LAPLAND, DAY)
    assert (found.outcome, found.excluded_by) == (Outcome.MISSED, "role")


def test_one_applicant_alone_is_admitted_where_that_was_confirmed():
    asked = (Asked("role", ("company",)), Asked("consortium", ("1",)))
    assert judge(rules_of(horizon("HORIZON-CL6-2027-02"), asked), LAPLAND, DAY).outcome is Outcome.MET


def test_calls_with_the_same_rules_share_them():
    assert rules_of(horizon("HORIZON-CL6-2027-01")) == rules_of(horizon("HORIZON-CL5-2027-09"))
