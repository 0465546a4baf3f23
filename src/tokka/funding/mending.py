"""Repairs text that was decoded wrongly on its way, and makes foreign HTML safe to keep and to show (§4)."""

import html
import re
from collections.abc import Mapping
from functools import partial
from typing import Final

_WINDOWS: Final[Mapping[str, int]] = {
    bytes([code]).decode("cp1252"): code for code in range(0x80, 0x100) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
} | {chr(code): code for code in range(0x80, 0xA0)}
"""The byte behind each character of Windows-1252 above 7F; five bytes that it leaves free stand for themselves."""

_LEAD: Final = "".join(re.escape(letter) for letter, code in _WINDOWS.items() if 0xC2 <= code <= 0xF4)
_TRAIL: Final = "".join(re.escape(letter) for letter, code in _WINDOWS.items() if 0x80 <= code <= 0xBF)
_SUSPECT: Final = re.compile(f"[{_LEAD}][{_TRAIL}]{{1,3}}")
MOST_ROUNDS: Final = 3
"""Some text went through the wrong decoder twice."""


def mended(text: str) -> tuple[str, int]:
    """The text with double-encoded UTF-8 undone, and how many places were repaired (§4).

    Only runs that are valid UTF-8 are touched, so text that is right stays as it is.
    """
    repaired = 0
    for _round in range(MOST_ROUNDS):
        text, count = _mended_once(text)
        repaired += count
        if not count:
            break
    return text, repaired


def _mended_once(text: str) -> tuple[str, int]:
    counted: list[str] = []

    def undone(found: re.Match[str]) -> str:
        run = found[0]
        for length in range(len(run), 1, -1):
            try:
                right = bytes(_WINDOWS[letter] for letter in run[:length]).decode("utf-8")
            except UnicodeDecodeError:
                continue
            counted.append(right)
            return right + run[length:]
        return run

    return _SUSPECT.sub(undone, text), len(counted)


_DROPPED: Final = re.compile(r"<(script|style|iframe|object|embed|template|noscript)\b.*?(</\1\s*>|\Z)", re.I | re.S)
_COMMENT: Final = re.compile(r"<!--.*?(-->|\Z)", re.S)
_BREAK: Final = re.compile(r"</?(p|div|li|ul|ol|br|h[1-6]|tr|table)\b[^>]*>", re.I)
_TAG: Final = re.compile(r"<[/!?a-zA-Z][^>]*(>|\Z)")
_SPACES: Final = re.compile(r"[^\S\n]+")
_LINES: Final = re.compile(r"\n\s*\n+")


def plain_text(markup: str) -> str:
    """The words of HTML as plain text with its paragraphs; scripts, styles and tags are gone (§4).

    What it returns is text: whoever prints it in a page escapes it as any text.
    """
    bare = _COMMENT.sub(" ", _DROPPED.sub(" ", markup))
    for clean in (partial(_BREAK.sub, "\n"), partial(_TAG.sub, " "), html.unescape):
        bare = clean(bare)
    bare = _DROPPED.sub(" ", bare)
    return _LINES.sub("\n\n", _SPACES.sub(" ", bare)).strip()
