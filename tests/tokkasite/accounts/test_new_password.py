"""A new password by letter: for whoever has the address, throttled, and silent about who has an account."""

import re

import pytest
from django.core import mail

from tests.builders import PASSWORD, make_user

pytestmark = pytest.mark.django_db
ASK = "/{language}/account/password/reset/"
NEW = "quite another password"


def ask(client, email: str, language: str = "en"):
    return client.post(ASK.format(language=language), {"email": email})


def link() -> str:
    return re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]


@pytest.mark.parametrize(("language", "subject"), [("en", "Tokka: a new password"), ("fi", "Tokka: uusi salasana")])
def test_the_letter_leads_to_a_new_password(client, language, subject):
    aino = make_user(email="aino@example.org")
    assert ask(client, "aino@example.org", language).url == f"/{language}/account/password/reset/sent/"
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["aino@example.org"], subject)
    form = client.get(link(), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    aino.refresh_from_db()
    assert (aino.check_password(NEW), aino.check_password(PASSWORD)) == (True, False)


def test_the_link_works_once(client):
    make_user(email="aino@example.org")
    ask(client, "aino@example.org")
    page = client.get(link(), follow=True).redirect_chain[-1][0]
    client.post(page, {"password1": NEW, "password2": NEW})
    assert "was used already" in client.get(link()).content.decode()


def test_nobody_learns_who_has_an_account_and_strangers_get_no_letter(client):
    make_user(email="aino@example.org")
    known, unknown = ask(client, "aino@example.org"), ask(client, "nobody@example.org")
    assert (known.url, known.status_code) == (unknown.url, unknown.status_code)
    assert [letter.to for letter in mail.outbox] == [["aino@example.org"]]


def test_the_fourth_letter_in_an_hour_is_not_sent(client):
    make_user(email="aino@example.org")
    statuses = [ask(client, "aino@example.org").status_code for _ in range(4)]
    assert (statuses, len(mail.outbox)) == ([302, 302, 302, 429], 3)
