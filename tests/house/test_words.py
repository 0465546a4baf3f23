"""Finnish keeps up with English: every sentence that is marked has its Finnish one, with the same places."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

SOURCES = Path(__file__).resolve().parents[2] / "src"
FINNISH = Path("tokkasite") / "locale" / "fi" / "LC_MESSAGES" / "django.po"
PLACE = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|</?\w[^>]*>")
"""What stands for a value, and marks of HTML: both have to come through a translation unharmed."""
OTHER_NAME = re.compile(r"import .*\b(?:_|[np]*gettext(?:_lazy|_noop)?) as (?!_\b)\w+")
COLLECT = "from tokkasite.terminal.site import open_site; from tokkasite.terminal.words import collect_words; "


def read(catalogue: Path) -> Catalog:
    with catalogue.open("rb") as text:
        return read_po(text, locale="fi")


def forms(said: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """One form, or those of one and of many."""
    return (said,) if isinstance(said, str) else tuple(said)


def places(sentence: str) -> list[str]:
    return sorted(PLACE.findall(sentence))


def faults_of(message: Message) -> list[str]:
    """What is wrong with a translation. English has two forms where it counts, and Finnish has two as well."""
    english, finnish = forms(message.id), forms(message.string)
    faults = ["is fuzzy"] if message.fuzzy else []
    if len(finnish) != len(english) or not all(form.strip() for form in finnish):
        return [*faults, "is empty"]
    if any(places(one) != places(other) for one, other in zip(english, finnish, strict=True)):
        faults.append(f"has other places: {finnish}")
    return faults


def test_every_finnish_sentence_is_there_and_has_the_places_of_the_english_one():
    messages = [message for message in read(SOURCES / FINNISH) if message.id]
    assert messages
    wrong = [f"{forms(message.id)[0]!r} {fault}" for message in messages for fault in faults_of(message)]
    assert wrong == [], "\n".join(["These Finnish sentences are not right:", *wrong])


@pytest.mark.parametrize(
    ("english", "finnish", "fuzzy", "faults"),
    [
        ("Saved: %(name)s", "Tallennettu: %(name)s", False, []),
        ("Saved", "", False, ["is empty"]),
        ("Saved", "Tallennettu", True, ["is fuzzy"]),
        ("Saved: %(name)s", "Tallennettu: %(nimi)s", False, ["has other places: ('Tallennettu: %(nimi)s',)"]),
        (("%(count)s day", "%(count)s days"), ("%(count)s päivä", ""), False, ["is empty"]),
    ],
    ids=["right", "empty", "fuzzy", "another place", "one form only"],
)
def test_a_fault_is_seen(english, finnish, fuzzy, faults):
    assert faults_of(Message(english, finnish, flags=["fuzzy"] if fuzzy else [])) == faults


def test_every_mark_has_a_name_that_the_collector_knows():
    """Words marked by another name, as in `import gettext as say`, would never reach a translator."""
    lines = (
        (path, line) for path in sorted(SOURCES.rglob("*.py")) for line in path.read_text(encoding="utf-8").splitlines()
    )
    renamed = [f"{path.relative_to(SOURCES)}: {line.strip()}" for path, line in lines if OTHER_NAME.search(line)]
    assert renamed == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="GNU gettext is not on this machine: no xgettext")
def test_every_marked_sentence_has_been_collected(tmp_path):
    copy = tmp_path / "src"
    shutil.copytree(SOURCES, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    environment = os.environ | {"PYTHONPATH": str(copy), "DJANGO_SETTINGS_MODULE": "tokkasite.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", COLLECT + "open_site(); collect_words()"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    kept = {(message.context, message.id) for message in read(SOURCES / FINNISH)}
    collected = {(message.context, message.id) for message in read(copy / FINNISH)}
    missing = sorted(forms(sentence)[0] for _context, sentence in collected - kept)
    assert missing == [], "\n".join(["Not in django.po yet (run `tokka words --collect`, then translate):", *missing])
