"""Signing in by e-mail address, out again, and into the demonstration by one click."""

import pytest
from django.urls import reverse

from tests.builders import PASSWORD, make_cluster, make_user
from tokkasite.accounts.models import User
from tokkasite.accounts.readers import demo_people

pytestmark = pytest.mark.django_db
SIGN_IN, DEMO = "/en/sign-in/", "/en/sign-in/demo/"


def signed_in_as(client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.fixture
def manager(settings):
    settings.IS_DEMO = True
    return make_user("manager", make_cluster(), email="aino@demo.tokka.example")


def test_the_e_mail_address_and_password_open_the_clusters(client):
    user = make_user(email="aino@example.org")
    response = client.post(SIGN_IN, {"username": "aino@example.org", "password": PASSWORD})
    assert (response.url, signed_in_as(client)) == ("/en/clusters/", str(user.pk))


def test_a_page_that_asked_for_it_comes_next(client):
    make_user(email="aino@example.org")
    given = {"username": "aino@example.org", "password": PASSWORD, "next": "/en/clusters/forest/"}
    assert client.post(SIGN_IN, given).url == "/en/clusters/forest/"


def test_nobody_is_sent_to_another_site(client):
    make_user(email="aino@example.org")
    given = {"username": "aino@example.org", "password": PASSWORD, "next": "https://example.com/"}
    assert client.post(SIGN_IN, given).url == "/en/clusters/"


def test_a_wrong_password_opens_nothing_and_does_not_say_who_exists(client):
    make_user(email="aino@example.org")
    known = client.post(SIGN_IN, {"username": "aino@example.org", "password": "wrong"})
    unknown = client.post(SIGN_IN, {"username": "nobody@example.org", "password": "wrong"})
    assert (known.status_code, unknown.status_code, signed_in_as(client)) == (200, 200, None)
    message = "The e-mail address and the password do not belong together."
    assert [message in page.content.decode() for page in (known, unknown)] == [True, True]


@pytest.mark.parametrize("role", ["assessor", "manager"])
def test_the_editing_screens_refuse_a_reader_once_and_do_not_send_them_in_circles(client, role):
    client.force_login(make_user(role, make_cluster()))
    answer = client.get("/admin/", follow=True)
    assert (len(answer.redirect_chain), answer.status_code) == ((0, 200) if role == "manager" else (1, 403))


def test_signing_out_needs_a_form_and_keeps_the_language(client):
    client.force_login(make_user(email="aino@example.org"))
    assert client.get("/en/sign-out/").status_code == 405
    assert client.post("/en/sign-out/").url == "/en/"
    assert signed_in_as(client) is None


def test_one_click_opens_the_demonstration(client, manager):
    response = client.post(DEMO, {"person": manager.pk})
    assert (response.url, signed_in_as(client)) == ("/en/clusters/", str(manager.pk))


def test_one_click_opens_nothing_on_any_other_site(client, manager, settings):
    settings.IS_DEMO = False
    assert client.post(DEMO, {"person": manager.pk}).status_code == 404
    assert (signed_in_as(client), list(demo_people())) == (None, [])
    assert "Look around" not in client.get(SIGN_IN).content.decode()


@pytest.mark.parametrize("person", ["", "Aino", "²", "999999"])
def test_who_does_not_exist_cannot_be_met(client, manager, person):
    assert client.post(DEMO, {"person": person}).status_code == 404


def test_only_the_people_of_the_demonstration_can_be_met(client, manager):
    operator = User.objects.create_superuser("operator@demo.tokka.example", PASSWORD)
    neighbour = make_user(email="neighbour@example.org")
    gone = make_user(email="gone@demo.tokka.example")
    gone.is_active = False
    gone.save()
    statuses = [client.post(DEMO, {"person": user.pk}).status_code for user in (operator, neighbour, gone)]
    assert (statuses, list(demo_people())) == ([404, 404, 404], [manager])


def test_the_demonstration_names_people_and_their_tasks(client, manager):
    manager.first_name, manager.last_name = "Aino", "Keloharju"
    manager.save()
    page = client.get(SIGN_IN).content.decode()
    assert "<span>Aino Keloharju</span>" in page
    assert "<small>Cluster manager: Cluster forest</small>" in page


def test_the_doors_of_the_admin_lead_to_ours(client):
    user = make_user("team", make_cluster(), email="elle@example.org")
    assert client.get("/admin/").url == "/fi/sign-in/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/").url == "/fi/sign-in/?next=/admin/"
    given = {"username": "elle@example.org", "password": PASSWORD}
    client.post(reverse("wagtailadmin_login"), given)
    assert signed_in_as(client) is None
    assert client.post(SIGN_IN, given | {"next": "/admin/"}).url == "/admin/"
    assert (client.get("/admin/").status_code, signed_in_as(client)) == (200, str(user.pk))


def test_the_admin_keeps_out_who_has_no_mandate(client):
    make_user(email="nobody@example.org")
    client.login(username="nobody@example.org", password=PASSWORD)
    assert client.get("/admin/").status_code == 302
