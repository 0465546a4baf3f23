"""What goes wrong is told in words, in the frame of every page."""

import re

import pytest
from django.test import Client

from tokkasite.portal.actions import build_site

pytestmark = pytest.mark.django_db


def heading(response) -> str:
    return re.search(r"<h1>(.*?)</h1>", response.content.decode()).group(1)


def test_a_page_that_is_not_there(client):
    build_site()
    response = client.get("/en/nowhere/")
    assert (response.status_code, heading(response)) == (404, "Page not found")


def test_a_form_whose_token_is_missing_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/en/sign-in/", {"username": "a@example.org", "password": "b"})
    assert (response.status_code, heading(response)) == (403, "The form was not accepted")


def test_a_fault_of_ours_is_told_in_both_languages(client, monkeypatch):
    monkeypatch.setattr("tokkasite.accounts.views.SignIn.get", lambda *_: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/en/sign-in/")
    assert (response.status_code, heading(response)) == (500, "Jokin meni vikaan")
    assert "Something went wrong" in response.content.decode()


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_banner_is_there_in_the_demonstration_only(client, settings, is_demo):
    settings.IS_DEMO = is_demo
    assert ("demo-banner" in client.get("/en/sign-in/").content.decode()) is is_demo


def test_english_dates_name_the_month():
    from datetime import date

    from django.utils import translation
    from django.utils.formats import date_format

    day = date(2026, 3, 2)
    said = {}
    for language in ("en", "fi"):
        with translation.override(language):
            said[language] = date_format(day, "SHORT_DATE_FORMAT")
    assert said == {"en": "2 Mar 2026", "fi": "2.3.2026"}
