"""The list of organisations: what is asked for is what is shown and what is taken along, in few queries."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.builders import make_cluster, make_organisation, make_user
from tokkasite.register.models import Identifier, Organisation, Participation
from tokkasite.search import readers
from tokkasite.ui import paging

LIST = "/en/organisations/"


@pytest.fixture
def cluster(db):
    return make_cluster("forest")


@pytest.fixture
def team(cluster) -> Client:
    client = Client()
    client.force_login(make_user("team", cluster))
    return client


def names(page) -> list[str]:
    return [one.name for one in page.context["rows"]]


def content(response) -> bytes:
    return b"".join(response.streaming_content)


def test_who_has_no_mandate_sees_no_list(client, cluster):
    assert client.get(LIST).url == f"/en/sign-in/?next={LIST}"
    client.force_login(make_user())
    assert client.get(LIST).status_code == 404
    assert client.get(f"{LIST}export.csv").status_code == 404


def test_the_list_keeps_to_what_is_asked_for(team, cluster):
    poro = make_organisation("Poro Oy")
    make_organisation("Kemin kunta", "municipality")
    Identifier.objects.create(organisation=poro, scheme="fi_business_id", value="0112038-9")
    Participation.objects.create(cluster=cluster, organisation=poro, from_on=date(2024, 1, 1))
    assert names(team.get(LIST)) == ["Host of forest", "Kemin kunta", "Poro Oy"]
    assert names(team.get(LIST, {"role": "municipality"})) == ["Kemin kunta"]
    assert names(team.get(LIST, {"cluster": cluster.pk})) == ["Poro Oy"]
    assert names(team.get(LIST, {"q": "kemin"})) == ["Kemin kunta"]
    assert names(team.get(LIST, {"q": "0112038-9"})) == ["Poro Oy"]
    assert names(team.get(LIST, {"q": "susi"})) == []


def test_a_cluster_that_one_may_not_read_is_no_filter(team):
    other = make_cluster("other")
    page = team.get(LIST, {"cluster": other.pk})
    assert list(page.context["form"].errors) == ["cluster"]


@pytest.mark.parametrize("address", [LIST, f"{LIST}?q=poro", f"{LIST}export.csv", f"{LIST}export.xlsx"])
def test_queries_do_not_grow_with_rows(team, cluster, address):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            response = team.get(address)
            assert response.status_code == 200
            if response.streaming:
                content(response)
        return len(caught)

    make_organisation("Poro 0 Oy")
    few = queries()
    for number in range(30):
        body = make_organisation(f"Poro {number + 1} Oy")
        Participation.objects.create(cluster=cluster, organisation=body, from_on=date(2024, 1, 1))
    assert queries() <= max(few, 12)


def test_a_file_holds_exactly_the_filtered_list(team):
    make_organisation("Poro Oy")
    make_organisation("Kemin kunta", "municipality")
    rows = list(csv.reader(io.StringIO(content(team.get(f"{LIST}export.csv?q=poro")).decode("utf-8-sig"))))
    assert rows == [
        ["name", "business_id", "vat", "kind", "municipality", "url", "source"],
        ["Poro Oy", "", "", "company", "", "", ""],
    ]
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(team.get(f"{LIST}export.xlsx?q=poro"))))
    assert [row[0] for row in book.get_sheet_by_index(0).to_python()] == ["name", "Poro Oy"]


def test_no_cell_becomes_a_formula(team):
    make_organisation('=HYPERLINK("https://evil.example")')
    assert "\n\"'=HYPERLINK" in content(team.get(f"{LIST}export.csv")).decode().replace("\r", "")


def test_an_unknown_format_is_not_there(team):
    assert team.get(f"{LIST}export.exe").status_code == 404


def test_counting_stops_and_says_so(team, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED", 3)
    Organisation.objects.bulk_create(Organisation(name=f"Poro {number}", role="company") for number in range(60))
    page = team.get(LIST)
    assert page.context["page"].paginator.is_capped
    assert "More than 10,000 organisations" in page.content.decode()


def test_one_box_finds_all_that_one_may_see(team, cluster):
    make_organisation("Poro Oy")
    page = team.get("/en/search/", {"q": "porro"})
    assert [one["title"] for one in page.context["found"]] == ["Poro Oy"]


@pytest.mark.parametrize(("text", "names"), [("po", ["Poro Oy"]), ("oy", []), ("ä ö", [])])
def test_a_word_too_short_for_the_index_finds_the_names_that_begin_so(db, text, names):
    for name in ("Poro Oy", "Kuusi Oy"):
        make_organisation(name)
    assert [one.name for one in readers.organisations(text=text, day=date(2026, 3, 2))] == names
