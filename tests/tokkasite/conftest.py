"""What the site's tests share: settings without a build step, and makers of what a test needs."""

from collections.abc import Callable

import pytest
from django.core.cache import cache, caches
from pytest_django import Settings

from tests import builders
from tokkasite.accounts.models import User
from tokkasite.register.models import Cluster, Organisation


@pytest.fixture(autouse=True)
def _plain_settings(settings: Settings) -> None:
    """Styles are read where they lie, and passwords are kept by the quickest means: nothing here is a secret."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _open_doors() -> None:
    """No test finds a door closed by the wrong passwords of another, or a page that another one read."""
    cache.clear()
    caches["pages"].clear()


@pytest.fixture
def make_cluster(db: None) -> Callable[..., Cluster]:
    return builders.make_cluster


@pytest.fixture
def make_organisation(db: None) -> Callable[..., Organisation]:
    return builders.make_organisation


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    return builders.make_user


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Makes a user by e-mail address, with a mandate where a role is told."""

    def make(email: str, role: str = "", cluster: Cluster | None = None, **dates: object) -> User:
        return builders.make_user(role, cluster, email=email, **dates)

    return make
