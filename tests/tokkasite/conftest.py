"""What the site's tests share: settings without a build step, and makers of what a test needs."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.db import connection
from django.db.backends.base.creation import BaseDatabaseCreation
from pytest_django import Settings

from tests import builders
from tokkasite.accounts.models import User
from tokkasite.register.models import Cluster, Organisation


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Each worker's database is a copy of the one that was made before the workers began."""
    template = os.environ.get("TOKKA_TEST_TEMPLATE", "")
    told = settings.DATABASES["default"].setdefault("TEST", {})
    if not template or (told.get("NAME") and connection.vendor == "sqlite"):
        yield
    elif connection.vendor == "postgresql":
        told["TEMPLATE"] = connection.settings_dict["TEST"]["TEMPLATE"] = template
        yield
    else:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(connection.creation), "create_test_db", copy_of_the_template)
            yield


def copy_of_the_template(creation: BaseDatabaseCreation, *_args: object, **_options: object) -> str:
    """The database in memory that Django would make, filled at once instead of by every migration anew."""
    name = creation._get_test_db_name()
    creation.connection.close()
    settings.DATABASES[creation.connection.alias]["NAME"] = creation.connection.settings_dict["NAME"] = name
    creation.connection.ensure_connection()
    with closing(sqlite3.connect(os.environ["TOKKA_TEST_TEMPLATE"])) as template:
        template.backup(creation.connection.connection)
    return name


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
