"""What a member does in the own pages, what follows from it, and that nothing of others is there."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.builders import LONG_AGO
from tests.tokkasite.members.conftest import takes_part, text_of
from tokkasite.excellence.readers import book_of
from tokkasite.journal import models as journal
from tokkasite.members.models import Correction
from tokkasite.register.models import (
    Commitment,
    Municipality,
    ProposedChange,
    PublicConsent,
    RegisterCheck,
    SizeFigure,
)
from tokkasite.symbiosis.models import Need, Offer

PAGES = ("", "profile/", "agreement/", "records/", "surveys/", "events/", "groups/", "exchange/")
OF_OTHERS = (
    "Other Oy", "Secret of", "Open note on", "Sale of Mine", "Told in the other cluster", "Boss of Other",
)  # fmt: skip
"""What stands in the database and on no page of the member."""


def profile(world, **told: object) -> dict[str, object]:
    return {
        "description": "", "services": "", "language": "en", "email": "", "phone": "", "website": "",
        "staff_year": "", "staff": "", "name": "Mine Oy", "municipality": "",
    } | told  # fmt: skip


def test_nothing_of_others_and_no_note_is_on_any_page_or_in_the_file(member, base, world):
    shown = [text_of(member.get(base + page)) for page in PAGES]
    shown.append(text_of(member.post(f"{base}file/")))
    assert {told for told in OF_OTHERS for page in shown if told in page} == set()
    assert "Plans of Mine Oy" in shown[3]
    assert "Plans of Mine Oy" in shown[-1]


def test_a_member_opens_nobody_elses_pages_and_no_record_of_others(member, base, world):
    other = journal.Contact.objects.filter(organisation=world.other).first()
    elsewhere = journal.Contact.objects.get(cluster=world.theirs)
    offer = Offer.objects.get(organisation=world.other)
    places = (
        f"/en/member/{world.manager.mandates.get().pk}/",
        f"{base}records/contact/{other.pk}/",
        f"{base}records/contact/{elsewhere.pk}/",
        f"{base}records/event/{journal.Event.objects.first().pk}/",
        f"{base}exchange/offer/{offer.pk}/",
        "/en/clusters/ours/members/",
        "/en/clusters/ours/",
    )
    assert [member.get(place).status_code for place in places] == [404] * 7
    assert member.post(f"{base}exchange/offer/{offer.pk}/end/").status_code == 404


def test_a_membership_that_ended_opens_nothing(member, base, world):
    world.member.mandates.update(until_on=world.today - timedelta(days=1))
    assert [member.get(place).status_code for place in (base, "/en/member/", f"{base}records/")] == [404] * 3


def test_own_words_hold_at_once_and_the_name_waits_for_the_team(member, base, world):
    kemi = Municipality.objects.get(name_fi="Kemi")
    told = profile(
        world, description="We weld.", website="https://mine.example", staff_year=2025, staff="12.5",
        name="Mine Oyj", municipality=kemi.pk,
    )  # fmt: skip
    assert member.post(f"{base}profile/", told).status_code == 302
    world.mine.refresh_from_db()
    figure = SizeFigure.objects.get(organisation=world.mine)
    assert (world.mine.profile.description, world.mine.website) == ("We weld.", "https://mine.example")
    assert (figure.year, figure.headcount_awu, figure.origin) == (2025, Decimal("12.5"), "declared")
    assert (world.mine.name, world.mine.municipality) == ("Mine Oy", None)
    waiting = ProposedChange.objects.filter(decision="").values_list("field", "kept", "proposed", "origin")
    assert sorted(waiting) == [
        ("municipality", "", kemi.code, "member"), ("name", "Mine Oy", "Mine Oyj", "member"),
    ]  # fmt: skip


def test_a_website_that_the_company_register_gave_waits_too(member, base, world):
    RegisterCheck.objects.create(organisation=world.mine, checked_on=world.today)
    member.post(f"{base}profile/", profile(world, website="https://mine.example"))
    world.mine.refresh_from_db()
    assert (world.mine.website, ProposedChange.objects.get().proposed) == ("", "https://mine.example")


def test_the_team_accepts_what_a_member_proposes_by_the_same_button_as_the_registers_changes(client, base, world):
    client.force_login(world.member)
    member_told = profile(world, name="Mine Oyj")
    client.post(f"{base}profile/", member_told)
    change = ProposedChange.objects.get()
    assert client.post(f"/en/organisations/{world.mine.pk}/changes/{change.pk}/", {"accept": "1"}).status_code == 403
    client.force_login(world.manager)
    assert "Mine Oyj" in text_of(client.get("/en/clusters/ours/members/"))
    client.post(f"/en/organisations/{world.mine.pk}/changes/{change.pk}/", {"accept": "1"})
    world.mine.refresh_from_db()
    assert world.mine.name == "Mine Oyj"


def test_saying_the_kept_name_again_takes_the_proposal_back(member, base, world):
    member.post(f"{base}profile/", profile(world, name="Mine Oyj"))
    member.post(f"{base}profile/", profile(world))
    assert ProposedChange.objects.count() == 0


def test_the_public_page_shows_the_profile_while_the_consent_holds(member, base, world):
    from tokkasite.portal.readers import shown_in_public

    def shown() -> list[str]:
        return [str(one) for one in shown_in_public(world.ours, world.today)]

    before = shown()
    member.post(f"{base}consent/", {"give": "1"})
    given = shown()
    PublicConsent.objects.update(from_on=LONG_AGO)
    member.post(f"{base}consent/", {"withdraw": "1"})
    assert (before, given, shown()) == ([], ["Mine Oy"], [])
    assert PublicConsent.objects.get().until_on == world.today - timedelta(days=1)


def test_a_signed_agreement_is_evidence_with_its_words_and_withdrawal_ends_it_today(member, base, world):
    told = {"signed_by": "Ilona Rauta", "until_on": "", "agrees": "on"}
    member.post(f"{base}agreement/", told)
    signed = Commitment.objects.get()
    assert (signed.proof, signed.from_on, signed.until_on) == ("agreement", world.today, None)
    assert (signed.signed_by, signed.signed_on) == ("Ilona Rauta", world.today)
    assert signed.wording == "We take part in the work of the cluster “Ours” and support its aims."
    assert [row.tag for row in book_of(world.ours).until("commitment", world.today)] == ["agreement"]
    again = member.post(f"{base}agreement/", told)
    assert again.context["form"].errors["until_on"] == [
        "An agreement without an end holds already. Nothing is to be signed."
    ]
    member.post(f"{base}agreement/withdraw/")
    signed.refresh_from_db()
    assert signed.until_on is None  # nobody was sure
    member.post(f"{base}agreement/withdraw/", {"sure": "1"})
    signed.refresh_from_db()
    assert (signed.until_on, signed.withdrawn_on) == (world.today, world.today)


def test_the_next_agreement_begins_when_the_one_that_holds_ends(member, base, world):
    end = world.today + timedelta(days=10)
    member.post(f"{base}agreement/", {"signed_by": "Ilona", "until_on": end.isoformat(), "agrees": "on"})
    late = end + timedelta(days=365)
    member.post(f"{base}agreement/", {"signed_by": "Ilona", "until_on": late.isoformat(), "agrees": "on"})
    days = Commitment.objects.order_by("from_on").values_list("from_on", "until_on")
    assert list(days) == [(world.today, end), (end + timedelta(days=1), late)]
    member.post(f"{base}agreement/withdraw/", {"sure": "1"})
    assert list(days.all()) == [(world.today, world.today)]


def test_nothing_is_signed_without_a_tick(member, base, world):
    form = member.post(f"{base}agreement/", {"signed_by": "Ilona", "until_on": ""}).context["form"]
    assert (list(form.errors), Commitment.objects.count()) == (["agrees"], 0)


def test_answers_are_the_surveys_numbers_and_can_be_changed(member, base, world):
    page = f"{base}surveys/{world.survey.pk}/"
    member.post(page, {f"question_{world.score.pk}": "5", f"question_{world.words.pk}": "More visits"})
    member.post(page, {f"question_{world.score.pk}": "3", f"question_{world.words.pk}": "More visits"})
    world.survey.refresh_from_db()
    assert (world.survey.answered, world.survey.asked, world.survey.mean_1_to_5) == (1, 2, Decimal("3.00"))
    (row,) = book_of(world.ours).until("survey", world.today)
    assert (row.amount, row.share) == (3.0, 0.5)
    assert member.get(page).context["form"][f"question_{world.words.pk}"].initial == "More visits"


def test_a_survey_that_is_closed_is_not_there(member, base, world):
    journal.Survey.objects.update(open_until=world.today - timedelta(days=1), on=date(2026, 1, 1))
    assert member.post(f"{base}surveys/{world.survey.pk}/", {}).status_code == 404


def test_the_last_place_is_given_once(member, base, world):
    page = f"{base}events/{world.event.pk}/"
    journal.Registration.objects.create(event=world.event, organisation=world.other, persons=2, made_on=world.today)
    refused = member.post(page, {"persons": "2"})
    assert refused.context["form"].errors["persons"] == ["1 place is left."]
    member.post(page, {"persons": "1"})
    mine = journal.Registration.objects.get(organisation=world.mine)
    assert (mine.persons, mine.cancelled_on) == (1, None)
    member.post(page, {"cancel": "1"})
    mine.refresh_from_db()
    assert mine.cancelled_on == world.today
    member.post(page, {"persons": "1"})
    mine.refresh_from_db()
    assert (mine.persons, mine.cancelled_on) == (1, None)


def test_those_who_signed_up_await_the_team_where_it_tells_who_came(client, world):
    for organisation, cancelled in ((world.mine, None), (world.other, world.today)):
        journal.Registration.objects.create(
            event=world.event, organisation=organisation, persons=2, made_on=world.today, cancelled_on=cancelled
        )
    client.force_login(world.manager)
    page = reverse("journal:attendance", args=["ours", world.event.pk])
    listed = client.get(page).context["form"].initial["text"]
    assert listed == "Mine Oy; 2"
    refused = client.post(page, {"text": listed, "keep": "1"}).context["form"]
    assert refused.non_field_errors() == ["This event is still to come. Record who came when it was held."]
    journal.Event.objects.update(on=world.today)
    client.post(page, {"text": listed, "keep": "1"})
    came = journal.Attendance.objects.filter(event=world.event).values_list("organisation__name", "persons")
    assert list(came) == [("Mine Oy", 2)]


def test_after_the_last_day_nobody_signs_up(member, base, world):
    journal.Event.objects.filter(pk=world.event.pk).update(sign_up_until=world.today - timedelta(days=1))
    page = f"{base}events/{world.event.pk}/"
    assert "has ended" in text_of(member.post(page, {"persons": "1"}))
    assert journal.Registration.objects.count() == 0


def test_a_member_asks_the_team_lets_in_and_the_member_leaves(client, base, world):
    client.force_login(world.member)
    page = f"{base}groups/{world.group.pk}/"
    client.post(page, {"ask": "1", "says": "We have heat"})
    client.post(page, {"ask": "1"})
    wish = journal.WorkingGroupWish.objects.get()
    assert (wish.says, journal.WorkingGroupMember.objects.count()) == ("We have heat", 0)
    client.force_login(world.neighbour)
    decide = f"/en/clusters/theirs/members/wishes/{wish.pk}/"
    assert client.post(decide, {"accept": "1"}).status_code == 404
    client.force_login(world.manager)
    client.post(decide.replace("theirs", "ours"), {"accept": "1"})
    seat = journal.WorkingGroupMember.objects.get()
    assert (seat.organisation, seat.group, seat.from_on, seat.until_on) == (world.mine, world.group, world.today, None)
    client.force_login(world.member)
    client.post(page, {"leave": "1"})
    seat.refresh_from_db()
    assert seat.until_on == world.today


def test_a_note_on_what_is_wrong_reaches_the_team_and_its_answer_the_member(client, base, world):
    contact = journal.Contact.objects.get(organisation=world.mine, cluster=world.ours, is_confidential=False)
    client.force_login(world.member)
    client.post(f"{base}records/contact/{contact.pk}/", {"says": "It was in March"})
    note = Correction.objects.get()
    assert (note.about, note.says) == ("2026-02-01: Mine Oy: Plans of Mine Oy", "It was in March")
    client.force_login(world.manager)
    assert "It was in March" in text_of(client.get("/en/clusters/ours/members/"))
    client.post(f"/en/clusters/ours/members/corrections/{note.pk}/", {"answer": "Corrected, thank you"})
    client.force_login(world.member)
    assert "Corrected, thank you" in text_of(client.get(f"{base}records/"))


THING = {
    "tonnes": "120", "lat": "65.7", "lon": "24.6", "site": "", "country": "FI", "tonnes_by_period": "",
    "visibility": "team", "language": "fi", "from_on": "2026-01-01", "until_on": "", "avoided_co2_kg_t": "",
}  # fmt: skip


def test_an_offer_is_written_changed_and_ended(member, base, world):
    Offer.objects.all().delete()
    told = THING | {"name": "Slag", "waste_code": "10 02 02", "material": "", "avoided_cost_eur_t": "35"}
    member.post(f"{base}exchange/offer/add/", told)
    offer = Offer.objects.get()
    assert (offer.organisation, offer.waste_code, offer.tonnes) == (world.mine, "10 02 02", 120.0)
    member.post(f"{base}exchange/offer/{offer.pk}/", told | {"tonnes": "80"})
    offer.refresh_from_db()
    assert offer.tonnes == 80.0
    member.post(f"{base}exchange/offer/{offer.pk}/end/")
    offer.refresh_from_db()
    assert offer.until_on == world.today


def test_what_the_engine_would_refuse_is_refused_at_its_field(member, base, world):
    told = THING | {"name": "Slag", "waste_code": "999999", "material": "", "avoided_cost_eur_t": "35"}
    form = member.post(f"{base}exchange/offer/add/", told).context["form"]
    assert list(form.errors) == ["waste_code"]
    told = THING | {"name": "Fill", "waste_codes": "", "materials": "", "price_eur_t": "-4", "municipal": ""}
    form = member.post(f"{base}exchange/need/add/", told).context["form"]
    assert form.non_field_errors() == ["Give the waste codes or the materials."]
    assert Need.objects.count() == 0


def test_other_members_see_what_may_be_seen(member, base, world):
    theirs = Offer.objects.filter(organisation=world.other)
    theirs.update(visibility="members")
    assert "Ash of Other Oy" not in text_of(member.get(f"{base}exchange/")), "its owner has not made the name public"
    theirs.update(levels={"name": "public"})
    assert "Ash of Other Oy" in text_of(member.get(f"{base}exchange/"))


def test_the_file_holds_all_of_it(member, base, world):
    member.post(f"{base}agreement/", {"signed_by": "Ilona", "until_on": "", "agrees": "on"})
    told = json.loads(text_of(member.post(f"{base}file/")))
    assert told["commitments"][0]["signed_by"] == "Ilona"
    assert [one["name"] for one in told["offers"]] == ["Ash of Mine Oy"]
    assert {kind: len(rows) for kind, rows in told["recorded"].items() if rows} == {
        "participation": 1, "commitment": 1, "contact": 2, "attendance": 1, "income": 1,
    }  # fmt: skip


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        text_of(client.get(address))
    return len(asked)


def fill(world, count: int) -> None:
    """So many more of everything."""
    for number in range(count):
        company = takes_part(f"Firm {number} of {count}", world.ours, world.today)
        journal.Registration.objects.create(event=world.event, organisation=company, made_on=world.today)
        journal.SurveyAnswer.objects.create(question=world.words, organisation=company, on=world.today, words="More")
        journal.WorkingGroupWish.objects.create(group=world.group, organisation=company, asked_on=world.today)
        group = journal.WorkingGroup.objects.create(cluster=world.ours, name=f"G {number}", from_on=LONG_AGO)
        journal.WorkingGroupMember.objects.create(group=group, organisation=world.mine, from_on=LONG_AGO)
        journal.Contact.objects.create(
            cluster=world.ours, organisation=world.mine, on=world.today, channel="call", subject="Talk"
        )
        Correction.objects.create(
            cluster=world.ours, organisation=company, kind="contact", number=1, about="x", says="y",
            made_on=world.today,
        )  # fmt: skip
        ProposedChange.objects.create(
            organisation=company, origin="member", field="name", proposed="New", source="It", found_on=world.today
        )
        Offer.objects.filter(organisation=company).update(visibility="members")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_member_asks_the_database_as_often_whatever_there_is(member, base, world, page):
    before = queries_of(member, base + page)
    fill(world, 30)
    assert queries_of(member, base + page) == before


def test_the_teams_page_asks_the_database_as_often_whatever_there_is(client, world):
    client.force_login(world.manager)
    fill(world, 1)
    before = queries_of(client, "/en/clusters/ours/members/")
    fill(world, 30)
    assert queries_of(client, "/en/clusters/ours/members/") == before
