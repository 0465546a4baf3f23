"""Any public page as a PDF, made from the very HTML that a visitor reads: headings, texts, lists, tables, pictures.

What only makes sense on a screen (navigation, forms, buttons, what bears `no-print`) is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import unquote, urljoin
from xml.etree.ElementTree import Element

import html5lib
from django.conf import settings
from django.utils.translation import gettext

from tokkasite.ui.papers import typeset

LEFT_OUT: Final = frozenset({"nav", "form", "button", "script", "style", "select", "input", "template"})
CLASSES_LEFT_OUT: Final = frozenset({"no-print", "deeds", "button", "breadcrumbs", "visually-hidden", "page-tools"})
STRONG: Final = frozenset({"b", "strong"})
EMPHASISED: Final = frozenset({"i", "em", "cite"})
INLINE: Final = frozenset({"a", "span", "br", "time", "small", "abbr", "code", "img"}) | STRONG | EMPHASISED
PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})

Node = dict[str, Any]


@dataclass
class Reading:
    """A page on its way to paper: where it stood, and the pictures met so far, by the name they get on paper."""

    address: str
    pictures: dict[str, Path] = field(default_factory=dict)

    def blocks(self, parent: Element) -> Iterator[Node]:
        """What stands below each other within an element."""
        loose: list[Node] = _runs_of_text(parent.text)
        for child in _shown(parent):
            tag = child.tag
            if tag in INLINE and not (tag == "img" or _holds_blocks(child)):
                loose += self.runs(child)
            else:
                yield from _paragraph(loose)
                loose = []
                yield from self.block(child)
            loose += _runs_of_text(child.tail)
        yield from _paragraph(loose)

    def block(self, element: Element) -> Iterator[Node]:
        tag = element.tag
        if tag in ("h1", "h2", "h3", "h4"):
            yield {"kind": "heading", "level": int(tag[1]), "runs": self.inner_runs(element)}
        elif tag == "p":
            yield from _paragraph(self.inner_runs(element), lead="lead" in _classes(element))
        elif tag in ("ul", "ol"):
            items = [list(self.blocks(item)) for item in _shown(element) if item.tag == "li"]
            if items:
                yield {"kind": tag, "items": items}
        elif tag == "dl":
            yield {"kind": "dl", "pairs": list(self.pairs(element))}
        elif tag == "table":
            yield from self.table(element)
        elif tag == "blockquote":
            yield {"kind": "quote", "blocks": list(self.blocks(element))}
        elif tag == "aside" and "background" in _classes(element):
            yield {"kind": "box", "blocks": list(self.blocks(element))}
        elif tag == "img":
            yield from self.picture(element)
        else:
            yield from self.blocks(element)

    def pairs(self, element: Element) -> Iterator[list[list[Node]]]:
        """The terms of a list and what each means."""
        term: list[Node] = []
        for one in element.iter():
            if one.tag == "dt":
                term = self.inner_runs(one)
            elif one.tag == "dd":
                yield [term, self.inner_runs(one)]

    def table(self, element: Element) -> Iterator[Node]:
        rows = [[cell for cell in row if cell.tag in ("th", "td")] for row in element.iter("tr")]
        head = element.find("thead")
        count = len(list(head.iter("tr"))) if head is not None else 0
        width = max((sum(_span(cell) for cell in row) for row in rows), default=0)
        if not width:
            return
        told = [[{"runs": self.inner_runs(cell), "span": _span(cell)} for cell in row] for row in rows]
        caption = element.find("caption")
        title = self.inner_runs(caption) if caption is not None else []
        yield {"kind": "table", "width": width, "head": told[:count], "rows": told[count:], "title": title}

    def picture(self, element: Element) -> Iterator[Node]:
        """A picture of our own uploads with its words; one from elsewhere, or a mere ornament, is left out."""
        file = _file_of(element.get("src", ""))
        if file is None or not element.get("alt"):
            return
        name = f"{len(self.pictures)}{file.suffix.lower()}"
        self.pictures[name] = file
        yield {"kind": "picture", "file": name, "alt": element.get("alt")}

    def inner_runs(self, element: Element) -> list[Node]:
        """The words within an element, as runs of one look each."""
        runs = _runs_of_text(element.text)
        for child in _shown(element):
            runs += self.runs(child) + _runs_of_text(child.tail)
        return _trimmed(runs)

    def runs(self, element: Element) -> list[Node]:
        tag = element.tag
        if tag == "br":
            return [{"text": "\n"}]
        if tag == "img":
            return []
        inner = _runs_of_text(element.text)
        for child in _shown(element):
            inner += self.runs(child) + _runs_of_text(child.tail)
        if tag not in INLINE:  # a block within a cell or a term: its words stay apart from what follows
            inner.append({"text": " "})
        mark: Node = {}
        if tag in STRONG or tag == "th":
            mark = {"strong": True}
        elif tag in EMPHASISED:
            mark = {"emphasised": True}
        elif tag == "a" and (target := element.get("href", "")).startswith(("http", "/", "mailto:", "tel:")):
            mark = {"link": urljoin(self.address, target)}
        return [{**mark, **run} for run in inner]


def pdf_of(html: str, *, language: str, address: str) -> bytes:
    """The main part of a page as tagged PDF/UA. Made once for each content and kept in the data folder.

    Raises LookupError for a page without a main part.
    """
    template = resources.files("tokkasite.portal").joinpath("paper.typ").read_bytes()
    page = html5lib.parse(html, namespaceHTMLElements=False)
    main = page.find(".//main")
    if main is None:
        raise LookupError(f"The page at {address} has no main part.")
    reading = Reading(address)
    blocks = list(reading.blocks(main))
    title = next((_words(one["runs"]) for one in blocks if one["kind"] == "heading"), address)
    matter = {
        "title": title,
        "lang": language,
        "blocks": blocks,
        "address": address,
        "page_of": gettext("Page %(page)s of %(pages)s"),
    }
    kept = _kept_at(repr(matter), template, reading.pictures)
    if kept.exists():
        return kept.read_bytes()
    with TemporaryDirectory() as folder:
        for name, file in reading.pictures.items():
            (Path(folder) / name).write_bytes(file.read_bytes())
        made = typeset(template, matter, Path(folder))
    kept.parent.mkdir(parents=True, exist_ok=True)
    half = kept.with_suffix(f".{id(matter)}")
    half.write_bytes(made)
    half.replace(kept)
    return made


def _kept_at(told: str, template: bytes, pictures: dict[str, Path]) -> Path:
    stamps = "".join(f"{file}{file.stat().st_mtime_ns}" for file in pictures.values())
    digest = sha256(template + told.encode() + stamps.encode()).hexdigest()
    return Path(settings.DATA) / "papers" / f"{digest}.pdf"


def _shown(element: Element) -> Iterator[Element]:
    """The elements within, without those that paper has no use for (a comment has no name)."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in LEFT_OUT or _classes(child) & CLASSES_LEFT_OUT:
            continue
        if child.get("hidden") is None and child.get("aria-hidden") != "true":
            yield child


