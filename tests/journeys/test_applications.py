"""An application walked through: a manager prepares a consortium, follows it to its contract, and looks at the aid."""

import re

import pytest
from playwright.sync_api import expect

BOARD = "/clusters/industry/applications/"
MANAGER, MEMBER = "Aino Hankivuo", "Kaisu Routavuo"
LEAD, FOREIGN = "Keloemo Oy", "Rimpikiiruna Sverige AB"
WORDS = {
    "en": {
        "new": "Follow a new application",
        "save": "Save",
        "add": "Add a partner",
        "partner": "Save the partner",
        "note": "Note what happened",
        "step": "Save the step",
        "enter": "Enter it into the journal",
        "again": "Bring the record up to date",
        "contract": "Contract",
        "result": "Result",
        "missed": "missed",
        "programme": "Programme",
        "free": "are free on",
        "medium": "Medium-sized",
        "size": "Size class and aid",
    },
    "fi": {
        "new": "Ota uusi hakemus seurantaan",
        "save": "Tallenna",
        "add": "Lisää kumppani",
        "partner": "Tallenna kumppani",
        "note": "Kirjaa, mitä tapahtui",
        "step": "Tallenna vaihe",
        "enter": "Vie työpäiväkirjaan",
        "again": "Ajantasaista kirjaus",
        "contract": "Sopimus",
        "result": "Tulos",
        "missed": "ei täyty",
        "programme": "Ohjelma",
        "free": "Vapaana",
        "medium": "Keskisuuri",
        "size": "Kokoluokka ja tuki",
    },
}


def press(page, thing) -> None:
    """Press something as one does without a mouse."""
    thing.focus()
    page.keyboard.press("Enter")


def go(page, thing) -> None:
    """Press what leads to another page, or to this one anew, and wait for it."""
    with page.expect_navigation():
        press(page, thing)


def move(page, say, stage, **told) -> None:
    """Note that the application came to a stage today."""
    press(page, page.locator("summary", has_text=say["note"]))
    page.locator("[name=move-stage]").select_option(stage)
    for name, value in told.items():
        page.locator(f"[name=move-{name}]").fill(value)
    go(page, page.get_by_role("button", name=say["step"]))


@pytest.mark.parametrize("language", ["fi", "en"])
def test_a_manager_prepares_a_consortium_and_follows_an_application_to_its_result(open_page, check_axe, language):
    say = WORDS[language]
    page = open_page(f"/{language}{BOARD}", person=MANAGER)
    check_axe(page)
    go(page, page.get_by_role("link", name=say["new"]))
    check_axe(page)
    page.locator("[name=title]").fill(f"Koe {language}")
    page.locator("[name=lead]").select_option(label=LEAD)
    page.locator("[name=programme]").fill("Horizon Europe")
    page.locator("[name=call_title]").fill("Koehaku")
    page.locator("[name=costs_eur]").fill("120 000 €")
    page.locator("[name=starts_on]").fill("2026-01-15")
    go(page, page.get_by_role("button", name=say["save"], exact=True))
    expect(page.locator("h1")).to_contain_text(f"Koe {language}")
    expect(page.locator("#consortium ~ p .mark")).to_contain_text(say["missed"])
    press(page, page.locator("summary", has_text=say["add"]))
    page.locator("[name=partner-organisation]").select_option(label=FOREIGN)
    go(page, page.get_by_role("button", name=say["partner"]))
    expect(page.locator("section[aria-labelledby=consortium] tbody")).to_contain_text(FOREIGN)
    move(page, say, "submitted")
    move(page, say, "contract", granted_eur="90 000")
    expect(page.locator("main h2").first).to_have_text(re.compile(say["contract"]))
    check_axe(page)
    go(page, page.get_by_role("button", name=say["enter"]))
    expect(page.get_by_role("button", name=say["again"])).to_be_visible()
    move(page, say, "result", note="Valmis")
    expect(page.locator("main h2").first).to_have_text(re.compile(say["result"]))
    expect(page.locator("#history li").last).to_contain_text("Valmis")
    page.goto(f"/{language}{BOARD}results/")
    expect(page.locator("section[aria-labelledby=counted]")).to_contain_text(f"Koe {language}")
    check_axe(page)


def test_a_member_reads_its_own_size_and_aid_on_a_telephone(open_page, check_axe):
    say = WORDS["fi"]
    page = open_page("/fi/member/", person=MEMBER, width=320)
    go(page, page.get_by_role("link", name=say["size"]))
    page.wait_for_url("**/size/")
    organisation = page.url.removesuffix("/size/")
    expect(page.locator("main h2").first).to_have_text(say["medium"])
    for part in ("size", "aid", "planned-aid", "past-projects"):
        page.goto(f"{organisation}/{part}/")
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"{organisation}/aid/")
    expect(page.locator("main h2").first).to_contain_text(say["free"])
