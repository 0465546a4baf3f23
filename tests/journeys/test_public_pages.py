"""The public pages in both languages, narrow and wide, by eye and by keyboard."""

import pytest
from playwright.sync_api import expect

PAGES = {
    "front page": "/",
    "sign in": "/sign-in/",
    "cluster": "/industry/",
    "rules": "/rules/",
    "rules of a set": "/rules/ecei_reference/",
    "accessibility": "/accessibility/",
    "not found": "/nowhere/",
}


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing_where_there_is_no_page(open_page, check_axe, color_scheme):
    check_axe(open_page("/fi/nowhere/", width=320, color_scheme=color_scheme))


def test_the_first_key_skips_to_the_content(open_page):
    page = open_page("/en/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("address", [*PAGES.values(), "/sign-in/?next=/en/clusters/"])
def test_the_other_language_is_the_same_page(open_page, address):
    page = open_page(f"/en{address}")
    page.get_by_role("link", name="Suomi").click()
    assert page.url.endswith(f"/fi{address}")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith(f"/en{address}")


def test_a_newcomer_reaches_a_cluster_by_keyboard_alone(open_page, tab_to):
    page = open_page("/en/")
    tab_to(page, "Aino Hankivuo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/clusters/")
    tab_to(page, "Arctic Industry and Circular Economy")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Arctic Industry and Circular Economy")
    assert page.url.endswith("/en/clusters/industry/")


def test_whoever_signs_out_stays_in_the_language(open_page):
    page = open_page("/en/clusters/", person="Aino Hankivuo")
    page.get_by_role("button", name="Sign out").click()
    assert page.url.endswith("/en/")
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Sign in")).to_be_visible()


def test_a_wrong_password_is_told_and_focused(open_page, check_axe):
    page = open_page("/en/sign-in/")
    page.get_by_label("E-mail address").fill("manager.industry@demo.tokka.example")
    page.get_by_role("textbox", name="Password").fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    check_axe(page)


def test_a_form_without_its_token_says_what_to_do(open_page, check_axe):
    page = open_page("/en/sign-in/")
    page.context.clear_cookies()
    page.get_by_role("button", name="Aino Hankivuo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The form was not accepted")
    check_axe(page)
