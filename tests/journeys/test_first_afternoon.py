"""A manager's first afternoon: a messy workbook, a heading nobody understands, three doubles, undo, and once more."""

from playwright.sync_api import Page, expect

from tests.tokka.tables.test_lists import workbook

MANAGER = "Aino Hankivuo"
HEADING = "Porukan nimi"
NEW = ("Ensimmäisen iltapäivän Kaarnapuu Oy", "Ensimmäisen iltapäivän Jäkälämatto Oy")


def three_known(page: Page) -> list[tuple[str, str]]:
    """Three companies of the register, each with its municipality."""
    page.goto("/en/organisations/?role=company")
    rows = page.locator("main table tbody tr").all()
    told = [(row.locator("th a").inner_text(), row.locator("td").nth(1).inner_text()) for row in rows]
    return [(name, place) for name, place in told if place and len(name.split()) == 3][:3]


def misspelt(name: str) -> str:
    """The name as somebody types it in a hurry: a letter is missing in its second word."""
    first, second, form = name.split()
    return f"{first} {second[:4]}{second[5:]} {form}"


def bring(page: Page, content: bytes) -> None:
    page.goto("/admin/lists/")
    page.locator("[name=table]").select_option("organisations")
    page.locator("[name=file]").set_input_files({"name": "porukka.xlsx", "mimeType": "x/x", "buffer": content})
    page.get_by_role("button", name="Look at the list").press("Enter")
    expect(page.get_by_label(HEADING)).to_be_visible()


def decide(page: Page) -> None:
    """Two of the three are the ones that are here already, and the third is left out."""
    doubles = page.locator("section[aria-labelledby=report] fieldset")
    expect(doubles).to_have_count(3)
    for place in (0, 1):
        doubles.nth(place).locator("input[type=radio]").nth(1).check()
    doubles.nth(2).get_by_label("leave this row out").check()


def test_a_manager_brings_in_a_messy_workbook_takes_it_back_and_brings_it_in_again(open_page, check_axe):
    page = open_page("/en/", person=MANAGER)
    known = three_known(page)
    assert len(known) == 3
    content = workbook(
        ("Jäsenluettelo, kevät 2026", "", ""),
        ("", "", ""),
        (HEADING, "Kotikunta", "Huomautus"),
        *((misspelt(name), place, "soita") for name, place in known),
        *((name, "Kemi", "") for name in NEW),
        ("Yhteensä", "", "5"),
    )
    bring(page, content)
    page.get_by_label(HEADING).select_option("name")
    page.get_by_label("Huomautus").select_option("")
    page.get_by_role("button", name="Look again").press("Enter")
    report = page.locator("section[aria-labelledby=report]")
    expect(report).to_contain_text("created: ")
    decide(page)
    check_axe(page)
    page.get_by_role("button", name="Import", exact=True).press("Enter")
    undo = page.get_by_role("button", name="Undo the whole import")
    expect(undo).to_be_visible()
    expect(report).to_contain_text("created: 2")
    undo.press("Enter")
    expect(page.locator("main")).to_contain_text("This import was taken back.")
    page.goto(f"/en/organisations/?q={NEW[0]}")
    expect(page.locator("main")).not_to_contain_text(NEW[0])
    bring(page, content)
    expect(page.get_by_label(HEADING)).to_have_value("name")
    decide(page)
    page.get_by_role("button", name="Import", exact=True).press("Enter")
    expect(report).to_contain_text("created: 2")
    for name in NEW:
        page.goto(f"/en/organisations/?q={name}")
        expect(page.locator("main")).to_contain_text(name)
