"""Organisations that look alike: shown, merged and taken back exactly, told apart, linked, and warned of."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from tests.builders import LONG_AGO, make_cluster, make_organisation, make_user
from tests.tokkasite.journal.conftest import a_cluster as a_journal
from tests.tokkasite.journal.conftest import one_of_each
from tests.tokkasite.register.test_staff import no_rows
from tokkasite.journal.models import Attendance, Contact, Event, WorkingGroup, WorkingGroupMember
from tokkasite.register import merging, readers
from tokkasite.register.actions import load_region
from tokkasite.register.models import (
    Commitment,
    ContactPerson,
    Distinct,
    Identifier,
    Merge,
    Organisation,
    OrganisationName,
    Ownership,
    Participation,
    RegisterFact,
    SizeFigure,
    Succession,
    Unit,
)

PAGE = "/admin/register_organisation/duplicates/"
NEW = "/admin/register_organisation/new/"
INSIDE = ("identifiers", "other_names", "preceded_by", "ownerships", "activity_codes", "size_figures", "contact_people")
NOBODY = ContactPerson.objects.none()
ID, OTHER_ID = "0112038-9", "1927400-1"


@pytest.fixture
def pair(db):
    return make_organisation("Lapin Puu Oy"), make_organisation("Lapin Puu Oy Rovaniemi")


def everything():
    """Every row of our own tables but the merges, so that nothing can be forgotten."""
    ours = (
        model
        for model in apps.get_models()
        if model._meta.app_label in ("register", "journal", "accounts") and model is not Merge
    )
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in ours}


def merged(stays, goes, kind="auxiliary", **how):
    return merging.merge(kept=stays.pk, lost=goes.pk, name_kind=kind, **how)


def refusal(call, *args, **how):
    with pytest.raises(ValidationError) as refused:
        call(*args, **how)
    return refused.value.messages


def lines(action):
    return list(ModelLogEntry.objects.filter(action=action).values_list("object_id", flat=True))


def test_everything_that_names_an_organisation_is_moved_and_comes_back_exactly(db):
    world = one_of_each(a_journal("forest"))
    goes, stays = world.company, make_organisation("Forest Oyj")
    day = date(2024, 5, 6)
    for one in (goes, stays):
        Attendance.objects.get_or_create(event=Event.objects.first(), organisation=one)
        SizeFigure.objects.create(organisation=one, year=2024, headcount_awu="3.5", source="told")
        RegisterFact.objects.create(organisation=one, kind="form", value=one.name, from_on=day, source="PRH")
        Distinct.objects.create(first=make_organisation("Other"), second=one)
    Distinct.objects.create(first=Organisation.objects.filter(name="Other").first(), second=stays)
    Participation.objects.create(cluster=world.cluster, organisation=stays, from_on=day)
    Identifier.objects.create(organisation=goes, scheme="fi_business_id", value=ID)
    ContactPerson.objects.create(organisation=goes, name="Aino", from_on=day)
    make_user("member", world.cluster, organisation=goes)
    before = everything()
    made = merged(stays, goes)
    assert not Organisation.objects.filter(pk=goes.pk).exists()
    assert everything() != before
    assert merging.undo_merge(merged=made) == 0
    assert everything() == before


def test_the_lost_name_is_kept_and_blanks_are_filled(pair):
    stays, goes = pair
    Organisation.objects.filter(pk=goes.pk).update(website="https://lapinpuu.example.org")
    merged(stays, goes, kind="former")
    assert list(OrganisationName.objects.values_list("organisation", "name", "kind")) == [
        (stays.pk, "Lapin Puu Oy Rovaniemi", "former")
    ]
    assert Organisation.objects.get().website == "https://lapinpuu.example.org"


def test_participations_that_share_days_become_one_with_the_commitments_of_all(pair):
    stays, goes = pair
    cluster = make_cluster()
    spans = [(stays, "2020-01-01", "2020-12-31"), (stays, "2022-01-01", "2022-12-31"), (goes, "2020-06-01", None)]
    for organisation, from_on, until_on in spans:
        part = Participation.objects.create(
            cluster=cluster, organisation=organisation, from_on=from_on, until_on=until_on
        )
        Commitment.objects.create(participation=part, proof="letter", from_on=from_on, reference=from_on)
    before = everything()
    made = merged(stays, goes)
    rows = list(Participation.objects.values_list("organisation", "from_on", "until_on"))
    assert rows == [(stays.pk, date(2020, 1, 1), None)]
    assert Participation.objects.get().commitments.count() == 3
    merging.undo_merge(merged=made)
    assert everything() == before


def test_persons_of_both_are_added_up_and_seats_joined_and_both_records_of_a_message_stay(pair):
    stays, goes = pair
    cluster = make_cluster()
    event = Event.objects.create(cluster=cluster, on=LONG_AGO, kind="event", title="Day")
    group = WorkingGroup.objects.create(cluster=cluster, name="Wood", from_on=LONG_AGO)
    for persons, one in ((2, stays), (3, goes)):
        Attendance.objects.create(event=event, organisation=one, persons=persons)
        WorkingGroupMember.objects.create(group=group, organisation=one, from_on=LONG_AGO)
        Contact.objects.create(cluster=cluster, on=LONG_AGO, organisation=one, channel="email", source_key="letter")
    merged(stays, goes)
    assert list(Attendance.objects.values_list("organisation", "persons")) == [(stays.pk, 5)]
    assert list(WorkingGroupMember.objects.values_list("organisation", "until_on")) == [(stays.pk, None)]
    kept = Contact.objects.order_by("pk").values_list("organisation", "source_key")
    assert list(kept) == [(stays.pk, "letter"), (stays.pk, "")]


def test_an_organisation_is_not_merged_with_itself_nor_twice_nor_in_a_loop(pair):
    stays, goes = pair
    assert refusal(merged, stays, stays) == ["An organisation cannot be merged with itself. Choose two different ones."]
    merged(stays, goes)
    gone = (
        "“Lapin Puu Oy Rovaniemi” was merged into “Lapin Puu Oy” already. "
        "Undo that merge first, or choose another organisation."
    )
    assert refusal(merged, goes, stays) == [gone]
    assert refusal(merged, stays, goes) == [gone]


def test_what_is_only_true_of_two_refuses_the_merge(pair):
    one, other = pair
    links = (
        (Succession(predecessor=one, successor=other, on=LONG_AGO), "succession"),
        (Ownership(owner=other, owned=one, share_percent=50, from_on=LONG_AGO, source="told"), "ownership share"),
        (Unit(parent=one, unit=other), "unit of a body"),
        (Distinct(first=other, second=one), "pair that is no duplicate"),
    )
    said = []
    for link, _what in links:
        link.save()
        said += refusal(merged, one, other)
        link.delete()
    says = "The register says of “Lapin Puu Oy” and “Lapin Puu Oy Rovaniemi”: %s. Remove that first if they are one."
    assert said == [says % what for _link, what in links]


def test_a_chain_of_units_is_not_merged_into_a_circle(pair):
    one, other = pair
    between = make_organisation("Between")
    Unit.objects.create(parent=one, unit=between)
    Unit.objects.create(parent=between, unit=other)
    assert refusal(merged, one, other) == [
        "“Lapin Puu Oy” and “Lapin Puu Oy Rovaniemi” stand in one chain (unit of a body): merged, it would run in a "
        "circle."
    ]


def test_merges_that_stand_on_each_other_are_undone_from_the_last(pair):
    one, other = pair
    third = make_organisation("Lapin Puu")
    before = everything()
    first, second = merged(one, other), merged(third, one)
    assert refusal(merging.undo_merge, merged=first) == [
        "A later merge stands on this one. First undo the merge of “Lapin Puu Oy” into “Lapin Puu”."
    ]
    assert [merging.undo_merge(merged=one) for one in (second, first)] == [0, 0]
    assert everything() == before
    assert refusal(merging.undo_merge, merged=first) == ["This merge was undone already."]


def test_who_was_erased_after_a_merge_does_not_return_and_what_was_changed_stays(pair):
    stays, goes = pair
    for name in ("Aino", "Eino"):
        ContactPerson.objects.create(organisation=goes, name=name, from_on=LONG_AGO)
    made = merged(stays, goes)
    third = make_organisation("Third")
    ContactPerson.objects.filter(name="Aino").delete()
    ContactPerson.objects.filter(name="Eino").update(organisation=third)
    assert merging.undo_merge(merged=made) == 2
    assert list(ContactPerson.objects.values_list("name", "organisation")) == [("Eino", third.pk)]
    assert "Aino" not in str(made.steps)


def test_an_undoing_that_no_longer_fits_is_refused_whole(pair):
    stays, goes = pair
    for one in pair:
        RegisterFact.objects.create(organisation=one, kind="form", value="Oy", from_on=LONG_AGO, source="PRH")
        Identifier.objects.create(organisation=one, scheme="list", value=str(one.pk), source="list")
    made = merged(stays, goes)
    Organisation.objects.create(pk=goes.pk, name="In its place", role="other")
    before = everything()
    assert refusal(merging.undo_merge, merged=made) == [
        "What was moved no longer fits beside what was entered since: the merge cannot be undone."
    ]
    assert everything() == before


def test_each_deed_leaves_one_line(pair):
    one, other = pair
    merging.tell_apart(one=one, other=other)
    merging.tell_apart(one=other, other=one)
    merging.forget(decision=Distinct.objects.get())
    merging.link_unit(parent=one, unit=other)
    assert refusal(merging.link_unit, parent=other, unit=one) == [
        "“Lapin Puu Oy Rovaniemi” is itself a unit of “Lapin Puu Oy”. Take that back first, or choose the other way "
        "round."
    ]
    merging.forget(decision=Unit.objects.get())
    merging.undo_merge(merged=merged(one, other))
    assert [(what, lines(f"register.{what}")) for what in ("distinct", "forget", "unit", "merge", "undo_merge")] == [
        ("distinct", [str(one.pk)]),
        ("forget", [str(other.pk), str(one.pk)]),
        ("unit", [str(other.pk)]),
        ("merge", [str(one.pk)]),
        ("undo_merge", [str(one.pk)]),
    ]
    assert ModelLogEntry.objects.count() == 6


def shown():
    return [(pair.first.name, pair.second.name) for pair in readers.likely_pairs(NOBODY).shown]


def test_the_likeliest_pair_comes_first_and_a_decided_pair_is_not_shown_again(db):
    one, other = make_organisation("Inari Poro Oy"), make_organisation("Inari Poro Oy")
    near, nearer = make_organisation("Kemin Terästehdas Oy"), make_organisation("Kemin Terastehdas")
    make_organisation("Sodankylän kunta", role="municipality")
    assert shown() == [("Inari Poro Oy", "Inari Poro Oy"), ("Kemin Terästehdas Oy", "Kemin Terastehdas")]
    merging.tell_apart(one=other, other=one)
    merging.link_unit(parent=near, unit=nearer)
    assert shown() == []


def test_the_page_takes_the_same_queries_whatever_its_length(forest, signed_in, query_count):
    team = signed_in(forest.member)

    def add(*names):
        for name in names:
            for _twice in range(2):
                one = make_organisation(f"{name} Oy")
                Identifier.objects.create(organisation=one, scheme="list", value=str(one.pk), source=name)
                OrganisationName.objects.create(organisation=one, name=f"Toinen {name}", kind="auxiliary")

    add("Porokello")
    team.get(PAGE)
    few = query_count(lambda: team.get(PAGE))
    add("Kaamosvalo", "Revontuli", "Jängänoja", "Tunturipöllö", "Kelohonka")
    page = team.get(PAGE)
    assert len(page.context["found"].shown) == 6
    assert query_count(lambda: team.get(PAGE)) == few


def test_a_team_does_not_merge_what_belongs_to_another_cluster(forest, signed_in, pair):
    stays, goes = pair
    Participation.objects.create(cluster=make_cluster("other"), organisation=goes, from_on=LONG_AGO)
    told = {"first": stays.pk, "second": goes.pk, "name_kind": "auxiliary", "decide": f"keep:{stays.pk}"}
    page = signed_in(forest.member).post(PAGE, told, follow=True)
    assert "One of the two belongs to another cluster." in page.content.decode()
    assert not Merge.objects.exists()
    signed_in(make_user("coordinator")).post(PAGE, told)
    assert Merge.objects.get().lost_number == goes.pk


def test_a_team_decides_on_the_page_and_undoes_there(forest, signed_in, pair):
    team = signed_in(forest.member)
    stays, goes = pair
    both = {"first": stays.pk, "second": goes.pk, "name_kind": "auxiliary"}
    page = team.post(PAGE, both | {"decide": f"keep:{stays.pk}"}, follow=True)
    assert [str(one) for one in page.context["messages"]] == [
        "“Lapin Puu Oy Rovaniemi” went into “Lapin Puu Oy”. It can be undone below."
    ]
    assert not Organisation.objects.filter(pk=goes.pk).exists()
    page = team.post(PAGE, {"decide": f"undo:{Merge.objects.get().pk}"}, follow=True)
    assert [str(one) for one in page.context["messages"]] == ["The merge was undone: everything is as it was."]
    team.post(PAGE, both | {"decide": "distinct"})
    team.post(PAGE, {"decide": f"forget_distinct:{Distinct.objects.get().pk}"})
    team.post(PAGE, both | {"decide": f"unit:{goes.pk}"})
    assert list(Unit.objects.values_list("parent", "unit")) == [(stays.pk, goes.pk)]
    assert (Distinct.objects.count(), Organisation.objects.filter(pk__in=(stays.pk, goes.pk)).count()) == (0, 2)


@pytest.mark.parametrize("decide", ["", "keep:", "keep:x", "keep:999999", "unit:0", "nonsense:1"])
def test_a_decision_that_makes_no_sense_changes_nothing(forest, signed_in, pair, decide):
    team = signed_in(forest.member)
    before = everything()
    told = {"first": pair[0].pk, "second": pair[1].pk, "name_kind": "auxiliary", "decide": decide}
    assert team.post(PAGE, told).status_code == 302
    assert everything() == before


@pytest.mark.parametrize("role", ["assessor", "auditor", "member"])
def test_who_may_not_change_organisations_neither_sees_nor_decides(forest, signed_in, pair, role):
    told = {"organisation": forest.company} if role == "member" else {}
    guest = signed_in(make_user(role, forest.cluster, **told))
    decided = {"first": pair[0].pk, "second": pair[1].pk, "name_kind": "auxiliary", "decide": f"keep:{pair[0].pk}"}
    assert [guest.get(PAGE).status_code, guest.post(PAGE, decided).status_code] == [302, 302]
    assert (Merge.objects.count(), Organisation.objects.filter(pk=pair[1].pk).count()) == (0, 1)


def added(client, **told):
    usual = {"name": "", "role": "company", "municipality": "", "website": "", "source_title": "", "source_url": ""}
    return client.post(NEW, usual | {"checked_on": ""} | no_rows(*INSIDE) | told)


def names_of(page):
    return [one.organisation.name for one in page.context["likely"]]


def test_a_new_organisation_that_resembles_one_is_saved_only_when_confirmed(forest, signed_in):
    load_region()
    team = signed_in(forest.member)
    there = make_organisation("Kemin Terästehdas Oy")
    page = added(team, name="Kemin Terastehdas")
    assert names_of(page) == ["Kemin Terästehdas Oy"]
    assert "Save all the same" in page.content.decode()
    assert Organisation.objects.filter(name="Kemin Terastehdas").count() == 0
    assert added(team, name="Kemin Terastehdas", save_all_the_same=str(there.pk)).status_code == 302
    assert Organisation.objects.filter(name="Kemin Terastehdas").count() == 1


def test_a_confirmation_counts_only_for_those_that_were_shown(forest, signed_in):
    team = signed_in(forest.member)
    there = make_organisation("Kemin Terästehdas Oy")
    make_organisation("Tunturipöllö Oy")
    page = added(team, name="Tunturipöllö Oy", save_all_the_same=str(there.pk))
    assert names_of(page) == ["Tunturipöllö Oy"]


def test_a_new_organisation_that_resembles_nobody_is_saved_at_once(forest, signed_in):
    assert added(signed_in(forest.member), name="Revontulten Tutkimus ry").status_code == 302
    assert Organisation.objects.filter(name="Revontulten Tutkimus ry").count() == 1


def test_the_number_the_domain_and_the_mail_tell_too(db):
    there = make_organisation("Napapiirin Valo Oy", website="https://napavalo.fi/")
    Identifier.objects.create(organisation=there, scheme="fi_business_id", value=ID)
    ContactPerson.objects.create(organisation=there, name="Aino", email="aino@napavalo.fi", from_on=LONG_AGO)
    people = ContactPerson.objects.all()
    told = {
        "number": readers.Typed("Napapiirin Valaistus Oy", business_id=ID),
        "domain": readers.Typed("Napapiirin Valot Oy", website="http://www.napavalo.fi"),
        "mail": readers.Typed("Napapiirin Valo", email="eino@napavalo.fi"),
        "nothing": readers.Typed("Kelohonka ry", business_id=OTHER_ID),
    }
    found = {what: [one.organisation.pk for one in readers.resembled(typed, people)] for what, typed in told.items()}
    assert found == {"number": [there.pk], "domain": [there.pk], "mail": [there.pk], "nothing": []}


def test_of_a_large_register_those_with_a_word_in_common_are_compared(db, monkeypatch):
    monkeypatch.setattr(readers, "COMPARED", 1)
    make_organisation("Kemin Terästehdas Oy")
    make_organisation("Tunturipöllö Oy")
    make_organisation("Kelohonka Oy")
    found = readers.resembled(readers.Typed("Kemin Terastehdas"), NOBODY)
    assert [one.organisation.name for one in found] == ["Kemin Terästehdas Oy"]
    pairs = readers.likely_pairs(NOBODY)
    assert (pairs.compared, pairs.organisations, pairs.shown) == (1, 3, ())
