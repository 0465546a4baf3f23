"""Makes the demo region once for all journeys, as `./run demo` makes it, with two operators beside its people.

    python -m tests.demo_folder FOLDER

It runs beside the tests that come before the journeys. Its last deed is the file that tells that all is there.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

OPERATOR, PASSWORD = "operator@example.org", "correct horse battery"
GUARDED = "guarded@example.org"
"""Another operator, whose account gets a second factor: nobody else's sign-in asks for one."""
TELLS, SAYS = "made", "said"
SECONDS = 600


def make(folder: Path) -> int:
    tokka = str(Path(sys.executable).with_name("tokka"))
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SECRET_KEY")}
    environment |= {"TOKKA_DATA": str(folder), "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    if template := os.environ.get("TOKKA_TEST_TEMPLATE"):
        shutil.copy(template, folder / "tokka.sqlite3")  # with the tables alone, as the command would make them
    with (folder / SAYS).open("w") as log:
        done = subprocess.run([tokka, "demo", "--no-serve"], env=environment, stdout=log, stderr=log)
        for email in () if done.returncode else (OPERATOR, GUARDED):
            words = [tokka, "django", "createsuperuser", "--noinput"]
            told = environment | {"DJANGO_SUPERUSER_EMAIL": email}
            done = subprocess.run(words, env=told, stdout=log, stderr=log)
    (folder / TELLS).write_text(str(done.returncode))
    return done.returncode


def begin(folder: Path) -> subprocess.Popen[bytes]:
    """Make it in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "tests.demo_folder", str(folder)], cwd=Path(__file__).parents[1])


def copy(folder: Path, to: Path) -> None:
    """A demo region of one's own, as soon as the first is there. What went wrong with it fails the journeys."""
    began = time.monotonic()
    while not (folder / TELLS).exists():
        if time.monotonic() - began > SECONDS:
            raise RuntimeError(f"The demo region was not there after {SECONDS} s.")
        time.sleep(0.3)
    if (folder / TELLS).read_text() != "0":
        raise RuntimeError(f"The demo region could not be made.\n{(folder / SAYS).read_text()}")
    shutil.copytree(folder, to, dirs_exist_ok=True)


if __name__ == "__main__":
    sys.exit(make(Path(sys.argv[1])))
