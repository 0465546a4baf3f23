"""Every address of the site against every role: who is let in, and that nobody else is.

The addresses are read from the site itself. One that stands in no table fails the test, so that nobody adds a page
without saying for whom it is. The rows that are asked for are those of the cluster `ours`.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from django.utils.timezone import localdate

from tests.builders import LONG_AGO, PASSWORD, make_user
from tests.tokkasite.journal.conftest import a_cluster, one_of_each
from tests.tokkasite.roles import (
    ANY_READERS,
    ANY_TEAM,
    COORDINATORS,
    EVERYONE,
    KEEPERS,
    MEMBER,
    NOBODY,
    OPERATOR,
    READERS,
    ROLES,
    SIGNED_IN,
    TEAM,
)  # fmt: skip
from tokka.rulebook.families import FAMILIES, family_named
from tokkasite.accounts.models import User
from tokkasite.benchmark.models import Delivery
from tokkasite.excellence.actions import add_file, begin_dossier, make_dossier, open_round, share_round
from tokkasite.excellence.models import Evidence, ImprovementStep, Round
from tokkasite.journal.models import Event, Survey, SurveyQuestion, WorkingGroup
from tokkasite.lists.models import Import
from tokkasite.register.actions import load_region
from tokkasite.register.models import Cluster, ContactPerson, Municipality
from tokkasite.symbiosis.models import Offer

FILES = sorted(Path(__file__).parent.glob("*/matrix.py"))
ROOMS = [import_module(f"tests.tokkasite.{file.parent.name}.matrix") for file in FILES]
"""What rooms tell of their own pages: each has `PAGES`, `ELSEWHERE`, `FIRST_OF`, `prepare` and `arguments`."""

PAGES = {
    "accounts:sign_in": EVERYONE,
    "accounts:demo_sign_in": NOBODY,  # no demonstration, so there is no such page
    "accounts:sign_out": NOBODY,  # by POST alone
    "accounts:account": SIGNED_IN,
    "accounts:save_filter": NOBODY,  # by POST alone, as are the three below that say so
    "accounts:forget_filter": NOBODY,  # by POST alone
    "account_login": EVERYONE,
    "account_logout": NOBODY,  # by POST alone
    "account_inactive": EVERYONE,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_reset_password": EVERYONE,
    "account_reset_password_done": EVERYONE,
    "account_reset_password_from_key": EVERYONE,  # says that the link is of no use
    "account_reset_password_from_key_done": EVERYONE,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": SIGNED_IN,  # amid a sign-in; whoever is in is sent onward
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": NOBODY,  # nobody here has a second factor
    "mfa_view_recovery_codes": NOBODY,
    "mfa_generate_recovery_codes": SIGNED_IN,  # this and the next two: the password is asked once more
    "mfa_download_recovery_codes": NOBODY,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_login_webauthn": SIGNED_IN,  # a form's target: who is in is sent onward, who is not to the door
    "usersessions_list": SIGNED_IN,
    "register:organisation": READERS | {"neighbour", "member"},
    "register:decide": NOBODY,  # by POST alone
    "search:search": ANY_READERS,
    "search:organisations": ANY_READERS,
    "search:export": ANY_READERS,
    "journal:journal": READERS,
    "journal:by_organisation": READERS,
    "journal:export_by_organisation": READERS,
    "journal:quick": TEAM,
    "journal:records": READERS,
    "journal:record": READERS,
    "journal:export": READERS,
    "journal:change": NOBODY,  # by POST alone
    "journal:put_back": NOBODY,  # by POST alone
    "journal:calendar": TEAM,
    "journal:attendance": TEAM,
    "journal:group": READERS | {"lead"},
    "journal:audit": COORDINATORS | {"auditor"},
    "journal:person": TEAM | {"coordinator"},
    "excellence:rules": EVERYONE,
    "excellence:rules_of": EVERYONE,
    "excellence:clusters": SIGNED_IN,
    "excellence:home": READERS,
    "excellence:reminders": READERS,
    "excellence:feed": NOBODY,  # by POST alone
    "excellence:calendar": NOBODY,  # by a token that nobody here has
    "excellence:labels": READERS,
    "excellence:plan": READERS,
    "excellence:add_step": TEAM,
    "excellence:change_step": TEAM,
    "excellence:close_step": NOBODY,  # by POST alone
    "excellence:path": READERS,
    "excellence:aim": NOBODY,  # by POST alone
    "excellence:weigh": NOBODY,  # by POST alone
    "excellence:take_path": NOBODY,  # by POST alone
    "excellence:what_if": READERS,
    "excellence:rule_sets": READERS,
    "excellence:choose_families": NOBODY,  # by POST alone
    "excellence:ready": READERS,
    "excellence:readiness": READERS,
    "excellence:finding": READERS,
    "members:invitation": NOBODY,  # by a token that nobody here has
    "members:start": MEMBER,
    "members:home": MEMBER,
    "members:profile": MEMBER,
    "members:consent": NOBODY,  # by POST alone
    "members:agreement": MEMBER,
    "members:withdraw_agreement": NOBODY,  # by POST alone
    "members:records": MEMBER,
    "members:wrong": MEMBER,
    "members:surveys": MEMBER,
    "members:survey": MEMBER,
    "members:events": MEMBER,
    "members:sign_up": MEMBER,
    "members:groups": MEMBER,
    "members:group": NOBODY,  # by POST alone
    "members:things": MEMBER,
    "members:add_thing": MEMBER,
    "members:thing": MEMBER,
    "members:end_thing": NOBODY,  # by POST alone
    "members:export": NOBODY,  # by POST alone
    "members:from_members": TEAM,
    "members:invite": TEAM,
    "members:invitation_deed": NOBODY,  # by POST alone
    "members:decide_wish": NOBODY,  # by POST alone
    "members:settle": NOBODY,  # by POST alone
    "excellence:shared": SIGNED_IN,
    "excellence:rounds": READERS,
    "excellence:round": READERS,  # the assessor by a share, as in the three below
    "excellence:item": READERS,
    "excellence:file": READERS,
    "excellence:make_dossier": NOBODY,  # by POST alone
    "excellence:dossier": READERS,
    "excellence:dossier_file": READERS,
    "journal:company_years": READERS,
    "benchmark:published": EVERYONE,
    "benchmark:pool": ANY_READERS,
    "benchmark:bring": NOBODY,  # by POST alone, as are the two below
    "benchmark:release": NOBODY,
    "benchmark:installations": NOBODY,
    "benchmark:delivery": COORDINATORS,
    "benchmark:own_sheets": COORDINATORS,
    "benchmark:compare": READERS,
    "benchmark:sheet": READERS,
    "benchmark:sheet_file": READERS,
    "benchmark:models": READERS,
    "benchmark:questions": READERS,
    "benchmark:practices": READERS,
    "benchmark:practice": READERS,
    "wagtail_serve": EVERYONE,
    "wagtailcore_login": NOBODY,  # leads to our own door
    "wagtaildocs_serve": NOBODY,  # there is no such document
    "wagtaildocs_authenticate_with_password": NOBODY,
    "wagtailcore_authenticate_with_password": NOBODY,
}
"""Our own pages and exports, and what Wagtail serves to the public."""
for room in ROOMS:
    PAGES |= room.PAGES

ADMIN = {  # by the model of the screen, and then by its page
    "": {
        "index": ANY_TEAM, "index_results": ANY_TEAM, "add": ANY_TEAM,
        "edit": TEAM, "delete": TEAM, "history": TEAM, "history_results": TEAM, "usage": TEAM,
    },
    "register_organisation": {
        "index": KEEPERS, "index_results": KEEPERS, "add": KEEPERS, "duplicates": KEEPERS,
        "edit": KEEPERS, "delete": COORDINATORS, "history": KEEPERS, "history_results": KEEPERS, "usage": KEEPERS,
    },
    "register_cluster": {
        "index": KEEPERS, "index_results": KEEPERS, "add": COORDINATORS,
        "edit": TEAM | COORDINATORS, "delete": COORDINATORS, "history": TEAM | COORDINATORS,
        "history_results": TEAM | COORDINATORS, "usage": TEAM | COORDINATORS,
    },
    "register_municipality": {
        "index": KEEPERS, "index_results": KEEPERS, "add": COORDINATORS,
        "edit": COORDINATORS, "delete": COORDINATORS,
        "history": COORDINATORS, "history_results": COORDINATORS, "usage": COORDINATORS,
    },
    "lists": {"index": KEEPERS, "one": TEAM, "persons": TEAM},
    "register_mandate": dict.fromkeys(
        ("index", "index_results", "add", "edit", "delete", "history", "history_results", "usage"), COORDINATORS
    ),
}  # fmt: skip
"""The editing screens of our own tables; the first entry is for every table of a cluster."""

WAGTAILS_OWN = (
    "wagtailadmin", "wagtailimages", "wagtaildocs", "wagtailusers", "wagtailsites", "wagtaillocales",
    "wagtailsettings", "wagtailsnippets", "wagtailsnippetchoosers", "wagtail_bulk_action", "wagtail_localize",
)  # fmt: skip
"""The namespaces of Wagtail's own screens: for whoever has a way into the admin, by Wagtail's rights."""

FOR_WHOEVER_HAS_A_WAY_IN = frozenset(
    {
        "wagtailadmin_account",
        "wagtailadmin_api:documents:listing",
        "wagtailadmin_api:images:listing",
        "wagtailadmin_api:pages:listing",
        "wagtailadmin_choose_page",
        "wagtailadmin_choose_page_anchor_link",
        "wagtailadmin_choose_page_chosen_multiple",
        "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_search",
        "wagtailadmin_dismissibles",
        "wagtaildocs_chooser:choose",
        "wagtaildocs_chooser:choose_results",
        "wagtaildocs_chooser:chosen_multiple",
        "wagtailimages_chooser:choose",
        "wagtailimages_chooser:choose_results",
        "wagtailimages_chooser:chosen_multiple",
        "wagtailadmin_home",
        "wagtailadmin_tag_autocomplete",
        "wagtailadmin_workflows:task_chooser",
        "wagtailadmin_workflows:task_chooser_create",
        "wagtailadmin_workflows:task_chooser_results",
        "wagtail_localize:javascript_catalog",
        "wagtail_localize:translations_report",
        "wagtail_localize:translations_report_results",
        "wagtailsnippetchoosers_portal_contactcard:choose",
        "wagtailsnippetchoosers_portal_contactcard:choose_results",
        "wagtailsnippetchoosers_portal_contactcard:chosen_multiple",
    }
)
FOR_EVERYONE = frozenset({"wagtailadmin_javascript_catalog", "wagtailadmin_sprite"})
"""Those among them that need no right beyond the way in: nothing of a cluster stands there."""


def addresses(patterns=None, namespace: str = "", route: str = "") -> Iterator[tuple[str, str, str]]:
    """The namespace, the name and the pattern of every address."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLPattern):
            yield namespace, one.name or "", here
        elif isinstance(one, URLResolver):
            inner = ":".join(filter(None, (namespace, one.namespace)))
            yield from addresses(one.url_patterns, inner, here)


