"""An import that is killed ten times at random moments ends as one that never was."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

TOKKA = str(Path(sys.executable).with_name("tokka"))
ROWS, KILLS = 6_000, 10


@pytest.fixture
def empty(tmp_path):
    """A site with a database of its own, and how to make a second one like it."""
    (tmp_path / "secret_key").write_text("a key for tests only, long enough to sign a cookie with")
    template = os.environ.get("TOKKA_TEST_TEMPLATE", "")
    if template and not os.environ.get("DATABASE_URL"):
        shutil.copy(template, tmp_path / "tokka.sqlite3")
    else:
        run(tmp_path, "django", "migrate", "--verbosity", "0")
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SECRET_KEY")}
    return kept | {"TOKKA_DATA": str(folder)}


def run(folder: Path, *words: str) -> None:
    subprocess.run([TOKKA, *words], env=environment(folder), check=True, capture_output=True)


def rows_in(folder: Path) -> int:
    with sqlite3.connect(folder / "tokka.sqlite3") as database:
        return database.execute("SELECT coalesce(max(rows_done), 0) FROM lists_import").fetchone()[0]


def contents(folder: Path) -> list[list[tuple]]:
    """What the import brought in, without the moments at which it happened."""
    with sqlite3.connect(folder / "tokka.sqlite3") as database:
        return [
            database.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()
            for table, columns in (
                ("register_organisation", "id, name, role, municipality_id"),
                ("register_identifier", "id, organisation_id, scheme, value"),
                ("lists_importedrow", "row, name, verdict, same_as_row, organisation_id, brought"),
                ("lists_import", "state, rows, rows_done"),
            )
        ]


@pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="the killed process keeps a SQLite database of its own"
)
def test_ten_kills_change_nothing(empty, tmp_path_factory):
    other = tmp_path_factory.mktemp("whole")
    for name in ("tokka.sqlite3", "secret_key"):
        (other / name).write_bytes((empty / name).read_bytes())
    file = tmp_path_factory.mktemp("list") / "list.csv"
    lines = [f"Poro {number % 5_900} Oy;{number % 5_900};company" for number in range(ROWS)]
    file.write_text("name;id;kind\n" + "\n".join(lines) + "\n")
    run(other, "import", "organisations", str(file), "--json")
    chance, kills = random.Random(20261124), 0
    while kills < KILLS and rows_in(empty) < ROWS:
        process = subprocess.Popen(
            [TOKKA, "import", "organisations", str(file)],
            env=environment(empty),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        before = rows_in(empty)
        while rows_in(empty) == before and process.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.05)
        process.kill()
        process.wait()
        kills += 1
    run(empty, "import", "organisations", str(file))
    assert kills == KILLS
    assert contents(empty) == contents(other)
