"""A team's first afternoon with a spreadsheet: headings mapped by hand, looked at, imported and taken back."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.demo_folder import OPERATOR, PASSWORD

ROWS = "Members of 2026;;\nFarm %s;Where;y-tunnus\nKelohongan Tunturivalo Oy;Kemi;\nKelohongan Kaamospuu Oy;Kemi;123\n"


@pytest.fixture
def as_operator(open_page, width):
    page = open_page("/admin/login/", width=width)
    page.locator("[name=username]").fill(OPERATOR)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: urlsplit(address).path == "/admin/")
    yield page
    page.wait_for_load_state("networkidle")  # Wagtail's screens go on asking by themselves


def test_a_list_is_mapped_imported_and_taken_back(as_operator, check_axe, width):
    page = as_operator
    rows = ROWS % width  # what is said of headings is remembered, so every walk has its own
    page.goto("/admin/lists/")
    check_axe(page)
    page.locator("[name=table]").select_option("organisations")
    page.locator("[name=file]").set_input_files(
        {"name": "members.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    page.get_by_role("button", name="Look at the list").press("Enter")
    alert = page.locator("main [role=alert]")
    expect(alert).to_contain_text("No heading of the file says where this is: Name.")
    check_axe(page)
    page.get_by_label(f"Farm {width}").select_option("name")
    page.get_by_label("Where").select_option("municipality")
    page.get_by_role("button", name="Look again").press("Enter")
    expect(page.locator("section[aria-labelledby=report]")).to_contain_text("created: 1")
    expect(page.locator("section[aria-labelledby=report]")).to_contain_text("refused: 1")
    check_axe(page)
    page.get_by_role("button", name="Import", exact=True).press("Enter")
    undo = page.get_by_role("button", name="Undo the whole import")
    expect(undo).to_be_visible()
    check_axe(page)
    undo.press("Enter")
    expect(page.locator("main")).to_contain_text("This import was taken back.")
    # The admin fades its messages in: their colours are looked at when they have come.
    page.evaluate("() => Promise.all(document.getAnimations().map(one => one.finished))")
    check_axe(page)