def named(namespace: str, name: str) -> str:
    return ":".join(filter(None, (namespace, name)))


def is_ours(namespace: str) -> bool:
    return namespace.startswith(("register_", "journal_", "lists"))


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """Two clusters with one record of every kind, and somebody of every role."""
    load_region()
    ours, theirs = one_of_each(a_cluster("ours")), one_of_each(a_cluster("theirs"))
    ours.improvement_step = ImprovementStep.objects.create(
        cluster=ours.cluster, title="Call everyone", from_on=LONG_AGO, due_on=LONG_AGO
    )
    ContactPerson.objects.create(organisation=ours.company, name="Aino", from_on=LONG_AGO)
    people = {
        "anonymous": None,
        "nobody": make_user(),
        "coordinator": make_user("coordinator"),
        "manager": make_user("manager", ours.cluster),
        "neighbour": make_user("manager", theirs.cluster),
        "team": make_user("team", ours.cluster),
        "lead": make_user("group_lead", ours.cluster),
        "member": make_user("member", ours.cluster, organisation=ours.company),
        "assessor": make_user("assessor", ours.cluster),
        "expired": make_user("assessor", ours.cluster, email="gone@example.org", until_on=date(2026, 1, 31)),
        "auditor": make_user("auditor", ours.cluster),
        "operator": User.objects.create_superuser("operator@example.org", PASSWORD),
    }
    WorkingGroup.objects.filter(pk=ours.working_group.pk).update(lead=people["lead"].mandates.get())
    batch = Import.objects.create(
        table="contacts", cluster=ours.cluster, day=LONG_AGO, file_name="list.csv", state="done"
    )
    for one in (ours, theirs):
        open_to_members(one)
    for room in ROOMS:
        room.prepare(ours, people)
    ours.round = a_round(ours.cluster, people["manager"], (people["assessor"], people["expired"]))
    Delivery.objects.create(pk=1, file_name="pool.jsonl", on=LONG_AGO)
    return SimpleNamespace(ours=ours, people=people, batch=batch)


