"""Wagtail's screens run under our content security policy: the browser refuses nothing that they need."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.demo_folder import OPERATOR, PASSWORD

SCREENS = ("/admin/", "/admin/pages/", "/admin/users/", "/admin/images/add/", "/admin/reports/site-history/")


@pytest.fixture
def as_operator(open_page):
    page = open_page("/admin/login/")
    page.locator("[name=username]").fill(OPERATOR)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: urlsplit(address).path == "/admin/")
    yield page
    page.wait_for_load_state("networkidle")  # Wagtail's screens go on asking by themselves


@pytest.mark.parametrize("screen", SCREENS)
def test_the_browser_refuses_nothing(as_operator, screen):
    as_operator.goto(screen)
    expect(as_operator.get_by_role("heading", level=1)).to_have_count(1)


def test_the_text_of_a_page_is_written_in_its_editor(as_operator):
    as_operator.goto("/admin/pages/")
    as_operator.locator("table a[href$='/edit/']").first.click()
    as_operator.locator(".public-DraftEditor-content").click()
    as_operator.keyboard.type("Come and see.")
    # The editor hands its text to the form a moment later.
    expect(as_operator.locator("[name=body]")).to_have_value(re.compile(r"Come and see\."))
    as_operator.locator("button.action-save").first.click()
    expect(as_operator.locator(".messages")).to_be_visible()
    as_operator.reload()
    expect(as_operator.locator("[name=body]")).to_have_value(re.compile(r"Come and see\."))
