"""Consortia: who covers what, what is counted, what is not known, and profiles that clusters exchange."""

import json
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.tokkasite.partners.conftest import DAY, profile_of
from tokkasite.partners import actions, readers
from tokkasite.partners.models import Candidate, Consortium, OwnProfile, ReceivedProfile
from tokkasite.register.models import Ownership

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
OTHERS = (
    # name, country, covers
    ("Anna", "FI", ("lead", "pilot")),
    ("Bert", "SE", ("pilot",)),
    ("Cleo", "DE", ("sensors",)),
    ("Dora", "NO", ("sensors", "pilot")),
    ("Emil", "", ("lead",)),
)


@pytest.fixture
def plan(world) -> Consortium:
    row = Consortium.objects.create(cluster=world.ours, title="Heat", covered="lead\npilot: 2\nsensors", alternatives=3)
    for name, country, covers in OTHERS:
        Candidate.objects.create(
            consortium=row, name=name, country=country, covers=list(covers), is_sme=True, owners="none: 0"
        )
    return row


def built(plan: Consortium) -> dict:
    actions.build(consortium=plan, by=None, today=DAY, now=NOW)
    return readers.answer_of(plan)


def test_every_alternative_covers_every_role_and_is_kept_as_a_run(plan):
    answer = built(plan)
    assert answer["line_ups"][0]["is_proven"]
    for one in answer["line_ups"]:
        covers = [what for partner in one["partners"] for what in partner["covers"]]
        assert (covers.count("lead") >= 1, covers.count("pilot") >= 2, covers.count("sensors") >= 1) == (True,) * 3
        assert abs(sum(partner["share"] for partner in one["partners"]) - 1) < 1e-6
    assert (plan.run.engine, plan.run.day, answer["is_stale"]) == ("consortium", DAY, False)


def test_partners_of_one_owner_are_one_entity_and_the_rest_is_named_as_impossible(plan):
    plan.candidates.filter(name__in=["Anna", "Bert", "Cleo"]).update(owners="Holding: 60")
    answer = built(plan)
    assert answer["line_ups"] == []
    assert "3 independent entities in as many eligible countries" in answer["conflict"]
    plan.candidates.filter(name="Cleo").update(owners="Holding: 50")
    plan.associated = "NO"
    plan.save()
    assert set(built(plan)["line_ups"][0]["entities"]) >= {"Cleo", "Dora"}


def test_ownership_in_the_register_joins_candidates(world, plan):
    owner, owned = world.seeker.body, world.giver.body
    Ownership.objects.create(owner=owner, owned=owned, share_percent=80, from_on=DAY, source="register")
    for name, body in (("Anna", owner), ("Bert", owned)):
        plan.candidates.filter(name=name).update(organisation=body)
    held = readers.holdings_of(list(plan.candidates.all()), DAY)
    assert [(one.owner, one.owned, one.percent) for one in held] == [("Anna", "Bert", 80.0)]


def test_what_is_not_known_is_named(plan):
    plan.candidates.filter(name="Bert").update(owners="", is_sme=None)
    plan.least_smes = 1
    plan.save()
    says = built(plan)["unknown"]
    assert [one.split(":")[0] for one in says] == [
        "The country is not known",
        "The size is not known",
        "The owners are not known",
        "Neither in a Member State nor in an associated country that you named",
    ]
    assert "Dora (NO)" in says[3]


def test_a_change_marks_the_answer_as_stale(plan):
    assert built(plan)["is_stale"] is False
    plan.candidates.filter(name="Bert").update(fit=9)
    assert readers.answer_of(plan)["is_stale"] is True


def test_a_fixed_partner_takes_part_and_an_excluded_one_never(plan):
    plan.candidates.filter(name="Dora").update(place="fixed")
    plan.candidates.filter(name="Anna").update(place="excluded")
    names = [{partner["key"] for partner in one["partners"]} for one in built(plan)["line_ups"]]
    assert all("Dora" in one and "Anna" not in one for one in names)


def test_without_candidates_one_is_told_to_add_some(world, client):
    row = Consortium.objects.create(cluster=world.ours, title="Heat", covered="lead")
    client.force_login(world.manager)
    page = client.post(row.get_absolute_url(), {"build": "1"}, follow=True).content.decode()
    assert "There are no candidates yet. Add some first." in page


