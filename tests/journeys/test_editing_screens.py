"""Wagtail's screens run under our content security policy: the browser refuses nothing that they need."""

import re

import pytest
from playwright.sync_api import expect

from tests.builders import PASSWORD
from tokkasite.accounts.models import User
from tokkasite.portal.models import HomePage

SCREENS = ("/admin/", "/admin/pages/", "/admin/users/", "/admin/images/add/", "/admin/reports/site-history/")


@pytest.fixture
def as_operator(open_page, cluster):
    User.objects.create_superuser("operator@example.org", PASSWORD)
    page = open_page("/admin/login/")
    page.get_by_label("E-mail").fill("operator@example.org")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    yield page
    page.wait_for_load_state("networkidle")  # Wagtail's screens go on asking by themselves


@pytest.mark.parametrize("screen", SCREENS)
def test_the_browser_refuses_nothing(as_operator, live_server, screen):
    as_operator.goto(f"{live_server.url}{screen}")
    expect(as_operator.get_by_role("heading", level=1)).to_have_count(1)


def test_the_text_of_a_page_is_written_in_its_editor(as_operator, live_server):
    home = HomePage.objects.get(locale__language_code="en")
    as_operator.goto(f"{live_server.url}/admin/pages/{home.pk}/edit/")
    as_operator.locator(".public-DraftEditor-content").click()
    as_operator.keyboard.type("Come and see.")
    # The editor hands its text to the form a moment later.
    expect(as_operator.locator("[name=body]")).to_have_value(re.compile(r"Come and see\."))
    as_operator.get_by_role("button", name="Save draft").click()
    expect(as_operator.locator(".messages")).to_contain_text("has been updated")
    home.refresh_from_db()
    assert "Come and see." in home.get_latest_revision_as_object().body