def _holds_blocks(element: Element) -> bool:
    return any(isinstance(one.tag, str) and one.tag not in INLINE for one in element.iter())


def _classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())


def _span(cell: Element) -> int:
    return int(cell.get("colspan", "1"))


def _runs_of_text(text: str | None) -> list[Node]:
    if not text:
        return []
    words = " ".join(text.split())
    before = " " if text[:1].isspace() else ""
    after = " " if words and text[-1:].isspace() else ""
    return [{"text": before + words + after}]


def _trimmed(runs: list[Node]) -> list[Node]:
    """Without white space at both ends, and without runs that hold none but that next to each other."""
    kept: list[Node] = []
    for run in runs:
        text = run["text"]
        if kept and kept[-1]["text"].endswith((" ", "\n")):
            text = text.lstrip(" ")
        if text and (kept or text.strip()):
            kept.append({**run, "text": text if kept else text.lstrip()})
    if kept:
        kept[-1] = {**kept[-1], "text": kept[-1]["text"].rstrip()}
    return [run for run in kept if run["text"]]


def _paragraph(runs: list[Node], *, lead: bool = False) -> Iterator[Node]:
    if told := _trimmed(runs):
        yield {"kind": "p", "runs": told, "lead": lead}


def _words(runs: list[Node]) -> str:
    return "".join(run["text"] for run in runs)


def _file_of(source: str) -> Path | None:
    """The uploaded file behind an address of this site, and nothing outside the folder of uploads."""
    if not source.startswith(settings.MEDIA_URL):
        return None
    folder = Path(settings.MEDIA_ROOT).resolve()
    file = (folder / unquote(source.removeprefix(settings.MEDIA_URL))).resolve()
    return file if file.is_relative_to(folder) and file.is_file() and file.suffix.lower() in PICTURES else None
