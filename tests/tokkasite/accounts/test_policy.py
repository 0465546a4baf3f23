"""The content security policy: strict, and eased only where somebody has signed in to the editing screens."""

import pytest

from tests.builders import PASSWORD
from tokkasite.accounts.models import User

pytestmark = pytest.mark.django_db
STRICT = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
}
EASED = STRICT - {"img-src 'self' data:"} | {
    "img-src 'self' data: blob:",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
}


def policy(response) -> set[str]:
    return set(response["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("address", ["/en/sign-in/", "/en/nowhere/", "/admin/login/", "/admin/"])
def test_a_visitor_meets_the_strict_policy(client, address):
    assert policy(client.get(address)) == STRICT


def test_the_operator_meets_the_eased_policy_in_the_admin_only(client):
    client.force_login(User.objects.create_superuser("operator@example.org", PASSWORD))
    assert policy(client.get("/admin/")) == EASED
    assert policy(client.get("/en/sign-in/")) == STRICT
