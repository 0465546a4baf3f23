"""Missions: who may come along, who pays what, what the journal gets, and what came of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from tests.builders import make_cluster, make_organisation, make_user
from tests.tokkasite.missions.conftest import DAY, takes_part
from tokkasite.journal.models import Attendance, Event, SuccessStory
from tokkasite.missions import actions, readers
from tokkasite.missions.models import CostLine, Initiative, Outcome, Traveller
from tokkasite.register.models import Municipality

YEAR_LATER = DAY + timedelta(days=400)


def cost(world, **told):
    line = {"mission": world.mission, "kind": "travel", "amount_eur": Decimal(100), "on": DAY, "payer": "sme"}
    return actions.add_cost(line=CostLine(**(line | told)), by=world.manager)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({}, "Firm Oy is a committed participant of Cluster ours on 2026-03-10."),
        ({"proof": False}, "Firm Oy takes part in Cluster ours on 2026-03-10, but nothing proves its commitment"),
        ({"from_on": DAY + timedelta(days=1)}, "Firm Oy takes part in Cluster ours from 2026-03-11 only"),
        ({"until_on": DAY - timedelta(days=1)}, "Firm Oy took part in Cluster ours until 2026-03-09"),
        ({"until_on": DAY}, "Firm Oy is a committed participant of Cluster ours on 2026-03-10."),
    ],
)
def test_who_may_come_is_decided_by_the_register_on_the_first_day_and_says_why(world, told, says):
    firm = takes_part("Firm Oy", world.ours, **told)
    found = readers.admissions(world.mission, [firm])[firm.pk]
    assert str(found.reason).startswith(says)
    assert found.may == says.startswith("Firm Oy is")
    assert (firm in readers.could_come(world.mission)) == found.may


def test_a_member_of_another_cluster_is_not_invited(world):
    stranger = takes_part("Far Oy", make_cluster("theirs"))
    with pytest.raises(ValidationError, match="takes part in none of the mission's clusters"):
        actions.invite(mission=world.mission, organisations=[stranger], by=world.manager, today=DAY)
    assert not Traveller.objects.filter(organisation=stranger).exists()


def test_a_small_firm_pays_its_own_travel_and_any_other_line_on_it_is_kept_as_refused(world):
    cost(world, organisation=world.small, traveller=world.small)
    fee = cost(world, kind="fee", organisation=world.small, amount_eur=Decimal("95.10"))
    assert fee.refusal["values"]["organisation"] == "Small Oy"
    costs = readers.costs_of(world.mission)
    assert ([line.kind for line in costs.accepted], [line.kind for line in costs.refused]) == (["travel"], ["fee"])
    assert costs.total == Decimal(100)


def test_a_small_firm_does_not_pay_the_travel_of_another_nor_by_another_name(world):
    assert cost(world, organisation=world.small, traveller=world.large).refusal is not None
    assert cost(world, kind="meals", payer="other", organisation=world.small).refusal is not None


def test_a_large_enterprise_pays_for_itself_what_a_small_one_may_not(world):
    assert cost(world, kind="fee", organisation=world.large).refusal is None


def test_a_company_of_unknown_size_is_protected_like_a_small_one(world):
    unknown = takes_part("New Oy", world.ours)
    Traveller.objects.create(mission=world.mission, organisation=unknown, state="comes", moved_on=DAY)
    assert cost(world, kind="fee", organisation=unknown).refusal is not None


def test_a_refused_line_goes_on_one_who_may_pay_and_counts_then(world):
    fee = cost(world, kind="fee", organisation=world.small)
    with pytest.raises(ValidationError):
        actions.let_pay(line=fee, payer="sme", by=world.manager)
    actions.let_pay(line=fee, payer="cluster", by=world.manager)
    assert readers.costs_of(world.mission).by_payer == [("the cluster", Decimal(100))]


def test_nobody_pays_who_is_not_on_the_list(world):
    with pytest.raises(ValidationError, match="not on the mission's list"):
        cost(world, organisation=make_organisation("Else Oy"))


def test_the_page_says_the_refusal_in_words_and_who_may_pay(client, world):
    client.force_login(world.manager)
    page = f"/en/clusters/ours/missions/{world.mission.pk}/"
    told = {"deed": "cost", "cost-kind": "accommodation", "cost-amount_eur": "80", "cost-on": "2026-03-10"}
    told |= {"cost-payer": "sme", "cost-organisation": world.small.pk}
    after = client.post(page, told, follow=True).content.decode()
    assert "Small Oy is a small or medium-sized enterprise: it pays its own travel and nothing else." in after
    report = client.get(f"{page}costs/").content.decode()
    assert "Put this line (accommodation, 80.00 EUR) on the cluster, the scheme or the host." in report
    written = b"".join(client.get(f"{page}costs.csv").streaming_content).decode()
    assert ',yes,"Small Oy is a small' in written


def test_the_cost_report_is_a_paper_in_both_languages(client, world):
    cost(world, organisation=world.small, traveller=world.small)
    cost(world, kind="fee", organisation=world.small)
    client.force_login(world.manager)
    for language in ("en", "fi"):
        paper = client.get(f"/{language}/clusters/ours/missions/{world.mission.pk}/costs.pdf").content
        assert paper.startswith(b"%PDF")
        assert f"/Lang({language})".encode() in paper


def test_the_report_gives_the_journal_the_event_and_who_came_once(world):
    told = {"mission": world.mission, "kind": "excursion", "by": world.manager}
    with pytest.raises(ValidationError, match="not over yet"):
        actions.report(text="Done", today=DAY, **told)
    for _time in range(2):
        actions.report(text="Done", today=YEAR_LATER, **told)
    made = Event.objects.get(title="Narvik")
    assert (world.mission.event, made.on, made.kind) == (made, DAY, "excursion")
    assert Attendance.objects.filter(event=made).count() == 2


def test_a_contract_becomes_a_success_story_once_and_talks_become_none(world):
    told = {"mission": world.mission, "on": YEAR_LATER}
    talks = Outcome(organisation=world.large, kind="talks", **told)
    actions.tell_outcome(outcome=talks, by=world.manager, today=YEAR_LATER)
    contract = Outcome(organisation=world.small, kind="contract", words="Sold.", **told)
    actions.tell_outcome(outcome=contract, by=world.manager, today=YEAR_LATER)
    contract.words = "Sold twice."
    actions.tell_outcome(outcome=contract, by=world.manager, today=YEAR_LATER)
    assert list(SuccessStory.objects.values_list("organisation__name", "outcome")) == [("Small Oy", "Sold twice.")]


def test_a_year_later_the_team_and_the_members_are_asked_once(world):
    make_user("member", world.ours, organisation=world.small)
    early = world.mission.until_on + timedelta(days=364)
    assert [actions.ask_for_outcomes(day=day) for day in (early, YEAR_LATER, YEAR_LATER)] == [0, 2, 0]
    assert {letter.to[0] for letter in mail.outbox} == {"manager.ours@example.org", "member.ours@example.org"}
    assert mail.outbox[0].subject.endswith(": Narvik")
    assert readers.due_outcomes(world.mission, YEAR_LATER) == [world.large, world.small]


def test_three_days_are_half_and_a_short_way_too_and_an_unknown_sum_stays_unknown(world):
    place = Municipality.objects.create(code="241", name_fi="Kemi", latitude=65.73, longitude=24.56)
    world.small.municipality = place
    world.small.save()
    days = {"from_on": date(2025, 1, 1)}
    world.mission.initiative = Initiative.objects.create(name="Links", scheme="clusterxchange_2020", **days)
    world.mission.lat, world.mission.lon = 68.44, 17.43
    verdict = readers.stays(world.mission, [world.mission.travellers.get(organisation=world.small)])
    found = next(iter(verdict.values()))
    assert (found.is_allowed, found.lump_sum_eur, round(found.km)) == (True, None, 431)
    assert [str(one) for one in found.halved_because] == ["Fewer than 5 working days."]


def test_a_member_asks_to_come_along_and_the_team_takes_it(client, world):
    Traveller.objects.all().delete()
    world.mission.places = 1
    world.mission.save()
    told = {"mission": world.mission, "persons": 2, "aim": "Partners", "by": world.manager}
    asked = actions.ask_along(organisation=world.small, today=DAY - timedelta(days=5), **told)
    late = actions.ask_along(organisation=world.large, today=DAY - timedelta(days=5), **told)
    with pytest.raises(ValidationError, match="has ended"):
        actions.ask_along(organisation=world.small, today=DAY, **told)
    actions.decide(traveller=asked, comes=True, by=world.manager, today=DAY)
    with pytest.raises(ValidationError, match="All places are taken"):
        actions.decide(traveller=late, comes=True, by=world.manager, today=DAY)
    assert list(Traveller.objects.values_list("organisation__name", "state")) == [
        ("Large Oyj", "asked"),
        ("Small Oy", "comes"),
    ]


def test_a_mission_with_more_working_days_than_days_is_refused(client, world):
    client.force_login(world.manager)
    told = {
        "title": "Luleå", "clusters": [world.ours.pk], "host_name": "Host", "place": "Luleå", "country": "se",
        "from_on": "2026-03-10", "until_on": "2026-03-11", "working_days": "3", "sign_up_until": "2026-03-01",
    }  # fmt: skip
    refused = client.post("/en/clusters/ours/missions/add/", told)
    assert refused.context["form"].errors == {"working_days": ["There are fewer days between the first and the last."]}
    assert client.post("/en/clusters/ours/missions/add/", told | {"working_days": "2"}).status_code == 302
