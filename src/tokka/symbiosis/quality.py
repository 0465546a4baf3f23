"""Contents of streams and bounds of needs: what is written in a cell, and which sums must hold (§9)."""

import re
from collections.abc import Mapping
from typing import Final

from tokka.tables.cells import number_in

_NUMBER: Final = r"\d+(?:[.,]\d+)*"
_CONTENT: Final = re.compile(
    rf"(?P<name>[^\s=<>,;]+)\s*=\s*(?P<low>{_NUMBER})(?:\s*-\s*(?P<high>{_NUMBER}))?(?![^\s,;])"
)
_LIMIT: Final = re.compile(rf"(?P<name>[^\s=<>,;]+)\s*(?P<sign><=|>=)\s*(?P<value>{_NUMBER})(?![^\s,;])")


def contents_in(text: str) -> Mapping[str, tuple[float, float]]:
    """The range of each content, such as zn=3.5 pb=0.2-0.8; a single number is a range of its own.

    Nothing where a part cannot be read: a number with a unit, say, is not the number that it looks like.
    """
    if unread_content(text):
        return {}
    found = {}
    for one in _CONTENT.finditer(text):
        low = number_in(one["low"])
        high = number_in(one["high"]) if one["high"] else low
        if low is not None and high is not None:
            found[one["name"].casefold()] = (min(low, high), max(low, high))
    return found


def limits_in(text: str) -> tuple[tuple[str, int, float], ...]:
    """The bounds of a need, such as zn<=5 cao>=30: content, +1 for at most and -1 for at least, value."""
    found = []
    for one in _LIMIT.finditer(text):
        value = number_in(one["value"])
        if value is not None:
            found.append((one["name"].casefold(), 1 if one["sign"] == "<=" else -1, value))
    return tuple(found)


def unread_content(text: str) -> str:
    """What cannot be read of the contents in a cell."""
    return _CONTENT.sub("", text).strip(" ,;\t")


def unread_limit(text: str) -> str:
    """What cannot be read of the bounds in a cell."""
    return _LIMIT.sub("", text).strip(" ,;\t")


def excess(contents: Mapping[str, tuple[float, float]], limit: tuple[str, int, float]) -> float | None:
    """By how much the worse end of a content's range exceeds the limit (negative: room); None where it is unknown."""
    name, sign, value = limit
    if name not in contents:
        return None
    low, high = contents[name]
    return high - value if sign > 0 else value - low
