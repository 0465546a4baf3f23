"""Past projects of organisations of the register, from the lists that programmes publish: a verdict for each row."""

import gzip
import json
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import LONG_AGO, make_organisation, make_user
from tests.tokkasite.funding.conftest import listed, open_now
from tokkasite.applications import actions, readers
from tokkasite.applications.models import PastProject
from tokkasite.funding.models import Match
from tokkasite.funding.ranking_actions import rank_cluster
from tokkasite.register.models import Identifier, Mandate, Participation

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PROJECTS = "\n".join(
    json.dumps({"id": key, "title": f"Title {key}", "acronym": key, "topics": ["HORIZON-CL4-2022-01"],
                "start": "2022-05-01", "end": "2025-04-30", "keywords": "slag"})
    for key in ("A", "B")
).encode()  # fmt: skip
ORGANISATIONS = (
    b"organisationID,vatNumber,name,country\n"
    b"1,FI01120389,PORO OYJ,FI\n2,,Hirvi Oy,FI\n3,,Hirvi Oy,SE\n4,,Nobody Oy,FI\n"
)
PARTS = (
    b"project_id,org_id,role,ec_contribution\n"
    b"A,1,coordinator,1000.5\nB,2,participant,\nB,4,participant,5\nC,2,participant,5\n"
)
FINNISH = (
    b"period,project_code,fund,project_name,start,end,beneficiary,granted_eu_state_eur\n"
    b"2014-2020,A1,EAKR,Slag,1.2.2016,31.1.2018,Hirvi  oy,5000\n"
    b"2014-2020,A1,EAKR,Slag,1.2.2016,31.1.2018,Hirvi  oy,5000\n"
    b"2014-2020,A2,EAKR,Less,1.2.2016,31.1.2018,Hirvi Oy,-5\n"
    b"2014-2020,,EAKR,Lost,1.2.2016,31.1.2018,Hirvi Oy,5\n"
)


@pytest.fixture
def bodies(db):
    poro, hirvi = make_organisation("Poro Oy"), make_organisation("Hirvi Oy")
    Identifier.objects.create(organisation=poro, scheme="fi_business_id", value="0112038-9")
    return poro, hirvi


def brought(kind, *contents, **how):
    files = [(f"file{number}", content) for number, content in enumerate(contents)]
    return actions.import_past(kind=kind, files=files, now=NOW, by=None, **how)


def test_cordis_is_matched_by_business_id_and_by_name_and_the_rest_is_counted(bodies):
    made, found = brought("cordis", PROJECTS, ORGANISATIONS, PARTS)
    assert [(one.row.organisation, one.organisation.name, one.verdict) for one in found] == [
        ("PORO OYJ", "Poro Oy", "business_id"),
        ("Hirvi Oy", "Hirvi Oy", "name"),
    ]
    assert made.counts == {"rows": 4, "kept_apart": 1, "nobody": 1, "there": 0, "business_id": 1, "name": 1}
    one = PastProject.objects.get(reference="A")
    assert (one.title, one.amount, one.began_on, one.role) == ("A: Title A", 1000.5, date(2022, 5, 1), "coordinator")
    assert one.source_url == "https://cordis.europa.eu/project/id/A"


def test_the_same_list_again_adds_nothing_and_overwrites_no_decision(bodies):
    brought("cordis", PROJECTS, ORGANISATIONS, PARTS)
    actions.decide_past(projects=PastProject.objects.filter(reference="B"), is_own=False, by=None)
    made, found = brought("cordis", gzip.compress(PROJECTS), ORGANISATIONS, PARTS)
    assert ([one.is_there for one in found], made.counts["there"]) == ([True, True], 2)
    assert PastProject.objects.get(reference="B").verdict == "rejected"


def test_a_dry_run_keeps_nothing(bodies):
    made, found = brought("cordis", PROJECTS, ORGANISATIONS, PARTS, is_dry_run=True)
    assert (len(found), PastProject.objects.count(), made.pk) == (2, 0, None)


