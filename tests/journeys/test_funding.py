"""Calls walked through: a reindeer-meat company finds one and follows it; a manager sees whom it fits and why."""

import re

import pytest
from playwright.sync_api import expect

MEMBER, MANAGER, COORDINATOR = "Elsa Nietoslampi", "Niilo Naavalinna", "Outi Lumivirsu"
CALL = "pohjoisen pienten elintarvikeyritysten kokeilut"
WORDS = {
    "en": {
        "calls": "Calls that fit",
        "may": "may apply",
        "why": "Why",
        "follow": "Follow",
        "followed": "Calls that you follow",
        "again": "Follow no longer",
        "rank": "Rank calls for our members",
        "ranked": "calls were ranked",
        "members": "Members whom it fits",
        "left_out": "excluded: kind of applicant",
    },
    "fi": {
        "calls": "Sopivat haut",
        "may": "voi hakea",
        "why": "Miksi",
        "follow": "Seuraa",
        "followed": "Haut, joita seuraatte",
        "again": "Lopeta seuraaminen",
        "rank": "Järjestä haut jäsenillemme",
        "ranked": "hakua järjestettiin",
        "members": "Jäsenet, joille se sopii",
        "left_out": "rajattu pois: hakijan tyyppi",
    },
}


def press(page, thing) -> None:
    """Press something as one does without a mouse."""
    thing.focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["fi", "en"])
def test_a_reindeer_meat_company_finds_a_call_and_follows_it(open_page, check_axe, language):
    say = WORDS[language]
    page = open_page(f"/{language}/member/", person=MEMBER)
    press(page, page.get_by_role("link", name=say["calls"]).first)
    page.wait_for_url("**/calls/")
    check_axe(page)
    first = page.locator("#fit ~ ol > li").first
    expect(first).to_contain_text(CALL)
    expect(first).to_contain_text(say["may"])
    press(page, first.locator("summary"))
    expect(first).to_contain_text("Lapissa")
    check_axe(page)
    press(page, first.get_by_role("button", name=re.compile(f"^{say['follow']}")))
    expect(page.locator("#followed")).to_have_text(say["followed"])
    expect(page.locator("section[aria-labelledby=followed]")).to_contain_text(CALL)
    check_axe(page)
    press(page, page.get_by_role("button", name=re.compile(f"^{say['again']}")))
    expect(page.locator("#followed")).to_have_count(0)


@pytest.mark.parametrize("language", ["fi", "en"])
def test_a_manager_sees_for_a_call_which_members_and_why(open_page, check_axe, language):
    say = WORDS[language]
    page = open_page(f"/{language}/clusters/rural/calls/", person=MANAGER)
    check_axe(page)
    press(page, page.get_by_role("button", name=say["rank"]))
    expect(page.locator("#progress [role=status]")).to_contain_text(say["ranked"], timeout=30_000)  # made beside it
    check_axe(page)
    press(page, page.get_by_role("link", name=re.compile(CALL)))
    expect(page.locator("#members")).to_have_text(say["members"])
    first = page.locator("#members ~ ul > li").first
    expect(first).to_contain_text("Poronlihajalostamo")
    press(page, first.locator("summary"))
    expect(first).to_contain_text("Lapissa")
    left_out = page.locator("summary", has_text=say["left_out"])
    press(page, left_out)
    check_axe(page)


def test_the_pages_of_the_calls_fit_a_telephone(open_page, check_axe):
    page = open_page("/en/member/", person=MEMBER, width=320)
    page.get_by_role("link", name="Calls that fit").first.click()
    page.wait_for_url("**/calls/")
    check_axe(page)
    page = open_page("/fi/calls/sources/", person=COORDINATOR, width=320)
    check_axe(page)
    page.get_by_role("link", name="EU Funding & Tenders Portal").click()
    expect(page.locator("h1")).to_have_text("EU Funding & Tenders Portal")
    check_axe(page)
