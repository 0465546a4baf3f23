"""A company describes a stream by keyboard: from one sentence to a published row whose page says who would take it."""

import re

import pytest
from playwright.sync_api import expect

MEMBER, TEAM = "Kaisu Routavuo", "Aino Hankivuo"
WORDS = {
    "en": {
        "describe": "Describe a side stream",
        "sentence": "Crushed concrete from demolition, about 600 tonnes a year",
        "look": "Look for the code",
        "score": "How fully it is described",
        "preview": "What others see of this",
        "square": "only a square of 10 km",
        "taker": "Who would take it",
        "partner": "Possible partner 1",
    },
    "fi": {
        "describe": "Kuvaa sivuvirta",
        "sentence": "Purkubetonia, murskattu, noin 600 tonnia vuodessa",
        "look": "Etsi koodi",
        "score": "Kuinka kattavasti se on kuvattu",
        "preview": "Mitä muut tästä näkevät",
        "square": "vain 10 kilometrin ruudun",
        "taker": "Kuka sen ottaisi",
        "partner": "Mahdollinen kumppani 1",
    },
}


@pytest.mark.parametrize("language", ["fi", "en"])
def test_a_company_describes_a_stream_and_sees_who_would_take_it(open_page, check_axe, tab_to, language):
    words = WORDS[language]
    page = open_page(f"/{language}/member/", person=MEMBER, width=320 if language == "fi" else 1280)
    base = re.search(r"/\w\w/member/\d+/", page.url)[0]
    page.goto(f"{base}exchange/")
    check_axe(page)
    tab_to(page, words["describe"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/exchange/offer/describe/")
    check_axe(page)

    page.locator("[name=says]").focus()
    page.keyboard.type(words["sentence"])
    tab_to(page, words["look"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/describe/?says=*")
    check_axe(page)
    expect(page.locator("[name=amount]")).to_have_value("600")
    code = page.locator("input[name=code][value='170101']")
    code.focus()
    page.keyboard.press("Space")
    expect(code).to_be_checked()
    page.locator("[name=avoided_cost_eur_t]").focus()
    page.keyboard.type("20")
    page.locator("[name=look]").focus()
    page.keyboard.press("Enter")
    main = page.locator("main")
    expect(main).to_contain_text(words["score"])
    expect(main).to_contain_text(words["square"])
    check_axe(page)

    page.locator("[name=publish]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/offer/*/seen/")
    expect(main).to_contain_text(words["taker"])
    expect(main).to_contain_text(words["partner"])
    expect(main).to_contain_text(words["preview"])
    check_axe(page)


def test_what_the_company_reported_is_brought_in_by_the_team_and_taken_over_by_the_member(open_page, check_axe):
    page = open_page("/en/member/", person=MEMBER)
    company = page.locator("main .lead").inner_text().split(" invented")[0].split("\n")[0].strip()
    team = open_page("/en/clusters/industry/exchanges/transfers/", person=TEAM, width=320)
    check_axe(team)
    heading = "site,name,activity,lat,lon,year,waste_class,treatment,tonnes"
    rows = f'{heading}\n9,"{company}, Yard",2(b),65.7,24.2,2023,HW,R,12\n'
    team.locator("[name=file]").set_input_files({"name": "2023.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    team.locator("[name=source_title]").fill("A file of this journey")
    team.locator("[name=source_url]").fill("https://register.example/2023")
    team.get_by_role("button", name="Bring it in").click()
    expect(team.locator("main")).to_contain_text("1 row was kept.")

    page.goto(page.url + "exchange/offer/describe/")
    page.get_by_role("link", name="Take it over").click()
    page.locator("[name=says]").fill("Dust from steel works")
    page.get_by_role("button", name="Look for the code").click()
    expect(page.locator("[name=amount]")).to_have_value("12")
    check_axe(page)
