"""Missions: a small firm pays its own travel and nothing else; exchange days, distance and halving."""

from dataclasses import replace
from datetime import date

import pytest

from tokka.partners.exchanges import CLUSTER_XCHANGE, Stay, judge
from tokka.partners.missions import Cost, CostLine, Membership, Payer, cost_report, may_take_part


def test_a_small_firm_pays_its_own_travel():
    report = cost_report([CostLine(Cost.TRAVEL, 420.1, Payer.SME, "Firm", "Firm")], ["Firm"])
    assert report.refused == ()
    assert report.eur_by_payer[Payer.SME] == 420.1


@pytest.mark.parametrize("kind", [kind for kind in Cost if kind is not Cost.TRAVEL])
def test_any_other_line_on_a_small_firm_is_refused(kind):
    report = cost_report([CostLine(kind, 50.0, Payer.SME, "Firm", "Firm")], ["Firm"])
    assert report.accepted == ()
    assert str(report.refused[0][1]) == (
        "Firm is a small or medium-sized enterprise: it pays its own travel and nothing else. "
        f"Put this line ({kind.value}, 50.00 EUR) on the cluster, the scheme or the host."
    )


def test_the_travel_of_another_is_refused_and_so_is_travel_of_nobody_named():
    others = CostLine(Cost.TRAVEL, 90, Payer.SME, "Firm", "Adviser")
    nobody = CostLine(Cost.TRAVEL, 90, Payer.SME, "Firm")
    assert [line for line, _ in cost_report([others, nobody], []).refused] == [others, nobody]


def test_a_small_firm_is_not_charged_by_calling_it_another_payer():
    hidden = CostLine(Cost.FEE, 300, Payer.OTHER, "Firm")
    assert cost_report([hidden], ["Firm"]).refused[0][0] == hidden


def test_the_cluster_and_the_scheme_may_pay_anything_and_sums_are_exact_to_the_cent():
    lines = [CostLine(Cost.FEE, 0.1, Payer.CLUSTER, "Cluster") for _ in range(3)]
    report = cost_report([*lines, CostLine(Cost.MEALS, 7, Payer.SCHEME, "EU")], ["Firm"])
    assert (report.eur_by_payer[Payer.CLUSTER], report.eur_paid_by("EU")) == (0.3, 7.0)


@pytest.mark.parametrize("amount", [-1.0, float("nan"), float("inf")])
def test_an_amount_that_is_no_money_is_refused(amount):
    assert len(cost_report([CostLine(Cost.FEE, amount, Payer.CLUSTER, "C")], []).refused) == 1


def test_members_of_the_named_clusters_on_that_day_may_take_part():
    held = [
        Membership("Firm", "arctic", date(2024, 1, 1), date(2026, 6, 30)),
        Membership("Other", "forest", date(2020, 1, 1)),
    ]
    assert may_take_part("Firm", ["arctic"], held, date(2026, 6, 30))
    assert not may_take_part("Firm", ["arctic"], held, date(2026, 7, 1))
    assert not may_take_part("Other", ["arctic"], held, date(2026, 6, 30))


ROVANIEMI, PORTO, TALLINN, HELSINKI = (66.50, 25.73), (41.15, -8.61), (59.44, 24.75), (60.17, 24.94)
STAY = Stay("Firm", "FI", ROVANIEMI, "Hub", "PT", PORTO, date(2021, 5, 3), date(2021, 5, 7), 5, True)


def test_five_days_to_portugal_bring_780_euros_and_three_bring_390():
    assert judge(STAY, CLUSTER_XCHANGE).lump_sum_eur == 780
    assert judge(replace(STAY, working_days=3), CLUSTER_XCHANGE).lump_sum_eur == 390


def test_a_short_way_halves_and_two_reasons_halve_once():
    near = replace(STAY, visitor_place=HELSINKI, host_place=TALLINN, host_country="EE", working_days=4)
    verdict = judge(near, replace(CLUSTER_XCHANGE, ceiling_eur={"EE": 600.0}))
    assert (verdict.lump_sum_eur, len(verdict.halved_because)) == (300, 2)


def test_a_host_country_without_a_known_sum_leaves_the_sum_unknown():
    assert judge(replace(STAY, host_country="ES"), CLUSTER_XCHANGE).lump_sum_eur is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"working_days": 2}, "At least 3 working days"),
        ({"to_on": date(2021, 6, 3)}, "At most 31 days"),
        ({"host_country": "FI"}, "same country"),
        ({"visitor_is_member": False}, "no member of a cluster"),
        ({"earlier_visits": 1}, "visits once"),
        ({"working_days": 6}, "do not fit"),
        ({"to_on": date(2021, 5, 2)}, "do not fit"),
    ],
)
def test_each_rule_of_the_scheme_refuses_alone(change, says):
    verdict = judge(replace(STAY, **change), CLUSTER_XCHANGE)
    assert says in " ".join(str(one) for one in verdict.refusals)
    assert (verdict.is_allowed, verdict.lump_sum_eur) == (False, None)
