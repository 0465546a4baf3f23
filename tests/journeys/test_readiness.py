"""From the front page to "why is 2.5 red, and whom should I call": four steps, keyboard only, in both languages."""

import pytest
from playwright.sync_api import expect

WORDS = {
    "en": ("Arctic Industry and Circular Economy", "red", "What to do, and whom to call"),
    "fi": ("Arktinen teollisuus ja kiertotalous", "punainen", "Mitä tehdä ja kenelle soittaa"),
}


@pytest.mark.parametrize("language", WORDS)
def test_why_is_it_red_and_whom_should_i_call(open_page, check_axe, tab_to, language):
    cluster, red, heading = WORDS[language]
    page = open_page(f"/{language}/")
    for wanted in ("Aino Hankivuo", cluster, "2.5"):
        check_axe(page)
        tab_to(page, wanted)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.locator(".big")).to_contain_text(red)
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    assert page.locator("a[href^='tel:']").count() == 25
    check_axe(page)


def test_a_counted_record_opens(open_page, check_axe):
    page = open_page("/en/clusters/industry/readiness/ecei_reference/ecei_reference.2.5/", person="Aino Hankivuo")
    records = page.locator("section", has=page.get_by_role("heading", name="records counted"))
    wanted = records.get_by_role("listitem").first.get_by_role("link")
    organisation = wanted.inner_text().split(": ")[1]
    wanted.click()
    expect(page.locator("main")).to_contain_text(organisation)
    check_axe(page)


def test_an_earlier_day_shows_the_records_of_that_day(open_page):
    address = "/en/clusters/industry/readiness/ecei_reference/ecei_reference.2.5/"
    page = open_page(address, person="Aino Hankivuo")
    now = page.locator(".big").inner_text()
    then = f"{int(page.get_by_label('Look at the day').input_value()[:4]) - 2}-06-30"
    page.get_by_label("Look at the day").fill(then)
    page.get_by_role("button", name="Show").click()
    assert page.url.endswith(f"?day={then}")
    assert page.locator(".big").inner_text() != now


def test_an_assessor_reads_and_cannot_write(open_page, check_axe):
    page = open_page("/en/clusters/industry/journal/", person="Leevi Tykkyharju")
    expect(page.get_by_role("link", name="Reminders")).to_be_visible()
    expect(page.get_by_role("link", name="Quick entry")).to_have_count(0)
    check_axe(page)
    page.goto("/en/clusters/rural/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")


def test_the_coordinator_sees_both_clusters(open_page, check_axe):
    page = open_page("/en/clusters/", person="Outi Lumivirsu")
    expect(page.locator(".card")).to_have_count(2)
    check_axe(page)