def open_to_members(kept: SimpleNamespace) -> None:
    """Today members answer the survey and sign up for the event, and the company offers something."""
    today = localdate()
    SurveyQuestion.objects.create(survey=kept.survey, text="How are we doing?")
    Survey.objects.filter(pk=kept.survey.pk).update(open_until=today)
    Event.objects.filter(pk=kept.event.pk).update(on=today, sign_up_until=today)
    place = {"lat": 66.5, "lon": 25.7, "tonnes": 10, "from_on": today}
    kept.offer = Offer.objects.create(
        organisation=kept.company, name="Ash", material="ash", avoided_cost_eur_t=40, visibility="own", **place
    )


def a_round(cluster: Cluster, manager: User, assessors: Iterable[User]) -> Round:
    """A self-assessment with a file and a dossier, shared with two assessors, the pass of one of whom has ended."""
    family, today = family_named("ecei_reference"), date(2026, 3, 2)
    told = {"by": manager, "today": today}
    found = open_round(cluster=cluster, family=family, label="", day=today, **told)
    add_file(item=found.items.get(rule="ecei_reference.2.5"), name="minutes.txt", content=b"Minutes", **told)
    share_round(found=found, users=list(assessors), **told)
    now = datetime(2026, 3, 2, tzinfo=UTC)
    dossier = begin_dossier(found=found, language="en", now=now, **told)
    make_dossier(dossier=dossier, families=FAMILIES, clock=lambda: now)
    return found


