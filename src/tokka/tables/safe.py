"""Text that a spreadsheet must not take for a formula, and the way back."""

import re
from typing import Final

_RISKY: Final = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
_MADE_SAFE: Final = re.compile(r"''*\s*[=+\-@\t\r\n＝＋－＠]")


def neutral(text: str) -> str:
    """Text that begins like a formula gets an apostrophe before it, so that a spreadsheet shows it and runs nothing.

    The signs are those of the OWASP page on CSV injection: = + - @, tab and line ends, and their full-width forms.
    Apostrophes already there are counted, so that `as_it_was` gives back exactly what went in.
    """
    return f"'{text}" if _RISKY.match(text) else text


def as_it_was(text: str) -> str:
    """What `neutral` was given."""
    return text[1:] if _MADE_SAFE.match(text) else text
