"""A councillor walks from the front page to where the food money goes, and the team brings in what it was told."""

import pytest
from playwright.sync_api import expect

from tests.workbooks import workbook

MANAGER = "Niilo Naavalinna"
WORDS = {
    "en": {
        "front": "Choose a municipality",
        "aloud": "Three sentences to read aloud",
        "leaks": "The five largest leaks",
        "table": "The same as a table",
        "energy": "Energy",
        "claims": "Compare every published figure with ours",
        "fails": "Cannot be reckoned again",
        "take": "Take the ledger in",
        "changed": "What this answer changed",
        "back": "Take the answer back",
    },
    "fi": {
        "front": "Valitse kunta",
        "aloud": "Kolme ääneen luettavaa lausetta",
        "leaks": "Viisi suurinta vuotoa",
        "table": "Sama taulukkona",
        "energy": "Energia",
        "claims": "Vertaa kaikkia julkaistuja lukuja omiimme",
        "fails": "Ei toistettavissa",
        "take": "Ota lista mukaan",
        "changed": "Mitä tämä vastaus muutti",
        "back": "Peru vastaus",
    },
}


def press(page, thing) -> None:
    """Press something as one does without a mouse."""
    thing.focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("en", 320)])
def test_a_councillor_finds_where_the_food_money_goes(open_page, check_axe, language, width):
    say = WORDS[language]
    page = open_page(f"/{language}/", width=width)
    press(page, page.get_by_role("link", name=say["front"]))
    page.wait_for_url("**/leakage/")
    check_axe(page)
    press(page, page.get_by_role("link", name="Sodankylä"))
    page.wait_for_url("**/leakage/sodankyla/")
    expect(page.get_by_role("heading", name=say["aloud"])).to_be_visible()
    expect(page.get_by_role("region", name=say["leaks"]).locator("tbody").first.locator("tr")).to_have_count(5)
    press(page, page.locator("summary", has_text=say["table"]))
    expect(page.locator("details[open] table").first).to_be_visible()
    check_axe(page)
    press(page, page.get_by_role("link", name=say["energy"], exact=True))
    page.wait_for_url("**?about=energy")
    check_axe(page)
    press(page, page.get_by_role("link", name=say["claims"]))
    page.wait_for_url("**/leakage/claims/")
    expect(page.locator("main")).to_contain_text(say["fails"])
    check_axe(page)


@pytest.mark.parametrize("language", ["fi", "en"])
def test_the_team_takes_a_ledger_in_and_back(open_page, check_axe, language):
    say = WORDS[language]
    page = open_page(f"/{language}/clusters/rural/leakage/", person=MANAGER)
    check_axe(page)
    waiting = "ostolaskut-posio" if language == "fi" else "ostolaskut-ranua"
    press(page, page.get_by_role("link", name=waiting).first)
    page.wait_for_url("**/answers/*/")
    check_axe(page)
    if language == "fi":
        press(page, page.get_by_role("button", name=say["take"]))
    expect(page.get_by_role("heading", name=say["changed"])).to_be_visible()
    check_axe(page)
    press(page, page.get_by_role("button", name=say["back"]))
    page.wait_for_url("**/clusters/rural/leakage/")


def test_the_team_brings_in_a_workbook_and_asks_a_firm(open_page, check_axe):
    headings = ("Toimittaja", "Tili", "Summa", "Postinumero")
    rows = [("Keksitty", "4500 Elintarvikkeet", 1000.25 + number, "98900") for number in range(1, 30)]
    page = open_page("/en/clusters/rural/leakage/ledger/?municipality=salla", person=MANAGER)
    page.locator("[name=file]").set_input_files({"name": "l.xlsx", "mimeType": "", "buffer": workbook(headings, *rows)})
    for name, codes in (("home", "98900-98999"), ("region", "94-99")):
        page.locator(f"[name={name}]").fill(codes)
    page.locator("[name=is_net]").check()
    press(page, page.get_by_role("button", name="Read the file"))
    page.wait_for_url("**/answers/*/")
    expect(page.locator("main")).to_contain_text("29 rows, read as Excel workbook")
    check_axe(page)
    page.goto("/en/clusters/rural/leakage/")
    page.locator("[name=municipality]").select_option(label="Salla")
    page.locator("[name=firm]").fill("Keksitty Paja")
    page.locator("[name=email]").fill("paja@paja.example")
    press(page, page.get_by_role("button", name="Ask the firm"))
    expect(page.locator("body")).to_contain_text("No letter was sent to paja@paja.example")
    press(page, page.get_by_role("button", name="Send the letter to Keksitty Paja"))
    expect(page.locator("main code")).to_contain_text("/leakage/questions/")
    check_axe(page)


def test_the_forms_fit_a_telephone(open_page, check_axe):
    page = open_page("/en/clusters/rural/leakage/", person=MANAGER, width=320)
    check_axe(page)
    for form in ("ledger", "kitchens", "heat"):
        page.goto(f"/en/clusters/rural/leakage/{form}/")
        check_axe(page)
