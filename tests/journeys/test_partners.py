"""A team and a member find partners: nobody's name shows before both agreed, and a consortium says who covers what."""

import re

import pytest
from playwright.sync_api import expect

MANAGER, MEMBER = "Aino Hankivuo", "Kaisu Routavuo"
WORDS = {
    "en": {"agree": "Agree: show each other name and contact", "contact": "Contact", "again": "Seek again",
           "first": "Alternative 1", "proven": "proven"},
    "fi": {"agree": "Hyväksy: näyttäkää toisillenne nimi ja yhteystieto", "contact": "Yhteystieto",
           "again": "Etsi uudelleen", "first": "Vaihtoehto 1", "proven": "todistettu"},
}  # fmt: skip


def own_page(open_page, language):
    page = open_page(f"/{language}/member/", person=MEMBER)
    page.locator("main .card a[href$='/partners/']").click()
    page.wait_for_url("**/partners/")
    return page


def test_a_member_agrees_and_both_see_each_other_only_then(open_page, check_axe):
    """The laboratory asked: it stays unnamed until the member agrees. The team of the other reads it then as well."""
    say = WORDS["fi"]
    page = own_page(open_page, "fi")
    check_axe(page)
    asked = page.locator("article", has=page.get_by_role("button", name=say["agree"]))
    expect(asked).to_have_count(1)
    number = asked.get_attribute("aria-labelledby")
    assert say["contact"] not in asked.inner_text()
    before = asked.locator("h3").inner_text()
    asked.get_by_role("button", name=say["agree"]).click()
    page.wait_for_url("**/partners/")
    told = page.locator(f"article[aria-labelledby={number}]")
    expect(told).to_contain_text(say["contact"])
    expect(told).to_contain_text("partners@demo.tokka.example")
    assert told.locator("h3").inner_text() != before
    check_axe(page)


def test_a_member_writes_a_profile_and_asks_a_partner_who_stays_unnamed(open_page, check_axe):
    page = own_page(open_page, "en")
    page.locator("a[href$='/partners/add/']").click()
    page.wait_for_url("**/add/")
    page.locator("main form").get_by_role("button", name="Save").click()
    expect(page.locator(".error-summary")).to_be_visible()
    for name, text in {"title": "Crushing plant", "offers": "crushing", "seeks": "sensors"}.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=contact]").fill("Kaisu, kaisu@demo.tokka.example")
    page.locator("[name=consents]").check()
    check_axe(page)
    page.locator("main form").get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/partners/$"))
    page.locator("article", has_text="Crushing plant").locator("a[href$='/matches/']").click()
    page.wait_for_url("**/matches/")
    expect(page.locator(".cards h3").first).to_contain_text("Possible partner 1")
    expect(page.locator(".cards .card").first).to_contain_text("It offers what is sought here: sensors.")
    check_axe(page)
    page.locator("button[name=asked]").first.click()
    page.wait_for_url(re.compile(r"/partners/$"))
    expect(page.locator(".notice-success")).to_contain_text("names are shown when it agrees")


@pytest.mark.parametrize("language", ["fi", "en"])
def test_a_team_seeks_a_consortium_and_reads_who_covers_what(open_page, check_axe, language):
    say = WORDS[language]
    page = open_page(f"/{language}/clusters/industry/consortia/", person=MANAGER, width=320)
    page.locator("main table a").first.click()
    page.wait_for_url(re.compile(r"/consortia/\d+/$"))
    page.get_by_role("button", name=say["again"]).click()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", name=say["first"])).to_be_visible()
    expect(page.locator(".mark-green", has_text=say["proven"]).first).to_be_visible()
    check_axe(page)
