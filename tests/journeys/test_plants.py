"""A councillor's way: from what a dairy would keep to two dairies compared on a printed page, in both languages."""

import io
import re

import pypdfium2
import pytest
from playwright.sync_api import expect

MANAGER = "Niilo Naavalinna"
LIST = "/clusters/rural/plants/"
WORDS = {
    "en": {
        "go": "Go on to the bill", "dairy": "Dairy", "place": "In which municipality?", "reckon": "Reckon",
        "stays": "would stay in the region as value added", "sure": "With a certainty of 90 per cent",
        "ask": "What to ask next", "new": "New scenario", "keep": "Reckon and keep", "milk": "Own milk study",
        "compare": "Compare what is ticked", "print": "Print as PDF", "unsaid": "What this paper does not say",
        "more": "would keep more in the region than", "thousands": "in thousands or millions",
    },
    "fi": {
        "go": "Siirry laskelmaan", "dairy": "Meijeri", "place": "Missä kunnassa?", "reckon": "Laske",
        "stays": "Alueelle jäisi arvonlisäystä", "sure": "90 prosentin varmuudella",
        "ask": "Mitä kysyä seuraavaksi", "new": "Uusi vaihtoehto", "keep": "Laske ja tallenna",
        "milk": "Oma maitoselvitys",
        "compare": "Vertaa valittuja", "print": "Tulosta PDF", "unsaid": "Mitä tämä paperi ei sano",
        "more": "jättäisi alueelle enemmän kuin", "thousands": "tuhansina tai miljoonina",
    },
}  # fmt: skip


def choose(page, say) -> None:
    """The first step: a dairy in Tornio."""
    page.get_by_label(say["dairy"], exact=True).check()
    page.get_by_label(say["place"]).select_option("851")
    page.get_by_role("button", name=say["go"]).click()


@pytest.mark.parametrize("language", ["fi", "en"])
def test_from_the_wizard_to_a_printed_comparison_of_dairies(open_page, check_axe, language):
    say = WORDS[language]
    page = open_page(f"/{language}/plants/")
    check_axe(page)
    choose(page, say)
    check_axe(page)
    page.get_by_role("button", name=say["reckon"], exact=True).click()
    expect(page.locator("#content")).to_contain_text(say["stays"])
    expect(page.locator("#content")).to_contain_text(say["sure"])
    expect(page.get_by_role("heading", name=say["ask"])).to_be_visible()
    check_axe(page)

    page = open_page(f"/{language}{LIST}", person=MANAGER)
    page.get_by_role("link", name=say["new"]).click()
    choose(page, say)
    page.locator("#id_turnover").fill("5 000")
    page.get_by_role("button", name=say["keep"], exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(say["thousands"])
    check_axe(page)
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.locator("#id_turnover")).to_be_focused()
    page.locator("#id_turnover").fill("5 000 000")
    page.locator("#id_name").fill(f"{say['dairy']} {language}")
    page.locator("#id_input-0-additional").fill("85 – 95 – 100")
    page.locator("#id_input-0-note").fill(say["milk"])
    page.get_by_role("button", name=say["keep"], exact=True).click()
    page.wait_for_url(re.compile(r"/plants/\d+/"))
    expect(page.locator("#content")).to_contain_text(say["milk"])
    check_axe(page)

    page.goto(f"/{language}{LIST}")
    check_axe(page)
    for name in ("Meijeri, maito jota nyt viedään muualle", f"{say['dairy']} {language}"):
        page.get_by_role("row", name=name).get_by_role("checkbox").check()
    page.get_by_role("button", name=say["compare"]).click()
    expect(page.locator("#content")).to_contain_text(say["more"])
    check_axe(page)
    address = page.get_by_role("link", name=say["print"]).get_attribute("href")
    printed = page.request.get(address)
    document = pypdfium2.PdfDocument(io.BytesIO(printed.body()))
    first = re.sub(r"\s+", " ", document[0].get_textpage().get_text_range())
    assert printed.headers["content-type"] == "application/pdf"
    assert say["more"] in first  # what a councillor needs stands on the first page
    assert say["unsaid"] in first


def test_the_wizard_and_the_comparison_fit_a_telephone(open_page, check_axe):
    page = open_page("/en/plants/?kind=heat&municipality=047", width=320)
    check_axe(page)
    page.get_by_role("button", name="Reckon", exact=True).click()
    check_axe(page)
    page = open_page(f"/en{LIST}", person=MANAGER, width=320)
    check_axe(page)
    for box in page.get_by_role("checkbox").all()[:2]:
        box.check()
    page.get_by_role("button", name="Compare what is ticked").click()
    check_axe(page)