def test_doubles_negative_sums_and_rows_without_a_number_are_kept_apart_by_name(bodies):
    made, found = brought("structural", FINNISH)
    assert [(one.row.reference, one.verdict) for one in found] == [("A1", "name")]
    assert [(fault["row"], fault["column"]) for fault in made.faults] == [
        (2, "reference"), (3, "amount"), (4, "reference"),
    ]  # fmt: skip


def test_another_currency_is_kept_as_it_is_told(bodies):
    row = {"case_id": "1", "beneficiary": "Hirvi Oy", "granted_sek": 500, "project_name": "X", "start": "2017-01-02"}
    brought("structural", json.dumps(row).encode())
    one = PastProject.objects.get()
    assert (one.amount, one.currency) == (500, "SEK")


def test_invented_organisations_get_no_real_projects(bodies):
    _poro, hirvi = bodies
    hirvi.is_invented = True
    hirvi.save()
    assert [one.organisation.name for one in brought("cordis", PROJECTS, ORGANISATIONS, PARTS)[1]] == ["Poro Oy"]


def test_a_name_that_two_bear_waits_for_a_decision_and_counts_only_after_it(bodies):
    _poro, hirvi = bodies
    make_organisation("Hirvi oy")
    brought("structural", FINNISH)
    one = PastProject.objects.get()
    assert (one.verdict, readers.past_projects_of(hirvi)) == ("alike", ())
    actions.decide_past(projects=[one], is_own=True, by=None)
    (told,) = readers.past_projects_of(hirvi)
    assert (told.id, told.started_on, told.text) == ("fi_structural:A1", date(2016, 2, 1), "Slag")


def test_a_win_speaks_for_calls_of_its_programme_and_the_member_reads_which(world, bodies):
    poro, hirvi = bodies
    for one in bodies:
        Participation.objects.create(cluster=world.cluster, organisation=one, from_on=LONG_AGO)
    brought("cordis", PROJECTS, ORGANISATIONS, PARTS)
    listed(open_now("1", "Slag", identifier="HORIZON-CL4-2027-02"), open_now("2", "Slag too", identifier="LIFE-2027-A"))
    rank_cluster(cluster=world.cluster, now=now(), by=None)
    ours = {one.call.reference: one for one in Match.objects.filter(shortlist__organisation=poro)}
    assert ours["1"].won == [{"title": "A: Title A", "topic": "HORIZON-CL4-2022-01"}]
    assert [ours[number].parts["affinity"] for number in "12"] == [1.0, 0.0]
    assert ours["2"].won == []
    member = make_user("member", world.cluster, email="poro@example.org", organisation=poro)
    client = Client()
    client.force_login(member)
    page = client.get(reverse("funding:member_calls", args=[Mandate.objects.get(user=member).pk])).content.decode()
    assert [text in page for text in ("You have won in this programme before:", "A: Title A")] == [True, True]
    actions.decide_past(projects=PastProject.objects.filter(organisation=hirvi), is_own=False, by=None)
    assert readers.won_by([hirvi.pk]) == {}


def test_cordis_without_its_organisations_is_refused(bodies):
    with pytest.raises(ValidationError, match="CORDIS needs"):
        brought("cordis", PROJECTS)


def test_the_team_brings_a_list_on_screen_and_a_file_of_another_form_is_refused(world, bodies):
    client = Client()
    client.force_login(world.manager)
    address = reverse("applications:past_lists", args=["ours"])
    good = client.post(address, {"kind": "structural", "projects": SimpleUploadedFile("list.csv", FINNISH)})
    assert (good.status_code, [one.row.row for one in good.context["found"]]) == (200, [1])
    bad = client.post(address, {"kind": "structural", "projects": SimpleUploadedFile("list.csv", b"a,b\n1,2\n")})
    assert (bad.status_code, "no list of projects" in bad.content.decode()) == (422, True)


def test_the_team_decides_whose_a_project_is(world, bodies):
    make_organisation("Hirvi oy")
    brought("structural", FINNISH)
    client = Client()
    client.force_login(world.manager)
    client.post(
        reverse("applications:decide_past", args=["ours"]), {"number": PastProject.objects.get().pk, "own": "1"}
    )
    assert PastProject.objects.get().verdict == "confirmed"
