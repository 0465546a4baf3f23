"""From "Silver in May?" to the least effort, what if, steps with owners and days, and the days of the labels."""

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

NEXT_MAY = f"{localdate().year + 1}-05-31"
WORDS = {
    "en": {
        "level": "Silver",
        "find": "Find the least effort",
        "path": "The least effort to Silver by",
        "not_official": "It is not the official threshold.",
        "open": "What stays open, and no deed would meet",
        "try": "Try it in what if",
        "side": "Today, and as it would be",
        "aim": "Aim and least effort",
        "take": "Put it into the plan",
        "silent": "Meet a participant who has been silent",
        "put": "Put into the plan: Direct contacts between team and participants",
        "due": "Due",
        "save": "Save the step",
        "stands": "The step stands in the plan.",
        "done": "Done:",
        "closed": "Done and dropped",
        "home": "Steps of the plan, overdue or due within a month",
    },
    "fi": {
        "level": "Hopea",
        "find": "Etsi pienin vaiva",
        "path": "Pienin vaiva, Hopea viimeistään",
        "not_official": "Se ei ole virallinen kynnysarvo.",
        "open": "Mikä jää auki, eikä mikään teko täyttäisi",
        "try": "Kokeile, mitä jos",
        "side": "Tänään, ja miten olisi",
        "aim": "Tavoite ja pienin vaiva",
        "take": "Ota suunnitelmaan",
        "silent": "Tapaa osallistuja, josta ei ole kuulunut",
        "put": "Ota suunnitelmaan: Tiimin ja osallistujien suorat yhteydet",
        "due": "Määräpäivä",
        "save": "Tallenna toimi",
        "stands": "Toimi on suunnitelmassa.",
        "done": "Tehty:",
        "closed": "Tehdyt ja luovutut",
        "home": "Suunnitelman toimet, jotka ovat myöhässä tai erääntyvät kuukauden sisällä",
    },
}
MANAGERS = {"en": ("industry", "Aino Hankivuo"), "fi": ("rural", "Niilo Naavalinna")}
"""Each language walks in a cluster of its own, so that neither walk finds the steps of the other."""


@pytest.mark.parametrize("language", WORDS)
def test_from_silver_in_may_to_plan_what_if_and_due_dates(open_page, check_axe, language):
    words, (cluster, person) = WORDS[language], MANAGERS[language]
    page = open_page(f"/{language}/clusters/{cluster}/path/", person=person)
    page.locator("[name=level]").select_option(label=words["level"])
    page.locator("[name=aim_on]").fill(NEXT_MAY)
    page.get_by_role("button", name=words["find"]).click()
    expect(page.get_by_role("heading", name=words["path"])).to_be_visible()
    expect(page.get_by_text(words["not_official"])).to_be_visible()
    expect(page.get_by_role("heading", name=words["open"])).to_be_visible()
    check_axe(page)

    page.get_by_role("link", name=words["try"]).click()
    expect(page.get_by_role("heading", name=words["side"])).to_be_visible()
    check_axe(page)

    page.get_by_role("link", name=words["aim"]).click()
    page.get_by_role("button", name=words["take"]).click()
    planned = page.locator("section", has=page.locator("#planned"))
    assert planned.locator("tbody tr").count() >= 1
    expect(planned.locator("tbody tr").first).to_contain_text(person)
    check_axe(page)


def test_a_finding_becomes_a_step_that_is_due_and_then_done(open_page, check_axe):
    words = WORDS["en"]
    page = open_page("/en/clusters/industry/plan/", person="Aino Hankivuo")
    page.get_by_role("link", name=words["put"]).click()
    expect(page.get_by_label("What is to be done")).to_have_value("Meet a participant who has been silent × 17")
    page.get_by_label(words["due"]).fill(localdate().isoformat())
    page.get_by_role("button", name=words["save"]).click()
    expect(page.get_by_role("status")).to_have_text(words["stands"])
    check_axe(page)
    page.goto("/en/clusters/industry/")
    expect(page.get_by_role("heading", name=words["home"])).to_be_visible()
    page.get_by_role("link", name="Meet a participant who has been silent × 17").click()
    page.get_by_role("button", name="Done: Meet a participant who has been silent × 17").click()
    expect(page.get_by_role("heading", name=words["closed"])).to_be_visible()
    check_axe(page)


def test_fifteen_contacts_and_two_companies_answer_at_once_by_keyboard(open_page, tab_to):
    page = open_page("/en/clusters/industry/what-if/", person="Aino Hankivuo")
    page.get_by_label("Meet a participant who has been silent").focus()
    page.keyboard.type("15")
    page.get_by_label("Win a new company that signs").focus()
    page.keyboard.type("2")
    tab_to(page, "Compute")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Today, and as it would be")).to_be_visible()
    row = page.get_by_role("row", name="2.5 Direct contacts between team and participants").first
    assert row.locator("td").nth(0).inner_text() != row.locator("td").nth(1).inner_text()


def test_a_cluster_sees_the_rule_sets_that_it_chose(open_page, check_axe):
    page = open_page("/en/clusters/rural/rule-sets/", person="Satu Kairankannel")
    hungary = page.get_by_label("Accreditation of clusters in Hungary")
    hungary.uncheck()
    page.get_by_role("button", name="Keep the choice").click()
    expect(hungary).not_to_be_checked()
    expect(page.locator("table thead")).not_to_contain_text("Hungary")
    page.get_by_label("Accreditation of clusters in Hungary").check()
    page.get_by_role("button", name="Keep the choice").click()
    expect(page.locator("table thead")).to_contain_text("Hungary")
    page.locator("table").get_by_role("link", name="1.1.2").first.click()
    expect(page.get_by_role("heading", name="Why")).to_be_visible()
    check_axe(page)


def test_an_assessor_reads_the_plan_and_finds_nothing_to_press(open_page, check_axe):
    page = open_page("/en/clusters/industry/plan/", person="Leevi Tykkyharju")
    expect(page.get_by_role("link", name="Add a step of your own")).to_have_count(0)
    expect(page.locator("main form[method=post]")).to_have_count(0)
    check_axe(page)
