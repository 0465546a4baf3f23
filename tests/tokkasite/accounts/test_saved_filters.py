"""Questions that somebody often asks of a list, kept under a name of their own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tokkasite.accounts.models import SavedFilter

LIST = "/en/organisations/"


@pytest.fixture
def aino(person, make_cluster, client):
    user = person("aino@example.org", "team", make_cluster())
    client.force_login(user)
    return user


def save(client, **told):
    told = {"of_list": "organisations", "name": "Mills", "query": "q=mill&role=company", "back": LIST} | told
    return client.post(reverse("accounts:save_filter"), told)


def test_a_filter_is_kept_under_its_name_and_becomes_a_link_on_its_list(aino, client):
    assert save(client).url == f"{LIST}?q=mill&role=company"
    page = client.get(LIST).content.decode()
    assert f'<a href="{LIST}?q=mill&amp;role=company">Mills</a>' in page
    (saved,) = SavedFilter.objects.all()
    assert [entry.action for entry in ModelLogEntry.objects.for_instance(saved)] == ["accounts.save_filter"]


def test_the_same_name_again_replaces_the_question(aino, client):
    save(client)
    save(client, query="q=saw")
    assert [(one.name, one.query) for one in SavedFilter.objects.all()] == [("Mills", "q=saw")]


def test_filters_of_a_records_list_show_on_that_list_alone(aino, client):
    save(client, of_list="journal/forest/contact", name="Peat", query="text=peat")
    shown = {
        address: "Peat</a>" in client.get(address).content.decode()
        for address in (LIST, "/en/clusters/forest/records/contact/", "/en/clusters/forest/records/event/")
    }
    assert list(shown.values()) == [False, True, False]


def test_nobody_sees_or_forgets_the_filter_of_another(aino, client, person):
    saved = SavedFilter.objects.create(user=person("b@example.org"), of_list="organisations", name="Hers", query="q=x")
    assert "Hers" not in client.get(LIST).content.decode()
    assert client.post(reverse("accounts:forget_filter", args=[saved.pk]), {"back": LIST}).status_code == 404
    assert SavedFilter.objects.count() == 1


def test_a_filter_is_forgotten(aino, client):
    save(client)
    saved = SavedFilter.objects.get()
    assert client.post(reverse("accounts:forget_filter", args=[saved.pk]), {"back": LIST}).url == LIST
    assert SavedFilter.objects.count() == 0


@pytest.mark.parametrize("name", ["", "x" * 61])
def test_a_filter_without_a_name_or_with_one_too_long_is_refused(aino, client, name):
    response = save(client, name=name)
    page = client.get(response.url).content.decode()
    assert ("give it a name of at most 60 letters" in page, SavedFilter.objects.count()) == (True, 0)


def test_the_way_back_never_leads_to_another_site(aino, client):
    assert save(client, back="https://evil.example/").url == "/en/?q=mill&role=company"


def test_whoever_is_not_signed_in_keeps_nothing(client, db):
    assert save(client).status_code == 302
    assert SavedFilter.objects.count() == 0


def test_thirty_filters_take_as_many_queries_as_one(aino, client, django_assert_num_queries):
    save(client)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    SavedFilter.objects.bulk_create(
        SavedFilter(user=aino, of_list="organisations", name=f"N{number}", query="q=x") for number in range(29)
    )
    with django_assert_num_queries(len(one)):
        client.get(LIST)
