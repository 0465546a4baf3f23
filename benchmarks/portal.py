"""How fast the public site answers, beside a bare Wagtail page in the same run.

    .venv/bin/python benchmarks/portal.py [--seconds 10] [--rounds 3] [--data FOLDER]

Serves the demo region and a Wagtail site of one page with one line of text, each by the same server on the same
machine, and asks both by turns with wrk (Debian's package `wrk`). Told are requests per second of an article that is
kept for visitors and of the bare page, as medians of the rounds, and the time that each takes when nothing is kept, one
request after another. `--data` names a demo region that is there already.
"""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.request import Request, urlopen

ARTICLE = "/en/news/a-year-of-work-on-one-page/"
BARE = """
import os

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="x",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    STATIC_URL="/static/",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BARE"]}},
    INSTALLED_APPS=[
        "bare",
        *(f"wagtail.{name}" for name in ("users", "images", "documents", "admin", "search", "sites")),
        "wagtail",
        "modelcluster",
        "taggit",
        *(f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions")),
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    WAGTAIL_SITE_NAME="bare",
    WAGTAILADMIN_BASE_URL="http://localhost",
)
django.setup()
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

urlpatterns = [path("", include("wagtail.urls"))]
application = get_wsgi_application()
"""


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def wait_for(address: str) -> None:
    for _ in range(600):
        try:
            with urlopen(address, timeout=30):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{address} did not answer.")


def per_second(address: str, seconds: int) -> float:
    """Requests per second by wrk, on two connections for each of one thread."""
    done = subprocess.run(
        ["wrk", "-t1", "-c4", f"-d{seconds}s", address], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in done:
        raise SystemExit(f"{address} answered with faults:\n{done}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1])


def fresh_milliseconds(address: str, times: int) -> float:
    """The 95th percentile of asking for a page that is made anew each time: every request asks another query."""
    told = []
    for number in range(times):
        began = time.perf_counter()
        with urlopen(Request(f"{address}?fresh={number}"), timeout=30) as answer:
            answer.read()
        told.append(1000 * (time.perf_counter() - began))
    return quantiles(told, n=20)[18]


def bare_site(folder: Path) -> dict[str, str]:
    """A Wagtail site of one page with one line of text."""
    (folder / "bare" / "templates" / "bare").mkdir(parents=True)
    (folder / "bare" / "migrations").mkdir()
    for package in ("bare", "bare/migrations"):
        (folder / package / "__init__.py").touch()
    (folder / "bare" / "models.py").write_text("from wagtail.models import Page\n\n\nclass BarePage(Page):\n    pass\n")
    (folder / "bare" / "templates" / "bare" / "bare_page.html").write_text(
        "<!doctype html><title>x</title><p>{{ page.title }}"
    )
    (folder / "bare_site.py").write_text(BARE)
    environment = os.environ | {"PYTHONPATH": str(folder), "BARE": str(folder / "bare.sqlite3")}
    make = (
        "import bare_site\nfrom django.core.management import call_command\n"
        "call_command('makemigrations', 'bare', verbosity=0)\n"
        "call_command('migrate', verbosity=0)\n"
        "from wagtail.models import Page, Site\nfrom bare.models import BarePage\n"
        "home = Page.objects.get(depth=2)\npage = home.add_child(instance=BarePage(title='Bare', slug='bare'))\n"
        "Site.objects.update(root_page=home)\n"
    )
    subprocess.run([sys.executable, "-c", make], env=environment, check=True)
    return environment


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--seconds", type=int, default=10)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--data", type=Path)
    given = asked.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not on this machine. On Debian or Ubuntu: sudo apt install wrk")
    tokka = str(Path(sys.executable).with_name("tokka"))
    with TemporaryDirectory() as name:
        folder = Path(name)
        ours, bare = free_port(), free_port()
        environment = os.environ | {"TOKKA_DATA": str(given.data or folder / "demo")}
        if given.data is None:
            subprocess.run([tokka, "demo", "--no-serve"], env=environment, check=True, capture_output=True)
        peer = bare_site(folder)
        serve = [sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "4", "--port", str(bare)]
        served = [
            subprocess.Popen([tokka, "serve", "--port", str(ours)], env=environment, stderr=subprocess.DEVNULL),
            subprocess.Popen([*serve, "bare_site:application"], env=peer, stderr=subprocess.DEVNULL, cwd=folder),
        ]
        try:
            article, page = f"http://localhost:{ours}{ARTICLE}", f"http://localhost:{bare}/bare/"
            wait_for(article)
            wait_for(page)
            rounds = [
                (per_second(article, given.seconds), per_second(page, given.seconds)) for _ in range(given.rounds)
            ]
            kept, plain = (median(one) for one in zip(*rounds, strict=True))
            fresh, bare_fresh = fresh_milliseconds(article, 200), fresh_milliseconds(page, 200)
            load = os.getloadavg()[0]
        finally:
            for one in served:
                one.terminate()
    print(f"article, kept for visitors   {kept:8.0f} requests/s")
    print(f"bare Wagtail page            {plain:8.0f} requests/s   ours {kept / plain:.2f} times as many")
    print(f"article, made anew           {fresh:8.1f} ms at the 95th percentile")
    print(f"bare Wagtail page            {bare_fresh:8.1f} ms at the 95th percentile")
    print(f"load of the machine          {load:8.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
