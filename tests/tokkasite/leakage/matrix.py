"""For whom the pages of the municipalities' money are, and what they are asked with."""

from types import SimpleNamespace

from tests.builders import LONG_AGO
from tests.tokkasite.roles import EVERYONE, NOBODY, READERS, TEAM
from tokkasite.accounts.models import User
from tokkasite.leakage.models import Answer, Asked
from tokkasite.register.models import Municipality

PAGES = {
    "leakage:municipalities": EVERYONE,
    "leakage:municipality": EVERYONE,
    "leakage:claims": EVERYONE,
    "leakage:question": NOBODY,  # by a token that nobody here has
    "leakage:leaks": READERS,
    "leakage:ask": NOBODY,  # by POST alone
    "leakage:ask_again": NOBODY,  # by POST alone
    "leakage:close_link": NOBODY,  # by POST alone
    "leakage:ledger": TEAM,
    "leakage:kitchens": TEAM,
    "leakage:heat": TEAM,
    "leakage:answer": READERS,
}
ELSEWHERE: set[str] = set()
FIRST_OF: dict[str, str] = {}


def prepare(ours: SimpleNamespace, people: dict[str, User | None]) -> None:
    """An answer of kitchens, and a firm that was asked."""
    place = Municipality.objects.get(code="047")
    told = {"cluster": ours.cluster, "municipality": place}
    ours.leak_answer = Answer.objects.create(
        kind="kitchens", name="K", year=2020, entered_on=LONG_AGO, taken_on=LONG_AGO, **told
    )
    ours.asked = Asked.objects.create(firm="F", digest="0", sent_on=LONG_AGO, expires_on=LONG_AGO, **told)


def arguments(ours: SimpleNamespace) -> dict[str, dict[str, object]]:
    return {
        "leakage:municipality": {"key": "enontekio"},
        "leakage:question": {"token": "nobody-has-this-one"},
        "leakage:ask_again": {"key": "ours", "pk": ours.asked.pk},
        "leakage:close_link": {"key": "ours", "pk": ours.asked.pk},
        "leakage:answer": {"key": "ours", "pk": ours.leak_answer.pk},
    }
