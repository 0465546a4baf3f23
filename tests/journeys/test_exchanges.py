"""The circular economy centre walked through: from what is on offer to a plan, one exchange, and realised tonnes."""

import pytest
from playwright.sync_api import expect

QUEUE = "/clusters/industry/exchanges/"
MANAGER = "Aino Hankivuo"
WORDS = {
    "en": {
        "find": "Find exchanges",
        "took": "Take up",
        "move": "Move it on",
        "save": "Save",
        "note": "Note a delivery",
        "what": "What happened",
        "running": "Running",
        "table": "The same as a table",
        "results": "Results",
        "efficiency": "Resource efficiency",
        "transfer": "fields of the transfer document",
        "fill": "Fill in what is missing",
        "notice": "notice for the national marketplace",
        "report": "in English",
        "receivers": "Receivers and permits",
        "enter": "Enter a processor",
        "entered": "The processor is entered.",
    },
    "fi": {
        "find": "Etsi vaihtoja",
        "took": "Ota seurantaan",
        "move": "Vie eteenpäin",
        "save": "Tallenna",
        "note": "Kirjaa toimitus",
        "what": "Mitä tapahtui",
        "running": "Käynnissä",
        "table": "Sama taulukkona",
        "results": "Tulokset",
        "efficiency": "Resurssitehokkuus",
        "transfer": "siirtoasiakirjan tiedot",
        "fill": "Täydennä puuttuvat tiedot",
        "notice": "ilmoitus Materiaalitoriin",
        "report": "suomeksi",
        "receivers": "Vastaanottajat ja luvat",
        "enter": "Lisää käsittelijä",
        "entered": "Käsittelijä on lisätty.",
    },
}


def press(page, thing) -> None:
    """Press something as one does without a mouse."""
    thing.focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["fi", "en"])
def test_the_centre_plans_and_follows_one_exchange_to_realised_tonnes(open_page, check_axe, language):
    say = WORDS[language]
    page = open_page(f"/{language}{QUEUE}", person=MANAGER)
    check_axe(page)
    press(page, page.get_by_role("button", name=say["find"]))
    page.wait_for_url("**/plans/*/")
    check_axe(page)
    press(page, page.locator("summary", has_text=say["table"]).first)
    expect(page.locator("details[open] table").first).to_be_visible()
    expect(page.locator("section[aria-labelledby=pipes]")).to_contain_text("MWh")
    goods = page.locator("section[aria-labelledby=rows] tr").filter(has_not_text="MWh")
    press(page, goods.get_by_role("button", name=say["took"]).first)
    page.wait_for_url(f"**{QUEUE}*/")
    check_axe(page)
    press(page, page.locator("summary", has_text=say["move"]))
    page.get_by_label(say["what"]).fill("Kemi 24.11.")
    press(page, page.get_by_role("button", name=say["save"]).first)
    expect(page.locator("main ol").last).to_contain_text("Kemi 24.11.")
    press(page, page.locator("summary", has_text=say["note"]))
    page.locator("[name=delivery-tonnes]").fill("12")
    press(page, page.locator("details[open]").get_by_role("button", name=say["save"]))
    expect(page.locator("main h2").first).to_have_text(say["running"])
    followed = page.url
    press(page, page.get_by_role("link", name=say["transfer"]))
    press(page, page.locator("summary", has_text=say["fill"]))
    page.locator("[name=carrier]").fill("Rahti Oy")
    press(page, page.locator("details[open]").get_by_role("button", name=say["save"]))
    expect(page.locator("main table")).to_contain_text("Rahti Oy")
    check_axe(page)
    page.goto(followed)
    press(page, page.get_by_role("link", name=say["notice"]))
    expect(page.locator("textarea")).to_contain_text("Tarjolla")
    check_axe(page)
    page.goto(f"/{language}{QUEUE}results/")
    expect(page.locator("h1")).to_have_text(say["efficiency"])
    check_axe(page)
    with page.expect_download() as fetched:
        press(page, page.get_by_role("link", name=say["report"]).first)
    assert fetched.value.path().read_bytes()[:5] == b"%PDF-"


@pytest.mark.parametrize("language", ["fi", "en"])
def test_the_centre_enters_a_processor(open_page, check_axe, language):
    say = WORDS[language]
    page = open_page(f"/{language}{QUEUE}", person=MANAGER)
    press(page, page.get_by_role("link", name=say["receivers"]))
    press(page, page.get_by_role("link", name=say["enter"]))
    page.locator("[name=processor-name]").fill(f"Uuni {language}")
    page.locator("[name=processor-organisation]").select_option(index=1)
    for name, value in (("lat", "65.8"), ("lon", "24.2"), ("capacity_t", "900")):
        page.locator(f"[name=processor-{name}]").fill(value)
    told = {"waste_codes": "100809", "output": "kuonavilla", "yield_t_t": "0.7", "cost_eur_t": "12"}
    for name, value in told.items():
        page.locator(f"[name=recipe-{name}]").fill(value)
    press(page, page.get_by_role("button", name=say["save"]))
    expect(page.locator("main")).to_contain_text(f"Uuni {language}")
    expect(page.locator("body")).to_contain_text(say["entered"])
    check_axe(page)


def test_the_pages_of_the_centre_fit_a_telephone(open_page, check_axe):
    page = open_page(f"/en{QUEUE}", person=MANAGER, width=320)
    check_axe(page)
    page.get_by_role("button", name="Find exchanges").click()
    page.wait_for_url("**/plans/*/")
    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"/en{QUEUE}1/")
    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
