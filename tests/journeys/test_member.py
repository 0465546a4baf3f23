"""A member from the link of the invitation to profile, agreement, survey, event, group and offer: by keyboard alone."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

TEAM, MEMBER = "Aino Hankivuo", "Kaisu Routavuo"
PASSWORD = "seven quiet reindeer"
WORDS = {
    "en": {
        "open": "Open the account", "profile": "Save the profile", "saved": "Saved: your profile.",
        "public": "Consent to be shown in public", "shown": "is shown on the public page",
        "sign": "Sign the agreement", "signed": "Signed: the participation agreement.",
        "send": "Send the answers", "thanks": "your answers are kept",
        "sign_up": "Sign up", "signed_up": "You are signed up",
        "ask": "Ask to join", "asked": "You have asked to join",
        "save_offer": "Save the offer", "kept": "Saved: Ash.",
        "wrong": "Tell the cluster's team", "told": "answers here",
    },
    "fi": {
        "open": "Avaa tili", "profile": "Tallenna profiili", "saved": "Profiilinne on tallennettu.",
        "public": "Suostu julkiseen näkymiseen", "shown": "näkyy klusterin julkisella sivulla",
        "sign": "Allekirjoita sopimus", "signed": "Osallistumissopimus on allekirjoitettu.",
        "send": "Lähetä vastaukset", "thanks": "vastauksenne ovat tallessa",
        "sign_up": "Ilmoittaudu", "signed_up": "Olette ilmoittautuneet",
        "ask": "Pyydä mukaan", "asked": "Olette pyytäneet mukaan",
        "save_offer": "Tallenna tarjous", "kept": "Tallennettu: Ash.",
        "wrong": "Kerro klusterin tiimille", "told": "vastaa täällä",
    },
}  # fmt: skip


def invite(open_page, language: str) -> str:
    """The path of a new invitation's link: no letter leaves the demonstration, so the team is shown it."""
    page = open_page("/en/clusters/industry/members/invite/", person=TEAM)
    page.locator("#id_organisation").select_option(index=2 if language == "en" else 3)
    page.locator("#id_email").fill(f"{uuid4().hex}@member.example")
    page.locator("#id_name").fill("Ilona Rauta")
    page.locator("#id_language").select_option(language)
    page.keyboard.press("Enter")
    notice = page.locator(".notice")
    expect(notice).to_contain_text("/invitation/")
    return re.search(rf"/{language}/invitation/\S+", notice.inner_text())[0]


def type_into(page, name: str, text: str) -> None:
    """Go to the field as the tab key would, and type."""
    field = page.locator(f"[name={name}]")
    field.focus()
    field.press("Control+A")
    page.keyboard.type(text)


def press(page, tab_to, text: str, presses: int = 90) -> None:
    tab_to(page, text, presses)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["en", "fi"])
def test_from_the_link_to_an_offer_by_keyboard_on_a_narrow_screen(open_page, check_axe, tab_to, language):
    words = WORDS[language]
    page = open_page(invite(open_page, language), width=320)
    main = page.locator("main")
    check_axe(page)
    type_into(page, "password", PASSWORD)
    type_into(page, "again", PASSWORD)
    press(page, tab_to, words["open"])
    page.wait_for_url("**/member/*/")
    base = re.search(r"/\w\w/member/\d+/", page.url)[0]
    check_axe(page)

    page.goto(f"{base}profile/")
    check_axe(page)
    type_into(page, "description", "Tuhkaa ja kuonaa.")
    press(page, tab_to, words["profile"])
    expect(main).to_contain_text(words["saved"])
    press(page, tab_to, words["public"])
    expect(main).to_contain_text(words["shown"])
    check_axe(page)

    page.goto(f"{base}agreement/")
    check_axe(page)
    if page.locator("[name=agrees]").count():
        type_into(page, "signed_by", "Ilona Rauta")
        page.locator("[name=agrees]").focus()
        page.keyboard.press("Space")
        press(page, tab_to, words["sign"])
        expect(main).to_contain_text(words["signed"])
        check_axe(page)

    page.goto(f"{base}surveys/")
    check_axe(page)
    press(page, tab_to, "Miten klusterissa menee?")
    page.wait_for_url("**/surveys/*/")
    check_axe(page)
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.locator("textarea").focus()
    page.keyboard.type("Lisää yhteisiä kokeita")
    press(page, tab_to, words["send"])
    expect(main).to_contain_text(words["thanks"])

    page.goto(f"{base}events/")
    check_axe(page)
    press(page, tab_to, "Sivuvirtatyöpaja")
    page.wait_for_url("**/events/*/")
    check_axe(page)
    press(page, tab_to, words["sign_up"])
    expect(main).to_contain_text(words["signed_up"])

    page.goto(f"{base}groups/")
    check_axe(page)
    press(page, tab_to, words["ask"])
    expect(main).to_contain_text(words["asked"])
    check_axe(page)

    page.goto(f"{base}exchange/offer/add/")
    check_axe(page)
    for name, text in (("name", "Ash"), ("material", "ash"), ("tonnes", "40"), ("avoided_cost_eur_t", "55")):
        type_into(page, name, text)
    press(page, tab_to, words["save_offer"])
    expect(main).to_contain_text(words["kept"])
    check_axe(page)

    page.goto(f"{base}records/")
    check_axe(page)
    page.locator("main .records a").first.press("Enter")
    page.wait_for_url("**/records/*/*/")
    check_axe(page)
    type_into(page, "says", "Päivä on väärä")
    press(page, tab_to, words["wrong"])
    expect(main).to_contain_text(words["told"])


@pytest.mark.parametrize(("language", "width"), [("fi", 320), ("en", 1280)])
def test_the_team_sees_and_decides_what_members_did(open_page, check_axe, width, language):
    page = open_page(f"/{language}/clusters/industry/members/", person=TEAM, width=width)
    check_axe(page)
    page.goto(f"/{language}/clusters/industry/members/invite/")
    check_axe(page)


@pytest.mark.parametrize(("language", "width"), [("fi", 320), ("en", 1280)])
def test_the_member_of_the_demonstration_finds_everything_open(open_page, check_axe, language, width):
    page = open_page(f"/{language}/member/", person=MEMBER, width=width)
    check_axe(page)
    page.goto(page.url + "exchange/")
    expect(page.locator("main")).to_contain_text("Hieno kuona")
    check_axe(page)


@pytest.mark.parametrize(("language", "width"), [("fi", 320), ("en", 1280)])
def test_axe_finds_nothing_where_a_new_password_is_asked_for(open_page, check_axe, language, width):
    check_axe(open_page(f"/{language}/account/password/reset/", width=width))
