"""Sign-in by OpenID Connect against a provider that runs here: who is known comes in, who is not gets nothing."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import free_port, wait_for

KNOWN, STRANGER, UNVERIFIED = "known@example.org", "stranger@example.org", "other@example.org"
PEOPLE = (
    {"sub": "known", "email": KNOWN, "email_verified": True},
    {"sub": "stranger", "email": STRANGER, "email_verified": True},
    {"sub": "impostor", "email": UNVERIFIED, "email_verified": False},
)
MAKE_PEOPLE = f"""
from tokkasite.accounts.models import User
for email in ({KNOWN!r}, {UNVERIFIED!r}):
    User.objects.create_user(email)
"""
COUNT_PEOPLE = "from tokkasite.accounts.models import User; print('people', User.objects.count())"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A maintained stand-in for a provider, in a process of its own."""
    port = free_port()
    words = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--host", "127.0.0.1"]
    claims = [word for one in PEOPLE for word in ("--user-claims", json.dumps(one))]
    running = subprocess.Popen([*words, *claims], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/.well-known/openid-configuration", running)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(timeout=30)


@pytest.fixture(scope="module")
def door(browser: Browser, provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict]]:
    """A site without the demonstration, whose operator has set the provider up: its address and its environment."""
    folder, port = tmp_path_factory.mktemp("provider"), free_port()
    tokka = str(Path(sys.executable).with_name("tokka"))
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "TOKKA_DATA": str(folder),
        "SECRET_KEY": "a key for this journey only, long enough to sign a cookie with",
        "TOKKA_OIDC_URL": provider,
        "TOKKA_OIDC_NAME": "Example login",
        "TOKKA_OIDC_CLIENT": "tokka",
        "TOKKA_OIDC_SECRET": "secret",
    }
    if template := os.environ.get("TOKKA_TEST_TEMPLATE"):
        shutil.copy(template, folder / "tokka.sqlite3")
    for words in (["migrate"], ["collectstatic", "--noinput"], ["shell", "-c", MAKE_PEOPLE]):
        subprocess.run([tokka, "django", *words], env=environment, check=True, capture_output=True)
    served = subprocess.Popen([tokka, "serve", "--port", str(port)], env=environment)
    try:
        wait_for(f"http://localhost:{port}/en/sign-in/", served)
        yield f"http://localhost:{port}", environment
    finally:
        served.terminate()
        served.wait(timeout=30)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def sign_in_as(page: Page, site: str, person: str) -> None:
    page.goto(f"{site}/en/sign-in/")
    page.get_by_role("button", name="Example login").click()
    page.get_by_role("button", name=person, exact=True).click()


def test_who_is_known_by_a_verified_address_comes_in(page, door):
    sign_in_as(page, door[0], "known")
    page.wait_for_url("**/clusters/")
    page.goto(f"{door[0]}/en/account/")
    expect(page.locator("main")).to_contain_text(KNOWN)


@pytest.mark.parametrize("person", ["stranger", "impostor"])
def test_an_unknown_person_gets_no_account_and_no_rights(page, door, person):
    site, environment = door
    sign_in_as(page, site, person)
    page.wait_for_load_state()
    page.goto(f"{site}/en/clusters/")
    expect(page).to_have_url(f"{site}/en/sign-in/?next=/en/clusters/")
    tokka = str(Path(sys.executable).with_name("tokka"))
    words = [tokka, "django", "shell", "-c", COUNT_PEOPLE]
    told = subprocess.run(words, env=environment, check=True, capture_output=True, text=True).stdout
    assert "people 2" in told
