"""A mission from its call to the cost report with a refused line, and an event day with a no-show, by keyboard."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

MISSIONS, EVENTS = "/clusters/industry/missions/", "/clusters/industry/events/"
MANAGER = "Aino Hankivuo"
WORDS = {
    "en": {
        "small": "small or medium-sized enterprise",
        "call": "Call a mission", "save": "Save", "invite": "Invite", "take": "Take along", "cost": "Book a cost",
        "book": "Book", "only": "pays its own travel and nothing else", "report": "Cost report",
        "refused": "Refused lines, in no sum", "cluster": "the cluster", "plan": "Plan anew",
        "proven": "How good the timetable is", "timetable": "Timetable", "anew": "Plan anew for those affected",
        "changed": "What changed since the planning", "move": "Move", "error": "Nothing is saved yet",
    },
    "fi": {
        "small": "pieni tai keskisuuri yritys",
        "call": "Kutsu matkalle", "save": "Tallenna", "invite": "Kutsu", "take": "Ota mukaan", "cost": "Kirjaa kulu",
        "book": "Kirjaa", "only": "maksaa oman matkansa eikä mitään muuta", "report": "Kuluraportti",
        "refused": "Hylätyt rivit, eivät missään summassa", "cluster": "klusteri", "plan": "Suunnittele uudelleen",
        "proven": "Kuinka hyvä aikataulu on", "timetable": "Aikataulu",
        "anew": "Suunnittele uudelleen niille, joita asia koskee",
        "changed": "Mikä muuttui suunnittelun jälkeen", "move": "Siirrä", "error": "Mitään ei ole vielä tallennettu",
    },
}  # fmt: skip


def press(page, thing) -> None:
    """Press something as one does without a mouse."""
    thing.focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["fi", "en"])
def test_a_mission_goes_from_its_call_to_a_cost_report_with_a_refused_line(open_page, check_axe, language):
    say = WORDS[language]
    page = open_page(f"/{language}{MISSIONS}", person=MANAGER)
    press(page, page.get_by_role("link", name=say["call"], exact=True))
    first = localdate() + timedelta(days=90)
    days = {"from_on": first, "until_on": first + timedelta(days=3), "sign_up_until": first - timedelta(days=30)}
    for name, day in days.items():
        page.locator(f"[name={name}]").fill(day.isoformat())
    for name, text in {
        "title": f"Tromsø {language}", "host_name": "Host", "place": "Tromsø", "country": "NO", "working_days": "3"
    }.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(text)
    check_axe(page)
    press(page, page.locator("main").get_by_role("button", name=say["save"]))
    page.wait_for_url(f"**{MISSIONS}*/")
    press(page, page.locator("a[href$='/invite/']"))
    page.wait_for_url("**/invite/")
    for place in range(6):
        page.locator("[name=organisations]").nth(place).check()
    check_axe(page)
    press(page, page.locator("main").get_by_role("button", name=say["invite"], exact=True))
    page.wait_for_url(f"**{MISSIONS}*/")
    firm = page.locator("tr", has_text=say["small"]).first
    name = firm.locator(".visually-hidden").first.inner_text().removeprefix(": ")
    with page.expect_navigation():
        press(page, firm.get_by_role("button", name=say["take"]).first)
    check_axe(page)
    press(page, page.locator("summary", has_text=say["cost"]))
    page.locator("[name=cost-kind]").select_option("accommodation")
    page.locator("[name=cost-amount_eur]").fill("120")
    page.locator("[name=cost-payer]").select_option("sme")
    page.locator("[name=cost-organisation]").select_option(label=name)
    press(page, page.locator("details[open]").get_by_role("button", name=say["book"], exact=True))
    expect(page.locator(".notice-error")).to_contain_text(say["only"])
    press(page, page.get_by_role("link", name=say["report"], exact=True))
    page.wait_for_url("**/costs/")
    expect(page.locator("#refused")).to_have_text(say["refused"])
    check_axe(page)
    press(page, page.locator("button[name=payer]").first)
    page.wait_for_url(f"**{MISSIONS}*/")
    page.go_back()
    page.reload()
    expect(page.locator("#refused")).to_have_count(0)
    expect(page.locator("[aria-labelledby=lines] tbody tr")).to_contain_text(say["cluster"])


def count_in(page) -> int:
    """How many meetings the timetable has; one slot of them is shown."""
    return int(re.match(r"\d+", page.locator("#grid").inner_text())[0])


@pytest.mark.parametrize("language", ["fi", "en"])
def test_on_the_day_of_an_event_a_no_show_touches_only_those_affected(open_page, check_axe, language):
    say = WORDS[language]
    page = open_page(f"/{language}{EVENTS}", person=MANAGER)
    check_axe(page)
    press(page, page.locator("a[href$='/meetings/']").first)
    page.wait_for_url("**/meetings/")
    page.locator("[name=seconds]").fill("1")
    press(page, page.get_by_role("button", name=say["plan"], exact=True))
    page.wait_for_load_state()
    expect(page.locator("#progress form")).to_be_visible()  # it is done: one could plan again
    expect(page.locator("#quality")).to_have_text(say["proven"])
    check_axe(page)
    press(page, page.locator(".subtabs").get_by_role("link", name=say["timetable"], exact=True))
    page.wait_for_url("**/timetable/")
    check_axe(page)
    before = count_in(page)
    page.locator("[name=guest]").select_option(index=1)
    with page.expect_navigation():  # the page after the other walk says already that something changed
        press(page, page.get_by_role("button", name=say["anew"], exact=True))
    expect(page.locator("summary", has_text=say["changed"])).to_be_visible()
    assert count_in(page) < before
    press(page, page.get_by_role("link", name=say["move"]).first)
    page.wait_for_url("**/move/")
    check_axe(page)
    press(page, page.locator("main").get_by_role("button", name=say["move"], exact=True))
    page.wait_for_url(re.compile(r"/timetable/\?slot=\d+$"))
    expect(page.locator(".notice-success")).to_be_visible()


def test_the_pages_of_an_event_fit_a_telephone(open_page, check_axe):
    page = open_page(f"/en{EVENTS}", person=MANAGER, width=320)
    for link in ("a[href$='/meetings/']", "a[href$='/meetings/timetable/']", "[data-move] a[href*='/agendas/']"):
        page.locator(link).first.click()
        page.wait_for_load_state()
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
