"""A real Chromium walks through the demo region, served as `./run demo` serves it, on a data folder of its own.

On a machine without Chromium the journeys are skipped, and say why.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import demo_folder

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
AXE = {"runOnly": {"type": "tag", "values": WCAG_22_AA}, "resultTypes": ["violations"]}
"""What axe is asked: of what passes it need not gather every element."""
SECONDS_TO_START = 240
expect.set_options(timeout=15_000)

# The browser's driver keeps a loop running in its worker, which Django would take for asynchronous code in the tests
# that the worker runs later. The tests themselves are not asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def find_chromium() -> str | None:
    """The browser that TOKKA_CHROMIUM names, else the first one at a usual place."""
    named = os.environ.get("TOKKA_CHROMIUM")
    return next((found for place in (named, *PLACES) if place and (found := shutil.which(place))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here is a journey. Each worker walks on a served site of its own."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip(HOW_TO_INSTALL)
    return {"executable_path": chromium, "args": list(QUIETLY)}


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo region, built and served by the command that a newcomer uses."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    tokka = str(Path(sys.executable).with_name("tokka"))
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SECRET_KEY")}
    environment["TOKKA_DATA"] = str(folder)
    demo_folder.copy(Path(os.environ["TOKKA_TEST_DEMO"]), folder)
    log = (folder / "log").open("w")
    served = subprocess.Popen([tokka, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log)
    try:
        wait_for(f"http://localhost:{port}/en/", served)
        yield f"http://localhost:{port}"
    finally:
        served.terminate()
        served.wait(timeout=30)
        log.close()


def wait_for(address: str, served: subprocess.Popen[bytes]) -> None:
    """Until the site answers. A server that ended, or that says nothing for minutes, fails the journeys at once."""
    began = time.monotonic()
    while served.poll() is None and time.monotonic() - began < SECONDS_TO_START:
        try:
            with urlopen(address, timeout=30):
                return
        except (URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"{address} did not answer; the server's exit code is {served.poll()}.")


@pytest.fixture(params=[320, 1280], ids=["narrow", "wide"])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens an address of the site, as one of its people where a name is told.

    What the browser complains about is a fault.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_at(address: str, *, width: int = 1280, person: str = "", **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url=site, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said.type, said.text) else None)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        if person:
            page.goto(f"/{address.split('/')[1]}/sign-in/")
            page.get_by_role("button", name=person).click()
            page.wait_for_url("**/clusters/")
        page.goto(address)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


def is_complaint(kind: str, text: str) -> bool:
    """What the browser says of its own accord; what is not found or is refused is asked for on purpose."""
    on_purpose = ("404 (Not Found)", "403 (Forbidden)", "422 (Unprocessable")
    return kind == "error" and not any(told in text for told in on_purpose)


SETTLED = """() => Promise.race([
    Promise.allSettled(document.getAnimations().map(one => one.finished)),
    new Promise(done => setTimeout(done, 2000)),
])"""
"""Waits until nothing moves or fades: what is half faded in has no colour of its own yet."""


@pytest.fixture
def check_axe() -> Callable[[Page], None]:
    """Asserts that a page breaks no rule of WCAG 2.2 A and AA that axe can see, and does not scroll sideways."""

    def check(page: Page) -> None:
        page.evaluate(SETTLED)
        found = Axe().run(page, options=AXE)
        assert found.response["violations"] == [], found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0

    return check


@pytest.fixture
def tab_to() -> Callable[[Page, str], None]:
    """Goes on by the tab key, as far as somebody would, to what bears the text."""

    def go(page: Page, text: str, presses: int = 60) -> None:
        for _ in range(presses):
            page.keyboard.press("Tab")
            if text in page.evaluate("document.activeElement.innerText || document.activeElement.value || ''"):
                return
        raise AssertionError(f"{text!r} was not reached by {presses} presses of the tab key.")

    return go
