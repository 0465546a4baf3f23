"""A real Chromium walks through a real site. On a machine without Chromium the journeys are skipped, and say why."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import DjangoDbBlocker, Settings

from tests.builders import make_cluster, make_organisation, make_region, make_user
from tokkasite.portal.actions import build_site
from tokkasite.register.models import Cluster, Participation, Standing

PLACES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
HOW_TO_INSTALL = (
    "There is no Chromium on this machine, so nobody can walk. On Debian or Ubuntu: sudo apt install chromium. "
    "Elsewhere install Chromium or Chrome, or name it in TOKKA_CHROMIUM."
)
QUIETLY = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]

# The browser's driver keeps a loop running, which Django takes for asynchronous code. The tests themselves are not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def find_chromium() -> str | None:
    """The browser that TOKKA_CHROMIUM names, else the first one at a usual place."""
    named = os.environ.get("TOKKA_CHROMIUM")
    return next((found for place in (named, *PLACES) if place and (found := shutil.which(place))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here is a journey on a live site, and leaves the database as it was."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip(HOW_TO_INSTALL)
    return {"executable_path": chromium, "args": list(QUIETLY)}


@pytest.fixture(scope="session", autouse=True)
def _what_the_migrations_brought(browser: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Kept where Django looks for it after each journey. The browser's loop has a connection of its own: kept anew."""
    with django_db_blocker.unblock():
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()


@pytest.fixture(autouse=True)
def _settings_of_the_live_site(settings: Settings) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.IS_DEMO = True


@pytest.fixture
def cluster(transactional_db: None) -> Cluster:
    """A cluster with a host, a label, a few participants and a manager to be, on a site with its public pages."""
    make_region()
    cluster = make_cluster(
        "forest",
        name_fi="Lapin metsäklusteri",
        name_en="Forest Cluster of Lapland",
        summary_en="Wood and what it becomes.",
    )
    for name, role in (("Poro Oy", "company"), ("Sahapuu Oy", "company"), ("Sodankylä", "municipality")):
        organisation = make_organisation(name, role, is_invented=True)
        Participation.objects.create(cluster=cluster, organisation=organisation, from_on="2023-01-01")
    Standing.objects.create(cluster=cluster, kind="label", level="silver", from_on="2024-05-01")
    manager = make_user("manager", cluster, email="manager@demo.tokka.example")
    manager.first_name, manager.last_name = "Aino", "Keloharju"
    manager.save()
    build_site()
    return cluster


@pytest.fixture(params=[320, 1280], ids=["narrow", "wide"])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
def open_page(browser: Browser, live_server, cluster: Cluster) -> Iterator[Callable[..., Page]]:
    """Opens an address of the live site; what the browser complains about is a fault."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_at(address: str, *, width: int = 1280, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said.type, said.text) else None)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.goto(f"{live_server.url}{address}")
        return page

    yield open_at
    for context in contexts:
        context.close()
    wait_for_answers()
    assert complaints == []


def wait_for_answers() -> None:
    """Let the live site finish what the browser asked, so that nothing runs into the next test or the end."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


def is_complaint(kind: str, text: str) -> bool:
    """What the browser says of its own accord; a page that is not found is asked for on purpose."""
    return kind == "error" and "404 (Not Found)" not in text and "403 (Forbidden)" not in text


@pytest.fixture
def check_axe() -> Callable[[Page], None]:
    """Asserts that a page breaks no rule of WCAG 2.2 A and AA that axe can see, and does not scroll sideways."""

    def check(page: Page) -> None:
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG_22_AA}})
        assert found.response["violations"] == [], found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0

    return check
