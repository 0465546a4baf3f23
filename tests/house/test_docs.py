"""The manual leads where it says, and holds every paragraph that the code cites."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(<?([^)\s>]+)>?[^)]*\)")
ENGINES = sorted(
    page.stem for page in (ROOT / "docs/explanation").glob("*.md") if (ROOT / "src/tokka" / page.stem).is_dir()
)
CITED = re.compile(r"§\s?(\d+)")
PARAGRAPH = re.compile(r"^[#*\s]*§\s?(\d+)", re.MULTILINE)


def named(path):
    return str(path.relative_to(ROOT))


def text_of(page):
    """The page without what is shown as code, where a bracket is no link."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"`[^`\n]*`", "", text)


def anchors_of(page):
    """The anchors that a page's headings get: lower case, without punctuation, hyphens for spaces."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_relative_link_leads_to_a_file_and_to_a_heading_in_it(page):
    lost = []
    for link in LINK.findall(text_of(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors_of(target)):
            lost.append(link)
    assert lost == []


FURTHER_PAGES = {"partners": ("consortia", "timetable")}
"""Pages of an engine that has more than one law."""


@pytest.mark.parametrize("engine", ENGINES)
def test_every_paragraph_that_code_and_tests_cite_is_in_the_engines_pages(engine):
    pages = (engine, *FURTHER_PAGES.get(engine, ()))
    texts = [(ROOT / f"docs/explanation/{page}.md").read_text(encoding="utf-8") for page in pages]
    numbered = [PARAGRAPH.findall(text) for text in texts]
    paragraphs = {number for numbers in numbered for number in numbers}
    files = [file for wing in ("src/tokka", "tests/tokka") for file in (ROOT / wing / engine).rglob("*.py")]
    cited = {number for file in files for number in CITED.findall(file.read_text(encoding="utf-8"))}
    assert cited - paragraphs == set()
    assert all(len(numbers) == len(set(numbers)) for numbers in numbered)


def test_the_excellence_engine_has_its_page():
    assert "excellence" in ENGINES


def test_every_page_of_the_manual_that_the_code_names_is_there():
    files = [
        file
        for wing in ("src", "tests", "benchmarks")
        for file in (ROOT / wing).rglob("*")
        if file.suffix in (".py", ".toml")
    ]
    told = {name for file in files for name in re.findall(r"docs/[\w/.-]+\.md", file.read_text(encoding="utf-8"))}
    assert [name for name in sorted(told) if not (ROOT / name).is_file()] == []
