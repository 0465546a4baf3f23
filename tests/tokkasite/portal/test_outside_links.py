"""Links to other sites: what is asked, how politely, what the answers mean, and that nothing is asked unallowed."""

from datetime import date, timedelta
from email.message import Message as Headers
from io import BytesIO
from socket import AF_INET, SOCK_STREAM, gaierror
from ssl import SSLCertVerificationError
from urllib.error import HTTPError, URLError

import pytest
from django.test import Client

from tests.builders import make_cluster, make_region, make_user
from tests.tokkasite.portal.trees import make_plain, make_tree
from tokkasite.portal import links, outside
from tokkasite.portal.link_actions import gather_links, look_at_links
from tokkasite.portal.models import OutsideLink
from tokkasite.portal.outside import Looked, NotOutside, Visitor

DAY = date(2026, 11, 20)
GONE, WORKS = "https://gone.example.org/a", "https://works.example.org/b"


@pytest.fixture
def site(db, settings, tmp_path):
    settings.DATA, settings.CHECKS_LINKS = tmp_path, True
    make_region()
    homes = make_tree(make_cluster("industry", source_url="https://works.example.org/about"))
    return make_plain(
        homes["en"],
        f'<p><a href="{GONE}">one</a> <a href="{WORKS}?a=1&amp;b=2">two</a> <a href="mailto:x@y.z">three</a></p>',
    )


class Recorded:
    """Answers by address; what is not told works."""

    def __init__(self, **answers: Looked) -> None:
        self.answers, self.asked = answers, []

    def look(self, address: str) -> Looked:
        self.asked.append(address)
        return next((found for host, found in self.answers.items() if f"//{host}." in address), Looked(200))


def night(visitor: Recorded, day: date = DAY) -> int:
    return look_at_links(day=day, visitor=visitor, wait=lambda _seconds: None)


def test_the_addresses_of_published_pages_are_gathered_with_the_pages_on_which_they_stand(site):
    gather_links()
    told = {one.address: [page.pk for page in one.pages.all()] for one in OutsideLink.objects.all()}
    assert told[GONE] == [site.pk]
    assert told[f"{WORKS}?a=1&b=2"] == [site.pk]
    assert len(told["https://works.example.org/about"]) == 2  # the page of the cluster, in Finnish and English
    site.unpublish()
    gather_links()
    assert GONE not in OutsideLink.objects.values_list("address", flat=True)


def test_a_fault_keeps_its_first_day_until_the_address_works_again(site):
    night(Recorded(gone=Looked(404, "gone")))
    night(Recorded(gone=Looked(410, "gone")), DAY + timedelta(days=7))
    (link,) = links.faulty()
    assert (link.address, link.broken_since, link.looked_on, link.status) == (GONE, DAY, DAY + timedelta(days=7), 410)
    night(Recorded(), DAY + timedelta(days=14))
    assert list(links.faulty()) == []


def test_no_address_is_asked_twice_within_a_week(site):
    first, second, third = Recorded(), Recorded(), Recorded()
    assert night(first) == 3
    assert night(second, DAY + timedelta(days=6)) == 0
    assert night(third, DAY + timedelta(days=7)) == 3


def test_one_host_is_asked_after_a_pause_and_left_alone_for_the_night_once_it_is_silent(site):
    waits: list[float] = []
    assert look_at_links(day=DAY, visitor=Recorded(), wait=waits.append) == 3
    OutsideLink.objects.update(looked_on=None)
    silent = Recorded(works=Looked(fault="silent"))
    assert night(silent, DAY + timedelta(days=8)) == 2
    assert len([one for one in silent.asked if "works." in one]) == 1


def test_without_the_operators_leave_nobody_is_asked_and_the_page_says_so(site, settings):
    settings.CHECKS_LINKS = False
    visitor = Recorded()
    assert (night(visitor), visitor.asked, OutsideLink.objects.count()) == (0, [], 0)
    client = Client()
    client.force_login(make_user("coordinator"))
    assert "TOKKA_CHECK_LINKS" in client.get("/en/links/").content.decode()


