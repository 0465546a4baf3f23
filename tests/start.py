"""What happens before the tests: a key and a folder of their own; Django and PostgreSQL where they are asked for.

    pytest tests/tokka                      the library alone: Django is not loaded
    pytest tests/tokkasite                  on SQLite
    pytest tests/tokkasite --postgres       on a PostgreSQL server that is started for the run

It is loaded as a plug-in, because Django reads its settings before any conftest.py is read.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from tests import demo_folder, postgres

# The same examples in every run: what is green here is green elsewhere. A slow machine is no fault of the code.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")

LIBRARY = Path(__file__).with_name("tokka")
JOURNEYS = Path(__file__).with_name("journeys")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on a PostgreSQL server that is started for the run")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> Generator[None]:
    """The controller prepares; the workers of a parallel run inherit what it prepared by their environment."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        prepare_environment(early_config)
        if not is_library_alone(args):
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tokkasite.config.settings")
        if "--postgres" in args:
            start_postgres(early_config)
        if not is_library_alone(args) and "--collect-only" not in args:
            migrate_once(early_config)
            if asks_for_journeys(args) and not os.environ.get("DATABASE_URL"):
                make_the_demo(early_config)
    return (yield)


def prepare_environment(config: pytest.Config) -> None:
    """What the person who runs the tests has set for a site of theirs does not reach the tests."""
    folder = tempfile.mkdtemp(prefix="tokka-tests-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    for name in [name for name in os.environ if name.startswith("TOKKA_") and name != "TOKKA_CHROMIUM"]:
        del os.environ[name]
    os.environ |= {"SECRET_KEY": "a key for tests only, long enough to sign a cookie with", "TOKKA_DATA": folder}


def paths_in(args: list[str]) -> list[Path]:
    return [Path(word.split("::")[0]).resolve() for word in args if Path(word.split("::")[0]).exists()]


def is_library_alone(args: list[str]) -> bool:
    """Whether every path that is asked for lies in the library's tests."""
    paths = paths_in(args)
    return bool(paths) and all(path.is_relative_to(LIBRARY) for path in paths)


def asks_for_journeys(args: list[str]) -> bool:
    """Whether a path that is asked for holds journeys, or lies among them."""
    paths = paths_in(args)
    return not paths or any(path.is_relative_to(JOURNEYS) or JOURNEYS.is_relative_to(path) for path in paths)


def make_the_demo(config: pytest.Config) -> None:
    """The region in which all workers walk, each in a copy of its own. It is made while other tests run."""
    folder = Path(tempfile.mkdtemp(prefix="tokka-demo-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["TOKKA_TEST_DEMO"] = str(folder)
    config.add_cleanup(demo_folder.begin(folder).kill)


def migrate_once(config: pytest.Config) -> None:
    """One database with every table, of which each worker gets a copy: to make it takes half a minute."""
    if address := os.environ.get("DATABASE_URL"):
        os.environ["TOKKA_TEST_TEMPLATE"] = "tokka_template"
        with psycopg.connect(address, autocommit=True) as server:
            server.execute("CREATE DATABASE tokka_template")
        told = {"DATABASE_URL": address.removesuffix("/postgres") + "/tokka_template"}
    else:
        folder = Path(tempfile.mkdtemp(prefix="tokka-template-"))
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        os.environ["TOKKA_TEST_TEMPLATE"] = str(folder / "tokka.sqlite3")
        told = {"TOKKA_DATA": str(folder)}
    tokka = str(Path(sys.executable).with_name("tokka"))
    done = subprocess.run(
        [tokka, "django", "migrate", "--verbosity", "0"], env=os.environ | told, capture_output=True, text=True
    )
    if done.returncode:
        raise pytest.UsageError(f"The tables could not be made.\n{done.stderr}")


def start_postgres(config: pytest.Config) -> None:
    programs = postgres.find_programs()
    if programs is None:
        raise pytest.UsageError("There is no PostgreSQL server on this machine. On Debian: sudo apt install postgresql")
    server = postgres.Server(programs)
    config.add_cleanup(server.stop)
    os.environ["DATABASE_URL"] = server.start()
