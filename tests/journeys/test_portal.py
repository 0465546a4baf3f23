"""A visitor reads a piece of news by keyboard alone, takes it along as PDF, and says what is wrong; Outi answers."""

import pytest
from playwright.sync_api import expect

WORDS = {
    "en": {
        "title": "A year of work on one page: the industry cluster prepares for Gold",
        "pdf": "This page as PDF",
        "print": "Print view",
        "feedback": "Feedback on this page",
        "message": "Message",
        "send": "Send",
        "arrived": "Your message has arrived.",
    },
    "fi": {
        "title": "Vuoden työ yhdelle sivulle: teollisuusklusteri valmistautuu Gold-merkkiin",
        "pdf": "Sivu PDF-tiedostona",
        "print": "Tulostusnäkymä",
        "feedback": "Palaute tästä sivusta",
        "message": "Viesti",
        "send": "Lähetä",
        "arrived": "Viestisi on perillä.",
    },
}


@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_visitor_reads_takes_along_and_answers_back(open_page, check_axe, tab_to, language):
    says = WORDS[language]
    page = open_page(f"/{language}/")
    tab_to(page, says["title"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(says["title"])
    check_axe(page)
    answer = page.request.get(page.get_by_role("link", name=says["pdf"]).get_attribute("href"))
    assert answer.body()[:5] == b"%PDF-"
    page.get_by_role("link", name=says["print"]).click()
    expect(page.get_by_role("navigation")).to_have_count(0)
    page.go_back()
    tab_to(page, says["feedback"])
    page.keyboard.press("Enter")
    page.get_by_label(says["message"]).fill(f"The quote is good ({language}).")
    check_axe(page)
    page.wait_for_timeout(3_100)  # whoever answers sooner than a person can read is taken for a machine
    page.get_by_role("button", name=says["send"]).click()
    expect(page.get_by_role("status")).to_contain_text(says["arrived"])
    check_axe(page)
    keeper = open_page("/en/messages/", person="Outi Lumivirsu")
    keeper.get_by_role("link", name=f"The quote is good ({language}).").click()
    check_axe(keeper)
    keeper.get_by_label("answer").fill("Thank you.")
    keeper.get_by_role("button", name="Keep the answer").click()
    expect(keeper.get_by_role("status")).to_contain_text("The answer was kept")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_pages_in_swedish_and_sami_pass_axe(open_page, check_axe, width, scheme):
    page = open_page("/sv/", width=width, color_scheme=scheme)
    for path in ("/sv/", "/sv/news/a-year-of-work-on-one-page/", "/se/news/", "/sv/feedback/", "/se/join/"):
        page.goto(path)
        check_axe(page)
