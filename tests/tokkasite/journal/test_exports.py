"""A list of records as a file: exactly the rows on the screen, and no confidential note outside its team."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.tokkasite.journal.conftest import DAY, an_organisation
from tokka.excellence.records import KINDS
from tokkasite.journal.models import Attendance, Contact
from tokkasite.journal.readers import READINGS
from tokkasite.register.models import Cluster

ALL_KINDS = tuple(KINDS)
ONE_EACH = ("management",)
"""Kinds of which a cluster has one record by its nature."""


def content_of(client, kind, format_="csv", **query):
    response = client.get(reverse("journal:export", args=["ours", kind, format_]), query)
    assert response.status_code == 200
    return b"".join(response)


def table_of(client, kind, **query):
    return list(csv.DictReader(io.StringIO(content_of(client, kind, **query).decode("utf-8-sig"))))


def repeat(record, kind, times):
    """More rows of the kind beside the record."""
    rows = []
    for number in range(times):
        row = READINGS[kind].model.objects.get(pk=record.pk)
        row.pk = row.id = None
        if isinstance(row, Attendance):
            row.organisation = an_organisation(f"Guest {number}")
        rows.append(row)
    READINGS[kind].model.objects.bulk_create(rows)


@pytest.fixture
def signed_in(user_with):
    def sign_in(role, cluster):
        client = Client()
        client.force_login(user_with(role, cluster))
        return client

    return sign_in


def test_the_team_takes_its_contacts_along_with_the_notes_and_what_is_confidential(ours, theirs, signed_in):
    assert table_of(signed_in("team", ours.cluster), "contact") == [
        {
            "on": "2026-03-02",
            "organisation": "Ours Oy",
            "business_id": "",
            "person": "",
            "by": "",
            "channel": "visit",
            "subject": "Peat",
            "note": "Sells the mill",
            "is_confidential": "yes",
        }
    ]


@pytest.mark.parametrize("role", ["assessor", "coordinator"])
@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_confidential_note_leaves_its_cell_empty_for_everyone_else(ours, theirs, signed_in, role, format_):
    Contact.objects.create(cluster=ours.cluster, on=DAY, organisation=ours.company, channel="call", note="Open word")
    client = signed_in(role, None if role == "coordinator" else ours.cluster)
    rows = table_of(client, "contact")
    assert [(row["note"], row["is_confidential"]) for row in rows] == [("Open word", "no"), ("", "yes")]
    if format_ == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(content_of(client, "contact", "xlsx")))
        cells = [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
        assert [cell for cell in cells if "mill" in cell] == []
        assert len([cell for cell in cells if cell == "Open word"]) == 1


def test_the_operator_of_the_site_reads_no_confidential_note_in_a_file(ours, admin_client):
    assert [row["note"] for row in table_of(admin_client, "contact")] == [""]


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_every_kind_is_exported_and_nothing_of_the_neighbour(ours, theirs, signed_in, kind):
    (row,) = table_of(signed_in("team", ours.cluster), kind)
    assert "theirs" not in " ".join(row.values()).casefold()


@pytest.mark.parametrize("kind", [kind for kind in ALL_KINDS if kind not in ONE_EACH])
def test_thirty_rows_take_as_many_queries_as_one(ours, signed_in, query_count, kind):
    client = signed_in("team", ours.cluster)
    content_of(client, kind)
    with_one = query_count(lambda: content_of(client, kind))
    repeat(getattr(ours, kind), kind, 29)
    assert (query_count(lambda: content_of(client, kind)), len(table_of(client, kind))) == (with_one, 30)


def test_the_file_holds_what_the_filter_shows_and_no_other_row(ours, signed_in):
    for day, subject in ((date(2026, 1, 5), "Ash"), (date(2026, 2, 5), "Ash"), (date(2026, 2, 6), "Bark")):
        Contact.objects.create(cluster=ours.cluster, on=day, organisation=ours.company, channel="call", subject=subject)
    client = signed_in("team", ours.cluster)
    rows = table_of(client, "contact", text="ash", since="2026-02-01", until="2026-02-28")
    assert [(row["on"], row["subject"]) for row in rows] == [("2026-02-05", "Ash")]
    page = client.get(reverse("journal:records", args=["ours", "contact"]), {"text": "ash", "page": "1"})
    assert f'{reverse("journal:export", args=["ours", "contact", "csv"])}?text=ash"' in page.content.decode()


def test_a_subject_that_begins_like_a_formula_is_made_harmless(ours, signed_in):
    Contact.objects.filter(pk=ours.contact.pk).update(subject="=1+1")
    assert [row["subject"] for row in table_of(signed_in("team", ours.cluster), "contact")] == ["'=1+1"]


def test_nobody_takes_a_list_of_a_cluster_that_is_not_theirs(ours, theirs, signed_in):
    address = reverse("journal:export", args=["ours", "contact", "csv"])
    assert signed_in("team", Cluster.objects.get(key="theirs")).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_there_is_no_other_format_and_no_other_kind(ours, signed_in):
    client = signed_in("team", ours.cluster)
    for kind, format_ in (("contact", "pdf"), ("secret", "csv")):
        assert client.get(reverse("journal:export", args=["ours", kind, format_])).status_code == 404


def test_the_file_is_sent_while_it_is_read(ours, signed_in):
    response = signed_in("team", ours.cluster).get(reverse("journal:export", args=["ours", "contact", "csv"]))
    assert (response.streaming, response["Content-Disposition"]) == (True, 'attachment; filename="ours-contact.csv"')
