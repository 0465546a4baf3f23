"""A passkey in a real browser under our policy; the pages of the account, the privacy notice and the audit trail."""

import pytest
from playwright.sync_api import expect

from tests.demo_folder import GUARDED, PASSWORD

KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
"""A key that the browser itself plays."""


def sign_in(page) -> None:
    page.locator("[name=username]").fill(GUARDED)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/clusters/")


def test_a_passkey_is_added_and_opens_the_site_without_a_password(open_page, check_axe):
    page = open_page("/en/sign-in/")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    sign_in(page)
    page.goto("/en/account/factors/webauthn/add/")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/webauthn/add/")
    check_axe(page)
    page.locator("[name=name]").fill("My computer")
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    check_axe(page)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/en/sign-in/")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/clusters/")
    page.goto("/en/account/factors/webauthn/")
    expect(page.locator("main")).to_contain_text("My computer")
    check_axe(page)


@pytest.mark.parametrize("address", ["/en/account/", "/fi/account/factors/", "/fi/account/sessions/"])
def test_axe_finds_nothing_in_the_account(open_page, check_axe, width, address):
    check_axe(open_page(address, person="Aino Hankivuo", width=width))


@pytest.mark.parametrize("address", ["/en/privacy/", "/fi/privacy/", "/en/sign-in/"])
def test_axe_finds_nothing_in_the_open_pages(open_page, check_axe, width, address):
    check_axe(open_page(address, width=width))


def test_axe_finds_nothing_in_the_audit_trail(open_page, check_axe, width):
    page = open_page("/en/clusters/industry/audit/", person="Outi Lumivirsu", width=width)
    expect(page.locator("table tbody tr").first).to_contain_text("Aino Hankivuo")
    check_axe(page)
