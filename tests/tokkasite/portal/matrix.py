"""For whom the pages of the portal are, and what they are asked with."""

from types import SimpleNamespace

from django.utils.timezone import localdate, now

from tests.tokkasite.roles import COORDINATORS, EVERYONE, NOBODY, READERS
from tokkasite.accounts.models import User
from tokkasite.portal.models import Message

PAGES = {
    "portal:accessibility": EVERYONE,
    "portal:privacy": EVERYONE,
    "portal:site_map": EVERYONE,
    "portal:find": EVERYONE,
    "portal:feedback": EVERYONE,
    "portal:order": EVERYONE,
    "portal:rss": EVERYONE,
    "portal:atom": EVERYONE,
    "portal:calls": EVERYONE,
    "portal:exchanges": EVERYONE,
    "portal:events_rss": EVERYONE,
    "portal:events_atom": EVERYONE,
    "portal:events_ics": EVERYONE,
    "portal:event_ics": EVERYONE,
    "portal:links": COORDINATORS,
    "portal:publicity": READERS,
    "portal:mentions_csv": READERS,
    "portal:publicity_csv": READERS,
    "portal:front_paper": NOBODY,  # no site was built here, so there is no front page
    "portal:paper": EVERYONE,
    "portal:inbox": COORDINATORS,
    "portal:answer": COORDINATORS,
    "portal:write_letter": COORDINATORS,
    "portal:confirm": NOBODY,  # by a token that nobody here has, as the next
    "portal:stop": NOBODY,
    "sitemap": EVERYONE,
}
ELSEWHERE = {"portal:rss", "portal:atom", "portal:paper", "portal:front_paper", "portal:answer", "sitemap"}
ELSEWHERE |= {f"portal:{name}" for name in ("events_rss", "events_atom", "events_ics", "event_ics")}
ELSEWHERE |= {"portal:mentions_csv", "portal:publicity_csv"}
"""Files, and the page of a message, which test_portal walks."""
FIRST_OF: dict[str, str] = {}


def prepare(ours: SimpleNamespace, people: dict[str, User | None]) -> None:
    """A message that waits for an answer."""
    told = {"about": "other", "text": "Hello", "language": "en", "received_at": now(), "due_on": localdate()}
    ours.message = Message.objects.create(digest="0", **told)


def arguments(ours: SimpleNamespace) -> dict[str, dict[str, object]]:
    token = {"token": "nobody-has-this-one"}
    return {
        "portal:answer": {"pk": ours.message.pk},
        "portal:confirm": token,
        "portal:stop": token,
        "portal:paper": {"address": "accessibility/"},
        "portal:event_ics": {"number": ours.event.pk},  # published by the matrix of the missions
        **{f"portal:{name}": {"key": "ours"} for name in ("publicity", "mentions_csv", "publicity_csv")},
    }
