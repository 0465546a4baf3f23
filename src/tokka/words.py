"""Words that the library says and the site translates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


def _(text: str) -> str:
    """Mark `text` for the translators. The library keeps the English; the site says it in the reader's language."""
    return text


NOTHING_NAMED: Final[Mapping[str, object]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Remark:
    """A whole sentence with named places, and the values that go there, so that any language can order them."""

    message: str
    values: Mapping[str, object] = field(default_factory=lambda: NOTHING_NAMED)

    def __str__(self) -> str:
        named = {name: _Short(value) if isinstance(value, float) else value for name, value in self.values.items()}
        return self.message % named


class _Short(float):
    """A number that says itself with at most two decimals, and is a number still where a sentence asks for more."""

    def __str__(self) -> str:
        return f"{self:.2f}".rstrip("0").rstrip(".")
