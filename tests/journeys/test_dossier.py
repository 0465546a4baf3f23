"""From "Silver in May 2027?" to the dossier, and the assessor's visit to what was handed in; in both languages."""

import io
from zipfile import ZipFile

import pikepdf
import pytest
from playwright.sync_api import Page, expect

MANAGER, ASSESSOR = "Aino Hankivuo", "Leevi Tykkyharju"
WORDS = {
    "en": {
        "group": "Excellence",
        "rounds": "Self-assessments",
        "open": "Open a round",
        "hand in": "Hand in",
        "handed in": "The round is handed in.",
        "reason": "What the answer rests on",
        "answer": "Save the answer",
        "file": "Keep the file",
        "dossier": "Make the dossier",
        "pdf": "The dossier as PDF",
        "zip": "All evidence as ZIP",
        "share": "Save who can read it",
        "shared": "Self-assessments shared with me",
        "comment": "Save the comment",
        "changed": "Changed since the round of",
        "bookmarks": [
            "Summary", "Findings and their evidence", "History", "Improvement plan", "Editions of the rules",
        ],
    },
    "fi": {
        "group": "Laatu",
        "rounds": "Itsearvioinnit",
        "open": "Avaa kierros",
        "hand in": "Jätä",
        "handed in": "Kierros on jätetty.",
        "reason": "Mihin vastaus perustuu",
        "answer": "Tallenna vastaus",
        "file": "Talleta tiedosto",
        "dossier": "Laadi todistekansio",
        "pdf": "Todistekansio PDF-tiedostona",
        "zip": "Kaikki todisteet ZIP-pakettina",
        "share": "Tallenna, ketkä voivat lukea",
        "shared": "Minulle jaetut itsearvioinnit",
        "comment": "Tallenna kommentti",
        "changed": "Muuttunut kierroksen",
        "bookmarks": [
            "Yhteenveto", "Havainnot ja niiden todisteet", "Historia", "Kehittämissuunnitelma", "Kriteerien versiot",
        ],
    },
}  # fmt: skip
LABELS = {"en": "silver", "fi": "bronze"}
"""One walk each, so that neither finds the round of the other open."""


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    return waiting.value.path().read_bytes()


@pytest.mark.parametrize("language", WORDS)
def test_from_a_label_that_is_aimed_at_to_the_dossier_and_the_assessors_visit(open_page, check_axe, language):
    words = WORDS[language]
    page = open_page(f"/{language}/clusters/industry/", person=MANAGER)
    page.get_by_role("link", name=words["group"], exact=True).click()
    page.get_by_role("link", name=words["rounds"], exact=True).click()
    check_axe(page)
    page.locator("select[name=label]").select_option(LABELS[language])
    button(page, words["open"]).click()
    page.wait_for_url("**/assessments/*/")
    check_axe(page)
    here = page.url

    page.get_by_role("link", name="2.2.3").first.click()
    page.locator("input[value=missed]").check()
    page.get_by_label(words["reason"]).fill("Suunnitelma on luonnos.")
    button(page, words["answer"]).click()
    minutes = {"name": "minutes.txt", "mimeType": "text/plain", "buffer": b"The plan is a draft."}
    page.locator("input[type=file]").set_input_files(minutes)
    button(page, words["file"]).click()
    expect(page.get_by_role("link", name="minutes.txt")).to_be_visible()
    check_axe(page)

    page.goto(here)
    page.get_by_label(ASSESSOR).check()
    button(page, words["share"]).click()
    button(page, words["hand in"]).click()
    expect(page.locator("main")).to_contain_text(words["handed in"])
    expect(button(page, words["hand in"])).to_have_count(0)
    check_axe(page)

    page.locator("select[name=language]").select_option(language)
    button(page, words["dossier"]).click()
    expect(page.get_by_role("link", name=words["pdf"])).to_be_visible(timeout=60_000)
    check_axe(page)
    with pikepdf.open(io.BytesIO(downloaded(page, words["pdf"]))) as pdf, pdf.open_outline() as outline:
        assert [mark.title for mark in outline.root] == words["bookmarks"]
    archive = ZipFile(io.BytesIO(downloaded(page, words["zip"])))
    [kept] = [name for name in archive.namelist() if name.endswith("minutes.txt")]
    assert archive.read(kept) == b"The plan is a draft."

    visit = open_page(f"/{language}/clusters/", person=ASSESSOR)
    visit.get_by_role("link", name=words["shared"]).click()
    check_axe(visit)
    visit.goto(here)
    visit.get_by_role("link", name="2.2.3").first.click()
    assert downloaded(visit, "minutes.txt") == b"The plan is a draft."
    expect(visit.get_by_role("button", name=words["answer"])).to_have_count(0)
    visit.locator("textarea").fill("Milloin se hyväksytään?")
    button(visit, words["comment"]).click()
    expect(visit.locator("main")).to_contain_text("Milloin se hyväksytään?")
    check_axe(visit)
    visit.goto(here)
    visit.locator(".findings").first.get_by_role("link").first.click()
    visit.locator("#records-heading ~ ul a").first.click()
    expect(visit.get_by_role("heading", level=1)).to_have_count(1)


def test_a_new_round_shows_only_what_changed_and_fits_a_narrow_screen(open_page, check_axe, width):
    page = open_page("/en/clusters/industry/assessments/", person=MANAGER, width=width)
    if width == 320:
        page.get_by_role("row").nth(1).get_by_role("link").click()
    else:
        page.get_by_role("row", name="Gold").last.get_by_role("link").click()
    page.wait_for_url("**/assessments/*/")
    if page.get_by_role("button", name="Begin a new round from it").count() and width == 1280:
        page.get_by_role("button", name="Begin a new round from it").click()
        changes = page.locator("section", has=page.get_by_role("heading", name=WORDS["en"]["changed"]))
        assert 0 < changes.get_by_role("row").count() - 1 < 31
    check_axe(page)


def test_a_dossier_is_made_without_scripts(open_page):
    page = open_page("/en/sign-in/", java_script_enabled=False)
    page.get_by_role("button", name=MANAGER).click()
    page.goto("/en/clusters/industry/assessments/")
    page.get_by_role("row").last.get_by_role("link").click()
    page.get_by_role("button", name="Make the dossier").click()
    for _time in range(60):
        if page.get_by_role("link", name="The dossier as PDF").count():
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("link", name="The dossier as PDF")).to_be_visible()
