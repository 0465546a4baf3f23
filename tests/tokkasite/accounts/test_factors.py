"""Second factors, throttling, sessions, and that nobody signs up by themselves."""

import os
import subprocess
import sys

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.builders import PASSWORD, make_user

pytestmark = pytest.mark.django_db
SIGN_IN = "/en/sign-in/"
FACTORS = "/en/account/factors/"
GIVEN = {"username": "aino@example.org", "password": PASSWORD}


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def signed_in_as(client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.fixture
def aino():
    return make_user(email="aino@example.org")


def test_a_second_factor_is_asked_for_after_the_password(client, aino):
    secret = generate_totp_secret()
    TOTP.activate(aino, secret)
    asked = client.post(SIGN_IN, GIVEN)
    assert (asked.url, signed_in_as(client)) == (f"{FACTORS}authenticate/", None)
    client.post(asked.url, {"code": "000000"})
    assert signed_in_as(client) is None
    client.post(asked.url, {"code": code(secret)})
    assert signed_in_as(client) == str(aino.pk)


def test_an_app_is_added_after_the_password_is_told_once_more(client, aino):
    client.post(SIGN_IN, GIVEN)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    assert client.get(f"{FACTORS}totp/activate/").url.startswith("/en/account/confirm/")
    client.post("/en/account/confirm/", {"password": PASSWORD})
    client.get(f"{FACTORS}totp/activate/")
    secret = client.session["mfa.totp.secret"]
    assert client.post(f"{FACTORS}totp/activate/", {"code": code(secret)}).status_code == 302
    kinds = Authenticator.objects.filter(user=aino).order_by("type").values_list("type", flat=True)
    assert list(kinds) == ["recovery_codes", "totp"]


def test_the_secret_is_not_readable_in_the_database(aino):
    secret = generate_totp_secret()
    TOTP.activate(aino, secret)
    assert secret not in str(Authenticator.objects.get(user=aino, type="totp").data)


def test_the_door_closes_after_five_wrong_passwords_even_for_the_right_one(client, aino):
    for _ in range(5):
        client.post(SIGN_IN, GIVEN | {"password": "wrong"})
    page = client.post(SIGN_IN, GIVEN).content.decode()
    assert ("Too many failed" in page, "do not belong together" in page, signed_in_as(client)) == (True, False, None)


def test_another_persons_door_stays_open(client, aino):
    for _ in range(6):
        client.post(SIGN_IN, {"username": "elle@example.org", "password": "wrong"})
    client.post(SIGN_IN, GIVEN)
    assert signed_in_as(client) == str(aino.pk)


def test_sessions_are_listed_and_the_others_are_ended(client, aino):
    other = Client(headers={"user-agent": "An old telephone"})
    other.post(SIGN_IN, GIVEN)
    client.post(SIGN_IN, GIVEN)
    assert "An old telephone" in client.get("/en/account/sessions/").content.decode()
    client.post("/en/account/sessions/")
    assert (signed_in_as(client), other.get("/en/clusters/").status_code) == (str(aino.pk), 302)


def test_nobody_signs_up(rf):
    assert get_adapter().is_open_for_signup(rf.get("/")) is False
    for name in ("account_signup", "account_email", "mfa_signup_webauthn"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.parametrize(
    "page",
    ["", "factors/", "factors/totp/activate/", "factors/webauthn/", "factors/webauthn/add/", "sessions/", "password/"],
)
def test_the_pages_of_the_account_run_no_inline_script_and_are_in_our_frame(client, aino, page):
    client.post(SIGN_IN, GIVEN)
    client.post("/en/account/confirm/", {"password": PASSWORD})
    text = client.get(f"/en/account/{page}").content.decode()
    assert text.count("<h1>") == 1
    assert 'class="site-header"' in text
    inline = [one for one in text.split("<script")[1:] if "src=" not in one.split(">")[0]]
    assert [one for one in inline if "application/json" not in one.split(">")[0]] == []
    assert " style=" not in text
    assert " onclick=" not in text


OPEN = """
import django; django.setup()
from django.urls import reverse
from allauth.socialaccount.adapter import get_adapter
print(reverse("openid_connect_callback", args=["oidc"]), get_adapter().is_open_for_signup(None, None))
"""


def test_openid_connect_is_off_until_the_operator_tells_where_and_lets_in_no_stranger():
    with pytest.raises(NoReverseMatch):
        reverse("openid_connect_callback", args=["oidc"])
    told = {"TOKKA_OIDC_URL": "https://id.example.org", "DJANGO_SETTINGS_MODULE": "tokkasite.config.settings"}
    done = subprocess.run([sys.executable, "-c", OPEN], env=os.environ | told, capture_output=True, text=True)
    assert done.stdout == "/fi/account/oidc/oidc/login/callback/ False\n" or done.stdout.endswith(
        "callback/ False\n"
    ), done.stderr
