"""The comforts of every day: filters, many records at once, reminders, calendars and lists, without JavaScript too."""

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

RECORDS = "/en/clusters/industry/records/contact/?text=a"
REMINDERS = "/en/clusters/industry/reminders/?months=3"
CALENDAR = "/en/clusters/industry/calendar/"
TEAM = "Aino Hankivuo"


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_a_filter_is_saved_used_and_forgotten(open_page, java_script_enabled):
    page = open_page(RECORDS, person=TEAM, java_script_enabled=java_script_enabled)
    page.get_by_label("Save this filter as").fill("With an a")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Show all").click()
    page.get_by_role("link", name="With an a", exact=True).click()
    assert page.url.endswith("?text=a")
    page.get_by_role("button", name="Forget the filter “With an a”").click()
    expect(page.get_by_role("link", name="With an a", exact=True)).to_have_count(0)


def test_ticked_records_are_changed_and_put_back_by_keyboard(open_page, check_axe):
    page = open_page(RECORDS, person=TEAM, java_script_enabled=False)
    page.locator("input[name=numbers]").first.focus()
    page.keyboard.press("Space")
    page.get_by_label("New value of").select_option("other")
    page.get_by_role("button", name="Change the ticked records").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Put back the last change of many records")
    page.get_by_role("button", name="Put back the last change of many records").click()
    expect(page.get_by_role("button", name="Put back the last change of many records")).to_have_count(0)


def test_a_private_calendar_address_is_shown_once_and_closed(open_page, check_axe):
    page = open_page(REMINDERS, person=TEAM)
    page.get_by_role("button", name="Make a private address").click()
    check_axe(page)
    address = page.get_by_label("Your private address.").input_value()
    assert page.request.get(address).text().startswith("BEGIN:VCALENDAR")
    page.get_by_role("button", name="Close the address").click()
    assert page.request.get(address).status == 404


def test_a_calendar_and_a_list_of_those_who_came_are_tried_first(open_page, check_axe):
    page = open_page(CALENDAR, person=TEAM)
    entry = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260301\r\nSUMMARY:Morning coffee\r\nEND:VEVENT\r\n"
    content = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{entry}END:VCALENDAR\r\n".encode()
    page.get_by_label("Calendar file").set_input_files(
        {"name": "team.ics", "mimeType": "text/calendar", "buffer": content}
    )
    page.get_by_role("button", name="See what would happen").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing was written.")
    check_axe(page)
    page.goto(page.url.replace("/calendar/", f"/records/event/?until={localdate()}"))
    page.locator("main table a").first.click()
    page.get_by_role("link", name="Bring a list of those who came").click()
    page.get_by_label("Who came").fill("Nobody at all Oy")
    page.get_by_role("button", name="See what would happen").click()
    expect(page.locator("main")).to_contain_text("0 of 1 lines are matched")
    check_axe(page)


def test_a_wrong_calendar_is_refused_at_its_field(open_page, check_axe):
    page = open_page(CALENDAR, person=TEAM)
    page.get_by_label("Calendar file").set_input_files({"name": "x.ics", "mimeType": "text/plain", "buffer": b"name"})
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("alert")).to_contain_text("This is no calendar")
    check_axe(page)