def test_a_profile_becomes_a_candidate_with_what_it_covers(world, client):
    row = Consortium.objects.create(cluster=world.ours, title="Heat", covered="steel frames\nsensors")
    client.force_login(world.manager)
    client.post(row.get_absolute_url(), {"source": f"profile-{world.seeks.pk}"})
    added = row.candidates.get()
    assert (added.name, added.country, added.covers, added.is_sme) == ("Hidas Oy", "FI", ["steel frames"], None)
    unnamed = client.post(row.get_absolute_url(), {"source": f"profile-{world.gives.pk}"}, follow=True)
    assert "Choose somebody from the list" in unnamed.content.decode()
    assert row.candidates.count() == 1


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"covered": "pilot: many"}, "“pilot: many” cannot be read"),
        ({"associated": "Norway"}, "NORWAY is no code of a country"),
        ({"entities": "9", "most_partners": "3"}, "fewer than the independent entities"),
    ],
)
def test_wrong_requirements_are_refused_at_their_field(world, client, told, says):
    good = {
        "title": "Heat", "covered": "pilot", "entities": 3, "of_member_states": 1, "most_partners": 8, "least_smes": 0,
        "least_sme_percent": 0, "most_share_percent": 100, "alternatives": 4,
    }  # fmt: skip
    client.force_login(world.manager)
    answer = client.post("/en/clusters/ours/consortia/add/", good | told)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_wrong_owners_are_refused_with_the_line(world, plan, client):
    client.force_login(world.manager)
    told = {"name": "New", "fit": 5, "least_percent": 0, "most_percent": 100, "place": "free", "owners": "Holding 60"}
    answer = client.post(f"{plan.get_absolute_url()}candidates/add/", told)
    assert answer.status_code == 422
    assert "“Holding 60” cannot be read" in answer.content.decode()


# --- Cluster profiles ---


def file_with(*profiles: dict) -> bytes:
    told = {"format": "tokka.cluster_profiles", "version": 1, "from": "X", "made_on": "2026-03-01"}
    return json.dumps(told | {"profiles": profiles}).encode()


NORTH = {"key": "north", "name": "North", "country": "NO", "updated_on": "2026-02-01", "offers": ["pilot"]}


def test_of_two_profiles_the_later_counts_and_a_wrong_one_is_left_out_with_its_place(world):
    read, taken = actions.receive(cluster=world.ours, content=file_with(NORTH, {"key": "x"}), by=None, today=DAY)
    assert taken == 1
    assert [one.values for one in read.remarks] == [{"place": 2, "fields": "name, country, updated_on"}]
    older, newer = (
        NORTH | {"name": "Old", "updated_on": "2026-01-01"},
        NORTH | {"name": "New", "updated_on": "2026-03-01"},
    )
    for told in (older, newer):
        actions.receive(cluster=world.ours, content=file_with(told), by=None, today=DAY)
    assert list(ReceivedProfile.objects.values_list("name", flat=True)) == ["New"]


def test_a_file_that_is_none_is_refused_at_its_field(world, client):
    client.force_login(world.manager)
    told = {"file": SimpleUploadedFile("profiles.json", b'{"format": "else"}')}
    answer = client.post("/en/clusters/ours/partners/clusters/", told)
    assert answer.status_code == 422
    assert "The file is no list of cluster profiles" in answer.content.decode()


def test_the_own_profile_leaves_as_it_comes_in_and_anybody_fetches_it_once_published(world, client):
    own = OwnProfile(cluster=world.theirs, offers="pilot\nheat", sme=12, target_countries="NO SE")
    actions.keep_own_profile(profile=own, by=None, today=DAY)
    assert client.get("/en/cluster-profiles/theirs.json").status_code == 404
    OwnProfile.objects.update(is_published=True)
    sent = client.get("/en/cluster-profiles/theirs.json")
    assert sent["Content-Type"].startswith("application/json")
    _read, taken = actions.receive(cluster=world.ours, content=sent.content, by=None, today=DAY)
    got = ReceivedProfile.objects.get().told
    assert (taken, got["offers"], got["members"], got["target_countries"]) == (
        1, ["pilot", "heat"], {"sme": 12}, ["NO", "SE"],
    )  # fmt: skip


def test_a_received_cluster_becomes_a_candidate(world, plan):
    actions.receive(cluster=world.ours, content=file_with(NORTH), by=None, today=DAY)
    found = readers.candidate_from(plan, f"cluster-{ReceivedProfile.objects.get().pk}", DAY)
    assert (found.name, found.country, found.covers, found.is_sme) == ("North", "NO", ["pilot"], None)


def test_a_name_is_a_candidate_once(world, plan):
    with pytest.raises(ValidationError, match="among the candidates already"):
        actions.keep_candidate(candidate=Candidate(consortium=plan, name="Anna"), by=world.manager)


def test_profiles_of_others_that_are_not_named_are_no_source(world, plan):
    profile_of(world.giver, offers="pilot", anonymity="named", title="Named")
    values = [one.label for _group, rows in readers.sources_of(plan, DAY) for one in rows]
    assert [one for one in values if "Nopea" in one] == ["Nopea Oy: Named"]
