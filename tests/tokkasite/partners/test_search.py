"""Partner search: who is found, what is shown of whom, and that nothing is revealed before both agreed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from tests.builders import LONG_AGO
from tests.tokkasite.partners.conftest import DAY, member, profile_of
from tokkasite.partners import actions, readers
from tokkasite.partners.models import Interest, PartnerProfile


def pages_of(client, who, profile) -> str:
    """Everything that a member reads about partners, as one text."""
    client.force_login(who.user)
    start = f"/en/member/{who.mandate.pk}/partners/"
    addresses = (start, f"{start}{profile.pk}/", f"{start}{profile.pk}/matches/", f"/en/member/{who.mandate.pk}/")
    return "".join(client.get(address).content.decode() for address in addresses)


def post(client, who, path, **told):
    client.force_login(who.user)
    return client.post(f"/en/member/{who.mandate.pk}/partners/{path}", told, follow=True)


def test_no_page_of_another_member_bears_name_or_contact_before_both_agreed(client, world):
    def seen():
        at_seeker, at_giver = pages_of(client, world.seeker, world.seeks), pages_of(client, world.giver, world.gives)
        return [
            any(word in page for word in words)
            for page, words in (
                (at_seeker, ("Nopea Oy", "nopea@example.org")),
                (at_giver, ("Hidas Oy", "hidas@example.org")),
            )
        ]

    assert seen() == [False, False]
    post(client, world.seeker, f"{world.seeks.pk}/matches/", asked=world.gives.pk)
    assert seen() == [False, False]
    interest = Interest.objects.get()
    post(client, world.giver, f"interests/{interest.pk}/", agree="1")
    assert seen() == [True, True]


def test_who_declines_reveals_nothing(client, world):
    post(client, world.seeker, f"{world.seeks.pk}/matches/", asked=world.gives.pk)
    post(client, world.giver, f"interests/{Interest.objects.get().pk}/", decline="1")
    assert "Nopea Oy" not in pages_of(client, world.seeker, world.seeks)
    assert "Hidas Oy" not in pages_of(client, world.giver, world.gives)


def test_the_one_who_asks_cannot_answer_for_the_other(client, world):
    post(client, world.seeker, f"{world.seeks.pk}/matches/", asked=world.gives.pk)
    answer = post(client, world.seeker, f"interests/{Interest.objects.get().pk}/", agree="1")
    assert Interest.objects.get().answer == "none"
    assert "cannot be answered any more" in answer.content.decode()


def test_nobody_answers_an_interest_of_others(client, world):
    interest = actions.ask(asks=world.seeks, asked=world.gives, by=None, today=localdate())
    stranger = member("Vieras Oy", world.ours)
    assert post(client, stranger, f"interests/{interest.pk}/", agree="1").status_code == 404
    assert post(client, world.seeker, f"{world.gives.pk}/withdraw/").status_code == 404


def test_an_interest_lapses_after_its_last_day_and_an_answer_then_counts_for_none(world):
    interest = actions.ask(asks=world.seeks, asked=world.gives, by=None, today=DAY)
    late = interest.expires_on + timedelta(days=1)
    assert [readers.state_of(interest, day) for day in (interest.expires_on, late)] == ["waiting", "lapsed"]
    with pytest.raises(ValidationError, match="cannot be answered any more"):
        actions.answer(interest=interest, agrees=True, by=world.giver.user, today=late)
    again = actions.ask(asks=world.seeks, asked=world.gives, by=None, today=late)
    assert readers.state_of(again, late) == "waiting"


def test_nobody_asks_twice_nor_the_other_way_round(world):
    actions.ask(asks=world.seeks, asked=world.gives, by=None, today=DAY)
    for asks, asked in ((world.seeks, world.gives), (world.gives, world.seeks)):
        with pytest.raises(ValidationError, match="asked the other already"):
            actions.ask(asks=asks, asked=asked, by=None, today=DAY)


def test_an_interest_does_not_outlive_the_last_day_for_answers(world):
    world.gives.ends_on = DAY + timedelta(days=3)
    world.gives.save()
    assert actions.ask(asks=world.seeks, asked=world.gives, by=None, today=DAY).expires_on == world.gives.ends_on
    with pytest.raises(ValidationError, match="takes no answers any more"):
        actions.ask(asks=world.seeks, asked=world.gives, by=None, today=DAY + timedelta(days=4))


def test_what_one_seeks_is_found_at_the_other_and_the_reason_is_told(world):
    (found,) = readers.matches_of(world.seeks, DAY, as_adviser=False)
    assert found.row == world.gives
    assert found.shown.name == found.shown.text == found.shown.contact == ""
    assert "It offers what is sought here: robots, welding." in found.reasons


def test_without_consent_nobody_is_found_and_a_withdrawn_profile_shows_nothing_to_those_who_agreed(world):
    interest = actions.ask(asks=world.seeks, asked=world.gives, by=None, today=DAY)
    actions.answer(interest=interest, agrees=True, by=world.giver.user, today=DAY)
    (talk,) = readers.talks_of(world.seeker.body, world.ours, DAY)
    assert (talk.other.name, talk.other.contact) == ("Nopea Oy", "nopea@example.org")
    actions.withdraw(profile=world.gives, by=world.giver.user, today=DAY)
    (talk,) = readers.talks_of(world.seeker.body, world.ours, DAY)
    assert talk.other is None
    assert readers.matches_of(world.seeks, DAY, as_adviser=False) == []
    with pytest.raises(ValidationError, match="nothing to withdraw"):
        actions.withdraw(profile=world.gives, by=world.giver.user, today=DAY)


def test_an_open_profile_shows_its_name_but_no_contact(world):
    PartnerProfile.objects.filter(pk=world.gives.pk).update(anonymity="named")
    (found,) = readers.matches_of(world.seeks, DAY, as_adviser=False)
    assert (found.shown.name, found.shown.contact) == ("Nopea Oy", "")


def test_a_hidden_profile_is_found_by_its_own_team_alone(world):
    hidden = profile_of(member("Piilo Oy", world.ours), offers="welding robots", anonymity="hidden")
    of_theirs = profile_of(member("Muu Oy", world.theirs), seeks="welding")
    told = [
        {one.row for one in readers.matches_of(row, DAY, as_adviser=adviser)}
        for row, adviser in ((world.seeks, False), (world.seeks, True), (of_theirs, True))
    ]
    assert told == [{world.gives}, {world.gives, hidden}, {world.gives} - {world.gives} | told[2]]
    assert hidden not in told[2]


def test_a_hidden_profile_cannot_be_asked_by_its_number(client, world):
    hidden = profile_of(member("Piilo Oy", world.ours), offers="welding robots", anonymity="hidden")
    assert post(client, world.seeker, f"{world.seeks.pk}/matches/", asked=hidden.pk).status_code == 404
    assert not Interest.objects.exists()


def test_a_proposal_reaches_the_other_side_only_after_the_first_agreed(client, world):
    hidden = profile_of(member("Piilo Oy", world.ours), offers="welding robots", anonymity="hidden")
    client.force_login(world.manager)
    client.post(f"/en/clusters/ours/partners/{world.seeks.pk}/", {"asked": hidden.pk})
    interest = Interest.objects.get()
    assert interest.is_proposal
    body, today = hidden.organisation, localdate()
    assert readers.talks_of(body, world.ours, today) == []
    (talk,) = readers.talks_of(world.seeker.body, world.ours, today)
    assert (talk.state, talk.other.name, talk.other.offers) == ("proposed", "", ("welding robots",))
    post(client, world.seeker, f"interests/{interest.pk}/", agree="1")
    (talk,) = readers.talks_of(body, world.ours, today)
    assert (talk.state, talk.can_answer, talk.other.name) == ("waiting", True, "")


def test_the_team_reads_no_name_of_another_clusters_member_before_both_agreed(client, world):
    actions.ask(asks=world.gives, asked=world.seeks, by=None, today=localdate())
    client.force_login(world.manager)
    pages = [client.get(f"/en/clusters/ours/partners/{path}").content.decode() for path in ("", f"{world.seeks.pk}/")]
    assert ["Nopea" in page for page in pages] == [False, False]
    assert "Company in FI" in pages[0]
    assert client.get(f"/en/clusters/ours/partners/{world.gives.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"wanted_countries": "NO Sweden"}, "SWEDEN is no code of a country"),
        ({"sectors": "99.999"}, "99.999 is no activity code"),
        ({"seeks": "", "offers": " "}, "Say what you offer, what you seek, or both"),
        ({"contact": ""}, "This field is required"),
    ],
)
def test_a_wrong_profile_is_refused_at_its_field(client, world, told, says):
    good = {"title": "New", "seeks": "ash", "contact": "Aino", "country": "fi", "anonymity": "unnamed"}
    answer = post(client, world.seeker, "add/", **(good | told))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert PartnerProfile.objects.filter(title="New").count() == 0


def test_a_member_writes_a_profile_that_stays_a_draft_until_it_consents(client, world):
    good = {"title": "New", "seeks": "ash", "contact": "Aino", "country": "fi", "anonymity": "unnamed"}
    post(client, world.seeker, "add/", **good)
    row = PartnerProfile.objects.get(title="New")
    assert (row.organisation, row.cluster, row.country, row.consented_on) == (
        world.seeker.body, world.ours, "FI", None,
    )  # fmt: skip
    post(client, world.seeker, f"{row.pk}/", consents="on", **good)
    row.refresh_from_db()
    assert row.consented_on == localdate()
    assert row.consented_on > LONG_AGO
