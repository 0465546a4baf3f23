"""For whom the pages of the calls are, and what they are asked with."""

from datetime import UTC, datetime
from types import SimpleNamespace

from django.utils.timezone import now

from tests.tokkasite.roles import ANY_READERS, MEMBER, NOBODY, READERS
from tokkasite.accounts.models import User
from tokkasite.funding.models import Call, Source
from tokkasite.register.models import Mandate

PAGES = {
    "funding:sources": ANY_READERS,
    "funding:source": ANY_READERS,
    "funding:call": ANY_READERS | MEMBER,
    "funding:calls": READERS,
    "funding:fitting": READERS,
    "funding:confirm": NOBODY,  # by POST alone
    "funding:member_calls": MEMBER,
    "funding:follow": NOBODY,  # by POST alone
    "funding:letters": NOBODY,  # by POST alone
    "funding:feed": NOBODY,  # by POST alone
    "funding:calendar": NOBODY,  # by a token that nobody here has
    "funding:stop": NOBODY,  # by a link that nobody here has
}
ELSEWHERE: set[str] = set()
FIRST_OF: dict[str, str] = {}


def prepare(ours: SimpleNamespace, people: dict[str, User | None]) -> None:
    """One call, which never closes."""
    source = Source.objects.create(key="a-source", name="A source")
    told = {"first_seen_at": now(), "last_seen_at": now(), "opens_at": datetime(2020, 1, 1, tzinfo=UTC)}
    ours.call = Call.objects.create(source=source, reference="1", title="A call", is_continuous=True, **told)
    ours.member = Mandate.objects.get(user=people["member"])


def arguments(ours: SimpleNamespace) -> dict[str, dict[str, object]]:
    member = {"pk": ours.member.pk}
    return {
        "funding:source": {"pk": "a-source"},
        "funding:call": {"pk": ours.call.pk},
        "funding:fitting": {"key": "ours", "pk": ours.call.pk},
        "funding:confirm": {"key": "ours", "pk": ours.call.pk},
        "funding:member_calls": member,
        "funding:follow": member | {"number": ours.call.pk},
        "funding:letters": member,
        "funding:feed": member,
        "funding:calendar": {"token": "none"},
        "funding:stop": {"token": "none"},
    }
