"""The one door to other sites. Nothing here is called but by the night's look at links, where the operator allows it.

An address is asked with HEAD, and with GET where that is not answered well: some servers know no HEAD. What a site asks
of machines in its robots.txt is kept (RFC 9309). A host of the operator's own network is never asked, whoever wrote a
link to it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from ipaddress import ip_address
from socket import gaierror, getaddrinfo
from ssl import SSLError
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from urllib.robotparser import RobotFileParser

NAME: Final = "Tokka (looks for broken links; open source)"
ROBOT: Final = "Tokka"
"""As which a robots.txt may name us."""
SECONDS_TO_WAIT: Final = 10
LARGEST_ROBOTS: Final = 500_000
"""Bytes of a robots.txt that are read, as RFC 9309 asks."""
SHUT_TO_MACHINES: Final = frozenset({401, 403, 405, 406, 407, 429, 451, 503, 999})
"""Answers that say nothing of whether a person would reach the page."""


class NotOutside(OSError):
    """The host belongs to a network of its own, or the address is none of the web."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found at an address: the status where one was answered, and the fault by its key; none where it works.

    `is_known` is False where the site does not answer machines: then nobody can tell.
    """

    status: int | None = None
    fault: str = ""
    is_known: bool = True

    @property
    def is_silent(self) -> bool:
        """Nothing came from the host, so it is not asked for another page tonight."""
        return self.fault in ("no_host", "silent", "certificate")


Ask = Callable[[str, str], int]
"""Asks an address by a method and says the status. Raises OSError where no answer came."""


def is_outside(host: str, resolve: Callable[..., Iterable[Any]] = getaddrinfo) -> bool:
    """Whether every address of a host lies in the public internet. Raises gaierror for one that nobody knows."""
    return all(ip_address(found[4][0].partition("%")[0]).is_global for found in resolve(host, None))


def refuse_inside(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_outside(parts.hostname):
        raise NotOutside(f"{address} leads to no public host.")


class Careful(HTTPRedirectHandler):
    """Follows where a site leads onward, but into no network of the operator's own."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        refuse_inside(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def ask(address: str, method: str) -> int:
    """The status that an address answers. Of its content nothing is read."""
    refuse_inside(address)
    request = Request(address, method=method, headers={"User-Agent": NAME, "Accept": "*/*"})  # noqa: S310 -- http alone
    try:
        with build_opener(Careful).open(request, timeout=SECONDS_TO_WAIT) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def rules_of(address: str) -> str:
    """The robots.txt of an address's host; empty where there is none."""
    parts = urlsplit(address)
    robots = f"{parts.scheme}://{parts.netloc}/robots.txt"
    refuse_inside(robots)
    request = Request(robots, headers={"User-Agent": NAME})  # noqa: S310 -- http alone, as above
    try:
        with build_opener(Careful).open(request, timeout=SECONDS_TO_WAIT) as answer:
            return str(answer.read(LARGEST_ROBOTS).decode("utf-8", "replace"))
    except HTTPError:
        return ""


@dataclass
class Visitor:
    """Looks at addresses, and keeps what the hosts met so far ask of machines."""

    ask: Ask = ask
    rules_of: Callable[[str], str] = rules_of
    robots: dict[str, RobotFileParser] = field(default_factory=dict)

    def look(self, address: str) -> Looked:
        """What somebody would find at the address."""
        try:
            if not self.may_ask(address):
                return Looked(is_known=False)
            status = self.ask(address, "HEAD")
            if status >= HTTPStatus.BAD_REQUEST:
                status = self.ask(address, "GET")
        except (OSError, HTTPException, ValueError) as fault:
            return Looked(fault=name_of(fault))
        if status in SHUT_TO_MACHINES:
            return Looked(status, is_known=False)
        return Looked(status, fault=fault_of(status))

    def may_ask(self, address: str) -> bool:
        host = urlsplit(address).netloc
        if host not in self.robots:
            self.robots[host] = RobotFileParser()
            self.robots[host].parse(self.rules_of(address).splitlines())
        return self.robots[host].can_fetch(ROBOT, address)


def fault_of(status: int) -> str:
    """What a status says is wrong; empty where nothing is."""
    if status < HTTPStatus.BAD_REQUEST:
        return ""
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return "gone"
    return "refused" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "server"


def name_of(fault: Exception) -> str:
    """Why no answer came."""
    reason = fault.reason if isinstance(fault, URLError) else fault
    if isinstance(reason, NotOutside):
        return "inside"
    if isinstance(reason, gaierror):
        return "no_host"
    return "certificate" if isinstance(reason, SSLError) else "silent"
