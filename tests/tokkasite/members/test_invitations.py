"""An invitation makes one person a member of one organisation, once, until a day, and only that person."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.builders import PASSWORD, make_user
from tests.tokkasite.members.conftest import text_of, user_of
from tokkasite.accounts.tokens import digest_of
from tokkasite.members import actions
from tokkasite.members.models import Invitation
from tokkasite.register.models import ContactPerson, Mandate

NEW = "ilona@example.org"
GIVEN = {"given_name": "Ilona", "family_name": "Rauta", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def invited(world):
    return actions.invite(
        cluster=world.ours, organisation=world.mine, email=NEW, name="Ilona Rauta", language="en",
        by=world.manager, today=world.today,
    )  # fmt: skip


def held_by(email: str) -> list[tuple[str, str, str]]:
    return list(Mandate.objects.filter(user__email=email).values_list("role", "cluster__key", "organisation__name"))


def test_the_team_invites_from_the_page_of_a_person_and_the_letter_holds_the_link(client, world, settings):
    settings.SENDS_MAIL, settings.WAGTAILADMIN_BASE_URL = True, "https://tokka.example"
    ContactPerson.objects.filter(organisation=world.mine).update(name="Ilona Rauta", email=NEW, language="fi")
    client.force_login(world.manager)
    person = world.mine.contact_people.get()
    link = f"/en/clusters/ours/members/invite/?person={person.pk}"
    assert f'href="{link}"' in text_of(client.get(reverse("journal:person", args=[person.pk])))
    form = client.get(link).context["form"]
    assert form.initial == {
        "organisation": world.mine.pk, "email": NEW, "name": "Ilona Rauta", "language": "fi",
    }  # fmt: skip
    client.post("/en/clusters/ours/members/invite/", form.initial)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([NEW], "Kutsu: Mine Oy klusterissa Ours")
    (line,) = [line for line in letter.body.splitlines() if line.startswith("https://")]
    token = line.removeprefix("https://tokka.example/fi/invitation/").rstrip("/")
    assert Invitation.objects.get().digest == digest_of(token)
    assert ModelLogEntry.objects.filter(action="members.invite", user=world.manager).count() == 1


def test_without_a_mail_server_the_link_is_shown_once_to_whoever_invites(client, world):
    client.force_login(world.manager)
    told = {"organisation": world.mine.pk, "email": NEW, "name": "", "language": "en"}
    page = text_of(client.post("/en/clusters/ours/members/invite/", told, follow=True))
    assert (mail.outbox, "No letter was sent to ilona@example.org." in page, "/en/invitation/" in page) == (
        [],
        True,
        True,
    )
    assert "/en/invitation/" not in text_of(client.get("/en/clusters/ours/members/"))


def test_nobody_is_invited_for_an_organisation_that_takes_no_part(client, world):
    client.force_login(world.neighbour)
    told = {"organisation": world.other.pk, "email": NEW, "name": "", "language": "en"}
    assert client.post("/en/clusters/theirs/members/invite/", told).status_code == 200
    assert Invitation.objects.count() == 0


def test_the_link_opens_an_account_that_is_a_member_of_the_one_organisation_and_nothing_more(client, world, invited):
    page = f"/en/invitation/{invited[1]}/"
    assert "Mine Oy" in text_of(client.get(page))
    response = client.post(page, GIVEN)
    assert held_by(NEW) == [("member", "ours", "Mine Oy")]
    assert response.url == f"/en/member/{user_of(NEW).mandates.get().pk}/"
    assert client.session["_auth_user_id"] == str(user_of(NEW).pk)
    assert (user_of(NEW).is_staff, user_of(NEW).has_perm("wagtailadmin.access_admin")) == (False, False)


def test_a_passkey_can_be_added_at_the_first_sign_in_once_the_new_password_is_told(client, world, invited):
    client.post(f"/en/invitation/{invited[1]}/", GIVEN)
    asked = client.get("/en/account/factors/webauthn/add/").url
    client.post(asked, {"password": PASSWORD})
    assert client.get("/en/account/factors/webauthn/add/").status_code == 200


def test_looking_at_the_link_uses_nothing_up_and_using_it_does(client, world, invited):
    page = f"/en/invitation/{invited[1]}/"
    for _ in range(3):
        client.get(page)
    client.post(page, GIVEN)
    client.logout()
    assert "used or withdrawn already" in text_of(client.get(page))
    client.post(page, GIVEN | {"given_name": "Thief"})
    assert (held_by(NEW), user_of(NEW).first_name) == ([("member", "ours", "Mine Oy")], "Ilona")


def test_a_link_that_has_expired_opens_nothing(client, world, invited):
    Invitation.objects.update(expires_on=world.today - timedelta(days=1))
    page = f"/en/invitation/{invited[1]}/"
    assert "This link has expired." in text_of(client.get(page))
    client.post(page, GIVEN)
    assert user_of(NEW) is None


def test_a_link_sent_again_stops_the_one_before(client, world, invited):
    invitation, old = invited
    new = actions.invite_again(invitation=invitation, by=world.manager, today=world.today)
    assert client.get(f"/en/invitation/{old}/").status_code == 404
    assert client.get(f"/en/invitation/{new}/").status_code == 200


def test_a_withdrawn_link_opens_nothing(client, world, invited):
    client.force_login(world.manager)
    client.post(f"/en/clusters/ours/members/invitations/{invited[0].pk}/", {"withdraw": "1"})
    client.logout()
    client.post(f"/en/invitation/{invited[1]}/", GIVEN)
    assert user_of(NEW) is None


def test_withdrawing_an_accepted_invitation_ends_the_membership_at_once(client, world, invited):
    client.post(f"/en/invitation/{invited[1]}/", GIVEN)
    home = f"/en/member/{user_of(NEW).mandates.get().pk}/"
    assert client.get(home).status_code == 200
    actions.withdraw(invitation=invited[0], by=world.manager, today=world.today)
    assert client.get(home).status_code == 404
    assert Invitation.objects.values_list("email", "name").get() == ("", "")
    assert not ModelLogEntry.objects.filter(label__icontains=NEW, action__startswith="members.").exists()


def test_whoever_has_an_account_signs_in_and_accepts(client, world, invited):
    user = make_user(email=NEW)
    page = f"/en/invitation/{invited[1]}/"
    assert f"/en/sign-in/?next={page}" in text_of(client.get(page))
    client.post(page, GIVEN)  # nobody takes over an account by a link
    assert (held_by(NEW), user_of(NEW).check_password(PASSWORD)) == ([], True)
    client.force_login(user)
    client.post(page)
    assert held_by(NEW) == [("member", "ours", "Mine Oy")]


def test_another_person_does_not_accept_it(client, world, invited):
    client.force_login(world.neighbour)
    page = f"/en/invitation/{invited[1]}/"
    assert "Sign out first" in text_of(client.get(page))
    client.post(page)
    assert (held_by(NEW), held_by(world.neighbour.email)) == ([], [("manager", "theirs", None)])
    with pytest.raises(ValidationError):
        actions.accept(invitation=invited[0], user=world.neighbour, today=world.today)


def test_a_weak_password_is_refused_at_its_field(client, world, invited):
    told = GIVEN | {"password": "12345678", "again": "12345678"}
    form = client.post(f"/en/invitation/{invited[1]}/", told).context["form"]
    assert (list(form.errors), user_of(NEW)) == (["password"], None)


def test_another_cluster_neither_sends_again_nor_withdraws(client, world, invited):
    client.force_login(world.neighbour)
    for key in ("ours", "theirs"):
        address = f"/en/clusters/{key}/members/invitations/{invited[0].pk}/"
        assert client.post(address, {"withdraw": "1"}).status_code == 404
    assert Invitation.objects.get().withdrawn_on is None
