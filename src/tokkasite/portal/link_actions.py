"""The night's look at the pages of other sites to which ours lead."""

from collections.abc import Callable
from datetime import date, timedelta
from time import sleep
from typing import Final, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from tokkasite.accounts.models import User
from tokkasite.portal.links import addresses_by_page, due
from tokkasite.portal.models import OutsideLink
from tokkasite.portal.outside import Looked, Visitor

DAYS_BETWEEN: Final = timedelta(days=7)
"""No address is asked more often."""
MOST_A_NIGHT: Final = 300
SECONDS_BETWEEN: Final = 1.0
"""Between two requests to one host; there is never more than one at a time, to any."""


class Looks(Protocol):
    """Whoever looks at an address."""

    def look(self, address: str) -> Looked: ...


@transaction.atomic
def gather_links() -> None:
    """Bring the list of addresses up to date with what the pages say now. It is no deed of anybody: no audit line."""
    pages_by_address: dict[str, set[int]] = {}
    for page, addresses in addresses_by_page():
        for address in addresses:
            pages_by_address.setdefault(address, set()).add(page)
    OutsideLink.objects.exclude(address__in=pages_by_address).delete()
    known = set(OutsideLink.objects.values_list("address", flat=True))
    OutsideLink.objects.bulk_create(OutsideLink(address=one) for one in pages_by_address if one not in known)
    for link in OutsideLink.objects.all():
        link.pages.set(pages_by_address[link.address])


def look_at_links(
    *, day: date, by: User | None = None, visitor: Looks | None = None, wait: Callable[[float], None] = sleep
) -> int:
    """Look at the addresses that nobody looked at for a week; says how many. Without the operator's leave none.

    Each answer is kept by itself, so that no table is held while another site thinks.
    """
    if not settings.CHECKS_LINKS:
        return 0
    gather_links()
    visitor, silent, last = visitor or Visitor(), set[str](), ""
    looked_at = 0
    for link in due(day - DAYS_BETWEEN)[:MOST_A_NIGHT]:
        host = urlsplit(link.address).netloc
        if host in silent:
            continue
        if host == last:
            wait(SECONDS_BETWEEN)
        found, last = visitor.look(link.address), host
        if found.is_silent:
            silent.add(host)
        keep_look(link=link, found=found, day=day)
        looked_at += 1
    return looked_at


def keep_look(*, link: OutsideLink, found: Looked, day: date) -> None:
    """Write down what was found. A fault keeps the day on which it was first seen."""
    link.looked_on, link.status, link.fault, link.is_known = day, found.status, found.fault, found.is_known
    link.broken_since = (link.broken_since or day) if found.fault else None
    link.save(update_fields=["looked_on", "status", "fault", "is_known", "broken_since"])