def arguments(ours: SimpleNamespace) -> dict[str, dict[str, object]]:
    """What the addresses with places in them are asked with, where the usual answers do not fit."""
    of_round = {"key": "ours", "number": ours.round.pk}
    return {
        "register:organisation": {"pk": ours.company.pk},
        "journal:group": {"pk": ours.working_group.pk},
        "journal:person": {"pk": ours.company.contact_people.get().pk},
        "journal:records": {"key": "ours", "kind": "contact"},
        "journal:record": {"key": "ours", "kind": "contact", "number": ours.contact.pk},
        "search:export": {"kind": "csv"},
        "journal:export": {"key": "ours", "kind": "contact", "format": "csv"},
        "journal:export_by_organisation": {"key": "ours", "format": "csv"},
        "journal:change": {"key": "ours", "kind": "contact"},
        "journal:put_back": {"key": "ours", "kind": "contact"},
        "journal:attendance": {"key": "ours", "number": ours.event.pk},
        "register:decide": {"pk": ours.company.pk, "change": 1},
        "accounts:forget_filter": {"pk": 1},
        "account_reset_password_from_key": {"uidb36": "1", "key": "nobody-has-this-one"},
        **of_the_member(ours),
        **{key: told for room in ROOMS for key, told in room.arguments(ours).items()},
        "excellence:calendar": {"token": "nobody-has-this-one"},
        "excellence:change_step": {"key": "ours", "pk": ours.improvement_step.pk},
        "excellence:close_step": {"key": "ours", "pk": ours.improvement_step.pk},
        "benchmark:delivery": {"pk": 1},
        "benchmark:practice": {"key": "ours", "practice": "meets_monthly"},
        "excellence:rules_of": {"family": "ecei_reference"},
        "excellence:readiness": {"key": "ours", "family": "ecei_reference"},
        "excellence:round": of_round,
        "excellence:item": {**of_round, "rule": "ecei_reference.2.5"},
        "excellence:file": {**of_round, "file": Evidence.objects.get().pk},
        "excellence:make_dossier": of_round,
        "excellence:dossier": {**of_round, "dossier": ours.round.dossiers.get().pk},
        "excellence:dossier_file": {**of_round, "dossier": ours.round.dossiers.get().pk, "kind": "pdf"},
        "excellence:finding": {"key": "ours", "family": "ecei_reference", "rule": "ecei_reference.2.5"},
    }


