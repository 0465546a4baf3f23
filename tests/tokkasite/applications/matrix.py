"""For whom the pages of applications, aid and past projects are, and what they are asked with."""

from types import SimpleNamespace

from tests.builders import LONG_AGO
from tests.tokkasite.roles import NOBODY, READERS, TEAM
from tokkasite.accounts.models import User
from tokkasite.applications.models import AidGrant, Application, Paper, Partner

PAGES = {
    "applications:board": READERS,
    "applications:add": TEAM,
    "applications:days": READERS,
    "applications:results": READERS,
    "applications:results_file": READERS,
    "applications:past_lists": TEAM,
    "applications:decide_past": NOBODY,  # by POST alone
    "applications:application": READERS,
    "applications:change": TEAM,
    "applications:remove_part": NOBODY,  # by POST alone
    "applications:paper": NOBODY,  # its content is not there; test_pipeline opens one that is
    "applications:size": TEAM | {"member"},
    "applications:aid": TEAM | {"member"},
    "applications:remove_grant": NOBODY,  # by POST alone
    "applications:planned": TEAM | {"member"},
    "applications:past": READERS | {"neighbour", "member"},
}
ELSEWHERE = {"applications:days", "applications:results_file", "applications:paper"}
"""Files."""
FIRST_OF: dict[str, str] = {}


def prepare(ours: SimpleNamespace, people: dict[str, User | None]) -> None:
    """An application of the company with a document whose content is lost, and one grant of aid."""
    ours.application = Application.objects.create(
        cluster=ours.cluster, title="Plan", programme="ERDF", lead=ours.company, since_on=LONG_AGO
    )
    Partner.objects.create(application=ours.application, organisation=ours.company, role="coordinator")
    ours.paper = Paper.objects.create(
        application=ours.application, kind="plan", name="plan.txt", size=1, digest="0" * 64, kept_on=LONG_AGO
    )
    ours.grant = AidGrant.objects.create(
        organisation=ours.company, granted_on=LONG_AGO, euros=100, body="Funder", source="decision"
    )


def arguments(ours: SimpleNamespace) -> dict[str, dict[str, object]]:
    one = {"key": "ours", "pk": ours.application.pk}
    company = {"pk": ours.company.pk}
    return {
        "applications:application": one,
        "applications:change": one,
        "applications:remove_part": one,
        "applications:paper": one | {"number": ours.paper.pk},
        "applications:size": company,
        "applications:aid": company,
        "applications:planned": company,
        "applications:past": company,
        "applications:remove_grant": company | {"number": ours.grant.pk},
    }
