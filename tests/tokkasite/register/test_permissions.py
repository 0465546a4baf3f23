"""Who may read, write and see notes in which cluster: every role, in its own cluster and in another."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from tests.builders import make_organisation, make_user
from tokkasite.accounts.models import User
from tokkasite.register.actions import grant_mandate
from tokkasite.register.models import Cluster, ContactPerson, Mandate
from tokkasite.register.permissions import (
    can_keep_register,
    can_read_audit,
    can_read_cluster,
    can_read_notes,
    can_read_register,
    can_see_people,
    can_write_cluster,
    clusters_of,
    clusters_written_by,
    is_coordinator,
    organisations_of,
    own_organisations,
    people_of,
)

NOTHING = (False, False, False)


def rights(user, cluster, day):
    return (
        can_read_cluster(user, cluster, day),
        can_write_cluster(user, cluster, day),
        can_read_notes(user, cluster, day),
    )


@pytest.mark.parametrize(
    ("role", "own", "other"),
    [
        ("manager", (True, True, True), NOTHING),
        ("team", (True, True, True), NOTHING),
        ("assessor", (True, False, False), NOTHING),
        ("auditor", (True, False, False), NOTHING),
        ("group_lead", NOTHING, NOTHING),
        ("coordinator", (True, False, False), (True, False, False)),
        ("", NOTHING, NOTHING),
    ],
)
def test_read_write_and_notes_by_role(forest, reindeer, day, role, own, other):
    cluster = None if role in ("coordinator", "") else forest.cluster
    user = make_user(role, cluster, email="someone@example.org")
    assert rights(user, forest.cluster, day) == own
    assert rights(user, reindeer.cluster, day) == other


def test_the_operator_may_all_but_reads_no_confidential_note(forest, day):
    assert rights(User.objects.create_superuser("root@example.org"), forest.cluster, day) == (True, True, False)


def test_a_stranger_may_nothing(forest, day):
    stranger = AnonymousUser()
    assert rights(stranger, forest.cluster, day) == NOTHING
    assert (list(clusters_of(stranger, day)), list(people_of(stranger, day))) == ([], [])


@pytest.mark.parametrize(
    ("role", "read", "written"),
    [
        ("team", ["forest"], ["forest"]),
        ("assessor", ["forest"], []),
        ("auditor", ["forest"], []),
        ("group_lead", [], []),
        ("coordinator", ["forest", "reindeer"], []),
        ("", [], []),
    ],
)
def test_the_clusters_of_a_role(forest, reindeer, day, role, read, written):
    user = make_user(role, None if role in ("coordinator", "") else forest.cluster, email="someone@example.org")
    assert [cluster.key for cluster in clusters_of(user, day)] == read
    assert [cluster.key for cluster in clusters_written_by(user, day)] == written


def test_a_coordinator_who_is_of_a_team_writes_in_that_cluster_only(forest, reindeer, day):
    user = make_user("coordinator")
    grant_mandate(user=user, role="team", cluster=forest.cluster, from_on=day)
    assert [cluster.key for cluster in clusters_of(user, day)] == ["forest", "reindeer"]
    assert [cluster.key for cluster in clusters_written_by(user, day)] == ["forest"]
    assert is_coordinator(user, day)


@pytest.mark.parametrize(("days", "held"), [(-1, False), (0, True), (10, True), (11, False)])
def test_a_mandate_holds_from_its_first_to_its_last_day(forest, days, held):
    first = date(2026, 3, 1)
    user = make_user(
        "assessor", forest.cluster, email="pass@example.org", from_on=first, until_on=first + timedelta(days=10)
    )
    assert can_read_cluster(user, forest.cluster, first + timedelta(days=days)) is held


def test_each_question_is_one_query(forest, reindeer, day, django_assert_num_queries):
    user = forest.member
    for ask in (
        lambda: list(clusters_of(user, day)),
        lambda: list(clusters_written_by(user, day)),
        lambda: can_read_cluster(user, forest.cluster, day),
        lambda: can_read_notes(user, forest.cluster, day),
        lambda: list(people_of(user, day)),
    ):
        with django_assert_num_queries(1):
            ask()


def test_people_are_seen_by_who_shares_a_cluster_with_their_organisation(forest, reindeer, day):
    assert list(people_of(forest.member, day)) == [forest.person]
    assert list(people_of(make_user("coordinator"), day)) == [forest.person, reindeer.person]
    assert list(people_of(make_user("assessor", forest.cluster), day)) == [forest.person]


def test_people_of_an_organisation_of_no_cluster_are_for_any_team_and_no_assessor(forest, day):
    prospect = make_organisation("Prospect Oy")
    person = ContactPerson.objects.create(organisation=prospect, name="Veikko", from_on=day)
    assessor = make_user("assessor", forest.cluster)
    assert list(people_of(forest.member, day)) == [forest.person, person]
    assert list(people_of(assessor, day)) == [forest.person]
    assert [can_see_people(user, prospect, day) for user in (forest.member, assessor)] == [True, False]


@pytest.mark.parametrize(
    ("role", "groups"),
    [
        ("manager", ["Cluster team"]),
        ("team", ["Cluster team"]),
        ("coordinator", ["Region coordinators"]),
        ("assessor", []),
        ("auditor", []),
        ("group_lead", []),
    ],
)
def test_a_mandate_opens_the_admin_to_who_writes_there(forest, role, groups):
    user = make_user(role, None if role == "coordinator" else forest.cluster, email="someone@example.org")
    assert [group.name for group in user.groups.all()] == groups
    assert User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin") is bool(groups)


def test_the_team_may_not_give_rights_nor_remove_organisations(forest):
    user = User.objects.get(pk=forest.member.pk)
    asked = ("register.add_mandate", "register.delete_organisation", "register.add_cluster", "register.add_region")
    assert {name: user.has_perm(name) for name in asked} == dict.fromkeys(asked, False)
    asked = ("register.add_organisation", "register.change_cluster", "journal.add_contact")
    assert {name: user.has_perm(name) for name in asked} == dict.fromkeys(asked, True)


@pytest.mark.parametrize(("role", "of_cluster"), [("coordinator", True), ("team", False)])
def test_only_the_coordinator_has_no_cluster(forest, day, role, of_cluster):
    with pytest.raises(ValidationError) as refused:
        grant_mandate(
            user=forest.member, role=role, cluster=forest.cluster if of_cluster else None, from_on=day, by=None
        )
    assert refused.value.message_dict == {"cluster": ["Choose a cluster, except for the region's coordinator."]}
    assert (Mandate.objects.count(), Cluster.objects.count()) == (1, 1)


def a_member(forest, **dates):
    return make_user("member", forest.cluster, organisation=forest.company, **dates)


def test_a_member_sees_the_own_organisation_and_its_people_and_nothing_else(forest, reindeer, day):
    member = a_member(forest)
    assert rights(member, forest.cluster, day) == NOTHING
    assert list(own_organisations(member, day)) == [forest.company]
    assert list(organisations_of(member, day)) == [forest.company]
    assert list(people_of(member, day)) == [forest.person]
    assert [can_see_people(member, one.company, day) for one in (forest, reindeer)] == [True, False]
    assert (can_read_register(member, day), list(clusters_of(member, day))) == (False, [])


def test_a_member_s_own_organisation_closes_with_the_mandate(forest, day):
    member = a_member(forest, until_on=day - timedelta(days=1))
    assert (list(organisations_of(member, day)), list(people_of(member, day))) == ([], [])


@pytest.mark.parametrize(
    ("role", "register", "keeps", "audit"),
    [
        ("manager", True, True, (False, False)),
        ("team", True, True, (False, False)),
        ("assessor", True, False, (False, False)),
        ("auditor", True, False, (True, False)),
        ("group_lead", False, False, (False, False)),
        ("coordinator", True, True, (True, True)),
        ("", False, False, (False, False)),
    ],
)
def test_who_reads_the_register_keeps_it_and_reads_the_audit_trail(forest, reindeer, day, role, register, keeps, audit):
    user = make_user(role, None if role in ("coordinator", "") else forest.cluster, email="someone@example.org")
    assert (can_read_register(user, day), can_keep_register(user, day)) == (register, keeps)
    assert tuple(can_read_audit(user, one.cluster, day) for one in (forest, reindeer)) == audit
    assert organisations_of(user, day).exists() is register


def test_a_member_of_nothing_and_an_assessor_of_something_are_refused(forest, reindeer, day):
    says = "Choose the organisation of a member; leave it empty for every other role."
    for role, organisation in (("member", None), ("assessor", forest.company)):
        with pytest.raises(ValidationError) as refused:
            grant_mandate(user=forest.member, role=role, cluster=forest.cluster, organisation=organisation, from_on=day)
        assert refused.value.message_dict == {"organisation": [says]}
    with pytest.raises(ValidationError) as refused:
        grant_mandate(
            user=forest.member, role="member", cluster=forest.cluster, organisation=reindeer.company, from_on=day
        )
    says = "This organisation has never taken part in the cluster. Enter its participation first."
    assert refused.value.message_dict == {"organisation": [says]}