def of_the_member(ours: SimpleNamespace) -> dict[str, dict[str, object]]:
    """The pages of the member of our cluster, and what the team decides of members."""
    pk = {"pk": ours.company.mandates.get().pk}
    pages = (
        "home", "profile", "consent", "agreement", "withdraw_agreement", "records", "surveys", "events", "groups",
        "things", "export",
    )  # fmt: skip
    thing = pk | {"kind": "offer", "number": ours.offer.pk}
    return {
        "members:invitation": {"token": "nobody-has-this-one"},
        **{f"members:{page}": pk for page in pages},
        "members:wrong": pk | {"kind": "contact", "number": ours.contact.pk},
        "members:survey": pk | {"number": ours.survey.pk},
        "members:sign_up": pk | {"number": ours.event.pk},
        "members:group": pk | {"number": ours.working_group.pk},
        "members:add_thing": pk | {"kind": "offer"},
        "members:thing": thing,
        "members:end_thing": thing,
        "members:invitation_deed": {"key": "ours", "number": 1},
        "members:decide_wish": {"key": "ours", "number": 1},
        "members:settle": {"key": "ours", "number": 1},
    }


def row_of(namespace: str, world: SimpleNamespace) -> int:
    """The row of our cluster that an editing screen is opened with."""
    of_model = {
        "lists": world.batch,
        "register_organisation": world.ours.company,
        "register_cluster": world.ours.cluster,
        "register_municipality": Municipality.objects.first(),
        "register_mandate": world.people["team"].mandates.get(),
        "register_standing": world.ours.label,
        "journal_workinggroup": world.ours.working_group,
        "journal_workinggroupmeeting": world.ours.working_group_meeting,
        "journal_teammember": world.ours.team_member,
        "journal_mediamention": world.ours.media_mention,
        "journal_successstory": world.ours.success_story,
    }
    found = of_model.get(namespace) or getattr(world.ours, namespace.split("_", 1)[1])
    return found.pk


