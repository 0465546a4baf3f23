"""What a cluster did with each organisation, by keyboard and without JavaScript, in both languages."""

import re

from playwright.sync_api import expect

TEAM = "Aino Hankivuo"


def test_the_list_is_reached_by_keyboard_filtered_and_taken_along(open_page):
    page = open_page("/en/clusters/industry/journal/", person=TEAM, java_script_enabled=False)
    page.get_by_role("link", name="By organisation").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Count under").select_option("the body that goes on today")
    page.get_by_role("button", name="Show", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**bodies=today**")
    expect(page.get_by_role("link", name="Excel", exact=True)).to_have_attribute("href", re.compile("bodies=today"))
