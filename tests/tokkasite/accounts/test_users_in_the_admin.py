"""The operator keeps users in Wagtail's screens, which know them by their e-mail address."""

import pytest

from tests.builders import PASSWORD
from tokkasite.accounts.models import User

NEW = "a long and quiet winter"


@pytest.fixture
def as_operator(client, db):
    client.force_login(User.objects.create_superuser("operator@example.org", PASSWORD))
    return client


def fields_of(user: User, **changed: object) -> dict[str, object]:
    return {
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "is_active": "on",
    } | changed


def test_users_are_listed_and_found(as_operator):
    User.objects.create_user("aino@example.org", PASSWORD, first_name="Aino", last_name="Keloharju")
    for address in ("/admin/users/", "/admin/users/?q=keloharju"):
        assert "aino@example.org" in as_operator.get(address).content.decode()
    assert "aino@example.org" not in as_operator.get("/admin/users/?q=niilo").content.decode()


def test_a_user_is_added_and_can_sign_in(as_operator, client):
    given = {"email": "aino@example.org", "first_name": "Aino", "last_name": "Keloharju"}
    response = as_operator.post("/admin/users/new/", given | {"password1": NEW, "password2": NEW, "is_active": "on"})
    assert response.status_code == 302
    user = User.objects.get(email="aino@example.org")
    assert (user.get_full_name(), user.check_password(NEW), user.is_superuser) == ("Aino Keloharju", True, False)


def test_an_address_is_taken_once(as_operator):
    User.objects.create_user("aino@example.org", PASSWORD)
    given = {"email": "aino@example.org", "first_name": "A", "last_name": "B", "password1": NEW, "password2": NEW}
    assert as_operator.post("/admin/users/new/", given).status_code == 200
    assert User.objects.filter(email="aino@example.org").count() == 1


def test_a_user_is_corrected(as_operator):
    user = User.objects.create_user("aino@example.org", PASSWORD, first_name="Aino", last_name="Kelo")
    response = as_operator.post(f"/admin/users/edit/{user.pk}/", fields_of(user, last_name="Keloharju"))
    user.refresh_from_db()
    assert (response.status_code, user.last_name) == (302, "Keloharju")


def test_ones_own_account_opens(as_operator):
    assert as_operator.get("/admin/account/").status_code == 200
