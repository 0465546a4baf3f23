"""The commonest records by keyboard, with and without JavaScript; the team's lists and the import screen."""

import pytest
from playwright.sync_api import expect

CONTACT = "/en/clusters/industry/quick/?record=contact"


@pytest.mark.parametrize("address", [CONTACT, "/fi/search/?q=konepja"])
def test_axe_finds_nothing_where_something_was_asked_for(open_page, check_axe, address):
    check_axe(open_page(address, person="Aino Hankivuo", width=320))


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_a_contact_is_kept_by_keyboard(open_page, java_script_enabled):
    page = open_page(CONTACT, person="Aino Hankivuo", java_script_enabled=java_script_enabled)
    page.get_by_label("Organisation").focus()
    page.keyboard.type(page.locator("datalist option").first.get_attribute("value"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved: contact with")


def test_a_day_to_come_is_refused_at_its_field(open_page, check_axe):
    page = open_page(CONTACT, person="Aino Hankivuo")
    page.get_by_label("Organisation").fill(page.locator("datalist option").first.get_attribute("value"))
    page.locator("form", has=page.get_by_label("Organisation")).evaluate("form => form.noValidate = true")
    page.locator("[name=on]").fill("2099-01-01")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("This day is still to come.")
    check_axe(page)
