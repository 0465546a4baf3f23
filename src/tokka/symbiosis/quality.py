"""Contents of streams and bounds of needs: what is written in a cell, and which sums must hold (§9)."""

import re
from collections.abc import Mapping
from typing import Final

from tokka.tables.cells import number_in

_CONTENT: Final = re.compile(r"(?P<name>[^\s=<>]+)\s*=\s*(?P<low>[\d.,]+)(?:\s*-\s*(?P<high>[\d.,]+))?")
_LIMIT: Final = re.compile(r"(?P<name>[^\s=<>]+)\s*(?P<sign><=|>=)\s*(?P<value>[\d.,]+)")


def contents_in(text: str) -> Mapping[str, tuple[float, float]]:
    """The range of each content, such as zn=3.5 pb=0.2-0.8; a single number is a range of its own."""
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


def excess(contents: Mapping[str, tuple[float, float]], limit: tuple[str, int, float]) -> float | None:
    """By how much the worse end of a content's range exceeds the limit (negative: room); None where it is unknown."""
    name, sign, value = limit
    if name not in contents:
        return None
    low, high = contents[name]
    return high - value if sign > 0 else value - low
