"""A team meets a double: warned while adding it, merged on the page of likely duplicates, and taken back there."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.demo_folder import OPERATOR, PASSWORD

NAME = "Kelohongan Kaamosvalo Oy"


@pytest.fixture
def as_operator(open_page):
    page = open_page("/admin/login/")
    page.locator("[name=username]").fill(OPERATOR)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: urlsplit(address).path == "/admin/")
    yield page
    page.wait_for_load_state("networkidle")  # Wagtail's screens go on asking by themselves


def add(page):
    page.goto("/admin/register_organisation/new/")
    page.locator("[name=name]").fill(NAME)
    page.locator("[name=role]").select_option("company")
    page.locator("footer button[type=submit]:not([name])").first.click()


def test_a_double_is_warned_of_merged_and_taken_back(as_operator, check_axe):
    page = as_operator
    add(page)
    page.wait_for_url(lambda address: not address.endswith("/new/"))
    add(page)
    warning = page.locator("section[aria-labelledby=resembles]")
    expect(warning).to_contain_text(NAME)
    check_axe(page)
    page.locator("button[name=save_all_the_same]").press("Enter")
    page.wait_for_url(lambda address: not address.endswith("/new/"))
    page.goto("/admin/register_organisation/duplicates/")
    check_axe(page)
    page.locator("section", has=page.get_by_role("heading", name=NAME)).locator("button[value^=keep]").first.press(
        "Enter"
    )
    undo = page.locator("button[value^=undo]")
    expect(undo).to_have_count(1)
    check_axe(page)
    undo.press("Enter")
    expect(undo).to_have_count(0)
