"""Where the keys of a TOML text stand. The parser of the standard library does not say, and an error has to."""

import re
from typing import Final

Path = tuple[str | int, ...]

_KEY: Final = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED: Final = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER: Final = re.compile(rf"^\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_ASSIGNMENT: Final = re.compile(rf"^\s*({_DOTTED})\s*=")
_QUOTES: Final = re.compile(r'"""|' + r"'''")


class Lines:
    """Line numbers by path, counted from 1. A key inside an inline table or array has the line of what holds it."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        header: Path = ()
        inside = False
        for number, line in enumerate(text.splitlines(), start=1):
            if not inside:
                header = self._note(line, number, header)
            inside ^= len(_QUOTES.findall(line)) % 2 == 1

    def of(self, path: Path) -> int:
        """The line of `path`, or of the nearest thing around it that has a line of its own."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _note(self, line: str, number: int, header: Path) -> Path:
        if found := _HEADER.match(line):
            header = self._opened(_keys(found[2]), is_array=found[1] == "[[")
            self._lines.setdefault(header, number)
        elif found := _ASSIGNMENT.match(line):
            self._lines.setdefault((*header, *_keys(found[1])), number)
        return header

    def _opened(self, keys: tuple[str, ...], *, is_array: bool) -> Path:
        """The path of a header, with the running number of every array of tables on the way."""
        path: Path = ()
        for depth, key in enumerate(keys, start=1):
            path = (*path, key)
            if is_array and depth == len(keys):
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
        return path


def _keys(dotted: str) -> tuple[str, ...]:
    return tuple(key.strip("\"'") for key in re.findall(_KEY, dotted))
