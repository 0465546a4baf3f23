"""Axe on every page of the permission matrix, opened by somebody who may: wide in English, narrow and dark in Finnish.

The pages are those of the matrix, so that a new one is looked at without being named here. A page that takes a number
is found as people find it, by a link on another page: one to which nothing leads fails the walk.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import translation
from playwright.sync_api import Page

from tests.journeys.conftest import AXE
from tests.tokkasite.test_permission_matrix import PAGES, ROOMS

PEOPLE = {
    "anonymous": "",
    "manager": "Aino Hankivuo",
    "coordinator": "Outi Lumivirsu",
    "auditor": "Sanelma Routakivi",
    "assessor": "Leevi Tykkyharju",
    "lead": "Hilla Jängännevä",
    "member": "Kaisu Routavuo",
}
"""Who walks as which role of the matrix, in this order: a page is looked at with the first of them who may open it."""
LOOK_DIFFERENT = {
    "assessor": {"excellence:home", "excellence:finding", "journal:record"},
    "lead": {"excellence:clusters", "journal:group"},
    "member": {"excellence:clusters", "register:organisation"},
}
"""Pages that show these people something else than those before them, and are looked at once more."""
HAVE_NONE = {"manager": {"leakage:leaks", "leakage:answer"}}
"""Pages of which the cluster of these people has none in the demo region: those after them look at them elsewhere."""
ELSEWHERE = {
    "search:export", "journal:export", "journal:export_by_organisation", "benchmark:own_sheets",  # files
    "benchmark:sheet_file", "excellence:file", "excellence:dossier_file",
    "excellence:dossier", "excellence:change_step",  # test_dossier and test_plan walk here
    "benchmark:delivery", "account_reset_password_from_key",  # only after a file was brought, or by a letter
    "account_inactive", "account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate",  # amid a sign-in
    "mfa_generate_recovery_codes", "mfa_reauthenticate_webauthn", "mfa_add_webauthn",  # test_account walks here
    "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_login_webauthn", "account_change_password",
    "accounts:sign_in", "account_login",  # whoever is in is sent onward; the door is looked at by anonymous
}  # fmt: skip
"""What is no page to look at, or is looked at where its state can be brought about."""
ELSEWHERE |= {name for room in ROOMS for name in room.ELSEWHERE}
ANSWERED = {
    "excellence:rules_of": ["ecei_reference"],
    "excellence:readiness": ["industry", "ecei_reference"],
    "funding:source": ["eu-portal"],
    "leakage:leaks": ["rural"],
    "leakage:municipality": ["enontekio"],
}
"""Addresses with places in them that are asked for directly: the page with most on it."""
FIRST_OF = {
    "journal:person": "/en/clusters/industry/records/contact/",
    "journal:attendance": "/en/clusters/industry/records/event/",
    "journal:group": "/en/clusters/industry/records/working_group/",
}
"""Pages to which only records of one kind lead: the list whose first record is opened on the way."""
FIRST_OF |= {name: at for room in ROOMS for name, at in room.FIRST_OF.items()}
SPARSE = {"symbiosis:processor"}
"""Kinds of records of which some have pages that others lack."""


def mine(role: str) -> list[str]:
    """The pages that this person looks at, in the order of the matrix."""
    roles = list(PEOPLE)
    before = roles[: roles.index(role)]
    return [
        name
        for name, who in PAGES.items()
        if role in who and (name not in ELSEWHERE or (role, name) == ("anonymous", "accounts:sign_in"))
        if name not in HAVE_NONE.get(role, ())
        if name in LOOK_DIFFERENT.get(role, ())
        or not any(one in who and name not in HAVE_NONE.get(one, ()) for one in before)
    ]


def direct(name: str, language: str) -> str:
    """The address of a page that needs no number; empty where only a link leads to it."""
    if name == "wagtail_serve":
        return f"/{language}/"
    with translation.override(language):
        for arguments in (ANSWERED.get(name, []), ["industry"]):
            try:
                return reverse(name, args=arguments)
            except NoReverseMatch:
                continue
    return ""


def links(page: Page) -> Iterator[tuple[str, str]]:
    """The pages to which this one leads, by name: with each record of one kind."""
    with translation.override("en"):
        for address in page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)"):
            path = urlsplit(address).path
            try:
                yield resolve(path).view_name, path
            except Resolver404:
                continue


def faults(page: Page) -> list[str]:
    """What axe finds, in a line each, whether the page scrolls sideways, and whether one heading says what it is."""
    found = Axe().run(page, options=AXE).response["violations"]
    lines = [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    headings = page.locator("h1").count()
    told = [f"scrolls sideways by {wider} px"] if wider else []
    return lines + told + ([f"has {headings} headings of the first level"] if headings != 1 else [])


def links_of_first(page: Page, address: str) -> dict[str, str]:
    """The pages to which the first record of a list leads."""
    page.goto(address)
    page.goto(dict(links(page))["journal:record"])
    return dict(links(page))


def on_another_record(page: Page, name: str, others: Iterable[str]) -> str:
    """The address of a page that the first record of its kind does not have: the first record with a link to it."""
    for address in others:
        page.goto(address)
        if found := dict(links(page)).get(name):
            return found
    return ""


def look(page: Page, address: str, width: int, scheme: str) -> dict[tuple[str, str], list[str]]:
    """What is wrong with one page."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    answer = page.goto(address)
    wrong = [] if answer and answer.ok else [f"answers {answer and answer.status}"]
    return {(address, scheme): wrong + faults(page)}


@pytest.mark.parametrize("role", PEOPLE)
def test_axe_finds_nothing_on_any_page(open_page, role):
    page = open_page("/en/", person=PEOPLE[role])
    left, known, others, found = mine(role), dict(links(page)), [], {}
    for name in set(left) & set(FIRST_OF) if role == "manager" else ():
        known |= links_of_first(page, FIRST_OF[name])
    while left:
        ready = next((name for name in left if direct(name, "en") or name in known), left[0])
        address = direct(ready, "en") or known.get(ready) or on_another_record(page, ready, others)
        assert address, f"nothing leads to {ready}"
        left.remove(ready)
        found |= look(page, address, 1280, "light")
        there = list(links(page))
        known = dict(there) | known
        others += [path for name, path in there if name in SPARSE]
        found |= look(page, address.replace("/en/", "/fi/", 1), 320, "dark")
    assert {where: told for where, told in found.items() if told} == {}


def test_every_page_that_somebody_may_open_is_looked_at():
    looked_at = {name for role in PEOPLE for name in mine(role)}
    assert {name for name, who in PAGES.items() if who - {"operator"}} - looked_at - ELSEWHERE == set()