def test_the_report_names_page_address_fault_and_day(site):
    night(Recorded(gone=Looked(404, "gone"), works=Looked(403, is_known=False)))
    client = Client()
    client.force_login(make_user("coordinator"))
    html = client.get("/en/links/").content.decode()
    for words in (GONE, site.title, "The page is not there any more (404)", "20 Nov 2026", "2 do not answer machines"):
        assert words in html, words
    assert "1 link of the public pages leads nowhere." in client.get("/en/messages/").content.decode()


# One address


def visitor_with(answers: dict[str, int | Exception], robots: str = "") -> tuple[Visitor, list[str]]:
    asked: list[str] = []

    def ask(address: str, method: str) -> int:
        asked.append(method)
        found = answers[method]
        if isinstance(found, Exception):
            raise found
        return found

    return Visitor(ask=ask, rules_of=lambda _address: robots), asked


@pytest.mark.parametrize(
    ("answers", "found", "methods"),
    [
        ({"HEAD": 200}, Looked(200), ["HEAD"]),
        ({"HEAD": 405, "GET": 200}, Looked(200), ["HEAD", "GET"]),
        ({"HEAD": 404, "GET": 404}, Looked(404, "gone"), ["HEAD", "GET"]),
        ({"HEAD": 403, "GET": 403}, Looked(403, is_known=False), ["HEAD", "GET"]),
        ({"HEAD": 400, "GET": 400}, Looked(400, "refused"), ["HEAD", "GET"]),
        ({"HEAD": 500, "GET": 502}, Looked(502, "server"), ["HEAD", "GET"]),
        ({"HEAD": URLError(gaierror(-2, "no name"))}, Looked(fault="no_host"), ["HEAD"]),
        ({"HEAD": URLError(SSLCertVerificationError("old"))}, Looked(fault="certificate"), ["HEAD"]),
        ({"HEAD": TimeoutError()}, Looked(fault="silent"), ["HEAD"]),
        ({"HEAD": NotOutside("x")}, Looked(fault="inside"), ["HEAD"]),
    ],
)
def test_an_answer_is_judged_as_a_reader_would(answers, found, methods):
    visitor, asked = visitor_with(answers)
    assert (visitor.look(GONE), asked) == (found, methods)


def test_a_site_that_wants_no_machines_is_not_asked():
    visitor, asked = visitor_with({"HEAD": 200}, robots="User-agent: *\nDisallow: /")
    assert (visitor.look(GONE), asked) == (Looked(is_known=False), [])
    visitor, asked = visitor_with({"HEAD": 200}, robots="User-agent: *\nDisallow: /private/")
    assert (visitor.look(GONE).status, asked) == (200, ["HEAD"])


@pytest.mark.parametrize(
    ("found", "is_public"),
    [("192.0.43.8", True), ("127.0.0.1", False), ("10.1.2.3", False), ("169.254.169.254", False), ("::1", False)],
)
def test_no_host_of_the_operators_own_network_is_asked(found, is_public):
    def resolve(_host: str, _port: object) -> list[object]:
        return [(AF_INET, SOCK_STREAM, 6, "", (found, 0))]

    assert outside.is_outside("somewhere.example", resolve) is is_public


def test_what_a_redirect_leads_to_is_looked_at_before_it_is_followed():
    with pytest.raises(NotOutside):
        outside.Careful().redirect_request(None, None, 302, "", Headers(), "http://127.0.0.1/admin/")
    for address in ("file:///etc/passwd", "http:///nowhere", "ftp://example.org/"):
        with pytest.raises(NotOutside):
            outside.refuse_inside(address)


def test_an_error_of_the_other_site_is_a_status_and_not_a_fault_of_ours(monkeypatch):
    class Opener:
        def open(self, request: object, timeout: float) -> object:
            raise HTTPError(GONE, 404, "no", Headers(), BytesIO())

    monkeypatch.setattr(outside, "refuse_inside", lambda _address: None)
    monkeypatch.setattr(outside, "build_opener", lambda *_handlers: Opener())
    assert (outside.ask(GONE, "HEAD"), outside.rules_of(GONE)) == (404, "")
