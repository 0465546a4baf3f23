"""An assessor's visit: a dated pass is given, the assessor reads from the label down to a record, and the pass ends."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

CLUSTER = "/en/clusters/rural/"
ASSESSOR = "Leevi Tykkyharju"
COORDINATOR = "Outi Lumivirsu"
SECRET = "Only our own team may read this sentence."


def keep_a_confidential_contact(page: Page) -> str:
    """The team keeps a note that is for itself. Returns where the record is read."""
    page.goto("/admin/journal_contact/new/")
    page.locator("[name=cluster]").select_option(label="Arctic Smart Rural Community")
    page.locator("[name=on]").fill(localdate().isoformat())
    page.locator("[name=organisation]").select_option(index=1)
    page.locator("[name=channel]").select_option("call")
    page.locator("[name=note]").fill(SECRET)
    page.locator("[name=is_confidential]").check()
    page.locator("footer button[type=submit]:not([name])").first.click()
    page.wait_for_url("**/admin/journal_contact/")
    page.goto(f"{CLUSTER}records/contact/")
    page.locator("main table tbody a").first.click()
    expect(page.locator("main")).to_contain_text(SECRET)
    return page.url


def give_a_pass(page: Page, *, until: str) -> None:
    """The coordinator lets the assessor read the cluster until a day, on the screen of mandates."""
    page.goto("/admin/register_mandate/new/")
    page.locator("[name=user]").select_option(label=ASSESSOR)
    page.locator("[name=role]").select_option("assessor")
    page.locator("[name=cluster]").select_option(label="Arctic Smart Rural Community")
    page.locator("[name=from_on]").fill((localdate() - timedelta(days=30)).isoformat())
    page.locator("[name=until_on]").fill(until)
    page.locator("footer button[type=submit]:not([name])").first.click()
    page.wait_for_url("**/admin/register_mandate/")


def end_the_pass(page: Page) -> None:
    """The coordinator lets it end yesterday."""
    page.goto("/admin/register_mandate/?q=assessor")
    row = page.locator("tr", has_text="Arctic Smart Rural Community")
    page.goto(row.locator("a[href*='/edit/']").first.get_attribute("href") or "")
    page.locator("[name=until_on]").fill((localdate() - timedelta(days=1)).isoformat())
    page.locator("footer button[type=submit]:not([name])").first.click()
    page.wait_for_url("**/admin/register_mandate/")


def test_an_assessor_reads_from_the_label_to_a_record_until_the_pass_ends(
    open_page: Callable[..., Page], check_axe: Callable[[Page], None]
):
    team = open_page("/en/clusters/", person="Satu Kairankannel")
    secret = keep_a_confidential_contact(team)
    coordinator = open_page("/en/clusters/", person=COORDINATOR)
    assessor = open_page(CLUSTER, person=ASSESSOR)
    expect(assessor.get_by_role("heading", level=1)).to_have_text("Page not found")

    give_a_pass(coordinator, until=localdate().isoformat())
    assessor.goto("/en/clusters/")
    assessor.get_by_role("link", name="Arctic Smart Rural Community").click()
    label = assessor.locator("section", has=assessor.get_by_role("heading", name="Quality label"))
    expect(label.locator(".big")).to_be_visible()
    check_axe(assessor)
    label.get_by_role("listitem").first.get_by_role("link").click()
    expect(assessor.get_by_role("heading", name="Why", exact=True)).to_be_visible()
    assessor.get_by_role("navigation", name="Pages of the cluster").get_by_role("link", name="Excellence").click()
    assessor.get_by_role("link", name="2.5 Direct contacts between team and participants").click()
    counted = assessor.locator("section", has=assessor.get_by_role("heading", name="records counted"))
    counted.get_by_role("link").first.click()
    expect(assessor.locator("main dl")).to_be_visible()
    check_axe(assessor)

    expect(assessor.get_by_role("link", name="Correct this record")).to_have_count(0)
    for closed in (f"{CLUSTER}quick/", f"{CLUSTER}calendar/", "/admin/journal_contact/"):
        answer = assessor.goto(closed)
        assert answer is not None
        assert answer.status in (403, 404) or "/sign-in/" in assessor.url, closed
    assessor.goto(secret)
    expect(assessor.locator("main")).to_contain_text("This note is confidential")
    expect(assessor.locator("main")).not_to_contain_text(SECRET)
    assert SECRET not in assessor.request.get(f"{CLUSTER}records/contact/export.csv").text()

    end_the_pass(coordinator)
    assessor.goto(CLUSTER)
    expect(assessor.get_by_role("heading", level=1)).to_have_text("Page not found")
    for page in (team, coordinator):
        page.goto("/en/")  # Wagtail's screens go on asking by themselves
