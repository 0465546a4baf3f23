"""Size, de minimis aid and aid for a plan: the law's counts over the register, and what is refused or kept open."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from tests.builders import LONG_AGO
from tests.tokkasite.applications.conftest import TODAY
from tokkasite.applications import actions, aid_readers
from tokkasite.applications.models import AccountsYear, AidGrant, SizeFacts
from tokkasite.register.models import Municipality, Ownership, SizeFigure


def accounts(body, year, staff, turnover=1_000_000) -> None:
    SizeFigure.objects.create(
        organisation=body, year=year, headcount_awu=staff, turnover_eur=turnover, balance_eur=turnover, source="told"
    )


def owns(owner, owned, percent, **days) -> None:
    Ownership.objects.create(owner=owner, owned=owned, share_percent=percent, **{"from_on": LONG_AGO} | days)


def a_grant(body, on, euros, **told) -> AidGrant:
    usual = {"organisation": body, "granted_on": on, "euros": euros, "body": "Funder", "source": "decision"}
    return actions.keep_grant(grant=AidGrant(**usual | told), by=None, today=TODAY)


def in_finland(*bodies) -> None:
    for body in bodies:
        SizeFacts.objects.create(organisation=body, country="FI")


def test_linked_enterprises_count_whole_and_partners_by_their_share(world):
    for body, staff in ((world.lead, 8), (world.partner, 40), (world.stranger, 20)):
        accounts(body, 2025, staff)
    owns(world.partner, world.lead, 60)
    owns(world.stranger, world.lead, 30)
    size = aid_readers.size_of(world.lead, TODAY)
    assert (size.key, size.now.relation, size.now.staff_awu) == ("medium", "linked", 54.0)
    assert [(one.organisation.name, one.relation, one.percent) for one in size.counted] == [
        ("Lead Oy", "itself", 100.0), ("Partner Oy", "linked", 100.0), ("Stranger Oy", "partner", 30.0),
    ]  # fmt: skip


def test_the_class_changes_after_two_years_in_a_row_alone(world):
    for year, staff in ((2023, 8), (2024, 12), (2025, 8)):
        accounts(world.lead, year, staff)
    assert aid_readers.size_of(world.lead, TODAY).key == "micro"
    SizeFigure.objects.filter(year=2025).update(headcount_awu=12)
    size = aid_readers.size_of(world.lead, TODAY)
    assert (size.key, size.status.since) == ("small", 2025)


def test_a_share_that_was_sold_no_longer_counts(world):
    accounts(world.lead, 2025, 8)
    accounts(world.partner, 2025, 400)
    owns(world.partner, world.lead, 60, until_on=date(2025, 6, 30))
    assert aid_readers.size_of(world.lead, TODAY).key == "micro"


def test_what_is_declared_stands_beside_what_is_computed(world):
    accounts(world.lead, 2025, 60)
    SizeFacts.objects.create(organisation=world.lead, declared="micro", declared_on=TODAY)
    size = aid_readers.size_of(world.lead, TODAY)
    assert (size.declared, size.now.key) == ("micro", "medium")
    assert dict(size.differs.values) == {"declared": "Micro", "computed": "Medium-sized"}


def test_an_owner_without_accounts_leaves_the_class_unknown_and_says_whom_to_ask(world):
    accounts(world.lead, 2025, 8)
    owns(world.partner, world.lead, 60)
    size = aid_readers.size_of(world.lead, TODAY)
    assert (size.key, size.now.is_sme.value) == ("", "unknown")
    assert any("Partner Oy" in str(one.values.get("keys", "")) for one in size.now.missing)


def test_a_circle_of_owners_is_named_and_counted_once(world):
    for body in (world.lead, world.partner):
        accounts(body, 2025, 8)
    owns(world.partner, world.lead, 60)
    owns(world.lead, world.partner, 60)
    size = aid_readers.size_of(world.lead, TODAY)
    assert (size.now.staff_awu, [one.values["keys"] for one in size.remarks]) == (16.0, ["Lead Oy, Partner Oy"])


def test_shares_above_the_whole_are_kept_apart_and_named(world):
    for body in (world.lead, world.partner, world.stranger):
        accounts(body, 2025, 8)
    owns(world.partner, world.lead, 80)
    owns(world.stranger, world.lead, 70)
    size = aid_readers.size_of(world.lead, TODAY)
    assert (size.now.relation, len(size.faults)) == ("autonomous", 4)
    assert size.faults[1].values == {"key": "Lead Oy", "percent": 150.0}


def test_the_window_slides_by_days_over_the_whole_undertaking(world):
    in_finland(world.lead, world.partner)
    owns(world.partner, world.lead, 60)
    a_grant(world.lead, date(2023, 11, 24), 50_000, reference="1")
    a_grant(world.lead, date(2024, 1, 10), 80_000, reference="2")
    a_grant(world.partner, date(2025, 5, 1), 120_000, reference="3")
    free = {
        day: aid_readers.ledger_of(world.lead, day, "general").room.free
        for day in (date(2026, 11, 23), TODAY, date(2027, 1, 10), date(2028, 5, 1))
    }
    assert list(free.values()) == [50_000, 100_000, 180_000, 300_000]


def test_a_planned_grant_that_does_not_fit_is_told_its_first_day(world):
    in_finland(world.lead)
    a_grant(world.lead, date(2024, 1, 10), 200_000)
    ledger = aid_readers.ledger_of(world.lead, TODAY, "general", 150_000)
    assert (ledger.outcome.value, ledger.fits_on) == ("missed", date(2027, 1, 10))
    assert ledger.rows[0].leaves_on == date(2027, 1, 10)
    assert aid_readers.ledger_of(world.lead, TODAY, "general", 100_000).fits_on == TODAY


def test_an_owner_abroad_is_another_undertaking(world):
    in_finland(world.lead)
    SizeFacts.objects.create(organisation=world.partner, country="SE")
    owns(world.partner, world.lead, 60)
    a_grant(world.partner, date(2025, 5, 1), 120_000)
    ledger = aid_readers.ledger_of(world.lead, TODAY, "general")
    assert (ledger.room.free, ledger.members) == (300_000, (world.lead,))


def test_a_ceiling_that_nobody_has_entered_leaves_the_room_unknown(world):
    in_finland(world.lead)
    ledger = aid_readers.ledger_of(world.lead, TODAY, "agriculture", 1_000)
    assert (ledger.room.free, ledger.outcome.value, ledger.fits_on) == (None, "unknown", None)
    assert len(ledger.remarks) == 1


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"granted_on": TODAY + timedelta(days=1)}, "still to come"),
        ({"euros": -5}, "greater than or equal"),
        ({"euros": 0}, "above zero"),
        ({"reference": "D-1"}, "in the ledger already"),
    ],
)
def test_aid_that_cannot_be_is_refused_and_the_rest_is_kept(world, told, says):
    a_grant(world.lead, TODAY, 10, reference="D-1")
    with pytest.raises(ValidationError, match=says):
        a_grant(world.lead, **{"on": told.pop("granted_on", TODAY), "euros": 20} | told)
    assert AidGrant.objects.count() == 1


def test_one_amount_twice_within_a_month_is_shown_as_perhaps_entered_twice(world):
    in_finland(world.lead)
    for on in (date(2026, 3, 1), date(2026, 3, 20), date(2026, 6, 1)):
        a_grant(world.lead, on, 100)
    rows = aid_readers.ledger_of(world.lead, TODAY, "general").rows
    assert [(row.grant.granted_on.month, row.is_double) for row in rows] == [(6, False), (3, True), (3, True)]


def planned(article, size, day, code="698", costs=1000.0):
    place = Municipality.objects.get_or_create(code=code, defaults={"name_fi": code})[0]
    return aid_readers.planned_aid(article, size, place, day, costs, ())


def test_the_share_depends_on_article_size_place_and_day(world):
    regional = planned("14", "small", date(2026, 12, 1))
    assert (regional.percent, regional.most_eur, regional.area) == (40.0, 400.0, "I")
    assert planned("14", "small", date(2026, 12, 1), code="091").intensity.outcome.value == "unknown"
    after = planned("18", "small", date(2027, 1, 1))
    assert (after.percent, after.intensity.outcome.value, len(after.intensity.missing)) == (None, "unknown", 1)


def test_an_unknown_size_leaves_the_share_unknown(world):
    found = aid_readers.planned_aid("14", "", None, TODAY, None, ())
    assert (found.intensity, found.percent) == (None, None)


def test_half_of_the_capital_with_its_premium_decides_on_difficulty(world):
    told = {
        "subscribed_capital_eur": 100_000, "share_premium_eur": 9_900_000, "reserves_eur": 0, "is_insolvent": False,
        "has_unrepaid_rescue_aid": False, "source": "accounts", "founded_on": date(2010, 1, 1),
    }  # fmt: skip
    found = []
    for losses in (4_000_000, 6_000_000, None):
        AccountsYear.objects.all().delete()
        facts = AccountsYear(organisation=world.lead, year=2025, accumulated_losses_eur=losses, **told)
        actions.keep_facts(facts=facts, by=None, today=TODAY)
        found.append(aid_readers.difficulty_of(world.lead, TODAY, is_sme=True)[0].outcome.value)
    assert found == ["met", "missed", "unknown"]


def test_accounts_of_a_year_to_come_are_refused(world):
    with pytest.raises(ValidationError, match="still to come"):
        actions.keep_facts(facts=AccountsYear(organisation=world.lead, year=2030, source="x"), by=None, today=TODAY)


def test_a_team_enters_a_grant_on_screen_and_a_member_reads_it_without_writing(world):
    address, today = reverse("applications:aid", args=[world.lead.pk]), localdate()
    told = {
        "grant-organisation": world.lead.pk, "grant-granted_on": today.isoformat(), "grant-euros": "12 500 €",
        "grant-regime": "general", "grant-body": "Funder", "grant-source": "decision",
    }  # fmt: skip
    team, member = Client(), Client()
    team.force_login(world.manager)
    member.force_login(world.member)
    assert member.post(address, told).status_code == 403
    assert team.post(address, told | {"grant-euros": "12 500 SEK"}).status_code == 422
    assert team.post(address, told).status_code == 302
    assert AidGrant.objects.get().euros == 12_500
    read = member.get(address).content.decode()
    assert ("12,500" in read, "Enter the grant" in read) == (True, False)


def test_a_grant_of_another_undertaking_cannot_be_removed_from_this_page(world):
    grant = a_grant(world.stranger, TODAY, 10)
    client = Client()
    client.force_login(world.manager)
    assert client.post(reverse("applications:remove_grant", args=[world.lead.pk, grant.pk])).status_code == 404
    assert AidGrant.objects.count() == 1
