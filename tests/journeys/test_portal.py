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


def test_a_visitor_finds_an_event_by_keyboard_and_takes_it_into_a_calendar(open_page, check_axe, tab_to):
    page = open_page("/en/", width=320)
    tab_to(page, "All events")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Events")
    check_axe(page)
    title = "From side stream to product: an open day (demo)"
    tab_to(page, title)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    check_axe(page)
    answer = page.request.get(page.get_by_role("link", name="Put it into your calendar").get_attribute("href"))
    assert "DTSTART" in answer.text()


def test_a_visitor_reads_of_calls_and_exchanges_and_no_more_than_both_sides_made_public(open_page, check_axe):
    page = open_page("/fi/", color_scheme="dark")
    page.get_by_role("link", name="Mitä vaihdot ovat").click()
    expect(page.get_by_role("heading", name="Molempien osapuolten julkistamat")).to_be_visible()
    expect(page.get_by_text("Puutuhka")).to_be_visible()
    expect(page.get_by_text("Hukkalasi")).to_have_count(0)
    check_axe(page)
    page.goto("/fi/open-calls/")
    check_axe(page)


def test_aino_enters_a_mention_and_what_was_published_and_keeps_the_numbers_as_evidence(open_page, check_axe):
    page = open_page("/en/clusters/industry/publicity/", person="Aino Hankivuo", width=320)
    check_axe(page)
    page.get_by_label("outlet").fill("Lapin kaiku")
    page.get_by_label("title").fill("Ash becomes fertiliser")
    page.get_by_role("button", name="Save the mention").click()
    expect(page.get_by_role("status")).to_contain_text("is in the journal")
    expect(page.get_by_role("link", name="Ash becomes fertiliser")).to_be_visible()
    page.get_by_role("button", name="Enter them into the journal").click()
    expect(page.get_by_role("status")).to_contain_text("entered into the journal")
    page.get_by_role("link", name="Communication in the journal").click()
    expect(page.get_by_text("Vuoden työ yhdelle sivulle")).to_be_visible()


def test_pages_do_not_move_while_they_load(open_page):
    page = open_page("/en/")
    for path in ("/en/", "/en/news/a-year-of-work-on-one-page/", "/en/events/", "/en/industry/"):
        page.goto(path)
        moved = page.evaluate(
            "() => new Promise(tell => { let sum = 0; new PerformanceObserver(list => { for (const one of"
            " list.getEntries()) sum += one.value; }).observe({type: 'layout-shift', buffered: true});"
            " setTimeout(() => tell(sum), 300); })"
        )
        assert moved < 0.01, path
