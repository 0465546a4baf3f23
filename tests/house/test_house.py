"""The house keeps its own rules: floors, types and lint, and a library that stands on its own."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IMPORT_THE_LIBRARY = """
import pkgutil, sys, tokka
for module in pkgutil.walk_packages(tokka.__path__, "tokka."):
    __import__(module.name)
print(sorted({"django", "wagtail", "tokkasite"} & set(sys.modules)))
"""

IMPORT_THE_SITE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tokkasite.config.settings"
import django
django.setup()
import tokkasite.config.urls
print(sorted({"pandas", "sklearn", "scipy.stats", "scipy.optimize", "ortools.sat.python.cp_model"} & set(sys.modules)))
"""
"""These take longer to load than all the rest of a site: whoever asks for a page or a command does not wait for it."""


def run(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment in the project's folder."""
    tool = Path(sys.executable).with_name(program)
    return subprocess.run([str(tool), *words], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize(
    "command",
    [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports", "--no-cache")],
    ids=["lint", "format", "types of the library", "floors"],
)
def test_the_house_is_in_order(command):
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_library_runs_without_the_site_and_its_framework():
    done = run("python", "-c", IMPORT_THE_LIBRARY)
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("from datetime import date\n\nTODAY = date.today()\n", "DTZ011"),
        ("from datetime import datetime\n\nNOW = datetime.now()\n", "DTZ005"),
        ("import time\n\nBEGAN = time.time()\n", "TID251"),
        ('print("met")\n', "T201"),
    ],
    ids=["today", "now", "seconds", "print"],
)
def test_the_library_neither_reads_the_clock_nor_prints(line, rule):
    words = ("check", "--stdin-filename", "src/tokka/clock.py", "--output-format", "concise", "-")
    tool = Path(sys.executable).with_name("ruff")
    done = subprocess.run([str(tool), *words], cwd=ROOT, input=line, capture_output=True, text=True)
    assert rule in done.stdout


def test_the_site_starts_without_what_only_an_engine_needs():
    done = run("python", "-c", IMPORT_THE_SITE)
    assert done.stdout == "[]\n", done.stderr
