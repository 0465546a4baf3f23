"""From our answers to the sheet that leaves, where it stands, and whom to ask; and what the coordinator brings in."""

import json

from playwright.sync_api import expect


def test_answer_look_share_compare_and_ask(open_page, check_axe):
    page = open_page("/en/clusters/rural/", person="Niilo Naavalinna")
    page.get_by_role("navigation", name="Pages of the cluster").get_by_role("link", name="Excellence").click()
    page.get_by_role("link", name="Comparison").click()
    expect(page.locator("main")).to_contain_text("sheets of this pool are invented")
    page.get_by_role("link", name="Questions").click()
    page.get_by_role("group", name="Does one organisation lead the others?").get_by_label("Yes, one leads").check()
    page.get_by_role("button", name="Save the answers").click()
    expect(page.locator(".notice-success")).to_contain_text("Your answers are kept")
    page.get_by_role("link", name="Our sheet").click()
    page.get_by_label("Contact: peers may also ask").check()
    page.get_by_role("button", name="Show what would leave").click()
    check_axe(page)
    page.get_by_text("The sheet letter by letter").click()
    leaves = json.loads(page.locator("pre").inner_text())
    assert (leaves["answers"]["leading"], leaves["consent"]) == ("one", "contact")
    page.get_by_role("button", name="Sign it and share it").click()
    expect(page.locator(".notice-success")).to_contain_text("The sheet is signed and in the pool.")
    expect(page.get_by_role("heading", name="Your sheet waits")).to_be_visible()
    page.get_by_role("link", name="Practices").click()
    page.get_by_role("link", name="Offers an activity a month").click()
    expect(page.locator("main")).to_contain_text("This is association, not proof")
    check_axe(page)


def test_the_coordinator_brings_in_reads_the_verdicts_and_takes_back(open_page, check_axe, width):
    page = open_page("/en/pool/", person="Outi Lumivirsu", width=width)
    check_axe(page)
    file = {"name": "theirs.jsonl", "mimeType": "application/json", "buffer": b'{"edition": "2019.1"}\nnot a sheet\n'}
    page.get_by_label("File of sheets").set_input_files(file)
    page.get_by_role("button", name="Bring in and judge each sheet").click()
    expect(page.locator("main")).to_contain_text("2 are refused.")
    check_axe(page)
    page.get_by_role("button", name="Take back this delivery").click()
    expect(page.locator(".notice-success")).to_contain_text("2 sheets were taken back.")
