"""A cluster with one record of every kind, and its neighbour with the same, so that what could leak is there."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django import Settings

from tokkasite.accounts.models import User
from tokkasite.journal import models as journal
from tokkasite.register import models as register

DAY = date(2026, 3, 2)
LATER = date(2026, 9, 30)
LONG_AGO = date(2020, 1, 1)


def a_cluster(key: str) -> register.Cluster:
    """A managed cluster with a host."""
    host = register.Organisation.objects.create(
        name=f"Host of {key}", search_name=f"host of {key}", role="development_company"
    )
    return register.Cluster.objects.create(
        key=key, host=host, name_fi=key.title(), name_en=key.title(), managed_since=DAY
    )


def an_organisation(name: str, role: str = "company") -> register.Organisation:
    return register.Organisation.objects.create(name=name, search_name=name.casefold(), role=role)


def one_of_each(cluster: register.Cluster) -> SimpleNamespace:
    """One record of every kind in `KINDS`, by kind; `company` is the organisation in all of them."""
    company = an_organisation(f"{cluster.key.title()} Oy")
    kept: dict[str, object] = {"company": company, "management": cluster}
    lasting = {"from_on": DAY, "until_on": LATER}
    of = {"cluster": cluster}
    kept["participation"] = register.Participation.objects.create(**of, organisation=company, **lasting)
    kept["commitment"] = register.Commitment.objects.create(participation=kept["participation"], proof="fee", **lasting)
    for kind in ("recognition", "platform_profile"):
        kept[kind] = register.Standing.objects.create(**of, kind=kind, **lasting)
    kept["label"] = register.Standing.objects.create(**of, kind="label", level="silver", **lasting)
    kept["website"] = register.Website.objects.create(
        **of, url="https://example.org/", language="en", says_what_is_offered=True, **lasting
    )
    kept["contact"] = journal.Contact.objects.create(
        **of, on=DAY, organisation=company, channel="visit", subject="Peat", note="Sells the mill", is_confidential=True
    )
    kept["event"] = journal.Event.objects.create(**of, on=DAY, kind="workshop", title="Side streams")
    kept["attendance"] = journal.Attendance.objects.create(event=kept["event"], organisation=company, persons=3)
    group = kept["working_group"] = journal.WorkingGroup.objects.create(**of, name="Energy", **lasting)
    kept["working_group_member"] = journal.WorkingGroupMember.objects.create(
        group=group, organisation=company, **lasting
    )
    kept["working_group_meeting"] = journal.WorkingGroupMeeting.objects.create(
        **of, group=group, on=DAY, title="Start", persons=7
    )
    body = kept["body"] = journal.Body.objects.create(**of, kind="board", name="Board", **lasting)
    kept["body_member"] = journal.BodyMember.objects.create(body=body, organisation=company, **lasting)
    kept["decision"] = journal.Decision.objects.create(**of, body=body, on=DAY, subject="Budget approved")
    project = kept["project"] = journal.Project.objects.create(
        **of, name="Ash", kind="research", budget_eur=Decimal("1200.50"), **lasting
    )
    kept["project_partner"] = journal.ProjectPartner.objects.create(project=project, organisation=company, **lasting)
    kept["income"] = journal.Income.objects.create(
        **of, payer="Kemi", sector="public", amount_eur=Decimal("900.25"), **lasting
    )
    kept["cost"] = journal.Cost.objects.create(**of, on=DAY, kind="travel", title="Train", amount_eur=Decimal("80.10"))
    kept["budget"] = journal.Budget.objects.create(**of, costs_eur=Decimal("5000"), **lasting)
    member = kept["team_member"] = journal.TeamMember.objects.create(**of, name="Aino")
    kept["team_period"] = journal.TeamPeriod.objects.create(
        member=member, task="manager", fte=Decimal("0.8"), **lasting
    )
    kept["qualification"] = journal.Qualification.objects.create(
        member=member, on=DAY, kind="experience", title="Clusters", years=Decimal("6.5")
    )
    kept["training"] = journal.Training.objects.create(member=member, on=DAY, title="Facilitation", days=Decimal("1.5"))
    document = kept["document"] = journal.Document.objects.create(**of, kind="strategy", title="Strategy", **lasting)
    kept["strategy_step"] = journal.StrategyStep.objects.create(
        document=document, on=DAY, title="Hearing", organisations=12
    )
    kept["review"] = journal.Review.objects.create(document=document, on=DAY, changes="Aims", used_company_needs=True)
    kept["plan_action"] = kept["action_done"] = journal.PlanAction.objects.create(
        document=document, title="Hire", owner="Aino", done_on=LATER, budget_eur=Decimal("300"), **lasting
    )
    goal = kept["goal"] = journal.Goal.objects.create(
        document=document, kind="growth", title="Exports", target=Decimal("10"), unit="companies", **lasting
    )
    kept["goal_value"] = journal.GoalValue.objects.create(goal=goal, on=DAY, value=Decimal("4.5"))
    kept["communication"] = journal.Communication.objects.create(**of, on=DAY, kind="newsletter", title="March")
    kept["media_mention"] = journal.MediaMention.objects.create(**of, on=DAY, kind="web", outlet="Yle", title="Ash")
    kept["success_story"] = journal.SuccessStory.objects.create(
        **of, on=DAY, organisation=company, title="First order", outcome="Sold"
    )
    kept["survey"] = journal.Survey.objects.create(
        **of, on=DAY, kind="satisfaction", asked=40, answered=30, mean_1_to_5=Decimal("4.25")
    )
    return SimpleNamespace(cluster=cluster, **kept)


@pytest.fixture(autouse=True)
def _plain_styles(settings: Settings) -> None:
    """Styles are read where they lie: nothing has to be gathered before the tests."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.fixture
def ours(db: None) -> SimpleNamespace:
    """Our cluster with one record of every kind."""
    return one_of_each(a_cluster("ours"))


@pytest.fixture
def theirs(ours: SimpleNamespace) -> SimpleNamespace:
    """The neighbour's cluster with the same, made after ours."""
    return one_of_each(a_cluster("theirs"))


@pytest.fixture
def user_with(db: None) -> Callable[..., User]:
    """Makes a user with a mandate; a writer also has the admin's rights to the journal."""

    def make(role: str, cluster: register.Cluster | None = None, **dates: date) -> User:
        user = User.objects.create_user(f"{role}-{cluster}@example.org", "secret-secret")
        register.Mandate.objects.create(user=user, cluster=cluster, role=role, **({"from_on": LONG_AGO} | dates))
        if role in ("manager", "team"):
            rights = Q(content_type__app_label="journal") | Q(codename="access_admin")
            user.user_permissions.set(Permission.objects.filter(rights))
        return user

    return make


@pytest.fixture
def organisation() -> Callable[..., register.Organisation]:
    return an_organisation


@pytest.fixture
def query_count() -> Callable[[Callable[[], object]], int]:
    """How many queries a call takes."""

    def count(call: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as queries:
            call()
        return len(queries)

    return count