def asked(world: SimpleNamespace) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every address that can be asked for: its name, the address, and who is let in."""
    told = arguments(world.ours)
    for namespace, name, route in addresses():
        key = named(namespace, name)
        if is_ours(namespace):
            row = row_of(namespace, world) if "<int:pk>" in route else 0
            kwargs = {"pk": row} if row else {"key": "ours", "kind": "csv"} if name == "persons" else {}
            yield key, reverse(key, kwargs=kwargs), ADMIN.get(namespace, ADMIN[""])[name]
        elif key in PAGES:
            kwargs = told.get(key) or ({"key": "ours"} if "<slug:key>" in route else {})
            yield key, address_of(key, kwargs), PAGES[key]


def address_of(key: str, kwargs: dict[str, object]) -> str:
    try:
        return reverse(key, kwargs=kwargs)
    except NoReverseMatch:
        return reverse(
            key, args=[""] if key == "wagtail_serve" else [1, "x"] if "serve" in key else [1, 1][: 1 + ("core" in key)]
        )


def bare(address: str) -> str:
    """An address without its language and its last stroke."""
    return address.removeprefix("/en").removeprefix("/fi").rstrip("/")


def is_let_in(client: Client, address: str) -> bool:
    """A page or a way onward is an entrance; a way to the door (or back to the hall of the admin) is not."""
    response = client.get(address)
    if response.streaming:
        list(response.streaming_content)
    while response.status_code in (301, 302) and bare(response.url) == bare(address):
        response = client.get(response.url)  # what is not there is looked for once more, in the reader's language
    if response.status_code in (301, 302):
        doors = (reverse("accounts:sign_in"), reverse("wagtailadmin_login"))
        return not (response.url.startswith(doors) or response.url == reverse("wagtailadmin_home"))
    assert response.status_code in (200, 403, 404, 405), (address, response.status_code)
    return response.status_code == 200


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def test_every_address_stands_in_a_table():
    left = [
        named(namespace, name)
        for namespace, name, route in addresses()
        if not (
            named(namespace, name) in PAGES
            or (is_ours(namespace) and name in ADMIN.get(namespace, ADMIN[""]))
            or (route.startswith("admin/") and (namespace or name).startswith(WAGTAILS_OWN))
            or route in ADDRESSES_WITHOUT_NAMES
        )
    ]
    assert left == []


ADDRESSES_WITHOUT_NAMES = (
    "media/images/<path:path>",  # pictures of the public pages
    "admin/reports/site-history/", "admin/reports/site-history/results/", "admin/test404/", "admin/^.*/$",
)  # fmt: skip
"""The history of all clusters, asked by its address below; and the admin's own answers to what is not there."""


@pytest.mark.parametrize("role", ROLES)
def test_who_is_let_in_where(world, role):
    client = signed_in(world.people[role])
    with translation.override("en"):
        expected = {key: role in who for key, _address, who in asked(world)}
        found = {key: is_let_in(client, address) for key, address, _who in asked(world)}
    assert {key: let for key, let in found.items() if let != expected[key]} == {}


def wagtails_own() -> Iterator[tuple[str, str]]:
    """The screens that come with Wagtail and can be asked for without naming a row."""
    for namespace, name, route in addresses():
        if "error_test" in name or "logout" in name:  # one fails on purpose, the other ends the visit
            continue
        is_own = route.startswith("admin/") and (namespace or name).startswith(WAGTAILS_OWN)
        if is_own and "<" not in route and "(" not in route:
            yield named(namespace, name), reverse(named(namespace, name))


@pytest.mark.parametrize("role", ROLES)
def test_who_is_let_in_where_wagtail_keeps_its_own(world, role):
    client = signed_in(world.people[role])
    found = {key for key, address in wagtails_own() if is_let_in(client, address)}
    if role in OPERATOR:
        assert found >= {"wagtailadmin_home", "wagtailusers_users:index", "wagtailadmin_reports:site_history"}
    elif role in KEEPERS:
        assert found == FOR_WHOEVER_HAS_A_WAY_IN | FOR_EVERYONE
    else:
        assert found == FOR_EVERYONE


@pytest.mark.parametrize("role", ROLES)
def test_the_history_of_all_clusters_is_for_the_operator(world, role):
    client = signed_in(world.people[role])
    assert is_let_in(client, "/admin/reports/site-history/") is (role in OPERATOR)
